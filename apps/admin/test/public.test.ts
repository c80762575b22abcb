import { expect, it } from 'vitest';
import { publishBulletin } from '../../api/test/published-bulletin.ts';
import { browserPages, inBrowser } from './browser.ts';

inBrowser('the page for everybody', () => {
  const pages = browserPages({ now: '2025-07-03T09:30:00+08:00', demo: true });

  it('is there for anybody once the office says so, and not a moment longer', async () => {
    const citizen = await pages.newWindow({ viewport: { width: 1024, height: 768 } });
    await citizen.goto(`${pages.address}/public`);
    await citizen.getByText('目前没有公开的年度').waitFor();

    const office = await pages.signIn('admin');
    await office.goto(`${pages.address}/projects`);
    await office.getByTestId('public').click();
    await office.getByTestId('public-on').check();
    await office.getByRole('button', { name: '保存' }).click();
    await office.getByText('2025年的数据已对外公开').waitFor();

    await citizen.reload();
    await citizen.getByText('还没有印发的通报').waitFor();
    await publishBulletin(pages.admin, 2025, 1);
    // What was asked for is kept for a minute, here and in the browser.
    pages.service.setNow('2025-07-03T10:00:00+08:00');
    const later = await pages.newWindow({ viewport: { width: 1024, height: 768 } });
    await later.goto(`${pages.address}/public`);
    await later.getByRole('heading', { name: '各季度实施进展' }).waitFor();
    await expect.poll(() => later.title()).toContain('民生实事');
    const figures = later.getByTestId('public-figures');
    const { data } = await pages.admin.getStatistics({ query: { year: 2025, quarter: 1, basis: 'accepted' } });
    const value = data.rows[0]?.figures.F0101?.value?.toLocaleString('zh-CN');
    expect(
      await figures
        .getByRole('row', { name: /专栏上稿数/ })
        .locator('td')
        .first()
        .innerText(),
    ).toBe(value);
    await later.getByTestId('public-project-3').locator('summary').click();
    await later.getByTestId('public-project-3').getByText('已公开的点位').last().waitFor();
    expect(await later.locator('nav').count()).toBe(0);

    await office.getByTestId('public').click();
    await office.getByTestId('public-on').uncheck();
    await office.getByRole('button', { name: '保存' }).click();
    await office.getByText('2025年的数据已停止公开').waitFor();
    await citizen.goto(`${pages.address}/public/2025`);
    await citizen.getByText('2025年的数据没有公开').waitFor();
  });

  it('met no error', () => expect(pages.faults).toEqual([]));
});
