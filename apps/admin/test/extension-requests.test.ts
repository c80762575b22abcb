import type { Page } from 'playwright-core';
import { beforeAll, expect, it } from 'vitest';
import { browserPages, inBrowser } from './browser.ts';

/** The day before the second quarter is due. */
inBrowser('requests for a later due day', () => {
  const pages = browserPages({ now: '2025-06-30T09:00:00+08:00' });
  const { faults, signIn } = pages;
  let office: Page;
  let township: Page;

  beforeAll(async () => {
    await pages.addReporter('xianyuan', '341003101', '仙源镇填报员');
    office = await signIn('admin');
    township = await signIn('xianyuan');
  });

  const open = async (page: Page, path: string): Promise<void> => {
    await page.goto(pages.address + path);
    await page.waitForFunction(() => !document.querySelector('main [aria-busy=true]'));
  };
  async function pick(page: Page, date: string): Promise<void> {
    await page.getByTestId('grant-day').getByRole('combobox').fill(date);
    await page.keyboard.press('Enter');
  }
  async function ask(until: string, reason: string): Promise<void> {
    await township.getByTestId('ask-extension-2025Q2').click();
    await pick(township, until);
    await township.getByTestId('grant-reason').fill(reason);
    await township.getByTestId('grant-save').click();
  }
  const note = () => township.getByTestId('request-2025Q2');

  it('a unit asks, takes it back and asks again; the office finds it on its first page and grants another day', async () => {
    await open(township, '/my');
    await township.getByTestId('ask-extension-2025Q2').click();
    await township.getByTestId('grant-save').click();
    await township.getByTestId('fault-until').getByText('请选择延期到哪一天').waitFor();
    await township.getByTestId('fault-reason').getByText('请填写原因').waitFor();
    await pick(township, '2025-07-01');
    await township.getByTestId('grant-reason').fill('村级数据尚未汇总');
    await township.getByTestId('grant-save').click();
    await township.getByTestId('fault-until').getByText('须晚于 7月1日 周二').waitFor();
    await pick(township, '2025-07-15');
    await township.getByTestId('grant-save').click();
    await note().getByText('已申请延期至 2025-07-15 周二（等待答复），原因：村级数据尚未汇总').waitFor();
    expect(await township.getByTestId('ask-extension-2025Q2').count()).toBe(0);
    await note().getByRole('button', { name: '撤回' }).click();
    await note().waitFor({ state: 'detached' });
    await ask('2025-07-16', '村级数据尚未汇总');
    await note().getByText('已申请延期至 2025-07-16 周三（等待答复）').waitFor();

    await open(office, '/overview');
    await office.getByTestId('counter-requested').getByText('延期申请 1 件').click();
    await office.getByText('共 1 项').waitFor();
    const row = office.locator('tbody tr');
    expect(await row.innerText()).toContain('申请延期');
    await office.getByRole('button', { name: '仙源镇', exact: true }).click();
    const facts = office.getByTestId('extension-request');
    await facts.getByText('等待答复').waitFor();
    expect(await facts.innerText()).toContain('申请延至 2025-07-16 周三：村级数据尚未汇总');
    expect(await facts.innerText()).toContain('仙源镇填报员 2025-06-30 09:00');
    await office.getByTestId('request-grant').click();
    const day = office.getByTestId('grant-day').getByRole('combobox');
    expect(await day.inputValue()).toBe('2025-07-16');
    await pick(office, '2025-07-08');
    await office.getByTestId('grant-reason').fill('请抓紧汇总');
    await office.getByTestId('grant-save').click();
    await facts.getByText('管理员 2025-06-30 09:00 同意：请抓紧汇总').waitFor();
    await office.getByText('没有符合条件的应报事项').waitFor();

    await open(township, '/my');
    await note().getByText('区民生办已同意延期至 2025-07-08 周二：请抓紧汇总').waitFor();
    expect(await township.getByTestId('my-2025Q2').innerText()).toContain('最后一天 2025-07-08 周二');
  });

  it('days are picked from the month of the present last day, Monday first, with the days off; earlier ones cannot be', async () => {
    await open(office, '/tasks?view=obligations&period=2025Q3&unit=341003102');
    await office.getByRole('button', { name: '汤口镇', exact: true }).click();
    await office.getByTestId('grant-extension').click();
    await office.getByTestId('grant-day').getByRole('combobox').click();
    const panel = office.locator('.el-date-picker:visible');
    await panel.waitFor();
    // The third quarter is due on 9 October; the holiday lasts to the 8th, the Saturday after is worked.
    expect(await panel.locator('.el-date-picker__header-label').allInnerTexts()).toEqual(['2025 年', '10 月']);
    expect(await panel.locator('th').allInnerTexts()).toEqual(['一', '二', '三', '四', '五', '六', '日']);
    const cell = (date: string) => panel.locator('td').filter({ has: office.getByTitle(date) });
    await cell('2025-10-08').getByText('休').waitFor();
    await cell('2025-10-11').getByText('班').waitFor();
    const isOut = async (date: string) => (await cell(date).getAttribute('class'))?.split(' ').includes('disabled');
    expect(await isOut('2025-10-09')).toBe(true);
    expect(await isOut('2025-10-10')).toBe(false);
    await cell('2025-10-11').click();
    expect(await office.getByTestId('grant-day').getByRole('combobox').inputValue()).toBe('2025-10-11');
    await office.keyboard.press('Escape');

    // What is overdue is put off from today on.
    await open(office, '/tasks?view=obligations&period=2025Q1&unit=341003102');
    await office.getByRole('button', { name: '汤口镇', exact: true }).click();
    await office.getByTestId('grant-extension').click();
    await office.getByTestId('grant-day').getByRole('combobox').click();
    await panel.getByText('6 月').waitFor();
    expect(await isOut('2025-06-29')).toBe(true);
    expect(await isOut('2025-06-30')).toBe(false);
  });

  it('the office takes back what it granted: that stands beside its consent, and the unit reads it', async () => {
    await open(office, '/tasks?view=obligations&period=2025Q2&unit=341003101');
    await office.getByRole('button', { name: '仙源镇', exact: true }).click();
    // Changed in one step, also to a day before the one that was granted.
    await office.getByTestId('change-extension').click();
    expect(await office.getByTestId('grant-day').getByRole('combobox').inputValue()).toBe('2025-07-08');
    await pick(office, '2025-07-07');
    await office.getByTestId('grant-save').click();
    await office.getByText('仙源镇延期已改为至 2025-07-07 周一').waitFor();
    await office.getByTestId('obligation-drawer').getByText('延至 2025-07-07 周一').waitFor();
    await office.getByRole('button', { name: '取消延期' }).click();
    await office.locator('.el-message-box').getByRole('button', { name: '取消延期' }).click();
    const facts = office.getByTestId('extension-request');
    await facts.getByText('管理员 2025-06-30 09:00 取消了延期').waitFor();
    await facts.getByText('管理员 2025-06-30 09:00 同意：请抓紧汇总').waitFor();
    await open(township, '/my');
    await note().getByText('区民生办 2025-06-30 09:00 取消了已同意的延期，请于 7月1日 周二 前（含当天）报送').waitFor();
  });

  it('the unit asks once more and reads why the office refuses', async () => {
    await ask('2025-07-20', '还有两个村没有报来');
    await note().getByText('等待答复').waitFor();
    // What waits for an answer stands on the first page with the answer beside it, and as a filter of the list.
    await open(office, '/tasks?view=obligations');
    await office.getByTestId('only-requested').getByText('延期申请 1 件').click();
    await office.getByText('共 1 项').waitFor();
    await open(office, '/overview');
    const asks = office.getByTestId('request-of-341003101');
    expect(await office.getByTestId('requests').innerText()).toContain('全部 1');
    expect(await asks.innerText()).toContain('申请延至 2025-07-20 周日：还有两个村没有报来');
    await asks.getByTestId('request-refuse').click();
    await office.getByTestId('grant-save').click();
    await office.getByTestId('fault-answer').getByText('请填写原因').waitFor();
    await office.getByTestId('grant-reason').fill('已延期一次，请按时报送');
    await office.getByTestId('grant-save').click();
    await office.getByTestId('requests').waitFor({ state: 'detached' });
    expect(await office.getByTestId('counter-requested').count()).toBe(0);
    await open(office, '/tasks?view=obligations&period=2025Q2&unit=341003101');
    await office.getByRole('button', { name: '仙源镇', exact: true }).click();
    await office.getByTestId('extension-request').getByText('不同意：已延期一次，请按时报送').waitFor();

    await open(township, '/my');
    await note().getByText('申请延期至 2025-07-20 周日，区民生办不同意：已延期一次，请按时报送').waitFor();
    await township.getByTestId('ask-extension-2025Q2').waitFor();
    const told = township.getByTestId('reminder');
    // What no longer holds takes no place before it is asked for.
    await township.getByTestId('reminders-overtaken').getByText('其中 2 条告知已有新的变动').waitFor();
    expect(await told.filter({ visible: true }).count()).toBe(2);
    await township.getByTestId('reminders-overtaken').getByText('其中 2 条').click();
    const [newest = '', revoked = '', changed = '', granted = ''] = await told.allInnerTexts();
    expect(newest).toContain('区民生办 2025-06-30 09:00 告知延期答复（管理员）');
    expect(newest).toContain('不同意延期至 2025-07-20 周日：已延期一次，请按时报送');
    expect(newest).toContain('（2025年二季度）：最后一天仍为 2025-07-01 周二');
    // Of a day that went away and came back the newest word counts.
    expect(revoked).toContain('2025-07-07 周一 → 2025-07-01 周二');
    expect(revoked).toContain('取消延期');
    expect(changed).toContain('2025-07-08 周二 → 2025-07-07 周一');
    expect(granted).toContain('2025-07-01 周二 → 2025-07-08 周二');
    const overtaken = await Promise.all([0, 1, 2, 3].map((at) => told.nth(at).getByTestId('overtaken').count()));
    expect(overtaken).toEqual([0, 0, 1, 1]);
  });

  it('a request of a unit from which nothing is owed any more reads so, and waits for nobody', async () => {
    await ask('2025-07-09', '还有一个村没有报来');
    await note().getByText('等待答复').waitFor();
    // What was said before can be read by both.
    const before = township.getByTestId('earlier-requests-2025Q2');
    await before.locator('summary').click();
    await before.getByText('不同意：已延期一次，请按时报送').waitFor();
    expect(await before.innerText()).toContain('申请延至 2025-07-20 周日：还有两个村没有报来');
    await open(office, '/tasks?view=obligations&status=requested');
    await office.getByRole('button', { name: '仙源镇', exact: true }).click();
    const earlier = office.getByTestId('earlier-requests');
    await earlier.getByText('管理员 2025-06-30 09:00 不同意：已延期一次，请按时报送').waitFor();
    await earlier.getByText('已撤回').waitFor();
    await office.getByTestId('grant-exemption').click();
    await office.getByTestId('grant-reason').fill('机构改革');
    await office.getByTestId('grant-save').click();
    const facts = office.getByTestId('extension-request');
    await facts.getByText('管理员 2025-06-30 09:00 免报，不再需要延期').waitFor();
    expect(await facts.getByText('同意').count()).toBe(0);
    await office.getByText('没有符合条件的应报事项').waitFor();
  });

  it('nothing owed, and owed again, reads as that and not as another day', async () => {
    await open(township, '/my');
    const told = township.getByTestId('reminder').first();
    await told.getByText('告知免报（管理员）').waitFor();
    expect(await told.innerText()).toContain('（2025年二季度）免报：机构改革');
    await open(office, '/tasks?view=obligations&period=2025Q2&unit=341003101');
    await office.getByRole('button', { name: '仙源镇', exact: true }).click();
    await office.getByRole('button', { name: '取消免报' }).click();
    await office.locator('.el-message-box').getByRole('button', { name: '取消免报' }).click();
    await office.getByTestId('grant-exemption').waitFor();
    await open(township, '/my');
    await told.getByText('告知恢复报送（管理员）').waitFor();
    expect(await told.innerText()).toContain('（2025年二季度）恢复报送，最后一天 2025-07-01 周二');
    expect(await told.innerText()).not.toContain('变动');
    await note().getByText('申请因免报未答复，仍需要的请重新申请').waitFor();
    const unread = await township.getByTestId('reminder').count();
    await township.getByTestId('reminders-unread').getByText(`未看的催办和告知 ${unread} 条`).waitFor();
    await township.getByTestId('reminders-seen').click();
    await township.getByTestId('reminder').first().waitFor({ state: 'detached' });
    expect(await township.getByTestId('reminders-overtaken').count()).toBe(0);
    const query = { unit: '341003101', moved: true };
    expect((await pages.admin.listReminders({ query: { ...query, unread: true } })).data.items).toEqual([]);
    expect((await pages.admin.listReminders({ query })).data.items).toHaveLength(unread);
  });

  it('the history shows reminders; what units were told stands apart, one row for what several were told at a time', async () => {
    await open(office, '/reminders');
    await office.getByText('没有催办记录。').waitFor();
    await office.getByText('告知：时限变动、免报、延期答复').click();
    await office.getByTestId('total').getByText('共 6 单位次').waitFor();
    const rows = office.locator('tbody tr');
    expect(await rows.count()).toBe(6);
    expect(await rows.nth(0).innerText()).toContain('恢复报送，最后一天 2025-07-01 周二');
    expect(await rows.nth(1).innerText()).toMatch(/免报[\s\S]*已有新的变动[\s\S]*机构改革/);
  });

  it('an answer that came second says what became of the request, and keeps what was typed', async () => {
    const tangkou = await pages.addReporter('tangkou', '341003102', '汤口镇填报员');
    const params = { id: '' };
    const call = async () => {
      const { items } = (await pages.admin.listObligations({ query: { period: '2025Q2', unit: '341003102' } })).data;
      const report = items.find(({ task }) => task.code === 'T0.1');
      params.id = report?.id ?? '';
      return { params, ifMatch: `"${report?.version}"` };
    };
    const asks = async (until: string) => tangkou.askExtension({ ...(await call()), body: { until, reason: '停电' } });
    const withdraw = async () => tangkou.withdrawExtensionRequest(await call());
    const outcome = office.getByTestId('overtaken-outcome');
    const typed = office.getByTestId('overtaken-answer').getByRole('textbox');
    const day = office.getByTestId('grant-day').getByRole('combobox');
    await asks('2025-07-17');

    // From the first page: the unit asks for another day meanwhile, and a day that nobody touched follows.
    await open(office, '/overview');
    const row = office.getByTestId('request-of-341003102');
    await row.getByTestId('request-grant').click();
    await office.getByTestId('grant-reason').fill('请抓紧');
    await withdraw();
    await asks('2025-07-14');
    await office.getByTestId('grant-save').click();
    await office.getByTestId('grant-fault').getByText('已读取最新内容').waitFor();
    await office.getByTestId('grant-form').getByText('申请延至 2025-07-14 周一：停电').waitFor();
    expect(await day.inputValue()).toBe('2025-07-14');
    // Then it takes the request back altogether.
    await withdraw();
    await office.getByTestId('grant-save').click();
    await outcome.getByText('该单位已撤回申请').waitFor();
    expect(await typed.inputValue()).toBe('请抓紧');
    await office.getByTestId('overtaken-answer').getByText('关闭', { exact: true }).click();
    await row.waitFor({ state: 'detached' });

    // From the drawer: a colleague grants while the other writes why not.
    await asks('2025-07-16');
    await open(office, '/tasks?view=obligations&period=2025Q2&unit=341003102');
    await office.getByRole('button', { name: '汤口镇', exact: true }).click();
    await office.getByTestId('request-refuse').click();
    await office.getByTestId('grant-reason').fill('全区统一时限');
    await pages.admin.answerExtensionRequest({ ...(await call()), body: { grant: true, answer: '同意' } });
    await office.getByTestId('grant-save').click();
    await outcome.getByText('管理员 2025-06-30 09:00 已同意延期至 2025-07-16 周三：同意').waitFor();
    expect(await typed.inputValue()).toBe('全区统一时限');
    expect(await office.getByTestId('grant-save').count()).toBe(0);
    await office.getByTestId('overtaken-answer').getByText('关闭', { exact: true }).click();
    await office.getByTestId('extension-request').getByText('同意：同意').waitFor();
    expect(faults).toEqual([]);
  });
});
