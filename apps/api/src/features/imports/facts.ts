import type { ReporterKind, UnitEntry } from '@nuanxin/domain';
import { and, eq, inArray, isNull, sql } from 'drizzle-orm';
import type { Db } from '../../db/connect.ts';
import { deadlines, exemptions, obligations, revisions, submissions, tasks, units } from '../../db/schema/index.ts';
import { inWriteScope } from '../../db/scope.ts';
import { isOffice, type Context } from '../../context.ts';
import { reporterKind } from '../submissions/checks.ts';

/**
 * Every unit that may stand in a workbook, with the texts that mean it, exactly.
 * The subqueries write `units.id` out: in a select from one table drizzle leaves the table's name off its columns.
 */
export async function importUnits(db: Db): Promise<{
  entries: UnitEntry[];
  contexts: Record<string, { kind: ReporterKind | null; villages: number | null }>;
  ids: Map<string, string>;
}> {
  const rows = await db
    .select({
      unit: units,
      aliases: sql<
        { text: string; oldName: boolean }[]
      >`coalesce((select json_agg(json_build_object('text', a.text, 'oldName', a.old_name))
        from unit_aliases a where a.unit_id = units.id), '[]'::json)`,
      villages: sql<number>`(select count(*)::int from units v where v.parent_id = units.id and v.kind = 'village' and v.active)`,
    })
    .from(units)
    .where(and(inArray(units.kind, ['township', 'department', 'media']), eq(units.active, true)))
    .orderBy(units.sort);
  return {
    entries: rows.map(({ unit, aliases }) => ({
      code: unit.code,
      name: unit.name,
      aliases: [{ text: unit.fullName }, ...aliases],
      reports: true,
    })),
    contexts: Object.fromEntries(
      rows.map(({ unit, villages }) => [
        unit.code,
        { kind: reporterKind(unit.kind), villages: unit.kind === 'township' ? villages : null },
      ]),
    ),
    ids: new Map(rows.map(({ unit }) => [unit.code, unit.id])),
  };
}

/** What was handed in with this form, by period and unit: the rules over a year need it. */
export async function handedInValues(
  db: Db,
  form: string,
): Promise<Record<string, Record<string, Record<string, number>>>> {
  const rows = await db
    .select({ period: deadlines.period, unit: units.code, values: revisions.values })
    .from(submissions)
    .innerJoin(revisions, and(eq(revisions.submissionId, submissions.id), eq(revisions.number, submissions.revision)))
    .innerJoin(obligations, eq(obligations.id, submissions.obligationId))
    .innerJoin(deadlines, eq(deadlines.id, obligations.deadlineId))
    .innerJoin(tasks, eq(tasks.id, deadlines.taskId))
    .innerJoin(units, eq(units.id, obligations.unitId))
    .where(
      and(
        eq(tasks.form, form),
        inArray(submissions.state, ['submitted', 'returned', 'accepted', 'reopened', 'locked']),
      ),
    );
  const byPeriod: Record<string, Record<string, Record<string, number>>> = {};
  for (const { period, unit, values } of rows) (byPeriod[period] ??= {})[unit] = values;
  return byPeriod;
}

/** Codes of the units that the caller may hand in for; undefined for all. */
export async function scopeCodes(ctx: Context): Promise<string[] | undefined> {
  if (isOffice(ctx.actor)) return undefined;
  const rows = await ctx.db.select({ code: units.code }).from(units).where(inWriteScope(ctx.actor, units.id));
  return rows.map(({ code }) => code);
}

export interface Target {
  obligationId: string;
  state: string | null;
  opensAt: Date;
}

/** What each unit owes for a form and period, exempt units left out. */
export async function targets(db: Db, form: string, period: string): Promise<Map<string, Target>> {
  const rows = await db
    .select({ unit: units.code, obligationId: obligations.id, state: submissions.state, opensAt: deadlines.opensAt })
    .from(obligations)
    .innerJoin(deadlines, eq(deadlines.id, obligations.deadlineId))
    .innerJoin(tasks, eq(tasks.id, deadlines.taskId))
    .innerJoin(units, eq(units.id, obligations.unitId))
    .leftJoin(submissions, eq(submissions.obligationId, obligations.id))
    .leftJoin(exemptions, eq(exemptions.obligationId, obligations.id))
    .where(and(eq(tasks.form, form), eq(deadlines.period, period), isNull(exemptions.obligationId)));
  return new Map(rows.map(({ unit, ...target }) => [unit, target]));
}
