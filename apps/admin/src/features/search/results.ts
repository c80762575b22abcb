import type { SearchHits } from '@nuanxin/client';
import { problemStateLabel, recordKind, submissionStateLabel, unitKindLabel } from '@nuanxin/domain';
import type { RouteLocationRaw } from 'vue-router';
import { recordsLink } from '../../shared/records-link.ts';
import { common, pages } from '../../texts/common.ts';
import { searchTexts as t } from '../../texts/search.ts';

type Hits<G extends keyof SearchHits> = SearchHits[G]['items'];
type Hit = Hits<'units'>[number];

export interface Result {
  id: string;
  title: Hit['title'];
  /** What it is. */
  line: string;
  places: { label: string; text: Hit['title'] }[];
  to: RouteLocationRaw;
}

export interface ResultGroup {
  code: keyof SearchHits;
  label: string;
  results: Result[];
  /** There are others: lists that can be asked the same, if there are any. */
  more: { list: string; to: RouteLocationRaw }[];
  /** There are others, and no such list. */
  needsWords: boolean;
}

/** What stands among the places is not said twice. */
function result(
  { id, title, places }: Pick<Hit, 'id' | 'title' | 'places'>,
  to: RouteLocationRaw,
  parts: (string | { where: string; text: string })[],
  label = (where: string): string => t.places[where] ?? where,
): Result {
  const said = new Set(places.map(({ where }) => where));
  const line = parts
    .flatMap((part) => (typeof part === 'string' ? part : said.has(part.where) ? [] : part.text))
    .filter((text) => text !== '')
    .join(t.join);
  return { id, title, line, places: places.map(({ where, text }) => ({ label: label(where), text })), to };
}

const yearly = (path: string, year: number, query: Record<string, string>): RouteLocationRaw => ({
  path,
  query: { year: String(year), ...query },
});

/**
 * Groups of what was found, with the addresses where it is seen.
 * @param readsAll a submission is reviewed; else it is the reader's own, to be filled in
 */
export function resultGroups(hits: SearchHits, text: string, readsAll: boolean): ResultGroup[] {
  const group = (code: keyof SearchHits, results: Result[], lists: ResultGroup['more'] = []): ResultGroup => {
    // Lists look for their text as a whole.
    const more = hits[code].more && !/\s/.test(text) ? lists : [];
    return { code, label: t.groups[code], results, more, needsWords: hits[code].more && more.length === 0 };
  };
  const [problem] = hits.problems.items;
  return [
    group('units', hits.units.items.map(unitResult), [
      { list: pages.units, to: { path: '/units', query: { q: text } } },
    ]),
    group('tasks', hits.tasks.items.map(taskResult)),
    group('projects', hits.projects.items.map(projectResult)),
    group(
      'submissions',
      hits.submissions.items.map((hit) => submissionResult(hit, readsAll)),
    ),
    group(
      'problems',
      hits.problems.items.map(problemResult),
      problem ? [{ list: pages.problems, to: yearly('/problems', problem.year, { q: text }) }] : [],
    ),
    group('records', hits.records.items.map(recordResult), recordLists(hits.records.items, text)),
  ].filter(({ results }) => results.length > 0);
}

const unitResult = (hit: Hits<'units'>[number]): Result =>
  result(hit, `/units/${hit.code}`, [
    unitKindLabel[hit.kind],
    { where: 'code', text: hit.code },
    hit.active ? '' : t.closed,
  ]);

const taskResult = (hit: Hits<'tasks'>[number]): Result =>
  result(hit, yearly('/tasks', hit.year, { task: hit.code }), [
    { where: 'code', text: t.taskCode(hit.code) },
    common.year(String(hit.year)),
  ]);

const projectResult = (hit: Hits<'projects'>[number]): Result =>
  result(hit, `/projects/${hit.id}`, [t.projectNo(hit.no), common.year(String(hit.year))]);

const submissionResult = (hit: Hits<'submissions'>[number], readsAll: boolean): Result =>
  result(hit, readsAll ? `/submissions/${hit.id}` : `/my/${hit.id}`, [
    { where: 'task', text: hit.task.title },
    submissionStateLabel[hit.state],
  ]);

const problemResult = (hit: Hits<'problems'>[number]): Result =>
  result(hit, yearly('/problems', hit.year, { look: hit.id }), [
    { where: 'unit', text: hit.unit.name },
    t.foundOn(hit.foundOn),
    problemStateLabel[hit.state],
  ]);

function recordResult(hit: Hits<'records'>[number]): Result {
  const { label, fields, unitLabel } = recordKind(hit.kind);
  return result(
    hit,
    recordsLink({ kind: hit.kind, record: hit.id }, String(hit.year)),
    [label, { where: 'unit', text: hit.unit.name }, hit.date ?? common.year(String(hit.year))],
    (where) => (where === 'unit' ? unitLabel : (fields.find(({ code }) => code === where)?.label ?? where)),
  );
}

const MOST_LISTS = 3;

/** Lists of the kinds that were found most; where they were found by their project, of that project. */
function recordLists(found: Hits<'records'>, q: string): ResultGroup['more'] {
  return [...Map.groupBy(found, ({ kind }) => kind)]
    .toSorted(([, a], [, b]) => b.length - a.length)
    .slice(0, MOST_LISTS)
    .flatMap(([kind, [hit]]) => {
      if (!hit) return [];
      const byProject = hit.project !== null && hit.places.some(({ where }) => where === 'project');
      const query: Record<string, string> = byProject ? { project: String(hit.project) } : { q };
      return { list: recordKind(kind).label, to: yearly(`/records/${kind}`, hit.year, query) };
    });
}
