import type { ImportRow } from '@nuanxin/domain';
import { and, eq, isNotNull, isNull, sql } from 'drizzle-orm';
import type { Db } from '../../db/connect.ts';
import { importRows } from '../../db/schema/index.ts';
import { insertMany } from '../../db/sql.ts';

export async function insertRows(
  tx: Db,
  importId: string,
  rows: (ImportRow & { ordinal?: number })[],
  unitIds: Map<string, string>,
): Promise<void> {
  await insertMany(
    tx,
    importRows,
    rows.map(({ unit, ordinal, ...row }, i) => ({
      ...row,
      importId,
      ordinal: ordinal ?? i,
      unitId: unit ? (unitIds.get(unit.code) ?? null) : null,
    })),
  );
}

/** Far above the number of rows that a file may have. */
const ASIDE = 1_000_000;

/** Puts a new reading in the place of the old one; rows that were written stay as they were written. */
export async function replaceRows(
  tx: Db,
  importId: string,
  rows: ImportRow[],
  unitIds: Map<string, string>,
): Promise<void> {
  await tx.delete(importRows).where(and(eq(importRows.importId, importId), isNull(importRows.submissionId)));
  const key = ({ sheet, row }: { sheet: string; row: number }): string => JSON.stringify([sheet, row]);
  const written = new Map(
    (
      await tx
        .select({ id: importRows.id, sheet: importRows.sheet, row: importRows.row })
        .from(importRows)
        .where(and(eq(importRows.importId, importId), isNotNull(importRows.submissionId)))
    ).map((row) => [key(row), row.id]),
  );
  const ordered = rows.map((row, ordinal) => ({ ...row, ordinal }));
  if (written.size > 0) {
    const places = ordered.flatMap((row) => {
      const id = written.get(key(row));
      return id === undefined ? [] : [{ id, ordinal: row.ordinal }];
    });
    // In two steps: no two rows may have one place, not even in between.
    await tx
      .update(importRows)
      .set({ ordinal: sql`${importRows.ordinal} + ${ASIDE}` })
      .where(eq(importRows.importId, importId));
    await tx.execute(sql`
      update import_rows set ordinal = n.ordinal
      from jsonb_to_recordset(${JSON.stringify(places)}::jsonb) as n(id uuid, ordinal integer)
      where import_rows.id = n.id`);
  }
  await insertRows(
    tx,
    importId,
    ordered.filter((row) => !written.has(key(row))),
    unitIds,
  );
}
