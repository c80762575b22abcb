import type { Bulletin, Client } from '@nuanxin/client';
import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { DEMO_PASSWORD } from '../../api/src/db/demo/demo.ts';
import { nextNumber } from '../src/features/bulletins/next-number.ts';
import { browserPages, inBrowser } from './browser.ts';

const XIANYUAN = '341003101';

describe('the number of a bulletin', () => {
  it('is the next after the last, and begins anew with a year', () => {
    expect(nextNumber('黄民生办〔2025〕12号', 2025)).toBe('黄民生办〔2025〕13号');
    expect(nextNumber('黄民生办〔2025〕12号', 2026)).toBe('黄民生办〔2026〕1号');
  });
  it('is nobody’s guess where there was none, or one of another kind', () => {
    for (const last of [undefined, null, '', '2025年第2期', '黄民生办〔2025〕号'])
      expect(nextNumber(last, 2025)).toBe('');
  });
});

/** After the second quarter the office writes what came of it, and publishes it. */
inBrowser('the bulletins in the browser', () => {
  const pages = browserPages({ now: '2025-07-03T09:30:00+08:00', demo: true });
  let admin: Client;
  let office: Page;
  let id: string;

  beforeAll(async () => {
    ({ admin } = pages);
    office = await pages.signIn('admin');
  });

  const read = async (): Promise<Bulletin> => (await admin.getBulletin({ params: { id } })).data;
  const value = ({ places }: Bulletin, name: string) => places.find((place) => place.name === name)?.value ?? '';
  const paper = (page = office) => page.getByTestId('paper');
  const save = async (): Promise<void> => {
    await office.getByTestId('bulletin-save').click();
    await office.getByTestId('bulletin-touched').getByText('已全部保存').waitFor();
  };
  async function open(page: Page, path: string): Promise<void> {
    await page.goto(pages.address + path);
    await page.locator('main [aria-busy=true]').waitFor({ state: 'detached' });
  }
  async function step(action: string): Promise<void> {
    await office.getByTestId(`bulletin-${action}`).click();
    await office.getByTestId('bulletin-step-save').click();
    await office.getByTestId('bulletin-step-save').waitFor({ state: 'detached' });
  }

  it('begin with a quarter: the newest that was reported, with its numbers', async () => {
    await office.getByTestId('nav-bulletins').click();
    await office.getByTestId('empty').getByText('今年还没有通报。点右上角“拟写通报”').waitFor();
    await office.getByTestId('new-bulletin').click();
    await office.getByTestId('bulletin-quarter').getByText('二季度').waitFor();
    await office.getByTestId('new-bulletin-save').click();
    await office.getByTestId('bulletin-form').waitFor();
    id = new URL(office.url()).pathname.split('/').at(-1) ?? '';
    const bulletin = await read();
    await office.getByRole('heading', { level: 1, name: bulletin.title }).waitFor();
    const [owed, onTime, missing] = ['应报', '按时', '未报'].map((name) => value(bulletin, name));
    expect(await office.getByTestId('paper-discipline').innerText()).toContain(
      `应报送情况统计表和工作小结的单位${owed}个，按时报送${onTime}个，迟报${value(bulletin, '迟报')}个，截至2025年7月3日逾期未报${missing}个。`,
    );
    for (const { code, quarter, yearToDate, reports, owed: should } of bulletin.document.annex.figures.slice(0, 8))
      expect(await office.getByTestId(`annex-${code}`).locator('td.num').allInnerTexts()).toEqual([
        ...[quarter, yearToDate].map((each) => each?.toLocaleString('en-US') ?? ''),
        expect.any(String),
        `${reports}/${should}`,
      ]);
    await office.getByText(`数据由 ${bulletin.sources.counted} 份报送构成`).waitFor();
  });

  it('take a figure where the cursor is, and show at once what is going to be printed', async () => {
    const field = office.getByTestId('body-practice');
    await field.fill('各单位刊播，为近年最多。');
    await field.evaluate((area: HTMLTextAreaElement) => area.setSelectionRange(5, 5));
    await office.getByTestId('insert-practice').click();
    await office.getByTestId('place-find').fill('区级媒体 本季度');
    await office.keyboard.press('Enter');
    expect(await field.inputValue()).toBe('各单位刊播{F0102}，为近年最多。');
    const told = value(await read(), 'F0102');
    expect(told).toMatch(/^\d+篇$/);
    await office.getByTestId('paper-practice').getByText(`各单位刊播${told}，为近年最多。`).waitFor();
    await office.getByTestId('bulletin-touched').getByText('有未保存的修改').waitFor();
    expect((await read()).bodies.practice).toBe('');
    await save();
    expect((await read()).bodies.practice).toBe('各单位刊播{F0102}，为近年最多。');
  });

  it('say at the field what cannot be filled in, and keep what was typed', async () => {
    const field = office.getByTestId('body-problems');
    await field.fill('个别单位于{最后期限}后才报。');
    await office.getByTestId('bulletin-save').click();
    expect(await office.getByTestId('fault-problems').innerText()).toContain('“存在问题”中的 {最后期限}');
    expect(await field.getAttribute('aria-invalid')).toBe('true');
    expect(await field.inputValue()).toBe('个别单位于{最后期限}后才报。');
    await field.fill('个别单位没有按时报送。');
    await save();
    expect(await office.getByTestId('fault-problems').count()).toBe(0);
  });

  it('name units for facts, which open from the paper', async () => {
    await office.getByTestId('mention-add').click();
    await office.getByTestId('fact-save').click();
    await office.getByTestId('fact-fault').getByText('请至少选一条').waitFor();
    const late = office.getByRole('checkbox', { name: '龙门乡：2025年第二季度报送：逾期未报' });
    await late.check();
    await office.getByTestId('fact-kind').selectOption('典型案例');
    await office.locator('[data-testid^=fact-record]').first().getByRole('checkbox').check();
    await office.getByTestId('fact-save').click();
    await office.getByLabel('龙门乡的事由').fill('第二季度报送逾期未报，亦未申请延期。');
    await save();
    const { mentions, document } = await read();
    expect(mentions.map(({ kind }) => kind)).toEqual(['criticise', 'commend']);
    expect(document.sections.find(({ code }) => code === 'problems')?.paragraphs.at(-1)).toBe(
      '龙门乡：第二季度报送逾期未报，亦未申请延期。',
    );
    const [criticised] = mentions;
    await paper().getByText('龙门乡：第二季度报送逾期未报，亦未申请延期。').waitFor();
    await paper().getByTestId(`fact-of-${criticised?.unit.code}`).click();
    await office.waitForURL((url) => url.searchParams.get('look') === criticised?.fact.id);
    await office.locator('.el-drawer').getByText('龙门乡').first().waitFor();
    await open(office, `/bulletins/${id}`);
    await office.getByTestId('mention-add').click();
    expect(await late.isDisabled()).toBe(true);
    await office.keyboard.press('Escape');
    await office.getByTestId('fact-form').waitFor({ state: 'detached' });
  });

  it('ask before what was typed is lost', async () => {
    await office.getByTestId('b-addressee').fill('各乡镇人民政府');
    await office.getByTestId('nav-tasks').click();
    await office.getByText('通报有未保存的修改，离开后将丢失。').waitFor();
    await office.getByRole('button', { name: '继续填写' }).click();
    expect(await office.getByTestId('b-addressee').inputValue()).toBe('各乡镇人民政府');
    await office.getByTestId('nav-bulletins').click();
    await office.getByRole('button', { name: '不保存，离开' }).click();
    await office.getByTestId('bulletins').getByRole('link', { name: '第二季度' }).click();
    await office.getByTestId('b-addressee').waitFor();
    expect(await office.getByTestId('b-addressee').inputValue()).toBe('各乡镇人民政府、区直各责任单位');
  });

  it('show what a colleague changed meanwhile, and keep both', async () => {
    await office.getByTestId('b-title').fill('关于第二季度宣传工作的通报');
    const { version } = await read();
    const body = { title: '他改的标题', addressee: '各乡镇人民政府' };
    await admin.updateBulletin({ params: { id }, body, ifMatch: `"${version}"` });
    await office.getByTestId('bulletin-save').click();
    const newer = office.getByTestId('newer');
    await newer.getByText('他改的标题（您填的是：关于第二季度宣传工作的通报）').waitFor();
    await office.getByTestId('keep-mine').click();
    await office.getByTestId('bulletin-touched').getByText('已全部保存').waitFor();
    expect(await read()).toMatchObject({ title: '关于第二季度宣传工作的通报', addressee: '各乡镇人民政府' });
  });

  it('go back with the reason, and of three reviews each is another person’s', async () => {
    await step('submit');
    expect(await office.getByTestId('bulletin-save').count()).toBe(0);
    await step('approve');
    await office.getByTestId('another').getByText('请另一位审核人登录办理').waitFor();
    await office.getByTestId('bulletin-send_back').click();
    await office.getByTestId('bulletin-step-save').click();
    await office.getByTestId('fault-comment').getByText('请写明要改哪里').waitFor();
    await office.getByTestId('bulletin-comment').fill('第三部分再写一句');
    await office.getByTestId('bulletin-step-save').click();
    await office.getByTestId('returned').getByText('管理员退回修改：第三部分再写一句').waitFor();
    await office.getByTestId('history').getByText('第三部分再写一句').waitFor();
  });

  it('are looked at once where the office wants it, and published with what that locks', async () => {
    await office.getByTestId('b-steps-1').check();
    // What stands on the page is saved with the step.
    await step('submit');
    await step('approve');
    // A report that is accepted now was not seen by who approved.
    const [waiting] = (await pages.admin.listSubmissions({ query: { state: ['submitted'], period: '2025Q2' } })).data
      .items;
    const at = { id: waiting?.id ?? '' };
    const { etag } = await pages.admin.getSubmission({ params: at });
    await pages.admin.acceptSubmission({ params: at, body: {}, ifMatch: etag ?? '' });
    await office.reload();
    await office.getByTestId('changed').getByText('处数字与审核时不同').waitFor();
    const before = await read();
    expect(before).toMatchObject({ steps: 1, state: 'approved' });
    await office.getByTestId('bulletin-publish').click();
    await office
      .getByTestId('publish-effect')
      .getByText(`将锁定计入的 ${before.sources.counted} 份报送，印发后不能修改`)
      .waitFor();
    await office.getByTestId('publish-save').click();
    await office.getByTestId('fault-documentNo').getByText('请填写发文字号').waitFor();
    await office.getByTestId('publish-number').fill('黄民生办〔2025〕12号');
    await office.getByTestId('fault-publish-confirm').getByText('请核对变动后勾选').waitFor();
    await office.getByTestId('publish-confirm').check();
    await office.getByTestId('publish-day').locator('input').fill('2025-07-04');
    await office.getByTestId('publish-save').click();
    await office.getByTestId('fault-issuedOn').waitFor();
    await office.getByTestId('publish-day').locator('input').fill('2025-07-02');
    await office.getByTestId('publish-save').click();
    await office.getByTestId('publish-save').waitFor({ state: 'detached' });
    expect(await read()).toMatchObject({
      state: 'published',
      documentNo: '黄民生办〔2025〕12号',
      issuedOn: '2025-07-02',
    });
    for (const said of ['黄民生办〔2025〕12号', '2025年7月2日']) await paper().getByText(said).waitFor();
    expect(await paper().getByText('草稿').count()).toBe(0);
    for (const gone of ['bulletin-form', 'bulletin-delete', 'bulletin-publish', 'bulletin-send_back'])
      expect([gone, await office.getByTestId(gone).count()]).toEqual([gone, 0]);
    const download = office.waitForEvent('download');
    await office.getByTestId('bulletin-download').click();
    expect((await download).suggestedFilename()).toBe('关于第二季度宣传工作的通报.docx');
  });

  it('come out of the printer as the paper alone, the annex on a leaf of its own', async () => {
    await open(office, `/bulletins/${id}`);
    const pdf = (await office.pdf({ preferCSSPageSize: true })).toString('latin1');
    const sizes = [...pdf.matchAll(/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]/g)].map(([, width, height]) =>
      [width, height].map((length) => Math.round(Number(length))).join(' x '),
    );
    expect(new Set(sizes)).toEqual(new Set(['595 x 842']));
    await office.emulateMedia({ media: 'print' });
    // The main part, without what cannot be seen.
    const printed = await office.locator('main').innerText();
    expect(printed.trim().startsWith('黄山区民生工作领导小组办公室')).toBe(true);
    for (const hidden of ['打印于', '办理经过', '数据由', '依据', '下载 Word']) expect(printed).not.toContain(hidden);
    const annex = paper().locator('.sheet').last();
    expect(await annex.evaluate((each) => getComputedStyle(each).breakBefore)).toBe('page');
    await office.emulateMedia({ media: null });
  });

  it('are read by a unit, with nothing to press but what it may', async () => {
    const township = await pages.signIn(XIANYUAN, DEMO_PASSWORD);
    await township.getByTestId('nav-bulletins').click();
    expect(await township.getByTestId('new-bulletin').count()).toBe(0);
    await township.getByTestId('bulletins').getByRole('link').click();
    await paper(township).getByText('黄民生办〔2025〕12号').waitFor();
    expect(await township.locator('.page-actions button').allInnerTexts()).toEqual(['下载 Word', '打印']);
    expect(await township.getByTestId('history').count()).toBe(0);
    // What other units are named for is on the paper; the facts themselves are theirs.
    expect(await paper(township).getByRole('link').count()).toBe(0);
    await township.getByTestId('open-sources').click();
    const rows = township.getByTestId('bulletin-sources').locator('tbody tr');
    await rows.first().waitFor();
    expect(new Set(await rows.locator('th').allInnerTexts())).toEqual(new Set(['仙源镇']));
    expect(await township.getByTestId('unlock').count()).toBe(0);
    await rows.first().getByRole('link').click();
    await township.getByRole('heading', { level: 1, name: /仙源镇/ }).waitFor();
  });

  it('have a report unlocked for a reason, and say that it was', async () => {
    await open(office, `/bulletins/${id}`);
    await office.getByTestId('open-sources').click();
    const row = office.getByTestId(`bulletin-source-${XIANYUAN}-2025Q1`);
    await row.getByTestId('unlock').click();
    await office.getByTestId('unlock-save').click();
    await office.getByTestId('fault-comment').getByText('请写明解锁的原因').waitFor();
    await office.getByTestId('unlock-comment').fill('来函更正');
    await office.getByTestId('unlock-save').click();
    await row.getByText('已解锁，已通过').waitFor();
    expect(await row.getByTestId('unlock').count()).toBe(0);
    await office.getByText('其中 1 份印发后有变动，通报不变').waitFor();
  });

  it('take the next number, and say at its field that one is taken', async () => {
    const { data } = await admin.createBulletin({ body: { year: 2025, quarter: 2 } });
    expect(data.steps).toBe(1);
    await open(office, `/bulletins/${data.id}`);
    await step('submit');
    await step('approve');
    await office.getByTestId('bulletin-publish').click();
    const number = office.getByTestId('publish-number');
    await expect.poll(() => number.inputValue()).toBe('黄民生办〔2025〕13号');
    await number.fill('黄民生办〔2025〕12号');
    await office.getByTestId('publish-save').click();
    await office.getByTestId('fault-documentNo').getByText('已有发文字号为“黄民生办〔2025〕12号”的通报').waitFor();
    await office.keyboard.press('Escape');
  });

  it('that are drafts can be dropped, after a question that names them', async () => {
    const { data } = await admin.createBulletin({ body: { year: 2025, quarter: 1 } });
    await open(office, `/bulletins/${data.id}`);
    await office.getByTestId('bulletin-delete').click();
    await office.getByText(`将删除《${data.title}》的草稿`).waitFor();
    await office.getByRole('button', { name: '删除草稿' }).click();
    await office.waitForURL((url) => url.pathname === '/bulletins');
    await office.getByTestId('bulletins').waitFor();
    expect(await office.getByRole('link', { name: data.title }).count()).toBe(0);
  });

  it('met no error', () => expect(pages.faults).toEqual([]));
});
