import type { Bulletin, BulletinDocument, Download } from '@nuanxin/contract';
import { officialDay } from '@nuanxin/domain';
import {
  AlignmentType,
  BorderStyle,
  Document,
  Footer,
  Header,
  LineRuleType,
  Packer,
  PageNumber,
  Paragraph,
  TextRun,
  type IParagraphOptions,
  type IRunOptions,
} from 'docx';
import { momentText } from '../../export-list.ts';
import { figureTable, unitTable } from './docx-tables.ts';

/*
 * Layout of official documents (GB/T 9704-2012): A4 with 37 mm above and 28 mm at the left of a type area of 156 by 225 mm,
 * 22 lines of 28 characters in size 3 仿宋; title in size 2 小标宋, first headings 黑体. Lengths are in twips (1/20 pt), type
 * sizes in half-points.
 */
const mm = (length: number): number => Math.round((length / 25.4) * 1440);
const SIZE_2 = 44;
const SIZE_3 = 32;
const SIZE_4 = 28;
const LINE = 28.95 * 20;
const CHARACTER = 16 * 20;
const RED = 'C00000';

const font = (eastAsia: string) => ({ ascii: 'Times New Roman', hAnsi: 'Times New Roman', eastAsia });
const FANGSONG = font('仿宋');
const HEITI = font('黑体');
const XIAOBIAOSONG = font('方正小标宋简体');

const line = (text: string, run: IRunOptions = {}, paragraph: IParagraphOptions = {}): Paragraph =>
  new Paragraph({
    spacing: { line: LINE, lineRule: LineRuleType.EXACT },
    ...paragraph,
    children: [new TextRun({ font: FANGSONG, size: SIZE_3, ...run, text })],
  });
const blank = (): Paragraph => line('');
const centred = { alignment: AlignmentType.CENTER };
const indented = { indent: { firstLine: 2 * CHARACTER } };

/** The bulletin as .docx; what is not published yet says so at the head of each page. */
export async function bulletinDocx({ document, state, period }: Bulletin): Promise<Download> {
  const isDraft = state !== 'published';
  const file = new Document({
    creator: document.issuer,
    title: document.title,
    evenAndOddHeaderAndFooters: true,
    styles: { default: { document: { run: { font: FANGSONG, size: SIZE_3 } } } },
    sections: [
      {
        properties: {
          page: {
            size: { width: mm(210), height: mm(297) },
            margin: { top: mm(37), bottom: mm(35), left: mm(28), right: mm(26), footer: mm(25) },
          },
        },
        ...(isDraft ? { headers: { default: draftMark(), even: draftMark() } } : {}),
        footers: { default: pageNumber(AlignmentType.RIGHT), even: pageNumber(AlignmentType.LEFT) },
        children: [...head(document), ...body(document), ...annex(document)],
      },
    ],
  });
  const name = `${document.title}${isDraft ? '（草稿）' : ''}`.replace(/[\\/:*?"<>|]/g, '');
  return { fileName: `${name || period}.docx`, content: await Packer.toBuffer(file) };
}

function draftMark(): Header {
  return new Header({
    children: [line('草稿，未印发', { color: RED, size: SIZE_4 }, { alignment: AlignmentType.RIGHT })],
  });
}

/** Size 4 宋体 between dashes: at the right of odd pages, at the left of even ones. */
function pageNumber(alignment: (typeof AlignmentType)[keyof typeof AlignmentType]): Footer {
  const text = { font: font('宋体'), size: SIZE_4 };
  return new Footer({
    children: [
      new Paragraph({
        alignment,
        indent: { left: CHARACTER, right: CHARACTER },
        children: [new TextRun({ ...text, children: ['— ', PageNumber.CURRENT, ' —'] })],
      }),
    ],
  });
}

/** Who issues it in red, its number, and the red line below. */
function head({ issuer, documentNo }: BulletinDocument): Paragraph[] {
  return [
    new Paragraph({
      ...centred,
      spacing: { after: mm(8) },
      children: [new TextRun({ text: issuer, font: XIAOBIAOSONG, size: 60, color: RED })],
    }),
    line(
      documentNo ?? '',
      {},
      {
        ...centred,
        border: { bottom: { style: BorderStyle.SINGLE, size: 12, color: RED, space: 6 } },
      },
    ),
    blank(),
  ];
}

function body({
  title,
  addressee,
  sections,
  issuer,
  issuedOn,
  annex: { title: annexTitle },
}: BulletinDocument): Paragraph[] {
  return [
    line(
      title,
      { font: XIAOBIAOSONG, size: SIZE_2 },
      { ...centred, spacing: { line: 36 * 20, lineRule: LineRuleType.EXACT } },
    ),
    blank(),
    line(`${addressee}：`),
    ...sections.flatMap(({ heading, paragraphs }) => [
      line(heading, { font: HEITI }, { ...indented, keepNext: true }),
      ...paragraphs.map((text) => line(text, {}, indented)),
    ]),
    blank(),
    line(`附件：${annexTitle}`, {}, indented),
    blank(),
    line(issuer, {}, { alignment: AlignmentType.RIGHT, indent: { right: 2 * CHARACTER }, keepNext: true }),
    line(
      issuedOn ? officialDay(issuedOn) : '',
      {},
      {
        alignment: AlignmentType.RIGHT,
        indent: { right: 4 * CHARACTER },
      },
    ),
  ];
}

function annex({ annex: { title, coverage, figures, units } }: BulletinDocument) {
  const small = { size: 24 };
  return [
    line('附件', { font: HEITI }, { pageBreakBefore: true }),
    blank(),
    line(
      title,
      { font: XIAOBIAOSONG, size: SIZE_2 },
      { ...centred, spacing: { line: 36 * 20, lineRule: LineRuleType.EXACT } },
    ),
    line(coverage, small, centred),
    figureTable(figures),
    blank(),
    line('各单位报送情况', { font: HEITI, ...small }, { ...centred, keepNext: true }),
    unitTable(
      units.map(({ unit, standing, submittedAt }) => ({
        unit: unit.name,
        standing,
        at: momentText(submittedAt) ?? '',
      })),
    ),
  ];
}
