import type { UnitYear } from '@nuanxin/client';
import type { RouteLocationRaw } from 'vue-router';

type Of = Pick<UnitYear, 'year' | 'unit'>;
type Query = Record<string, string>;

const link = (path: string, { year }: Of, query: Query): RouteLocationRaw => ({
  path,
  query: { year: String(year), ...query },
});

/** What the unit owes, by status. */
export const owedLink = (of: Of, query: Query = {}): RouteLocationRaw =>
  link('/tasks', of, { view: 'obligations', unit: of.unit.code, ...query });

export const problemsLink = (of: Of, whose: 'unit' | 'assignee', query: Query): RouteLocationRaw =>
  link('/problems', of, { [whose]: of.unit.code, ...query });

export const recordsOfUnitLink = (of: Of, kind: string): RouteLocationRaw =>
  link(`/records/${kind}`, of, { unit: of.unit.code });
