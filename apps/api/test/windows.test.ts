import type { Client, Task } from '@nuanxin/client';
import type { ScheduleWindow } from '@nuanxin/domain';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { databases, problemOf, startService, type Service } from './support.ts';

const SURVEY = { no: 1, name: '省民调', opens: '2025-09-01', due: '2025-09-19' };

describe.each(databases)('windows of an ad hoc task (R79), on $name', (database) => {
  let service: Service;
  let office: Client;

  beforeAll(async () => {
    service = await startService(database, '2025-08-20T09:00:00+08:00');
    office = await service.as('admin');
  });
  afterAll(() => service.close());

  const task = async (): Promise<Task> => {
    const { data } = await office.listTasks({ query: { year: 2025, limit: 100 } });
    const found = data.items.find(({ code }) => code === 'T5.3');
    if (!found) throw new Error('no T5.3');
    return found;
  };
  const set = async (windows: ScheduleWindow[], mode: 'dry_run' | 'atomic' = 'atomic') => {
    const { id, version } = await task();
    const body = { schedule: { kind: 'adhoc' as const, windows }, mode };
    return (await office.updateTask({ params: { id }, body, ifMatch: `"${version}"` })).data;
  };
  const named = { query: { year: 2025, task: 'T5.3', limit: 100 } };
  const owed = async () =>
    (await office.listObligations({ query: { year: 2025, task: 'T5.3', limit: 100 } })).data.items.map(
      ({ unit, period, dueOn, status, lamp }) => [unit.name, period, dueOn, status, lamp],
    );

  it('nothing falls due until the office opens one, and first it says what follows', async () => {
    expect(await owed()).toEqual([]);
    const { change } = await set([SURVEY], 'dry_run');
    expect(change.added.map(({ deadline, units }) => [deadline.period, deadline.dueOn, units.length])).toEqual([
      ['2025W1', '2025-09-19', 1],
    ]);
    expect(await owed()).toEqual([]);
    const { task: opened } = await set([SURVEY]);
    expect(opened.scheduleText).toBe('由区民生办另行通知；省民调（2025-09-01 至 2025-09-19）');
    expect(await owed()).toEqual([['区民生办', '2025W1', '2025-09-19', 'upcoming', 'grey']]);
    expect((await office.listObligations(named)).data.items.map(({ window }) => window)).toEqual(['省民调']);
    expect((await office.listDeadlines(named)).data.items.map(({ window }) => window)).toEqual(['省民调']);
    const quarterly = { query: { year: 2025, task: 'T0.1', limit: 1 } };
    expect((await office.listDeadlines(quarterly)).data.items.map(({ window }) => window)).toEqual([null]);
  });

  it('one that is over before it is opened says that nobody owes anything for it', async () => {
    const over: ScheduleWindow = { no: 2, name: '暗访', opens: '2025-08-01', due: '2025-08-10' };
    const { change } = await set([SURVEY, over], 'dry_run');
    expect(change.past.map(({ period, dueOn }) => [period, dueOn])).toEqual([['2025W2', '2025-08-10']]);
    expect([change.added, change.due, change.told, change.becameOverdue]).toEqual([[], [], 0, 0]);
    expect((await set([SURVEY], 'dry_run')).change.past).toEqual([]);
  });

  it('its days decide what is owed: visits of the window fulfil it, those before do not', async () => {
    service.setNow('2025-09-01T00:00:00+08:00');
    expect(await owed()).toEqual([['区民生办', '2025W1', '2025-09-19', 'open', 'grey']]);
    service.setNow('2025-09-15T09:00:00+08:00');
    expect(await owed()).toEqual([['区民生办', '2025W1', '2025-09-19', 'open', 'yellow']]);
    // It is no report, and is counted on the first page all the same.
    expect((await office.getOverview({ query: {} })).data.counts.otherDueSoon).toBe(1);
    // A reminder of it calls it by its name too.
    const { data: sent } = await office.remind({
      body: { obligationIds: (await office.listObligations(named)).data.items.map(({ id }) => id) },
    });
    const { data: told } = await office.listReminders({ query: { limit: 1 } });
    expect([sent.items.length, told.items[0]?.items[0]?.window]).toEqual([1, '省民调']);
    const visit = async (date: string) =>
      office.createRecord({
        params: { kind: 'visits' },
        body: { unit: '341003101', date, values: { kind: 'household', households: 12 } },
      });
    await visit('2025-08-31');
    expect((await owed())[0]?.[3]).toBe('open');
    service.setNow('2025-09-22T09:00:00+08:00');
    expect(await owed()).toEqual([['区民生办', '2025W1', '2025-09-19', 'overdue', 'red']]);
    await visit('2025-09-20');
    expect((await owed())[0]?.[3]).toBe('overdue');
    await visit('2025-09-10');
    expect(await owed()).toEqual([['区民生办', '2025W1', '2025-09-19', 'accepted', 'green']]);
  });

  it('is put off or ended early by another last day, and status and lamp follow at once', async () => {
    service.setNow('2025-10-20T09:00:00+08:00');
    const second = { no: 2, name: '省民调补访', opens: '2025-10-15', due: '2025-10-31' };
    await set([SURVEY, second]);
    const last = async () => (await owed()).find(([, period]) => period === '2025W2');
    expect(await last()).toEqual(['区民生办', '2025W2', '2025-10-31', 'open', 'grey']);
    const { change } = await set([SURVEY, { ...second, due: '2025-10-21' }]);
    expect(change.due.map(({ deadline, from }) => [deadline.period, from, deadline.dueOn])).toEqual([
      ['2025W2', '2025-10-31', '2025-10-21'],
    ]);
    expect(await last()).toEqual(['区民生办', '2025W2', '2025-10-21', 'open', 'yellow']);
    service.setNow('2025-10-22T09:00:00+08:00');
    expect((await last())?.slice(3)).toEqual(['overdue', 'red']);
    const auditor = await service.addUser('shenji', ['auditor']);
    const { data } = await auditor.listAudit({ query: { entity: 'task', entityId: (await task()).id } });
    expect(data.items.map(({ action }) => action)).toEqual(['task.update', 'task.update', 'task.update']);
  });

  it('one that was opened by mistake goes as if it had never been; of one in which something was done it stays', async () => {
    service.setNow('2025-11-03T09:00:00+08:00');
    const { schedule } = await task();
    const windows = schedule.kind === 'adhoc' ? (schedule.windows ?? []) : [];
    await set([...windows, { no: 3, name: '误开', opens: '2025-11-10', due: '2025-11-20' }]);
    expect((await owed()).map(([, period]) => period)).toEqual(['2025W1', '2025W2', '2025W3']);
    await set(windows);
    expect((await owed()).map(([, period]) => period)).toEqual(['2025W1', '2025W2']);
    const { change } = await set([], 'dry_run');
    expect([change.removed, change.kept.length > 0]).toEqual([[], true]);
    expect(await problemOf(set([]))).toMatchObject({
      code: 'window_in_use',
      detail: expect.stringContaining('窗口期“省民调”已有报送、登记、催办，或者已过最后一天，不能删除'),
      errors: [{ pointer: '/schedule/windows' }],
    });
    expect((await owed()).map(([, period]) => period)).toEqual(['2025W1', '2025W2']);
    expect((await task()).schedule).toEqual(schedule);
  });

  it('refuses days outside the year, in the wrong order or in two windows, and a number or a name twice, in their place', async () => {
    const fault = async (windows: ScheduleWindow[]) => {
      const { errors } = await problemOf(set(windows));
      return errors?.map(({ pointer, detail }) => [pointer, detail]);
    };
    expect(await fault([{ ...SURVEY, due: '2025-08-01' }])).toEqual([
      ['/schedule/windows/0', expect.stringContaining('窗口期“省民调”的开始日期不能晚于最后一天')],
    ]);
    expect(await fault([{ ...SURVEY, due: '2026-01-05' }])).toEqual([
      ['/schedule/windows/0', expect.stringContaining('窗口期“省民调”应在2025年之内')],
    ]);
    expect(await fault([SURVEY, { ...SURVEY, name: '又一次' }])).toEqual([
      ['/schedule/windows/0', expect.stringContaining('窗口期“省民调”的编号 1 重复')],
    ]);
    expect(await fault([SURVEY, { no: 2, name: '省民调 ', opens: '2025-10-15', due: '2025-10-31' }])).toEqual([
      ['/schedule/windows/1', expect.stringContaining('窗口期“省民调 ”已有，请换一个名称')],
    ]);
    const next = { no: 2, name: '补访', opens: '2025-09-19', due: '2025-09-30' };
    expect(await fault([SURVEY, next])).toEqual([
      [
        '/schedule/windows/1',
        expect.stringContaining('窗口期“补访”与窗口期省民调（2025-09-01 至 2025-09-19）的日期重叠'),
      ],
    ]);
    expect((await set([SURVEY, { ...next, opens: '2025-09-20' }], 'dry_run')).change.kept).toEqual([]);
  });
});
