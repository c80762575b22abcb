import type { Signage } from '@nuanxin/client';
import { signsOf } from '@nuanxin/domain';

type Site = Signage['sites'][number];

export interface Cell {
  sites: Site[];
  /** Sites that lack a sign which they need. */
  lacking: number;
  photos: number;
}

export interface Line {
  /** Null for all projects together. */
  project: Signage['projects'][number] | null;
  /** By code of the township. */
  cells: Map<string, Cell>;
  total: Cell;
}

/** Projects that have sites, by township; all of them together after the last. */
export function linesOf({ projects, sites, asOf }: Signage): Line[] {
  const byProject = Map.groupBy(sites, ({ project }) => project);
  const lines = projects.flatMap((project) => {
    const own = byProject.get(project.no);
    return own ? [lineOf(project, own, asOf)] : [];
  });
  return lines.length > 1 ? [...lines, lineOf(null, sites, asOf)] : lines;
}

function lineOf(project: Line['project'], sites: Site[], asOf: string): Line {
  const byUnit = Map.groupBy(sites, ({ unit }) => unit.code);
  const cells = new Map([...byUnit].map(([unit, here]) => [unit, cellOf(here, asOf)]));
  return { project, cells, total: cellOf(sites, asOf) };
}

function cellOf(sites: Site[], asOf: string): Cell {
  const lacks = (site: Site): boolean => Object.values(signsOf(site, asOf)).includes('missing');
  const photos = sites.reduce((sum, site) => sum + site.photos, 0);
  return { sites, lacking: sites.filter(lacks).length, photos };
}
