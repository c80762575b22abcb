import type { Signage } from '@nuanxin/client';
import { signsOf } from '@nuanxin/domain';

type Site = Signage['sites'][number];

export interface Cell {
  sites: Site[];
  /** Sites that lack a sign which they need. */
  lacking: number;
}

export interface Line {
  project: Signage['projects'][number];
  cells: Map<string, Cell>;
  total: Cell;
}

function cellOf(sites: Site[], asOf: string): Cell {
  const lacks = (site: Site): boolean => Object.values(signsOf(site, asOf)).includes('missing');
  return { sites, lacking: sites.filter(lacks).length };
}

/** Projects that have sites, by township. */
export function linesOf({ projects, sites, asOf }: Signage): Line[] {
  const byProject = Map.groupBy(sites, ({ project }) => project);
  return projects.flatMap((project) => {
    const own = byProject.get(project.no);
    if (!own) return [];
    const byUnit = Map.groupBy(own, ({ unit }) => unit.code);
    const cells = new Map([...byUnit].map(([unit, here]) => [unit, cellOf(here, asOf)]));
    return [{ project, cells, total: cellOf(own, asOf) }];
  });
}
