import { describe, expect, it } from 'vitest';
import { faultsOfRow } from './check-row.ts';
import type { ArchiveColumn } from './format.ts';

const column = (name: string, type: ArchiveColumn['type'], more: Partial<ArchiveColumn> = {}): ArchiveColumn => ({
  name,
  type,
  nullable: false,
  meaning: name,
  ...more,
});

describe('a row of an archive', () => {
  const columns = [
    column('id', 'id'),
    column('on', 'day', { nullable: true }),
    column('state', 'text', { words: { accepted: '已通过' } }),
    column('values', 'object', { fields: [{ name: 'F0101', type: 'integer', meaning: '篇数' }] }),
  ];
  const row = { id: '018f0000-0000-7000-8000-000000000001', on: '2025-07-01', state: 'accepted', values: { F0101: 3 } };

  it('is as the dictionary says', () => {
    expect(faultsOfRow({ columns }, row)).toEqual([]);
    expect(faultsOfRow({ columns }, { ...row, on: null, values: {} })).toEqual([]);
  });

  it.each([
    [{ ...row, id: '7' }, ['id 应为 id，却是 "7"']],
    [{ ...row, on: '2025-02-30' }, ['on 应为 day，却是 "2025-02-30"']],
    [{ ...row, state: null }, ['state 不应为空']],
    [{ ...row, state: 'toString' }, ['state 不认识“toString”']],
    [{ ...row, values: { F0101: '3', F0102: 1 } }, ['values.F0101 应为 integer，却是 "3"', 'values 中多出 F0102']],
    [{ ...row, values: [] }, ['values 应为 object，却是 []']],
    [{ id: row.id, on: null, state: 'accepted', more: 1 }, ['多出 more 一列', '缺少 values 一列']],
    [[], ['不是 JSON 对象']],
  ])('is not: %j', (wrong, faults) => expect(faultsOfRow({ columns }, wrong)).toEqual(faults));
});
