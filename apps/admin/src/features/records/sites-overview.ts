import type { RecordRow } from '@nuanxin/contract';
import { signFields, signsOf, type Sign, type SignField } from './signs.ts';

export interface SiteLine {
  record: RecordRow;
  title: string;
  project: number;
  works: string;
  signs: Sign[];
}

export interface TownshipLine {
  code: string;
  name: string;
  sites: SiteLine[];
  /** Number of sites by state of works. */
  works: Record<string, number>;
  /** Of each sign, how many are set up and how many sites lack it. */
  signs: Record<SignField, { set: number; missing: number }>;
  /** Sites by project, and whether one of them lacks a sign. */
  projects: Map<number, { count: number; lacking: boolean }>;
}

/** Sites by township in the order of the units; townships without a site stand there too. */
export function townshipLines(records: RecordRow[], townships: { code: string; name: string }[]): TownshipLine[] {
  const byUnit = Map.groupBy(records, ({ unit }) => unit.code);
  const others = [...byUnit.values()].flatMap(([first]) => (first ? [first.unit] : []));
  const known = new Set(townships.map(({ code }) => code));
  return [...townships, ...others.filter(({ code }) => !known.has(code))].map(({ code, name }) =>
    lineOf(code, name, (byUnit.get(code) ?? []).map(siteOf)),
  );
}

function siteOf(record: RecordRow): SiteLine {
  const { title, project, works } = record.values;
  return {
    record,
    title: String(title ?? ''),
    project: Number(project),
    works: String(works ?? ''),
    signs: signsOf(record.values),
  };
}

/** The same sums for a township, and for all of them together. */
export function lineOf(code: string, name: string, unsorted: SiteLine[]): TownshipLine {
  const sites = unsorted.toSorted((a, b) => a.project - b.project || a.title.localeCompare(b.title, 'zh-CN'));
  const works: Record<string, number> = {};
  const projects: TownshipLine['projects'] = new Map();
  for (const site of sites) {
    works[site.works] = (works[site.works] ?? 0) + 1;
    const before = projects.get(site.project) ?? { count: 0, lacking: false };
    const lacking = before.lacking || site.signs.some(({ state }) => state === 'missing');
    projects.set(site.project, { count: before.count + 1, lacking });
  }
  const countOf = (field: SignField, state: Sign['state']): number =>
    sites.filter(({ signs }) => signs.some((sign) => sign.field === field && sign.state === state)).length;
  const signs = Object.fromEntries(
    signFields.map((field) => [field, { set: countOf(field, 'set'), missing: countOf(field, 'missing') }]),
  ) as TownshipLine['signs'];
  return { code, name, sites, works, signs, projects };
}
