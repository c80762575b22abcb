import type { Client } from '@nuanxin/client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { databases, problemOf, startService, type Service } from './support.ts';

const XIANYUAN = '341003101';
const TANGKOU = '341003102';
const TANJIAQIAO = '341003103';

/** A workbook with one unit and two of its figures. */
const table = (unit: string, [a, b]: [number, number], name = '表.csv') =>
  new File([`填报单位,“乐享太平 民生先行”专栏上稿数,区级媒体刊播数\n${unit},${a},${b}\n`], name);

describe.each(databases)('submissions, on $name', (database) => {
  let service: Service;
  let office: Client;
  let xianyuan: Client;

  beforeAll(async () => {
    service = await startService(database, '2025-07-01T09:00:00+08:00');
    office = await service.as('admin');
    xianyuan = await service.addUser('xianyuan', ['reporter'], XIANYUAN);
  });
  afterAll(() => service.close());

  const obligationOf = async (unit: string, period = '2025Q2') => {
    const { data } = await office.listObligations({ query: { period, task: 'T0.1', unit } });
    const [only] = data.items;
    if (!only) throw new Error(`no obligation of ${unit}`);
    return only;
  };
  const start = async (client: Client, unit: string, period = '2025Q2') => {
    const { id } = await obligationOf(unit, period);
    const { data, etag } = await client.startSubmission({ body: { obligationId: id } });
    return { id: data.id, etag: etag ?? '' };
  };
  const handIn = async (client: Client, { id, etag }: { id: string; etag: string }, values: Record<string, number>) => {
    const saved = await client.saveDraft({ params: { id }, body: { values }, ifMatch: etag });
    const { etag: next } = await client.submitSubmission({ params: { id }, body: {}, ifMatch: saved.etag ?? '' });
    return { id, etag: next ?? '' };
  };

  it('an empty report cannot be handed in', async () => {
    const { id, etag } = await start(xianyuan, XIANYUAN, '2025Q1');
    const problem = await problemOf(xianyuan.submitSubmission({ params: { id }, body: {}, ifMatch: etag }));
    expect(problem).toMatchObject({ code: 'form_empty', status: 422 });
  });

  it('a draft takes no figure that the form does not have', async () => {
    const { id, etag } = await start(xianyuan, XIANYUAN, '2025Q1');
    const save = (values: Record<string, number>) =>
      xianyuan.saveDraft({ params: { id }, body: { values }, ifMatch: etag });
    expect(await problemOf(save({ F0101: 3, C1: 0.5, F9999: 1 }))).toMatchObject({
      code: 'invalid_request',
      errors: [
        { pointer: '/values/C1', code: 'unknown_field', detail: '报表中没有编码为 C1 的指标' },
        { pointer: '/values/F9999', code: 'unknown_field', detail: '报表中没有编码为 F9999 的指标' },
      ],
    });
    expect((await save({ F0101: 3 })).data.values).toMatchObject({ F0101: 3 });
  });

  it('who hands in, takes it back and comes again after the due day is late', async () => {
    service.setNow('2025-07-01T09:00:00+08:00');
    const first = await handIn(xianyuan, await start(xianyuan, XIANYUAN), { F0101: 3 });
    expect(await obligationOf(XIANYUAN)).toMatchObject({ timeliness: 'on_time' });
    const back = await xianyuan.withdrawSubmission({ params: { id: first.id }, body: {}, ifMatch: first.etag });
    service.setNow('2025-07-03T09:00:00+08:00');
    await handIn(xianyuan, { id: first.id, etag: back.etag ?? '' }, { F0101: 3 });
    expect(await obligationOf(XIANYUAN)).toMatchObject({ timeliness: 'late', lateWorkingDays: 2 });
  });

  it('a correction that is taken back is owed until its day, with the comment still there, and late after it', async () => {
    service.setNow('2025-07-01T09:00:00+08:00');
    const tanjiaqiao = await service.addUser('tanjiaqiao', ['reporter'], TANJIAQIAO);
    const first = await handIn(tanjiaqiao, await start(tanjiaqiao, TANJIAQIAO), { F0101: 3 });
    const returned = await office.returnSubmission({
      params: { id: first.id },
      body: { comment: '请核对篇数' },
      ifMatch: first.etag,
    });
    const corrected = await handIn(tanjiaqiao, { id: first.id, etag: returned.etag ?? '' }, { F0101: 4 });
    const back = await tanjiaqiao.withdrawSubmission({ params: { id: first.id }, body: {}, ifMatch: corrected.etag });
    expect(back.data).toMatchObject({ state: 'withdrawn', returnComment: '请核对篇数', correctionDueOn: '2025-07-04' });
    expect(await obligationOf(TANJIAQIAO)).toMatchObject({ status: 'returned', lamp: 'yellow' });
    service.setNow('2025-07-08T09:00:00+08:00');
    expect(await obligationOf(TANJIAQIAO)).toMatchObject({ status: 'overdue', lamp: 'red' });
    await handIn(tanjiaqiao, { id: first.id, etag: back.etag ?? '' }, { F0101: 5 });
    expect(await obligationOf(TANJIAQIAO)).toMatchObject({
      status: 'submitted',
      timeliness: 'late',
      lateWorkingDays: 2,
    });
  });

  it('who may read every unit does not hand in for every unit', async () => {
    service.setNow('2025-07-01T09:00:00+08:00');
    const draft = await start(office, TANGKOU);
    const started = await start(office, '341003105');
    const { id } = started;
    const { etag } = await handIn(office, started, { F0101: 1 });
    for (const role of ['observer', 'auditor'] as const) {
      const both = await service.addUser(`reporter-${role}`, ['reporter', role], XIANYUAN);
      // What is not handed in is nobody's but its unit's and the office's.
      expect((await problemOf(both.getSubmission({ params: { id: draft.id } }))).code).toBe('not_found');
      const listed = (await both.listSubmissions({ query: { period: '2025Q2', limit: 500 } })).data.items;
      expect(listed.map((each) => each.id)).toContain(id);
      expect(listed.map((each) => each.id)).not.toContain(draft.id);
      const { data } = await both.getSubmission({ params: { id } });
      expect([data.unit.name, data.actions]).toEqual(['焦村镇', []]);
      const saving = both.saveDraft({ params: { id }, body: { values: { F0101: 1 } }, ifMatch: etag });
      expect(await problemOf(saving)).toMatchObject({ code: 'forbidden', status: 403 });
      const submitting = both.submitSubmission({ params: { id }, body: {}, ifMatch: etag });
      expect(await problemOf(submitting)).toMatchObject({ code: 'forbidden' });
      const { id: foreign } = await obligationOf('341003103', '2025Q1');
      expect((await problemOf(both.startSubmission({ body: { obligationId: foreign } }))).code).toBe('not_found');
      const { data: checked } = await both.createImport({
        body: { file: table('汤口镇', [1, 2]), period: '2025Q2', mode: 'dry_run' },
      });
      // Nothing of the unit's past is told along with the refusal.
      expect(checked.rows[0]?.findings.map(({ code }) => code)).toEqual(['unit_scope']);
    }
  });

  it('an import into a period that has not opened is refused row by row', async () => {
    service.setNow('2025-07-01T09:00:00+08:00');
    const { data } = await office.createImport({
      body: { file: table('汤口镇', [1, 2]), period: '2025Q4', mode: 'atomic' },
    });
    expect(data.status).toBe('refused');
    expect(data.rows[0]?.findings).toMatchObject([{ level: 'error', code: 'not_open_yet' }]);
    expect(data.rows[0]?.findings[0]?.detail).toContain('2025-10-01');
  });

  it('an import goes over a draft once that is confirmed, leaves what it has no column for, and the audit keeps what it replaced', async () => {
    service.setNow('2025-07-01T09:00:00+08:00');
    const { id, etag } = await start(office, TANGKOU);
    await office.saveDraft({ params: { id }, body: { values: { F0101: 9, F0302: 6 } }, ifMatch: etag });
    const body = { file: table('汤口镇', [1, 2]), period: '2025Q2', mode: 'atomic' as const };
    const { data: asked } = await office.createImport({ body });
    expect(asked.rows[0]).toMatchObject({ outcome: 'confirm', findings: [{ code: 'draft_exists' }] });
    expect(asked.rows[0]?.findings[0]?.detail).toContain('将改动 2 项、清空 0 项；本表没有的 1 项指标不变');
    await office.commitImport({ params: { id: asked.id }, body: { mode: 'atomic', confirm: true } });
    const { data } = await office.getSubmission({ params: { id } });
    expect(data).toMatchObject({ state: 'submitted', values: { F0101: 1, F0102: 2, F0302: 6 } });
    const auditor = await service.addUser('shenji', ['auditor']);
    const { data: trail } = await auditor.listAudit({ query: { entity: 'submission', entityId: id } });
    const handedIn = trail.items.find(({ action }) => action === 'submission.submit');
    expect(handedIn?.before).toMatchObject({ state: 'draft', values: { F0101: 9, F0302: 6 } });
  });

  it('a file that somebody else has imported says so and writes nothing', async () => {
    service.setNow('2025-07-01T09:00:00+08:00');
    const colleague = await service.addUser('colleague', ['reporter'], XIANYUAN);
    const body = () => ({ file: table('仙源镇', [5, 6]), period: '2025Q1', mode: 'atomic' as const, confirm: true });
    const { data } = await xianyuan.createImport({ body: body() });
    expect(data.status).toBe('committed');
    const problem = await problemOf(colleague.createImport({ body: body() }));
    expect(problem).toMatchObject({ code: 'already_imported', status: 409 });
    expect(problem.detail).toContain('xianyuan');
  });
});
