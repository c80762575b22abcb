import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkCalendarYear, type CalendarYear } from '../calendar.ts';
import { addDays, datesBetween, weekdayOf } from '../dates.ts';
import { publishedYears } from '../published-years.ts';
import { readNotice } from './read-notice.ts';

/** What the State Council's office wrote, preamble and end shortened where nothing is to be read. */
const notices: Record<number, string> = {
  2024: `国务院办公厅关于2024年
部分节假日安排的通知
国办发明电〔2023〕7号

各省、自治区、直辖市人民政府，国务院各部委、各直属机构：
经国务院批准，现将2024年元旦、春节、清明节、劳动节、端午节、中秋节和国庆节放假调休日期的具体安排通知如下。
一、元旦：1月1日放假，与周末连休。
二、春节：2月10日至17日放假调休，共8天。2月4日（星期日）、2月18日（星期日）上班。鼓励各单位结合带薪年休假等制度落实，安排职工在除夕（2月9日）休息。
三、清明节：4月4日至6日放假调休，共3天。4月7日（星期日）上班。
四、劳动节：5月1日至5日放假调休，共5天。4月28日（星期日）、5月11日（星期六）上班。
五、端午节：6月10日放假，与周末连休。
六、中秋节：9月15日至17日放假调休，共3天。9月14日（星期六）上班。
七、国庆节：10月1日至7日放假调休，共7天。9月29日（星期日）、10月12日（星期六）上班。
节假日期间，各地区、各部门要妥善安排好值班和安全、保卫等工作，遇有重大突发事件，要按规定及时报告并妥善处置，确保人民群众祥和平安度过节日假期。
国务院办公厅
2023年10月25日
（此件公开发布）`,
  2025: `国务院办公厅关于2025年部分节假日安排的通知
国办发明电〔2024〕12号
各省、自治区、直辖市人民政府，国务院各部委、各直属机构：
　　经党中央、国务院批准，根据2024年11月修订的《全国年节及纪念日放假办法》，自2025年1月1日起，全体公民放假的假日增加2天，其中春节、劳动节各增加1天。据此对放假调休原则作进一步优化完善，除个别特殊情形外，春节自农历除夕起放假调休8天，国庆节自10月1日起放假调休7天，劳动节放假调休5天，元旦、清明节、端午节、中秋节分别放假调休或连休3天（如逢周三则只在当日放假），国庆节放假如逢中秋节则合并放假8天。
　　按照上述原则，现将2025年元旦、春节、清明节、劳动节、端午节、中秋节和国庆节放假调休日期的具体安排通知如下。
　　一、元旦：1月1日（周三）放假1天，不调休。
　　二、春节：1月28日（农历除夕、周二）至2月4日（农历正月初七、周二）放假调休，共8天。1月26日（周日）、2月8日（周六）上班。
　　三、清明节：4月4日（周五）至6日（周日）放假，共3天。
　　四、劳动节：5月1日（周四）至5日（周一）放假调休，共5天。4月27日（周日）上班。
　　五、端午节：5月31日（周六）至6月2日（周一）放假，共3天。
　　六、国庆节、中秋节：10月1日（周三）至8日（周三）放假调休，共8天。9月28日（周日）、10月11日（周六）上班。
　　节假日期间，各地区、各部门要妥善安排好值班和安全、保卫、疫情防控等工作，确保人民群众祥和平安度过节日假期。
国务院办公厅
2024年11月12日`,
  // Without its number, as news carry it.
  2026: `索 引 号：\t000014349/2025-00078\t主题分类：\t综合政务
成文日期：\t2025年11月04日
标　　题：\t国务院办公厅关于2026年部分节假日安排的通知
各省、自治区、直辖市人民政府，国务院各部委、各直属机构：
经国务院批准，现将2026年元旦、春节、清明节、劳动节、端午节、中秋节和国庆节放假调休日期的具体安排通知如下。
一、元旦：1月1日（周四）至3日（周六）放假调休，共3天。1月4日（周日）上班。二、春节：2月15日（农历腊月二十八、周日）至23日（农历正月初七、周一）放假调休，共9天。2月14日（周六）、2月28日（周六）上班。
三、清明节：4月4日（周六）至6日（周一）放假，共3天。
四、劳动节：5月1日（周五）至5日（周二）放假调休，共5
天。5月9日（周六）上班。
五、端午节：6月19日（周五）至21日（周日）放假，共3天。
六、中秋节：９月２５日（周五）至２７日（周日）放假，共３天。
七、国庆节：10月1日（周四）至7日（周三）放假调休，共7天。9月20日（周日）、10月10日（周六）上班。`,
};

describe('the notice of a year, pasted as it was published', () => {
  it.each(publishedYears)('$year reads back to what the product ships with', (known) => {
    const { faults, ...reading } = readNotice(notices[known.year] ?? '', known.year);
    expect(faults).toEqual([]);
    expect({ year: known.year, status: 'published', ...reading }).toEqual(known);
  });

  it('takes number and day of issue from wherever they stand', () => {
    const number = '发文字号：国办发明电[2025] 7 号\n发布日期：２０２５年１１月４日\n';
    expect(readNotice(number + notices[2026], 2026)).toMatchObject({
      notice: '国办发明电〔2025〕7号',
      issuedOn: '2025-11-04',
      faults: [],
    });
  });

  it.each([
    [
      '元旦：2022年12月31日至2023年1月2日放假调休，共3天。',
      { holidays: [{ name: '元旦', from: '2022-12-31', to: '2023-01-02' }] },
    ],
    [
      '一、元旦：12月31日至1月2日放假调休，共3天。12月25日（周日）上班。',
      { holidays: [{ name: '元旦', from: '2022-12-31', to: '2023-01-02' }], makeup: ['2022-12-25'] },
    ],
    [
      '春节：1月21日-27日放假，1月28日（星期六）、29日（星期天）上班',
      { holidays: [{ name: '春节', from: '2023-01-21', to: '2023-01-27' }], makeup: ['2023-01-28', '2023-01-29'] },
    ],
    [
      '七、国庆节：10月1日放假\n国务院办公厅\n2022年12月8日',
      { holidays: [{ name: '国庆节', from: '2023-10-01', to: '2023-10-01' }], issuedOn: '2022-12-08' },
    ],
    ['三、清明节：4月5日放假，共1天。', { holidays: [{ name: '清明节', from: '2023-04-05', to: '2023-04-05' }] }],
  ])('reads “%s” of 2023', (text, expected) => {
    expect(readNotice(text, 2023)).toMatchObject({ makeup: [], ...expected, faults: [] });
  });
});

describe('what cannot be read', () => {
  const faults = (text: string, year = 2026) => readNotice(text, year).faults.map(({ line, detail }) => [line, detail]);
  it.each([
    ['a wrong weekday', '通知\n\n一、元旦：1月1日（周五）放假。', [[3, '2026-01-01 是周四，文中写作周五']]],
    [
      'a wrong number of days',
      '一、元旦：1月1日（周四）至3日（周六）放假，共4天。',
      [[1, '日期合计 3 天，文中写作 4 天']],
    ],
    [
      'a day that does not exist',
      '二、春节：2月28日至30日放假。\n三、清明节：4月31日放假。',
      [
        [1, '“30日”不是一个日期'],
        [2, '“4月31日”不是一个日期'],
        [2, '没有读出“清明节”的放假日期'],
      ],
    ],
    ['an item without days', '一、元旦：放假一天。', [[1, '没有读出“元旦”的放假日期']]],
    ['days of which nothing is said', '一、元旦：1月1日放假。另有1月5日。', [[1, '句末的日期没有写明放假还是上班']]],
    ['the notice of another year', notices[2025] ?? '', [[0, '这是2025年的通知，不是2026年的']]],
    [
      'rows of another year',
      'name,from,to,makeup\n元旦,2025-01-01,2025-01-01,\n春节,2025-01-28,2025-02-04,2025-01-26',
      [[0, '没有一天在2026年，请核对是不是别的年份的通知']],
    ],
    ['something else', '关于做好值班工作的通知', [[0, '没有读出放假安排：请粘贴通知原文、表格或 CSV']]],
    ['nothing', '', [[0, '没有读出放假安排：请粘贴通知原文、表格或 CSV']]],
    ['a row without days', '节日\t开始\t结束\n春节\t待定\t', [[2, '没有读出“春节”的放假日期']]],
    ['a row without a name', ',2026-01-01,2026-01-03,', [[1, '没有写节日名称']]],
  ])('%s is named with its line', (_, text, expected) => expect(faults(text)).toEqual(expected));
});

describe('a table or a CSV', () => {
  const expected = {
    holidays: [
      { name: '元旦', from: '2026-01-01', to: '2026-01-03' },
      { name: '春节', from: '2026-02-15', to: '2026-02-23' },
      { name: '清明节', from: '2026-04-04', to: '2026-04-04' },
    ],
    makeup: ['2026-01-04', '2026-02-14', '2026-02-28'],
    faults: [],
  };
  it.each([
    [
      'copied from Excel',
      '节日\t开始\t结束\t调休上班\n元旦\t2026/1/1\t2026/1/3\t2026/1/4\n春节\t2026/2/15 0:00\t2026/2/23\t2026/2/14、2026/2/28\n清明节\t2026/4/4\t\t',
    ],
    [
      'copied from Word, with the range in one cell',
      '节日\t放假时间\t调休上班日期\t放假天数\n元旦\t1月1日（周四）至3日（周六）\t1月4日（周日）\t3天\n春节\t2月15日至23日\t2月14日、28日\t共9天\n清明节\t4月4日\t\t1',
    ],
    ['without a head', '元旦\t1月1日至3日\t1月4日\n春节\t2.15-2.23\t2月14日 2月28日\n清明节\t4月4日'],
    [
      'as CSV',
      'name,from,to,makeup\n元旦,2026-01-01,2026-01-03,2026-01-04\n春节,2026-02-15,2026-02-23,2026-02-14;2026-02-28\n清明节,2026-04-04,2026-04-04,\n',
    ],
    [
      'as CSV with other columns, quotes and full-width commas',
      '放假天数，节日，放假开始，放假结束，上班\n3，元旦，20260101，20260103，2026年1月4日\n9,春节,2026-02-15,2026-02-23,"2026-02-14,2026-02-28"\n1,清明节,2026-04-04,2026-04-04,',
    ],
  ])('%s', (_, text) => expect(readNotice(text, 2026)).toMatchObject(expected));
});

const names = ['元旦', '春节', '清明节', '劳动节', '端午节', '国庆节、中秋节'];
/** A notice with its holidays in order, each with make-up days on weekends beside it. */
const anyNotice = fc
  .record({
    year: fc.integer({ min: 2020, max: 2060 }),
    each: fc.array(
      fc.record({
        after: fc.integer({ min: 10, max: 35 }),
        length: fc.integer({ min: 1, max: 9 }),
        makeup: fc.array(fc.integer({ min: 0, max: 7 }), { maxLength: 3 }),
      }),
      { minLength: names.length, maxLength: names.length },
    ),
  })
  .map(({ year, each }) => {
    let day = addDays(`${year}-01-01`, -12);
    const holidays: CalendarYear['holidays'] = [];
    const makeup = each.map(({ after, length, makeup: picks }, i) => {
      const from = i === 0 ? addDays(`${year}-01-01`, 1 - length) : addDays(day, after);
      day = addDays(from, length - 1);
      holidays.push({ name: names[i] ?? '', from, to: day });
      const near = datesBetween(addDays(from, -8), addDays(day, 8));
      const weekend = near.filter((date) => weekdayOf(date) > 5 && (date < from || date > day));
      return [...new Set(picks.flatMap((pick) => weekend[pick] ?? []))].toSorted();
    });
    return { year, holidays, makeup };
  });

const numerals = '一二三四五六七';
const said = (date: string, month = true): string =>
  `${month ? `${Number(date.slice(5, 7))}月` : ''}${Number(date.slice(8))}日（周${numerals.replace('七', '日')[weekdayOf(date) - 1]}）`;

describe('any notice', () => {
  const expected = ({ holidays, makeup }: { holidays: CalendarYear['holidays']; makeup: string[][] }) => ({
    holidays,
    makeup: [...new Set(makeup.flat())].toSorted(),
    faults: [],
  });

  it('reads back as it was written in sentences', () => {
    fc.assert(
      fc.property(anyNotice, (notice) => {
        const text = notice.holidays.map(({ name, from, to }, i) => {
          const days = datesBetween(from, to).length;
          const range = days === 1 ? '' : `至${said(to, from.slice(5, 7) !== to.slice(5, 7))}`;
          const work = notice.makeup[i]?.map((date) => said(date)).join('、');
          return `${numerals[i]}、${name}：${said(from)}${range}放假，共${days}天。${work ? `${work}上班。` : ''}`;
        });
        expect(readNotice(text.join('\n'), notice.year)).toMatchObject(expected(notice));
      }),
    );
  });

  it('reads back as it was written in rows', () => {
    fc.assert(
      fc.property(anyNotice, fc.constantFrom('\t', ','), (notice, comma) => {
        const rows = notice.holidays.map(({ name, from, to }, i) =>
          [name, from, to, notice.makeup[i]?.join(';') ?? ''].join(comma),
        );
        expect(readNotice(rows.join('\r\n'), notice.year)).toMatchObject(expected(notice));
      }),
    );
  });

  it('never throws, whatever was pasted', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom(...'一、元旦：1月2日（周四）至,\t放假上班。\n共天2026-/"') }),
        (text) => {
          const { holidays, makeup } = readNotice(text, 2026);
          // Whatever was read is a day, so that the form can show it.
          const year: CalendarYear = { year: 2026, status: 'published', notice: '', issuedOn: null, holidays, makeup };
          expect(checkCalendarYear(year).filter(({ detail }) => detail.includes('不存在'))).toEqual([]);
        },
      ),
      { numRuns: 500 },
    );
  });
});
