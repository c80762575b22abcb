import { createHash, createHmac, randomBytes } from 'node:crypto';
import type { SignedInUser } from '@nuanxin/contract';
import { and, eq, gt, isNull, lt, ne, or } from 'drizzle-orm';
import { uuidv7 } from 'uuidv7';
import type { Context } from '../../context.ts';
import { audit } from '../../db/audit.ts';
import type { Db } from '../../db/connect.ts';
import { sessions, units, users } from '../../db/schema/index.ts';
import { ProblemError } from '../../problem.ts';
import { noteSignIn } from './sign-ins.ts';

export type Anonymous = Omit<Context, 'actor'>;

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

/** How tokens are kept: whoever reads the database cannot use one. */
export const hashToken = (token: string): string => createHash('sha256').update(token).digest('base64url');

export const randomToken = (): string => randomBytes(32).toString('base64url');

/** The session's id makes it known which session a token belonged to, however old the token is. */
const newToken = (sessionId: string): string => `${sessionId}.${randomToken()}`;

/**
 * Always the same for a token, and known to nobody without the service's secret: a browser that lost the answer, because
 * its page was reloaded meanwhile, asks again and gets the very cookie that it missed.
 */
const nextToken = (sessionId: string, token: string, secret: string): string =>
  `${sessionId}.${createHmac('sha256', secret).update(`refresh ${token}`).digest('base64url')}`;

const sessionOf = (token: string): string | undefined => /^([0-9a-f-]{36})\.[\w-]{43}$/.exec(token)?.[1];

export async function signedInUser(db: Db, userId: string): Promise<SignedInUser> {
  const [row] = await db
    .select({ user: users, unit: { code: units.code, name: units.name } })
    .from(users)
    .leftJoin(units, eq(units.id, users.unitId))
    .where(eq(users.id, userId));
  if (!row) throw new ProblemError('unauthenticated');
  const { id, username, displayName, roles, mustChangePassword } = row.user;
  return { id, username, displayName, roles, mustChangePassword, unit: row.unit };
}

/** Begins a session of a user whose password was right, or was set just now. */
export async function openSession(
  ctx: Anonymous,
  tx: Db,
  user: { id: string; displayName: string },
  userAgent: string | undefined,
): Promise<SignIn> {
  const now = ctx.clock();
  const sessionId = uuidv7();
  const refreshToken = newToken(sessionId);
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
  await noteSignIn(ctx, tx, { userId: user.id, outcome: 'success', userAgent, sessionId });
  const by = { ...ctx, actor: { id: user.id, name: user.displayName } };
  await audit(tx, by, { action: 'auth.login', entity: 'user', entityId: user.id });
  return { user: await signedInUser(tx, user.id), sessionId, refreshToken };
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

/** Ends every session of a user but one. @returns how many were open */
export async function endSessions(tx: Db, userId: string, at: Date, except?: string): Promise<number> {
  const ended = await tx
    .update(sessions)
    .set({ endedAt: at })
    .where(and(eq(sessions.userId, userId), isNull(sessions.endedAt), except ? ne(sessions.id, except) : undefined))
    .returning({ expiresAt: sessions.expiresAt });
  return ended.filter(({ expiresAt }) => expiresAt > at).length;
}

/** @returns how many the user had open elsewhere */
export async function endOtherSessions(ctx: Context): Promise<{ ended: number }> {
  const { actor, db } = ctx;
  return db.transaction(async (tx) => {
    const ended = await endSessions(tx, actor.id, ctx.clock(), actor.sessionId);
    if (ended > 0)
      await audit(tx, ctx, { action: 'auth.end_others', entity: 'user', entityId: actor.id, after: { ended } });
    return { ended };
  });
}
