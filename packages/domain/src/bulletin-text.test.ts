import { describe, expect, it } from 'vitest';
import {
  bulletinPlaces,
  bulletinTemplate,
  fillBulletin,
  officialDay,
  unknownBulletinPlaces,
  type BulletinFigures,
} from './bulletin-text.ts';

const told = (unit: string, standing: BulletinFigures['reports'][number]['standing'], lateWorkingDays = 0) => ({
  unit,
  standing,
  lateWorkingDays: lateWorkingDays || null,
});
const fields = [
  { code: 'F0101', label: '专栏上稿数', measure: '篇', section: 'news' },
  { code: 'F0102', label: '区级媒体刊播数', measure: '篇', section: 'news' },
  { code: 'F0302', label: '咨询窗口数', measure: '个', section: 'places' },
];
const figures: BulletinFigures = {
  period: '2025Q2',
  today: '2025-07-03',
  reports: [
    told('甘棠镇', 'on_time'),
    told('仙源镇', 'late', 2),
    told('汤口镇', 'late'),
    told('新明乡', 'missing'),
    told('区教育局', 'returned'),
    told('区医保局', 'open'),
  ],
  counted: 3,
  fields,
  quarter: { F0101: { value: 1234 }, F0102: { value: 0 } },
  yearToDate: { F0101: { value: 2500 } },
  next: { period: '2025Q3', dueOn: '2025-10-09' },
};
const places = bulletinPlaces(figures);
const said = (text: string): string => fillBulletin(text, places);

describe('what a bulletin fills in', () => {
  it('counts each report that was owed under one word', () => {
    expect(said('应报{应报}＝按时{按时}＋迟报{迟报}＋未报{未报}＋退回{退回}＋未到期{未到期}')).toBe(
      '应报6＝按时1＋迟报2＋未报1＋退回1＋未到期1',
    );
  });

  it('names the units, and how late they were where that is known', () => {
    expect(said('{迟报单位}；{未报单位}')).toBe('仙源镇（迟2个工作日）、汤口镇；新明乡');
  });

  it('writes figures with thousands and measure; blank is not zero', () => {
    expect(said('{F0101}，{F0102}，{F0302}，累计{累计F0101}')).toBe('1,234篇，0篇，（未填），累计2,500篇');
  });

  it('writes days as an office does', () => {
    expect([officialDay('2025-10-09'), said('截至{截至日期}')]).toEqual(['2025年10月9日', '截至2025年7月3日']);
    expect(said('{下期}于{下期时限}前报送')).toBe('2025年第三季度于2025年10月9日前报送');
  });

  it('leaves out a sentence that would have nothing to say', () => {
    const nobody = bulletinPlaces({ ...figures, reports: [told('甘棠镇', 'on_time')], next: null });
    expect(fillBulletin('逾期未报的单位：{未报单位}。\n{下期}于{下期时限}前报送。\n完。', nobody)).toBe('完。');
  });

  it('knows which places there are not', () => {
    expect(unknownBulletinPlaces('{应报}{F0101}{累计F0302}{F9999}{随便}{随便}', places)).toEqual(['F9999', '随便']);
  });
});

describe('what a new bulletin begins with', () => {
  const form = {
    sections: [
      { code: 'news', title: '新闻媒体宣传' },
      { code: 'places', title: '主要阵地宣传' },
    ],
    fields: fields as never,
  };

  it('has a sentence for each part of the form in which something was reported', () => {
    const { totals } = bulletinTemplate(form, new Set(['F0101', 'F0102']));
    expect(said(totals)).toBe(
      '以下数据计入审核通过的报送3份，应报6份。\n新闻媒体宣传：专栏上稿数1,234篇，区级媒体刊播数0篇。',
    );
  });

  it('names no place that there is not', () => {
    const texts = Object.values(bulletinTemplate(form, new Set(fields.map(({ code }) => code))));
    expect(texts.flatMap((text) => unknownBulletinPlaces(text, places))).toEqual([]);
  });
});
