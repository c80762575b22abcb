import type { ComplianceCheck, ComplianceItem, Signage } from '@nuanxin/contract';
import {
  complianceChecks,
  complianceRule,
  complianceStates,
  type ComplianceCheckCode,
  type ComplianceState,
  type Quarter,
} from '@nuanxin/domain';
import { and, asc, eq, isNull, like, sql } from 'drizzle-orm';
import { forReader, seesAll, type Context } from '../../context.ts';
import { attachments, blobs, units } from '../../db/schema/index.ts';
import { inScope } from '../../db/scope.ts';
import { anyOf } from '../../db/sql.ts';
import { ProblemError } from '../../problem.ts';
import { checksOf, type CheckRun } from './checks.ts';
import { readPlan, type Plan } from './plan.ts';
import { readSites } from './registers.ts';

/** As many findings are listed. */
const MOST = 1000;
const recordKindOf: Partial<Record<ComplianceCheckCode, string>> = {
  heading: 'distributions',
  logo: 'sites',
  boards: 'sites',
};

/** The column is the district's as a whole: of a unit's own items nothing can be said. */
function checksFor(ctx: Context): ComplianceCheckCode[] {
  return complianceChecks.filter((code) => code !== 'column' || seesAll(ctx.actor));
}

function headOf(code: ComplianceCheckCode, { checked, enabled, items }: CheckRun, { today }: Plan): ComplianceCheck {
  const count = (state: ComplianceState): number => items.filter((item) => item.state === state).length;
  return {
    code,
    ...complianceRule[code],
    enabled,
    checked,
    failing: count('failing'),
    pending: count('pending'),
    unjudged: count('unjudged'),
    asOf: today,
  };
}

/** Every check with its counts; `failing` in all is what somebody has to mend. */
export async function getCompliance(ctx: Context, wanted?: number) {
  const plan = await readPlan(ctx, wanted);
  const run = checksOf(ctx, plan);
  const checks: ComplianceCheck[] = [];
  for (const code of checksFor(ctx)) checks.push(headOf(code, await run(code), plan));
  const failing = checks.reduce((sum, check) => sum + check.failing, 0);
  return { year: plan.year, asOf: plan.today, failing, checks };
}

export interface FindingFilters {
  year?: number;
  quarter?: Quarter;
  state?: ComplianceState;
  unit?: string;
}

/** @throws ProblemError not_found */
export async function getComplianceCheck(
  ctx: Context,
  code: ComplianceCheckCode,
  query: FindingFilters,
  most = MOST,
): Promise<{ year: number; check: ComplianceCheck; items: ComplianceItem[]; more: number }> {
  if (!checksFor(ctx).includes(code)) throw new ProblemError('not_found');
  const plan = await readPlan(ctx, query.year);
  const result = await checksOf(ctx, plan, query.quarter)(code);
  // What has to be mended first; otherwise as the check found it.
  const found = result.items
    .filter(({ state, unit }) => (query.state ?? state) === state && (query.unit ?? unit) === unit)
    .toSorted((a, b) => complianceStates.indexOf(a.state) - complianceStates.indexOf(b.state));
  const shown = found.slice(0, most);
  const codes = [...new Set(shown.flatMap(({ unit }) => unit ?? []))];
  const names = new Map(
    (await ctx.db.select({ code: units.code, name: units.name }).from(units).where(anyOf(units.code, codes))).map(
      (unit) => [unit.code, unit],
    ),
  );
  const labels = new Map(plan.projects.map(({ no, labelName }) => [no, { no, labelName }]));
  const kind = recordKindOf[code];
  const items = shown.map(({ state, unit, project, record, detail }) => ({
    state,
    unit: unit === null ? null : (names.get(unit) ?? null),
    project: project === null ? null : (labels.get(project) ?? null),
    record: record === null || kind === undefined ? null : { kind, id: record },
    detail,
  }));
  return {
    year: plan.year,
    check: headOf(code, result, plan),
    items: forReader(ctx.actor, items),
    more: found.length - shown.length,
  };
}

/** Sites with what they carry, for the table of projects and townships (R60, R61). */
export async function getSignage(ctx: Context, wanted?: number): Promise<Signage> {
  const plan = await readPlan(ctx, wanted);
  const sites = (await readSites(ctx, plan.year)).filter(({ mine }) => mine);
  const photos = await photoCounts(
    ctx,
    sites.map(({ id }) => id),
  );
  const townships = await ctx.db
    .select({ code: units.code, name: units.name })
    .from(units)
    .where(
      and(
        eq(units.kind, 'township'),
        eq(units.active, true),
        // Those of the plan: the scenic area is a township by its code only.
        sql`exists (select 1 from group_units gu join groups g on g.id = gu.group_id
          where gu.unit_id = ${units.id} and g.campaign_id = ${plan.campaignId})`,
        inScope(ctx.actor, units.id),
      ),
    )
    .orderBy(asc(units.sort));
  // A site may be registered with the district or a department: its place is not lost.
  const places = new Map(townships.map((unit) => [unit.code, unit]));
  for (const { unit, unitName } of sites) places.set(unit, { code: unit, name: unitName });
  return {
    asOf: plan.today,
    townships: [...places.values()],
    projects: plan.projects.map(({ no, labelName, kind }) => ({ no, labelName, kind })),
    sites: forReader(
      ctx.actor,
      sites.map(({ unitName, disclosedOn: _disclosed, mine: _mine, ...site }) => ({
        ...site,
        unit: { code: site.unit, name: unitName },
        photos: photos.get(site.id) ?? 0,
      })),
    ),
  };
}

async function photoCounts({ db }: Context, ids: string[]): Promise<Map<string, number>> {
  const rows = await db
    .select({ id: attachments.ownerId, count: sql<number>`count(*)::int` })
    .from(attachments)
    .innerJoin(blobs, eq(blobs.sha256, attachments.sha256))
    .where(
      and(
        eq(attachments.owner, 'record'),
        anyOf(attachments.ownerId, ids),
        isNull(attachments.deletedAt),
        like(blobs.type, 'image/%'),
      ),
    )
    .groupBy(attachments.ownerId);
  return new Map(rows.map(({ id, count }) => [id, count]));
}
