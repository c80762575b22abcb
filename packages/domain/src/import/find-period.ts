import { periodIn, quarterIn, yearIn } from './period-text.ts';
import { ImportRefused } from './refused.ts';
import { cellAddress, type SheetData } from './sheet.ts';

/** A sheet and the number of its rows that stand above the figures: only there a period is that of the report. */
export interface SheetHead {
  sheet: SheetData;
  rows: number;
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
export function findPeriod(heads: SheetHead[], fileName: string, chosen: string | undefined): string {
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
  return agreed([statedIn(cells, chosen), inNames, statedInName(fileName)], chosen);
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
