import type { Import, ImportSheet } from '@nuanxin/client';
import { computed, ref, watch } from 'vue';
import { api } from '../../api.ts';
import { given, useFilter } from '../../shared/useFilters.ts';
import { useLoad } from '../../shared/useLoad.ts';
import { gridOf, type Spot } from './sheet-grid.ts';

type Step = 1 | -1;

/** Far below any sheet: asks where the last problem stands. */
const END = 1_000_000;

/**
 * The stretch of the file that is looked at, and the cell that is chosen in it. Sheet and first row stand in the address,
 * so that a reload shows the same.
 */
export function useSheet(current: () => Import) {
  const asked = useFilter('sheet');
  const from = useFilter('from');
  /** First row of the stretch that is asked for: where the next one begins, though this one may be on its way. */
  const start = computed(() => Number(from.value) || 1);
  const hints = ref(false);
  const load = useLoad(
    async (signal) => {
      const query = {
        ...given('sheet', asked.value),
        ...given('from', Number(from.value) || ''),
        warnings: hints.value,
      };
      return (await api.getImportSheet({ params: { id: current().id }, query }, { signal })).data;
    },
    () => [asked.value, from.value, hints.value, current().version],
  );
  const sheet = load.data;
  const grid = computed(() => (sheet.value ? gridOf(sheet.value, current().layout, hints.value) : null));
  const place = ref<{ line: number; column: number } | null>(null);
  const chosen = computed(() => (place.value && grid.value?.at(place.value.line, place.value.column)) || null);
  /** How often a cell was chosen: each time it takes the focus. */
  const choices = ref(0);

  function choose(spot: Spot): void {
    place.value = { line: spot.line, column: spot.column };
    choices.value += 1;
  }

  function show(name: string, line = 1): void {
    const { limit = 1, name: shown, sheets } = sheet.value as ImportSheet;
    if (name !== shown) place.value = null;
    asked.value = name === sheets.find(({ imported }) => imported)?.name ? '' : name;
    const first = line - ((line - 1) % limit);
    from.value = first > 1 ? String(first) : '';
  }

  /** Of all problems of the file, which one is chosen (from 1, 0 for none) and how many there are. */
  const position = computed(() => {
    const { sheets = [], name = '', problems } = sheet.value ?? {};
    const before = sheets.slice(
      0,
      sheets.findIndex((each) => each.name === name),
    );
    const index = grid.value?.problems.findIndex(({ spot }) => spot === chosen.value) ?? -1;
    const sum = (all: ImportSheet['sheets']): number => all.reduce((total, each) => total + each.problems, 0);
    return { index: index < 0 ? 0 : sum(before) + (problems?.before ?? 0) + index + 1, total: sum(sheets) };
  });

  const further = (step: Step): Spot | undefined => {
    const { problems = [] } = grid.value ?? {};
    const inOrder = step > 0 ? problems : problems.toReversed();
    const here = chosen.value;
    const isFurther = ({ spot }: (typeof problems)[number]): boolean =>
      here === null || step * (spot.line - here.line || spot.column - here.column) > 0;
    return inOrder.find(isFurther)?.spot;
  };
  const otherSheet = (step: Step): string | undefined => {
    const { sheets = [], name } = sheet.value ?? {};
    const here = sheets.findIndex((each) => each.name === name);
    const others = step > 0 ? sheets.slice(here + 1) : sheets.slice(0, here).toReversed();
    return others.find(({ problems }) => problems > 0)?.name;
  };
  const beyond = (step: Step): number | null => sheet.value?.problems[step > 0 ? 'next' : 'previous'] ?? null;
  const canGo = (step: Step): boolean =>
    further(step) !== undefined || beyond(step) !== null || otherSheet(step) !== undefined;

  /** The row from which the walk goes on, once it is there. */
  let awaited: { step: Step; line: number } | null = null;

  /** To the next problem of the file, or the one before: in sight, further off in the sheet, or in another one. */
  function go(step: Step): void {
    if (awaited) return;
    const spot = further(step);
    if (spot) choose(spot);
    else leave(step);
  }
  function leave(step: Step): void {
    const line = beyond(step);
    const other = otherSheet(step);
    if (line !== null) {
      awaited = { step, line };
      place.value = null;
      show(sheet.value?.name ?? '', line);
    } else if (other !== undefined) {
      awaited = { step, line: step > 0 ? 1 : END };
      show(other, awaited.line);
    }
  }
  watch(sheet, () => {
    if (!awaited) return;
    const { step, line } = awaited;
    awaited = null;
    const { problems = [] } = grid.value ?? {};
    const found =
      step > 0 ? problems.find((each) => each.line >= line) : problems.findLast((each) => each.line <= line);
    if (found) choose(found.spot);
    else leave(step);
  });

  return { load, sheet, grid, start, hints, chosen, choices, position, choose, show, go, canGo };
}
