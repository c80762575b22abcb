import { tidy } from '../import/numbers.ts';
import type { WorkbookData } from '../import/sheet.ts';
import { unitMatcher, type UnitMatch } from '../import/units.ts';
import { named, parts, unitIn, word } from '../lists/cells.ts';
import { readList, type ListCells, type ListRow, type ReadList } from '../lists/read-list.ts';
import { activeLabel, UNIT_CODE, unitLayout, unitLimits, type UnitColumn } from './columns.ts';
import { parentKind, parentWords, unitKindLabel, unitKinds, type UnitKind } from './kinds.ts';

/** What is known of a unit before the list is read. */
export interface KnownUnit {
  code: string;
  name: string;
  fullName: string;
  kind: UnitKind;
  /** Code. */
  parent: string | null;
  aliases: { text: string; oldName: boolean }[];
}

type ListedKind = Exclude<UnitKind, 'district'>;

/** A unit as a row of the list has it; null where the list has no such column: what is known stays. */
interface ListedUnit {
  code: string;
  name: string;
  fullName: string | null;
  kind: ListedKind | null;
  parent: { code: string; name: string } | null;
  aliases: string[] | null;
  oldNames: string[] | null;
  sort: number | null;
  active: boolean | null;
}
export type UnitRow = ListRow<ListedUnit>;
export type UnitList = ReadList<ListedUnit>;

const listedKinds = unitKinds.filter((kind) => kind !== 'district');
const kindWords = new Map<string, ListedKind>([
  ...listedKinds.map((kind) => [tidy(unitKindLabel[kind]), kind] as const),
  ['媒体', 'media'],
  ['部门', 'department'],
  ['村', 'village'],
  ['社区', 'village'],
]);
const activeWords = new Map<string, 'active' | 'closed'>([
  [activeLabel.active, 'active'],
  ['正常', 'active'],
  ['是', 'active'],
  [activeLabel.closed, 'closed'],
  ['已停用', 'closed'],
  ['否', 'closed'],
]);

/**
 * Reads a list of units from a workbook: every row is a unit. The one above may stand in the same list. A text that would
 * mean two units, and a unit below one of a wrong kind, are errors.
 * @throws ImportRefused layout_unknown, no_rows, personal_info
 */
export function readUnits(workbook: WorkbookData, fileName: string, known: readonly KnownUnit[]): UnitList {
  const listed = namesIn(workbook, fileName);
  const match = unitMatcher(
    [...known.filter(({ kind }) => kind !== 'village'), ...listed].map(({ code, name, fullName, aliases }) => ({
      code,
      name,
      aliases: [{ text: fullName }, { text: code }, ...aliases],
      reports: true,
    })),
  );
  const list = readAll(workbook, fileName, match);
  const faults = [...clashes(list.rows, known), ...misplaced(list.rows, known)];
  return {
    ...list,
    rows: list.rows.map((row) => ({
      ...row,
      findings: [...row.findings, ...faults.filter((each) => each.row === row.row).map(({ finding }) => finding)],
    })),
  };
}

/** Units that the list itself names, villages apart: their names repeat. */
function namesIn(workbook: WorkbookData, fileName: string): KnownUnit[] {
  return readAll(workbook, fileName, () => ({ kind: 'unknown', suggestions: [] })).rows.flatMap(
    ({ code, name, fullName, kind }) =>
      code === '' || name === '' || kind === 'village' || kind === null
        ? []
        : [{ code, name, fullName: fullName ?? name, kind, parent: null, aliases: [] }],
  );
}

function readAll(workbook: WorkbookData, fileName: string, match: (text: string) => UnitMatch): UnitList {
  return readList(
    workbook,
    fileName,
    unitLayout,
    (cells): ListedUnit => {
      const name = named(cells, 'name', unitLimits.name);
      return {
        code: codeIn(cells),
        name,
        fullName: cells.has('fullName')
          ? named(cells, 'fullName', unitLimits.fullName, { needed: false }) || name
          : null,
        kind: word(
          cells,
          'kind',
          kindWords,
          listedKinds.map((kind) => unitKindLabel[kind]),
        ),
        parent: parentIn(cells, match),
        aliases: textsIn(cells, 'aliases'),
        oldNames: textsIn(cells, 'oldNames'),
        sort: sortIn(cells),
        active: activeIn(cells),
      };
    },
    ({ code }) => code || null,
  );
}

type Cells = ListCells<UnitColumn>;

function codeIn(cells: Cells): string {
  const text = tidy(cells.text('code'));
  if (text === '') cells.find('code', 'error', 'required', '请填写');
  else if (!new RegExp(UNIT_CODE).test(text))
    cells.find('code', 'error', 'unit_code', '应为 1 至 20 个数字、字母、横线');
  return text;
}

function parentIn(cells: Cells, match: (text: string) => UnitMatch): ListedUnit['parent'] {
  if (tidy(cells.text('parent')) !== '') return unitIn(cells, 'parent', match);
  cells.find('parent', 'error', 'required', '请填写');
  return null;
}

function textsIn(cells: Cells, column: 'aliases' | 'oldNames'): string[] | null {
  if (!cells.has(column)) return null;
  const once = [...new Map(parts(cells.text(column)).map((text) => [tidy(text), text])).values()];
  if (once.length > unitLimits.aliases / 2)
    cells.find(column, 'error', 'too_many', `最多 ${unitLimits.aliases / 2} 个，以顿号分开`);
  const long = once.find((text) => text.length > unitLimits.alias);
  if (long !== undefined) cells.find(column, 'error', 'too_long', `每个不能超过 ${unitLimits.alias} 个字，以顿号分开`);
  return once;
}

function sortIn(cells: Cells): number | null {
  const text = tidy(cells.text('sort'));
  if (text === '') return null;
  if (/^\d{1,6}$/.test(text) && Number(text) <= unitLimits.sort) return Number(text);
  cells.find('sort', 'error', 'not_numeric', `应为 0—${unitLimits.sort} 的整数`);
  return null;
}

function activeIn(cells: Cells): boolean | null {
  if (tidy(cells.text('active')) === '') return null;
  const found = word(cells, 'active', activeWords, Object.values(activeLabel));
  return found === null ? null : found === 'active';
}

interface Fault {
  row: number;
  finding: UnitRow['findings'][number];
}

const fault = ({ row, code: text }: UnitRow, column: UnitColumn, code: string, what: string): Fault => ({
  row,
  finding: {
    level: 'error',
    code,
    cell: null,
    field: column,
    text,
    readsAs: null,
    detail: `第${row}行“${unitLayout.label[column]}”：${what}`,
  },
});

/** Texts that would mean two units once the list is written. Names of villages repeat and stand in no report. */
function clashes(rows: UnitRow[], known: readonly KnownUnit[]): Fault[] {
  const before = new Map(known.map((unit) => [unit.code, unit]));
  const after = new Map([
    ...known.map((unit) => [unit.code, { name: unit.name, texts: textsAfter(null, unit) }] as const),
    ...rows.map((row) => [row.code, { name: row.name, texts: textsAfter(row, before.get(row.code)) }] as const),
  ]);
  const meant = Map.groupBy(
    [...after].flatMap(([code, { name, texts }]) => [...texts].map((text) => ({ text, code, name }))),
    ({ text }) => text,
  );
  return rows.flatMap((row) => {
    const [shared] = [...(after.get(row.code)?.texts ?? [])].flatMap((text) => {
      const other = meant.get(text)?.find(({ code }) => code !== row.code);
      return other ? [{ text, name: other.name }] : [];
    });
    if (!shared) return [];
    const { text, name } = shared;
    const what = `“${text}”也是“${name}”的名称或别名，一个写法只能指一个单位`;
    return [fault(row, placeOf(row, text), 'alias_taken', what)];
  });
}

/** The column in which a text stands. */
function placeOf({ name, fullName, oldNames }: UnitRow, text: string): UnitColumn {
  if (tidy(name) === text) return 'name';
  if (fullName !== null && tidy(fullName) === text) return 'fullName';
  return oldNames?.some((each) => tidy(each) === text) ? 'oldNames' : 'aliases';
}

/** All that means the unit, compared as the importer compares it. */
function textsAfter(row: UnitRow | null, before: KnownUnit | undefined): Set<string> {
  const kind = row?.kind ?? before?.kind;
  const name = row?.name ?? before?.name ?? '';
  const full = row?.fullName ?? before?.fullName ?? name;
  const kept = (oldName: boolean): string[] =>
    before?.aliases.filter((each) => each.oldName === oldName).map(({ text }) => text) ?? [];
  const texts = [
    ...(kind === 'village' ? [] : [name, full]),
    ...(row?.aliases ?? kept(false)),
    ...(row?.oldNames ?? kept(true)),
  ];
  return new Set(texts.map(tidy).filter((text) => text !== ''));
}

/** Units that would hang below one of a wrong kind, or whose own kind leaves those below them without a place. */
function misplaced(rows: UnitRow[], known: readonly KnownUnit[]): Fault[] {
  const after = new Map<string, { kind: UnitKind | null; parent: string | null }>([
    ...known.map((unit) => [unit.code, unit] as const),
    ...rows.map(({ code, kind, parent }) => [code, { kind, parent: parent?.code ?? null }] as const),
  ]);
  const listed = new Map(rows.map((row) => [row.code, row]));
  return [...after].flatMap(([code, { kind, parent }]): Fault[] => {
    const above = parent === null ? undefined : after.get(parent)?.kind;
    if (!kind || !above || kind === 'district' || above === parentKind(kind)) return [];
    const row = listed.get(code);
    if (row) return [fault(row, 'parent', 'unit_parent_kind', parentWords(kind))];
    // It stays where it is, and the one above it becomes another.
    const changed = listed.get(parent ?? '');
    return changed
      ? [fault(changed, 'kind', 'unit_parent_kind', `其下有${unitKindLabel[kind]}，${parentWords(kind)}`)]
      : [];
  });
}
