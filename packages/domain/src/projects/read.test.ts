import { describe, expect, it } from 'vitest';
import type { SheetCell, WorkbookData } from '../import/sheet.ts';
import { readProjects } from './read.ts';

const cell = (text: string): SheetCell | null =>
  text === '' ? null : { text, number: null, date: null, formula: 'none', error: false };
const book = (...lines: string[][]): WorkbookData => ({
  format: 'xlsx',
  sheets: [{ name: '清单', hidden: false, rows: lines.map((line) => line.map(cell)), merges: [] }],
});
const HEAD = ['序号', '领域', '名称', '标注名称', '类型', '牵头单位'];
const units = [
  { code: 'B05', name: '区民政局', aliases: [{ text: '区民政' }], reports: true },
  { code: 'B08', name: '区卫健委', aliases: [{ text: '区卫计委', oldName: true }], reports: true },
];
const read = (...lines: string[][]) => readProjects(book(HEAD, ...lines), '清单.xlsx', units);
const faults = (...line: string[]) =>
  read(line).rows[0]?.findings.map(({ code, cell: at, level }) => `${level} ${code} ${at}`);

describe('the list of projects in a workbook', () => {
  it('is read below its title, with columns in any order, notes left out', () => {
    const { rows, ignored, unknownHeaders } = readProjects(
      book(
        ['黄山区2025年30项民生实事'],
        ['牵头责任单位', '序号', '项目名称', '简称', '项目类型（三类）', '所属领域', '完成情况'],
        ['区 民政局', '３', '城乡养老服务体系建设', '养老服务', '工程类', '社会保障', '60%'],
        ['注：以上为示例'],
      ),
      '清单.xlsx',
      units,
    );
    expect(rows).toMatchObject([
      {
        row: 3,
        no: 3,
        field: '社会保障',
        name: '城乡养老服务体系建设',
        labelName: '养老服务',
        kind: 'engineering',
        lead: { code: 'B05' },
        note: null,
        findings: [],
      },
    ]);
    expect([ignored, unknownHeaders]).toEqual([[{ row: 4, text: '注：以上为示例' }], ['完成情况']]);
  });

  it('says in which cell what is wrong', () => {
    expect(faults('1', '教育', '安心托幼行动', '安心托幼行动', '补助', '区民政')).toEqual([]);
    expect(faults('', '教育', '安心托幼行动', '安', '其他', '区财政局')).toEqual([
      'error required A2',
      'error label_length D2',
      'error unknown_word E2',
      'error unit_unknown F2',
    ]);
    expect(faults('0', '', '', '简'.repeat(41), '服务类', '')).toEqual([
      'error not_numeric A2',
      'error required B2',
      'error required C2',
      'error label_length D2',
      'warning no_lead F2',
    ]);
    expect(faults('1', '教育', '安心托幼行动', '安心托幼', '服务类', '区卫计委')).toEqual(['warning old_name F2']);
    expect(() => faults('1', '教育', '联系 34100319800101123X', '安心托幼', '服务类', '区民政局')).toThrow(
      '工作表“清单”C2含有身份证号码，请删除后重新导入',
    );
  });

  it('a number that stands twice is refused in both places', () => {
    const row = ['7', '教育', '安心托幼行动', '安心托幼', '服务类', '区民政局'];
    expect(read(row, row).rows.map(({ findings }) => findings.map(({ code }) => code))).toEqual([['twice'], ['twice']]);
  });

  it('a merged field goes for all its rows', () => {
    const data = book(
      HEAD,
      ['1', '教育', '甲项目', '甲项目', '服务类', '区民政局'],
      ['2', '', '乙项目', '乙项目', '服务类', '区民政局'],
    );
    data.sheets[0]?.merges.push({ top: 1, bottom: 2, left: 1, right: 1 });
    expect(readProjects(data, '清单.xlsx', units).rows.map(({ field, findings }) => [field, findings.length])).toEqual([
      ['教育', 0],
      ['教育', 0],
    ]);
  });

  it('another table is refused with what its header should say', () => {
    expect(() => readProjects(book(['填报单位', '数量']), '清单.xlsx', units)).toThrow(
      '没有找到项目清单的表头，应有：序号、领域、名称、标注名称、类型、牵头单位',
    );
    expect(() => readProjects(book(['序号', '名称', '领域']), '清单.xlsx', units)).toThrow(
      '表头缺少“标注名称”“类型”“牵头单位”列',
    );
    expect(() => readProjects(book(HEAD), '清单.xlsx', units)).toThrow('表头下面没有项目');
  });
});
