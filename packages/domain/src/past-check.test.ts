import { describe, expect, it } from 'vitest';
import { annex7 } from './annex7.ts';
import { checkForm } from './form-check.ts';
import { checkPast, medians } from './past-check.ts';

const flows = annex7.fields
  .filter(({ kind, for: kinds }) => kind === 'flow' && kinds.includes('township'))
  .map(({ code }) => code);
const filled = (of: (i: number) => number, count = 8): Record<string, number> =>
  Object.fromEntries(flows.slice(0, count).map((code, i) => [code, of(i)]));
const codes = (values: Record<string, number>, previous: Record<string, number> | null, peers = {}) =>
  checkPast(annex7, values, { previous, peers }).map(({ code, field }) => (field === null ? code : `${code} ${field}`));
const [first = ''] = flows;

describe('a report beside the unit’s last one', () => {
  it('D48 is perhaps cumulative when no figure has fallen', () => {
    expect(
      codes(
        filled((i) => 10 + i * 2),
        filled((i) => 4 + i),
      ),
    ).toContain('maybe_cumulative');
    expect(
      codes(
        { ...filled((i) => 10 + i * 2), [first]: 3 },
        filled((i) => 4 + i),
      ),
    ).not.toContain('maybe_cumulative');
  });
  it('D48 says nothing of a report with few figures', () => {
    expect(
      codes(
        filled((i) => 10 + i, 4),
        filled((i) => 4 + i, 4),
      ),
    ).toEqual([]);
  });
  it('D51 is perhaps a copy when nine of ten figures are the same', () => {
    const last = filled((i) => 3 + i, 10);
    expect(codes({ ...last, [first]: 1 }, last)).toEqual(['copied']);
    const [, second = ''] = flows;
    expect(codes({ ...last, [first]: 1, [second]: 1 }, last)).toEqual([]);
  });
  it('D51 nothing twice is no copy', () => {
    expect(
      codes(
        filled(() => 0),
        filled(() => 0),
      ),
    ).toEqual([]);
  });
  it('D49 names a figure above five times the last one', () => {
    const last = filled((i) => 10 + i);
    expect(codes({ ...filled((i) => 9 + i), [first]: 50 }, last)).toEqual([]);
    expect(codes({ ...filled((i) => 9 + i), [first]: 51 }, last)).toEqual([`outlier ${first}`]);
    expect(checkPast(annex7, { [first]: 51 }, { previous: last, peers: {} })[0]?.detail).toMatch(
      /为 51，是上期（10）的 5.1 倍，请核对$/,
    );
  });
  it('D49 small figures are no outliers', () => {
    expect(codes({ [first]: 9 }, { [first]: 1 })).toEqual([]);
  });
});

describe('a report beside those of its peers', () => {
  it('D49 names a figure above ten times the median', () => {
    expect(codes({ [first]: 40 }, null, { [first]: 4 })).toEqual([]);
    expect(codes({ [first]: 41 }, null, { [first]: 4 })).toEqual([`outlier ${first}`]);
  });
  it('takes the median of four reports or more, of the middle two when there is no middle', () => {
    expect(medians([{ a: 1 }, { a: 2 }, { a: 9 }])).toEqual({});
    expect(medians([{ a: 1 }, { a: 2 }, { a: 4 }, { a: 90 }, { b: 1 }])).toEqual({ a: 3 });
    expect(medians([{ a: 9 }, { a: 2 }, { a: 4 }, { a: 90 }, { a: 1 }])).toEqual({ a: 4 });
  });
});

describe('the form’s checks', () => {
  it('warn of the past where it is known, and never refuse because of it', () => {
    const context = { kind: 'township' as const, quarter: 2 as const, villages: 5 };
    const last = filled((i) => 4 + i);
    const past = { previous: last, peers: {} };
    const found = checkForm(annex7, last, { ...context, past }).filter(({ code }) => code === 'copied');
    expect(found.map(({ level }) => level)).toEqual(['warning']);
    expect(checkForm(annex7, last, context).map(({ code }) => code)).not.toContain('copied');
  });
});
