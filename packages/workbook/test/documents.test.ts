import type { DocumentData } from '@nuanxin/domain';
import fc from 'fast-check';
import { zipSync } from 'fflate';
import { writeXlsx } from 'hucre';
import { describe, expect, it } from 'vitest';
import { readSent, WorkbookRefused, type Limits } from '../src/index.ts';
import { docx, docxOf, ole, oldDoc, paragraph, run } from './docx.ts';

const read = async (bytes: Buffer, limits: Partial<Limits> = {}): Promise<DocumentData> => {
  const file = await readSent(bytes, '小结.docx', limits);
  if (!('paragraphs' in file)) throw new Error('a workbook');
  return file;
};
const paragraphs = async (body: string, parts: Record<string, string> = {}) =>
  (await read(docxOf(body, parts))).paragraphs;
const refusal = (bytes: Buffer, limits: Partial<Limits> = {}) =>
  readSent(bytes, '小结.docx', limits).then(
    () => 'read',
    (error: { code: string; detail: string }) => [error.code, error.detail],
  );

describe('the text of a .docx', () => {
  it('is its paragraphs, blank ones left out, with tabs, soft line breaks and full-width spaces', async () => {
    expect(
      await paragraphs(
        [
          paragraph('　　甘棠镇认真贯彻'),
          paragraph('\0'),
          paragraph(`${run('一是')}<w:r><w:tab/><w:t>宣传</w:t></w:r>${run('上\n下')}`),
          paragraph('<w:r><w:t>30</w:t><w:noBreakHyphen/><w:t>40户</w:t><w:br w:type="page"/></w:r>'),
        ].join(''),
      ),
    ).toEqual(['　　甘棠镇认真贯彻', '一是\t宣传上\n下', '30-40户']);
  });

  it('counts what was inserted and not what was deleted, moved away or hidden', async () => {
    const deleted = '<w:del w:id="1"><w:r><w:delText>发放900份</w:delText></w:r></w:del>';
    const moved = `<w:moveFrom w:id="2">${run('旧处')}</w:moveFrom><w:moveTo w:id="3">${run('新处')}</w:moveTo>`;
    const hidden = '<w:r><w:rPr><w:vanish/></w:rPr><w:t>不显示</w:t></w:r>';
    const shown = '<w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t>显示</w:t></w:r>';
    const inserted = `<w:ins w:id="4">${run('发放800份')}</w:ins>`;
    const file = await read(docxOf(paragraph(deleted + inserted + moved + hidden + shown)));
    expect(file.paragraphs).toEqual(['发放800份新处显示']);
    expect(file.rest.join()).toContain('发放900份');
    expect(file.rest.join()).toContain('不显示');
  });

  it('joins paragraphs whose end was deleted, and leaves out deleted rows of a table', async () => {
    const end = '<w:rPr><w:del w:id="1"/></w:rPr>';
    const row = (text: string, properties = '') =>
      `<w:tr>${properties}<w:tc>${paragraph(text)}</w:tc><w:tc>${paragraph('1')}</w:tc></w:tr>`;
    expect(
      await paragraphs(
        `${paragraph('宣传', end)}${paragraph('到户')}<w:tbl>${row('留')}${row('删', '<w:trPr><w:del w:id="2"/></w:trPr>')}</w:tbl>`,
      ),
    ).toEqual(['宣传到户', '留\t1']);
  });

  it('holds the words of links, fields, text boxes and controls once each, and no table of contents', async () => {
    const field = (instruction: string, result: string) =>
      `<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> ${instruction} </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>${result}<w:r><w:fldChar w:fldCharType="end"/></w:r>`;
    const box = `<w:txbxContent>${paragraph('框内')}</w:txbxContent>`;
    expect(
      await paragraphs(
        [
          paragraph(field(String.raw`TOC \o "1-3"`, run('一、主要做法\t1'))),
          paragraph(`<w:hyperlink>${run('链接')}</w:hyperlink>${field('DATE', run('6月30日'))}`),
          paragraph(
            `<w:r><mc:AlternateContent><mc:Choice>${box}</mc:Choice><mc:Fallback><w:pict>${box}</w:pict></mc:Fallback></mc:AlternateContent></w:r>${run('框外')}`,
          ),
          `<w:sdt><w:sdtContent>${paragraph('控件')}</w:sdtContent></w:sdt>`,
        ].join(''),
      ),
    ).toEqual(['链接6月30日', '框外', '框内', '控件']);
  });

  it('gives a row of a table as a line, and cells of several paragraphs one after the other', async () => {
    const cell = (...lines: string[]) => `<w:tc>${lines.map((line) => paragraph(line)).join('')}</w:tc>`;
    const rows = [cell('指标') + cell('数量'), cell('主要做法') + cell('一是宣传。', '二是走访。')];
    expect(await paragraphs(`<w:tbl>${rows.map((row) => `<w:tr>${row}</w:tr>`).join('')}</w:tbl>`)).toEqual([
      '指标\t数量',
      '主要做法',
      '一是宣传。',
      '二是走访。',
    ]);
  });

  it('leaves out headers, comments and notes, tells of notes, and hands them on to be searched', async () => {
    const part = (root: string, text: string) => `<w:${root} xmlns:w="w">${paragraph(text)}</w:${root}>`;
    const file = await read(
      docxOf(paragraph('正文'), {
        'word/header1.xml': part('hdr', '页眉'),
        'word/comments.xml': part('comments', '批注'),
        'word/footnotes.xml': part('footnotes', '脚注'),
      }),
    );
    expect(file).toMatchObject({ paragraphs: ['正文'], notes: true });
    expect(file.rest.toSorted()).toEqual(['批注', '脚注', '页眉'].toSorted());
    expect((await read(docx('正文'))).notes).toBe(false);
  });
});

describe('automatic numbers', () => {
  const level = (at: number, format: string, text: string, more = '') =>
    `<w:lvl w:ilvl="${at}"><w:start w:val="1"/><w:numFmt w:val="${format}"/>${more}<w:lvlText w:val="${text}"/></w:lvl>`;
  const numbering = (levels: string, nums: string) =>
    `<w:numbering xmlns:w="w"><w:abstractNum w:abstractNumId="0">${levels}</w:abstractNum>${nums}</w:numbering>`;
  const num = (id: number, more = '') => `<w:num w:numId="${id}"><w:abstractNumId w:val="0"/>${more}</w:num>`;
  const numbered = (text: string, list: number, at = 0) =>
    paragraph(text, `<w:numPr><w:ilvl w:val="${at}"/><w:numId w:val="${list}"/></w:numPr>`);

  it('stand before their paragraphs as Word shows them', async () => {
    const levels =
      level(0, 'chineseCountingThousand', '%1、') + level(1, 'chineseCounting', '（%2）') + level(2, 'decimal', '%3.');
    const parts = { 'word/numbering.xml': numbering(levels, num(1)) };
    const body = [
      numbered('主要做法', 1),
      numbered('宣传', 1, 1),
      numbered('发放', 1, 2),
      numbered('张贴', 1, 2),
      numbered('走访', 1, 1),
      paragraph('正文'),
      numbered('存在问题', 1),
      numbered('人手', 1, 1),
      paragraph('不编号', '<w:numPr><w:numId w:val="0"/></w:numPr>'),
    ];
    expect(await paragraphs(body.join(''), parts)).toEqual([
      '一、主要做法',
      '（一）宣传',
      '1.发放',
      '2.张贴',
      '（二）走访',
      '正文',
      '二、存在问题',
      '（一）人手',
      '不编号',
    ]);
  });

  it('go on over two lists of one kind unless one begins anew, and count to ninety-nine', async () => {
    const anew = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>';
    const parts = {
      'word/numbering.xml': numbering(level(0, 'japaneseCounting', '%1、'), num(1) + num(2) + num(3, anew)),
    };
    const many = Array.from({ length: 11 }, () => numbered('多', 3)).join('');
    expect(await paragraphs(numbered('甲', 1) + numbered('乙', 2) + many, parts)).toEqual(
      ['一、甲', '二、乙', '一', '二', '三', '四', '五', '六', '七', '八', '九', '十', '十一'].map((each, i) =>
        i < 2 ? each : `${each}、多`,
      ),
    );
  });

  it('may come from the paragraph’s style; bullets show none', async () => {
    const levels =
      level(0, 'chineseCounting', '%1、', '<w:pStyle w:val="2"/>') +
      level(1, 'chineseCounting', '（%2）', '<w:pStyle w:val="3"/>') +
      level(2, 'bullet', '●');
    const list = '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr>';
    const parts = {
      'word/numbering.xml': numbering(levels, num(1)),
      'word/styles.xml': `<w:styles xmlns:w="w"><w:style w:styleId="2">${list}</w:style><w:style w:styleId="3">${list}</w:style><w:style w:styleId="4"><w:basedOn w:val="2"/></w:style></w:styles>`,
    };
    const styled = (text: string, style: string) => paragraph(text, `<w:pStyle w:val="${style}"/>`);
    const body = styled('主要做法', '2') + styled('宣传', '3') + styled('存在问题', '4') + numbered('点', 1, 2);
    expect(await paragraphs(body, parts)).toEqual(['一、主要做法', '（一）宣传', '二、存在问题', '点']);
  });

  it('of deleted paragraphs do not count', async () => {
    const parts = { 'word/numbering.xml': numbering(level(0, 'chineseCounting', '%1、'), num(1)) };
    const gone = `<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr><w:rPr><w:del w:id="1"/></w:rPr></w:pPr><w:del w:id="2"><w:r><w:delText>删</w:delText></w:r></w:del></w:p>`;
    expect(await paragraphs(gone + numbered('主要做法', 1), parts)).toEqual(['一、主要做法']);
  });
});

describe('what is a document', () => {
  it('is told by content: a workbook named .docx is a workbook, a document named .xlsx a document', async () => {
    const workbook = Buffer.from(await writeXlsx({ sheets: [{ name: '表', rows: [['填报单位']] }] }));
    expect(await readSent(workbook, '表.docx')).toMatchObject({ format: 'xlsx' });
    expect(await readSent(docx('正文'), '小结.xlsx')).toMatchObject({ format: 'docx', paragraphs: ['正文'] });
    expect(await readSent(Buffer.from('填报单位,数量\n'), '小结.docx')).toMatchObject({ format: 'csv' });
  });

  it('D09 a .doc or .wps is known as such; its text is only searched', async () => {
    const file = await read(oldDoc('联系人 13805591234'));
    expect(file).toMatchObject({ format: 'doc', paragraphs: [] });
    expect(file.rest.some((text) => text.includes('13805591234'))).toBe(true);
  });

  it.each<[string, Buffer, string, string]>([
    ['a locked .doc', oldDoc('x', 0x0100), 'encrypted', '取消密码'],
    ['a locked .docx', ole('EncryptedPackage', Buffer.alloc(5000)), 'encrypted', '取消密码'],
    ['a document that is cut off', docx('x'.repeat(500)).subarray(0, 300), 'file_damaged', '另存为'],
    [
      'a document without an end',
      docxOf('', { 'word/document.xml': '<w:document><w:body>' }),
      'file_damaged',
      '另存为 .docx',
    ],
    [
      'a document with entities of its own',
      docxOf('', { 'word/document.xml': '<!DOCTYPE x [<!ENTITY a "b">]><w:document>&a;</w:document>' }),
      'xml_entity',
      '外部实体',
    ],
    ['a bomb', docxOf(paragraph('零'.repeat(2_000_000))), 'zip_bomb', '过大'],
    [
      'an archive of something else',
      Buffer.from(zipSync({ '说明.txt': new Uint8Array(3) })),
      'file_type_unsupported',
      '也没有 Word 文档',
    ],
  ])('%s is refused', async (_, bytes, code, words) => {
    expect(await refusal(bytes)).toEqual([code, expect.stringContaining(words)]);
  });

  it('a document of more text than anybody writes is refused', async () => {
    expect(await refusal(docx('一二三四五六'), { characters: 5 })).toMatchObject(['too_large', /5 个字/]);
  });

  it('broken bytes are refused in words, and nothing hangs or crashes', async () => {
    const whole = [docx('甘棠镇2025年第二季度工作小结', '一、主要做法', '入户宣传。'.repeat(50)), oldDoc('旧')];
    const damage = fc.record({
      at: fc.nat(),
      bytes: fc.uint8Array({ minLength: 1, maxLength: 16 }),
      cut: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...whole), damage, async (bytes, { at, bytes: noise, cut }) => {
        const place = at % bytes.length;
        const broken = cut ? bytes.subarray(0, place) : Buffer.from(bytes);
        if (!cut) Buffer.from(noise).copy(broken, place);
        try {
          await readSent(broken, '小结.docx');
        } catch (error) {
          expect(error).toBeInstanceOf(WorkbookRefused);
        }
      }),
      { numRuns: 500 },
    );
  }, 60_000);
});
