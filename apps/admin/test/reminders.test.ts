import type { Page } from 'playwright-core';
import { beforeAll, expect, it } from 'vitest';
import { browserPages, inBrowser } from './browser.ts';

/** Two days after the second quarter was due; nobody has handed in. */
inBrowser('reminders', () => {
  const pages = browserPages({ now: '2025-07-03T09:00:00+08:00' });
  const { faults, signIn } = pages;
  let office: Page;

  beforeAll(async () => {
    await pages.addReporter('xianyuan', '341003101', '仙源镇填报员');
    office = await signIn('admin');
  });

  const open = async (page: Page, path: string): Promise<void> => {
    await page.goto(pages.address + path);
    await page.waitForFunction(() => !document.querySelector('main [aria-busy=true]'));
  };
  const sent = async () => (await pages.admin.listReminders({ query: { limit: 500 } })).data.items;

  it('go to the units that were picked, after a look at what each will read', async () => {
    await open(office, '/tasks?view=obligations&period=2025Q2&status=overdue');
    await office.getByTestId('pick-341003101-T0.1-2025Q2').check();
    await office.getByTestId('pick-341003102-T0.1-2025Q2').check();
    await office.getByTestId('remind-picked').click();
    const preview = office.getByTestId('remind-preview');
    await preview.getByText('仙源镇').waitFor();
    expect(await preview.locator('> li').count()).toBe(2);
    expect(await preview.innerText()).toContain('（2025年二季度）：逾期，最后一天 7月1日 周二');
    await office.getByTestId('remind-blind').getByText('其中 1 个单位没有可用的填报账号').waitFor();
    const blind = office.getByTestId('blind-341003102');
    await blind.getByText('没有可用的填报账号').waitFor();
    expect(await blind.getByRole('link', { name: '建账号' }).getAttribute('href')).toBe('/users?unit=341003102');
    expect(await office.getByTestId('blind-341003101').count()).toBe(0);
    await office.getByTestId('remind-note').fill('请今天报来');
    await office.getByTestId('remind-save').click();
    await office
      .getByTestId('outcome')
      .getByText('已催办 2 个单位。汤口镇没有可用的填报账号，看不到催办，请另行通知。')
      .waitFor();
    await office.getByText('催1次').first().waitFor();
    expect((await sent()).map(({ unit }) => unit.name).toSorted()).toEqual(['仙源镇', '汤口镇']);
  });

  it('stand on the first page of the unit until somebody there has seen them', async () => {
    const township = await signIn('xianyuan');
    await open(township, '/my');
    const reminder = township.getByTestId('reminder');
    await reminder.getByText('请今天报来').waitFor();
    expect(await reminder.innerText()).toContain('区民生办 2025-07-03 09:00 催办（管理员）');
    await township.getByTestId('reminder-seen').click();
    await reminder.waitFor({ state: 'detached' });
    await township.getByTestId('nav-reminders').click();
    await township.getByTestId('reminder-341003101').getByText('仙源镇填报员').waitFor();
    expect(await township.locator('tbody tr').count()).toBe(1);
    await township.context().close();
  });

  it('remind all that are late by one click on the first page, but nobody twice within the hour', async () => {
    const overdue = await pages.admin.listObligations({
      query: { year: 2025, tracking: ['submission'], status: ['overdue'], limit: 500 },
    });
    const units = new Set(overdue.data.items.map(({ unit }) => unit.code));
    // However many they are, the button that sends stays in sight on a small screen.
    await office.setViewportSize({ width: 1024, height: 768 });
    await open(office, '/overview');
    await office.getByTestId('remind-late').click();
    const list = office.getByTestId('remind-preview');
    await office.getByTestId('remind-blind').waitFor();
    await office.getByTestId('remind-left').waitFor();
    const box = await office.locator('.el-dialog').boundingBox();
    expect((box?.y ?? 0) + (box?.height ?? 0)).toBeLessThan(768);
    expect(await list.evaluate(({ scrollHeight, clientHeight }) => scrollHeight > clientHeight)).toBe(true);
    await office.getByTestId('remind-save').click();
    const outcome = office.getByTestId('outcome');
    await outcome.getByText(/已催办 \d+ 个单位。.*未催办 2 项：该事项 09:00 刚催办过/).waitFor();
    // The two owe the first quarter as well, of which nobody has reminded them.
    expect(new Set((await sent()).map(({ unit }) => unit.code))).toEqual(units);
    await open(office, '/reminders?unit=341003101');
    expect(await office.getByTestId('total').innerText()).toBe('共 2 次');
    await office.getByText('只看未看的').click();
    await office.getByTestId('total').getByText('共 1 次').waitFor();
    expect(faults).toEqual([]);
  });
});

inBrowser('reminders of all that owe', () => {
  const pages = browserPages({ now: '2025-07-03T09:00:00+08:00' });

  it('are asked for on the first page itself, and what the office owes itself is read there', async () => {
    const office = await pages.signIn('admin');
    const open = async (path: string): Promise<void> => {
      await office.goto(pages.address + path);
      await office.waitForFunction(() => !document.querySelector('main [aria-busy=true]'));
    };
    const listed = async (query: object) =>
      (await pages.admin.listObligations({ query: { year: 2025, limit: 500, ...query } })).data.items;
    const preview = office.getByTestId('remind-preview');
    const asked = async (owed: { unit: { code: string } }[]) => {
      await preview.locator('> li').first().waitFor();
      expect(await preview.locator('> li li').count()).toBe(owed.length);
      expect(await preview.locator('> li').count()).toBe(new Set(owed.map(({ unit }) => unit.code)).size);
    };
    await open('/overview');
    const owing = await listed({ lamp: ['red', 'yellow'] });
    await office.getByTestId('guide-reminders').getByRole('button', { name: '催办' }).click();
    await asked(owing);
    await office.keyboard.press('Escape');
    await preview.waitFor({ state: 'detached' });
    await office.getByTestId('remind-owing').click();
    await asked(owing);
    const { data: offices } = await pages.admin.listUnits({ query: { kind: ['office'] } });
    const own = offices.items[0]?.code ?? '';
    expect(owing.map(({ unit }) => unit.code)).toContain(own);
    await preview.getByText('区民生办', { exact: true }).waitFor();
    await office.getByTestId('remind-blind').waitFor();
    expect(await office.getByTestId(`blind-${own}`).count()).toBe(0);
    await office.getByTestId('remind-save').click();
    await office
      .getByTestId('outcome')
      .getByText(/已催办 \d+ 个单位/)
      .waitFor();
    expect(new URL(office.url()).pathname).toBe('/overview');
    await office.getByTestId('guide-reminders').getByText('已完成').waitFor();

    await open('/overview');
    const mine = office.getByTestId('reminder');
    await mine.getByText('区民生办 2025-07-03 09:00 催办（管理员） · 发给区民生办').waitFor();
    expect(await mine.count()).toBe(1);
    await mine.getByRole('button', { name: '最后一天' }).first().click();
    await office.locator('.el-drawer').getByText('最后一天').waitFor();
    await office.keyboard.press('Escape');
    await office.locator('.el-drawer').waitFor({ state: 'detached' });
    await office.getByTestId('reminder-seen').click();
    await mine.waitFor({ state: 'detached' });
    const { data } = await pages.admin.listReminders({ query: { unit: own } });
    expect(data.items).toMatchObject([{ readBy: '管理员' }]);
    expect(pages.faults).toEqual([]);
  });
});

inBrowser('reminders of one unit', () => {
  const pages = browserPages({ now: '2025-07-03T09:00:00+08:00' });

  it('go out for all that it has to do, from its row and from its own page, and are not offered when there is nothing', async () => {
    const office = await pages.signIn('admin');
    const open = async (path: string): Promise<void> => {
      await office.goto(pages.address + path);
      await office.waitForFunction(() => !document.querySelector('main [aria-busy=true]'));
    };
    const sent = async () => (await pages.admin.listReminders()).data.items;
    const listed = async (unit: string) =>
      (await pages.admin.listObligations({ query: { year: 2025, unit, lamp: ['red', 'yellow'], limit: 500 } })).data
        .items;
    await open('/overview');
    const owed = await listed('341003103');
    expect(owed.length).toBeGreaterThan(1);
    await office.getByTestId('remind-341003103').click();
    const preview = office.getByTestId('remind-preview');
    await preview.getByText('谭家桥镇').waitFor();
    expect(await preview.locator('> li').count()).toBe(1);
    expect(await preview.locator('> li li').count()).toBe(owed.length);
    await office.getByTestId('remind-save').click();
    await office.getByTestId('outcome').getByText('已催办 1 个单位。').waitFor();
    const [newest] = await sent();
    expect(newest?.unit.name).toBe('谭家桥镇');
    expect(newest?.items.map(({ obligationId }) => obligationId).toSorted()).toEqual(
      owed.map(({ id }) => id).toSorted(),
    );

    const unit = '341003104';
    const other = await listed(unit);
    await open(`/units/${unit}?year=2025`);
    await office.getByTestId('remind-unit').getByText(`催办 ${other.length} 项`).waitFor();
    await office.getByTestId('remind-unit').click();
    await preview
      .locator('> li li')
      .nth(other.length - 1)
      .waitFor();
    await office.getByTestId('remind-save').click();
    await office.getByTestId('outcome').getByText('已催办 1 个单位。').waitFor();
    expect((await sent())[0]?.items).toHaveLength(other.length);

    for (const { id } of await listed(unit)) {
      const { etag } = await pages.admin.getObligation({ params: { id } });
      await pages.admin.grantExemption({ params: { id }, body: { reason: '机构改革' }, ifMatch: etag ?? '' });
    }
    await open(`/units/${unit}?year=2025`);
    await office.getByTestId('edit-unit').waitFor();
    expect(await office.getByTestId('remind-unit').count()).toBe(0);
    await open('/overview');
    await office.getByTestId('remind-341003103').waitFor();
    expect(await office.getByTestId(`remind-${unit}`).count()).toBe(0);
    expect(pages.faults).toEqual([]);
  });
});
