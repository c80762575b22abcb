import { quarterRange, recordKindCodes, type RecordKindCode } from '@nuanxin/domain';
import { computed } from 'vue';
import { useRoute } from 'vue-router';
import { given, useFilter, useYear } from '../../shared/useFilters.ts';
import { useSearch } from '../../shared/useSearch.ts';

export const isKind = (code: unknown): code is RecordKindCode => recordKindCodes.some((each) => each === code);

/** Days of a quarter of a year; null for anything else. */
export function quarterOf(year: number, from: string, to: string): string | null {
  for (const quarter of [1, 2, 3, 4] as const) {
    const range = quarterRange(year, quarter);
    if (range.from === from && range.to === to) return String(quarter);
  }
  return null;
}

/** The filters of a list of records, kept in the address; the list, its totals and its workbook ask the same. */
export function useRecordFilters() {
  const year = useYear();
  const route = useRoute();
  const unit = useFilter('unit');
  const from = useFilter('from');
  const to = useFilter('to');
  const project = useFilter('project');
  const match = useFilter('match');
  const duplicates = useFilter('duplicates');
  const figure = useFilter('figure');
  const period = useFilter('period');
  const { typed, word } = useSearch('q');

  const quarter = computed({
    get: () => quarterOf(year() ?? 0, from.value, to.value) ?? '',
    set(value: string) {
      const range = value ? quarterRange(year() ?? 0, Number(value) as 1 | 2 | 3 | 4) : { from: '', to: '' };
      from.value = range.from;
      to.value = range.to;
    },
  });
  const matches = computed({
    get: () => (match.value === '' ? [] : match.value.split(',')),
    set: (values: string[]) => (match.value = values.join(',')),
  });
  const query = computed(() => ({
    // What counts for a period says itself of which years.
    ...(figure.value ? {} : given('year', year())),
    ...given('unit', unit.value),
    ...given('from', from.value),
    ...given('to', to.value),
    ...given('q', word.value),
    ...given('project', project.value && Number(project.value)),
    ...(matches.value.length > 0 ? { match: matches.value } : {}),
    ...(duplicates.value ? { duplicates: true } : {}),
    ...given('figure', figure.value),
    ...given('period', figure.value && period.value),
  }));
  /** Without any filter nothing is filtered but by year. */
  const isFiltered = computed(() => Object.keys(query.value).some((name) => name !== 'year'));
  const clear = computed(() => ({
    path: route.path,
    query: { ...given('year', year()), ...given('view', route.query.view as string | undefined) },
  }));

  return {
    year,
    unit,
    from,
    to,
    quarter,
    project,
    matches,
    duplicates,
    figure,
    period,
    typed,
    query,
    isFiltered,
    clear,
  };
}

export type RecordFilters = ReturnType<typeof useRecordFilters>;
