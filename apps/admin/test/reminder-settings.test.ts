import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startMailServer, startReceiver } from '../../api/test/receivers.ts';
import { browserPages, inBrowser } from './browser.ts';

inBrowser('reminders that leave the house', () => {
  const pages = browserPages({ now: '2025-07-03T09:00:00+08:00', jobs: true });
  const { faults, signIn } = pages;
  let office: Page;
  let receiver: Awaited<ReturnType<typeof startReceiver>>;
  let mail: Awaited<ReturnType<typeof startMailServer>>;

  beforeAll(async () => {
    receiver = await startReceiver();
    mail = await startMailServer();
    await pages.addReporter('xianyuan', '341003101', '仙源镇填报员');
    await pages.addReporter('tangkou', '341003102', '汤口镇填报员');
    office = await signIn('admin');
  });
  afterAll(async () => {
    await receiver.close();
    await mail.close();
  });

  const open = async (path: string): Promise<void> => {
    await office.goto(pages.address + path);
    await office.waitForFunction(() => !document.querySelector('main [aria-busy=true]'));
  };
  const remind = async (...units: string[]): Promise<void> => {
    await open('/tasks?view=obligations&period=2025Q2&status=overdue');
    for (const unit of units) await office.getByTestId(`pick-${unit}-T0.1-2025Q2`).check();
    await office.getByTestId('remind-picked').click();
    await office.getByTestId('remind-messages').waitFor();
  };
  const save = async (name: string): Promise<void> => {
    await office.getByTestId('channel-save').click();
    await office.getByTestId(`channel-${name}`).waitFor();
    await office.getByTestId('channel-form').waitFor({ state: 'detached' });
  };

  it('a user gets an address in the form of the account', async () => {
    await open('/users');
    await office.getByTestId('user-xianyuan').getByText('修改').click();
    await office.getByTestId('user-email').fill('xianyuan@');
    await office.getByTestId('user-save').click();
    await office.getByText('应为邮箱地址，如 name@example.cn').waitFor();
    await office.getByTestId('user-email').fill('xianyuan@example.cn');
    await office.getByTestId('user-save').click();
    await office.getByTestId('user-form').waitFor({ state: 'detached' });
    const [user] = (await pages.admin.listUsers({ query: { q: 'xianyuan' } })).data.items;
    expect(user?.email).toBe('xianyuan@example.cn');
  });

  it('channels are set up with what their kind needs, and tried at once', async () => {
    await open('/reminder-settings');
    await office.getByText('还没有接通任何渠道，催办只在站内。').waitFor();
    await office.getByTestId('channel-new').click();
    await office.getByTestId('channel-name').fill('办公邮箱');
    await office.getByTestId('channel-security').selectOption('none');
    await office.getByTestId('channel-port').fill(String(mail.port));
    await office.getByTestId('channel-from').fill('区民生办 <msb@example.cn>');
    await office.getByTestId('channel-save').click();
    await office.getByText('请填写邮件服务器').waitFor();
    await office.getByTestId('channel-host').fill('127.0.0.1');
    await save('办公邮箱');

    await office.getByTestId('channel-new').click();
    await office.getByTestId('channel-kind').selectOption('wecom');
    await office.getByTestId('channel-name').fill('联络员工作群');
    await office.getByTestId('channel-url').fill(`${receiver.url}/send`);
    await office.getByTestId('channel-save').click();
    await office.getByText('企业微信群机器人的地址应含 key').waitFor();
    await office.getByTestId('channel-url').fill(`${receiver.url}/send?key=abcd1234`);
    await save('联络员工作群');
    const row = office.getByTestId('channel-联络员工作群');
    expect(await row.innerText()).toContain('…1234');
    expect(await row.innerText()).not.toContain('abcd');

    await office.getByTestId('channel-new').click();
    await office.getByTestId('channel-kind').selectOption('webhook');
    const unsigned = office.getByTestId('channel-unsigned');
    await unsigned.getByText('对方无法核实来源').waitFor();
    await office.getByTestId('channel-secret').fill('whsec_');
    await unsigned.waitFor({ state: 'detached' });
    await office.keyboard.press('Escape');
    await office.locator('.el-message-box').getByRole('button', { name: '不保存，关闭' }).click();

    receiver.answerWith(() => ({ status: 500 }));
    await row.getByText('测试').click();
    await office.getByTestId('channel-test-save').click();
    await office.getByTestId('channel-test-outcome').getByText('没有送达：机器人应答 500').waitFor();
    receiver.answerWith(() => ({}));
    await office.getByTestId('channel-test-save').click();
    await office.getByTestId('channel-test-outcome').getByText('测试消息已发出，请核对是否收到。').waitFor();
  });

  it('whoever reminds sees which messages go out, and can leave a channel out', async () => {
    await remind('341003101', '341003102');
    const messages = office.getByTestId('remind-messages');
    await messages.getByText('将发出的消息（2 条）').click();
    await messages.getByText('办公邮箱 → 仙源镇').waitFor();
    await office.getByText('没有邮箱：汤口镇').waitFor();
    await office.locator('.channels').getByText('联络员工作群').click();
    await messages.getByText('将发出的消息（1 条）').waitFor();
    await office.locator('.channels').getByText('联络员工作群').click();
    await messages.getByText('将发出的消息（2 条）').waitFor();
    receiver.posts.length = 0;
    receiver.answerWith(() => ({ body: '{"errcode":93000,"errmsg":"invalid webhook url"}' }));
    await office.getByTestId('remind-save').click();
    await office.getByTestId('outcome').getByText('已催办 2 个单位。').waitFor();
  });

  it('what did not arrive is found, with the reason, and sent again', async () => {
    const row = office.getByTestId('reminder-341003101');
    await expect
      .poll(
        async () => {
          await open('/reminders');
          return row.innerText();
        },
        { timeout: 20_000 },
      )
      .toMatch(/办公邮箱\s*已送达[\s\S]*联络员工作群\s*未送达[\s\S]*invalid webhook url/);
    expect(mail.mails.map(({ to }) => to)).toEqual([['xianyuan@example.cn']]);
    await office.getByText('只看未送达的').click();
    await office.getByTestId('total').getByText('共 2 次').waitFor();
    receiver.answerWith(() => ({}));
    await row.getByRole('button', { name: '重发' }).click();
    await expect
      .poll(
        async () => {
          await open('/reminders');
          return row.innerText();
        },
        { timeout: 20_000 },
      )
      .toMatch(/联络员工作群\s*已送达/);
  });

  it('the plan reminds by itself once that is turned on; its days are shown before', async () => {
    await open('/reminder-settings');
    const preview = office.getByTestId('rule-preview');
    // It is 3 July: of the days of the second quarter the last is still to come, of the first quarter none.
    expect(await preview.innerText()).toMatch(/2025-07-01 周二 到期\s+2025-07-04 周五\s/);
    expect(await preview.innerText()).not.toContain('2025-03-31');
    expect(await preview.innerText()).toMatch(
      /2025-10-09 周四 到期\s+2025-09-25 周四、2025-09-30 周二、2025-10-10 周五、2025-10-13 周一/,
    );
    await office.getByTestId('rule-before').fill('3，3');
    await office.getByTestId('rule-save').click();
    await office.getByText('应为不重复的整数，用逗号分开').waitFor();
    await office.getByTestId('rule-before').fill('3，0');
    expect(await preview.innerText()).toMatch(
      /2025-10-09 周四 到期\s+2025-09-28 周日（调休上班）、2025-10-09 周四、2025-10-10 周五、2025-10-13 周一/,
    );
    // The third quarter is due on 9 October; the Saturday after is worked.
    expect(await preview.innerText()).toContain('2025-10-10 周五、2025-10-13 周一');
    await office.getByTestId('rule-after').fill('2');
    expect(await preview.innerText()).toContain('2025-10-11 周六（调休上班）');
    await office.getByTestId('rule-from').click();
    await office.getByRole('option', { name: '09:00' }).click();
    await office.getByTestId('rule-enabled').check();
    await office.getByText(/保存后，2025-07-03 09:00 起将催办 \d+ 个单位、\d+ 个事项。/).waitFor();
    const next = office.getByTestId('rule-next');
    const rule = { enabled: true, before: [3, 0], after: [2], from: '09:00', to: '17:30' };
    const { units } = (await pages.admin.previewReminderRule({ params: { year: 2025 }, body: rule })).data;
    const names = units.map(({ name }) => name);
    expect(names.length).toBeGreaterThan(10);
    await next.getByText(`届时催办：${names.slice(0, 10).join('、')} 等 ${names.length} 个单位。`).waitFor();
    await office.getByTestId('rule-after').fill('1,3');
    // What would be reminded of on the second day is not on the first and the third.
    await office.getByText(/将催办 [12] 个单位、[1-4] 个事项。|没有到催办日的事项/).waitFor();
    await office.getByTestId('rule-save').click();
    await office.getByText('已保存，自动催办已启用。').waitFor();
    // What was saved is how it is, until something else is typed.
    await next.getByText('自动催办已启用，').waitFor();
    expect(await next.innerText()).not.toContain('保存后');
    await office.getByTestId('rule-after').fill('2');
    await next.getByText('保存后，').waitFor();
    await office.getByTestId('rule-after').fill('1,3');
    await next.getByText('自动催办已启用，').waitFor();
    await expect
      .poll(async () => (await pages.admin.getReminderRule({ params: { year: 2025 } })).data)
      .toEqual({ enabled: true, before: [3, 0], after: [1, 3], from: '09:00', to: '17:30' });
  });

  it('a template names a place that it does not know, and is shown filled in', async () => {
    const template = office.getByTestId('template-unit');
    const texts = async () =>
      (await pages.admin.listReminderTemplates()).data.items.find(({ code }) => code === 'unit');
    await template.locator('textarea').fill('{单为}：请报送{事项清单}');
    await template.getByTestId('template-preview').click();
    await template.getByText('不认识“{单为}”').waitFor();
    await template.locator('textarea').fill('{单位}：\n请报送\n{事项清单}');
    await template.getByTestId('template-preview').click();
    await template.getByTestId('template-shown').getByText('仙源镇：').waitFor();
    // Nobody has set the address of the system: whoever uses it is told that it will be missing.
    const address = template.getByTestId('template-no-address');
    expect(await address.count()).toBe(0);
    await template.locator('textarea').fill('{单位}：\n请报送\n{事项清单}\n办理地址：{网址}');
    await template.getByTestId('template-preview').click();
    await address.getByText('没有设置系统网址（NUANXIN_PUBLIC_URL）').waitFor();
    expect(await template.getByTestId('template-shown').innerText()).not.toContain('办理地址');
    await template.locator('textarea').fill('{单位}：\n请报送\n{事项清单}');
    await template.getByTestId('template-preview').click();
    await address.waitFor({ state: 'detached' });
    await template.getByTestId('template-save').click();
    await office.getByText('已保存模板。').waitFor();
    await office.getByTestId('template-unit').getByText('已改过').waitFor();

    const lacks = template.getByTestId('template-lacks');
    expect(await lacks.count()).toBe(0);
    await template.locator('textarea').fill('{单位}：请报送');
    await lacks.getByText('正文里没有{事项清单}').waitFor();
    // A warning: it may be meant so.
    await template.getByTestId('template-save').click();
    await expect.poll(async () => (await texts())?.body).toBe('{单位}：请报送');
    await template.getByTestId('template-restore').click();
    expect(await template.locator('textarea').inputValue()).toContain('截至{日期}，贵单位下列');
    await lacks.waitFor({ state: 'detached' });
    await template.getByTestId('template-save').click();
    await template.getByText('系统自带', { exact: true }).waitFor();
    expect(await texts()).toMatchObject({ standard: true });
    expect(await template.getByTestId('template-restore').count()).toBe(0);
  });

  it('asks before a template or the rule is left that was changed and not saved', async () => {
    const question = office.locator('.el-message-box');
    const leave = () => office.getByTestId('nav-reminders').click();
    await open('/reminder-settings');
    await office.getByTestId('template-unit').locator('textarea').fill('{单位}：{事项清单}');
    await leave();
    await question.getByText('模板的改动还没有保存').waitFor();
    await question.getByRole('button', { name: '继续填写' }).click();
    await question.waitFor({ state: 'hidden' });
    expect(await office.getByTestId('template-unit').locator('textarea').inputValue()).toBe('{单位}：{事项清单}');
    await office.getByTestId('template-restore').click();
    // A rule that is typed over is another; one that is as it was saved asks nothing.
    await office.getByTestId('rule-after').fill('2');
    await leave();
    await question.getByText('自动催办的设置有改动还没有保存').waitFor();
    await question.getByRole('button', { name: '不保存，离开' }).click();
    await office.waitForURL('**/reminders*');
    await open('/reminder-settings');
    await office.getByTestId('rule-after').fill('2');
    await office.getByTestId('rule-save').click();
    await office.getByText('已保存，自动催办').waitFor();
    await leave();
    await office.waitForURL('**/reminders*');
    expect(faults).toEqual([]);
  });
});
