import { watch } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { readWorkbook } from '@nuanxin/workbook';
import { describe, expect, it } from 'vitest';
import { buildServer } from '../src/server.ts';
import { nuanxin, startGate, type Gate, type Running } from './command.ts';
import { databases, PASSWORD, startService } from './support.ts';
import { check, factsOf, nthOf, randomFrom, reports, seedOf, sha256Of, type Facts } from './year-of-reports.ts';

const NOW = '2026-01-04T10:00:00+08:00';
const KILLS_A_ROUND = 20;
/** Kills of the command on both databases together; each takes some two seconds. */
const KILLS = Number(process.env.NUANXIN_TEST_KILLS ?? 40);
/** Those that fall on this database, in whole rounds. */
const killsOn = (database: { url: string | null }): number =>
  Math.round((KILLS * (database.url ? 0.6 : 0.4)) / KILLS_A_ROUND) * KILLS_A_ROUND;
const FILES_A_ROUND = 20;

/** What the command keeps is never more than what is true, and its list is never half a list. */
async function checkKept(folder: string, { imports }: Facts): Promise<void> {
  const state = await readFile(join(folder, 'nuanxin-state.jsonl'), 'utf8').catch(() => '');
  const known = new Map(imports.map(({ id, status }) => [id, status]));
  for (const line of state.split('\n')) {
    const id = idIn(line);
    if (id !== null) expect(known.get(id)).toBe('committed');
  }
  const list = await readFile(join(folder, 'findings.csv')).catch(() => null);
  if (!list) return;
  expect(list.at(-1)).toBe('\n'.charCodeAt(0));
  const rows = (await readWorkbook(list, 'findings.csv')).sheets[0]?.rows ?? [];
  expect(rows[0]?.map((cell) => cell?.text)).toEqual(expect.arrayContaining(['文件', '说明']));
  expect(rows.filter((row) => row.length !== 11)).toEqual([]);
}

/** The import that a line of the state tells of; none where the blow fell while the line was being written. */
function idIn(line: string): string | null {
  try {
    return (JSON.parse(line) as { outcome: { import: { id: string } } }).outcome.import.id;
  } catch {
    return null;
  }
}

type Moment = 'start' | 'request' | 'answer' | 'list';
const whileSending: Moment[] = ['start', 'request', 'request', 'request', 'answer', 'answer', 'answer'];
const whenAllIsSent: Moment[] = ['start', 'list'];

/**
 * When the blow falls: some time after the start, after the first or second import or answer that goes by, or after the
 * list of findings is begun. Whatever has happened by then is a case; where the moment never comes the run just ends.
 * @param life how long a run may take
 */
async function killAtRandom(
  run: Running,
  { gate, folder, random, among, life }: Blow,
): Promise<{ moment: string; code: number | null }> {
  const nth = 1 + Math.floor(random() * 2);
  const moments: Record<Moment, { after: () => Promise<unknown>; within: number }> = {
    start: { after: () => Promise.resolve(), within: life },
    request: { after: () => nthOf(gate, 'request', nth), within: 50 },
    answer: { after: () => nthOf(gate, 'answer', nth), within: 5 },
    list: { after: () => listBegun(folder, run), within: 3 },
  };
  const name = among[Math.floor(random() * among.length)] ?? 'start';
  const { after, within } = moments[name];
  const delay = random() * within;
  const cut = random() < 0.2;
  await Promise.race([after().then(() => setTimeout(delay)), run.ended]);
  // Sometimes the network goes first, and the command lives to notice.
  if (cut) gate.cut();
  if (cut && random() < 0.5) await Promise.race([setTimeout(random() * 700), run.ended]);
  run.child.kill('SIGKILL');
  const { code, stderr } = await run.ended;
  gate.removeAllListeners();
  // Whatever hits it, it never falls over its own feet; and without the network it may not even come to sign in.
  expect(stderr).not.toContain('    at ');
  expect([null, 0, ...(cut ? [2] : [])]).toContain(code);
  return { moment: `${name} + ${delay.toFixed(1)} ms${cut ? ', cut' : ''}`, code };
}

interface Blow {
  gate: Gate;
  folder: string;
  random: () => number;
  among: Moment[];
  life: number;
}

function listBegun(folder: string, run: Running): Promise<void> {
  return new Promise((resolve) => {
    const watcher = watch(folder, (_, name) => {
      if (name?.startsWith('findings.csv')) resolve();
    });
    void run.ended.then(() => watcher.close());
  });
}

describe.each(databases)('a folder import that is killed, on $name', (database) => {
  const kills = killsOn(database);

  it(
    `at ${kills} random moments writes everything once and changes nothing that was right`,
    async () => {
      const seed = seedOf();
      const random = randomFrom(seed);
      const { connection, close } = await startService(database, NOW);
      const { db } = connection;
      let address: string | null = null;
      const gate = await startGate(() => address);
      const base = await mkdtemp(join(tmpdir(), 'nuanxin-kills-'));
      const log: string[] = [];
      let life = 1500;
      try {
        let facts = await factsOf(db);
        for (let round = 1; round * KILLS_A_ROUND <= kills; round++) {
          // Anew each time, or so many sign-ins would be too many for it.
          const config = { jwtSecret: 'test'.repeat(10), dataDir: base };
          const service = await buildServer({ db, clock: () => new Date(NOW), config });
          address = await service.listen({ host: '127.0.0.1', port: 0 });
          const written = reports.slice(0, round * FILES_A_ROUND);
          const folder = join(base, `第${round}批`);
          await mkdir(join(folder, '报表'), { recursive: true });
          for (const { file, text } of written.slice(-FILES_A_ROUND)) await writeFile(join(folder, '报表', file), text);
          const command = (): Running =>
            nuanxin({ baseUrl: gate.baseUrl, password: PASSWORD }, folder, 'import', '报表');
          for (let killed = 0; killed < KILLS_A_ROUND;) {
            const among = facts.revisions.size < written.length ? whileSending : whenAllIsSent;
            const started = performance.now();
            const { moment, code } = await killAtRandom(command(), { gate, folder, random, among, life });
            if (code === 0) life = performance.now() - started;
            log.push(`${moment}: ${code ?? 'killed'}`);
            if (code === null) killed += 1;
            facts = await check(db, facts, written);
            await checkKept(folder, facts);
          }
          expect(await command().ended).toMatchObject({ code: 0 });
          facts = await check(db, facts, written);
          await checkKept(folder, facts);
          expect(facts.revisions.size).toBe(written.length);
          expect(facts.imports.map(({ sha256 }) => sha256).toSorted()).toEqual(
            written.map(({ text }) => sha256Of(text)).toSorted(),
          );
          // And once more: nothing is sent, and nothing is new.
          const sent: string[] = [];
          gate.once('request', () => sent.push('again'));
          expect(await command().ended).toMatchObject({ code: 0 });
          expect([await factsOf(db), sent]).toEqual([facts, []]);
          gate.removeAllListeners();
          await service.close();
        }
      } catch (error) {
        throw new Error(`NUANXIN_TEST_SEED=${seed}; after ${log.length} runs, the last: ${log.slice(-5).join('; ')}`, {
          cause: error,
        });
      } finally {
        await gate.close();
        await close();
        await rm(base, { recursive: true });
      }
    },
    6000 * kills,
  );
});
