import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import XLSX from '@e965/xlsx';
import { annex7, readImport, type FormContext, type ImportReading } from '@nuanxin/domain';
import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { expectations, reportsFolder } from '../../../reports/expected.ts';
import { annotate, readWorkbook, type Remark } from '../src/index.ts';
import { units } from './units.ts';

const contextOf = (): FormContext => ({ kind: 'township', quarter: 2, villages: 5 });
const FAULTY = '2025年三季度情况汇总表_有错.xlsx';
const bytesOf = (file: string): Buffer => readFileSync(join(reportsFolder, file));

async function read(bytes: Uint8Array, fileName: string): Promise<ImportReading> {
  const file = await readWorkbook(Buffer.from(bytes), fileName);
  return readImport(file, { form: annex7, units, contextOf, fileName });
}

function remarksOf({ rows, findings }: ImportReading): Remark[] {
  const sheet = rows[0]?.sheet ?? '';
  const of = (each: ImportReading['findings'][number], on: string, unit: string): Remark => ({
    level: each.level,
    sheet: on,
    cell: each.cell,
    unit,
    text: each.text ?? '',
    detail: each.detail,
  });
  return [
    ...findings.map((each) => of(each, sheet, '')),
    ...rows.flatMap((row) => row.findings.map((each) => of(each, row.sheet, row.unit?.name ?? row.unitText ?? ''))),
  ];
}

async function givenBack(bytes: Buffer, fileName: string): Promise<{ bytes: Buffer; reading: ImportReading }> {
  const reading = await read(bytes, fileName);
  const given = await annotate(bytes, fileName, [`导入结果：${fileName}`], remarksOf(reading));
  return { bytes: Buffer.from(given), reading };
}

const open = (bytes: Uint8Array) => XLSX.read(bytes, { cellStyles: true, cellFormula: true });
const values = (sheet: XLSX.WorkSheet | undefined): unknown[] =>
  Object.entries(sheet ?? {}).flatMap(([cell, each]) =>
    /^[A-Z]/.test(cell) && each.v !== undefined ? [[cell, each.v, each.f]] : [],
  );
const part = (bytes: Uint8Array, path: string): string => strFromU8(unzipSync(bytes)[path] ?? new Uint8Array());
const parts = (bytes: Uint8Array): string[] => Object.keys(unzipSync(bytes));

/** A workbook made by hand, to hold what fixtures do not. */
function workbook(sheet: string, more: Record<string, string> = {}): Buffer {
  const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
  const rel = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
  const files: Record<string, string> = {
    '[Content_Types].xml':
      '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>',
    '_rels/.rels': `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="${rel}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    'xl/workbook.xml': `<workbook xmlns="${main}" xmlns:r="${rel}"><bookViews><workbookView activeTab="0"/></bookViews><sheets><sheet name="汇总" sheetId="1" r:id="rId1"/></sheets><definedNames><definedName name="_xlnm.Print_Titles" localSheetId="0">汇总!$1:$2</definedName></definedNames></workbook>`,
    'xl/_rels/workbook.xml.rels': `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="${rel}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`,
    'xl/worksheets/sheet1.xml': sheet,
    ...more,
  };
  return Buffer.from(zipSync(Object.fromEntries(Object.entries(files).map(([path, text]) => [path, strToU8(text)]))));
}
const error = (cell: string, detail = '请改正'): Remark => ({
  level: 'error',
  sheet: '汇总',
  cell,
  unit: '甘棠镇',
  text: '',
  detail,
});

describe('a workbook that is given back', () => {
  it.each(expectations.map(({ file }) => file))('%s opens, with its values and formulas as they were', async (file) => {
    const { bytes } = await givenBack(bytesOf(file), file);
    const [cover, ...names] = open(bytes).SheetNames;
    expect(cover).toBe('导入结果');
    const before = open(bytesOf(file));
    if (!/\.(csv|xls)$/.test(file)) {
      expect(names).toEqual(before.SheetNames);
      for (const name of names) {
        expect(values(open(bytes).Sheets[name])).toEqual(values(before.Sheets[name]));
        expect(open(bytes).Sheets[name]?.['!merges'] ?? []).toEqual(before.Sheets[name]?.['!merges'] ?? []);
        expect(open(bytes).Sheets[name]?.['!cols']).toEqual(before.Sheets[name]?.['!cols']);
      }
    }
    expect(names.length).toBeGreaterThan(0);
  });

  it.each(expectations.map(({ file }) => file))(
    '%s comes to the same outcome when it is imported again',
    async (file) => {
      const { bytes, reading } = await givenBack(bytesOf(file), file);
      const again = await read(bytes, file.replace(/\.[^.]*$/, '.xlsx'));
      const bare = ({ rows }: ImportReading) =>
        rows.map(({ row, unit, outcome, values: figures, findings }) => [
          row,
          unit?.code,
          outcome,
          figures,
          findings.map(({ code, cell }) => [code, cell]),
        ]);
      expect(bare(again)).toEqual(bare(reading));
    },
  );

  it('has a coloured cell with a note for every finding in a cell, and a line with a link on the first sheet', async () => {
    const { bytes, reading } = await givenBack(bytesOf(FAULTY), FAULTY);
    const remarks = remarksOf(reading);
    const book = open(bytes);
    const cells = remarks.flatMap(({ cell, sheet, detail }) => (cell === null ? [] : [{ cell, sheet, detail }]));
    expect(cells.length).toBeGreaterThan(8);
    for (const { cell, sheet, detail } of cells) {
      const found = book.Sheets[sheet]?.[cell];
      const note = (found?.c ?? []).map(({ t }: { t: string }) => t).join('\n');
      expect(note, cell).toContain(detail);
      expect(['FFC7CF', 'FFE69A', 'DDEBF8'], cell).toContain(found?.s?.fgColor?.rgb?.slice(-6));
    }
    const cover = XLSX.utils.sheet_to_json<string[]>(book.Sheets['导入结果'] ?? {}, { header: 1 });
    const lines = cover.filter(([no]) => /^\d+$/.test(String(no)));
    expect(lines.map((line) => line[6]).toSorted()).toEqual(remarks.map(({ detail }) => detail).toSorted());
    expect(lines.map((line) => line[1])).toEqual(
      ['错误', '待确认', '提示'].flatMap((word) => lines.filter((line) => line[1] === word).map(() => word)),
    );
    expect(part(bytes, 'xl/worksheets/nuanxin1.xml').match(/<hyperlink /g)).toHaveLength(cells.length);
  });

  it.each(['情况汇总表'.repeat(10), "'甲[1]/乙?：'", ''])(
    'a CSV file is given back whatever its name: %j',
    async (name) => {
      const { bytes, reading } = await givenBack(bytesOf('2025年二季度各乡镇情况汇总表_GBK.csv'), `${name}.csv`);
      expect(open(bytes).SheetNames).toEqual(['导入结果', reading.rows[0]?.sheet]);
    },
  );

  it('is the same file when it is given back a second time', async () => {
    const first = await givenBack(bytesOf(FAULTY), FAULTY);
    const second = await givenBack(first.bytes, FAULTY);
    expect(parts(second.bytes).toSorted()).toEqual(parts(first.bytes).toSorted());
    const sheet = parts(first.bytes).find((path) => path.endsWith('worksheets/sheet1.xml')) ?? '';
    expect(part(second.bytes, sheet) === part(first.bytes, sheet)).toBe(true);
    expect(part(second.bytes, 'xl/workbook.xml').match(/导入结果/g)).toHaveLength(1);
  });

  it('loses its marks where its sender has mended it', async () => {
    const { bytes } = await givenBack(bytesOf(FAULTY), FAULTY);
    const clean = Buffer.from(await annotate(bytes, FAULTY, [], []));
    const before = open(bytesOf(FAULTY));
    const after = open(clean);
    for (const name of before.SheetNames) {
      for (const [cell, each] of Object.entries(after.Sheets[name] ?? {})) {
        if (!/^[A-Z]/.test(cell)) continue;
        expect(each.c, cell).toBeUndefined();
        expect(each.s?.fgColor, cell).toEqual(before.Sheets[name]?.[cell]?.s?.fgColor);
      }
    }
  });

  const main = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"';

  it('marks cells and rows that the file leaves out', async () => {
    const sheet = `<worksheet ${main}><sheetData><row r="1"><c r="A1"><v>1</v></c><c r="D1"><v>4</v></c></row><row r="5"/></sheetData></worksheet>`;
    const bytes = await annotate(
      workbook(sheet),
      '表.xlsx',
      [],
      ['B1', 'C1', 'E1', 'A3', 'A5', 'C5', 'B9'].map((cell) => error(cell)),
    );
    const written = part(bytes, 'xl/worksheets/sheet1.xml');
    expect([...written.matchAll(/ r="([A-Z]+\d+)"/g)].map(([, cell]) => cell)).toEqual([
      'A1',
      'B1',
      'C1',
      'D1',
      'E1',
      'A3',
      'A5',
      'C5',
      'B9',
    ]);
    expect([...written.matchAll(/<row r="(\d+)"/g)].map(([, row]) => row)).toEqual(['1', '3', '5', '9']);
    expect(open(bytes).Sheets['汇总']?.B9?.c?.[0]?.t).toContain('请改正');
  });

  it('finds cells and rows that do not say where they stand', async () => {
    const sheet = `<worksheet ${main}><sheetData><row><c><v>1</v></c><c><v>2</v></c></row><row><c><v>3</v></c></row></sheetData></worksheet>`;
    const written = part(
      await annotate(workbook(sheet), '表.xlsx', [], [error('B1'), error('A2')]),
      'xl/worksheets/sheet1.xml',
    );
    expect(written.match(/<c s="1">/g)).toHaveLength(2);
    expect(written).toMatch(/<c><v>1<\/v><\/c><c s="1"><v>2<\/v>/);
  });

  it('marks the cell that shows a merged area', async () => {
    const sheet = `<worksheet ${main}><sheetData><row r="1"><c r="A1"><v>1</v></c></row></sheetData><mergeCells count="1"><mergeCell ref="A1:C2"/></mergeCells></worksheet>`;
    const bytes = await annotate(workbook(sheet), '表.xlsx', [], [error('B2')]);
    expect(part(bytes, 'xl/worksheets/sheet1.xml')).toContain('<c r="A1" s="1">');
    expect(open(bytes).Sheets['汇总']?.A1?.c).toHaveLength(1);
  });

  it('keeps the names that belong to its sheets, which now stand one place further', async () => {
    const sheet = `<worksheet ${main}><sheetViews><sheetView tabSelected="1" workbookViewId="0"/></sheetViews><sheetData/></worksheet>`;
    const bytes = await annotate(workbook(sheet), '表.xlsx', [], [error('A1')]);
    expect(part(bytes, 'xl/workbook.xml')).toContain('localSheetId="1"');
    expect(part(bytes, 'xl/worksheets/sheet1.xml')).not.toContain('tabSelected');
    const twice = await annotate(Buffer.from(bytes), '表.xlsx', [], [error('A1')]);
    expect(part(twice, 'xl/workbook.xml')).toContain('localSheetId="1"');
  });

  it('reads elements with a prefix, as some programs write them', async () => {
    const sheet =
      '<x:worksheet xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><x:sheetData><x:row r="1"><x:c r="A1"><x:v>1</x:v></x:c></x:row></x:sheetData><x:extLst/></x:worksheet>';
    const written = part(
      await annotate(workbook(sheet), '表.xlsx', [], [error('A1'), error('B1')]),
      'xl/worksheets/sheet1.xml',
    );
    expect(written).toMatch(/<x:c r="A1" s="1"><x:v>1<\/x:v><\/x:c><x:c r="B1" s="1"\/>/);
    expect(written).toMatch(/<x:legacyDrawing [^>]*\/><x:extLst\/>/);
  });

  it('keeps the notes that others wrote, and puts ours below theirs', async () => {
    const rel = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
    const sheet = `<worksheet ${main} xmlns:r="${rel}"><sheetData><row r="1"><c r="A1"><v>1</v></c><c r="B1"><v>2</v></c></row></sheetData><legacyDrawing r:id="rId2"/></worksheet>`;
    const file = workbook(sheet, {
      'xl/worksheets/_rels/sheet1.xml.rels': `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="${rel}/comments" Target="../comments1.xml"/><Relationship Id="rId2" Type="${rel}/vmlDrawing" Target="../drawings/vmlDrawing1.vml"/></Relationships>`,
      'xl/comments1.xml': `<comments ${main}><authors><author>王晓明</author></authors><commentList><comment ref="A1" authorId="0"><text><r><t>已与财政所核对</t></r></text></comment></commentList></comments>`,
      'xl/drawings/vmlDrawing1.vml':
        '<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:x="urn:schemas-microsoft-com:office:excel"><v:shape id="s1"><x:ClientData ObjectType="Note"><x:Row>0</x:Row><x:Column>0</x:Column></x:ClientData></v:shape></xml>',
    });
    const bytes = await annotate(file, '表.xlsx', [], [error('A1', '请核对'), error('B1')]);
    const notes = open(bytes).Sheets['汇总'];
    expect(notes?.A1?.c?.[0]?.t).toMatch(/已与财政所核对[^]*请核对/);
    expect(notes?.B1?.c?.[0]?.t).toMatch(/^暖心/);
    expect(part(bytes, 'xl/comments1.xml')).toMatch(/<author>王晓明<\/author><author>暖心<\/author>/);
    expect(part(bytes, 'xl/drawings/vmlDrawing1.vml').match(/<v:shape[ >]/g)).toHaveLength(2);
    const mended = await annotate(Buffer.from(bytes), '表.xlsx', [], []);
    expect(part(mended, 'xl/comments1.xml').match(/<comment /g)).toHaveLength(1);
    expect(part(mended, 'xl/drawings/vmlDrawing1.vml').match(/<v:shape[ >]/g)).toHaveLength(1);
  });

  it('lists what no text can break: quotes, markup, formulas and control characters', async () => {
    const sheet = `<worksheet ${main}><sheetData><row r="1"><c r="A1"><v>1</v></c></row></sheetData></worksheet>`;
    const nasty = '=HYPERLINK("x")&<b>\u0007“引号”\ud800';
    const bytes = await annotate(workbook(sheet), '表.xlsx', [nasty], [{ ...error('A1', nasty), text: nasty }]);
    const cover = open(bytes).Sheets['导入结果'];
    expect(cover?.A1).toMatchObject({ t: 's', v: expect.stringContaining('=HYPERLINK("x")&<b>“引号”') });
    expect(cover?.A1?.f).toBeUndefined();
  });
});
