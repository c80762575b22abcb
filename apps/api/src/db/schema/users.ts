import { roles, type Role } from '@nuanxin/contract';
import { sql } from 'drizzle-orm';
import { boolean, check, index, integer, pgTable, text, uuid } from 'drizzle-orm/pg-core';
import { id, instant, version } from './columns.ts';
import { units } from './units.ts';

export const users = pgTable(
  'users',
  {
    id: id(),
    username: text().notNull().unique(),
    displayName: text().notNull(),
    roles: text().array().$type<Role[]>().notNull(),
    unitId: uuid().references(() => units.id),
    /** Where reminders go by e-mail. */
    email: text(),
    passwordHash: text().notNull(),
    mustChangePassword: boolean().notNull(),
    disabled: boolean().notNull().default(false),
    failedLogins: integer().notNull().default(0),
    lockedUntil: instant(),
    lastLoginAt: instant(),
    createdAt: instant().notNull(),
    version: version(),
  },
  (table) => [
    check(
      'users_roles',
      sql`cardinality(${table.roles}) > 0 and ${table.roles} <@ array[${sql.raw(roles.map((role) => `'${role}'`).join(','))}]::text[]`,
    ),
    check('users_reporter_unit', sql`not ('reporter' = any(${table.roles})) or ${table.unitId} is not null`),
    index('users_unit').on(table.unitId),
  ],
);

/** One row per sign-in; the refresh token changes at each use. Only hashes are kept. */
export const sessions = pgTable(
  'sessions',
  {
    id: id(),
    userId: uuid()
      .notNull()
      .references(() => users.id),
    tokenHash: text().notNull().unique(),
    previousHash: text().unique(),
    rotatedAt: instant().notNull(),
    createdAt: instant().notNull(),
    expiresAt: instant().notNull(),
    endedAt: instant(),
    ip: text(),
  },
  (table) => [index('sessions_user').on(table.userId)],
);
