import type { UnitKind } from '@nuanxin/contract';
import { reporterKind, type FormDefinition, type ReporterKind, type UnitEntry } from '@nuanxin/domain';
import { and, eq, inArray, isNull, sql } from 'drizzle-orm';
import type { Db } from '../../db/connect.ts';
import {
  campaigns,
  deadlines,
  exemptions,
  obligations,
  revisions,
  submissions,
  tasks,
  unitAliases,
  units,
} from '../../db/schema/index.ts';
import { inWriteScope } from '../../db/scope.ts';
import { anyOf } from '../../db/sql.ts';
import { isOffice, type Context } from '../../context.ts';
import { countsAsHandedIn } from '../submissions/checks.ts';
import { countFigures, keyOf, valuesOf } from '../submissions/figures.ts';
import { registersOf } from '../submissions/registers.ts';

/**
 * Every unit that may stand in a workbook, with the texts that mean it, exactly.
 * @param kinds those that hand in reports when absent
 */
export async function importUnits(
  db: Db,
  kinds: readonly UnitKind[] = ['township', 'department', 'media'],
): Promise<{
  entries: UnitEntry[];
  contexts: Record<string, { kind: ReporterKind | null; villages: number | null }>;
  ids: Map<string, string>;
}> {
  const aliases = db
    .select({
      unitId: unitAliases.unitId,
      texts: sql<
        { text: string; oldName: boolean }[]
      >`json_agg(json_build_object('text', ${unitAliases.text}, 'oldName', ${unitAliases.oldName}))`.as('texts'),
    })
    .from(unitAliases)
    .groupBy(unitAliases.unitId)
    .as('aliases');
  const villages = db
    .select({ parentId: units.parentId, count: sql<number>`count(*)::int`.as('count') })
    .from(units)
    .where(and(eq(units.kind, 'village'), eq(units.active, true)))
    .groupBy(units.parentId)
    .as('villages');
  const rows = await db
    .select({
      unit: { id: units.id, code: units.code, name: units.name, fullName: units.fullName, kind: units.kind },
      aliases: aliases.texts,
      villages: villages.count,
    })
    .from(units)
    .leftJoin(aliases, eq(aliases.unitId, units.id))
    .leftJoin(villages, eq(villages.parentId, units.id))
    .where(and(inArray(units.kind, [...kinds]), eq(units.active, true)))
    .orderBy(units.sort);
  return {
    entries: rows.map((row) => ({
      code: row.unit.code,
      name: row.unit.name,
      aliases: [{ text: row.unit.fullName }, ...(row.aliases ?? [])],
      reports: true,
    })),
    contexts: Object.fromEntries(
      rows.map((row) => [
        row.unit.code,
        { kind: reporterKind(row.unit.kind), villages: row.unit.kind === 'township' ? (row.villages ?? 0) : null },
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
    .where(and(eq(tasks.form, form), countsAsHandedIn));
  const byPeriod: Record<string, Record<string, Record<string, number>>> = {};
  for (const { period, unit, values } of rows) (byPeriod[period] ??= {})[unit] = values;
  return byPeriod;
}

/** What the registers say of the units, by year and unit code: the rules compare with it. */
export async function registerFigures(
  db: Db,
  ids: Map<string, string>,
): Promise<Record<string, Record<string, Record<string, number>>>> {
  const years = await db.select({ year: campaigns.year }).from(campaigns);
  const found = await registersOf(
    db,
    years.flatMap(({ year }) => [...ids.values()].map((unitId) => ({ unitId, year }))),
  );
  return Object.fromEntries(
    years.map(({ year }) => [
      year,
      Object.fromEntries([...ids].map(([code, id]) => [code, found.get(`${id} ${year}`) ?? {}])),
    ]),
  );
}

/** What the records say of the units that stand in a file, by unit code and field. */
export async function recordFigures(
  db: Db,
  form: FormDefinition,
  period: string,
  rows: { unit: { code: string } | null }[],
): Promise<Map<string, Record<string, number>>> {
  const codes = [...new Set(rows.flatMap(({ unit }) => unit?.code ?? []))];
  if (codes.length === 0) return new Map();
  const found = await db
    .select({ id: units.id, code: units.code, kind: units.kind })
    .from(units)
    .where(anyOf(units.code, codes));
  const reported = found.map(({ id, code, kind }) => ({ code, unitId: id, kind: reporterKind(kind), form, period }));
  const counted = await countFigures(db, reported);
  return new Map(reported.map((each) => [each.code, valuesOf(counted.get(keyOf(each)) ?? [])]));
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
  /** Of the submission that is there; the rest is its working copy. */
  revision: number | null;
  version: number | null;
  values: Record<string, number> | null;
  summary: Record<string, string> | null;
  /** Nothing but texts was filled in so far. */
  onlyTexts: boolean | null;
}

/** What each unit owes for a form and period, exempt units left out. */
export async function targets(db: Db, form: string, period: string): Promise<Map<string, Target>> {
  const rows = await db
    .select({
      unit: units.code,
      obligationId: obligations.id,
      state: submissions.state,
      opensAt: deadlines.opensAt,
      revision: submissions.revision,
      version: submissions.version,
      values: submissions.values,
      summary: submissions.summary,
      onlyTexts: sql<boolean | null>`(${submissions.values} = '{}'::jsonb and ${submissions.evidence} = '{}'::jsonb)`,
    })
    .from(obligations)
    .innerJoin(deadlines, eq(deadlines.id, obligations.deadlineId))
    .innerJoin(tasks, eq(tasks.id, deadlines.taskId))
    .innerJoin(units, eq(units.id, obligations.unitId))
    .leftJoin(submissions, eq(submissions.obligationId, obligations.id))
    .leftJoin(exemptions, eq(exemptions.obligationId, obligations.id))
    .where(and(eq(tasks.form, form), eq(deadlines.period, period), isNull(exemptions.obligationId)));
  return new Map(rows.map(({ unit, ...target }) => [unit, target]));
}
