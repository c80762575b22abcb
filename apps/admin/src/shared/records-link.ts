import type { RouteLocationRaw } from 'vue-router';

interface Listed {
  kind: string;
  unit?: string | null;
  from?: string | null;
  to?: string | null;
  match?: string[];
  figure?: string;
  period?: string;
  /** Id of the one that is opened. */
  record?: string;
}

/** The page that lists just these records; problems have one of their own. */
export function recordsLink({ kind, match = [], record, ...filters }: Listed, year?: string): RouteLocationRaw {
  const named = { ...filters, match: match.join(','), year, record };
  const query = Object.fromEntries(Object.entries(named).filter((each): each is [string, string] => Boolean(each[1])));
  return { path: kind === 'problems' ? '/problems' : `/records/${kind}`, query };
}
