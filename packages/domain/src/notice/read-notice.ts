import type { CalendarYear } from '../calendar.ts';
import { isWholeDay, readHead } from './head.ts';
import { cellsOf, headOf, readRow } from './rows.ts';
import { itemOf, readItem, type Read } from './sentences.ts';

/** What could not be read, or contradicts itself. */
export interface NoticeFault {
  /** Of the text, from 1; 0 for the text as a whole. */
  line: number;
  text: string;
  detail: string;
}

export interface NoticeReading extends Pick<CalendarYear, 'notice' | 'issuedOn' | 'holidays' | 'makeup'> {
  faults: NoticeFault[];
}

/**
 * Reads the State Council's notice of a year, as it was pasted: its sentences (`一、元旦：1月1日（周四）至3日（周六）放假调休，
 * 共3天。1月4日（周日）上班。`), a table copied from Word or Excel, or a CSV. Rows hold name, first day, last day and make-up
 * days (several in one cell), in this order or in that of their head (`name,from,to,makeup`; 节日, 放假时间, 调休上班, 天数).
 * Number and day of issue are taken from wherever they stand. Nothing is guessed: what was read must be looked at, what
 * was not is named with its line.
 */
export function readNotice(text: string, year: number): NoticeReading {
  const raw = text.split(/\r\n?|\n/);
  const lines = raw.map((line) => line.normalize('NFKC'));
  const { year: said, notice, issuedOn } = readHead(lines);
  const reading: NoticeReading = { notice, issuedOn, holidays: [], makeup: [], faults: [] };
  const fault = (line: number, detail: string): void => {
    reading.faults.push({ line, text: (raw[line - 1] ?? '').trim(), detail });
  };
  if (said !== null && said !== year) {
    fault(0, `这是${said}年的通知，不是${year}年的`);
    return { ...reading, notice: null, issuedOn: null };
  }

  const take = (line: number, read: Read): void => {
    reading.holidays.push(...read.holidays);
    reading.makeup.push(...read.makeup);
    for (const detail of read.faults) fault(line, detail);
  };
  let head: ReturnType<typeof headOf> = null;
  for (const { line, text: part } of paragraphs(lines)) {
    const item = itemOf(part);
    const cells = item ? null : cellsOf(part, head !== null);
    if (item) take(line, readItem(item, year));
    else if (cells) {
      const columns = headOf(cells);
      const row = columns ? null : readRow(cells, head, year);
      head = columns ?? head;
      if (row) take(line, row);
    } else if (/^\s*[一二三四五六七八九十]+、/.test(part) && /\d[日号]/.test(part)) fault(line, '没有读懂这一行');
  }
  reading.makeup = [...new Set(reading.makeup)].toSorted();
  const isIn = (day: string): boolean => day.startsWith(`${year}-`);
  if (reading.holidays.length > 0 && !reading.holidays.some(({ from, to }) => isIn(from) || isIn(to)))
    fault(0, `没有一天在${year}年，请核对是不是别的年份的通知`);
  if (reading.holidays.length === 0 && reading.faults.length === 0)
    fault(0, '没有读出放假安排：请粘贴通知原文、表格或 CSV');
  return reading;
}

/** One item each: several may stand in one line, and one may be broken over lines as a PDF breaks it. */
function paragraphs(lines: string[]): { line: number; text: string }[] {
  const parts: { line: number; text: string }[] = [];
  lines.forEach((whole, index) => {
    for (const text of whole.split(/(?<=。)\s*(?=[一二三四五六七八九十]+、[^。:]{2,20}:)/)) {
      const before = parts.at(-1);
      if (before && isUnfinished(before.text) && !startsItem(text)) before.text += text.trim();
      else if (text.trim() !== '') parts.push({ line: index + 1, text });
    }
  });
  return parts;
}

const startsItem = (text: string): boolean =>
  /^\s*[一二三四五六七八九十]+、/.test(text) ||
  itemOf(text) !== null ||
  text.trim() === '' ||
  text.includes('\t') ||
  isWholeDay(text);
/** An item that does not end with its full stop. */
const isUnfinished = (text: string): boolean =>
  /^\s*[一二三四五六七八九十]+、[^。:]{2,20}:/.test(text) && !/。\s*$/.test(text);
