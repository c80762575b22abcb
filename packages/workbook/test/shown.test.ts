import { annex7, readImport, type FormContext, type ImportReading } from '@nuanxin/domain';
import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate';
import { writeXlsx } from 'hucre';
import { describe, expect, it } from 'vitest';
import { readWorkbook, WorkbookRefused } from '../src/index.ts';
import { mayShowOtherwise } from '../src/shown-otherwise.ts';
import { units } from './units.ts';

// What a person sees in the cells and what the importer makes of it must be the same, or be asked about.
const contextOf = (): FormContext => ({ kind: 'township', quarter: 2, villages: 5 });
const labels = ['填报单位', '区级媒体刊播数', '海报张贴数', '宣传单(册)发放数'];

async function read(bytes: Buffer, fileName = '表.xlsx'): Promise<ImportReading> {
  const workbook = await readWorkbook(bytes, fileName);
  return readImport(workbook, { form: annex7, units, contextOf, fileName });
}
const told = ({ rows }: ImportReading) =>
  rows.map(({ values, findings }) => [
    values.F0102,
    ...findings.map(({ level, code, cell, text }) => `${level} ${code} ${cell} ${text}`),
  ]);

describe('footnote marks', () => {
  async function withRuns(runs: string): Promise<Buffer> {
    const rows = [['2025年第二季度'], labels, ['甘棠镇', '数', 3, 4]];
    const parts = unzipSync(await writeXlsx({ sheets: [{ name: '表', rows }] }));
    const path = 'xl/sharedStrings.xml';
    const xml = strFromU8(parts[path] as Uint8Array).replace(/<si><t[^>]*>数<\/t><\/si>/, `<si>${runs}</si>`);
    return Buffer.from(zipSync({ ...parts, [path]: strToU8(xml) }));
  }

  it('D26 a small 1 beside 35 makes no 351 of it, in Excel', async () => {
    const raised = '<r><t>35</t></r><r><rPr><vertAlign val="superscript"/></rPr><t>1</t></r>';
    expect(told(await read(await withRuns(raised)))).toEqual([[undefined, 'error not_numeric B3 35¹']]);
    const coloured = '<r><t>35</t></r><r><rPr><b/></rPr><t>1</t></r>';
    expect(told(await read(await withRuns(coloured)))).toEqual([[351]]);
  });

  it.each(['sup', 'sub'])('D26 nor in a web page that is called .xls (%s)', async (tag) => {
    const row = (...cells: string[]): string => `<tr>${cells.map((cell) => `<td>${cell}</td>`).join('')}</tr>`;
    const table = [row('2025年第二季度'), row(...labels), row('甘棠镇', `35<${tag}>1</${tag}>`, '3', '4')].join('');
    const reading = await read(Buffer.from(`<html><meta charset="utf-8"><table>${table}</table></html>`), '表.xls');
    expect(told(reading)).toEqual([[undefined, expect.stringMatching(/^error not_numeric B3 35[¹₁]$/)]]);
  });
});

describe('formats by which a cell shows another number than it holds', () => {
  const withFormat = async (value: number, numFmt: string) => {
    const rows = [['2025年第二季度'], labels, ['甘棠镇', value, 3, 4]];
    const cells = new Map([['2,1', { style: { numFmt } }]]);
    return told(await read(Buffer.from(await writeXlsx({ sheets: [{ name: '表', rows, cells }] }))));
  };

  it.each([
    [1, '0%'],
    [1, '0.00%'],
    [2, '0"万"'],
    [8000, '0!.0,"万"'],
    [2000, '#,##0,'],
  ])('D33 %d as %s has to be confirmed', async (value, format) => {
    expect(await withFormat(value, format)).toEqual([[value, `confirm shown_otherwise B3 ${value}`]]);
  });

  it.each([
    [1200, '#,##0'],
    [1200, '#,##0.00'],
    [35, '0"篇"'],
    [35, '@'],
    [0, '0%'],
  ])('%d as %s is what it shows', async (value, format) => {
    expect(await withFormat(value, format)).toEqual([[value]]);
  });

  it('says how it is shown and how it is read', async () => {
    const rows = [['2025年第二季度'], labels, ['甘棠镇', 2, 3, 4]];
    const cells = new Map([['2,1', { style: { numFmt: '0"万"' } }]]);
    const reading = await read(Buffer.from(await writeXlsx({ sheets: [{ name: '表', rows, cells }] })));
    expect(reading.rows[0]?.findings[0]?.detail).toMatch(
      /：“2”的单元格格式是“0"万"”，表中显示的与所存的数不同，已按2计，请确认$/,
    );
  });
});

it('a workbook whose styles cannot be inflated is refused as damaged, not as a fault of ours', async () => {
  const bytes = Buffer.from(await writeXlsx({ sheets: [{ name: '表', rows: [labels, ['汤口镇', 1, 2, 3]] }] }));
  expect(mayShowOtherwise(bytes)).toBe(false);
  const styles = bytes.indexOf('xl/styles.xml') + 'xl/styles.xml'.length;
  bytes.fill(0xff, styles, styles + 60);
  expect(() => mayShowOtherwise(bytes)).toThrow(WorkbookRefused);
});
