import type { Client, FormInput } from '@nuanxin/client';
import { annex7, type FormField } from '@nuanxin/domain';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { databases, problemOf, startService, type Service } from './support.ts';

describe.each(databases)('versions of a form, on $name', (database) => {
  let service: Service;
  let office: Client;
  const UNIT = '341003101';
  const params = { code: 'annex7' };
  beforeAll(async () => {
    service = await startService(database, '2025-07-03T09:00:00+08:00');
    office = await service.as('admin');
  });
  afterAll(() => service.close());

  const own: FormField = {
    code: 'F0901',
    label: '短视频发布数',
    section: 'S1',
    measure: '条',
    kind: 'flow',
    for: ['township', 'department', 'media'],
    min: 0,
    max: 999,
    hint: '不含转发',
    required: true,
    requirement: '',
  };
  /** Without F0205, which the records count; one field has other limits, one is new. */
  const second: FormInput = {
    title: annex7.title,
    sections: annex7.sections,
    fields: [
      ...annex7.fields
        .filter(({ code }) => code !== 'F0205')
        .map((field) => (field.code === 'F0101' ? { ...field, max: 50 } : field)),
      own,
    ],
  };
  const publish = (body: FormInput & { from?: string; mode?: 'dry_run' | 'atomic' }, version: number) =>
    office.publishForm({ params, body, ifMatch: `"${version}"` });
  async function start(period: string, unit = UNIT) {
    const { data } = await office.listObligations({ query: { year: 2025, task: 'T0.1', unit, limit: 100 } });
    const obligationId = data.items.find((each) => each.period === period)?.id ?? '';
    return office.startSubmission({ body: { obligationId } });
  }
  const csv = (name: string, header: string, row: string): File => new File([`${header}\n${row}\n`], name);

  it('shows what changes before, and writes nothing by that', async () => {
    const { data } = await publish({ ...second, mode: 'dry_run' }, 1);
    expect(data.diff).toMatchObject({ removed: [{ code: 'F0205' }], added: [{ code: 'F0901' }] });
    expect(data.diff.changed).toEqual([
      { code: 'F0101', label: expect.any(String), changes: [{ what: '最大值', from: '999', to: '50' }] },
    ]);
    expect([data.usedFrom, data.periods]).toEqual(['2025-07-04', ['2025Q4']]);
    expect((await office.getForm({ params })).data.version).toBe(1);
    expect((await publish({ ...second, from: '2025Q3', mode: 'dry_run' }, 1)).data.periods).toEqual([
      '2025Q3',
      '2025Q4',
    ]);
  });

  it('is refused for a period that somebody has begun, and by who saw an older version', async () => {
    const { data: draft, etag } = await start('2025Q3');
    expect(await problemOf(publish({ ...second, from: '2025Q3' }, 1))).toMatchObject({
      code: 'form_version_in_use',
      detail: expect.stringContaining('2025年第三季度已有 1 份'),
    });
    const saved = { values: { F0205: 2, F0101: 60 } };
    await office.saveDraft({ params: { id: draft.id }, body: saved, ifMatch: etag ?? '' });
    const unchanged = { title: annex7.title, sections: annex7.sections, fields: annex7.fields };
    expect((await problemOf(publish(unchanged, 1))).code).toBe('form_version_same');
    const twice = { ...second, fields: [...second.fields, own] };
    expect(await problemOf(publish(twice, 1))).toMatchObject({
      code: 'form_version_invalid',
      errors: expect.arrayContaining([
        {
          pointer: `/fields/${second.fields.length}/code`,
          code: 'form_version_invalid',
          detail: '指标编码 F0901 重复',
        },
      ]),
    });
    expect((await publish(second, 1)).etag).toBe('"2"');
    expect((await problemOf(publish({ ...second, title: '统计表' }, 1))).code).toBe('precondition_failed');
    const { data: versions } = await office.listFormVersions({ params });
    expect(versions.items.map(({ version, usedFrom, submissions }) => [version, usedFrom, submissions])).toEqual([
      [2, '2025-07-04', 0],
      [1, null, 1],
    ]);
  });

  it('what was begun keeps its version; the published one is never changed', async () => {
    const q3 = await start('2025Q3');
    expect(q3.data.form).toMatchObject({ version: 1 });
    expect(q3.data.values).toMatchObject({ F0205: 2, F0101: 60 });
    const { data, etag } = await office.getForm({ params, query: { period: '2025Q3' } });
    expect(data.fields).toEqual(annex7.fields);
    expect(etag).toBe('"2"');
    expect((await office.getForm({ params, query: { period: '2025Q4' } })).data.version).toBe(2);
    const step = { params: { id: q3.data.id }, body: {}, ifMatch: q3.etag ?? '' };
    expect((await office.submitSubmission(step)).data.state).toBe('submitted');
  });

  it('a later period is made on the new one: prefilled without what was removed, compared by code', async () => {
    service.setNow('2025-10-09T09:00:00+08:00');
    const values = { title: '民生调研', carrier: 'theory_article', level: 'district' };
    await office.createRecord({
      params: { kind: 'publications' },
      body: { unit: UNIT, date: '2025-10-08', values },
    });
    const q4 = await start('2025Q4');
    expect(q4.data.form).toMatchObject({ version: 2 });
    expect(Object.keys(q4.data.values)).not.toContain('F0205');
    expect(q4.data.values.F0201).toBe(1);
    const params4 = { id: q4.data.id };
    const wrong = { params: params4, body: { values: { F0205: 1 } }, ifMatch: q4.etag ?? '' };
    expect((await problemOf(office.saveDraft(wrong))).code).toBe('invalid_request');
    const saved = await office.saveDraft({ params: params4, body: { values: { F0101: 20 } }, ifMatch: q4.etag ?? '' });
    const figures = (await office.getSubmissionFigures({ params: params4 })).data.items;
    expect(figures.map(({ field }) => field)).not.toContain('F0205');
    // The new field has to be filled in.
    const submit = { params: params4, body: {}, ifMatch: saved.etag ?? '' };
    expect(await problemOf(office.submitSubmission(submit))).toMatchObject({
      code: 'form_invalid',
      errors: [{ detail: '“短视频发布数”必填，没有的请填 0' }],
    });
    const whole = { values: { F0101: 20, F0901: 3 } };
    const { etag } = await office.saveDraft({ params: params4, body: whole, ifMatch: saved.etag ?? '' });
    expect((await office.submitSubmission({ params: params4, body: {}, ifMatch: etag ?? '' })).data.state).toBe(
      'submitted',
    );
    expect((await office.getSubmission({ params: params4 })).data.values).toMatchObject({ F0901: 3 });
  });

  it('a workbook is read by the version of its period, also where only the file says which', async () => {
    const unit = '汤口镇';
    const read = async (file: File, period?: string) => {
      const { data } = await office.createImport({ body: { file, ...(period ? { period } : {}), mode: 'dry_run' } });
      return { row: data.rows[0], codes: data.rows[0]?.findings.map(({ code }) => code) ?? [], ...data };
    };
    const header = '填报单位,“乐享太平 民生先行”专栏上稿数,短视频发布数,理论研究(调研)文章数';
    const old = await read(csv('2025年第三季度统计表.csv', header, `${unit},12,4,1`));
    expect([old.period, old.row?.values]).toEqual(['2025Q3', { F0101: 12, F0205: 1 }]);
    const now = await read(csv('2025年第四季度统计表.csv', header, `${unit},12,4,1`));
    expect([now.period, now.row?.values]).toEqual(['2025Q4', { F0101: 12, F0901: 4 }]);
    const lacks = await read(
      csv('统计表.csv', '填报单位,“乐享太平 民生先行”专栏上稿数,区级媒体刊播数', `${unit},12,4`),
      '2025Q4',
    );
    expect(lacks.codes).toContain('required_missing');
    const over = await read(csv('统计表2.csv', header, `${unit},60,4,1`), '2025Q4');
    expect(over.codes).toContain('out_of_range');
    const { data } = await office.createImport({
      body: { file: csv('2025年第四季度统计表.csv', header, `${unit},12,4,1`), mode: 'atomic' },
    });
    const { data: written } = await office.getSubmission({ params: { id: data.rows[0]?.submissionId ?? '' } });
    expect(written).toMatchObject({ form: { version: 2 }, values: { F0101: 12, F0901: 4 } });
  });

  it('the workbook to fill in is that of its period', async () => {
    const reporter = await service.addUser('xianyuan', ['reporter'], UNIT);
    const template = async (period: string) =>
      new TextDecoder('latin1').decode((await reporter.getFormTemplate({ params, query: { period } })).data.content);
    expect((await template('2025Q3')).length).toBeGreaterThan(1000);
    expect((await template('2025Q4')).length).toBeGreaterThan(1000);
    expect((await problemOf(reporter.publishForm({ params, body: second, ifMatch: '"2"' }))).code).toBe('forbidden');
  });

  it('a code that is gone comes back as what it was only', async () => {
    const field = annex7.fields.find(({ code }) => code === 'F0205');
    if (!field) throw new Error('no such field');
    const back = (change: object) => publish({ ...second, fields: [...second.fields, { ...field, ...change }] }, 2);
    expect(await problemOf(back({ measure: '次' }))).toMatchObject({ code: 'form_version_invalid' });
    service.setNow('2025-10-10T09:00:00+08:00');
    const { data } = await back({ label: '调研文章数' });
    expect(data.form).toMatchObject({ version: 3, sample: false });
    const auditor = await service.addUser('shenji', ['auditor']);
    const { data: entries } = await auditor.listAudit({ query: { action: 'form.publish' } });
    expect(entries.items[0]?.after).toMatchObject({ number: 3, added: ['F0205 调研文章数'] });
  });
});
