import { addDays, type IsoDate } from './dates.ts';

/** A day on which something falls due, for calendar programs. */
export interface CalendarEvent {
  /** Stays the same when the day moves, so that a program moves its event too. */
  uid: string;
  on: IsoDate;
  summary: string;
  description: string;
  provisional: boolean;
}

/** All days are of Shanghai; China has had no summer time since 1992. */
const zone = [
  'BEGIN:VTIMEZONE',
  'TZID:Asia/Shanghai',
  'BEGIN:STANDARD',
  'DTSTART:19700101T000000',
  'TZOFFSETFROM:+0800',
  'TZOFFSETTO:+0800',
  'TZNAME:CST',
  'END:STANDARD',
  'END:VTIMEZONE',
];

/**
 * All-day events as a calendar file (RFC 5545).
 * @param name as programs show it
 * @param now DTSTAMP of each event
 */
export function calendarFile(name: string, events: readonly CalendarEvent[], now: Date): string {
  const lines = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Nuanxin//Deadlines//ZH',
    'CALSCALE:GREGORIAN',
    'METHOD:PUBLISH',
    `X-WR-CALNAME:${escaped(name)}`,
    'X-WR-TIMEZONE:Asia/Shanghai',
    ...zone,
    ...events.flatMap((event) => eventLines(event, now)),
    'END:VCALENDAR',
  ];
  return lines.map((line) => `${folded(line)}\r\n`).join('');
}

function eventLines({ uid, on, summary, description, provisional }: CalendarEvent, now: Date): string[] {
  const plain = (date: IsoDate): string => date.replaceAll('-', '');
  return [
    'BEGIN:VEVENT',
    `UID:${uid}`,
    `DTSTAMP:${now.toISOString().replaceAll(/[-:]|\.\d{3}/g, '')}`,
    `DTSTART;VALUE=DATE:${plain(on)}`,
    `DTEND;VALUE=DATE:${plain(addDays(on, 1))}`,
    `SUMMARY:${escaped(summary)}`,
    `DESCRIPTION:${escaped(description)}`,
    `STATUS:${provisional ? 'TENTATIVE' : 'CONFIRMED'}`,
    // A last day keeps nobody from other appointments.
    'TRANSP:TRANSPARENT',
    'END:VEVENT',
  ];
}

function escaped(text: string): string {
  return text
    .replaceAll(/[\\;,]/g, (char) => `\\${char}`)
    .replaceAll(/\r\n?|\n/g, '\\n')
    .replaceAll(/\p{Cc}/gu, '');
}

const MOST_OCTETS = 75;
const octets = new TextEncoder();

/** Lines of at most 75 octets, never cut within a character. */
function folded(line: string): string {
  let out = '';
  let length = 0;
  for (const char of line) {
    const size = octets.encode(char).length;
    if (length + size > MOST_OCTETS) {
      out += '\r\n ';
      length = 1;
    }
    out += char;
    length += size;
  }
  return out;
}
