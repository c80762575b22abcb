import { problemDetail, type ProblemCode, type StepsTaken } from '@nuanxin/contract';
import {
  correctionOf,
  heldSteps,
  nextState,
  submissionActionLabel,
  submissionStateLabel,
  UNDO_SECONDS,
} from '@nuanxin/domain';
import { asc } from 'drizzle-orm';
import type { Context } from '../../context.ts';
import type { Tx } from '../../db/connect.ts';
import { submissionHistory, submissions } from '../../db/schema/index.ts';
import { anyOf } from '../../db/sql.ts';
import { selectObligations } from '../obligations/obligations.ts';
import { cleanOf } from './clean.ts';
import { submissionRows } from './list.ts';
import type { SubmissionRowData } from './read.ts';
import { takeSteps } from './step.ts';
import { writeSteps } from './write-steps.ts';

interface Seen {
  id: string;
  version: number;
}

type Left = StepsTaken['left'][number];

/** Until the answer to the step has reached the page and the hand its key. */
const GRACE_SECONDS = 5;

/** Accepts what is clean and as the caller saw it; what is not is left, with the reason: somebody has to look at it. */
export async function acceptAll(ctx: Context, seen: Seen[]): Promise<StepsTaken> {
  return ctx.db.transaction(async (tx) => {
    const { rows, left } = await lockSeen(tx, seen);
    const [waiting, mayNot] = split(rows, ({ submission: { state } }) => nextState(state, 'accept') !== null);
    const clean = await cleanOf(
      tx,
      waiting.map(({ submission: { id } }) => id),
    );
    const [may, unclean] = split(waiting, ({ submission: { id } }) => clean.has(id));
    await takeSteps(
      ctx,
      tx,
      may.map((row) => ({ row, step: { action: 'accept' } })),
    );
    const refused = mayNot.map((row) =>
      leave(
        row,
        why('action_not_allowed', {
          state: submissionStateLabel[row.submission.state],
          action: submissionActionLabel.accept,
        }),
      ),
    );
    return answer(ctx, tx, may, [...left, ...refused, ...unclean.map((row) => leave(row, why('not_clean')))]);
  });
}

/**
 * Takes back what the caller has decided a moment ago: the report stands as it stood before, the history keeps the step and
 * that it was taken back.
 */
export async function undo(ctx: Context, seen: Seen[]): Promise<StepsTaken> {
  return ctx.db.transaction(async (tx) => {
    const { rows, left } = await lockSeen(tx, seen);
    const histories = await historiesOf(tx, rows);
    const now = ctx.clock();
    const historyBefore = ({ submission: { id } }: SubmissionRowData) => histories.get(id)?.slice(0, -1) ?? [];
    const lastOf = ({ submission: { id } }: SubmissionRowData) => histories.get(id)?.at(-1);
    const [may, tooLate] = split(rows, (row) => {
      const last = lastOf(row);
      if (!last || (last.action !== 'accept' && last.action !== 'return')) return false;
      return last.actorId === ctx.actor.id && +now - +last.at <= (UNDO_SECONDS + GRACE_SECONDS) * 1000;
    });
    await writeSteps(
      ctx,
      tx,
      may.map((row) => {
        const { submission, unit, deadline } = row;
        const last = lastOf(row);
        return {
          submission: {
            ...submission,
            ...(last?.action === 'return' ? correctionOf(heldSteps(historyBefore(row))) : {}),
            state: last?.fromState ?? submission.state,
            updatedAt: now,
            version: submission.version + 1,
          },
          action: 'undo' as const,
          fromState: submission.state,
          fromRevision: submission.revision,
          comment: null,
          remarks: null,
          newRevision: false,
          findings: [],
          figures: null,
          registers: {},
          importId: null,
          sheet: null,
          row: null,
          unit: unit.code,
          period: deadline.period,
          replaced: {},
        };
      }),
    );
    const refused = tooLate.map((row) => leave(row, why('undo_too_late', { seconds: UNDO_SECONDS })));
    return answer(ctx, tx, may, [...left, ...refused]);
  });
}

/** Locks the rows in one order everywhere, and sets those aside that are gone or were changed since. */
async function lockSeen(tx: Tx, seen: Seen[]): Promise<{ rows: SubmissionRowData[]; left: Left[] }> {
  const versions = new Map(seen.map(({ id, version }) => [id, version]));
  const these = anyOf(submissions.id, [...versions.keys()]);
  await tx.select({ id: submissions.id }).from(submissions).where(these).orderBy(submissions.id).for('update');
  const found = (await selectObligations(tx).where(these)) as SubmissionRowData[];
  const [rows, changed] = split(found, ({ submission: { id, version } }) => versions.get(id) === version);
  for (const { submission } of found) versions.delete(submission.id);
  return {
    rows,
    left: [
      ...changed.map((row) => leave(row, why('precondition_failed'))),
      ...[...versions.keys()].map((id) => ({ id, unit: null, period: null, ...why('not_found') })),
    ],
  };
}

async function historiesOf(tx: Tx, rows: SubmissionRowData[]) {
  const entries = await tx
    .select()
    .from(submissionHistory)
    .where(
      anyOf(
        submissionHistory.submissionId,
        rows.map(({ submission }) => submission.id),
      ),
    )
    .orderBy(asc(submissionHistory.seq));
  return Map.groupBy(entries, ({ submissionId }) => submissionId);
}

type Why = Pick<Left, 'code' | 'detail'>;

function why(code: ProblemCode, details: Record<string, string | number> = {}): Why {
  return { code, detail: problemDetail(code, details) };
}

function leave({ submission, unit, deadline }: SubmissionRowData, reason: Why): Left {
  return {
    id: submission.id,
    unit: { code: unit.code, name: unit.name },
    period: deadline.period,
    ...reason,
  };
}

async function answer(ctx: Context, tx: Tx, rows: SubmissionRowData[], left: Left[]): Promise<StepsTaken> {
  const ids = rows.map(({ submission }) => submission.id);
  const byId = await submissionRows(ctx, tx, ids);
  return { items: ids.flatMap((id) => byId.get(id) ?? []), left };
}

function split<T>(all: T[], test: (each: T) => boolean): [T[], T[]] {
  return [all.filter(test), all.filter((each) => !test(each))];
}
