import type { Client, RecordRow } from '@nuanxin/client';
import { annex7, formFigures } from '@nuanxin/domain';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { databases, startService, type Service } from './support.ts';

const XIANYUAN = '341003101';
type Kind = RecordRow['kind'];
type Row = [date: string | null, values: Record<string, string | number | boolean>];

const visit = (kind: string, households: number, opinions?: number, answered?: number) => ({
  kind,
  households,
  ...(opinions === undefined ? {} : { opinions }),
  ...(answered === undefined ? {} : { answered }),
});
const out = (channel: string, count: number, more: Record<string, string | number> = {}) => ({
  channel,
  count,
  ...more,
});
const item = (title: string, carrier: string, level: string, more: Record<string, string | boolean> = {}) => ({
  title,
  carrier,
  level,
  ...more,
});

/** What a township entered in the second quarter, with rows on either side that must not count. */
const kept: Record<string, Row[]> = {
  publications: [
    ['2025-03-30', item('早报晚登', 'newspaper', 'district', { adoptedOn: '2025-04-02', column: true })],
    ['2025-04-10', item('专栏一', 'wechat_account', 'district', { adoptedOn: '2025-04-12', column: true })],
    ['2025-04-20', item('没有采用', 'tv', 'district')],
    ['2025-05-06', item('市里登的', 'tv', 'city', { adoptedOn: '2025-05-08', link: 'https://example.org/a' })],
    ['2025-05-07', item('省里登的', 'website', 'province', { adoptedOn: '2025-05-09' })],
    ['2025-05-08', item('中央没登', 'newspaper', 'nation')],
    ['2025-06-28', item('下季才登', 'radio', 'district', { adoptedOn: '2025-07-01' })],
    ['2025-04-11', item('简报', 'brief', 'district', { adoptedOn: '2025-04-15', board: 'work_news' })],
    ['2025-05-11', item('市级动态', 'site_news', 'city', { adoptedOn: '2025-05-15', board: 'viewpoint' })],
    ['2025-06-11', item('省级理论', 'theory_article', 'province', { adoptedOn: '2025-06-15' })],
    ['2025-06-12', item('理论未用', 'theory_article', 'province')],
    ['2025-07-01', item('三季度的', 'brief', 'district')],
  ],
  activities: [
    ['2025-04-03', { title: '访谈', kind: 'online_interview' }],
    ['2025-04-16', { title: '培训', kind: 'training', audience: 40 }],
    ['2025-05-16', { title: '再训', kind: 'training', audience: 25 }],
    ['2025-05-17', { title: '宣讲', kind: 'talk_interaction', audience: 120 }],
    ['2025-05-18', { title: '问答', kind: 'quiz', audience: 60 }],
    ['2025-06-18', { title: '演出', kind: 'performance', audience: 300 }],
    ['2025-07-01', { title: '七月', kind: 'quiz', audience: 1000 }],
  ],
  distributions: [
    ['2025-04-01', out('print', 12, { material: 'poster', placeKind: 'service_hall', places: 1 })],
    ['2025-04-02', out('banner', 30, { placeKind: 'school', places: 4 })],
    ['2025-04-03', out('notice_board', 18, { placeKind: 'market', places: 3 })],
    ['2025-04-04', out('pa_system', 90)],
    ['2025-04-05', out('mobile_speaker', 7)],
    ['2025-04-06', out('publicity_van', 5)],
    ['2025-05-01', out('print', 1500, { material: 'open_letter', placeKind: 'household' })],
    ['2025-06-30', out('print', 300, { material: 'open_letter' })],
    ['2025-05-02', out('print', 800, { material: 'leaflet' })],
    ['2025-05-03', out('print', 40, { material: 'poster' })],
    ['2025-05-04', out('print', 66, { material: 'gift' })],
    ['2025-05-05', out('sms', 2000)],
    ['2025-05-06', out('wechat_message', 500)],
    ['2025-02-01', out('ringback_tone', 9)],
    ['2025-06-01', out('ringback_tone', 3)],
    ['2025-07-01', out('ringback_tone', 100)],
    ['2025-07-01', out('print', 9999, { material: 'open_letter' })],
  ],
  visits: [
    ['2025-04-07', visit('household', 50, 6, 2)],
    ['2025-05-07', visit('survey', 80, 1)],
    ['2025-06-07', visit('return', 11, 0, 3)],
    ['2025-06-08', visit('research', 5, 2)],
    ['2025-03-31', visit('household', 700, 70, 70)],
  ],
  disclosures: [
    ['2025-04-08', { title: '公示', content: 'policy', carrier: 'notice_board' }],
    ['2025-06-08', { title: '进展', content: 'progress', carrier: 'website', link: 'https://example.org/p' }],
    ['2025-06-09', { title: '点位', content: 'sites', carrier: 'wechat_account', link: 'https://example.org/q' }],
  ],
  cases: [['2025-05-09', { title: '还在写', stage: 'drafting' }]],
  venues: [
    [
      null,
      { title: '大厅', placeKind: 'service_hall', since: '2020-01-01', windows: 2, materialPoints: 3, screens: 1 },
    ],
    [null, { title: '撤掉的', placeKind: 'market', since: '2025-01-01', until: '2025-06-30', windows: 5 }],
    [null, { title: '将来的', placeKind: 'market', since: '2025-07-01', windows: 7 }],
  ],
  liaisons: [
    [null, { title: '王晓明', level: 'township', since: '2025-01-10' }],
    [null, { title: '李小红', level: 'village', since: '2025-06-30' }],
    [null, { title: '走了的', level: 'village', since: '2025-01-10', until: '2025-05-01' }],
  ],
};

/** What must come out of it, field by field. */
const expected: Record<string, number> = {
  F0101: 2,
  F0102: 2,
  F0103: 1,
  F0104: 2,
  F0105: 1,
  F0201: 4,
  F0202: 2,
  F0203: 2,
  F0204: 1,
  F0205: 2,
  F0206: 0,
  F0301: 12,
  F0302: 2,
  F0303: 3,
  F0304: 1,
  F0305: 1,
  F0306: 1,
  F0307: 0,
  F0308: 2,
  F0401: 30,
  F0402: 18,
  F0403: 1,
  F0404: 90,
  F0405: 12,
  F0406: 7,
  F0501: 2,
  F0502: 2,
  F0503: 65,
  F0504: 1,
  F0505: 120,
  F0506: 130,
  F0507: 11,
  F0508: 9,
  F0509: 5,
  F0601: 1,
  F0602: 2,
  F0603: 360,
  F0604: 1800,
  F0605: 800,
  F0606: 52,
  F0607: 66,
  F0608: 2500,
  F0609: 12,
};

describe.each(databases)('a quarterly report and its records, on $name', (database) => {
  let service: Service;
  let office: Client;
  let township: Client;

  beforeAll(async () => {
    service = await startService(database, '2025-07-01T09:00:00+08:00');
    office = await service.as('admin');
    township = await service.addUser('xianyuan', ['reporter'], XIANYUAN);
    for (const [kind, rows] of Object.entries(kept)) await keep(kind as Kind, rows);
    await keep(
      'sites',
      [
        [
          null,
          {
            title: '幸福院',
            project: 3,
            works: 'under_construction',
            logoOn: '2025-03-01',
            constructionBoardOn: '2025-06-30',
          },
        ],
        // Its construction board went with the works.
        [
          null,
          {
            title: '托育点',
            project: 12,
            works: 'finished',
            logoOn: '2025-07-01',
            constructionBoardOn: '2025-02-01',
          },
        ],
        [null, { title: '就业驿站', project: 1, works: 'not_engineering' }],
      ],
      XIANYUAN,
    );
    await keep('households', [[null, { households: 3000, letters: 2000 }]], XIANYUAN);
  });
  afterAll(() => service.close());

  const keep = async (kind: Kind, rows: Row[], unit?: string) => {
    const client = unit ? office : township;
    const body = { year: 2025, rows: rows.map(([date, values]) => ({ date, values, ...(unit ? { unit } : {}) })) };
    return (await client.saveRecords({ params: { kind }, body })).data.items;
  };
  const owed = async (unit: string, period = '2025Q2') => {
    const { items } = (await office.listObligations({ query: { period, task: 'T0.1', unit } })).data;
    return items[0]?.id ?? '';
  };
  const start = async (client: Client, unit: string, period?: string) => {
    const { data, etag } = await client.startSubmission({ body: { obligationId: await owed(unit, period) } });
    return { ...data, etag: etag ?? '' };
  };

  it('starts with every figure of the unit as its records of the quarter have it', async () => {
    const { values, prefilled, figures, findings } = await start(township, XIANYUAN);
    expect(values).toEqual(expected);
    expect([prefilled, figures]).toEqual([expected, expected]);
    expect(Object.keys(expected)).toEqual(
      annex7.fields.filter((field) => field.for.includes('township')).map(({ code }) => code),
    );
    expect(findings.filter(({ level }) => level === 'error')).toEqual([]);
  });

  it('says how each figure was counted, and lists just the records behind it', async () => {
    const { id } = await start(township, XIANYUAN);
    const { items, registers } = (await township.getSubmissionFigures({ params: { id } })).data;
    expect(registers).toMatchObject({ sites: 3, engineering_sites: 2, households: 3000, letters: 2000 });
    expect(items.find(({ field }) => field === 'F0101')).toEqual({
      field: 'F0101',
      value: 2,
      counted: '宣传信息 · 专栏 · 已刊播（采用） · 按刊播（采用）日期',
      records: 2,
      documented: false,
      list: { kind: 'publications', figure: 'F0101', period: '2025Q2', unit: XIANYUAN },
    });
    for (const { field, records, list } of items) {
      const { kind, ...query } = list;
      const { data } = await township.listRecords({ params: { kind }, query: { ...query, count: true } });
      expect([field, data.total]).toEqual([field, records]);
      const sum = formFigures.annex7?.[field]?.sum;
      const listed = data.items.reduce((all, { values }) => all + (sum ? Number(values[sum] ?? 0) : 1), 0);
      expect([field, listed]).toEqual([field, expected[field]]);
    }
  });

  it('computes the rates from values, registers and hand-ins', async () => {
    const { id } = await start(township, XIANYUAN);
    const { rates } = (await township.getSubmissionFigures({ params: { id } })).data;
    expect(
      Object.fromEntries(rates.map(({ code, numerator, denominator }) => [code, [numerator, denominator]])),
    ).toEqual({
      C1: [1, 3],
      C2: [1, 1],
      C3: [0, 1],
      C4: [1800, 2000],
      C5: [2, 4],
      C6: [5, 9],
      C7: [2, 4],
      C8: [0, 0],
      C9: [0, 1],
    });
  });

  it('computes them of what the report says now, and counts the same sites above and below the line', async () => {
    const { id } = await start(township, XIANYUAN);
    const rates = async (): Promise<Record<string, (number | null)[]>> => {
      const { data } = await township.getSubmissionFigures({ params: { id } });
      return Object.fromEntries(data.rates.map(({ code, numerator, denominator }) => [code, [numerator, denominator]]));
    };
    // Of a project that is none of engineering works, with works of its own all the same.
    const values = {
      title: '助餐点装修',
      project: 1,
      works: 'finished',
      logoOn: '2025-06-01',
      permanentSignOn: '2025-06-02',
    };
    const body = { unit: XIANYUAN, year: 2025, values };
    const { data: site } = await office.createRecord({ params: { kind: 'sites' }, body });
    expect(await rates()).toMatchObject({ C1: [2, 4], C3: [1, 2] });
    await office.deleteRecords({ params: { kind: 'sites' }, body: { ids: [site.id] } });
    expect(await rates()).toMatchObject({ C1: [1, 3], C3: [0, 1] });
  });

  it('leaves a field blank while its unit has no record of the kind, and says 0 once it has', async () => {
    const tangkou = await service.addUser('tangkou', ['reporter'], '341003102');
    expect((await start(tangkou, '341003102')).values).toEqual({});
    await tangkou.createRecord({
      params: { kind: 'visits' },
      body: { date: '2025-02-03', values: visit('household', 5) },
    });
    const other = await start(tangkou, '341003102');
    expect(other.figures).toEqual({ F0506: 0, F0507: 0, F0508: 0, F0509: 0 });
  });

  it('hands in as a blank what somebody emptied, until a number is typed or taken over again', async () => {
    const taiping = await service.addUser('taiping', ['reporter'], '341003104');
    const params = { kind: 'visits' } as const;
    await taiping.createRecord({ params, body: { date: '2025-05-03', values: visit('household', 5) } });
    const draft = await start(taiping, '341003104');
    expect(draft.values).toMatchObject({ F0506: 5, F0507: 0 });
    const call = { params: { id: draft.id } };
    const emptied = { ...draft.values, F0506: null };
    const saved = await taiping.saveDraft({ ...call, body: { values: emptied }, ifMatch: draft.etag });
    expect(saved.data.values).not.toHaveProperty('F0506');
    await taiping.createRecord({ params, body: { date: '2025-05-04', values: visit('return', 2) } });
    const { data, etag } = await taiping.getSubmission(call);
    expect([data.values.F0506, data.values.F0507]).toEqual([undefined, 2]);
    const handedIn = await taiping.submitSubmission({ ...call, body: {}, ifMatch: etag ?? '' });
    expect(handedIn.data.values).not.toHaveProperty('F0506');
    expect(handedIn.data.figures).toMatchObject({ F0506: 5, F0507: 2 });
    const back = await taiping.withdrawSubmission({ ...call, body: {}, ifMatch: handedIn.etag ?? '' });
    expect(back.data.values).not.toHaveProperty('F0506');
    // What a caller leaves out follows the records again.
    const { F0506: _, ...others } = emptied;
    const again = await taiping.saveDraft({ ...call, body: { values: others }, ifMatch: back.etag ?? '' });
    expect(again.data.values).toMatchObject({ F0506: 5 });
  });

  it('gives a department its own fields, with the sites of the projects that it leads', async () => {
    const { values } = await start(office, 'B05');
    expect(values).toEqual({ F0305: 1, F0306: 1, F0307: 0 });
  });

  it('follows the records where nothing else was typed, in the template as well', async () => {
    const draft = await start(township, XIANYUAN);
    const typed = { ...draft.values, F0102: 20 };
    const saved = await township.saveDraft({ params: { id: draft.id }, body: { values: typed }, ifMatch: draft.etag });
    const { F0102: _, ...followed } = expected;
    expect(saved.data.prefilled).toEqual(followed);
    expect(saved.data.findings).toContainEqual(
      expect.objectContaining({ code: 'differs_from_records', field: 'F0102', level: 'warning' }),
    );
    await keep('activities', [['2025-06-20', { title: '又训', kind: 'training', audience: 5 }]]);
    const { data } = await township.getFormTemplate({ params: { code: 'annex7' }, query: { period: '2025Q2' } });
    const file = new File([new Uint8Array(data.content)], data.fileName);
    const { rows } = (await township.createImport({ body: { file, mode: 'dry_run' } })).data;
    expect(rows[0]?.values).toMatchObject({ F0101: 2, F0102: 20, F0502: 3, F0503: 70 });
    const seen = (await township.getSubmission({ params: { id: draft.id } })).data;
    expect(seen.values).toMatchObject({ F0101: 2, F0102: 20, F0502: 3, F0503: 70 });
    expect(seen.findings.filter(({ code }) => code === 'differs_from_records').map(({ field }) => field)).toEqual([
      'F0102',
    ]);
  });

  it('keeps with each hand-in what the records said then, for who reviews it', async () => {
    const draft = await start(township, XIANYUAN);
    const { data, etag } = await township.submitSubmission({ params: { id: draft.id }, body: {}, ifMatch: draft.etag });
    await keep('activities', [['2025-06-21', { title: '补登', kind: 'training', audience: 5 }]]);
    const seen = (await office.getSubmission({ params: { id: data.id } })).data;
    expect([seen.values.F0102, seen.figures?.F0102]).toEqual([20, 2]);
    // Nobody typed what followed the records until the hand-in, and nothing follows them after it.
    expect([seen.values.F0502, seen.figures?.F0502]).toEqual([3, 3]);
    const differing = seen.findings.filter(({ code }) => code === 'differs_from_records');
    expect(differing.map(({ field }) => field)).toEqual(['F0102']);
    // Nor do its rates follow the registers: a site that comes later was not there to have a sign.
    const rates = async () => {
      const figures = (await office.getSubmissionFigures({ params: { id: data.id } })).data;
      const of = figures.rates.map(({ code, numerator, denominator }) => [code, [numerator, denominator]] as const);
      const year = of.filter(([code]) => code === 'C8' || code === 'C9');
      return { sites: figures.registers.sites, ...Object.fromEntries([...of.slice(0, 4), ...year]) };
    };
    const then = { sites: 3, C1: [1, 3], C2: [1, 1], C3: [0, 1], C4: [1800, 2000], C8: [0, 0], C9: [1, 2] };
    expect(await rates()).toEqual(then);
    // Nor what became of its problems and of its other reports since.
    service.setNow('2025-07-02T09:00:00+08:00');
    const found = { source: 'inspection' as const, foundOn: '2025-07-02', description: '公示牌被遮挡', unit: XIANYUAN };
    const { data: problem, etag: registered } = await office.registerProblem({ body: found });
    const earlier = await start(office, XIANYUAN, '2025Q1');
    const typed = await office.saveDraft({
      params: { id: earlier.id },
      body: { values: { F0101: 1 } },
      ifMatch: earlier.etag,
    });
    await office.submitSubmission({ params: { id: earlier.id }, body: {}, ifMatch: typed.etag ?? '' });
    expect(await rates()).toEqual(then);
    await office.voidProblem({ params: { id: problem.id }, body: { comment: '重复' }, ifMatch: registered ?? '' });
    const later = { title: '后来的', project: 3, works: 'under_construction' };
    const body = { unit: XIANYUAN, year: 2025, values: later };
    const { data: site } = await office.createRecord({ params: { kind: 'sites' }, body });
    expect(await rates()).toEqual(then);
    const [revision] = (await office.listRevisions({ params: { id: data.id } })).data.items;
    expect(revision?.figures).toMatchObject({ F0102: 2, F0502: 3 });
    expect(revision?.findings.map(({ code }) => code)).toContain('differs_from_records');
    expect(revision?.figures).not.toHaveProperty('registers');
    // What the unit may change again is judged by the registers of the moment.
    const step = { params: { id: data.id }, body: { comment: '请核对' }, ifMatch: etag ?? '' };
    await office.returnSubmission(step);
    expect(await rates()).toEqual({ ...then, sites: 4, C1: [1, 4], C2: [1, 2], C9: [1, 2] });
    await office.deleteRecords({ params: { kind: 'sites' }, body: { ids: [site.id] } });
  });

  it('points out an imported figure that differs, and counts it as typed', async () => {
    const file = new File(['填报单位,入户走访户数,暖心回访户次\n汤口镇,7,0\n'], '汤口镇.csv');
    const body = { file, period: '2025Q2', mode: 'atomic' as const, confirm: true };
    const { data } = await office.createImport({ body });
    expect(data.rows[0]?.findings.map(({ code, field }) => [code, field])).toContainEqual([
      'differs_from_records',
      'F0506',
    ]);
    const id = data.rows[0]?.submissionId ?? '';
    const seen = (await office.getSubmission({ params: { id } })).data;
    expect([seen.values, seen.prefilled]).toEqual([{ F0506: 7, F0507: 0 }, {}]);
    expect(seen.findings.map(({ code }) => code)).toContain('differs_from_records');
  });

  it('refuses more signs than there are sites in the register, typed or imported (R60, R61)', async () => {
    const file = new File(
      ['填报单位,已标注安徽民生工程标识的项目点位数,已设在建公示牌数\n仙源镇,4,3\n汤口镇,9,9\n'],
      '标识.csv',
    );
    const { data } = await office.createImport({ body: { file, period: '2025Q1', mode: 'dry_run' } });
    const codes = data.rows.map(({ outcome, findings }) => [
      outcome,
      findings.filter(({ code }) => code === 'over_register').map(({ field }) => field),
    ]);
    // The register has no site of the second unit: nobody knows how many there are.
    expect(codes).toEqual([
      ['rejected', ['F0305', 'F0306']],
      ['accepted', []],
    ]);
  });

  it('warns of more letters and households than the registers have (R79, R87)', async () => {
    const file = new File(['填报单位,入户走访户数,民生实事一封信发放数\n仙源镇,3001,2201\n'], '户数.csv');
    const { data } = await office.createImport({ body: { file, period: '2025Q1', mode: 'dry_run' } });
    const over = data.rows[0]?.findings.filter(({ code }) => code === 'over_register');
    expect(over?.map(({ field, level }) => [field, level])).toEqual([
      ['F0506', 'warning'],
      ['F0604', 'warning'],
    ]);
  });
});
