import fc from 'fast-check';
import { expect, it } from 'vitest';
import { datesBetween, monthRange, weekdayOf } from './dates.ts';
import { monthGrid } from './month-grid.ts';

it('holds the weeks of a month from Monday to Sunday, with the neighbours that fill them up', () => {
  expect(monthGrid(2025, 10).map((week) => [week[0], week[6]])).toEqual([
    ['2025-09-29', '2025-10-05'],
    ['2025-10-06', '2025-10-12'],
    ['2025-10-13', '2025-10-19'],
    ['2025-10-20', '2025-10-26'],
    ['2025-10-27', '2025-11-02'],
  ]);
  // February 2027 begins on a Monday and ends on a Sunday.
  expect(monthGrid(2027, 2)).toHaveLength(4);
});

it('misses no day of any month and repeats none', () => {
  fc.assert(
    fc.property(fc.integer({ min: 2000, max: 2100 }), fc.integer({ min: 1, max: 12 }), (year, month) => {
      const weeks = monthGrid(year, month);
      const days = weeks.flat();
      const { from, to } = monthRange(year, month);
      expect(days).toEqual(datesBetween(days[0] ?? '', days.at(-1) ?? ''));
      expect(days).toEqual(expect.arrayContaining(datesBetween(from, to)));
      expect(weeks.every((week) => week.length === 7 && weekdayOf(week[0] ?? '') === 1)).toBe(true);
      expect(weeks[0]).toContain(from);
      expect(weeks.at(-1)).toContain(to);
    }),
  );
});
