import { storable, type SheetCell, type SheetData } from '@nuanxin/domain';
import { parse } from 'csv-parse/sync';
import { tooLarge, trimRows } from './check-sheet.ts';
import { written } from './formula-guard.ts';
import type { Limits } from './limits.ts';
import { SAVE_AS, WorkbookRefused } from './refused.ts';

/** BOM, else strict UTF-8, else GB18030: detectors that guess are wrong too often (D04, D05). */
export function decodeText(bytes: Buffer): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return new TextDecoder('utf-16be').decode(bytes);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('gb18030').decode(bytes);
  }
}

/**
 * Cells of a CSV file are text and stay so: `3-4` is no date, `00123` no number (D36). Each row keeps its own width, so
 * that a row split by an unquoted `1,200` can be told from the others (D24).
 * @throws WorkbookRefused file_empty, file_type_unsupported, file_damaged, too_large
 */
export function readCsv(bytes: Buffer, name: string, limits: Limits): SheetData {
  const text = decodeText(bytes);
  if (text.trim() === '') throw new WorkbookRefused('file_empty', '文件是空的，请重新选择');
  refuseOtherText(text);
  let records: string[][];
  try {
    // Blank lines are rows too: a cell's address must be the one that the sender sees.
    const to = limits.rows + 1;
    records = parse(text, {
      relaxColumnCount: true,
      relaxQuotes: true,
      skipEmptyLines: false,
      delimiter: delimiter(text),
      to,
    });
  } catch {
    throw new WorkbookRefused('file_damaged', `文件不是有效的 CSV；${SAVE_AS}`);
  }
  if (records.length > limits.rows) throw tooLarge(name, `行数超过 ${limits.rows} 行`);
  const rows = records.map((record) => record.map((each) => (each === '' ? null : textCell(written(each)))));
  return { name, hidden: false, rows: trimRows(rows), merges: [] };
}

/** Tabs that end a value (`12⇥,` keeps Excel from guessing, D38) separate nothing. */
function delimiter(text: string): string {
  const head = text.slice(0, 8192);
  const tabs = head.match(/\t(?![,"\r\n]|$)/g)?.length ?? 0;
  const commas = head.match(/,/g)?.length ?? 0;
  return tabs > commas ? '\t' : ',';
}

/** Text that is no CSV: another language of tags than HTML (D06), a mail archive of a page, RTF, or other bytes. */
function refuseOtherText(text: string): void {
  const start = text.slice(0, 1024).trimStart();
  if (/^(?:<[!?a-z]|MIME-Version:)/i.test(start)) {
    throw new WorkbookRefused('file_type_unsupported', `这是网页格式的表格，不能可靠读取；${SAVE_AS}`);
  }
  // oxlint-disable-next-line no-control-regex -- text has no control characters but tab, line ends and a final ^Z
  if (start.startsWith('{\\rtf') || /[\0-\x08\x0e-\x19\x1b-\x1f]/.test(text.slice(0, 65_536))) {
    throw new WorkbookRefused('file_type_unsupported', `不认识的文件格式；${SAVE_AS}`);
  }
}

export function textCell(text: string): SheetCell {
  return { text: storable(text), number: null, date: null, formula: 'none', error: false };
}
