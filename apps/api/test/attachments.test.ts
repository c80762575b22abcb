import { randomUUID } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Client } from '@nuanxin/client';
import { eq } from 'drizzle-orm';
import sharp from 'sharp';
import { uuidv7 } from 'uuidv7';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { docx } from '../../../packages/workbook/test/docx.ts';
import { attachments, blobs, problems, projects, records, units, users } from '../src/db/schema/index.ts';
import { fileOf, pdf, photo } from './attachment-files.ts';
import { databases, problemOf, startService, type Service } from './support.ts';

const NOW = '2025-07-01T09:00:00+08:00';
/** Code of the folder in EXIF that holds positions, in either order of bytes. */
const GPS = [Buffer.from([0x25, 0x88, 0x04, 0x00]), Buffer.from([0x88, 0x25, 0x00, 0x04])];

describe.each(databases)('attachments, on $name', (database) => {
  let service: Service;
  let office: Client;
  let own: Client;
  let foreign: Client;
  let observer: Client;
  let submission: { owner: 'submission'; ownerId: string };

  beforeAll(async () => {
    service = await startService(database, NOW);
    office = await service.as('admin');
    own = await service.addUser('xianyuan', ['reporter'], '341003101');
    foreign = await service.addUser('tangkou', ['reporter'], '341003102');
    observer = await service.addUser('ducha', ['observer']);
    submission = { owner: 'submission', ownerId: await startQuarter('2025Q2') };
  });
  afterAll(() => service.close());

  async function startQuarter(period: string): Promise<string> {
    const { items } = (await own.listObligations({ query: { period, task: 'T0.1' } })).data;
    return (await own.startSubmission({ body: { obligationId: items[0]?.id ?? '' } })).data.id;
  }

  const add = async (content: Uint8Array | string, name: string, client = own, to: object = submission) =>
    (await client.addAttachment({ body: { ...submission, ...to, file: fileOf(content, name) } })).data;
  const refusal = (content: Uint8Array | string, name: string, client = own, to: object = submission) =>
    problemOf(add(content, name, client, to));
  const stored = async (): Promise<string[]> => {
    const folder = join(service.dataDir, 'attachments');
    const names = await readdir(folder, { recursive: true });
    return names.filter((name) => name.length > 60).map((name) => name.slice(3));
  };
  const incoming = () => readdir(join(service.dataDir, 'attachments', 'incoming'));
  const get = async (path: string, username: string, headers: Record<string, string> = {}) =>
    fetch(service.baseUrl + path, {
      headers: { authorization: `Bearer ${await service.token(username)}`, ...headers },
    });

  it('keeps a photo upright, without the place where it was taken, and with the time', async () => {
    const sent = await photo();
    expect(GPS.some((tag) => sent.includes(tag))).toBe(true);
    const made = await add(sent, '会场 照片.JPG', own, { field: 'F0206' });
    expect(made).toMatchObject({
      ...submission,
      field: 'F0206',
      fileName: '会场 照片.jpg',
      type: 'image/jpeg',
      width: 300,
      height: 400,
      heading: null,
      createdBy: 'xianyuan',
    });
    const { content } = (await own.getAttachmentContent({ params: { id: made.id } })).data;
    const kept = Buffer.from(content);
    const { exif, orientation = 1, width } = await sharp(kept).metadata();
    expect([width, orientation, content.length]).toEqual([300, 1, made.size]);
    for (const each of [...GPS, Buffer.from('HUAWEI'), Buffer.from('Mate 70')]) expect(kept.includes(each)).toBe(false);
    expect(exif?.includes('2025:06:30 10:11:12')).toBe(true);
    const thumbnail = (await own.getAttachmentThumbnail({ params: { id: made.id } })).data;
    expect(await sharp(Buffer.from(thumbnail.content)).metadata()).toMatchObject({
      width: 240,
      height: 320,
      format: 'webp',
    });
    expect((await sharp(Buffer.from(thumbnail.content)).metadata()).exif).toBeUndefined();
    // Neither on disk nor left behind.
    for (const name of await stored())
      expect((await readFile(join(service.dataDir, 'attachments', name.slice(0, 2), name))).includes('HUAWEI')).toBe(
        false,
      );
    expect(await incoming()).toEqual([]);
  });

  it('keeps the same content once, whoever sends it', async () => {
    const before = (await stored()).length;
    const bytes = pdf();
    const [one, two] = [await add(bytes, '通知.pdf'), await add(bytes, '通知（二）.pdf', office)];
    expect(one.id).not.toBe(two.id);
    expect((await stored()).length).toBe(before + 1);
    const picture = await photo(50, 40, 7);
    await Promise.all([add(picture, 'a.jpg'), add(picture, 'b.jpg')]);
    expect((await stored()).length).toBe(before + 3);
  });

  it('lists them with who uploaded what, oldest first', async () => {
    const { items } = (await office.listAttachments({ query: submission })).data;
    expect(items.map(({ fileName, createdBy }) => [fileName, createdBy]).slice(0, 3)).toEqual([
      ['会场 照片.jpg', 'xianyuan'],
      ['通知.pdf', 'xianyuan'],
      ['通知（二）.pdf', '管理员'],
    ]);
    expect(items[1]).toMatchObject({ type: 'application/pdf', width: null, thumbnail: null });
  });

  it.each([
    ['标题\n正文'.repeat(1), '说明.txt', 'text/plain; charset=utf-8', '标题'],
    [docx('黄山区民生实事：“清凉驿站”', '正文'), '海报.docx', /wordprocessingml/, '黄山区民生实事：“清凉驿站”'],
  ])('keeps the heading of a document', async (content, name, type, heading) => {
    const made = await add(content, name);
    expect([made.fileName, made.heading]).toEqual([name, heading]);
    expect(made.type).toMatch(type);
  });

  describe('refuses', () => {
    it.each([
      ['a page', '<html><script>alert(1)</script>', '通知.txt', 'attachment_refused', '网页'],
      ['a page that is called a picture', '<!doctype html><p>', 'a.jpg', 'attachment_refused', '网页'],
      ['an SVG', '<svg onload="alert(1)">', 'a.png', 'attachment_refused', 'SVG'],
      ['a program', 'MZ\x90', 'a.pdf', 'attachment_refused', '程序'],
      ['a script', 'del *.*', 'a.bat', 'attachment_refused', '.txt'],
      ['an archive', 'Rar!\x1a\x07', 'a.docx', 'attachment_refused', '解压'],
      ['nothing', '', 'a.txt', 'attachment_refused', '空'],
      ['half a photo', '\xff\xd8\xff\xe0 no more', 'a.jpg', 'attachment_refused', '损坏'],
      ['a damaged document', 'PK\x03\x04 no more', 'a.docx', 'attachment_refused', '另存为'],
      ['an identity number in the name', '%PDF-1.7', '34100319900101123X 申请.pdf', 'personal_info', '文件名'],
      [
        'an identity number in a text',
        '名单\n３４１００３１９９００１０１１２３４',
        '名单.txt',
        'personal_info',
        '身份证',
      ],
    ])('%s', async (_, text, name, code, words) => {
      const content = /[^\0-\xff]/.test(text) ? text : Buffer.from(text, 'latin1');
      expect(await refusal(content, name)).toMatchObject({ code, detail: expect.stringContaining(words) });
      expect(await incoming()).toEqual([]);
    });

    it('an identity number in a document', async () => {
      expect(await refusal(docx('名单', '34100319900101123X'), '名单.docx')).toMatchObject({ code: 'personal_info' });
    });

    it('a picture that is small as a file and vast as a picture', async () => {
      const bomb = await sharp({ create: { width: 9000, height: 9000, channels: 3, background: 'white' } })
        .png()
        .toBuffer();
      expect(bomb.length).toBeLessThan(1_000_000);
      expect((await refusal(bomb, 'a.png')).detail).toContain('6400 万像素');
    });

    it('a photo over 20 MB and any file over 50 MB, and leaves nothing of them', async () => {
      const large = Buffer.concat([await photo(), Buffer.alloc(21 * 1024 * 1024)]);
      expect((await refusal(large, 'a.jpg')).detail).toContain('20 MB');
      const vast = await refusal(Buffer.alloc(51 * 1024 * 1024, '%PDF-1.7 '), 'a.pdf');
      expect(vast).toMatchObject({ code: 'body_too_large', detail: expect.stringContaining('50 MB') });
      await expect.poll(incoming).toEqual([]);
    });

    it('a form without a file, with two, or with something else', async () => {
      const send = async (parts: [string, string | File][]): Promise<number> => {
        const body = new FormData();
        for (const [name, value] of parts) body.append(name, value);
        const headers = { authorization: `Bearer ${await service.token('xianyuan')}` };
        return (await fetch(`${service.baseUrl}/api/v1/attachments`, { method: 'POST', headers, body })).status;
      };
      const whole = Object.entries(submission) as [string, string][];
      const file = fileOf('%PDF-1.7', 'a.pdf');
      expect(await send(whole)).toBe(400);
      expect(await send([...whole, ['file', 'text']])).toBe(422);
      expect(await send([...whole, ['file', file], ['file', file]])).toBe(400);
      expect(await send([...whole, ['other', 'x'], ['file', file]])).toBe(400);
      expect(
        await send([
          ['owner', 'submission'],
          ['file', file],
        ]),
      ).toBe(400);
      await expect.poll(incoming).toEqual([]);
    });
  });

  it('names a file as what it is', async () => {
    const made = await add(pdf(), '..\\..\\通知\u202efdp.exe');
    expect(made.fileName).toBe('通知fdp.exe.pdf');
  });

  describe('what leaves the service', () => {
    it('is shown only when it is a picture or a PDF, and never as a page', async () => {
      const picture = await add(await photo(60, 50), 'a.jpg');
      const paper = await add(pdf(), 'b.pdf');
      const text = await add('<b>不是网页', 'c.txt');
      const shown = await Promise.all(
        [picture, paper, text].map(async ({ content }) => {
          const { headers } = await get(content, 'xianyuan');
          expect(headers.get('x-content-type-options')).toBe('nosniff');
          expect(headers.get('content-security-policy')).toMatch(/^sandbox; default-src 'none'/);
          return [headers.get('content-type'), headers.get('content-disposition')?.split(';')[0]];
        }),
      );
      expect(shown).toEqual([
        ['image/jpeg', 'inline'],
        ['application/pdf', 'inline'],
        ['text/plain; charset=utf-8', 'attachment'],
      ]);
    });

    it('is asked for again with its ETag, and only by who still may see it', async () => {
      const { content } = await add(pdf(), 'd.pdf');
      const first = await get(content, 'xianyuan');
      const etag = first.headers.get('etag') ?? '';
      expect([etag, first.headers.get('cache-control')]).toEqual([
        expect.stringMatching(/^"[0-9a-f]{64}"$/),
        'private, no-cache',
      ]);
      expect((await get(content, 'xianyuan', { 'if-none-match': etag })).status).toBe(304);
      expect((await get(content, 'tangkou', { 'if-none-match': etag })).status).toBe(404);
    });
  });

  it('masks mobile numbers in names for who only reads', async () => {
    const to = { owner: 'record', ownerId: await record('341003101') } as const;
    const { id } = await add(pdf(), '张三13855901234.pdf', own, to);
    const nameFor = async (client: Client) =>
      (await client.listAttachments({ query: to })).data.items.find((each) => each.id === id)?.fileName;
    expect([await nameFor(own), await nameFor(observer)]).toEqual(['张三13855901234.pdf', '张三138****1234.pdf']);
    expect((await observer.getAttachmentContent({ params: { id } })).data.fileName).toBe('张三138****1234.pdf');
  });

  describe('who may see and change them', () => {
    it('a submission: its unit while it may be changed, the office always', async () => {
      expect((await refusal(pdf(), 'a.pdf', foreign)).code).toBe('not_found');
      for (const { listAttachments } of [foreign, observer])
        expect((await problemOf(listAttachments({ query: submission }))).code).toBe('not_found');
      const ownerId = await startQuarter('2025Q1');
      const to = { ownerId };
      const { id } = await add(pdf(), 'a.pdf', own, to);
      expect((await problemOf(observer.getAttachmentContent({ params: { id } }))).code).toBe('not_found');
      const { etag } = await own.saveDraft({
        params: { id: ownerId },
        body: { values: { F0101: 1 } },
        ifMatch: (await own.getSubmission({ params: { id: ownerId } })).etag ?? '',
      });
      await own.submitSubmission({ params: { id: ownerId }, body: {}, ifMatch: etag ?? '' });
      expect(await refusal(pdf(), 'b.pdf', own, to)).toMatchObject({ code: 'not_editable', status: 409 });
      expect((await problemOf(own.deleteAttachment({ params: { id } }))).code).toBe('not_editable');
      await add(pdf(), 'c.pdf', office, to);
      for (const { listAttachments } of [own, observer])
        expect((await listAttachments({ query: { owner: 'submission', ownerId } })).data.items).toHaveLength(2);
      expect((await refusal(pdf(), 'a.pdf', observer, to)).code).toBe('forbidden');
      for (const call of [foreign.getAttachmentContent, foreign.deleteAttachment, foreign.restoreAttachment])
        expect((await problemOf(call({ params: { id } }))).code).toBe('not_found');
    });

    it('a record: its unit and the office; nobody once it is deleted', async () => {
      const ownerId = await record('341003101');
      const to = { owner: 'record', ownerId } as const;
      const { id } = await add(pdf(), 'a.pdf', own, to);
      await add(pdf(), 'b.pdf', office, to);
      expect((await refusal(pdf(), 'c.pdf', foreign, to)).code).toBe('not_found');
      expect((await observer.listAttachments({ query: to })).data.items).toHaveLength(2);
      await deleteRecord(ownerId);
      expect((await problemOf(own.getAttachmentContent({ params: { id } }))).code).toBe('not_found');
    });

    it('a site: who leads its project sees the photos, as it sees the site', async () => {
      const projectsOfYear = (await office.listProjects({ query: { year: 2025 } })).data.items;
      const [project, other] = projectsOfYear.filter(({ lead }) => lead !== null);
      if (!project?.lead || !other?.lead) throw new Error('no lead');
      expect(project.lead.code).not.toBe(other.lead.code);
      const lead = await service.addUser('lead', ['reporter'], project.lead.code);
      const otherLead = await service.addUser('other-lead', ['reporter'], other.lead.code);
      const values = { title: '仙源村养老服务站', project: project.no, works: 'under_construction' };
      const body = { year: 2025, unit: '341003101', values };
      const { data } = await office.createRecord({ params: { kind: 'sites' }, body });
      const to = { owner: 'record', ownerId: data.id } as const;
      const { id } = await add(await photo(30, 20), '公示牌.jpg', own, to);
      expect((await lead.getRecord({ params: { kind: 'sites', id: data.id } })).data.mayEdit).toBe(false);
      expect((await lead.listAttachments({ query: to })).data.items).toHaveLength(1);
      expect((await lead.getAttachmentContent({ params: { id } })).data.fileName).toBe('公示牌.jpg');
      expect((await refusal(pdf(), 'a.pdf', lead, to)).code).toBe('forbidden');
      expect((await problemOf(otherLead.listAttachments({ query: to }))).code).toBe('not_found');
      const elsewhere = { ...to, ownerId: await record('341003101') };
      expect((await problemOf(lead.listAttachments({ query: elsewhere }))).code).toBe('not_found');
    });

    it('a problem: where it was found and who rectifies it', async () => {
      const ownerId = await problem('341003101', '341003102');
      const to = { owner: 'problem', ownerId } as const;
      await add(pdf(), '整改前.pdf', own, to);
      await add(pdf(), '整改后.pdf', foreign, to);
      const third = await service.addUser('third', ['reporter'], '341003103');
      expect((await problemOf(third.listAttachments({ query: to }))).code).toBe('not_found');
      expect((await own.listAttachments({ query: to })).data.items.map(({ fileName }) => fileName)).toEqual([
        '整改前.pdf',
        '整改后.pdf',
      ]);
      const unassigned = { owner: 'problem', ownerId: await problem('341003101', null) } as const;
      await add(pdf(), 'a.pdf', own, unassigned);
      expect((await refusal(pdf(), 'a.pdf', foreign, unassigned)).code).toBe('not_found');
    });

    it('a problem that waits for verification keeps its evidence from its units, until it is sent back', async () => {
      const ownerId = await problem('341003101', '341003102');
      const to = { owner: 'problem', ownerId } as const;
      const { id } = await add(pdf(), '整改后.pdf', foreign, to);
      const params = { id: ownerId };
      const body = { comment: '已整改' };
      const { etag } = await office.getProblem({ params });
      const submitted = await foreign.submitProblem({ params, body, ifMatch: etag ?? '' });
      expect(await problemOf(foreign.deleteAttachment({ params: { id } }))).toMatchObject({
        code: 'problem_files_waiting',
        detail: expect.stringMatching(/附件不能.*请区民生办退回整改/),
      });
      expect(await refusal(pdf(), '补充.pdf', own, to)).toMatchObject({ code: 'problem_files_waiting' });
      expect((await foreign.listAttachments({ query: to })).data.items[0]?.mayDelete).toBe(false);
      await add(pdf(), '核验.pdf', office, to);
      await office.sendBackProblem({ params, body: { comment: '请补照片' }, ifMatch: submitted.etag ?? '' });
      await foreign.deleteAttachment({ params: { id } });
    });

    it('a problem that is struck off or void keeps its evidence, from its units and from the office', async () => {
      for (const state of ['closed', 'void'] as const) {
        const ownerId = await problem('341003101', '341003102');
        const to = { owner: 'problem', ownerId } as const;
        const { id, mayDelete } = await add(pdf(), '整改后.pdf', foreign, to);
        const gone = await add(pdf(), '误传.pdf', foreign, to);
        await foreign.deleteAttachment({ params: { id: gone.id } });
        const params = { id: ownerId };
        const body = { comment: '已整改' };
        let { etag } = await office.getProblem({ params });
        if (state === 'void') ({ etag } = await office.voidProblem({ params, body, ifMatch: etag ?? '' }));
        else {
          ({ etag } = await foreign.submitProblem({ params, body, ifMatch: etag ?? '' }));
          ({ etag } = await office.verifyProblem({ params, body, ifMatch: etag ?? '' }));
          ({ etag } = await office.closeProblem({ params, body, ifMatch: etag ?? '' }));
        }
        for (const client of [own, foreign, office]) {
          expect(await refusal(pdf(), '补充.pdf', client, to)).toMatchObject({
            code: 'problem_files_final',
            status: 409,
            detail: expect.stringMatching(/号问题已(销号|作废)，附件不能.*请先由区民生办重新登记/),
          });
          expect((await problemOf(client.deleteAttachment({ params: { id } }))).code).toBe('problem_files_final');
          const back = client.restoreAttachment({ params: { id: gone.id } });
          expect((await problemOf(back)).code).toBe('problem_files_final');
          const { items } = (await client.listAttachments({ query: to })).data;
          expect(items.map((each) => [each.fileName, each.mayDelete])).toEqual([['整改后.pdf', false]]);
        }
        // Registered anew, it is to be proved anew.
        expect(mayDelete).toBe(true);
        await office.reopenProblem({ params, body, ifMatch: etag ?? '' });
        await office.deleteAttachment({ params: { id } });
        await add(pdf(), '回访.pdf', own, to);
      }
    });

    it('a problem: a unit takes away only what its own accounts added, the office everything', async () => {
      const to = { owner: 'problem', ownerId: await problem('341003101', '341003102') } as const;
      const before = await add(pdf(), '整改前.pdf', own, to);
      const after = await add(pdf(), '整改后.pdf', foreign, to);
      const colleague = await service.addUser('tangkou2', ['reporter'], '341003102');
      const may = async (client: Client) =>
        (await client.listAttachments({ query: to })).data.items.map(({ mayDelete }) => mayDelete);
      expect(await Promise.all([own, foreign, colleague, office, observer].map(may))).toEqual([
        [true, false],
        [false, true],
        [false, true],
        [true, true],
        [false, false],
      ]);
      expect(await problemOf(own.deleteAttachment({ params: { id: after.id } }))).toMatchObject({
        code: 'attachment_not_yours',
        status: 403,
        detail: expect.stringContaining('“tangkou”上传'),
      });
      await colleague.deleteAttachment({ params: { id: after.id } });
      expect((await problemOf(own.restoreAttachment({ params: { id: after.id } }))).code).toBe('attachment_not_yours');
      expect((await foreign.restoreAttachment({ params: { id: after.id } })).data.mayDelete).toBe(true);
      for (const { id } of [before, after]) await office.deleteAttachment({ params: { id } });
    });

    it('a project: everybody sees them, the office adds them', async () => {
      const [project] = await service.connection.db.select().from(projects).limit(1);
      const to = { owner: 'project', ownerId: project?.id ?? '' } as const;
      const { id } = await add(await photo(30, 20), '效果图.jpg', office, to);
      const clerk = await service.addUser('clerk', ['admin']);
      for (const client of [own, observer, clerk]) {
        expect((await client.listAttachments({ query: to })).data.items).toHaveLength(1);
        expect((await client.getAttachmentContent({ params: { id } })).data.fileName).toBe('效果图.jpg');
      }
      expect((await refusal(pdf(), 'a.pdf', own, to)).code).toBe('forbidden');
      expect((await refusal(pdf(), 'a.pdf', office, { ...to, ownerId: randomUUID() })).code).toBe('not_found');
    });
  });

  it('holds at most a hundred for one record', async () => {
    const ownerId = await record('341003101');
    const { id } = await add(pdf(), 'a.pdf', own, { owner: 'record', ownerId });
    const [row] = await service.connection.db.select().from(attachments).where(eq(attachments.id, id));
    if (!row) throw new Error('no row');
    await service.connection.db
      .insert(attachments)
      .values(Array.from({ length: 99 }, () => ({ ...row, id: uuidv7() })));
    expect(await refusal(pdf(), 'b.pdf', own, { owner: 'record', ownerId })).toMatchObject({
      code: 'attachments_full',
      detail: expect.stringContaining('100'),
    });
  });

  it('answers the same key once', async () => {
    const ownerId = await record('341003101');
    const body = { owner: 'record' as const, ownerId, file: fileOf(pdf(), 'a.pdf') };
    const twice = [
      await own.addAttachment({ body }, { idempotencyKey: 'k1' }),
      await own.addAttachment({ body }, { idempotencyKey: 'k1' }),
    ];
    expect(twice[0]?.data.id).toBe(twice[1]?.data.id);
    const other = { ...body, file: fileOf(pdf(), 'a.pdf') };
    expect((await problemOf(own.addAttachment({ body: other }, { idempotencyKey: 'k1' }))).code).toBe(
      'idempotency_mismatch',
    );
    await expect.poll(incoming).toEqual([]);
  });

  it('proves the figure that it is attached to', async () => {
    const ownerId = submission.ownerId;
    const { etag } = await own.getSubmission({ params: { id: ownerId } });
    await own.saveDraft({ params: { id: ownerId }, body: { values: { F0105: 1, F0203: 1 } }, ifMatch: etag ?? '' });
    const missing = async () =>
      (await own.getSubmission({ params: { id: ownerId } })).data.findings
        .filter(({ code }) => code === 'evidence_missing')
        .map(({ field }) => field);
    expect(await missing()).toEqual(['F0105', 'F0203']);
    const { id } = await add(pdf(), '刊样.pdf', own, { field: 'F0105' });
    expect(await missing()).toEqual(['F0203']);
    await own.deleteAttachment({ params: { id } });
    expect(await missing()).toEqual(['F0105', 'F0203']);
  });

  it('proves no figure that the report does not have', async () => {
    expect(await refusal(pdf(), 'a.pdf', own, { field: 'F9999' })).toMatchObject({
      code: 'attachment_field_unknown',
      status: 422,
      detail: expect.stringContaining('“F9999”'),
      errors: [{ pointer: '/field' }],
    });
    await expect.poll(incoming).toEqual([]);
  });

  describe('deleted', () => {
    it('is out of sight at once and can be taken back, and the audit says who did it', async () => {
      const to = { owner: 'record', ownerId: await record('341003101') } as const;
      const { id } = await add(pdf(), '会议.pdf', own, to);
      await own.deleteAttachment({ params: { id } });
      await own.deleteAttachment({ params: { id } });
      expect((await own.listAttachments({ query: to })).data.items).toEqual([]);
      expect((await problemOf(own.getAttachmentContent({ params: { id } }))).code).toBe('not_found');
      expect((await own.restoreAttachment({ params: { id } })).data.fileName).toBe('会议.pdf');
      expect((await own.listAttachments({ query: to })).data.items).toHaveLength(1);
      const auditor = await service.addUser('shenji', ['auditor']);
      const { items } = (await auditor.listAudit({ query: { entity: 'attachment', entityId: id } })).data;
      expect(items.map(({ action, actor, label }) => [action, actor?.name, label])).toEqual([
        ['attachment.restore', 'xianyuan', '会议.pdf'],
        ['attachment.delete', 'xianyuan', '会议.pdf'],
        ['attachment.add', 'xianyuan', '会议.pdf'],
      ]);
    });

    it('is gone 30 days later, with the next upload, unless something else has the same content', async () => {
      const to = { owner: 'record', ownerId: await record('341003101') } as const;
      const [alone, shared] = [await photo(70, 60, 1), pdf()];
      const one = await add(alone, '只此.jpg', own, to);
      const two = await add(shared, '共用.pdf', own, to);
      const kept = await add(shared, '另处.pdf', own, { owner: 'record', ownerId: await record('341003101') });
      const hash = JSON.parse((await get(one.content, 'xianyuan')).headers.get('etag') ?? '') as string;
      expect(await stored()).toEqual(expect.arrayContaining([hash, `${hash}.webp`]));
      for (const { id } of [one, two]) await own.deleteAttachment({ params: { id } });

      service.setNow('2025-07-31T08:59:00+08:00');
      await add(pdf(), '次日.pdf', own, to);
      expect((await own.restoreAttachment({ params: { id: one.id } })).data.id).toBe(one.id);
      expect((await own.getAttachmentContent({ params: { id: one.id } })).data.content.length).toBe(one.size);
      await own.deleteAttachment({ params: { id: one.id } });

      service.setNow('2025-08-30T09:01:00+08:00');
      await add(pdf(), '末日.pdf', own, to);
      for (const { id } of [one, two])
        expect((await problemOf(own.restoreAttachment({ params: { id } }))).code).toBe('not_found');
      expect((await stored()).filter((name) => name.startsWith(hash))).toEqual([]);
      expect((await own.getAttachmentContent({ params: { id: kept.id } })).data.content.length).toBe(shared.length);
      expect((await office.listAttachments({ query: to })).data.items.map(({ fileName }) => fileName)).toEqual([
        '次日.pdf',
        '末日.pdf',
      ]);
    });

    it('with its record it stays as long as that can be taken back', async () => {
      const ownerId = await record('341003101');
      const to = { owner: 'record', ownerId } as const;
      const { id } = await add(pdf(), 'a.pdf', own, to);
      service.setNow('2025-09-01T09:00:00+08:00');
      await deleteRecord(ownerId, '2025-09-01T09:00:00+08:00');
      service.setNow('2025-09-30T09:00:00+08:00');
      await add(pdf(), 'b.pdf');
      await service.connection.db
        .update(records)
        .set({ deletedAt: null, deletedBy: null })
        .where(eq(records.id, ownerId));
      expect((await own.getAttachmentContent({ params: { id } })).data.fileName).toBe('a.pdf');
      await deleteRecord(ownerId, '2025-09-01T09:00:00+08:00');
      service.setNow('2025-10-02T09:00:00+08:00');
      await add(pdf(), 'c.pdf');
      expect(await service.connection.db.$count(attachments, eq(attachments.id, id))).toBe(0);
    });

    it('is cleared away in parts, however much there is', async () => {
      const ownerId = await record('341003101');
      const { id } = await add(pdf(), 'a.pdf', own, { owner: 'record', ownerId });
      const { db } = service.connection;
      const [row] = await db.select().from(attachments).where(eq(attachments.id, id));
      if (!row) throw new Error('no row');
      const deletedAt = new Date('2025-07-01T00:00:00Z');
      await db.insert(attachments).values(Array.from({ length: 30 }, () => ({ ...row, id: uuidv7(), deletedAt })));
      const left = () => db.$count(attachments, eq(attachments.deletedAt, deletedAt));
      await add(pdf(), 'b.pdf');
      expect(await left()).toBe(10);
      await add(pdf(), 'c.pdf');
      expect(await left()).toBe(0);
      expect(await db.$count(blobs, eq(blobs.sha256, row.sha256))).toBe(1);
    });
  });

  async function unitId(code: string): Promise<string> {
    const [unit] = await service.connection.db.select().from(units).where(eq(units.code, code));
    return unit?.id ?? '';
  }
  async function adminId(): Promise<string> {
    const [user] = await service.connection.db.select().from(users).where(eq(users.username, 'admin'));
    return user?.id ?? '';
  }

  async function record(unit: string): Promise<string> {
    const [by, at] = [await adminId(), new Date(NOW)];
    const id = uuidv7();
    await service.connection.db.insert(records).values({
      id,
      kind: 'activities',
      year: 2025,
      unitId: await unitId(unit),
      occurredOn: '2025-06-20',
      data: {},
      createdBy: by,
      createdAt: at,
      updatedBy: by,
      updatedAt: at,
    });
    return id;
  }
  async function deleteRecord(id: string, at = NOW): Promise<void> {
    const deleted = { deletedAt: new Date(at), deletedBy: await adminId() };
    await service.connection.db.update(records).set(deleted).where(eq(records.id, id));
  }

  let no = 0;
  async function problem(unit: string, assignee: string | null): Promise<string> {
    const id = uuidv7();
    const at = new Date(NOW);
    await service.connection.db.insert(problems).values({
      id,
      year: 2025,
      no: ++no,
      source: 'visit',
      foundOn: '2025-06-20',
      description: '公示牌缺失',
      unitId: await unitId(unit),
      assigneeId: assignee && (await unitId(assignee)),
      dueOn: assignee && '2025-07-10',
      state: assignee ? 'rectifying' : 'registered',
      createdBy: await adminId(),
      createdAt: at,
      updatedAt: at,
    });
    return id;
  }
});
