import type { RecordFile } from '@nuanxin/contract';
import { ref, type Ref } from 'vue';
import { recordsTexts as t } from '../../texts/records.ts';
import { pastedOf } from './clipboard.ts';
import type { Column } from './columns.ts';
import type { Rows } from './useRows.ts';

/** Many rows at once, from the clipboard or a workbook; and what is to be said about them. */
export function useBringing(rows: Rows, all: Column[], shown: () => Column[]) {
  const note = ref<string[]>([]) as Ref<string[]>;

  function paste(table: string[][], key: string, column: number): void {
    const pasted = pastedOf(table, all, shown(), column);
    const { lines, left, byHeader, ignored } = pasted;
    const keys = rows.paste(key, pasted);
    const leftOver = byHeader ? t.leftColumns(left) : t.leftCells(left.length);
    note.value = [
      t.pasted(keys.length),
      ...(left.length > 0 ? [leftOver] : []),
      ...(ignored.length > 0 ? [t.ignoredLines(ignored)] : []),
      ...(keys.length < lines.length ? [t.notAdded] : []),
    ];
  }

  function addFile(file: RecordFile): void {
    const { fileName, rows: read, unknownHeaders, ignored } = file;
    rows.addFile(file);
    const alike = read.filter(({ findings }) => findings.some(({ code }) => code === 'record_alike'));
    note.value = [
      t.readFrom(fileName, read.length),
      ...(alike.length > 0 ? [t.alikeStored(alike.map(({ row }) => row))] : []),
      ...(unknownHeaders.length > 0 ? [t.leftColumns(unknownHeaders)] : []),
      ...(ignored.length > 0 ? [t.ignored(ignored.map(({ row }) => row))] : []),
    ];
  }

  return { note, paste, addFile };
}
