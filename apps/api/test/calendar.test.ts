import { tmpdir } from 'node:os';
import type { Client } from '@nuanxin/client';
import { projectYear, type CalendarYear } from '@nuanxin/domain';
import ICAL from 'ical.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { nuanxin } from './command.ts';
import { databases, makePlan, PASSWORD, problemOf, type Service, startService } from './support.ts';

const XIANYUAN = '341003101';

/** The notice of 2027 as it may come: the autumn holiday is a day longer, and a Saturday is worked. */
const notice2027 = (): Pick<CalendarYear, 'issuedOn' | 'holidays' | 'makeup'> & { notice: string } => ({
  notice: '国办发明电〔2026〕9号',
  issuedOn: '2026-11-04',
  holidays: projectYear(2027).holidays.map((each) => (each.name === '国庆节' ? { ...each, to: '2027-10-08' } : each)),
  makeup: ['2027-10-09'],
});

describe.each(databases)('the calendar, on $name', (database) => {
  let service: Service;
  let office: Client;
  let township: Client;

  beforeAll(async () => {
    service = await startService(database, '2025-07-03T09:00:00+08:00');
    office = await service.as('admin');
    township = await service.addUser('xianyuan', ['reporter'], XIANYUAN);
    await makePlan(office, { year: 2026, copyOf: 2025 });
    await makePlan(office, { year: 2027, copyOf: 2026 });
  });
  afterAll(() => service.close());

  it('opens on the month of today, whole weeks with days off and make-up days', async () => {
    const { data } = await office.getCalendarDays();
    expect([data.year, data.month, data.today]).toEqual([2025, 7, '2025-07-03']);
    expect([data.days.length, data.days[0]?.date, data.days.at(-1)?.date]).toEqual([35, '2025-06-30', '2025-08-03']);
    const october = (await office.getCalendarDays({ query: { year: 2025, month: 10 } })).data;
    const kind = (date: string) => october.days.find((each) => each.date === date);
    expect(kind('2025-09-29')).toMatchObject({ kind: 'workday' });
    expect(kind('2025-10-06')).toMatchObject({ kind: 'holiday', name: '国庆节、中秋节', projected: false });
    expect(kind('2025-10-11')).toMatchObject({ kind: 'makeup', working: true });
  });

  it('shows the office the deadlines of all plans, of the old one in January too', async () => {
    const { data } = await office.getCalendarDays({ query: { year: 2026, month: 1 } });
    expect(data.obligations).toBeNull();
    expect(data.deadlines?.map(({ task, period, dueOn }) => [task.code, period, dueOn])).toContainEqual([
      'T0.1',
      '2025Q4',
      '2026-01-04',
    ]);
    const days = new Set(data.days.map(({ date }) => date));
    expect(data.deadlines?.every(({ dueOn }) => days.has(dueOn))).toBe(true);
    const year = (await office.getCalendarDays({ query: { span: 'year', year: 2026 } })).data;
    expect([year.days.length, year.days[0]?.date, year.days.at(-1)?.date]).toEqual([365, '2026-01-01', '2026-12-31']);
    expect(year.deadlines?.length).toBeGreaterThan(data.deadlines?.length ?? 0);
  });

  it('shows a unit what it owes itself, whatever unit it asks for', async () => {
    const own = (await township.getCalendarDays({ query: { year: 2025, month: 7 } })).data;
    expect(own.deadlines).toBeNull();
    expect(own.obligations?.map(({ unit }) => unit.code)).toContain(XIANYUAN);
    expect(new Set(own.obligations?.map(({ unit }) => unit.code))).toEqual(new Set([XIANYUAN]));
    const foreign = await township.getCalendarDays({ query: { year: 2025, month: 7, unit: '341003102' } });
    expect(foreign.data.obligations).toEqual([]);
    const asked = (await office.getCalendarDays({ query: { year: 2025, month: 7, unit: XIANYUAN } })).data;
    expect(asked.obligations?.map(({ id }) => id)).toEqual(own.obligations?.map(({ id }) => id));
  });

  it('moves what a unit owes to the day until which it was extended, which is provisional no more', async () => {
    const list = { year: 2027, task: 'T0.1', period: '2027Q1', unit: XIANYUAN };
    const [owed] = (await office.listObligations({ query: list })).data.items;
    expect(owed).toMatchObject({ dueOn: '2027-03-31', provisional: true });
    const params = { id: owed?.id ?? '' };
    const { etag } = await office.getObligation({ params });
    await office.grantExtension({ params, body: { dueOn: '2027-04-20', reason: '汛情' }, ifMatch: etag ?? '' });
    const of = async (month: number) =>
      (await township.getCalendarDays({ query: { year: 2027, month } })).data.obligations?.filter(
        ({ id }) => id === owed?.id,
      );
    expect(await of(4)).toMatchObject([{ dueOn: '2027-04-20', provisional: false }]);
    expect(await of(3)).toEqual([]);
  });

  it.each([
    [2000, 1],
    [2100, 12],
  ])('reaches from the first to the last month: %i-%i', async (year, month) => {
    const { data } = await office.getCalendarDays({ query: { year, month } });
    expect(data.days.length % 7).toBe(0);
    expect(data.deadlines).toEqual([]);
  });

  it('refuses a month that there is not', async () => {
    expect((await problemOf(office.getCalendarDays({ query: { month: 13 } }))).status).toBe(400);
  });

  it('says from 1 November on that the notice of the next year is missing', async () => {
    const missing = async (now: string) => {
      service.setNow(now);
      const { data } = await office.listCalendarYears();
      expect((await office.getOverview()).data.missingNotices).toEqual(data.missing);
      expect((await office.getCalendarDays()).data.missing).toEqual(data.missing);
      expect(data.missing.every((year) => data.items.some((each) => each.year === year))).toBe(true);
      return data.missing;
    };
    expect(await missing('2026-10-31T23:59:59+08:00')).toEqual([]);
    expect(await missing('2026-11-01T00:00:00+08:00')).toEqual([2027]);
    expect(await missing('2027-01-01T00:00:00+08:00')).toEqual([2027]);
    expect(await missing('2027-11-01T00:00:00+08:00')).toEqual([2027, 2028]);
    service.setNow('2026-11-05T09:00:00+08:00');
  });

  describe('a file for calendar programs', () => {
    const file = async (client: Client, query: { year?: number; unit?: string }) => {
      const { data } = await client.exportDeadlines({ query });
      const text = new TextDecoder().decode(data.content);
      expect(data.type).toBe('text/calendar; charset=utf-8');
      for (const line of text.split('\r\n')) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75);
      const events = new ICAL.Component(ICAL.parse(text)).getAllSubcomponents('vevent');
      return { name: data.fileName, events: events.map((each) => new ICAL.Event(each)) };
    };

    it("holds the deadlines of a year's plan on their last days, the provisional ones marked", async () => {
      const { name, events } = await file(office, { year: 2027 });
      expect(name).toBe('2027年民生实事宣传时限.ics');
      const deadlines = (await office.listDeadlines({ query: { year: 2027, limit: 500 } })).data.items;
      expect(events.map(({ uid, startDate }) => [uid, String(startDate)])).toEqual(
        expect.arrayContaining(deadlines.map(({ id, dueOn }) => [`deadline-${id}@nuanxin`, dueOn])),
      );
      expect(events).toHaveLength(deadlines.length);
      expect(events.every(({ summary }) => summary.startsWith('【暂定】'))).toBe(true);
      expect((await file(office, { year: 2025 })).events.some(({ summary }) => summary.includes('暂定'))).toBe(false);
    });

    it('holds for a unit what it owes itself, without what it was exempted from', async () => {
      const owed = (await township.listObligations({ query: { year: 2026, limit: 500 } })).data.items;
      const own = await file(township, { year: 2026 });
      expect(own.events.map(({ uid }) => uid).toSorted()).toEqual(
        owed.map(({ id }) => `obligation-${id}@nuanxin`).toSorted(),
      );
      const params = { id: owed.find(({ period }) => period === '2026Q4')?.id ?? '' };
      const { etag } = await office.getObligation({ params });
      await office.grantExemption({ params, body: { reason: '机构改革' }, ifMatch: etag ?? '' });
      expect((await file(office, { year: 2026, unit: XIANYUAN })).events).toHaveLength(owed.length - 1);
      const foreign = township.exportDeadlines({ query: { year: 2026, unit: '341003102' } });
      expect(await problemOf(foreign)).toMatchObject({ code: 'not_found' });
      expect((await file(township, { year: 2026 })).name).toBe('仙源镇2026年民生实事宣传时限.ics');
      const extended = await file(township, { year: 2027 });
      const later = extended.events.find(({ startDate }) => String(startDate) === '2027-04-20');
      expect(later?.description).toContain('最后一天 2027-04-20 周二（已延期）');
    });

    it('has what was sent back on the last day of the correction', async () => {
      service.setNow('2026-04-01T10:00:00+08:00');
      const { data } = await office.listObligations({ query: { period: '2026Q1', task: 'T0.1', unit: XIANYUAN } });
      const [owed] = data.items;
      const { data: draft, etag } = await township.startSubmission({ body: { obligationId: owed?.id ?? '' } });
      const params = { id: draft.id };
      const saved = await township.saveDraft({ params, body: { values: { F0101: 1 } }, ifMatch: etag ?? '' });
      const sent = await township.submitSubmission({ params, body: {}, ifMatch: saved.etag ?? '' });
      await office.returnSubmission({ params, body: { comment: '请核对' }, ifMatch: sent.etag ?? '' });
      const events = (await file(township, { year: 2026 })).events;
      const event = events.find(({ uid }) => uid === `obligation-${owed?.id}@nuanxin`);
      expect(String(event?.startDate)).toBe('2026-04-07');
      expect(event?.description).toContain('最后一天 2026-04-07 周二（退回改正）');
      service.setNow('2026-11-05T09:00:00+08:00');
    });

    it('keeps its events when the clock moves, but for the stamp', async () => {
      const text = async () =>
        new TextDecoder().decode((await office.exportDeadlines({ query: { year: 2026 } })).data.content);
      const before = await text();
      expect(before).toContain('DTSTAMP:20261105T010000Z\r\n');
      service.setNow('2026-11-05T10:00:00+08:00');
      expect((await text()).replaceAll('T020000Z', 'T010000Z')).toBe(before);
    });

    it('is not there for a year without a plan', async () => {
      expect(await problemOf(office.exportDeadlines({ query: { year: 2031 } }))).toMatchObject({ code: 'not_found' });
      // A subscription of a unit that there is not would be empty for ever.
      const unknown = office.exportDeadlines({ query: { year: 2026, unit: 'B99' } });
      expect(await problemOf(unknown)).toMatchObject({ code: 'not_found' });
    });
  });

  it('previews which deadlines a notice moves, for how many units, and writes nothing', async () => {
    const params = { year: 2027 };
    const before = (await office.listDeadlines({ query: { year: 2027, limit: 500 } })).data;
    const { data } = await office.previewCalendarYear({ params, body: notice2027() });
    expect(data.moved.map(({ deadline, from, to }) => [deadline.task.code, deadline.period, from, to])).toEqual([
      ['T0.1', '2027Q3', '2027-10-08', '2027-10-09'],
    ]);
    const owing = (await office.listObligations({ query: { task: 'T0.1', period: '2027Q3', count: true } })).data.total;
    expect(data.moved[0]).toMatchObject({ wasProvisional: true, units: owing });
    expect(data.moved[0]?.deadline).toMatchObject({
      dueOn: '2027-10-09',
      dueDay: '周六（调休上班）',
      provisional: false,
    });
    const confirmed = data.confirmed.find(
      ({ deadline: { task, period } }) => task.code === 'T0.1' && period === '2026Q4',
    );
    expect(confirmed).toMatchObject({ from: '2027-01-04', to: '2027-01-04', wasProvisional: true });
    // One unit is exempt.
    expect(confirmed?.units).toBe((owing ?? 0) - 1);
    expect((await office.listDeadlines({ query: { year: 2027, limit: 500 } })).data).toEqual(before);
    expect((await office.getCalendarYear({ params })).data.status).toBe('projected');
  });

  it('does not count units with a day of their own beyond the move', async () => {
    const params = { year: 2027 };
    const list = { task: 'T0.1', period: '2027Q3', unit: XIANYUAN };
    const [owed] = (await office.listObligations({ query: list })).data.items;
    const { etag } = await office.getObligation({ params: { id: owed?.id ?? '' } });
    const units = async () =>
      (await office.previewCalendarYear({ params, body: notice2027() })).data.moved[0]?.units ?? 0;
    const all = await units();
    const body = { dueOn: '2027-10-20', reason: '汛情' };
    await office.grantExtension({ params: { id: owed?.id ?? '' }, body, ifMatch: etag ?? '' });
    expect(await units()).toBe(all - 1);
  });

  it('refuses a preview of what could not be entered, and to who may not enter it', async () => {
    const params = { year: 2027 };
    const body = { ...notice2027(), makeup: ['2027-10-12'] };
    expect(await problemOf(office.previewCalendarYear({ params, body }))).toMatchObject({
      code: 'calendar_year_invalid',
      errors: [{ pointer: '/makeup/0' }],
    });
    expect((await problemOf(township.previewCalendarYear({ params, body: notice2027() }))).code).toBe('forbidden');
  });

  it('saving does what the preview showed; then nothing is missing, and the day is firm everywhere', async () => {
    const params = { year: 2027 };
    const { data: preview } = await office.previewCalendarYear({ params, body: notice2027() });
    const { etag } = await office.getCalendarYear({ params });
    const { data: saved } = await office.putCalendarYear({ params, body: notice2027(), ifMatch: etag ?? '' });
    const { year: _year, ...changes } = saved;
    expect(changes).toEqual(preview);
    expect((await office.getOverview()).data.missingNotices).toEqual([]);
    const [owed] = (await office.listObligations({ query: { task: 'T0.1', period: '2027Q3', unit: '341003102' } })).data
      .items;
    expect(owed).toMatchObject({ dueOn: '2027-10-09', provisional: false });
    const again = await office.previewCalendarYear({ params, body: notice2027() });
    expect(again.data).toEqual({
      moved: [],
      confirmed: [],
      told: 0,
      becameOverdue: 0,
      noLongerOverdue: 0,
      becameLate: 0,
      noLongerLate: 0,
    });
    const stale = office.putCalendarYear({ params, body: notice2027(), ifMatch: etag ?? '' });
    expect((await problemOf(stale)).code).toBe('precondition_failed');
    const auditor = await service.addUser('shenji', ['auditor']);
    const entries = (await auditor.listAudit({ query: { entity: 'calendar_year' } })).data.items;
    expect(entries[0]).toMatchObject({
      action: 'calendar.publish',
      after: { moved: [{ period: '2027Q3', from: '2027-10-08', to: '2027-10-09' }] },
    });
  });

  it('tells each unit once which of its last days moved, but not who has a later day, owes nothing or has handed in', async () => {
    const messages = async (client: Client) =>
      (await client.listReminders({ query: { limit: 100 } })).data.items.filter(
        ({ note }) => note === '录入2027年放假安排',
      );
    const told = await messages(office);
    const owing = (await office.listObligations({ query: { task: 'T0.1', period: '2027Q3', limit: 100 } })).data.items;
    // One unit was given until the 20th.
    const others = owing.map(({ unit }) => unit.code).filter((code) => code !== XIANYUAN);
    expect(told.map(({ unit }) => unit.code).toSorted()).toEqual(others.toSorted());
    expect(await messages(township)).toEqual([]);
    const tangkou = await service.addUser('tangkou', ['reporter'], '341003102');
    const [message, ...more] = await messages(tangkou);
    expect(more).toEqual([]);
    expect(message).toMatchObject({ note: '录入2027年放假安排', items: [], messages: [], readAt: null });
    expect(message?.moved).toEqual([
      {
        task: { code: 'T0.1', title: expect.any(String) },
        overtaken: false,
        period: '2027Q3',
        window: null,
        from: '2027-10-08',
        fromDay: '周五（国庆节）',
        to: '2027-10-09',
        toDay: '周六（调休上班）',
        provisional: false,
      },
    ]);
    // It is no reminder.
    expect(owing.every(({ reminded }) => reminded === null)).toBe(true);
    const { data: unit } = await office.getUnitYear({ params: { code: '341003102' }, query: { year: 2027 } });
    expect(unit.reminders).toEqual({ count: 0, last: null });
    await tangkou.readReminder({ params: { id: message?.id ?? '' } });
    expect((await tangkou.listReminders({ query: { unread: true } })).data.items).toEqual([]);
  });

  it('a plan that is edited while a notice is entered follows the notice', async () => {
    const edit = (title: string) => async () => {
      const { data } = await office.listTasks({ query: { year: 2026, limit: 100 } });
      const task = data.items.find(({ code }) => code === 'T0.3');
      await office.updateTask({ params: { id: task?.id ?? '' }, body: { title }, ifMatch: `"${task?.version}"` });
    };
    const params = { year: 2027 };
    const days = new Set<string>();
    for (const [round, last] of ['2027-01-03', '2027-01-04', '2027-01-03', '2027-01-04'].entries()) {
      const body = notice2027();
      const holidays = body.holidays.map((each) => (each.name === '元旦' ? { ...each, to: last } : each));
      const { etag } = await office.getCalendarYear({ params });
      await Promise.all([
        office.putCalendarYear({ params, body: { ...body, holidays }, ifMatch: etag ?? '' }),
        edit(`互学互鉴交流（${round}）`)(),
      ]);
      const { data } = await office.listDeadlines({ query: { year: 2026, task: 'T0.1', period: '2026Q4' } });
      expect(data.items.map(({ dueOn }) => dueOn)).toEqual([last === '2027-01-03' ? '2027-01-04' : '2027-01-05']);
      days.add(data.items[0]?.dueOn ?? '');
    }
    expect(days.size).toBe(2);
    const { etag } = await office.getCalendarYear({ params });
    await office.putCalendarYear({ params, body: notice2027(), ifMatch: etag ?? '' });
  });

  it('says of a report, its row in the list and its reminder whether the last day is provisional', async () => {
    await makePlan(office, { year: 2028, copyOf: 2027 });
    service.setNow('2028-03-01T09:00:00+08:00');
    const list = { task: 'T0.1', period: '2028Q1', unit: XIANYUAN };
    const [owed] = (await office.listObligations({ query: list })).data.items;
    const { data: draft } = await township.startSubmission({ body: { obligationId: owed?.id ?? '' } });
    const { data: report } = await township.getSubmission({ params: { id: draft.id } });
    const [row] = (await office.listSubmissions({ query: { unit: XIANYUAN, period: '2028Q1' } })).data.items;
    const { data: reminded } = await office.remind({ body: { obligationIds: [owed?.id ?? ''] } });
    expect([report.provisional, row?.provisional, reminded.items[0]?.items[0]?.provisional]).toEqual([
      true,
      true,
      true,
    ]);
  });

  it('says so on the command line too', async () => {
    const account = { baseUrl: service.baseUrl, password: PASSWORD };
    const status = await nuanxin(account, tmpdir(), 'status', '--period', '2028Q1').ended;
    expect([status.code, status.stdout]).toEqual([0, expect.stringContaining('2028-03-31（暂定）')]);
    const deadlines = await nuanxin(account, tmpdir(), 'deadlines', '--year', '2028').ended;
    expect(deadlines.stdout).toMatch(/2028-03-31 .*暂定/);
  });
});
