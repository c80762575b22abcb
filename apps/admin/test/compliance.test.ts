import type { Page } from 'playwright-core';
import { beforeAll, expect, it } from 'vitest';
import { photo } from '../../api/test/attachment-files.ts';
import { docx } from '../../../packages/workbook/test/docx.ts';
import { xlsxOf } from '../../../packages/workbook/test/xlsx.ts';
import { fillRecords, GANTANG } from './compliance-records.ts';
import { browserPages, inBrowser } from './browser.ts';

const RIGHT = '黄山市黄山区30项民生实事之安心托幼行动民生实事';
const WIDTHS = [1440, 1024, 720];
const file = (name: string, content: Uint8Array) => ({ name, mimeType: '', buffer: Buffer.from(content) });

/** Runs in the page: what is wider than its place. */
function tooWide(): string[] {
  const places = [document.documentElement, ...document.querySelectorAll('main, .panel')];
  return places
    .filter((each) => each.scrollWidth > each.clientWidth)
    .map((each) => `${each.tagName} ${each.className}`);
}

inBrowser('projects and compliance in a browser', () => {
  const pages = browserPages({ now: '2025-07-10T09:00:00+08:00' });
  const { faults, signIn } = pages;
  let office: Page;

  beforeAll(async () => {
    await fillRecords(pages.service.connection.db);
    await pages.service.addUser('gantang', ['reporter'], GANTANG);
    await pages.service.addUser('ducha', ['observer']);
    office = await signIn('admin');
  });
  const open = async (page: Page, path: string): Promise<void> => {
    await page.goto(pages.address + path);
    await page.locator('h1').waitFor();
    // Several parts of a page load beside each other.
    await page.waitForFunction(() => !document.querySelector('main [aria-busy=true]'));
  };
  const text = (page: Page, testId: string) => page.getByTestId(testId).innerText();

  it('one figure on the first page leads to the checks', async () => {
    await open(office, '/overview');
    const figure = office.getByTestId('counter-compliance');
    await figure.waitFor();
    expect(await figure.innerText()).toMatch(/^合规 \d+ 项待改$/);
    await figure.click();
    await office.getByTestId('checks').waitFor();
    expect(await text(office, 'check-heading')).toMatch(/单项资料开头标注[^]*✕ 有待改/);
    // The rule in words; its number stands small with the explanation, for who looks it up.
    expect(await text(office, 'checks')).not.toMatch(/\bR\d/);
    expect(await text(office, 'basis')).toBe('依据：通知要求 R88');
    expect(await text(office, 'check-column')).toContain('○ 未启用');
  });

  it('lists what a check found, with the way to the record', async () => {
    // The first check that has something to mend.
    await open(office, '/compliance?year=2025');
    const findings = office.getByTestId('findings');
    await findings.waitFor();
    const wrong = findings.locator('tr', { hasText: '项目数应为30项，写的是31项' });
    expect(await wrong.getByRole('link').getAttribute('href')).toMatch(
      /^\/records\/distributions\?year=2025&record=[0-9a-f-]{36}$/,
    );
    await office.getByTestId('check-disclosures').getByRole('button').click();
    await findings.getByText('2025年第二季度没有在网上公开实施进展').first().waitFor();
    const ways = async (): Promise<(string | null)[]> =>
      findings.getByRole('link').evaluateAll((links) => links.map((link) => link.getAttribute('href')));
    expect(await ways()).toContain(`/records/disclosures?unit=${GANTANG}&year=2025`);
    await office.getByTestId('check-distribution').getByRole('button').click();
    await findings.getByText(/一封信已发 3,200 份，应发 5,000 份（64%）/).waitFor();
    expect(await ways()).toContain(`/records/distributions?unit=${GANTANG}&year=2025`);
    expect(new URL(office.url()).searchParams.get('check')).toBe('distribution');
  });

  it('shows by project and township which sites lack a sign, in words', async () => {
    await open(office, '/compliance?year=2025&check=boards');
    const cell = office.getByTestId(`sign-24-${GANTANG}`);
    await cell.waitFor();
    expect([await cell.innerText(), await cell.getAttribute('aria-description')]).toEqual([
      '✕ 1/2\n0 张',
      '甘棠镇 城镇老旧小区改造：2 个点位，1 个有缺项，照片 0 张',
    ]);
    // The scenic area is a township by its code, and in no group of the plan.
    await office.getByText('共 14 个单位：方案“各乡镇人民政府”一组的乡镇，及登记有点位的其他单位。').waitFor();
    await cell.click();
    const drawer = office.getByTestId('signage-drawer');
    await drawer.getByText('玉屏小区').waitFor();
    expect(await drawer.locator('tr', { hasText: '玉屏小区' }).innerText()).toMatch(
      /在建[^]*✓ 2025-03-10 设[^]*✕ 未设[^]*— 不需要/,
    );
    await office.keyboard.press('Escape');
    await drawer.waitFor({ state: 'hidden' });
    expect(await text(office, `sign-total-${GANTANG}`)).toBe('✕ 1/2\n0 张');
    // Those of Xianyuan and Gengcheng, one of Tangkou's two as well.
    expect(await text(office, 'sign-total-total')).toBe('✕ 4/7\n0 张');
  });

  it('a township adds the photo of its board where it is missed; the office sees it counted', async () => {
    const township = await signIn('gantang');
    await open(township, '/records/sites?view=signage');
    await township.getByTestId(`sign-24-${GANTANG}`).click();
    const drawer = township.getByTestId('signage-drawer');
    const line = drawer.locator('tr', { hasText: '玉屏小区' });
    await line.getByRole('button', { name: '没有照片' }).click();
    await drawer.getByTestId('attachment-input').setInputFiles(file('公示牌.jpg', await photo(30, 20)));
    await line.getByRole('button', { name: '1 张' }).waitFor();
    await township.keyboard.press('Escape');
    await drawer.waitFor({ state: 'hidden' });
    expect(await text(township, `sign-24-${GANTANG}`)).toBe('✕ 1/2\n1 张');
    await township.getByTestId(`sign-24-${GANTANG}`).click();
    await line.getByRole('button', { name: '1 张' }).waitFor();
    await drawer.getByTestId('to-sites').click();
    await township.waitForURL(/\/records\/sites\?year=2025&unit=341003100&project=24$/);
    await township.getByTestId('cell-1-title').waitFor();
    await township.context().close();

    const reader = await signIn('ducha');
    await open(reader, '/compliance?year=2025&check=boards');
    await reader.getByTestId(`sign-24-${GANTANG}`).click();
    await reader.locator('tr', { hasText: '玉屏小区' }).getByRole('button', { name: '1 张' }).click();
    await reader.getByTestId('attachments').getByRole('button', { name: '查看' }).waitFor();
    expect(await reader.getByTestId('add-attachment').count()).toBe(0);
    await reader.context().close();
  });

  it('tells before printing whether a material begins as it must, and gives the right heading', async () => {
    const township = await signIn('gantang');
    await open(township, '/compliance?year=2025&check=heading');
    const check = township.getByTestId('heading-check');
    await check.click();
    expect(await text(township, 'fault-heading')).toBe('请先选择民生实事项目');
    await township.getByTestId('heading-project').click();
    await township.getByRole('option', { name: '12 安心托幼行动' }).click();
    expect(await text(township, 'heading-right')).toBe(RIGHT);
    await township.getByTestId('heading-text').fill('黄山市黄山区30项民生实事之XXX民生实事');
    await township.keyboard.press('Control+Enter');
    const outcome = township.getByTestId('heading-outcome');
    await outcome.getByText('✕ 不合格：项目名称没有填上，应为“安心托幼行动”').waitFor();
    await township
      .getByTestId('heading-file')
      .setInputFiles(file('宣传单.docx', docx(`“${RIGHT.replace('30', '３０')}”`, '一、目标任务')));
    await outcome.getByText('✓ 合格：开头标注正确。').waitFor();
    expect(await outcome.innerText()).toContain('文件“宣传单.docx”');
    await township.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await township.getByTestId('heading-copy').click();
    await township.getByText('标注文字已复制').waitFor();
    expect(await township.evaluate(() => navigator.clipboard.readText())).toBe(RIGHT);
    // The column is the district's.
    expect(await township.getByTestId('check-column').count()).toBe(0);
    await township.context().close();
  });

  it('the office says how often the column has to appear', async () => {
    await open(office, '/compliance?year=2025&check=column');
    await office.getByTestId('off').waitFor();
    await office.getByTestId('set-targets').click();
    await office.getByTestId('target-gap').fill('400');
    await office.getByTestId('targets-save').click();
    expect(await text(office, 'fault-gap')).toBe('应为 1—366 的整数，或留空');
    await office.getByTestId('target-gap').fill('30');
    await office.getByTestId('targets-save').click();
    await office.getByTestId('findings').getByText('2025-03-02 至 2025-05-30 间隔 89 天，超过 30 天').waitFor();
    await office.getByTestId('off').waitFor({ state: 'detached' });
  });

  it('the office changes a project and sees its heading change with it', async () => {
    await open(office, '/projects?year=2025');
    await office.getByTestId('edit-30').click();
    await office.getByTestId('project-label').fill('水');
    await office.getByTestId('project-save').click();
    expect(await text(office, 'fault-labelName')).toBe('标注名称应为 2—40 个字');
    await office.getByTestId('project-name').fill('太平湖镇供水管网改造');
    await office.getByTestId('project-label').fill('供水管网改造');
    expect(await text(office, 'project-heading')).toBe('黄山市黄山区30项民生实事之供水管网改造民生实事');
    await office.getByTestId('project-sample').uncheck();
    await office.getByTestId('project-save').click();
    const row = office.getByTestId('project-30');
    await row.getByText('太平湖镇供水管网改造', { exact: true }).waitFor();
    expect(await row.innerText()).not.toContain('示例');
  });

  it('a list with a mistake is not written, and says in which cell it is', async () => {
    const head = ['序号', '领域', '名称', '标注名称', '类型', '牵头单位'];
    const list = (lead: string) =>
      file('清单.xlsx', xlsxOf({ 清单: [head, [1, '促进就业', '就业促进行动', '就业促进', '服务类', lead]] }));
    await open(office, '/projects?year=2025');
    await office.getByTestId('import-projects').click();
    await office.getByTestId('project-file').setInputFiles(list('区人设局'));
    await office.getByText('不认识单位“区人设局”，是否为：区人社局').waitFor();
    await office.getByTestId('project-file').setInputFiles(list('区人社局'));
    await office.getByText('读出 1 项民生实事：新增 0，更新 1，不变 0。').waitFor();
    await office.getByTestId('project-import-save').click();
    await office.getByTestId('project-1').getByText('就业促进行动').waitFor();
  });

  it('a policy card is written, saved as a version, and older versions stay readable', async () => {
    await open(office, '/projects?year=2025');
    await office.getByTestId('project-12').getByRole('link').click();
    await office.getByTestId('no-card').waitFor();
    await office.getByTestId('edit-card').click();
    for (const part of ['goals', 'scope', 'standards']) await office.getByTestId(`part-${part}`).fill(`${part} 第一版`);
    await office.getByTestId('question-add').click();
    await office.getByTestId('question-0').fill('怎么报名？');
    await office.getByTestId('answer-0').fill('到社区填表，尽力而为、量力而行。');
    await office.getByTestId('card-link').fill('见官网');
    await office.getByTestId('card-save').click();
    expect(await text(office, 'fault-link')).toBe('应为网址，如 https://www.hsq.gov.cn/');
    await office.getByTestId('card-link').fill('https://www.hsq.gov.cn/');
    await office.getByTestId('card-save').click();
    const gaps = office.getByTestId('card-gaps');
    await gaps.waitFor();
    expect(await gaps.innerText()).toBe('还缺：五部分中的办理程序、受益群体；大白话；写明“有进有退、滚动实施”');
    await office.getByTestId('edit-card').click();
    await office.getByTestId('part-goals').fill('goals 第二版');
    // What was typed is not lost by a slip.
    await office.getByTestId('to-projects').click();
    await office.getByRole('button', { name: '返回', exact: true }).click();
    await office.getByTestId('part-goals').press('Control+Enter');
    await office.getByTestId('card').getByText('goals 第二版').waitFor();
    await office.getByTestId('card-version').click();
    await office.getByRole('option', { name: /^第 1 版/ }).click();
    await office.getByTestId('old-card').waitFor();
    await office.getByTestId('card').getByText('goals 第一版').waitFor();
    await open(office, '/projects?year=2025');
    expect(await text(office, 'project-12')).toContain('五部分缺 2 项，缺大白话');
  });

  it('never makes anybody scroll sideways', async () => {
    const { items } = (await pages.admin.listProjects({ query: { year: 2025 } })).data;
    const checks = ['heading', 'logo', 'boards', 'distribution', 'disclosures', 'column'];
    const paths = [
      ...checks.map((check) => `/compliance?year=2025&check=${check}`),
      '/projects',
      `/projects/${items[11]?.id}`,
    ];
    for (const path of paths) {
      await open(office, path);
      for (const width of WIDTHS) {
        await office.setViewportSize({ width, height: 900 });
        expect([path, width, await office.evaluate(tooWide)]).toEqual([path, width, []]);
      }
    }
  });

  it('met no error', () => expect(faults).toEqual([]));
});
