import { instantText } from '@nuanxin/domain';
import { and, eq, isNull, sql } from 'drizzle-orm';
import { audit } from '../../db/audit.ts';
import type { Db } from '../../db/connect.ts';
import { invitations, units, users } from '../../db/schema/index.ts';
import { ProblemError } from '../../problem.ts';
import { checkPassword, hashPassword } from './passwords.ts';
import { endSessions, hashToken, openSession, type Anonymous, type SignIn } from './sessions.ts';

/** The link that is neither used nor revoked, though it may have expired. */
export const isOpen = and(isNull(invitations.usedAt), isNull(invitations.revokedAt));

/** @returns whether there was a link that could have been used */
export async function revokeOpen(tx: Db, userId: string, at: Date): Promise<boolean> {
  const revoked = await tx
    .update(invitations)
    .set({ revokedAt: at })
    .where(and(eq(invitations.userId, userId), isOpen))
    .returning({ id: invitations.id });
  return revoked.length > 0;
}

/** @throws ProblemError invitation_unknown, invitation_used, invitation_revoked, invitation_expired, user_disabled */
async function usable(db: Db, token: string, now: Date) {
  const [row] = await db
    .select({ invitation: invitations, user: users, unit: { code: units.code, name: units.name } })
    .from(invitations)
    .innerJoin(users, eq(users.id, invitations.userId))
    .leftJoin(units, eq(units.id, users.unitId))
    .where(eq(invitations.tokenHash, hashToken(token)));
  if (!row) throw new ProblemError('invitation_unknown');
  if (row.user.disabled) throw new ProblemError('user_disabled');
  if (row.invitation.usedAt) throw new ProblemError('invitation_used');
  if (row.invitation.revokedAt) throw new ProblemError('invitation_revoked');
  if (row.invitation.expiresAt <= now) throw new ProblemError('invitation_expired');
  return row;
}

export async function readInvitation(ctx: Anonymous, token: string) {
  const { user, unit, invitation } = await usable(ctx.db, token, ctx.clock());
  return {
    username: user.username,
    displayName: user.displayName,
    unit,
    first: user.passwordHash === null,
    expiresAt: instantText(invitation.expiresAt),
  };
}

interface Accepted {
  token: string;
  password: string;
  userAgent: string | undefined;
}

/**
 * Sets the password, unlocks the account, ends its sessions and begins a new one. Of two who use a link at once one gets in.
 * @throws ProblemError as `usable`, password_weak
 */
export async function acceptInvitation(ctx: Anonymous, { token, password, userAgent }: Accepted): Promise<SignIn> {
  const { user: invited } = await usable(ctx.db, token, ctx.clock());
  checkPassword(password, invited.username, '/password');
  const passwordHash = await hashPassword(password);
  return ctx.db.transaction(async (tx) => {
    const now = ctx.clock();
    // The user first, as everywhere: whoever disables it, or gives it another link, comes before or after.
    await tx.select({ id: users.id }).from(users).where(eq(users.id, invited.id)).for('update');
    const { user, invitation } = await usable(tx, token, now);
    await tx.update(invitations).set({ usedAt: now }).where(eq(invitations.id, invitation.id));
    await tx
      .update(users)
      .set({ passwordHash, mustChangePassword: false, version: sql`${users.version} + 1` })
      .where(eq(users.id, user.id));
    await endSessions(tx, user.id, now);
    const by = { ...ctx, actor: { id: user.id, name: user.displayName } };
    await audit(tx, by, { action: 'user.set_password', entity: 'user', entityId: user.id });
    return openSession(ctx, tx, user, userAgent);
  });
}
