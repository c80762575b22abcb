import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import type { RecordFile } from '@nuanxin/client';
import { recordKindCodes, recordKinds, type RecordKindCode } from '@nuanxin/domain';
import { levelWords } from './describe.ts';
import { CannotRun } from './errors.ts';
import { signIn } from './session.ts';
import { settingsOf, type AccountFlags } from './settings.ts';
import { printable, table } from './table.ts';

export interface RecordFlags extends AccountFlags {
  kind: string;
  year?: number;
  dryRun: boolean;
  confirm: boolean;
  json: boolean;
}

/** Imports a workbook of records, all rows or none. @returns the exit code: 1 when something has to be mended or confirmed */
export async function importRecords(path: string, flags: RecordFlags): Promise<number> {
  const kind = kindOf(flags.kind);
  const bytes = await readFile(path);
  const { client } = await signIn(await settingsOf(flags));
  const file = new File([new Uint8Array(bytes)], basename(path));
  const params = { kind };
  const body = { file, ...(flags.year === undefined ? {} : { year: flags.year }) };
  const outcome = flags.dryRun
    ? { importId: null, written: 0, repeated: false, file: (await client.readRecordFile({ params, body })).data }
    : (await client.importRecords({ params, body: { ...body, confirm: flags.confirm } })).data;
  const { errors, confirms } = outcome.file;
  const clean = errors === 0 && (confirms === 0 || flags.confirm);
  process.stdout.write(`${flags.json ? JSON.stringify(outcome) : describe(path, outcome, flags.dryRun, clean)}\n`);
  return clean ? 0 : 1;
}

/** By its code or by its name. @throws CannotRun that lists them */
function kindOf(text: string): RecordKindCode {
  const found = recordKinds.find(({ code, label }) => code === text || label === text);
  if (found) return found.code;
  throw new CannotRun(`没有台账 ${printable(text)}，可以是 ${recordKindCodes.join('、')}`);
}

interface Outcome {
  written: number;
  repeated: boolean;
  file: RecordFile;
}

function describe(path: string, { written, repeated, file }: Outcome, dryRun: boolean, clean: boolean): string {
  const state = dryRun ? '已检查，未写入' : written === 0 ? '未写入' : `已写入 ${written} 条`;
  const found = file.rows.flatMap(({ unit, findings }) => findings.map((finding) => ({ unit, finding })));
  const lines = found.map(({ unit, finding: { cell, level, text, readsAs, detail } }) => [
    cell ?? '',
    unit?.name ?? '',
    levelWords[level],
    text ?? '',
    readsAs === null ? '' : String(readsAs),
    detail,
  ]);
  return [
    `${clean ? '✓' : '✗'} ${printable(path)}　${state}${repeated ? '（此前已导入，没有重复写入）' : ''}`,
    `  读到 ${file.count} 行，错误 ${file.errors} 处，待确认 ${file.confirms} 处，未读 ${file.ignored.length} 行`,
    ...(file.unknownHeaders.length > 0 ? [`  未识别的列：${printable(file.unknownHeaders.join('、'))}`] : []),
    ...(lines.length > 0
      ? [table(['单元格', '单位', '级别', '原文', '读作', '说明'], lines).replace(/^/gm, '  ')]
      : []),
    ...(clean || dryRun ? [] : ['  改正或确认后再导入；--confirm 表示待确认的读数均已核对']),
  ].join('\n');
}
