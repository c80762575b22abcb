import { CFB, utils, write } from '@e965/xlsx';
import { annex7, readImport } from '@nuanxin/domain';
import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate';
import { writeXlsx } from 'hucre';
import { describe, expect, it } from 'vitest';
import { readWorkbook } from '../src/index.ts';
import { units } from './units.ts';

const labels = annex7.fields.slice(0, 2).map(({ label }) => label);
const sheet = [['2025年第二季度'], ['填报单位', ...labels], ['甘棠镇', 1, 2]];

async function workbook(change: (parts: Record<string, Uint8Array>) => Record<string, Uint8Array>): Promise<Buffer> {
  const parts = unzipSync(await writeXlsx({ sheets: [{ name: '汇总', rows: sheet }] }));
  return Buffer.from(zipSync({ ...parts, ...change(parts) }));
}
const refusal = (bytes: Buffer) =>
  readWorkbook(bytes, '汇总.xlsx').then(
    () => null,
    ({ code, detail }: { code: string; detail: string }) => ({ code, detail }),
  );
const SHEET = 'xl/worksheets/sheet1.xml';

describe('workbooks that want more than to be read', () => {
  it.each(['xl/vbaProject.bin', 'xl/macrosheets/sheet1.xml'])('a macro (%s) refuses the file', async (name) => {
    expect(await refusal(await workbook(() => ({ [name]: strToU8('x') })))).toEqual({
      code: 'macro',
      detail: expect.stringContaining('另存为不含宏的 .xlsx'),
    });
  });

  it('a macro in an .xls refuses it as well', async () => {
    const vba = CFB.utils.cfb_new();
    CFB.utils.cfb_add(vba, '/VBA/_VBA_PROJECT', Buffer.from('x'));
    const book = utils.book_new();
    utils.book_append_sheet(book, utils.aoa_to_sheet(sheet), '汇总');
    const plain = write(book, { bookType: 'biff8', type: 'buffer' }) as Buffer;
    const programmed = { ...book, vbaraw: CFB.write(vba) };
    const macro = write(programmed, { bookType: 'biff8', type: 'buffer', bookVBA: true }) as Buffer;
    expect([await refusal(plain), (await refusal(macro))?.code]).toEqual([null, 'macro']);
  });

  it.each([
    ['an external entity', '<!DOCTYPE worksheet [<!ENTITY x SYSTEM "file:///etc/hostname">]>'],
    ['entities that swell', '<!DOCTYPE worksheet [<!ENTITY a "aaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'],
    ['a document type from elsewhere', '<!doctype worksheet SYSTEM "http://127.0.0.1/x.dtd">'],
  ])('%s refuses the file', async (_, declared) => {
    const evil = await workbook((parts) => ({
      [SHEET]: strToU8(strFromU8(parts[SHEET] as Uint8Array).replace(/\?>/, `?>${declared}`)),
    }));
    expect((await refusal(evil))?.code).toBe('xml_entity');
  });

  it('an entity in another encoding is found as well', async () => {
    const evil = await workbook((parts) => {
      const xml = strFromU8(parts[SHEET] as Uint8Array).replace(
        /<\?[^>]*\?>/,
        '<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE x>',
      );
      return { [SHEET]: Buffer.from(`\ufeff${xml}`, 'utf16le') };
    });
    expect((await refusal(evil))?.code).toBe('xml_entity');
  });

  it.each([
    'HYPERLINK("http://127.0.0.1/","12")',
    "cmd|'/c calc'!A0",
    'WEBSERVICE("http://127.0.0.1/")',
    'DDE("a","b","c")',
  ])('the figure of the formula =%s is not taken', async (formula) => {
    const evil = await workbook((parts) => ({
      [SHEET]: strToU8(
        strFromU8(parts[SHEET] as Uint8Array).replace(
          /<c r="B3"[^>]*>.*?<\/c>/,
          `<c r="B3"><f>${formula.replaceAll('"', '&quot;')}</f><v>12</v></c>`,
        ),
      ),
    }));
    const { rows } = readImport(await readWorkbook(evil, '汇总.xlsx'), {
      form: annex7,
      units,
      fileName: '汇总.xlsx',
      contextOf: () => ({ kind: 'township', quarter: 2, villages: null, yearToDate: {} }),
    });
    expect(rows[0]).toMatchObject({ outcome: 'rejected', values: { [annex7.fields[1]?.code ?? '']: 2 } });
    expect(rows[0]?.findings.find(({ level }) => level === 'error')).toMatchObject({
      code: 'formula_unsafe',
      cell: 'B3',
    });
  });

  it('an ordinary formula is taken, a link within the workbook included', async () => {
    const fine = await workbook((parts) => ({
      [SHEET]: strToU8(
        strFromU8(parts[SHEET] as Uint8Array).replace(
          /<c r="B3"[^>]*>.*?<\/c>/,
          '<c r="B3"><f>SUM(C3,一月!B3,IF(C3="a|b",一月!B3,0))</f><v>12</v></c>',
        ),
      ),
    }));
    expect((await readWorkbook(fine, '汇总.xlsx')).sheets[0]?.rows[2]?.[1]).toMatchObject({
      number: 12,
      formula: 'value',
    });
  });
});

describe('formulas that reach out of the workbook', () => {
  const judged = async (formula: string): Promise<string | undefined> => {
    const cells = new Map([['2,1', { formula, formulaResult: 1 }]]);
    const bytes = Buffer.from(await writeXlsx({ sheets: [{ name: '汇总', rows: sheet, cells }] }));
    return (await readWorkbook(bytes, '汇总.xlsx')).sheets[0]?.rows[2]?.[1]?.formula;
  };
  it.each([
    String.raw`'C:\x\[旧表.xlsx]汇总'!B3`,
    '[1]Sheet1!A1',
    '[1]汇总!A1+1',
    String.raw`'\\server\share\旧表.xlsx'!名称`,
    String.raw`SUM('\\server\share\[旧表.xlsx]汇总'!B3:B9)`,
    "'https://example.com/[a.xlsx]汇总'!B3",
    'CUBEVALUE("x","y")',
    '_xlfn.STOCKHISTORY("MSFT",TODAY())',
    '_xlfn._xlws.PY(0,0,A1)',
  ])('%s is unsafe', async (formula) => expect(await judged(formula)).toBe('unsafe'));
  it.each(["SUM('二 季度'!B3:B9)", 'SUM(表1[本期])+汇总!A1', 'SUM(B3:B9)', 'IF(A1="[1]x!",1,2)', 'COPY(1)'])(
    '%s stays inside',
    async (formula) => expect(await judged(formula)).toBe('value'),
  );
});
