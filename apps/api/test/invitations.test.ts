import { createHash } from 'node:crypto';
import { createClient, type Client } from '@nuanxin/client';
import { readWorkbook } from '@nuanxin/workbook';
import { sql } from 'drizzle-orm';
import request from 'supertest';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { databases, PASSWORD, problemOf, startService, type Service } from './support.ts';

const NEW_PASSWORD = 'Tai-ping-2025';

describe.each(databases)('links to set a password, on $name', (database) => {
  let service: Service;
  let admin: Client;
  let anyone: Client;
  beforeAll(async () => {
    service = await startService(database, '2025-07-01T09:00:00+08:00');
    admin = await service.as('admin');
    anyone = createClient({ baseUrl: service.baseUrl });
  });
  afterAll(() => service.close());
  beforeEach(() => service.setNow('2025-07-01T09:00:00+08:00'));

  const newUser = async (username: string): Promise<string> => {
    const body = { username, displayName: `${username}同志`, roles: ['reporter' as const], unit: '341003101' };
    return (await admin.createUser({ body })).data.id;
  };
  const invite = async (id: string): Promise<string> => (await admin.inviteUser({ params: { id } })).data.token;
  const accept = (token: string, password = NEW_PASSWORD) => anyone.acceptInvitation({ body: { token, password } });
  const signIn = (username: string, password: string) => anyone.login({ body: { username, password } });
  const user = async (id: string) => (await admin.getUser({ params: { id } })).data;

  it('a new user sets a password by the link and is signed in', async () => {
    const id = await newUser('fang');
    expect(await user(id)).toMatchObject({ hasPassword: false, mustChangePassword: false, invitation: null });
    expect((await problemOf(signIn('fang', ''.padEnd(12, 'x')))).code).toBe('login_failed');
    const { data } = await admin.inviteUser({ params: { id } });
    expect(data.expiresAt).toBe('2025-07-08T09:00:00+08:00');
    expect((await user(id)).invitation).toEqual({ expiresAt: data.expiresAt, expired: false });
    expect((await anyone.readInvitation({ body: { token: data.token } })).data).toEqual({
      username: 'fang',
      displayName: 'fang同志',
      unit: { code: '341003101', name: '仙源镇' },
      first: true,
      expiresAt: data.expiresAt,
    });
    expect(await problemOf(accept(data.token, 'short'))).toMatchObject({
      code: 'password_weak',
      errors: [{ pointer: '/password' }],
    });
    const signedIn = (await accept(data.token)).data;
    const fang = createClient({ baseUrl: service.baseUrl, token: () => signedIn.accessToken });
    expect((await fang.me()).data).toMatchObject({ username: 'fang', mustChangePassword: false });
    expect((await signIn('fang', NEW_PASSWORD)).data.user.username).toBe('fang');
    expect(await user(id)).toMatchObject({ hasPassword: true, invitation: null });
    expect(await problemOf(accept(data.token))).toMatchObject({ code: 'invitation_used', status: 410 });
  });

  it('sets the cookie of the session with the password', async () => {
    const token = await invite(await newUser('cheng'));
    const response = await request(service.baseUrl)
      .post('/api/v1/auth/invitation/accept')
      .send({ token, password: NEW_PASSWORD });
    expect(String(response.headers['set-cookie'])).toMatch(/nuanxin_refresh=.*HttpOnly; SameSite=Strict/);
  });

  it('keeps only the hash of a link, and no trace of it in the audit', async () => {
    const id = await newUser('hu');
    const token = await invite(id);
    const { rows } = await service.connection.db.execute<{ token_hash: string }>(
      sql`select token_hash from invitations where user_id = ${id}`,
    );
    expect(rows).toEqual([{ token_hash: createHash('sha256').update(token).digest('base64url') }]);
    const { rows: audited } = await service.connection.db.execute(sql`select * from audit`);
    expect(JSON.stringify(audited)).not.toContain(token);
    const auditor = await service.addUser('shen', ['auditor']);
    const { items } = (await auditor.listAudit({ query: { entity: 'user', entityId: id } })).data;
    expect(items.map(({ action }) => action)).toEqual(['user.invite', 'user.create']);
  });

  it('is good for seven days', async () => {
    const id = await newUser('jiang');
    const token = await invite(id);
    service.setNow('2025-07-08T08:59:59+08:00');
    expect((await anyone.readInvitation({ body: { token } })).data.username).toBe('jiang');
    service.setNow('2025-07-08T09:00:00+08:00');
    expect(await problemOf(anyone.readInvitation({ body: { token } }))).toMatchObject({
      code: 'invitation_expired',
      detail: '该链接已过期，请区民生办重新发送',
    });
    expect((await problemOf(accept(token))).code).toBe('invitation_expired');
    expect((await user(id)).invitation?.expired).toBe(true);
  });

  it('is revoked by the administrator, and by the next link', async () => {
    const id = await newUser('shao');
    const first = await invite(id);
    const second = await invite(id);
    expect((await problemOf(accept(first))).code).toBe('invitation_revoked');
    await admin.revokeInvitation({ params: { id } });
    await admin.revokeInvitation({ params: { id } });
    expect((await problemOf(accept(second))).code).toBe('invitation_revoked');
    expect((await user(id)).invitation).toBeNull();
  });

  it('says so of a link that nobody made', async () => {
    expect(await problemOf(accept('x'.repeat(43)))).toMatchObject({ code: 'invitation_unknown', status: 404 });
    expect((await problemOf(accept('not a token'))).code).toBe('invalid_request');
  });

  it('is no way in for a disabled user', async () => {
    const id = await newUser('tang');
    const token = await invite(id);
    const { etag } = await admin.getUser({ params: { id } });
    await admin.updateUser({ params: { id }, body: { disabled: true }, ifMatch: etag ?? '' });
    expect((await problemOf(accept(token))).code).toBe('user_disabled');
    expect((await problemOf(admin.inviteUser({ params: { id } }))).detail).toBe('“tang同志”已停用，请先启用再生成链接');
  });

  it('lets in one of many who use it at once', async () => {
    const token = await invite(await newUser('xia'));
    const tries = await Promise.all(
      Array.from({ length: 6 }, async (_, i) =>
        accept(token, `${NEW_PASSWORD}-${i}`).then(
          () => 'in',
          ({ problem }: { problem: { code: string } }) => problem.code,
        ),
      ),
    );
    expect(tries.toSorted()).toEqual(['in', ...Array<string>(5).fill('invitation_used')]);
    const right = `${NEW_PASSWORD}-${tries.indexOf('in')}`;
    expect((await signIn('xia', right)).data.user.username).toBe('xia');
  });

  it('of two links made at once one is good', async () => {
    const id = await newUser('yuan');
    const tokens = await Promise.all([invite(id), invite(id)]);
    const codes = await Promise.all(
      tokens.map((token) =>
        anyone.readInvitation({ body: { token } }).then(
          () => 'good',
          ({ problem }: { problem: { code: string } }) => problem.code,
        ),
      ),
    );
    expect(codes.toSorted()).toEqual(['good', 'invitation_revoked']);
  });

  it('resets a forgotten password: the old one and its sessions end when the new one is set, not before', async () => {
    const wu = await service.addUser('wu', ['observer']);
    const { id } = (await wu.me()).data;
    for (let i = 0; i < 5; i++) await problemOf(signIn('wu', 'wrong'));
    expect((await problemOf(signIn('wu', PASSWORD))).code).toBe('login_locked');
    const token = await invite(id);
    expect((await anyone.readInvitation({ body: { token } })).data.first).toBe(false);
    expect((await wu.me()).data.username).toBe('wu');
    await accept(token);
    expect((await problemOf(wu.me())).status).toBe(401);
    expect((await problemOf(signIn('wu', PASSWORD))).code).toBe('login_failed');
    expect((await signIn('wu', NEW_PASSWORD)).data.user.username).toBe('wu');
  });

  it('leaves no session to who signs in by the old password at the same moment', async () => {
    const lu = await service.addUser('luxin', ['observer']);
    const token = await invite((await lu.me()).data.id);
    const [, ...old] = await Promise.all([
      accept(token),
      ...Array.from({ length: 4 }, () => signIn('luxin', PASSWORD).catch(() => null)),
    ]);
    for (const signedIn of old) {
      if (!signedIn) continue;
      const client = createClient({ baseUrl: service.baseUrl, token: () => signedIn.data.accessToken });
      expect((await problemOf(client.me())).status).toBe(401);
    }
  });

  it('an administrator who has no password yet is none that could be left alone', async () => {
    await admin.createUser({ body: { username: 'invited', displayName: '待邀请', roles: ['admin'] } });
    const { id } = (await admin.me()).data;
    const ifMatch = (await admin.getUser({ params: { id } })).etag ?? '';
    const call = admin.updateUser({ params: { id }, body: { roles: ['office'] }, ifMatch });
    expect((await problemOf(call)).code).toBe('last_admin');
  });

  it('is revoked when the user changes the password meanwhile', async () => {
    const qi = await service.addUser('qixing', ['observer']);
    const token = await invite((await qi.me()).data.id);
    await qi.changePassword({ body: { currentPassword: PASSWORD, newPassword: NEW_PASSWORD } });
    expect((await problemOf(accept(token))).code).toBe('invitation_revoked');
  });

  it('hands out many links as one workbook, and makes none for who has a password', async () => {
    const ids = [await newUser('zhu'), await newUser('zheng'), (await (await service.as('admin')).me()).data.id];
    const page = 'https://nuanxin.example/invitation';
    const { data } = await admin.inviteUsers({ body: { ids, page } });
    const { sheets } = await readWorkbook(Buffer.from(data.content), data.fileName);
    const rows = sheets[0]?.rows.map((row) => row.map((cell) => cell?.text ?? '')) ?? [];
    expect(rows[1]).toEqual(['单位', '姓名', '用户名', '角色', '链接']);
    expect(rows.slice(2).map((row) => row.slice(0, 4))).toEqual([
      ['仙源镇', 'zheng同志', 'zheng', '单位填报'],
      ['仙源镇', 'zhu同志', 'zhu', '单位填报'],
    ]);
    const [address, token] = rows[2]?.[4]?.split('#') ?? [];
    expect(address).toBe(page);
    expect((await accept(token ?? '')).data.user.username).toBe('zheng');
    expect((await problemOf(admin.inviteUsers({ body: { ids: ids.slice(2), page } }))).code).toBe('nobody_to_invite');
    expect((await problemOf(admin.inviteUsers({ body: { ids, page: 'javascript:alert(1)' } }))).status).toBe(400);
  });

  it('does not let one address try links without end', async () => {
    const other = await startService(database);
    const token = 'x'.repeat(43);
    for (const path of ['/auth/invitation', '/auth/invitation/accept']) {
      const tries = await Promise.all(
        Array.from({ length: 61 }, () =>
          request(other.baseUrl).post(`/api/v1${path}`).send({ token, password: NEW_PASSWORD }),
        ),
      );
      expect(tries.filter(({ status }) => status === 429)).toHaveLength(1);
    }
    await other.close();
  });

  it('nobody disables the own account', async () => {
    await service.addUser('second', ['admin']);
    const { id } = (await admin.me()).data;
    const ifMatch = (await admin.getUser({ params: { id } })).etag ?? '';
    expect(await problemOf(admin.updateUser({ params: { id }, body: { disabled: true }, ifMatch }))).toMatchObject({
      code: 'not_yourself',
      status: 409,
    });
  });
});
