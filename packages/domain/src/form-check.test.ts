import { describe, expect, it } from 'vitest';
import { annex7 } from './annex7.ts';
import { checkForm, checkTexts, lacksSummary, fieldsFor, type FormContext } from './form-check.ts';

const township: FormContext = { kind: 'township', quarter: 2, villages: 5 };
/** Findings about a report, without those about missing evidence. */
const found = (values: Record<string, number>, context: Partial<FormContext> = {}): string[] =>
  checkForm(annex7, values, { ...township, ...context })
    .filter(({ code }) => code !== 'evidence_missing')
    .map(({ level, code, field }) => `${level} ${code} ${field}`);

describe('the form of annex 7', () => {
  it.each([
    ['township', 43],
    ['department', 39],
    ['media', 6],
    [null, 44],
  ] as const)('shows a %s %i fields', (kind, count) => expect(fieldsFor(annex7, kind)).toHaveLength(count));
  it('names only fields that exist in its rules', () => {
    const codes = new Set(annex7.fields.map(({ code }) => code));
    const named = annex7.rules.flatMap((rule) => ('other' in rule ? [rule.field, rule.other] : [rule.field]));
    expect(named.filter((code) => !codes.has(code))).toEqual([]);
  });
});

describe('a single value', () => {
  it.each([
    ['F0101', 999, []],
    ['F0101', 1000, ['error out_of_range F0101']],
    ['F0605', 99_999_999, []],
    ['F0605', 100_000_000, ['error out_of_range F0605']],
    ['F0605', -1, ['error negative F0605']],
    ['F0605', 2.5, ['error not_integer F0605']],
    ['F0106', 3, ['warning field_not_for_unit F0106']],
    ['F9999', 3, ['error unknown_field F9999']],
  ])('%s = %d', (code, value, expected) => expect(found({ [code]: value })).toEqual(expected));
  it('above zero asks for its evidence, once given no more', () => {
    const codes = (evidence: Record<string, string[]>) =>
      checkForm(annex7, { F0103: 2 }, township, evidence).map(({ code, level }) => [level, code]);
    expect(codes({})).toEqual([['warning', 'evidence_missing']]);
    expect(codes({ F0103: ['https://example.org'] })).toEqual([]);
  });
  it('takes an attached file for evidence, but not where a link is asked for', () => {
    const missing = (attached: string[]) =>
      checkForm(annex7, { F0103: 2, F0105: 2, F0206: 2 }, { ...township, attached })
        .filter(({ code }) => code === 'evidence_missing')
        .map(({ field }) => field);
    expect(missing([])).toEqual(['F0103', 'F0105', 'F0206']);
    expect(missing(['F0103', 'F0105', 'F0206'])).toEqual(['F0103']);
    expect(missing(['F0206'])).toEqual(['F0103', 'F0105']);
  });
});

describe('values that have to fit together', () => {
  it.each<[string, Record<string, number>, Partial<FormContext>, string[]]>([
    ['printed more than sent to provincial media', { F0104: 1, F0105: 2 }, {}, ['warning cross_field F0105']],
    ['provincial more than all', { F0203: 1, F0204: 2 }, {}, ['error cross_field F0204']],
    ['D50 people without a training', { F0502: 0, F0503: 60 }, {}, ['error cross_field F0503']],
    ['a training without people', { F0502: 1, F0503: 0 }, {}, ['error cross_field F0503']],
    ['a blank is not a zero', { F0503: 60 }, {}, []],
    ['501 people a session', { F0504: 2, F0505: 1001 }, {}, ['warning cross_field F0505']],
    ['500 people a session', { F0504: 2, F0505: 1000 }, {}, []],
    ['campaign month more than all activities', { F0601: 2, F0602: 1 }, {}, ['error cross_field F0601']],
    ['no window in a township', { F0302: 0 }, {}, ['warning below_expected F0302']],
    ['no window in a department', { F0302: 0 }, { kind: 'department' }, []],
    ['fewer postings than villages', { F0304: 4 }, {}, ['warning below_expected F0304']],
    ['fewer liaisons than villages and one', { F0501: 5 }, {}, ['warning below_expected F0501']],
    ['villages unknown', { F0501: 0 }, { villages: null }, []],
    ['nothing disclosed', { F0308: 0 }, {}, ['warning below_expected F0308']],
    ['R37 no return visit in the last quarter', { F0507: 0 }, { quarter: 4 }, ['warning below_expected F0507']],
    ['no return visit in the second', { F0507: 0 }, {}, []],
    ['R85 no campaign month in May', { F0601: 0 }, {}, ['warning below_expected F0601']],
    ['no campaign month in summer', { F0601: 0 }, { quarter: 3 }, []],
    [
      'answered more than collected this quarter, not this year',
      { F0508: 1, F0509: 3 },
      { yearToDate: { F0508: 5, F0509: 1 } },
      [],
    ],
    [
      'answered more than collected this year',
      { F0508: 1, F0509: 3 },
      { yearToDate: { F0508: 5, F0509: 4 } },
      ['error cross_field F0509'],
    ],
    ['R60 more logos than sites', { F0305: 4 }, { registers: { sites: 3 } }, ['error over_register F0305']],
    ['R60 no register yet', { F0305: 4 }, {}, []],
    [
      'R61 more boards than engineering sites',
      { F0306: 2 },
      { registers: { engineering_sites: 1 } },
      ['error over_register F0306'],
    ],
    [
      'R79 more visits than households',
      { F0506: 9 },
      { registers: { households: 8 } },
      ['warning over_register F0506'],
    ],
    ['R87 110 % of the letters', { F0604: 60 }, { yearToDate: { F0604: 50 }, registers: { letters: 100 } }, []],
    [
      'R87 111 %',
      { F0604: 61 },
      { yearToDate: { F0604: 50 }, registers: { letters: 100 } },
      ['warning over_register F0604'],
    ],
  ])('%s', (_, values, context, expected) => expect(found(values, context)).toEqual(expected));
});

describe('the work summary', () => {
  it.each([
    ['an identity number', { problems: '张某341003198001011234反映' }, ['error personal_info problems']],
    ['a mobile number', { phone: '13805591234' }, ['warning mobile_number phone']],
    ['an office number', { phone: '0559-8532000' }, []],
    ['a day that does not exist', { report_date: '2025-06-31' }, ['error bad_date report_date']],
    ['too many words', { preparer: '王'.repeat(41) }, ['error too_long preparer']],
    ['an item of another form', { mood: '好' }, ['error unknown_field mood']],
  ])('%s', (_, texts, expected) =>
    expect(
      checkTexts(annex7, texts as Record<string, string>).map(({ level, code, field }) => `${level} ${code} ${field}`),
    ).toEqual(expected),
  );

  it.each([
    ['nothing but who filled it in', { preparer: '王五', main_practices: ' ' }, 0, true],
    ['one paragraph', { results: '群众满意' }, 0, false],
    ['a document instead', {}, 1, false],
  ])('is missing or there: %s', (_, texts, documents, missing) =>
    expect(lacksSummary(annex7, texts as Record<string, string>, documents)).toBe(missing),
  );
});
