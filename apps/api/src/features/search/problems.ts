import type { SearchHits } from '@nuanxin/contract';
import { and, desc, eq, sql } from 'drizzle-orm';
import { problems, units } from '../../db/schema/index.ts';
import { problemScope } from '../problem-register/rows.ts';
import { grouped, holdsAll, lines, marked, rankOf, shown, type Asked } from './asked.ts';

/** Problems by what was found, their number as the office quotes it, place and unit. */
export async function findProblems(asked: Asked): Promise<SearchHits['problems']> {
  const { actor, db } = asked.ctx;
  const title = sql<string>`('第' || ${problems.no} || '号 ' || ${problems.description})`;
  const names = lines(
    sql`('第' || ${problems.no} || '号')`,
    sql`('#' || ${problems.no})`,
    sql`${problems.no}`,
    shown(asked, sql`${problems.description}`),
  );
  const texts = lines(names, shown(asked, sql`coalesce(${problems.place}, '')`), sql`${units.name}`);
  const rows = await db
    .select({ problem: problems, title, unit: { code: units.code, name: units.name } })
    .from(problems)
    .innerJoin(units, eq(units.id, problems.unitId))
    .where(and(problemScope(actor), holdsAll(texts, asked.words)))
    .orderBy(rankOf(names, asked), desc(problems.year), desc(problems.no))
    .limit(asked.limit + 1);
  return grouped(rows, asked, ({ problem: { id, year, no, state, foundOn, place }, title: name, unit }) => ({
    id,
    year,
    no,
    unit,
    state,
    foundOn,
    ...marked(asked, name, [
      ['unit', unit.name],
      ['place', place],
    ]),
  }));
}
