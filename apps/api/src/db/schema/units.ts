import { unitKinds, type UnitKind } from '@nuanxin/contract';
import {
  boolean,
  check,
  index,
  integer,
  pgTable,
  text,
  uniqueIndex,
  uuid,
  type AnyPgColumn,
} from 'drizzle-orm/pg-core';
import { id, oneOf, version } from './columns.ts';

export const units = pgTable(
  'units',
  {
    id: id(),
    code: text().notNull().unique(),
    name: text().notNull(),
    fullName: text().notNull(),
    kind: text().$type<UnitKind>().notNull(),
    parentId: uuid().references((): AnyPgColumn => units.id),
    /** Order in which the office lists its units. */
    sort: integer().notNull(),
    active: boolean().notNull().default(true),
    sample: boolean().notNull().default(false),
    version: version(),
  },
  (table) => [
    check('units_kind', oneOf(table.kind, unitKinds)),
    index('units_parent').on(table.parentId),
    uniqueIndex('units_order').on(table.sort, table.code),
  ],
);

/** Texts that mean a unit, exactly; names of the unit itself are not repeated here. */
export const unitAliases = pgTable(
  'unit_aliases',
  {
    id: id(),
    unitId: uuid()
      .notNull()
      .references(() => units.id),
    text: text().notNull().unique(),
    oldName: boolean().notNull().default(false),
  },
  (table) => [index('unit_aliases_unit').on(table.unitId)],
);
