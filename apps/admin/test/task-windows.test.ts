import type { Page } from 'playwright-core';
import { beforeAll, expect, it } from 'vitest';
import { browserPages, inBrowser } from './browser.ts';

inBrowser('windows of an ad hoc task', () => {
  const pages = browserPages({ now: '2025-09-10T09:00:00+08:00' });
  let office: Page;

  const task = async () => {
    const { data } = await pages.admin.listTasks({ query: { year: 2025, limit: 100 } });
    const found = data.items.find(({ code }) => code === 'T5.3');
    if (found?.schedule.kind !== 'adhoc') throw new Error('no T5.3');
    return { ...found, windows: found.schedule.windows ?? [] };
  };
  beforeAll(async () => {
    office = await pages.signIn('admin');
  });

  it('are opened as they are announced: until then the task says what it waits for', async () => {
    await office.goto(`${pages.address}/tasks?year=2025&task=T5.3`);
    await office.getByTestId('task-drawer').getByText('此任务在窗口期内完成，现在没有窗口期').waitFor();
    const { id, version } = await task();
    const windows = [
      { no: 1, name: '省民调', opens: '2025-09-01', due: '2025-09-19' },
      { no: 2, name: '误开', opens: '2025-11-01', due: '2025-11-10' },
    ];
    const body = { schedule: { kind: 'adhoc' as const, windows }, mode: 'atomic' as const };
    await pages.admin.updateTask({ params: { id }, body, ifMatch: `"${version}"` });
    await office.reload();
  });

  it('one that runs is ended today, after a look at what follows; one that does not run is only changed or taken out', async () => {
    const [runs, later] = [office.getByTestId('window-1'), office.getByTestId('window-2')];
    await runs.getByTestId('window-close').click();
    await office.getByText('最后一天改为今天：省民调（2025-09-01 至 2025-09-10），今天仍可办理。').waitFor();
    await office.getByTestId('change-due').getByText('2025-09-19 周五 → 2025-09-10 周三').waitFor();
    expect((await task()).windows.map(({ due }) => due)).toEqual(['2025-09-19', '2025-11-10']);
    await office.getByTestId('window-save').click();
    await runs.getByText('省民调（2025-09-01 至 2025-09-10）').waitFor();
    // Its last day is today: there is nothing left to end.
    await runs.getByTestId('window-close').waitFor({ state: 'detached' });
    expect(await later.getByTestId('window-close').count()).toBe(0);
  });

  it('one in which nothing was done is taken out, and one of which a unit was reminded stays', async () => {
    await office.getByTestId('window-2').getByTestId('window-remove').click();
    await office.getByTestId('change-removed').waitFor();
    await office.getByTestId('window-save').click();
    await office.getByTestId('window-2').waitFor({ state: 'detached' });
    const { data } = await pages.admin.listObligations({ query: { year: 2025, task: 'T5.3' } });
    await pages.admin.remind({ body: { obligationIds: data.items.map(({ id }) => id) } });
    await office.getByTestId('window-1').getByTestId('window-remove').click();
    await office.getByText('这个窗口期已有报送、登记、催办').waitFor();
    expect(await office.getByTestId('window-save').isDisabled()).toBe(true);
    expect((await task()).windows.map(({ name }) => name)).toEqual(['省民调']);
    expect(pages.faults).toEqual([]);
  });
});
