import { randomUUID } from 'node:crypto';
import { link, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';

interface Holder {
  pid: number;
  /** Start time of the process and of the machine, so that a reused pid is not mistaken for the holder (Linux). */
  started: string | null;
  boot: string | null;
  host: string;
  token: string;
}

/**
 * The embedded database has no lock on its folder and two processes would corrupt it: whoever opens the folder holds
 * this lock. A lock whose process is gone is taken over.
 * @returns a function that gives the lock back
 * @throws Error with a remedy when another process holds it
 */
export async function lockFolder(folder: string): Promise<() => Promise<void>> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const path = join(folder, 'lock');
  const mine: Holder = {
    ...(await processStamp(process.pid)),
    pid: process.pid,
    host: hostname(),
    token: randomUUID(),
  };
  const draft = `${path}.${mine.token}`;
  await writeFile(draft, JSON.stringify(mine));
  try {
    for (let attempt = 0; ; attempt++) {
      try {
        await link(draft, path);
        break;
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'EEXIST' || attempt === 3) throw error;
      }
      const holder = await readHolder(path);
      if (holder && (await isAlive(holder))) {
        throw new Error(
          `数据目录 ${folder} 正被另一个进程使用（进程号 ${holder.pid}，主机 ${holder.host}）。请先停止它；若确认它已不在运行，请删除文件 ${path}。`,
        );
      }
      await rename(path, `${draft}.stale`).catch(() => {});
    }
  } finally {
    await rm(draft, { force: true });
    await rm(`${draft}.stale`, { force: true });
  }
  return async () => {
    if ((await readHolder(path))?.token === mine.token) await rm(path, { force: true });
  };
}

async function readHolder(path: string): Promise<Holder | null> {
  try {
    return JSON.parse(await readFile(path, 'utf8')) as Holder;
  } catch {
    return null;
  }
}

async function isAlive(holder: Holder): Promise<boolean> {
  if (holder.host !== hostname()) return true;
  try {
    process.kill(holder.pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false;
  }
  const now = await processStamp(holder.pid);
  return holder.boot === now.boot && holder.started === now.started;
}

async function processStamp(pid: number): Promise<{ started: string | null; boot: string | null }> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => null);
  const boot = await readFile('/proc/sys/kernel/random/boot_id', 'utf8').catch(() => null);
  // Field 22; the command name in field 2 may hold spaces, so count from the bracket that closes it.
  return { started: stat?.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? null, boot: boot?.trim() ?? null };
}
