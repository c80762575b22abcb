import { addDays, isIsoDate, type IsoDate } from '../dates.ts';
import { holdsMark, tidy } from './numbers.ts';

/** Days that a report can be about; anything else is a slip of the pen. */
const FIRST = '2000-01-01';
const LAST = '2099-12-31';

/**
 * Reads a day as people write it (D34, D35).
 * @param text or a serial day of Excel (1900 system)
 * @param year of the period, for `3月28日`
 * @returns the day; null for a blank; `bad_date` when there is no such day
 */
export function parseDate(text: string | number, year: number): IsoDate | 'bad_date' | null {
  if (typeof text === 'number') return fromSerial(text);
  const tidied = tidy(text.replace(/(\d|日|号)[\sT]+\d{1,2}:\d{2}(?::\d{2})?\s*$/, '$1'));
  if (tidied === '') return null;
  if (holdsMark(text)) return 'bad_date';
  const full = /^(\d{4})(?:[.\-/年](\d{1,2})[.\-/月](\d{1,2})[日号]?|(\d{2})(\d{2}))$/.exec(tidied);
  if (full) return valid(Number(full[1]), Number(full[2] ?? full[4]), Number(full[3] ?? full[5]));
  const short = /^(\d{1,2})月(\d{1,2})[日号]?$/.exec(tidied);
  if (short) return valid(year, Number(short[1]), Number(short[2]));
  return /^\d{5}$/.test(tidied) ? fromSerial(Number(tidied)) : 'bad_date';
}

/** Day 60 is the leap day that 1900 did not have, so count from the last day but one of 1899. */
function fromSerial(serial: number): IsoDate | 'bad_date' {
  if (!(serial >= 0 && serial < 100_000)) return 'bad_date';
  return inRange(addDays('1899-12-30', Math.floor(serial)));
}

function valid(year: number, month: number, day: number): IsoDate | 'bad_date' {
  const date = `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
  return isIsoDate(date) ? inRange(date) : 'bad_date';
}

function inRange(date: IsoDate): IsoDate | 'bad_date' {
  return date >= FIRST && date <= LAST ? date : 'bad_date';
}
