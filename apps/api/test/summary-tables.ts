import { annex7 } from '@nuanxin/domain';
import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate';
import type { Cell, Sheet } from '../../../packages/workbook/src/index.ts';

export type Value = number | string | null;
/** What is seen in a cell; null for a blank. */
export const valueOf = (cell: Cell | null | undefined): Value =>
  cell?.number ?? (cell?.text === '' ? null : (cell?.text ?? null));

/** A sheet by what is written at its edges. */
export function table(sheet: Sheet | undefined) {
  const rows = sheet?.rows ?? [];
  const head = rows.findIndex((row) => row[1]?.text === '单位') + 1;
  const labels = rows[head]?.map((cell) => cell?.text) ?? [];
  const body = rows.slice(head + 1);
  const columnOf = (code: string): number => {
    const field = annex7.fields.find((each) => each.code === code);
    const stock = field?.kind === 'stock' ? '\n期末数' : '';
    return labels.indexOf(`${field?.label}\n（${field?.measure}）${stock}`);
  };
  const rowOf = (name: string) => body.find((row) => row[1]?.text === name || row[0]?.text === name);
  return {
    units: body.flatMap((row) => (row[0]?.number && row[1] ? [row[1].text] : [])),
    standing: (name: string): string => rowOf(name)?.[2]?.text ?? '',
    cell: (name: string, code: string): Cell | null | undefined => rowOf(name)?.[columnOf(code)],
  };
}

export const partOf = (parts: Record<string, Uint8Array>, name: string): string =>
  strFromU8(parts[name] ?? new Uint8Array());

/** The same workbook whose formulas have to be calculated before they show anything. */
export function withoutResults(content: Uint8Array): Uint8Array {
  const parts = unzipSync(content);
  return zipSync(
    Object.fromEntries(
      Object.entries(parts).map(([part, bytes]) => [
        part,
        part.startsWith('xl/worksheets/') ? strToU8(strFromU8(bytes).replace(/(<\/f>)<v>[^<]*<\/v>/g, '$1')) : bytes,
      ]),
    ),
  );
}
