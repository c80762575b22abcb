import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ImportRefused } from '../import/refused.ts';
import type { SheetCell, SheetData } from '../import/sheet.ts';
import { recordKind, wordsOf } from './kinds.ts';
import { readRecordSheet, type RecordSheetSetting } from './read-sheet.ts';

type Given = string | number | null;

function cell(given: Given): SheetCell | null {
  if (given === null || given === '') return null;
  const number = typeof given === 'number' ? given : null;
  return { text: String(given), number, date: null, formula: 'none', error: false };
}

const sheet = (rows: Given[][], more: Partial<SheetData> = {}): SheetData => ({
  name: '走访',
  hidden: false,
  rows: rows.map((row) => row.map(cell)),
  merges: [],
  ...more,
});

const units = [
  { code: '341003100', name: '甘棠镇', aliases: [{ text: '甘棠' }], reports: true },
  { code: '341003101', name: '仙源镇', aliases: [], reports: true },
];
const visits: RecordSheetSetting = {
  kind: recordKind('visits'),
  fileName: '走访.xlsx',
  units,
  year: 2025,
  today: '2025-07-03',
  projects: { 2024: [], 2025: [] },
};
const HEAD: Given[] = ['序号', '走访单位', '日期', '类型', '户数'];
const read = (sheets: SheetData[], more: Partial<RecordSheetSetting> = {}) =>
  readRecordSheet({ format: 'xlsx', sheets }, { ...visits, ...more });
const rowsOf = (...lines: Given[][]) => read([sheet([HEAD, ...lines])]).rows;
const faults = (...line: Given[]) =>
  rowsOf(line)[0]?.findings.map(({ level, code, cell: at }) => `${level} ${code} ${at}`);

function refusal(...given: Parameters<typeof read>): string {
  try {
    read(...given);
  } catch (error) {
    if (error instanceof ImportRefused) return `${error.code} ${error.detail}`;
    throw error;
  }
  return 'read';
}

describe('a sheet of records', () => {
  it('is read below its title, with columns in any order and by any of their names', () => {
    const { rows, unknownHeaders, unitFromCaller } = read([
      sheet([
        ['2025年走访回访登记表'],
        ['走访户数（户）', '天气', '单位', '走访 类型', '日期'],
        [35, '晴', '甘棠', '入户走访', '3月28日'],
      ]),
    ]);
    expect(rows).toEqual([
      {
        row: 3,
        unit: { code: '341003100', name: '甘棠镇' },
        date: '2025-03-28',
        values: { kind: 'household', households: 35 },
        texts: { unit: '甘棠', date: '3月28日', kind: '入户走访', households: '35' },
        findings: [],
      },
    ]);
    expect([unknownHeaders, unitFromCaller]).toEqual([['天气'], false]);
  });

  it('lists what is no record: totals, notes, units without anything; the header again is none either', () => {
    const { rows, ignored } = read([
      sheet([
        HEAD,
        [1, '甘棠镇', '2025-03-28', '入户走访', 35],
        HEAD,
        [2, '仙源镇', null, null, null],
        [3, null, null, null, null],
        ['合计', null, null, null, 35],
        ['填表人：王晓明 13805591234'],
      ]),
    ]);
    expect(rows.map(({ row }) => row)).toEqual([2]);
    expect(ignored).toEqual([
      { row: 4, text: '仙源镇' },
      { row: 6, text: '合计' },
      { row: 7, text: '填表人：王晓明 138****1234' },
    ]);
  });

  it('says in which cell what is wrong, and reads the rest', () => {
    expect(faults(1, '甘棠镇', '2025-03-28', '回访', '约35')).toEqual([
      'error unknown_word D2',
      'confirm approximate E2',
    ]);
    expect(faults(1, '新明', '2025-02-30', '入户走访', '35²')).toEqual([
      'error unit_unknown B2',
      'error bad_date C2',
      'error not_numeric E2',
    ]);
    expect(faults(1, '甘棠镇', '2025-03-28', '入户走访', 100_000)).toEqual(['error out_of_range E2']);
    expect(faults(1, '甘棠镇', '2024-12-31', '入户走访', 35)).toEqual(['warning other_year C2']);
    expect(faults(1, '甘棠镇', '2005-03-28', '入户走访', 35)).toEqual(['error no_plan_year C2']);
    expect(faults(1, '甘棠镇', null, '入户走访', null)).toEqual(['error required C2', 'error required E2']);
  });

  it('never takes what a formula could not give for a value', () => {
    const data = sheet([HEAD, [1, '甘棠镇', '2025-03-28', '入户走访', 35]]);
    const count = data.rows[1]?.[4];
    if (count) Object.assign(count, { formula: 'unsafe' });
    const [row] = read([data]).rows;
    expect(row?.values).toEqual({ kind: 'household' });
    expect(row?.findings).toMatchObject([{ level: 'error', code: 'formula_unsafe', cell: 'E2', field: 'households' }]);
  });

  it('asks about a number that the sheet shows as another', () => {
    const data = sheet([HEAD, [1, '甘棠镇', '2025-03-28', '入户走访', 2]]);
    const count = data.rows[1]?.[4];
    if (count) count.shownAs = '0"万"';
    expect(read([data]).rows[0]).toMatchObject({
      values: { households: 2 },
      findings: [{ level: 'confirm', code: 'shown_otherwise', cell: 'E2', readsAs: 2 }],
    });
  });

  it('takes a unit and a day that are merged over several rows for each of them, but no figure', () => {
    const merges = [1, 2, 4].map((column) => ({ top: 1, bottom: 2, left: column, right: column }));
    const data = sheet([HEAD, [1, '甘棠镇', '2025-03-28', '入户走访', 35], [2, null, null, '走访调研', null]], {
      merges,
    });
    expect(read([data]).rows.map(({ unit, date, values }) => [unit?.name, date, values])).toEqual([
      ['甘棠镇', '2025-03-28', { kind: 'household', households: 35 }],
      ['甘棠镇', '2025-03-28', { kind: 'research' }],
    ]);
  });

  it('does not call rows the same that differ in what could not be read', () => {
    const line = (households: string, unit = '甘棠镇'): Given[] => [1, unit, '2025-03-28', '入户走访', households];
    const repeated = (...lines: Given[][]) =>
      rowsOf(...lines).map(({ findings }) => findings.some(({ code }) => code === 'row_repeated'));
    expect(repeated(line('-5'), line('百余'), line('12.5'), line('百余'))).toEqual([false, false, false, true]);
    expect(repeated(line('5', '新明'), line('5', '新华'))).toEqual([false, false]);
  });

  it('points out a row that says the same as one above it, and one that the sheet does not show', () => {
    const line: Given[] = [1, '甘棠镇', '2025-03-28', '入户走访', 35];
    const data = sheet([HEAD, line, line], { unseen: { rows: [1], columns: [] } });
    expect(read([data]).rows.map(({ findings }) => findings.map(({ level, code }) => `${level} ${code}`))).toEqual([
      ['warning hidden_cells'],
      ['warning row_repeated'],
    ]);
  });

  it('takes rows that name no unit for the caller’s own, and refuses those of another', () => {
    const own = { ownUnit: '341003100', scope: ['341003100'] };
    const without = HEAD.filter((label) => label !== '走访单位');
    const line: Given[] = [1, '2025-03-28', '入户走访', 35];
    expect(read([sheet([without, line])], own)).toMatchObject({
      unitFromCaller: true,
      rows: [{ unit: { code: '341003100' }, findings: [] }],
    });
    const other = read([sheet([HEAD, [1, '仙源镇', '2025-03-28', '入户走访', 35]])], own);
    expect(other.rows[0]?.findings).toMatchObject([{ level: 'error', code: 'unit_scope', cell: 'B2' }]);
  });
});

describe('a file that cannot be read', () => {
  const line: Given[] = [1, '甘棠镇', '2025-03-28', '入户走访', 35];
  it.each<[string, SheetData[], string]>([
    [
      'without a header',
      [sheet([line])],
      'layout_unknown 没有找到“走访回访”的表头：应有“类型”、“户数”等列，请使用模板',
    ],
    [
      'without a column that is needed',
      [sheet([HEAD.slice(0, 4), line])],
      'layout_unknown 表头缺少“户数”列，请补上或使用模板后重新导入',
    ],
    [
      'with a column twice',
      [sheet([[...HEAD, '走访户数'], line])],
      'layout_unknown “走访户数”这一项在表头出现两次（E1、F1），请只保留一列后重新导入',
    ],
    [
      'with two sheets of records',
      [sheet([HEAD, line]), sheet([HEAD, line], { name: '二月' })],
      'sheet_ambiguous 工作表“走访”、“二月”都像“走访回访”，请只保留要导入的一个',
    ],
    ['with nothing but a header', [sheet([HEAD])], 'no_rows 工作表“走访”的表头下没有填写数据，请填写后重新导入'],
  ])('%s says what to do', (_, sheets, said) => {
    expect(refusal(sheets)).toBe(said);
  });

  it('holds an identity number somewhere, also in a hidden sheet, and does not repeat it', () => {
    const hidden = sheet([['34100319800101123X']], { name: '名单', hidden: true });
    const said = refusal([sheet([HEAD, line]), hidden]);
    expect(said).toContain('personal_info 工作表“名单”A1含有身份证号码');
    expect(said).not.toContain('341003198');
  });
});

describe('whatever stands below the header', () => {
  const words = Object.values(wordsOf(visits.kind.fields[0] ?? { code: '', label: '', type: 'text' }));
  const texts = fc.oneof(
    fc.string({ unit: 'grapheme', maxLength: 6 }),
    fc.constantFrom('', '甘棠镇', '3月28日', '2025-03-28', '约20', '35²', '合计', '注：', '是', '日期', ...words),
  );
  const given = fc.oneof(texts, fc.integer({ min: -5, max: 200_000 }));
  it('each row is read, listed as ignored or blank; what is kept fits the kind or has an error', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(given, given, given, given, given), { maxLength: 8 }), (lines) => {
        // One good row, so that the file is not refused for having none.
        const good: Given[] = [1, '甘棠镇', '2025-03-28', '入户走访', 35];
        const { rows, ignored } = read([sheet([HEAD, good, ...lines])]);
        const told = new Set([...rows, ...ignored].map(({ row }) => row));
        expect(told.size).toBe(rows.length + ignored.length);
        lines.forEach((line, index) => {
          // A running number alone, and the header again, are no record.
          const blank = line.every(
            (each, column) => String(each).trim() === '' || (column === 0 && !/\p{L}/u.test(String(each))),
          );
          const header = HEAD.filter((label, column) => String(line[column]).trim() === label).length > 1;
          if (!blank && !header) expect(told).toContain(index + 3);
        });
        for (const { unit, date, values, findings } of rows) {
          if (findings.some(({ level }) => level === 'error')) continue;
          expect(unit).not.toBeNull();
          expect(date).toMatch(/^20\d\d-\d\d-\d\d$/);
          expect(words.length).toBeGreaterThan(0);
          expect(Object.keys(wordsOf(visits.kind.fields[0] as never))).toContain(values.kind);
          expect(Number.isInteger(values.households) && Number(values.households) >= 0).toBe(true);
        }
      }),
    );
  });
});
