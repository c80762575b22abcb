import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createCalendar, workingDaysBetween } from './calendar.ts';
import { addDays, startOfDay } from './dates.ts';
import { publishedYears } from './published-years.ts';
import { isQuiet, nextNotQuiet, occasionsOf, occasionToday, occasionWords, type ReminderRule } from './reminder.ts';

const calendar = createCalendar(publishedYears);
const rule: ReminderRule = { before: [5, 1, 0], after: [1, 3], from: '08:30', to: '17:30' };
const days = (dueOn: string) => occasionsOf(dueOn, rule, calendar).map(({ on }) => on);

describe('days on which units are reminded by themselves', () => {
  it('counts working days over holidays and make-up days', () => {
    // The third quarter of 2025 is due on Thursday 9 October, the first working day after the holidays; 28 September is worked.
    expect(days('2025-10-09')).toEqual(['2025-09-25', '2025-09-30', '2025-10-09', '2025-10-10', '2025-10-13']);
  });

  it('reminds of a last day that is a day off on the working day before', () => {
    expect(occasionsOf('2025-08-31', { before: [1, 0], after: [1] }, calendar)).toEqual([
      { kind: 'before', days: 1, on: '2025-08-28' },
      { kind: 'before', days: 0, on: '2025-08-29' },
      { kind: 'after', days: 1, on: '2025-09-01' },
    ]);
  });

  it('makes up for two working days, and not for a time in which nothing was owed', () => {
    const on = (today: string, owedFrom = '2025-01-01') => {
      const found = occasionToday({ dueOn: '2025-07-01', owedFrom, today }, rule, calendar);
      return found && occasionWords('2025-07-01', today, calendar);
    };
    expect(on('2025-06-23')).toBe(null);
    expect(on('2025-06-24')).toBe('到期前5个工作日');
    expect(on('2025-06-26')).toBe('到期前3个工作日');
    expect(on('2025-06-27')).toBe(null);
    expect(on('2025-06-30')).toBe('到期前1个工作日');
    expect(on('2025-07-01')).toBe('到期当天');
    expect(on('2025-07-02')).toBe('逾期1个工作日');
    expect(on('2025-07-08')).toBe('逾期5个工作日');
    expect(on('2025-07-09')).toBe(null);
    expect(on('2025-06-25', '2025-06-25')).toBe(null);
  });

  it('never reminds before the unit owes, of the wrong side of the last day, or on an occasion to come', () => {
    const day = fc.integer({ min: 0, max: 1000 }).map((n) => addDays('2024-01-10', n));
    const some = fc.uniqueArray(fc.integer({ min: 0, max: 20 }), { maxLength: 4 });
    fc.assert(
      fc.property(day, day, fc.integer({ min: -40, max: 40 }), some, some, (dueOn, owedFrom, off, before, past) => {
        const today = addDays(dueOn, off);
        const after = past.map((each) => each + 1);
        const found = occasionToday({ dueOn, owedFrom, today }, { before, after }, calendar);
        if (!found) return;
        expect(found.on >= owedFrom && found.on <= today).toBe(true);
        expect(found.kind).toBe(today > dueOn ? 'after' : 'before');
        expect(calendar.isWorkingDay(found.on)).toBe(true);
        expect(workingDaysBetween(calendar, found.on, today)).toBeLessThanOrEqual(2);
        if (found.kind === 'after') expect(workingDaysBetween(calendar, dueOn, found.on)).toBe(found.days);
      }),
    );
  });

  it('is quiet on days off and outside the hours, and not on a Sunday that is worked', () => {
    const at = (day: string, minutes: number) => isQuiet(new Date(+startOfDay(day) + minutes * 60_000), rule, calendar);
    expect(at('2025-07-01', 8 * 60 + 29)).toBe(true);
    expect(at('2025-07-01', 8 * 60 + 30)).toBe(false);
    expect(at('2025-07-01', 17 * 60 + 29)).toBe(false);
    expect(at('2025-07-01', 17 * 60 + 30)).toBe(true);
    expect(at('2025-07-05', 10 * 60)).toBe(true);
    expect(at('2025-10-01', 10 * 60)).toBe(true);
    expect(at('2025-09-28', 10 * 60)).toBe(false);
  });

  it.each([
    ['2025-07-03T08:29', '2025-07-03T08:30'],
    ['2025-07-03T08:30', '2025-07-03T08:30'],
    ['2025-07-03T17:29', '2025-07-03T17:29'],
    ['2025-07-03T17:30', '2025-07-04T08:30'],
    ['2025-07-04T23:00', '2025-07-07T08:30'],
    ['2025-07-05T09:00', '2025-07-07T08:30'],
    // The holidays of October end on Thursday the 9th; Saturday the 11th is worked.
    ['2025-09-30T18:00', '2025-10-09T08:30'],
    ['2025-10-10T18:00', '2025-10-11T08:30'],
  ])('at %s the next moment to remind is %s', (now, next) => {
    const at = (text: string) => new Date(`${text}:00+08:00`);
    expect(nextNotQuiet(at(now), rule, calendar)).toEqual(at(next));
  });
});
