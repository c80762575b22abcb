import type { RecordRow } from '@nuanxin/contract';
import { checkRecord, dateOf, type RecordKind, type RecordValue } from '@nuanxin/domain';
import { uuidv7 } from 'uuidv7';
import type { Context } from '../../context.ts';
import type { Db } from '../../db/connect.ts';
import { ProblemError, type InputError } from '../../problem.ts';
import { planYear } from '../campaigns/campaigns.ts';
import { changedFields, kept } from './content.ts';
import { checkOnce, onceProblem } from './once.ts';
import { recordsByIds } from './read.ts';
import { checkRights } from './rights.ts';
import { projectsOf, unitsFor, type RecordUnit } from './setting.ts';
import { lockRecords, type Stored } from './stored.ts';
import { insertRecords, updateRecords, type NewContent } from './write.ts';

/** One row that somebody wants to have so. */
export interface Wanted {
  /** Where it stands in the input, e.g. `/rows/3`; '' when it is the whole of it. */
  pointer: string;
  /** Absent for a new record. */
  id?: string;
  /** The version that was seen; absent where it was checked before or does not matter. */
  version?: number;
  /** Code; absent: as it is, or the caller's own. */
  unit?: string;
  /** Absent: as it is. */
  date?: string | null;
  values?: Record<string, RecordValue | null>;
  /** Values that are not named go, instead of staying. */
  whole: boolean;
}

/** A wanted row beside what is there. */
interface Draft {
  wanted: Wanted;
  before: Stored | null;
  after: NewContent;
  unitFault: string | null;
}

/**
 * Writes new and changed records, all or none; the number of statements does not grow with the rows.
 * @param year of new rows in a register
 * @returns the records in the order of the input
 * @throws ProblemError record_invalid with a pointer for each fault, record_not_yours, record_once, not_found,
 *   precondition_failed
 */
export async function saveRecords(
  ctx: Context,
  kind: RecordKind,
  rows: Wanted[],
  year: number | undefined,
): Promise<RecordRow[]> {
  try {
    return await ctx.db.transaction(async (tx) => {
      const ids = await saveAll(ctx, tx, kind, rows, year);
      return recordsByIds(tx, ctx.actor, kind, ids);
    });
  } catch (error) {
    throw onceProblem(kind, error) ?? error;
  }
}

async function saveAll(
  ctx: Context,
  tx: Db,
  kind: RecordKind,
  rows: Wanted[],
  year: number | undefined,
): Promise<string[]> {
  const known = rows.flatMap(({ id }) => id ?? []);
  const stored = await lockRecords(ctx, tx, kind, known);
  checkThere(rows, stored);
  checkVersions(rows, stored);
  const units = await unitsFor(tx, ctx.actor, kind);
  const newYear = kind.register ? await planYear({ db: tx, clock: ctx.clock }, year) : null;
  const drafts = rows.map((wanted) => draftOf(ctx, wanted, stored.get(wanted.id ?? '') ?? null, units, newYear));
  const projects = await projectsOf(
    tx,
    drafts.map(({ after }) => after.year),
  );
  const today = dateOf(ctx.clock());
  const errors = drafts.flatMap((draft) => faultsOf(kind, draft, projects, today));
  for (const { before, after, unitFault } of drafts)
    if (unitFault === null) checkRights(ctx.actor, kind, before, after);
  if (errors.length > 0) throw new ProblemError('record_invalid', { count: errors.length }, { errors });

  const changed = drafts.filter(({ before, after }) => before === null || changedFields(before, after).length > 0);
  await checkOnce(
    tx,
    kind,
    changed.map(({ after }) => after),
  );
  await insertRecords(
    ctx,
    tx,
    kind,
    changed.flatMap(({ before, after }) => (before === null ? after : [])),
  );
  await updateRecords(
    ctx,
    tx,
    kind,
    changed.flatMap(({ before, after }) => (before === null ? [] : { before, after })),
  );
  return drafts.map(({ after }) => after.id);
}

/** @throws ProblemError not_found, naming the rows */
function checkThere(rows: Wanted[], stored: Map<string, Stored>): void {
  const gone = rows.filter(({ id }) => id !== undefined && !stored.has(id));
  if (gone.length === 0) return;
  throw new ProblemError(
    'not_found',
    {},
    { errors: gone.map(({ pointer }) => ({ pointer, code: 'not_found', detail: '该记录已被删除或您无权查看' })) },
  );
}

/** @throws ProblemError precondition_failed, naming the rows that somebody else changed */
function checkVersions(rows: Wanted[], stored: Map<string, Stored>): void {
  const stale = rows.filter(({ id, version }) => version !== undefined && stored.get(id ?? '')?.version !== version);
  if (stale.length === 0) return;
  throw new ProblemError(
    'precondition_failed',
    {},
    {
      errors: stale.map(({ pointer }) => ({
        pointer: pointer || '/',
        code: 'precondition_failed',
        detail: '该行已被他人修改，请刷新后再改',
      })),
    },
  );
}

function draftOf(
  ctx: Context,
  wanted: Wanted,
  before: Stored | null,
  units: Map<string, RecordUnit>,
  newYear: number | null,
): Draft {
  const code = wanted.unit ?? before?.unit.code ?? ownUnit(ctx);
  // A unit that was closed keeps the records that it has.
  const unit =
    units.get(code ?? '') ?? (before && code === before.unit.code ? { ...before.unit, own: before.own } : null);
  const date = wanted.date === undefined ? (before?.date ?? null) : wanted.date;
  return {
    wanted,
    before,
    unitFault: unit ? null : code === undefined ? '请选择单位' : `没有编码为 ${code} 的单位，或该单位没有此类台账`,
    after: {
      id: before?.id ?? uuidv7(),
      unit: unit ?? { id: '', code: '', name: '' },
      own: unit?.own ?? false,
      // A register's rows stay in their year; a record belongs to that of its day.
      year: newYear === null ? Number((date ?? '0').slice(0, 4)) : (before?.year ?? newYear),
      date,
      values: kept(wanted.whole ? (wanted.values ?? {}) : { ...before?.values, ...wanted.values }),
    },
  };
}

/** Who reports for a unit need not name it. */
function ownUnit({ actor }: Context): string | undefined {
  return actor.roles.includes('reporter') ? actor.unit?.code : undefined;
}

function faultsOf(
  kind: RecordKind,
  { wanted, after, unitFault }: Draft,
  projects: (year: number) => ReadonlySet<number> | null,
  today: string,
): InputError[] {
  const found = checkRecord(kind, after.date, after.values, projects(after.year), today);
  const faults = found.map(({ field, code, detail }) => ({
    pointer: `${wanted.pointer}${field === 'date' ? '/date' : `/values/${field}`}`,
    code,
    detail,
  }));
  if (unitFault === null) return faults;
  return [{ pointer: `${wanted.pointer}/unit`, code: 'unknown_unit', detail: unitFault }, ...faults];
}
