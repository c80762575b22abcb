import type { Client, RecordRow } from '@nuanxin/client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { problems, records } from '../src/db/schema/index.ts';
import { databases, makePlan, problemOf, type Service, startService } from './support.ts';

const XIANYUAN = '341003101';
const TANGKOU = '341003102';
type Kind = RecordRow['kind'];
type Values = RecordRow['values'];

describe.each(databases)('obligations by records, on $name', (database) => {
  let service: Service;
  let office: Client;
  let township: Client;

  beforeAll(async () => {
    service = await startService(database, '2025-11-20T09:00:00+08:00');
    office = await service.as('admin');
    township = await service.addUser('xianyuan', ['reporter'], XIANYUAN);
  });
  afterAll(() => service.close());

  const keep = async (kind: Kind, unit: string, date: string | null, values: Values) =>
    (await office.createRecord({ params: { kind }, body: { year: 2025, unit, date, values } })).data.id;
  const owed = async (task: string, unit?: string, period?: string, client = office) => {
    const query = { year: 2025, task, limit: 100, ...(unit ? { unit } : {}), ...(period ? { period } : {}) };
    const [first] = (await client.listObligations({ query })).data.items;
    if (!first) throw new Error(`nothing owed for ${task}`);
    return first;
  };
  const tellOf = ({ status, timeliness, lateWorkingDays, records: told }: Awaited<ReturnType<typeof owed>>) => ({
    status,
    timeliness,
    late: lateWorkingDays,
    on: told?.fulfilledOn,
    progress: told?.progress,
    missing: told?.missing,
  });

  it('a campaign month is done on the day of its first activity, and says what counts and what is missing', async () => {
    expect(tellOf(await owed('T6.1', XIANYUAN))).toEqual({
      status: 'overdue',
      timeliness: null,
      late: null,
      on: null,
      progress: '已有 0 场，需 1 场',
      missing: '还差 1 场',
    });
    await keep('activities', XIANYUAN, '2025-06-01', { title: '六月', kind: 'quiz' });
    await keep('activities', XIANYUAN, '2025-05-03', { title: '培训不算', kind: 'training' });
    expect((await owed('T6.1', XIANYUAN)).status).toBe('overdue');
    await keep('activities', XIANYUAN, '2025-05-20', { title: '五月', kind: 'quiz' });
    const first = await keep('activities', XIANYUAN, '2025-05-12', { title: '更早', kind: 'performance' });
    const done = await owed('T6.1', XIANYUAN);
    expect(tellOf(done)).toEqual({
      status: 'accepted',
      timeliness: 'on_time',
      late: 0,
      on: '2025-05-12',
      progress: '已有 2 场',
      missing: null,
    });
    expect(done.records?.list).toEqual({
      kind: 'activities',
      unit: XIANYUAN,
      from: '2025-05-01',
      to: '2025-05-31',
      match: ['kind:quiz', 'kind:performance', 'kind:policy_talk', 'kind:theme_other'],
    });
    // Nothing is stored: a deleted record no longer counts.
    await office.deleteRecords({ params: { kind: 'activities' }, body: { ids: [first] } });
    expect((await owed('T6.1', XIANYUAN)).records?.fulfilledOn).toBe('2025-05-20');
    expect((await owed('T6.1', TANGKOU)).status).toBe('overdue');
  });

  it('a quarterly disclosure counts in its own quarter only', async () => {
    const values = { title: '进展', content: 'progress', carrier: 'website' };
    await keep('disclosures', XIANYUAN, '2025-08-06', values);
    await keep('disclosures', XIANYUAN, '2025-05-06', { ...values, carrier: 'notice_board' });
    const lead = await owed('T3.4', undefined, '2025Q3');
    // The office leads the task: what it publishes itself counts.
    expect(lead.unit.code).toBe('B02');
    expect(lead.records?.fulfilledOn).toBeNull();
    await keep('disclosures', 'B02', '2025-09-30', values);
    expect(tellOf(await owed('T3.4', undefined, '2025Q3'))).toMatchObject({ on: '2025-09-30', timeliness: 'on_time' });
    expect((await owed('T3.4', undefined, '2025Q2')).status).toBe('overdue');
    expect((await owed('T3.4', undefined, '2025Q4')).status).toBe('open');
  });

  it('handing out is done on the day on which the last material was out, letters as the register says, and late after October', async () => {
    expect(tellOf(await owed('T6.3', XIANYUAN))).toMatchObject({
      status: 'overdue',
      missing: '一封信还差 1 份；宣传单（册）还差 1 份；海报还差 1 份',
    });
    await keep('households', XIANYUAN, null, { households: 900, letters: 800 });
    await keep('distributions', XIANYUAN, '2025-09-10', { channel: 'print', material: 'open_letter', count: 500 });
    await keep('distributions', XIANYUAN, '2025-09-11', { channel: 'print', material: 'leaflet', count: 5000 });
    await keep('distributions', XIANYUAN, '2025-10-20', { channel: 'banner', count: 5000 });
    expect(tellOf(await owed('T6.3', XIANYUAN))).toMatchObject({
      on: null,
      progress: '1 / 3 种资料到位',
      missing: '一封信还差 300 份；海报还差 1 份',
    });
    await keep('distributions', XIANYUAN, '2025-10-28', { channel: 'print', material: 'poster', count: 300 });
    // Posters stand for no letters.
    expect(tellOf(await owed('T6.3', XIANYUAN))).toMatchObject({ on: null, missing: '一封信还差 300 份' });
    await keep('distributions', XIANYUAN, '2025-11-04', { channel: 'print', material: 'open_letter', count: 300 });
    expect(tellOf(await owed('T6.3', XIANYUAN))).toMatchObject({
      status: 'accepted',
      timeliness: 'late',
      late: 2,
      on: '2025-11-04',
      missing: null,
    });
    // Without a target one hand-out of each is enough; a target of none asks for no letters, nor does a department.
    await keep('distributions', TANGKOU, '2025-10-30', { channel: 'print', material: 'leaflet', count: 10 });
    await keep('distributions', TANGKOU, '2025-10-31', { channel: 'print', material: 'poster', count: 1 });
    expect(tellOf(await owed('T6.3', TANGKOU))).toMatchObject({ on: null, missing: '一封信还差 1 份' });
    await keep('households', TANGKOU, null, { households: 900, letters: 0 });
    expect(tellOf(await owed('T6.3', TANGKOU))).toMatchObject({ on: '2025-10-31', timeliness: 'on_time' });
    const department = await owed('T6.3', 'B07');
    expect(department.records).toMatchObject({ progress: '0 / 2 种资料到位' });
  });

  it('a register in every township is done with the last of them, and names those that lack one', async () => {
    const { items } = (await office.listUnits({ query: { kind: ['township'], limit: 100 } })).data;
    const reporting = items.filter(({ code }) => code !== '341003400');
    for (const { code } of reporting.slice(1))
      await keep('liaisons', code, null, { title: '联络员', level: 'township', since: '2024-05-01' });
    const [last] = reporting;
    const before = await owed('T5.1');
    expect(before.records?.missing).toBe(`还有 1 个单位没有：${last?.name}`);
    expect(before.records?.progress).toBe(`${reporting.length - 1} / ${reporting.length} 个单位已有`);
    // There on some day is enough: that somebody left later does not undo it.
    await keep('liaisons', last?.code ?? '', null, {
      title: '走了',
      level: 'village',
      since: '2025-03-18',
      until: '2025-06-01',
    });
    expect(tellOf(await owed('T5.1'))).toMatchObject({ status: 'accepted', on: '2025-03-18', timeliness: 'on_time' });
  });

  it('signs are done when every site has what its state asks for', async () => {
    expect((await owed('T3.1')).records?.missing).toBe('还没有登记项目点位');
    const building = { title: '幸福院', project: 3, works: 'under_construction', logoOn: '2025-05-01' };
    const site = await keep('sites', XIANYUAN, null, building);
    await keep('sites', TANGKOU, null, { title: '驿站', project: 1, works: 'not_engineering', logoOn: '2025-04-01' });
    expect((await owed('T3.1')).records).toMatchObject({
      progress: '1 / 2 个点位齐全',
      missing: '还有 1 个点位没有登记在建公示牌设置日期',
    });
    const { data, etag } = await office.getRecord({ params: { kind: 'sites', id: site } });
    await office.updateRecord({
      params: { kind: 'sites', id: site },
      body: { values: { ...data.values, constructionBoardOn: '2025-07-02' } },
      ifMatch: etag ?? '',
    });
    expect(tellOf(await owed('T3.1'))).toMatchObject({ on: '2025-07-02', timeliness: 'late', late: 2 });
  });

  it('what is published is done when every site and a policy are, on the day of the later', async () => {
    const before = await owed('T3.3');
    expect(before.records).toMatchObject({
      counts: '项目点位，全部点位都登记了点位公开日期；公开公示 · 网站、微信公众号 · 政策解读，每个单位至少 1 条',
      progress: '0 / 2 个点位齐全；公开公示 · 网站、微信公众号 · 政策解读：已有 0 条，需 1 条',
      missing: '还有 2 个点位没有登记点位公开日期；公开公示 · 网站、微信公众号 · 政策解读：还差 1 条',
      list: { kind: 'sites' },
    });
    const params = { kind: 'sites' } as const;
    for (const { id, version } of (await office.listRecords({ params, query: { year: 2025 } })).data.items) {
      const body = { values: { disclosedOn: '2025-06-20' } };
      await office.updateRecord({ params: { ...params, id }, body, ifMatch: `"${version}"` });
    }
    expect(tellOf(await owed('T3.3'))).toMatchObject({
      status: 'overdue',
      on: null,
      progress: '2 / 2 个点位齐全；公开公示 · 网站、微信公众号 · 政策解读：已有 0 条，需 1 条',
      missing: '公开公示 · 网站、微信公众号 · 政策解读：还差 1 条',
    });
    const { list } = (await owed('T3.3')).records ?? {};
    expect(list).toMatchObject({ kind: 'disclosures', unit: 'B02', match: expect.arrayContaining(['content:policy']) });
    const policy = { title: '医保政策解读', content: 'policy', carrier: 'website' };
    await keep('disclosures', XIANYUAN, '2025-06-21', policy);
    await keep('disclosures', 'B02', '2025-06-22', { ...policy, carrier: 'notice_board' });
    expect((await owed('T3.3')).records?.fulfilledOn).toBeNull();
    await keep('disclosures', 'B02', '2025-07-02', policy);
    expect(tellOf(await owed('T3.3'))).toMatchObject({
      status: 'accepted',
      timeliness: 'late',
      late: 2,
      on: '2025-07-02',
      missing: null,
    });
  });

  it('problems are done when all that were found in time are struck off', async () => {
    const [unit] = (await office.listUnits({ query: { q: XIANYUAN, limit: 1 } })).data.items;
    const [admin] = (await office.listUsers({ query: { limit: 1 } })).data.items;
    const at = new Date('2025-08-01T09:00:00+08:00');
    const problem = (
      no: number,
      state: 'closed' | 'registered' | 'void',
      foundOn: string,
      closedOn: string | null,
    ) => ({
      year: 2025,
      no,
      source: 'visit' as const,
      foundOn,
      description: '公示牌破损',
      unitId: unit?.id ?? '',
      state,
      closedOn,
      createdBy: admin?.id ?? '',
      createdAt: at,
      updatedAt: at,
    });
    expect((await owed('T5.4')).records?.missing).toBe('还没有登记问题');
    await service.connection.db
      .insert(problems)
      .values([
        problem(1, 'closed', '2025-07-10', '2025-08-20'),
        problem(2, 'closed', '2025-08-10', '2025-09-12'),
        problem(3, 'void', '2025-08-10', null),
        problem(4, 'registered', '2025-10-09', null),
      ]);
    expect(tellOf(await owed('T5.4'))).toMatchObject({ on: '2025-09-12', timeliness: 'on_time' });
    await service.connection.db.insert(problems).values([problem(5, 'registered', '2025-09-30', null)]);
    expect((await owed('T5.4')).records?.missing).toBe('还有 1 个问题没有销号');
  });

  it('what is entered for a day to come does not count before that day', async () => {
    // Nobody can enter it today; but one day the service's clock may be set back.
    service.setNow('2025-11-25T09:00:00+08:00');
    await keep('activities', TANGKOU, '2025-11-25', { title: '下周的', kind: 'quiz' });
    service.setNow('2025-11-20T09:00:00+08:00');
    expect((await owed('T6.2', TANGKOU)).records?.fulfilledOn).toBeNull();
    service.setNow('2025-11-25T09:00:00+08:00');
    expect((await owed('T6.2', TANGKOU)).records?.fulfilledOn).toBe('2025-11-25');
    service.setNow('2025-11-20T09:00:00+08:00');
  });

  it('the office’s own note counts before the records, and is taken back as before', async () => {
    const { id } = await owed('T6.1', XIANYUAN);
    await office.settleObligations({ body: { ids: [id], doneOn: '2025-06-10', note: '现场核实' } });
    expect(await owed('T6.1', XIANYUAN)).toMatchObject({
      settlement: { doneOn: '2025-06-10', note: '现场核实' },
      nothing: null,
      timeliness: 'late',
    });
    await office.settleObligations({ body: { ids: [id], doneOn: null } });
    expect(await owed('T6.1', XIANYUAN)).toMatchObject({ settlement: null, timeliness: 'on_time' });
  });

  it('a unit states that there was nothing, with a reason, takes it back, and records count before it', async () => {
    const of = () => owed('T6.2', XIANYUAN, undefined, township);
    const state = async (reason: string, client = township, task = 'T6.2', unit = XIANYUAN) => {
      const { id, version } = await owed(task, unit);
      return client.stateNothing({ params: { id }, body: { reason }, ifMatch: `"${version}"` });
    };
    const { data } = await state('汛期停办');
    expect(data).toMatchObject({
      status: 'accepted',
      timeliness: 'on_time',
      settlement: null,
      nothing: { statedOn: '2025-11-20', reason: '汛期停办' },
    });
    expect((await problemOf(state('我不是这个单位', township, 'T6.2', TANGKOU))).code).toBe('not_found');
    expect((await problemOf(state('报表', township, 'T0.1'))).code).toBe('nothing_not_stated');
    expect((await problemOf(state('身份证 341003199001011234'))).code).toBe('personal_info');
    expect((await problemOf(state('办公室的', office, 'T0.3', 'B02'))).code).toBe('nothing_not_stated');
    expect((await problemOf(state('   '))).code).toBe('invalid_request');
    const seen = await of();
    const stale = township.takeBackNothing({ params: { id: seen.id }, ifMatch: '"99"' });
    expect((await problemOf(stale)).code).toBe('precondition_failed');
    const back = await township.takeBackNothing({ params: { id: seen.id }, ifMatch: `"${seen.version}"` });
    expect(back.data).toMatchObject({ status: 'open', nothing: null });
    await state('汛期停办');
    await keep('activities', XIANYUAN, '2025-11-18', { title: '还是办了', kind: 'quiz' });
    expect(tellOf(await of())).toMatchObject({ status: 'accepted', on: '2025-11-18' });
    const auditor = await service.addUser('shenji', ['auditor']);
    const { items } = (await auditor.listAudit({ query: { entity: 'obligation', entityId: seen.id } })).data;
    expect(items.map(({ action }) => action)).toEqual([
      'obligation.nothing',
      'obligation.take_back_nothing',
      'obligation.nothing',
    ]);
  });

  it('who has records cannot say that there was nothing, and what was said no longer counts once there are some', async () => {
    const B07 = 'B07';
    const of = () => owed('T6.3', B07);
    const { id, version } = await of();
    const { data } = await office.stateNothing({
      params: { id },
      body: { reason: '没有需要发放的资料' },
      ifMatch: `"${version}"`,
    });
    expect(data.status).toBe('accepted');
    const handedOut = async () => {
      const check = await office.getComplianceCheck({ params: { check: 'distribution' }, query: { year: 2025 } });
      return check.data.items.filter(({ unit }) => unit?.code === B07).map(({ detail }) => detail);
    };
    // The check of R87 says what the task says.
    expect(await handedOut()).toEqual([]);
    await keep('distributions', B07, '2025-11-06', { channel: 'print', material: 'leaflet', count: 10 });
    expect(tellOf(await of())).toMatchObject({ status: 'overdue', missing: '海报还差 1 份' });
    expect(await handedOut()).toEqual(['没有海报的发放、张贴记录']);
    const seen = await of();
    await office.takeBackNothing({ params: { id }, ifMatch: `"${seen.version}"` });
    const again = office.stateNothing({ params: { id }, body: { reason: '无' }, ifMatch: `"${seen.version + 1}"` });
    expect(await problemOf(again)).toMatchObject({
      code: 'nothing_has_records',
      detail: expect.stringContaining('1 / 2 种资料到位') as string,
    });
  });

  it('nothing is stated before the task has begun, nor over what the office noted', async () => {
    service.setNow('2025-10-15T09:00:00+08:00');
    const { id, version } = await owed('T6.2', TANGKOU);
    const state = (seen: number) =>
      office.stateNothing({ params: { id }, body: { reason: '无' }, ifMatch: `"${seen}"` });
    expect((await problemOf(state(version))).code).toBe('not_open_yet');
    service.setNow('2025-11-20T09:00:00+08:00');
    await office.settleObligations({ body: { ids: [id], doneOn: '2025-11-19' } });
    expect((await problemOf(state(version + 1))).code).toBe('obligation_settled');
  });

  it('tells with the task what counts, and follows a plan that was copied', async () => {
    const of = async (year: number) =>
      (await office.listTasks({ query: { year, limit: 100 } })).data.items.find(({ code }) => code === 'T5.1')?.counts;
    expect(await of(2025)).toBe('联络员，各乡镇人民政府每个单位至少 1 人');
    await makePlan(office, { year: 2026, copyOf: 2025 });
    expect(await of(2026)).toBe(await of(2025));
    service.setNow('2026-05-20T09:00:00+08:00');
    const { items } = (await office.listObligations({ query: { year: 2026, task: 'T6.1', unit: XIANYUAN } })).data;
    expect(items[0]?.records?.fulfilledOn).toBeNull();
    expect(await service.connection.db.$count(records)).toBeGreaterThan(0);
  });
});
