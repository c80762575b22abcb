import type { SearchHits } from '@nuanxin/contract';
import { dateOf } from '@nuanxin/domain';
import { and, asc, desc, eq, sql, type SQL } from 'drizzle-orm';
import { campaigns, projects, tasks, units } from '../../db/schema/index.ts';
import { inScope } from '../../db/scope.ts';
import { grouped, holdsAll, lines, marked, rankOf, type Asked } from './asked.ts';

/** Units that work come before those that were closed. */
export async function findUnits(asked: Asked): Promise<SearchHits['units']> {
  const { actor, db } = asked.ctx;
  const aliases = sql<string[]>`array(select text from unit_aliases a where a.unit_id = ${units.id} order by a.id)`;
  const names = lines(
    sql`${units.name}`,
    sql`${units.fullName}`,
    sql`${units.code}`,
    sql`array_to_string(${aliases}, e'\\n')`,
  );
  const rows = await db
    .select({ unit: units, aliases })
    .from(units)
    .where(and(inScope(actor, units.id), holdsAll(names, asked.words)))
    .orderBy(rankOf(names, asked), desc(units.active), asc(units.sort), asc(units.code))
    .limit(asked.limit + 1);
  return grouped(rows, asked, ({ unit: { id, code, name, fullName, kind, active }, aliases: others }) => ({
    id,
    code,
    kind,
    active,
    ...marked(asked, name, [['fullName', fullName], ['code', code], ...others.map((text) => ['alias', text] as const)]),
  }));
}

/** This year's plan, then those before it, the newest first; plans ahead come last. */
const thisYearFirst = ({ ctx }: Asked): SQL[] => [
  asc(sql`(${campaigns.year} > ${Number(dateOf(ctx.clock()).slice(0, 4))})`),
  desc(campaigns.year),
];

/** Tasks of all plans, which everybody reads. */
export async function findTasks(asked: Asked): Promise<SearchHits['tasks']> {
  const names = lines(sql`${tasks.title}`, sql`${tasks.code}`);
  const rows = await asked.ctx.db
    .select({ id: tasks.id, code: tasks.code, title: tasks.title, year: campaigns.year })
    .from(tasks)
    .innerJoin(campaigns, eq(campaigns.id, tasks.campaignId))
    .where(holdsAll(names, asked.words))
    .orderBy(rankOf(names, asked), ...thisYearFirst(asked), asc(tasks.sort), asc(tasks.id))
    .limit(asked.limit + 1);
  return grouped(rows, asked, ({ id, code, title, year }) => ({
    id,
    code,
    year,
    ...marked(asked, title, [['code', code]]),
  }));
}

/** Projects of all plans, which everybody reads. */
export async function findProjects(asked: Asked): Promise<SearchHits['projects']> {
  const names = lines(sql`${projects.name}`, sql`${projects.no}`, sql`${projects.labelName}`);
  const rows = await asked.ctx.db
    .select({ project: projects, year: campaigns.year })
    .from(projects)
    .innerJoin(campaigns, eq(campaigns.id, projects.campaignId))
    .where(holdsAll(names, asked.words))
    .orderBy(rankOf(names, asked), ...thisYearFirst(asked), asc(projects.no))
    .limit(asked.limit + 1);
  return grouped(rows, asked, ({ project: { id, no, name, labelName }, year }) => ({
    id,
    no,
    year,
    ...marked(asked, name, [['labelName', labelName]]),
  }));
}
