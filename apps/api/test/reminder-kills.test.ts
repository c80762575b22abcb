import type { ChildProcess } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { createClient, type Client } from '@nuanxin/client';
import { addWorkingDays, createCalendar, isOwed, publishedYears } from '@nuanxin/domain';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { connect, type Connection } from '../src/db/connect.ts';
import { startMailServer, startReceiver } from './receivers.ts';
import { launch, stop } from './service-process.ts';
import { createDatabase, preparedTemplate } from './prepared.ts';
import { databases, JWT_SECRET, PASSWORD, startServiceOn } from './support.ts';
import { randomFrom, seedOf } from './year-of-reports.ts';

const DAYS = 3;
/** Led by all who report, besides what the plan has: what is owed each day is that much more. */
const MORE_TASKS = 8;
/** The day before a week in which three quarters are overdue and the year's end is near: more is owed than in any other. */
const FIRST = '2025-12-15';
const PAST = 99;
/** More than anybody would set: every working day is an occasion for all that is owed, so that a thousand are soon there. */
const BEFORE = Array.from({ length: 10 }, (_, days) => days);
const AFTER = Array.from({ length: PAST }, (_, days) => days + 1);
const calendar = createCalendar(publishedYears);
const dayAfter = (count: number): string => addWorkingDays(calendar, FIRST, count);

const [, postgres] = databases;

/** Two processes need a database of their own: the embedded one serves one. */
describe.skipIf(!postgres)('reminders with two processes', () => {
  /** With everything set up; each test has a copy. */
  let prepared: Awaited<ReturnType<typeof createDatabase>>;
  let created: Awaited<ReturnType<typeof createDatabase>>;
  let dataDir: string;
  let mail: Awaited<ReturnType<typeof startMailServer>>;
  let receiver: Awaited<ReturnType<typeof startReceiver>>;
  let connection: Connection;
  let processes: ChildProcess[] = [];

  beforeAll(async () => {
    const url = postgres?.url ?? '';
    mail = await startMailServer();
    receiver = await startReceiver();
    prepared = await createDatabase(url, await preparedTemplate(url));
    const service = await startServiceOn(prepared.url, `${FIRST}T09:00:00+08:00`);
    await setUp(await service.as('admin'), service.connection);
    // It is copied while nobody is connected to it.
    await service.close();
  }, 120_000);
  afterAll(async () => {
    await prepared.drop();
    await mail.close();
    await receiver.close();
  });
  beforeEach(async () => {
    created = await createDatabase(postgres?.url ?? '', prepared.name);
    dataDir = await mkdtemp(join(tmpdir(), 'nuanxin-reminders-'));
    connection = connect(created);
    mail.mails.length = 0;
    receiver.posts.length = 0;
  });
  afterEach(async () => {
    await end();
    await connection.close();
    await created.drop();
    await rm(dataDir, { recursive: true });
  });

  const end = async (): Promise<void> => {
    await Promise.all(processes.map((each) => stop(each, 'SIGKILL')));
    processes = [];
  };
  /** Starts processes on the morning of a day; each asks at once whom to remind. */
  const run = async (day: string, count: number): Promise<string[]> => {
    const started = Array.from({ length: count }, () =>
      launch({
        DATABASE_URL: created.url,
        NUANXIN_DATA_DIR: dataDir,
        NUANXIN_ALLOW_INSIDE: 'yes',
        // Under which the channels of the copy are sealed.
        NUANXIN_JWT_SECRET: JWT_SECRET,
        NUANXIN_NOW: `${day}T09:00:00+08:00`,
      }),
    );
    processes.push(...started.map(({ process: each }) => each));
    return Promise.all(started.map(({ address }) => address));
  };

  /** An account with an address for each unit, a mail server, a robot, and a plan that reminds every day. */
  async function setUp(office: Client, { pool }: Connection): Promise<void> {
    await pool.query(
      `insert into users (id, username, display_name, roles, unit_id, email, password_hash, must_change_password, created_at)
       select gen_random_uuid(), 'u' || lower(code), name, '{reporter}', id, lower(code) || '@example.cn', 'x', false, now() from units where active`,
    );
    const email = { kind: 'email' as const, name: '邮箱', enabled: true, host: '127.0.0.1', port: mail.port };
    await office.createChannel({ body: { ...email, security: 'none', from: 'msb@example.cn' } });
    const robot = { kind: 'wecom' as const, name: '工作群', enabled: true, url: `${receiver.url}/send?key=1` };
    await office.createChannel({ body: robot });
    const { data: plan } = await office.listTasks({ query: { year: 2025, limit: 100 } });
    const lead = plan.items.find(({ code }) => code === 'T0.1')?.lead.map(({ code }) => code) ?? [];
    for (let n = 1; n <= MORE_TASKS; n++) {
      const plain = { phase: null, form: null, records: null, criterion: null, support: [], requirements: [] };
      const schedule = { kind: 'once' as const, due: '12-22' };
      const named = { code: `T9.${n}`, title: `专项工作${n}`, workstream: 'society', source: '区政府办通知' };
      await office.createTask({ body: { ...plain, ...named, year: 2025, lead, schedule, tracking: 'office' } });
    }
    await pool.query(
      `insert into reminder_rules (campaign_id, enabled, before, after, from_time, to_time, since)
       select id, true, $1, $2, '08:00', '18:00', '2025-01-01' from campaigns`,
      [BEFORE, AFTER],
    );
  }

  const count = async (sql: string): Promise<number> =>
    Number((await connection.pool.query<{ n: string }>(`select count(*) as n from ${sql}`)).rows[0]?.n);
  const remindedOn = async (day: string): Promise<number> =>
    count(`reminder_items i join reminders r on r.id = i.reminder_id where r.created_at::date = '${day}'`);
  /** How much is owed of which the day is an occasion. */
  async function expectedOn(baseUrl: string): Promise<number> {
    const { data } = await createClient({ baseUrl }).login({ body: { username: 'admin', password: PASSWORD } });
    const office = createClient({ baseUrl, token: () => data.accessToken });
    const { data: all } = await office.listObligations({ query: { year: 2025, limit: 500 } });
    const more = all.nextCursor
      ? (await office.listObligations({ query: { year: 2025, limit: 500, cursor: all.nextCursor } })).data.items
      : [];
    const today = (await office.getOverview({ query: {} })).data.today;
    return [...all.items, ...more].filter(({ status, dueOn }) => {
      const near = (day: string, days: number, other: string) => addWorkingDays(calendar, day, days) >= other;
      return isOwed(status) && (today <= dueOn ? near(today, 9, dueOn) : near(dueOn, PAST, today));
    }).length;
  }
  const poll = async (what: () => Promise<boolean>, seconds: number): Promise<void> => {
    for (let left = seconds * 5; left > 0; left--) {
      if (await what()) return;
      await setTimeout(200);
    }
    throw new Error('it did not come to pass');
  };
  const allDelivered = async (): Promise<boolean> => (await count("messages where state <> 'delivered'")) === 0;
  /** How often each message was received, by its id; of one that went in parts, how often the part that came most. */
  const received = (): Map<string, number> => {
    const came = [
      ...mail.mails.map(({ id }) => ({ id: id ?? '', part: '' })),
      ...receiver.posts.map(({ headers, body }) => ({ id: String(headers['x-nuanxin-message-id']), part: body })),
    ];
    const byId = Map.groupBy(came, ({ id }) => id);
    return new Map(
      [...byId].map(([id, all]) => [
        id,
        Math.max(...[...Map.groupBy(all, ({ part }) => part).values()].map(({ length }) => length)),
      ]),
    );
  };
  const recorded = async (): Promise<string[]> =>
    (await connection.pool.query<{ id: string }>('select id from messages order by id')).rows.map(({ id }) => id);
  const twice = async (): Promise<number> =>
    count(
      `(select 1 from reminder_items where occasion is not null group by obligation_id, due_on, occasion having count(*) > 1) x`,
    );

  it('each occasion is recorded once and each message arrives once while nothing goes wrong', async () => {
    const [address] = await run(dayAfter(2), 2);
    const expected = await expectedOn(address ?? '');
    expect(expected).toBeGreaterThan(30);
    await poll(async () => (await remindedOn(dayAfter(2))) === expected && (await allDelivered()), 60);
    // Whoever asks again finds nothing to do.
    await end();
    const asked = (): Promise<number> => count("jobs.job where name = 'remind' and state = 'completed'");
    // One that was being asked when the processes ended is not among them.
    const before = await asked();
    await run(dayAfter(2), 2);
    await poll(async () => (await asked()) >= before + 2, 60);
    expect(await remindedOn(dayAfter(2))).toBe(expected);
    expect(await twice()).toBe(0);
    expect([...received().keys()].toSorted()).toEqual(await recorded());
    expect([...received().values()].every((times) => times === 1)).toBe(true);
  }, 180_000);

  it('a thousand occasions, with processes killed at random, are recorded once, and each message arrives under its one id', async () => {
    const seed = seedOf();
    const random = randomFrom(seed);
    let expected = 0;
    try {
      for (let n = 1; n <= DAYS; n++) {
        const day = dayAfter(n);
        const begun = run(day, 2);
        await Promise.race([begun, setTimeout(700 + random() * 2500)]);
        await setTimeout(random() * 700);
        const victims = random() < 0.4 ? [...processes] : [processes[random() < 0.5 ? 0 : 1]];
        await Promise.all(victims.map(async (each) => each && stop(each, 'SIGKILL')));
        await begun.catch(() => {});
        processes = processes.filter((each) => !victims.includes(each));
        const [address] = await run(day, victims.length);
        const owed = await expectedOn(address ?? '');
        await poll(async () => (await remindedOn(day)) === owed, 60);
        expected += owed;
        await end();
      }
      await run(dayAfter(DAYS), 2);
      await poll(allDelivered, 240);
      expect(expected).toBeGreaterThanOrEqual(1000);
      expect(await count('reminder_items')).toBe(expected);
      expect(await twice()).toBe(0);
      expect([...received().keys()].toSorted()).toEqual(await recorded());
    } catch (error) {
      throw new Error(`NUANXIN_TEST_SEED=${seed}`, { cause: error });
    }
  }, 600_000);
});
