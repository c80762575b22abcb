import type { Unit, UnitKind } from '@nuanxin/contract';
import { parentKind, parentWords, tidy } from '@nuanxin/domain';
import { and, asc, eq, ilike, inArray, ne, or, sql, type SQL } from 'drizzle-orm';
import { alias } from 'drizzle-orm/pg-core';
import type { Context } from '../../context.ts';
import { audit } from '../../db/audit.ts';
import type { Db } from '../../db/connect.ts';
import { decodeCursor, page } from '../../db/cursor.ts';
import { unitAliases, units } from '../../db/schema/index.ts';
import { isUniqueViolation, like } from '../../db/sql.ts';
import { refusePersonalInfo } from '../../personal-info.ts';
import { ProblemError, problemAt } from '../../problem.ts';
import { checkVersion } from '../../routes.ts';

const parents = alias(units, 'parents');

interface Alias {
  text: string;
  oldName?: boolean;
}

export const selectUnits = (db: Db) =>
  db
    .select({
      unit: units,
      parent: { code: parents.code, name: parents.name },
      aliases: sql<
        Alias[]
      >`coalesce((select json_agg(json_build_object('text', a.text, 'oldName', a.old_name) order by a.id)
        from unit_aliases a where a.unit_id = ${units.id}), '[]'::json)`,
      villages: sql<number>`(select count(*)::int from units v where v.parent_id = ${units.id} and v.kind = 'village' and v.active)`,
    })
    .from(units)
    .leftJoin(parents, eq(parents.id, units.parentId));

type Row = Awaited<ReturnType<typeof selectUnits>>[number];

export function toUnit({ unit, parent, aliases, villages }: Row): Unit {
  const { parentId: _parent, ...own } = unit;
  return { ...own, parent, aliases, villages };
}

/** What the audit keeps of a unit. */
export function saidOf({ code, name, fullName, kind, parent, aliases, sort, active, sample }: Unit) {
  return { code, name, fullName, kind, parent, aliases, sort, active, sample };
}

export interface UnitFilters {
  kind?: UnitKind[];
  parent?: string;
  q?: string;
}

interface UnitQuery extends UnitFilters {
  limit?: number;
  cursor?: string;
  count?: boolean;
}

export async function listUnits(ctx: Context, query: UnitQuery) {
  const { limit = 50 } = query;
  const after = decodeCursor(query.cursor, ['integer', 'text']);
  const filters: (SQL | undefined)[] = [
    query.kind ? inArray(units.kind, query.kind) : undefined,
    query.parent ? eq(parents.code, query.parent) : undefined,
    query.q
      ? or(
          ilike(units.fullName, like(query.q)),
          ilike(units.name, like(query.q)),
          ilike(units.code, like(query.q)),
          sql`exists (select 1 from unit_aliases a where a.unit_id = ${units.id} and a.text ilike ${like(query.q)})`,
        )
      : undefined,
  ];
  const rows = await selectUnits(ctx.db)
    .where(
      and(...filters, after ? sql`(${units.sort}, ${units.code}) > (${after[0]}::int, ${after[1]}::text)` : undefined),
    )
    .orderBy(asc(units.sort), asc(units.code))
    .limit(limit + 1);
  const total = query.count
    ? (
        await ctx.db
          .select({ total: sql<number>`count(*)::int` })
          .from(units)
          .leftJoin(parents, eq(parents.id, units.parentId))
          .where(and(...filters))
      )[0]?.total
    : undefined;
  return page(rows, limit, ({ unit }) => [unit.sort, unit.code], toUnit, total);
}

export async function getUnit(db: Db, id: string): Promise<{ data: Unit; version: number }> {
  const [row] = await selectUnits(db).where(eq(units.id, id));
  if (!row) throw new ProblemError('not_found');
  return { data: toUnit(row), version: row.unit.version };
}

async function unitByCode(db: Db, code: string, pointer: string) {
  const [unit] = await db.select().from(units).where(eq(units.code, code));
  if (!unit)
    throw new ProblemError(
      'not_found',
      {},
      { errors: [{ pointer, code: 'not_found', detail: `没有编码为 ${code} 的单位` }] },
    );
  return unit;
}

/** Whoever gives units names does so after the other: of two that give the same one, the second is told. */
export async function lockTexts(tx: Db): Promise<void> {
  await tx.execute(sql`lock table ${units}, ${unitAliases} in share row exclusive mode`);
}

/**
 * A text may mean one unit only: names and aliases of all other units are taken, compared as the importer compares them.
 * Names of villages repeat and stand in no report; a village's alias was given on purpose and counts.
 * @param texts by where they stand in the input
 */
async function checkTextsFree(tx: Db, unitId: string, texts: Record<string, string[]>): Promise<void> {
  const wanted = new Map(
    Object.entries(texts).flatMap(([pointer, all]) => all.map((text) => [tidy(text), pointer] as const)),
  );
  const taken = await tx
    .select({ text: unitAliases.text, unit: units.name })
    .from(unitAliases)
    .innerJoin(units, eq(units.id, unitAliases.unitId))
    .where(ne(unitAliases.unitId, unitId));
  const named = await tx
    .select({ name: units.name, fullName: units.fullName })
    .from(units)
    .where(and(ne(units.id, unitId), ne(units.kind, 'village')));
  const all = [
    ...taken,
    ...named.flatMap(({ name, fullName }) => [name, fullName].map((text) => ({ text, unit: name }))),
  ];
  for (const { text, unit } of all) {
    const pointer = wanted.get(tidy(text));
    if (pointer !== undefined) throw problemAt(pointer, 'unit_alias_taken', { alias: text, unit });
  }
}

/** The last counts for a text that stands in several of them: the name goes before what was made from it. */
const textsAt = ({ name, fullName, aliases }: { name: string; fullName: string; aliases: Alias[] }) => ({
  '/aliases': aliases.map(({ text }) => text),
  '/fullName': [fullName],
  '/name': [name],
});

function refuseNumbers({ name, fullName, aliases }: Pick<UnitChange, 'name' | 'fullName' | 'aliases'>): void {
  refusePersonalInfo('名称', { '/name': name, '/fullName': fullName });
  refusePersonalInfo('别名', { '/aliases': aliases?.map(({ text }) => text).join('\n') });
}

/** Aliases as they are kept: trimmed, each text once. */
function tidied(aliases: Alias[]): Alias[] {
  const once = new Map(aliases.map((each) => [tidy(each.text), { ...each, text: each.text.trim() }]));
  once.delete('');
  return [...once.values()];
}

async function replaceAliases(tx: Db, unitId: string, aliases: Alias[]): Promise<void> {
  await tx.delete(unitAliases).where(eq(unitAliases.unitId, unitId));
  if (aliases.length === 0) return;
  await tx
    .insert(unitAliases)
    .values(aliases.map(({ text, oldName }) => ({ unitId, text, oldName: oldName ?? false })));
}

interface NewUnit {
  code: string;
  name: string;
  fullName?: string;
  kind: Exclude<UnitKind, 'district'>;
  parent: string;
  sort?: number;
  aliases?: Alias[];
}

export async function createUnit(ctx: Context, input: NewUnit): Promise<{ data: Unit; version: number }> {
  refuseNumbers(input);
  const aliases = tidied(input.aliases ?? []);
  try {
    return await ctx.db.transaction(async (tx) => {
      await lockTexts(tx);
      const parent = await unitByCode(tx, input.parent, '/parent');
      checkParent(input.kind, parent.kind);
      const fullName = input.fullName ?? input.name;
      const [created] = await tx
        .insert(units)
        .values({
          code: input.code,
          name: input.name,
          fullName,
          kind: input.kind,
          parentId: parent.id,
          // At the end: the office's order is kept for those that were there.
          sort: input.sort ?? sql`(select coalesce(max(sort), 0) + 1 from units)`,
        })
        .returning({ id: units.id });
      if (!created) throw new Error('no row');
      await checkTextsFree(tx, created.id, textsAt({ name: input.name, fullName, aliases }));
      await replaceAliases(tx, created.id, aliases);
      const unit = await getUnit(tx, created.id);
      await audit(tx, ctx, { action: 'unit.create', entity: 'unit', entityId: created.id, after: saidOf(unit.data) });
      return unit;
    });
  } catch (error) {
    throw isUniqueViolation(error, 'units_code_unique')
      ? new ProblemError('unit_code_taken', { code: input.code })
      : error;
  }
}

interface UnitChange {
  name?: string;
  fullName?: string;
  kind?: Exclude<UnitKind, 'district'>;
  parent?: string;
  sort?: number;
  aliases?: Alias[];
  active?: boolean;
  sample?: boolean;
}

export async function updateUnit(ctx: Context, id: string, change: UnitChange, ifMatch: number) {
  refuseNumbers(change);
  return ctx.db.transaction(async (tx) => {
    await lockTexts(tx);
    const [row] = await tx.select().from(units).where(eq(units.id, id)).for('update');
    if (!row) throw new ProblemError('not_found');
    checkVersion(row, ifMatch);
    const before = await getUnit(tx, id);
    if (row.kind === 'district' && (change.kind || change.parent !== undefined || change.active === false))
      throw new ProblemError('unit_is_district', { name: row.name });
    const next = {
      name: change.name ?? row.name,
      fullName: change.fullName ?? row.fullName,
      parentId: change.parent === undefined ? row.parentId : (await unitByCode(tx, change.parent, '/parent')).id,
      kind: change.kind ?? row.kind,
      sort: change.sort ?? row.sort,
      active: change.active ?? row.active,
      sample: change.sample ?? row.sample,
    };
    if (next.kind !== 'district' && (change.parent !== undefined || change.kind)) {
      const [parent] = await tx
        .select({ kind: units.kind })
        .from(units)
        .where(eq(units.id, next.parentId ?? id));
      if (parent) checkParent(next.kind, parent.kind);
      await checkBelow(tx, row, next.kind);
    }
    const aliases = tidied(change.aliases ?? before.data.aliases);
    await checkTextsFree(tx, id, textsAt({ ...next, aliases }));
    if (change.aliases) await replaceAliases(tx, id, aliases);
    await tx
      .update(units)
      .set({ ...next, version: row.version + 1 })
      .where(eq(units.id, id));
    const after = await getUnit(tx, id);
    await audit(tx, ctx, {
      action: 'unit.update',
      entity: 'unit',
      entityId: id,
      before: saidOf(before.data),
      after: saidOf(after.data),
    });
    return after;
  });
}

function checkParent(kind: Exclude<UnitKind, 'district'>, above: UnitKind): void {
  if (above !== parentKind(kind)) throw problemAt('/parent', 'unit_parent_invalid', { rule: parentWords(kind) });
}

/** Villages stay below townships when a unit becomes another kind. */
async function checkBelow(tx: Db, { id, name }: { id: string; name: string }, kind: UnitKind): Promise<void> {
  if (kind === 'township') return;
  const count = await tx.$count(units, and(eq(units.parentId, id), eq(units.kind, 'village')));
  if (count > 0) throw problemAt('/kind', 'unit_has_villages', { name, count });
}

/**
 * Adds texts that mean a unit, as the office said while importing; revoked like any alias, on the unit's page.
 * @throws ProblemError unit_alias_taken when a text means another unit already
 */
export async function learnAliases(ctx: Context, tx: Db, told: { text: string; unit: string }[]): Promise<void> {
  for (const [code, texts] of Map.groupBy(told, ({ unit }) => unit)) {
    const unit = await unitByCode(tx, code, '/units');
    const { data: before } = await getUnit(tx, unit.id);
    const known = new Set([before.name, before.fullName, ...before.aliases.map(({ text }) => text)].map(tidy));
    const fresh = [...new Set(texts.map(({ text }) => tidy(text)))].filter((text) => text !== '' && !known.has(text));
    if (fresh.length === 0) continue;
    await checkTextsFree(tx, unit.id, { '/units': fresh });
    await tx.insert(unitAliases).values(fresh.map((text) => ({ unitId: unit.id, text, oldName: false })));
    await tx
      .update(units)
      .set({ version: sql`${units.version} + 1` })
      .where(eq(units.id, unit.id));
    const { data: after } = await getUnit(tx, unit.id);
    await audit(tx, ctx, {
      action: 'unit.learn_alias',
      entity: 'unit',
      entityId: unit.id,
      before: saidOf(before),
      after: saidOf(after),
    });
  }
}
