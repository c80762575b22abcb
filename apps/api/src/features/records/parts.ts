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
  /** As `toKeys` makes it. */
  keys: string;
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
  /** As `noteAlike` takes it. */
  alike?: Alike;
}

/** What is said of rows that look like a stored record, by the row in the sheet. */
export type Alike = ReadonlyMap<number, string>;

/** Rows of an answer to an import: what has to be looked at. */
const MOST_FOUND = 500;
/** Rows of one statement. */
const PART = 4000;

export const partShape = 'id uuid, year integer, unit uuid, day date, line integer, data json';

/** What a record is compared by, of all rows, as a text for `json_to_recordset`. */
export function toKeys(kind: RecordKind, year: number, rows: readonly RecordSheetRow[]): string {
  const codes = new Set(kind.duplicates.flat());
  if (codes.size === 0) return '[]';
  return JSON.stringify(
    rows.map(({ row, unit, date, values }) => ({
      line: row,
      in_year: year,
      of_unit: unit?.code ?? null,
      day: date,
      ...Object.fromEntries([...codes].flatMap((code) => (values[code] === undefined ? [] : [[code, values[code]]]))),
    })),
  );
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

/** Makes them of the rows that were read. */
export function toParts({ rows, ...sheet }: RecordSheet, setting: PartSetting): RecordParts {
  noteAlike(rows, setting.alike ?? new Map());
  const errors = countFindings(rows, 'error');
  const confirms = countFindings(rows, 'confirm');
  const clean = errors === 0 && (confirms === 0 || setting.confirmed);
  return {
    ...sheet,
    count: rows.length,
    errors,
    confirms,
    rows: rows.filter(({ findings }) => findings.length > 0).slice(0, MOST_FOUND),
    keys: toKeys(setting.kind, setting.year, rows),
    unitCodes: [...new Set(rows.flatMap(({ unit }) => unit?.code ?? []))],
    parts: clean ? [...partsOf(rows, setting)] : [],
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
