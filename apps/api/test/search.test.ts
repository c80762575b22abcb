import type { Client, SearchHits } from '@nuanxin/client';
import { annex7 } from '@nuanxin/domain';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { databases, problemOf, startService, type Service } from './support.ts';

const XIANYUAN = '341003101';
const TANGKOU = '341003102';
const MOBILE = '13812345678';
const MASKED = '138****5678';

type Marked = SearchHits['units']['items'][number]['title'];
/** The found parts in brackets. */
const shown = ({ text, marks }: Marked): string =>
  marks.toReversed().reduce((so, { from, to }) => `${so.slice(0, from)}[${so.slice(from, to)}]${so.slice(to)}`, text);

describe.each(databases)('searching, on $name', (database) => {
  let service: Service;
  let office: Client;
  let xianyuan: Client;
  let tangkou: Client;
  let observer: Client;

  beforeAll(async () => {
    service = await startService(database, '2025-09-25T09:00:00+08:00');
    office = await service.as('admin');
    xianyuan = await service.addUser('xianyuan', ['reporter'], XIANYUAN);
    tangkou = await service.addUser('tangkou', ['reporter'], TANGKOU);
    observer = await service.addUser('ducha', ['observer']);
  });
  afterAll(() => service.close());

  const find = async (q: string, by = office, limit?: number) =>
    (await by.search({ query: limit === undefined ? { q } : { q, limit } })).data;
  const titles = ({ items }: { items: { title: Marked }[] }): string[] => items.map(({ title }) => shown(title));
  const write = async (title: string, date: string, unit = XIANYUAN, more: Record<string, string | number> = {}) => {
    const values = { title, carrier: 'tv', level: 'district', ...more };
    return (await office.createRecord({ params: { kind: 'publications' }, body: { unit, date, values } })).data;
  };
  const visit = (note: string, unit = XIANYUAN) =>
    office.createRecord({
      params: { kind: 'visits' },
      body: { unit, date: '2025-06-20', values: { kind: 'return', households: 3, note } },
    });

  it('finds units by name, full name, code and alias', async () => {
    const { units } = await find('仙源镇');
    expect(units).toMatchObject({ more: false, items: [{ code: XIANYUAN, kind: 'township', active: true, places: [] }] });
    expect(titles(units)).toEqual(['[仙源镇]']);
    const [byCode] = (await find(XIANYUAN)).units.items;
    expect([byCode?.title.text, byCode?.places.map(({ where, text }) => [where, shown(text)])]).toEqual([
      '仙源镇',
      [['code', `[${XIANYUAN}]`]],
    ]);
  });
});
