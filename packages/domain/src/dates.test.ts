import { describe, expect, it } from 'vitest';
import { addDays, dateOf, datesBetween, instantText, isIsoDate, monthRange, startOfDay, weekdayOf } from './dates.ts';

describe('days', () => {
  it.each([
    ['2024-02-29', true],
    ['2025-02-29', false],
    ['2025-06-31', false],
    ['2025-13-01', false],
    ['2025-6-1', false],
    ['', false],
  ])('“%s” is a day that exists: %s', (text, real) => expect(isIsoDate(text)).toBe(real));

  it('count over the ends of months and years', () => {
    expect(addDays('2024-02-28', 2)).toBe('2024-03-01');
    expect(addDays('2026-01-01', -1)).toBe('2025-12-31');
    expect(datesBetween('2025-12-31', '2026-01-02')).toEqual(['2025-12-31', '2026-01-01', '2026-01-02']);
    expect(datesBetween('2026-01-02', '2025-12-31')).toEqual([]);
  });

  it('know their weekday, Monday first', () => {
    expect([weekdayOf('2025-10-06'), weekdayOf('2026-01-04')]).toEqual([1, 7]);
  });
});

describe('instants', () => {
  it('fall on the day that it is in Shanghai', () => {
    expect(dateOf(new Date('2025-10-08T15:59:59Z'))).toBe('2025-10-08');
    expect(dateOf(new Date('2025-10-08T16:00:00Z'))).toBe('2025-10-09');
    expect(dateOf(startOfDay('2025-10-09'))).toBe('2025-10-09');
  });

  it('are written with the offset of Shanghai, milliseconds only when there are any', () => {
    expect(instantText(startOfDay('2025-07-02'))).toBe('2025-07-02T00:00:00+08:00');
    expect(instantText(new Date('2025-07-01T15:59:59.999Z'))).toBe('2025-07-01T23:59:59.999+08:00');
  });
});

it.each([
  [2025, 5, '2025-05-01', '2025-05-31'],
  [2025, 12, '2025-12-01', '2025-12-31'],
  [2024, 2, '2024-02-01', '2024-02-29'],
])('month %i-%i is %s to %s', (year, month, from, to) => {
  expect(monthRange(year, month)).toEqual({ from, to });
});
