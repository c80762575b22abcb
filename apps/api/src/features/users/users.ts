import type { Role, User } from '@nuanxin/contract';
import { and, arrayContains, eq, isNotNull, ne } from 'drizzle-orm';
import type { Context } from '../../context.ts';
import { audit } from '../../db/audit.ts';
import type { Db } from '../../db/connect.ts';
import { instantText } from '@nuanxin/domain';
import { invitations, units, users } from '../../db/schema/index.ts';
import { isUniqueViolation } from '../../db/sql.ts';
import { refusePersonalInfo } from '../../personal-info.ts';
import { ProblemError, problemAt } from '../../problem.ts';
import { checkVersion } from '../../routes.ts';
import { isOpen } from '../auth/invitations.ts';
import { checkPassword, hashPassword } from '../auth/passwords.ts';
import { endSessions } from '../auth/sessions.ts';

export const selectUsers = (db: Db) =>
  db
    .select({ user: users, unit: { code: units.code, name: units.name }, expiresAt: invitations.expiresAt })
    .from(users)
    .leftJoin(units, eq(units.id, users.unitId))
    .leftJoin(invitations, and(eq(invitations.userId, users.id), isOpen));

/** What reading takes of a request, with the transaction that it may be in. */
type Reading = Pick<Context, 'clock'> & { db: Db };
type Row = Awaited<ReturnType<typeof selectUsers>>[number];

export function toUser({ user, unit, expiresAt }: Row, now: Date): User {
  const { id, username, displayName, roles, email, disabled, mustChangePassword, lastLoginAt, createdAt, version } =
    user;
  return {
    id,
    username,
    displayName,
    roles,
    unit,
    email,
    disabled,
    hasPassword: user.passwordHash !== null,
    mustChangePassword,
    invitation: expiresAt && { expiresAt: instantText(expiresAt), expired: expiresAt <= now },
    lastLoginAt: lastLoginAt ? instantText(lastLoginAt) : null,
    createdAt: instantText(createdAt),
    version,
  };
}

/** What the audit keeps of a user. */
export function saidOf({
  username,
  displayName,
  roles,
  unit,
  email,
  disabled,
}: Pick<User, 'username' | 'displayName' | 'roles' | 'unit' | 'disabled'> & { email?: string | null }) {
  return { username, displayName, roles, unit, ...(email === undefined ? {} : { email }), disabled };
}

export async function getUser(ctx: Reading, id: string): Promise<{ data: User; version: number }> {
  const [row] = await selectUsers(ctx.db).where(eq(users.id, id));
  if (!row) throw new ProblemError('not_found');
  return { data: toUser(row, ctx.clock()), version: row.user.version };
}

async function unitIdOf(db: Db, code: string | null | undefined): Promise<string | null> {
  if (!code) return null;
  const [unit] = await db.select({ id: units.id }).from(units).where(eq(units.code, code));
  if (!unit)
    throw new ProblemError(
      'not_found',
      {},
      { errors: [{ pointer: '/unit', code: 'not_found', detail: `没有编码为 ${code} 的单位` }] },
    );
  return unit.id;
}

/** The district and villages report nothing, and neither does a unit that was closed. */
async function checkReports(db: Db, unitId: string): Promise<void> {
  const [unit] = await db
    .select({ name: units.name, kind: units.kind, active: units.active })
    .from(units)
    .where(eq(units.id, unitId));
  if (unit && (!unit.active || unit.kind === 'district' || unit.kind === 'village'))
    throw problemAt('/unit', 'unit_reports_nothing', { unit: unit.name });
}

/** An identity number is no name, and no name to sign in by. */
function refuseNumbers({ username, displayName }: { username?: string; displayName?: string }): void {
  refusePersonalInfo('用户名', { '/username': username });
  refusePersonalInfo('姓名', { '/displayName': displayName });
}

function checkReporter(roles: Role[], unitId: string | null): void {
  if (roles.includes('reporter') && unitId === null) {
    throw new ProblemError(
      'reporter_needs_unit',
      {},
      { errors: [{ pointer: '/unit', code: 'required', detail: '填报人员必须指定所属单位' }] },
    );
  }
}

interface NewUser {
  username: string;
  displayName: string;
  roles: Role[];
  unit?: string | null;
  email?: string | null;
  /** Absent: the user sets it by the link of an invitation. */
  password?: string;
  mustChangePassword?: boolean;
}

export async function createUser(ctx: Context, input: NewUser): Promise<{ data: User; version: number }> {
  refuseNumbers(input);
  const { password } = input;
  if (password !== undefined) checkPassword(password, input.username, '/password');
  const passwordHash = password === undefined ? null : await hashPassword(password);
  try {
    return await ctx.db.transaction(async (tx) => {
      const unitId = await unitIdOf(tx, input.unit);
      checkReporter(input.roles, unitId);
      if (unitId !== null && input.roles.includes('reporter')) await checkReports(tx, unitId);
      const [created] = await tx
        .insert(users)
        .values({
          username: input.username,
          displayName: input.displayName,
          roles: input.roles,
          unitId,
          email: input.email ?? null,
          passwordHash,
          mustChangePassword: passwordHash !== null && (input.mustChangePassword ?? true),
          createdAt: ctx.clock(),
        })
        .returning({ id: users.id });
      if (!created) throw new Error('no row');
      const user = await getUser({ ...ctx, db: tx }, created.id);
      await audit(tx, ctx, { action: 'user.create', entity: 'user', entityId: created.id, after: saidOf(user.data) });
      return user;
    });
  } catch (error) {
    if (isUniqueViolation(error, 'users_username_unique'))
      throw problemAt('/username', 'username_taken', { username: input.username });
    throw error;
  }
}

interface UserChange {
  displayName?: string;
  roles?: Role[];
  unit?: string | null;
  email?: string | null;
  disabled?: boolean;
}

export async function updateUser(ctx: Context, id: string, change: UserChange, ifMatch: number) {
  refuseNumbers(change);
  return ctx.db.transaction(async (tx) => {
    // Every administrator is locked, so that two of them cannot take away each other's role at once.
    await tx
      .select({ id: users.id })
      .from(users)
      .where(arrayContains(users.roles, ['admin']))
      .orderBy(users.id)
      .for('update');
    const [row] = await tx.select().from(users).where(eq(users.id, id)).for('update');
    if (!row) throw new ProblemError('not_found');
    checkVersion(row, ifMatch);
    if (change.disabled && id === ctx.actor.id) throw new ProblemError('not_yourself');
    const before = await getUser({ ...ctx, db: tx }, id);
    const next = {
      displayName: change.displayName ?? row.displayName,
      roles: change.roles ?? row.roles,
      unitId: change.unit === undefined ? row.unitId : await unitIdOf(tx, change.unit),
      email: change.email === undefined ? row.email : change.email,
      disabled: change.disabled ?? row.disabled,
    };
    checkReporter(next.roles, next.unitId);
    // Who reported for a unit that was closed since keeps the account as it is.
    if (next.unitId !== null && next.roles.includes('reporter') && (change.unit !== undefined || change.roles))
      await checkReports(tx, next.unitId);
    if (next.disabled || !next.roles.includes('admin')) await checkAdminRemains(tx, id);
    await tx
      .update(users)
      .set({ ...next, version: row.version + 1 })
      .where(eq(users.id, id));
    if (next.disabled) await endSessions(tx, id, ctx.clock());
    const after = await getUser({ ...ctx, db: tx }, id);
    await audit(tx, ctx, {
      action: 'user.update',
      entity: 'user',
      entityId: id,
      before: saidOf(before.data),
      after: saidOf(after.data),
    });
    return after;
  });
}

async function checkAdminRemains(tx: Db, exceptId: string): Promise<void> {
  const [other] = await tx
    .select({ id: users.id })
    .from(users)
    .where(
      and(
        ne(users.id, exceptId),
        eq(users.disabled, false),
        // Who was invited only cannot sign in yet.
        isNotNull(users.passwordHash),
        arrayContains(users.roles, ['admin']),
      ),
    )
    .limit(1);
  if (!other) throw new ProblemError('last_admin');
}
