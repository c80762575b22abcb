import type { CalendarYear } from '@nuanxin/client';
import type { NoticeReading } from '@nuanxin/domain';
import { calendarDialogTexts as t } from '../../texts/calendar.ts';

/** A notice while it is being entered. */
export interface NoticeForm {
  notice: string;
  issuedOn: string;
  holidays: CalendarYear['holidays'];
  makeup: { date: string }[];
}

/** A projected year gives the names and its guess: a start to correct. */
export function formOf({ notice, issuedOn, holidays, makeup }: CalendarYear): NoticeForm {
  return {
    notice: notice ?? '',
    issuedOn: issuedOn ?? '',
    holidays: holidays.map((each) => ({ ...each })),
    makeup: makeup.map((date) => ({ date })),
  };
}

/** What was read takes the place of what stood there; what was not read stays. */
export function withReading(form: NoticeForm, { notice, issuedOn, holidays, makeup }: NoticeReading): NoticeForm {
  return {
    notice: notice ?? form.notice,
    issuedOn: issuedOn ?? form.issuedOn,
    ...(holidays.length > 0
      ? { holidays: holidays.map((each) => ({ ...each })), makeup: makeup.map((date) => ({ date })) }
      : { holidays: form.holidays, makeup: form.makeup }),
  };
}

export function bodyOf({ notice, issuedOn, holidays, makeup }: NoticeForm) {
  return {
    notice: notice.trim(),
    issuedOn: issuedOn || null,
    holidays: holidays.map((each) => ({ ...each, name: each.name.trim() })),
    makeup: makeup.map(({ date }) => date),
  };
}

/** Sentences by the JSON pointers of the fields, blank where nothing is wrong. */
export function mistakesIn({ notice, holidays }: NoticeForm): Record<string, string> {
  const rows = holidays.map(({ name, from, to }, i): [string, string] => [
    `/holidays/${i}`,
    name.trim() && from && to ? '' : t.rowNeeded,
  ]);
  return { '/notice': notice.trim() ? '' : t.noticeNeeded, ...Object.fromEntries(rows) };
}

/** Fields of the form, rows before the lists that they stand in. */
export function pointersOf({ holidays, makeup }: NoticeForm): string[] {
  return [
    '/notice',
    ...holidays.map((_, i) => `/holidays/${i}`),
    ...makeup.map((_, i) => `/makeup/${i}`),
    '/holidays',
    '/makeup',
  ];
}
