import type { Client } from '@nuanxin/client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { publications, publish } from './publications.ts';
import { databases, makePlan, problemOf, type Service, startService } from './support.ts';

const XIANYUAN = '341003101';
const TODAY = '2025-07-03';

describe.each(databases)('what cannot be true of a record, on $name', (database) => {
  let service: Service;
  let office: Client;
  let township: Client;
  let other: Client;
  beforeAll(async () => {
    // Still the 2nd by the clock of London.
    service = await startService(database, `${TODAY}T00:30:00+08:00`);
    office = await service.as('admin');
    township = await service.addUser('xianyuan', ['reporter'], XIANYUAN);
    other = await service.addUser('tangkou', ['reporter'], '341003102');
  });
  afterAll(() => service.close());

  const visits = { kind: 'visits' } as const;
  const visit = { kind: 'household', households: 12 };
  const faults = async (call: Promise<unknown>) => {
    const { code, errors } = await problemOf(call);
    return [code, ...(errors ?? []).map(({ pointer, detail }) => `${pointer} ${detail}`)];
  };
  const create = (kind: 'visits' | 'surveys' | 'liaisons' | 'venues' | 'sites', values: object, date?: string) =>
    office.createRecord({
      params: { kind },
      body: { unit: XIANYUAN, ...(date === undefined ? { year: 2025 } : { date }), values: { ...values } },
    });
  const text = (name: string, ...lines: string[]) => new File([`${lines.join('\n')}\n`], name);

  it('a survey finds no more than its valid answers, one by one, in the grid and in bulk', async () => {
    const surveys = { kind: 'surveys' } as const;
    const fine = { valid: 100, knows: 60, heard: 30, unaware: 10, satisfied: 50, ratherSatisfied: 30, fair: 10 };
    const values = { title: '二季度', method: 'phone', ...fine, ratherUnsatisfied: 5, unsatisfied: 3, unclear: 2 };
    const said = '知道、听说过、不知道合计 440 份多于有效样本 100 份，请核对';
    expect(await faults(create('surveys', { ...values, knows: 400 }, '2025-06-02'))).toEqual([
      'record_invalid',
      `/values/knows ${said}`,
    ]);
    expect(await faults(create('surveys', { ...values, unclear: 3 }, '2025-06-02'))).toEqual([
      'record_invalid',
      '/values/satisfied 满意、比较满意、一般、不太满意、不满意、不清楚合计 101 份多于有效样本 100 份，请核对',
    ]);
    const rows = [
      { unit: XIANYUAN, date: '2025-06-02', values },
      { unit: XIANYUAN, date: '2025-06-03', values: { ...values, knows: 400 } },
    ];
    expect(await faults(office.saveRecords({ params: surveys, body: { rows } }))).toEqual([
      'record_invalid',
      `/rows/1/values/knows ${said}`,
    ]);
    const { data } = await create('surveys', values, '2025-06-02');
    const { id } = data;
    const more = { values: { knows: 400 } };
    // What is changed is right in itself, the record as a whole is not.
    expect(await faults(office.updateRecord({ params: { ...surveys, id }, body: more, ifMatch: '"1"' }))).toEqual([
      'record_invalid',
      `/values/knows ${said}`,
    ]);
    expect(await faults(office.changeRecords({ params: surveys, body: { ids: [id], ...more } }))).toEqual([
      'record_invalid',
      `/ids/0/values/knows ${said}`,
    ]);
  });

  it('nothing ends before it began', async () => {
    const liaison = { title: '李明', level: 'village', since: '2025-03-01' };
    expect(await faults(create('liaisons', { ...liaison, until: '2025-02-28' }))).toEqual([
      'record_invalid',
      '/values/until 离任日期 2025-02-28 早于任职日期 2025-03-01，请核对',
    ]);
    await create('liaisons', { ...liaison, until: '2025-03-01' });
    const venue = { title: '服务大厅', placeKind: 'service_hall', since: '2025-03-01' };
    expect(await faults(create('venues', { ...venue, until: '2024-12-31' }))).toEqual([
      'record_invalid',
      '/values/until 撤销日期 2024-12-31 早于设立日期 2025-03-01，请核对',
    ]);
  });

  it('what was done was done by today; what is planned may be to come', async () => {
    expect(await faults(create('visits', visit, '2025-09-30'))).toEqual([
      'record_invalid',
      '/date 日期 2025-09-30 晚于今天 2025-07-03，请核对',
    ]);
    await create('visits', visit, TODAY);
    expect((await faults(create('visits', visit, '2025-07-04')))[1]).toMatch(/^\/date /);
    expect(await faults(publish(township, TODAY, '将要登的', { adoptedOn: '2025-07-04' }))).toEqual([
      'record_invalid',
      '/values/adoptedOn 刊播（采用）日期 2025-07-04 晚于今天 2025-07-03，请核对',
    ]);
    const days = ['disclosedOn', 'logoOn', 'constructionBoardOn', 'permanentSignOn'];
    const site = { title: '托育点', project: 12, works: 'finished' };
    const future = Object.fromEntries(days.map((day) => [day, '2025-12-01']));
    const refused = await faults(create('sites', { ...site, ...future }));
    expect(refused.slice(1).map((fault) => fault.split(' ')[0])).toEqual(days.map((day) => `/values/${day}`));
    await create('sites', { ...site, logoOn: TODAY });
    const liaison = { title: '王芳', level: 'village', since: '2025-03-01' };
    expect(await faults(create('liaisons', { ...liaison, trainedOn: '2025-07-04' }))).toEqual([
      'record_invalid',
      '/values/trainedOn 最近培训日期 2025-07-04 晚于今天 2025-07-03，请核对',
    ]);
    await create('liaisons', { ...liaison, trainedOn: TODAY, until: '2025-12-31' });
    await create('venues', {
      title: '新广场',
      placeKind: 'square_park',
      since: '2025-08-01',
      until: '2026-08-01',
    });

    const file = text('走访.csv', '走访单位,日期,类型,户数', '仙源镇,2052-06-30,入户走访,30');
    const { data } = await office.importRecords({ params: visits, body: { file } });
    expect(data).toMatchObject({ written: 0, file: { errors: 1 } });
    expect(data.file.rows[0]?.findings).toMatchObject([
      { level: 'error', code: 'future_day', cell: 'B2', detail: '第2行：日期 2052-06-30 晚于今天 2025-07-03，请核对' },
    ]);
  });

  it('a day in a year without a plan is a slip of the pen: the record would be in no list', async () => {
    const said = '2005年没有年度方案，请核对日期';
    const row = (date: string) => ({ unit: XIANYUAN, date, values: visit });
    expect(await faults(create('visits', visit, '2005-06-12'))).toEqual(['record_invalid', `/date ${said}`]);
    const rows = [row('2025-06-12'), row('2005-06-12')];
    expect(await faults(office.saveRecords({ params: visits, body: { rows } }))).toEqual([
      'record_invalid',
      `/rows/1/date ${said}`,
    ]);
    const { data, etag } = await create('visits', visit, '2025-06-12');
    const { id } = data;
    const ids = [id];
    expect(await faults(office.changeRecords({ params: visits, body: { ids, date: '2005-06-12' } }))).toEqual([
      'record_invalid',
      `/ids/0/date ${said}`,
    ]);
    const change = { params: { ...visits, id }, body: { date: '2005-06-12' }, ifMatch: etag ?? '' };
    expect(await faults(office.updateRecord(change))).toEqual(['record_invalid', `/date ${said}`]);
    // What a register says of other years is no day of its rows.
    await create('venues', { title: '老广场', placeKind: 'square_park', since: '2005-08-01' });

    const read = async () => {
      const file = text(
        '走访.csv',
        '走访单位,日期,类型,户数',
        '仙源镇,2005-06-30,入户走访,30',
        '仙源镇,2024-12-30,入户走访,31',
      );
      const { rows: found } = (await office.readRecordFile({ params: visits, body: { file } })).data;
      return found.map(({ findings }) => findings.map(({ level, code, detail }) => `${level} ${code} ${detail}`));
    };
    const none = (line: number, year: number) => [`error no_plan_year 第${line}行：${year}年没有年度方案，请核对日期`];
    expect(await read()).toEqual([none(2, 2005), none(3, 2024)]);
    await makePlan(office, { year: 2024, copyOf: 2025 });
    expect(await read()).toEqual([none(2, 2005), ['warning other_year 第3行“日期”不在2025年，计入2024年']]);
    expect((await office.updateRecord({ ...change, body: { date: '2024-12-30' } })).data.year).toBe(2024);
  });

  it('a unit that keeps no such records is told from one that nobody knows', async () => {
    const file = text(
      '点位.csv',
      '所在乡镇,民生实事项目,点位名称,工程状态',
      '区教育局,12,点位甲,在建',
      '某某局,12,点位乙,在建',
    );
    const { data } = await office.readRecordFile({ params: { kind: 'sites' }, body: { file } });
    expect(data.rows.map(({ findings }) => findings.map(({ code, detail }) => `${code} ${detail}`)[0])).toEqual([
      'unit_unknown 第2行：“区教育局”没有此类台账',
      'unit_unknown 第3行：不认识单位“某某局”',
    ]);
  });

  it('a list that was taken away and is brought in again is pointed out row by row before anything is doubled', async () => {
    const links = ['https://www.hsq.gov.cn/1', 'https://www.hsq.gov.cn/2'];
    for (const [i, link] of links.entries()) await publish(other, '2025-05-08', `宣讲之${i}`, { link });
    await publish(other, '2025-05-09', '没有链接的');
    const { data: exported } = await other.exportRecords({ params: { ...publications, format: 'xlsx' } });
    const again = (name = '宣传信息.xlsx') => new File([new Uint8Array(exported.content)], name);
    const count = async () => (await other.listRecords({ params: publications, query: { count: true } })).data.total;
    const like = (row: number, day: string) => `第${row}行：与已有的记录（汤口镇 ${day}）看来相同，请核对是否重复`;

    const read = await other.readRecordFile({ params: publications, body: { file: again() } });
    expect(read.data).toMatchObject({ errors: 0, confirms: 3 });
    expect(read.data.rows.map(({ findings }) => findings)).toMatchObject([
      [{ level: 'confirm', code: 'record_alike', detail: like(2, '2025-05-09') }],
      [{ level: 'confirm', code: 'record_alike', detail: like(3, '2025-05-08') }],
      [{ level: 'confirm', code: 'record_alike', detail: like(4, '2025-05-08') }],
    ]);
    const { data: asked } = await other.importRecords({ params: publications, body: { file: again() } });
    expect(asked).toMatchObject({ importId: null, written: 0, file: { count: 3, errors: 0, confirms: 3 } });
    expect(asked.file.rows[0]).toMatchObject({ values: { title: '没有链接的' }, findings: [{ code: 'record_alike' }] });
    expect(await count()).toBe(3);

    // Not forbidden.
    const { data: sure } = await other.importRecords({ params: publications, body: { file: again(), confirm: true } });
    expect(sure).toMatchObject({ written: 3, repeated: false, file: { confirms: 3 } });
    expect(await count()).toBe(6);
    const { data: repeated } = await other.importRecords({
      params: publications,
      body: { file: again(), confirm: true },
    });
    expect(repeated).toMatchObject({ importId: sure.importId, repeated: true });
    expect(await count()).toBe(6);
  });

  it('a file that was written is not asked about when it is sent again', async () => {
    const file = () => text('信息.csv', '报送单位,报送日期,标题,载体,级别', '仙源镇,2025-04-01,一次就好,电视,区级');
    const first = await office.importRecords({ params: publications, body: { file: file() } });
    expect(first.data).toMatchObject({ written: 1, repeated: false });
    const second = await office.importRecords({ params: publications, body: { file: file() } });
    expect(second.data).toMatchObject({ importId: first.data.importId, repeated: true, file: { confirms: 0 } });
  });

  it('of another unit’s record it is said only that there is one; a name in a register means something within its unit', async () => {
    const link = 'https://www.hsq.gov.cn/3';
    await publish(township, '2025-05-20', '仙源镇的', { link });
    const file = (head: string, line: string) => ({ file: text('表.csv', head, line) });
    const theirs = await other.readRecordFile({
      params: publications,
      body: file('报送日期,标题,载体,级别,链接', `2025-06-01,也是这条,电视,区级,${link}`),
    });
    expect(theirs.data.rows[0]?.findings).toMatchObject([
      { level: 'confirm', detail: '第2行：已有看来相同的记录（其他单位的），请核对是否重复' },
    ]);
    await township.createRecord({
      params: { kind: 'venues' },
      body: { values: { title: '便民大厅', placeKind: 'service_hall', since: '2025-01-01' } },
    });
    const venue = file('名称,场所类型,设立日期', '便民大厅,政务（为民）服务大厅,2025-01-01');
    const own = await township.readRecordFile({ params: { kind: 'venues' }, body: venue });
    expect(own.data.rows[0]?.findings).toMatchObject([
      { detail: '第2行：与已有的记录（仙源镇）看来相同，请核对是否重复' },
    ]);
    const elsewhere = await other.readRecordFile({ params: { kind: 'venues' }, body: venue });
    expect(elsewhere.data.rows[0]?.findings).toEqual([]);
    // What was deleted is not there, and the same title on another day is another.
    const { data } = await publish(other, '2025-06-05', '已删的');
    await other.deleteRecords({ params: publications, body: { ids: [data.id] } });
    await publish(other, '2025-06-06', '每周一讲');
    const rest = await other.readRecordFile({
      params: publications,
      body: {
        file: text('表.csv', '报送日期,标题,载体,级别', '2025-06-05,已删的,电视,区级', '2025-06-13,每周一讲,电视,区级'),
      },
    });
    expect(rest.data.rows.map(({ findings }) => findings)).toEqual([[], []]);
  });
});
