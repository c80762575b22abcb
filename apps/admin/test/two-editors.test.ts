import type { Client } from '@nuanxin/client';
import type { Page } from 'playwright-core';
import { beforeAll, expect, it } from 'vitest';
import { browserPages, inBrowser } from './browser.ts';

/** While somebody types, a colleague saves a change of the same thing. */
inBrowser('two people edit the same', () => {
  const pages = browserPages({ now: '2025-07-03T09:30:00+08:00', jobs: true });
  const { faults } = pages;
  let admin: Client;
  let office: Page;

  beforeAll(async () => {
    ({ admin } = pages);
    office = await pages.signIn('admin');
  });

  const open = async (path: string): Promise<void> => {
    await office.goto(pages.address + path);
    await office.waitForFunction(() => !document.querySelector('main [aria-busy=true]'));
  };
  const newer = () => office.getByTestId('newer');
  const keep = () => office.getByTestId('keep-mine').click();
  const take = () => office.getByTestId('take-theirs').click();
  const gone = (form: string) => office.getByTestId(form).waitFor({ state: 'detached' });
  const task = async (code: string) => {
    const found = (await admin.listTasks({ query: { year: 2025, limit: 100 } })).data.items.find(
      (each) => each.code === code,
    );
    if (!found) throw new Error(code);
    return found;
  };
  const plan = async () => {
    const { data, etag } = await admin.getCampaign({ params: { year: 2025 } });
    return { campaign: data, ifMatch: etag ?? '', params: { year: 2025 } };
  };

  it('a task: what the other changed stands beside, what was typed stays, and both are saved', async () => {
    await open('/tasks?year=2025&task=T3.4');
    await office.getByTestId('edit-task').click();
    await office.getByTestId('task-title').fill('我改的任务名称');
    const { id, version, title } = await task('T3.4');
    const lead = ['B01'];
    await admin.updateTask({
      params: { id },
      body: { title: '他改的名称', source: '区政府办通知', lead, requirements: ['R48'] },
      ifMatch: `"${version}"`,
    });
    await office.getByTestId('task-save').click();
    await newer().getByText(`任务：${title} → 他改的名称（您填的是：我改的任务名称）`).waitFor();
    expect(await newer().innerText()).toContain('时限依据：通知原文 → 区政府办通知');
    expect(await office.getByTestId('task-title').inputValue()).toBe('我改的任务名称');
    expect(await office.getByTestId('task-save').isDisabled()).toBe(true);
    await keep();
    // On the newest, what it does is shown first, as always.
    await office.getByTestId('plan-change').waitFor();
    await office.getByTestId('task-save').click();
    await office.waitForURL((url) => url.pathname === '/tasks');
    expect(await task('T3.4')).toMatchObject({
      title: '我改的任务名称',
      source: '区政府办通知',
      leadCodes: lead,
      requirements: ['R48'],
    });
  });

  it('a task: the other one’s words may stand', async () => {
    await open('/tasks?year=2025&task=T3.4');
    await office.getByTestId('edit-task').click();
    await office.getByTestId('task-title').fill('又一个名称');
    const { id, version } = await task('T3.4');
    await admin.updateTask({ params: { id }, body: { title: '他的名称' }, ifMatch: `"${version}"` });
    await office.getByTestId('task-save').click();
    await newer().waitFor();
    await take();
    await newer().waitFor({ state: 'detached' });
    expect(await office.getByTestId('task-title').inputValue()).toBe('他的名称');
  });

  it('phases: each keeps the ones that it changed', async () => {
    await open('/tasks?year=2025&view=phases');
    await office.getByRole('button', { name: '编辑阶段' }).click();
    const { campaign, ...call } = await plan();
    const phases = campaign.phases.map(({ code, name, from, to, work }) => ({ code, name, from, to, work }));
    const [first, second] = phases;
    if (!first || !second) throw new Error('no phases');
    const row = (index: number) => office.getByTestId(`phase-row-${index}`);
    await row(1).getByRole('textbox').last().fill('我写的工作内容');
    const theirs = phases.map((phase) => (phase === first ? { ...phase, work: ['他写的工作内容'] } : phase));
    await admin.putPhases({ ...call, body: { phases: theirs } });
    await office.getByTestId('phases-save').click();
    await newer().getByText(`“${first.name}”的工作内容：增加 他写的工作内容，去掉 ${first.work[0]}`).waitFor();
    expect(await newer().getByRole('listitem').count()).toBe(1);
    expect(await row(1).getByRole('textbox').last().inputValue()).toBe('我写的工作内容');
    await keep();
    await office.getByTestId('plan-change').waitFor();
    expect(await row(0).getByRole('textbox').last().inputValue()).toBe('他写的工作内容');
    await office.getByTestId('phases-save').click();
    await gone('phases-form');
    expect((await plan()).campaign.phases.slice(0, 2).map(({ work }) => work)).toEqual([
      ['他写的工作内容'],
      ['我写的工作内容'],
    ]);
  });

  it('phases: what changed elsewhere in the plan is nobody’s question', async () => {
    await open('/tasks?year=2025&view=phases');
    await office.getByRole('button', { name: '编辑阶段' }).click();
    await office.getByTestId('phase-row-1').getByRole('textbox').last().fill('再改一次');
    const { campaign, ...call } = await plan();
    const groups = campaign.groups.map(({ code, name, units }) => ({ code, name, units: units.map((u) => u.code) }));
    await office.getByTestId('phases-save').click();
    await office.getByTestId('plan-change').waitFor();
    await admin.putGroups({ ...call, body: { groups: groups.toReversed() } });
    // The plan is another one than what the preview was made of: it is made again before anything is saved.
    const again = office.waitForResponse((answer) => answer.url().includes('/phases') && answer.status() === 200);
    await office.getByTestId('phases-save').click();
    await again;
    expect((await plan()).campaign.phases[1]?.work).not.toEqual(['再改一次']);
    await office.getByTestId('plan-change').waitFor();
    await office.getByTestId('phases-save').click();
    await gone('phases-form');
    expect((await plan()).campaign.phases[1]?.work).toEqual(['再改一次']);
  });

  it('a group: units that both put in or took out', async () => {
    await open('/tasks?year=2025&view=groups');
    await office.getByTestId('edit-group-@departments').click();
    await office.getByTestId('unit-B05').uncheck();
    const { campaign, ...call } = await plan();
    const groups = campaign.groups.map(({ code, name, units }) => ({
      code,
      name,
      units: units.map((unit) => unit.code).filter((unit) => code !== '@departments' || unit !== 'B06'),
    }));
    const before = campaign.groups.find(({ code }) => code === '@departments')?.units.map(({ code }) => code) ?? [];
    const name = campaign.groups.flatMap(({ units }) => units).find(({ code }) => code === 'B06')?.name ?? '';
    await admin.putGroups({ ...call, body: { groups } });
    await office.getByTestId('group-save').click();
    await newer().getByText(`单位：去掉 ${name}`).waitFor();
    await keep();
    await office.getByTestId('plan-change').waitFor();
    await office.getByTestId('group-save').click();
    await gone('group-form');
    const now = (await plan()).campaign.groups.find(({ code }) => code === '@departments')?.units ?? [];
    expect(now.map(({ code }) => code)).toEqual(before.filter((code) => code !== 'B05' && code !== 'B06'));
  });

  it('a window of a task: what was typed stays though another one was opened', async () => {
    const adhoc = (await admin.listTasks({ query: { year: 2025, limit: 100 } })).data.items.find(
      ({ schedule }) => schedule.kind === 'adhoc',
    );
    if (!adhoc) throw new Error('no ad hoc task');
    await open(`/tasks?year=2025&task=${adhoc.code}`);
    await office.getByTestId('window-open').click();
    await office.getByTestId('window-name').fill('我的窗口期');
    for (const [index, day] of ['2025-09-01', '2025-09-10'].entries()) {
      await office.getByTestId('window-days').locator('input').nth(index).fill(day);
      await office.keyboard.press('Enter');
    }
    await office.getByTestId('plan-change').waitFor();
    const windows = [{ no: 1, name: '他的窗口期', opens: '2025-08-01', due: '2025-08-10' }];
    const { id, version } = await task(adhoc.code);
    await admin.updateTask({ params: { id }, body: { schedule: { kind: 'adhoc', windows } }, ifMatch: `"${version}"` });
    await office.getByTestId('window-save').click();
    await gone('window-form');
    const { schedule } = await task(adhoc.code);
    const names = schedule.kind === 'adhoc' ? schedule.windows?.map((each) => each.name) : [];
    expect(names?.toSorted()).toEqual(['他的窗口期', '我的窗口期'].toSorted());
  });

  it('a unit', async () => {
    const [unit] = (await admin.listUnits({ query: { q: '区民政局', limit: 5 } })).data.items;
    if (!unit) throw new Error('no unit');
    await open('/units');
    await office.getByTestId('edit-B05').click();
    await office.getByTestId('unit-name').fill('我改的简称');
    await admin.updateUnit({
      params: { id: unit.id },
      body: { fullName: '他改的全称' },
      ifMatch: `"${unit.version}"`,
    });
    await office.getByTestId('unit-save').click();
    await newer().getByText(`全称：${unit.fullName} → 他改的全称`).waitFor();
    await keep();
    await gone('unit-form');
    const { data } = await admin.getUnit({ params: { id: unit.id } });
    expect([data.name, data.fullName]).toEqual(['我改的简称', '他改的全称']);
  });

  it('a project', async () => {
    const [project] = (await admin.listProjects({ query: { year: 2025 } })).data.items;
    if (!project) throw new Error('no project');
    await open('/projects?year=2025');
    await office.getByTestId(`edit-${project.no}`).click();
    await office.getByTestId('project-label').fill('我改的标注');
    const ifMatch = `"${project.version}"`;
    await admin.updateProject({ params: { id: project.id }, body: { name: '他改的项目名称' }, ifMatch });
    await office.getByTestId('project-save').click();
    await newer().getByText(`名称：${project.name} → 他改的项目名称`).waitFor();
    expect(await office.getByTestId('project-label').inputValue()).toBe('我改的标注');
    await keep();
    await gone('project-form');
    const { data } = await admin.getProject({ params: { id: project.id } });
    expect([data.name, data.labelName, data.sample]).toEqual(['他改的项目名称', '我改的标注', false]);
  });

  it('a policy card', async () => {
    const [project] = (await admin.listProjects({ query: { year: 2025 } })).data.items;
    if (!project) throw new Error('no project');
    const params = { id: project.id };
    const { data, etag } = await admin.getPolicyCard({ params, query: {} });
    await open(`/projects/${project.id}`);
    await office.getByTestId('edit-card').click();
    await office.getByTestId('card-plain').fill('我写的大白话');
    const { parts, plain, questions, link } = data;
    const body = { parts, plain, questions, link, phone: '0559-8500001' };
    await admin.savePolicyCard({ params, body, ifMatch: etag ?? '' });
    await office.getByTestId('card-save').click();
    await newer().getByText('咨询电话：（空） → 0559-8500001').waitFor();
    await keep();
    await gone('card-form');
    const now = (await admin.getPolicyCard({ params, query: {} })).data;
    expect([now.plain, now.phone]).toEqual(['我写的大白话', '0559-8500001']);
  });

  it('a channel, whose secret is nobody’s question', async () => {
    const { data } = await admin.createChannel({
      body: {
        kind: 'email',
        name: '邮箱',
        enabled: true,
        host: '127.0.0.1',
        port: 25,
        security: 'none',
        from: 'a@b.cn',
      },
    });
    await open('/reminder-settings');
    await office.getByTestId('channel-邮箱').getByText('修改').click();
    await office.getByTestId('channel-host').fill('mail.example.cn');
    await admin.updateChannel({ params: { id: data.id }, body: { port: 2525 }, ifMatch: `"${data.version}"` });
    await office.getByTestId('channel-save').click();
    await newer().getByText('端口：25 → 2525').waitFor();
    await keep();
    await gone('channel-form');
    const [now] = (await admin.listChannels()).data.items;
    expect([now?.host, now?.port]).toEqual(['mail.example.cn', 2525]);
  });

  it('the rule of reminders', async () => {
    const params = { year: 2025 };
    await open('/reminder-settings?year=2025');
    await office.getByTestId('rule-before').fill('7,2');
    const { data, etag } = await admin.getReminderRule({ params });
    await admin.putReminderRule({ params, body: { ...data, after: [3] }, ifMatch: etag ?? '' });
    await office.getByTestId('rule-save').click();
    await newer()
      .getByText(`${data.after.join(',')} → 3`)
      .waitFor();
    expect(await office.getByTestId('rule-before').inputValue()).toBe('7,2');
    await keep();
    await newer().waitFor({ state: 'detached' });
    await expect
      .poll(async () => (await admin.getReminderRule({ params })).data)
      .toMatchObject({ before: [7, 2], after: [3] });
  });

  it('a template of messages', async () => {
    await open('/reminder-settings?year=2025');
    const form = office.getByTestId('template-unit');
    await form.getByRole('textbox').first().fill('我的标题');
    const template = (await admin.listReminderTemplates()).data.items.find(({ code }) => code === 'unit');
    if (!template) throw new Error('no template');
    await admin.putReminderTemplate({
      params: { template: 'unit' },
      body: { subject: '他的标题', body: template.body },
      ifMatch: `"${template.version}"`,
    });
    await form.getByTestId('template-save').click();
    await newer().getByText('（您填的是：我的标题）').waitFor();
    await take();
    expect(await form.getByRole('textbox').first().inputValue()).toBe('他的标题');
  });

  it('a problem of the register', async () => {
    const found = { source: 'visit' as const, foundOn: '2025-06-30', description: '公示牌被遮挡', unit: '341003101' };
    const { data, etag } = await admin.registerProblem({ body: found });
    await open(`/problems?year=2025&look=${data.id}`);
    await office.getByTestId('step-edit').click();
    await office.getByTestId('register-description').fill('公示牌被树枝遮挡');
    const params = { id: data.id };
    await admin.updateProblem({ params, body: { ...found, place: '村口' }, ifMatch: etag ?? '' });
    await office.getByTestId('register-save').click();
    await newer().getByText('地点：（空） → 村口').waitFor();
    await keep();
    await gone('register-form');
    const now = (await admin.getProblem({ params })).data;
    expect([now.description, now.place]).toEqual(['公示牌被树枝遮挡', '村口']);
  });

  it('the days off of a year', async () => {
    const params = { year: 2026 };
    await open('/calendar?view=notices');
    await office.getByTestId('enter-2026').click();
    const form = office.getByTestId('calendar-form');
    await form.getByRole('textbox').first().waitFor();
    const { data, etag } = await admin.getCalendarYear({ params });
    const { holidays, makeup } = data;
    await form.getByLabel('文号').fill('国办发明电〔2025〕7号');
    await office.getByTestId('calendar-save').click();
    await office.getByTestId('preview').waitFor();
    await admin.putCalendarYear({
      params,
      body: { notice: '国办发明电〔2025〕9号', issuedOn: '2025-07-01', holidays, makeup },
      ifMatch: etag ?? '',
    });
    await office.getByTestId('calendar-save').click();
    await newer().getByText('您填的是：国办发明电〔2025〕7号').waitFor();
    expect(await form.getByLabel('文号').inputValue()).toBe('国办发明电〔2025〕7号');
    await keep();
    await office.getByTestId('preview').waitFor();
    await office.getByTestId('calendar-save').click();
    await gone('calendar-form');
    const now = (await admin.getCalendarYear({ params })).data;
    expect([now.notice, now.issuedOn]).toEqual(['国办发明电〔2025〕7号', '2025-07-01']);
  });

  it('a form of which somebody published a version meanwhile', async () => {
    await open('/forms');
    await office.getByTestId('edit-form').click();
    await office.getByTestId('add-field-S1').click();
    await office.getByTestId('field-label').fill('短视频发布数');
    await office.getByTestId('field-measure').fill('条');
    await office.getByTestId('field-save').click();
    const { data, etag } = await admin.getForm({ params: { code: 'annex7' }, query: {} });
    const { sections, fields } = data;
    await admin.publishForm({
      params: { code: 'annex7' },
      body: { title: '他改的报表名称', sections, fields },
      ifMatch: etag ?? '',
    });
    await office.getByTestId('form-publish').click();
    await newer().getByText('→ 他改的报表名称').waitFor();
    await keep();
    await office.getByTestId('form-diff').getByText('短视频发布数').waitFor();
    await office.getByTestId('form-publish').click();
    await office.waitForURL((url) => url.pathname === '/forms');
    const now = (await admin.getForm({ params: { code: 'annex7' }, query: {} })).data;
    expect([now.title, now.fields.some(({ label }) => label === '短视频发布数')]).toEqual(['他改的报表名称', true]);
  });

  it('what the office asks of the column', async () => {
    await open('/compliance?year=2025&check=column');
    await office.getByTestId('set-targets').click();
    await office.getByTestId('target-gap').fill('14');
    const { campaign, ...call } = await plan();
    await admin.updateCampaign({ ...call, body: { settings: { ...campaign.settings, columnItems: 24 } } });
    await office.getByTestId('targets-save').click();
    await newer().getByText('（空） → 24').waitFor();
    await keep();
    await gone('targets-form');
    expect((await plan()).campaign.settings).toMatchObject({ columnGapDays: 14, columnItems: 24 });
  });

  it('next year: what the old plan became meanwhile is marked before anything is created, and decisions stay', async () => {
    await open('/plan/new?from=2025');
    const projects = office.getByTestId('pairs-projects');
    const list = (await admin.listProjects({ query: { year: 2025 } })).data.items;
    const [dropped, renamed] = [list[3], list[6]];
    if (!dropped || !renamed) throw new Error('no projects');
    await office.getByRole('button', { name: `退出：${dropped.name}` }).click();
    await projects.getByTestId('pair-dropped').waitFor();
    await office.getByTestId('view-tasks').click();
    const { id, version, title } = await task('T1.3');
    await office.getByRole('button', { name: `退出：${title}` }).click();
    await office.getByTestId('pairs-tasks').getByTestId('pair-dropped').waitFor();
    await office.waitForFunction(() => !document.querySelector('main [aria-busy=true]'));

    const ifMatch = `"${renamed.version}"`;
    await admin.updateProject({ params: { id: renamed.id }, body: { name: '他改的名称' }, ifMatch });
    await admin.updateTask({ params: { id }, body: { retired: true }, ifMatch: `"${version}"` });
    const create = async (): Promise<void> => {
      await office.getByTestId('create-plan').click();
      await office.getByRole('dialog').getByRole('button', { name: '建立2026年方案' }).click();
    };
    await create();
    const note = office.getByTestId('roll-moved');
    await note.getByText('方案没有建立。预览已更新，您的决定都在').waitFor();
    const words = await note.innerText();
    expect(words).toContain('项目：他改的名称');
    expect(words).toContain(`相应的决定不再适用：${title}`);
    const retired = office.getByTestId('pairs-tasks').getByTestId('pair-dropped');
    expect(await retired.innerText()).toContain('当年已停用');
    expect(await retired.getByRole('button').count()).toBe(0);
    await office.getByTestId('view-projects').click();
    expect(await projects.getByTestId('pair-moved').count()).toBe(1);
    expect(await projects.locator('tr', { has: office.getByTestId('pair-moved') }).innerText()).toContain('他改的名称');
    expect(await projects.getByTestId('pair-dropped').innerText()).toContain(dropped.name);
    expect((await admin.listCampaigns()).data.items.map(({ year }) => year)).toEqual([2025]);
    await create();
    await office.waitForURL((url) => url.pathname === '/plan/compare');
    const made = new Set((await admin.listProjects({ query: { year: 2026 } })).data.items.map(({ name }) => name));
    expect([made.has('他改的名称'), made.has(dropped.name)]).toEqual([true, false]);
  });

  it('nothing went wrong in any window', () => expect(faults).toEqual([]));
});
