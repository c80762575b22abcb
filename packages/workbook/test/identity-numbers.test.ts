import XLSX from '@e965/xlsx';
import { annex7, readImport, type FormContext, type ImportReading } from '@nuanxin/domain';
import { strToU8, unzipSync, zipSync } from 'fflate';
import { writeXlsx, type WriteOptions, type WriteSheet } from 'hucre';
import { describe, expect, it } from 'vitest';
import { annotate, readSent, readWorkbook } from '../src/index.ts';
import { docxOf, oldDoc, paragraph } from './docx.ts';
import { units } from './units.ts';

const PERSON = '34100319800101123X';
const contextOf = (): FormContext => ({ kind: 'township', quarter: 2, villages: 5 });
const rows = [
  ['2025年第二季度', null, null],
  ['填报单位', '“乐享太平 民生先行”专栏上稿数', '区级媒体刊播数'],
  ['甘棠镇', 1, 2],
];

async function read(bytes: Buffer, fileName: string): Promise<ImportReading> {
  return readImport(await readSent(bytes, fileName), { form: annex7, units, contextOf, fileName });
}
const refusal = (bytes: Buffer, fileName = '表.xlsx'): Promise<unknown> =>
  read(bytes, fileName).then(
    ({ layout }) => layout,
    ({ code, detail }: { code: string; detail: string }) => {
      expect(detail).not.toContain(PERSON.slice(0, 6));
      return `${code} ${detail}`;
    },
  );
const book = async (more: Partial<WriteOptions>, sheet: Partial<WriteSheet> = {}, others: WriteSheet[] = []) =>
  Buffer.from(await writeXlsx({ sheets: [{ name: '汇总', rows, ...sheet }, ...others], ...more }));
const withParts = async (parts: Record<string, string>): Promise<Buffer> => {
  const more = Object.fromEntries(Object.entries(parts).map(([path, text]) => [path, strToU8(text)]));
  return Buffer.from(zipSync({ ...unzipSync(await book({})), ...more }));
};

describe('D52 an identity number anywhere in a workbook refuses the file', () => {
  it.each(['导入结果', '选项'])('in a sheet that is called %s as the product calls its own', async (name) => {
    const other = { name, hidden: true, rows: [['名单', PERSON]] };
    expect(await refusal(await book({}, {}, [other]))).toMatch(new RegExp(`^personal_info .*“${name}”B1`));
  });

  it('in the list of findings of a workbook that was given back', async () => {
    const given = await annotate(await book({}), '表.xlsx', ['导入结果：表.xlsx'], []);
    const sent = await readWorkbook(Buffer.from(given), '表.xlsx');
    const cell = { text: PERSON, number: null, date: null, formula: 'none' as const, error: false };
    const sheets = sent.sheets.map((each) =>
      each.name === '导入结果' ? { ...each, rows: [...each.rows, [cell]] } : each,
    );
    const setting = { form: annex7, units, contextOf, fileName: '表.xlsx' };
    expect(() => readImport({ ...sent, sheets }, setting)).toThrow('身份证号码');
    expect(readImport(sent, setting).findings).toEqual([]);
  });

  it.each<[string, Partial<WriteOptions>, Partial<WriteSheet>, string]>([
    ['a comment', {}, { cells: new Map([['2,1', { comment: { text: `联系人${PERSON}` } }]]) }, '文件的批注'],
    ['the title of its properties', { properties: { title: PERSON } }, {}, '文件的文件属性'],
    ['the company of its properties', { properties: { company: PERSON } }, {}, '文件的文件属性'],
    ['a property of its own', { properties: { custom: { 身份证: PERSON } } }, {}, '文件的文件属性'],
    ['the header of its pages', {}, { headerFooter: { oddHeader: `&C${PERSON}` } }, '“汇总”页眉页脚'],
    [
      'the hint of a cell',
      {},
      {
        dataValidations: [{ type: 'whole', formula1: '1', range: 'B3', inputMessage: PERSON, showInputMessage: true }],
      },
      '“汇总”输入提示',
    ],
    [
      'a formula',
      {},
      { cells: new Map([['2,1', { formulaResult: 1, formula: `IF(TRUE,1,"${PERSON}")` }]]) },
      '“汇总”公式或链接',
    ],
    ['a name', { namedRanges: [{ name: '人', range: `"${PERSON}"` }] }, {}, '文件的其他部分'],
  ])('in %s', async (_, more, sheet, place) => {
    expect(await refusal(await book(more, sheet))).toEqual(
      expect.stringMatching(new RegExp(`^personal_info .*${place}含有身份证号码，请删除后重新导入；文件没有保存$`)),
    );
  });

  it.each([
    [
      'a text box',
      'xl/drawings/drawing9.xml',
      `<d xmlns:a="a"><a:p><a:r><a:t>341003</a:t></a:r><a:r><a:rPr/><a:t>19800101123X</a:t></a:r></a:p></d>`,
    ],
    [
      'a comment whose number is coloured in parts',
      'xl/comments9.xml',
      `<comments><comment><text><r><t>3410031980</t></r><r><rPr><b/></rPr><t>0101123X</t></r></text></comment></comments>`,
    ],
    [
      'digits in full width',
      'xl/threadedComments/threadedComment1.xml',
      '<t><text>３４１００３１９８００１０１１２３X</text></t>',
    ],
    [
      'digits as entities',
      'docProps/custom.xml',
      `<p><v>${[...PERSON].map((char) => `&#${char.charCodeAt(0)};`).join('')}</v></p>`,
    ],
    ['what a linked workbook held', 'xl/externalLinks/externalLink1.xml', `<e><v>${PERSON}</v></e>`],
    [
      'what a table of figures keeps of its source',
      'xl/pivotCache/pivotCacheRecords1.xml',
      `<r><s v="${PERSON}"/></r>`,
    ],
  ])('in %s', async (_, path, xml) => {
    expect(await refusal(await withParts({ [path]: xml }))).toMatch(/^personal_info /);
  });

  it.each([
    ['numbers beside each other', 'xl/externalLinks/externalLink1.xml', '<e><v>341003198</v><v>001011234</v></e>'],
    ['a figure with many digits', 'xl/charts/chart1.xml', '<c><v>0.341003198001011234</v></c>'],
    ['a number that is no day of birth', 'xl/drawings/drawing9.xml', '<d id="341003198099991234"/>'],
  ])('but %s are none', async (_, path, xml) => {
    expect(await refusal(await withParts({ [path]: xml }))).toBe('table');
  });

  it('in the properties of an .xls, and not in one without', async () => {
    const old = (Props: XLSX.Properties): Buffer => {
      const workbook = XLSX.utils.book_new();
      XLSX.utils.book_append_sheet(workbook, XLSX.utils.aoa_to_sheet(rows), '汇总');
      workbook.Props = Props;
      return XLSX.write(workbook, { type: 'buffer', bookType: 'biff8' }) as Buffer;
    };
    expect(await refusal(old({ Title: '二季度' }), '表.xls')).toBe('table');
    expect(await refusal(old({ Title: PERSON }), '表.xls')).toMatch(/^personal_info .*文件属性/);
  });

  it.each([
    ['beside the table', `<p>${PERSON}</p>`],
    ['in a comment', `<!-- ${PERSON} -->`],
    ['in pieces', `<p>341003<b>19800101</b>123X</p>`],
  ])('in a web page that is called .xls, %s', async (_, more) => {
    const cells = rows.map((row) => `<tr>${row.map((each) => `<td>${each ?? ''}</td>`).join('')}</tr>`).join('');
    const page = (text: string): Buffer =>
      Buffer.from(`<html><meta charset="utf-8"><table>${cells}</table>${text}</html>`);
    expect([await refusal(page('<p>注</p>'), '表.xls'), await refusal(page(more), '表.xls')]).toEqual([
      'table',
      expect.stringMatching(/^personal_info /),
    ]);
  });
});

describe('D52 an identity number anywhere in a document refuses the file', () => {
  const body = ['甘棠镇2025年第二季度小结', '一、主要做法', '进村入户。'].map((line) => paragraph(line)).join('');
  it.each([
    ['core.xml', `<cp><dc:creator>${PERSON}</dc:creator></cp>`],
    ['app.xml', `<Properties><Company>${PERSON}</Company></Properties>`],
    ['custom.xml', `<Properties><property name="${PERSON}"/></Properties>`],
  ])('in its properties (%s)', async (name, xml) => {
    expect(await refusal(docxOf(body), '小结.docx')).toBe('summary');
    expect(await refusal(docxOf(body, { [`docProps/${name}`]: xml }), '小结.docx')).toMatch(
      /^personal_info 文档的文件属性含有身份证号码/,
    );
  });

  it('in the properties of an old one', async () => {
    const container = XLSX.CFB.read(oldDoc('甘棠镇'), { type: 'buffer' });
    XLSX.CFB.utils.cfb_add(container, '/\u0005SummaryInformation', Buffer.from(`标题${PERSON}。`));
    const bytes = Buffer.from(XLSX.CFB.write(container, { type: 'buffer' }) as Uint8Array);
    expect(await refusal(oldDoc('甘棠镇'), '甘棠镇2025年二季度小结.doc')).toBe('summary');
    expect(await refusal(bytes, '甘棠镇2025年二季度小结.doc')).toMatch(/^personal_info 文档的文件属性/);
  });
});

describe('a sheet of the sender that is called as the product calls its own', () => {
  it('is imported when it is the report, and named when it is not', async () => {
    const own = Buffer.from(await writeXlsx({ sheets: [{ name: '导入结果', rows }] }));
    expect((await read(own, '表.xlsx')).rows).toMatchObject([{ sheet: '导入结果', outcome: 'accepted' }]);
    const beside = await book({}, {}, [
      { name: '导入结果', rows: [['说明']] },
      { name: '选项', rows: [['说明']] },
    ]);
    expect((await read(beside, '表.xlsx')).findings.map(({ code, text }) => [code, text])).toEqual([
      ['sheet_ignored', '导入结果'],
      ['sheet_ignored', '选项'],
    ]);
  });

  it('stays in the workbook that is given back, also the second time', async () => {
    const sent = Buffer.from(await writeXlsx({ sheets: [{ name: '导入结果', rows }] }));
    const remark = {
      level: 'error',
      sheet: '导入结果',
      cell: 'B3',
      unit: '甘棠镇',
      text: '1',
      detail: '请改正',
    } as const;
    const once = await annotate(sent, '表.xlsx', ['导入结果：表.xlsx'], [remark]);
    const twice = await annotate(Buffer.from(once), '表.xlsx', ['导入结果：表.xlsx'], [remark]);
    for (const given of [once, twice]) {
      expect(XLSX.read(given).SheetNames).toEqual(['导入结果2', '导入结果']);
      expect((await read(Buffer.from(given), '表.xlsx')).rows).toMatchObject([
        { sheet: '导入结果', outcome: 'accepted' },
      ]);
    }
  });
});
