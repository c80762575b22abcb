import { existsSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  addReporter,
  clientOf,
  executablePath,
  signIn,
  startBrowser,
  startPages,
  startService,
  type Pages,
  type Service,
} from './service.ts';

/** A link, a link or a scan, an attachment: the three kinds of evidence of the form. */
const WITH_EVIDENCE = ['F0103', 'F0105', 'F0206'];

/** What a township sees while it fills in the form. */
describe.skipIf(!existsSync(executablePath))('the form of a township', () => {
  let service: Service;
  let pages: Pages;
  let browser: Browser;
  let township: Page;
  const faults: string[] = [];

  beforeAll(async () => {
    service = await startService('2025-07-01T09:00:00+08:00');
    pages = await startPages(service);
    await addReporter(await clientOf(service.address, 'admin'), 'xianyuan', '341003101', '仙源镇填报员');
    browser = await startBrowser();
    township = await signIn(browser, pages.address, 'xianyuan', faults);
    await township.getByTestId('open-2025Q2').click();
    await field('F0101').waitFor();
  }, 120_000);

  afterAll(async () => {
    await browser?.close();
    await pages?.stop();
    await service?.stop();
  });

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

  it('met no error', () => expect(faults).toEqual([]));
});
