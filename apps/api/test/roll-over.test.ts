import type { Client, PlanComparison, RollOver, TaskInput } from '@nuanxin/client';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { databases, makePlan, problemOf, type Service, startService } from './support.ts';

const talk: TaskInput = {
  code: 'T7.1',
  title: '民生政策宣讲',
  workstream: 'society',
  phase: 'prepare',
  lead: ['@townships'],
  support: [],
  schedule: { kind: 'once', due: '03-20' },
  tracking: 'office',
  form: null,
  records: null,
  criterion: null,
  requirements: [],
  source: '',
};

describe.each(databases)('next year from this one, on $name', (database) => {
  let service: Service;
  let office: Client;
  beforeAll(async () => {
    service = await startService(database, '2025-12-01T09:00:00+08:00');
    office = await service.as('admin');
    const closing = (await office.listUnits({ query: { q: '341003205' } })).data.items[0]?.id ?? '';
    const { etag } = await office.getUnit({ params: { id: closing } });
    await office.updateUnit({ params: { id: closing }, body: { active: false }, ifMatch: etag ?? '' });
    const card = { parts: { goals: '新增托位 120 个' }, plain: '', questions: [], phone: '', link: '' };
    await office.savePolicyCard({ params: { id: await projectId(12) }, body: card, ifMatch: '"0"' });
    const { data } = await office.listObligations({ query: { year: 2025, task: 'T0.1', limit: 1 } });
    await office.startSubmission({ body: { obligationId: data.items[0]?.id ?? '' } });
  });
  afterAll(() => service.close());

  const projects = async (year: number) => (await office.listProjects({ query: { year } })).data.items;
  const projectId = async (no: number, year = 2025) => (await projects(year)).find((each) => each.no === no)?.id ?? '';
  const states = (pairs: { state: string }[]) =>
    Object.fromEntries([...Map.groupBy(pairs, ({ state }) => state)].map(([state, list]) => [state, list.length]));

  /** Every row that belongs to a year, as the database has it. */
  async function rowsOf(year: number): Promise<Record<string, unknown[]>> {
    const { db } = service.connection;
    const ofPlan = sql`campaign_id in (select id from campaigns where year = ${year})`;
    const ofTasks = sql`task_id in (select id from tasks where ${ofPlan})`;
    const ofDeadlines = sql`deadline_id in (select id from deadlines where ${ofTasks})`;
    const all = {
      campaigns: sql`select * from campaigns where year = ${year}`,
      phases: sql`select * from phases where ${ofPlan} order by id`,
      workstreams: sql`select * from workstreams where ${ofPlan} order by id`,
      groups: sql`select * from groups where ${ofPlan} order by id`,
      members: sql`select * from group_units where group_id in (select id from groups where ${ofPlan}) order by 1, 2`,
      projects: sql`select * from projects where ${ofPlan} order by id`,
      cards: sql`select * from policy_cards where project_id in (select id from projects where ${ofPlan}) order by 1, 2`,
      tasks: sql`select * from tasks where ${ofPlan} order by id`,
      responsible: sql`select * from task_units where ${ofTasks} order by id`,
      deadlines: sql`select * from deadlines where ${ofTasks} order by id`,
      obligations: sql`select * from obligations where ${ofDeadlines} order by id`,
      submissions: sql`select * from submissions order by id`,
    };
    const read = await Promise.all(
      Object.entries(all).map(async ([name, query]) => [name, (await db.execute(query)).rows] as const),
    );
    return Object.fromEntries(read);
  }

  const next: RollOver = {
    year: 2027,
    copyOf: 2025,
    cards: true,
    projects: {
      drop: [30],
      change: [
        { from: 1, no: 2 },
        { from: 2, no: 1, name: '技能提升行动' },
      ],
      add: [
        { no: 30, name: '口袋公园', labelName: '口袋公园建设', field: '公共服务', kind: 'engineering', lead: 'B09' },
      ],
    },
    tasks: {
      drop: ['T1.3'],
      change: [{ from: 'T0.1', title: '报送工作小结', schedule: { kind: 'quarterly', due: 'quarter_end' } }],
      add: [talk],
    },
  };

  it('shows both years side by side before, and writes nothing', async () => {
    const before = await rowsOf(2025);
    const { data } = await office.previewCampaign({ body: next });
    expect(data.title).toBe('黄山区2027年民生实事宣传暨“民生实事·温暖人心”活动方案');
    expect(states(data.comparison.projects)).toEqual({ kept: 27, changed: 2, new: 1, dropped: 1 });
    expect(states(data.comparison.tasks)).toEqual({ kept: 20, changed: 1, new: 1, dropped: 1 });
    expect(states(data.comparison.phases)).toEqual({ kept: 4 });
    const report = data.comparison.tasks.find(({ to }) => to?.code === 'T0.1');
    expect(report?.changes.map(({ what }) => what)).toEqual(['任务', '时限']);
    expect(report?.to?.deadlines[0]).toMatchObject({ period: '2027Q1', dueOn: '2027-03-31', provisional: true });
    expect(report?.from?.deadlines[0]).toMatchObject({ period: '2025Q1', provisional: false });
    expect(data.left).toEqual([
      { unit: { code: '341003205', name: '永丰乡' }, where: expect.arrayContaining(['各乡镇人民政府']) },
    ]);
    const members = data.comparison.groups.find(({ to }) => to?.name === '各乡镇人民政府');
    expect(members?.changes[0]?.from).toContain('永丰乡');
    expect(members?.to?.units).not.toContain('永丰乡');
    expect(await rowsOf(2025)).toEqual(before);
    expect((await office.listCampaigns()).data.items.map(({ year }) => year)).toEqual([2025]);
  });

  it('creates what was shown; of the old year no row and no ETag changes', async () => {
    const before = await rowsOf(2025);
    const tag = (await office.getCampaign({ params: { year: 2025 } })).etag;
    const { data: shown, etag: seen } = await office.previewCampaign({ body: next });
    const { data, etag } = await office.createCampaign({ body: next, ifMatch: seen ?? '' });
    expect([data.title, etag]).toEqual([shown.title, '"1"']);
    expect(await rowsOf(2025)).toEqual(before);
    expect((await office.getCampaign({ params: { year: 2025 } })).etag).toBe(tag);
    const { data: compared } = await office.compareCampaigns({ params: { year: 2027 }, query: { with: 2025 } });
    expect(compared).toEqual(shown.comparison);
    const owed = (await office.listObligations({ query: { year: 2027, task: 'T7.1', limit: 100 } })).data.items;
    expect(owed).toHaveLength(13);
    const tasks = (await office.listTasks({ query: { year: 2027, limit: 100 } })).data.items;
    expect(tasks.every(({ version }) => version === 1)).toBe(true);
    expect((await problemOf(makePlan(office, next))).code).toBe('campaign_exists');
    expect((await problemOf(office.previewCampaign({ body: next }))).code).toBe('campaign_exists');
  });

  it('a policy card goes along to be looked at; saving it says that somebody did', async () => {
    const id = await projectId(12, 2027);
    const { data: card, etag } = await office.getPolicyCard({ params: { id } });
    expect(card).toMatchObject({ number: 1, carriedFrom: 2025, parts: { goals: '新增托位 120 个' } });
    expect((await projects(2027))[11]?.card.carriedFrom).toBe(2025);
    const { parts, plain, questions, phone, link } = card;
    const body = { parts, plain, questions, phone, link };
    const saved = await office.savePolicyCard({ params: { id }, body, ifMatch: etag ?? '' });
    expect(saved.data).toMatchObject({ number: 2, carriedFrom: null });
    expect((await office.savePolicyCard({ params: { id }, body, ifMatch: '"2"' })).data.number).toBe(2);
  });

  it('edited sample content loses its mark, the rest keeps it', async () => {
    const list = await projects(2027);
    expect(list.map(({ no, sample }) => [no, sample]).slice(0, 3)).toEqual([
      [1, false],
      [2, false],
      [3, true],
    ]);
    const id = await projectId(3, 2027);
    const { etag } = await office.getProject({ params: { id } });
    const { data } = await office.updateProject({ params: { id }, body: { note: '已核对' }, ifMatch: etag ?? '' });
    expect(data.sample).toBe(false);
  });

  it('what is gone and new since stands in the comparison too, and in a workbook', async () => {
    const { data } = await office.compareCampaigns({ params: { year: 2027 }, query: { with: 2025 } });
    expect(states(data.projects)).toEqual({ kept: 27, changed: 2, new: 1, dropped: 1 });
    const observer = await service.addUser('ducha', ['observer']);
    const file = (await observer.exportComparison({ params: { year: 2027, format: 'xlsx' }, query: { with: 2025 } }))
      .data;
    expect(file.fileName).toBe('2027年民生实事项目与2025年对照表.xlsx');
    expect(file.content.byteLength).toBeGreaterThan(3000);
    const call = office.compareCampaigns({ params: { year: 2027 }, query: { with: 2031 } });
    expect((await problemOf(call)).code).toBe('not_found');
  });

  it('says what does not fit', async () => {
    const refused = async (body: Partial<RollOver>) =>
      problemOf(office.previewCampaign({ body: { year: 2026, copyOf: 2025, ...body } }));
    const project = { no: 1, name: '新项目', labelName: '新项目', field: '其他', kind: 'service' as const, lead: null };
    expect(await refused({ projects: { add: [project] } })).toMatchObject({
      code: 'project_invalid',
      detail: '序号 1 有两个项目',
    });
    expect((await refused({ projects: { change: [{ from: 99 }] } })).errors?.[0]?.pointer).toBe(
      '/projects/change/0/from',
    );
    expect((await refused({ projects: { change: [{ from: 1, lead: 'B99' }] } })).code).toBe('project_invalid');
    expect((await refused({ projects: { change: [{ from: 1, name: '34100319800101123X' }] } })).code).toBe(
      'personal_info',
    );
    expect((await refused({ tasks: { change: [{ from: 'T9' }] } })).code).toBe('task_invalid');
    const fault = async (body: Partial<RollOver>) => {
      const { code, errors } = await refused(body);
      return [code, errors?.[0]?.pointer];
    };
    expect(await fault({ tasks: { add: [talk, { ...talk, code: 'T0.1' }] } })).toEqual([
      'task_code_taken',
      '/tasks/add/1/code',
    ]);
    expect(await fault({ tasks: { add: [{ ...talk, lead: ['B99'] }] } })).toEqual([
      'task_invalid',
      '/tasks/add/0/lead',
    ]);
    expect(await fault({ tasks: { change: [{ from: 'T0.1', phase: 'none' }] } })).toEqual([
      'task_invalid',
      '/tasks/change/0/phase',
    ]);
    expect(await fault({ projects: { drop: [30, 99] } })).toEqual(['roll_over_invalid', '/projects/drop/1']);
    expect(await fault({ tasks: { drop: ['T9.9'] } })).toEqual(['roll_over_invalid', '/tasks/drop/0']);
    expect(await fault({ year: 2028 })).toEqual(['campaign_year_too_far', '/year']);
    expect((await refused({ year: 2028 })).detail).toBe('现在最多编制到2027年度方案');
    expect((await refused({ copyOf: 2020 })).code).toBe('not_found');
    const phases = [{ code: 'prepare', name: '准备期', from: '01-01', to: '12-31', work: [] }];
    expect((await refused({ phases })).code).toBe('phase_in_use');
    const reporter = await service.addUser('xianyuan', ['reporter'], '341003101');
    expect((await problemOf(reporter.previewCampaign({ body: next }))).code).toBe('forbidden');
  });

  it('a day that the new year does not have is asked for, and can be given', async () => {
    service.setNow('2027-12-01T09:00:00+08:00');
    const leap = await makePlan(office, { year: 2028, copyOf: 2027 });
    expect(leap.data.year).toBe(2028);
    const task = (await office.listTasks({ query: { year: 2028, limit: 100 } })).data.items.find(
      ({ code }) => code === 'T7.1',
    );
    await office.updateTask({
      params: { id: task?.id ?? '' },
      body: { schedule: { kind: 'once', due: '02-29' } },
      ifMatch: '"1"',
    });
    const { detail } = await problemOf(office.previewCampaign({ body: { year: 2029, copyOf: 2028 } }));
    expect(detail).toContain('2029年没有 02-29 这一天');
    const change = [{ from: 'T7.1', schedule: { kind: 'once' as const, due: '02-28' } }];
    const { data } = await office.previewCampaign({ body: { year: 2029, copyOf: 2028, tasks: { change } } });
    expect(data.comparison.tasks.find(({ to }) => to?.code === 'T7.1')?.to?.deadlines[0]?.dueOn).toBe('2029-02-28');
  });

  it('a project keeps its place and its card under two new names, also two years on; an imported list is read by names', async () => {
    const renamed = { from: 12, name: '托育惠民工程', labelName: '托育惠民' };
    const body: RollOver = { year: 2026, copyOf: 2025, cards: true, projects: { change: [renamed] } };
    const pairOf = (pairs: PlanComparison['projects']) => pairs.find(({ to }) => to?.name === renamed.name);
    const { data } = await office.previewCampaign({ body });
    expect(states(data.comparison.projects)).toEqual({ kept: 29, changed: 1 });
    expect(pairOf(data.comparison.projects)?.changes.map(({ what }) => what)).toEqual(['名称', '标注名称']);
    await makePlan(office, body);
    const id = await projectId(12, 2026);
    expect((await office.getPolicyCard({ params: { id } })).data).toMatchObject({
      carriedFrom: 2025,
      parts: { goals: '新增托位 120 个' },
    });
    await makePlan(office, { year: 2029, copyOf: 2026 });
    const later = (await office.compareCampaigns({ params: { year: 2029 }, query: { with: 2025 } })).data.projects;
    expect(pairOf(later)).toMatchObject({ state: 'changed', from: { no: 12 } });
    const before = (await projects(2029)).find(({ no }) => no === 12);
    const list = `序号,领域,项目名称,标注名称,项目类型,牵头单位\n12,${before?.field},智慧停车,智慧停车场建设,工程类,`;
    const file = new File([list], '清单.csv');
    const { data: imported } = await office.importProjects({ body: { year: 2029, file, mode: 'atomic' } });
    expect(imported.written).toBe(true);
    const read = (await office.compareCampaigns({ params: { year: 2029 }, query: { with: 2026 } })).data.projects;
    expect(read.find(({ to }) => to?.no === 12)).toMatchObject({ state: 'new' });
    expect(read.find(({ from }) => from?.no === 12)).toMatchObject({ state: 'dropped' });
  });

  it('the audit says what went, what came and what is another', async () => {
    const auditor = await service.addUser('shenji', ['auditor']);
    const { items } = (await auditor.listAudit({ query: { action: 'campaign.create', limit: 10 } })).data;
    expect(items.find(({ after }) => (after as { year: number }).year === 2027)?.after).toMatchObject({
      projects: {
        kept: 27,
        dropped: [expect.stringMatching(/^30 /)],
        new: ['30 口袋公园'],
        adjusted: ['1 技能提升行动', '2 促进重点人群就业行动'],
      },
      tasks: {
        kept: 20,
        dropped: [expect.stringMatching(/^T1\.3 /)],
        new: ['T7.1 民生政策宣讲'],
        adjusted: ['T0.1 报送工作小结'],
      },
    });
  });

  it('says before how much is overdue at once, and a plan made by mistake can go again', async () => {
    service.setNow('2027-12-01T09:00:00+08:00');
    const body: RollOver = { year: 2024, copyOf: 2025, cards: true };
    const { data: preview } = await office.previewCampaign({ body });
    await makePlan(office, body);
    const overdue = await office.listObligations({
      query: { year: 2024, status: ['overdue'], limit: 500, count: true },
    });
    expect(preview.overdue).toBe(overdue.data.total);
    expect(preview.overdue).toBeGreaterThan(100);

    const remove = async (year: number, ifMatch = '"1"') =>
      problemOf(office.deleteCampaign({ params: { year }, ifMatch }));
    expect((await remove(2024, '"7"')).code).toBe('precondition_failed');
    expect(
      (await problemOf((await service.as('xianyuan')).deleteCampaign({ params: { year: 2024 }, ifMatch: '"1"' }))).code,
    ).toBe('forbidden');
    const old = await rowsOf(2025);
    await office.deleteCampaign({ params: { year: 2024 }, ifMatch: '"1"' });
    expect(Object.values(await rowsOf(2024)).filter((rows, at) => at < 11 && rows.length > 0)).toEqual([]);
    expect(await rowsOf(2025)).toEqual(old);
    expect((await remove(2024)).code).toBe('not_found');
    expect(await remove(2025)).toMatchObject({
      code: 'campaign_in_use',
      detail: '2025年度方案已有报送、登记、延期、免报或催办，不能删除',
    });
    // Somebody looked at the card.
    expect((await remove(2027)).detail).toBe('2027年度方案已有填写或核对过的政策卡片，不能删除');
    const auditor = await service.as('shenji');
    const { items } = (await auditor.listAudit({ query: { action: 'campaign.delete' } })).data;
    expect(items.map(({ before }) => before)).toEqual([{ year: 2024, title: expect.stringContaining('2024年') }]);
  });

  it('a task that the old year had retired itself went too, and says so; of what was decided the audit says nothing', async () => {
    const body: RollOver = { year: 2022, copyOf: 2029 };
    const plan = (await office.listTasks({ query: { year: 2029, limit: 100 } })).data.items;
    const task = plan.find(({ code }) => code === 'T3.4');
    const params = { id: task?.id ?? '' };
    const counted = states((await office.previewCampaign({ body })).data.comparison.tasks);
    await office.updateTask({ params, body: { retired: true }, ifMatch: `"${task?.version}"` });
    const went = (pairs: PlanComparison['tasks']) => pairs.find(({ from }) => from?.code === 'T3.4');
    const { data } = await office.previewCampaign({ body });
    expect(states(data.comparison.tasks)).toEqual({ kept: (counted.kept ?? 0) - 1, dropped: 1 });
    expect(went(data.comparison.tasks)).toMatchObject({ state: 'dropped', from: { retired: true }, to: null });
    await makePlan(office, body);
    const compare = async (year: number, earlier: number) =>
      (await office.compareCampaigns({ params: { year }, query: { with: earlier } })).data.tasks;
    expect(went(await compare(2022, 2029))).toMatchObject({ state: 'dropped', from: { retired: true } });
    const { items } = (await (await service.as('shenji')).listAudit({ query: { action: 'campaign.create' } })).data;
    expect(items.find(({ after }) => (after as { year: number }).year === 2022)?.after).toMatchObject({
      tasks: { dropped: [] },
    });

    // Entered anew in the new year, it is the same task, in use again.
    await office.createTask({ body: { ...talk, year: 2022, code: 'T3.4', title: task?.title ?? '' } });
    expect(went(await compare(2022, 2029))).toMatchObject({
      state: 'changed',
      changes: expect.arrayContaining([{ what: '状态', from: '已停用', to: '在用' }]),
    });
    // Retired in the later year, it went there, and the year before had it.
    expect(went(await compare(2029, 2028))).toMatchObject({ state: 'dropped', from: { retired: false }, to: null });
  });

  it('is not created when anything of it would be another than what was shown', async () => {
    const body: RollOver = { year: 2023, copyOf: 2025 };
    const preview = async () => (await office.previewCampaign({ body })).etag ?? '';
    const refused = async (change: () => Promise<unknown>) => {
      const ifMatch = await preview();
      await change();
      const { status, code, detail } = await problemOf(office.createCampaign({ body, ifMatch }));
      return [status, code, detail];
    };
    const moved = [
      412,
      'roll_over_moved',
      '预览之后，原方案、单位或放假安排有变动，建立的方案会与看到的不同；请重新预览，核对后再建立',
    ];
    const task = async () =>
      (await office.listTasks({ query: { year: 2025, limit: 100 } })).data.items.find(({ code }) => code === 'T3.4');
    const editTask = (change: { title?: string; requirements?: string[] }) => async () => {
      const found = await task();
      const params = { id: found?.id ?? '' };
      return office.updateTask({ params, body: change, ifMatch: `"${found?.version}"` });
    };
    expect(await refused(editTask({ title: '按季公开进展' }))).toEqual(moved);
    // What the comparison does not show counts too.
    expect(await refused(editTask({ requirements: ['R66', 'R67'] }))).toEqual(moved);
    const project = (await projects(2025))[4];
    expect(
      await refused(() =>
        office.updateProject({
          params: { id: project?.id ?? '' },
          body: { note: '以区政府文件为准' },
          ifMatch: `"${project?.version}"`,
        }),
      ),
    ).toEqual(moved);
    const unit = (await office.listUnits({ query: { q: '341003204' } })).data.items[0];
    expect(
      await refused(() =>
        office.updateUnit({ params: { id: unit?.id ?? '' }, body: { active: false }, ifMatch: `"${unit?.version}"` }),
      ),
    ).toEqual(moved);
    const params = { year: 2023 };
    const { data: days, etag } = await office.getCalendarYear({ params });
    const { holidays, makeup } = days;
    const notice = { notice: '国办发明电〔2022〕16号', issuedOn: '2022-12-08', holidays, makeup };
    expect(await refused(() => office.putCalendarYear({ params, body: notice, ifMatch: etag ?? '' }))).toEqual(moved);
    expect((await office.listCampaigns()).data.items.some(({ year }) => year === 2023)).toBe(false);

    // What is none of the plan changes nothing.
    const ifMatch = await preview();
    const { version, id } = (await projects(2026))[0] ?? { version: 0, id: '' };
    await office.updateProject({ params: { id }, body: { note: '另一年' }, ifMatch: `"${version}"` });
    expect((await office.createCampaign({ body, ifMatch })).data.year).toBe(2023);
    const bare = await fetch(`${service.baseUrl}/api/v1/campaigns`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${await service.token('admin')}` },
      body: JSON.stringify({ year: 2022, copyOf: 2025 }),
    });
    expect([bare.status, ((await bare.json()) as { code: string }).code]).toEqual([428, 'precondition_required']);
  });
});
