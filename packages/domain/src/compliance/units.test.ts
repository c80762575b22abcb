import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkColumn } from './column.ts';
import { checkDisclosures, type DisclosingUnit } from './disclosures.ts';
import { checkDistribution, type DistributionUnit } from './distribution.ts';

describe('everything handed out by 31 October (R87)', () => {
  const DUE = '2025-10-31';
  const done: DistributionUnit = {
    unit: '341003100',
    township: true,
    letters: 5000,
    given: { open_letter: 5000, leaflet: 1, poster: 1 },
  };
  const at = (asOf: string, change: Partial<DistributionUnit>, given: Partial<DistributionUnit['given']> = {}) =>
    checkDistribution([{ ...done, ...change, given: { ...done.given, ...given } }], DUE, asOf).items;

  it('a township reaches the target of the register', () => {
    expect(at('2025-11-01', {})).toEqual([]);
    expect(at('2025-11-01', {}, { open_letter: 3200 })).toMatchObject([
      { state: 'failing', unit: '341003100', detail: '一封信已发 3,200 份，应发 5,000 份（64%），还差 1,800 份' },
    ]);
    expect(at('2025-11-01', {}, { open_letter: 4999 })[0]?.detail).toContain('（99%）');
    expect(at('2025-11-01', { letters: 0 }, { open_letter: 0 })).toEqual([]);
  });
  it('without a target something of each of the three was handed out', () => {
    expect(at('2025-11-01', { letters: null }, { open_letter: 1 })).toEqual([]);
    expect(at('2025-11-01', { letters: null }, { open_letter: 0, poster: 0 })[0]?.detail).toBe(
      '没有一封信、海报的发放、张贴记录',
    );
  });
  it('a department hands out no letters', () => {
    const department = { township: false, letters: null };
    expect(at('2025-11-01', department, { open_letter: 0 })).toEqual([]);
    expect(at('2025-11-01', department, { leaflet: 0 })[0]?.detail).toBe('没有宣传单（册）的发放、张贴记录');
  });
  it('until the last day it says how far they are, and nothing fails', () => {
    expect(at('2025-10-31', {}, { open_letter: 0 })[0]?.state).toBe('pending');
    expect(at('2025-11-01', {}, { open_letter: 0 })[0]?.state).toBe('failing');
  });
  it('more never makes it worse', () => {
    const copies = fc.nat({ max: 6000 });
    const unit = fc.record({
      unit: fc.constant('341003100'),
      township: fc.boolean(),
      letters: fc.option(copies),
      given: fc.record({ open_letter: copies, leaflet: copies, poster: copies }),
    });
    fc.assert(
      fc.property(unit, fc.constantFrom('open_letter', 'leaflet', 'poster'), (each, material) => {
        const more = { ...each, given: { ...each.given, [material]: each.given[material] + 100 } };
        const failing = (of: DistributionUnit) => checkDistribution([of], DUE, '2025-12-01').items.length;
        expect(failing(more)).toBeLessThanOrEqual(failing(each));
      }),
    );
  });
});

describe('publishing online (R66)', () => {
  const unit: DisclosingUnit = { unit: 'B05', policy: true, sites: true, progress: new Set(['2025Q1', '2025Q2']) };
  const days = {
    quarters: [
      { period: '2025Q2', last: '2025-06-30' },
      { period: '2025Q3', last: '2025-09-30' },
    ],
    onceDueOn: '2025-06-30',
  };
  it('a quarter that ended without progress fails, the running one is still open', () => {
    expect(checkDisclosures([unit], days, '2025-07-01')).toMatchObject({
      checked: 4,
      items: [{ state: 'pending', unit: 'B05', detail: '2025年第三季度没有在网上公开实施进展' }],
    });
    expect(checkDisclosures([unit], days, '2025-10-01').items[0]?.state).toBe('failing');
    const late = { ...unit, progress: new Set(['2025Q1']) };
    expect(checkDisclosures([late], days, '2025-06-30').items.map(({ state }) => state)).toEqual([
      'pending',
      'pending',
    ]);
    expect(checkDisclosures([late], days, '2025-07-01').items.map(({ state }) => state)).toEqual([
      'failing',
      'pending',
    ]);
  });
  it('policy and sites are published once, by the day of the plan', () => {
    const none = { ...unit, policy: false, sites: false };
    expect(checkDisclosures([none], { ...days, quarters: [] }, '2025-07-01').items.map(({ detail }) => detail)).toEqual(
      ['没有在网上公开政策解读', '没有在网上公开项目点位'],
    );
    expect(checkDisclosures([none], { ...days, quarters: [] }, '2025-06-30').items[0]?.state).toBe('pending');
    expect(checkDisclosures([unit], { ...days, quarters: [] }, '2025-07-01').items).toEqual([]);
  });
});

describe('the column (R46)', () => {
  const days = ['2025-03-02', '2025-01-10', '2025-03-02', '2025-05-30'];
  it('without a target judges nothing and tells the longest gaps', () => {
    const { checked, items } = checkColumn(2025, days, {}, '2025-06-10');
    expect([checked, items.map(({ state, detail }) => `${state} ${detail}`)]).toEqual([
      0,
      [
        'fact 2025-03-02 至 2025-05-30 间隔 89 天',
        'fact 2025-01-10 至 2025-03-02 间隔 51 天',
        'fact 2025-05-30 之后至今 11 天没有采用的稿件',
      ],
    ]);
  });
  it('with a limit every longer gap fails, the one that lasts too', () => {
    const { checked, items } = checkColumn(2025, days, { gapDays: 60 }, '2025-08-30');
    expect([checked, items.map(({ detail }) => detail)]).toEqual([
      3,
      ['2025-03-02 至 2025-05-30 间隔 89 天，超过 60 天', '2025-05-30 之后至今 92 天没有采用的稿件，超过 60 天'],
    ]);
    expect(checkColumn(2025, days, { gapDays: 92 }, '2025-08-30').items).toEqual([]);
  });
  it('a yearly number fails when the year is over', () => {
    const at = (asOf: string) => checkColumn(2025, days, { items: 5 }, asOf).items[0];
    expect(at('2025-12-30')).toMatchObject({ state: 'pending', detail: '专栏已采用 4 篇，全年目标 5 篇，还差 1 篇' });
    expect(at('2025-12-31')?.state).toBe('failing');
    expect(checkColumn(2025, days, { items: 4 }, '2025-12-31').items.filter(({ state }) => state !== 'fact')).toEqual(
      [],
    );
  });
  it('a column in which nothing appeared has no gap to hide in', () => {
    expect(checkColumn(2025, [], {}, '2025-06-10').items).toMatchObject([{ state: 'fact' }]);
    expect(checkColumn(2025, [], { gapDays: 30 }, '2025-06-10')).toMatchObject({
      checked: 1,
      items: [{ state: 'failing' }],
    });
    expect(checkColumn(2025, [], { gapDays: 30 }, '2025-01-20').items).toMatchObject([{ state: 'fact' }]);
  });
  it('the gaps add up to the days from the first item to today', () => {
    const day = fc
      .integer({ min: 0, max: 180 })
      .map((n) => new Date(Date.UTC(2025, 0, 1 + n)).toISOString().slice(0, 10));
    fc.assert(
      fc.property(fc.array(day, { minLength: 1, maxLength: 20 }), (adopted) => {
        const { items } = checkColumn(2025, adopted, { gapDays: 0 }, '2025-07-10');
        const sum = items.reduce((all, { detail }) => all + Number(/(\d+) 天/.exec(detail)?.[1]), 0);
        const first = adopted.toSorted()[0] ?? '';
        expect(sum).toBe((Date.parse('2025-07-10') - Date.parse(first)) / 86_400_000);
      }),
    );
  });
});
