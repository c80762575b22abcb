import { INVITATION_DAYS, type Download, type Invitation, type Role } from '@nuanxin/contract';
import { dateOf, instantText, roleLabel } from '@nuanxin/domain';
import { makeList } from '@nuanxin/workbook';
import { and, asc, eq, isNull, sql } from 'drizzle-orm';
import type { Context } from '../../context.ts';
import { audit } from '../../db/audit.ts';
import { invitations, units, users } from '../../db/schema/index.ts';
import { anyOf, insertMany } from '../../db/sql.ts';
import { ProblemError } from '../../problem.ts';
import { isOpen, revokeOpen } from '../auth/invitations.ts';
import { hashToken, randomToken } from '../auth/sessions.ts';

const expiry = (now: Date): Date => new Date(now.getTime() + INVITATION_DAYS * 24 * 3600_000);

/**
 * Makes a link in place of the one before. A forgotten password stays good until a new one is set: whoever asks for a link
 * in another's name shuts nobody out.
 * @throws ProblemError not_found, invitation_to_disabled
 */
export async function inviteUser(ctx: Context, id: string): Promise<Invitation> {
  const token = randomToken();
  const now = ctx.clock();
  const expiresAt = expiry(now);
  await ctx.db.transaction(async (tx) => {
    const [user] = await tx.select().from(users).where(eq(users.id, id)).for('update');
    if (!user) throw new ProblemError('not_found');
    if (user.disabled) throw new ProblemError('invitation_to_disabled', { name: user.displayName });
    await revokeOpen(tx, id, now);
    await tx
      .insert(invitations)
      .values({ userId: id, tokenHash: hashToken(token), createdBy: ctx.actor.id, createdAt: now, expiresAt });
    await audit(tx, ctx, {
      action: user.passwordHash === null ? 'user.invite' : 'user.invite_reset',
      entity: 'user',
      entityId: id,
      after: { username: user.username, expiresAt: instantText(expiresAt) },
    });
  });
  return { token, expiresAt: instantText(expiresAt) };
}

/** @throws ProblemError not_found */
export async function revokeInvitation(ctx: Context, id: string): Promise<void> {
  await ctx.db.transaction(async (tx) => {
    const [user] = await tx.select({ id: users.id }).from(users).where(eq(users.id, id)).for('update');
    if (!user) throw new ProblemError('not_found');
    if (await revokeOpen(tx, id, ctx.clock()))
      await audit(tx, ctx, { action: 'user.revoke_invitation', entity: 'user', entityId: id });
  });
}

/**
 * A workbook with a link for each, to hand on; who has a password keeps it.
 * @param page address of the page that takes the links, as the caller sees it
 * @throws ProblemError nobody_to_invite
 */
export async function inviteUsers(ctx: Context, ids: string[], page: string): Promise<Download> {
  const now = ctx.clock();
  const expiresAt = expiry(now);
  const invited = await ctx.db.transaction(async (tx) => {
    const waiting = await tx
      .select({
        id: users.id,
        username: users.username,
        displayName: users.displayName,
        roles: users.roles,
        unitId: users.unitId,
      })
      .from(users)
      .where(and(anyOf(users.id, ids), isNull(users.passwordHash), eq(users.disabled, false)))
      // As whoever changes accounts locks them: administrators first.
      .orderBy(sql`not 'admin' = any(${users.roles})`, asc(users.id))
      .for('update');
    if (waiting.length === 0) throw new ProblemError('nobody_to_invite');
    const made = waiting.map((user) => ({ ...user, token: randomToken() }));
    const found = anyOf(
      invitations.userId,
      made.map(({ id }) => id),
    );
    await tx.update(invitations).set({ revokedAt: now }).where(and(found, isOpen));
    await insertMany(
      tx,
      invitations,
      made.map(({ id, token }) => ({
        userId: id,
        tokenHash: hashToken(token),
        createdBy: ctx.actor.id,
        createdAt: now,
        expiresAt,
      })),
    );
    const entries = made.map(({ id, username }) => ({
      action: 'user.invite',
      entity: 'user',
      entityId: id,
      after: { username, expiresAt: instantText(expiresAt) },
    }));
    await audit(tx, ctx, ...entries);
    const named = await tx.select({ id: units.id, name: units.name, sort: units.sort }).from(units);
    const unitOf = new Map(named.map((unit) => [unit.id, unit]));
    return made
      .map((user) => ({ ...user, unit: unitOf.get(user.unitId ?? '') }))
      .toSorted((a, b) => (a.unit?.sort ?? 0) - (b.unit?.sort ?? 0) || (a.username < b.username ? -1 : 1));
  });
  const title = `邀请链接（${dateOf(expiresAt)}前有效，每个只能用一次，请分别发给本人）`;
  const content = await makeList({
    name: '邀请链接',
    title,
    columns: [
      { label: '单位', width: 18 },
      { label: '姓名', width: 14 },
      { label: '用户名', width: 16 },
      { label: '角色', width: 18 },
      { label: '链接', width: 80 },
    ],
    rows: invited.map(({ unit, displayName, username, roles, token }) => [
      unit?.name ?? '',
      displayName,
      username,
      rolesText(roles),
      `${page}#${token}`,
    ]),
  });
  return { fileName: `邀请链接_${dateOf(now)}.xlsx`, content };
}

const rolesText = (roles: Role[]): string => roles.map((role) => roleLabel[role]).join('、');
