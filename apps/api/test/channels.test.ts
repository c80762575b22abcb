import type { Client } from '@nuanxin/client';
import { createHmac } from 'node:crypto';
import { Webhook } from 'standardwebhooks';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { databases, problemOf, startService, type Service } from './support.ts';
import { startMailServer, startReceiver } from './receivers.ts';

const XIANYUAN = '341003101';
const TANGKOU = '341003102';

describe.each(databases)('channels by which reminders leave the house, on $name', (database) => {
  let service: Service;
  let office: Client;
  let receiver: Awaited<ReturnType<typeof startReceiver>>;
  let mail: Awaited<ReturnType<typeof startMailServer>>;

  beforeAll(async () => {
    service = await startService(database, '2025-07-03T09:00:00+08:00', { jobs: true });
    receiver = await startReceiver();
    mail = await startMailServer();
    office = await service.as('admin');
    await service.addUser('xianyuan', ['reporter'], XIANYUAN);
    await service.addUser('tangkou', ['reporter'], TANGKOU);
    const [user] = (await office.listUsers({ query: { q: 'xianyuan' } })).data.items;
    const { etag } = await office.getUser({ params: { id: user?.id ?? '' } });
    await office.updateUser({
      params: { id: user?.id ?? '' },
      body: { email: 'xianyuan@example.cn' },
      ifMatch: etag ?? '',
    });
  });
  beforeEach(() => {
    receiver.posts.length = 0;
    receiver.answerWith(() => ({}));
    mail.mails.length = 0;
    mail.refuseWith(() => null);
  });
  afterAll(async () => {
    await service.close();
    await receiver.close();
    await mail.close();
  });

  const owedBy = async (...units: string[]) => {
    const { data } = await office.listObligations({ query: { period: '2025Q2', task: 'T0.1', limit: 500 } });
    return units.map((unit) => data.items.find((each) => each.unit.code === unit)?.id ?? '');
  };
  const only = async (...channels: string[]) => {
    for (const { id, version, enabled } of (await office.listChannels()).data.items)
      if (enabled !== channels.includes(id))
        await office.updateChannel({
          params: { id },
          body: { enabled: channels.includes(id) },
          ifMatch: `"${version}"`,
        });
  };
  const create = async (body: Parameters<Client['createChannel']>[0]['body']) =>
    (await office.createChannel({ body })).data;
  let hour = 0;
  /** An hour later, since nobody is reminded twice within one. */
  const remind = async (units: string[], note?: string) => {
    hour += 2;
    service.setNow(new Date(Date.parse('2025-07-03T09:00:00+08:00') + hour * 3_600_000).toISOString());
    const { data } = await office.remind({
      body: { obligationIds: await owedBy(...units), ...(note ? { note } : {}) },
    });
    return data.items;
  };
  const messagesOf = async (id: string | undefined) =>
    (await office.listReminders({ query: { limit: 200 } })).data.items.find((each) => each.id === id)?.messages;

  it('an e-mail goes to the accounts of the unit that have an address, once, with its id; the others are named', async () => {
    const channel = await create({
      kind: 'email',
      name: '办公邮箱',
      enabled: true,
      host: '127.0.0.1',
      port: mail.port,
      security: 'none',
      user: 'msb',
      secret: 'right',
      from: '区民生办 <msb@example.cn>',
    });
    await only(channel.id);
    const { data: preview } = await office.previewReminders({
      body: { obligationIds: await owedBy(XIANYUAN, TANGKOU), note: '请今天报来' },
    });
    expect(preview.units).toEqual([
      { unit: { code: XIANYUAN, name: '仙源镇' }, accounts: 1, emails: 1 },
      { unit: { code: TANGKOU, name: '汤口镇' }, accounts: 1, emails: 0 },
    ]);
    expect(preview.messages).toHaveLength(1);
    expect(preview.messages[0]).toMatchObject({
      channel: { name: '办公邮箱' },
      unit: { name: '仙源镇' },
      subject: '【催办】仙源镇有1项民生实事宣传工作待办',
    });
    expect(mail.mails).toEqual([]);

    const [reminder] = await remind([XIANYUAN, TANGKOU], '请今天报来');
    await vi.waitFor(
      async () =>
        expect(await messagesOf(reminder?.id)).toMatchObject([{ state: 'delivered', attempts: 1, fault: null }]),
      { timeout: 15_000 },
    );
    const [sent, ...others] = mail.mails;
    expect(others).toEqual([]);
    expect(sent).toMatchObject({ from: 'msb@example.cn', to: ['xianyuan@example.cn'] });
    const [message] = (await messagesOf(reminder?.id)) ?? [];
    expect(sent?.id).toBe(message?.id);
    const { parsed } = { parsed: Buffer.from(sent?.raw.split('\r\n\r\n')[1] ?? '', 'base64').toString('utf8') };
    expect(parsed.replaceAll('\r\n', '\n')).toBe(preview.messages[0]?.body);
    expect(parsed).toContain('附言：请今天报来');
    expect(parsed).toMatch(/1\. .*（2025年第二季度）：逾期，最后一天 2025-07-01 周二/);
  });

  it('a robot tells the group of all units in one text, by what they owe', async () => {
    const wecom = await create({
      kind: 'wecom',
      name: '工作群',
      enabled: true,
      url: `${receiver.url}/send?key=abcd1234`,
    });
    await only(wecom.id);
    const [reminder] = await remind([XIANYUAN, TANGKOU]);
    await vi.waitFor(async () => expect(await messagesOf(reminder?.id)).toMatchObject([{ state: 'delivered' }]), {
      timeout: 15_000,
    });
    expect(receiver.posts).toHaveLength(1);
    const [posted] = receiver.posts;
    if (!posted) throw new Error('nothing was posted');
    const { path, json, headers } = posted;
    expect(path).toBe('/send?key=abcd1234');
    expect(json.msgtype).toBe('text');
    expect(json.text?.content).toContain('仙源镇、汤口镇');
    expect(json.text?.content).toContain('下列2个单位');
    expect(headers['x-nuanxin-message-id']).toBe((await messagesOf(reminder?.id))?.[0]?.id);
  });

  it("DingTalk's robot gets the signature that its maker asks for", async () => {
    const secret = 'SEC000000000000000000';
    const robot = await create({
      kind: 'dingtalk',
      name: '钉钉群',
      enabled: true,
      url: `${receiver.url}/robot/send?access_token=t0ken`,
      secret,
    });
    await only(robot.id);
    await remind([XIANYUAN]);
    await vi.waitFor(() => expect(receiver.posts).toHaveLength(1), { timeout: 15_000 });
    const query = new URL(receiver.posts[0]?.path ?? '', receiver.url).searchParams;
    const timestamp = query.get('timestamp');
    expect(query.get('access_token')).toBe('t0ken');
    expect(query.get('sign')).toBe(createHmac('sha256', secret).update(`${timestamp}\n${secret}`).digest('base64'));
    expect(Math.abs(Number(timestamp) - Date.now())).toBeLessThan(60_000);
  });

  it('a webhook gets an event for each unit, which verifies by Standard Webhooks', async () => {
    const secret = `whsec_${Buffer.from('0123456789abcdef0123456789abcdef').toString('base64')}`;
    const hook = await create({
      kind: 'webhook',
      name: '数据平台',
      enabled: true,
      url: `${receiver.url}/hook`,
      secret,
    });
    await only(hook.id);
    const reminders = await remind([XIANYUAN, TANGKOU]);
    await vi.waitFor(() => expect(receiver.posts).toHaveLength(2), { timeout: 15_000 });
    const verified = receiver.posts.map(
      ({ body, headers }) =>
        new Webhook(secret).verify(body, headers as Record<string, string>) as {
          type: string;
          data: { reminderId: string; unit: { name: string } };
        },
    );
    expect(verified.map(({ data }) => data.reminderId).toSorted()).toEqual(reminders.map(({ id }) => id).toSorted());
    expect(verified.map(({ type, data }) => [type, data.unit.name]).toSorted()).toEqual(
      [
        ['reminder.sent', '仙源镇'],
        ['reminder.sent', '汤口镇'],
      ].toSorted(),
    );
    expect(new Set(receiver.posts.map(({ headers }) => headers['webhook-id'])).size).toBe(2);
  });

  it('what the other side will never take is failed at once, with its reason, and can be sent again under the same id', async () => {
    const channel = (await office.listChannels()).data.items.find(({ name }) => name === '工作群');
    await only(channel?.id ?? '');
    receiver.answerWith(() => ({ body: '{"errcode":93000,"errmsg":"invalid webhook url"}' }));
    const [reminder] = await remind([XIANYUAN]);
    await vi.waitFor(
      async () => expect(await messagesOf(reminder?.id)).toMatchObject([{ state: 'failed', attempts: 1 }]),
      { timeout: 15_000 },
    );
    const [message] = (await messagesOf(reminder?.id)) ?? [];
    expect(message?.fault).toBe('机器人不收：invalid webhook url（93000）');
    expect((await office.listReminders({ query: { failed: true } })).data.items.map(({ id }) => id)).toEqual([
      reminder?.id,
    ]);
    expect((await office.listChannels()).data.items.find(({ id }) => id === channel?.id)).toMatchObject({ failed: 1 });

    receiver.answerWith(() => ({}));
    await office.retryMessage({ params: { id: message?.id ?? '' } });
    await vi.waitFor(
      async () =>
        expect(await messagesOf(reminder?.id)).toMatchObject([{ state: 'delivered', attempts: 2, fault: null }]),
      { timeout: 15_000 },
    );
    expect(receiver.posts.map(({ headers }) => headers['x-nuanxin-message-id'])).toEqual([message?.id, message?.id]);
    expect((await problemOf(office.retryMessage({ params: { id: message?.id ?? '' } }))).code).toBe(
      'message_not_failed',
    );
  });

  it('a busy other side is asked again later, and redirects are not followed', async () => {
    const channel = (await office.listChannels()).data.items.find(({ name }) => name === '数据平台');
    await only(channel?.id ?? '');
    receiver.answerWith(({ headers }) => (headers['x-seen'] ? {} : { status: 503 }));
    const [busy] = await remind([XIANYUAN]);
    await vi.waitFor(
      async () =>
        expect(await messagesOf(busy?.id)).toMatchObject([{ state: 'waiting', attempts: 1, fault: '对方应答 503' }]),
      { timeout: 15_000 },
    );
    receiver.answerWith(() => ({ status: 302, headers: { location: `${receiver.url}/other` } }));
    const [moved] = await remind([XIANYUAN]);
    await vi.waitFor(
      async () =>
        expect(await messagesOf(moved?.id)).toMatchObject([
          { state: 'failed', fault: '对方要求转到别处（302），不跟随' },
        ]),
      { timeout: 15_000 },
    );
    expect(receiver.posts.map(({ path }) => path)).not.toContain('/other');
  });

  it('secrets are never shown again, and a password goes to no other server', async () => {
    const { data } = await office.listChannels();
    const text = JSON.stringify(data);
    for (const secret of ['right', 'abcd1234', 't0ken', 'SEC0000', 'whsec_']) expect(text).not.toContain(secret);
    expect(data.items.find(({ kind }) => kind === 'wecom')?.url).toBe(`${receiver.url}/…1234`);
    const { rows } = await service.connection.pool.query<{ settings: string }>('select settings from channels');
    for (const { settings } of rows) expect(settings).not.toMatch(/right|127\.0\.0\.1/);
    const email = data.items.find(({ kind }) => kind === 'email');
    const moved = office.updateChannel({
      params: { id: email?.id ?? '' },
      body: { host: 'other.example.cn' },
      ifMatch: `"${email?.version}"`,
    });
    expect((await problemOf(moved)).errors).toMatchObject([{ pointer: '/secret', code: 'channel_setting_needed' }]);
    const { data: trail } = await (
      await service.addUser('shenji', ['auditor'])
    ).listAudit({ query: { entity: 'channel', limit: 200 } });
    expect(trail.items.length).toBeGreaterThan(3);
    for (const secret of ['right', 'abcd1234', 't0ken']) expect(JSON.stringify(trail)).not.toContain(secret);
  });

  it('a setting that is missing or wrong is named in its place', async () => {
    const fault = async (body: Parameters<Client['createChannel']>[0]['body']) => {
      const { code, errors } = await problemOf(office.createChannel({ body }));
      return [code, errors?.[0]?.pointer];
    };
    expect(
      await fault({ kind: 'email', name: 'a', enabled: true, port: 25, security: 'none', from: 'a@b.cn' }),
    ).toEqual(['channel_setting_needed', '/host']);
    expect(
      await fault({ kind: 'wecom', name: 'a', enabled: true, url: 'https://qyapi.weixin.qq.com/cgi-bin/webhook/send' }),
    ).toEqual(['channel_setting_invalid', '/url']);
    expect(await fault({ kind: 'wecom', name: 'a', enabled: true, url: 'https://x.cn?key=1', secret: 'x' })).toEqual([
      'channel_setting_invalid',
      '/secret',
    ]);
    expect(await fault({ kind: 'webhook', name: 'a', enabled: true, url: 'ftp://x.cn' })).toEqual([
      'channel_setting_invalid',
      '/url',
    ]);
    expect(await fault({ kind: 'wecom', name: '工作群', enabled: true, url: 'https://x.cn?key=1' })).toEqual([
      'channel_name_taken',
      '/name',
    ]);
  });

  it('a test says at once whether a message arrives', async () => {
    const { data } = await office.listChannels();
    const email = data.items.find(({ kind }) => kind === 'email')?.id ?? '';
    expect((await office.testChannel({ params: { id: email }, body: { to: 'a@example.cn' } })).data).toEqual({
      delivered: true,
      fault: null,
    });
    expect(mail.mails.map(({ to }) => to)).toEqual([['a@example.cn']]);
    mail.refuseWith(() => '550 no such user');
    expect((await office.testChannel({ params: { id: email }, body: { to: 'a@example.cn' } })).data).toMatchObject({
      delivered: false,
      fault: expect.stringContaining('邮件服务器不收'),
    });
    expect((await problemOf(office.testChannel({ params: { id: email }, body: {} }))).errors).toMatchObject([
      { pointer: '/to' },
    ]);
    const robot = data.items.find(({ kind }) => kind === 'wecom')?.id ?? '';
    receiver.answerWith(() => ({ body: '<html>' }));
    expect((await office.testChannel({ params: { id: robot }, body: {} })).data).toEqual({
      delivered: false,
      fault: '机器人的应答无法识别，请核对地址',
    });
  });

  it('a channel that was taken away sends nothing more and keeps its name on record', async () => {
    const { data } = await office.listChannels();
    const hook = data.items.find(({ kind }) => kind === 'webhook');
    await office.deleteChannel({ params: { id: hook?.id ?? '' }, ifMatch: `"${hook?.version}"` });
    expect((await office.listChannels()).data.items.map(({ name }) => name)).not.toContain('数据平台');
    const names = (await office.listReminders({ query: { limit: 200 } })).data.items.flatMap(({ messages }) =>
      messages.map(({ channel }) => channel.name),
    );
    expect(names).toContain('数据平台');
  });

  it('of two addresses of a unit one that refuses does not keep the mail from the other', async () => {
    const { data: all } = await office.listChannels();
    await only(all.items.find(({ kind }) => kind === 'email')?.id ?? '');
    await service.addUser('xianyuan2', ['reporter'], XIANYUAN);
    const [user] = (await office.listUsers({ query: { q: 'xianyuan2' } })).data.items;
    const params = { id: user?.id ?? '' };
    await office.updateUser({ params, body: { email: 'gone@example.cn' }, ifMatch: `"${user?.version}"` });
    mail.refuseWith((to) => (to === 'gone@example.cn' ? '550 no such user' : null));
    const [reminder] = await remind([XIANYUAN]);
    await vi.waitFor(
      async () =>
        expect((await messagesOf(reminder?.id))?.map(({ state }) => state).toSorted()).toEqual(['delivered', 'failed']),
      { timeout: 15_000 },
    );
    expect(mail.mails.map(({ to }) => to)).toEqual([['xianyuan@example.cn']]);
    const { data } = await office.getUser({ params });
    await office.updateUser({ params, body: { disabled: true }, ifMatch: `"${data.version}"` });
  });

  it('units do not see by which ways others were told', async () => {
    const unit = await service.as('xianyuan');
    const { data } = await unit.listReminders();
    expect(data.items.length).toBeGreaterThan(0);
    expect(data.items.flatMap(({ messages }) => messages)).toEqual([]);
  });
});

describe.each(databases)('robots of groups, where an office runs the service, on $name', (database) => {
  let service: Service;
  beforeAll(async () => {
    service = await startService(database, '2025-07-03T09:00:00+08:00', { allowInside: false });
  });
  afterAll(async () => service.close());

  it('are at their makers only: what is typed wrong sends the reminders to nobody else', async () => {
    const admin = await service.as('admin');
    const robot = (kind: 'wecom' | 'dingtalk', url: string) => ({ kind, name: `${kind}群`, enabled: true, url });
    const wecom = 'https://qyapi.weixin.qq.com';
    for (const [body, origin] of [
      [robot('wecom', 'https://qyapi.weixin.qq.com.example.cn/cgi-bin/webhook/send?key=1'), wecom],
      [robot('wecom', 'http://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=1'), wecom],
      [robot('dingtalk', `${wecom}/robot/send?access_token=1`), 'https://oapi.dingtalk.com'],
    ] as const)
      expect((await problemOf(admin.createChannel({ body }))).errors).toMatchObject([
        { pointer: '/url', code: 'channel_setting_invalid', detail: expect.stringContaining(`应以 ${origin}/ 开头`) },
      ]);
    const { data } = await admin.createChannel({ body: robot('wecom', `${wecom}/cgi-bin/webhook/send?key=1`) });
    await admin.createChannel({ body: robot('dingtalk', 'https://oapi.dingtalk.com/robot/send?access_token=1') });
    const { errors } = await problemOf(
      admin.updateChannel({
        params: { id: data.id },
        body: { url: 'https://example.cn/send?key=1' },
        ifMatch: `"${data.version}"`,
      }),
    );
    expect(errors).toMatchObject([{ pointer: '/url' }]);
  });
});
