import type { SignInEntry } from '@nuanxin/contract';
import { browserWords, instantText } from '@nuanxin/domain';
import { and, desc, eq, gt, isNull, lt, sql } from 'drizzle-orm';
import type { Context } from '../../context.ts';
import type { Db } from '../../db/connect.ts';
import { decodeCursor, page } from '../../db/cursor.ts';
import { sessions, signIns } from '../../db/schema/index.ts';

/** More than a year, so that the same weeks of two years can be compared; then the next sign-in of anybody clears it away. */
const KEPT_DAYS = 400;
const LONGEST_AGENT = 300;

interface Tried {
  userId: string;
  outcome: SignInEntry['outcome'];
  userAgent: string | undefined;
  sessionId?: string;
}

export async function noteSignIn(ctx: Pick<Context, 'clock' | 'ip'>, tx: Db, tried: Tried): Promise<void> {
  const at = ctx.clock();
  const { userAgent } = tried;
  await tx.delete(signIns).where(lt(signIns.at, new Date(at.getTime() - KEPT_DAYS * 24 * 3600_000)));
  await tx.insert(signIns).values({ ...tried, at, ip: ctx.ip, userAgent: userAgent?.slice(0, LONGEST_AGENT) ?? null });
}

interface Asked {
  limit?: number;
  cursor?: string;
  count?: boolean;
}

/** Of one user, newest first. Whose the caller may see is decided where this is called. */
export async function listSignIns(ctx: Context, userId: string, { limit = 50, cursor, count }: Asked) {
  const after = decodeCursor(cursor, ['instant', 'uuid']);
  const whose = eq(signIns.userId, userId);
  const rows = await ctx.db
    .select({ signIn: signIns, openSession: sessions.id })
    .from(signIns)
    .leftJoin(
      sessions,
      and(eq(sessions.id, signIns.sessionId), isNull(sessions.endedAt), gt(sessions.expiresAt, ctx.clock())),
    )
    .where(
      and(
        whose,
        after ? sql`(${signIns.at}, ${signIns.id}) < (${after[0]}::timestamptz, ${after[1]}::uuid)` : undefined,
      ),
    )
    .orderBy(desc(signIns.at), desc(signIns.id))
    .limit(limit + 1);
  const total = count ? await ctx.db.$count(signIns, whose) : undefined;
  return page(
    rows,
    limit,
    ({ signIn: { at, id } }) => [instantText(at), id],
    ({ signIn: { id, at, outcome, ip, userAgent }, openSession }): SignInEntry => ({
      id,
      at: instantText(at),
      outcome,
      ip,
      browser: browserWords(userAgent ?? ''),
      session: openSession === null ? null : openSession === ctx.actor.sessionId ? 'current' : 'open',
    }),
    total,
  );
}
