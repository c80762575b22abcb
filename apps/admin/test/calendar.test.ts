import { readFileSync } from 'node:fs';
import { createClient, type Client } from '@nuanxin/client';
import ICAL from 'ical.js';
import type { Page } from 'playwright-core';
import { beforeAll, expect, it } from 'vitest';
import { makePlan, PASSWORD } from '../../api/test/support.ts';
import { browserPages, inBrowser } from './browser.ts';

const XIANYUAN = '341003101';

/** As it may be pasted: the autumn holiday is a day longer, a Saturday is worked, one weekday is wrong. */
const NOTICE = `国务院办公厅关于2027年部分节假日安排的通知
国办发明电〔2026〕9号
一、元旦：1月1日（周五）至3日（周日）放假，共3天。
二、春节：2月5日（农历除夕、周五）至12日（周五）放假调休，共8天。
三、清明节：4月5日（周二）放假1天。
四、劳动节：5月1日（周六）至5日（周三）放假调休，共5天。
五、端午节：6月9日（周三）放假1天，不调休。
六、中秋节：9月15日（周三）放假1天，不调休。
七、国庆节：10月1日（周五）至8日（周五）放假调休，共8天。10月9日（周六）上班。
国务院办公厅
2026年11月4日`;

inBrowser('the calendar', () => {
  const pages = browserPages({ now: '2025-07-03T09:00:00+08:00' });
  const { faults, signIn } = pages;
  let office: Page;
  let township: Page;
  let admin: Client;

  beforeAll(async () => {
    await pages.addReporter('xianyuan', XIANYUAN, '仙源镇填报员');
    await makePlan(pages.admin, { year: 2026, copyOf: 2025 });
    await makePlan(pages.admin, { year: 2027, copyOf: 2026 });
    office = await signIn('admin');
    township = await signIn('xianyuan');
  });

  const open = async (page: Page, path: string): Promise<void> => {
    await page.goto(pages.address + path);
    await page.locator('h1').waitFor();
    await page.waitForFunction(() => !document.querySelector('main [aria-busy=true]'));
  };
  async function clientOfAdmin(): Promise<Client> {
    const { baseUrl } = pages.service;
    const { data } = await createClient({ baseUrl }).login({ body: { username: 'admin', password: PASSWORD } });
    return createClient({ baseUrl, token: () => data.accessToken });
  }
  const cell = (page: Page, date: string) => page.locator(`[data-date="${date}"]`);
  const focused = (page: Page) =>
    page.evaluate(() => document.activeElement?.closest<HTMLElement>('[data-date]')?.dataset.date);
  const shown = (page: Page, month: string) => page.getByTestId('shown').getByText(month, { exact: true }).waitFor();

  it('opens on the month of today, with days off, make-up days and deadlines told in words', async () => {
    await open(office, '/overview');
    await office.getByTestId('nav-calendar').click();
    await shown(office, '2025年7月');
    expect(await cell(office, '2025-07-03').getAttribute('aria-current')).toBe('date');
    expect(await cell(office, '2025-07-01').innerText()).toContain('T0.1');
    await open(office, '/calendar?year=2025&month=10');
    const label = async (date: string) => cell(office, date).locator('.visually-hidden').innerText();
    expect(await label('2025-10-08')).toBe('2025-10-08 周三，国庆节、中秋节放假');
    expect(await label('2025-10-09')).toBe('2025-10-09 周四，1 个时限');
    expect(await label('2025-10-11')).toBe('2025-10-11 周六，调休上班');
    expect(await cell(office, '2025-10-11').innerText()).toContain('班');
    expect(await cell(office, '2025-10-08').innerText()).toContain('休');
    const weekdays = await office.getByTestId('month').getByRole('columnheader').allInnerTexts();
    expect(weekdays).toEqual(['周一', '周二', '周三', '周四', '周五', '周六', '周日']);
  });

  it('is walked through by keyboard: days, weeks, months, today', async () => {
    await open(office, '/calendar');
    await cell(office, '2025-07-03').focus();
    for (const [key, date] of [
      ['ArrowRight', '2025-07-04'],
      ['ArrowUp', '2025-06-27'],
      ['ArrowDown', '2025-07-04'],
      ['Home', '2025-06-30'],
      ['End', '2025-07-06'],
      ['ArrowLeft', '2025-07-05'],
      ['PageDown', '2025-08-05'],
      ['PageUp', '2025-07-05'],
      ['t', '2025-07-03'],
    ] as const) {
      await office.keyboard.press(key);
      await cell(office, date).and(office.locator(':focus')).waitFor();
      expect([key, await focused(office)]).toEqual([key, date]);
    }
    // A long month to a short one.
    await open(office, '/calendar?year=2025&month=8');
    await cell(office, '2025-08-31').focus();
    await office.keyboard.press('PageDown');
    await cell(office, '2025-09-30').and(office.locator(':focus')).waitFor();
    expect(new URL(office.url()).searchParams.get('month')).toBe('9');
    // Into the day and back.
    await cell(office, '2025-09-30').getByRole('link').first().waitFor();
    await office.keyboard.press('Enter');
    expect(await office.evaluate(() => document.activeElement?.tagName)).toBe('A');
    await office.keyboard.press('Escape');
    expect(await office.evaluate(() => document.activeElement?.tagName)).toBe('TD');
  });

  it('takes one request for a month', async () => {
    await open(office, '/calendar?year=2025&month=9');
    const asked: string[] = [];
    const note = (request: { url(): string }) => {
      const { pathname } = new URL(request.url());
      if (pathname.startsWith('/api/')) asked.push(pathname);
    };
    office.on('request', note);
    await office.getByTestId('later').click();
    await shown(office, '2025年10月');
    await office.getByTestId('due-T0.1-2025Q3').waitFor();
    office.off('request', note);
    expect(asked).toEqual(['/api/v1/calendar/days']);
  });

  it('says of a year without a plan that there is none', async () => {
    await open(office, '/calendar?year=2031&month=5');
    await office.getByTestId('no-plan').getByText('2031年还没有年度方案').waitFor();
    expect(await office.getByText('这个月没有时限。').count()).toBe(0);
    await open(office, '/calendar?year=2025&month=7');
    expect(await office.getByTestId('no-plan').count()).toBe(0);
  });

  it('shows three of a day and the rest when asked, each leading to its task', async () => {
    await open(office, '/calendar?year=2025&month=6');
    const last = cell(office, '2025-06-30');
    expect(await last.locator('li:visible').count()).toBe(3);
    await last.getByText('…还有 1 项').click();
    expect(await last.locator('li:visible').count()).toBe(4);
    await last.getByText('收起').waitFor();
    await office.getByTestId('due-T3.4-2025Q2').getByRole('link').click();
    await office.getByTestId('task-drawer').waitFor();
    await office.getByTestId('task-drawer').getByText('2025-06-30').first().waitFor();
    expect(new URL(office.url()).searchParams.get('task')).toBe('T3.4');
  });

  it('keeps 休 and 班 beside the number of the day, on a screen of 1024 pixels too', async () => {
    for (const width of [1440, 1024]) {
      await office.setViewportSize({ width, height: 900 });
      await open(office, '/calendar?view=year&year=2025');
      const crowded = await office.getByTestId('year-view').evaluate((year) =>
        [...year.querySelectorAll('.sign')].flatMap((sign) => {
          const [mark, number, box] = [sign, sign.previousElementSibling, sign.closest('td')].map((each) =>
            each?.getBoundingClientRect(),
          );
          if (!mark || !number || !box) return ['no day'];
          return mark.left >= number.right && mark.right <= box.right && number.left >= box.left
            ? []
            : [`${number.right} ${mark.left}–${mark.right} in ${box.left}–${box.right}`];
        }),
      );
      expect([width, crowded]).toEqual([width, []]);
    }
    await office.setViewportSize({ width: 1440, height: 900 });
  });

  it('shows the year in twelve months that open', async () => {
    await open(office, '/calendar?view=year&year=2025');
    expect(await office.getByTestId('year-view').locator('section').count()).toBe(12);
    const october = office.getByTestId('small-10');
    expect(await october.locator('.sign').allInnerTexts()).toEqual([...Array(8).fill('休'), '班']);
    await october.getByRole('button', { name: '2025-10-09 周四，1 个时限' }).click();
    await shown(office, '2025年10月');
    expect(new URL(office.url()).search).toBe('?year=2025&month=10');
  });

  it('shows a unit what it owes with its lamp, and leads to it', async () => {
    await open(township, '/calendar');
    const due = township.getByTestId('due-T0.1-2025Q2');
    expect(await due.innerText()).toContain('逾期');
    expect(await township.getByRole('combobox').count()).toBe(0);
    await due.getByRole('link').click();
    await township.waitForURL((url) => url.pathname === '/my');
    // The office sees the same of that unit.
    await open(office, `/calendar?year=2025&month=7&unit=${XIANYUAN}`);
    expect(await office.getByTestId('due-T0.1-2025Q2').innerText()).toContain('逾期');
    await office.locator('.filters').getByText('仙源镇', { exact: true }).waitFor();
  });

  it('gives a file for other calendars', async () => {
    await open(township, '/calendar');
    const [file] = await Promise.all([township.waitForEvent('download'), township.getByTestId('download-ics').click()]);
    expect(file.suggestedFilename()).toBe('仙源镇2025年民生实事宣传时限.ics');
    const text = readFileSync(await file.path(), 'utf8');
    const events = new ICAL.Component(ICAL.parse(text)).getAllSubcomponents('vevent');
    expect(events.map((each) => new ICAL.Event(each).summary)).toContainEqual(
      expect.stringContaining('仙源镇：报送工作小结'),
    );
  });

  it('marks what is provisional, and says why on focus', async () => {
    await open(office, '/calendar?year=2027&month=7');
    await office.getByTestId('projected').getByText('2027年放假安排尚未公布').waitFor();
    const mark = office.getByTestId('due-T0.1-2027Q2').getByTestId('provisional');
    await mark.focus();
    await office.getByRole('tooltip').getByText('所依据的放假安排尚未公布').waitFor();
    await office.keyboard.press('Escape');
    await office.getByRole('tooltip').waitFor({ state: 'detached' });
    await open(township, '/my?year=2027');
    await township.getByTestId('my-2027Q2').getByTestId('provisional').waitFor();
    await open(office, '/tasks?year=2027');
    await office.getByTestId('task-T0.1').getByTestId('provisional').waitFor();
  });

  it('reminds the office from 1 November on that a notice is missing', async () => {
    await open(office, '/overview?year=2026');
    await office.getByTestId('counter-owed').waitFor();
    expect(await office.getByTestId('missing-2027').count()).toBe(0);
    pages.service.setNow('2026-11-05T09:00:00+08:00');
    // The sessions of last year are over.
    [office, township, admin] = [await signIn('admin'), await signIn('xianyuan'), await clientOfAdmin()];
    await open(office, '/calendar');
    await office.getByTestId('missing-2027').waitFor();
    await open(township, '/calendar');
    await shown(township, '2026年11月');
    expect(await township.getByTestId('missing-2027').count()).toBe(0);
    await open(office, '/overview?year=2026');
    await office.getByTestId('missing-2027').getByRole('link', { name: '录入2027年放假安排' }).click();
    await office.getByTestId('notice-text').waitFor();
  });

  it('reads a pasted notice, names what is odd, shows what moves, and saves it', async () => {
    const dialog = office.getByTestId('calendar-form');
    await office.getByTestId('notice-text').fill(`${NOTICE}`);
    await office.getByTestId('read-notice').click();
    const reading = office.getByTestId('reading');
    await reading.getByText('读出 7 个节日、1 个调休上班日').waitFor();
    await reading.getByText('第 5 行：2027-04-05 是周一，文中写作周二').waitFor();
    await office.getByTestId('notice-text').fill(NOTICE.replace('4月5日（周二）', '4月5日（周一）'));
    await office.getByTestId('read-notice').click();
    expect(await reading.innerText()).not.toContain('没有读懂');
    expect(await office.getByLabel('文号').inputValue()).toBe('国办发明电〔2026〕9号');
    expect(await dialog.getByTestId('holiday-row').count()).toBe(7);

    await office.getByTestId('calendar-save').click();
    const preview = office.getByTestId('preview');
    await preview.getByText('1 个时限变动').waitFor();
    const row = preview.locator('tbody tr');
    expect(await row.innerText()).toMatch(
      /2027年三季度\s+2027-10-08 周五 暂定\s+→ 2027-10-09 周六（调休上班）\s+\d+ 个/,
    );
    await preview.getByText(/告知 \d+ 个单位/).waitFor();
    expect((await admin.getCalendarYear({ params: { year: 2027 } })).data.status).toBe('projected');
    await open(township, '/my?year=2027');
    expect(await township.getByTestId('reminder').count()).toBe(0);

    // What changes has to be looked at again.
    await office.getByLabel('文号').fill('国办发明电〔2026〕8号');
    await preview.waitFor({ state: 'detached' });
    await office.getByTestId('calendar-save').click();
    await preview.waitFor();
    await office.getByTestId('calendar-save').click();
    await office.getByTestId('moved').getByText('2027年放假安排已录入。').waitFor();
    expect(await office.getByTestId('moved').locator('tbody tr').innerText()).toContain('2027-10-09 周六（调休上班）');
    await office.getByTestId('calendar-2027').getByText('国办发明电〔2026〕8号').waitFor();
    expect(await office.getByTestId('missing-2027').count()).toBe(0);
    await open(office, '/calendar?year=2027&month=10');
    await office.getByTestId('due-T0.1-2027Q3').waitFor();
    expect(await cell(office, '2027-10-09').innerText()).toContain('T0.1');

    // The unit reads which of its last days is another now, once.
    await open(township, '/my?year=2027');
    const message = township.getByTestId('reminder');
    expect(await message.innerText()).toMatch(
      /告知时限变动[\s\S]*录入2027年放假安排，下列事项的最后一天变动：[\s\S]*（2027年三季度）：2027-10-08 周五（国庆节） → 2027-10-09 周六（调休上班）/,
    );
    await message.getByTestId('reminder-seen').click();
    await message.waitFor({ state: 'detached' });
    await open(office, '/reminders?kind=moved');
    const rows = office.locator('tbody tr');
    await rows.getByText('时限变动', { exact: true }).first().waitFor();
    const told = rows.filter({ hasText: '等 37 个单位' });
    expect(await told.count()).toBe(1);
    expect(await told.getByTitle('仙源镇').count()).toBe(1);
    expect(await told.innerText()).toMatch(/等 37 个单位[\s\S]*37 个单位中 1 个已看/);
    expect(faults).toEqual([]);
  });

  it('does not overwrite what somebody else entered meanwhile', async () => {
    await open(office, '/calendar?view=notices&enter=2027');
    await office.getByTestId('calendar-save').click();
    await office.getByTestId('preview').getByText('没有时限变动').waitFor();
    const { data, etag } = await admin.getCalendarYear({ params: { year: 2027 } });
    const { holidays, makeup, issuedOn } = data;
    const body = { notice: '国办发明电〔2026〕7号', issuedOn, holidays, makeup };
    await admin.putCalendarYear({ params: { year: 2027 }, body, ifMatch: etag ?? '' });
    await office.getByTestId('calendar-save').click();
    await office.getByTestId('newer').getByText('→ 国办发明电〔2026〕7号').waitFor();
    expect(await office.getByTestId('calendar-save').isDisabled()).toBe(true);
    expect((await admin.getCalendarYear({ params: { year: 2027 } })).data.notice).toBe('国办发明电〔2026〕7号');
  });
});
