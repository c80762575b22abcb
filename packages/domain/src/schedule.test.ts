import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createCalendar, type CalendarYear } from './calendar.ts';
import { addDays, instantText, weekdayOf } from './dates.ts';
import { publishedYears } from './published-years.ts';
import { deadlinesOf, describeSchedule, type Schedule } from './schedule.ts';

const calendar = createCalendar(publishedYears);
const quarterly: Schedule = {
  kind: 'quarterly',
  due: 'by_first_workday_of_next_quarter',
  inclusive: true,
  first: '03-31',
  covers: 'quarter',
};
const dueDays = (schedule: Schedule, year: number) => deadlinesOf(schedule, year, calendar).map(({ dueOn }) => dueOn);

describe('the quarterly report (R106)', () => {
  it('is due in 2025 by 31 March, 1 July, 9 October and 4 January, a Sunday that is worked', () => {
    expect(dueDays(quarterly, 2025)).toEqual(['2025-03-31', '2025-07-01', '2025-10-09', '2026-01-04']);
  });

  it('is on time until the last instant of the due day', () => {
    const [, second, third] = deadlinesOf(quarterly, 2025, calendar);
    expect(second && instantText(second.dueAt)).toBe('2025-07-02T00:00:00+08:00');
    expect(third && instantText(third.dueAt)).toBe('2025-10-10T00:00:00+08:00');
  });

  it('ends the working day before when the first working day does not count', () => {
    expect(dueDays({ ...quarterly, inclusive: false }, 2025)).toEqual([
      '2025-03-31',
      '2025-06-30',
      '2025-09-30',
      '2025-12-31',
    ]);
  });

  it('is due in 2024 and 2026 on the days of the notices', () => {
    expect(dueDays(quarterly, 2024)).toEqual(['2024-03-31', '2024-07-01', '2024-10-08', '2025-01-02']);
    expect(dueDays(quarterly, 2026).slice(0, 3)).toEqual(['2026-03-31', '2026-07-01', '2026-10-08']);
  });

  it('is provisional as soon as it depends on a year whose notice is not out', () => {
    const marks = (year: number) => deadlinesOf(quarterly, year, calendar).map(({ provisional }) => provisional);
    expect(marks(2025)).toEqual([false, false, false, false]);
    expect(marks(2026)).toEqual([false, false, false, true]);
    expect(marks(2027)).toEqual([true, true, true, true]);
    expect(dueDays(quarterly, 2027)).toEqual(['2027-03-31', '2027-07-01', '2027-10-08', '2028-01-03']);
  });

  it('covers the quarter and may be filled in from its first day', () => {
    expect(deadlinesOf(quarterly, 2025, calendar)[2]).toMatchObject({
      period: '2025Q3',
      opensOn: '2025-07-01',
      coversFrom: '2025-07-01',
      coversTo: '2025-09-30',
    });
  });
});

describe('other schedules', () => {
  it('keep the calendar day of the notice even when it is a day off', () => {
    expect(dueDays({ kind: 'once', due: '10-31' }, 2026)).toEqual(['2026-10-31']);
    expect(weekdayOf('2026-10-31')).toBe(6);
  });

  it('open with their own day, their phase, or the year', () => {
    const opens = (schedule: Schedule, opensOn?: string) =>
      deadlinesOf(schedule, 2025, calendar, opensOn ? { opensOn } : {})[0]?.opensOn;
    expect(opens({ kind: 'once', opens: '05-01', due: '05-31' }, '04-01')).toBe('2025-05-01');
    expect(opens({ kind: 'once', due: '06-30' }, '04-01')).toBe('2025-04-01');
    expect(opens({ kind: 'once', due: '10-31' })).toBe('2025-01-01');
  });

  it('fall due at the end of each quarter, or never', () => {
    expect(dueDays({ kind: 'quarterly', due: 'quarter_end' }, 2025)).toEqual([
      '2025-03-31',
      '2025-06-30',
      '2025-09-30',
      '2025-12-31',
    ]);
    expect([...dueDays({ kind: 'continuous' }, 2025), ...dueDays({ kind: 'adhoc' }, 2025)]).toEqual([]);
  });

  it('are said in the words of the office', () => {
    expect(describeSchedule(quarterly)).toBe('每季度一次：第一季度3月31日前，其后下季度首个工作日（含当日）前');
    expect(describeSchedule({ kind: 'once', due: '10-31' })).toBe('10月31日前');
    expect(describeSchedule({ kind: 'once', opens: '05-01', due: '05-31' })).toBe('5月1日至5月31日');
  });
});

/** A published year with random days off and random worked weekends. */
const anyYear = (year: number): fc.Arbitrary<CalendarYear> =>
  fc
    .record({
      off: fc.uniqueArray(fc.integer({ min: 0, max: 364 }), { maxLength: 40 }),
      worked: fc.uniqueArray(fc.integer({ min: 0, max: 364 }), { maxLength: 12 }),
    })
    .map(({ off, worked }) => ({
      year,
      status: 'published',
      notice: '',
      issuedOn: null,
      holidays: off.map((n) => ({ name: '假', from: addDays(`${year}-01-01`, n), to: addDays(`${year}-01-01`, n) })),
      makeup: worked.map((n) => addDays(`${year}-01-01`, n)).filter((date) => weekdayOf(date) > 5),
    }));

describe('for whatever calendar a notice brings', () => {
  it('a deadline by a working day never falls on a day off', () => {
    fc.assert(
      fc.property(anyYear(2030), anyYear(2031), fc.boolean(), (one, two, inclusive) => {
        const years = createCalendar([one, two]);
        for (const { dueOn, provisional } of deadlinesOf(
          { kind: 'quarterly', due: 'by_first_workday_of_next_quarter', inclusive },
          2030,
          years,
        )) {
          expect(years.isWorkingDay(dueOn)).toBe(true);
          expect(provisional).toBe(false);
        }
      }),
    );
  });

  it('computing again gives the same', () => {
    fc.assert(
      fc.property(anyYear(2030), fc.boolean(), (one, inclusive) => {
        const schedule: Schedule = { kind: 'quarterly', due: 'by_first_workday_of_next_quarter', inclusive };
        const years = createCalendar([one]);
        expect(deadlinesOf(schedule, 2030, years)).toEqual(deadlinesOf(schedule, 2030, createCalendar([one])));
        expect(deadlinesOf(schedule, 2030, years)).toEqual(deadlinesOf(schedule, 2030, years));
      }),
    );
  });
});
