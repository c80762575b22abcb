import type { Client } from '@nuanxin/client';
import type { Page } from 'playwright-core';
import { beforeAll, expect, it } from 'vitest';
import { PASSWORD } from '../../api/test/support.ts';
import { browserPages, inBrowser } from './browser.ts';

/** The office goes through a quarter: forty reports in which nothing is wrong, and some in which something is. */
inBrowser('the review of a quarter', () => {
  const pages = browserPages({ now: '2025-07-02T09:00:00+08:00' });
  const { faults, signIn } = pages;
  let office: Page;
  let colleague: Client;
  const units: string[] = [];
  const departments: string[] = [];

  beforeAll(async () => {
    await pages.admin.createUser({
      body: { username: 'li', displayName: '李四', roles: ['office'], password: PASSWORD, mustChangePassword: false },
    });
    colleague = await pages.service.as('li');
    office = await signIn('admin');
    const { data } = await pages.admin.listObligations({ query: { period: '2025Q2', task: 'T0.1', limit: 500 } });
    units.push(...data.items.map(({ unit }) => unit.code));
    departments.push(...units.filter((code) => code.startsWith('B')));
  });

  /** The office hands in for a unit what it got on paper; a township has to have this much not to be asked about. */
  async function handIn(
    unit: string,
    period: string,
    values: Record<string, number>,
    summary: Record<string, string> = { main_practices: '组织志愿者入户宣传。' },
  ): Promise<string> {
    const { admin } = pages;
    const { data } = await admin.listObligations({ query: { period, task: 'T0.1', unit } });
    const obligationId = data.items[0]?.id ?? '';
    const { data: draft, etag } = await admin.startSubmission({ body: { obligationId } });
    const params = { id: draft.id };
    const saved = await admin.saveDraft({ params, body: { values, summary }, ifMatch: etag ?? '' });
    await admin.submitSubmission({ params, body: {}, ifMatch: saved.etag ?? '' });
    return draft.id;
  }
  const open = async (path: string): Promise<void> => {
    await office.goto(pages.address + path);
    // Nothing is busy either before there is a page.
    await office.waitForFunction(
      () => document.querySelector('main h1') && !document.querySelector('main [aria-busy=true]'),
    );
  };
  const states = async (period: string) => {
    const { data } = await pages.admin.listSubmissions({ query: { period, limit: 500 } });
    return Map.groupBy(data.items, ({ state }) => state);
  };
  const outcome = () => office.getByTestId('outcome');
  /** Nobody has read a report that has just appeared: keys wait until it can have been seen. */
  const ready = async (): Promise<void> => {
    await office.getByTestId('accept').and(office.locator(':enabled')).waitFor();
  };
  const title = () => office.locator('h1').innerText();

  it('accepts forty reports by one key each in less than three minutes', async () => {
    const forty = units.slice(0, 40);
    for (const unit of forty) await handIn(unit, '2025Q1', { F0101: 2 });
    await open('/submissions?period=2025Q1&state=submitted%2Creopened');
    const asked: string[] = [];
    office.on('request', (each) => asked.push(...(/submissions\/(.+)\/full$/.exec(each.url())?.slice(1) ?? [])));
    await office.locator('tbody a').first().click();
    const started = performance.now();
    const accepted = new Set<string>();
    for (let at = 0; at < forty.length; at++) {
      await ready();
      const name = await title();
      expect(accepted).not.toContain(name);
      accepted.add(name);
      await office.keyboard.press('a');
      const next = at + 1 < forty.length ? '下面是下一份待审的报送' : '列表里没有其他待审的报送了';
      await outcome()
        .getByText(`${name.split(' · ')[0]}：已通过。${next}`)
        .waitFor();
    }
    expect((performance.now() - started) / 1000).toBeLessThan(180);
    expect((await states('2025Q1')).get('accepted')).toHaveLength(forty.length);
    // Each was asked for once, while the one before it was read; the last again, as it was accepted.
    expect(asked.slice(0, -1)).toEqual([...new Set(asked)]);
    expect(asked).toHaveLength(forty.length + 1);
  });

  it('returns a report with a comment by two keys and the text, and takes that back by one', async () => {
    const [unit = ''] = departments;
    const id = await handIn(unit, '2025Q2', { F0101: 2 });
    await open(`/submissions/${id}`);
    await ready();
    await office.keyboard.press('r');
    await office.getByTestId('comment').waitFor();
    await office.keyboard.type('请核对篇数');
    await office.keyboard.press('Control+Enter');
    await outcome().getByText('已退回').waitFor();
    expect((await pages.admin.getSubmission({ params: { id } })).data).toMatchObject({
      state: 'returned',
      returnComment: '请核对篇数',
    });
    await office.getByTestId('undo').waitFor();
    await office.keyboard.press('z');
    await outcome().getByText('已撤销，回到待审核').waitFor();
    const { data } = await pages.admin.getSubmission({ params: { id } });
    expect([data.state, data.correctionDueOn]).toEqual(['submitted', null]);
    // What was written is there for the next time.
    await ready();
    await office.keyboard.press('r');
    expect(await office.getByTestId('comment').inputValue()).toBe('请核对篇数');
    await office.keyboard.press('Escape');
  });

  it('sends remarks on single figures along, which the unit sees beside them', async () => {
    const township = '341003101';
    const reporter = await pages.addReporter('xianyuan', township, '仙源镇填报员');
    const id = await handIn(township, '2025Q2', { F0101: 9, F0102: 4 });
    await open(`/submissions/${id}`);
    await ready();
    await office.getByTestId('remark-begin-F0102').click();
    await office.keyboard.type('请补刊播链接');
    await office.getByTestId('return').click();
    const dialog = office.getByTestId('comment-form');
    await dialog.getByText('请补刊播链接').waitFor();
    await office.keyboard.press('Control+Enter');
    await outcome().getByText('已退回').waitFor();
    expect((await reporter.getSubmission({ params: { id } })).data.returnRemarks).toEqual({ F0102: '请补刊播链接' });
    const page = await signIn('xianyuan');
    await page.goto(`${pages.address}/my/${id}`);
    await page.getByTestId('note-F0102').getByText('退回意见：请补刊播链接').waitFor();
    await page.getByTestId('return-comment').getByText('请补刊播链接').waitFor();
    await page.context().close();
  });

  it('sends what was written along with an acceptance, after saying so, and its unit reads it', async () => {
    const township = '341003102';
    await pages.addReporter('tangkou', township, '汤口镇填报员');
    const id = await handIn(township, '2025Q2', { F0101: 9 });
    await open(`/submissions/${id}`);
    await ready();
    await office.getByTestId('remark-begin-F0101').click();
    await office.keyboard.type('下季度请附链接');
    await office.keyboard.press('Escape');
    // What was written for a return that was not made goes along as well.
    await office.keyboard.press('r');
    await office.getByTestId('comment').fill('做法写得清楚');
    await office.keyboard.press('Escape');
    await office.getByTestId('comment-form').waitFor({ state: 'detached' });
    await office.keyboard.press('a');
    const dialog = office.getByTestId('comment-form');
    await dialog.getByText('下面的意见随通过发给单位').waitFor();
    await dialog.getByText('下季度请附链接').waitFor();
    expect(await office.getByTestId('comment').inputValue()).toBe('做法写得清楚');
    await office.keyboard.press('Control+Enter');
    await outcome().getByText('汤口镇：已通过').waitFor();
    const { data } = await pages.admin.getSubmission({ params: { id } });
    expect(data.history.at(-1)).toMatchObject({
      action: 'accept',
      comment: '做法写得清楚',
      remarks: { F0101: '下季度请附链接' },
    });
    const page = await signIn('tangkou');
    await page.goto(`${pages.address}/my/${id}`);
    const said = page.getByTestId('accept-comment');
    await said.getByText('审核意见：做法写得清楚').waitFor();
    await said.getByText('下季度请附链接').waitFor();
    await page.context().close();
    // Reopened, it starts with nothing written: an acceptance asks nothing again.
    await pages.admin.reopenSubmission({ params: { id }, body: { comment: '再看' }, ifMatch: `"${data.version}"` });
    await open(`/submissions/${id}`);
    await ready();
    await office.keyboard.press('a');
    await outcome().getByText('汤口镇：已通过').waitFor();
  });

  it('marks the texts that changed since a report was taken back, with the earlier one at hand', async () => {
    const township = '341003103';
    const reporter = await pages.addReporter('tanjiaqiao', township, '谭家桥镇填报员');
    const id = await handIn(township, '2025Q2', { F0101: 9 }, { main_practices: '进村宣讲两场', results: '群众满意' });
    const { etag } = await reporter.getSubmission({ params: { id } });
    await reporter.withdrawSubmission({ params: { id }, body: {}, ifMatch: etag ?? '' });
    await handIn(township, '2025Q2', { F0101: 9 }, { main_practices: '进村宣讲三场', results: '群众满意' });
    await open(`/submissions/${id}`);
    const changes = office.getByTestId('since-revision');
    await changes.getByText('与第 1 版相比改动 1 处').waitFor();
    expect(await changes.getByTestId('change-main_practices').locator('td').allInnerTexts()).toEqual([
      '主要做法',
      '进村宣讲两场',
      '进村宣讲三场',
    ]);
    const text = office.getByTestId('text-main_practices');
    expect(await text.locator('.tag').innerText()).toBe('改');
    await text.getByText('第 1 版的文字').click();
    await text.getByText('进村宣讲两场').waitFor();
    expect(await office.getByTestId('text-results').locator('.tag').count()).toBe(0);
  });

  it('says who was quicker, and keeps what was written', async () => {
    const [, unit = ''] = departments;
    const id = await handIn(unit, '2025Q2', { F0101: 2 });
    await open(`/submissions/${id}`);
    await ready();
    const { etag } = await colleague.getSubmission({ params: { id } });
    await colleague.acceptSubmission({ params: { id }, body: {}, ifMatch: etag ?? '' });
    await office.keyboard.press('r');
    await office.getByTestId('comment').fill('请补充做法');
    await office.keyboard.press('Control+Enter');
    await outcome()
      .getByText('您打开之后有变化：李四 2025-07-02 09:00 通过。下面是最新内容，请看过再决定。您的操作没有生效。')
      .waitFor();
    expect(await office.getByTestId('state').innerText()).toBe('已通过');
    expect(await office.getByTestId('undo').count()).toBe(0);

    // What was written stands there, and is sent after all once the report is taken up again.
    await office.getByTestId('kept-opinion').getByText('请补充做法').waitFor();
    await office.getByTestId('take-up').click();
    expect(await office.getByTestId('comment').inputValue()).toBe('请补充做法');
    await office.keyboard.press('Control+Enter');
    await office.getByText(/^退回 .* 的报送$/).waitFor();
    expect(await office.getByTestId('comment').inputValue()).toBe('请补充做法');
    await office.keyboard.press('Control+Enter');
    await expect
      .poll(async () => (await pages.admin.getSubmission({ params: { id } })).data.returnComment)
      .toBe('请补充做法');
    await office.getByTestId('kept-opinion').waitFor({ state: 'detached' });
  });

  it('says that a report has no work summary', async () => {
    const [with_ = '', without = ''] = departments.slice(15, 17);
    await open(`/submissions/${await handIn(with_, '2025Q2', { F0101: 2 })}`);
    await ready();
    expect(await office.getByTestId('no-summary').count()).toBe(0);
    await open(`/submissions/${await handIn(without, '2025Q2', { F0101: 2 }, {})}`);
    await office.getByTestId('no-summary').getByText('没有工作小结').waitFor();
  });

  it('shows the next as it was loaded ahead, and lets nobody decide over what a colleague did meanwhile', async () => {
    const [a = '', b = ''] = departments.slice(7, 9);
    const [first, second] = [await handIn(a, '2025Q2', { F0101: 2 }), await handIn(b, '2025Q2', { F0101: 2 })];
    // The queue is not asked for again, whatever the time.
    const lists = '**/api/v1/submissions?*';
    const ahead = office.waitForResponse((each) => each.url().endsWith(`/${second}/full`));
    await open(`/submissions/${first}?sort=unit`);
    await ahead;
    await office.route(lists, (route) => route.abort());
    await ready();
    const { etag } = await colleague.getSubmission({ params: { id: second } });
    await colleague.acceptSubmission({ params: { id: second }, body: {}, ifMatch: etag ?? '' });
    await office.keyboard.press('a');
    await office.waitForURL(`**/submissions/${second}?*`);
    await ready();
    await office.keyboard.press('a');
    await outcome().getByText('李四 2025-07-02 09:00 通过。下面是最新内容').waitFor();
    await outcome().getByText('您的操作没有生效').waitFor();
    expect(await office.getByTestId('state').innerText()).toBe('已通过');
    const { data } = await pages.admin.getSubmission({ params: { id: second } });
    expect(data.history.map(({ actor, action }) => [actor, action]).at(-1)).toEqual(['李四', 'accept']);
    await office.unroute(lists);
  });

  it('says what a colleague has decided as soon as one comes back to the window', async () => {
    const id = await handIn(departments[9] ?? '', '2025Q2', { F0101: 2 });
    await open(`/submissions/${id}`);
    await office.getByTestId('position').waitFor();
    await ready();
    const { etag } = await colleague.getSubmission({ params: { id } });
    await colleague.acceptSubmission({ params: { id }, body: {}, ifMatch: etag ?? '' });
    await office.evaluate(() => dispatchEvent(new Event('focus')));
    await outcome().getByText('李四 2025-07-02 09:00 通过。下面是最新内容').waitFor();
    expect(await outcome().innerText()).not.toContain('没有生效');
    expect(await office.getByTestId('state').innerText()).toBe('已通过');
  });

  it('goes on to the next, not back to the first, from a report that a colleague was quicker to decide', async () => {
    const ids: string[] = [];
    for (const unit of departments.slice(12, 15)) ids.push(await handIn(unit, '2025Q2', { F0101: 2 }));
    const [before, mine = '', after] = ids;
    await open(`/submissions/${mine}?sort=unit`);
    await office.getByTestId('position').waitFor();
    await ready();
    const { etag } = await colleague.getSubmission({ params: { id: mine } });
    await colleague.acceptSubmission({ params: { id: mine }, body: {}, ifMatch: etag ?? '' });
    await office.keyboard.press('a');
    await outcome().getByText('您的操作没有生效').waitFor();
    await office.getByTestId('position').waitFor({ state: 'detached' });
    await office.keyboard.press('j');
    await office.waitForURL(`**/submissions/${after}?*`);
    await office.getByTestId('position').waitFor();
    await office.keyboard.press('k');
    await office.waitForURL(`**/submissions/${before}?*`);
  });

  it('goes through what is due first by j and k where the list stands so', async () => {
    const [a = '', b = ''] = departments.slice(10, 12);
    const { data } = await pages.admin.listObligations({ query: { period: '2025Q2', task: 'T0.1', unit: a } });
    await pages.admin.grantExtension({
      params: { id: data.items[0]?.id ?? '' },
      body: { dueOn: '2025-07-10', reason: '机构调整' },
      ifMatch: `"${data.items[0]?.version}"`,
    });
    const [later, sooner] = [await handIn(a, '2025Q2', { F0101: 2 }), await handIn(b, '2025Q2', { F0101: 2 })];
    await open('/submissions?state=submitted&sort=due');
    await office.locator('tbody a').first().waitFor();
    const listed = await office
      .locator('tbody a:first-child')
      .evaluateAll((all) => all.map((each) => (each as HTMLAnchorElement).pathname));
    const ids = [...new Set(listed)].map((path) => path.split('/').at(-1));
    expect(ids.indexOf(sooner)).toBeLessThan(ids.indexOf(later));
    await open(`/submissions/${ids[0]}?state=submitted&sort=due`);
    for (const key of ['j', 'k'] as const) {
      const at = ids.indexOf(new URL(office.url()).pathname.split('/').at(-1));
      await office
        .getByTestId('position')
        .getByText(`第 ${at + 1} /`)
        .waitFor();
      await office.keyboard.press(key);
      await office.waitForURL(`**/submissions/${ids[at + (key === 'j' ? 1 : -1)]}?*`);
    }
  });

  it('accepts together what has nothing to be looked at, after a list of it, and takes that back', async () => {
    const [first, , , excluded, warned] = departments.slice(2, 7);
    for (const unit of departments.slice(2, 6)) await handIn(unit, '2025Q2', { F0101: 2 });
    // The form warns of a part that is more than the whole.
    await handIn(warned ?? '', '2025Q2', { F0104: 1, F0105: 2 });
    await open('/submissions?period=2025Q2');
    const before = (await states('2025Q2')).get('submitted')?.length ?? 0;
    expect(await office.getByTestId(`submission-${warned}-2025Q2`).getByText('无疑点').count()).toBe(0);
    await office.getByTestId(`submission-${first}-2025Q2`).getByText('无疑点').waitFor();
    await office.getByTestId('accept-clean').click();
    const dialog = office.getByTestId('accept-clean-form');
    await dialog.waitFor();
    const listed = await dialog.locator('tbody tr').count();
    expect(await dialog.getByTestId(`clean-${warned}-2025Q2`).count()).toBe(0);
    await dialog.getByTestId(`clean-${excluded}-2025Q2`).uncheck();
    await office.getByTestId('accept-clean-save').click();
    await outcome()
      .getByText(`已通过 ${listed - 1} 份。`)
      .waitFor();
    expect((await states('2025Q2')).get('submitted')).toHaveLength(before - listed + 1);
    await office.getByTestId('undo').click();
    await outcome()
      .getByText(`已撤销，${listed - 1} 份回到待审核。`)
      .waitFor();
    expect((await states('2025Q2')).get('submitted')).toHaveLength(before);

    // Once they are listed, Enter is enough.
    await office.getByTestId('accept-clean').click();
    await dialog.waitFor();
    await expect
      .poll(() => office.evaluate(() => document.activeElement?.getAttribute('data-testid')))
      .toBe('accept-clean-save');
    await office.keyboard.press('Enter');
    await outcome().getByText(`已通过 ${listed} 份。`).waitFor();
    await office.getByTestId('undo').click();
    await outcome().getByText(`已撤销，${listed} 份回到待审核。`).waitFor();
  });

  it('shows all keys by one', async () => {
    const { data } = await pages.admin.listSubmissions({ query: { period: '2025Q2', state: ['submitted'] } });
    await open(`/submissions/${data.items[0]?.id}`);
    await ready();
    await office.keyboard.press('?');
    const keys = office.getByTestId('keys');
    await keys.waitFor();
    expect(await keys.locator('kbd').allInnerTexts()).toEqual(['j', 'k', 'a', 'Shift A', 'r', 'z', '/', '?']);
    await office.keyboard.press('Escape');
    await keys.waitFor({ state: 'detached' });
    expect(faults).toEqual([]);
  });
});
