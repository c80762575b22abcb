import { addDays, isIsoDate, type IsoDate } from '../dates.ts';
import { tidy } from './numbers.ts';

/**
 * Reads a day as people write it (D34, D35).
 * @param year of the period, for `3月28日`
 * @returns the day; null for a blank; `bad` when there is no such day
 */
export function readDate(text: string, year: number): IsoDate | 'bad' | null {
  const tidied = tidy(text);
  if (tidied === '') return null;
  const full = /^(\d{4})(?:[.\-/年](\d{1,2})[.\-/月](\d{1,2})日?|(\d{2})(\d{2}))$/.exec(tidied);
  if (full) return valid(Number(full[1]), Number(full[2] ?? full[4]), Number(full[3] ?? full[5]));
  const short = /^(\d{1,2})月(\d{1,2})日?$/.exec(tidied);
  if (short) return valid(year, Number(short[1]), Number(short[2]));
  // Excel's serial day, 1900 system; day 60 is the leap day that 1900 did not have, so count from the last day of 1899.
  if (/^\d{5}$/.test(tidied)) return addDays('1899-12-30', Number(tidied));
  return 'bad';
}

function valid(year: number, month: number, day: number): IsoDate | 'bad' {
  const date = `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
  return isIsoDate(date) ? date : 'bad';
}
