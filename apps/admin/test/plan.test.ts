import type { Client } from '@nuanxin/client';
import type { FormDefinition } from '@nuanxin/domain';
import type { Page } from 'playwright-core';
import { beforeAll, expect, it } from 'vitest';
import { browserPages, inBrowser } from './browser.ts';

/** The office works on its plan: groups, tasks, the form, and next year. */
inBrowser('the plan is edited', () => {
  const pages = browserPages({ now: '2025-07-03T09:30:00+08:00' });
  const { faults, signIn } = pages;
  let admin: Client;
  let office: Page;

  beforeAll(async () => {
    ({ admin } = pages);
    await admin.createUnit({
      body: { code: 'B90', name: '区数据局', fullName: '区数据资源管理局', kind: 'department', parent: '341003' },
    });
    office = await signIn('admin');
  });

  const open = async (path: string): Promise<void> => void (await office.goto(pages.address + path));
  const owed = async (unit: string) =>
    (await admin.listObligations({ query: { year: 2025, unit, task: 'T0.1', limit: 20 } })).data.items.map(
      ({ period }) => period,
    );

  it('a new unit is put into a group; what it will owe is told before anything is saved', async () => {
    await open('/tasks?year=2025&view=groups');
    await office.getByTestId('edit-group-@departments').click();
    await office.getByTestId('unit-B90').check();
    await office.getByTestId('group-save').click();
    const added = office.getByTestId('change-added');
    await added.waitFor();
    expect(await added.innerText()).toContain('2025年三季度');
    expect(await added.innerText()).not.toContain('2025年二季度');
    expect(await owed('B90')).toEqual([]);
    // Another choice: what was shown no longer counts.
    await office.getByTestId('unit-B02').check();
    await expect.poll(() => office.getByTestId('plan-change').count()).toBe(0);
    await office.getByTestId('unit-B02').uncheck();
    await office.getByTestId('group-save').click();
    await office.getByTestId('plan-change').waitFor();
    await office.getByTestId('group-save').click();
    await office.getByTestId('group-form').waitFor({ state: 'detached' });
    await expect.poll(() => office.getByTestId('group-@departments').innerText()).toContain('区数据局');
    expect((await owed('B90')).toSorted()).toEqual(['2025Q3', '2025Q4']);
  });

  it('what was entered in a dialog is not lost without a question; an untouched one closes at once', async () => {
    await open('/tasks?year=2025&view=groups');
    const form = office.getByTestId('group-form');
    const question = office.getByText('填写的内容还没有保存，关闭后将丢失。');
    const edit = () => office.getByTestId('edit-group-@departments').click();
    await edit();
    await office.getByTestId('unit-B02').waitFor();
    await office.waitForFunction(() => document.activeElement?.closest('form'));
    await office.keyboard.press('Tab');
    await office.keyboard.press('Escape');
    await form.waitFor({ state: 'detached' });
    await edit();
    await office.getByTestId('unit-B02').click();
    await office.keyboard.press('Escape');
    await question.waitFor();
    await office.getByRole('button', { name: '继续填写' }).click();
    await question.waitFor({ state: 'hidden' });
    // Put back as it was, there is nothing to lose.
    await office.getByTestId('unit-B02').click();
    await office.getByRole('button', { name: '取消' }).click();
    await form.waitFor({ state: 'detached' });
    await edit();
    await form.getByRole('textbox').first().fill('区直单位');
    await office.getByRole('button', { name: '取消' }).click();
    await question.waitFor();
    await office.getByRole('button', { name: '不保存，关闭' }).click();
    await form.waitFor({ state: 'detached' });
    expect(await office.getByTestId('group-@departments').innerText()).toContain('区直各责任单位');
  });

  it('phases are moved both ways; days between them are named, and the order is that of their days', async () => {
    await open('/tasks?year=2025&view=phases');
    await office.getByRole('button', { name: '编辑阶段' }).click();
    const rows = office
      .getByTestId('phases-form')
      .getByRole('listitem')
      .filter({ has: office.getByLabel('名称') });
    const names = async () => rows.evaluateAll((all) => all.map((row) => row.querySelector('input')?.value));
    await rows.first().waitFor();
    const before = await names();
    await office.getByRole('button', { name: `下移${before[0]}` }).click();
    expect(await names()).toEqual([before[1], before[0], ...before.slice(2)]);
    await office.getByTestId('phases-save').click();
    await office.getByText('请按日期先后排列').first().waitFor();
    await office.getByRole('button', { name: `上移${before[0]}` }).click();
    expect(await names()).toEqual(before);
    await office.getByRole('button', { name: `删除${before[1]}` }).click();
    await office.getByTestId('phase-gaps').getByText(`“${before[0]}”与“${before[2]}”之间空着`).waitFor();
    await office.getByRole('button', { name: '取消' }).click();
    await office.getByRole('button', { name: '不保存，关闭' }).click();
    await office.getByTestId('phases-form').waitFor({ state: 'detached' });
  });

  it('a schedule is edited with its days beside it', async () => {
    await open('/tasks?year=2025&task=T3.4');
    await office.getByTestId('edit-task').click();
    const days = office.getByTestId('schedule-preview');
    await days.waitFor();
    expect(await days.innerText()).toContain('2025-09-30');
    await office.getByTestId('schedule-next_quarter').check();
    await expect.poll(() => days.innerText()).toContain('2025-10-09');
    expect(await days.innerText()).toContain('2026-01-04 周日（调休上班）');
    await office.getByTestId('schedule-inclusive').uncheck();
    await expect.poll(() => days.innerText()).toContain('2025-09-30');
    await office.getByTestId('schedule-once').check();
    await expect.poll(() => days.innerText()).toContain('请选择最后一天');
    await office.getByTestId('task-save').click();
    await office.getByTestId('fault-due').waitFor();
    await office.getByTestId('schedule-next_quarter').check();
    await office.getByTestId('schedule-inclusive').check();
    await office.getByTestId('task-save').click();
    await office.getByTestId('change-due').waitFor();
    expect(await office.getByTestId('change-due').innerText()).toContain('2025-09-30 周二 → 2025-10-09 周四');
    await office.getByTestId('task-save').click();
    await office.waitForURL((url) => url.pathname === '/tasks');
    const { data } = await admin.listDeadlines({ query: { year: 2025, task: 'T3.4', limit: 10 } });
    expect(data.items.map(({ dueOn }) => dueOn)).toContain('2025-10-09');
  });

  it('a task is added and retired', async () => {
    await open('/tasks/new?year=2025');
    await office.getByTestId('task-code').fill('T7.1');
    await office.getByTestId('task-title').fill('政策宣讲进万家');
    await office.getByTestId('schedule-quarter_end').check();
    await office.getByTestId('task-lead').click();
    await office.getByRole('option', { name: '各乡镇人民政府' }).click();
    await office.keyboard.press('Escape');
    await office.getByTestId('task-save').click();
    await office.getByTestId('change-added').waitFor();
    await office.getByTestId('task-save').click();
    await office.getByTestId('task-drawer').waitFor();
    await office.getByTestId('retire-task').click();
    await office.getByTestId('change-removed').waitFor();
    await office.getByTestId('retire-save').click();
    await expect.poll(() => office.getByTestId('task-T7.1').innerText()).toContain('已停用');
    const left = await admin.listObligations({ query: { year: 2025, task: 'T7.1', limit: 100 } });
    expect(left.data.items).toEqual([]);
  });

  it('a new version of the form is compared with the newest before it is published', async () => {
    await open('/forms');
    await office.getByTestId('edit-form').click();
    await office.getByTestId('add-field-S1').click();
    await office.getByTestId('field-label').fill('短视频发布数');
    await office.getByTestId('field-measure').fill('条');
    await office.getByTestId('field-required').check();
    await office.getByTestId('field-save').click();
    await office.getByTestId('remove-F0205').click();
    await office.getByTestId('change-F0101').click();
    expect(await office.getByTestId('field-code').isDisabled()).toBe(true);
    await office.getByTestId('field-max').fill('50');
    await office.getByTestId('field-save').click();
    await office.getByTestId('form-publish').click();
    const diff = office.getByTestId('form-diff');
    await diff.waitFor();
    const words = await diff.innerText();
    for (const text of ['F0107 短视频发布数', 'F0205 理论研究', '最大值：999 → 50', '2025年四季度'])
      expect(words).toContain(text);
    expect((await admin.getForm({ params: { code: 'annex7' } })).data.version).toBe(1);
    await office.getByTestId('form-publish').click();
    await office.waitForURL((url) => url.pathname === '/forms');
    await expect.poll(() => office.getByTestId('form-versions').innerText()).toContain('第 2 版');
    expect(await office.getByTestId('form-fields').innerText()).not.toContain('F0205');

    // What a version changed can be read afterwards; one that was replaced before any period used it says so.
    await office.getByTestId('compare-2').click();
    await office.getByTestId('form-diff').getByText('第 2 版与第 1 版相比').waitFor();
    expect(await office.getByTestId('form-diff').innerText()).toContain('F0107 短视频发布数');
    const { data: form, etag } = await admin.getForm({ params: { code: 'annex7' } });
    const { title, sections, fields } = form as FormDefinition;
    const body = { title: `${title}（修订）`, sections, fields };
    await admin.publishForm({ params: { code: 'annex7' }, body, ifMatch: etag ?? '' });
    await open('/forms?with=1');
    await office.getByText('未启用，已由第 3 版替代').waitFor();
    await office.getByTestId('form-diff').getByText('第 3 版与第 1 版相比').waitFor();
  });

  it('next year is made from this one, side by side, and nothing is written before', async () => {
    await open('/tasks?year=2025');
    await office.getByTestId('roll-over').click();
    // Opened by its address it begins with the same year.
    await office.getByTestId('create-plan').waitFor();
    await office.reload();
    await office.getByTestId('create-plan').getByText('建立2026年方案').waitFor();
    const projects = office.getByTestId('pairs-projects');
    await projects.waitFor();
    await office.getByRole('button', { name: '退出：放心家政行动' }).click();
    await projects.getByTestId('pair-dropped').waitFor();
    await office.getByRole('button', { name: '调整：促进重点人群就业行动' }).click();
    await office.getByTestId('roll-name').fill('促进重点人群就业创业行动');
    await office.getByTestId('roll-project-save').click();
    await projects.getByTestId('pair-changed').waitFor();
    await office.getByTestId('add-project').click();
    await office.getByTestId('roll-name').fill('口袋公园');
    await office.getByTestId('roll-label').fill('口袋公园建设');
    await office.getByTestId('roll-field').fill('公共服务');
    await office.getByTestId('roll-project-save').click();
    await projects.getByTestId('pair-new').waitFor();
    expect(await office.getByTestId('state-kept').innerText()).toBe('保留 28');
    await office.getByTestId('view-tasks').click();
    expect(await office.getByTestId('pairs-tasks').innerText()).toContain('2027-01-04 周一 暂定');
    expect((await admin.listCampaigns()).data.items.map(({ year }) => year)).toEqual([2025]);
    // To go on is what Enter does: the decisions are not lost by a key too many.
    await office.getByRole('link', { name: '日历', exact: true }).click();
    await office.getByText('逐项的决定尚未写入，离开后将丢失。').waitFor();
    await office.keyboard.press('Enter');
    await office.getByText('逐项的决定尚未写入，离开后将丢失。').waitFor({ state: 'hidden' });
    // What is about to be created is summed up before.
    await office.getByTestId('create-plan').click();
    const summary = await office.getByTestId('roll-summary').innerText();
    expect(summary).toContain('项目：保留 28，调整 1，新增 1，退出 1');
    expect((await admin.listCampaigns()).data.items.map(({ year }) => year)).toEqual([2025]);
    await office.getByRole('dialog').getByRole('button', { name: '建立2026年方案' }).click();
    await office.waitForURL((url) => url.pathname === '/plan/compare');
    expect(new URL(office.url()).searchParams.get('with')).toBe('2025');
    await office.getByTestId('pairs-projects').waitFor();
    await office.getByTestId('state-new').click();
    await expect.poll(() => office.getByTestId('pairs-projects').innerText()).toContain('口袋公园');
    expect(new URL(office.url()).searchParams.get('state')).toBe('new');
    const made = (await admin.listProjects({ query: { year: 2026 } })).data.items.map(({ name }) => name);
    expect(made).toContain('促进重点人群就业创业行动');
    expect(made).not.toContain('放心家政行动');
  });

  it('a new task is of the year that the page shows: another one asks before what was typed is gone', async () => {
    await open('/tasks/new?year=2025');
    await office.getByTestId('task-title').fill('民生夜话');
    await office.getByTestId('year').selectOption('2026');
    const question = office.getByText('有尚未保存的内容，离开后将丢失。');
    await question.waitFor();
    await office.keyboard.press('Enter');
    await question.waitFor({ state: 'hidden' });
    expect([
      await office.getByTestId('year').inputValue(),
      await office.getByTestId('task-title').inputValue(),
    ]).toEqual(['2025', '民生夜话']);
    await office.getByTestId('year').selectOption('2026');
    await office.getByRole('button', { name: '不保存，离开' }).click();
    await office.getByRole('heading', { name: '2026年的时限' }).waitFor();
    expect(await office.getByTestId('task-title').inputValue()).toBe('');
  });

  it('what was decided about one year is there again after another was looked at', async () => {
    const projects = office.getByTestId('pairs-projects');
    const choose = async (year: number) => {
      await office.getByTestId('roll-from').click();
      await office.getByRole('option', { name: `${year}年` }).click();
      await projects.getByText(`${year}年`, { exact: true }).waitFor();
    };
    await open('/plan/new?from=2026');
    await office.getByRole('button', { name: '退出：口袋公园' }).click();
    await projects.getByTestId('pair-dropped').waitFor();
    await choose(2025);
    await expect.poll(() => projects.getByTestId('pair-dropped').count()).toBe(0);
    await office.getByRole('button', { name: '退出：放心家政行动' }).click();
    await projects.getByTestId('pair-dropped').waitFor();
    await choose(2026);
    await expect.poll(() => projects.getByTestId('pair-dropped').innerText()).toContain('口袋公园');
    await choose(2025);
    await expect.poll(() => projects.getByTestId('pair-dropped').innerText()).toContain('放心家政行动');
    await office.getByRole('link', { name: '日历', exact: true }).click();
    await office.getByRole('button', { name: '不建立，离开' }).click();
    await office.waitForURL((url) => url.pathname === '/calendar');
  });

  it('a plan that would begin with what is overdue warns, and one that was made by mistake is deleted by its year', async () => {
    await open('/plan/new?from=2025');
    await office.getByTestId('create-plan').waitFor();
    await office.getByTestId('roll-year').fill('abc');
    await office.getByTestId('roll-year').press('Enter');
    await office.getByTestId('roll-fault').getByText('新年度应为四位年份').waitFor();
    await office.getByTestId('roll-year').fill('2028');
    await office.getByTestId('roll-year').press('Enter');
    await office.getByTestId('roll-fault').getByText('最多编制到2027年度方案').waitFor();
    await office.getByTestId('roll-year').fill('2024');
    await office.getByTestId('roll-year').press('Enter');
    await office.getByTestId('roll-overdue').getByText('项应报事项逾期').waitFor();
    await office.getByTestId('create-plan').click();
    const ask = office.getByRole('dialog');
    await ask.getByText('项应报事项逾期').waitFor();
    await ask.getByRole('button', { name: '仍建立2024年方案' }).click();
    await office.waitForURL((url) => url.pathname === '/plan/compare');
    await office.getByTestId('delete-plan').click();
    await office.getByTestId('delete-year').fill('2025');
    await office.getByTestId('delete-plan-save').click();
    await office.getByText('请输入 2024，以免误删').waitFor();
    await office.getByTestId('delete-year').fill('2024');
    await office.getByTestId('delete-plan-save').click();
    await office.waitForURL((url) => url.pathname === '/tasks');
    expect((await admin.listCampaigns()).data.items.map(({ year }) => year)).toEqual([2026, 2025]);
  });

  it('who only reads sees the plan without what edits it', async () => {
    await pages.addReporter('xianyuan', '341003101', '仙源镇填报员');
    const reporter = await signIn('xianyuan');
    await reporter.goto(`${pages.address}/tasks?year=2025&view=groups`);
    await reporter.getByTestId('group-@townships').waitFor();
    for (const id of ['add-group', 'edit-group-@townships', 'add-task', 'roll-over'])
      expect([id, await reporter.getByTestId(id).count()]).toEqual([id, 0]);
    await reporter.goto(`${pages.address}/tasks/new?year=2025`);
    await reporter.waitForURL((url) => url.pathname === '/my');
  });

  it('nothing went wrong in any window', () => expect(faults).toEqual([]));
});
