import { createHash, createHmac, randomBytes } from 'node:crypto';
import type { SignedInUser } from '@nuanxin/contract';
import { and, eq, gt, isNull, lt, ne, or, sql } from 'drizzle-orm';
import { uuidv7 } from 'uuidv7';
import type { Context } from '../../context.ts';
import { audit } from '../../db/audit.ts';
import type { Db } from '../../db/connect.ts';
import { sessions, units, users } from '../../db/schema/index.ts';
import { ProblemError } from '../../problem.ts';
import { hashPassword, passwordWeakness, verifyNothing, verifyPassword } from './passwords.ts';

type Anonymous = Omit<Context, 'actor'>;

const MAX_FAILURES = 5;
const LOCK_MINUTES = 15;
/** A working day: then the clerk signs in again. */
export const SESSION_HOURS = 12;
/** Two tabs may renew with the same cookie at the same moment, and a reload may lose an answer; later it is a stolen one. */
const GRACE_MS = 10_000;
/** How long a session that is over is kept; then the user's next sign-in clears it away. */
const KEPT_MS = 24 * 3600_000;

export interface SignIn {
  user: SignedInUser;
  sessionId: string;
  /** Goes into the cookie. */
  refreshToken: string;
}

const hashToken = (token: string): string => createHash('sha256').update(token).digest('base64url');

/** The session's id makes it known which session a token belonged to, however old the token is. */
const newToken = (sessionId: string): string => `${sessionId}.${randomBytes(32).toString('base64url')}`;

/**
 * Always the same for a token, and known to nobody without the service's secret: a browser that lost the answer, because
 * its page was reloaded meanwhile, asks again and gets the very cookie that it missed.
 */
const nextToken = (sessionId: string, token: string, secret: string): string =>
  `${sessionId}.${createHmac('sha256', secret).update(`refresh ${token}`).digest('base64url')}`;

const sessionOf = (token: string): string | undefined => /^([0-9a-f-]{36})\.[\w-]{43}$/.exec(token)?.[1];

async function signedInUser(db: Db, userId: string): Promise<SignedInUser> {
  const [row] = await db
    .select({ user: users, unit: { code: units.code, name: units.name } })
    .from(users)
    .leftJoin(units, eq(units.id, users.unitId))
    .where(eq(users.id, userId));
  if (!row) throw new ProblemError('unauthenticated');
  const { id, username, displayName, roles, mustChangePassword } = row.user;
  return { id, username, displayName, roles, mustChangePassword, unit: row.unit };
}

/** @throws ProblemError login_failed, login_locked after five failures in a row, user_disabled */
export async function signIn(ctx: Anonymous, username: string, password: string): Promise<SignIn> {
  const { db } = ctx;
  const now = ctx.clock();
  const [user] = await db.select().from(users).where(eq(users.username, username.trim().toLowerCase()));
  if (!user) {
    await verifyNothing(password);
    await audit(
      db,
      { ...ctx, actor: null },
      { action: 'auth.fail', entity: 'user', after: { username: username.slice(0, 64) } },
    );
    throw new ProblemError('login_failed');
  }
  const by = { ...ctx, actor: { id: user.id, name: user.displayName } };
  if (user.lockedUntil && user.lockedUntil > now) {
    const minutes = Math.ceil((user.lockedUntil.getTime() - now.getTime()) / 60_000);
    throw new ProblemError('login_locked', { minutes });
  }
  if (!(await verifyPassword(password, user.passwordHash))) {
    // Counted in the database, so that parallel guesses are all counted.
    const [after] = await db
      .update(users)
      .set({
        failedLogins: sql`case when ${users.failedLogins} + 1 >= ${MAX_FAILURES} then 0 else ${users.failedLogins} + 1 end`,
        lockedUntil: sql`case when ${users.failedLogins} + 1 >= ${MAX_FAILURES} then ${new Date(now.getTime() + LOCK_MINUTES * 60_000).toISOString()}::timestamptz else null end`,
      })
      .where(eq(users.id, user.id))
      .returning({ lockedUntil: users.lockedUntil });
    await audit(db, by, { action: after?.lockedUntil ? 'auth.lock' : 'auth.fail', entity: 'user', entityId: user.id });
    if (after?.lockedUntil) throw new ProblemError('login_locked', { minutes: LOCK_MINUTES });
    throw new ProblemError('login_failed');
  }
  if (user.disabled) throw new ProblemError('user_disabled');
  const sessionId = uuidv7();
  const refreshToken = newToken(sessionId);
  await db.transaction(async (tx) => {
    const longOver = new Date(now.getTime() - KEPT_MS);
    await tx.delete(sessions).where(and(eq(sessions.userId, user.id), lt(sessions.expiresAt, longOver)));
    await tx.update(users).set({ failedLogins: 0, lockedUntil: null, lastLoginAt: now }).where(eq(users.id, user.id));
    await tx.insert(sessions).values({
      id: sessionId,
      userId: user.id,
      tokenHash: hashToken(refreshToken),
      rotatedAt: now,
      createdAt: now,
      expiresAt: new Date(now.getTime() + SESSION_HOURS * 3600_000),
      ip: ctx.ip,
    });
    await audit(tx, by, { action: 'auth.login', entity: 'user', entityId: user.id });
  });
  return { user: await signedInUser(db, user.id), sessionId, refreshToken };
}

/**
 * Exchanges a refresh token for a new one. Any token of an open session that is not its newest ends it: somebody copied
 * it.
 * @throws ProblemError unauthenticated
 */
export async function renew(ctx: Anonymous, token: string | undefined, secret: string): Promise<SignIn> {
  const now = ctx.clock();
  const sessionId = token && sessionOf(token);
  if (!sessionId) throw new ProblemError('unauthenticated');
  const hash = hashToken(token);
  const fresh = nextToken(sessionId, token, secret);
  const open = and(eq(sessions.id, sessionId), isNull(sessions.endedAt), gt(sessions.expiresAt, now));
  const renewed = await ctx.db.transaction(async (tx) => {
    const [rotated] = await tx
      .update(sessions)
      .set({ tokenHash: hashToken(fresh), previousHash: hash, rotatedAt: now })
      .where(and(eq(sessions.tokenHash, hash), open))
      .returning({ id: sessions.id, userId: sessions.userId });
    if (rotated) return { ...rotated, token: fresh };
    const [used] = await tx.select().from(sessions).where(open);
    if (!used) return null;
    if (used.previousHash === hash && now.getTime() - used.rotatedAt.getTime() <= GRACE_MS)
      return { ...used, token: fresh };
    await tx.update(sessions).set({ endedAt: now }).where(eq(sessions.id, used.id));
    await audit(tx, { ...ctx, actor: null }, { action: 'auth.reuse', entity: 'user', entityId: used.userId });
    return null;
  });
  if (!renewed) throw new ProblemError('unauthenticated');
  const [user] = await ctx.db.select({ disabled: users.disabled }).from(users).where(eq(users.id, renewed.userId));
  if (!user || user.disabled) throw new ProblemError('unauthenticated');
  return { user: await signedInUser(ctx.db, renewed.userId), sessionId: renewed.id, refreshToken: renewed.token };
}

/**
 * Ends the session of the cookie and that of the access token, which are one and the same as a rule.
 * @param accessSession session of a valid access token
 */
export async function signOut(
  ctx: Anonymous,
  token: string | undefined,
  accessSession: string | undefined,
): Promise<void> {
  const cookieSession = token && sessionOf(token);
  const hash = token && hashToken(token);
  const ofCookie =
    cookieSession && hash
      ? and(eq(sessions.id, cookieSession), or(eq(sessions.tokenHash, hash), eq(sessions.previousHash, hash)))
      : undefined;
  const ofAccess = accessSession ? eq(sessions.id, accessSession) : undefined;
  if (!ofCookie && !ofAccess) return;
  await ctx.db.transaction(async (tx) => {
    const ended = await tx
      .update(sessions)
      .set({ endedAt: ctx.clock() })
      .from(users)
      .where(and(eq(users.id, sessions.userId), or(ofCookie, ofAccess), isNull(sessions.endedAt)))
      .returning({ userId: users.id, name: users.displayName });
    for (const { userId, name } of ended) {
      const by = { ...ctx, actor: { id: userId, name } };
      await audit(tx, by, { action: 'auth.logout', entity: 'user', entityId: userId });
    }
  });
}

export async function whoAmI(ctx: Context): Promise<SignedInUser> {
  return signedInUser(ctx.db, ctx.actor.id);
}

/** Ends every open session of a user but one. */
export async function endSessions(tx: Db, userId: string, at: Date, except?: string): Promise<void> {
  await tx
    .update(sessions)
    .set({ endedAt: at })
    .where(and(eq(sessions.userId, userId), isNull(sessions.endedAt), except ? ne(sessions.id, except) : undefined));
}

/** @throws ProblemError password_wrong, password_weak */
export async function changePassword(ctx: Context, currentPassword: string, newPassword: string): Promise<void> {
  const { db, actor } = ctx;
  const [user] = await db.select().from(users).where(eq(users.id, actor.id));
  if (!user || !(await verifyPassword(currentPassword, user.passwordHash))) {
    throw new ProblemError(
      'password_wrong',
      {},
      { errors: [{ pointer: '/currentPassword', code: 'password_wrong', detail: '原密码不正确' }] },
    );
  }
  const weakness =
    newPassword === currentPassword ? '新密码不能与原密码相同' : passwordWeakness(newPassword, user.username);
  if (weakness) {
    throw new ProblemError(
      'password_weak',
      { reason: weakness },
      { errors: [{ pointer: '/newPassword', code: 'password_weak', detail: weakness }] },
    );
  }
  const passwordHash = await hashPassword(newPassword);
  await db.transaction(async (tx) => {
    await tx
      .update(users)
      .set({ passwordHash, mustChangePassword: false, version: sql`${users.version} + 1` })
      .where(eq(users.id, actor.id));
    await endSessions(tx, actor.id, ctx.clock(), actor.sessionId);
    await audit(tx, ctx, { action: 'user.password', entity: 'user', entityId: actor.id });
  });
}
