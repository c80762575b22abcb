import data from '../../data/record-kinds.json' with { type: 'json' };

export const recordKindCodes = [
  'publications',
  'activities',
  'distributions',
  'visits',
  'disclosures',
  'cases',
  'surveys',
  'sites',
  'liaisons',
  'venues',
  'households',
] as const;
export type RecordKindCode = (typeof recordKindCodes)[number];

/**
 * How a field is kept: `word` one of a fixed set (its code), `day` an ISO date, `yes` true or absent, `project` the
 * number of one of the year's projects.
 */
export type RecordFieldType = 'text' | 'integer' | 'number' | 'word' | 'day' | 'yes' | 'link' | 'project';

export interface RecordField {
  /** camelCase; stable. */
  code: string;
  label: string;
  /** Other header texts that mean this field, exactly. */
  aliases?: string[];
  type: RecordFieldType;
  /** Name of the set of words; only with type `word`. */
  words?: string;
  required?: boolean;
  /** Lower limit of a number, inclusive. */
  min?: number;
  /** Upper limit of a number, inclusive; of a text, the number of characters. */
  max?: number;
  measure?: string;
  hint?: string;
  /** Of a figure that counts unlike things: it adds up only among rows of one word of one of these fields (`field:word`). */
  addsUp?: { within: string[]; not: string[] };
  /** What is said of a row in which it is filled in, e.g. `已设标识`; its label when absent. */
  filled?: string;
  /** A day on which something was done: not after today. A record's own day never is. */
  past?: boolean;
}

/** A kind of records (台账): what its rows hold, who keeps it. Data, so that a page, an import and a check read the same. */
export interface RecordKind {
  code: RecordKindCode;
  label: string;
  /** A register (名册) states what there is; its rows have no day of their own. */
  register: boolean;
  /** Who enters rows: units for themselves (and the office for all), or the office only. */
  keeper: 'unit' | 'office';
  /** Fields that units may change in rows of a kind which the office keeps. */
  unitMay?: string[];
  unitLabel: string;
  /** Only units of this kind have rows; absent: any that may be held to account, villages being part of their township. */
  unitKind?: 'township';
  /** Null for registers. */
  dateLabel: string | null;
  measure: string;
  /** One row for each unit and year. */
  oncePerUnit?: boolean;
  /** Rows that agree in all fields of one of these sets (`date` and `unit` too) are pointed out as possible duplicates. */
  duplicates: string[][];
  /** Of one record: the fields of `sum` together are not more than `total`, whose blank is none. */
  atMost?: { sum: string[]; total: string }[];
  /** Of one record: the first day (`date` for its own) is not before the second. */
  notBefore?: [string, string][];
  requirements: string[];
  fields: RecordField[];
}

/** A value of a record: blanks are absent. */
export type RecordValue = string | number | boolean;
export type RecordValues = Record<string, RecordValue>;

export const recordKinds = data.kinds as RecordKind[];
const byCode = new Map(recordKinds.map((kind) => [kind.code, kind]));

export function recordKind(code: RecordKindCode): RecordKind {
  const kind = byCode.get(code);
  if (!kind) throw new RangeError(`no such kind of records: ${code}`);
  return kind;
}

/** Kinds of units that may have rows: villages have no accounts, what happens there is their township's. */
export function kindsWithRecords({ unitKind }: RecordKind) {
  if (unitKind) return [unitKind];
  return ['district', 'office', 'department', 'media', 'township'] as const;
}

/** Figures that can be summed; coordinates cannot. */
export function sumFields(kind: RecordKind): string[] {
  return kind.fields.filter(({ type }) => type === 'integer').map(({ code }) => code);
}

/** The figures that add up among rows of which only those with some words (`field:word`) are seen. */
export function addingFields(kind: RecordKind, matches: readonly string[]): RecordField[] {
  const alone = matches.filter((match) => matches.filter((each) => fieldIn(each) === fieldIn(match)).length === 1);
  return kind.fields.filter(
    ({ type, addsUp }) =>
      type === 'integer' &&
      (!addsUp || alone.some((match) => addsUp.within.includes(fieldIn(match)) && !addsUp.not.includes(match))),
  );
}

const fieldIn = (match: string): string => match.split(':', 1)[0] ?? '';

/** Codes of all fields that hold what somebody wrote, of whatever kind. */
export const recordTextCodes: readonly string[] = [
  ...new Set(
    recordKinds.flatMap(({ fields }) =>
      fields.filter(({ type }) => type === 'text' || type === 'link').map(({ code }) => code),
    ),
  ),
];

const wordSets = data.words as Record<string, Record<string, string>>;

/** Codes of a field's words with what people call them, in the order in which they are offered. */
export function wordsOf(field: RecordField): Record<string, string> {
  return field.words === undefined ? {} : (wordSets[field.words] ?? {});
}
