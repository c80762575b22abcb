import type { ImportRow as Row } from '@nuanxin/contract';
import type { ImportRow } from '@nuanxin/domain';
import { and, asc, between, eq, gt, isNotNull, isNull, sql } from 'drizzle-orm';
import type { Context } from '../../context.ts';
import type { Db } from '../../db/connect.ts';
import { importRows, units } from '../../db/schema/index.ts';
import { insertMany } from '../../db/sql.ts';

interface Wanted {
  /** Place of the row before the first. */
  after?: number;
  limit?: number;
  outcome?: Row['outcome'];
  sheet?: string;
  /** First and last row number in the sheet. */
  lines?: { from: number; to: number };
}

/** Rows of an import in the order of the file. */
export async function selectRows(db: Db, importId: string, wanted: Wanted): Promise<{ ordinal: number; row: Row }[]> {
  const { sheet, row, unitText, outcome: came, values, findings, submissionId, ordinal } = importRows;
  const found = db
    .select({
      ordinal,
      row: { sheet, row, unitText, outcome: came, values, findings, submissionId },
      unit: { code: units.code, name: units.name },
    })
    .from(importRows)
    .leftJoin(units, eq(units.id, importRows.unitId))
    .where(
      and(
        eq(importRows.importId, importId),
        wanted.after === undefined ? undefined : gt(ordinal, wanted.after),
        wanted.outcome === undefined ? undefined : eq(came, wanted.outcome),
        wanted.sheet === undefined ? undefined : eq(sheet, wanted.sheet),
        wanted.lines ? between(row, wanted.lines.from, wanted.lines.to) : undefined,
      ),
    )
    .orderBy(asc(importRows.ordinal));
  const rows = await (wanted.limit === undefined ? found : found.limit(wanted.limit));
  return rows.map((each) => ({
    ordinal: each.ordinal,
    row: { ...each.row, unit: each.unit, values: readValues(each.row.values).values },
  }));
}

/** What was read in a row, and which of the file's fields are blank in it. */
export function readValues(stored: (typeof importRows.$inferSelect)['values']): Pick<ImportRow, 'values' | 'blank'> {
  const values: ImportRow['values'] = {};
  const blank: string[] = [];
  for (const [code, value] of Object.entries(stored)) {
    if (value === null) blank.push(code);
    else values[code] = value;
  }
  return { values, ...(blank.length > 0 ? { blank } : {}) };
}

export function countRows(db: Db, importId: string, outcome?: Row['outcome']): Promise<number> {
  const own = eq(importRows.importId, importId);
  return db.$count(importRows, outcome === undefined ? own : and(own, eq(importRows.outcome, outcome)));
}

export async function insertRows(
  { progress }: Context,
  tx: Db,
  importId: string,
  rows: (ImportRow & { ordinal: number; submissionId: string | null })[],
  unitIds: Map<string, string>,
): Promise<void> {
  let done = 0;
  await insertMany(
    tx,
    importRows,
    rows.map(({ unit, blank, ...row }) => ({
      ...row,
      values: blank ? { ...row.values, ...Object.fromEntries(blank.map((code) => [code, null])) } : row.values,
      importId,
      unitId: unit ? (unitIds.get(unit.code) ?? null) : null,
    })),
    (count) => progress?.({ step: 'store', done: (done += count), total: rows.length }),
  );
}

/** Far above the number of rows that a file may have. */
const ASIDE = 1_000_000;

/** Puts a new reading in the place of the old one; rows that were written stay as they were written. */
export async function replaceRows(
  ctx: Context,
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
        .select({ ordinal: importRows.ordinal, sheet: importRows.sheet, row: importRows.row })
        .from(importRows)
        .where(and(eq(importRows.importId, importId), isNotNull(importRows.submissionId)))
    ).map((row) => [key(row), row.ordinal]),
  );
  const ordered = rows.map((row, ordinal) => ({ ...row, ordinal, submissionId: null }));
  if (written.size > 0) {
    const places = ordered.flatMap((row) => {
      const before = written.get(key(row));
      return before === undefined ? [] : [{ before: before + ASIDE, ordinal: row.ordinal }];
    });
    // In two steps: no two rows may have one place, not even in between.
    await tx
      .update(importRows)
      .set({ ordinal: sql`${importRows.ordinal} + ${ASIDE}` })
      .where(eq(importRows.importId, importId));
    await tx.execute(sql`
      update import_rows set ordinal = n.ordinal
      from json_to_recordset(${JSON.stringify(places)}::json) as n(before integer, ordinal integer)
      where import_rows.import_id = ${importId} and import_rows.ordinal = n.before`);
  }
  await insertRows(
    ctx,
    tx,
    importId,
    ordered.filter((row) => !written.has(key(row))),
    unitIds,
  );
}
