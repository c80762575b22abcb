import type { ProblemRow } from '@nuanxin/contract';
import {
  addDays,
  dateOf,
  dayWords,
  firstWorkingDayOnOrAfter,
  nextProblemState,
  problemActionLabel,
  problemStateLabel,
  problemTransitionOf,
  rectificationDueOn,
  sentBackDueOn,
  type ProblemAction,
  type WorkCalendar,
} from '@nuanxin/domain';
import { and, asc, eq, sql, type SQL } from 'drizzle-orm';
import type { PgColumn, PgUpdateSetSource } from 'drizzle-orm/pg-core';
import { isOffice, type Context } from '../../context.ts';
import { audit } from '../../db/audit.ts';
import type { Tx } from '../../db/connect.ts';
import { problemHistory, problems, units } from '../../db/schema/index.ts';
import { anyOf, insertMany } from '../../db/sql.ts';
import { refusePersonalInfo } from '../../personal-info.ts';
import { ProblemError, problemAt } from '../../problem.ts';
import { checkVersion } from '../../routes.ts';
import { loadCalendar } from '../calendar/load.ts';
import { getProblem, type ProblemAnswer } from './read.ts';
import { isAnswerable, problemScope, selectProblems, toProblemRow, type ProblemRowData } from './rows.ts';

/** Longest time to rectify: what takes more than a year belongs into the next plan. */
const LONGEST = 366;

export interface ProblemStep {
  action: ProblemAction;
  comment?: string | undefined;
  /** Code of the unit that rectifies; without it the one that has it, or that at which it was found. */
  assignee?: string | undefined;
  /** Without it the day that was set, while the unit stays the same; otherwise it is counted. */
  dueOn?: string | undefined;
}

interface Seen {
  id: string;
  version: number;
}

/** A button of the page: one step of one problem, for the version that the caller saw. */
export async function step(ctx: Context, id: string, taken: ProblemStep, ifMatch: number): ProblemAnswer {
  await ctx.db.transaction((tx) => takeSteps(ctx, tx, [{ id, version: ifMatch }], taken));
  return getProblem(ctx, id);
}

/** The same step of several problems, all or none; in the order of their numbers. */
export async function stepAll(ctx: Context, seen: Seen[], taken: ProblemStep): Promise<{ items: ProblemRow[] }> {
  const rows = await ctx.db.transaction((tx) => takeSteps(ctx, tx, seen, taken));
  const calendar = await loadCalendar(ctx.db);
  return { items: rows.map((row) => toProblemRow(row, ctx.actor, ctx.clock(), calendar)) };
}

/**
 * One step in the life of each problem: state, history and audit in the caller's transaction, in as many statements for
 * five hundred as for one. Every way in goes through here, so that the table of transitions holds.
 * @throws ProblemError not_found, forbidden, precondition_failed, problem_action_not_allowed, comment_required,
 *   personal_info, problem_unit_unknown, problem_due_day_invalid, problem_due_day_off
 */
async function takeSteps(ctx: Context, tx: Tx, seen: Seen[], taken: ProblemStep): Promise<ProblemRowData[]> {
  const comment = commentOf(taken);
  const versions = new Map(seen.map(({ id, version }) => [id, version]));
  const these = anyOf(problems.id, [...versions.keys()]);
  await tx.select({ id: problems.id }).from(problems).where(these).orderBy(problems.id).for('update');
  const read = () =>
    selectProblems(tx, ctx.actor)
      .where(and(these, problemScope(ctx.actor)))
      .orderBy(asc(problems.year), asc(problems.no));
  const before = await read();
  if (before.length < versions.size) throw new ProblemError('not_found');
  for (const row of before) check(ctx, row, versions.get(row.problem.id) ?? 0, taken);

  const changes = await changesOf(ctx, tx, before, taken, comment);
  const { to } = problemTransitionOf(taken.action);
  const now = ctx.clock();
  await tx
    .update(problems)
    .set({ ...changes, state: to, updatedAt: now, version: sql`${problems.version} + 1` })
    .where(these);
  const after = await read();
  await insertMany(
    tx,
    problemHistory,
    after.map(({ problem: { id, assigneeId, dueOn } }) => ({
      problemId: id,
      action: taken.action,
      toState: to,
      actorId: ctx.actor.id,
      at: now,
      assigneeId,
      dueOn,
      comment,
    })),
  );
  const told = ({ problem, assignee }: ProblemRowData) => ({
    state: problem.state,
    assignee: assignee?.code ?? null,
    dueOn: problem.dueOn,
  });
  await audit(
    tx,
    ctx,
    ...after.map((row, index) => ({
      action: `problem.${taken.action}`,
      entity: 'problem',
      entityId: row.problem.id,
      before: before[index] && told(before[index]),
      after: { ...told(row), comment },
    })),
  );
  return after;
}

/** Whether the caller, the version and the table of transitions allow the step. */
function check(ctx: Context, row: ProblemRowData, version: number, { action }: ProblemStep): void {
  const { problem, rectifies } = row;
  const { by } = problemTransitionOf(action);
  checkVersion(problem, version);
  // What is nobody's to rectify is wrong in its state, whoever asks.
  const isTheirs = by === 'unit' ? rectifies || problem.assigneeId === null : isOffice(ctx.actor);
  if (!isTheirs) throw new ProblemError('forbidden');
  if (nextProblemState(problem.state, action)) return;
  throw new ProblemError('problem_action_not_allowed', {
    no: problem.no,
    state: problemStateLabel[problem.state],
    action: problemActionLabel[action],
  });
}

function commentOf({ action, comment }: ProblemStep): string | null {
  const text = comment?.trim() || null;
  if (!text && problemTransitionOf(action).comment === 'required')
    throw problemAt('/comment', 'comment_required', { action: problemActionLabel[action] });
  refusePersonalInfo('意见', { '/comment': text });
  return text;
}

type Changes = PgUpdateSetSource<typeof problems>;

/** What a step changes beside the state; the same for all rows, as one statement has it. */
async function changesOf(
  ctx: Context,
  tx: Tx,
  rows: ProblemRowData[],
  taken: ProblemStep,
  comment: string | null,
): Promise<Changes> {
  const today = dateOf(ctx.clock());
  if (taken.dueOn !== undefined) checkDueOn(taken.dueOn, today, await loadCalendar(tx));
  switch (taken.action) {
    case 'assign': {
      const calendar = await loadCalendar(tx);
      const to: SQL =
        taken.assignee === undefined
          ? sql`coalesce(${problems.assigneeId}, ${problems.unitId})`
          : sql`${await activeUnit(tx, taken.assignee)}::uuid`;
      // Another unit begins anew.
      const kept = (column: PgColumn) => sql`case when ${problems.assigneeId} = ${to} then ${column} end`;
      return {
        assigneeId: to,
        dueOn: taken.dueOn ?? sql`coalesce(${kept(problems.dueOn)}, ${rectificationDueOn(today, calendar)}::date)`,
        submittedOn: kept(problems.submittedOn),
        rectification: kept(problems.rectification),
      };
    }
    case 'submit':
      return { rectification: comment, submittedOn: today };
    case 'send_back': {
      const dueOn = rows[0]?.problem.dueOn ?? today;
      return { dueOn: taken.dueOn ?? sentBackDueOn(dueOn, today, await loadCalendar(tx)) };
    }
    case 'close':
      return { closedOn: today };
    case 'reopen':
      return { assigneeId: null, dueOn: null, submittedOn: null, rectification: null, closedOn: null };
    case 'verify':
    case 'void':
      return {};
  }
}

function checkDueOn(dueOn: string, today: string, calendar: WorkCalendar): void {
  const to = addDays(today, LONGEST);
  if (dueOn < today || dueOn > to) throw problemAt('/dueOn', 'problem_due_day_invalid', { from: today, to });
  if (calendar.isWorkingDay(dueOn)) return;
  const next = firstWorkingDayOnOrAfter(calendar, dueOn);
  throw problemAt('/dueOn', 'problem_due_day_off', { day: dueOn, words: dayWords(calendar, dueOn), next });
}

async function activeUnit(tx: Tx, code: string): Promise<string> {
  const [unit] = await tx
    .select({ id: units.id })
    .from(units)
    .where(and(eq(units.code, code), eq(units.active, true), isAnswerable));
  if (!unit) throw problemAt('/assignee', 'problem_unit_unknown', { code });
  return unit.id;
}
