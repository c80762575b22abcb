import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { annex7 } from '../annex7.ts';
import { checkForm } from '../form-check.ts';
import { countWords } from './count-words.ts';
import { criterionWords, fulfilledOn, missingWords, progressWords } from './criterion-words.ts';
import type { RecordsCriterion } from './criterion.ts';
import { formFigures } from './figures.ts';
import { followRecords, takenOver } from './follow.ts';
import { recordKind } from './kinds.ts';
import { ratesOf, type RateBases } from './rates.ts';

const figures = Object.entries(formFigures.annex7 ?? {});

describe('where the figures of the quarterly form come from', () => {
  it('every field of the form has a source, and nothing else has one', () => {
    expect(figures.map(([code]) => code)).toEqual(annex7.fields.map(({ code }) => code));
  });

  it.each(figures)('%s names only fields of its records, and counts a stock as a stock', (code, figure) => {
    const fields = new Map(recordKind(figure.kind).fields.map((field) => [field.code, field.type]));
    const named = [
      ...Object.keys(figure.where ?? {}),
      ...(figure.by ? [figure.by] : []),
      ...(figure.sum ? [figure.sum] : []),
    ];
    for (const field of named) expect(fields.has(field)).toBe(true);
    if (figure.by) expect(fields.get(figure.by)).toBe('day');
    if (figure.sum) expect(fields.get(figure.sum)).toBe('integer');
    const stock = annex7.fields.find((field) => field.code === code)?.kind === 'stock';
    expect(figure.span).toBe(stock ? 'until' : 'period');
    expect(countWords(figure)).toMatch(new RegExp(`^${recordKind(figure.kind).label}`));
  });

  it('says in words how a figure is counted', () => {
    const words = (code: string) => countWords(formFigures.annex7?.[code] ?? { kind: 'cases', span: 'period' });
    expect(words('F0101')).toBe('宣传信息 · 专栏 · 已刊播（采用） · 按刊播（采用）日期');
    expect(words('F0604')).toBe('宣传发放 · 一封信 · 数量合计 · 按日期');
    expect(words('F0305')).toBe('项目点位 · 已设标识 · 截至期末（按标识设置日期） · 所在地或牵头项目');
    expect(words('F0406')).toBe('宣传发放 · 14 种场所类型 · 覆盖场所数合计 · 按日期');
    expect(words('F0601')).toBe('活动培训 · 知识问答、文艺演出、政策宣讲、其他主题活动 · 5月、11月 · 按日期');
  });
});

describe('a draft that follows the records', () => {
  const values = fc.dictionary(fc.constantFrom('F0101', 'F0102', 'F0103'), fc.nat(3));

  it('takes what is blank or unchanged, and keeps what was typed', () => {
    const next = followRecords({ F0101: 5, F0102: 7 }, { F0101: 5, F0102: 6 }, { F0101: 8, F0102: 9, F0103: 0 });
    expect(next).toEqual({ F0101: 8, F0102: 7, F0103: 0 });
  });

  it('leaves a blank behind when what it came from is gone', () => {
    expect(followRecords({ F0101: 5, F0102: 7 }, { F0101: 5 }, {})).toEqual({ F0102: 7 });
  });

  it('leaves alone what somebody emptied, whatever the records say later', () => {
    const prefilled = takenOver({ F0102: 6 }, { F0101: 5, F0102: 6 }, { F0101: 5, F0102: 6 }, ['F0101']);
    expect(followRecords({ F0102: 6 }, prefilled, { F0101: 8, F0102: 7 })).toEqual({ F0102: 7 });
  });

  it('never changes what was typed, and following twice is following once', () => {
    fc.assert(
      fc.property(values, values, values, (draft, prefilled, now) => {
        const next = followRecords(draft, prefilled, now);
        for (const [code, value] of Object.entries(draft)) {
          if (value !== prefilled[code]) expect(next[code]).toBe(value);
        }
        const emptied = Object.keys(now).filter((code) => next[code] === undefined);
        expect(followRecords(next, takenOver(next, prefilled, now, emptied), now)).toEqual(next);
      }),
    );
  });

  it('what equals the records was taken over from them, whoever typed it', () => {
    expect(takenOver({ F0101: 8, F0102: 6, F0103: 1 }, { F0102: 6 }, { F0101: 8, F0103: 2 })).toEqual({
      F0101: 8,
      F0102: 6,
    });
  });
});

describe('a typed value beside the records', () => {
  const context = { kind: null, quarter: null, villages: null, figures: { F0103: 2, F0201: 0 } };
  const codes = (values: Record<string, number>, documented: string[] = []) =>
    checkForm(annex7, values, { ...context, documented }).map(({ code, level, detail }) => [code, level, detail]);

  it('is a warning that names both numbers, never an error; a blank and an equal value are silent', () => {
    expect(codes({ F0201: 3 })).toEqual([
      ['differs_from_records', 'warning', '“报送区民生办信息数”填报 3，台账 0，请核对'],
    ]);
    expect(codes({ F0201: 0 })).toEqual([]);
    expect(codes({})).toEqual([]);
  });

  it('needs no links again where each record behind it has one', () => {
    const only = (found: string[][]) => found.map(([code]) => code);
    expect(only(codes({ F0103: 2 }))).toEqual(['evidence_missing']);
    expect(codes({ F0103: 2 }, ['F0103'])).toEqual([]);
    expect(only(codes({ F0103: 3 }, ['F0103']))).toEqual(['evidence_missing', 'differs_from_records']);
  });
});

describe('rates', () => {
  const bases: RateBases = {
    registers: {
      sites: 10,
      engineering_sites: 6,
      sites_under_construction: 4,
      finished_sites: 0,
      letters: 2000,
    },
    yearToDate: { F0604: 500, F0508: 10, F0509: 4 },
    problems: { closed: 3, counted: 4 },
    handIns: { onTime: 1, due: 2 },
  };
  const values = { F0305: 8, F0306: 3, F0307: 0, F0604: 1000, F0203: 2, F0201: 8, F0202: 4, F0508: 10, F0509: 12 };
  const of = (kind: 'township' | 'department' | 'media', given: Record<string, number>, from = bases) =>
    Object.fromEntries(ratesOf(annex7, kind, given, from).map(({ code, rate }) => [code, rate]));

  it('come from the values of the form, the registers, the problems and the hand-ins', () => {
    expect(of('township', values)).toEqual({
      C1: 0.8,
      C2: 0.75,
      C3: null,
      C4: 0.75,
      C5: 0.25,
      C6: 0.8,
      C7: 0.5,
      C8: 0.75,
      C9: 0.5,
    });
  });

  it('are unknown while a number is unknown or would be divided by nothing', () => {
    const nothing = {
      registers: {},
      yearToDate: {},
      problems: { closed: 0, counted: 0 },
      handIns: { onTime: 0, due: 0 },
    };
    expect(new Set(Object.values(of('township', {}, nothing)))).toEqual(new Set([null]));
    expect(of('township', { F0201: 0, F0203: 0 }, nothing).C5).toBeNull();
  });

  it('are only those of fields that the unit fills in', () => {
    expect(Object.keys(of('department', values))).not.toContain('C4');
    expect(Object.keys(of('media', values))).toEqual(['C8', 'C9']);
  });
});

describe('what of the records fulfils a task', () => {
  const disclosed: RecordsCriterion = {
    kind: 'at_least',
    of: 'unit',
    least: 1,
    figure: { kind: 'disclosures', where: { content: ['progress'] }, span: 'period' },
  };
  const everywhere: RecordsCriterion = {
    kind: 'each',
    group: '@townships',
    figure: { kind: 'visits', where: { kind: ['return'] }, span: 'period' },
  };
  const signs: RecordsCriterion = {
    kind: 'every',
    fields: [{ field: 'logoOn' }, { field: 'permanentSignOn', works: ['finished'] }],
  };

  it('is the day on which the last that was needed came; nothing to do is not done', () => {
    expect(fulfilledOn({ have: 1, need: 1, day: '2025-05-20' })).toBe('2025-05-20');
    expect(fulfilledOn({ have: 13, need: 14, day: '2025-05-20' })).toBeNull();
    expect(fulfilledOn({ have: 0, need: 0, day: null })).toBeNull();
  });

  it('says what counts, how far it is and what is missing', () => {
    expect(criterionWords(disclosed)).toBe('公开公示 · 实施进展，每个单位至少 1 条');
    expect(progressWords(disclosed, { have: 3, need: 1, day: '2025-05-20' })).toBe('已有 3 条');
    expect(missingWords(disclosed, { have: 3, need: 1, day: '2025-05-20' })).toBeNull();
    expect(missingWords(disclosed, { have: 0, need: 1, day: null })).toBe('还差 1 条');
    const facts = { have: 12, need: 14, day: '2025-11-20', lacking: ['仙源镇', '汤口镇'] };
    expect(criterionWords(everywhere, '各乡镇')).toBe('走访回访 · 暖心回访，各乡镇每个单位至少 1 次');
    expect(missingWords(everywhere, facts)).toBe('还有 2 个单位没有：仙源镇、汤口镇');
    expect(criterionWords(signs)).toBe('项目点位，全部点位都登记了标识设置日期、（已完工的）永久性标牌设置日期');
    expect(missingWords(signs, { have: 1, need: 3, day: null, lacking: { logoOn: 2, permanentSignOn: 0 } })).toBe(
      '还有 2 个点位没有登记标识设置日期',
    );
    expect(missingWords({ kind: 'closed' }, { have: 2, need: 5, day: null })).toBe('还有 3 个问题没有销号');
    expect(progressWords({ kind: 'closed' }, { have: 0, need: 0, day: null })).toBe('没有登记问题');
  });
});
