import type { Client, RecordRow } from '@nuanxin/client';
import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { browserPages, inBrowser } from './browser.ts';

const TOWNSHIP = '341003101';
type Kind = RecordRow['kind'];
type Row = [date: string | null, values: RecordRow['values']];

const link = 'https://www.hsq.gov.cn/msss/1.html';
/** A quarter of a township that kept its records; each kind of its report is among them. */
const kept: Partial<Record<Kind, Row[]>> = {
  publications: [
    [
      '2025-04-10',
      {
        title: '幸福院开门迎客',
        carrier: 'wechat_account',
        level: 'district',
        adoptedOn: '2025-04-12',
        column: true,
        link,
      },
    ],
    [
      '2025-05-06',
      { title: '农村供水到家门口', carrier: 'tv', level: 'city', adoptedOn: '2025-05-08', link: `${link}?2` },
    ],
    [
      '2025-05-11',
      {
        title: '老旧电梯换新',
        carrier: 'site_news',
        level: 'city',
        adoptedOn: '2025-05-15',
        board: 'work_news',
        link: `${link}?3`,
      },
    ],
  ],
  activities: [
    ['2025-04-16', { title: '联络员大白话培训', kind: 'training', audience: 46 }],
    ['2025-05-18', { title: '民生实事知识问答', kind: 'quiz', audience: 260 }],
    ['2025-06-10', { title: '赶集日宣讲', kind: 'talk_interaction', audience: 120 }],
  ],
  distributions: [
    ['2025-04-20', { channel: 'print', material: 'open_letter', count: 2600, placeKind: 'household' }],
    ['2025-04-21', { channel: 'print', material: 'poster', count: 36, placeKind: 'service_hall', places: 1 }],
    ['2025-05-02', { channel: 'banner', count: 24, placeKind: 'square_park', places: 6 }],
    ['2025-05-03', { channel: 'pa_system', count: 180 }],
  ],
  visits: [
    ['2025-05-20', { kind: 'household', village: '仙源村', households: 320, opinions: 12, answered: 9 }],
    ['2025-06-20', { kind: 'return', village: '水东村', households: 60 }],
  ],
  disclosures: [
    ['2025-04-08', { title: '二季度公示', content: 'policy', carrier: 'notice_board' }],
    ['2025-06-26', { title: '二季度实施进展', content: 'progress', carrier: 'website', link: `${link}?4` }],
  ],
  cases: [['2025-06-05', { title: '幸福院里的一顿热饭', stage: 'drafting' }]],
  venues: [
    [
      null,
      {
        title: '为民服务大厅',
        placeKind: 'service_hall',
        since: '2023-05-01',
        windows: 2,
        materialPoints: 3,
        screens: 1,
      },
    ],
  ],
  liaisons: ['王晓明', '李小红', '张大山', '陈秀英', '刘建国', '赵春生'].map((title) => [
    null,
    { title, level: 'village', since: '2025-01-10' },
  ]),
};

inBrowser('a report that fills itself', () => {
  const pages = browserPages({ now: '2025-07-01T09:00:00+08:00' });
  const { faults, signIn } = pages;
  let office: Client;
  let reporter: Client;
  let township: Page;

  beforeAll(async () => {
    office = pages.admin;
    reporter = await pages.addReporter('xianyuan', TOWNSHIP, '仙源镇填报员');
    for (const [kind, rows] of Object.entries(kept) as [Kind, Row[]][])
      await reporter.saveRecords({
        params: { kind },
        body: { year: 2025, rows: rows.map(([date, values]) => ({ date, values })) },
      });
    const site = {
      title: '仙源幸福院',
      project: 3,
      works: 'under_construction',
      logoOn: '2025-05-20',
      constructionBoardOn: '2025-05-20',
    };
    await office.createRecord({ params: { kind: 'sites' }, body: { year: 2025, unit: TOWNSHIP, values: site } });
    const households = { households: 4200, letters: 4000 };
    await office.createRecord({
      params: { kind: 'households' },
      body: { year: 2025, unit: TOWNSHIP, values: households },
    });
    township = await signIn('xianyuan');
  });

  const field = (page: Page, code: string) => page.getByTestId(`field-${code}`);
  const saved = (page: Page) => page.getByTestId('draft-state').getByText('已保存').waitFor();
  /** Counts what a hand does in the window from now on. */
  const watchHands = (page: Page) =>
    page.evaluate(() => {
      const hands = { clicks: 0, typed: 0 };
      Object.assign(globalThis, { hands });
      addEventListener('click', (event) => (hands.clicks += event.isTrusted ? 1 : 0), true);
      addEventListener('input', (event) => (hands.typed += event.isTrusted ? 1 : 0), true);
    });
  const hands = (page: Page) =>
    page.evaluate(() => (globalThis as unknown as { hands: { clicks: number; typed: number } }).hands);

  it('is handed in without typing a number, in at most 12 clicks and a minute', async () => {
    await township.getByTestId('open-2025Q2').waitFor();
    await watchHands(township);
    const started = performance.now();
    await township.getByTestId('open-2025Q2').click();
    await field(township, 'F0101').waitFor();
    expect(await township.getByTestId('filled').innerText()).toBe('43');
    for (const [code, value] of [
      ['F0101', '1'],
      ['F0103', '1'],
      ['F0305', '1'],
      ['F0501', '6'],
      ['F0506', '320'],
      ['F0604', '2600'],
      ['F0206', '0'],
    ] as const)
      expect([code, await field(township, code).inputValue()]).toEqual([code, value]);
    await township.getByTestId('from-records').getByText('43 项由台账填入').waitFor();
    await township.getByTestId('hand-in').click();
    await township.getByRole('dialog').getByRole('button', { name: '报送' }).click();
    await township.getByTestId('state').getByText('待审核').waitFor();
    const { clicks, typed } = await hands(township);
    expect(typed).toBe(0);
    expect(clicks).toBeLessThanOrEqual(12);
    expect(performance.now() - started).toBeLessThan(60_000);
  });

  describe('where a clerk knows better', () => {
    it('keeps what was typed, shows what the records say beside it, and takes that over with one click', async () => {
      const { items } = (await reporter.listObligations({ query: { period: '2025Q1', task: 'T0.1' } })).data;
      const { data } = await reporter.startSubmission({ body: { obligationId: items[0]?.id ?? '' } });
      await reporter.createRecord({
        params: { kind: 'visits' },
        body: { date: '2025-02-20', values: { kind: 'household', households: 50 } },
      });
      await township.goto(`${pages.address}/my/${data.id}`);
      await field(township, 'F0506').waitFor();
      // The draft was begun before the visit was entered: it follows.
      expect(await field(township, 'F0506').inputValue()).toBe('50');
      await field(township, 'F0506').fill('55');
      const ledger = township.getByTestId('ledger-F0506');
      expect(await ledger.innerText()).toBe('台账 50');
      const href = await ledger.getAttribute('href');
      expect(href).toContain('/records/visits?');
      expect(Object.fromEntries(new URL(href ?? '', pages.address).searchParams)).toMatchObject({
        figure: 'F0506',
        period: '2025Q1',
        unit: TOWNSHIP,
      });
      await saved(township);
      await reporter.createRecord({
        params: { kind: 'visits' },
        body: { date: '2025-02-21', values: { kind: 'household', households: 10 } },
      });
      await township.reload();
      await field(township, 'F0506').waitFor();
      expect(await field(township, 'F0506').inputValue()).toBe('55');
      expect(await ledger.innerText()).toBe('台账 60');
      await township.getByTestId('take-F0506').click();
      expect(await field(township, 'F0506').inputValue()).toBe('60');
      await township.getByTestId('take-F0506').waitFor({ state: 'detached' });
      await saved(township);
    });

    it('computes the rates beside the form while it is filled in', async () => {
      await field(township, 'F0604').fill('1000');
      expect(await township.getByTestId('rate-C4').innerText()).toBe('25.0%');
      expect(await township.getByTestId('parts-C4').innerText()).toBe('1,000 ÷ 4,000');
      await saved(township);
    });
  });

  it('shows the reviewer both numbers, and marks where they differ', async () => {
    const { items } = (await reporter.listSubmissions({ query: { period: '2025Q1' } })).data;
    const id = items[0]?.id ?? '';
    const { data, etag } = await reporter.getSubmission({ params: { id } });
    const changed = await reporter.saveDraft({
      params: { id },
      body: { values: { ...data.values, F0506: 66, F0605: 0 } },
      ifMatch: etag ?? '',
    });
    await reporter.submitSubmission({ params: { id }, body: {}, ifMatch: changed.etag ?? '' });
    const page = await signIn('admin');
    await page.goto(`${pages.address}/submissions/${id}`);
    const ledger = page.getByTestId('ledger-F0506');
    await ledger.waitFor();
    expect(await ledger.innerText()).toMatch(/不同\s*60/);
    expect(await page.getByTestId('value-F0506').innerText()).toBe('66');
    expect(await page.getByTestId('ledger-F0507').innerText()).not.toContain('不同');
    // Where nothing was kept in the first quarter there is no number to differ from; a 0 is what none says.
    expect(await page.getByTestId('ledger-F0604').innerText()).toBe('未留台账');
    expect(await page.getByTestId('ledger-F0605').innerText()).toBe('—');
    await page.getByTestId('history').getByText('与台账不同 1 项').waitFor();
    await page.getByTestId('rate-C4').waitFor();
    await page.context().close();
  });

  it('has what is to be done first, then what is done, the newest first, then what is to come', async () => {
    await township.goto(`${pages.address}/my`);
    await township.getByTestId('other-T6.1').waitFor();
    const order = (named: string) =>
      township.locator(named).evaluateAll((all) => all.map((each) => each.getAttribute('data-testid')));
    expect(await order('article')).toEqual(['my-2025Q3', 'my-2025Q2', 'my-2025Q1', 'my-2025Q4']);
    expect(await order('tr[data-testid^=other-]')).toEqual(['other-T6.3', 'other-T6.1', 'other-T6.2']);
  });

  it('lets a unit say that there was nothing to do, with a reason, and take it back', async () => {
    await township.goto(`${pages.address}/my`);
    const may = township.getByTestId('other-T6.1');
    await may.getByText('2025-05-18 周日 达到要求').waitFor();
    const letters = township.getByTestId('other-T6.3');
    await letters.getByText('一封信还差 1,400 份；宣传单（册）还差 1 份').waitFor();
    // Who has records of it cannot say that there was nothing.
    expect(await letters.getByTestId('nothing-T6.3').count()).toBe(0);
    await pages.addReporter('b07', 'B07', '区教育局填报员');
    const bureau = await signIn('b07');
    await bureau.goto(`${pages.address}/my`);
    const material = bureau.getByTestId('other-T6.3');
    await material.getByTestId('nothing-T6.3').click();
    await bureau.getByTestId('nothing-reason').fill('无单项资料需要发放');
    await bureau.getByTestId('nothing-save').click();
    await material.getByText('报本期无：无单项资料需要发放').waitFor();
    await material.getByTestId('take-back-T6.3').click();
    await material.getByTestId('nothing-T6.3').waitFor();
  });

  it('met no error', () => expect(faults).toEqual([]));
});
