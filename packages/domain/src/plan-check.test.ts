import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  createCalendar,
  criterionFault,
  deadlinesOf,
  phaseFaults,
  phaseGaps,
  publishedYears,
  scheduleDoubt,
  scheduleFault,
  type RecordsCriterion,
  type Schedule,
} from './index.ts';

const calendar = createCalendar(publishedYears);
const two = (max: number) => fc.integer({ min: 0, max }).map((value) => String(value).padStart(2, '0'));
/** Days as they may be typed: also some that no year has. */
const monthDay = fc.tuple(two(13), two(32)).map(([month, day]) => `${month}-${day}`);
const schedule: fc.Arbitrary<Schedule> = fc.oneof(
  fc.record({ kind: fc.constant('once' as const), due: monthDay, opens: monthDay }, { requiredKeys: ['kind', 'due'] }),
  fc.record(
    {
      kind: fc.constant('quarterly' as const),
      due: fc.constant('by_first_workday_of_next_quarter' as const),
      inclusive: fc.boolean(),
      first: monthDay,
    },
    { requiredKeys: ['kind', 'due'] },
  ),
  fc.constant<Schedule>({ kind: 'quarterly', due: 'quarter_end' }),
  fc.constant<Schedule>({ kind: 'continuous' }),
);

describe('what the office enters of a plan', () => {
  it('a schedule without a fault gives deadlines that open before they are over', () => {
    fc.assert(
      fc.property(
        schedule,
        fc.integer({ min: 2024, max: 2030 }),
        fc.option(fc.constantFrom('01-01', '07-01')),
        (given, year, opensOn) => {
          const phase = opensOn ?? undefined;
          if (scheduleFault(given, year, phase)) return;
          for (const { opensAt, dueAt } of deadlinesOf(given, year, calendar, phase ? { opensOn: phase } : {}))
            expect(opensAt < dueAt).toBe(true);
        },
      ),
    );
  });

  it('says at which day a schedule is wrong', () => {
    expect(scheduleFault({ kind: 'once', due: '02-29' }, 2025)).toMatchObject({
      at: 'due',
      detail: '2025年没有 02-29 这一天',
    });
    expect(scheduleFault({ kind: 'once', due: '02-29' }, 2028)).toBeNull();
    expect(scheduleFault({ kind: 'once', due: '05-01', opens: '05-02' }, 2025)?.at).toBe('opens');
    expect(scheduleFault({ kind: 'once', due: '05-01' }, 2025, '07-01')?.detail).toContain('07-01');
    expect(
      scheduleFault({ kind: 'quarterly', due: 'by_first_workday_of_next_quarter', first: '04-31' }, 2025)?.at,
    ).toBe('first');
  });

  it('phases do not overlap, whatever their order', () => {
    const phase = (name: string, from: string, to: string) => ({ name, from, to });
    expect(phaseFaults([phase('甲', '01-01', '03-31'), phase('乙', '04-01', '12-31')], 2025)).toEqual([]);
    expect(phaseFaults([phase('甲', '04-01', '12-31'), phase('乙', '01-01', '04-01')], 2025)).toEqual([
      { index: 1, at: 'from', detail: '“乙”与“甲”的日期重叠' },
    ]);
    expect(phaseFaults([phase('甲', '02-30', '03-31')], 2025)[0]?.at).toBe('from');
  });

  it('phases stand in the order of their days; days between them are named', () => {
    const phase = (name: string, from: string, to: string) => ({ name, from, to });
    const spring = phase('甲', '01-01', '02-28');
    const summer = phase('乙', '04-01', '12-31');
    expect(phaseFaults([summer, spring], 2025)).toEqual([
      { index: 1, at: 'from', detail: '“甲”早于排在它前面的“乙”，请按日期先后排列' },
    ]);
    expect(phaseGaps([spring, summer], 2025)).toEqual(['“甲”与“乙”之间空着 03-01 至 03-31，不属于任何阶段']);
    expect(phaseGaps([spring, phase('乙', '03-01', '12-31')], 2025)).toEqual([]);
    // 29 February.
    expect(phaseGaps([spring, phase('乙', '03-01', '12-31')], 2028)).toHaveLength(1);
  });

  it('the report of the first quarter is due when the quarter is nearly or just over', () => {
    const doubt = (first: string) =>
      scheduleDoubt({ kind: 'quarterly', due: 'by_first_workday_of_next_quarter', first })?.detail;
    expect([doubt('03-31'), doubt('03-01'), doubt('04-30')]).toEqual([undefined, undefined, undefined]);
    for (const first of ['02-28', '05-01', '12-31'])
      expect(doubt(first)).toBe('第一季度的最后一天应在3月1日至4月30日之间');
    expect(scheduleDoubt({ kind: 'once', due: '12-31' })).toBeNull();
  });

  it('of a criterion only names that the records know pass', () => {
    const fault = (criterion: object) => criterionFault(criterion as RecordsCriterion, ['@townships']);
    const figure = { kind: 'activities', span: 'period' };
    const atLeast = (change: object) =>
      fault({ kind: 'at_least', of: 'unit', least: 1, figure: { ...figure, ...change } });
    expect(atLeast({})).toBeNull();
    expect(atLeast({ where: { kind: ['training'] }, months: [5] })).toBeNull();
    for (const wrong of [
      { where: { "kind' or 1=1 --": ['training'] } },
      { where: { constructor: ['x'] } },
      { where: { kind: ['constructor'] } },
      { where: { kind: [] } },
      { by: 'title' },
      { sum: 'title' },
      { kind: 'none' },
      { kind: 'sites' },
      { span: 'until' },
      { months: [13] },
    ])
      expect(atLeast(wrong), JSON.stringify(wrong)).not.toBeNull();
    expect(fault({ kind: 'each', figure, group: '@none' })).not.toBeNull();
    expect(
      fault({ kind: 'each', figure: { kind: 'liaisons', by: 'since', span: 'until' }, group: '@townships' }),
    ).toBeNull();
    expect(fault({ kind: 'every', fields: [{ field: 'logoOn' }] })).toBeNull();
    expect(fault({ kind: 'every', fields: [{ field: 'name' }] })).not.toBeNull();
    expect(fault({ kind: 'every', fields: [{ field: 'logoOn', works: ['none'] }] })).not.toBeNull();
    expect(fault({ kind: 'all', parts: [] })).not.toBeNull();
    expect(fault({ kind: 'closed' })).toBeNull();
  });
});
