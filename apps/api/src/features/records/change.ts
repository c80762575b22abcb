import type { RecordRow } from '@nuanxin/contract';
import type { RecordKind, RecordValue, RecordValues } from '@nuanxin/domain';
import type { Context } from '../../context.ts';
import { ProblemError } from '../../problem.ts';
import { saveRecords, type Wanted } from './save.ts';

interface NewRow {
  unit?: string;
  date?: string | null;
  values: RecordValues;
}

interface Change {
  unit?: string;
  date?: string | null;
  values?: Record<string, RecordValue | null>;
}

type One = { data: RecordRow; version: number };

export async function createRecord(
  ctx: Context,
  kind: RecordKind,
  { year, ...row }: NewRow & { year?: number },
): Promise<One> {
  return one(await saveRecords(ctx, kind, [{ ...row, pointer: '', whole: true }], year));
}

/** Changes what is named; the rest stays. */
export async function updateRecord(
  ctx: Context,
  kind: RecordKind,
  id: string,
  change: Change,
  ifMatch: number,
): Promise<One> {
  return one(await saveRecords(ctx, kind, [{ ...change, pointer: '', id, version: ifMatch, whole: false }], undefined));
}

function one([data]: RecordRow[]): One {
  if (!data) throw new ProblemError('not_found');
  return { data, version: data.version };
}

interface Grid {
  year?: number;
  rows: (NewRow & { id?: string; version?: number })[];
}

/**
 * New and changed rows of a grid; a changed row holds all of its values.
 * @throws ProblemError record_invalid, also for a changed row without the version that was seen
 */
export async function saveGrid(ctx: Context, kind: RecordKind, { year, rows }: Grid): Promise<{ items: RecordRow[] }> {
  const errors = rows.flatMap(({ id, version }, i) => {
    const at = (code: string, detail: string) => ({ pointer: `/rows/${i}/${code}`, code, detail });
    if (id !== undefined && version === undefined) return at('version', '修改已有的行须带上读到的 version');
    if (id !== undefined && rows.findIndex((other) => other.id === id) < i) return at('id', '同一条记录出现了两次');
    return [];
  });
  if (errors.length > 0) throw new ProblemError('record_invalid', { count: errors.length }, { errors });
  const wanted = rows.map((row, i): Wanted => ({ ...row, pointer: `/rows/${i}`, whole: true }));
  return { items: await saveRecords(ctx, kind, wanted, year) };
}

interface BulkChange {
  ids: string[];
  date?: string;
  values?: Record<string, RecordValue | null>;
}

/** The same change to many records. */
export async function changeRecords(
  ctx: Context,
  kind: RecordKind,
  { ids, ...change }: BulkChange,
): Promise<{ items: RecordRow[] }> {
  const wanted = ids.map((id, i): Wanted => ({ ...change, id, pointer: `/ids/${i}`, whole: false }));
  return { items: await saveRecords(ctx, kind, wanted, undefined) };
}
