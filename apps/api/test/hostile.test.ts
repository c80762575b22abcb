import { readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { reportsFolder } from '../../../reports/expected.ts';
import { databases, startService, type Service } from './support.ts';

/** Whatever comes in, the answer is a problem that names the place: never a 500, never a row that should not be there. */
describe.each(databases)('input that no page sends, on $name', (database) => {
  let service: Service;
  let token: string;
  beforeAll(async () => {
    service = await startService(database, '2025-07-01T09:00:00+08:00');
    await service.addUser('everything', ['admin', 'office', 'auditor']);
    token = await service.token('everything');
  });
  afterAll(() => service.close());

  const call = async (method: string, path: string, body?: string | FormData, type = 'application/json') => {
    const headers: Record<string, string> = { authorization: `Bearer ${token}` };
    if (typeof body === 'string') headers['content-type'] = type;
    const response = await fetch(`${service.baseUrl}/api/v1${path}`, { method, headers, ...(body ? { body } : {}) });
    const text = await response.text();
    return { status: response.status, problem: text ? JSON.parse(text) : null };
  };
  const cursor = (...key: unknown[]) => Buffer.from(JSON.stringify(key)).toString('base64url');

  it.each([
    ['/audit', ["' or 1=1"]],
    ['/audit', ['018f0000-0000-7000-8000-00000000000g']],
    ['/imports', [1]],
    ['/tasks', [1e300]],
    ['/tasks', [1.5]],
    ['/units', ['1', '2']],
    ['/units', [1, 'a\0b']],
    ['/users', ['\ud800']],
    ['/deadlines', ['yesterday', '018f0000-0000-7000-8000-000000000000']],
    ['/deadlines', ['2025-02-30T99:00:00Z', '018f0000-0000-7000-8000-000000000000']],
    ['/submissions', [99999999999, 'x', 'y']],
    ['/submissions?sort=-updated', [{}, []]],
  ])('a forged cursor of %s is refused', async (path, key) => {
    const { status, problem } = await call('GET', `${path}${path.includes('?') ? '&' : '?'}cursor=${cursor(...key)}`);
    expect([status, problem.code]).toEqual([400, 'invalid_cursor']);
  });

  it.each([
    ['the zero character in a query', 'GET', '/units?q=%00', undefined],
    ['the zero character in a body', 'POST', '/campaigns', '{"year":2026,"copyOf":2025,"title":"a\\u0000b"}'],
    ['half a character', 'POST', '/campaigns', '{"year":2026,"copyOf":2025,"title":"\\ud83d"}'],
    ['a number without an end', 'POST', '/campaigns', '{"year":1e400,"copyOf":2025}'],
    ['a query that the endpoint does not have', 'GET', '/forms?colour=red', undefined],
    ['an instant that does not exist', 'GET', '/audit?from=2025-01-01T24:61:00Z', undefined],
    ['an instant at second 60', 'GET', '/audit?from=2025-01-01T23:59:60Z', undefined],
    ['a number that is none', 'GET', '/deadlines?year=1e3', undefined],
  ])('%s is refused with its place', async (_, method, path, body) => {
    const { status, problem } = await call(method, path, body);
    expect([status, problem.code]).toEqual([400, 'invalid_request']);
    expect(problem.errors.length).toBeGreaterThan(0);
  });

  it('an address that cannot be decoded is a problem document like any other', async () => {
    const { hostname, port } = new URL(service.baseUrl);
    // By hand: a browser or fetch would mend the address first.
    const answer = await new Promise<string>((resolve) => {
      const socket = connect(Number(port), hostname, () =>
        socket.write('GET /api/v1/units/%zz HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n'),
      );
      let text = '';
      socket.on('data', (data) => (text += data.toString())).on('end', () => resolve(text));
    });
    expect(answer).toMatch(/^HTTP\/1\.1 400 /);
    expect(answer).toContain('"code":"invalid_request"');
  });

  it('a body of another kind is refused as such', async () => {
    expect((await call('POST', '/campaigns', 'year=2026', 'text/plain')).problem.code).toBe('unsupported_media_type');
    const json = await call('POST', '/imports', '{"file":"x"}');
    expect([json.status, json.problem.code]).toEqual([415, 'unsupported_media_type']);
  });

  it('an import without a file, or with a text in its place, says so', async () => {
    const empty = new FormData();
    empty.append('mode', 'dry_run');
    expect((await call('POST', '/imports', empty)).status).toBe(400);
    const text = new FormData();
    text.append('file', '不是文件');
    const { status, problem } = await call('POST', '/imports', text);
    expect([status, problem.code]).toEqual([422, 'file_missing']);
  });

  it.each([
    ['a raw zero character', 'filename="2025年二季度\0汇总.csv"'],
    ['an encoded zero character', "filename*=UTF-8''2025%E5%B9%B4%00.csv"],
    ['half a character', "filename*=UTF-8''%ED%A0%80.csv"],
  ])('a file whose name holds %s is imported under a name that can be kept', async (_, name) => {
    const content = '2025年第二季度\n填报单位,“乐享太平 民生先行”专栏上稿数,区级媒体刊播数\n甘棠镇,1,2';
    const body = `--x\r\ncontent-disposition: form-data; name="file"; ${name}\r\ncontent-type: text/csv\r\n\r\n${content}\r\n--x--\r\n`;
    const { status, problem } = await call('POST', '/imports', body, 'multipart/form-data; boundary=x');
    expect([status, problem.code]).toEqual([201, undefined]);
    expect(problem.fileName).not.toContain('\0');
  });

  it('text that no database can keep is shown as such in a workbook, and is no unit', async () => {
    const parts = unzipSync(readFileSync(join(reportsFolder, '2025年二季度各乡镇情况汇总表.xlsx')));
    const texts = ['甘棠_x0000_镇', '甘棠_xD800_镇', '甘棠&#0;镇', '甘棠&#xD800;镇'];
    const towns = ['甘棠镇人民政府', '仙源镇', '汤口镇人民政府', '谭家桥镇'];
    const raw = Object.entries(parts).map(([path, part]) => {
      const xml = towns.reduce((all, town, i) => all.replaceAll(`>${town}<`, `>${texts[i]}<`), strFromU8(part));
      return [path, strToU8(xml)] as const;
    });
    const form = new FormData();
    form.append('file', new File([new Uint8Array(zipSync(Object.fromEntries(raw)))], '表.xlsx'));
    const { status, problem } = await call('POST', '/imports', form);
    expect(status).toBe(201);
    const rejected = problem.rows.filter((row: { unitText: string }) => row.unitText === '甘棠\ufffd镇');
    expect(rejected).toHaveLength(texts.length);
    for (const { findings } of rejected) expect(findings[0]).toMatchObject({ level: 'error', code: 'unit_unknown' });
  });

  it('where nothing is required, nothing need be sent', async () => {
    const { status, problem } = await call('POST', '/imports/018f0000-0000-7000-8000-000000000000/commit');
    expect([status, problem.code]).toEqual([404, 'not_found']);
  });

  it.each(['javascript:alert(1)', 'data:text/html,x', 'file:///etc/passwd', 'HTTPS'])(
    'a link %s is no evidence',
    async (link) => {
      const body = JSON.stringify({ evidence: { F0101: [link] } });
      const { status, problem } = await call('PATCH', '/submissions/018f0000-0000-7000-8000-000000000000', body);
      expect([status, problem.code]).toEqual([400, 'invalid_request']);
      expect(problem.errors[0].pointer).toBe('/evidence/F0101/0');
    },
  );

  it.each([
    ['POST', '/obligations/settle', { ids: ['018f0000-0000-7000-8000-000000000000'], doneOn: '0001-01-01' }],
    ['POST', '/obligations/settle', { ids: ['018f0000-0000-7000-8000-000000000000'], doneOn: '9999-12-31' }],
    ['POST', '/obligations/settle', { ids: ['018f0000-0000-7000-8000-000000000000'], doneOn: '2025-02-30' }],
  ])('%s %s with an absurd day is refused', async (method, path, body) => {
    const { status, problem } = await call(method, path, JSON.stringify(body));
    expect([status, problem.errors[0].pointer]).toEqual([400, '/doneOn']);
  });

  const id = '018f0000-0000-7000-8000-000000000000';
  it.each<[what: string, method: string, path: string, pointer: string, body: (name: string) => object]>([
    ['a task', 'POST', '/tasks', '/title', (title) => ({ title })],
    ['a task that is changed', 'PATCH', `/tasks/${id}`, '/title', (title) => ({ title })],
    [
      'a window of a task',
      'PATCH',
      `/tasks/${id}`,
      '/schedule/windows/0/name',
      (name) => ({ schedule: { kind: 'adhoc', windows: [{ no: 1, name, opens: '2025-08-01', due: '2025-08-10' }] } }),
    ],
    ['a phase', 'PUT', '/campaigns/2025/phases', '/phases/0/name', (name) => ({ phases: [{ name }] })],
    [
      'a line of a phase',
      'PUT',
      '/campaigns/2025/phases',
      '/phases/0/work/0',
      (work) => ({ phases: [{ work: [work] }] }),
    ],
    ['a group', 'PUT', '/campaigns/2025/groups', '/groups/0/name', (name) => ({ groups: [{ name }] })],
    ['a plan', 'POST', '/campaigns/preview', '/title', (title) => ({ title })],
    [
      'a project of next year',
      'POST',
      '/campaigns/preview',
      '/projects/add/0/name',
      (name) => ({ projects: { add: [{ name }] } }),
    ],
    [
      'a task of next year',
      'POST',
      '/campaigns/preview',
      '/tasks/change/0/title',
      (title) => ({ tasks: { change: [{ from: 'T0.1', title }] } }),
    ],
    ['a project', 'PATCH', `/projects/${id}`, '/name', (name) => ({ name })],
    ['a project in headings', 'PATCH', `/projects/${id}`, '/labelName', (labelName) => ({ labelName })],
    ['the field of a project', 'PATCH', `/projects/${id}`, '/field', (field) => ({ field })],
    ['another name of a unit', 'PATCH', `/units/${id}`, '/aliases/0/text', (text) => ({ aliases: [{ text }] })],
    ['a channel', 'PATCH', `/channels/${id}`, '/name', (name) => ({ name })],
    ['who sends', 'PATCH', `/channels/${id}`, '/from', (from) => ({ from })],
    ['the subject of a mail', 'PUT', '/reminder-templates/unit', '/subject', (subject) => ({ subject })],
    ['a form', 'POST', '/forms/annex7/versions', '/title', (title) => ({ title })],
    [
      'a section of a form',
      'POST',
      '/forms/annex7/versions',
      '/sections/0/title',
      (title) => ({ sections: [{ title }] }),
    ],
    ['a field of a form', 'POST', '/forms/annex7/versions', '/fields/0/label', (label) => ({ fields: [{ label }] })],
    ['a measure', 'POST', '/forms/annex7/versions', '/fields/0/measure', (measure) => ({ fields: [{ measure }] })],
    ['a holiday', 'PUT', '/calendar/years/2026', '/holidays/0/name', (name) => ({ holidays: [{ name }] })],
  ])(
    'the name of %s stands in one line, and nothing in it turns the text around',
    async (_, method, path, pointer, body) => {
      for (const name of ['甲\n乙', '甲\u202e乙', '甲\u200b乙', '  ']) {
        const { status, problem } = await call(method, path, JSON.stringify(body(name)));
        expect([name, status, problem.errors]).toEqual([
          name,
          400,
          expect.arrayContaining([
            expect.objectContaining({ pointer, detail: '不能为空，须填写在一行内，不能有换行和看不见的控制符号' }),
          ]),
        ]);
      }
    },
  );

  it('fifteen thousand unknown names are answered, each with the row it stands in', async () => {
    const rows = Array.from({ length: 15_000 }, (_, i) => `无名镇${i},1,2`);
    const form = new FormData();
    form.append('period', '2025Q2');
    form.append(
      'file',
      new File([['填报单位,“乐享太平 民生先行”专栏上稿数,区级媒体刊播数', ...rows].join('\n')], '多.csv'),
    );
    const { status, problem } = await call('POST', '/imports', form);
    expect([status, problem.counts?.rejected]).toEqual([201, 15_000]);
  }, 60_000);
});
