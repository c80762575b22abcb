import type { Client } from '@nuanxin/client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { report } from '../../../reports/expected.ts';
import { databases, makePlan, problemOf, type Service, startService } from './support.ts';

const Q2 = '2025年二季度各乡镇情况汇总表.xlsx';

describe.each(databases)('a quarterly report, from the Excel file to the accepted submission, on $name', (database) => {
  let service: Service;
  let office: Client;
  let township: Client;

  beforeAll(async () => {
    service = await startService(database, '2025-07-01T09:00:00+08:00');
    office = await service.as('admin');
    township = await service.addUser('xianyuan', ['reporter'], '341003101');
  });
  afterAll(() => service.close());

  const obligationOf = async (unit: string) => {
    const { data } = await office.listObligations({ query: { period: '2025Q2', task: 'T0.1', unit } });
    const [only] = data.items;
    if (!only) throw new Error(`no obligation of ${unit}`);
    return only;
  };

  it('shows the plan with its tasks, deadlines and obligations', async () => {
    const { data: tasks } = await office.listTasks({ query: { year: 2025, limit: 100, count: true } });
    expect(tasks.total).toBe(22);
    const { data: deadlines } = await office.listDeadlines({ query: { year: 2025, task: 'T0.1' } });
    expect(deadlines.items.map(({ period, dueOn, provisional }) => [period, dueOn, provisional])).toEqual([
      ['2025Q1', '2025-03-31', false],
      ['2025Q2', '2025-07-01', false],
      ['2025Q3', '2025-10-09', false],
      ['2025Q4', '2026-01-04', false],
    ]);
    expect(deadlines.items[3]?.dueDay).toBe('周日（调休上班）');
    const { data: obligations } = await office.listObligations({
      query: { period: '2025Q2', task: 'T0.1', count: true },
    });
    expect(obligations.total).toBe(37);
    expect((await obligationOf('341003101')).lamp).toBe('yellow');
  });

  it('checks the workbook without writing anything', async () => {
    const { data } = await office.createImport({ body: { file: report(Q2), period: '2025Q2', mode: 'dry_run' } });
    expect(data).toMatchObject({
      status: 'checked',
      layout: 'table',
      counts: { accepted: 15, rejected: 0, confirm: 0, ignored: 2 },
    });
    expect((await obligationOf('341003101')).status).toBe('open');
    const { data: written } = await office.commitImport({ params: { id: data.id }, body: { mode: 'atomic' } });
    expect(written.status).toBe('committed');
    expect((await obligationOf('341003101')).lamp).toBe('green');
  });

  it('D11 answers the same file with the first outcome and writes nothing twice', async () => {
    const { data } = await office.createImport({
      body: { file: report(Q2), period: '2025Q2', mode: 'atomic', confirm: true },
    });
    expect(data.replayOf).toBe(data.id);
    expect(data.findings[0]).toMatchObject({ level: 'warning', code: 'duplicate_file', text: data.fileName });
    const { data: first } = await office.getImport({ params: { id: data.id } });
    expect(first.findings.map(({ code }) => code)).not.toContain('duplicate_file');
    const { submissionId } = await obligationOf('341003101');
    const { data: submission } = await office.getSubmission({ params: { id: submissionId ?? '' } });
    expect(submission.revision).toBe(1);
  });

  it('accepts one township and returns another with a comment', async () => {
    const first = await obligationOf('341003100');
    const opened = await office.getSubmission({ params: { id: first.submissionId ?? '' } });
    expect(opened.data.values).toMatchObject({ F0101: 16, F0605: 16 });
    expect(opened.data.actions).toEqual(['accept', 'return']);
    const accepted = await office.acceptSubmission({
      params: { id: opened.data.id },
      body: {},
      ifMatch: opened.etag ?? '',
    });
    expect(accepted.data.state).toBe('accepted');

    const second = await obligationOf('341003101');
    const waiting = await office.getSubmission({ params: { id: second.submissionId ?? '' } });
    const refused = await problemOf(
      office.returnSubmission({ params: { id: waiting.data.id }, body: { comment: '' }, ifMatch: waiting.etag ?? '' }),
    );
    expect(refused.status).toBe(400);
    const returned = await office.returnSubmission({
      params: { id: waiting.data.id },
      body: { comment: '咨询窗口数与上季度相差较大，请核对' },
      ifMatch: waiting.etag ?? '',
    });
    expect(returned.data.state).toBe('returned');
    expect([(await obligationOf('341003100')).status, (await obligationOf('341003101')).lamp]).toEqual([
      'accepted',
      'yellow',
    ]);
  });

  it('lets the township see why, correct it and hand it in again, on time all the same', async () => {
    service.setNow('2025-07-03T15:00:00+08:00');
    const { data: owed } = await township.listObligations({ query: { status: ['returned'] } });
    expect(owed.items.map(({ unit, correctionDueOn }) => [unit.name, correctionDueOn])).toEqual([
      ['仙源镇', '2025-07-04'],
    ]);
    const id = owed.items[0]?.submissionId ?? '';
    const mine = await township.getSubmission({ params: { id } });
    expect(mine.data.returnComment).toBe('咨询窗口数与上季度相差较大，请核对');
    expect(mine.data.actions).toEqual(['submit', 'edit']);
    const saved = await township.saveDraft({
      params: { id },
      body: { values: { ...mine.data.values, F0302: 6 } },
      ifMatch: mine.etag ?? '',
    });
    const again = await township.submitSubmission({ params: { id }, body: {}, ifMatch: saved.etag ?? '' });
    expect(again.data).toMatchObject({ state: 'submitted', revision: 2, values: { F0302: 6 } });
    expect(await obligationOf('341003101')).toMatchObject({
      status: 'submitted',
      lamp: 'green',
      timeliness: 'on_time',
    });
    const { data: revisions } = await office.listRevisions({ params: { id } });
    expect(revisions.items.map(({ number, values }) => [number, values.F0302])).toEqual([
      [2, 6],
      [1, 24],
    ]);
    expect(revisions.items[1]?.source).toEqual({ fileName: Q2, sheet: '汇总', row: 5, findings: [] });
  });

  it('keeps every change in the audit, by the names that people use', async () => {
    const auditor = await service.addUser('shenji', ['auditor']);
    const { data } = await auditor.listAudit({ query: { limit: 500 } });
    const labels = new Map(data.items.map(({ action, label }) => [action, label]));
    expect(labels.get('submission.return')).toMatch(/^仙源镇 2025Q2 /);
    expect(labels.get('import.commit')).toBe(Q2);
    expect(labels.get('user.create')).toBe('xianyuan');
    expect(labels.get('auth.login')).not.toBeUndefined();
  });

  it('opens on the running year, and says so', async () => {
    await makePlan(office, { year: 2026, copyOf: 2025 });
    const { data: campaigns } = await office.listCampaigns();
    expect(campaigns.items.map(({ year, current }) => [year, current])).toEqual([
      [2026, false],
      [2025, true],
    ]);
    expect((await office.getOverview({})).data.year).toBe(2025);
  });

  it('shows all of it on the overview', async () => {
    const { data } = await office.getOverview({ query: { year: 2025 } });
    expect(data.phases.map(({ name, state }) => `${name} ${state}`)).toEqual([
      '准备期 past',
      '执行期 past',
      '攻坚期 current',
      '冲刺期 future',
    ]);
    expect(data.columns.map(({ label }) => label)).toEqual([
      '一季度',
      '5月',
      '二季度',
      '三季度',
      '10月底',
      '11月',
      '四季度',
    ]);
    const { data: others } = await office.listObligations({
      query: { year: 2025, tracking: ['records', 'office'], status: ['overdue'], count: true },
    });
    expect(others.total).toBe(43);
    const soon = await office.listObligations({
      query: { year: 2025, tracking: ['records', 'office'], status: ['open'], lamp: ['yellow'], limit: 1, count: true },
    });
    expect(data.counts.otherDueSoon).toBe(soon.data.total);
    expect(data.counts).toEqual({
      owed: 74,
      handedIn: 15,
      waiting: 14,
      returned: 0,
      overdue: 59,
      otherOverdue: 43,
      otherDueSoon: 0,
      requested: 0,
    });
    expect(data.waiting).toHaveLength(14);
  });

  it('D54 never overwrites an accepted submission and asks before it replaces one that waits', async () => {
    const changed = new File(
      ['填报单位,“乐享太平 民生先行”专栏上稿数（篇）,区级媒体刊播数（篇）\n甘棠镇,1,2\n汤口镇,3,4\n'],
      '改.csv',
    );
    const { data } = await office.createImport({
      body: { file: changed, period: '2025Q2', mode: 'valid_rows', confirm: true },
    });
    expect(
      data.rows.map(({ unit, outcome, findings }) => [
        unit?.name,
        outcome,
        findings.find(({ code }) => code.startsWith('already'))?.code,
      ]),
    ).toEqual([
      ['甘棠镇', 'rejected', 'already_accepted'],
      ['汤口镇', 'accepted', 'already_submitted'],
    ]);
    const { data: tangkou } = await office.getSubmission({
      params: { id: (await obligationOf('341003102')).submissionId ?? '' },
    });
    expect(tangkou).toMatchObject({ revision: 2, state: 'submitted', values: { F0101: 3, F0102: 4 } });
    expect(tangkou.history.map(({ action }) => action)).toEqual(['submit', 'supersede']);
  });
});
