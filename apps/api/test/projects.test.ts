import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { xlsxOf } from '../../../packages/workbook/test/xlsx.ts';
import { databases, makePlan, problemOf, type Service, startService } from './support.ts';

const HEAD = ['序号', '领域', '名称', '标注名称', '类型', '牵头单位'];

const list = (name: string, ...lines: (string | number)[][]): File =>
  new File([new Uint8Array(xlsxOf({ 清单: [['2025年30项民生实事'], HEAD, ...lines] }))], name);

describe.each(databases)('the livelihood projects and their policy cards, on $name', (database) => {
  let service: Service;
  beforeAll(async () => {
    service = await startService(database, '2025-07-01T09:00:00+08:00');
  });
  afterAll(() => service.close());
  const projects = async () => (await (await service.as('admin')).listProjects({ query: { year: 2025 } })).data.items;
  const numbered = async (no: number) => {
    const found = (await projects()).find((each) => each.no === no);
    if (!found) throw new Error(`no project ${no}`);
    return found;
  };

  it('everybody reads the list, with the heading of its materials and what the card lacks', async () => {
    const observer = await service.addUser('reader', ['observer']);
    const { data } = await observer.listProjects();
    expect(data.items).toHaveLength(30);
    expect(data.items[11]).toMatchObject({
      no: 12,
      kind: 'engineering',
      lead: { code: 'B08' },
      sample: true,
      heading: '黄山市黄山区30项民生实事之安心托幼行动民生实事',
      card: { number: 0, gaps: { parts: ['goals', 'scope', 'standards', 'procedure', 'beneficiaries'], plain: true } },
    });
  });

  it('the office changes a project, by the version that it saw', async () => {
    const office = await service.as('admin');
    const { id } = await numbered(30);
    const params = { id };
    const { etag } = await office.getProject({ params });
    const body = {
      name: '太平湖镇供水管网改造',
      labelName: ' 供水管网改造 ',
      lead: 'B11',
      sample: false,
      note: '区级自选',
    };
    const { data } = await office.updateProject({ params, body, ifMatch: etag ?? '' });
    expect(data).toMatchObject({ ...body, labelName: '供水管网改造', lead: { code: 'B11' } });
    expect(data.heading).toBe('黄山市黄山区30项民生实事之供水管网改造民生实事');
    const { data: campaign } = await office.getCampaign({ params: { year: 2025 } });
    expect(campaign.projects[29]).toMatchObject({ name: body.name, sample: false });
    const again = (change: object, ifMatch: string) => office.updateProject({ params, body: change, ifMatch });
    expect((await problemOf(again({ note: '' }, etag ?? ''))).code).toBe('precondition_failed');
    expect(await problemOf(again({ labelName: '  水 ' }, '"2"'))).toMatchObject({
      code: 'invalid_request',
      errors: [{ pointer: '/labelName' }],
    });
    expect((await problemOf(again({ labelName: '水'.repeat(41) }, '"2"'))).status).toBe(400);
    expect((await problemOf(again({ name: (await numbered(29)).name }, '"2"'))).errors).toEqual([
      { pointer: '/name', code: 'name_taken', detail: '第 29 号项目已用这个名称' },
    ]);
    expect((await problemOf(again({ lead: 'B99' }, '"2"'))).errors?.[0]?.pointer).toBe('/lead');
    expect((await problemOf(again({ note: '联系人 34100319800101123X' }, '"2"'))).code).toBe('personal_info');
    expect((await again({ lead: null }, '"2"')).data.lead).toBeNull();
    const auditor = await service.addUser('shenji', ['auditor']);
    const { data: entries } = await auditor.listAudit({ query: { action: 'project.update' } });
    expect(entries.items.at(-1)).toMatchObject({
      label: '太平湖镇供水管网改造',
      before: { labelName: '区级自选民生实事', sample: true },
      after: { labelName: '供水管网改造', lead: '区农业农村水利局' },
    });
  });

  it('a list from Excel is written as a whole or not at all, and says in which cells it is wrong', async () => {
    const office = await service.as('admin');
    const before = await projects();
    const file = list(
      '清单.xlsx',
      [1, '促进就业', '就业促进行动', '就业促进行动', '服务类', '区人社局'],
      [31, '公共安全', '新增项目', '新', '其他', '区财证局'],
    );
    const { data } = await office.importProjects({ body: { file, mode: 'atomic' } });
    expect(data).toMatchObject({ written: false, errors: 3 });
    expect(data.rows.map(({ outcome }) => outcome)).toEqual(['changed', 'faulty']);
    expect(data.rows[1]?.findings.map(({ cell, code }) => `${cell} ${code}`)).toEqual([
      'D4 label_length',
      'E4 unknown_word',
      'F4 unit_unknown',
    ]);
    expect(data.absent).toHaveLength(29);
    expect(await projects()).toEqual(before);
  });

  it('the same number updates, a new one is added, the rest stays; the same file again changes nothing', async () => {
    const office = await service.as('admin');
    const [first, second] = await projects();
    const lines = [
      [1, '促进就业', '就业促进行动', '就业促进', '服务类', '黄山区人力资源和社会保障局'],
      [31, '公共安全', '应急广播提升', '应急广播', '工程', '区民生办'],
    ];
    const dry = await office.importProjects({ body: { file: list('清单.xlsx', ...lines) } });
    expect([dry.data.written, dry.data.rows.map(({ outcome }) => outcome)]).toEqual([false, ['changed', 'new']]);
    const { data } = await office.importProjects({ body: { file: list('清单.xlsx', ...lines), mode: 'atomic' } });
    expect([data.written, data.errors]).toEqual([true, 0]);
    const now = await projects();
    expect(now).toHaveLength(31);
    expect(now[0]).toMatchObject({
      id: first?.id,
      version: 2,
      sample: false,
      labelName: '就业促进',
      lead: { code: 'B04' },
    });
    expect(now[1]).toEqual(second);
    expect(now[30]).toMatchObject({ no: 31, kind: 'engineering', lead: { code: 'B02' }, sample: false });
    const again = await office.importProjects({ body: { file: list('清单.xlsx', ...lines), mode: 'atomic' } });
    expect(again.data.rows.map(({ outcome }) => outcome)).toEqual(['same', 'same']);
    expect(await projects()).toEqual(now);
    const auditor = await service.as('shenji');
    const { data: entries } = await auditor.listAudit({ query: { action: 'project.import' } });
    expect(entries.items.map(({ label }) => label).toSorted()).toEqual(['就业促进行动', '应急广播提升']);
  });

  it('what is exported imports as it is', async () => {
    const office = await service.as('admin');
    const { data } = await office.exportProjects({ params: { format: 'xlsx' }, query: { year: 2025 } });
    expect(data.fileName).toBe('2025年民生实事项目清单.xlsx');
    const file = new File([new Uint8Array(data.content)], data.fileName);
    const { data: read } = await office.importProjects({ body: { file } });
    const { items } = (await office.listProjects({ query: { year: 2025 } })).data;
    expect(read.rows.map(({ name, labelName, lead }) => [name, labelName, lead])).toEqual(
      items.map(({ name, labelName, lead }) => [name, labelName, lead]),
    );
    expect([read.errors, read.absent, read.unknownHeaders]).toEqual([0, [], []]);
  });

  it('another file is refused with what is missing', async () => {
    const office = await service.as('admin');
    const call = office.importProjects({ body: { file: new File(['填报单位,数量\n甘棠镇,1\n'], '表.csv') } });
    expect(await problemOf(call)).toMatchObject({
      code: 'file_refused',
      detail: '没有找到项目清单的表头，应有：序号、领域、名称、标注名称、类型、牵头单位',
    });
  });

  it('each saving of a policy card is a version; the older ones stay readable', async () => {
    const office = await service.as('admin');
    const params = { id: (await numbered(12)).id };
    const empty = await office.getPolicyCard({ params });
    expect([empty.etag, empty.data.number, empty.data.versions]).toEqual(['"0"', 0, []]);
    const card = {
      parts: { goals: '新增托位 120 个。', scope: '全区', standards: '', beneficiaries: '0—3岁婴幼儿家庭' },
      plain: '孩子没人带，可以送托育园。尽力而为、量力而行。',
      questions: [{ question: '怎么报名？', answer: '到社区填表。' }],
      phone: '0559-8500000',
      link: 'https://www.hsq.gov.cn/zwgk/',
    };
    const first = await office.savePolicyCard({ params, body: card, ifMatch: '"0"' });
    expect(first.data).toMatchObject({
      number: 1,
      createdBy: '管理员',
      gaps: { parts: ['standards', 'procedure'], plain: false, statements: ['有进有退、滚动实施'] },
    });
    expect((await problemOf(office.savePolicyCard({ params, body: card, ifMatch: '"0"' }))).code).toBe(
      'precondition_failed',
    );
    const same = await office.savePolicyCard({ params, body: card, ifMatch: '"1"' });
    expect(same.etag).toBe('"1"');
    const parts = { ...card.parts, standards: '按国家标准', procedure: '社区报名' };
    await office.savePolicyCard({ params, body: { ...card, parts }, ifMatch: '"1"' });
    const observer = await service.as('reader');
    const newest = await observer.getPolicyCard({ params });
    expect([newest.data.number, newest.data.gaps.parts, newest.data.versions.map(({ number }) => number)]).toEqual([
      2,
      [],
      [2, 1],
    ]);
    const old = await observer.getPolicyCard({ params, query: { number: 1 } });
    expect([old.data.number, old.data.parts.procedure, old.etag]).toEqual([1, undefined, '"2"']);
    expect((await problemOf(observer.getPolicyCard({ params, query: { number: 3 } }))).code).toBe('not_found');
    expect((await numbered(12)).card).toMatchObject({ number: 2, gaps: { parts: [], plain: false } });
    const refused = async (change: object) =>
      (await problemOf(office.savePolicyCard({ params, body: { ...card, ...change }, ifMatch: '"2"' }))).errors?.[0];
    expect(await refused({ link: '见官网' })).toMatchObject({ pointer: '/link', code: 'bad_link' });
    expect(await refused({ plain: '张三 34100319800101123X' })).toMatchObject({
      pointer: '/plain',
      code: 'personal_info',
    });
    expect(await refused({ questions: [{ question: ' ', answer: '是' }] })).toMatchObject({ pointer: '/questions/0' });
  });

  it('a mobile number on a card is for the units and the office', async () => {
    const office = await service.as('admin');
    const params = { id: (await numbered(13)).id };
    const body = { parts: {}, plain: '', questions: [], phone: '13855901234', link: '' };
    await office.savePolicyCard({ params, body, ifMatch: '"0"' });
    const observer = await service.as('reader');
    expect((await observer.getPolicyCard({ params })).data.phone).toBe('138****1234');
    expect((await office.getPolicyCard({ params })).data.phone).toBe('13855901234');
  });

  it('a new year begins with the projects of the old one, and their first versions', async () => {
    const office = await service.as('admin');
    await makePlan(office, { year: 2026, copyOf: 2025 });
    const { items } = (await office.listProjects({ query: { year: 2026 } })).data;
    expect([items.length, items[0]?.labelName, items[0]?.version, items[11]?.card.number]).toEqual([
      31,
      '就业促进',
      1,
      0,
    ]);
    expect((await problemOf(office.listProjects({ query: { year: 2031 } }))).code).toBe('not_found');
  });
});
