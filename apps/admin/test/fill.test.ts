import type { Client } from '@nuanxin/client';
import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { browserPages, inBrowser } from './browser.ts';

/** A link, a link or a scan, an attachment: the three kinds of evidence of the form. */
const WITH_EVIDENCE = ['F0103', 'F0105', 'F0206'];

/** Runs in the page. */
const hasFocus = (element: Element): boolean => element === document.activeElement;

/** What a township sees while it fills in the form. */
inBrowser('the form of a township', () => {
  const pages = browserPages({ now: '2025-07-01T09:00:00+08:00' });
  const { faults, signIn } = pages;
  let reporter: Client;
  let township: Page;

  beforeAll(async () => {
    reporter = await pages.addReporter('xianyuan', '341003101', '仙源镇填报员');
    township = await signIn('xianyuan');
    await township.getByTestId('open-2025Q2').click();
    await field('F0101').waitFor();
  });

  const open = async (path: string): Promise<void> => void (await township.goto(pages.address + path));
  const field = (code: string) => township.getByTestId(`field-${code}`);
  const links = (code: string) => township.getByTestId(`evidence-${code}`);
  const saved = () => township.getByTestId('draft-state').getByText('已保存').waitFor();

  it('asks for links wherever a figure wants evidence of whatever kind, and nowhere else', async () => {
    for (const code of WITH_EVIDENCE) {
      expect(await links(code).count()).toBe(0);
      await field(code).fill('2');
      await links(code).waitFor();
    }
    await field('F0101').fill('2');
    expect(await links('F0101').count()).toBe(0);
  });

  it('keeps links in sight when their figure is taken back', async () => {
    for (const code of WITH_EVIDENCE) {
      await links(code).fill(`https://example.org/${code}`);
      await field(code).fill('0');
    }
    await saved();
    await township.reload();
    await field('F0101').waitFor();
    for (const code of WITH_EVIDENCE) expect(await links(code).inputValue()).toBe(`https://example.org/${code}`);
    await links('F0103').fill('');
    await field('F0101').focus();
    await links('F0103').waitFor({ state: 'detached' });
  });

  it('counts what is no number as not filled in, and says what a number looks like', async () => {
    const filled = async () => Number(await township.getByTestId('filled').innerText());
    const before = await filled();
    await field('F0102').fill('十二');
    await township.getByTestId('note-F0102').getByText('请填 10000 这样的整数').waitFor();
    expect(await filled()).toBe(before);
    await field('F0102').fill('12');
    await expect.poll(filled).toBe(before + 1);
    await field('F0102').fill('十二');
    await expect.poll(filled).toBe(before);
  });

  it('gives the template of its own unit for a report that it owes', async () => {
    const tab = await township.context().newPage();
    await tab.goto(`${pages.address}/my`);
    const download = tab.waitForEvent('download');
    await tab.getByTestId('template-2025Q1').click();
    expect((await download).suggestedFilename()).toBe('仙源镇2025年第一季度情况统计表.xlsx');
    await tab.close();
  });

  describe('while it is filled in', () => {
    let path: string;
    let id: string;
    const draftState = (text: string) => township.getByTestId('draft-state').getByText(text).waitFor();
    const loseConnection = () => township.route('**/api/v1/submissions/*', (route) => route.abort());
    const findConnection = () => township.unroute('**/api/v1/submissions/*');
    const toList = () => township.getByTestId('nav-my').click();

    beforeAll(async () => {
      const { items } = (await reporter.listObligations({ query: { period: '2025Q1', task: 'T0.1' } })).data;
      ({ id } = (await reporter.startSubmission({ body: { obligationId: items[0]?.id ?? '' } })).data);
      path = `/my/${id}`;
    });

    it('goes on to the next figure with Enter, and in a box for links to the next line', async () => {
      await open(path);
      await field('F0101').fill('5');
      await township.keyboard.press('Enter');
      expect(await field('F0102').evaluate(hasFocus)).toBe(true);
      await field('F0103').fill('2');
      const box = links('F0103');
      await box.fill('https://example.org/1');
      await box.press('Enter');
      await township.keyboard.type('https://example.org/2');
      expect(await box.inputValue()).toBe('https://example.org/1\nhttps://example.org/2');
      expect(await field('F0101').inputValue()).toBe('5');
      await field('F0103').focus();
      await draftState('已保存');
    });

    it('asks before it leaves what could not be saved, and offers it back', async () => {
      await loseConnection();
      await field('F0101').fill('77');
      await draftState('保存失败');
      await toList();
      await township.getByRole('dialog').getByText('有内容没有保存').waitFor();
      await township.getByRole('button', { name: '留在本页' }).click();
      await draftState('保存失败');
      expect(new URL(township.url()).pathname).toBe(path);
      await toList();
      await township.getByRole('button', { name: '离开', exact: true }).click();
      await township.getByTestId('my-2025Q1').waitFor();
      await findConnection();

      await open(path);
      const row = township.getByTestId('unsaved').getByTestId('change-F0101');
      expect(await row.innerText()).toMatch(/\b5\s+77\b/);
      await township.getByTestId('unsaved-restore').click();
      expect(await field('F0101').inputValue()).toBe('77');
      await draftState('已保存');
      await township.reload();
      await field('F0101').waitFor();
      expect(await field('F0101').inputValue()).toBe('77');
      expect(await township.getByTestId('unsaved').count()).toBe(0);
    });

    it('shows what was saved elsewhere beside what was not saved here, and forgets what is not wanted', async () => {
      await open(path);
      await field('F0101').waitFor();
      await loseConnection();
      await field('F0101').fill('88');
      await draftState('保存失败');
      await toList();
      await township.getByRole('button', { name: '离开', exact: true }).click();
      await township.getByTestId('my-2025Q1').waitFor();
      await findConnection();
      const { data, etag } = await reporter.getSubmission({ params: { id } });
      await reporter.saveDraft({ params: { id }, body: { values: { ...data.values, F0101: 6 } }, ifMatch: etag ?? '' });

      await open(path);
      const offer = township.getByTestId('unsaved');
      await offer.getByText('此后这份报表又保存过别的内容').waitFor();
      expect(await offer.getByTestId('change-F0101').innerText()).toMatch(/\b6\s+88\b/);
      await township.getByTestId('unsaved-discard').click();
      expect(await field('F0101').inputValue()).toBe('6');
      await township.reload();
      await field('F0101').waitFor();
      expect(await offer.count()).toBe(0);
    });
  });

  it('met no error', () => expect(faults).toEqual([]));
});
