import { describe, expect, it } from 'vitest';
import {
  parsePeriod,
  periodLabel,
  previousPeriods,
  quarterAfter,
  quarterPeriod,
  quarterRange,
  windowPeriod,
} from './period.ts';

describe('periods', () => {
  it('are quarters, windows or whole years, nothing else', () => {
    expect(parsePeriod('2025Q2')).toEqual({ year: 2025, quarter: 2, window: null });
    expect(parsePeriod('2025')).toEqual({ year: 2025, quarter: null, window: null });
    expect(['2025Q5', '2025Q0', '2025q1', '2025-R1', '25Q1', '2025Q1 ', ''].map(parsePeriod)).toEqual(
      Array(7).fill(null),
    );
    expect(quarterPeriod(2025, 4)).toBe('2025Q4');
    expect(parsePeriod(windowPeriod(2025, 12))).toEqual({ year: 2025, quarter: null, window: 12 });
    expect(['2025W0', '2025W100', '2025W'].map(parsePeriod)).toEqual([null, null, null]);
  });

  it('cover the quarter from its first day to its last', () => {
    expect(([1, 2, 3, 4] as const).map((quarter) => Object.values(quarterRange(2025, quarter)))).toEqual([
      ['2025-01-01', '2025-03-31'],
      ['2025-04-01', '2025-06-30'],
      ['2025-07-01', '2025-09-30'],
      ['2025-10-01', '2025-12-31'],
    ]);
  });

  it('know the earlier quarters of their year, for the sum of the year to date', () => {
    expect(previousPeriods('2025Q3')).toEqual(['2025Q1', '2025Q2']);
    expect([...previousPeriods('2025Q1'), ...previousPeriods('2025')]).toEqual([]);
  });

  it('know the quarter after, over the end of the year as well', () => {
    expect(['2025Q1', '2025Q3', '2025Q4'].map(quarterAfter)).toEqual(['2025Q2', '2025Q4', '2026Q1']);
  });

  it('are named as in a report', () => {
    expect([
      periodLabel('2025Q2'),
      periodLabel('2025'),
      periodLabel('2025W1'),
      periodLabel('2025W1', '省民调'),
    ]).toEqual(['2025年第二季度', '2025年度', '2025年第1个窗口期', '2025年“省民调”窗口期']);
  });
});
