import type { ImportRow, ImportSheet } from '@nuanxin/client';
import { describe, expect, it } from 'vitest';
import { gridOf, worst, type Grid } from '../src/features/imports/sheet-grid.ts';

const finding = (level: 'error' | 'confirm' | 'warning', cell: string | null, code = 'not_numeric') => ({
  level,
  code,
  cell,
  field: null,
  text: null,
  readsAs: null,
  detail: '',
});
const item = (row: number, more: Partial<ImportRow> = {}): ImportRow => ({
  sheet: '汇总',
  row,
  unitText: '甘棠镇',
  unit: null,
  outcome: 'rejected',
  values: {},
  findings: [],
  submissionId: null,
  ...more,
});
/** Rows `from` to 6 of a table with its header in row 2, units in column B and one figure in C. */
const sheet = (more: Partial<ImportSheet> = {}): ImportSheet => {
  const { from = 1 } = more;
  return {
    sheets: [],
    name: '汇总',
    rows: 6,
    columns: 3,
    from,
    limit: 200,
    lines: [1, 2, 3, 4, 5, 6].slice(from - 1).map((line) => ['A', 'B', 'C'].map((letter) => ({ text: letter + line }))),
    merges: [],
    header: { first: 2, last: 2 },
    meanings: { B: 'unit', C: 'F0101' },
    items: [],
    findings: [],
    problems: { before: 0, previous: null, next: null },
    readings: 0,
    ...more,
  };
};
const cells = (problems: Grid['problems']): string[] => problems.map(({ spot }) => spot.cell);

describe('the grid of a sheet', () => {
  it('puts what is said of a whole row at its unit, and the rest at its cell, in the order of reading', () => {
    const items = [
      item(4, { findings: [finding('error', 'C4'), finding('confirm', null, 'already_submitted')] }),
      item(3),
    ];
    const grid = gridOf(sheet({ items }), 'table', false);
    expect(cells(grid.problems)).toEqual(['B4', 'C4']);
    expect(grid.at(4, 2)?.marks.map(({ level }) => level)).toEqual(['confirm']);
    expect([grid.at(3, 3)?.means, grid.at(2, 3)?.means, grid.at(1, 3)?.means]).toEqual(['F0101', null, null]);
  });

  it('counts hints as problems only when asked, and what was written never', () => {
    const items = [
      item(3, { findings: [finding('warning', 'C3'), finding('warning', 'B3', 'overridden')] }),
      item(4, { findings: [finding('confirm', 'C4')], submissionId: 'x', outcome: 'accepted' }),
    ];
    expect(cells(gridOf(sheet({ items }), 'table', false).problems)).toEqual([]);
    const grid = gridOf(sheet({ items }), 'table', true);
    expect(cells(grid.problems)).toEqual(['C3']);
    expect(worst(grid.at(4, 3) as never)).toBe('warning');
  });

  it('makes one cell of a merged area, and finds it from each of its cells', () => {
    const merges = [{ top: 3, left: 2, bottom: 5, right: 2 }];
    const items = [item(3), item(4, { findings: [finding('error', 'B4', 'unit_duplicate')] })];
    const grid = gridOf(sheet({ merges, items }), 'table', false);
    expect(grid.lines.map(({ spots }) => spots.length)).toEqual([3, 3, 3, 2, 2, 3]);
    expect(grid.at(5, 2)).toMatchObject({ cell: 'B3', line: 3, down: 3, content: { text: 'B3' } });
    expect(cells(grid.problems)).toEqual(['B3']);
  });

  it('cuts a merged area to the rows in sight and keeps its own address', () => {
    const merges = [{ top: 3, left: 2, bottom: 9, right: 9, cell: { text: 'B3' } }];
    const spot = gridOf(sheet({ from: 5, merges }), 'table', false).at(6, 3);
    expect(spot).toMatchObject({ cell: 'B3', line: 5, column: 2, down: 2, right: 2, content: { text: 'B3' } });
  });

  it('draws nothing twice where merged areas overlap, as in damaged files', () => {
    const merges = [
      { top: 3, left: 1, bottom: 4, right: 2 },
      { top: 4, left: 2, bottom: 5, right: 3 },
    ];
    const grid = gridOf(sheet({ merges }), 'table', false);
    const area = grid.lines.flatMap(({ spots }) => spots).reduce((sum, { down, right }) => sum + down * right, 0);
    expect(area).toBe(18);
  });

  it('gives every cell of a form to its one outcome', () => {
    const form = sheet({
      header: null,
      meanings: { A2: 'unit', C5: 'F0102' },
      items: [item(2, { findings: [finding('error', 'C5')] })],
    });
    const grid = gridOf(form, 'form', false);
    expect([grid.at(5, 3)?.means, grid.at(6, 1)?.row?.row, cells(grid.problems)]).toEqual(['F0102', 2, ['C5']]);
    expect(grid.lines.filter(({ row }) => row).map(({ line }) => line)).toEqual([2]);
  });
});
