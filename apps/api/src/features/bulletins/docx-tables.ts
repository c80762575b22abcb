import type { BulletinDocument } from '@nuanxin/contract';
import { AlignmentType, Paragraph, Table, TableCell, TableRow, TextRun, VerticalAlignTable, WidthType } from 'docx';

const font = { ascii: 'Times New Roman', hAnsi: 'Times New Roman', eastAsia: '宋体' };
/** Size 5. */
const SIZE = 21;

interface Column {
  label: string;
  /** Parts of a hundred of the table's width. */
  width: number;
  numeric?: boolean;
}

function table(columns: readonly Column[], rows: readonly (readonly string[])[]): Table {
  const cell = (text: string, { width, numeric }: Column, head: boolean): TableCell =>
    new TableCell({
      width: { size: width, type: WidthType.PERCENTAGE },
      verticalAlign: VerticalAlignTable.CENTER,
      margins: { left: 80, right: 80, top: 20, bottom: 20 },
      children: [
        new Paragraph({
          alignment: head ? AlignmentType.CENTER : numeric ? AlignmentType.RIGHT : AlignmentType.LEFT,
          children: [new TextRun({ text, font, size: SIZE, bold: head })],
        }),
      ],
    });
  const line = (texts: readonly string[], head: boolean): TableRow =>
    new TableRow({
      tableHeader: head,
      cantSplit: true,
      children: columns.map((column, index) => cell(texts[index] ?? '', column, head)),
    });
  return new Table({
    width: { size: 100, type: WidthType.PERCENTAGE },
    rows: [
      line(
        columns.map(({ label }) => label),
        true,
      ),
      ...rows.map((texts) => line(texts, false)),
    ],
  });
}

/** Blank is not zero: what nobody filled in is left blank. */
const number = (value: number | null): string => (value === null ? '' : value.toLocaleString('en-US'));

export function figureTable(figures: BulletinDocument['annex']['figures']): Table {
  return table(
    [
      { label: '指标', width: 44 },
      { label: '单位', width: 10 },
      { label: '本季度', width: 12, numeric: true },
      { label: '本年累计', width: 12, numeric: true },
      { label: '上年同期', width: 12, numeric: true },
      { label: '填报', width: 10, numeric: true },
    ],
    figures.map(({ label, measure, kind, quarter, yearToDate, before, reports, owed }) => [
      kind === 'stock' ? `${label}（期末数）` : label,
      measure,
      number(quarter),
      number(yearToDate),
      number(before),
      `${reports}/${owed}`,
    ]),
  );
}

export function unitTable(rows: readonly { unit: string; standing: string; at: string }[]): Table {
  return table(
    [
      { label: '序号', width: 10, numeric: true },
      { label: '单位', width: 40 },
      { label: '报送情况', width: 26 },
      { label: '报送时间', width: 24 },
    ],
    rows.map(({ unit, standing, at }, index) => [String(index + 1), unit, standing, at]),
  );
}
