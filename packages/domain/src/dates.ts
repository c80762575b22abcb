/** A day in Asia/Shanghai, `YYYY-MM-DD`. Texts of this form compare and sort as days do. */
export type IsoDate = string;

const DAY = 86_400_000;
/** China has had one offset and no summer time since 1992. */
const OFFSET = 8 * 3_600_000;

const utc = (date: IsoDate): number => Date.parse(`${date}T00:00:00Z`);
const fromUtc = (time: number): IsoDate => new Date(time).toISOString().slice(0, 10);

/** True for the text of a day that exists. */
export function isIsoDate(text: string): text is IsoDate {
  const [, year, month, day] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text) ?? [];
  if (year === undefined) return false;
  const days = Number(month) === 2 && isLeap(Number(year)) ? 29 : (monthDays[Number(month)] ?? 0);
  return Number(day) >= 1 && Number(day) <= days;
}

const monthDays = [0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

function isLeap(year: number): boolean {
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
}

/** The day `days` later, or earlier when negative. @throws RangeError when `date` is not a day */
export function addDays(date: IsoDate, days: number): IsoDate {
  return fromUtc(utc(date) + days * DAY);
}

/** First and last day of a month (1–12). */
export function monthRange(year: number, month: number): { from: IsoDate; to: IsoDate } {
  const first = (of: number): IsoDate =>
    `${year + Math.floor((of - 1) / 12)}-${String(((of - 1) % 12) + 1).padStart(2, '0')}-01`;
  return { from: first(month), to: addDays(first(month + 1), -1) };
}

/** 1 is Monday, 7 is Sunday. */
export function weekdayOf(date: IsoDate): number {
  return ((new Date(utc(date)).getUTCDay() + 6) % 7) + 1;
}

/** Every day from `from` to `to`, both included; none when `to` is earlier. */
export function datesBetween(from: IsoDate, to: IsoDate): IsoDate[] {
  const days: IsoDate[] = [];
  const last = utc(to);
  for (let time = utc(from); time <= last; time += DAY) days.push(fromUtc(time));
  return days;
}

/** The first instant of a day in Shanghai. */
export function startOfDay(date: IsoDate): Date {
  return new Date(utc(date) - OFFSET);
}

/** The day in Shanghai on which an instant falls. */
export function dateOf(instant: Date): IsoDate {
  return fromUtc(instant.getTime() + OFFSET);
}

/** RFC 3339 with Shanghai's offset, e.g. `2025-07-02T00:00:00+08:00`; milliseconds only when there are any. */
export function instantText(instant: Date): string {
  return new Date(instant.getTime() + OFFSET).toISOString().replace('.000Z', 'Z').replace('Z', '+08:00');
}

const rfc3339 = /^20\d\d-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:Z|[+-]\d\d:\d\d)$/;

/** RFC 3339, and an instant that exists: the usual pattern lets 24:00 o'clock and second 60 pass, a database does not. */
export function isInstant(text: string): boolean {
  return rfc3339.test(text) && !Number.isNaN(Date.parse(text));
}
