import { createHash } from 'node:crypto';
import type { Client } from '@nuanxin/client';
import { readWorkbook } from '@nuanxin/workbook';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { databases, problemOf, startService, type Service } from './support.ts';

const XIANYUAN = '341003101';

describe.each(databases)('workbooks of records, on $name', (database) => {
  let service: Service;
  let office: Client;
  let township: Client;
  let other: Client;
  let observer: Client;
  beforeAll(async () => {
    service = await startService(database, '2025-07-01T09:00:00+08:00');
    office = await service.as('admin');
    township = await service.addUser('xianyuan', ['reporter'], XIANYUAN);
    other = await service.addUser('tangkou', ['reporter'], '341003102');
    observer = await service.addUser('ducha', ['observer']);
  });
  afterAll(() => service.close());

  const visits = { kind: 'visits' } as const;
  const csv = (name: string, ...lines: string[]) => new File([`${lines.join('\n')}\n`], name);
  const header = '走访单位,日期,走访类型,走访村,户数,意见建议数';
  const count = async (query: object = {}) =>
    (await office.listRecords({ params: visits, query: { count: true, ...query } })).data.total;

  it('reads a workbook into rows with the place and the remedy of every fault, and writes nothing', async () => {
    const file = csv(
      '走访.csv',
      '2025年上半年走访台账',
      `序号,${header},备注说明`,
      '1,仙源镇,2025-03-28,入户走访,越村,３０户,5,',
      '2,仙原镇,3月29日,入户走访,越村,3O,,',
      '3,汤口镇,2025-02-30,暖心回访,山岔村,约20,1,',
      '4,,2025-04-01,入户走访,,8,,',
      '合计,,,,,58,6,',
      '填报人：王晓明,,,,,,,13855901234',
    );
    const { data } = await office.readRecordFile({ params: visits, body: { file } });
    expect(data).toMatchObject({
      fileName: '走访.csv',
      count: 4,
      errors: 4,
      confirms: 1,
      unknownHeaders: ['备注说明'],
      ignored: [
        { row: 7, text: '合计' },
        { row: 8, text: '填报人：王晓明' },
      ],
    });
    expect(data.rows[0]).toEqual({
      row: 3,
      unit: { code: XIANYUAN, name: '仙源镇' },
      date: '2025-03-28',
      values: { kind: 'household', village: '越村', households: 30, opinions: 5 },
      texts: {
        unit: '仙源镇',
        date: '2025-03-28',
        kind: '入户走访',
        village: '越村',
        households: '３０户',
        opinions: '5',
      },
      findings: [],
    });
    const said = data.rows.map(({ findings }) =>
      findings.map(({ level, code, cell, detail }) => [level, code, cell, detail]),
    );
    expect(said.slice(1)).toEqual([
      [
        ['error', 'unit_unknown', 'B4', expect.stringMatching(/^第4行：不认识单位“仙原镇”，是否为：.*仙源镇/)],
        ['error', 'not_numeric', 'F4', '第4行“户数”：“3O”不是数字，请改为整数'],
      ],
      [
        ['error', 'bad_date', 'C5', '第5行“日期”：“2025-02-30”不是日期，请改为如 2025-06-30'],
        ['confirm', 'approximate', 'F5', '第5行“户数”：“约20”已按20计，请确认'],
      ],
      [['error', 'unit_unknown', 'B6', '第6行：没有写明填报单位']],
    ]);
    expect(await count()).toBe(0);
  });

  it('writes all rows or none, once, and each record leads back to its row', async () => {
    const wrong = csv('错.csv', header, '仙源镇,2025-03-28,入户走访,越村,30,5', '仙源镇,2025-03-28,走亲访友,越村,30,5');
    const refused = await office.importRecords({ params: visits, body: { file: wrong } });
    expect(refused.data).toMatchObject({
      importId: null,
      written: 0,
      file: { count: 2, errors: 1, rows: [{ row: 3 }] },
    });

    const good = () => csv('好.csv', header, '仙源镇,2025-03-28,入户走访,越村,30,5', '汤口镇,3月29日,暖心回访,,约12,');
    const unconfirmed = await office.importRecords({ params: visits, body: { file: good() } });
    expect(unconfirmed.data).toMatchObject({ importId: null, written: 0, file: { errors: 0, confirms: 1 } });
    expect(await count()).toBe(0);
    const { data } = await office.importRecords({ params: visits, body: { file: good(), confirm: true } });
    expect(data).toMatchObject({ written: 2, repeated: false });
    const { data: list } = await office.listRecords({ params: visits });
    const { importId } = data;
    expect(list.items.map(({ date, unit, values, source }) => [date, unit.name, values, source])).toEqual([
      ['2025-03-29', '汤口镇', { kind: 'return', households: 12 }, { importId, fileName: '好.csv', row: 3 }],
      [
        '2025-03-28',
        '仙源镇',
        { kind: 'household', village: '越村', households: 30, opinions: 5 },
        { importId, fileName: '好.csv', row: 2 },
      ],
    ]);
    const again = await office.importRecords({ params: visits, body: { file: good(), confirm: true } });
    expect(again.data).toMatchObject({ importId, written: 2, repeated: true });
    expect(await count()).toBe(2);
    // What was imported by mistake and taken out may be imported again.
    await office.deleteRecords({ params: visits, body: { ids: list.items.map(({ id }) => id) } });
    const anew = await office.importRecords({ params: visits, body: { file: good(), confirm: true } });
    expect(anew.data).toMatchObject({ written: 2, repeated: false });
    expect(await count()).toBe(2);
  });

  it('an import is one entry of the audit, and what happens to its records afterwards is theirs', async () => {
    const bytes = `${header}\n仙源镇,2025-06-02,入户走访,越村,31,5\n仙源镇,2025-06-03,入户走访,越村,32,5\n`;
    const { data } = await office.importRecords({ params: visits, body: { file: new File([bytes], '六月.csv') } });
    const auditor = await service.addUser('shenji', ['auditor']);
    const trail = async (entityId: string) => (await auditor.listAudit({ query: { entityId } })).data.items;
    expect(await trail(data.importId ?? '')).toMatchObject([
      {
        action: 'record.import',
        label: '六月.csv',
        after: {
          kind: 'visits',
          year: 2025,
          fileName: '六月.csv',
          sha256: createHash('sha256').update(bytes).digest('hex'),
          rows: 2,
        },
      },
    ]);
    const { data: list } = await office.listRecords({
      params: visits,
      query: { from: '2025-06-02', to: '2025-06-02' },
    });
    const [{ id = '' } = {}] = list.items;
    expect(await trail(id)).toEqual([]);
    await office.updateRecord({ params: { ...visits, id }, body: { values: { households: 33 } }, ifMatch: '"1"' });
    expect(await trail(id)).toMatchObject([
      { action: 'record.update', before: { values: { households: 31 } }, after: { values: { households: 33 } } },
    ]);
  });

  it('the workbook is kept as it was sent, for the office and for the unit that sent it', async () => {
    const bytes = `${header}\n仙源镇,2025-06-10,入户走访,越村,31,5\n填报人：王晓明 13855901234,,,,,\n`;
    const send = (client: Client, name: string, text: string) =>
      client.importRecords({ params: visits, body: { file: new File([text], name) } });
    const { data: mine } = await send(township, '六月上旬.csv', bytes);
    const params = { id: mine.importId ?? '' };
    for (const client of [office, township]) {
      const { data } = await client.getRecordImportFile({ params });
      expect([data.fileName, Buffer.from(data.content).toString()]).toEqual(['六月上旬.csv', bytes]);
    }
    expect((await problemOf(other.getRecordImportFile({ params }))).code).toBe('not_found');
    expect((await problemOf(observer.getRecordImportFile({ params }))).code).toBe('forbidden');
    // What the office sent may hold other units' rows: its records say where they came from, and no more.
    await send(office, '全区.csv', bytes.replace('06-10', '06-11'));
    const sources = async (client: Client) => {
      const query = { from: '2025-06-10', to: '2025-06-11' };
      return (await client.listRecords({ params: visits, query })).data.items.map(({ source }) => [
        source?.fileName,
        source?.row,
        source?.importId === null,
      ]);
    };
    expect(await sources(office)).toEqual([
      ['全区.csv', 2, false],
      ['六月上旬.csv', 2, false],
    ]);
    expect(await sources(township)).toEqual([
      ['全区.csv', 2, true],
      ['六月上旬.csv', 2, false],
    ]);
    expect(await sources(observer)).toEqual([
      ['全区.csv', 2, true],
      ['六月上旬.csv', 2, true],
    ]);
  });

  it('a unit need not name itself, writes for no other, and the same words of another unit are its own', async () => {
    const file = () => csv('我的.csv', '日期,类型,户数', '2025-05-06,入户走访,7');
    const mine = await township.importRecords({ params: visits, body: { file: file() } });
    expect(mine.data).toMatchObject({ written: 1, repeated: false });
    const theirs = await other.importRecords({ params: visits, body: { file: file() } });
    expect(theirs.data).toMatchObject({ written: 1, repeated: false });
    expect((await township.importRecords({ params: visits, body: { file: file() } })).data.repeated).toBe(true);
    expect(await count({ from: '2025-05-06', to: '2025-05-06' })).toBe(2);
    const foreign = csv('他镇.csv', header, '汤口镇,2025-05-07,入户走访,,7,');
    const { data } = await township.importRecords({ params: visits, body: { file: foreign } });
    expect(data.file.rows[0]?.findings).toMatchObject([{ code: 'unit_scope', detail: '第2行：您不能为“汤口镇”报送' }]);
  });

  it.each([
    ['personal_info', csv('甲.csv', header, '仙源镇,2025-05-07,入户走访,340104199001011234,7,')],
    ['layout_unknown', csv('乙.csv', '日期,类型', '2025-05-07,入户走访')],
    ['layout_unknown', csv('丙.csv', '姓名,性别', '王,男')],
    ['layout_unknown', csv('丁.csv', '走访单位,日期,户数,户数,类型', '仙源镇,2025-05-07,1,2,入户走访')],
    ['no_rows', csv('戊.csv', header)],
  ])('refuses a file as a whole: %s', async (code, file) => {
    const problem = await problemOf(office.importRecords({ params: visits, body: { file } }));
    expect(problem).toMatchObject({ code: 'file_refused', errors: [{ pointer: '/file', code }] });
  });

  it('points out rows that repeat another, and refuses a township that stands twice in a register', async () => {
    const links = csv(
      '稿件.csv',
      '报送单位,报送日期,标题,载体,级别',
      ...Array.from({ length: 2 }, () => '仙源镇,2025-04-02,同一篇,电视,区级'),
    );
    const { data } = await office.readRecordFile({ params: { kind: 'publications' }, body: { file: links } });
    expect(data.rows[1]?.findings).toMatchObject([
      { level: 'warning', code: 'row_repeated', detail: '第3行：与第2行的“标题”、“报送日期”相同，请核对是否重复' },
    ]);
    const households = csv('户数.csv', '乡镇,户数', '仙源镇,"4,200"', '仙源镇,4300', '区教育局,1');
    const read = await office.readRecordFile({ params: { kind: 'households' }, body: { file: households } });
    expect(read.data.rows.flatMap(({ findings }) => findings.map(({ code }) => code))).toEqual([
      'unit_duplicate',
      'unit_unknown',
    ]);
    const mine = township.importRecords({ params: { kind: 'households' }, body: { file: households } });
    expect((await problemOf(mine)).code).toBe('record_not_yours');
  });

  it('what is exported can be imported, and who only reads gets no mobile number', async () => {
    const liaisons = { kind: 'liaisons' } as const;
    await township.createRecord({
      params: liaisons,
      body: { values: { title: '李明', level: 'village', village: '越村', phone: '13855901234', since: '2025-01-01' } },
    });
    const { data } = await office.exportRecords({ params: { ...liaisons, format: 'xlsx' }, query: { unit: XIANYUAN } });
    expect(data.fileName).toBe('联络员.xlsx');
    const file = new File([new Uint8Array(data.content)], data.fileName);
    const read = await office.readRecordFile({ params: liaisons, body: { file } });
    expect(read.data.rows).toMatchObject([
      {
        unit: { name: '仙源镇' },
        values: { title: '李明', level: 'village', phone: '13855901234', since: '2025-01-01' },
        // The one that was taken away is still there.
        findings: [{ level: 'confirm', code: 'record_alike' }],
      },
    ]);
    const seen = await observer.exportRecords({ params: { ...liaisons, format: 'xlsx' } });
    const { sheets } = await readWorkbook(Buffer.from(seen.data.content), '联络员.xlsx');
    expect(JSON.stringify(sheets)).toContain('138****1234');
    const none = await other.exportRecords({ params: { ...liaisons, format: 'xlsx' } });
    expect((await readWorkbook(Buffer.from(none.data.content), '联络员.xlsx')).sheets[0]?.rows).toHaveLength(1);
  });

  it('the rates of a survey are given with it and exported, and ignored when the list is read again', async () => {
    const surveys = { kind: 'surveys' } as const;
    const asked = { title: '二季度', method: 'phone', valid: 300, knows: 180, heard: 60, unaware: 60 };
    const said = { satisfied: 150, ratherSatisfied: 90, fair: 20, ratherUnsatisfied: 10, unsatisfied: 10, unclear: 20 };
    const body = { unit: XIANYUAN, date: '2025-06-02', values: { ...asked, ...said } };
    const { data: made } = await office.createRecord({ params: surveys, body });
    const rates = { awareness: 0.8, satisfaction: 240 / 280 };
    expect(made.rates).toEqual(rates);
    const { items } = (await observer.listRecords({ params: surveys, query: { year: 2025 } })).data;
    expect(items.map((each) => each.rates)).toEqual([rates]);
    const forged = { ...body, date: '2025-06-03', values: { ...body.values, awareness: 1 } };
    expect((await problemOf(office.createRecord({ params: surveys, body: forged }))).errors).toMatchObject([
      { pointer: '/values/awareness', code: 'unknown_field' },
    ]);

    const { data } = await office.exportRecords({ params: { ...surveys, format: 'xlsx' } });
    const { sheets } = await readWorkbook(Buffer.from(data.content), data.fileName);
    const [head, row] = (sheets[0]?.rows ?? []).map((cells) => cells.slice(-2).map((cell) => cell?.text));
    expect([head, row?.map(Number)]).toEqual([
      ['知晓率', '满意度'],
      [0.8, expect.closeTo(rates.satisfaction, 10)],
    ]);
    const file = new File([new Uint8Array(data.content)], data.fileName);
    const read = (await office.readRecordFile({ params: surveys, body: { file } })).data;
    expect([read.unknownHeaders, read.rows.map((each) => each.values)]).toEqual([[], [{ ...asked, ...said }]]);
    await office.deleteRecords({ params: surveys, body: { ids: [made.id] } });
    const visit = { unit: XIANYUAN, date: '2025-06-02', values: { kind: 'household', households: 1 } };
    const { data: visited } = await office.createRecord({ params: visits, body: visit });
    expect(visited.rates).toBeNull();
    await office.deleteRecords({ params: visits, body: { ids: [visited.id] } });
  });

  it('a template asks the office for the unit and a unit for nothing but its records', async () => {
    const columns = async (client: Client) => {
      const { data } = await client.getRecordTemplate({ params: visits });
      const { sheets } = await readWorkbook(Buffer.from(data.content), data.fileName);
      return sheets[0]?.rows[2]?.map((cell) => cell?.text);
    };
    const own = ['日期', '类型', '村（社区）', '户数', '收集意见建议', '已办理（答复）', '主要情况'];
    expect(await columns(township)).toEqual(own);
    expect(await columns(office)).toEqual(['走访单位', ...own]);
    expect((await problemOf(township.getRecordTemplate({ params: { kind: 'households' } }))).code).toBe(
      'record_not_yours',
    );
  });
});
