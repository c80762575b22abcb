import { SEARCH_HITS, SEARCH_LENGTH, type SearchHits } from '@nuanxin/contract';
import { searchWords, withoutNoun } from '@nuanxin/domain';
import type { Context } from '../../context.ts';
import { ProblemError } from '../../problem.ts';
import type { Asked } from './asked.ts';
import { findProjects, findTasks, findUnits } from './plan.ts';
import { findProblems } from './problems.ts';
import { findRecords } from './records.ts';
import { findSubmissions } from './submissions.ts';

/**
 * Whatever holds all words, in groups, within the actor's rows.
 * @throws ProblemError invalid_request when the text is too long
 */
export async function search(ctx: Context, query: { q: string; limit?: number }): Promise<SearchHits> {
  const text = query.q.trim();
  if ([...text].length > SEARCH_LENGTH) {
    const detail = `最多 ${SEARCH_LENGTH} 个字`;
    throw new ProblemError('invalid_request', {}, { errors: [{ pointer: '/q', code: 'maxLength', detail }] });
  }
  const asked: Asked = { ctx, words: searchWords(text), limit: query.limit ?? SEARCH_HITS };
  const about = (noun: string): Asked => ({ ...asked, words: withoutNoun(asked.words, noun) });
  const [units, tasks, submissions, records, problems, projects] = await Promise.all([
    findUnits(about('单位')),
    findTasks(about('任务')),
    findSubmissions(asked),
    findRecords(asked),
    findProblems(about('问题')),
    findProjects(about('项目')),
  ]);
  return { units, tasks, submissions, records, problems, projects };
}
