import type { Download, ExportFormat, UnitImport } from '@nuanxin/contract';
import { activeLabel, tidy, unitKindLabel, unitLayout, type KnownUnit, type UnitRow } from '@nuanxin/domain';
import { unitList } from '@nuanxin/workbook';
import { asc, sql } from 'drizzle-orm';
import { uuidv7 } from 'uuidv7';
import type { Context } from '../../context.ts';
import { audit, type AuditEntry } from '../../db/audit.ts';
import type { Db } from '../../db/connect.ts';
import { unitAliases, units } from '../../db/schema/index.ts';
import { anyOf, insertMany } from '../../db/sql.ts';
import { listFile, wholeList } from '../../export-list.ts';
import { ProblemError } from '../../problem.ts';
import { inProcess } from '../imports/in-process.ts';
import { compared, errorsIn, isToWrite, shownSample, type ListUpload, type Shown } from '../imports/list-import.ts';
import { listUnits, lockTexts, saidOf, selectUnits, toUnit, type UnitFilters } from './units.ts';

const { label } = unitLayout;

type Known = Awaited<ReturnType<typeof readKnown>>[number];

const readKnown = (db: Db) => selectUnits(db).orderBy(asc(units.sort), asc(units.code));

const textsOf = ({ aliases }: Pick<Known, 'aliases'>, oldName: boolean): string[] =>
  aliases.filter((each) => (each.oldName ?? false) === oldName).map(({ text }) => text);

/** The list as a file to change and to import again. */
export async function exportUnits(ctx: Context, format: ExportFormat, filters: UnitFilters): Promise<Download> {
  const items = await wholeList((all) => listUnits(ctx, { ...filters, ...all }));
  const rows = items
    .filter(({ kind }) => kind !== 'district')
    .map((unit) => ({
      ...unit,
      kind: unitKindLabel[unit.kind],
      parent: unit.parent?.name ?? '',
      aliases: textsOf(unit, false).join('、'),
      oldNames: textsOf(unit, true).join('、'),
      active: unit.active ? activeLabel.active : activeLabel.closed,
    }));
  return listFile(format, unitList('单位清单', rows));
}

/**
 * Reads units from a workbook and, unless something in it is wrong, writes all of them: a known code is updated, an unknown
 * one is new, what the list does not name stays.
 * @throws ProblemError file_refused, import_timeout, precondition_failed
 */
export async function importUnits(ctx: Context, { fileName, content, mode }: ListUpload): Promise<UnitImport> {
  const before = await readKnown(ctx.db);
  const list = await inProcess({ kind: 'units', bytes: content, fileName, known: before.map(toKnown) });
  const known = new Map(before.map((each) => [each.unit.code, each]));
  const rows = list.rows.map((row) => ({
    ...row,
    ...compared(row.findings, shownBefore(known.get(row.code)), shownAfter(row, known.get(row.code))),
  }));
  const errors = errorsIn(rows);
  const written = mode === 'atomic' && errors === 0;
  const toWrite = rows.filter(isToWrite);
  if (written && toWrite.length > 0)
    await ctx.db.transaction(async (tx) => {
      await lockTexts(tx);
      // The rows were judged by what was there: one text means one unit, and none hangs below itself.
      if (JSON.stringify(await readKnown(tx)) !== JSON.stringify(before)) throw new ProblemError('precondition_failed');
      await write(ctx, tx, toWrite, known, fileName);
    });
  return { ...list, fileName, written, errors, rows };
}

const toKnown = ({ unit: { code, name, fullName, kind }, parent, aliases }: Known): KnownUnit => ({
  code,
  name,
  fullName,
  kind,
  parent: parent?.code ?? null,
  aliases: aliases.map(({ text, oldName = false }) => ({ text, oldName })),
});

function shownBefore(known: Known | undefined): Shown | undefined {
  if (!known) return undefined;
  const { unit, parent } = known;
  return {
    [label.name]: unit.name,
    [label.fullName]: unit.fullName,
    [label.kind]: unitKindLabel[unit.kind],
    [label.parent]: parent?.name ?? '',
    [label.aliases]: textsOf(known, false).join('、'),
    [label.oldNames]: textsOf(known, true).join('、'),
    [label.sort]: String(unit.sort),
    [label.active]: unit.active ? activeLabel.active : activeLabel.closed,
    ...shownSample(unit.sample),
  };
}

/** Only what the list says; in other words, or in another order, it says the same. */
function shownAfter(row: UnitRow, known: Known | undefined): Shown {
  const texts = (now: string[], oldName: boolean): string => {
    const before = known ? textsOf(known, oldName) : [];
    const same = now.length === before.length && now.every((text) => before.includes(text));
    return (same ? before : now).join('、');
  };
  const parent = row.parent?.code === known?.parent?.code ? known?.parent : row.parent;
  return {
    [label.name]: row.name,
    ...(row.fullName === null ? {} : { [label.fullName]: row.fullName }),
    [label.kind]: row.kind ? unitKindLabel[row.kind] : '',
    [label.parent]: parent?.name ?? '',
    ...(row.aliases === null ? {} : { [label.aliases]: texts(row.aliases, false) }),
    ...(row.oldNames === null ? {} : { [label.oldNames]: texts(row.oldNames, true) }),
    ...(row.sort === null ? {} : { [label.sort]: String(row.sort) }),
    ...(row.active === null ? {} : { [label.active]: row.active ? activeLabel.active : activeLabel.closed }),
    ...shownSample(false),
  };
}

async function write(
  ctx: Context,
  tx: Db,
  rows: UnitRow[],
  known: ReadonlyMap<string, Known>,
  fileName: string,
): Promise<void> {
  const ids = new Map([...known].map(([code, { unit }]) => [code, unit.id]));
  for (const { code } of rows) if (!ids.has(code)) ids.set(code, uuidv7());
  let last = Math.max(0, ...[...known.values()].map(({ unit }) => unit.sort));
  const values = rows.flatMap(({ code, name, fullName, kind, parent, sort, active }) => {
    const id = ids.get(code);
    const old = known.get(code)?.unit;
    if (id === undefined || kind === null) return [];
    return {
      id,
      code,
      name,
      fullName: fullName ?? old?.fullName ?? name,
      kind,
      parentId: ids.get(parent?.code ?? '') ?? null,
      // At the end, in the order of the list.
      sort: sort ?? old?.sort ?? ++last,
      active: active ?? old?.active ?? true,
      sample: false,
    };
  });
  // One statement, so that a unit may stand before the one above it.
  const fresh = values.filter(({ code }) => !known.has(code));
  if (fresh.length > 0) await tx.insert(units).values(fresh);
  await updateAll(
    tx,
    values.filter(({ code }) => known.has(code)),
  );
  await replaceAliases(tx, rows, known, ids);
  await audit(tx, ctx, ...entriesOf(await readKnown(tx), known, fileName));
}

async function updateAll(tx: Db, changed: (typeof units.$inferInsert)[]): Promise<void> {
  if (changed.length === 0) return;
  await tx.execute(sql`
    update units u set name = n.name, full_name = n."fullName", kind = n.kind, parent_id = n."parentId", sort = n.sort,
      active = n.active, sample = n.sample, version = u.version + 1
    from json_to_recordset(${JSON.stringify(changed)}::json)
      as n(id uuid, name text, "fullName" text, kind text, "parentId" uuid, sort int, active boolean, sample boolean)
    where u.id = n.id`);
}

/** All of them go before any comes: one may move from a unit to another. */
async function replaceAliases(
  tx: Db,
  rows: UnitRow[],
  known: ReadonlyMap<string, Known>,
  ids: ReadonlyMap<string, string>,
): Promise<void> {
  const named = rows.filter(({ aliases, oldNames }) => aliases !== null || oldNames !== null);
  if (named.length === 0) return;
  const unitIds = named.flatMap(({ code }) => ids.get(code) ?? []);
  await tx.delete(unitAliases).where(anyOf(unitAliases.unitId, unitIds));
  const kept = (code: string, oldName: boolean): string[] => {
    const old = known.get(code);
    return old ? textsOf(old, oldName) : [];
  };
  const texts = named.flatMap(({ code, aliases, oldNames }) => {
    const unitId = ids.get(code);
    if (unitId === undefined) return [];
    const all = [
      ...(aliases ?? kept(code, false)).map((text) => ({ unitId, text, oldName: false })),
      ...(oldNames ?? kept(code, true)).map((text) => ({ unitId, text, oldName: true })),
    ];
    // Once, whichever way it stands there.
    return [...new Map(all.map((each) => [tidy(each.text), each])).values()];
  });
  await insertMany(tx, unitAliases, texts);
}

/** An entry for each unit that became another. */
function entriesOf(after: Known[], known: ReadonlyMap<string, Known>, fileName: string): AuditEntry[] {
  return after.flatMap((each): AuditEntry[] => {
    const old = known.get(each.unit.code);
    if (old?.unit.version === each.unit.version) return [];
    const said = { before: old ? saidOf(toUnit(old)) : null, after: { ...saidOf(toUnit(each)), fileName } };
    return [{ action: 'unit.import', entity: 'unit', entityId: each.unit.id, ...said }];
  });
}
