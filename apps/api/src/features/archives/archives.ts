import { ARCHIVE_HOURS, ZIP, type Archive } from '@nuanxin/contract';
import { instantText } from '@nuanxin/domain';
import { and, desc, eq, inArray, lt } from 'drizzle-orm';
import type { FastifyReply } from 'fastify';
import { uuidv7 } from 'uuidv7';
import { isOffice, type Context, type Deps } from '../../context.ts';
import { audit } from '../../db/audit.ts';
import type { Db } from '../../db/connect.ts';
import { archives, campaigns, users } from '../../db/schema/index.ts';
import { ProblemError } from '../../problem.ts';
import { disposition } from '../../routes.ts';
import { openStore } from '../../storage/store.ts';
import { isSigned, signatureOf } from './link.ts';
import { archiveKey, mayKeep } from './make.ts';

const SHOWN = 10;
/** A job that nobody has finished within a day is lost, with all its attempts. */
const LOST_MS = 24 * 3600_000;
const underWay = inArray(archives.state, ['waiting', 'running']);

type Made = Pick<Deps, 'config' | 'jobs'>;

/** Has an archive made, or gives the one that is being made for the caller. @throws ProblemError no_plan */
export async function createArchive(ctx: Context, { config, jobs }: Made, year: number): Promise<Archive> {
  if ((await ctx.db.$count(campaigns, eq(campaigns.year, year))) === 0) throw new ProblemError('no_plan', { year });
  const now = ctx.clock();
  const own = and(mine(ctx, year), underWay);
  const id = await ctx.db.transaction(async (tx) => {
    await tx
      .update(archives)
      .set({ state: 'failed', finishedAt: now })
      .where(and(own, lt(archives.createdAt, new Date(now.getTime() - LOST_MS))));
    const [created] = await tx
      .insert(archives)
      .values({ id: uuidv7(), year, createdBy: ctx.actor.id, createdAt: now })
      .onConflictDoNothing()
      .returning({ id: archives.id });
    if (created) {
      await audit(tx, ctx, { action: 'archive.create', entity: 'archive', entityId: created.id, after: { year } });
      await jobs?.makeArchive(tx, created.id);
      return created.id;
    }
    const [running] = await tx.select({ id: archives.id }).from(archives).where(own);
    return running?.id;
  });
  // The one that was under way has just ended: it is the newest.
  const [newest] = await select(ctx.db)
    .where(id ? eq(archives.id, id) : mine(ctx, year))
    .orderBy(desc(archives.id))
    .limit(1);
  if (!newest) throw new ProblemError('not_found');
  return view(ctx, config.jwtSecret, newest);
}

/** The newest of a year that the caller had made. */
export async function listArchives(ctx: Context, { config }: Made, year: number) {
  const rows = await select(ctx.db).where(mine(ctx, year)).orderBy(desc(archives.id)).limit(SHOWN);
  return { items: rows.map((row) => view(ctx, config.jwtSecret, row)), nextCursor: null };
}

/** @throws ProblemError not_found, also for what others had made */
export async function getArchive(ctx: Context, { config }: Made, id: string): Promise<Archive> {
  const [row] = await select(ctx.db).where(and(eq(archives.id, id), eq(archives.createdBy, ctx.actor.id)));
  if (!row) throw new ProblemError('not_found');
  return view(ctx, config.jwtSecret, row);
}

/**
 * Streams an archive to whoever has its link, for as long as that is good and who had it made may have it.
 * @throws ProblemError archive_link_invalid, archive_expired
 */
export async function sendArchive(
  ctx: Omit<Context, 'actor'>,
  { config }: Made,
  { id, expires, signature }: { id: string; expires: number; signature: string },
  reply: FastifyReply,
): Promise<void> {
  if (!isSigned(config.jwtSecret, id, expires, signature)) throw new ProblemError('archive_link_invalid');
  const expired = new ProblemError('archive_expired', { hours: ARCHIVE_HOURS });
  if (ctx.clock().getTime() >= expires * 1000) throw expired;
  const [row] = await select(ctx.db).where(eq(archives.id, id));
  if (!row || !mayKeep(row.user)) throw new ProblemError('archive_link_invalid');
  const content = await (await openStore({ dataDir: config.dataDir, s3: config.s3 ?? null })).get(archiveKey(id));
  if (!content) throw expired;
  const after = { year: row.archive.year };
  await audit(ctx.db, { ...ctx, actor: null }, { action: 'archive.download', entity: 'archive', entityId: id, after });
  reply
    .type(ZIP)
    .header('content-disposition', disposition('attachment', `${row.archive.year}年全年档案.zip`))
    .header('content-length', row.archive.size ?? 0)
    .header('cache-control', 'private, no-store')
    .header('x-content-type-options', 'nosniff')
    .send(content);
}

const mine = (ctx: Context, year: number) => and(eq(archives.createdBy, ctx.actor.id), eq(archives.year, year));

function select(db: Db) {
  return db
    .select({ archive: archives, user: { disabled: users.disabled, roles: users.roles } })
    .from(archives)
    .innerJoin(users, eq(users.id, archives.createdBy))
    .$dynamic();
}

function view(ctx: Context, secret: string, { archive }: Awaited<ReturnType<typeof select>>[number]): Archive {
  const { id, year, state, done, total, fault, createdAt, finishedAt, expiresAt, size, sha256 } = archive;
  const isOver = state === 'done' && expiresAt !== null && expiresAt <= ctx.clock();
  const expires = expiresAt && Math.floor(expiresAt.getTime() / 1000);
  return {
    id,
    year,
    state: isOver ? 'expired' : state,
    done,
    total,
    fault,
    createdAt: instantText(createdAt),
    finishedAt: finishedAt && instantText(finishedAt),
    masked: !isOffice(ctx.actor),
    size,
    sha256,
    link:
      state === 'done' && !isOver && expires !== null
        ? `/api/v1/archives/${id}/file?expires=${expires}&signature=${signatureOf(secret, id, expires)}`
        : null,
    expiresAt: expiresAt && instantText(expiresAt),
  };
}
