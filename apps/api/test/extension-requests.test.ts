import type { Client } from '@nuanxin/client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { databases, problemOf, startService, type Service } from './support.ts';

const XIANYUAN = '341003101';
const TANGKOU = '341003102';
const REASON = '村级数据尚未汇总';

/** The morning before the second quarter is due, on 1 July. */
describe.each(databases)('requests for a later due day, on $name', (database) => {
  let service: Service;
  let office: Client;
  let xianyuan: Client;
  let tangkou: Client;

  beforeAll(async () => {
    service = await startService(database, '2025-06-30T09:00:00+08:00');
    office = await service.as('admin');
    xianyuan = await service.addUser('xianyuan', ['reporter'], XIANYUAN);
    tangkou = await service.addUser('tangkou', ['reporter'], TANGKOU);
  });
  afterAll(() => service.close());

  /** What a unit owes, and how to call about it as it is now. */
  async function owedBy(unit: string, { period = '2025Q2', task = 'T0.1' } = {}) {
    const { data } = await office.listObligations({ query: { period, task, unit } });
    const [only] = data.items;
    if (!only) throw new Error(`no obligation of ${unit}`);
    return { data: only, call: { params: { id: only.id }, ifMatch: `"${only.version}"` } };
  }
  const ask = async (client: Client, unit: string, until: string, reason = REASON) =>
    client.askExtension({ ...(await owedBy(unit)).call, body: { until, reason } });
  const answer = async (unit: string, body: { grant: boolean; until?: string; answer?: string }) =>
    office.answerExtensionRequest({ ...(await owedBy(unit)).call, body });
  const waiting = async () => {
    const { data } = await office.listObligations({ query: { year: 2025, requested: true } });
    const { data: overview } = await office.getOverview({ query: { year: 2025 } });
    expect(overview.counts.requested).toBe(data.items.length);
    return data.items.map(({ unit }) => unit.code);
  };
  async function handIn(client: Client, unit: string) {
    const { data, etag } = await client.startSubmission({ body: { obligationId: (await owedBy(unit)).data.id } });
    const params = { id: data.id };
    const saved = await client.saveDraft({ params, body: { values: { F0101: 1 } }, ifMatch: etag ?? '' });
    await client.submitSubmission({ params, body: {}, ifMatch: saved.etag ?? '' });
    return params;
  }

  it('a unit asks with day and reason, the office sees who asks, and grants that day or another', async () => {
    expect(await waiting()).toEqual([]);
    const { data: asked } = await ask(xianyuan, XIANYUAN, '2025-07-15');
    expect(asked).toMatchObject({
      dueOn: '2025-07-01',
      extension: null,
      extensionRequest: {
        until: '2025-07-15',
        reason: REASON,
        askedBy: 'xianyuan',
        askedAt: '2025-06-30T09:00:00+08:00',
        state: 'pending',
        answer: null,
        decidedBy: null,
        decidedAt: null,
      },
    });
    expect(await waiting()).toEqual([XIANYUAN]);
    service.setNow('2025-06-30T15:00:00+08:00');
    const { data: granted } = await answer(XIANYUAN, { grant: true, until: '2025-07-08', answer: '请抓紧' });
    expect(granted).toMatchObject({
      dueOn: '2025-07-08',
      lamp: 'grey',
      extension: { dueOn: '2025-07-08', reason: REASON },
      extensionRequest: {
        state: 'granted',
        answer: '请抓紧',
        decidedBy: '管理员',
        decidedAt: '2025-06-30T15:00:00+08:00',
      },
    });
    expect(await waiting()).toEqual([]);
    const seen = await xianyuan.getObligation({ params: { id: granted.id } });
    expect(seen.data.extensionRequest).toMatchObject({ until: '2025-07-15', answer: '请抓紧' });

    // Later again is asked from the day that it has now.
    expect(await problemOf(ask(xianyuan, XIANYUAN, '2025-07-08'))).toMatchObject({ code: 'extension_not_later' });
    await ask(xianyuan, XIANYUAN, '2025-07-10');
    expect((await answer(XIANYUAN, { grant: true })).data).toMatchObject({
      dueOn: '2025-07-10',
      extensionRequest: { until: '2025-07-10', state: 'granted', answer: null },
    });
    const auditor = await service.addUser('shenji', ['auditor']);
    const { data: trail } = await auditor.listAudit({ query: { entity: 'obligation', entityId: granted.id } });
    expect(trail.items.map(({ action }) => action)).toEqual([
      'obligation.grant_request',
      'obligation.ask_extension',
      'obligation.grant_request',
      'obligation.ask_extension',
    ]);
  });

  it('the office refuses with a reason that the unit reads, and the unit may ask again', async () => {
    await ask(tangkou, TANGKOU, '2025-07-15');
    expect(await problemOf(answer(TANGKOU, { grant: false, answer: '  ' }))).toMatchObject({
      code: 'extension_answer_needed',
      errors: [{ pointer: '/answer' }],
    });
    const { data: refused } = await answer(TANGKOU, { grant: false, answer: '全区统一时限' });
    expect(refused).toMatchObject({
      dueOn: '2025-07-01',
      extension: null,
      extensionRequest: { state: 'refused', answer: '全区统一时限' },
    });
    expect(await waiting()).toEqual([]);
    expect(await problemOf(answer(TANGKOU, { grant: true }))).toMatchObject({ code: 'extension_request_none' });
    const { data: again } = await ask(tangkou, TANGKOU, '2025-07-03');
    expect(again.extensionRequest).toMatchObject({ state: 'pending', until: '2025-07-03', untilDay: '周四' });
    // What was said before stays there for both.
    const { earlierRequests: earlier } = again;
    expect(earlier).toMatchObject([
      {
        until: '2025-07-15',
        reason: REASON,
        askedBy: 'tangkou',
        state: 'refused',
        answer: '全区统一时限',
        decidedBy: '管理员',
        decidedAt: '2025-06-30T15:00:00+08:00',
      },
    ]);
    expect((await owedBy(TANGKOU)).data.earlierRequests).toEqual(earlier);
  });

  it('one request waits at a time, until the unit takes it back', async () => {
    const problem = await problemOf(ask(tangkou, TANGKOU, '2025-07-04'));
    expect(problem).toMatchObject({ code: 'extension_request_pending', status: 409 });
    expect(problem.detail).toContain('2025-07-03');
    const withdraw = async () => tangkou.withdrawExtensionRequest((await owedBy(TANGKOU)).call);
    expect((await withdraw()).data.extensionRequest).toMatchObject({ state: 'withdrawn', decidedBy: null });
    expect(await waiting()).toEqual([]);
    expect(await problemOf(withdraw())).toMatchObject({ code: 'extension_request_none' });
    const { call } = await owedBy(TANGKOU);
    const both = await Promise.allSettled(
      ['2025-07-04', '2025-07-05'].map((until) => tangkou.askExtension({ ...call, body: { until, reason: REASON } })),
    );
    expect(both.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    await withdraw();
  });

  it.each([
    ['no later than the day it has', '2025-07-01', REASON, 'extension_not_later', '/until'],
    ['more than a year later', '2026-07-03', REASON, 'extension_too_far', '/until'],
    ['with an identity number', '2025-07-04', '见 34100319900307421X', 'personal_info', '/reason'],
    ['with a blank reason', '2025-07-04', '　 ', 'invalid_request', '/reason'],
  ])('refuses a request %s', async (_, until, reason, code, pointer) => {
    expect(await problemOf(ask(tangkou, TANGKOU, until, reason))).toMatchObject({ code, errors: [{ pointer }] });
  });

  it('refuses an answer with a day or a text that does not do, and leaves the request waiting', async () => {
    await ask(tangkou, TANGKOU, '2025-07-04');
    const refused = async (body: Parameters<typeof answer>[1]) => (await problemOf(answer(TANGKOU, body))).code;
    expect(await refused({ grant: true, until: '2025-07-01' })).toBe('extension_not_later');
    expect(await refused({ grant: true, until: '2026-07-03' })).toBe('extension_too_far');
    expect(await refused({ grant: false, answer: '见 34100319900307421X' })).toBe('personal_info');
    expect(await waiting()).toEqual([TANGKOU]);
  });

  it('is about what the caller has seen, and about the own unit only', async () => {
    const { data, call } = await owedBy(TANGKOU);
    const body = { until: '2025-07-15', reason: REASON };
    expect(await problemOf(xianyuan.askExtension({ ...call, body }))).toMatchObject({ code: 'not_found' });
    expect(await problemOf(xianyuan.withdrawExtensionRequest(call))).toMatchObject({ code: 'not_found' });
    const stale = { ...call, ifMatch: `"${data.version - 1}"` };
    const late = office.answerExtensionRequest({ ...stale, body: { grant: true } });
    expect(await problemOf(late)).toMatchObject({ code: 'precondition_failed' });
    expect((await xianyuan.listObligations({ query: { year: 2025, requested: true } })).data.items).toEqual([]);
  });

  it('shows who reads only no mobile number in the reason or in the answer', async () => {
    const observer = await service.addUser('ducha', ['observer']);
    const unit = '341003106';
    const asking = await service.addUser('lianxi', ['reporter'], unit);
    await ask(asking, unit, '2025-07-15', '请与 13905590000 联系');
    await answer(unit, { grant: false, answer: '已与 13905590000 说明' });
    const { data } = await observer.getObligation({ params: { id: (await owedBy(unit)).data.id } });
    expect(data.extensionRequest).toMatchObject({ state: 'refused' });
    await ask(asking, unit, '2025-07-16');
    expect((await observer.getObligation({ params: { id: data.id } })).data.earlierRequests).toMatchObject([
      { answer: '已与 139****0000 说明' },
    ]);
    await asking.withdrawExtensionRequest((await owedBy(unit)).call);
    expect(JSON.stringify(data)).not.toContain('13905590000');
  });

  it('what the office grants of itself answers the unit that asks', async () => {
    const { call } = await owedBy(TANGKOU);
    const { data } = await office.grantExtension({ ...call, body: { dueOn: '2025-07-02', reason: '停电' } });
    expect(data).toMatchObject({
      dueOn: '2025-07-02',
      extension: { reason: '停电' },
      extensionRequest: { state: 'granted', decidedBy: '管理员', answer: null },
    });
    await ask(tangkou, TANGKOU, '2025-07-04');
    const exempted = await office.grantExemption({ ...(await owedBy(TANGKOU)).call, body: { reason: '机构改革' } });
    // Nothing was granted: there is nothing left to ask for.
    expect(exempted.data).toMatchObject({
      status: 'exempt',
      dueOn: '2025-07-02',
      extensionRequest: { state: 'unneeded', decidedBy: '管理员' },
    });
    expect(await waiting()).toEqual([]);
    expect(await problemOf(ask(tangkou, TANGKOU, '2025-07-15'))).toMatchObject({ code: 'obligation_exempt' });
    await office.revokeExemption((await owedBy(TANGKOU)).call);
    expect((await owedBy(TANGKOU)).data.extensionRequest).toMatchObject({ state: 'unneeded' });
    // In one step, with one notice; and then it is the office's own day that counts.
    const change = { ...(await owedBy(TANGKOU)).call, body: { dueOn: '2025-07-03', reason: '停电两天' } };
    service.setNow('2025-06-30T15:30:00+08:00');
    expect((await office.grantExtension(change)).data).toMatchObject({
      extension: { dueOn: '2025-07-03', otherwiseOn: '2025-07-01' },
      extensionRequest: null,
    });
    const { data: told } = await tangkou.listReminders({ query: { limit: 1 } });
    expect(told.items[0]).toMatchObject({
      note: '修改延期（停电两天）',
      moved: [{ from: '2025-07-02', to: '2025-07-03' }],
    });
    // Also to an earlier day than it was.
    const shorter = { ...(await owedBy(TANGKOU)).call, body: { dueOn: '2025-07-02', reason: '提前恢复' } };
    expect((await office.grantExtension(shorter)).data.dueOn).toBe('2025-07-02');
    service.setNow('2025-06-30T15:00:00+08:00');
  });

  it('what was granted and taken back says who took it back and when, until the unit asks anew', async () => {
    const unit = '341003104';
    const client = await service.addUser('gantang', ['reporter'], unit);
    const request = async () => (await owedBy(unit)).data.extensionRequest;
    await ask(client, unit, '2025-07-15');
    await answer(unit, { grant: true, answer: '请抓紧' });
    await ask(client, unit, '2025-07-20');
    await answer(unit, { grant: false, answer: '已延期一次' });
    service.setNow('2025-07-01T10:00:00+08:00');
    const { data } = await office.revokeExtension((await owedBy(unit)).call);
    expect(data).toMatchObject({ dueOn: '2025-07-01', extension: null });
    const { data: seen } = await client.getObligation({ params: { id: data.id } });
    expect(seen.earlierRequests).toMatchObject([{ until: '2025-07-20', state: 'refused', answer: '已延期一次' }]);
    expect(seen.extensionRequest).toMatchObject({
      until: '2025-07-15',
      state: 'revoked',
      answer: '请抓紧',
      decidedBy: '管理员',
      decidedAt: '2025-06-30T15:00:00+08:00',
      revokedBy: '管理员',
      revokedAt: '2025-07-01T10:00:00+08:00',
    });
    expect(await waiting()).not.toContain(unit);
    await ask(client, unit, '2025-07-03');
    expect(await request()).toMatchObject({ until: '2025-07-03', state: 'pending', revokedBy: null });
    expect(await waiting()).toContain(unit);
    await client.withdrawExtensionRequest((await owedBy(unit)).call);
    service.setNow('2025-06-30T15:00:00+08:00');
  });

  it('tells the unit whenever its day is another, with the reason and who did it', async () => {
    const unit = '341003105';
    const client = await service.addUser('xinming', ['reporter'], unit);
    const told = async () => {
      const { data } = await client.listReminders({ query: { limit: 1 } });
      const [newest] = data.items;
      return newest && [newest.by, newest.note, ...newest.moved.map(({ from, to, toDay }) => [from, to, toDay])];
    };
    await ask(client, unit, '2025-07-15');
    expect(await told()).toBeUndefined();
    await answer(unit, { grant: false, answer: '全区统一时限' });
    expect(await told()).toEqual([
      '管理员',
      '不同意延期至 2025-07-15 周二：全区统一时限',
      ['2025-07-01', '2025-07-01', '周二'],
    ]);
    service.setNow('2025-06-30T16:00:00+08:00');
    const { call } = await owedBy(unit);
    const { data } = await office.grantExtension({ ...call, body: { dueOn: '2025-07-04', reason: '停电' } });
    expect(await told()).toEqual(['管理员', '准予延期（停电）', ['2025-07-01', '2025-07-04', '周五']]);
    // What was refused before counts no more, and can be read.
    expect(data).toMatchObject({
      extensionRequest: null,
      earlierRequests: [{ state: 'refused', until: '2025-07-15' }],
    });
    await office.revokeExtension((await owedBy(unit)).call);
    expect(await told()).toEqual(['管理员', '取消延期', ['2025-07-04', '2025-07-01', '周二']]);
    await office.grantExemption({ ...(await owedBy(unit)).call, body: { reason: '机构改革' } });
    expect(await told()).toEqual(['管理员', '机构改革', ['2025-07-01', null, null]]);
    await office.revokeExemption((await owedBy(unit)).call);
    expect(await told()).toEqual(['管理员', '取消免报', [null, '2025-07-01', '周二']]);
    await ask(client, unit, '2025-07-03');
    await answer(unit, { grant: true });
    expect(await told()).toEqual(['管理员', '同意延期申请', ['2025-07-01', '2025-07-03', '周四']]);
    const days = (await client.listReminders()).data.items.map(({ moved: [day] }) => [day?.to, day?.overtaken]);
    expect(days).toEqual([
      ['2025-07-03', false],
      ['2025-07-01', true],
      [null, true],
      ['2025-07-01', true],
      ['2025-07-04', true],
      ['2025-07-01', true],
    ]);
    // Of what was asked again, and refused, no day is another.
    await ask(client, unit, '2025-07-09');
    await answer(unit, { grant: false, answer: '已延期一次' });
    expect(await told()).toEqual([
      '管理员',
      '不同意延期至 2025-07-09 周三：已延期一次',
      ['2025-07-03', '2025-07-03', '周四'],
    ]);
    expect((await client.listReminders({ query: { limit: 2 } })).data.items[1]?.moved[0]?.overtaken).toBe(false);
    await ask(client, unit, '2025-07-09');
    await answer(unit, { grant: true, until: '2025-07-03', answer: '仍到三日' });
    expect(await told()).toEqual(['管理员', '同意延期申请（仍到三日）', ['2025-07-03', '2025-07-03', '周四']]);
    // A grant of the day that it has tells nothing.
    await office.grantExtension({ ...(await owedBy(unit)).call, body: { dueOn: '2025-07-03', reason: '补充原因' } });
    expect((await told())?.[1]).toBe('同意延期申请（仍到三日）');
    service.setNow('2025-06-30T15:00:00+08:00');
  });

  it('has no later day for what was handed in: it would be judged anew behind the back of all', async () => {
    const unit = '341003107';
    const client = await service.addUser('jiaocun', ['reporter'], unit);
    await handIn(client, unit);
    const { call } = await owedBy(unit);
    const late = await problemOf(office.grantExtension({ ...call, body: { dueOn: '2025-07-04', reason: '停电' } }));
    expect(late).toMatchObject({ code: 'extension_too_late', status: 409 });
    expect(late.detail).toContain('请退回');
  });

  it('puts a report that was sent back off to a day after that of its correction only', async () => {
    const unit = '341003108';
    const client = await service.addUser('longmen', ['reporter'], unit);
    const { id } = await handIn(client, unit);
    const { etag } = await office.getSubmission({ params: { id } });
    await office.returnSubmission({ params: { id }, body: { comment: '请核对' }, ifMatch: etag ?? '' });
    const { data, call } = await owedBy(unit);
    expect(data).toMatchObject({ status: 'returned', dueOn: '2025-07-01', correctionDueOn: '2025-07-03' });
    const extend = async (dueOn: string, ifMatch = call.ifMatch) =>
      office.grantExtension({ ...call, ifMatch, body: { dueOn, reason: '停电' } });
    const problem = await problemOf(extend('2025-07-03'));
    expect(problem).toMatchObject({ code: 'extension_not_later', errors: [{ pointer: '/dueOn' }] });
    expect(JSON.stringify(problem)).toContain('延期后的日期必须晚于 2025-07-03');
    expect((await extend('2025-07-04')).data.correctionDueOn).toBe('2025-07-04');
    // What was put off already is compared with the day that it would have without that.
    const { ifMatch } = (await owedBy(unit)).call;
    expect((await problemOf(extend('2025-07-03', ifMatch))).code).toBe('extension_not_later');
  });

  it('asks nobody any more once the report is handed in, and again when it was taken back', async () => {
    await ask(tangkou, TANGKOU, '2025-07-10');
    await handIn(tangkou, TANGKOU);
    expect((await owedBy(TANGKOU)).data).toMatchObject({ status: 'submitted', extensionRequest: { state: 'pending' } });
    expect(await waiting()).toEqual([]);
    expect(await problemOf(answer(TANGKOU, { grant: true }))).toMatchObject({ code: 'extension_request_none' });
    expect(await problemOf(ask(tangkou, TANGKOU, '2025-07-11'))).toMatchObject({
      code: 'extension_request_handed_in',
    });
    const params = { id: (await owedBy(TANGKOU)).data.submissionId ?? '' };
    const { etag } = await tangkou.getSubmission({ params });
    await tangkou.withdrawSubmission({ params, body: {}, ifMatch: etag ?? '' });
    expect(await waiting()).toEqual([TANGKOU]);
  });

  it('is for what is owed now, also where records show that it is done; not before it opens', async () => {
    const { data } = await office.listObligations({ query: { year: 2025, tracking: ['records'], status: ['open'] } });
    const [other] = data.items;
    if (!other) throw new Error('no open task judged by records');
    const keeper = await service.addUser('keeper', ['reporter'], other.unit.code);
    const call = { params: { id: other.id }, ifMatch: `"${other.version}"` };
    const body = { until: '2026-01-20', reason: REASON };
    const { data: asked } = await keeper.askExtension({ ...call, body });
    expect(asked).toMatchObject({ extensionRequest: { state: 'pending' } });
    expect(await waiting()).toContain(other.unit.code);
    const answered = { params: call.params, ifMatch: `"${asked.version}"`, body: { grant: true } };
    expect((await office.answerExtensionRequest(answered)).data.dueOn).toBe('2026-01-20');
    const q4 = await owedBy(XIANYUAN, { period: '2025Q4' });
    expect(await problemOf(xianyuan.askExtension({ ...q4.call, body }))).toMatchObject({ code: 'not_open_yet' });
  });

  it('no reason or note of the office holds an identity number', async () => {
    const { call } = await owedBy(XIANYUAN, { period: '2025Q3' });
    const reason = '张三 11010519491231002X 住院';
    const extension = office.grantExtension({ ...call, body: { dueOn: '2025-10-20', reason } });
    expect(await problemOf(extension)).toMatchObject({ code: 'personal_info', errors: [{ pointer: '/reason' }] });
    expect((await problemOf(office.grantExemption({ ...call, body: { reason } }))).code).toBe('personal_info');
    const ids = [(await owedBy('B02', { period: '2025', task: 'T0.2' })).data.id];
    const settling = office.settleObligations({ body: { ids, doneOn: '2025-06-30', note: reason } });
    expect(await problemOf(settling)).toMatchObject({ code: 'personal_info', errors: [{ pointer: '/note' }] });
  });

  it('comes in time or not at all, but one that came in time is answered also when the day has passed', async () => {
    service.setNow('2025-07-02T23:59:59+08:00');
    await handIn(xianyuan, XIANYUAN);
    const unit = '341003103';
    const tanjiaqiao = await service.addUser('tanjiaqiao', ['reporter'], unit);
    const problem = await problemOf(ask(tanjiaqiao, unit, '2025-07-15'));
    expect(problem).toMatchObject({ code: 'extension_request_too_late', status: 409 });
    expect(problem.detail).toContain('2025-07-01');
    service.setNow('2025-07-03T00:00:00+08:00');
    expect((await owedBy(TANGKOU)).data).toMatchObject({ status: 'overdue', lamp: 'red' });
    // A day that is over puts nothing off.
    const over = await problemOf(answer(TANGKOU, { grant: true, until: '2025-07-02' }));
    expect(over).toMatchObject({ code: 'extension_day_over', errors: [{ pointer: '/until' }] });
    const { call } = await owedBy(unit);
    const late = office.grantExtension({ ...call, body: { dueOn: '2025-07-02', reason: '停电' } });
    expect(await problemOf(late)).toMatchObject({ code: 'extension_day_over', errors: [{ pointer: '/dueOn' }] });
    expect(await waiting()).toEqual([TANGKOU]);
    expect((await answer(TANGKOU, { grant: true })).data).toMatchObject({ status: 'open', dueOn: '2025-07-10' });
  });
});
