import { kindsWithRecords, type RecordKind } from '@nuanxin/domain';
import { and, eq, inArray, sql } from 'drizzle-orm';
import type { Actor } from '../../context.ts';
import type { Db } from '../../db/connect.ts';
import { campaigns, projects, units } from '../../db/schema/index.ts';
import { inWriteScope } from '../../db/scope.ts';

export interface RecordUnit {
  id: string;
  code: string;
  name: string;
  /** The caller keeps records for it. */
  own: boolean;
}

/** Units that may have records of a kind, by code. Villages have none: what happens there is their township's. */
export async function unitsFor(db: Db, actor: Actor, kind: RecordKind): Promise<Map<string, RecordUnit>> {
  const rows = await db
    .select({
      id: units.id,
      code: units.code,
      name: units.name,
      own: sql<boolean>`(${inWriteScope(actor, units.id) ?? sql`true`})`,
    })
    .from(units)
    .where(and(eq(units.active, true), inArray(units.kind, kindsWithRecords(kind))));
  return new Map(rows.map((row) => [row.code, row]));
}

/** Numbers of the projects of each year; null for a year without a plan. */
export async function projectsOf(
  db: Db,
  years: readonly number[],
): Promise<(year: number) => ReadonlySet<number> | null> {
  const rows = await db
    .select({ year: campaigns.year, no: projects.no })
    .from(campaigns)
    .leftJoin(projects, eq(projects.campaignId, campaigns.id))
    .where(inArray(campaigns.year, [...new Set(years), 0]));
  const byYear = Map.groupBy(rows, ({ year }) => year);
  const sets = new Map([...byYear].map(([year, each]) => [year, new Set(each.flatMap(({ no }) => no ?? []))]));
  return (year) => sets.get(year) ?? null;
}
