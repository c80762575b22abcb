import { columnName } from '@nuanxin/domain';
import type { DataValidation } from 'hucre';
import { ROWS_ABOVE } from './list.ts';

/** Room for rows that are added at the end. */
const SPARE = 200;

const stop = { allowBlank: true, showErrorMessage: true, errorTitle: '请核对', errorStyle: 'stop' } as const;

/** The cells of a column below the head of a list that is filled in further. */
export function below(column: number, rows: number): string {
  const letter = columnName(column);
  return `${letter}${ROWS_ABOVE + 1}:${letter}${ROWS_ABOVE + rows + SPARE}`;
}

/** A drop-down of few words. */
export function choice(range: string, words: readonly string[]): DataValidation {
  return {
    type: 'list',
    formula1: `"${words.join(',')}"`,
    range,
    errorMessage: `应为${words.join('、')}`,
    ...stop,
  };
}

export function lengthBetween(
  range: string,
  [min, max]: readonly [number, number],
  errorMessage: string,
): DataValidation {
  return {
    type: 'textLength',
    operator: 'between',
    formula1: String(min),
    formula2: String(max),
    range,
    errorMessage,
    ...stop,
  };
}
