import { SEARCH_HITS, SEARCH_LENGTH, type SearchHits } from '@nuanxin/contract';
import { searchWords, withoutNoun } from '@nuanxin/domain';
import { sql } from 'drizzle-orm';
import type { Context } from '../../context.ts';
import type { Db } from '../../db/connect.ts';
import { ProblemError } from '../../problem.ts';
import { lines, type Asked } from './asked.ts';
import { findProjects, findTasks, findUnits } from './plan.ts';
import { findProblems } from './problems.ts';
import { findRecords } from './records.ts';
import { findSubmissions } from './submissions.ts';

/**
 * Whatever holds all words, in groups, within the actor's rows. Chinese is written without blanks: where nothing holds `仙源镇助餐点`
 * as it stands, units' names in it are words of their own.
 * @throws ProblemError invalid_request when the text is too long
 */
export async function search(ctx: Context, query: { q: string; limit?: number }): Promise<SearchHits> {
  const text = query.q.trim();
  if ([...text].length > SEARCH_LENGTH) {
    const detail = `最多 ${SEARCH_LENGTH} 个字`;
    throw new ProblemError('invalid_request', {}, { errors: [{ pointer: '/q', code: 'maxLength', detail }] });
  }
  const asked: Asked = { ctx, words: searchWords(text), limit: query.limit ?? SEARCH_HITS };
  const found = await findAll(asked);
  if (Object.values(found).some(({ items }) => items.length > 0)) return found;
  const parted = await partedByUnits(ctx.db, asked.words);
  return parted.length > asked.words.length ? findAll({ ...asked, words: parted }) : found;
}

async function findAll(asked: Asked): Promise<SearchHits> {
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

/** The words with the names of units in them, the longest first, as words of their own. */
async function partedByUnits(db: Db, words: string[]): Promise<string[]> {
  const { rows } = await db.execute<{ name: string }>(sql`
    select distinct name, length(name) from (select ${lines(sql`name`)} as name from units
      union select ${lines(sql`text`)} from unit_aliases) n, unnest(${sql.param(words)}::text[]) as w(word)
    where length(name) > 1 and position(name in word) > 0 and name <> word order by length(name) desc, name`);
  const names = rows.map(({ name }) => name);
  const part = (word: string): string[] => {
    const name = names.find((each) => word.includes(each));
    if (name === undefined) return word === '' ? [] : [word];
    const at = word.indexOf(name);
    return [...part(word.slice(0, at)), name, ...part(word.slice(at + name.length))];
  };
  return [...new Set(words.flatMap(part))];
}
