import type { SignedInUser } from '@nuanxin/contract';
import { eq, sql } from 'drizzle-orm';
import type { Context } from '../../context.ts';
import { audit } from '../../db/audit.ts';
import { users } from '../../db/schema/index.ts';
import { ProblemError, problemAt } from '../../problem.ts';
import { revokeOpen } from './invitations.ts';
import { checkPassword, hashPassword, verifyNothing, verifyPassword } from './passwords.ts';
import { endSessions, openSession, signedInUser, type Anonymous, type SignIn } from './sessions.ts';
import { noteSignIn } from './sign-ins.ts';

const MAX_FAILURES = 5;
const LOCK_MINUTES = 15;

interface Credentials {
  username: string;
  password: string;
  userAgent: string | undefined;
}

/** @throws ProblemError login_failed, login_locked after five failures in a row, user_disabled */
export async function signIn(ctx: Anonymous, { username, password, userAgent }: Credentials): Promise<SignIn> {
  const { db } = ctx;
  const now = ctx.clock();
  const [user] = await db.select().from(users).where(eq(users.username, username.trim().toLowerCase()));
  if (!user) {
    await verifyNothing(password);
    // Not what was typed: it may be the password, in the wrong field.
    await audit(db, { ...ctx, actor: null }, { action: 'auth.fail', entity: 'user' });
    throw new ProblemError('login_failed');
  }
  const by = { ...ctx, actor: { id: user.id, name: user.displayName } };
  const failed = { userId: user.id, userAgent };
  if (user.lockedUntil && user.lockedUntil > now) {
    await noteSignIn(ctx, db, { ...failed, outcome: 'locked' });
    const minutes = Math.ceil((user.lockedUntil.getTime() - now.getTime()) / 60_000);
    throw new ProblemError('login_locked', { minutes });
  }
  if (!(await (user.passwordHash === null ? verifyNothing(password) : verifyPassword(password, user.passwordHash)))) {
    const locked = await db.transaction(async (tx) => {
      // Of guesses at once one locks, and those that began before it leave the lock as it is.
      const stillLocked = sql`case when ${users.lockedUntil} > ${now.toISOString()}::timestamptz then ${users.lockedUntil} end`;
      // Counted in the database, so that parallel guesses are all counted.
      const [after] = await tx
        .update(users)
        .set({
          failedLogins: sql`case when ${users.failedLogins} + 1 >= ${MAX_FAILURES} then 0 else ${users.failedLogins} + 1 end`,
          lockedUntil: sql`case when ${users.failedLogins} + 1 >= ${MAX_FAILURES} then ${new Date(now.getTime() + LOCK_MINUTES * 60_000).toISOString()}::timestamptz else ${stillLocked} end`,
        })
        .where(eq(users.id, user.id))
        .returning({ lockedUntil: users.lockedUntil });
      await noteSignIn(ctx, tx, { ...failed, outcome: 'wrong_password' });
      await audit(tx, by, {
        action: after?.lockedUntil ? 'auth.lock' : 'auth.fail',
        entity: 'user',
        entityId: user.id,
      });
      return Boolean(after?.lockedUntil);
    });
    if (locked) throw new ProblemError('login_locked', { minutes: LOCK_MINUTES });
    throw new ProblemError('login_failed');
  }
  if (user.disabled) {
    await noteSignIn(ctx, db, { ...failed, outcome: 'disabled' });
    throw new ProblemError('user_disabled');
  }
  return db.transaction(async (tx) => {
    const [present] = await tx.select().from(users).where(eq(users.id, user.id)).for('update');
    // Checking a password takes a while: meanwhile another one was set, or the account was disabled.
    if (present?.passwordHash !== user.passwordHash || present?.disabled) throw new ProblemError('login_failed');
    if (present.lockedUntil && present.lockedUntil > now)
      throw new ProblemError('login_locked', { minutes: LOCK_MINUTES });
    return openSession(ctx, tx, user, userAgent);
  });
}

export async function whoAmI(ctx: Context): Promise<SignedInUser> {
  return signedInUser(ctx.db, ctx.actor.id);
}

/** @throws ProblemError password_wrong, password_weak */
export async function changePassword(ctx: Context, currentPassword: string, newPassword: string): Promise<void> {
  const { db, actor } = ctx;
  const [user] = await db.select().from(users).where(eq(users.id, actor.id));
  if (!user?.passwordHash || !(await verifyPassword(currentPassword, user.passwordHash))) {
    const errors = [{ pointer: '/currentPassword', code: 'password_wrong', detail: '原密码不正确' }];
    throw new ProblemError('password_wrong', {}, { errors });
  }
  if (newPassword === currentPassword)
    throw problemAt('/newPassword', 'password_weak', { reason: '新密码不能与原密码相同' });
  checkPassword(newPassword, user.username, '/newPassword');
  const passwordHash = await hashPassword(newPassword);
  await db.transaction(async (tx) => {
    await tx
      .update(users)
      .set({ passwordHash, mustChangePassword: false, version: sql`${users.version} + 1` })
      .where(eq(users.id, actor.id));
    await revokeOpen(tx, actor.id, ctx.clock());
    await endSessions(tx, actor.id, ctx.clock(), actor.sessionId);
    await audit(tx, ctx, { action: 'user.password', entity: 'user', entityId: actor.id });
  });
}
