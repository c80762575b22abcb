import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkBoards } from './boards.ts';
import { checkLogo } from './logo.ts';
import { signKinds, signsOf, type Site } from './signs.ts';

const site: Site = {
  id: 's1',
  title: '耿城镇养老服务中心',
  unit: '341003106',
  project: 3,
  works: 'under_construction',
  logoOn: null,
  constructionBoardOn: null,
  permanentSignOn: null,
};
const AS_OF = '2025-07-10';
const engineering = new Set([3]);

describe('the logo (R60)', () => {
  const projects = [{ no: 3, lead: 'B05', sites: 1 }];
  it('has to be at every site, whatever kind its project is', () => {
    const sites = [site, { ...site, id: 's2', works: 'not_engineering' }, { ...site, id: 's3', logoOn: '2025-05-20' }];
    expect(checkLogo(sites, projects, AS_OF)).toMatchObject({
      checked: 3,
      items: [
        {
          state: 'failing',
          record: 's1',
          unit: '341003106',
          project: 3,
          detail: '“耿城镇养老服务中心”未标注安徽民生工程标识',
        },
        { record: 's2' },
      ],
    });
  });
  it('is there from its day on', () => {
    const on = { ...site, logoOn: '2025-07-10' };
    expect(checkLogo([on], projects, '2025-07-10').items).toEqual([]);
    expect(checkLogo([on], projects, '2025-07-09').items).toHaveLength(1);
  });
  it('cannot be judged for a project without a site, which is told apart', () => {
    const { checked, items } = checkLogo([], [{ no: 13, lead: 'B07', sites: 0 }], AS_OF);
    expect([checked, items]).toEqual([
      0,
      [{ state: 'unjudged', unit: 'B07', project: 13, record: null, detail: '名册中没有登记点位，无法核对标识' }],
    ]);
  });
});

describe('the boards of works (R61)', () => {
  const failing = (change: Partial<Site>) => checkBoards([{ ...site, ...change }], engineering, AS_OF);
  it('a site that is being built needs a construction board', () => {
    expect(failing({})).toMatchObject({
      checked: 1,
      items: [{ state: 'failing', detail: '“耿城镇养老服务中心”在建，未设在建公示牌' }],
    });
    expect(failing({ constructionBoardOn: '2025-03-01' })).toEqual({ checked: 1, items: [] });
    expect(failing({ permanentSignOn: '2025-03-01' }).items).toHaveLength(1);
  });
  it('a finished site needs a permanent sign, and no construction board any more', () => {
    expect(failing({ works: 'finished' })).toMatchObject({
      checked: 1,
      items: [{ detail: '“耿城镇养老服务中心”已完工，未设永久性标牌' }],
    });
    expect(failing({ works: 'finished', permanentSignOn: '2025-07-01' })).toEqual({ checked: 1, items: [] });
    expect(failing({ works: 'finished', constructionBoardOn: '2025-03-01' }).items).toHaveLength(1);
  });
  it('a site that is not begun, or of no works, needs neither', () => {
    expect(failing({ works: 'not_started' })).toEqual({ checked: 0, items: [] });
    expect(failing({ works: 'not_engineering', project: 13 })).toEqual({ checked: 0, items: [] });
  });
  it('a site of no works in an engineering project is for somebody to look at', () => {
    expect(failing({ works: 'not_engineering' })).toMatchObject({ checked: 0, items: [{ state: 'unjudged' }] });
  });
});

const day = fc.option(fc.constantFrom('2025-01-01', '2025-07-09', '2025-07-10', '2025-07-11', '2025-12-31'));
const anySite = fc.record({
  works: fc.constantFrom('not_started', 'under_construction', 'finished', 'not_engineering'),
  logoOn: day,
  constructionBoardOn: day,
  permanentSignOn: day,
});

it('putting up what is missing is all that it takes', () => {
  fc.assert(
    fc.property(anySite, (register) => {
      const before = signsOf(register, AS_OF);
      const mended = { ...register };
      for (const kind of signKinds) if (before[kind] === 'missing') mended[`${kind}On`] = AS_OF;
      const sites = [{ ...site, ...mended }];
      expect(Object.values(signsOf(mended, AS_OF))).not.toContain('missing');
      expect(checkBoards(sites, engineering, AS_OF).items.filter(({ state }) => state === 'failing')).toEqual([]);
      expect(checkLogo(sites, [], AS_OF).items).toEqual([]);
    }),
  );
});
