import { readFile } from 'node:fs/promises';
import type { Client } from '@nuanxin/client';
import type { Page } from 'playwright-core';
import { beforeAll, expect, it } from 'vitest';
import { browserPages, inBrowser } from './browser.ts';
import { photo } from '../../api/test/attachment-files.ts';
import { readWorkbook } from '../../../packages/workbook/src/index.ts';
import { docx } from '../../../packages/workbook/test/docx.ts';

/** The whole life of a problem, with the office at one desk and a township at another. */
inBrowser('a problem in the browser', () => {
  const pages = browserPages({ now: '2025-07-01T09:00:00+08:00' });
  const { faults, signIn } = pages;
  let admin: Client;
  let office: Page;
  let township: Page;

  beforeAll(async () => {
    ({ admin } = pages);
    await pages.addReporter('xianyuan', '341003101', '仙源镇填报员');
    office = await signIn('admin');
    township = await signIn('xianyuan');
  });

  const open = async (page: Page, path: string): Promise<void> => void (await page.goto(pages.address + path));
  const lamp = (page: Page) => page.getByTestId('problem-lamp');
  /** One step with its comment, by the keys. */
  async function take(page: Page, step: string, comment: string): Promise<void> {
    await page.getByTestId(`step-${step}`).click();
    await page.getByTestId('step-comment').fill(comment);
    await page.keyboard.press('Control+Enter');
    await page.getByTestId('step-form').waitFor({ state: 'detached' });
  }

  it('is registered by the office from the first page on', async () => {
    await open(office, '/overview');
    await office.getByTestId('problems-open').click();
    await office.getByTestId('empty').getByText('没有符合条件的问题').waitFor();
    await office.getByTestId('register').click();
    await office.getByTestId('register-save').click();
    expect(await office.getByTestId('fault-description').innerText()).toBe('请写明是什么问题');
    expect(await office.getByTestId('fault-unit').innerText()).toBe('请选择发现单位');
    await office.getByTestId('register-description').fill('仙源村村口在建公示牌被树遮挡，看不清资金来源');
    await office.getByTestId('register-unit').click();
    await office.keyboard.type('仙源');
    await office.getByRole('option', { name: '仙源镇' }).waitFor();
    await office.keyboard.press('Enter');
    await office.getByTestId('register-save').click();
    await office.getByText('已登记为第 1 号问题').waitFor();
    await office.getByTestId('problem-1').getByText('未交办').waitFor();
  });

  it('is assigned with a due day ten working days later', async () => {
    await office.getByTestId('act-1').click();
    await office.getByTestId('step-comment').fill('请移栽或重设公示牌');
    await office.keyboard.press('Control+Enter');
    const row = office.getByTestId('problem-1');
    await row.getByText('2025-07-15').waitFor();
    await row.getByText('整改中').waitFor();
  });

  it('stands on top of the unit’s page, with the one thing to do', async () => {
    await township.getByRole('link', { name: '问题整改' }).click();
    await township.getByTestId('submit-1').click();
    await township.getByTestId('step-save').click();
    expect(await township.getByTestId('fault-comment').innerText()).toBe('请填写整改结果');
    await township.getByTestId('step-comment').fill('已修剪树枝，公示牌可见');
    await township.keyboard.press('Control+Enter');
    await township.getByTestId('problem-1').getByText('待核验').waitFor();
    await township.getByTestId('to-rectify').waitFor({ state: 'detached' });
    // What the office decides is not offered to it.
    await township.getByTestId('problem-1').getByRole('button').first().click();
    await lamp(township).waitFor();
    expect(await township.locator('[data-testid^=step-]').count()).toBe(0);
  });

  it('is sent back with a reason, which the unit sees, and handed in again', async () => {
    await office.reload();
    await office.getByTestId('problem-1').getByRole('button').first().click();
    await take(office, 'send_back', '文字已褪色，请更换公示牌');
    await lamp(office).getByText('退回整改').waitFor();
    await open(township, '/problems');
    await township.getByTestId('to-rectify').getByRole('button').first().click();
    await township.getByText('退回意见：文字已褪色，请更换公示牌').waitFor();
    const picture = { name: '新公示牌.jpg', mimeType: 'image/jpeg', buffer: await photo(30, 20) };
    await township.getByTestId('attachment-input').setInputFiles(picture);
    await township.getByTestId('attachment-新公示牌.jpg').waitFor();
    await take(township, 'submit', '已更换公示牌');
    await lamp(township).getByText('待核验').waitFor();
    // What it handed in stays as it is, until it is sent back.
    await township.getByTestId('add-attachment').waitFor({ state: 'detached' });
    await township.getByTestId('attachment-新公示牌.jpg').waitFor();
  });

  it('is verified and struck off, and its history tells it all', async () => {
    await office.reload();
    // The address knew which problem was open.
    await office.getByTestId('attachment-新公示牌.jpg').waitFor();
    await take(office, 'verify', '');
    await lamp(office).getByText('待销号').waitFor();
    await take(office, 'close', '');
    await lamp(office).getByText('已销号').waitFor();
    // The evidence stays as it is, also for the office.
    await office.getByTestId('add-attachment').waitFor({ state: 'detached' });
    await office.getByTestId('attachment-新公示牌.jpg').waitFor();
    expect(await office.getByRole('button', { name: /^删除/ }).count()).toBe(0);
    const verbs = office.getByTestId('history').locator('strong');
    expect(await verbs.allInnerTexts()).toEqual([
      '销号',
      '核验通过',
      '报整改结果',
      '退回整改',
      '报整改结果',
      '交办',
      '登记',
    ]);
    await office.keyboard.press('Escape');
    await office.getByTestId('problem-drawer').waitFor({ state: 'detached' });
    expect(new URL(office.url()).searchParams.has('look')).toBe(false);
  });

  it('who acts on what somebody else has changed is told, and keeps what was typed', async () => {
    await admin.registerProblem({
      body: { source: 'inspection', description: '公开栏内容未更新', unit: '341003101', foundOn: '2025-06-30' },
    });
    await open(office, '/problems');
    await office.getByTestId('act-2').click();
    await office.getByTestId('step-comment').fill('请一周内更新');
    const { data } = await admin.listProblems({ query: { q: '#2' } });
    const [row] = data.items;
    const body = { description: '公开栏内容半年未更新' };
    await admin.updateProblem({ params: { id: row?.id ?? '' }, body, ifMatch: `"${row?.version}"` });
    await office.keyboard.press('Control+Enter');
    await office.getByTestId('step-fault').getByText('刚被他人办理').waitFor();
    expect(await office.getByTestId('step-comment').inputValue()).toBe('请一周内更新');
    await office.getByTestId('step-form').getByText('公开栏内容半年未更新').waitFor();
    await office.keyboard.press('Escape');
  });

  it('many are chosen and assigned at once, each to its own unit', async () => {
    await admin.registerProblem({ body: { source: 'visit', description: '群众不知晓资助政策', unit: '341003102' } });
    await open(office, '/problems?state=registered');
    await office.getByTestId('problem-3').waitFor();
    await office.getByTestId('select-all').check();
    await office.getByTestId('bulk-assign').click();
    await office.getByTestId('step-save').click();
    await office.getByText('2 个问题已交办').waitFor();
    await office.getByTestId('empty').waitFor();
    const { data } = await admin.listProblems({ query: { state: ['rectifying'] } });
    expect(data.items.map(({ assignee }) => assignee?.name)).toEqual(['汤口镇', '仙源镇']);
    await open(township, '/problems');
    await township.getByTestId('problem-2').waitFor();
    expect(await township.getByText('群众不知晓资助政策').count()).toBe(0);
  });

  it('what a unit reports as a problem is registered from its report, with text and unit', async () => {
    const summary = docx(
      '仙源镇2025年第二季度工作小结',
      '一、主要做法',
      '走村入户。',
      '三、存在问题',
      '偏远村民组宣传不够。',
    );
    const file = new File([new Uint8Array(summary)], '仙源镇二季度工作小结.docx');
    const { data } = await admin.createImport({ body: { file, mode: 'atomic', confirm: true } });
    await open(office, `/submissions/${data.rows[0]?.submissionId}`);
    await office.getByTestId('register-problem').click();
    expect(await office.getByTestId('register-description').inputValue()).toBe('偏远村民组宣传不够。');
    await office.getByTestId('register-save').click();
    await office.getByText('已登记为第 4 号问题').waitFor();
    const { data: found } = await admin.listProblems({ query: { q: '偏远村民组' } });
    expect(found.items).toMatchObject([{ source: 'office', unit: { name: '仙源镇' }, foundOn: '2025-07-01' }]);
  });

  it('is registered where it was noted: at a visit, with its day and village, and leads back to it', async () => {
    const { data: visit } = await admin.createRecord({
      params: { kind: 'visits' },
      body: { unit: '341003101', date: '2025-06-20', values: { kind: 'return', village: '越村', households: 12 } },
    });
    await open(township, `/records/visits?record=${visit.id}`);
    await township.getByTestId('found-here').click();
    expect(await township.getByTestId('register-about').innerText()).toContain('仙源镇 越村');
    await township.getByTestId('register-description').fill('越村集中供水点夜间停水');
    await township.getByTestId('register-save').click();
    await township.getByText('已登记为第 5 号问题').waitFor();
    await open(office, '/problems?q=停水');
    await office.getByTestId('problem-5').getByRole('button').first().click();
    await office
      .getByTestId('problem-drawer')
      .getByRole('link', { name: /2025-06-20/ })
      .click();
    await office.waitForURL(`**/records/visits?*record=${visit.id}*`);
    await office.getByTestId('record-drawer').waitFor();
  });

  it('names the site that it was found at, and does not lead to one that was deleted', async () => {
    const { data: site } = await admin.createRecord({
      params: { kind: 'sites' },
      body: { year: 2025, unit: '341003101', values: { title: '仙源幸福院', project: 3, works: 'finished' } },
    });
    const { data: found } = await admin.registerProblem({
      body: { source: 'inspection', description: '公示牌倒伏', unit: '341003101', siteId: site.id },
    });
    const path = `/problems?look=${found.id}`;
    await open(office, path);
    const drawer = office.getByTestId('problem-drawer');
    await drawer.getByRole('link', { name: '仙源幸福院' }).waitFor();
    await admin.deleteRecords({ params: { kind: 'sites' }, body: { ids: [site.id] } });
    await open(office, path);
    await drawer.getByText('仙源幸福院（点位已删除）').waitFor();
    expect(await drawer.getByRole('link').count()).toBe(0);
  });

  it('goes out as it is filtered and in its order, for Excel or as text', async () => {
    const other = { source: 'office' as const, description: '=1+1 另一处', unit: '341003102' };
    const { data: left } = await admin.registerProblem({ body: other });
    await open(office, '/problems?unit=341003101');
    await office.getByTestId('problem-1').waitFor();
    const saved = async (format: 'xlsx' | 'csv') => {
      await office.getByTestId('export').click();
      const download = office.waitForEvent('download');
      await office.getByTestId(`export-${format}`).click();
      const file = await download;
      expect(file.suggestedFilename()).toBe(`2025年问题清单.${format}`);
      return readWorkbook(await readFile((await file.path()) ?? ''), file.suggestedFilename());
    };
    const { items } = (await admin.listProblems({ query: { year: 2025, unit: '341003101' } })).data;
    const numbers = items.map(({ no }) => no);
    expect(numbers).not.toContain(left.no);
    const [workbook] = (await saved('xlsx')).sheets;
    expect(workbook?.rows.slice(2).map((row) => row[0]?.number)).toEqual(numbers);
    const [text] = (await saved('csv')).sheets;
    expect(text?.rows.slice(1).map((row) => Number(row[0]?.text))).toEqual(numbers);
  });

  it('never makes a page scroll sideways', async () => {
    await admin.registerProblem({
      body: {
        source: 'office',
        description: `详见 https://www.example.org/${'minsheng'.repeat(30)}`,
        unit: '341003101',
      },
    });
    const { data } = await admin.listProblems({ query: { q: 'minsheng' } });
    for (const page of [office, township]) {
      for (const path of ['/problems', `/problems?look=${data.items[0]?.id}`]) {
        await open(page, path);
        await page.getByTestId('problem-5').waitFor();
        if (path.includes('look')) await lamp(page).waitFor();
        for (const width of [1440, 1024, 720]) {
          await page.setViewportSize({ width, height: 800 });
          const wide = await page.evaluate(() =>
            [document.documentElement, ...document.querySelectorAll('main, .panel, .el-drawer__body')]
              .filter((each) => each.scrollWidth > each.clientWidth)
              .map((each) => `${each.tagName} ${each.className}`),
          );
          expect([path, width, wide]).toEqual([path, width, []]);
        }
      }
    }
  });

  it('of the office’s own unit waits on the first page and on top of the register, for the office', async () => {
    const body = { source: 'office' as const, unit: 'B02', description: '公开电话无人接听', foundOn: '2025-07-01' };
    const { data } = await admin.registerProblem({ body });
    await admin.assignProblem({ params: { id: data.id }, body: {}, ifMatch: `"${data.version}"` });
    await open(office, '/overview');
    await office.getByTestId('problems-mine').getByText('等本单位整改 1').click();
    await office.getByTestId('to-rectify').getByText(`公开电话无人接听`).waitFor();
    await office.getByTestId(`submit-${data.no}`).click();
    await office.getByTestId('step-comment').fill('已安排专人接听');
    await office.keyboard.press('Control+Enter');
    await office.getByTestId('to-rectify').waitFor({ state: 'detached' });
    await open(office, '/overview');
    await office.getByTestId('problems-open').waitFor();
    expect(await office.getByTestId('problems-mine').count()).toBe(0);
  });

  it('met no error in any page', () => expect(faults).toEqual([]));
});
