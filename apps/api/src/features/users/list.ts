import type { Role } from '@nuanxin/contract';
import { and, arrayContains, asc, desc, eq, gt, ilike, isNull, or, sql, type SQL } from 'drizzle-orm';
import type { Context } from '../../context.ts';
import { decodeCursor, page, type CursorKey } from '../../db/cursor.ts';
import { units, users } from '../../db/schema/index.ts';
import { like } from '../../db/sql.ts';
import { selectUsers, toUser } from './users.ts';

export interface UserFilters {
  unit?: string;
  role?: Role;
  disabled?: boolean;
  waiting?: boolean;
  q?: string;
  sort?: 'username' | 'lastLogin' | '-lastLogin';
}

interface UserQuery extends UserFilters {
  limit?: number;
  cursor?: string;
  count?: boolean;
}

/** Blank for who never signed in. */
const lastLogin = sql<string>`coalesce(to_char(${users.lastLoginAt} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS'), '')`;

export async function listUsers(ctx: Context, query: UserQuery) {
  const { limit = 50, sort = 'username' } = query;
  const byName = sort === 'username';
  const direction = sort === '-lastLogin' ? desc : asc;
  const after = decodeCursor(query.cursor, byName ? ['text'] : ['text', 'text']);
  const filters: (SQL | undefined)[] = [
    query.unit ? eq(units.code, query.unit) : undefined,
    query.role ? arrayContains(users.roles, [query.role]) : undefined,
    query.disabled === undefined ? undefined : eq(users.disabled, query.disabled),
    query.waiting ? and(isNull(users.passwordHash), eq(users.disabled, false)) : undefined,
    query.q ? or(ilike(users.username, like(query.q)), ilike(users.displayName, like(query.q))) : undefined,
  ];
  const rows = await selectUsers(ctx.db)
    .where(and(...filters, after ? position(after, sort) : undefined))
    .orderBy(...(byName ? [] : [direction(lastLogin)]), direction(users.username))
    .limit(limit + 1);
  const total = query.count
    ? (
        await ctx.db
          .select({ total: sql<number>`count(*)::int` })
          .from(users)
          .leftJoin(units, eq(units.id, users.unitId))
          .where(and(...filters))
      )[0]?.total
    : undefined;
  return page(
    rows,
    limit,
    ({ user: { username, lastLoginAt } }) =>
      byName ? [username] : [lastLoginAt?.toISOString().slice(0, -1) ?? '', username],
    (row) => toUser(row, ctx.clock()),
    total,
  );
}

function position([first = '', second = '']: CursorKey, sort: UserQuery['sort']): SQL {
  if (sort === 'username') return gt(users.username, String(first));
  const further = sql.raw(sort === '-lastLogin' ? '<' : '>');
  return sql`(${lastLogin}, ${users.username}) ${further} (${first}::text, ${second}::text)`;
}
