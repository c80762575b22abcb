import type { RecordKindCode, RecordValues } from '@nuanxin/domain';
import { eq, sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { docx } from '../../../packages/workbook/test/docx.ts';
import { xlsxOf } from '../../../packages/workbook/test/xlsx.ts';
import { attachments, blobs, records, units, users } from '../src/db/schema/index.ts';
import { databases, problemOf, startService, type Service } from './support.ts';

const RIGHT = '黄山市黄山区30项民生实事之安心托幼行动民生实事';
const [GANTANG, XIANYUAN] = ['341003100', '341003101'];

describe.each(databases)('compliance, on $name', (database) => {
  let service: Service;
  let admin: string;
  beforeAll(async () => {
    service = await startService(database, '2025-07-10T09:00:00+08:00');
    const [user] = await service.connection.db.select({ id: users.id }).from(users);
    admin = user?.id ?? '';
    await service.addUser('gantang', ['reporter'], GANTANG);
    await service.addUser('minzheng', ['reporter'], 'B05');
  });
  afterAll(() => service.close());

  async function put(
    kind: RecordKindCode,
    unit: string,
    occurredOn: string | null,
    data: RecordValues,
  ): Promise<string> {
    const { db } = service.connection;
    const [found] = await db.select({ id: units.id }).from(units).where(eq(units.code, unit));
    const at = new Date('2025-07-01T09:00:00+08:00');
    const by = { createdBy: admin, createdAt: at, updatedBy: admin, updatedAt: at };
    const row = { kind, year: 2025, unitId: found?.id ?? '', occurredOn, data, ...by };
    const [created] = await db.insert(records).values(row).returning({ id: records.id });
    return created?.id ?? '';
  }
  async function attach(
    ownerId: string,
    sha256: string,
    type: string,
    heading: string | null,
    field: string | null = null,
  ): Promise<void> {
    const { db } = service.connection;
    const createdAt = new Date('2025-07-01T09:00:00+08:00');
    await db.insert(blobs).values({ sha256, size: 1, type, heading, createdAt });
    const file = {
      sha256,
      owner: 'record' as const,
      ownerId,
      field,
      fileName: `${sha256}.docx`,
      createdBy: admin,
      createdAt,
    };
    await db.insert(attachments).values(file);
  }
  const set = (id: string, data: RecordValues) =>
    service.connection.db
      .update(records)
      .set({ data: sql`${records.data} || ${JSON.stringify(data)}::jsonb` })
      .where(eq(records.id, id));
  const remove = (id: string) =>
    service.connection.db.update(records).set({ deletedAt: new Date(), deletedBy: admin }).where(eq(records.id, id));
  type Check = 'heading' | 'logo' | 'boards' | 'distribution' | 'disclosures' | 'column';
  const check = async (code: Check, query: { year?: number; quarter?: number } = {}, as = 'admin') =>
    (await (await service.as(as)).getComplianceCheck({ params: { check: code }, query: { year: 2025, ...query } }))
      .data;
  const found = async (...given: Parameters<typeof check>) =>
    (await check(...given)).items.map(({ state, unit, project, detail }) => [state, unit?.name, project?.no, detail]);

  it('counts every check, and what has to be mended in all', async () => {
    const { data } = await (await service.as('admin')).getCompliance({ query: { year: 2025 } });
    expect(data).toMatchObject({ year: 2025, asOf: '2025-07-10' });
    expect(data.checks.map(({ code, rule, enabled }) => [code, rule, enabled])).toEqual([
      ['heading', 'R88', true],
      ['logo', 'R60', true],
      ['boards', 'R61', true],
      ['distribution', 'R87', true],
      ['disclosures', 'R66', true],
      ['column', 'R46', false],
    ]);
    // Nothing was published by anybody: the second quarter and the policy of each; of sites none is registered yet.
    const disclosures = data.checks[4];
    expect(disclosures).toMatchObject({ checked: 37 * 4, failing: 37 * 2, pending: 37 });
    expect(data.failing).toBe(37 * 2);
    expect((await problemOf((await service.as('admin')).getCompliance({ query: { year: 2031 } }))).code).toBe(
      'not_found',
    );
  });

  it('checks how single-project materials begin: what was typed, and the documents that belong to it (R88)', async () => {
    const material = { channel: 'print', material: 'leaflet', count: 100, project: 12 };
    await put('distributions', GANTANG, '2025-05-06', { ...material, heading: `“${RIGHT.replace('30', '３０')}”` });
    await put('distributions', GANTANG, '2025-05-07', { channel: 'print', material: 'open_letter', count: 9 });
    const wrong = await put('distributions', GANTANG, '2025-05-08', { ...material, heading: '安心托幼政策问答' });
    const document = await put('distributions', XIANYUAN, '2025-05-09', material);
    await attach(document, 'right', 'application/msword', RIGHT);
    await attach(document, 'picture', 'image/jpeg', null);
    const bad = await put('distributions', XIANYUAN, '2025-05-10', { ...material, heading: RIGHT });
    await attach(bad, 'bad', 'application/msword', RIGHT.replace('30', '31'));
    const unknown = await put('distributions', XIANYUAN, '2025-05-11', material);
    expect((await check('heading')).check).toMatchObject({ checked: 4, failing: 2, unjudged: 1 });
    expect(await found('heading')).toEqual([
      ['failing', '仙源镇', 12, '附件“bad.docx”：项目数应为30项，写的是31项'],
      ['failing', '甘棠镇', 12, '填写的开头文字：开头不是规定文字，写的是“安心托幼政策问答”'],
      ['unjudged', '仙源镇', 12, '没有填写资料开头文字，也没有可读出文字的附件'],
    ]);
    const { items } = await check('heading');
    expect(items.map(({ record }) => record)).toEqual(
      [bad, wrong, unknown].map((id) => ({ kind: 'distributions', id })),
    );
    await set(wrong, { heading: RIGHT });
    await service.connection.db.update(attachments).set({ deletedAt: new Date() }).where(eq(attachments.sha256, 'bad'));
    await remove(unknown);
    expect(await found('heading')).toEqual([]);
  });

  it('judges the material, and not what proves something else of its distribution (R88)', async () => {
    const material = { channel: 'print', material: 'leaflet', count: 100, project: 12 };
    const id = await put('distributions', GANTANG, '2025-05-15', { ...material, heading: RIGHT });
    await attach(id, 'list', 'application/vnd.ms-excel', '发放登记表', 'count');
    expect(await found('heading')).toEqual([]);
    const bare = await put('distributions', GANTANG, '2025-05-16', material);
    await attach(bare, 'other list', 'application/vnd.ms-excel', '发放登记表', 'count');
    const unknown = '没有填写资料开头文字，也没有可读出文字的附件';
    expect(await found('heading')).toEqual([['unjudged', '甘棠镇', 12, unknown]]);
    await attach(id, 'itself', 'application/msword', '宣传单');
    expect((await check('heading')).check).toMatchObject({ failing: 1, unjudged: 1 });
    for (const each of [id, bare]) await remove(each);
  });

  it('shows who only reads no mobile number in what is said of a heading, typed or of a file', async () => {
    await service.addUser('ducha', ['observer']);
    const material = { channel: 'print', material: 'leaflet', count: 100, project: 12 };
    const typed = await put('distributions', GANTANG, '2025-05-12', { ...material, heading: '2025 13812345678' });
    const cut = await put('distributions', GANTANG, '2025-05-13', {
      ...material,
      heading: '咨询电话 13812345678 2025年6月印',
    });
    const document = await put('distributions', GANTANG, '2025-05-14', material);
    await attach(document, 'mobile', 'text/plain', '咨询服务热线电话 138 1234 5678');
    const details = async (as: string) =>
      (await found('heading', {}, as)).map(([state, , , detail]) => `${state} ${detail}`);
    const said = [
      'failing 附件“mobile.docx”：开头不是规定文字，写的是“咨询服务热线电话138****5…”',
      'failing 填写的开头文字：开头不是规定文字，写的是“咨询电话138****56782…”',
      'failing 填写的开头文字：开头不是规定文字，写的是“2025138****5678”',
    ];
    expect(await details('ducha')).toEqual(said);
    expect(await details('gantang')).toEqual(said);
    for (const id of [typed, cut, document]) await remove(id);
  });

  it('checks the logo of every site, and tells projects without a site apart (R60)', async () => {
    const site = { works: 'not_engineering', project: 13, title: '甘棠小学资助点' };
    const bare = await put('sites', GANTANG, null, site);
    await put('sites', XIANYUAN, null, { ...site, title: '仙源中学资助点', logoOn: '2025-05-20' });
    const { check: head, items } = await check('logo');
    expect(head).toMatchObject({ checked: 2, failing: 1, unjudged: 29 });
    expect(items[0]).toMatchObject({
      state: 'failing',
      unit: { name: '甘棠镇' },
      project: { no: 13 },
      record: { kind: 'sites', id: bare },
      detail: '“甘棠小学资助点”未标注安徽民生工程标识',
    });
    expect(items[1]).toMatchObject({ state: 'unjudged', record: null, detail: '名册中没有登记点位，无法核对标识' });
    await set(bare, { logoOn: '2025-07-10' });
    expect((await check('logo')).check.failing).toBe(0);
  });

  it('checks the boards of works by their state (R61)', async () => {
    const site = { works: 'under_construction', project: 24, title: '甘棠老旧小区', logoOn: '2025-03-01' };
    const works = await put('sites', GANTANG, null, site);
    const signed = { ...site, title: '仙源老旧小区', works: 'finished', permanentSignOn: '2025-06-01' };
    await put('sites', XIANYUAN, null, signed);
    expect((await check('boards')).check).toMatchObject({ checked: 2, failing: 1, unjudged: 0 });
    expect(await found('boards')).toEqual([['failing', '甘棠镇', 24, '“甘棠老旧小区”在建，未设在建公示牌']]);
    await set(works, { constructionBoardOn: '2025-03-02' });
    expect(await found('boards')).toEqual([]);
    await set(works, { works: 'finished' });
    expect(await found('boards')).toEqual([['failing', '甘棠镇', 24, '“甘棠老旧小区”已完工，未设永久性标牌']]);
    await set(works, { works: 'not_engineering' });
    expect((await check('boards')).check).toMatchObject({ checked: 1, failing: 0, unjudged: 1 });
    await set(works, { works: 'under_construction' });
  });

  it('shows the sites of the matrix with what they carry and their photos', async () => {
    const { data } = await (await service.as('admin')).getSignage({ query: { year: 2025 } });
    expect(data.townships).toHaveLength(14);
    expect(data.projects).toHaveLength(30);
    const site = data.sites.find(({ title }) => title === '甘棠老旧小区');
    expect(site).toMatchObject({ unit: { name: '甘棠镇' }, project: 24, constructionBoardOn: '2025-03-02', photos: 0 });
    await attach(site?.id ?? '', 'photo', 'image/jpeg', null);
    const again = (await (await service.as('admin')).getSignage({ query: { year: 2025 } })).data;
    expect(again.sites.find(({ id }) => id === site?.id)?.photos).toBe(1);
  });

  it('says how far the distribution is until 31 October, and what is missing after it (R87)', async () => {
    await put('households', GANTANG, null, { households: 6000, letters: 5000 });
    await put('distributions', GANTANG, '2025-06-01', { channel: 'print', material: 'open_letter', count: 3191 });
    const poster = { channel: 'notice_board', material: 'poster', count: 40 };
    await put('distributions', GANTANG, '2025-06-02', poster);
    const gantang = async () => (await found('distribution')).filter(([, unit]) => unit === '甘棠镇');
    const far = '一封信已发 3,200 份，应发 5,000 份（64%），还差 1,800 份';
    expect(await gantang()).toEqual([['pending', '甘棠镇', undefined, far]]);
    expect((await check('distribution')).check).toMatchObject({ checked: 36, failing: 0, pending: 36 });
    service.setNow('2025-11-01T08:00:00+08:00');
    expect(await gantang()).toEqual([['failing', '甘棠镇', undefined, far]]);
    expect((await found('distribution')).filter(([, unit]) => unit === '仙源镇' || unit === '区民政局')).toEqual([
      ['failing', '区民政局', undefined, '没有宣传单（册）、海报的发放、张贴记录'],
      ['failing', '仙源镇', undefined, '没有一封信、海报的发放、张贴记录'],
    ]);
    const rest = await put('distributions', GANTANG, '2025-10-30', {
      channel: 'print',
      material: 'open_letter',
      count: 1800,
    });
    expect(await gantang()).toEqual([]);
    await remove(rest);
    expect(await gantang()).toHaveLength(1);
    service.setNow('2025-10-31T23:59:00+08:00');
    expect((await gantang())[0]?.[0]).toBe('pending');
    service.setNow('2025-07-10T09:00:00+08:00');
  });

  it('lists who has not published online, by quarter (R66)', async () => {
    const of = async (unit: string, query = {}) =>
      (await found('disclosures', query))
        .filter(([, name]) => name === unit)
        .map(([state, , , detail]) => `${state} ${detail}`);
    const all = {
      q2: 'failing 2025年第二季度没有在网上公开实施进展',
      q3: 'pending 2025年第三季度没有在网上公开实施进展',
      policy: 'failing 没有在网上公开政策解读',
      sites: 'failing 没有在网上公开项目点位',
    };
    expect(await of('甘棠镇')).toEqual([all.q2, all.policy, all.sites, all.q3]);
    const disclosure = { title: '进展公开', content: 'progress', carrier: 'website' };
    await put('disclosures', GANTANG, '2025-06-30', disclosure);
    await put('disclosures', GANTANG, '2025-07-01', { ...disclosure, carrier: 'notice_board' });
    await put('disclosures', GANTANG, '2025-03-01', { ...disclosure, content: 'policy', carrier: 'wechat_account' });
    expect(await of('甘棠镇')).toEqual([all.sites, all.q3]);
    await put('disclosures', GANTANG, '2025-07-02', { ...disclosure, carrier: 'wechat_account' });
    expect(await of('甘棠镇')).toEqual([all.sites]);
    // Or the register says of each of its sites when it was published.
    const { data } = await (await service.as('admin')).getSignage({ query: { year: 2025 } });
    for (const { id, unit } of data.sites) if (unit.code === GANTANG) await set(id, { disclosedOn: '2025-06-20' });
    expect(await of('甘棠镇')).toEqual([]);
    expect(await of('甘棠镇', { quarter: 1 })).toEqual(['failing 2025年第一季度没有在网上公开实施进展']);
    // It has no sites of its own.
    expect(await of('区民生办', { quarter: 4 })).toEqual([all.policy, 'pending 2025年第四季度没有在网上公开实施进展']);
  });

  it('judges the column by what the office sets, and tells facts until then (R46)', async () => {
    const item = { title: '稿件', carrier: 'newspaper', level: 'district', column: true };
    await put('publications', GANTANG, '2025-03-01', { ...item, adoptedOn: '2025-03-02' });
    await put('publications', XIANYUAN, '2025-05-01', { ...item, adoptedOn: '2025-05-30' });
    await put('publications', XIANYUAN, '2025-06-01', item);
    await put('publications', XIANYUAN, '2025-04-01', {
      title: '他稿',
      carrier: 'tv',
      level: 'city',
      adoptedOn: '2025-04-02',
    });
    const facts = ['2025-03-02 至 2025-05-30 间隔 89 天', '2025-05-30 之后至今 41 天没有采用的稿件'];
    const details = async () => (await found('column')).map(([state, , , detail]) => `${state} ${detail}`);
    expect(await details()).toEqual(facts.map((fact) => `fact ${fact}`));
    const office = await service.as('admin');
    const params = { year: 2025 };
    const settings = async (value: { columnGapDays: number | null; columnItems: number | null }) => {
      const { etag } = await office.getCampaign({ params });
      return (await office.updateCampaign({ params, body: { settings: value }, ifMatch: etag ?? '' })).data.settings;
    };
    await settings({ columnGapDays: 60, columnItems: 24 });
    expect((await check('column')).check).toMatchObject({ enabled: true, checked: 3, failing: 1, pending: 1 });
    expect(await details()).toEqual([
      `failing ${facts[0]}，超过 60 天`,
      'pending 专栏已采用 2 篇，全年目标 24 篇，还差 22 篇',
    ]);
    const stale = office.updateCampaign({
      params,
      body: { settings: { columnGapDays: 1, columnItems: 1 } },
      ifMatch: '"1"',
    });
    expect((await problemOf(stale)).code).toBe('precondition_failed');
    expect(await settings({ columnGapDays: null, columnItems: null })).toMatchObject({
      columnGapDays: null,
      columnItems: null,
    });
    expect((await check('column')).check.enabled).toBe(false);
  });

  it('shows a unit its own rows, and nothing of the column, which is the district’s', async () => {
    const township = await service.as('gantang');
    const { data } = await township.getCompliance({ query: { year: 2025 } });
    expect(data.checks.map(({ code }) => code)).not.toContain('column');
    expect((await problemOf(check('column', {}, 'gantang'))).code).toBe('not_found');
    for (const code of ['heading', 'logo', 'boards', 'distribution', 'disclosures'] as const) {
      const { items } = await check(code, {}, 'gantang');
      expect([code, items.filter(({ unit }) => unit?.code !== GANTANG)]).toEqual([code, []]);
    }
    const signage = (await township.getSignage({ query: { year: 2025 } })).data;
    expect(
      new Set([...signage.sites.map(({ unit }) => unit.code), ...signage.townships.map(({ code }) => code)]),
    ).toEqual(new Set([GANTANG]));
    // A department is told of the projects that it leads which have no site anywhere.
    const department = await check('logo', {}, 'minzheng');
    expect(department.items.map(({ project, unit }) => [project?.no, unit?.code])).toEqual([
      [3, 'B05'],
      [4, 'B05'],
      [5, 'B05'],
    ]);
    // And of the sites of the projects that it leads, wherever they lie.
    const id = await put('sites', XIANYUAN, null, { title: '敬老院', project: 3, works: 'not_engineering' });
    const { items, check: head } = await check('logo', {}, 'minzheng');
    expect(items.map(({ project, unit }) => [project?.no, unit?.code])).toContainEqual([3, XIANYUAN]);
    expect(head.checked).toBe(department.check.checked + 1);
    await remove(id);
  });

  it('checks a text at hand and gives the right heading (R88)', async () => {
    const township = await service.as('gantang');
    const ask = async (text: string) => (await township.checkHeading({ body: { project: 12, text } })).data;
    expect(await ask(`  ${RIGHT}\n一、目标任务`)).toEqual({
      passes: true,
      stands: RIGHT,
      heading: RIGHT,
      detail: null,
    });
    expect(await ask(RIGHT.replace('安心托幼行动', 'XXX'))).toMatchObject({
      passes: false,
      heading: RIGHT,
      detail: '项目名称没有填上，应为“安心托幼行动”',
    });
    expect((await problemOf(township.checkHeading({ body: { project: 77, text: '' } }))).errors?.[0]?.pointer).toBe(
      '/project',
    );
  });

  it('checks a document, a text and a workbook by how they begin', async () => {
    const township = await service.as('gantang');
    const ask = async (content: Uint8Array | string, name: string) => {
      const part = typeof content === 'string' ? content : new Uint8Array(content);
      return (await township.checkHeadingOfFile({ body: { project: 12, file: new File([part], name) } })).data;
    };
    expect(await ask(docx('', RIGHT, '一、目标任务'), '传单.docx')).toMatchObject({ passes: true, stands: RIGHT });
    expect((await ask(docx('宣传单', RIGHT), '传单.docx')).detail).toBe('开头不是规定文字，写的是“宣传单”');
    expect((await ask(`\ufeff\r\n　\r\n${RIGHT}，欢迎咨询\r\n`, '传单.txt')).passes).toBe(true);
    expect((await ask(new TextEncoder().encode('安心托幼'), '传单.txt')).passes).toBe(false);
    expect((await ask(xlsxOf({ 清单: [['', ''], ['', RIGHT], ['其他']] }), '一览.xlsx')).passes).toBe(true);
    expect((await ask(docx(), '空.docx')).detail).toBe('没有文字，开头应标注规定文字');
    const refused = (content: string, name: string) => problemOf(ask(content, name));
    expect(await refused('%PDF-1.7', '传单.docx')).toMatchObject({
      code: 'file_refused',
      detail: '这是 PDF 文件，不能核对；请选择 .docx、.xlsx、.xls、.csv 或 .txt 文件，只核对开头文字，不会导入',
    });
    expect((await refused('', '传单.txt')).detail).toBe('文件是空的，请重新选择');
  });
});
