import { openAsBlob } from 'node:fs';
import { join } from 'node:path';
import type { Client } from '@nuanxin/client';
import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { PASSWORD } from '../../api/test/support.ts';
import { browserPages, inBrowser, root } from './browser.ts';

const Q2 = 'reports/2025年二季度各乡镇情况汇总表.xlsx';

/** What the office sees, looks for and mends, two days after the second quarter was due. */
inBrowser('the office at its desk', () => {
  const pages = browserPages({ now: '2025-07-03T09:30:00+08:00' });
  const { faults, signIn } = pages;
  let admin: Client;
  let office: Page;

  beforeAll(async () => {
    ({ admin } = pages);
    const file = new File([await openAsBlob(join(root, Q2))], '二季度.xlsx');
    await admin.createImport({ body: { file, mode: 'atomic', confirm: true } });
    const [first] = (await admin.listSubmissions({ query: { unit: '341003101' } })).data.items;
    const { etag } = await admin.getSubmission({ params: { id: first?.id ?? '' } });
    const body = { comment: '请核对' };
    await admin.returnSubmission({ params: { id: first?.id ?? '' }, body, ifMatch: etag ?? '' });
    await pages.addReporter('xianyuan', '341003101', '仙源镇填报员');
    office = await signIn('admin');
  });

  const open = async (path: string): Promise<void> => void (await office.goto(pages.address + path));
  const options = () => office.locator('.el-select-dropdown__item:visible').allInnerTexts();
  const select = (name: string) => office.locator('.el-select').filter({ has: office.getByRole('combobox', { name }) });

  it('counts on the first page what the lists show', async () => {
    for (const code of ['owed', 'handedIn', 'waiting', 'returned', 'overdue', 'otherOverdue']) {
      await open('/overview');
      const counter = office.getByTestId(`counter-${code}`);
      const count = /\d+/.exec(await counter.innerText())?.[0];
      await counter.click();
      await office.waitForURL((url) => url.pathname !== '/overview');
      await office.getByText(/^共 \d+ [份项]$/).waitFor();
      expect([code, await office.getByText(/^共 \d+ [份项]$/).innerText()]).toEqual([
        code,
        expect.stringMatching(new RegExp(`^共 ${count} [份项]$`)),
      ]);
    }
  });

  it('says one thing by one word in matrix, legend, filter and drawer', async () => {
    await open('/overview');
    const cell = office.getByTestId('lamp-341003100-T0.1-2025Q4');
    expect(await cell.innerText()).toContain('未开始');
    expect(await office.locator('.legend').innerText()).toContain('未开始');
    await cell.getByRole('button').click();
    await office.getByTestId('obligation-drawer').getByText('未开始').waitFor();
    await open('/tasks?view=obligations');
    await select('状态').click();
    await office.getByText('免报').waitFor();
    expect(await options()).toEqual([
      '已到期或将到期',
      '将到期',
      '有延期申请',
      '逾期',
      '退回',
      '未到期',
      '待审',
      '办结',
      '未开始',
      '免报',
    ]);
    await office.keyboard.press('Escape');
  });

  it('opens what a unit owes from anywhere in its row, and says in the title what it is', async () => {
    await open('/tasks?view=obligations&unit=341003101&period=2025Q2');
    const row = office.getByRole('row', { name: /报送工作小结及情况统计表/ });
    await row.getByText('7月1日 周二').click();
    const drawer = office.getByTestId('obligation-drawer');
    const title = '报送工作小结及情况统计表（附件7） · 2025年二季度 · 仙源镇';
    await drawer.getByText(title).waitFor();
    await office.keyboard.press('Escape');
    await drawer.waitFor({ state: 'detached' });
    // The keyboard has the name of the unit.
    await row.getByRole('button', { name: '仙源镇', exact: true }).press('Enter');
    await drawer.getByText(title).waitFor();
    await office.keyboard.press('Escape');
    await drawer.waitFor({ state: 'detached' });
    // Tasks are called by their names.
    expect(await office.locator('main').innerText()).not.toMatch(/\b[RT]\d/);
  });

  it('tells a deadline that is past from one that is to come, and names the notice in small type', async () => {
    await open('/tasks');
    const report = await office.getByTestId('task-T0.1').innerText();
    expect(report).toContain('已过时限');
    expect(report).not.toContain('下一时限');
    expect(report).not.toMatch(/\bR\d/);
    expect(await office.getByTestId('task-T0.2').innerText()).toContain('下一时限 12月31日 周三');
    await office.getByRole('button', { name: '报送工作小结及情况统计表（附件7）' }).click();
    await office.getByTestId('task-drawer').getByText('任务编号 T0.1；依据：通知要求 R105、R106').waitFor();
  });

  it('names the day of its correction to a unit whose report was sent back', async () => {
    const query = { unit: '341003101', period: '2025Q1', task: 'T0.1' };
    const params = { id: (await admin.listObligations({ query })).data.items[0]?.id ?? '' };
    const ifMatch = (await admin.getObligation({ params })).etag ?? '';
    await admin.grantExemption({ params, body: { reason: '机构改革' }, ifMatch });
    const township = await signIn('xianyuan');
    await township.goto(`${pages.address}/tasks`);
    const report = township.getByTestId('task-T0.1');
    await report.getByText('下一时限 7月8日 周二').waitFor();
    expect(await report.innerText()).not.toContain('已过时限');
    await township.context().close();
  });

  it('shows a way out of an address with wrong filters, and of one that leads nowhere', async () => {
    await open('/submissions?period=2025Q9');
    await office.getByTestId('way-out').getByText('清除筛选').click();
    await office.getByTestId('submission-341003101-2025Q2').waitFor();
    await open('/tasks?view=obligations&status=late');
    await office.getByTestId('way-out').click();
    await office.getByText(/^共 \d+ 项$/).waitFor();
    for (const path of ['01980000-0000-7000-8000-000000000000', 'xyz', 'xyz?year=2025']) {
      await open(`/submissions/${path}`);
      await office.getByTestId('load-problem').getByText('找不到该内容').waitFor();
      await office.getByTestId('way-out').getByText('返回列表').click();
      await office.getByTestId('submission-341003101-2025Q2').waitFor();
    }
  });

  it('says so when a page is not for somebody, and where it leads instead', async () => {
    const township = await signIn('xianyuan');
    await township.goto(`${pages.address}/users`);
    await township.getByText('您的账号无权查看“用户”，已转到“我的报送”。').waitFor();
    await township.waitForURL('**/my*');
    await township.context().close();
  });

  it('has the filters of the reports in one row on a small screen', async () => {
    await office.setViewportSize({ width: 1024, height: 768 });
    await open('/submissions?state=submitted');
    await office.getByTestId('total').waitFor();
    expect((await office.locator('.filters').boundingBox())?.height).toBeLessThan(40);
    await office.setViewportSize({ width: 1440, height: 900 });
  });

  it('keeps a list in its place, dimmed, until the new answer is there', async () => {
    await open('/submissions');
    const rows = office.locator('tbody tr');
    await rows.first().waitFor();
    const before = await rows.count();
    expect(before).toBeGreaterThan(1);
    const { promise: answered, resolve: answer } = Promise.withResolvers<void>();
    await office.route('**/api/v1/submissions?*', async (route) => {
      await answered;
      await route.continue();
    });
    await select('状态').click();
    await office.getByRole('option', { name: '已退回' }).click();
    await office.locator('.loaded[aria-busy=true]').waitFor();
    expect(await rows.count()).toBe(before);
    answer();
    await office.locator('.loaded[aria-busy=false]').waitFor();
    expect(await rows.count()).toBe(1);
    await office.unroute('**/api/v1/submissions?*');
  });

  it('says that the units could not be read, instead of offering none', async () => {
    await office.route('**/api/v1/units?*', (route) => route.abort());
    await open('/submissions');
    await select('单位').click();
    await office.getByText('选项读取失败，请刷新页面').waitFor();
    await office.unroute('**/api/v1/units?*');
  });

  it('searches once, when the typing pauses', async () => {
    await open('/units');
    await office.getByTestId('unit-341003101').waitFor();
    const asked: (string | null)[] = [];
    office.on('request', (request) => {
      const url = new URL(request.url());
      if (url.pathname === '/api/v1/units') asked.push(url.searchParams.get('q'));
    });
    await office.getByRole('textbox', { name: '查找单位' }).pressSequentially('区民政局', { delay: 30 });
    await office.getByText('共 1 个').waitFor();
    expect(asked).toEqual(['区民政局']);
  });

  describe('a form', () => {
    it('says beside each field of a new user what is wrong with it', async () => {
      await open('/users');
      await office.getByTestId('new-user').click();
      await office.getByTestId('user-save').click();
      await office.getByTestId('fault-username').getByText('用户名为 2 至 40 个').waitFor();
      await office.getByTestId('fault-displayName').getByText('请填写姓名').waitFor();
      await office.getByTestId('fault-unit').getByText('填报人员必须选择所属单位').waitFor();
      await office.getByTestId('user-name').fill('admin');
      await office.getByTestId('user-display').fill('第二个管理员');
      await office.getByTestId('role-reporter').uncheck();
      await office.getByTestId('role-auditor').check();
      await office.getByTestId('user-save').click();
      // The service alone knows that the name is taken.
      await office.getByTestId('fault-username').getByText('admin').waitFor();
      expect(await office.getByTestId('fault-displayName').count()).toBe(0);
      expect(await office.getByTestId('user-name').getAttribute('aria-invalid')).toBe('true');
    });

    it('says beside the day of an extension that it is too late', async () => {
      await open('/tasks?view=obligations&unit=B05&period=2025Q2');
      await office.getByRole('button', { name: '区民政局', exact: true }).click();
      await office.getByTestId('grant-extension').click();
      await office.getByTestId('grant-save').click();
      await office.getByTestId('fault-dueOn').getByText('请选择延期到哪一天').waitFor();
      await office.getByTestId('fault-reason').getByText('请填写原因').waitFor();
      await office.getByText('Ctrl + 回车 提交').waitFor();
      await office.getByTestId('grant-day').getByRole('combobox').fill('2026-08-03');
      await office.keyboard.press('Enter');
      await office.getByTestId('grant-reason').fill('机构改革');
      await office.keyboard.press('Control+Enter');
      await office.getByTestId('fault-dueOn').getByText('最多可延期到 2026-07-02').waitFor();
      expect(await office.getByTestId('fault-reason').count()).toBe(0);
    });

    it('says beside the day that a day of make-up work cannot be a weekday', async () => {
      await open('/calendar?view=notices');
      await office.getByTestId('enter-2027').click();
      await office.getByTestId('calendar-save').click();
      await office.getByTestId('fault-notice').getByText('请填写文号').waitFor();
      await office.getByLabel('文号').fill('国办发明电〔2026〕99号');
      await office.getByRole('button', { name: '加一个上班日' }).click();
      await office.getByPlaceholder('上班日').fill('2027-02-03');
      await office.keyboard.press('Enter');
      await office.getByTestId('calendar-save').click();
      await office.getByTestId('fault-makeup-0').getByText('不是周六或周日').waitFor();
    });
  });

  it('asks before it takes back an extension', async () => {
    const { items } = (await admin.listObligations({ query: { unit: 'B06', period: '2025Q2', task: 'T0.1' } })).data;
    const params = { id: items[0]?.id ?? '' };
    const extension = async () => (await admin.getObligation({ params })).data.extension;
    const ifMatch = (await admin.getObligation({ params })).etag ?? '';
    await admin.grantExtension({ params, body: { dueOn: '2025-07-08', reason: '机构改革' }, ifMatch });
    await open('/tasks?view=obligations&unit=B06&period=2025Q2');
    await office.getByRole('button', { name: '区发改委', exact: true }).click();
    const revoke = office.getByTestId('obligation-drawer').getByRole('button', { name: '取消延期' });
    await revoke.click();
    await office.getByText('区发改委仍按方案的时限报送').waitFor();
    await office.getByRole('button', { name: '返回' }).click();
    expect(await extension()).not.toBeNull();
    await revoke.click();
    await office.locator('.el-message-box').getByRole('button', { name: '取消延期' }).click();
    await office.getByText('已取消延期').waitFor();
    expect(await extension()).toBeNull();
  });

  it('closes the account menu with Escape', async () => {
    await open('/overview');
    await office.getByTestId('account').click();
    await office.getByTestId('sign-out').waitFor();
    await office.getByRole('heading', { name: '工作台' }).focus();
    await office.keyboard.press('Escape');
    await office.getByTestId('sign-out').waitFor({ state: 'detached' });
  });

  it('shows who has to change a first password nothing else to go to, over the whole width', async () => {
    const body = { username: 'chuci', displayName: '初次', roles: ['observer' as const], password: PASSWORD };
    await admin.createUser({ body });
    const page = await signIn('chuci');
    await page.getByTestId('password-form').waitFor();
    expect(await page.getByRole('navigation').count()).toBe(0);
    expect((await page.locator('header.frame-top').boundingBox())?.width).toBe(1440);
    await page.context().close();
  });

  it('does not ask for a session that nobody began', async () => {
    const page = await pages.newWindow();
    const asked: string[] = [];
    page.on('request', (request) => asked.push(new URL(request.url()).pathname));
    await page.goto(pages.address);
    await page.getByTestId('username').waitFor();
    expect(asked.filter((path) => path.startsWith('/api/'))).toEqual([]);
    await page.context().close();
  });

  it('names in the audit what was changed, and offers no comparison where nothing was', async () => {
    const body = { displayName: '审计员', roles: ['auditor' as const], password: PASSWORD, mustChangePassword: false };
    await admin.createUser({ body: { username: 'shenji', ...body } });
    const auditor = await signIn('shenji');
    await auditor.goto(`${pages.address}/audit?action=submission.return`);
    const row = auditor.locator('tbody tr');
    await row.getByText('仙源镇 2025年第二季度 报送工作小结').waitFor();
    await row.getByText('前后对照').click();
    await auditor.getByTestId('audit-drawer').getByText('仙源镇 2025年第二季度 报送工作小结').waitFor();
    await auditor.goto(`${pages.address}/audit?action=auth.login`);
    await row.first().getByText('详情').waitFor();
    expect(await auditor.getByText('前后对照').count()).toBe(0);
    await auditor.context().close();
  });

  it('met no error', () => expect(faults).toEqual([]));
});
