import { annex7, OWN_HEAD, sheetWindow, type AskedWindow, type SheetData } from '@nuanxin/domain';
import { describe, expect, it } from 'vitest';
import { form, sheet } from './sheets.ts';

const look = (sheets: SheetData[], asked: Partial<AskedWindow> = {}) =>
  sheetWindow(
    { format: 'xlsx', sheets },
    {
      sheet: sheets[0]?.name ?? '',
      from: 1,
      limit: 200,
      layout: 'table',
      imported: [sheets[0]?.name ?? ''],
      form: annex7,
      decisions: { cells: [], headers: [] },
      masked: false,
      ...asked,
    },
  );
const table = (...rows: (string | number | null)[][]) =>
  sheet([['2025年第二季度'], ['填报单位', '专栏稿件', '区级媒体刊播数', '联络员人数'], ...rows]);

describe('a stretch of a sheet', () => {
  it('names hidden sheets as such and leaves out what the product put into the file', () => {
    const result = sheet([['导入结果：表.xlsx'], [], OWN_HEAD], { name: '导入结果' });
    const sheets = [result, table(), sheet([[1]], { name: '去年', hidden: true })];
    expect(look(sheets, { sheet: '附件7' })?.sheets).toEqual([
      { name: '附件7', hidden: false },
      { name: '去年', hidden: true },
    ]);
    expect(look(sheets, { sheet: '导入结果' })).toBeNull();
    expect(look(sheets, { sheet: '去年' })).toMatchObject({ rows: 1, header: null, meanings: {} });
  });

  it('says what each column means, also what somebody decided that it means', () => {
    const asked = look([table(['甘棠镇', 1, 2, 3])]);
    expect(asked).toMatchObject({ header: { first: 2, last: 2 }, meanings: { A: 'unit', C: 'F0102', D: 'F0501' } });
    expect(asked?.meanings).not.toHaveProperty('B');
    const headers = [{ text: '专栏稿件', field: 'F0101' }];
    expect(look([table()], { decisions: { cells: [], headers } })?.meanings).toMatchObject({ B: 'F0101' });
    const cells = [{ sheet: '附件7', cell: 'B2', text: '市级媒体刊播数' }];
    expect(look([table()], { decisions: { cells, headers: [] } })?.meanings).toMatchObject({ B: 'F0103' });
  });

  it('shows a sheet whose header can no longer be read, without saying what its columns mean', () => {
    const headers = [{ text: '专栏稿件', field: 'F0102' }];
    expect(look([table(['甘棠镇', 1, 2, 3])], { decisions: { cells: [], headers } })).toMatchObject({
      header: null,
      meanings: {},
      lines: [[{ text: '2025年第二季度' }], expect.anything(), expect.anything()],
    });
  });

  it('says in which cells of a form its values stand', () => {
    const asked = look([form([['2025年第二季度'], ['填报单位：甘棠镇']])], { layout: 'form' });
    expect(asked?.meanings).toEqual({ A2: 'unit', C4: 'F0102', C5: 'F0501', C6: 'F0606' });
  });

  it('gives a wide sheet in shorter stretches', () => {
    const wide = sheet(Array.from({ length: 300 }, () => Array.from({ length: 240 }, (_, i) => i)));
    expect(look([wide], { imported: [] })).toMatchObject({ rows: 300, columns: 240, limit: 50 });
    expect(look([wide], { imported: [], from: 251 })?.lines.length).toBe(50);
  });

  it('cuts a text only where it is longer than what may be put in its place, or where there is very much of it', () => {
    const [line] = look([sheet([['长'.repeat(2000), '长'.repeat(2001)]])], { imported: [] })?.lines ?? [];
    expect(line?.map((cell) => [cell?.text.length, cell?.cut])).toEqual([
      [2000, undefined],
      [2000, true],
    ]);
    const much = sheet(Array.from({ length: 200 }, () => Array.from({ length: 20 }, () => '长'.repeat(2000))));
    const lines = look([much], { imported: [] })?.lines ?? [];
    expect(JSON.stringify(lines).length).toBeLessThan(2_000_000);
    expect(lines.at(-1)?.at(-1)).toEqual({ text: '长'.repeat(100), cut: true });
  });

  it('brings the text of a merged area along that begins above it', () => {
    const merges = [{ top: 2, left: 0, bottom: 5, right: 0 }];
    const rows = [
      ['甘棠镇', 1, 2, 3],
      [null, 1, 2, 3],
      [null, 1, 2, 3],
      [null, 1, 2, 3],
    ];
    const merged = { ...table(...rows), merges };
    expect(look([merged], { from: 5 })?.merges).toEqual([
      { top: 3, left: 1, bottom: 6, right: 1, cell: { text: '甘棠镇' } },
    ]);
    expect(look([merged])?.merges).toEqual([{ top: 3, left: 1, bottom: 6, right: 1 }]);
  });
});
