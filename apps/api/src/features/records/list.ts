import type { RecordRow } from '@nuanxin/contract';
import type { RecordKind } from '@nuanxin/domain';
import { and, eq, sql, type SQL } from 'drizzle-orm';
import type { Context } from '../../context.ts';
import { decodeCursor, page, type CursorKey } from '../../db/cursor.ts';
import { records, units } from '../../db/schema/index.ts';
import { whereOf, type RecordFilter } from './filter.ts';
import { recordsByIds } from './read.ts';

interface Asked extends RecordFilter {
  limit?: number;
  cursor?: string;
  count?: boolean;
}

interface Page {
  items: RecordRow[];
  nextCursor: string | null;
  total?: number;
}

/** A page of records, newest day first; registers have no days and stand by unit. */
export async function listRecords(ctx: Context, kind: RecordKind, asked: Asked): Promise<Page> {
  const { limit = 50 } = asked;
  const where = await whereOf(ctx, kind, asked);
  const byUnit = kind.dateLabel === null;
  const after = decodeCursor(asked.cursor, [byUnit ? 'integer' : 'day', 'uuid']);
  // A text is looked for in every record: then they are counted on the way.
  const counted = asked.count === true && asked.q !== undefined && after === null;
  const keysOf = byUnit ? keysByUnit : keysByDay;
  const keys = await keysOf(ctx, where, after, limit + 1, counted);
  const shown = keys.slice(0, limit).map(({ id }) => id);
  const rows = new Map((await recordsByIds(ctx.db, ctx.actor, kind, shown)).map((row) => [row.id, row]));
  // A first page that holds all of them has counted them.
  const all = after === null && keys.length <= limit;
  const total = asked.count ? (all ? keys.length : (keys[0]?.all ?? (await ctx.db.$count(records, where)))) : undefined;
  const listed = page(
    keys,
    limit,
    ({ key, id }) => [key, id],
    ({ id }) => rows.get(id),
    total,
  );
  // One that was removed between the two statements is no longer there.
  return { ...listed, items: listed.items.filter((row) => row !== undefined) };
}

type Keys = { key: string | number | null; id: string; all: number | null }[];
type Where = Awaited<ReturnType<typeof whereOf>>;

const allOf = (counted: boolean): SQL<number | null> =>
  counted ? sql<number>`(count(*) over ())::int` : sql<null>`null::int`;

/** In the order of the index `records_by_day`, nulls included: it would not serve otherwise. */
function keysByDay(
  ctx: Context,
  where: Where,
  after: CursorKey | null,
  limit: number,
  counted: boolean,
): Promise<Keys> {
  return ctx.db
    .select({ key: records.occurredOn, id: records.id, all: allOf(counted) })
    .from(records)
    .where(
      and(
        where,
        after ? sql`(${records.occurredOn}, ${records.id}) < (${after[0]}::date, ${after[1]}::uuid)` : undefined,
      ),
    )
    .orderBy(sql`${records.occurredOn} desc nulls last`, sql`${records.id} desc nulls last`)
    .limit(limit);
}

function keysByUnit(
  ctx: Context,
  where: Where,
  after: CursorKey | null,
  limit: number,
  counted: boolean,
): Promise<Keys> {
  return ctx.db
    .select({ key: units.sort, id: records.id, all: allOf(counted) })
    .from(records)
    .innerJoin(units, eq(units.id, records.unitId))
    .where(and(where, after ? sql`(${units.sort}, ${records.id}) > (${after[0]}::int, ${after[1]}::uuid)` : undefined))
    .orderBy(units.sort, records.id)
    .limit(limit);
}
