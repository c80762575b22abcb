import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { comparePlanRows, yearMovedOn } from './plan-compare.ts';

interface Row {
  no: number;
  name: string;
  label: string;
}
const keys = [(row: Row) => row.name, (row: Row) => `${row.no} ${row.label}`];
const parts = [
  { what: '序号', of: (row: Row) => String(row.no) },
  { what: '名称', of: (row: Row) => row.name },
];
const compare = (old: Row[], next: Row[]) => comparePlanRows(old, next, keys, parts, { from: 2025, to: 2026 });
const row = (no: number, name: string, label = name): Row => ({ no, name, label });

describe('two plans side by side', () => {
  it('a text that keeps the old year is no change', () => {
    expect(compare([row(1, '按国发〔2025〕1号实施')], [row(1, '按国发〔2025〕1号实施')])[0]?.state).toBe('kept');
  });

  it('moves years on, and nothing that only looks like one', () => {
    expect(yearMovedOn('2025年民生实事（2025）', 2025, 2026)).toBe('2026年民生实事（2026）');
    expect(yearMovedOn('电话 12025', 2025, 2026)).toBe('电话 12025');
    expect(yearMovedOn('20251', 2025, 2026)).toBe('20251');
  });

  it('knows a project again by its name, also under another number and with the year in it', () => {
    const old = [row(1, '安心托幼行动'), row(2, '2025年就业促进'), row(3, '老旧小区改造')];
    const next = [row(1, '2026年就业促进'), row(2, '安心托幼行动'), row(3, '口袋公园')];
    expect(compare(old, next).map(({ state, from, to }) => [state, from?.no ?? null, to?.no ?? null])).toEqual([
      ['changed', 2, 1],
      ['dropped', 3, null],
      ['changed', 1, 2],
      ['new', null, 3],
    ]);
    expect(compare(old, next)[0]?.changes).toEqual([{ what: '序号', from: '2', to: '1' }]);
  });

  it('one with another name is the same where number and label name say so; with both another it is new', () => {
    const old = [row(1, '供水管网改造', '供水'), row(2, '助餐点', '助餐')];
    const next = [row(1, '供水管网改造提升', '供水'), row(2, '充电桩', '充电')];
    expect(compare(old, next).map(({ state }) => state)).toEqual(['changed', 'dropped', 'new']);
  });

  it('every row of both years stands in it once', () => {
    const rows = fc.uniqueArray(
      fc.record({
        no: fc.integer({ min: 1, max: 6 }),
        name: fc.constantFrom('a', 'b', 'c', 'd'),
        label: fc.constantFrom('x', 'y'),
      }),
      { selector: ({ no }) => no, maxLength: 6 },
    );
    fc.assert(
      fc.property(rows, rows, (old, next) => {
        const pairs = compare(old, next);
        expect(pairs.flatMap(({ to }) => to ?? [])).toEqual(next);
        expect(pairs.flatMap(({ from }) => from ?? []).toSorted((a, b) => a.no - b.no)).toEqual(
          old.toSorted((a, b) => a.no - b.no),
        );
        for (const { state, from, to } of pairs) {
          expect(state === 'new').toBe(from === null);
          expect(state === 'dropped').toBe(to === null);
        }
        expect(compare(old, old).every(({ state }) => state === 'kept')).toBe(true);
      }),
    );
  });
});
