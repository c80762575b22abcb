import type { Client } from '@nuanxin/client';
import { endpoints, roles, type Endpoint, type Role } from '@nuanxin/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { docx } from '../../../packages/workbook/test/docx.ts';
import { report } from '../../../reports/expected.ts';
import { fileOf, photo } from './attachment-files.ts';
import { databases, startService, type Service } from './support.ts';

/** Every endpoint × every role × own and foreign unit, made from the contract: a new endpoint is in it by itself. */
describe.each(databases)('who may call what, on $name', (database) => {
  let service: Service;
  const ids: Record<'own' | 'foreign', Record<string, string>> = { own: {}, foreign: {} };
  const UNITS = { own: '341003101', foreign: '341003102' };

  beforeAll(async () => {
    service = await startService(database, '2025-07-01T09:00:00+08:00');
    for (const role of roles)
      await service.addUser(`only-${role}`, [role], role === 'reporter' ? UNITS.own : undefined);
    const office = await service.as('admin');
    const { data: imported } = await office.createImport({
      body: { file: report('2025年二季度各乡镇情况汇总表.xlsx'), mode: 'atomic' },
    });
    const documents: Record<string, string> = {};
    for (const unit of Object.values(UNITS)) {
      const summary = docx('2025年第二季度工作小结', '一、主要做法', `走访 ${unit}。`);
      const file = new File([new Uint8Array(summary)], '小结.docx');
      documents[unit] = (await office.createImport({ body: { file, unit, mode: 'atomic', confirm: true } })).data.id;
    }
    const problems: Record<string, string> = {};
    for (const [unit, by] of [
      [UNITS.own, await service.as('only-reporter')],
      [UNITS.foreign, office],
    ] as const) {
      const found = { source: 'visit' as const, foundOn: '2025-06-30', description: '公示牌被遮挡', unit };
      const { data, etag } = await by.registerProblem({ body: found });
      problems[unit] = data.id;
      await office.assignProblem({ params: { id: data.id }, body: {}, ifMatch: etag ?? '' });
    }
    const units = (await office.listUnits({ query: { kind: ['township'], limit: 100 } })).data.items;
    const obligations = (await office.listObligations({ query: { year: 2025, task: 'T0.1', limit: 500 } })).data.items;
    for (const side of ['own', 'foreign'] as const) {
      const owed = obligations.filter(({ unit }) => unit.code === UNITS[side]);
      ids[side] = {
        units: units.find(({ code }) => code === UNITS[side])?.id ?? '',
        obligations: owed.find(({ period }) => period === '2025Q2')?.id ?? '',
        submissions: owed.find(({ period }) => period === '2025Q2')?.submissionId ?? '',
        newObligation: owed.find(({ period }) => period === '2025Q1')?.id ?? '',
        imports: imported.id,
        documents: documents[UNITS[side]] ?? '',
        records: await recordOf(office, UNITS[side]),
        problems: problems[UNITS[side]] ?? '',
        reminders: await reminderOf(office, owed.find(({ period }) => period === '2025Q1')?.id ?? ''),
        'record-imports': await recordImportOf(
          side === 'own' ? await service.as('only-reporter') : office,
          UNITS[side],
        ),
      };
      const body = { owner: 'submission' as const, ownerId: ids[side].submissions ?? '' };
      const file = fileOf(await photo(), `${UNITS[side]}.jpg`);
      ids[side].attachments = (await office.addAttachment({ body: { ...body, file } })).data.id;
    }
  });
  afterAll(() => service.close());

  async function recordOf(office: Client, unit: string): Promise<string> {
    const values = { title: `${unit}的稿件`, carrier: 'tv', level: 'district' };
    const body = { unit, date: '2025-05-08', values };
    return (await office.createRecord({ params: { kind: 'publications' }, body })).data.id;
  }

  async function reminderOf(office: Client, obligationId: string): Promise<string> {
    return (await office.remind({ body: { obligationIds: [obligationId] } })).data.items[0]?.id ?? '';
  }

  async function recordImportOf(client: Client, unit: string): Promise<string> {
    const names: Record<string, string> = { [UNITS.own]: '仙源镇', [UNITS.foreign]: '汤口镇' };
    const file = new File(
      [`报送单位,报送日期,标题,载体,级别\n${names[unit]},2025-05-08,${names[unit]}导入的稿件,电视,区级\n`],
      '稿件.csv',
    );
    const { data } = await client.importRecords({ params: { kind: 'publications' }, body: { file } });
    return data.importId ?? '';
  }

  /** Calls an endpoint as a user, with a body that is valid enough to get past access and, as a rule, validation. */
  async function call(
    endpoint: Endpoint,
    user: string | null,
    side: 'own' | 'foreign',
  ): Promise<{ status: number; text: string }> {
    const noun = endpoint.path.split('/')[1] ?? '';
    const missing = '018f0000-0000-7000-8000-000000000000';
    const path = endpoint.path
      .replace('{id}', ids[side][noun] ?? missing)
      .replace('{documentId}', ids[side].documents ?? missing)
      .replace('{year}', '2025')
      .replace('{code}', noun === 'units' ? UNITS[side] : 'annex7')
      .replace('{kind}', 'publications')
      .replace('{format}', 'csv')
      .replace('{check}', 'logo')
      .replace('{template}', 'unit');
    const headers: Record<string, string> = {};
    if (user) headers.authorization = `Bearer ${await service.token(user)}`;
    // A version that nobody has, so that no call of this test changes anything.
    if (endpoint.ifMatch) headers['if-match'] = '"999999"';
    const init: RequestInit = { method: endpoint.method, headers };
    if (endpoint.file) {
      const form = new FormData();
      for (const [name, value] of Object.entries(forms[endpoint.path]?.(side) ?? { mode: 'dry_run' }))
        form.append(name, value);
      form.append(
        'file',
        new File(
          [`填报单位,“乐享太平 民生先行”专栏上稿数,区级媒体刊播数\n${side === 'own' ? '仙源镇' : '汤口镇'},1,2\n`],
          '2025Q3.csv',
        ),
      );
      init.body = form;
    } else if (endpoint.body) {
      headers['content-type'] = 'application/json';
      const body = bodies[`${endpoint.method} ${endpoint.path}`] ?? bodies[endpoint.path];
      init.body = JSON.stringify(body?.(side) ?? {});
    }
    const query = endpoint.method === 'GET' ? new URLSearchParams(queries[endpoint.path]?.(side)) : '';
    const response = await fetch(`${service.baseUrl}/api/v1${path}?${query}`, init);
    return { status: response.status, text: await response.text() };
  }

  const attached = (side: 'own' | 'foreign') => ({ owner: 'submission', ownerId: ids[side].submissions ?? '' });
  /** Fields of forms beside the file, and questions that an endpoint does not do without. */
  const forms: Record<string, (side: 'own' | 'foreign') => Record<string, string>> = { '/attachments': attached };
  const queries: Record<string, (side: 'own' | 'foreign') => Record<string, string>> = {
    '/attachments': attached,
    '/search': () => ({ q: '镇' }),
    '/statistics/sources': () => ({ field: 'F0101' }),
    '/archives/{id}/file': () => ({ expires: '0', signature: '-' }),
  };

  const bodies: Record<string, (side: 'own' | 'foreign') => unknown> = {
    '/submissions': (side) => ({ obligationId: ids[side].newObligation }),
    '/obligations/{id}/nothing': () => ({ reason: '本期没有' }),
    '/obligations/{id}/extension-request': () => ({ until: '2025-07-15', reason: '数据尚未汇总' }),
    '/obligations/{id}/extension-request/answer': () => ({ grant: true }),
    'POST /reminders': (side) => ({ obligationIds: [ids[side].obligations] }),
    '/reminders/preview': (side) => ({ obligationIds: [ids[side].obligations] }),
    '/reminder-rules/{year}': () => ({ enabled: false, before: [1], after: [], from: '08:30', to: '17:30' }),
    '/reminder-rules/{year}/preview': () => ({ enabled: true, before: [1], after: [], from: '08:30', to: '17:30' }),
    'POST /statistics/views': () => ({ name: '常用', query: {} }),
    'PATCH /statistics/views/{id}': () => ({ name: '常用' }),
    'POST /bulletins': () => ({ year: 2025, quarter: 2 }),
    '/bulletins/{id}/send-back': () => ({ comment: '请核对' }),
    '/bulletins/{id}/publish': () => ({ documentNo: '黄民生办〔2025〕1号' }),
    '/bulletins/{id}/unlock': (side) => ({ submissionId: ids[side].submissions, comment: '数字有误' }),
    '/reminder-templates/{template}': () => ({ subject: '催办', body: '{单位}' }),
    '/reminder-templates/{template}/preview': () => ({ subject: '催办', body: '{单位}' }),
    'POST /channels': () => ({ kind: 'wecom', name: '工作群', enabled: false, url: 'https://example.cn/send?key=1' }),
    '/submissions/accept': (side) => ({ items: [{ id: ids[side].submissions, version: 999999 }] }),
    '/submissions/undo': (side) => ({ items: [{ id: ids[side].submissions, version: 999999 }] }),
    '/submissions/{id}/return': () => ({ comment: '请核对' }),
    '/submissions/{id}/reopen': () => ({ comment: '请核对' }),
    '/imports/{id}/decisions': () => ({ cells: [], units: [], headers: [], confirmed: [] }),
    'POST /records/{kind}': (side) => newRecord(side),
    'PATCH /records/{kind}': (side) => ({ ids: [ids[side].records], values: { outlet: '黄山日报' } }),
    '/records/{kind}/batch': (side) => ({ rows: [newRecord(side)] }),
    '/records/{kind}/delete': (side) => ({ ids: [ids[side].records] }),
    '/records/{kind}/restore': (side) => ({ ids: [ids[side].records] }),
    '/campaigns/{year}/phases': () => ({ phases: [{ name: '全年', from: '01-01', to: '12-31', work: [] }] }),
    '/campaigns/{year}/groups': () => ({ groups: [] }),
    '/forms/{code}/versions': () => ({ title: '报表', sections: [], fields: [] }),
    '/campaigns/preview': () => ({ year: 2030, copyOf: 2025 }),
    'POST /tasks': () => ({ year: 2025, ...newTask, mode: 'dry_run' }),
    '/problems': (side) => ({
      source: 'visit',
      foundOn: '2025-06-30',
      description: '公示牌被遮挡',
      unit: UNITS[side],
    }),
    '/problems/{id}/submit': () => ({ comment: '已整改' }),
    '/problems/{id}/send-back': () => ({ comment: '请补照片' }),
    '/problems/{id}/void': () => ({ comment: '重复' }),
    '/problems/{id}/reopen': () => ({ comment: '又有反映' }),
    '/problems/assign': (side) => ({ items: [{ id: ids[side].problems, version: 999999 }] }),
    '/problems/close': (side) => ({ items: [{ id: ids[side].problems, version: 999999 }] }),
    '/compliance/heading': () => ({ project: 12, text: '安心托幼行动' }),
    '/projects/{id}/policy-card': () => ({ parts: {}, plain: '', questions: [], phone: '', link: '' }),
    '/auth/password': () => ({ currentPassword: 'wrong', newPassword: 'wrong' }),
  };

  const newTask = {
    code: 'T9.9',
    title: '新任务',
    workstream: 'news',
    phase: null,
    lead: ['B01'],
    support: [],
    schedule: { kind: 'continuous' },
    tracking: 'office',
    form: null,
    records: null,
    criterion: null,
    requirements: [],
    source: '',
  };

  function newRecord(side: 'own' | 'foreign') {
    return { unit: UNITS[side], date: '2025-05-09', values: { title: '稿件', carrier: 'tv', level: 'district' } };
  }

  const declared = Object.entries(endpoints) as [string, Endpoint][];
  const guarded = declared.flatMap(([name, endpoint]) =>
    endpoint.access === 'public' ? [] : [{ name, endpoint, access: endpoint.access }],
  );

  it.each(guarded)('$name needs a sign-in', async ({ endpoint }) => {
    expect((await call(endpoint, null, 'own')).status).toBe(401);
  });

  const allowed = guarded.flatMap(({ name, endpoint, access }) =>
    roles.map((role) => ({ name, endpoint, role, may: access.roles.includes(role) })),
  );
  it.each(allowed)('$name as $role: allowed $may', async ({ endpoint, role, may }) => {
    const { status, text } = await call(endpoint, `only-${role}`, 'own');
    if (may) {
      // Past the door: it may still be refused for its body or version, but never for who calls.
      expect([401, 500]).not.toContain(status);
      expect(text).not.toContain('"code":"forbidden"');
    } else expect(status).toBe(403);
  });

  const scoped = guarded.filter(({ access }) => access.rows === 'own' && access.roles.includes('reporter' as Role));
  // A bulletin is no unit's; which of its sources a unit sees is tested with bulletins.
  const ofOneUnit = ({ path }: Endpoint) =>
    (path.includes('{id}') && !path.startsWith('/bulletins/')) || path.startsWith('/units/{code}');
  const onOneRow = scoped.filter(({ endpoint }) => ofOneUnit(endpoint) || endpoint.path === '/submissions');

  it.each(onOneRow.filter(({ endpoint }) => ofOneUnit(endpoint) || endpoint.method === 'POST'))(
    '$name of a foreign unit is not found for a reporter, and found for the own one',
    async ({ endpoint }) => {
      expect([403, 404]).toContain((await call(endpoint, 'only-reporter', 'foreign')).status);
      // An import that somebody else made is foreign as well: its workbook holds many units' rows.
      if (!endpoint.path.startsWith('/imports'))
        expect([403, 404]).not.toContain((await call(endpoint, 'only-reporter', 'own')).status);
    },
  );

  const listed = scoped.filter(
    ({ endpoint }) =>
      endpoint.method === 'GET' &&
      !/\{(?!kind\}|format\})/.test(endpoint.path) &&
      (!endpoint.download || endpoint.path.endsWith('/export.{format}')),
  );
  it.each(listed)('$name shows a reporter no row of a foreign unit', async ({ endpoint }) => {
    const { status, text } = await call(endpoint, 'only-reporter', 'own');
    expect(status).toBe(200);
    expect(text).not.toContain(UNITS.foreign);
    expect(text).not.toContain('汤口镇');
  });

  const keeping = scoped.filter(
    ({ endpoint }) => endpoint.path.startsWith('/records/{kind}') && endpoint.method !== 'GET' && !endpoint.file,
  );
  it.each(keeping)('$name writes no record of a foreign unit for a reporter', async ({ endpoint }) => {
    expect([403, 404]).toContain((await call(endpoint, 'only-reporter', 'foreign')).status);
  });

  it('an import refuses the row of a foreign unit', async () => {
    const { text } = await call(endpoints.createImport, 'only-reporter', 'foreign');
    expect(JSON.parse(text).rows[0]).toMatchObject({ outcome: 'rejected', findings: [{ code: 'unit_scope' }] });
    const own = JSON.parse((await call(endpoints.createImport, 'only-reporter', 'own')).text);
    expect(own.rows[0].findings.map(({ code }: { code: string }) => code)).not.toContain('unit_scope');
  });

  it('filters do not open a way to foreign rows', async () => {
    const reporter = await service.as('only-reporter');
    const { data: obligations } = await reporter.listObligations({ query: { unit: UNITS.foreign, count: true } });
    const { data: submissions } = await reporter.listSubmissions({ query: { unit: UNITS.foreign, count: true } });
    const { data: problems } = await reporter.listProblems({ query: { unit: UNITS.foreign, count: true } });
    expect([obligations.total, submissions.total, problems.total]).toEqual([0, 0, 0]);
  });
});
