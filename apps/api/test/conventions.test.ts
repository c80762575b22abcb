import { Validator } from '@seriousme/openapi-schema-validator';
import { endpoints, type Endpoint } from '@nuanxin/contract';
import { sql } from 'drizzle-orm';
import request from 'supertest';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { databases, makePlan, problemOf, type Service, startService } from './support.ts';

describe.each(databases)('conventions of the API, on $name', (database) => {
  let service: Service;
  let bearer: { authorization: string };
  beforeAll(async () => {
    service = await startService(database, '2026-11-23T09:00:00+08:00');
    bearer = { authorization: `Bearer ${await service.token('admin')}` };
    const office = await service.as('admin');
    const found = { source: 'office' as const, foundOn: '2025-06-30', description: '公示牌被遮挡', unit: '341003101' };
    for (let index = 0; index < 16; index++) await office.registerProblem({ body: found });
  });
  afterAll(() => service.close());
  const get = (path: string) => request(service.baseUrl).get(`/api/v1${path}`).set(bearer);

  it('describes every endpoint in a valid OpenAPI 3.1 document', async () => {
    const { body } = await request(service.baseUrl).get('/api/v1/openapi.json');
    expect(body.openapi).toBe('3.1.0');
    expect(await new Validator().validate(structuredClone(body))).toMatchObject({ valid: true });
    const described = Object.entries(body.paths as Record<string, object>).flatMap(([path, operations]) =>
      Object.keys(operations).map((method) => `${method.toUpperCase()} ${path}`),
    );
    expect(described.toSorted()).toEqual(
      Object.values(endpoints)
        .map(({ method, path }: Endpoint) => `${method} ${path}`)
        .toSorted(),
    );
  });

  it('says that it is up and ready', async () => {
    await request(service.baseUrl).get('/healthz').expect(200);
    await request(service.baseUrl).get('/readyz').expect(200);
  });

  it('answers errors as problem documents with a Chinese sentence and the request id', async () => {
    const response = await get('/deadlines?year=abc&colour=red');
    expect(response.status).toBe(400);
    expect(response.headers['content-type']).toContain('application/problem+json');
    expect(response.body).toMatchObject({
      code: 'invalid_request',
      title: '请求有误',
      instance: expect.stringMatching(/^[0-9a-f-]{36}$/),
    });
    expect(response.body.errors).toEqual([
      { pointer: '/colour', code: 'additionalProperties', detail: '不认识的项目 colour' },
      { pointer: '/year', code: 'type', detail: '应为整数' },
    ]);
    expect((await get('/nowhere')).body.code).toBe('not_found');
    expect((await get('/submissions/not-a-uuid')).status).toBe(400);
  });

  it('takes bodies as they are: nothing is coerced, dropped or guessed', async () => {
    const post = (body: object) => request(service.baseUrl).post('/api/v1/campaigns').set(bearer).send(body);
    expect((await post({ year: '2026', copyOf: 2025 })).body.errors[0]).toMatchObject({
      pointer: '/year',
      code: 'type',
    });
    expect((await post({ year: null, copyOf: 2025 })).status).toBe(400);
    expect((await post({ year: 2026, copyOf: 2025, extra: 1 })).body.errors[0].code).toBe('additionalProperties');
    const broken = await request(service.baseUrl)
      .post('/api/v1/campaigns')
      .set(bearer)
      .set('content-type', 'application/json')
      .send('{');
    expect(broken.body.code).toBe('malformed_body');
  });

  it('asks for the version of what is changed', async () => {
    const { body: page } = await get('/units?q=341003100&limit=1');
    const { id } = page.items[0];
    const patch = (ifMatch?: string) => {
      const call = request(service.baseUrl).patch(`/api/v1/units/${id}`).set(bearer);
      return (ifMatch === undefined ? call : call.set('if-match', ifMatch)).send({ fullName: '甘棠镇人民政府' });
    };
    expect((await patch()).status).toBe(428);
    expect((await patch('"77"')).status).toBe(412);
    const { headers } = await get(`/units/${id}`);
    const changed = await patch(headers.etag);
    expect([changed.status, changed.headers.etag]).toEqual([200, '"2"']);
    expect((await patch(headers.etag)).body.code).toBe('precondition_failed');
  });

  it.each(['/units?', '/tasks?', '/deadlines?', '/obligations?year=2025&', '/problems?year=2025&'])(
    'pages through %s without a gap or a repetition',
    async (path) => {
      const whole = (await get(`${path}limit=500`)).body.items.map(({ id }: { id: string }) => id);
      const seen: string[] = [];
      let cursor: string | null = '';
      do {
        const { body } = await get(`${path}limit=7&count=true${cursor ? `&cursor=${encodeURIComponent(cursor)}` : ''}`);
        seen.push(...body.items.map(({ id }: { id: string }) => id));
        expect(body.total).toBe(whole.length);
        cursor = body.nextCursor;
      } while (cursor);
      expect(seen).toEqual(whole);
      expect((await get(`${path}cursor=nonsense`)).body.code).toBe('invalid_cursor');
    },
  );

  it('a year without a plan is previewed from the newest one', async () => {
    const office = await service.as('admin');
    const { data } = await office.listDeadlines({ query: { year: 2027, task: 'T0.1' } });
    expect(data.items.map(({ id, dueOn, provisional }) => [id, dueOn, provisional])).toEqual([
      [null, '2027-03-31', true],
      [null, '2027-07-01', true],
      [null, '2027-10-08', true],
      [null, '2028-01-03', true],
    ]);
  });

  it('a new year is computed from the old one, provisional where its calendar is not out', async () => {
    const office = await service.as('admin');
    await makePlan(office, { year: 2026, copyOf: 2025 });
    await makePlan(office, { year: 2027, copyOf: 2026 });
    expect((await problemOf(makePlan(office, { year: 2027, copyOf: 2025 }))).code).toBe('campaign_exists');
    const due = async (year: number) =>
      (await office.listDeadlines({ query: { year, task: 'T0.1' } })).data.items.map(({ dueOn, provisional }) => [
        dueOn,
        provisional,
      ]);
    expect(await due(2025)).toEqual([
      ['2025-03-31', false],
      ['2025-07-01', false],
      ['2025-10-09', false],
      ['2026-01-04', false],
    ]);
    expect(await due(2026)).toEqual([
      ['2026-03-31', false],
      ['2026-07-01', false],
      ['2026-10-08', false],
      ['2027-01-04', true],
    ]);
    expect(await due(2027)).toEqual([
      ['2027-03-31', true],
      ['2027-07-01', true],
      ['2027-10-08', true],
      ['2028-01-03', true],
    ]);
  });

  it('the notice of a new year moves what was provisional, and says what moved', async () => {
    const office = await service.as('admin');
    const { data: projected, etag } = await office.getCalendarYear({ params: { year: 2027 } });
    expect(projected.status).toBe('projected');
    const body = {
      notice: '国办发明电〔2026〕9号',
      issuedOn: '2026-11-20',
      holidays: [
        { name: '元旦', from: '2027-01-01', to: '2027-01-03' },
        ...projected.holidays.filter(({ name }) => !['元旦', '国庆节'].includes(name)),
        { name: '国庆节', from: '2027-10-01', to: '2027-10-08' },
      ],
      makeup: ['2027-10-09'],
    };
    const incomplete = { ...body, holidays: body.holidays.slice(0, 1) };
    expect(
      await problemOf(office.putCalendarYear({ params: { year: 2027 }, body: incomplete, ifMatch: etag ?? '' })),
    ).toMatchObject({ code: 'calendar_year_invalid', detail: '缺少“春节”的放假安排' });
    const { data } = await office.putCalendarYear({ params: { year: 2027 }, body, ifMatch: etag ?? '' });
    expect(data.moved.map(({ deadline, from, to }) => [deadline.period, from, to])).toEqual([
      ['2027Q3', '2027-10-08', '2027-10-09'],
    ]);
    const { data: deadlines } = await office.listDeadlines({ query: { year: 2026, task: 'T0.1', period: '2026Q4' } });
    expect(deadlines.items[0]).toMatchObject({ dueOn: '2027-01-04', provisional: false });
    const wrong = office.putCalendarYear({
      params: { year: 2027 },
      body: { ...body, makeup: ['2027-10-12'] },
      ifMatch: '"1"',
    });
    expect(await problemOf(wrong)).toMatchObject({
      code: 'calendar_year_invalid',
      detail: '调休上班日 2027-10-12 不是周六或周日',
    });
  });

  it('a later due day, an exemption and a settlement change what is owed at once', async () => {
    service.setNow('2025-10-10T09:00:00+08:00');
    const office = await service.as('admin');
    const of = async (task: string, unit: string) =>
      (await office.listObligations({ query: { year: 2025, task, unit, period: task === 'T0.1' ? '2025Q3' : '2025' } }))
        .data.items[0];
    const owed = await of('T0.1', '341003101');
    expect(owed?.lamp).toBe('red');
    const params = { id: owed?.id ?? '' };
    const ifMatch = async () => (await office.getObligation({ params })).etag ?? '';
    const seen = await ifMatch();
    const extend = (dueOn: string) => office.grantExtension({ params, body: { dueOn, reason: '汛情' }, ifMatch: seen });
    expect((await problemOf(extend('2025-10-09'))).code).toBe('extension_not_later');
    expect(await problemOf(extend('2026-10-11'))).toMatchObject({
      code: 'extension_too_far',
      detail: '最多可延期到 2026-10-10',
    });
    expect((await problemOf(extend('9999-12-31'))).status).toBe(400);
    expect((await extend('2025-10-15')).data).toMatchObject({ status: 'open', lamp: 'yellow', dueOn: '2025-10-15' });
    // Somebody else who still sees the old day does not decide over the new one.
    expect(await problemOf(office.revokeExtension({ params, ifMatch: seen }))).toMatchObject({
      code: 'precondition_failed',
      status: 412,
    });
    expect((await office.revokeExtension({ params, ifMatch: await ifMatch() })).data.lamp).toBe('red');
    const unchanged = await ifMatch();
    await office.revokeExtension({ params, ifMatch: unchanged });
    expect(await ifMatch()).toBe(unchanged);
    const draft = await office.startSubmission({ body: { obligationId: params.id } });
    const exempted = await office.grantExemption({ params, body: { reason: '机构合并' }, ifMatch: await ifMatch() });
    expect(exempted.data).toMatchObject({ status: 'exempt', lamp: 'grey' });
    const listed = await office.listSubmissions({ query: { unit: exempted.data.unit.code, period: '2025Q3' } });
    expect(listed.data.items).toMatchObject([{ id: draft.data.id, exempt: true }]);
    const saving = office.saveDraft({
      params: { id: draft.data.id },
      body: { values: { F0101: 1 } },
      ifMatch: draft.etag ?? '',
    });
    expect((await problemOf(saving)).code).toBe('obligation_exempt');
    await office.revokeExemption({ params, ifMatch: await ifMatch() });
    const may = await of('T6.1', '341003101');
    expect(may?.status).toBe('overdue');
    expect((await problemOf(office.settleObligations({ body: { ids: [params.id], doneOn: '2025-05-20' } }))).code).toBe(
      'obligation_not_settled',
    );
    for (const doneOn of ['2024-12-31', '2025-10-11']) {
      expect(await problemOf(office.settleObligations({ body: { ids: [may?.id ?? ''], doneOn } }))).toMatchObject({
        code: 'settled_day_invalid',
        detail: '办结日期应在 2025-01-01 至 2025-10-10 之间',
      });
    }
    const { data } = await office.settleObligations({ body: { ids: [may?.id ?? ''], doneOn: '2025-05-20' } });
    expect(data.items[0]).toMatchObject({ status: 'accepted', lamp: 'green', timeliness: 'on_time' });
  });

  it('nobody is exempted from what is there already', async () => {
    service.setNow('2025-10-10T09:00:00+08:00');
    const office = await service.as('admin');
    const file = new File(['填报单位,“乐享太平 民生先行”专栏上稿数,区级媒体刊播数\n耿城镇,1,2\n'], '耿.csv');
    await office.createImport({ body: { file, period: '2025Q3', mode: 'atomic' } });
    const { data } = await office.listObligations({ query: { period: '2025Q3', task: 'T0.1', unit: '341003106' } });
    const [owed] = data.items;
    const call = office.grantExemption({
      params: { id: owed?.id ?? '' },
      body: { reason: '机构合并' },
      ifMatch: `"${owed?.version}"`,
    });
    expect((await problemOf(call)).code).toBe('exemption_too_late');
  });

  it('masks mobile numbers for everybody but the unit and the office', async () => {
    service.setNow('2025-10-10T09:00:00+08:00');
    const office = await service.as('admin');
    const text =
      '填报单位：谭家桥镇\n统计时段：2025年第三季度\n指标,数量\n区级媒体刊播数,3\n市级媒体刊播数,1\n省级及以上主流媒体投稿数,2\n填报人：王晓明,联系电话：13855901234\n';
    const { data } = await office.createImport({ body: { file: new File([text], '谭家桥.csv'), mode: 'atomic' } });
    expect(data.rows[0]?.values.phone).toBe('13855901234');
    const observer = await service.addUser('observer', ['observer']);
    const id = data.rows[0]?.submissionId ?? '';
    expect((await observer.getSubmission({ params: { id } })).data.summary.phone).toBe('138****1234');
    expect((await observer.getImport({ params: { id: data.id } })).data.rows[0]?.values.phone).toBe('138****1234');
    const reader = await service.addUser('reader', ['auditor']);
    const { data: audit } = await reader.listAudit({ query: { entity: 'submission', entityId: id } });
    expect(JSON.stringify(audit)).not.toContain('13855901234');
  });

  it('keeps what happened: revisions, history and audit cannot be changed, not even in the database', async () => {
    for (const table of ['audit', 'forms']) {
      await expect(service.connection.db.execute(sql.raw(`delete from ${table}`))).rejects.toThrow();
    }
    const auditor = await service.addUser('auditor', ['auditor']);
    const { data } = await auditor.listAudit({ query: { action: 'obligation.extend' } });
    expect(data.items[0]).toMatchObject({
      actor: { name: '管理员' },
      entity: 'obligation',
      before: null,
      after: { dueOn: '2025-10-15', reason: '汛情' },
      requestId: expect.any(String),
    });
  });
});
