import { describe, expect, it } from 'vitest';
import { merged } from '../src/shared/merge.ts';

describe('two people change the same thing', () => {
  const before = { name: '甲', note: '', units: ['a', 'b'], rows: [row('p1', '一'), row('p2', '二')] };
  function row(code: string | undefined, name: string) {
    return { code, name };
  }

  it('what only one of them changed is as that one has it; what both changed is mine', () => {
    const mine = { ...before, name: '乙' };
    expect(merged(before, mine, { ...before, note: '他的' })).toEqual({ ...before, name: '乙', note: '他的' });
    expect(merged(before, mine, { ...before, name: '丙' }).name).toBe('乙');
  });

  it('of a list, what each added and took out counts', () => {
    const theirs = { ...before, units: ['b', 'c'] };
    expect(merged(before, { ...before, units: ['a', 'b', 'd'] }, theirs).units).toEqual(['b', 'd', 'c']);
  });

  it('rows are known by their codes, wherever they stand', () => {
    const mine = { ...before, rows: [row('p2', '二改'), row('p1', '一'), row(undefined, '新')] };
    const theirs = { ...before, rows: [row('p1', '一改'), row('p2', '二'), row('p3', '三')] };
    expect(merged(before, mine, theirs).rows).toEqual([
      row('p2', '二改'),
      row('p1', '一改'),
      row(undefined, '新'),
      row('p3', '三'),
    ]);
  });

  it('a row that they took out goes, unless I changed it', () => {
    const theirs = { ...before, rows: [] };
    expect(merged(before, { ...before, rows: [row('p1', '一'), row('p2', '二改')] }, theirs).rows).toEqual([
      row('p2', '二改'),
    ]);
  });
});
