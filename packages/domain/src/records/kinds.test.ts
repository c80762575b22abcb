import { describe, expect, it } from 'vitest';
import { addingFields, recordKind } from './kinds.ts';

describe('figures that are added up', () => {
  const sums = (...matches: string[]): string[] =>
    addingFields(recordKind('distributions'), matches).map(({ label }) => label);

  it('leave out a number of unlike things, but for one thing alone', () => {
    expect(sums()).toEqual(['覆盖场所数']);
    expect(sums('material:open_letter')).toEqual(['数量', '覆盖场所数']);
    expect(sums('channel:banner')).toEqual(['数量', '覆盖场所数']);
    expect(sums('material:open_letter', 'material:poster')).toEqual(['覆盖场所数']);
    // On paper there are letters, leaflets and posters.
    expect(sums('channel:print')).toEqual(['覆盖场所数']);
    expect(sums('channel:print', 'material:poster')).toEqual(['数量', '覆盖场所数']);
    expect(sums('occasion:other')).toEqual(['覆盖场所数']);
  });
});
