import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { quarterLabel, yearBefore } from './period.ts';
import {
  countsAs,
  coverageOf,
  figureOf,
  quartersOf,
  standingOf,
  standings,
  type FigureBasis,
  type OwedReport,
} from './statistics.ts';

const flow = { code: 'F0101', kind: 'flow' } as const;
const stock = { code: 'F0302', kind: 'stock' } as const;
const report = (period: string, standing: OwedReport['standing'], values: Record<string, number> = {}): OwedReport => ({
  unit: '341003101',
  period,
  standing,
  late: false,
  fields: new Set(['F0101', 'F0302']),
  values,
});

describe('the figures of reports', () => {
  const year = [
    report('2025Q1', 'accepted', { F0101: 3, F0302: 5 }),
    report('2025Q2', 'waiting', { F0101: 4, F0302: 6 }),
  ];

  it('add up a flow over the quarters, and take a stock as it stands at the end', () => {
    expect(figureOf(flow, year, '2025Q2', 'handed_in')).toEqual({ value: 7, reports: 2, owed: 2 });
    expect(figureOf(stock, year, '2025Q2', 'handed_in')).toEqual({ value: 6, reports: 1, owed: 1 });
  });

  it('wait for the acceptance where only what was accepted counts', () => {
    expect(figureOf(flow, year, '2025Q2', 'accepted')).toEqual({ value: 3, reports: 1, owed: 2 });
    expect(figureOf(stock, year, '2025Q2', 'accepted')).toEqual({ value: null, reports: 0, owed: 1 });
  });

  it('are not there where nobody wrote anything: blank is not zero', () => {
    const blank = [report('2025Q1', 'accepted'), report('2025Q1', 'returned', { F0101: 9 })];
    expect(figureOf(flow, blank, '2025Q1', 'handed_in')).toEqual({ value: null, reports: 0, owed: 2 });
    expect(figureOf(flow, [report('2025Q1', 'accepted', { F0101: 0 })], '2025Q1', 'handed_in').value).toBe(0);
  });

  it('ask of a unit only what it fills in', () => {
    const other = { ...report('2025Q1', 'accepted', { F0101: 3 }), fields: new Set<string>() };
    expect(figureOf(flow, [other], '2025Q1', 'handed_in')).toEqual({ value: null, reports: 0, owed: 0 });
  });

  it('of all are the sum of those of any two parts, and every report stands somewhere', () => {
    const any = fc.record({
      standing: fc.constantFrom(...standings),
      late: fc.boolean(),
      value: fc.option(fc.integer({ min: 0, max: 999 }), { nil: undefined }),
    });
    const bases = fc.constantFrom<FigureBasis>('handed_in', 'accepted');
    fc.assert(
      fc.property(fc.array(any), fc.nat(20), bases, (all, at, basis) => {
        const reports = all.map(({ standing, late, value }) => ({
          ...report('2025Q1', standing, value === undefined ? {} : { F0101: value }),
          late,
        }));
        const [whole, left, right] = [reports, reports.slice(0, at), reports.slice(at)].map((part) => ({
          ...figureOf(flow, part, '2025Q1', basis),
          ...coverageOf(part, basis),
        }));
        for (const key of ['reports', 'owed', 'counted', 'late'] as const)
          expect(whole?.[key]).toBe((left?.[key] ?? 0) + (right?.[key] ?? 0));
        expect(whole?.value ?? 0).toBe((left?.value ?? 0) + (right?.value ?? 0));
        expect(standings.reduce((sum, standing) => sum + (whole?.[standing] ?? 0), 0)).toBe(reports.length);
        expect(whole?.counted).toBe(reports.filter(({ standing }) => countsAs(standing, basis)).length);
      }),
    );
  });

  it('know where a report stands', () => {
    const at = (status: Parameters<typeof standingOf>[0]['status'], correctionDueOn: string | null = null) =>
      standingOf({ status, correctionDueOn });
    expect([at('exempt'), at('upcoming'), at('open'), at('submitted'), at('accepted')]).toEqual([
      null,
      null,
      'open',
      'waiting',
      'accepted',
    ]);
    expect([at('returned', '2025-07-08'), at('overdue', '2025-07-08'), at('overdue')]).toEqual([
      'returned',
      'returned',
      'missing',
    ]);
  });

  it('cover the quarter or the year up to it, beside the same of the year before', () => {
    expect(quartersOf('2025Q3', 'quarter')).toEqual(['2025Q3']);
    expect(quartersOf('2025Q3', 'year_to_date')).toEqual(['2025Q1', '2025Q2', '2025Q3']);
    expect([yearBefore('2025Q3'), quarterLabel('2025Q3'), quarterLabel('2025')]).toEqual(['2024Q3', '三季度', '2025']);
  });
});
