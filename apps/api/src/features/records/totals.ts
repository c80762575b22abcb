import type { RecordTotals, UnitYear } from '@nuanxin/contract';
import { quoted, recordKindCodes, sumFields, wordsOf, type RecordKind } from '@nuanxin/domain';
import { and, eq, inArray, isNull, max, sql, type SQL } from 'drizzle-orm';
import type { Context } from '../../context.ts';
import { records, units } from '../../db/schema/index.ts';
import { refused, textOf, whereOf, type RecordFilter } from './filter.ts';
import { mayReadAnyKind } from './scope.ts';

type Group = RecordTotals['groups'][number];

/** Number of records and sums of their figures, in all and, when asked, by unit, month or the words of a field. */
export async function totalsOf(
  ctx: Context,
  kind: RecordKind,
  { by, ...filter }: RecordFilter & { by?: string },
): Promise<RecordTotals> {
  const where = await whereOf(ctx, kind, filter);
  const fields = sumFields(kind);
  const rows = await ctx.db
    .select({
      key: keyOf(kind, by),
      count: sql<number>`count(*)::int`,
      sums: sql<number[]>`json_build_array(${sql.join(
        fields.map((field) => sql`coalesce(sum(${textOf(field)}::int), 0)`),
        sql`, `,
      )})`,
    })
    .from(records)
    .where(where)
    .groupBy(sql`1`);
  const named = (sums: number[]): Record<string, number> =>
    Object.fromEntries(fields.map((field, i) => [field, sums[i] ?? 0]));
  const groups = rows.map(({ key, count, sums }) => ({ key, label: '', count, sums: named(sums) }));
  return {
    count: groups.reduce((all, { count }) => all + count, 0),
    sums: Object.fromEntries(
      fields.map((field) => [field, groups.reduce((all, { sums }) => all + (sums[field] ?? 0), 0)]),
    ),
    groups: by === undefined ? [] : await inOrder(ctx, kind, by, groups),
  };
}

/** How many records a unit has of each kind in a year, in the order of the kinds, and the newest day. */
export async function countByKind(ctx: Context, unitId: string, year: number): Promise<UnitYear['records']> {
  const rows = await ctx.db
    .select({ kind: records.kind, count: sql<number>`count(*)::int`, newest: max(records.occurredOn) })
    .from(records)
    .where(
      and(eq(records.unitId, unitId), eq(records.year, year), isNull(records.deletedAt), mayReadAnyKind(ctx.actor)),
    )
    .groupBy(records.kind);
  return rows.toSorted((a, b) => recordKindCodes.indexOf(a.kind) - recordKindCodes.indexOf(b.kind));
}

/** @throws ProblemError invalid_request when records of the kind cannot be grouped so */
function keyOf(kind: RecordKind, by: string | undefined): SQL<string | null> {
  if (by === undefined) return sql<string | null>`null::text`;
  if (by === 'unit') return sql<string | null>`${records.unitId}::text`;
  if (by === 'month' && kind.dateLabel !== null)
    // Not to_char, which takes as long as all the rest.
    return sql<
      string | null
    >`(extract(year from ${records.occurredOn}) * 100 + extract(month from ${records.occurredOn}))::int::text`;
  if (kind.fields.some(({ code, type }) => code === by && type === 'word')) return textOf(by);
  throw refused('by', `${quoted(kind.label)}不能按“${by}”汇总`);
}

/** Groups as a person expects them: units in the office's order, months by time, words as they are offered. */
async function inOrder(ctx: Context, kind: RecordKind, by: string, groups: Group[]): Promise<Group[]> {
  if (by === 'month')
    return groups.map((group) => monthOf(group)).toSorted((a, b) => ((a.key ?? '') < (b.key ?? '') ? -1 : 1));
  const known = by === 'unit' ? await unitsOf(ctx, groups) : wordsIn(kind, by);
  const byKey = new Map(groups.map((group) => [group.key, group]));
  const listed = known.flatMap(({ key, code, label }) => {
    const group = byKey.get(key);
    return group ? [{ ...group, key: code, label }] : [];
  });
  const none = byKey.get(null);
  return none ? [...listed, { ...none, label: '未填' }] : listed;
}

interface Named {
  key: string;
  code: string;
  label: string;
}

async function unitsOf(ctx: Context, groups: Group[]): Promise<Named[]> {
  const ids = groups.flatMap(({ key }) => key ?? []);
  if (ids.length === 0) return [];
  const rows = await ctx.db
    .select({ key: units.id, code: units.code, label: units.name })
    .from(units)
    .where(inArray(units.id, ids))
    .orderBy(units.sort, units.code);
  return rows;
}

function wordsIn(kind: RecordKind, by: string): Named[] {
  const field = kind.fields.find(({ code }) => code === by);
  return field ? Object.entries(wordsOf(field)).map(([code, label]) => ({ key: code, code, label })) : [];
}

/** `2025-03`, `2025年3月` for `202503`. */
function monthOf(group: Group): Group {
  const [year, month] = [(group.key ?? '').slice(0, 4), (group.key ?? '').slice(4)];
  return { ...group, key: `${year}-${month}`, label: `${year}年${Number(month)}月` };
}
