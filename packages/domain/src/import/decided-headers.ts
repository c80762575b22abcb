import { quoted, type Finding, type FormDefinition } from '../form.ts';
import { signature, type ImportDecisions } from './decisions.ts';
import { fieldFinder } from './header.ts';
import { cellAddress, textAt, type SheetData } from './sheet.ts';

/**
 * Says of each header or label that a person said means a field, where it stands and whose word it is.
 * @param rows of the sheet (0-based, the second is not included) in which headers or labels stand
 */
export function decidedHeaders(
  sheet: SheetData,
  rows: { from: number; to: number },
  form: FormDefinition,
  headers: ImportDecisions['headers'],
): Finding[] {
  return headers.flatMap((decision) => {
    const field = form.fields.find(({ code }) => code === decision.field);
    if (!field) return [];
    const means = fieldFinder({ ...form, fields: [{ ...field, label: decision.text, aliases: [] }] });
    return sheet.rows.slice(rows.from, rows.to).flatMap((cells, i) =>
      cells.flatMap((cell, column): Finding[] => {
        if (!cell || !means(cell.text)) return [];
        const at = cellAddress(rows.from + i, column);
        const text = textAt(sheet, rows.from + i, column);
        const detail = `${quoted(text)}（${at}）由导入人认定为${quoted(field.label)}${signature(decision)}`;
        return [{ level: 'warning', code: 'header_decided', cell: at, field: field.code, text, readsAs: null, detail }];
      }),
    );
  });
}
