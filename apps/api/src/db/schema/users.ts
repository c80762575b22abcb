import { roles, signInOutcomes, type Role, type SignInEntry } from '@nuanxin/contract';
import { sql } from 'drizzle-orm';
import { boolean, check, index, integer, pgTable, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
import { id, instant, oneOf, version } from './columns.ts';
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
    /** Null until the user sets a password by the link of an invitation. */
    passwordHash: text(),
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

/** Links by which a user sets a password, first or forgotten. Only the hash of the token is kept. */
export const invitations = pgTable(
  'invitations',
  {
    id: id(),
    userId: uuid()
      .notNull()
      .references(() => users.id),
    tokenHash: text().notNull().unique(),
    createdBy: uuid()
      .notNull()
      .references(() => users.id),
    createdAt: instant().notNull(),
    expiresAt: instant().notNull(),
    usedAt: instant(),
    revokedAt: instant(),
  },
  (table) => [
    // The newest link is the only one that is good.
    uniqueIndex('invitations_open')
      .on(table.userId)
      .where(sql`${table.usedAt} is null and ${table.revokedAt} is null`),
  ],
);

/** Every try to sign in to an account that exists. Names that nobody has are not kept: one may be a password. */
export const signIns = pgTable(
  'sign_ins',
  {
    id: id(),
    userId: uuid()
      .notNull()
      .references(() => users.id),
    at: instant().notNull(),
    outcome: text().$type<SignInEntry['outcome']>().notNull(),
    ip: text(),
    userAgent: text(),
    /** Of a success; the session itself is cleared away much earlier. */
    sessionId: uuid(),
  },
  (table) => [
    check('sign_ins_outcome', oneOf(table.outcome, signInOutcomes)),
    index('sign_ins_user').on(table.userId, table.at, table.id),
    index('sign_ins_at').on(table.at),
  ],
);
