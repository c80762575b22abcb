import type { Client } from '@nuanxin/client';
import type { Locator, Page } from 'playwright-core';
import { beforeAll, expect, it } from 'vitest';
import { photo } from '../../api/test/attachment-files.ts';
import { PASSWORD } from '../../api/test/support.ts';
import { browserPages, inBrowser } from './browser.ts';

/** Runs in the page: what a spreadsheet puts onto the clipboard, pasted where the focus is. */
function pasteText(text: string): void {
  const clipboardData = new DataTransfer();
  clipboardData.setData('text/plain', text);
  const event = new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true });
  document.activeElement?.dispatchEvent(event);
}

/** 台账 of a Friday afternoon. */
inBrowser('records in the browser', () => {
  const pages = browserPages({ now: '2025-06-30T15:00:00+08:00' });
  const { faults, signIn } = pages;
  let admin: Client;
  let xianyuan: Client;
  let office: Page;
  let township: Page;

  beforeAll(async () => {
    ({ admin } = pages);
    xianyuan = await pages.addReporter('xianyuan', '341003101', '仙源镇填报员');
    const observer = { username: 'ducha', displayName: '督查员', roles: ['observer' as const], password: PASSWORD };
    await admin.createUser({ body: { ...observer, mustChangePassword: false } });
    office = await signIn('admin');
    township = await signIn('xianyuan');
  });

  const cell = (page: Page, row: number, code: string): Locator => page.getByTestId(`cell-${row}-${code}`);
  const open = async (page: Page, path: string): Promise<void> => {
    await page.goto(pages.address + path);
    await page.getByTestId('records-grid').waitFor();
    await page.locator('main [aria-busy=true]').waitFor({ state: 'detached' });
  };
  const press = async (page: Page, ...keys: string[]): Promise<void> => {
    for (const key of keys) await page.keyboard.press(key);
  };
  /** Types texts one after the other, with Tab between them. */
  const type = async (page: Page, ...texts: string[]): Promise<void> => {
    for (const [i, text] of texts.entries()) {
      if (i > 0) await page.keyboard.press('Tab');
      if (text) await page.keyboard.type(text);
    }
  };
  const save = async (page: Page, rows: number): Promise<void> => {
    await press(page, 'Control+s');
    await page.getByText(`已保存 ${rows} 行`).first().waitFor();
    await page.getByTestId('unsaved-bar').waitFor({ state: 'detached' });
    await page.locator('main [aria-busy=true]').waitFor({ state: 'detached' });
  };
  const listed = async (
    client: Client,
    kind: 'publications' | 'activities' | 'distributions' | 'visits' | 'surveys' | 'sites',
  ) => (await client.listRecords({ params: { kind }, query: { year: 2025, limit: 500 } })).data.items;

  it('thirty rows from a spreadsheet go in at once; two faults are mended by key, and all is saved', async () => {
    const lines = Array.from({ length: 30 }, (_, i) => {
      const carrier = i === 10 ? '大喇叭' : ['电视', '微信公众号', '网站'][i % 3];
      const day = i === 20 ? '6月31日' : `6月${(i % 25) + 1}日`;
      const title = i === 5 ? '"仙源镇“小切口”\n办好""大民生"""' : `仙源镇民生宣传第${i + 1}篇`;
      return ['', i + 1, title, day, carrier, '区级', i % 2 ? '是' : '', '转发'].join('\t');
    });
    const header = ['', '序号', '标题', '报送日期', '载体', '级别', '专栏', '转发情况'].join('\t');
    await open(township, '/records/publications');
    await township.getByTestId('add-row').click();
    await township.evaluate(pasteText, ['仙源镇宣传信息台账', header, ...lines].join('\r\n'));
    expect(await township.getByTestId('sheet-note').innerText()).toContain('粘贴了 30 行');
    expect(await township.getByTestId('sheet-note').innerText()).toContain('转发情况');
    expect(await township.getByTestId('errors').innerText()).toBe('2 处错误');
    // What was pasted stands in its cell as it was, with the reason.
    expect(await cell(township, 11, 'carrier').innerText()).toContain('大喇叭');
    expect(await cell(township, 6, 'title').innerText()).toContain('办好"大民生"');

    await press(township, 'Control+s');
    expect(await township.getByTestId('cell-finding').innerText()).toMatch(/“大喇叭”不在可选范围内/);
    expect(await listed(xianyuan, 'publications')).toEqual([]);
    await type(township, 'wx');
    await township.getByTestId('options').getByText('微信公众号').waitFor();
    await press(township, 'Enter', 'F8');
    expect(await township.getByTestId('cell-finding').innerText()).toMatch(/“6月31日”不是日期/);
    await type(township, '6.30');
    await press(township, 'Enter');
    await save(township, 30);
    const saved = await listed(xianyuan, 'publications');
    expect(saved).toHaveLength(30);
    expect(new Set(saved.map(({ unit }) => unit.code))).toEqual(new Set(['341003101']));
    expect(saved[0]).toMatchObject({
      date: '2025-06-30',
      values: { title: '仙源镇民生宣传第21篇', carrier: 'website' },
    });
    expect(saved.find(({ values }) => values.title === '仙源镇民生宣传第11篇')?.values.carrier).toBe('wechat_account');
    expect(await township.getByTestId('totals').innerText()).toContain('共 30 篇');
  });

  it('a day of work is typed by keyboard alone, each row taking over from the last what they have in common', async () => {
    await open(township, '/records/activities');
    await township.getByTestId('add-row').click();
    await type(township, '6.20', '仙源镇宣讲进村', 'zchd', '镇文化站', '', '60');
    // Nothing like it among the words: another one.
    await press(township, 'Enter');
    await press(township, 'ArrowUp', 'ArrowRight', 'ArrowRight');
    await type(township, 'xj');
    await township.getByTestId('options').getByText('宣讲+互动').waitFor();
    await press(township, 'Enter', 'Control+d');
    expect(await cell(township, 2, 'date').innerText()).toBe('2025-06-20');
    expect(await cell(township, 2, 'kind').innerText()).toBe('宣讲+互动');
    expect(await cell(township, 2, 'title').innerText()).toBe('');
    // On to the first thing that is not known yet.
    await type(township, '仙源镇第二场');
    await press(township, 'Tab');
    await type(township, 'dbh');
    await press(township, 'Enter');
    await save(township, 2);
    const saved = (await listed(xianyuan, 'activities')).map(({ date, values }) => ({ date, ...values }));
    expect(saved).toContainEqual({
      date: '2025-06-20',
      title: '仙源镇宣讲进村',
      kind: 'talk_interaction',
      place: '镇文化站',
      audience: 60,
    });
    expect(saved).toContainEqual({ date: '2025-06-20', title: '仙源镇第二场', kind: 'training' });
  });

  it('a reading that is not exact waits to be confirmed; Esc takes back what is being typed, Ctrl+Z what was', async () => {
    await open(township, '/records/visits');
    await township.getByTestId('add-row').click();
    await type(township, '6月5日', '入户走访', '麻村', '约30');
    await press(township, 'Enter');
    await press(township, 'ArrowUp', 'ArrowRight', 'ArrowRight', 'ArrowRight');
    expect(await cell(township, 1, 'households').getAttribute('data-level')).toBe('confirm');
    await press(township, 'Control+s');
    expect(await listed(xianyuan, 'visits')).toEqual([]);
    await press(township, 'F2');
    await township.keyboard.type('999');
    await press(township, 'Escape');
    expect(await cell(township, 1, 'households').innerText()).toContain('约30');
    await press(township, 'Control+Enter');
    expect(await cell(township, 1, 'households').innerText()).toBe('30');
    await press(township, 'ArrowLeft', 'Delete');
    expect(await cell(township, 1, 'village').innerText()).toBe('');
    await press(township, 'Control+z');
    expect(await cell(township, 1, 'village').innerText()).toBe('麻村');
    await save(township, 1);
    expect((await listed(xianyuan, 'visits'))[0]?.values).toEqual({
      kind: 'household',
      village: '麻村',
      households: 30,
    });
  });

  it('chosen rows are changed and deleted together, and the deletion is taken back by key', async () => {
    await open(township, '/records/publications');
    await township.getByTestId('select-2').check();
    await township.getByTestId('select-4').click({ modifiers: ['Shift'] });
    await township.getByTestId('bulk-change').click();
    // Which field is meant is for the clerk to say.
    await township.getByTestId('bulk-save').click();
    await township.getByTestId('bulk-fault').getByText('请选择修改哪一项').waitFor();
    await township.getByTestId('bulk-field').selectOption({ label: '级别' });
    await township.getByTestId('bulk-value').selectOption({ label: '市级' });
    await township.getByTestId('bulk-save').click();
    await township.getByText('已修改 3 条').waitFor();
    const cities = (await listed(xianyuan, 'publications')).filter(({ values }) => values.level === 'city');
    expect(cities).toHaveLength(3);
    await township.getByTestId('bulk-delete').getByText('删除 3 条').click();
    await township.getByTestId('deleted').getByText('已删除 3 条').waitFor();
    expect(await listed(xianyuan, 'publications')).toHaveLength(27);
    await press(township, 'Control+z');
    await township.getByText('已恢复 3 条').waitFor();
    expect(await listed(xianyuan, 'publications')).toHaveLength(30);
  });

  it('rows that were not saved are offered again', async () => {
    await open(township, '/records/visits');
    await township.getByTestId('add-row').click();
    await type(township, '6.6', 'hf', '饶村', '1O');
    await press(township, 'Enter');
    await township.getByTestId('kind-activities').click();
    await township.waitForURL(/activities/);
    // What was left behind is marked where it is.
    await township.getByTestId('kind-visits').getByRole('img', { name: '有未保存的行' }).waitFor();
    expect(await township.getByTestId('kind-activities').getByRole('img').count()).toBe(0);
    await township.getByTestId('kind-visits').click();
    await township.getByTestId('kept-restore').click();
    await cell(township, 1, 'village').getByText('饶村').waitFor();
    expect(await cell(township, 1, 'households').innerText()).toContain('1O');
    await press(township, 'Control+z');
    await township.getByTestId('unsaved-bar').waitFor({ state: 'detached' });
    await township.getByTestId('kind-activities').click();
    await township.waitForURL(/activities/);
    expect(await township.getByTestId('kind-visits').getByRole('img').count()).toBe(0);
  });

  it('a row that somebody else changed meanwhile is shown as it is now, and taken or kept', async () => {
    const [first] = await listed(xianyuan, 'visits');
    const change = async (households: number): Promise<void> => {
      const { data, etag } = await admin.getRecord({ params: { kind: 'visits', id: first?.id ?? '' } });
      const params = { kind: 'visits' as const, id: data.id };
      await admin.updateRecord({ params, body: { values: { households } }, ifMatch: etag ?? '' });
    };
    await open(township, '/records/visits');
    await cell(township, 2, 'village').click();
    await type(township, '新村');
    await press(township, 'Enter');
    await change(44);
    // Wherever the cell is that was chosen last, it leads to the row, says so, and puts the choices on screen.
    await cell(township, 1, 'date').click();
    await press(township, 'Control+s');
    const conflict = township.getByTestId('conflict');
    await conflict.waitFor();
    await township.getByText('没有保存：有 1 行已被他人修改或删除').waitFor();
    expect(await township.getByTestId('conflicts').innerText()).toBe('1 行冲突');
    await cell(township, 1, 'date').click();
    await press(township, 'F8');
    await conflict.waitFor();
    expect(await conflict.innerText()).toMatch(/管理员 已于 .* 修改了这条记录：户数 现为“44”/);
    await township.getByTestId('keep-mine').click();
    await save(township, 1);
    expect((await listed(xianyuan, 'visits'))[0]?.values).toMatchObject({ village: '新村', households: 44 });
  });

  it('filters stand in the address, with totals of what is filtered', async () => {
    await open(office, '/records/publications?unit=341003101&match=carrier:tv&from=2025-06-01&to=2025-06-10');
    const shown = (await listed(admin, 'publications')).filter(
      ({ date, values }) => values.carrier === 'tv' && (date ?? '') <= '2025-06-10',
    );
    expect(await office.getByTestId('totals').innerText()).toContain(`共 ${shown.length} 篇`);
    await office.getByTestId('filter-q').fill('第4篇');
    await office.waitForURL(/q=/);
    await office.getByTestId('totals').getByText('共 1 篇').waitFor();
    await office.reload();
    await office.getByTestId('totals').getByText('共 1 篇').waitFor();
    await office.getByTestId('clear-filters').click();
    await office.getByTestId('totals').getByText('共 30 篇').waitFor();
    expect(new URL(office.url()).search).toBe('?year=2025');
  });

  it('a figure leads to the records behind it, and back to all', async () => {
    const [first] = await listed(admin, 'publications');
    const { etag } = await admin.getRecord({ params: { kind: 'publications', id: first?.id ?? '' } });
    const params = { kind: 'publications' as const, id: first?.id ?? '' };
    const values = { adoptedOn: '2025-06-30', column: true };
    await admin.updateRecord({ params, body: { values }, ifMatch: etag ?? '' });
    await open(office, '/records/publications?figure=F0101&period=2025Q2&unit=341003101');
    expect(await office.getByTestId('figure-line').innerText()).toContain(
      '计入“‘乐享太平 民生先行’专栏上稿数”的记录（仙源镇，2025年二季度）',
    );
    // The span is the figure's, and one way leads back.
    const filters = await office.getByTestId('filters').innerText();
    expect(filters).toContain('二季度');
    expect(filters).not.toMatch(/全年|清除筛选/);
    expect(await office.getByTestId('totals').innerText()).toContain('共 1 篇');
    await office.getByTestId('all-records').click();
    await office.getByTestId('totals').getByText('共 30 篇').waitFor();
  });

  it('what looks the same is pointed out and saved all the same', async () => {
    await open(township, '/records/publications');
    await township.getByTestId('add-row').click();
    await type(township, '6.30', '仙源镇民生宣传第21篇', 'bz', '', 'qj');
    await press(township, 'Enter');
    await township.getByTestId('alike-1').waitFor();
    await save(township, 1);
    await township.getByTestId('filter-duplicates').check();
    await township.getByTestId('totals').getByText('共 2 篇').waitFor();
    await township.getByTestId('row-2').getByRole('button').click();
    await township.getByTestId('alike-records').getByText('仙源镇民生宣传第21篇').waitFor();
  });

  it('one record is entered and mended as a form, and the next one begins with what they have in common', async () => {
    await open(township, '/records/distributions');
    await township.getByTestId('open-form').click();
    // The caret is in the first field; on an empty form the keys say what is missing.
    await township.locator('#form-date:focus').waitFor();
    await press(township, 'Control+Enter');
    await township.getByTestId('form-count').getByText('请填写“数量”').waitFor();
    await township.locator('#form-date:focus').waitFor();
    const drawer = township.getByTestId('record-drawer');
    const field = (label: string): Locator => drawer.getByLabel(label, { exact: false }).first();
    await field('日期').fill('6.18');
    await field('载体').selectOption({ label: '纸质资料' });
    await field('资料').selectOption({ label: '宣传单（册）' });
    await field('数量').fill('两百');
    await field('单项民生实事').selectOption({ index: 3 });
    const offered = await drawer.getByTestId('heading-offer').locator('b').innerText();
    expect(offered).toMatch(/^黄山市黄山区30项民生实事之.+民生实事$/);
    await drawer.getByTestId('heading-use').click();
    await drawer.getByTestId('drawer-save-next').click();
    await township.getByText('已保存 1 行').first().waitFor();
    await township.getByText('新增宣传发放').waitFor();
    expect(await field('载体').inputValue()).toBe('纸质资料');
    expect((await listed(xianyuan, 'distributions'))[0]).toMatchObject({
      date: '2025-06-18',
      values: { channel: 'print', material: 'leaflet', count: 200, heading: offered },
    });
  });

  it('rates of a survey stand beside it with their formulas; sites by project and township with their signs in words', async () => {
    const values = { valid: 300, knows: 180, heard: 60, unaware: 60, satisfied: 150, ratherSatisfied: 90, fair: 20 };
    const rest = { title: '二季度调查', method: 'phone', ratherUnsatisfied: 10, unsatisfied: 10, unclear: 20 };
    const survey = { unit: '341003101', date: '2025-06-25', values: { ...values, ...rest } };
    await admin.createRecord({ params: { kind: 'surveys' }, body: survey });
    await open(office, '/records/surveys');
    expect(await office.getByTestId('awareness-2').innerText()).toBe('80.0%');
    expect(await office.getByTestId('satisfaction-2').innerText()).toBe('85.7%');
    expect(await office.locator('thead').innerText()).toContain('(满意+比较满意)÷(有效样本−不清楚)');
    // However far the sheet is scrolled, each rate stands in sight under its head.
    await office.setViewportSize({ width: 1280, height: 800 });
    const inSight = await office.locator('.rate').evaluateAll((rates) =>
      rates.map((rate) => {
        const { left, width, top, height } = rate.getBoundingClientRect();
        return { left, seen: rate.contains(document.elementFromPoint(left + width / 2, top + height / 2)) };
      }),
    );
    expect(inSight.map(({ seen }) => seen)).toEqual(inSight.map(() => true));
    expect(new Set(inSight.map(({ left }) => left)).size).toBe(2);
    // The chosen cell is never under them.
    await cell(office, 2, 'title').click();
    for (let i = 0; i < 14; i++) {
      await press(office, 'ArrowRight');
      const [chosen, rate] = await Promise.all([
        office.locator('td.chosen').boundingBox(),
        office.getByTestId('awareness-2').boundingBox(),
      ]);
      expect((chosen?.x ?? 0) + (chosen?.width ?? 0)).toBeLessThanOrEqual((rate?.x ?? 0) + 1);
    }
    // On a narrow screen the columns have the room.
    await office.setViewportSize({ width: 1024, height: 800 });
    expect(await office.getByTestId('awareness-2').evaluate((rate) => getComputedStyle(rate).right)).toBe('auto');
    await office.setViewportSize({ width: 1440, height: 900 });
    const site = { title: '仙源中心小学', project: 3, works: 'under_construction', logoOn: '2025-03-12' };
    await admin.createRecord({ params: { kind: 'sites' }, body: { year: 2025, unit: '341003101', values: site } });
    await office.goto(`${pages.address}/records/sites?view=signage`);
    await office.getByTestId('sign-3-341003101').click();
    const signs = office.getByTestId('signage-drawer').locator('tbody tr').first();
    expect(await signs.innerText()).toMatch(/在建[^]*✓ 2025-03-12 设[^]*✕ 未设[^]*— 不需要/);
    await office.getByTestId('to-sites').click();
    await office.waitForURL(/unit=341003101&project=3/);
    await cell(office, 2, 'title').getByText('仙源中心小学').waitFor();
  });

  it('a reporter sees and enters only its own; what the office keeps it may complete, not add', async () => {
    await admin.createRecord({
      params: { kind: 'visits' },
      body: { unit: '341003100', date: '2025-06-02', values: { kind: 'return', households: 5 } },
    });
    await open(township, '/records/visits');
    expect(await township.getByTestId('totals').innerText()).toContain('共 1 次');
    expect(await township.getByTestId('filter-unit').count()).toBe(0);
    await open(township, '/records/sites');
    expect(await township.getByTestId('add-row').count()).toBe(0);
    await cell(township, 1, 'title').click();
    await type(township, '改名');
    expect(await cell(township, 1, 'title').innerText()).toContain('仙源中心小学');
    await press(township, 'x');
    await township.locator('.el-message').getByText('“点位名称”由区民生办登记；白底的单元格您可以补填').waitFor();
    const looks = (code: string) => cell(township, 1, code).evaluate((each) => getComputedStyle(each).backgroundColor);
    expect(await looks('title')).not.toBe(await looks('constructionBoardOn'));
    await cell(township, 1, 'constructionBoardOn').click();
    await type(township, '6.25');
    await press(township, 'Enter');
    await save(township, 1);
    expect((await listed(admin, 'sites'))[0]?.values.constructionBoardOn).toBe('2025-06-25');
  });

  it('another kind is looked at for the same unit and days; a register has no days', async () => {
    await open(office, '/records/publications?year=2025&unit=341003101&from=2025-04-01&to=2025-06-30&q=第4篇');
    await office.getByTestId('kind-visits').click();
    await office.waitForURL(/\/records\/visits\?year=2025&unit=341003101&from=2025-04-01&to=2025-06-30$/);
    await office.getByTestId('kind-venues').click();
    await office.waitForURL(/\/records\/venues\?year=2025&unit=341003101$/);
  });

  it('says which records have files, and Alt+Enter opens one', async () => {
    await open(township, '/records/visits');
    expect(await township.getByTestId('files-2').count()).toBe(0);
    await cell(township, 2, 'village').click();
    await press(township, 'Alt+Enter');
    const drawer = township.getByTestId('record-drawer');
    await drawer.getByTestId('attachment-input').setInputFiles({
      name: '走访.jpg',
      mimeType: 'image/jpeg',
      buffer: await photo(30, 20),
    });
    await drawer.getByTestId('attachment-走访.jpg').waitFor();
    await open(township, '/records/visits');
    expect(await township.getByTestId('files-2').innerText()).toMatch(/附件 1 个/);
  });

  it('more than a hundred records: the way to the others stands at the end of the sheet, not under the bar', async () => {
    const rows = Array.from({ length: 120 }, (_, i) => ({
      unit: '341003101',
      date: '2025-05-20',
      values: { title: `仙源镇案例${i + 1}`, stage: 'selected' },
    }));
    await admin.saveRecords({ params: { kind: 'cases' }, body: { rows } });
    await open(office, '/records/cases');
    const more = office.getByTestId('more');
    await more.click({ timeout: 5000 });
    await cell(office, 121, 'title').waitFor();
    expect(await more.count()).toBe(0);
  });

  it('of two thousand rows from a spreadsheet those in sight are drawn; a fault far below is found and mended by key', async () => {
    const lines = Array.from({ length: 2000 }, (_, i) =>
      ['6.20', `乡村文艺演出第${i + 1}场`, i === 1799 ? '杂技' : '政策宣讲', '镇文化站'].join('\t'),
    );
    await open(township, '/records/activities');
    await township.getByTestId('add-row').click();
    await township.evaluate(pasteText, [['日期', '活动名称', '形式', '地点'].join('\t'), ...lines].join('\r\n'));
    await township.getByTestId('sheet-note').getByText('粘贴了 2000 行').waitFor();
    const grid = township.getByTestId('records-grid');
    const drawn = grid.locator('tbody tr[role=row]');
    expect(await drawn.count()).toBeLessThan(100);
    await press(township, 'F8');
    const fault = cell(township, 1800, 'kind');
    await fault.locator('textarea').and(township.locator(':focus')).waitFor();
    expect(await fault.isVisible()).toBe(true);
    await cell(township, 1801, 'title').getByText('乡村文艺演出第1801场').waitFor();
    // What is being typed stays while somebody looks elsewhere.
    await township.keyboard.type('xj');
    await grid.evaluate((box) => (box.scrollTop = 0));
    await cell(township, 2, 'title').getByText('乡村文艺演出第2场').waitFor();
    expect(await drawn.count()).toBeLessThan(100);
    await press(township, 'Enter');
    await township.getByTestId('errors').waitFor({ state: 'detached' });
    expect(await fault.innerText()).toContain('宣讲+互动');
    await press(township, 'Control+Home', 'Control+ArrowDown');
    await cell(township, 2000, 'title').getByText('乡村文艺演出第2000场').waitFor();
    // On paper all of them stand.
    await township.evaluate(() => dispatchEvent(new Event('beforeprint')));
    expect(await drawn.count()).toBeGreaterThan(2000);
    await township.evaluate(() => dispatchEvent(new Event('afterprint')));
    await press(township, 'Control+z', 'Control+z');
    await drawn.nth(99).waitFor({ state: 'detached' });
    await cell(township, 2000, 'title').waitFor({ state: 'detached' });
  });

  it('unlike things are not added up', async () => {
    await admin.createRecord({
      params: { kind: 'distributions' },
      body: { unit: '341003101', date: '2025-06-19', values: { channel: 'banner', count: 7 } },
    });
    await open(office, '/records/distributions');
    expect(await office.getByTestId('totals').innerText()).toBe('共 2 次');
    await open(office, '/records/distributions?match=channel:banner');
    expect(await office.getByTestId('totals').innerText()).toContain('数量 7');
  });

  it('who only reads changes nothing', async () => {
    const reader = await signIn('ducha');
    await open(reader, '/records/publications');
    expect(await reader.getByTestId('totals').innerText()).toContain('共 31 篇');
    for (const id of ['add-row', 'take-over', 'record-import', 'select-1'])
      expect([id, await reader.getByTestId(id).count()]).toEqual([id, 0]);
    await cell(reader, 1, 'title').click();
    expect(await reader.getByTestId('entry-bar').innerText()).toMatch(/^方向键移动/);
    await type(reader, '改');
    await press(reader, 'Delete', 'Enter', 'Control+s');
    expect(await cell(reader, 1, 'title').innerText()).toContain('仙源镇');
    expect(await reader.getByTestId('unsaved-bar').count()).toBe(0);
    await reader.context().close();
  });

  it('met no error', () => expect(faults).toEqual([]));
});
