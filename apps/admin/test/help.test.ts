import { openAsBlob } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import type { RouteRecordRaw } from 'vue-router';
import { routes } from '../src/router.ts';
import { help } from '../src/texts/help.ts';
import { browserPages, inBrowser, root } from './browser.ts';

describe('the help', () => {
  it('says something short of every page that somebody signed in can open', () => {
    const named = (of: readonly RouteRecordRaw[]): string[] =>
      of.flatMap(({ meta, children = [] }) => [...(meta?.page && !meta.public ? [meta.page] : []), ...named(children)]);
    expect(Object.keys(help).toSorted()).toEqual([...new Set(named(routes))].toSorted());
    for (const [page, { text }] of Object.entries(help))
      expect([page, text.length >= 3 && text.length <= 6]).toEqual([page, true]);
  });
});

inBrowser('somebody new', () => {
  const pages = browserPages({ now: '2025-07-03T09:30:00+08:00' });
  let office: Page;

  beforeAll(async () => {
    office = await pages.signIn('admin');
  });

  const step = (code: string) => office.getByTestId(`guide-${code}`);
  const open = async (path: string): Promise<void> => {
    await office.goto(pages.address + path);
    await office.locator('h1').waitFor();
  };

  it('finds five steps on the first page, ticked by what is there', async () => {
    const guide = office.getByTestId('guide');
    await guide.getByText('已完成 2 / 5').waitFor();
    await step('plan').getByText('已完成').waitFor();
    await step('calendar').getByText('已完成').waitFor();
    await step('accounts').getByText('待办').waitFor();
    await pages.addReporter('xianyuan', '341003101', '仙源镇填报员');
    const path = 'reports/2025年二季度各乡镇情况汇总表.xlsx';
    const file = new File([await openAsBlob(join(root, path))], '二季度.xlsx');
    await pages.admin.createImport({ body: { file, mode: 'atomic', confirm: true } });
    await open('/overview');
    await guide.getByText('已完成 4 / 5').waitFor();
    await step('reminders').getByText('待办').waitFor();
    await step('accounts').getByRole('link').click();
    await office.getByTestId('new-user').waitFor();
  });

  it('closes the steps for good, and has them back from the help of any page', async () => {
    await open('/overview');
    await office.getByTestId('close-guide').click();
    await open('/overview');
    await office.getByTestId('counter-owed').waitFor();
    expect(await office.getByTestId('guide').count()).toBe(0);
    await open('/submissions');
    await office.getByTestId('help').click();
    await office.getByTestId('show-guide').click();
    await office.getByTestId('guide').waitFor();
    await office.getByTestId('help-drawer').waitFor({ state: 'detached' });
  });

  it('reads what a page is for, and its keys', async () => {
    await open('/records/visits');
    await office.getByTestId('help').click();
    const drawer = office.getByTestId('help-drawer');
    await drawer.getByText('台账记录 · 本页说明').waitFor();
    await drawer.getByText('Ctrl+D').waitFor();
    await office.keyboard.press('Escape');
    await drawer.waitFor({ state: 'hidden' });
  });

  it('has no steps of the office as a unit', async () => {
    const township = await pages.signIn('xianyuan');
    await township.getByTestId('help').click();
    await township.getByTestId('help-drawer').getByText('我的报送 · 本页说明').waitFor();
    expect(await township.getByTestId('show-guide').count()).toBe(0);
  });

  it('met no error', () => expect(pages.faults).toEqual([]));
});
