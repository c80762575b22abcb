import type { Client, PlanChange, Task, TaskInput } from '@nuanxin/client';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { databases, makePlan, problemOf, type Service, startService } from './support.ts';

const talk: TaskInput = {
  code: 'T7.1',
  title: '民生政策宣讲',
  workstream: 'society',
  phase: null,
  lead: ['@townships', 'B05'],
  support: ['B02'],
  schedule: { kind: 'quarterly', due: 'by_first_workday_of_next_quarter' },
  tracking: 'records',
  form: null,
  records: 'activities',
  criterion: {
    kind: 'at_least',
    of: 'unit',
    least: 1,
    figure: { kind: 'activities', where: { kind: ['policy_talk'] }, span: 'period' },
  },
  requirements: ['R42'],
  source: '区政府办通知',
};

describe.each(databases)('tasks of a plan, on $name', (database) => {
  let service: Service;
  let office: Client;
  beforeAll(async () => {
    service = await startService(database, '2025-07-03T09:00:00+08:00');
    office = await service.as('admin');
  });
  afterAll(() => service.close());

  const tasks = async () => (await office.listTasks({ query: { year: 2025, limit: 100 } })).data.items;
  const task = async (code: string): Promise<Task> => {
    const found = (await tasks()).find((each) => each.code === code);
    if (!found) throw new Error(`no task ${code}`);
    return found;
  };
  const owed = async (code: string) =>
    (await office.listObligations({ query: { year: 2025, task: code, limit: 500 } })).data.items;
  const deadlines = async (code: string) =>
    (await office.listDeadlines({ query: { year: 2025, task: code, limit: 100 } })).data.items;
  type Change = Parameters<Client['updateTask']>[0]['body'];
  const edit = async (code: string, body: Change) => {
    const { id, version } = await task(code);
    return office.updateTask({ params: { id }, body, ifMatch: `"${version}"` });
  };
  const items = (part: PlanChange['added']) => part.reduce((sum, { units }) => sum + units.length, 0);

  it('a new task falls due from now on, for every unit that leads it', async () => {
    const preview = await office.createTask({ body: { year: 2025, ...talk, mode: 'dry_run' } });
    expect((await tasks()).map(({ code }) => code)).not.toContain('T7.1');
    const { data, etag } = await office.createTask({ body: { year: 2025, ...talk } });
    expect(data.change).toEqual(preview.data.change);
    expect(etag).toBe('"1"');
    expect(data.task).toMatchObject({
      code: 'T7.1',
      leadText: '各乡镇人民政府、区民政局',
      leadCodes: ['@townships', 'B05'],
      counts: '活动培训 · 政策宣讲，每个单位至少 1 场',
      retired: false,
    });
    // Due on 1 July, over on the 3rd: nobody is late with what nobody asked for.
    expect((await deadlines('T7.1')).map(({ period, dueOn }) => `${period} ${dueOn}`)).toEqual([
      '2025Q3 2025-10-09',
      '2025Q4 2026-01-04',
    ]);
    expect(items(data.change.added)).toBe(30);
    expect(await owed('T7.1')).toHaveLength(30);
  });

  it('codes are given once, and what does not fit is said at its field', async () => {
    const create = (change: object) => problemOf(office.createTask({ body: { year: 2025, ...talk, ...change } }));
    expect(await create({})).toMatchObject({ code: 'task_code_taken', errors: [{ pointer: '/code' }] });
    const wrong = async (change: object) => {
      const { errors, detail } = await create({ code: 'T7.2', ...change });
      return [errors?.[0]?.pointer, detail];
    };
    expect(await wrong({ lead: [] })).toEqual(['/lead', '请至少选择一个牵头单位']);
    expect((await wrong({ lead: ['@none'] }))[0]).toBe('/lead');
    expect((await wrong({ support: ['B99'] }))[0]).toBe('/support');
    expect(await wrong({ support: ['B02', 'B05'] })).toEqual([
      '/support',
      '“区民政局”已是牵头单位，请从配合单位或牵头单位中去掉一个',
    ]);
    expect(await wrong({ support: ['@townships'] })).toEqual([
      '/support',
      '“各乡镇人民政府”已是牵头单位，请从配合单位或牵头单位中去掉一个',
    ]);
    expect((await problemOf(edit('T7.1', { lead: ['B02'] }))).errors?.[0]?.pointer).toBe('/support');
    expect((await wrong({ workstream: 'none' }))[0]).toBe('/workstream');
    expect((await wrong({ phase: 'none' }))[0]).toBe('/phase');
    expect((await wrong({ schedule: { kind: 'once', due: '02-29' } }))[0]).toBe('/schedule/due');
    expect((await wrong({ schedule: { kind: 'once', due: '05-01', opens: '06-01' } }))[0]).toBe('/schedule/opens');
    expect((await wrong({ tracking: 'submission', records: null, criterion: null }))[0]).toBe('/form');
    expect((await wrong({ tracking: 'office' }))[0]).toBe('/records');
    expect((await wrong({ records: null, criterion: null }))[0]).toBe('/records');
    expect((await wrong({ title: '34100319800101123X' }))[0]).toBe('/title');
    const figure = { kind: 'activities', span: 'period' };
    const criterion = async (change: object) =>
      wrong({ criterion: { kind: 'at_least', of: 'unit', least: 1, figure: { ...figure, ...change } } });
    expect((await criterion({ where: { kind: ['none'] } }))[0]).toBe('/criterion');
    expect((await criterion({ where: { unknown: ['quiz'] } }))[0]).toBe('/criterion');
    expect((await criterion({ by: 'title' }))[0]).toBe('/criterion');
    expect((await criterion({ span: 'until' }))[0]).toBe('/criterion');
    expect(
      (
        await problemOf(
          office.createTask({
            body: {
              year: 2025,
              ...talk,
              code: 'T7.2',
              criterion: { kind: 'at_least', of: 'unit', least: 1, figure: { ...figure, by: "a'b" } },
            } as never,
          }),
        )
      ).status,
    ).toBe(400);
    expect((await create({ year: 2031, code: 'T7.2' })).code).toBe('not_found');
  });

  it('another schedule moves the last days; what is over is said to be', async () => {
    const { data } = await edit('T0.1', {
      schedule: { kind: 'quarterly', due: 'by_first_workday_of_next_quarter', inclusive: false, first: '03-28' },
      mode: 'dry_run',
    });
    expect(data.change.due.map(({ deadline, from, over }) => [deadline.period, from, deadline.dueOn, over])).toEqual([
      ['2025Q1', '2025-03-31', '2025-03-28', true],
      ['2025Q2', '2025-07-01', '2025-06-30', true],
      ['2025Q3', '2025-10-09', '2025-09-30', false],
      ['2025Q4', '2026-01-04', '2025-12-31', false],
    ]);
    expect([data.change.due[2]?.units, data.change.units]).toEqual([37, 37]);
    expect((await deadlines('T0.1'))[0]?.dueOn).toBe('2025-03-31');
  });

  it('says how many become late by another schedule, and tells who still owes', async () => {
    const once: TaskInput = {
      ...talk,
      code: 'T7.4',
      title: '政策明白卡入户',
      lead: ['@townships'],
      support: [],
      schedule: { kind: 'once', due: '12-31' },
      tracking: 'office',
      records: null,
      criterion: null,
    };
    await office.createTask({ body: { year: 2025, ...once } });
    const head = async () =>
      (await office.getOverview({ query: { year: 2025 } })).data.columns.find(({ task: of }) => of.code === 'T7.4')
        ?.label;
    expect(await head()).toBe('12月底');
    const [done, exempt, extended, ...rest] = await owed('T7.4');
    await office.settleObligations({ body: { ids: [done?.id ?? ''], doneOn: '2025-07-01' } });
    const reason = '撤并';
    await office.grantExemption({ params: { id: exempt?.id ?? '' }, body: { reason }, ifMatch: '"1"' });
    const later = { dueOn: '2026-01-31', reason };
    await office.grantExtension({ params: { id: extended?.id ?? '' }, body: later, ifMatch: '"1"' });
    const effects = { told: rest.length, becameOverdue: rest.length, noLongerOverdue: 0 };
    const move = { schedule: { kind: 'once' as const, due: '07-02' } };
    const preview = await edit('T7.4', { ...move, mode: 'dry_run' });
    expect(preview.data.change).toMatchObject({ ...effects, due: [{ from: '2025-12-31', over: true }] });
    const toldBefore = (await office.listReminders({ query: { limit: 100 } })).data.items.map(({ id }) => id);
    expect(toldBefore).toHaveLength(2);
    expect((await edit('T7.4', move)).data.change).toEqual(preview.data.change);
    expect(await head()).toBe('7月');
    const told = (await office.listReminders({ query: { limit: 100 } })).data.items.filter(
      ({ id }) => !toldBefore.includes(id),
    );
    expect(told.map(({ unit }) => unit.code).toSorted()).toEqual(rest.map(({ unit }) => unit.code).toSorted());
    expect(told[0]).toMatchObject({
      note: '调整2025年方案',
      items: [],
      moved: [{ task: { code: 'T7.4' }, period: '2025', from: '2025-12-31', to: '2025-07-02' }],
    });
    const back = await edit('T7.4', { schedule: once.schedule });
    expect(back.data.change).toMatchObject({ told: rest.length, becameOverdue: 0, noLongerOverdue: rest.length });
    await edit('T7.4', { title: '政策明白卡进万家' });
    expect((await office.listReminders({ query: { count: true } })).data.total).toBe(2 + 2 * rest.length);
    const auditor = await service.addUser('duban', ['auditor']);
    const { data: entries } = await auditor.listAudit({ query: { action: 'reminder.moved', limit: 100 } });
    expect(entries.items).toHaveLength(2 + 2 * rest.length);
    expect(entries.items.at(-3)?.after).toMatchObject({ about: ['T7.4 2025 2025-12-31 → 2025-07-02'] });
  });

  it('says how many reports that were on time become late by an earlier day, and tells their units', async () => {
    const { data } = await office.listObligations({ query: { task: 'T0.1', period: '2025Q2', limit: 1 } });
    const [report] = data.items;
    const unit = report?.unit.code ?? '';
    service.setNow('2025-07-01T17:00:00+08:00');
    const { data: draft, etag } = await office.startSubmission({ body: { obligationId: report?.id ?? '' } });
    const params = { id: draft.id };
    const saved = await office.saveDraft({ params, body: { values: { F0101: 2 } }, ifMatch: etag ?? '' });
    await office.submitSubmission({ params, body: {}, ifMatch: saved.etag ?? '' });
    service.setNow('2025-07-03T09:00:00+08:00');
    const { schedule: was } = await task('T0.1');
    const schedule = { ...was, inclusive: false };
    const { change } = (await edit('T0.1', { schedule } as Partial<TaskInput>)).data;
    expect(change).toMatchObject({ becameLate: 1, noLongerLate: 0 });
    const { data: told } = await office.listReminders({ query: { unit, moved: true } });
    expect(told.items[0]?.moved).toContainEqual(
      expect.objectContaining({ period: '2025Q2', from: '2025-07-01', to: '2025-06-30' }),
    );
    expect((await office.listReminders({ query: { unit, moved: false } })).data.items).toEqual([]);
    const back = await edit('T0.1', { schedule: was } as Partial<TaskInput>);
    expect(back.data.change).toMatchObject({ becameLate: 0, noLongerLate: 1 });
  });

  it('what changes nothing is no edit: no version, no entry in the audit', async () => {
    const auditor = await service.addUser('jiancha', ['auditor']);
    const before = await task('T0.1');
    const entries = async () =>
      (await auditor.listAudit({ query: { entity: 'task', entityId: before.id } })).data.items.length;
    const count = await entries();
    for (const body of [{}, { title: before.title, schedule: before.schedule, retired: false }]) {
      const { data, etag } = await edit('T0.1', body);
      expect([data.task, etag]).toEqual([before, `"${before.version}"`]);
    }
    expect(await entries()).toBe(count);
  });

  it('refuses requirements that the notice does not have, and a first day that is none of the first quarter', async () => {
    for (const requirement of ['R0', 'R107', 'R999'])
      expect((await problemOf(edit('T0.1', { requirements: [requirement] }))).status).toBe(400);
    const { data } = await edit('T0.1', { requirements: ['R1', 'R99', 'R106'], mode: 'dry_run' });
    expect(data.task.requirements).toEqual(['R1', 'R99', 'R106']);
    const schedule = { kind: 'quarterly' as const, due: 'by_first_workday_of_next_quarter' as const, first: '12-31' };
    expect((await problemOf(edit('T0.1', { schedule }))).errors?.[0]?.pointer).toBe('/schedule/first');
  });

  it('an edit is refused when somebody else was first', async () => {
    const { id, version } = await task('T7.1');
    const change = { params: { id }, body: { title: '政策宣讲进万家' }, ifMatch: `"${version}"` };
    const { data } = await office.updateTask(change);
    expect(data.task).toMatchObject({ title: '政策宣讲进万家', version: version + 1 });
    expect((await problemOf(office.updateTask(change))).code).toBe('precondition_failed');
    expect((await office.getTask({ params: { id } })).etag).toBe(`"${version + 1}"`);
  });

  it('of two edits at once one is refused', async () => {
    const { id, version, title } = await task('T7.1');
    const change = (text: string) =>
      office.updateTask({ params: { id }, body: { title: text }, ifMatch: `"${version}"` }).then(
        () => 'saved',
        (error: { problem: { code: string } }) => error.problem.code,
      );
    const outcomes = await Promise.all(['甲', '乙', '丙', '丁'].map((each) => change(`${title}${each}`)));
    expect(outcomes.toSorted()).toEqual([...Array<string>(3).fill('precondition_failed'), 'saved']);
  });

  it('how a task is judged is fixed once a record counts for it, or something was handed in', async () => {
    const judged = { tracking: 'office' as const, records: null, criterion: null };
    expect((await edit('T7.1', { ...judged, mode: 'dry_run' })).data.task.tracking).toBe('office');
    const body = { unit: 'B05', date: '2025-07-02', values: { title: '宣讲', kind: 'policy_talk' } };
    await office.createRecord({ params: { kind: 'activities' }, body });
    expect((await problemOf(edit('T7.1', judged))).code).toBe('task_tracking_fixed');
    // What counts may be said anew: the day is derived.
    expect((await edit('T7.1', { criterion: null, mode: 'dry_run' })).data.task.criterion).toBeNull();
    const [first] = await owed('T0.1');
    await office.startSubmission({ body: { obligationId: first?.id ?? '' } });
    const { code, detail } = await problemOf(edit('T0.1', { tracking: 'office', form: null }));
    expect([code, detail]).toEqual(['task_tracking_fixed', expect.stringContaining('报送工作小结')]);
  });

  it('a retired task asks for nothing new; what was handed in stays and is read as before', async () => {
    const first = (await owed('T0.1')).find(({ submissionId }) => submissionId !== null);
    const { data } = await edit('T0.1', { retired: true });
    expect(data.task.retired).toBe(true);
    const left = await owed('T0.1');
    expect(left.find(({ id }) => id === first?.id)?.submissionId).toBe(first?.submissionId);
    const obligations = left.filter(({ id }) => id !== first?.id);
    expect(obligations.every(({ period }) => ['2025Q1', '2025Q2'].includes(period))).toBe(true);
    expect((await deadlines('T0.1')).map(({ period }) => period)).toEqual(['2025Q1', '2025Q2']);
    expect((await office.getSubmission({ params: { id: first?.submissionId ?? '' } })).data.state).toBe('draft');
    await makePlan(office, { year: 2027, copyOf: 2025 });
    const next = (await office.listTasks({ query: { year: 2027, limit: 100 } })).data.items;
    expect(next.map(({ code }) => code)).not.toContain('T0.1');
    const back = await edit('T0.1', { retired: false });
    expect(back.data.change.added.map(({ deadline }) => deadline.period)).toEqual(['2025Q3', '2025Q4']);
    const auditor = await service.addUser('shenji', ['auditor']);
    const { data: entries } = await auditor.listAudit({ query: { entity: 'task' } });
    expect(entries.items.map(({ action }) => action)).toEqual(
      expect.arrayContaining(['task.create', 'task.update', 'task.retire', 'task.restore']),
    );
    expect(entries.items[0]).toMatchObject({ label: '报送工作小结及情况统计表（附件7）', before: { retired: true } });
  });

  it('only the office edits tasks', async () => {
    const reporter = await service.addUser('xianyuan', ['reporter'], '341003101');
    const { id } = await task('T7.1');
    expect((await problemOf(reporter.createTask({ body: { year: 2025, ...talk } }))).code).toBe('forbidden');
    expect((await problemOf(reporter.updateTask({ params: { id }, body: {}, ifMatch: '"1"' }))).code).toBe('forbidden');
  });

  it('whatever is edited: the preview is what then happens, and what happens is what is told', async () => {
    const day = fc.constantFrom('06-30', '07-02', '07-03', '08-15', '12-31');
    const schedule = fc.oneof(
      fc.record({ kind: fc.constant('once' as const), due: day }),
      fc.constant({ kind: 'quarterly' as const, due: 'quarter_end' as const }),
      fc.record({
        kind: fc.constant('quarterly' as const),
        due: fc.constant('by_first_workday_of_next_quarter' as const),
        inclusive: fc.boolean(),
      }),
      fc.constant({ kind: 'continuous' as const }),
    );
    const who = fc.uniqueArray(fc.constantFrom('B05', 'B06', '341003101', '@townships', '@departments'), {
      minLength: 1,
    });
    const change = fc.record({ schedule, lead: who, retired: fc.boolean() }, { requiredKeys: [] });
    const inBooks = async (): Promise<Set<string>> =>
      new Set((await owed('T7.1')).map(({ unit, period }) => `${unit.code} ${period}`));
    const named = (part: PlanChange['added']): string[] =>
      part.flatMap(({ deadline, units }) => units.map(({ code }) => `${code} ${deadline.period}`)).toSorted();
    await fc.assert(
      fc.asyncProperty(change, async (body) => {
        const before = await inBooks();
        const preview = await edit('T7.1', { ...body, mode: 'dry_run' });
        expect(await inBooks()).toEqual(before);
        const { data } = await edit('T7.1', body);
        expect(data.change).toEqual(preview.data.change);
        const after = await inBooks();
        expect(named(data.change.added)).toEqual([...after].filter((each) => !before.has(each)).toSorted());
        expect(named(data.change.removed)).toEqual([...before].filter((each) => !after.has(each)).toSorted());
      }),
      { numRuns: 25 },
    );
  });
});
