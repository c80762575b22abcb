import { getSolarDateFromLunar, isWorkday } from 'chinese-days';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  addWorkingDays,
  checkCalendarYear,
  createCalendar,
  firstWorkingDayOnOrAfter,
  lastWorkingDayOnOrBefore,
  workingDaysBetween,
} from './calendar.ts';
import { addDays, datesBetween } from './dates.ts';
import { projectYear } from './projection.ts';
import { publishedYears } from './published-years.ts';

const calendar = createCalendar(publishedYears);
const anyDay = fc.integer({ min: 0, max: 1095 }).map((n) => addDays('2024-01-01', n));

describe('working days of the published years', () => {
  it.each([2024, 2025, 2026])('%i agrees with chinese-days on every day', (year) => {
    const differing = datesBetween(`${year}-01-01`, `${year}-12-31`).filter(
      (date) => calendar.isWorkingDay(date) !== isWorkday(date),
    );
    expect(differing).toEqual([]);
  });

  it.each([
    [2024, 251],
    [2025, 248],
    [2026, 248],
  ])('%i has %i working days', (year, count) => {
    expect(workingDaysBetween(calendar, `${year - 1}-12-31`, `${year}-12-31`)).toBe(count);
  });

  it.each([
    ['2025-09-28', true],
    ['2025-10-01', false],
    ['2025-10-08', false],
    ['2025-10-11', true],
    ['2026-01-04', true],
    ['2026-02-14', true],
    ['2026-02-23', false],
    ['2026-09-20', true],
    ['2026-10-10', true],
    ['2024-10-12', true],
  ])('%s is a working day: %s', (date, working) => {
    expect(calendar.day(date)).toMatchObject({ working, projected: false });
  });

  it('names days off and make-up days', () => {
    expect(calendar.day('2025-10-06')).toMatchObject({ kind: 'holiday', name: '国庆节、中秋节' });
    expect(calendar.day('2026-01-04')).toMatchObject({ kind: 'makeup', weekday: 7 });
  });
});

describe('a year whose notice is not out', () => {
  it('is projected and says so for every day', () => {
    expect(calendar.year(2027).status).toBe('projected');
    expect(calendar.day('2027-01-04')).toMatchObject({ working: true, projected: true });
    expect(datesBetween('2027-01-01', '2027-12-31').every((date) => calendar.day(date).projected)).toBe(true);
  });

  it.each([
    [2025, '春节', '2025-01-28'],
    [2025, '清明节', '2025-04-04'],
    [2025, '端午节', '2025-05-31'],
    [2025, '国庆节、中秋节', '2025-10-01'],
    [2026, '中秋节', '2026-09-25'],
    [2027, '春节', '2027-02-05'],
    [2030, '春节', '2030-02-02'],
    [2026, '春节', '2026-02-16'],
    [2026, '端午节', '2026-06-19'],
    [2027, '中秋节', '2027-09-15'],
  ])('expects %i %s on %s', (year, name, from) => {
    expect(projectYear(year).holidays.find((each) => each.name === name)?.from).toBe(from);
  });

  it('puts the lunar festivals where chinese-days has them, 2000 to 2099', () => {
    const differing = Array.from({ length: 100 }, (_, n) => 2000 + n).flatMap((year) => {
      const { holidays } = projectYear(year);
      const from = (name: string) => holidays.find((each) => each.name === name)?.from;
      const moon = getSolarDateFromLunar(`${year}-08-15`).date;
      return [
        from('春节') === addDays(getSolarDateFromLunar(`${year}-01-01`).date, -1) ? '' : `春节 ${year}`,
        from('端午节') === getSolarDateFromLunar(`${year}-05-05`).date ? '' : `端午节 ${year}`,
        (from('中秋节') ?? moon) === moon ? '' : `中秋节 ${year}`,
      ].filter(Boolean);
    });
    expect(differing).toEqual([]);
  });

  it('offers a draft that may be entered as it is, also when 中秋 falls within 国庆', () => {
    for (let year = 2024; year < 2100; year++) expect(checkCalendarYear(projectYear(year))).toEqual([]);
    expect(projectYear(2025).holidays.at(-1)).toEqual(publishedYears[1]?.holidays.at(-1));
  });

  it('is fact where the notice of the year before already speaks', () => {
    const entered = createCalendar([
      { ...projectYear(2026), status: 'published', holidays: [{ name: '元旦', from: '2026-12-31', to: '2027-01-02' }] },
    ]);
    expect(entered.day('2027-01-01')).toMatchObject({ kind: 'holiday', projected: false });
    expect(entered.day('2027-01-04')).toMatchObject({ working: true, projected: true });
  });

  it('is fact again once the notice is entered', () => {
    const entered = createCalendar([
      ...publishedYears,
      { ...projectYear(2027), status: 'published', makeup: ['2027-01-03'] },
    ]);
    expect(entered.day('2027-01-03')).toMatchObject({ working: true, projected: false });
  });

  it('lets a notice reach over New Year', () => {
    const entered = createCalendar([
      ...publishedYears,
      {
        year: 2027,
        status: 'published',
        notice: '',
        issuedOn: null,
        holidays: [{ name: '元旦', from: '2026-12-31', to: '2027-01-02' }],
        makeup: ['2026-12-27'],
      },
    ]);
    expect([entered.isWorkingDay('2026-12-31'), entered.isWorkingDay('2026-12-27')]).toEqual([false, true]);
  });
});

describe('counting working days', () => {
  it('goes forward and back to the same day from a working day', () => {
    fc.assert(
      fc.property(anyDay, fc.integer({ min: 0, max: 30 }), (date, n) => {
        const start = firstWorkingDayOnOrAfter(calendar, date);
        expect(addWorkingDays(calendar, addWorkingDays(calendar, start, n), -n)).toBe(start);
      }),
    );
  });

  it('counts as many working days between as were added', () => {
    fc.assert(
      fc.property(anyDay, fc.integer({ min: 0, max: 30 }), (date, n) => {
        expect(workingDaysBetween(calendar, date, addWorkingDays(calendar, date, n))).toBe(n);
      }),
    );
  });

  it('never lands on a day off', () => {
    fc.assert(
      fc.property(anyDay, (date) => {
        expect(calendar.isWorkingDay(firstWorkingDayOnOrAfter(calendar, date))).toBe(true);
        expect(calendar.isWorkingDay(lastWorkingDayOnOrBefore(calendar, date))).toBe(true);
      }),
    );
  });
});

describe('a notice as it was typed in', () => {
  const notice = publishedYears[1] ?? projectYear(2025);
  it('passes when 元旦 begins in the old year and its make-up day lies there', () => {
    const others = notice.holidays.filter(({ name }) => !name.includes('元旦'));
    const newYear = { name: '元旦', from: '2024-12-31', to: '2025-01-01' };
    const change = { holidays: [newYear, ...others], makeup: ['2024-12-29'] };
    expect(checkCalendarYear({ ...notice, ...change })).toEqual([]);
  });
  it('passes as published', () => expect(publishedYears.flatMap(checkCalendarYear)).toEqual([]));
  it.each([
    [
      'a day that does not exist',
      { holidays: [{ name: '元旦', from: '2025-02-30', to: '2025-02-30' }] },
      '/holidays/0',
    ],
    ['an end before its start', { holidays: [{ name: '元旦', from: '2025-01-02', to: '2025-01-01' }] }, '/holidays/0'],
    ['another year', { holidays: [{ name: '元旦', from: '2024-05-01', to: '2024-05-01' }] }, '/holidays/0'],
    [
      'days of last December that do not reach its year',
      { holidays: [{ name: '元旦', from: '2024-12-25', to: '2024-12-26' }] },
      '/holidays/0',
    ],
    [
      'two holidays on one day',
      {
        holidays: [
          { name: '国庆节', from: '2025-10-01', to: '2025-10-07' },
          { name: '中秋节', from: '2025-10-06', to: '2025-10-06' },
        ],
      },
      '/holidays/1',
    ],
    ['a festival left out', { holidays: notice.holidays.filter(({ name }) => !name.includes('端午')) }, '/holidays'],
    ['a make-up day on a Wednesday', { makeup: ['2025-10-15'] }, '/makeup/0'],
    ['a make-up day within the holiday', { makeup: ['2025-10-04'] }, '/makeup/0'],
    ['a make-up day twice', { makeup: ['2025-10-11', '2025-10-11'] }, '/makeup/1'],
  ])('is refused with %s', (_, change, path) => {
    expect(checkCalendarYear({ ...notice, ...change }).map((fault) => fault.path)).toContain(path);
  });
});
