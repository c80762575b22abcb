import { countFindings, type RecordKind, type RecordSheet, type RecordSheetRow } from '@nuanxin/domain';
import { uuidv7 } from 'uuidv7';

/** A sheet as an import needs it: no row goes from process to process but as the text that goes to the database. */
export interface RecordParts extends RecordSheet {
  count: number;
  errors: number;
  confirms: number;
  /** Those of which something is said, the first of them. */
  rows: RecordSheetRow[];
  /** Codes of the units of which there are rows. */
  unitCodes: string[];
  /** Rows for `json_to_recordset` as `partShape`; none when not all of them may be written. */
  parts: string[];
}

export interface PartSetting {
  kind: RecordKind;
  /** Of rows without a day. */
  year: number;
  /** Id of each unit by its code. */
  ids: Readonly<Record<string, string>>;
  /** A person has looked at every reading that asked for it. */
  confirmed: boolean;
}

/** By what the rows of a sheet are compared with stored records. */
export interface Keys {
  /** Each once, for `json_to_recordset`; `n` is its place in `lines`. */
  text: string;
  /** Rows in the sheet that have it. */
  lines: number[][];
}

/** What is said of rows that look like a stored record, by the row in the sheet. */
export type Alike = ReadonlyMap<number, string>;

/** Rows of an answer to an import: what has to be looked at. */
const MOST_FOUND = 500;
/** Rows of one statement. */
const PART = 4000;

export const partShape = 'id uuid, year integer, unit uuid, day date, line integer, data json';

/** Keys of all rows that have any. */
export function toKeys(kind: RecordKind, year: number, rows: readonly RecordSheetRow[]): Keys {
  const codes = [...new Set(kind.duplicates.flat())];
  const firsts = [...new Set(kind.duplicates.flatMap(([first]) => first ?? []))];
  const lines = new Map<string, number[]>();
  for (const { row, unit, date, values } of rows) {
    if (!firsts.some((code) => values[code] !== undefined)) continue;
    const said = codes.flatMap((code) => (values[code] === undefined ? [] : [[code, values[code]]]));
    const key = JSON.stringify({ in_year: year, of_unit: unit?.code ?? null, day: date, ...Object.fromEntries(said) });
    const same = lines.get(key);
    if (same) same.push(row);
    else lines.set(key, [row]);
  }
  const objects = [...lines.keys()].map((key, n) => `{"n":${n},${key.slice(1)}`);
  return { text: `[${objects.join(',')}]`, lines: [...lines.values()] };
}

/** Adds to the rows' findings which of them look like a stored record. */
export function noteAlike(rows: readonly RecordSheetRow[], alike: Alike): void {
  for (const { row, findings } of rows) {
    const detail = alike.get(row);
    if (detail === undefined) continue;
    const place = { cell: null, field: null, text: null, readsAs: null };
    findings.push({ level: 'confirm', code: 'record_alike', ...place, detail: `第${row}行${detail}` });
  }
}

/**
 * Makes them of the rows that were read.
 * @param findAlike asks the service which rows look like stored records; the rows are made ready meanwhile
 */
export async function toParts(
  { rows, ...sheet }: RecordSheet,
  setting: PartSetting,
  findAlike: (keys: Keys) => Promise<Alike>,
): Promise<RecordParts> {
  const found = findAlike(toKeys(setting.kind, setting.year, rows));
  const ready = countFindings(rows, 'error') === 0 ? [...partsOf(rows, setting)] : [];
  noteAlike(rows, await found);
  const errors = countFindings(rows, 'error');
  const confirms = countFindings(rows, 'confirm');
  const clean = errors === 0 && (confirms === 0 || setting.confirmed);
  return {
    ...sheet,
    count: rows.length,
    errors,
    confirms,
    rows: rows.filter(({ findings }) => findings.length > 0).slice(0, MOST_FOUND),
    unitCodes: [...new Set(rows.flatMap(({ unit }) => unit?.code ?? []))],
    parts: clean ? ready : [],
  };
}

function* partsOf(rows: RecordSheetRow[], setting: PartSetting): Generator<string> {
  for (let start = 0; start < rows.length; start += PART)
    yield JSON.stringify(rows.slice(start, start + PART).map((row) => toWrite(row, setting)));
}

function toWrite({ row, unit, date, values }: RecordSheetRow, { kind, year, ids }: PartSetting): object {
  const id = ids[unit?.code ?? ''];
  if (id === undefined) throw new Error('row without a unit');
  return {
    id: uuidv7(),
    year: kind.dateLabel === null || date === null ? year : Number(date.slice(0, 4)),
    unit: id,
    day: date,
    line: row,
    data: values,
  };
}
