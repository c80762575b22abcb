import { confirmKey, parseAddress, tidy, type ImportDecisions, type ImportReading, type Signed } from '@nuanxin/domain';
import { ProblemError } from '../../problem.ts';

interface WrittenRow {
  sheet: string;
  row: number;
}

interface Before {
  layout: ImportReading['layout'];
  decisions: ImportDecisions;
  written: WrittenRow[];
}

/**
 * The decisions as they are kept: with who made each, and with what was decided about rows that are written, which stays
 * as it was.
 * @param asked what shall count from now on
 * @param by who asks
 * @throws ProblemError decision_invalid for something new about a row that is written
 */
export function keptDecisions(before: Before, asked: ImportDecisions, by: string): ImportDecisions {
  const { decisions, written } = before;
  const isWritten = writtenIn(before);
  const cellKey = ({ sheet, cell }: { sheet: string; cell: string }): string => JSON.stringify([sheet, cell]);
  const lineOf = ({ sheet, cell }: { sheet: string; cell: string }) => ({
    sheet,
    row: (parseAddress(cell)?.row ?? -1) + 1,
  });
  const settled = new Map(decisions.cells.map((each) => [cellKey(each), each.text]));
  const late = asked.cells.find((each) => isWritten(lineOf(each)) && settled.get(cellKey(each)) !== each.text);
  if (late) refuse(`单元格 ${late.cell} 所在的行已写入，不能再改正；如需更正，请到报送审核退回`);
  const lateRow = asked.skipped?.find(isWritten);
  if (lateRow) refuse(`第 ${lateRow.row} 行已写入，不能再排除`);
  if (written.length > 0 && asked.sheet !== decisions.sheet) refuse('已有写入的行，不能再改选工作表');

  const cells = merge(decisions.cells, asked.cells, (each) => isWritten(lineOf(each)), cellKey);
  const confirmed = merge(decisions.confirmed, asked.confirmed, isWritten, confirmKey);
  const sign = <T extends Signed>(all: T[], earlier: T[], keyOf: (each: T) => string): T[] => {
    const known = new Map(earlier.map((each) => [keyOf(each), each]));
    return all.map((each) => known.get(keyOf(each)) ?? { ...each, by });
  };
  return {
    ...asked,
    cells: sign(cells, decisions.cells, (each) => JSON.stringify([cellKey(each), each.text])),
    units: sign(asked.units, decisions.units, ({ text, unit }) => JSON.stringify([tidy(text), unit])),
    headers: sign(asked.headers, decisions.headers, ({ text, field }) => JSON.stringify([tidy(text), field])),
    ...(asked.skipped
      ? { skipped: sign(asked.skipped, decisions.skipped ?? [], ({ sheet, row }) => JSON.stringify([sheet, row])) }
      : {}),
    confirmed: sign(confirmed, decisions.confirmed, confirmKey),
  };
}

function refuse(detail: string): never {
  throw new ProblemError('decision_invalid', { detail });
}

/** In a form a row stands for its whole sheet. */
function writtenIn({ layout, written }: Before): (place: WrittenRow) => boolean {
  const keyOf = ({ sheet, row }: WrittenRow): string => JSON.stringify(layout === 'form' ? [sheet] : [sheet, row]);
  const keys = new Set(written.map(keyOf));
  return (place) => keys.has(keyOf(place));
}

/** What is asked, with what stays of before, each thing once when both say it. */
function merge<T>(before: T[], asked: T[], stays: (each: T) => boolean, keyOf: (each: T) => string): T[] {
  const staying = before.filter(stays);
  const keys = new Set(staying.map(keyOf));
  return [...staying, ...asked.filter((each) => !keys.has(keyOf(each)))];
}
