import type { Client, Progress } from '@nuanxin/client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { databases, problemOf, startService, type Service } from './support.ts';

const HEAD = '2025年第二季度\n填报单位,“乐享太平 民生先行”专栏上稿数,区级媒体刊播数';
const long = (rows: number): File =>
  new File([[HEAD, ...Array.from({ length: rows }, (_, i) => `无此单位${i},1,1`)].join('\n')], '长表.csv');

describe.each(databases)('how far an import is, on $name', (database) => {
  let service: Service;
  let office: Client;
  beforeAll(async () => {
    service = await startService(database, '2025-07-01T09:00:00+08:00');
    office = await service.as('admin');
  });
  afterAll(() => service.close());

  it('is told in rows, step by step and never backwards, and the answer is the same as without', async () => {
    const told: Progress[] = [];
    const body = { file: long(3000), mode: 'dry_run' as const };
    const { data } = await office.createImport({ body }, { onProgress: (each) => told.push(each) });
    const { data: plain } = await office.createImport({ body });
    expect([data.rows, data.counts]).toEqual([plain.rows, plain.counts]);
    expect([...new Set(told.map(({ step }) => step))]).toEqual(['read', 'rows', 'check', 'store']);
    for (const own of Map.groupBy(told, ({ step }) => step).values()) {
      expect(own.map(({ done }) => done)).toEqual(own.map(({ done }) => done).toSorted((a, b) => a - b));
      expect(own.every(({ done, total }) => done <= total)).toBe(true);
    }
    expect(told.at(-1)).toEqual({ step: 'store', done: 3000, total: 3000 });
  });

  it('ends with the problem when the file is refused', async () => {
    const told: Progress[] = [];
    const call = office.createImport(
      { body: { file: new File(['%PDF-1.7'], '表.xlsx') } },
      { onProgress: (each) => told.push(each) },
    );
    expect(await problemOf(call)).toMatchObject({ code: 'file_refused', status: 422 });
    expect(told.map(({ step }) => step)).toEqual(['read']);
  });

  it('is told while it is written, too', async () => {
    const file = new File([`${HEAD}\n甘棠镇,1,1\n仙源镇,2,2`], '短表.csv');
    const { data } = await office.createImport({ body: { file, mode: 'dry_run' } });
    const told: Progress[] = [];
    const { data: written } = await office.commitImport(
      { params: { id: data.id }, body: {} },
      { onProgress: (each) => told.push(each) },
    );
    expect([written.status, told]).toEqual(['committed', [{ step: 'write', done: 0, total: 2 }]]);
  });

  it('a request that may be repeated under a key has one stored answer instead', async () => {
    const token = await service.token('admin');
    const form = new FormData();
    form.append('file', new File([`${HEAD}\n汤口镇,1,1`], '一行.csv'));
    const response = await fetch(`${service.baseUrl}/api/v1/imports`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, accept: 'text/event-stream', 'idempotency-key': 'k' },
      body: form,
    });
    expect([response.status, response.headers.get('content-type')]).toEqual([201, 'application/json; charset=utf-8']);
  });
});
