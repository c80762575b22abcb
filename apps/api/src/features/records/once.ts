import type { RecordKind } from '@nuanxin/domain';
import { and, eq, isNull } from 'drizzle-orm';
import type { Db } from '../../db/connect.ts';
import { records } from '../../db/schema/index.ts';
import { anyOf, isUniqueViolation } from '../../db/sql.ts';
import { ProblemError } from '../../problem.ts';
import type { RecordContent } from './content.ts';

/**
 * One row for each unit and year, where the kind says so.
 * @param rows as they are to be, locked when they are there already
 * @throws ProblemError record_once
 */
export async function checkOnce(tx: Db, kind: RecordKind, rows: (RecordContent & { id: string })[]): Promise<void> {
  if (!kind.oncePerUnit || rows.length === 0) return;
  const own = new Set(rows.map(({ id }) => id));
  const there = await tx
    .select({ id: records.id, unitId: records.unitId, year: records.year })
    .from(records)
    .where(
      and(
        eq(records.kind, kind.code),
        isNull(records.deletedAt),
        anyOf(
          records.unitId,
          rows.map(({ unit }) => unit.id),
        ),
      ),
    );
  const taken = new Set(there.flatMap(({ id, unitId, year }) => (own.has(id) ? [] : `${unitId} ${year}`)));
  for (const { unit, year } of rows) {
    const key = `${unit.id} ${year}`;
    if (taken.has(key)) throw new ProblemError('record_once', { unit: unit.name, year, kind: kind.label });
    taken.add(key);
  }
}

/** Two callers at once: the database's own refusal, which does not say which unit; null for any other error. */
export function onceProblem(kind: RecordKind, error: unknown): ProblemError | null {
  return isUniqueViolation(error, 'records_households')
    ? new ProblemError('record_once', { unit: '该单位', year: '本', kind: kind.label })
    : null;
}
