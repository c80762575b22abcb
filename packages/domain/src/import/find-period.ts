import type { Finding } from '../form.ts';
import { periodIn, quarterIn, statedYears, yearIn, saysCumulative } from './period-text.ts';
import { ImportRefused } from './refused.ts';
import { cellAddress, type SheetData } from './sheet.ts';

/** A sheet and the number of its rows that stand above the figures: only there a period is that of the report. */
export interface SheetHead {
  sheet: SheetData;
  rows: number;
  /** Rows above the header, which may name other years for its columns. */
  title: number;
}

export interface Stated {
  period: string;
  place: string;
}

/**
 * The period of a file: what its sheets say, else a sheet's name, else the file's name, else what the caller chose (D13).
 * A file that was filled in over last quarter's often still says so somewhere, so everything it says must agree.
 * @throws ImportRefused period_mismatch, period_unknown
 */
export function findPeriod(
  heads: SheetHead[],
  fileName: string,
  chosen: string | undefined,
): { period: string; findings: Finding[] } {
  const cells = heads.flatMap(({ sheet, rows }) =>
    sheet.rows
      .slice(0, rows)
      .flatMap((row, at) =>
        row.flatMap((cell, column) =>
          cell ? [{ text: cell.text, place: `工作表“${sheet.name}”${cellAddress(at, column)}` }] : [],
        ),
      ),
  );
  const inNames = heads.flatMap(({ sheet: { name } }) => stated(periodIn(name), `工作表名“${name}”`));
  const period = agreed([statedIn(cells, chosen), inNames, statedInName(fileName)], chosen);
  const titles = heads.flatMap(({ sheet, title }) => [
    { text: sheet.name, place: `工作表名“${sheet.name}”`, cell: null },
    ...sheet.rows.slice(0, title).flatMap((row, at) =>
      row.flatMap((cell, column) => {
        const address = cellAddress(at, column);
        return cell ? [{ text: cell.text, place: `工作表“${sheet.name}”${address}`, cell: address }] : [];
      }),
    ),
  ]);
  return { period, findings: doubts([...titles, nameOf(fileName)], period) };
}

/**
 * A second table below the first, under a title of its own, would be read as rows of the first one's period.
 * @param isHeader whether the header of the table stands again in a row
 * @throws ImportRefused period_mismatch
 */
export function refuseOtherBlocks(
  { sheet, rows }: Pick<SheetHead, 'sheet' | 'rows'>,
  period: string,
  isHeader: (row: number) => boolean,
): void {
  for (let at = rows; at < sheet.rows.length; at++) {
    const cell = sheet.rows[at]?.find((each) => each && each.text.trim() !== '');
    const other = cell ? periodIn(cell.text) : null;
    if (other === null || other === period || ![1, 2, 3].some((next) => isHeader(at + next))) continue;
    throw new ImportRefused(
      'period_mismatch',
      `工作表“${sheet.name}”第${at + 1}行起是 ${other} 的另一张表，上面是 ${period}，请分成两个文件后重新导入`,
    );
  }
}

interface Said {
  text: string;
  place: string;
  cell: string | null;
}

export const nameOf = (fileName: string): Said => ({ text: fileName, place: `文件名“${fileName}”`, cell: null });

/**
 * What a file says beside its period and does not fit it: a name, title or day left over from another period, or figures
 * that count from January on (D13, D48). What stands in the file counts, so that it is only told.
 */
export function doubts(said: Said[], period: string): Finding[] {
  return said.flatMap(({ text, place, cell }): Finding[] => {
    const warn = (code: string, detail: string): Finding => ({
      level: 'warning',
      code,
      cell,
      field: null,
      text,
      readsAs: null,
      detail: `${place}${detail}`,
    });
    const other = periodIn(text);
    const year = statedYears(text, Number(period.slice(0, 4)));
    return [
      ...(other !== null && other !== period
        ? [warn('period_mismatch', `写的是 ${other}，按 ${period} 导入，请核对是否用错了文件`)]
        : year === null
          ? []
          : [warn('stale_year', `写的是 ${year} 年，按 ${period} 导入，请核对是否沿用了旧表`)]),
      ...(saysCumulative(text, period)
        ? [warn('maybe_cumulative', '说明是累计数；应填本期数，请核对，确为本期数的可忽略')]
        : []),
    ];
  });
}

/**
 * The period that the first of the sources that names one names.
 * @throws ImportRefused period_mismatch, period_unknown
 */
export function agreed(sources: Stated[][], chosen: string | undefined): string {
  const said = sources.find((each) => each.length > 0);
  const [first] = said ?? [];
  if (!first) {
    if (chosen) return chosen;
    throw new ImportRefused('period_unknown', '文件中没有写明年度和季度，请选择报送期');
  }
  const other = said?.find(({ period }) => period !== first.period);
  if (other)
    throw new ImportRefused(
      'period_mismatch',
      `${first.place}写的是 ${first.period}，${other.place}写的是 ${other.period}，请改为一致后重新导入`,
    );
  if (chosen !== undefined && chosen !== first.period)
    throw new ImportRefused(
      'period_mismatch',
      `${first.place}写的是 ${first.period}，与所选报送期 ${chosen} 不符，请核对文件或重新选择`,
    );
  return first.period;
}

function stated(period: string | null, place: string): Stated[] {
  return period === null ? [] : [{ period, place }];
}

export function statedInName(fileName: string): Stated[] {
  return stated(periodIn(fileName), `文件名“${fileName}”`);
}

/** What texts with their places say; the year may stand in the title and the quarter beside the unit. */
export function statedIn(texts: { text: string; place: string }[], chosen: string | undefined): Stated[] {
  const full = texts.flatMap(({ text, place }) => stated(periodIn(text), place));
  if (full.length > 0) return full;
  const year = texts.map(({ text }) => yearIn(text)).find((each) => each !== null) ?? chosen?.slice(0, 4);
  if (year === undefined) return [];
  return texts.flatMap(({ text, place }) => {
    const quarter = quarterIn(text);
    return stated(quarter === null ? null : `${yearIn(text) ?? year}Q${quarter}`, place);
  });
}
