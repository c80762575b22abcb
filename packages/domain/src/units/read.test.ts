import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { SheetCell, WorkbookData } from '../import/sheet.ts';
import { readUnits, type KnownUnit } from './read.ts';

const cell = (text: string): SheetCell | null =>
  text === '' ? null : { text, number: null, date: null, formula: 'none', error: false };
const book = (...lines: string[][]): WorkbookData => ({
  format: 'xlsx',
  sheets: [{ name: '单位', hidden: false, rows: lines.map((line) => line.map(cell)), merges: [] }],
});
const unit = (code: string, name: string, more: Partial<KnownUnit> = {}): KnownUnit => ({
  code,
  name,
  fullName: `${name}人民政府`,
  kind: 'township',
  parent: '341003',
  aliases: [],
  ...more,
});
const known = [
  unit('341003', '黄山区', { kind: 'district', parent: null }),
  unit('341003101', '仙源镇', { aliases: [{ text: '仙源', oldName: false }] }),
  unit('341003102', '汤口镇'),
];
const HEAD = ['编码', '名称', '全称', '类别', '上级单位', '别名', '旧名', '排序号', '状态'];
const read = (...lines: string[][]) => readUnits(book(HEAD, ...lines), '单位.xlsx', known).rows;
const faults = (...lines: string[][]) => read(...lines).map(({ findings }) => findings.map(({ code }) => code));

describe('a list of units in a workbook', () => {
  it('is read with the unit above in the same list, and what it has no column for left alone', () => {
    const { rows } = readUnits(
      book(
        ['单位编码', '单位名称', '上级', '类型'],
        ['341003109001', '上新社区', '新镇', '社区'],
        ['341003109', '新镇', '黄山区', '乡镇'],
      ),
      '单位.xlsx',
      known,
    );
    expect(rows).toMatchObject([
      { kind: 'village', parent: { code: '341003109', name: '新镇' }, fullName: null, aliases: null, active: null },
      { kind: 'township', parent: { code: '341003', name: '黄山区' }, sort: null, findings: [] },
    ]);
  });

  it('takes several names apart, and a blank full name for the short one', () => {
    const [row] = read([
      'B30',
      '区信访局',
      '',
      '区直部门',
      '341003',
      '信访局、信访， 区信访办',
      '区信访办公室',
      '31',
      '停用',
    ]);
    expect(row).toMatchObject({
      fullName: '区信访局',
      kind: 'department',
      parent: { code: '341003' },
      aliases: ['信访局', '信访', '区信访办'],
      oldNames: ['区信访办公室'],
      sort: 31,
      active: false,
      findings: [],
    });
  });

  it('says in which cell what is wrong', () => {
    expect(faults(['B 30!', '', '', '局', '', '', '', '-1', '也许'])).toEqual([
      ['required', 'unit_code', 'unknown_word', 'required', 'not_numeric', 'unknown_word'],
    ]);
    const [row] = read(['341003', '黄山区', '', '区', '仙原镇', '', '', '', '']);
    expect(row?.findings.map(({ cell: at, detail }) => [at, detail])).toEqual([
      ['D2', expect.stringContaining('应为：区民生办、区直部门')],
      ['E2', expect.stringContaining('是否为：仙源镇')],
    ]);
    const line = ['B30', '区信访局', '', '部门', '黄山区', '', '', '', ''];
    expect(faults(line, line.with(1, '区信访办'))).toEqual([['twice'], ['twice']]);
  });

  it('lets no text mean two units, but moves one from a unit to another', () => {
    expect(faults(['B30', '区信访局', '', '部门', '黄山区', '仙 源', '', '', ''])).toEqual([['alias_taken']]);
    expect(faults(['341003101', '仙源镇', '', '乡镇', '黄山区', '汤口镇', '', '', ''])).toEqual([['alias_taken']]);
    expect(
      faults(
        ['341003101', '仙源镇', '', '乡镇', '黄山区', '', '', '', ''],
        ['B30', '区信访局', '', '部门', '黄山区', '仙源', '', '', ''],
      ),
    ).toEqual([[], []]);
    // Names of villages repeat.
    expect(
      faults(['1', '新村', '', '村', '仙源镇', '', '', '', ''], ['2', '新村', '', '村', '汤口镇', '', '', '', '']),
    ).toEqual([[], []]);
  });

  it('takes no name that is not in one line, or not all to be seen', () => {
    expect(
      faults(
        ['B30', '区\n信访局', '', '部门', '黄山区', '', '', '', ''],
        ['B31', '区某局', '区\u202e某局', '部门', '黄山区', '', '', '', ''],
      ),
    ).toEqual([['not_one_line'], ['not_one_line']]);
  });

  it('hangs a unit below one of the kind that may stand above it only, and none below itself', () => {
    expect(
      faults(
        ['1', '新村', '', '村', '黄山区', '', '', '', ''],
        ['B30', '区信访局', '', '部门', '仙源镇', '', '', '', ''],
        ['2', '又一村', '', '村', '仙源镇', '', '', '', ''],
      ),
    ).toEqual([['unit_parent_kind'], ['unit_parent_kind'], []]);
    // What is below stays: a township with villages becomes no department.
    expect(
      faults(
        ['341003101', '仙源镇', '', '部门', '黄山区', '', '', '', ''],
        ['2', '又一村', '', '村', '仙源镇', '', '', '', ''],
      ),
    ).toEqual([[], ['unit_parent_kind']]);

    expect(
      faults(
        ['341003101', '仙源镇', '', '乡镇', '汤口镇', '', '', '', ''],
        ['341003102', '汤口镇', '', '乡镇', '仙源镇', '', '', '', ''],
      ),
    ).toEqual([['unit_parent_kind'], ['unit_parent_kind']]);
  });

  it('refuses the file for an identity number anywhere', () => {
    expect(() => read(['B30', '区信访局', '', '部门', '黄山区', '', '', '', '', '34100319800101123X'])).toThrow(
      '含有身份证号码，请删除后重新导入',
    );
  });

  it('answers whatever is in the cells', () => {
    const text = fc.oneof(fc.string({ maxLength: 12 }), fc.constantFrom('仙源镇', '黄山区', 'B30', '部门', '乡镇', ''));
    fc.assert(
      fc.property(fc.array(fc.array(text, { minLength: 9, maxLength: 9 }), { maxLength: 6 }), (lines) => {
        const rows = read(['B31', '区某局', '', '部门', '黄山区', '', '', '', ''], ...lines);
        for (const { kind, parent, findings } of rows)
          if (kind === null || parent === null) expect(findings.some(({ level }) => level === 'error')).toBe(true);
      }),
    );
  });
});
