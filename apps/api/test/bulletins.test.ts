import type { Bulletin, Client } from '@nuanxin/client';
import { sql } from 'drizzle-orm';
import { strFromU8, unzipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { databases, problemOf, startService, type Service } from './support.ts';

const PERIOD = '2025Q2';

describe.each(databases)('bulletins (通报), on $name', (database) => {
  let service: Service;
  let office: Client;
  let second: Client;
  let third: Client;
  let township: Client;
  let observer: Client;
  let bulletin: Bulletin;

  beforeAll(async () => {
    service = await startService(database, '2025-07-03T09:30:00+08:00', { demo: true });
    office = await service.as('admin');
    second = await service.addUser('ershen', ['office']);
    third = await service.addUser('sanshen', ['office']);
    township = await service.addUser('only-township', ['reporter'], '341003101');
    observer = await service.addUser('only-observer', ['observer']);
  }, 240_000);
  afterAll(() => service.close());

  const params = () => ({ id: bulletin.id });
  const read = async (client = office): Promise<Bulletin> =>
    (bulletin = (await client.getBulletin({ params: params() })).data);
  const ifMatch = () => `"${bulletin.version}"`;
  const change = async (body: Parameters<Client['updateBulletin']>[0]['body']) =>
    (bulletin = (await office.updateBulletin({ params: params(), body, ifMatch: ifMatch() })).data);
  const refused = (body: Parameters<Client['updateBulletin']>[0]['body']) =>
    problemOf(office.updateBulletin({ params: params(), body, ifMatch: ifMatch() }));
  const take = async (client: Client, action: 'submitBulletin' | 'approveBulletin', comment = '') =>
    (bulletin = (await client[action]({ params: params(), body: { comment }, ifMatch: ifMatch() })).data);
  const sendBack = async (comment: string) =>
    (bulletin = (await office.sendBackBulletin({ params: params(), body: { comment }, ifMatch: ifMatch() })).data);
  const publish = (documentNo: string, issuedOn?: string, confirm?: true) =>
    office.publishBulletin({
      params: params(),
      body: { documentNo, ...(issuedOn ? { issuedOn } : {}), ...(confirm ? { confirm } : {}) },
      ifMatch: ifMatch(),
    });
  const number = async (statement: ReturnType<typeof sql>): Promise<number> =>
    Number((await service.connection.db.execute<{ n: number }>(statement)).rows[0]?.n);
  const value = (name: string) => bulletin.places.find((place) => place.name === name)?.value;
  const text = () => bulletin.document.sections.flatMap(({ paragraphs }) => paragraphs).join('\n');

  it('begins with sentences whose numbers are those of the quarter’s reports', async () => {
    const { data } = await office.createBulletin({ body: { year: 2025, quarter: 2 } });
    bulletin = data;
    expect(data).toMatchObject({
      period: PERIOD,
      title: '关于2025年第二季度民生实事宣传工作情况的通报',
      addressee: '各乡镇人民政府、区直各责任单位',
      issuer: '黄山区民生工作领导小组办公室',
      state: 'draft',
      steps: 3,
      actions: ['submit', 'edit', 'delete'],
    });
    const owed = sql`from obligations o join deadlines d on d.id = o.deadline_id and d.period = ${PERIOD}
      join tasks t on t.id = d.task_id and t.code = 'T0.1' left join submissions s on s.obligation_id = o.id`;
    const all = await number(sql`select count(*)::int as n ${owed}`);
    const accepted = await number(sql`select count(*)::int as n ${owed} where s.state = 'accepted'`);
    const missing = await number(
      sql`select count(*)::int as n ${owed} where coalesce(s.state, 'draft') in ('draft', 'withdrawn')`,
    );
    const sum = await number(sql`select sum((r.values ->> 'F0102')::int)::int as n ${owed}
      join revisions r on r.submission_id = s.id and r.number = s.revision where s.state = 'accepted'`);
    expect([value('应报'), value('计入'), value('未报'), value('F0102')]).toEqual([
      String(all),
      String(accepted),
      String(missing),
      `${sum.toLocaleString('en-US')}篇`,
    ]);
    const counts = ['按时', '迟报', '未报', '退回', '未到期'].map((name) => Number(value(name)));
    expect(counts.reduce((a, b) => a + b, 0)).toBe(all);
    expect(text()).toContain(`应报送情况统计表和工作小结的单位${all}个`);
    expect(text()).toContain('2025年第三季度的情况统计表和工作小结请于2025年10月9日前报送。');
    expect(text()).toContain(`计入审核通过的报送${accepted}份`);
    expect(text()).not.toMatch(/[{}]/);
    expect(text()).toContain('（一）新闻媒体宣传：');
    expect(data.document.sections.map(({ heading }) => heading)).toEqual([
      '一、报送情况',
      '二、总体数据',
      '三、下一步要求',
    ]);
    expect(data.sources).toEqual({ counted: expect.any(Number), changed: 0 });
    const { figures, units } = data.document.annex;
    expect(figures.find(({ code }) => code === 'F0102')).toMatchObject({ quarter: sum, kind: 'flow', measure: '篇' });
    expect(units).toHaveLength(all);
    expect(units.map(({ standing }) => standing)).toContain('逾期未报');
  });

  it('is written one at a time for a quarter, and not before its reports are owed', async () => {
    expect((await problemOf(office.createBulletin({ body: { year: 2025, quarter: 2 } }))).code).toBe('bulletin_exists');
    const early = await problemOf(office.createBulletin({ body: { year: 2025, quarter: 4 } }));
    expect(early).toMatchObject({ code: 'bulletin_quarter_not_begun', detail: expect.stringContaining('第四季度') });
  });

  it('takes the office’s own words, and names what cannot be filled in or is not to be printed', async () => {
    await change({ bodies: { practice: '各单位围绕项目点位开展宣传，{F0102}的刊播为近年最多。' } });
    expect(text()).toContain(`各单位围绕项目点位开展宣传，${value('F0102')}的刊播为近年最多。`);
    expect(bulletin.bodies).toMatchObject({
      practice: '各单位围绕项目点位开展宣传，{F0102}的刊播为近年最多。',
      next: expect.stringContaining('{下期时限}'),
      problems: '',
    });
    expect(bulletin.document.sections.map(({ heading }) => heading)[2]).toBe('三、亮点做法');
    expect(await refused({ bodies: { next: '请于{最后期限}前报送{F9999}。' } })).toMatchObject({
      code: 'bulletin_place_unknown',
      status: 422,
      detail: expect.stringContaining('“下一步要求”中的 {最后期限}、{F9999}'),
      errors: [{ pointer: '/bodies/next' }],
    });
    expect((await refused({ bodies: { problems: '张某 11010119900307803X 反映' } })).code).toBe('personal_info');
    const stale = office.updateBulletin({ params: params(), body: { title: '另一个标题' }, ifMatch: '"1"' });
    expect((await problemOf(stale)).code).toBe('precondition_failed');
  });

  it('names units for facts about them, which can be opened', async () => {
    const { items } = (await office.listBulletinFacts({ params: params() })).data;
    expect(new Set(items.map(({ fact }) => fact.kind))).toEqual(new Set(['obligation', 'problem', 'record']));
    const missing = items.find(({ text: said }) => said.endsWith('逾期未报'));
    const good = items.find(({ kind }) => kind === 'commend');
    if (!missing || !good) throw new Error('the demonstration has both');
    const criticised = {
      kind: 'criticise' as const,
      unit: missing.unit.code,
      text: '未按时报送，亦未申请延期。',
      fact: missing.fact,
    };
    const mentions = [
      criticised,
      { kind: 'commend' as const, unit: good.unit.code, text: '案例可学可做。', fact: good.fact },
    ];
    await change({ mentions });
    expect(text()).toContain(`${missing.unit.name}：未按时报送，亦未申请延期。`);
    expect(bulletin.mentions.map(({ factText }) => factText)[1]).toContain('典型案例：');
    const other = items.find(({ unit }) => unit.code !== missing.unit.code && unit.code !== good.unit.code);
    if (!other) throw new Error('the demonstration has a third');
    const wrong = [{ ...criticised, fact: other.fact }];
    expect(await refused({ mentions: wrong })).toMatchObject({
      code: 'bulletin_fact_unknown',
      detail: expect.stringContaining(missing.unit.name),
      errors: [{ pointer: '/mentions/0/fact' }],
    });
    expect((await refused({ mentions: [{ ...criticised, unit: 'X9' }] })).code).toBe('bulletin_unit_unknown');
  });

  it('is for the office alone until it is published', async () => {
    for (const client of [township, observer]) {
      expect((await client.listBulletins({ query: { year: 2025 } })).data.items).toEqual([]);
      for (const call of [client.getBulletin, client.getBulletinDocument, client.listBulletinSources])
        expect((await problemOf(call({ params: params() }))).code).toBe('not_found');
    }
    expect((await office.listBulletins({ query: { year: 2025 } })).data.items).toMatchObject([{ id: bulletin.id }]);
  });

  it('is looked at by three people one after the other, and begins again when it is sent back', async () => {
    await take(office, 'submitBulletin', '请审');
    expect((await refused({ title: '改一改' })).code).toBe('bulletin_not_editable');
    await take(office, 'approveBulletin');
    expect([bulletin.state, bulletin.actions]).toEqual(['review_2', ['send_back']]);
    const again = office.approveBulletin({ params: params(), body: {}, ifMatch: ifMatch() });
    expect((await problemOf(again)).code).toBe('bulletin_approved_before');
    const silent = office.sendBackBulletin({ params: params(), body: { comment: ' ' }, ifMatch: ifMatch() });
    expect((await problemOf(silent)).code).toBe('comment_required');
    await sendBack('第三部分再写一句');
    expect(bulletin.actions).toEqual(['submit', 'edit', 'delete']);
    await take(office, 'submitBulletin');
    for (const client of [office, second, third]) await take(client, 'approveBulletin');
    await read();
    expect([bulletin.state, bulletin.actions]).toEqual(['approved', ['send_back', 'publish']]);
    expect(bulletin.history.map(({ action, state, actor }) => [action, state, actor])).toEqual([
      ['create', 'draft', '管理员'],
      ['submit', 'review_1', '管理员'],
      ['approve', 'review_2', '管理员'],
      ['send_back', 'draft', '管理员'],
      ['submit', 'review_1', '管理员'],
      ['approve', 'review_2', '管理员'],
      ['approve', 'review_3', 'ershen'],
      ['approve', 'approved', 'sanshen'],
    ]);
  });

  it('is a document of the office’s form, which says that it is a draft', async () => {
    const { data } = await office.getBulletinDocument({ params: params() });
    expect(data.fileName).toBe('关于2025年第二季度民生实事宣传工作情况的通报（草稿）.docx');
    const words = wordsOf(data.content);
    expect(words.all).toContain('草稿，未印发');
    expect(words.document).toContain('各乡镇人民政府、区直各责任单位：');
    for (const section of bulletin.document.sections)
      for (const line of [section.heading, ...section.paragraphs]) expect(words.document).toContain(line);
    expect(words.document).toContain('仿宋');
  });

  it('keeps what is published, locks the reports that it was counted from, and tells what became of them', async () => {
    expect((await problemOf(publish('黄民生办〔2025〕12号', '2025-07-04'))).code).toBe('bulletin_day_invalid');
    // What was accepted since nobody has approved: it is said, and published only by who has seen it.
    expect(bulletin.changed).toEqual([]);
    const [waiting] = (await office.listSubmissions({ query: { state: ['submitted'], period: PERIOD, limit: 1 } })).data
      .items;
    const accepted = { id: waiting?.id ?? '' };
    const { etag: tag } = await office.getSubmission({ params: accepted });
    await office.acceptSubmission({ params: accepted, body: {}, ifMatch: tag ?? '' });
    const counted = value('计入');
    await read();
    expect(bulletin.changed).toContainEqual({ label: expect.any(String), was: counted, now: value('计入') });
    expect(await problemOf(publish('黄民生办〔2025〕12号'))).toMatchObject({
      code: 'bulletin_figures_changed',
      errors: [{ pointer: '/confirm' }],
    });
    const before = bulletin;
    bulletin = (await publish('黄民生办〔2025〕12号', undefined, true)).data;
    expect(bulletin).toMatchObject({ state: 'published', issuedOn: '2025-07-03', actions: [], places: [] });
    expect(bulletin.document).toEqual({
      ...before.document,
      documentNo: '黄民生办〔2025〕12号',
      issuedOn: '2025-07-03',
    });
    const { items: sources } = (await office.listBulletinSources({ params: params() })).data;
    expect(bulletin.sources).toEqual({ counted: sources.length, changed: 0 });
    expect(sources.length).toBe(before.sources.counted);
    expect(new Set(sources.map(({ period }) => period))).toEqual(new Set(['2025Q1', '2025Q2']));
    expect(new Set(sources.map(({ stateNow }) => stateNow))).toEqual(new Set(['locked']));
    // A report that was counted is not taken up again by itself.
    const [source] = sources;
    const submission = { id: source?.submissionId ?? '' };
    const reopen = async () => {
      const { etag } = await office.getSubmission({ params: submission });
      return office.reopenSubmission({ params: submission, body: { comment: '数字有误' }, ifMatch: etag ?? '' });
    };
    expect((await problemOf(reopen())).code).toBe('action_not_allowed');
    const unlock = (comment: string) =>
      office.unlockBulletinSource({ params: params(), body: { submissionId: submission.id, comment } });
    expect((await problemOf(unlock(' '))).code).toBe('comment_required');
    expect((await unlock('数字有误')).data).toMatchObject({ stateNow: 'accepted', changed: true });
    await reopen();
    const printed = bulletin.document;
    await read();
    expect(bulletin.document).toEqual(printed);
    expect(bulletin.sources).toEqual({ counted: sources.length, changed: 1 });
    const { history } = (await office.getSubmission({ params: submission })).data;
    expect(history.map(({ action }) => action).slice(-3)).toEqual(['lock', 'unlock', 'reopen']);
    const db = service.connection.db;
    for (const statement of [
      sql`update bulletins set title = '另一个' where id = ${bulletin.id}`,
      sql`delete from bulletins where id = ${bulletin.id}`,
      sql`delete from bulletin_history where bulletin_id = ${bulletin.id}`,
      sql`update bulletin_sources set revision = 9 where bulletin_id = ${bulletin.id}`,
    ])
      await expect(db.execute(statement)).rejects.toThrow();
  });

  it('is read by everybody once it is published, each with the reports of its own units', async () => {
    for (const client of [township, observer]) {
      expect((await client.listBulletins({ query: { year: 2025 } })).data.items).toHaveLength(1);
      const { data } = await client.getBulletin({ params: params() });
      expect([data.document, data.actions]).toEqual([bulletin.document, []]);
      expect(data.history.length > 0).toBe(client === observer);
      expect(data.mentions.map(({ factText }) => factText)).toEqual(['', '']);
    }
    const own = (await township.listBulletinSources({ params: params() })).data.items;
    expect(new Set(own.map(({ unit }) => unit.code))).toEqual(new Set(['341003101']));
    const { content, fileName } = (await township.getBulletinDocument({ params: params() })).data;
    expect(fileName).toBe('关于2025年第二季度民生实事宣传工作情况的通报.docx');
    const words = wordsOf(content);
    expect(words.all).not.toContain('草稿');
    for (const said of ['黄民生办〔2025〕12号', '2025年7月3日', '附件']) expect(words.document).toContain(said);
    expect((await problemOf(township.createBulletin({ body: { year: 2025, quarter: 1 } }))).code).toBe('forbidden');
  });

  it('may be followed by another of the same quarter under a number of its own, looked at once', async () => {
    bulletin = (await office.createBulletin({ body: { year: 2025, quarter: 2 } })).data;
    expect(bulletin.steps).toBe(3);
    await change({ steps: 1, title: '关于更正2025年第二季度民生实事宣传工作情况的通报' });
    await take(office, 'submitBulletin');
    await take(office, 'approveBulletin');
    expect(bulletin.actions).toEqual(['send_back', 'publish']);
    expect(await problemOf(publish('黄民生办〔2025〕12号'))).toMatchObject({
      code: 'bulletin_number_taken',
      errors: [{ pointer: '/documentNo' }],
    });
    bulletin = (await publish('黄民生办〔2025〕13号')).data;
    const { items } = (await office.listBulletins({ query: { year: 2025, count: true } })).data;
    expect(items.map(({ documentNo }) => documentNo)).toEqual(['黄民生办〔2025〕13号', '黄民生办〔2025〕12号']);
    // What the first one locked stays locked, and what was taken up again is not counted.
    expect(bulletin.sources.changed).toBe(0);
  });

  it('that is a draft can be dropped, with a trace in the audit', async () => {
    bulletin = (await office.createBulletin({ body: { year: 2025, quarter: 1 } })).data;
    await office.deleteBulletin({ params: params(), ifMatch: ifMatch() });
    expect((await problemOf(office.getBulletin({ params: params() }))).code).toBe('not_found');
    const auditor = await service.addUser('only-auditor', ['auditor']);
    const { items } = (await auditor.listAudit({ query: { entity: 'bulletin' } })).data;
    expect(items.map(({ action }) => action)).toEqual(expect.arrayContaining(['bulletin.delete', 'bulletin.publish']));
  });
});

/** Texts of the parts of a .docx. */
function wordsOf(content: Uint8Array): { document: string; all: string } {
  const parts = unzipSync(content, { filter: ({ name }) => /^word\/\w+\.xml$/.test(name) });
  const text = (xml: Uint8Array | undefined): string =>
    strFromU8(xml ?? new Uint8Array()).replace(/<\/?w:t[^>]*>/g, '');
  return { document: text(parts['word/document.xml']), all: Object.values(parts).map(text).join('\n') };
}
