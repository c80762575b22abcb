import { createClient, type Client } from '@nuanxin/client';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { publishBulletin } from './published-bulletin.ts';
import { databases, makePlan, problemOf, startService, type Service } from './support.ts';

const YEAR = 2025;
const params = { year: YEAR };

describe.each(databases)('figures for everybody, on $name', (database) => {
  let service: Service;
  let office: Client;
  let anybody: Client;

  beforeAll(async () => {
    service = await startService(database, '2025-07-03T09:30:00+08:00', { demo: true });
    office = await service.as('admin');
    anybody = createClient({ baseUrl: service.baseUrl });
  }, 240_000);
  afterAll(() => service.close());

  const publish = async (publicFigures: boolean): Promise<void> => {
    const { etag } = await office.getCampaign({ params });
    await office.updateCampaign({ params, body: { settings: { publicFigures } }, ifMatch: etag ?? '' });
  };
  const address = () => `${service.baseUrl}/api/v1/public/campaigns/${YEAR}`;
  const later = (minutes: number) => service.setNow(`2025-07-03T10:${String(minutes).padStart(2, '0')}:00+08:00`);

  it('are not there before the office makes them public', async () => {
    expect((await problemOf(anybody.getPublicCampaign({ params }))).code).toBe('not_found');
    expect((await anybody.listPublicCampaigns()).data.items).toEqual([]);
  });

  it('are made public without touching what else is set', async () => {
    const { etag } = await office.getCampaign({ params });
    await office.updateCampaign({ params, body: { settings: { columnItems: 24 } }, ifMatch: etag ?? '' });
    await publish(true);
    const { settings } = (await office.getCampaign({ params })).data;
    expect(settings).toEqual({ columnGapDays: null, columnItems: 24, publicFigures: true });
    expect((await anybody.listPublicCampaigns()).data.items.map(({ year }) => year)).toEqual([YEAR]);
  });

  it('are those of published bulletins, as SQL adds them up, and no report that is accepted since shows by itself', async () => {
    expect((await anybody.getPublicCampaign({ params })).data).toMatchObject({ quarters: [], sections: [] });
    for (const quarter of [1, 2]) await publishBulletin(office, YEAR, quarter);
    later(2);
    const { data } = await anybody.getPublicCampaign({ params });
    expect(data.quarters.map(({ period, documentNo }) => [period, documentNo])).toEqual([
      ['2025Q1', '黄民生办〔2025〕1号'],
      ['2025Q2', '黄民生办〔2025〕2号'],
    ]);
    const figures = data.sections.flatMap(({ figures: own }) => own);
    expect(figures.length).toBeGreaterThan(20);
    for (const { code, kind, total, quarters } of figures) {
      const { rows: sums } = await service.connection.db.execute<{ period: string; sum: number | null }>(sql`
        select d.period, sum((r.values ->> ${code})::int)::int as sum
        from submissions s join obligations o on o.id = s.obligation_id
        join deadlines d on d.id = o.deadline_id join tasks t on t.id = d.task_id and t.code = 'T0.1'
        join revisions r on r.submission_id = s.id and r.number = s.revision
        where s.state in ('accepted', 'locked') and d.period like '2025Q_' group by d.period order by d.period`);
      const each = sums.map(({ sum }) => sum);
      const known = each.filter((value) => value !== null);
      const whole = known.length === 0 ? null : known.reduce((x, y) => x + y, 0);
      expect([code, quarters, total]).toEqual([code, each, kind === 'flow' ? whole : each.at(-1)]);
    }
    const [waiting] = (await office.listSubmissions({ query: { state: ['submitted'], period: '2025Q2', limit: 1 } }))
      .data.items;
    const of = { id: waiting?.id ?? '' };
    const submission = await office.getSubmission({ params: of });
    await office.acceptSubmission({ params: of, body: {}, ifMatch: submission.etag ?? '' });
    later(4);
    expect((await anybody.getPublicCampaign({ params })).data).toEqual(data);
  });

  it('name projects with their own cards, and sites once they are disclosed', async () => {
    const { data } = await anybody.getPublicCampaign({ params });
    expect(data.projects).toHaveLength(30);
    const { rows } = await service.connection.db.execute<{ n: number }>(sql`
      select count(*)::int as n from records where kind = 'sites' and year = 2025 and deleted_at is null
      and data ->> 'disclosedOn' <= '2025-07-03'`);
    expect(data.projects.reduce((sum, { sites }) => sum + sites.length, 0)).toBe(rows[0]?.n);
    expect(data.projects.some(({ card }) => card !== null)).toBe(true);
  });

  it('hold no mobile number, nobody’s name and no unit’s own figures', async () => {
    const [project] = (await office.listProjects({ query: { year: YEAR } })).data.items;
    const at = { id: project?.id ?? '' };
    const { data: card, etag } = await office.getPolicyCard({ params: at, query: {} });
    const { parts, questions } = card;
    const source = 'https://www.example.cn/art/13855901234.html';
    const body = { parts, questions, link: source, plain: '请拨打13855901234咨询', phone: '0559-8532000' };
    await office.savePolicyCard({ params: at, body, ifMatch: etag ?? '' });
    const values = { title: '电话13955901234', project: 1, works: 'finished', disclosedOn: '2025-06-01', link: source };
    await office.createRecord({ params: { kind: 'sites' }, body: { unit: '341003101', year: YEAR, values } });
    later(5);
    const text = JSON.stringify((await anybody.getPublicCampaign({ params })).data);
    expect(text).toContain('138****1234');
    expect(text).toContain('电话139****1234');
    expect(text).toContain('0559-8532000');
    // The digits of a link are nobody's number, and without them it leads nowhere.
    expect(text).toContain(source);
    expect(text.replaceAll(source, '')).not.toMatch(/13855901234|341003101|管理员|createdBy/);
  });

  it('may be kept: unchanged they are not sent again, changed they have another tag', async () => {
    const first = await fetch(address());
    const etag = first.headers.get('etag') ?? '';
    expect(first.headers.get('cache-control')).toBe('public, max-age=300');
    const again = await fetch(address(), { headers: { 'if-none-match': etag } });
    expect([again.status, await again.text(), again.headers.get('etag')]).toEqual([304, '', etag]);
    const [project] = (await office.listProjects({ query: { year: YEAR } })).data.items;
    const at = { params: { id: project?.id ?? '' }, ifMatch: `"${project?.version}"` };
    await office.updateProject({ ...at, body: { name: '促进重点人群就业创业行动' } });
    later(10);
    const changed = await fetch(address(), { headers: { 'if-none-match': etag } });
    expect([changed.status, changed.headers.get('etag') === etag]).toEqual([200, false]);
  });

  it('are gone as soon as the office says so, and do not go along into the next plan', async () => {
    await makePlan(office, { year: 2026, copyOf: YEAR });
    expect((await office.getCampaign({ params: { year: 2026 } })).data.settings.publicFigures).toBe(false);
    await publish(false);
    expect((await problemOf(anybody.getPublicCampaign({ params }))).code).toBe('not_found');
  });

  it('are read 120 times a minute from one address, then not', async () => {
    const statuses = await Promise.all(Array.from({ length: 125 }, async () => (await fetch(address())).status));
    expect(statuses.filter((status) => status === 429).length).toBeGreaterThanOrEqual(5);
    expect((await office.listCampaigns()).data.items).toHaveLength(2);
  });
});
