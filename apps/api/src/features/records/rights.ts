import type { RecordKind } from '@nuanxin/domain';
import { isOffice, type Actor } from '../../context.ts';
import { ProblemError } from '../../problem.ts';
import { changedFields, type RecordContent } from './content.ts';

interface Row extends RecordContent {
  /** Of a unit that the caller keeps records for. */
  own: boolean;
}

/**
 * May the caller bring a record from one content to the other? Units keep their own rows; of what the office keeps they
 * may change the fields named by `unitMay` in rows of their own.
 * @param before null for a new record
 * @param after null when it is deleted
 * @throws ProblemError record_not_yours
 */
export function checkRights(actor: Actor, kind: RecordKind, before: Row | null, after: Row | null): void {
  if (isOffice(actor)) return;
  const rows = [before, after].filter((row) => row !== null);
  const foreign = rows.find(({ own }) => !own);
  if (kind.keeper === 'unit') {
    if (foreign) throw notYours(kind, `“${foreign.unit.name}”`);
    return;
  }
  const changed = before && after ? changedFields(before, after) : null;
  const may = new Set(kind.unitMay);
  if (foreign || !changed?.every((field) => may.has(field))) throw notYours(kind, '区民生办');
}

export function notYours(kind: RecordKind, keeper: string): ProblemError {
  return new ProblemError('record_not_yours', { kind: kind.label, keeper });
}
