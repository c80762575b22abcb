import type { SearchHits } from '@nuanxin/contract';
import { and, desc, eq, sql } from 'drizzle-orm';
import { deadlines, obligations, revisions, submissions, tasks, units } from '../../db/schema/index.ts';
import { inWriteScope } from '../../db/scope.ts';
import { mayRead } from '../submissions/scope.ts';
import { grouped, holdsAll, lines, marked, rankOf, shown, type Asked } from './asked.ts';

/** `2025年二季度`, as the pages call a period. */
const period = sql<string>`(left(${deadlines.period}, 4) || '年' || case when length(${deadlines.period}) > 4
  then substr('一二三四', right(${deadlines.period}, 1)::int, 1) || '季度' else '全年' end)`;
const title = sql<string>`(${units.name} || ' · ' || ${period})`;
const revision = sql<string>`('第' || nullif(${submissions.revision}, 0) || '版')`;

/** Submissions by unit, period, task, revision, and the texts of their work summaries. */
export async function findSubmissions(asked: Asked): Promise<SearchHits['submissions']> {
  const { actor, db } = asked.ctx;
  // What is still being written is for who writes it: others find what was handed in.
  const handedIn = sql`coalesce((select r.summary from ${revisions} r
    where r.submission_id = ${submissions.id} and r.number = ${submissions.revision}), '{}'::jsonb)`;
  const writes = inWriteScope(actor, obligations.unitId);
  const read = writes ? sql`case when ${writes} then ${submissions.summary} else ${handedIn} end` : submissions.summary;
  const summary = sql<string[]>`array(select value from jsonb_each_text(${read}) order by key)`;
  const names = lines(title, sql`${units.name}`);
  const other = [
    sql`${deadlines.period}`,
    sql`replace(${period}, '年', '年第')`,
    sql`${tasks.title}`,
    sql`${tasks.code}`,
    revision,
    shown(asked, sql`array_to_string(${summary}, e'\\n')`),
  ];
  const rows = await db
    .select({
      id: submissions.id,
      title,
      periodWords: period,
      unit: { code: units.code, name: units.name },
      task: { code: tasks.code, title: tasks.title },
      period: deadlines.period,
      state: submissions.state,
      revision: submissions.revision,
      summary,
    })
    .from(submissions)
    .innerJoin(obligations, eq(obligations.id, submissions.obligationId))
    .innerJoin(deadlines, eq(deadlines.id, obligations.deadlineId))
    .innerJoin(tasks, eq(tasks.id, deadlines.taskId))
    .innerJoin(units, eq(units.id, obligations.unitId))
    .where(and(mayRead(actor), holdsAll(lines(names, ...other), asked.words)))
    .orderBy(rankOf(names, asked), desc(deadlines.dueOn), desc(submissions.updatedAt), desc(submissions.id))
    .limit(asked.limit + 1);
  return grouped(rows, asked, ({ title: name, summary: texts, periodWords, ...facts }) => ({
    ...facts,
    ...marked(asked, name, [
      ['task', facts.task.title],
      ['task', facts.task.code],
      ['period', facts.period],
      ['period', periodWords.replace('年', '年第')],
      ['revision', `第${facts.revision}版`],
      ...texts.map((text) => ['summary', text] as const),
    ]),
  }));
}
