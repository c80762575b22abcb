import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { annex7, readImport, type FormContext, type ImportReading } from '@nuanxin/domain';
import { describe, expect, it } from 'vitest';
import { readWorkbook } from '../src/index.ts';
import { units } from './units.ts';

const folder = join(import.meta.dirname, '../../../reports');

interface Expected {
  layout: string;
  period: string;
  unit?: string;
  values?: Record<string, number | string>;
  accepted?: { row?: number; unit: string; values: Record<string, number> }[];
  rejected: { row: number; unit: string; cells: { cell: string; code: string; value: string }[] }[];
  ignored_rows?: string[];
  confirm?: { row: number; unit: string; cell: string; code: string; value: string; reads_as: number }[];
}

const contextOf = (_unit: string, period: string): FormContext => ({
  kind: 'township',
  quarter: Number(period.slice(5)) as 1 | 2 | 3 | 4,
  villages: 5,
});

export async function readReport(name: string): Promise<ImportReading> {
  const workbook = await readWorkbook(readFileSync(join(folder, name)), name);
  return readImport(workbook, { form: annex7, units, contextOf, fileName: name });
}

/** An import as the expectation files write it. */
export function asExpected(reading: Pick<ImportReading, 'layout' | 'period' | 'rows'>): Expected {
  const { layout, period, rows } = reading;
  const good = rows.filter(({ outcome }) => outcome === 'accepted' || outcome === 'confirm');
  const rejected = rows
    .filter(({ outcome }) => outcome === 'rejected')
    .map(({ row, unitText, findings }) => ({
      row,
      unit: unitText ?? '',
      cells: findings.flatMap(({ level, cell, code, text }) =>
        level === 'error' ? [{ cell: cell ?? '', code, value: text ?? '' }] : [],
      ),
    }));
  if (layout === 'form')
    return { layout, period, unit: good[0]?.unit?.code ?? '', values: good[0]?.values ?? {}, rejected };
  return {
    layout,
    period,
    accepted: good.map(({ row, unit, values }) => ({
      row,
      unit: unit?.code ?? '',
      values: values as Record<string, number>,
    })),
    rejected,
    ignored_rows: rows.flatMap(({ outcome, unitText }) => (outcome === 'ignored' ? [unitText ?? ''] : [])),
    confirm: good.flatMap(({ row, unit, findings }) =>
      findings.flatMap(({ level, cell, code, text, readsAs }) =>
        level === 'confirm'
          ? [{ row, unit: unit?.code ?? '', cell: cell ?? '', code, value: text ?? '', reads_as: Number(readsAs) }]
          : [],
      ),
    ),
  };
}

const expectations: [file: string, expected: string][] = readdirSync(folder).flatMap((file): [string, string][] => {
  if (!/\.(xlsx|xls|csv)$/.test(file)) return [];
  return [[file, `${file.replace(/(_97版|_GBK)?\.\w+$/, '')}.expected.json`]];
});

describe('unit reports as they arrive', () => {
  it('finds every report of the folder', () => expect(expectations).toHaveLength(5));

  it.each(expectations)('%s gives exactly its expected outcome', async (file, expectedFile) => {
    const expected = JSON.parse(readFileSync(join(folder, expectedFile), 'utf8')) as Expected;
    const actual = asExpected(await readReport(file));
    if (actual.accepted && expected.accepted && expected.accepted.every(({ row }) => row === undefined)) {
      for (const each of actual.accepted) delete each.row;
    }
    // Ignored rows are named by how they begin.
    actual.ignored_rows = actual.ignored_rows?.map((text, i) =>
      text.startsWith(expected.ignored_rows?.[i] ?? '\0') ? (expected.ignored_rows?.[i] ?? '') : text,
    );
    const { ignored_rows, ...rest } = actual;
    expect({ ...rest, ...(expected.ignored_rows ? { ignored_rows } : {}) }).toEqual({
      ...(expected.accepted ? { confirm: [] } : {}),
      ...expected,
    });
  });
});
