import { existsSync } from 'node:fs';
import type { Client } from '@nuanxin/client';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  clientOf,
  executablePath,
  signIn,
  startBrowser,
  startPages,
  startService,
  type Pages,
  type Service,
} from './service.ts';

const file = [
  '2025年第二季度',
  '填报单位,专栏稿件,区级媒体刊播数（篇）,联络员人数',
  '甘棠镇政府办,1,2,8',
  '仙源镇,2,十几,约20',
  '汤口镇,3,4,8',
].join('\n');

/** A file is mended on the page that says what is wrong with it. */
describe.skipIf(!existsSync(executablePath))('an import that is mended on its page', () => {
  let service: Service;
  let pages: Pages;
  let browser: Browser;
  let admin: Client;
  let office: Page;
  const faults: string[] = [];

  beforeAll(async () => {
    service = await startService('2025-07-01T09:00:00+08:00');
    pages = await startPages(service);
    admin = await clientOf(service.address, 'admin');
    browser = await startBrowser();
    office = await signIn(browser, pages.address, 'admin', faults);
  }, 120_000);

  afterAll(async () => {
    await browser?.close();
    await pages?.stop();
    await service?.stop();
  });

  const outcome = async (row: number): Promise<string | null> =>
    office.getByTestId(`row-${row}`).getAttribute('data-outcome');
  const choose = async (testId: string, option: string): Promise<void> => {
    await office.getByTestId(testId).click();
    await office.getByRole('option', { name: option, exact: true }).click();
  };

  it('a unit, a header, a figure and a reading are settled there, and then all of it is written', async () => {
    await office.goto(`${pages.address}/imports`);
    await office
      .getByTestId('import-file')
      .setInputFiles({ name: '表.csv', mimeType: 'text/csv', buffer: Buffer.from(file) });
    await office.getByTestId('outcome').waitFor();
    expect([await outcome(3), await outcome(4)]).toEqual(['rejected', 'rejected']);
    await choose('mend-unit-3', '甘棠镇');
    await choose('mend-header', '“乐享太平 民生先行”专栏上稿数');
    await office.getByTestId('mend-C4').fill('12');
    await office.getByTestId('yes-4-D4').check();
    await office.getByTestId('mend-keep').check();
    await office.getByTestId('mend-apply').click();
    await office.getByTestId('mend-apply').waitFor({ state: 'detached' });
    expect([await outcome(3), await outcome(4)]).toEqual(['accepted', 'accepted']);
    await office.getByTestId('write-all').click();
    await office.getByTestId('written').waitFor();
    const { data } = await admin.listSubmissions({ query: { period: '2025Q2', unit: '341003101' } });
    const { data: submission } = await admin.getSubmission({ params: { id: data.items[0]?.id ?? '' } });
    expect(submission.values).toEqual({ F0101: 2, F0102: 12, F0501: 20 });
    expect(faults).toEqual([]);
  });

  it('what was to be remembered is known from the next file on', async () => {
    await office.goto(`${pages.address}/imports`);
    const next = file.replace('第二季度', '第一季度').replace('十几', '11').replace('约20', '20');
    await office
      .getByTestId('import-file')
      .setInputFiles({ name: '下一份.csv', mimeType: 'text/csv', buffer: Buffer.from(next) });
    await office.getByTestId('outcome').waitFor();
    expect([await outcome(3), await outcome(4), await outcome(5)]).toEqual(['accepted', 'accepted', 'accepted']);
  });

  it('a long file shows how far it is, and then its rows piece by piece', async () => {
    const rows = Array.from({ length: 12_000 }, (_, i) => `无此单位${i},1,2,8`);
    const long = [...file.split('\n').slice(0, 2), ...rows].join('\n');
    await office.goto(`${pages.address}/imports`);
    const chosen = office
      .getByTestId('import-file')
      .setInputFiles({ name: '长表.csv', mimeType: 'text/csv', buffer: Buffer.from(long) });
    await office
      .getByTestId('progress')
      .getByText(/第 [\d,]+ 行，共 12,0\d\d 行/)
      .waitFor();
    await chosen;
    await office.getByTestId('outcome').waitFor();
    expect(await office.getByTestId('count-rejected').textContent()).toContain('12,000');
    await office.getByTestId('more-rows').click();
    await office.getByTestId('row-400').waitFor();
    expect(await office.getByTestId('more-rows').textContent()).toContain('已显示 400 行，共 12,000 行');
    expect(faults).toEqual([]);
  });
});
