const t = {
  cell: (sheet: string, cell: string) => `单元格 ${cell}（工作表“${sheet}”）`,
  reading: (sheet: string, cell: string) => `读数 ${cell}（工作表“${sheet}”）`,
  row: (row: number) => `第${row}行`,
  unit: (text: string) => `单位写法“${text}”`,
  header: (text: string) => `表头写法“${text}”`,
  changedBefore: (text: string, was: string) => `${text}（原文“${was}”）`,
  unknown: '未认定',
  unconfirmed: '待确认',
  confirmed: '已确认',
  confirmedAs: (value: number | string) => `已确认读作 ${value}`,
  takenBack: '撤回',
};

/** What was changed, in the office's words; a blank is nothing. */
export interface Change {
  label: string;
  before: string;
  after: string;
}

/** Names of what entries mention by its code: units, and fields of all forms. */
export interface AuditNames {
  units: ReadonlyMap<string, string>;
  fields: ReadonlyMap<string, string>;
}

/** As the audit has them: with what stood in each cell, and whether the texts were to be remembered. */
interface Decisions {
  cells: { sheet: string; cell: string; text: string; was?: string }[];
  units: { text: string; unit: string }[];
  headers: { text: string; field: string }[];
  confirmed: { sheet: string; row: number; cell?: string; readsAs: number | string | null }[];
  keep?: boolean;
}

export function isDecisions(value: unknown): value is Decisions {
  const lists = ['cells', 'units', 'headers', 'confirmed'] as const;
  return lists.every((name) => Array.isArray((value as Partial<Decisions> | null | undefined)?.[name]));
}

/** What was decided about an imported file, one line for each cell, text and reading; what was said before is left out. */
export function decided(before: Decisions | null, after: Decisions, { units, fields }: AuditNames): Change[] {
  const unitOf = ({ unit }: { unit: string }): string => units.get(unit) ?? unit;
  const fieldOf = ({ field }: { field: string }): string => fields.get(field) ?? field;
  return [
    ...compared(
      before?.cells,
      after.cells,
      ({ sheet, cell }) => t.cell(sheet, cell),
      (old, now) => ({
        before: old ? textOf(old, now) : (now?.was ?? ''),
        after: now ? now.text : t.takenBack,
      }),
    ),
    ...compared(
      before?.units,
      after.units,
      ({ text }) => t.unit(text),
      (old, now) => ({
        before: old ? unitOf(old) : t.unknown,
        after: now ? unitOf(now) : t.takenBack,
      }),
    ),
    ...compared(
      before?.headers,
      after.headers,
      ({ text }) => t.header(text),
      (old, now) => ({
        before: old ? fieldOf(old) : t.unknown,
        after: now ? fieldOf(now) : t.takenBack,
      }),
    ),
    ...compared(
      before?.confirmed,
      after.confirmed,
      ({ sheet, row, cell }) => t.reading(sheet, cell ?? t.row(row)),
      (old, now) => ({ before: old ? t.confirmed : t.unconfirmed, after: now ? confirmedText(now) : t.takenBack }),
    ),
  ];
}

function confirmedText({ readsAs }: { readsAs: number | string | null }): string {
  return readsAs === null ? t.confirmed : t.confirmedAs(readsAs);
}

/** What the cell was changed to before, and what the sender wrote. */
function textOf(old: { text: string }, now: { was?: string } | undefined): string {
  return now?.was === undefined ? old.text : t.changedBefore(old.text, now.was);
}

function compared<T>(
  before: T[] = [],
  after: T[],
  label: (each: T) => string,
  say: (old: T | undefined, now: T | undefined) => Omit<Change, 'label'>,
): Change[] {
  const old = new Map(before.map((each) => [label(each), each]));
  const now = new Map(after.map((each) => [label(each), each]));
  return [...new Set([...old.keys(), ...now.keys()])]
    .filter((key) => !same(old.get(key), now.get(key)))
    .map((key) => ({ label: key, ...say(old.get(key), now.get(key)) }));
}

/** What stood in the cell is not a part of the decision. */
function same(old: unknown, now: unknown): boolean {
  const plain = (value: unknown): string =>
    JSON.stringify(value, (key, each: unknown) => (key === 'was' ? undefined : each));
  return plain(old) === plain(now);
}
