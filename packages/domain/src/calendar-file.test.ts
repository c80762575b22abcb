import fc from 'fast-check';
import ICAL from 'ical.js';
import { describe, expect, it } from 'vitest';
import { calendarFile, type CalendarEvent } from './calendar-file.ts';
import { addDays } from './dates.ts';

const now = new Date('2025-07-03T09:00:00+08:00');
const event: CalendarEvent = {
  uid: 'deadline-1@nuanxin',
  on: '2025-12-31',
  summary: '【暂定】2025年第四季度 T0.1 报送工作小结及情况统计表；逾期记迟报, 请提前准备并报送区民生办',
  description: '任务 T0.1\n反斜杠 \\ 也行',
  provisional: true,
};
/** As another program reads it. */
const read = (file: string) =>
  new ICAL.Component(ICAL.parse(file)).getAllSubcomponents('vevent').map((each) => new ICAL.Event(each));

describe('a calendar file', () => {
  it('is read by another program as it was meant', () => {
    const [got] = read(calendarFile('时限', [event], now));
    expect([got?.uid, got?.summary, got?.description]).toEqual([event.uid, event.summary, event.description]);
    expect([got?.startDate.isDate, String(got?.startDate), String(got?.endDate)]).toEqual([
      true,
      '2025-12-31',
      '2026-01-01',
    ]);
    expect(String(got?.component.getFirstPropertyValue('dtstamp'))).toBe('2025-07-03T01:00:00Z');
    expect(got?.component.getFirstPropertyValue('status')).toBe('TENTATIVE');
  });

  it('names itself and its time zone', () => {
    const calendar = new ICAL.Component(ICAL.parse(calendarFile('黄山区时限', [], now)));
    expect(calendar.getFirstPropertyValue('x-wr-calname')).toBe('黄山区时限');
    expect(calendar.getFirstPropertyValue('x-wr-timezone')).toBe('Asia/Shanghai');
    const zone = new ICAL.Timezone(calendar.getFirstSubcomponent('vtimezone') as ICAL.Component);
    expect([zone.tzid, zone.utcOffset(ICAL.Time.fromDateString('2025-07-01'))]).toEqual(['Asia/Shanghai', 8 * 3600]);
  });

  it('keeps any text, in lines of at most 75 octets that end with CRLF', () => {
    const text = fc.string({ unit: fc.constantFrom(...'报送a,;:\\"\n𠮷😀 é'), maxLength: 200 });
    const events = fc.array(fc.record({ summary: text, description: text, days: fc.nat(4000) }), { maxLength: 4 });
    fc.assert(
      fc.property(events, (all) => {
        const made = all.map(({ summary, description, days }, i) => ({
          ...event,
          uid: `${i}`,
          on: addDays('2020-01-01', days),
          summary,
          description,
        }));
        const file = calendarFile('时限', made, now);
        expect(file.endsWith('END:VCALENDAR\r\n')).toBe(true);
        expect(file.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
        for (const line of file.split('\r\n')) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75);
        expect(read(file).map((each) => [each.summary, each.description, String(each.startDate)])).toEqual(
          made.map(({ summary, description, on }) => [summary, description, on]),
        );
      }),
    );
  });
});
