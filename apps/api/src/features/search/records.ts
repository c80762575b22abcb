import type { SearchHits } from '@nuanxin/contract';
import { markWords, recordKind, type RecordField } from '@nuanxin/domain';
import { and, desc, eq, isNull, or, sql, type SQL } from 'drizzle-orm';
import { seesMobiles } from '../../context.ts';
import type { Db } from '../../db/connect.ts';
import { campaigns, projects, records, units } from '../../db/schema/index.ts';
import { like } from '../../db/sql.ts';
import { textOf } from '../records/filter.ts';
import { mayReadAnyKind } from '../records/scope.ts';
import { grouped, holds, marked, rankOf, shown, type Asked } from './asked.ts';

/** What a record is called: by its title; where the kind has none, by the village or the place. */
const NAMES = ['title', 'village', 'place'];
const projectNo = sql<number | null>`(${records.data} ->> 'project')::int`;
const isText = ({ type }: RecordField): boolean => type === 'text' || type === 'link';

/**
 * Records by their texts and the names of their projects; among several words, some may be the unit's. Deleted ones are not
 * found.
 */
export async function findRecords(asked: Asked): Promise<SearchHits['records']> {
  const { actor, db } = asked.ctx;
  const named = await readProjects(db);
  const own = asked.words.map((word) => sql`(${or(isSaid(asked, word), ...ofProjects(named, word))})`);
  const orUnit = asked.words.map((word, i) => sql`(${own[i]} or ${ofUnits(word)})`);
  const found = asked.words.length > 1 ? and(...orUnit, or(...own)) : own[0];
  // `said` begins with the title, or with a blank line. What is shown of a record is read of the few that are.
  const title = sql`split_part(${shown(asked, sql`${records.said}`)}, e'\\n', 1)`;
  const hits = db
    .select({
      id: records.id,
      rank: rankOf(title, asked).as('rank'),
      day: sql`coalesce(${records.occurredOn}, ${records.createdAt}::date)`.as('day'),
    })
    .from(records)
    .where(and(isNull(records.deletedAt), mayReadAnyKind(actor), found))
    .orderBy(({ id, rank, day }) => [rank, desc(day), desc(id)])
    .limit(asked.limit + 1)
    .as('hits');
  const rows = await db
    .select({
      id: records.id,
      kind: records.kind,
      year: records.year,
      unit: { code: units.code, name: units.name },
      date: records.occurredOn,
      data: records.data,
      project: projectNo,
      projectName: projects.name,
    })
    .from(hits)
    .innerJoin(records, eq(records.id, hits.id))
    .innerJoin(units, eq(units.id, records.unitId))
    .leftJoin(campaigns, eq(campaigns.year, records.year))
    .leftJoin(projects, and(eq(projects.campaignId, campaigns.id), eq(projects.no, projectNo)))
    .orderBy(hits.rank, desc(hits.day), desc(records.id));
  return grouped(rows, asked, ({ data, projectName, ...facts }) => {
    const kind = recordKind(facts.kind);
    const name = String(NAMES.map((code) => data[code]).find((text) => text !== undefined) ?? kind.label);
    const texts = kind.fields.filter(isText).map(({ code }) => [code, data[code] as string | undefined] as const);
    return { ...facts, ...marked(asked, name, [...texts, ['project', projectName], ['unit', facts.unit.name]]) };
  });
}

/** Masking takes long: only what holds the word when a star may stand for any digit is looked at as it is shown. */
function isSaid(asked: Asked, word: string): SQL | undefined {
  const said = sql`${records.said}`;
  if (seesMobiles(asked.ctx.actor)) return holds(said, word);
  return and(sql`${said} like ${like(word).replaceAll('*', '_')}`, holds(shown(asked, said), word));
}

const readProjects = (db: Db) =>
  db
    .select({ year: campaigns.year, no: projects.no, name: projects.name })
    .from(projects)
    .innerJoin(campaigns, eq(campaigns.id, projects.campaignId));

/** Of projects that are called so; asked for in the statement itself, their names would be looked up for each record. */
function ofProjects(named: Awaited<ReturnType<typeof readProjects>>, word: string): SQL[] {
  const called = named.filter(({ name: text }) => markWords(text, [word]).marks.length > 0);
  return [...Map.groupBy(called, ({ year }) => year)].map(([year, those]) => {
    const numbers = those.map(({ no }) => String(no));
    return sql`(${records.year} = ${year} and ${textOf('project')} = any(${sql.param(numbers)}::text[]))`;
  });
}

const ofUnits = (word: string): SQL =>
  sql`${records.unitId} in (select id from units where ${holds(sql`lower(normalize(name, NFKC))`, word)})`;
