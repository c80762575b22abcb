import type { Client, ProblemRow, RegisteredProblem } from '@nuanxin/client';
import { lamps } from '@nuanxin/contract';
import { readWorkbook } from '@nuanxin/workbook';
import { sql } from 'drizzle-orm';
import { uuidv7 } from 'uuidv7';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { databases, problemOf, startService, type Service } from './support.ts';

const XIANYUAN = '341003101';
const TANGKOU = '341003102';
const HOUSING = 'B10';
/** The office's own unit. */
const OFFICE = 'B02';

describe.each(databases)('the problem register, on $name', (database) => {
  let service: Service;
  let office: Client;
  let xianyuan: Client;
  let tangkou: Client;

  beforeAll(async () => {
    service = await startService(database, '2025-09-25T09:00:00+08:00');
    office = await service.as('admin');
    xianyuan = await service.addUser('xianyuan', ['reporter'], XIANYUAN);
    tangkou = await service.addUser('tangkou', ['reporter'], TANGKOU);
  });
  afterAll(() => service.close());

  const register = async (more: Partial<Parameters<Client['registerProblem']>[0]['body']> = {}, by = office) =>
    (
      await by.registerProblem({
        body: {
          source: 'inspection',
          foundOn: '2025-09-24',
          description: '村口在建公示牌被树遮挡，看不清资金来源',
          ...(by === office ? { unit: XIANYUAN } : {}),
          ...more,
        },
      })
    ).data;
  type Step =
    | 'assignProblem'
    | 'submitProblem'
    | 'verifyProblem'
    | 'sendBackProblem'
    | 'closeProblem'
    | 'voidProblem'
    | 'reopenProblem';
  const take = async (
    by: Client,
    step: Step,
    { id, version }: { id: string; version: number },
    body: Record<string, string> = {},
  ): Promise<RegisteredProblem> =>
    (await by[step]({ params: { id }, body: body as { comment: string }, ifMatch: `"${version}"` })).data;

  it('is not one that says nothing', async () => {
    const said = { code: 'invalid_request', errors: [{ pointer: '/description', detail: '不能为空' }] };
    for (const description of ['  ', '　　', '\n'])
      expect(await problemOf(register({ description }))).toMatchObject(said);
    const { id, version } = await register();
    const change = { params: { id }, body: { description: '　' }, ifMatch: `"${version}"` };
    expect(await problemOf(office.updateProblem(change))).toMatchObject(said);
  });

  it('is found, assigned, sent back, rectified, verified and struck off, each step with who, when and why', async () => {
    service.setNow('2025-09-25T09:00:00+08:00');
    const found = await register({ project: 1, place: '仙源村村口' });
    expect(found).toMatchObject({
      state: 'registered',
      sign: 'unassigned',
      lamp: 'grey',
      assignee: null,
      unit: { code: XIANYUAN, name: '仙源镇' },
      project: { no: 1 },
      actions: ['assign', 'void', 'edit'],
    });
    const assigned = await take(office, 'assignProblem', found, { comment: '请移栽或重设' });
    // Ten working days over National Day: 28 September and 11 October are worked.
    expect(assigned).toMatchObject({
      state: 'rectifying',
      assignee: { name: '仙源镇' },
      dueOn: '2025-10-15',
      dueDay: '周三',
      sign: 'in_time',
      actions: ['assign', 'void'],
    });
    const mine = (await xianyuan.getProblem({ params: { id: found.id } })).data;
    expect(mine.actions).toEqual(['submit']);

    service.setNow('2025-10-09T10:00:00+08:00');
    expect((await xianyuan.getProblem({ params: { id: found.id } })).data).toMatchObject({ sign: 'due_soon' });
    const first = await take(xianyuan, 'submitProblem', mine, { comment: '已修剪树枝' });
    expect(first).toMatchObject({ state: 'submitted', lamp: 'green', rectification: '已修剪树枝', actions: [] });

    service.setNow('2025-10-15T15:00:00+08:00');
    const back = await take(office, 'sendBackProblem', first, { comment: '公示牌文字已褪色，请更换' });
    expect(back).toMatchObject({ state: 'rectifying', sign: 'sent_back', lamp: 'yellow', dueOn: '2025-10-20' });

    service.setNow('2025-10-22T09:00:00+08:00');
    const overdue = (await office.listProblems({ query: { overdue: true } })).data.items;
    expect(overdue).toMatchObject([{ id: found.id, sign: 'overdue', lamp: 'red', lateWorkingDays: 2 }]);
    const second = await take(xianyuan, 'submitProblem', back, { comment: '已更换公示牌，见照片' });
    expect(second).toMatchObject({ lamp: 'green', lateWorkingDays: 2 });
    const verified = await take(office, 'verifyProblem', second);
    expect(verified.actions).toEqual(['send_back', 'close']);
    const closed = await take(office, 'closeProblem', verified);
    expect(closed).toMatchObject({ state: 'closed', closedOn: '2025-10-22', actions: ['reopen'] });

    expect(closed.history.map(({ action, actor, dueOn, comment }) => [action, actor, dueOn, comment])).toEqual([
      ['register', '管理员', null, null],
      ['assign', '管理员', '2025-10-15', '请移栽或重设'],
      ['submit', 'xianyuan', '2025-10-15', '已修剪树枝'],
      ['send_back', '管理员', '2025-10-20', '公示牌文字已褪色，请更换'],
      ['submit', 'xianyuan', '2025-10-20', '已更换公示牌，见照片'],
      ['verify', '管理员', '2025-10-20', null],
      ['close', '管理员', '2025-10-20', null],
    ]);
    const again = await take(office, 'reopenProblem', closed, { comment: '回访时又被遮挡' });
    expect(again).toMatchObject({ no: found.no, state: 'registered', assignee: null, dueOn: null, closedOn: null });
    await take(office, 'voidProblem', again, { comment: '与另一条重复' });
    await expect(service.connection.db.execute(sql`delete from problem_history`)).rejects.toThrow();
    await expect(service.connection.db.execute(sql`update problem_history set comment = ''`)).rejects.toThrow();
  });

  it('every step is in the audit log, with what it changed', async () => {
    service.setNow('2025-09-25T09:00:00+08:00');
    const found = await register();
    await take(office, 'assignProblem', found, { assignee: HOUSING, dueOn: '2025-10-30' });
    const auditor = await service.addUser('shenji', ['auditor']);
    const { data } = await auditor.listAudit({ query: { entity: 'problem', entityId: found.id } });
    expect(data.items).toMatchObject([
      {
        action: 'problem.assign',
        label: `#${found.no} 村口在建公示牌被树遮挡，看不清资金来源`,
        before: { state: 'registered', assignee: null, dueOn: null },
        after: { state: 'rectifying', assignee: HOUSING, dueOn: '2025-10-30', comment: null },
      },
      { action: 'problem.register', before: null, after: { no: found.no, unit: XIANYUAN } },
    ]);
  });

  it('refuses what the table of steps does not allow, and what somebody else has changed meanwhile', async () => {
    const found = await register();
    expect(await problemOf(take(office, 'closeProblem', found))).toMatchObject({
      code: 'problem_action_not_allowed',
      status: 409,
      detail: `第${found.no}号问题已登记，不能销号`,
    });
    const assigned = await take(office, 'assignProblem', found);
    expect((await problemOf(take(office, 'assignProblem', found))).code).toBe('precondition_failed');
    const quiet = take(xianyuan, 'submitProblem', assigned, { comment: '  ' });
    expect(await problemOf(quiet)).toMatchObject({ code: 'comment_required', errors: [{ pointer: '/comment' }] });
    const changed = office.updateProblem({
      params: { id: found.id },
      body: { description: '另一个问题' },
      ifMatch: `"${assigned.version}"`,
    });
    expect((await problemOf(changed)).code).toBe('problem_not_editable');
    const token = await service.token('admin');
    const bare = await fetch(`${service.baseUrl}/api/v1/problems/${found.id}/void`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ comment: '重复' }),
    });
    expect(bare.status).toBe(428);
  });

  it('takes due days from today on, and units that are there', async () => {
    service.setNow('2025-09-25T09:00:00+08:00');
    const found = await register();
    for (const dueOn of ['2025-09-24', '2026-09-27'])
      expect(await problemOf(take(office, 'assignProblem', found, { dueOn }))).toMatchObject({
        code: 'problem_due_day_invalid',
        detail: '整改期限应在 2025-09-25 至 2026-09-26 之间',
      });
    const nobody = take(office, 'assignProblem', found, { assignee: 'B99' });
    expect(await problemOf(nobody)).toMatchObject({ code: 'problem_unit_unknown', errors: [{ pointer: '/assignee' }] });
    expect((await take(office, 'assignProblem', found, { dueOn: '2025-09-25' })).dueOn).toBe('2025-09-25');
  });

  it('takes due days that are worked, and names the next one', async () => {
    service.setNow('2025-06-25T09:00:00+08:00');
    const found = await register({ foundOn: '2025-06-24' });
    for (const [dueOn, detail] of [
      ['2025-07-06', '2025-07-06是周日，不是工作日；请改为工作日，如此后最近的 2025-07-07'],
      ['2025-10-03', expect.stringMatching(/^2025-10-03是周五（国庆节.*2025-10-09$/)],
    ])
      expect(await problemOf(take(office, 'assignProblem', found, { dueOn: dueOn as string }))).toMatchObject({
        code: 'problem_due_day_off',
        status: 422,
        detail,
        errors: [{ pointer: '/dueOn' }],
      });
    // A Sunday that is worked is a working day.
    expect((await take(office, 'assignProblem', found, { dueOn: '2025-09-28' })).dueOn).toBe('2025-09-28');
  });

  it('assigned again to the same unit without a day, it stays due when it was, and late', async () => {
    service.setNow('2025-09-01T09:00:00+08:00');
    const found = await register({ foundOn: '2025-09-01' });
    const other = await register({ foundOn: '2025-09-01', unit: TANGKOU });
    let now = await take(office, 'assignProblem', found, { dueOn: '2025-09-17' });
    const second = await take(office, 'assignProblem', other, { dueOn: '2025-09-18' });
    service.setNow('2025-09-25T09:00:00+08:00');
    const late = { dueOn: '2025-09-17', sign: 'overdue', lateWorkingDays: 6 };
    now = await take(office, 'assignProblem', now, { comment: '请抓紧' });
    expect(now).toMatchObject(late);
    expect(now.history.at(-1)).toMatchObject({ action: 'assign', dueOn: '2025-09-17', comment: '请抓紧' });
    now = await take(office, 'assignProblem', now, { assignee: XIANYUAN });
    expect(now).toMatchObject(late);
    // Of several, each by itself: who had it is as late as before, who gets it has ten working days.
    const items = [now, second, await register()].map(({ id, version }) => ({ id, version }));
    const { data } = await office.assignProblems({ body: { items, assignee: XIANYUAN } });
    expect(data.items.map(({ dueOn }) => dueOn)).toEqual(['2025-09-17', '2025-10-15', '2025-10-15']);
  });

  it('what is found at the office itself, the office rectifies, whoever works for it', async () => {
    const clerk = await service.addUser('minsheng', ['office'], OFFICE);
    for (const by of [office, clerk]) {
      let now = await register({ unit: OFFICE, description: '公开电话无人接听' });
      now = await take(office, 'assignProblem', now);
      expect((await by.getProblem({ params: { id: now.id } })).data.actions).toEqual(['assign', 'submit', 'void']);
      now = await take(by, 'submitProblem', now, { comment: '已安排值班' });
      now = await take(by, 'verifyProblem', now);
      expect((await take(by, 'closeProblem', now)).state).toBe('closed');
    }
    // What others rectify they hand in themselves.
    const theirs = await take(office, 'assignProblem', await register());
    expect(theirs.actions).toEqual(['assign', 'void']);
    expect((await problemOf(take(office, 'submitProblem', theirs, { comment: '代报' }))).code).toBe('forbidden');
  });

  it('nobody hands in what is not assigned to anybody, and is told so', async () => {
    const found = await register();
    for (const by of [office, xianyuan])
      expect(await problemOf(take(by, 'submitProblem', found, { comment: '已整改' }))).toMatchObject({
        code: 'problem_action_not_allowed',
        status: 409,
        detail: expect.stringContaining('已登记') as string,
      });
    expect((await problemOf(take(tangkou, 'submitProblem', found, { comment: '已整改' }))).code).toBe('not_found');
  });

  it('the district and a village rectify nothing: they are neither found at nor assigned to', async () => {
    const { data } = await office.listUnits({ query: { kind: ['district', 'village'], limit: 500 } });
    const codes = ['district', 'village'].map((kind) => data.items.find((each) => each.kind === kind)?.code ?? kind);
    const found = await register();
    for (const unit of codes) {
      expect(await problemOf(register({ unit }))).toMatchObject({
        code: 'problem_unit_unknown',
        detail: expect.stringContaining('请改选乡镇或部门'),
        errors: [{ pointer: '/unit' }],
      });
      const given = take(office, 'assignProblem', found, { assignee: unit });
      expect(await problemOf(given)).toMatchObject({
        code: 'problem_unit_unknown',
        errors: [{ pointer: '/assignee' }],
      });
    }
  });

  it('another unit begins anew, the same one keeps what was sent back', async () => {
    const found = await register();
    let now = await take(office, 'assignProblem', found);
    now = await take(xianyuan, 'submitProblem', now, { comment: '已整改' });
    now = await take(office, 'sendBackProblem', now, { comment: '请补照片', dueOn: '2025-12-01' });
    now = await take(office, 'assignProblem', now, { dueOn: '2025-12-10' });
    expect(now).toMatchObject({
      assignee: { code: XIANYUAN },
      dueOn: '2025-12-10',
      rectification: '已整改',
      sign: 'sent_back',
    });
    now = await take(office, 'assignProblem', now, { assignee: TANGKOU, dueOn: '2025-12-10' });
    expect(now).toMatchObject({ rectification: null, submittedOn: null, sign: 'in_time' });
    // Who found it still sees it, but it is no more its to rectify.
    expect((await xianyuan.getProblem({ params: { id: found.id } })).data.actions).toEqual([]);
    expect((await problemOf(take(xianyuan, 'submitProblem', now, { comment: '已整改' }))).code).toBe('forbidden');
    expect((await take(tangkou, 'submitProblem', now, { comment: '已办' })).state).toBe('submitted');
  });

  it('a unit registers what it found at a visit, for itself, and changes it until it is assigned', async () => {
    const visit = await visitOf(service, XIANYUAN);
    const own = await register({ source: 'visit', recordId: visit, description: '低保补贴政策群众不知晓' }, xianyuan);
    expect(own).toMatchObject({
      unit: { code: XIANYUAN },
      record: { id: visit, kind: 'visits', date: '2025-09-23', title: '仙源村' },
      actions: ['edit'],
    });
    const params = { id: own.id };
    const body = { description: '低保补贴政策部分群众不知晓', place: '仙源村' };
    const changed = await xianyuan.updateProblem({ params, body, ifMatch: `"${own.version}"` });
    expect(changed.data).toMatchObject({ ...body, version: 2 });
    for (const [more, code] of [
      [{ source: 'inspection' as const }, 'problem_source_not_yours'],
      [{ source: 'visit' as const, unit: TANGKOU }, 'problem_unit_unknown'],
      [{ source: 'visit' as const, recordId: await visitOf(service, TANGKOU) }, 'problem_refers_to_nothing'],
      [{ source: 'visit' as const, project: 31 }, 'problem_refers_to_nothing'],
      [{ source: 'visit' as const, siteId: visit }, 'problem_refers_to_nothing'],
      [{ source: 'visit' as const, foundOn: '2025-12-31' }, 'problem_found_day_invalid'],
      [{ source: 'visit' as const, foundOn: '2024-12-31' }, 'problem_found_day_invalid'],
    ] as const)
      expect([more, (await problemOf(register(more, xianyuan))).code]).toEqual([more, code]);
    // What the office registered about a unit is the office's to change.
    const theirs = await register({ source: 'visit' });
    const edit = xianyuan.updateProblem({ params: { id: theirs.id }, body, ifMatch: '"1"' });
    expect((await problemOf(edit)).code).toBe('forbidden');
    expect((await problemOf(register({ unit: '' }))).code).toBe('problem_unit_unknown');
  });

  it('the site that it is about is deleted: its name stays, and that it is gone is said', async () => {
    const values = { title: '仙源幸福院', project: 3, works: 'finished' };
    const body = { year: 2025, unit: XIANYUAN, values };
    const { data: site } = await office.createRecord({ params: { kind: 'sites' }, body });
    const found = await register({ siteId: site.id });
    expect(found.site).toEqual({ id: site.id, title: '仙源幸福院', deleted: false });
    await office.deleteRecords({ params: { kind: 'sites' }, body: { ids: [site.id] } });
    const { data } = await office.getProblem({ params: { id: found.id } });
    expect(data.site).toEqual({ id: site.id, title: '仙源幸福院', deleted: true });
  });

  it('the visit that it was found at is deleted: it is told no more, and does not stand in the way of a change', async () => {
    const visit = await visitOf(service, XIANYUAN);
    const own = await register({ source: 'visit', recordId: visit }, xianyuan);
    expect(own.record?.id).toBe(visit);
    await xianyuan.deleteRecords({ params: { kind: 'visits' }, body: { ids: [visit] } });
    const params = { id: own.id };
    expect((await xianyuan.getProblem({ params })).data.record).toBeNull();
    const body = { description: '低保补贴政策群众仍不知晓', recordId: visit };
    const changed = await xianyuan.updateProblem({ params, body, ifMatch: `"${own.version}"` });
    expect(changed.data).toMatchObject({ description: body.description, record: null });
    expect((await problemOf(register({ source: 'visit', recordId: visit }, xianyuan))).code).toBe(
      'problem_refers_to_nothing',
    );
  });

  it('a unit reaches nothing that is neither found at it nor assigned to it', async () => {
    const foreign = await register({ unit: TANGKOU, description: '汤口的问题' });
    expect((await problemOf(xianyuan.getProblem({ params: { id: foreign.id } }))).code).toBe('not_found');
    for (const query of [{}, { unit: TANGKOU }, { q: '汤口的问题' }, { state: ['registered' as const] }]) {
      const { data } = await xianyuan.listProblems({ query: { ...query, limit: 500, count: true } });
      expect(data.total).toBe(data.items.length);
      for (const { unit, assignee } of data.items) expect([unit.code, assignee?.code]).toContain(XIANYUAN);
    }
    const { data: file } = await xianyuan.exportProblems({ params: { format: 'xlsx' }, query: {} });
    expect(JSON.stringify(await readWorkbook(Buffer.from(file.content), file.fileName))).not.toContain('汤口的问题');
    await take(office, 'assignProblem', foreign, { assignee: XIANYUAN });
    expect((await xianyuan.getProblem({ params: { id: foreign.id } })).data.actions).toEqual(['submit']);
  });

  it('keeps persons out: identity numbers are refused, mobile numbers are masked for who only reads', async () => {
    for (const more of [{ description: '张某 110101199003074514 反映' }, { place: '110101 19900307 4514' }])
      expect((await problemOf(register(more))).code).toBe('personal_info');
    const found = await register({ description: '反映人电话 13855901234' });
    const told = take(office, 'voidProblem', found, { comment: '身份证 110101199003074514' });
    expect((await problemOf(told)).code).toBe('personal_info');
    const observer = await service.addUser('ducha', ['observer']);
    const seen = (await observer.getProblem({ params: { id: found.id } })).data;
    expect(seen).toMatchObject({ description: '反映人电话 138****1234', actions: [] });
    const { data } = await observer.listProblems({ query: { q: '反映人电话' } });
    expect(data.items[0]?.description).toBe('反映人电话 138****1234');
    const { data: file } = await observer.exportProblems({ params: { format: 'xlsx' }, query: { q: '反映人电话' } });
    const texts = JSON.stringify(await readWorkbook(Buffer.from(file.content), file.fileName));
    expect(texts).toContain('138****1234');
    expect(texts).not.toContain('13855901234');
    expect((await office.getProblem({ params: { id: found.id } })).data.description).toContain('13855901234');
  });

  it('assigns many to their units with one due day, and strikes many off, all or none', async () => {
    service.setNow('2025-09-25T09:00:00+08:00');
    const found = [await register(), await register({ unit: TANGKOU }), await register({ unit: HOUSING })];
    const seen = (rows: { id: string; version: number }[]) => rows.map(({ id, version }) => ({ id, version }));
    const stale = seen(found).map((each, index) => (index === 2 ? { ...each, version: 7 } : each));
    const refused = office.assignProblems({ body: { items: stale, dueOn: '2025-10-31' } });
    expect((await problemOf(refused)).code).toBe('precondition_failed');
    expect((await office.getProblem({ params: { id: found[0]?.id ?? '' } })).data.state).toBe('registered');

    const { data: assigned } = await office.assignProblems({ body: { items: seen(found), dueOn: '2025-10-31' } });
    expect(assigned.items.map(({ assignee, dueOn, state }) => [assignee?.code, dueOn, state])).toEqual(
      [XIANYUAN, TANGKOU, HOUSING].map((code) => [code, '2025-10-31', 'rectifying']),
    );
    const early = office.closeProblems({ body: { items: seen(assigned.items) } });
    expect((await problemOf(early)).code).toBe('problem_action_not_allowed');

    const verified: ProblemRow[] = [];
    for (const [row, unit] of [
      [assigned.items[0], xianyuan],
      [assigned.items[1], tangkou],
    ] as const) {
      if (row)
        verified.push(await take(office, 'verifyProblem', await take(unit, 'submitProblem', row, { comment: '已办' })));
    }
    const { data: closed } = await office.closeProblems({ body: { items: seen(verified), comment: '逐一核对' } });
    expect(closed.items.map(({ state, closedOn }) => [state, closedOn])).toEqual([
      ['closed', '2025-09-25'],
      ['closed', '2025-09-25'],
    ]);
    const { data } = await office.getProblem({ params: { id: verified[0]?.id ?? '' } });
    expect(data.history.at(-1)).toMatchObject({ action: 'close', comment: '逐一核对' });
  });

  it('lists by number and by due day without a gap, and by every filter just what it says', async () => {
    service.setNow('2025-10-09T09:00:00+08:00');
    for (const [dueOn, unit] of [
      ['2025-10-15', HOUSING],
      ['2025-10-16', XIANYUAN],
      ['2025-10-23', TANGKOU],
      ['2025-10-24', TANGKOU],
      ['2025-12-24', XIANYUAN],
    ] as const)
      await take(office, 'assignProblem', await register({ unit, source: 'return_visit', project: 3 }), { dueOn });
    const handedIn = await take(office, 'assignProblem', await register());
    await take(xianyuan, 'submitProblem', handedIn, { comment: '已办' });
    await register();
    service.setNow('2025-10-16T09:00:00+08:00');
    const all = (await office.listProblems({ query: { limit: 500, count: true } })).data;
    expect(all.total).toBe(all.items.length);
    expect(all.items.map(({ no }) => no)).toEqual(all.items.map(({ no }) => no).toSorted((a, b) => b - a));

    for (const sort of ['-no', 'due'] as const) {
      const seen: ProblemRow[] = [];
      let cursor: string | null = null;
      do {
        const query = { sort, limit: 3, ...(cursor ? { cursor } : {}) };
        const { data }: { data: { items: ProblemRow[]; nextCursor: string | null } } = await office.listProblems({
          query,
        });
        seen.push(...data.items);
        cursor = data.nextCursor;
      } while (cursor);
      expect(seen.map(({ id }) => id).toSorted()).toEqual(all.items.map(({ id }) => id).toSorted());
      if (sort === 'due') {
        const days = seen.map(({ dueOn }) => dueOn ?? '9999');
        expect(days).toEqual(days.toSorted());
      }
    }

    const byLamp = await Promise.all(
      lamps.map(async (lamp) => (await office.listProblems({ query: { lamp: [lamp], limit: 500 } })).data.items),
    );
    byLamp.forEach((rows, index) => {
      expect(rows.length).toBeGreaterThan(0);
      expect(new Set(rows.map(({ lamp }) => lamp))).toEqual(new Set([lamps[index]]));
    });
    expect(byLamp.flat()).toHaveLength(all.items.length);
    const ids = (rows: ProblemRow[]) => rows.map(({ id }) => id);
    const filtered = async (query: object, keep: (row: ProblemRow) => boolean) => {
      const { data } = await office.listProblems({ query: { ...query, limit: 500 } });
      expect([query, ids(data.items)]).toEqual([query, ids(all.items.filter(keep))]);
    };
    await filtered({ state: ['rectifying', 'submitted'] }, ({ state }) => ['rectifying', 'submitted'].includes(state));
    await filtered({ unit: TANGKOU }, ({ unit }) => unit.code === TANGKOU);
    await filtered({ assignee: HOUSING }, ({ assignee }) => assignee?.code === HOUSING);
    await filtered({ source: ['return_visit'] }, ({ source }) => source === 'return_visit');
    await filtered({ project: 3 }, ({ project }) => project?.no === 3);
    await filtered({ overdue: true }, ({ sign }) => sign === 'overdue');
    await filtered({ q: '不知晓' }, ({ description }) => description.includes('不知晓'));
    await filtered({ q: '%' }, () => false);
    const no = String(all.items[4]?.no);
    await filtered({ q: no }, (row) => String(row.no) === no || row.description.includes(no));
    await filtered({ q: `#${no}` }, (row) => String(row.no) === no);
    await filtered({ year: 2024 }, () => false);
    const bad = Buffer.from(JSON.stringify(['2025-02-31', 1])).toString('base64url');
    expect((await office.listProblems({ query: { sort: 'due', cursor: bad } })).data.items.length).toBeGreaterThan(0);
    expect((await problemOf(office.listProblems({ query: { cursor: bad } }))).code).toBe('invalid_cursor');
  });

  it('the first page counts what is open and what is overdue, as the lists it leads to do', async () => {
    for (const by of [office, xianyuan]) {
      const { problems } = (await by.getOverview({ query: { year: 2025 } })).data;
      const total = async (query: object) => (await by.listProblems({ query: { ...query, count: true } })).data.total;
      const state = ['registered', 'rectifying', 'submitted', 'verified'];
      expect(problems).toEqual({
        open: await total({ state }),
        overdue: await total({ overdue: true }),
        mine: await total({ state: ['rectifying'], mine: true }),
      });
      expect(problems.overdue).toBeGreaterThan(0);
    }
  });

  it('what waits for one’s own unit is found: whoever works for the office answers for the office', async () => {
    const found = await register({ unit: TANGKOU });
    const assigned = await take(office, 'assignProblem', found, { assignee: OFFICE });
    const { no } = assigned;
    const observer = await service.addUser('duban', ['observer'], OFFICE);
    const both = await service.addUser('liang', ['reporter', 'observer'], TANGKOU);
    const mine = async (by: Client) => {
      const query = { year: 2025, state: ['rectifying' as const], mine: true, limit: 500 };
      const { items } = (await by.listProblems({ query })).data;
      const { problems } = (await by.getOverview({ query: { year: 2025 } })).data;
      expect(problems.mine).toBe(items.length);
      return items;
    };
    const its = await mine(office);
    expect(its.map((each) => each.no)).toContain(no);
    for (const each of its) expect([each.assignee?.code, each.actions.includes('submit')]).toEqual([OFFICE, true]);
    expect(await mine(observer)).toEqual([]);
    for (const each of [...(await mine(tangkou)), ...(await mine(both))]) expect(each.assignee?.code).toBe(TANGKOU);
    await take(office, 'submitProblem', assigned, { comment: '已核对' });
    expect((await mine(office)).map((each) => each.no)).not.toContain(no);
  });

  it('gives the list as a workbook that runs nothing', async () => {
    const formula = '=HYPERLINK("http://example.org","点此")';
    await register({ description: formula, unit: HOUSING });
    const { data } = await office.exportProblems({ params: { format: 'xlsx' }, query: { unit: HOUSING } });
    expect(data.fileName).toBe('2025年问题清单.xlsx');
    const [sheet] = (await readWorkbook(Buffer.from(data.content), data.fileName)).sheets;
    const rows = sheet?.rows ?? [];
    expect(rows[1]?.slice(0, 5).map((cell) => cell?.text)).toEqual(['编号', '发现日期', '来源', '发现单位', '问题']);
    expect(rows.at(-1)?.[4]).toMatchObject({ text: formula, formula: 'none' });
    const { data: list } = await office.listProblems({ query: { unit: HOUSING, limit: 500 } });
    expect(rows.slice(2).map((row) => row[0]?.number)).toEqual(list.items.map(({ no }) => no).toReversed());
  });

  it('numbers a year without a gap and without two alike, however many register at once', async () => {
    const { data } = await office.listProblems({ query: { limit: 1 } });
    const last = data.items[0]?.no ?? 0;
    const all = await Promise.all(Array.from({ length: 40 }, (_, index) => register({ place: `第${index}处` })));
    expect(all.map(({ no }) => no).toSorted((a, b) => a - b)).toEqual(
      Array.from({ length: 40 }, (_, i) => last + 1 + i),
    );
  });

  it('two who take a step of the same problem at once: one does, the other is told', async () => {
    const found = await register();
    const both = await Promise.allSettled([
      take(office, 'assignProblem', found),
      take(office, 'voidProblem', found, { comment: '重复' }),
    ]);
    expect(both.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    const refused = both.find(({ status }) => status === 'rejected') as PromiseRejectedResult;
    expect(refused.reason.problem.code).toBe('precondition_failed');
  });

  it('registers once, however often the same request is sent', async () => {
    service.setNow('2025-10-16T23:59:00+08:00');
    const body = { source: 'office' as const, description: '重复发送', unit: XIANYUAN };
    const send = async () => (await office.registerProblem({ body }, { idempotencyKey: 'the-same' })).data;
    const first = await send();
    expect(first.foundOn).toBe('2025-10-16');
    expect((await send()).id).toBe(first.id);
  });
});

/** A visit in a unit's records. */
async function visitOf(service: Service, unit: string): Promise<string> {
  const id = uuidv7();
  await service.connection.db.execute(sql`
    insert into records (id, kind, year, unit_id, occurred_on, data, created_by, created_at, updated_by, updated_at)
    select ${id}::uuid, 'visits', 2025, u.id, '2025-09-23', '{"kind": "household", "households": 12, "village": "仙源村"}',
      a.id, now(), a.id, now()
    from units u, users a where u.code = ${unit} and a.username = 'admin'`);
  return id;
}
