import type { SearchHits } from '@nuanxin/contract';
import { markWords, recordKind, recordKinds, type RecordField } from '@nuanxin/domain';
import { and, desc, eq, isNull, or, sql, type SQL } from 'drizzle-orm';
import type { Db } from '../../db/connect.ts';
import { campaigns, projects, records, units } from '../../db/schema/index.ts';
import { textOf } from '../records/filter.ts';
import { mayReadAnyKind } from '../records/scope.ts';
import { grouped, holds, lines, marked, rankOf, shown, type Asked } from './asked.ts';

/** What a record is called: by its title; where the kind has none, by the village or the place. */
const NAMES = ['title', 'village', 'place'];
const name = sql<string>`coalesce(${sql.join(NAMES.map(textOf), sql`, `)}, '')`;
const projectNo = sql<number | null>`(${records.data} ->> 'project')::int`;
const isText = ({ type }: RecordField): boolean => type === 'text' || type === 'link';

/**
 * Records by their texts and the names of their projects; among several words, some may be the unit's. Deleted ones are not
 * found.
 */
export async function findRecords(asked: Asked): Promise<SearchHits['records']> {
  const { actor, db } = asked.ctx;
  const named = await readProjects(db);
  const own = asked.words.map((word) => sql`(${or(...saidIn(asked, word), ...ofProjects(named, word))})`);
  const orUnit = asked.words.map((word, i) => sql`(${own[i]} or ${ofUnits(word)})`);
  const found = asked.words.length > 1 ? and(...orUnit, or(...own)) : own[0];
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
    .from(records)
    .innerJoin(units, eq(units.id, records.unitId))
    .leftJoin(campaigns, eq(campaigns.year, records.year))
    .leftJoin(projects, and(eq(projects.campaignId, campaigns.id), eq(projects.no, projectNo)))
    .where(and(isNull(records.deletedAt), mayReadAnyKind(actor), found))
    .orderBy(
      rankOf(lines(shown(asked, name)), asked),
      sql`coalesce(${records.occurredOn}, ${records.createdAt}::date) desc`,
      desc(records.id),
    )
    .limit(asked.limit + 1);
  return grouped(rows, asked, ({ data, projectName, ...facts }) => {
    const kind = recordKind(facts.kind);
    const title = String(NAMES.map((code) => data[code]).find((text) => text !== undefined) ?? kind.label);
    const texts = kind.fields.filter(isText).map(({ code }) => [code, data[code] as string | undefined] as const);
    return { ...facts, ...marked(asked, title, [...texts, ['project', projectName], ['unit', facts.unit.name]]) };
  });
}

/** By kind: each has texts of its own, and most words stand in none. Links are looked through only for what stands in links. */
function saidIn(asked: Asked, word: string): SQL[] {
  const inLinks = /[!-~]/.test(word);
  return recordKinds.flatMap(({ code, fields }) => {
    const texts = fields.filter(({ type }) => type === 'text' || (type === 'link' && inLinks));
    if (texts.length === 0) return [];
    const held = texts.map((field) => holds(shown(asked, textOf(field.code)), word));
    return [sql`(${records.kind} = ${code} and (${or(...held)}))`];
  });
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

const ofUnits = (word: string): SQL => sql`${records.unitId} in (select id from units where ${holds(sql`name`, word)})`;
