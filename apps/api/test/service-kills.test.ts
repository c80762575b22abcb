import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { connect } from '../src/db/connect.ts';
import { startEmbedded } from '../src/db/embedded.ts';
import { nuanxin, startGate } from './command.ts';
import { start, stop } from './service-process.ts';
import { createDatabase, preparedTemplate } from './prepared.ts';
import { databases, PASSWORD } from './support.ts';
import { check, nthOf, randomFrom, reports, seedOf } from './year-of-reports.ts';

const NOW = '2026-01-04T10:00:00+08:00';
const KILLS = 3;
const FILES_A_KILL = 4;

describe.each(databases)('the service of a folder import, on $name, killed', (database) => {
  it(`${KILLS} times in the midst of it is waited for, or the next run goes on, and everything is written once`, async () => {
    const seed = seedOf();
    const random = randomFrom(seed);
    const dataDir = await mkdtemp(join(tmpdir(), 'nuanxin-kills-'));
    const { url } = database;
    const created = url ? await createDatabase(url, await preparedTemplate(url)) : null;
    const env = { NUANXIN_NOW: NOW, NUANXIN_DATA_DIR: dataDir, ...(created ? { DATABASE_URL: created.url } : {}) };
    let service = await start(env);
    let address: string | null = service.address;
    const gate = await startGate(() => address);
    const folders: string[] = [];
    const written = reports.slice(0, KILLS * FILES_A_KILL);
    try {
      for (let n = 0; n < KILLS; n++) {
        const folder = join(dataDir, `第${n + 1}批`);
        folders.push(folder);
        await mkdir(folder);
        for (const { file, text } of written.slice(n * FILES_A_KILL, (n + 1) * FILES_A_KILL))
          await writeFile(join(folder, file), text);
        const run = nuanxin({ baseUrl: gate.baseUrl, password: PASSWORD }, folder, 'import', '.', '--wait', '60');
        const begun = nthOf(gate, 'request', 1 + Math.floor(random() * FILES_A_KILL));
        await Promise.race([begun.then(() => setTimeout(random() * 60)), run.ended]);
        address = null;
        await stop(service.process, 'SIGKILL');
        const together = random() < 0.5;
        if (together) run.child.kill('SIGKILL');
        service = await start(env);
        address = service.address;
        // After the last answer the command may be through before the blow.
        expect(together ? [null, 0] : [0]).toContain((await run.ended).code);
      }
      for (const folder of folders) {
        const { code } = await nuanxin({ baseUrl: gate.baseUrl, password: PASSWORD }, folder, 'import', '.').ended;
        expect(code).toBe(0);
      }
      await stop(service.process, 'SIGTERM');
      const connection = connect(created ?? (await startEmbedded(dataDir)));
      const facts = await check(connection.db, { revisions: new Map(), imports: [] }, written);
      await connection.close();
      expect(facts.revisions.size).toBe(written.length);
      expect(facts.imports.map(({ status }) => status)).toEqual(written.map(() => 'committed'));
    } catch (error) {
      throw new Error(`NUANXIN_TEST_SEED=${seed}`, { cause: error });
    } finally {
      await gate.close();
      await stop(service.process, 'SIGKILL');
      await created?.drop();
      await rm(dataDir, { recursive: true });
    }
  }, 300_000);
});
