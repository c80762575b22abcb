import { annex7, readImport, type DocumentData, type FormContext, type ImportSetting } from '@nuanxin/domain';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readSent } from '../src/index.ts';
import { docx } from './docx.ts';
import { units } from './units.ts';

const contextOf = (): FormContext => ({ kind: 'township', quarter: 2, villages: 5 });
type Given = Partial<Pick<ImportSetting, 'fileName' | 'period' | 'scope' | 'decisions'>>;
const TITLE = '甘棠镇2025年第二季度民生实事宣传工作小结';
const none = { cells: [], units: [], headers: [], confirmed: [] };

function read(paragraphs: string[], given: Given = {}, more: Partial<DocumentData> = {}) {
  const document = { format: 'docx' as const, paragraphs, rest: [], notes: false, ...more };
  const reading = readImport(document, { form: annex7, units, contextOf, fileName: '小结.docx', ...given });
  const [row] = reading.rows;
  if (!row) throw new Error('no row');
  return { ...row, period: reading.period, codes: row.findings.map(({ level, code }) => `${level} ${code}`) };
}
const refusal = (...given: Parameters<typeof read>): unknown => {
  try {
    return read(...given).outcome;
  } catch (error) {
    const { code, detail } = error as { code: string; detail: string };
    return [code, detail];
  }
};

describe('a work summary', () => {
  it('D08 is split by its headings; title, addressee and signature belong to no part', () => {
    const row = read([
      TITLE,
      '区民生办：',
      '　　二季度以来，甘棠镇认真贯彻区委、区政府部署要求，现将有关情况汇报如下：',
      '一、主要做法',
      '（一）加强组织领导。成立工作专班。',
      '1.开展“宣讲+互动”12场。',
      '一是进村入户，二是线上推送。',
      '（二）集中宣传月',
      '发放宣传单3200份。',
      '二、宣传成效：群众知晓率明显提高。',
      '三、存在问题',
      '部分村宣传形式单一。',
      '四、下一步打算',
      '继续开展暖心回访。',
      '甘棠镇人民政府',
      '2025年6月30日',
    ]);
    expect(row).toMatchObject({
      sheet: '工作小结',
      row: 1,
      period: '2025Q2',
      unit: { code: '341003100', name: '甘棠镇' },
      outcome: 'accepted',
      findings: [],
    });
    expect(row.values).toEqual({
      main_practices: [
        '二季度以来，甘棠镇认真贯彻区委、区政府部署要求，现将有关情况汇报如下：',
        '（一）加强组织领导。成立工作专班。',
        '1.开展“宣讲+互动”12场。',
        '一是进村入户，二是线上推送。',
        '（二）集中宣传月',
        '发放宣传单3200份。',
      ].join('\n'),
      results: '群众知晓率明显提高。',
      problems: '部分村宣传形式单一。',
      next_steps: '继续开展暖心回访。',
    });
  });

  it('with five headings: what belongs to one part is joined, each piece under its own heading', () => {
    const { values, codes } = read([
      TITLE,
      '一、总体情况',
      '总体平稳。',
      '二、主要做法',
      '多措并举。',
      '三、特色亮点和典型案例',
      '“大白话”宣讲。',
      '四、存在的问题',
      '人手少。',
      '五、下一步工作打算',
      '补短板。',
    ]);
    expect(codes).toEqual([]);
    expect(values).toEqual({
      main_practices: '一、总体情况\n总体平稳。\n二、主要做法\n多措并举。',
      results: '“大白话”宣讲。',
      problems: '人手少。',
      next_steps: '补短板。',
    });
  });

  it('with three headings: the part that is missing is named', () => {
    const row = read([TITLE, '一、主要做法', '甲', '二、存在问题', '乙', '三、下步打算', '丙']);
    expect(row.codes).toEqual(['warning part_missing']);
    expect(row.findings[0]).toMatchObject({ field: 'results', detail: expect.stringContaining('“宣传成效”') });
  });

  it('a heading that names two parts: the text stays whole in the first, under the heading, and the other is named', () => {
    const row = read([TITLE, '一、主要做法及成效', '甲', '二、存在问题及下一步打算', '乙']);
    expect(row.values).toEqual({
      main_practices: '一、主要做法及成效\n甲',
      problems: '二、存在问题及下一步打算\n乙',
    });
    expect(row.findings.map(({ code, detail }) => [code, detail])).toEqual([
      ['heading_joined', expect.stringContaining('“宣传成效”没有单独的文字')],
      ['heading_joined', expect.stringContaining('“下一步打算”没有单独的文字')],
    ]);
    expect(row.outcome).toBe('accepted');
  });

  it('below a heading that names two parts, the headings of the two divide the text', () => {
    const lines = ['二、存在问题及下一步打算', '（一）存在问题', '乙', '（二）下一步打算', '丙'];
    const row = read([TITLE, '一、主要做法', '（一）存在问题', '甲', ...lines]);
    expect(row.values).toEqual({ main_practices: '（一）存在问题\n甲', problems: '乙', next_steps: '丙' });
    expect(row.codes).toEqual(['warning part_missing']);
  });

  it('a heading that is no part of the form is told, and its text stays behind the part before it', () => {
    const row = read([TITLE, '一、加强组织领导', '甲', '二、存在问题', '乙', '三、意见建议', '丙']);
    expect(row.values).toEqual({ main_practices: '一、加强组织领导\n甲', problems: '乙\n三、意见建议\n丙' });
    expect(row.findings.filter(({ code }) => code === 'unknown_heading')).toMatchObject([
      { text: '一、加强组织领导', field: 'main_practices', detail: expect.stringContaining('“主要做法”') },
      { text: '三、意见建议', field: 'problems', detail: expect.stringContaining('“存在问题”') },
    ]);
  });

  it('without headings: all of it goes to the first part, once somebody has confirmed it', () => {
    const row = read([TITLE, '二季度，甘棠镇开展宣传12场。', '下一步，将继续宣传。', '甘棠镇', '2025.6.30']);
    expect(row.values).toEqual({ main_practices: '二季度，甘棠镇开展宣传12场。\n下一步，将继续宣传。' });
    expect([row.outcome, row.codes]).toEqual(['confirm', ['confirm no_heading']]);
    const { code, cell, readsAs } = row.findings[0] ?? { code: '', cell: null, readsAs: null };
    expect(readsAs).toBe('主要做法');
    expect([code, cell]).toEqual(['no_heading', null]);
  });

  it.each([
    ['full-width and other signs behind the number', ['一．主要做法', '甲', '二 、 存 在 问 题', '乙']],
    ['numbers of another kind', ['1. 主要做法', '甲', '2．存在问题：', '乙']],
    ['brackets', ['（一）主要做法', '甲', '（二）存在问题', '乙']],
    ['no numbers', ['主要做法', '甲', '【存在问题】', '乙']],
    ['text behind a colon, a full stop or a space', ['一、主要做法：甲', '二、存在问题。乙']],
    ['text behind a space', ['一、主要做法 甲', '存在问题：乙']],
    ['a table with a label beside each text', ['主要做法\t甲', '存在问题\t乙']],
    ['soft line breaks', ['一、主要做法\n甲\n二、存在问题\n乙']],
    ['the period before the words', ['一、二季度工作开展情况', '甲', '二、工作中存在的问题', '乙']],
    ['parts', ['第一部分 主要做法', '甲', '第二部分 存在的困难和问题', '乙']],
  ])('headings with %s are headings', (_, lines) => {
    const { values } = read([TITLE, ...lines]);
    expect(values).toEqual({ main_practices: '甲', problems: '乙' });
  });

  it('sentences that begin like headings are none', () => {
    const lines = [
      '一是加强宣传。',
      '第一，加强领导。',
      '问题：部分群众不了解。',
      '下一步，将加大力度。',
      '存在问题不容忽视，须改进。',
    ];
    const { values } = read([TITLE, '一、主要做法', ...lines, '二、存在问题', '乙']);
    expect(values).toEqual({ main_practices: lines.join('\n'), problems: '乙' });
  });

  it('a text that is too long is named with its length, and nothing of the document is taken', () => {
    const row = read([TITLE, '一、主要做法', '好'.repeat(2001), '二、存在问题', '乙']);
    const [finding] = row.findings;
    expect(row.outcome).toBe('rejected');
    expect(finding).toMatchObject({ level: 'error', code: 'too_long', field: 'main_practices' });
    expect(finding?.detail).toContain('“主要做法”有 2001 个字，不能超过 2000 个字');
  });

  it('a document without text says so', () => {
    expect(read([TITLE, '甘棠镇', '2025年6月30日'])).toMatchObject({ outcome: 'rejected', codes: ['error no_text'] });
  });

  it('notes are not taken, and that is told', () => {
    const row = read([TITLE, '一、主要做法', '甲'], {}, { rest: ['脚注'], notes: true });
    expect(row.codes).toContain('warning notes_left_out');
  });

  it('a mobile number anywhere is told', () => {
    const lines = [TITLE, '一、主要做法', '甲', '联系人：王晓明 13805591234'];
    expect(read(lines)).toMatchObject({ values: { main_practices: '甲' } });
    expect(read(lines).codes).toContain('warning mobile_number');
    expect(read(lines.slice(0, 3), {}, { rest: ['13805591234'] }).codes).toContain('warning mobile_number');
  });

  it.each<[string, string[], Partial<DocumentData>, string]>([
    ['in the text', [TITLE, '34100319800101123X'], {}, '小结.docx'],
    ['in a header or in deleted text', [TITLE], { rest: ['身份证 341003198001011234'] }, '小结.docx'],
    ['in the name of the file', [TITLE], {}, '341003198001011234.docx'],
    ['in a .doc', [], { format: 'doc', rest: ['…341003198001011234…'] }, '小结.doc'],
  ])('D52 an identity number %s refuses the file and is not repeated', (_, paragraphs, more, fileName) => {
    const said = refusal(paragraphs, { fileName }, more);
    expect(said).toEqual(['personal_info', expect.stringContaining('身份证')]);
    expect(JSON.stringify(said)).not.toContain('341003');
  });

  it('D09 a .doc or .wps is kept without its text: unit and period stand in its name', () => {
    const row = read([], { fileName: '附件7-仙源镇-2025年第二季度工作小结(终稿2).wps' }, { format: 'doc' });
    expect(row).toMatchObject({ outcome: 'accepted', unit: { name: '仙源镇' }, period: '2025Q2', values: {} });
    expect(row.findings).toMatchObject([{ level: 'warning', code: 'text_not_extracted' }]);
    expect(row.findings[0]?.detail).toContain('另存为 .docx');
  });
});

describe('the unit of a work summary', () => {
  const body = ['一、主要做法', '甲', '二、存在问题', '乙'];
  const unitOf = (paragraphs: string[], given: Given = {}) => {
    const { unit, findings } = read(paragraphs, { period: '2025Q2', ...given });
    return [unit?.name ?? null, findings.find(({ code }) => code.startsWith('unit_'))?.code ?? null];
  };

  it.each([
    ['the title', [TITLE, ...body], '小结.docx', '甘棠镇'],
    ['a title with the period first', ['2025年第二季度仙源镇民生实事宣传工作总结', ...body], '1.docx', '仙源镇'],
    [
      'a title over two lines',
      ['黄山区焦村镇', '2025年二季度“民生实事·温暖人心”活动小结', ...body],
      '1.docx',
      '焦村镇',
    ],
    ['a line under the title', ['工作小结', '区教育局', ...body], '1.docx', '区教育局'],
    ['a title whose unit has words of it', ['区委宣传部2025年二季度宣传工作情况汇报', ...body], '1.docx', '区委宣传部'],
    ['the signature', ['工作小结', ...body, '黄山区教育局', '2025年6月30日'], '1.docx', '区教育局'],
    [
      'one line of unit and day',
      ['工作小结', ...body, '甘棠镇人民政府（盖章）', '二〇二五年六月三十日'],
      '1.docx',
      '甘棠镇',
    ],
    ['unit and day in one line', ['工作小结', ...body, '汤口镇 2025年6月30日'], '1.docx', '汤口镇'],
    ['a line that says so', ['工作小结', '填报单位：汤口镇 填报人：王晓明', ...body], '1.docx', '汤口镇'],
    ['a last line that says so', ['工作小结', ...body, '填报单位：汤口镇  填报人：王晓明'], '1.docx', '汤口镇'],
    ['the name of the file', body, '附件7_甘棠镇_二季度小结（报区民生办）.docx', '甘棠镇'],
    ['an old name', ['乌石乡2025年第二季度工作小结', ...body], '1.docx', '乌石镇'],
  ])('stands in %s', (_, paragraphs, fileName, unit) => {
    expect(unitOf(paragraphs, { fileName })[0]).toBe(unit);
  });

  it('is never guessed: what is only like a unit gets suggestions', () => {
    const row = read(['新民乡2025年第二季度工作小结', ...body], { fileName: '新明乡.docx' });
    expect(row).toMatchObject({ unit: null, unitText: '新民乡', outcome: 'rejected' });
    expect(row.findings[0]).toMatchObject({ code: 'unit_unknown', detail: expect.stringContaining('新明乡') });
    expect(row.findings[0]?.detail).not.toMatch(/^第\d+行/);
    const decided = { ...none, units: [{ text: '新民乡', unit: '341003200' }] };
    expect(unitOf(['新民乡2025年第二季度工作小结', ...body], { decisions: decided })).toEqual([
      '新明乡',
      'unit_decided',
    ]);
  });

  it('must be the same wherever it is named', () => {
    const row = read([TITLE, ...body, '仙源镇人民政府', '2025年6月30日']);
    expect(row).toMatchObject({ unit: null, outcome: 'rejected' });
    expect(row.findings[0]).toMatchObject({
      code: 'unit_conflict',
      detail: '标题写的是“甘棠镇”，落款写的是“仙源镇”，请改为一致后重新导入',
    });
    expect(unitOf([TITLE, ...body], { fileName: '汤口镇小结.docx' })).toEqual([null, 'unit_conflict']);
  });

  it('that nobody names has to be named somewhere', () => {
    const { findings } = read(['2025年第二季度工作小结', ...body]);
    expect(findings[0]).toMatchObject({ code: 'unit_unknown', detail: expect.stringContaining('标题、落款或文件名') });
  });

  it('is the one that the file is said to be for, unless it names another', () => {
    const decisions = { ...none, unit: '341003100' };
    expect(unitOf(['2025年第二季度工作小结', ...body], { decisions })).toEqual(['甘棠镇', null]);
    expect(unitOf([TITLE, ...body], { decisions })).toEqual(['甘棠镇', null]);
    expect(unitOf(['甘棠镇党政办工作小结', ...body], { decisions })).toEqual(['甘棠镇', 'unit_given']);
    expect(unitOf(['仙源镇工作小结', ...body], { decisions })).toEqual(['仙源镇', 'unit_other']);
    expect(unitOf([TITLE, ...body], { decisions, scope: ['341003101'] })).toEqual(['甘棠镇', 'unit_scope']);
  });

  it('a workbook follows the same rule', () => {
    const sheet = (unit: string) => ({
      format: 'csv' as const,
      sheets: [
        {
          name: '表',
          hidden: false,
          merges: [],
          rows: [
            [`填报单位：${unit}`],
            ['指标', '数量'],
            ['区级媒体刊播数', '3'],
            ['联络员人数', '8'],
            ['海报张贴数', '5'],
          ].map((row) =>
            row.map((text) => ({ text, number: null, date: null, formula: 'none' as const, error: false })),
          ),
        },
      ],
    });
    const setting = { form: annex7, units, contextOf, fileName: '表.csv', period: '2025Q2' };
    const decisions = { ...none, unit: '341003100' };
    const [row] = readImport(sheet(''), { ...setting, decisions }).rows;
    expect([row?.unit?.name, row?.outcome]).toEqual(['甘棠镇', 'accepted']);
    const [other] = readImport(sheet('仙源镇'), { ...setting, decisions }).rows;
    expect(other).toMatchObject({ outcome: 'rejected', findings: [{ code: 'unit_other' }] });
  });
});

describe('the period of a work summary', () => {
  const body = ['一、主要做法', '甲'];
  it.each<[string, string[], Given, string]>([
    ['in the title', [TITLE, ...body], {}, '2025Q2'],
    ['in brackets under the title', ['甘棠镇工作小结', '（2025年第三季度）', ...body], {}, '2025Q3'],
    ['in the name of the file', ['甘棠镇工作小结', ...body], { fileName: '2025年四季度.docx' }, '2025Q4'],
    ['chosen', ['甘棠镇工作小结', ...body], { period: '2025Q1' }, '2025Q1'],
  ])('stands %s', (_, paragraphs, given, period) => expect(read(paragraphs, given).period).toBe(period));

  it('that differs from the chosen one, or is not there, refuses the file', () => {
    expect(refusal([TITLE, ...body], { period: '2025Q1' })).toMatchObject(['period_mismatch', /标题写的是 2025Q2/]);
    expect(refusal(['甘棠镇工作小结', ...body])).toMatchObject(['period_unknown', /./]);
  });
});

/** Texts as people write them: no line of its own is a heading, a signature or blank at its ends. */
const line = fc
  .array(fc.constantFrom(...'群众宣传到户开展活动，发放资料；（一）1.2A&<>“”　 场次—……🙂'), {
    minLength: 1,
    maxLength: 30,
  })
  .map((chars) => `共${chars.join('').trim()}。`);
const text = fc.array(line, { minLength: 1, maxLength: 5 }).map((lines) => lines.join('\n'));

describe('whatever stands under the four headings', () => {
  it('comes back as it was written, letter for letter', async () => {
    const codes = ['main_practices', 'results', 'problems', 'next_steps'] as const;
    const headings = ['一、主要做法', '二、宣传成效', '三、存在问题', '四、下一步打算'];
    await fc.assert(
      fc.asyncProperty(fc.tuple(text, text, text, text), async (texts) => {
        const lines = texts.flatMap((each, i) => [headings[i] ?? '', ...each.split('\n')]);
        const file = await readSent(docx(TITLE, ...lines, '甘棠镇人民政府', '2025年6月30日'), '小结.docx');
        const { rows } = readImport(file, { form: annex7, units, contextOf, fileName: '小结.docx' });
        expect(rows[0]?.values).toEqual(Object.fromEntries(codes.map((code, i) => [code, texts[i]])));
        expect(rows[0]?.outcome).toBe('accepted');
      }),
      { numRuns: 300 },
    );
  }, 60_000);
});
