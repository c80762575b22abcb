import type { Client } from '@nuanxin/client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { databases, problemOf, startService, type Service } from './support.ts';

const REPORTERS = {
  xianyuan: '341003101',
  tangkou: '341003102',
  tanjiaqiao: '341003103',
  taiping: '341003104',
  wushi: '341003105',
};
const NOON = '2025-07-01T12:00:00+08:00';
/** So many seconds after noon. */
const at = (seconds: number): string => new Date(Date.parse(NOON) + seconds * 1000).toISOString();

const SUMMARY = { main_practices: '组织志愿者入户宣传。' };

describe.each(databases)('the review of reports, on $name', (database) => {
  let service: Service;
  let office: Client;
  let colleague: Client;
  const clients = new Map<string, Client>();

  beforeAll(async () => {
    service = await startService(database, NOON);
    office = await service.as('admin');
    colleague = await service.addUser('colleague', ['office']);
    for (const [name, unit] of Object.entries(REPORTERS))
      clients.set(unit, await service.addUser(name, ['reporter'], unit));
  });
  afterAll(() => service.close());

  /** Hands in a report of the unit for the period, whatever there was of it. */
  async function handIn(
    unit: string,
    values: Record<string, number>,
    period = '2025Q2',
    summary: Record<string, string> = SUMMARY,
  ): Promise<string> {
    const client = clients.get(unit) ?? office;
    const { data } = await client.listObligations({ query: { period, task: 'T0.1', unit } });
    const obligationId = data.items[0]?.id ?? '';
    const { data: draft, etag } = await client.startSubmission({ body: { obligationId } });
    const saved = await client.saveDraft({ params: { id: draft.id }, body: { values, summary }, ifMatch: etag ?? '' });
    await client.submitSubmission({ params: { id: draft.id }, body: {}, ifMatch: saved.etag ?? '' });
    return draft.id;
  }
  const read = async (id: string) => {
    const { data, etag } = await office.getSubmission({ params: { id } });
    return { ...data, etag: etag ?? '' };
  };
  const rowOf = async (id: string) => {
    const { data } = await office.listSubmissions({ query: { limit: 500 } });
    const row = data.items.find((each) => each.id === id);
    if (!row) throw new Error('not in the list');
    return row;
  };
  const seenOf = async (...ids: string[]) =>
    Promise.all(ids.map(async (id) => ({ id, version: (await rowOf(id)).version })));

  it('accepts those that were looked at together, and leaves and names what was changed meanwhile', async () => {
    const ids = await Promise.all([
      handIn(REPORTERS.xianyuan, { F0101: 3 }, '2025Q1'),
      handIn(REPORTERS.tangkou, { F0101: 4 }, '2025Q1'),
      handIn(REPORTERS.tanjiaqiao, { F0101: 5 }, '2025Q1'),
    ]);
    const items = await seenOf(...ids);
    const second = await read(ids[1] ?? '');
    await colleague.returnSubmission({ params: { id: second.id }, body: { comment: '请核对' }, ifMatch: second.etag });
    const gone = '00000000-0000-7000-8000-000000000000';
    const { data } = await office.acceptSubmissions({ body: { items: [...items, { id: gone, version: 1 }] } });
    expect(data.items.map(({ id, state }) => [id, state]).toSorted()).toEqual(
      [
        [ids[0], 'accepted'],
        [ids[2], 'accepted'],
      ].toSorted(),
    );
    expect(data.left).toEqual([
      expect.objectContaining({ id: ids[1], unit: { code: REPORTERS.tangkou, name: '汤口镇' }, period: '2025Q1' }),
      expect.objectContaining({ id: gone, unit: null, code: 'not_found' }),
    ]);
    expect(data.left[0]?.detail).toContain('已被他人修改');
    expect((await read(ids[1] ?? '')).state).toBe('returned');
    // Each has its own entry, in the history and in the audit.
    expect((await read(ids[0] ?? '')).history.at(-1)).toMatchObject({ action: 'accept', revision: 1 });
    const again = await office.acceptSubmissions({ body: { items: await seenOf(ids[0] ?? '') } });
    expect(again.data).toMatchObject({ items: [], left: [{ code: 'action_not_allowed' }] });
    const auditor = await service.addUser('shenji', ['auditor']);
    const trail = await auditor.listAudit({ query: { entity: 'submission', entityId: ids[2] ?? '' } });
    expect(trail.data.items[0]).toMatchObject({ action: 'submission.accept', before: { state: 'submitted' } });
  });

  it('calls clean what nobody has to look at', async () => {
    const clean = await handIn(REPORTERS.taiping, { F0101: 3 }, '2025Q1');
    expect(await rowOf(clean)).toMatchObject({ clean: true, warnings: 0 });
    // Without a work summary half of what is to be handed in is missing (R105); a name is none.
    const bare = await handIn('B15', { F0101: 3 }, '2025Q1', { preparer: '王晓明' });
    expect(await rowOf(bare)).toMatchObject({ clean: false, warnings: 0 });
    // The form warns of a part that is more than the whole.
    const warned = await handIn(REPORTERS.taiping, { F0104: 1, F0105: 2 });
    expect(await rowOf(warned)).toMatchObject({ clean: false });
    expect((await rowOf(warned)).warnings).toBeGreaterThan(0);
    // What somebody has to look at is not accepted together with others.
    const { data: together } = await office.acceptSubmissions({ body: { items: await seenOf(bare, warned) } });
    expect([together.items, together.left.map(({ code }) => code)]).toEqual([[], ['not_clean', 'not_clean']]);
    expect((await read(bare)).state).toBe('submitted');
    // A figure that is not what the unit's records say.
    const xianyuan = clients.get(REPORTERS.xianyuan) as Client;
    await xianyuan.createRecord({
      params: { kind: 'publications' },
      body: {
        date: '2025-05-06',
        values: { title: '养老服务进村', carrier: 'tv', level: 'district', adoptedOn: '2025-05-07' },
      },
    });
    const { id, values } = await read(await handIn(REPORTERS.xianyuan, { F0102: 7 }));
    expect(values).toMatchObject({ F0102: 7 });
    expect((await read(id)).figures).toMatchObject({ F0102: 1 });
    expect(await rowOf(id)).toMatchObject({ clean: false });
    // What was read otherwise than it stood in a workbook.
    const file = new File(['填报单位,“乐享太平 民生先行”专栏上稿数,区级媒体刊播数\n汤口镇,2,约3\n'], '表.csv');
    await office.createImport({ body: { file, period: '2025Q2', mode: 'atomic', confirm: true } });
    const { data } = await office.listSubmissions({ query: { unit: REPORTERS.tangkou, period: '2025Q2' } });
    expect(data.items).toMatchObject([{ state: 'submitted', clean: false }]);
    // A correction has to be compared with what was said of it.
    const { etag } = await read(clean);
    await office.returnSubmission({ params: { id: clean }, body: { comment: '请核对' }, ifMatch: etag });
    await handIn(REPORTERS.taiping, { F0101: 4 }, '2025Q1');
    expect(await rowOf(clean)).toMatchObject({ state: 'submitted', clean: false });
  });

  it('takes back an acceptance or a return of the last seconds, as if it had not been', async () => {
    service.setNow(at(0));
    const id = await handIn(REPORTERS.tanjiaqiao, { F0101: 5 });
    service.setNow(at(10));
    const before = await read(id);
    const obligation = async () => {
      const { data } = await office.listObligations({
        query: { period: '2025Q2', unit: REPORTERS.tanjiaqiao, task: 'T0.1' },
      });
      const { status, lamp, timeliness, correctionDueOn } = data.items[0] ?? {};
      return { status, lamp, timeliness, correctionDueOn };
    };
    const owed = await obligation();
    const returned = await office.returnSubmission({
      params: { id },
      body: { comment: '点错了' },
      ifMatch: before.etag,
    });
    expect(await obligation()).toMatchObject({ status: 'returned', correctionDueOn: '2025-07-04' });
    service.setNow(at(19));
    const { data } = await office.undoSubmissions({ body: { items: await seenOf(id) } });
    expect(data).toMatchObject({ items: [{ id, state: 'submitted' }], left: [] });
    expect(await obligation()).toEqual(owed);
    expect(await rowOf(id)).toMatchObject({ clean: true });
    const { history, returnComment } = await read(id);
    expect(history.map(({ action }) => action)).toEqual(['submit', 'return', 'undo']);
    expect(returnComment).toBeNull();
    // The unit, which had opened the returned report, cannot go on with it.
    const tanjiaqiao = clients.get(REPORTERS.tanjiaqiao) as Client;
    const late = tanjiaqiao.saveDraft({ params: { id }, body: { values: { F0101: 6 } }, ifMatch: returned.etag ?? '' });
    expect(['precondition_failed', 'not_editable']).toContain((await problemOf(late)).code);

    const { etag } = await read(id);
    await office.acceptSubmission({ params: { id }, body: {}, ifMatch: etag });
    const byOther = await colleague.undoSubmissions({ body: { items: await seenOf(id) } });
    expect(byOther.data).toMatchObject({ items: [], left: [{ code: 'undo_too_late' }] });
    service.setNow(at(60));
    const tooLate = await office.undoSubmissions({ body: { items: await seenOf(id) } });
    expect(tooLate.data.left[0]?.detail).toContain('10 秒');
    expect((await read(id)).state).toBe('accepted');
  });

  it('a return that was taken back leaves the return before it in force', async () => {
    service.setNow(at(100));
    const id = await handIn(REPORTERS.wushi, { F0101: 1 }, '2025Q2');
    const first = await read(id);
    await office.returnSubmission({ params: { id }, body: { comment: '第一次' }, ifMatch: first.etag });
    service.setNow(at(200));
    await handIn(REPORTERS.wushi, { F0101: 2 }, '2025Q2');
    const second = await read(id);
    await office.returnSubmission({ params: { id }, body: { comment: '点错了' }, ifMatch: second.etag });
    await office.undoSubmissions({ body: { items: await seenOf(id) } });
    const wushi = clients.get(REPORTERS.wushi) as Client;
    const { etag } = await read(id);
    await wushi.withdrawSubmission({ params: { id }, body: {}, ifMatch: etag });
    expect(await read(id)).toMatchObject({
      state: 'withdrawn',
      returnComment: '第一次',
      correctionDueOn: '2025-07-04',
    });
  });

  it('remarks on single fields stand beside them until the report comes again', async () => {
    service.setNow(at(300));
    const id = await handIn(REPORTERS.tangkou, { F0101: 9, F0102: 2 }, '2025Q1');
    const { etag } = await read(id);
    const remarks = { F0101: '请补链接', F0102: ' ' };
    const returned = await office.returnSubmission({ params: { id }, body: { remarks }, ifMatch: etag });
    expect(returned.data).toMatchObject({ returnComment: '请按各项意见修改', returnRemarks: { F0101: '请补链接' } });
    const tangkou = clients.get(REPORTERS.tangkou) as Client;
    const { data: seen } = await tangkou.getSubmission({ params: { id } });
    expect(seen.returnRemarks).toEqual({ F0101: '请补链接' });
    await handIn(REPORTERS.tangkou, { F0101: 8, F0102: 2 }, '2025Q1');
    const again = await read(id);
    expect(again).toMatchObject({ state: 'submitted', returnRemarks: null });
    expect(again.history.findLast(({ action }) => action === 'return')?.remarks).toEqual({ F0101: '请补链接' });
  });

  it('an acceptance takes along what was said of the report, for its unit to read', async () => {
    // It came as a workbook.
    const { data: listed } = await office.listSubmissions({ query: { unit: REPORTERS.tangkou, period: '2025Q2' } });
    const id = listed.items[0]?.id ?? '';
    const { etag } = await read(id);
    const wrong = office.acceptSubmission({ params: { id }, body: { remarks: { F9999: '请核对' } }, ifMatch: etag });
    expect((await problemOf(wrong)).errors?.[0]).toMatchObject({ pointer: '/remarks/F9999' });
    const remarks = { F0101: '下季度请附链接', F0102: ' ' };
    await office.acceptSubmission({ params: { id }, body: { remarks }, ifMatch: etag });
    const tangkou = clients.get(REPORTERS.tangkou) as Client;
    const seen = async () => (await tangkou.getSubmission({ params: { id } })).data;
    expect(await seen()).toMatchObject({ state: 'accepted', returnComment: null });
    expect((await seen()).history.at(-1)).toMatchObject({
      action: 'accept',
      comment: null,
      remarks: { F0101: '下季度请附链接' },
    });
  });

  it('refuses a return that says nothing, names no field of the form, or an identity number', async () => {
    const { id, etag } = await read((await rowsWaiting())[0] ?? '');
    const tell = async (body: { comment?: string; remarks?: Record<string, string> }) =>
      problemOf(office.returnSubmission({ params: { id }, body, ifMatch: etag }));
    expect(await tell({ comment: ' ', remarks: { F0101: ' ' } })).toMatchObject({
      code: 'comment_required',
      status: 422,
    });
    expect((await tell({ remarks: { F9999: '请核对' } })).errors?.[0]).toMatchObject({ pointer: '/remarks/F9999' });
    expect((await tell({ remarks: { F0101: '见 34100319900307421X' } })).errors?.[0]).toMatchObject({
      pointer: '/remarks/F0101',
      code: 'personal_info',
    });
  });

  it('gives all that is read beside a report at once, as each of its parts', async () => {
    service.setNow(at(400));
    const before = await handIn('B16', { F0101: 2 }, '2025Q1');
    const taken = await handIn(REPORTERS.wushi, { F0101: 7 }, '2025Q1');
    const wushi = clients.get(REPORTERS.wushi) as Client;
    await wushi.withdrawSubmission({ params: { id: taken }, body: {}, ifMatch: (await read(taken)).etag });
    const id = await handIn('B16', { F0101: 3 });
    const [full, submission, revisions, figures] = [
      await office.getSubmissionInFull({ params: { id } }),
      await office.getSubmission({ params: { id } }),
      await office.listRevisions({ params: { id } }),
      await office.getSubmissionFigures({ params: { id } }),
    ];
    expect(full.etag).toBe(submission.etag);
    const { data: form } = await office.getForm({ params: { code: 'annex7' }, query: { version: 1 } });
    expect(full.data).toEqual({
      submission: submission.data,
      row: await rowOf(id),
      form,
      reporter: { kind: 'department', villages: null },
      earlier: [{ period: '2025Q1', values: { F0101: 2 }, summary: SUMMARY }],
      figures: figures.data,
      revisions: revisions.data.items,
    });
    expect(full.data.earlier[0]?.values).toEqual((await read(before)).values);
    // A township has its villages; a report that was taken back is none.
    const after = await handIn(REPORTERS.wushi, { F0101: 8 });
    const other = await office.getSubmissionInFull({ params: { id: after } });
    const { data: units } = await office.listUnits({ query: { q: REPORTERS.wushi } });
    const villages = units.items.find(({ code }) => code === REPORTERS.wushi)?.villages;
    expect(other.data).toMatchObject({ reporter: { kind: 'township', villages }, earlier: [] });
    const tangkou = clients.get(REPORTERS.tangkou) as Client;
    expect((await problemOf(tangkou.getSubmissionInFull({ params: { id } }))).status).toBe(404);
  });

  it('puts what is due first on top where that is asked for, an extension counted, page by page', async () => {
    const { data } = await office.listObligations({ query: { period: '2025Q1', task: 'T0.1', unit: 'B13' } });
    await office.grantExtension({
      params: { id: data.items[0]?.id ?? '' },
      body: { dueOn: '2025-07-10', reason: '机构调整' },
      ifMatch: `"${data.items[0]?.version}"`,
    });
    const [secondQuarter, firstQuarter, extended] = [
      await handIn('B11', { F0101: 1 }, '2025Q2'),
      await handIn('B12', { F0101: 1 }, '2025Q1'),
      await handIn('B13', { F0101: 1 }, '2025Q1'),
    ];
    const accepted = await handIn('B14', { F0101: 1 }, '2025Q1');
    await office.acceptSubmission({ params: { id: accepted }, body: {}, ifMatch: (await read(accepted)).etag });
    const own = new Set([firstQuarter, secondQuarter, extended, accepted]);
    const order = async (sort: 'waiting' | 'due') => {
      const ids: string[] = [];
      let cursor: string | null = null;
      do {
        const query = { year: 2025, sort, limit: 2, ...(cursor ? { cursor } : {}) };
        const { data: page } = await office.listSubmissions({ query });
        ids.push(...page.items.map(({ id }) => id));
        cursor = page.nextCursor;
      } while (cursor);
      expect(new Set(ids).size).toBe(ids.length);
      return ids.filter((id) => own.has(id));
    };
    expect(await order('due')).toEqual([firstQuarter, secondQuarter, extended, accepted]);
    expect((await order('waiting')).at(-1)).toBe(accepted);
  });

  async function rowsWaiting(): Promise<string[]> {
    const { data } = await office.listSubmissions({ query: { state: ['submitted'] } });
    return data.items.map(({ id }) => id);
  }
});
