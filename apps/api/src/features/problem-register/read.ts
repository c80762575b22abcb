import type { RegisteredProblem } from '@nuanxin/contract';
import { instantText, recordKind } from '@nuanxin/domain';
import { and, asc, eq } from 'drizzle-orm';
import { forReader, type Context } from '../../context.ts';
import { problemHistory, problems, units, users } from '../../db/schema/index.ts';
import { ProblemError } from '../../problem.ts';
import { loadCalendar } from '../calendar/load.ts';
import { problemScope, selectProblems, toProblemRow, type ProblemRowData } from './rows.ts';

export type ProblemAnswer = Promise<{ data: RegisteredProblem; version: number }>;

/** One problem with its history. @throws ProblemError not_found */
export async function getProblem(ctx: Context, id: string): ProblemAnswer {
  const { db, actor } = ctx;
  const [row] = await selectProblems(db, actor).where(and(eq(problems.id, id), problemScope(actor)));
  if (!row) throw new ProblemError('not_found');
  const history = await db
    .select({ entry: problemHistory, actor: users.displayName, assignee: { code: units.code, name: units.name } })
    .from(problemHistory)
    .innerJoin(users, eq(users.id, problemHistory.actorId))
    .leftJoin(units, eq(units.id, problemHistory.assigneeId))
    .where(eq(problemHistory.problemId, id))
    .orderBy(asc(problemHistory.seq));
  const data = {
    ...toProblemRow(row, actor, ctx.clock(), await loadCalendar(db)),
    record: visitOf(row),
    createdBy: row.createdBy,
    createdAt: instantText(row.problem.createdAt),
    history: history.map(({ entry, actor: by, assignee }) => ({
      at: instantText(entry.at),
      action: entry.action,
      state: entry.toState,
      actor: by,
      assignee,
      dueOn: entry.dueOn,
      comment: entry.comment,
    })),
  };
  return { version: row.problem.version, data: forReader(actor, data, row.entered || row.rectifies) };
}

function visitOf({ visit }: ProblemRowData): RegisteredProblem['record'] {
  if (!visit) return null;
  const { id, kind, date, village } = visit;
  return { id, kind, date, title: village ?? recordKind(kind).label };
}
