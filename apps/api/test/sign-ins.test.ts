import { createClient, type Client } from '@nuanxin/client';
import request from 'supertest';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { databases, PASSWORD, problemOf, startService, type Service } from './support.ts';

const EDGE =
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/118.0.0.0 Safari/537.36 Edg/118.0.2088.46';

describe.each(databases)('the history of sign-ins, on $name', (database) => {
  let service: Service;
  let admin: Client;
  beforeAll(async () => {
    service = await startService(database, '2025-07-01T09:00:00+08:00');
    admin = await service.as('admin');
  });
  afterAll(() => service.close());

  const login = (username: string, password: string) =>
    request(service.baseUrl).post('/api/v1/auth/login').set('user-agent', EDGE).send({ username, password });
  const clientOf = ({ body }: request.Response): Client =>
    createClient({ baseUrl: service.baseUrl, token: () => body.accessToken });

  it('puts the list of users in order, page by page: who signed in last, or who has not for longest', async () => {
    const listed = async (query: Parameters<Client['listUsers']>[0] & object) => {
      const names: string[] = [];
      let cursor: string | undefined;
      do {
        const { data } = await admin.listUsers({ query: { ...query.query, limit: 1, ...(cursor ? { cursor } : {}) } });
        names.push(...data.items.map(({ username }) => username));
        cursor = data.nextCursor ?? undefined;
      } while (cursor);
      return names;
    };
    for (const [username, minute] of [
      ['early', 1],
      ['late', 2],
    ] as const) {
      service.setNow(`2025-07-01T09:0${minute}:00+08:00`);
      await service.addUser(username, ['observer']);
    }
    await admin.createUser({ body: { username: 'never', displayName: '未登录', roles: ['observer'] } });
    const role = 'observer';
    expect(await listed({ query: { role } })).toEqual(['early', 'late', 'never']);
    expect(await listed({ query: { role, sort: '-lastLogin' } })).toEqual(['late', 'early', 'never']);
    expect(await listed({ query: { role, sort: 'lastLogin' } })).toEqual(['never', 'early', 'late']);
    const [late] = (await admin.listUsers({ query: { q: 'late' } })).data.items;
    await admin.updateUser({
      params: { id: late?.id ?? '' },
      body: { disabled: true },
      ifMatch: `"${late?.version}"`,
    });
    expect(await listed({ query: { role, disabled: true } })).toEqual(['late']);
    expect(await listed({ query: { role, disabled: false } })).toEqual(['early', 'never']);
  });

  it('shows when, from where and by which browser, and what came of it', async () => {
    const first = await service.addUser('lin', ['observer']);
    const params = { id: (await first.me()).data.id };
    const at = (minute: number) => service.setNow(`2025-07-01T10:0${minute}:00+08:00`);
    at(1);
    const here = clientOf(await login('lin', PASSWORD));
    for (let minute = 2; minute < 7; minute++) {
      at(minute);
      await login('lin', 'wrong');
    }
    at(7);
    await login('lin', PASSWORD);
    const { data } = await here.listOwnSignIns({ query: { count: true } });
    expect(data.total).toBe(8);
    expect(data.items.map(({ outcome }) => outcome)).toEqual([
      'locked',
      ...Array<string>(5).fill('wrong_password'),
      'success',
      'success',
    ]);
    expect(data.items[6]).toMatchObject({
      at: '2025-07-01T10:01:00+08:00',
      ip: '127.0.0.1',
      browser: 'Edge 118 · Windows',
      session: 'current',
    });
    expect(data.items[7]?.session).toBe('open');
    // The administrator sees the same, but is nobody's session.
    const seen = (await admin.listUserSignIns({ params, query: { limit: 7 } })).data;
    expect(seen.items.map(({ session }) => session)).toEqual([...Array(6).fill(null), 'open']);
    const rest = (await admin.listUserSignIns({ params, query: { cursor: seen.nextCursor ?? '' } })).data;
    expect(rest.items.map(({ id }) => id)).toEqual([data.items[7]?.id]);
    const { etag } = await admin.getUser({ params });
    await admin.updateUser({ params, body: { disabled: true }, ifMatch: etag ?? '' });
    service.setNow('2025-07-01T10:30:00+08:00');
    await login('lin', PASSWORD);
    const [last] = (await admin.listUserSignIns({ params })).data.items;
    expect(last).toMatchObject({ outcome: 'disabled', session: null });
  });

  it('signs out everywhere but here', async () => {
    service.setNow('2025-07-01T11:00:00+08:00');
    const elsewhere = await service.addUser('gao', ['observer']);
    const here = clientOf(await login('gao', PASSWORD));
    await login('gao', PASSWORD);
    expect((await here.endOtherSessions()).data).toEqual({ ended: 2 });
    expect((await problemOf(elsewhere.me())).status).toBe(401);
    expect((await here.listOwnSignIns()).data.items.map(({ session }) => session)).toEqual([null, 'current', null]);
    expect((await here.endOtherSessions()).data).toEqual({ ended: 0 });
  });

  it('does not keep a name that nobody has: it may be a password', async () => {
    await login('Geheim-2025', 'x');
    const auditor = await service.addUser('shen', ['auditor']);
    const { items } = (await auditor.listAudit({ query: { action: 'auth.fail' } })).data;
    expect(items[0]).toMatchObject({ actor: null, after: null });
    expect(JSON.stringify(items).toLowerCase()).not.toContain('geheim');
  });

  it('keeps it for 400 days', async () => {
    service.setNow('2025-07-01T12:00:00+08:00');
    const xu = await service.addUser('xu', ['observer']);
    const params = { id: (await xu.me()).data.id };
    const count = async () => (await admin.listUserSignIns({ params, query: { count: true } })).data.total;
    service.setNow('2026-08-05T11:59:59+08:00');
    await login('xu', 'wrong');
    expect(await count()).toBe(2);
    service.setNow('2026-08-05T12:00:01+08:00');
    await login('xu', 'wrong');
    expect(await count()).toBe(2);
  });

  it('is nobody else’s business', async () => {
    service.setNow('2025-07-01T13:00:00+08:00');
    const office = await service.addUser('only-office', ['office']);
    const { id } = (await admin.me()).data;
    expect((await problemOf(office.listUserSignIns({ params: { id } }))).code).toBe('forbidden');
    const nobody = { id: '018f0000-0000-7000-8000-000000000000' };
    expect((await problemOf(admin.listUserSignIns({ params: nobody }))).code).toBe('not_found');
  });
});
