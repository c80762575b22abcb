import { openAsBlob } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { beforeAll, expect, it } from 'vitest';
import { PASSWORD } from '../../api/test/support.ts';
import { browserPages, inBrowser, root } from './browser.ts';
import { docx } from '../../../packages/workbook/test/docx.ts';

/** Runs in the page: what is wider than its place. Tables scroll in a frame of their own. */
function tooWide(): string[] {
  const places = [document.documentElement, ...document.querySelectorAll('main, .panel')];
  return places
    .filter((each) => each.scrollWidth > each.clientWidth)
    .map((each) => `${each.tagName} ${each.className}: ${each.scrollWidth} > ${each.clientWidth}`);
}
const Q2 = 'reports/2025年二季度各乡镇情况汇总表.xlsx';
const FAULTY = 'reports/2025年三季度情况汇总表_有错.xlsx';
const FORM = 'reports/甘棠镇2025年一季度情况统计表.xlsx';
const WIDTHS = [1440, 1024, 720];

/** 720 is a usual screen at 200 %. */
inBrowser('the pages on screens of 1440, 1024 and 720 pixels', () => {
  const pages = browserPages({ now: '2025-07-03T09:30:00+08:00' });
  const { faults, signIn } = pages;
  let office: Page;
  let township: Page;
  let fill: string;
  let review: string;
  let withDocument: string;
  const outcomes: string[] = [];
  /** Imports of workbooks: a document has no sheet. */
  const workbooks: string[] = [];

  beforeAll(async () => {
    const { admin } = pages;
    const reporter = await pages.addReporter('xianyuan', '341003101', '仙源镇填报员');
    const { items } = (await reporter.listObligations({ query: { period: '2025Q1', task: 'T0.1' } })).data;
    const { data } = await reporter.startSubmission({ body: { obligationId: items[0]?.id ?? '' } });
    fill = `/my/${data.id}`;
    for (const [path, mode] of [
      [Q2, 'atomic'],
      [FAULTY, 'dry_run'],
      [FORM, 'dry_run'],
    ] as const) {
      const file = new File([await openAsBlob(join(root, path))], path.slice('reports/'.length));
      const imported = (await admin.createImport({ body: { file, mode, confirm: true } })).data;
      outcomes.push(`/imports/${imported.id}`);
      workbooks.push(`/imports/${imported.id}`);
      review ??= `/submissions/${imported.rows.find((row) => row.submissionId)?.submissionId}`;
    }
    // A long word of its own, as in an address, and a report with a document.
    const text = `详见 https://www.example.org/${'minsheng'.repeat(12)}。`;
    const summary = docx('仙源镇2025年第二季度工作小结', '一、主要做法', text, '二、意见建议', '无。');
    const document = new File([new Uint8Array(summary)], `${'仙源镇二季度工作小结'.repeat(5)}.docx`);
    const written = (await admin.createImport({ body: { file: document, mode: 'atomic', confirm: true } })).data;
    outcomes.push(`/imports/${written.id}`);
    withDocument = `/submissions/${written.rows[0]?.submissionId}`;
    const site = { title: '仙源镇城乡养老服务中心', project: 3, works: 'finished', logoOn: '2025-03-12' };
    await admin.createRecord({ params: { kind: 'sites' }, body: { year: 2025, unit: '341003101', values: site } });
    const title = `仙源镇${'民生实事'.repeat(30)}`;
    const article = { title, carrier: 'tv', level: 'city', link: `https://www.hsq.gov.cn/${'a'.repeat(200)}` };
    const publication = { unit: '341003101', date: '2025-06-03', values: article };
    await admin.createRecord({ params: { kind: 'publications' }, body: publication });
    const auditor = { username: 'shenji', displayName: '审计员', roles: ['auditor' as const], password: PASSWORD };
    await admin.createUser({ body: { ...auditor, mustChangePassword: false } });
    office = await signIn('admin');
    township = await signIn('xianyuan');
  });

  async function fits(page: Page, path: string): Promise<void> {
    await page.goto(pages.address + path);
    await page.locator('h1').waitFor();
    await page.waitForFunction(() => !document.querySelector('main [aria-busy=true]'));
    for (const width of WIDTHS) {
      await page.setViewportSize({ width, height: 800 });
      expect([path, width, await page.evaluate(tooWide)]).toEqual([path, width, []]);
    }
  }

  it('never makes the office scroll sideways', async () => {
    const views = ['tasks', 'obligations', 'deadlines', 'phases', 'groups'].map((view) => `/tasks?view=${view}`);
    const records = ['publications', 'distributions', 'surveys', 'sites', 'sites?view=signage'];
    const others = [
      ...records.map((kind) => `/records/${kind}`),
      '/overview',
      '/submissions',
      '/imports',
      '/projects',
      '/compliance',
      '/statistics',
      '/problems',
      '/units',
      '/units/341003101',
      '/users',
      '/calendar',
      '/calendar?view=year',
      '/calendar?view=notices',
      '/tasks/new?year=2025',
      '/forms',
      '/forms/annex7/edit',
      '/plan/new',
      '/plan/new?view=tasks',
      '/reminder-settings',
      '/password',
      '/nowhere',
    ];
    const sheets = workbooks.map((path) => `${path}?view=sheet`);
    for (const path of [...others, ...views, review, withDocument, ...outcomes, ...sheets]) await fits(office, path);
  });

  it('never makes the office scroll sideways, whichever cell of a sheet is chosen', async () => {
    for (const path of workbooks) {
      await office.goto(`${pages.address}${path}?view=sheet`);
      for (const cell of ['A2', 'D8', 'E12']) {
        await office.getByTestId(`cell-${cell}`).click();
        await office.getByTestId('cell-panel').waitFor();
        for (const width of WIDTHS) {
          await office.setViewportSize({ width, height: 800 });
          expect([path, cell, width, await office.evaluate(tooWide)]).toEqual([path, cell, width, []]);
        }
      }
    }
  });

  it('never makes an auditor scroll sideways', async () => {
    const auditor = await signIn('shenji');
    await fits(auditor, '/audit');
    await auditor.context().close();
  });

  it('shows the whole matrix at 1024 pixels', async () => {
    await office.setViewportSize({ width: 1024, height: 800 });
    await office.goto(`${pages.address}/overview`);
    const matrix = office.locator('.matrix');
    await matrix.waitFor();
    expect(await matrix.evaluate((each) => each.scrollWidth - each.clientWidth)).toBe(0);
  });

  it('never makes a unit scroll sideways, and keeps its form readable at 720 pixels', async () => {
    for (const path of [
      '/my',
      '/my-unit',
      fill,
      withDocument.replace('/submissions', '/my'),
      '/tasks',
      '/imports',
      '/records/visits',
    ])
      await fits(township, path);
    await township.goto(pages.address + fill);
    const label = township.locator('label[for=field-F0102]');
    await label.waitFor();
    expect((await label.boundingBox())?.width).toBeGreaterThan(300);
    // However far down, the hand-in is in sight.
    await township.getByTestId('text-preparer').scrollIntoViewIfNeeded();
    const { y = 800, height = 0 } = (await township.getByTestId('hand-in').boundingBox()) ?? {};
    expect(y + height).toBeLessThanOrEqual(800);
  });

  it('met no error', () => expect(faults).toEqual([]));
});
