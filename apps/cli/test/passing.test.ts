import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { exitCode } from '../src/outcome.ts';
import { importAll, type RunResult } from '../src/run.ts';
import { signIn } from '../src/session.ts';
import type { Source } from '../src/sources.ts';
import { startFakeService, type Answer, type FakeService } from './fake-service.ts';

let service: FakeService;
let out: string;
beforeEach(async () => {
  out = await mkdtemp(join(tmpdir(), 'nuanxin-cli-'));
});
afterEach(async () => {
  await service.close();
  await rm(out, { recursive: true });
});

const files = (...names: string[]): Source[] => names.map((name) => ({ name, bytes: async () => Buffer.from(name) }));

async function run(wait: number, sources = files('甲.csv'), waited: number[] = []): Promise<RunResult> {
  const session = await signIn({ server: service.baseUrl, user: 'admin', password: 'any' });
  return importAll(
    session,
    sources,
    { form: 'annex7', mode: 'atomic', confirm: false },
    {
      out,
      again: false,
      wait,
      waiting: (seconds) => waited.push(seconds),
      progress() {},
      answered() {},
      unreadable() {},
    },
  );
}

describe('a refusal that will pass', () => {
  it.each<Exclude<Answer, 'committed'>>([
    { status: 422, code: 'import_timeout' },
    { status: 429, code: 'too_many_requests' },
    { status: 408, code: 'unexpected' },
    { status: 409, code: 'idempotency_conflict' },
    { status: 500, code: 'internal' },
    { status: 503, code: 'unavailable' },
  ])('$code ($status) is asked again, and the answer counts', async (refusal) => {
    service = await startFakeService([refusal, 'committed']);
    const { outcomes } = await run(10);
    expect([service.came.length, exitCode(outcomes)]).toEqual([2, 0]);
    // The same request, but for one that is still being carried out under its key.
    const [first, second] = service.came.map(({ key }) => key);
    expect(first === second).toBe(refusal.code !== 'idempotency_conflict');
  });

  it('is not asked again before the service wants it, in seconds or by a date', async () => {
    const date = new Date(Date.now() + 3000).toUTCString();
    service = await startFakeService([
      { status: 429, code: 'too_many_requests', retryAfter: '1' },
      { status: 503, code: 'unavailable', retryAfter: date },
    ]);
    const waited: number[] = [];
    await run(10, files('甲.csv'), waited);
    const [first = 0, second = 0, third = 0] = service.came.map(({ at }) => at);
    expect(second - first).toBeGreaterThanOrEqual(990);
    expect(Date.now()).toBeGreaterThanOrEqual(Date.parse(date));
    expect([waited[0], third > second]).toEqual([1, true]);
  });

  it('is not waited for when it would take too long', async () => {
    service = await startFakeService([{ status: 429, code: 'too_many_requests', retryAfter: '3600' }]);
    const { outcomes } = await run(10);
    expect([service.came.length, exitCode(outcomes)]).toEqual([1, 2]);
  });

  it('that does not pass stops no other file, is listed but not kept, and the next run sends the file again', async () => {
    service = await startFakeService([{ status: 422, code: 'import_timeout' }]);
    const first = await run(0, files('甲.csv', '乙.csv'));
    expect(first.outcomes.map(({ file, ok }) => [file, ok])).toEqual([
      ['甲.csv', false],
      ['乙.csv', true],
    ]);
    expect(exitCode(first.outcomes)).toBe(2);
    expect(await readFile(join(out, 'findings.csv'), 'utf8')).toContain('甲.csv,,,,,,错误,import_timeout');
    const second = await run(0, files('甲.csv', '乙.csv'));
    expect([service.came.length, second.before, exitCode(second.outcomes)]).toEqual([3, 1, 0]);
    expect(await readFile(join(out, 'findings.csv'), 'utf8')).not.toContain('import_timeout');
  });

  it('is no answer for a second copy of the file either', async () => {
    service = await startFakeService([{ status: 422, code: 'import_timeout' }]);
    const copies = ['甲.csv', '乙.csv'].map((name) => ({ name, bytes: async () => Buffer.from('一样') }));
    const { outcomes } = await run(0, copies);
    expect(outcomes.map(({ ok, sameAs }) => [ok, sameAs])).toEqual([
      [false, undefined],
      [true, undefined],
    ]);
  });

  it('is no answer when what answers is not the service', async () => {
    service = await startFakeService([{ status: 413, code: 'unexpected' }]);
    expect(exitCode((await run(0)).outcomes)).toBe(2);
  });
});
