import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export const reportsFolder = import.meta.dirname;

/** One of the sample reports as an upload. */
export function report(name: string): File {
  return new File([readFileSync(join(reportsFolder, name))], name);
}

/** Every report with the file that states its exact outcome. */
export const expectations: { file: string; expected: string }[] = readdirSync(reportsFolder).flatMap((file) =>
  /\.(xlsx|xls|csv)$/.test(file)
    ? [{ file, expected: `${file.replace(/(_97版|_GBK)?\.\w+$/, '')}.expected.json` }]
    : [],
);

interface Row {
  row: number;
  unitText: string | null;
  unit: { code: string } | null;
  outcome: string;
  values: Record<string, number | string>;
  findings: {
    level: string;
    cell: string | null;
    code: string;
    text: string | null;
    readsAs: number | string | null;
  }[];
}

/** An import in the terms of the expectation files, for comparison with `expected`. */
export function inExpectedTerms(
  actual: { layout: string; period: string; rows: Row[] },
  expected: Record<string, unknown>,
): unknown {
  const { layout, period, rows } = actual;
  const good = rows.filter(({ outcome }) => outcome === 'accepted' || outcome === 'confirm');
  const rejected = rows
    .filter(({ outcome }) => outcome === 'rejected')
    .map(({ row, unitText, findings }) => ({
      row,
      unit: unitText,
      cells: findings
        .filter(({ level }) => level === 'error')
        .map(({ cell, code, text }) => ({ cell, code, value: text })),
    }));
  if (layout === 'form') return { layout, period, unit: good[0]?.unit?.code, values: good[0]?.values, rejected };
  const withRows = (expected.accepted as { row?: number }[]).some(({ row }) => row !== undefined);
  const named = expected.ignored_rows as string[];
  const confirm = good.flatMap(({ row, unit, findings }) =>
    findings
      .filter(({ level }) => level === 'confirm')
      .map(({ cell, code, text, readsAs }) => ({ row, unit: unit?.code, cell, code, value: text, reads_as: readsAs })),
  );
  return {
    layout,
    period,
    accepted: good.map(({ row, unit, values }) => ({ ...(withRows ? { row } : {}), unit: unit?.code, values })),
    rejected,
    // Ignored rows are named by how they begin.
    ignored_rows: rows
      .filter(({ outcome }) => outcome === 'ignored')
      .map(({ unitText }, i) => (unitText?.startsWith(named[i] ?? '\0') ? named[i] : unitText)),
    ...(confirm.length > 0 || expected.confirm ? { confirm } : {}),
  };
}
