import { createClient } from '@nuanxin/client';
import request from 'supertest';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { databases, PASSWORD, problemOf, startService, type Service } from './support.ts';

describe.each(databases)('signing in, on $name', (database) => {
  let service: Service;
  beforeAll(async () => {
    service = await startService(database);
    await service.addUser('zhang', ['observer']);
  });
  afterAll(() => service.close());

  const signIn = (username: string, password: string) =>
    createClient({ baseUrl: service.baseUrl }).login({ body: { username, password } });
  const cookieOf = (response: request.Response): string => String(response.headers['set-cookie']).split(';')[0] ?? '';
  const login = () =>
    request(service.baseUrl).post('/api/v1/auth/login').send({ username: 'zhang', password: PASSWORD });
  const refresh = (cookie: string) => request(service.baseUrl).post('/api/v1/auth/refresh').set('cookie', cookie);

  it('does not tell an unknown user from a wrong password', async () => {
    const one = await problemOf(signIn('nobody', 'x'));
    const two = await problemOf(signIn('zhang', 'x'));
    expect([one.code, one.detail, one.status]).toEqual([two.code, two.detail, 401]);
  });

  it('keeps the refresh token out of reach of the page', async () => {
    const response = await login();
    expect(String(response.headers['set-cookie'])).toMatch(/HttpOnly; SameSite=Strict/);
    expect(response.body).toMatchObject({ expiresIn: 900, user: { username: 'zhang', roles: ['observer'] } });
  });

  it('renews with a new cookie each time and ends the session when an old one comes back', async () => {
    service.setNow('2025-07-01T09:00:00+08:00');
    const first = cookieOf(await login());
    const renewed = await refresh(first);
    expect(renewed.status).toBe(200);
    const second = cookieOf(renewed);
    expect(second).not.toBe(first);
    // Two tabs at the same moment are no theft, and who lost the answer in a reload gets the same cookie again.
    const again = await refresh(first);
    expect([again.status, cookieOf(again)]).toEqual([200, second]);
    service.setNow('2025-07-01T09:01:00+08:00');
    expect((await refresh(first)).status).toBe(401);
    expect((await refresh(second)).status).toBe(401);
  });

  it('ends the session when a token from before the last one comes back', async () => {
    service.setNow('2025-07-01T09:00:00+08:00');
    const first = cookieOf(await login());
    const second = cookieOf(await refresh(first));
    const third = cookieOf(await refresh(second));
    expect((await refresh(first)).status).toBe(401);
    expect((await refresh(third)).status).toBe(401);
  });

  it('ends with the working day', async () => {
    service.setNow('2025-07-01T08:00:00+08:00');
    const cookie = cookieOf(await login());
    service.setNow('2025-07-01T20:00:01+08:00');
    expect((await refresh(cookie)).status).toBe(401);
    service.setNow('2025-07-01T09:00:00+08:00');
  });

  it('signs out', async () => {
    const response = await login();
    const bearer = { authorization: `Bearer ${response.body.accessToken}` };
    expect((await request(service.baseUrl).get('/api/v1/auth/me').set(bearer)).status).toBe(200);
    await request(service.baseUrl).post('/api/v1/auth/logout').set('cookie', cookieOf(response)).expect(204);
    expect((await request(service.baseUrl).get('/api/v1/auth/me').set(bearer)).body.code).toBe('unauthenticated');
  });

  it('does not let one address try passwords without end', async () => {
    const other = await startService(database);
    const tries = await Promise.all(
      Array.from({ length: 61 }, (_, i) =>
        request(other.baseUrl)
          .post('/api/v1/auth/login')
          .send({ username: `nobody${i}`, password: 'x' }),
      ),
    );
    expect(tries.filter(({ status }) => status === 429)).toHaveLength(1);
    await other.close();
  });

  it('signs out with the access token alone, by the name of who did', async () => {
    const response = await login();
    const bearer = { authorization: `Bearer ${response.body.accessToken}` };
    await request(service.baseUrl).post('/api/v1/auth/logout').set(bearer).expect(204);
    expect((await request(service.baseUrl).get('/api/v1/auth/me').set(bearer)).body.code).toBe('unauthenticated');
    expect((await refresh(cookieOf(response))).status).toBe(401);
    const auditor = await service.addUser('shen', ['auditor']);
    const { data } = await auditor.listAudit({ query: { action: 'auth.logout' } });
    expect(data.items[0]?.actor?.name).toBe('zhang');
  });

  it('does not let an open browser guess its owner’s password', async () => {
    const user = await service.addUser('qian', ['observer']);
    const guess = () => user.changePassword({ body: { currentPassword: 'wrong', newPassword: 'Another-2025' } });
    for (let i = 0; i < 10; i++) expect((await problemOf(guess())).code).toBe('password_wrong');
    expect(await problemOf(guess())).toMatchObject({ code: 'too_many_requests', status: 429 });
  });

  it('locks an account for a quarter of an hour after five failures, and only that one', async () => {
    await service.addUser('li', ['observer']);
    for (let i = 0; i < 4; i++) expect((await problemOf(signIn('li', 'wrong'))).code).toBe('login_failed');
    expect((await problemOf(signIn('li', 'wrong'))).code).toBe('login_locked');
    expect(await problemOf(signIn('li', PASSWORD))).toMatchObject({
      code: 'login_locked',
      status: 429,
      detail: '连续多次登录失败，请在 15 分钟后重试',
    });
    expect((await signIn('zhang', PASSWORD)).data.user.username).toBe('zhang');
    service.setNow('2025-07-01T09:15:01+08:00');
    expect((await signIn('li', PASSWORD)).data.user.username).toBe('li');
  });

  it('guesses at once lock an account as well, and do not unlock it', async () => {
    await service.addUser('wu', ['observer']);
    const codes = await Promise.all(
      Array.from({ length: 9 }, async () => (await problemOf(signIn('wu', 'wrong'))).code),
    );
    expect(codes).toContain('login_locked');
    expect((await problemOf(signIn('wu', PASSWORD))).code).toBe('login_locked');
  });

  it('a disabled user, a changed role and a reset password take effect at once', async () => {
    const admin = await service.as('admin');
    const wang = await service.addUser('wang', ['observer']);
    const { items } = (await admin.listUsers({ query: { q: 'wang' } })).data;
    const id = items[0]?.id ?? '';
    const version = async () => (await admin.getUser({ params: { id } })).etag ?? '';
    expect((await problemOf(wang.listAudit())).code).toBe('forbidden');
    await admin.updateUser({ params: { id }, body: { roles: ['auditor'] }, ifMatch: await version() });
    expect((await wang.listAudit()).data.items.length).toBeGreaterThan(0);
    await admin.updateUser({ params: { id }, body: { disabled: true }, ifMatch: await version() });
    expect((await problemOf(wang.listAudit())).status).toBe(401);
    expect((await problemOf(signIn('wang', PASSWORD))).code).toBe('user_disabled');
  });

  it('makes a new user change the first password before anything else', async () => {
    const admin = await service.as('admin');
    await admin.createUser({ body: { username: 'zhao', displayName: '赵', roles: ['observer'], password: PASSWORD } });
    const { data } = await signIn('zhao', PASSWORD);
    const zhao = createClient({ baseUrl: service.baseUrl, token: () => data.accessToken });
    expect((await problemOf(zhao.listTasks())).code).toBe('password_change_required');
    expect(
      (await problemOf(zhao.changePassword({ body: { currentPassword: 'wrong', newPassword: 'Another-2025' } }))).code,
    ).toBe('password_wrong');
    expect(
      (await problemOf(zhao.changePassword({ body: { currentPassword: PASSWORD, newPassword: 'short' } }))).code,
    ).toBe('password_weak');
    await zhao.changePassword({ body: { currentPassword: PASSWORD, newPassword: 'Another-2025' } });
    expect((await zhao.listTasks()).data.items.length).toBeGreaterThan(0);
  });

  it('keeps at least one administrator', async () => {
    const admin = await service.as('admin');
    const { data } = await admin.me();
    const { etag } = await admin.getUser({ params: { id: data.id } });
    expect(
      (await problemOf(admin.updateUser({ params: { id: data.id }, body: { roles: ['office'] }, ifMatch: etag ?? '' })))
        .code,
    ).toBe('last_admin');
  });

  it('takes no identity number for a name', async () => {
    const admin = await service.as('admin');
    const user = { username: 'sun', displayName: '孙', roles: ['observer' as const] };
    for (const [field, value] of [
      ['username', '34100319800101123x'],
      ['displayName', '孙 34100319800101123X'],
    ])
      expect(await problemOf(admin.createUser({ body: { ...user, [field ?? '']: value } }))).toMatchObject({
        code: 'personal_info',
        errors: [{ pointer: `/${field}` }],
      });
  });

  it('asks a reporter for a unit', async () => {
    const admin = await service.as('admin');
    const call = admin.createUser({
      body: { username: 'sun', displayName: '孙', roles: ['reporter'], password: PASSWORD },
    });
    expect(await problemOf(call)).toMatchObject({ code: 'reporter_needs_unit', errors: [{ pointer: '/unit' }] });
    const ofDistrict = admin.createUser({
      body: { username: 'sun', displayName: '孙', roles: ['reporter'], unit: '341003', password: PASSWORD },
    });
    expect(await problemOf(ofDistrict)).toMatchObject({ code: 'unit_reports_nothing', errors: [{ pointer: '/unit' }] });
  });
});
