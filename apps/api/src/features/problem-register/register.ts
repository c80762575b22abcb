import { dateOf, problemStateLabel, type ProblemSource } from '@nuanxin/domain';
import { and, asc, eq, isNull, sql } from 'drizzle-orm';
import { uuidv7 } from 'uuidv7';
import { isOffice, type Context } from '../../context.ts';
import { audit } from '../../db/audit.ts';
import type { Db, Tx } from '../../db/connect.ts';
import { campaigns, problemHistory, problems, projects, records, units } from '../../db/schema/index.ts';
import { inWriteScope } from '../../db/scope.ts';
import { refusePersonalInfo } from '../../personal-info.ts';
import { ProblemError, problemAt } from '../../problem.ts';
import { checkVersion } from '../../routes.ts';
import { getProblem, type ProblemAnswer } from './read.ts';
import { isAnswerable, mayEdit, problemScope, selectProblems } from './rows.ts';

interface Found {
  source?: ProblemSource;
  foundOn?: string;
  description?: string;
  place?: string | null;
  project?: number | null;
  siteId?: string | null;
  recordId?: string | null;
  unit?: string;
}

/** What units find themselves; the rest is the office's to register. */
const unitSources = new Set<ProblemSource>(['visit', 'return_visit']);

/** @throws ProblemError as the endpoint declares */
export async function registerProblem(
  ctx: Context,
  input: Found & Required<Pick<Found, 'source' | 'description'>>,
): ProblemAnswer {
  const id = uuidv7();
  refusePersonalInfo('问题描述', { '/description': input.description });
  refusePersonalInfo('地点', { '/place': input.place });
  const { source, description, place = null, project = null, siteId = null, recordId = null } = input;
  const foundOn = input.foundOn ?? dateOf(ctx.clock());
  checkSource(ctx, source);
  await ctx.db.transaction(async (tx) => {
    const year = Number(foundOn.slice(0, 4));
    // Its row is the lock of the year's numbers: the next one is read when everybody before us has written theirs. What
    // only refers to the plan goes on meanwhile.
    const [plan] = await tx
      .select({ id: campaigns.id })
      .from(campaigns)
      .where(eq(campaigns.year, year))
      .for('no key update');
    if (!plan) throw await foundDayInvalid(ctx, tx);
    checkFoundOn(ctx, foundOn, year);
    const unit = await ownUnit(ctx, tx, input.unit ?? ctx.actor.unit?.code ?? '');
    await checkReferences(ctx, tx, year, input);
    const now = ctx.clock();
    const no = sql`(select coalesce(max(no), 0) + 1 from problems where year = ${year})`;
    const values = { year, source, foundOn, description, place, project, siteId, recordId, unitId: unit.id };
    const [{ no: given } = { no: 0 }] = await tx
      .insert(problems)
      .values({ id, ...values, no, state: 'registered', createdBy: ctx.actor.id, createdAt: now, updatedAt: now })
      .returning({ no: problems.no });
    await tx
      .insert(problemHistory)
      .values({ problemId: id, action: 'register', toState: 'registered', actorId: ctx.actor.id, at: now });
    const { unitId: _, ...written } = values;
    const after = { no: given, ...written, unit: unit.code };
    await audit(tx, ctx, { action: 'problem.register', entity: 'problem', entityId: id, after });
  });
  return getProblem(ctx, id);
}

/** Changes what was found, until it is assigned. @throws ProblemError as the endpoint declares */
export async function updateProblem(ctx: Context, id: string, input: Found, ifMatch: number): ProblemAnswer {
  refusePersonalInfo('问题描述', { '/description': input.description });
  refusePersonalInfo('地点', { '/place': input.place });
  await ctx.db.transaction(async (tx) => {
    await tx.select({ id: problems.id }).from(problems).where(eq(problems.id, id)).for('update');
    const [row] = await selectProblems(tx, ctx.actor).where(and(eq(problems.id, id), problemScope(ctx.actor)));
    if (!row) throw new ProblemError('not_found');
    if (!mayEdit(ctx.actor, row)) throw new ProblemError('forbidden');
    const { problem } = row;
    checkVersion(problem, ifMatch);
    const { no, state, year } = problem;
    if (state !== 'registered') throw new ProblemError('problem_not_editable', { no, state: problemStateLabel[state] });
    if (input.source) checkSource(ctx, input.source);
    if (input.foundOn) checkFoundOn(ctx, input.foundOn, year);
    const unit = input.unit === undefined ? row.unit : await ownUnit(ctx, tx, input.unit);
    await checkReferences(ctx, tx, year, input, problem);
    const { unit: _, ...changes } = input;
    await tx
      .update(problems)
      .set({ ...changes, unitId: unit.id, updatedAt: ctx.clock(), version: problem.version + 1 })
      .where(eq(problems.id, id));
    const before = Object.fromEntries(Object.keys(changes).map((key) => [key, problem[key as keyof typeof changes]]));
    await audit(tx, ctx, {
      action: 'problem.update',
      entity: 'problem',
      entityId: id,
      before: { ...before, unit: row.unit.code },
      after: { ...changes, unit: unit.code },
    });
  });
  return getProblem(ctx, id);
}

function checkSource(ctx: Context, source: ProblemSource): void {
  if (!isOffice(ctx.actor) && !unitSources.has(source)) throw problemAt('/source', 'problem_source_not_yours');
}

/** A problem belongs to the year in which it was found: its number does. */
function checkFoundOn(ctx: Context, foundOn: string, year: number): void {
  const [from, today] = [`${year}-01-01`, dateOf(ctx.clock())];
  const to = today < `${year}-12-31` ? today : `${year}-12-31`;
  if (foundOn < from || foundOn > to) throw problemAt('/foundOn', 'problem_found_day_invalid', { from, to });
}

/** For a day of a year without a plan. */
async function foundDayInvalid(ctx: Context, tx: Db): Promise<ProblemError> {
  const [first] = await tx.select({ year: campaigns.year }).from(campaigns).orderBy(asc(campaigns.year)).limit(1);
  const to = dateOf(ctx.clock());
  return problemAt('/foundOn', 'problem_found_day_invalid', { from: `${first?.year ?? to.slice(0, 4)}-01-01`, to });
}

async function ownUnit(ctx: Context, tx: Db, code: string): Promise<{ id: string; code: string }> {
  const [unit] = await tx
    .select({ id: units.id, code: units.code })
    .from(units)
    .where(and(eq(units.code, code), eq(units.active, true), isAnswerable, inWriteScope(ctx.actor, units.id)));
  if (!unit) throw problemAt('/unit', 'problem_unit_unknown', { code });
  return unit;
}

type References = Pick<Found, 'project' | 'siteId' | 'recordId'>;

/**
 * Project and site are the year's; the visit is one that the caller keeps records for. What a problem refers to already
 * may be repeated, whatever became of it.
 */
async function checkReferences(
  ctx: Context,
  tx: Tx,
  year: number,
  input: References,
  before: References = {},
): Promise<void> {
  const changed = <K extends keyof References>(key: K) => (input[key] === before[key] ? null : input[key]);
  const [project, siteId, recordId] = [changed('project'), changed('siteId'), changed('recordId')];
  const kept = (kind: 'sites' | 'visits', id: string) =>
    and(eq(records.id, id), eq(records.kind, kind), eq(records.year, year), isNull(records.deletedAt));
  const missing = (pointer: string, what: string) => problemAt(pointer, 'problem_refers_to_nothing', { year, what });
  if (project) {
    const found = await tx
      .select({ no: projects.no })
      .from(projects)
      .innerJoin(campaigns, eq(campaigns.id, projects.campaignId))
      .where(and(eq(campaigns.year, year), eq(projects.no, project)));
    if (found.length === 0) throw missing('/project', '民生实事项目');
  }
  if (siteId && (await tx.$count(records, kept('sites', siteId))) === 0) throw missing('/siteId', '项目点位');
  if (recordId) {
    const scope = inWriteScope(ctx.actor, records.unitId);
    if ((await tx.$count(records, and(kept('visits', recordId), scope))) === 0) throw missing('/recordId', '走访记录');
  }
}
