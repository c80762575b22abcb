import { randomBytes } from 'node:crypto';
import { mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { ARCHIVE_HOURS, ZIP } from '@nuanxin/contract';
import { and, eq, inArray, isNull, lte } from 'drizzle-orm';
import type { Deps } from '../../context.ts';
import { archives, campaigns, users } from '../../db/schema/index.ts';
import { anyOf } from '../../db/sql.ts';
import { openStore } from '../../storage/store.ts';
import { runArchive } from './run.ts';
import type { Making } from './write.ts';
import type { Written } from './zip-writer.ts';

const HOUR = 3600_000;
const underWay = inArray(archives.state, ['waiting', 'running']);

/** Key of an archive's file in the store. */
export const archiveKey = (id: string): string => `${id}.zip`;

/** Whether who asked for it may have it (still). */
export function mayKeep({ disabled, roles }: Pick<typeof users.$inferSelect, 'disabled' | 'roles'>): boolean {
  return !disabled && roles.some((role) => role === 'office' || role === 'auditor');
}

/**
 * Makes an archive that was asked for: the work of a job. Whatever an attempt that was killed left behind goes first.
 * @throws what went wrong, to be tried again
 */
export async function makeArchive(deps: Deps, id: string): Promise<void> {
  const { db, clock, config } = deps;
  await dropExpired(deps);
  const [row] = await db
    .select({ archive: archives, campaign: campaigns, user: users })
    .from(archives)
    .innerJoin(campaigns, eq(campaigns.year, archives.year))
    .innerJoin(users, eq(users.id, archives.createdBy))
    .where(and(eq(archives.id, id), underWay));
  if (!row || !mayKeep(row.user)) return void (await giveUpArchive(deps, id));
  const { campaign, user } = row;
  await db.update(archives).set({ state: 'running', done: 0, total: 0 }).where(eq(archives.id, id));
  try {
    const at = clock();
    const of = { id: campaign.id, year: campaign.year, masked: !user.roles.includes('office'), title: campaign.title };
    const { bytes, sha256 } = await intoStore(config, id, async (path, store) => {
      const making = { campaign: of, at, by: user.displayName, path, store };
      return runArchive(db, making, progressOf(deps, id));
    });
    const finishedAt = clock();
    const expiresAt = new Date(finishedAt.getTime() + ARCHIVE_HOURS * HOUR);
    await db
      .update(archives)
      .set({ state: 'done', fault: null, finishedAt, expiresAt, size: bytes, sha256 })
      .where(eq(archives.id, id));
  } catch (error) {
    await db
      .update(archives)
      .set({ fault: faultOf(error) })
      .where(eq(archives.id, id));
    throw error;
  }
}

/** Written beside the store and handed over when it is whole: nobody ever finds half of it. */
async function intoStore(
  { dataDir, s3 = null }: Deps['config'],
  id: string,
  write: (path: string, store: Making['store']) => Promise<Written>,
): Promise<Written> {
  const folder = join(dataDir, 'attachments', 'incoming');
  await mkdir(folder, { recursive: true, mode: 0o700 });
  for (const name of await readdir(folder))
    if (name.startsWith(`archive-${id}`)) await rm(join(folder, name), { force: true });
  const path = join(folder, `archive-${id}-${randomBytes(4).toString('hex')}`);
  try {
    const written = await write(path, { dataDir, s3 });
    await (await openStore({ dataDir, s3 })).put(archiveKey(id), path, ZIP);
    return written;
  } finally {
    await rm(path, { force: true });
  }
}

/** Once a second is often enough. */
function progressOf({ db }: Deps, id: string): (done: number, total: number) => Promise<void> {
  let last = 0;
  return async (done, total) => {
    if (Date.now() - last < 1000 && done < total) return;
    last = Date.now();
    await db.update(archives).set({ done, total }).where(eq(archives.id, id));
  };
}

function faultOf(error: unknown): string {
  const { code } = ((error as { cause?: unknown }).cause ?? error) as NodeJS.ErrnoException;
  if (code === 'ENOSPC') return '服务器磁盘已满，全年档案没有写完；请联系系统管理员清理磁盘后重新导出';
  return '生成全年档案时出错；请重新导出，仍不成功的请联系系统管理员';
}

/** All attempts have failed. */
export async function giveUpArchive({ db, clock }: Deps, id: string): Promise<void> {
  await db
    .update(archives)
    .set({ state: 'failed', finishedAt: clock() })
    .where(and(eq(archives.id, id), underWay));
}

/** Takes away files whose links are over. */
export async function dropExpired({ db, clock, config }: Deps): Promise<void> {
  const now = clock();
  const over = await db
    .select({ id: archives.id })
    .from(archives)
    .where(and(lte(archives.expiresAt, now), isNull(archives.deletedAt)));
  if (over.length === 0) return;
  const store = await openStore({ dataDir: config.dataDir, s3: config.s3 ?? null });
  for (const { id } of over) await store.remove(archiveKey(id));
  await db
    .update(archives)
    .set({ deletedAt: now })
    .where(
      anyOf(
        archives.id,
        over.map(({ id }) => id),
      ),
    );
}
