import type { RecordRow } from '@nuanxin/contract';
import { recordKind, type RecordKindCode } from '@nuanxin/domain';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { alikeAmong } from '../src/features/records/alike.ts';
import { readCell, textOf } from '../src/features/records/cells.ts';
import { parseTable, pastedOf, tableText } from '../src/features/records/clipboard.ts';
import { columnsOf, optionsOf, type Column, type Context } from '../src/features/records/columns.ts';
import { found, initials } from '../src/features/records/initials.ts';
import { moved } from '../src/features/records/moves.ts';
import { textsOf } from '../src/features/records/read-file.ts';
import {
  bodyOf,
  carried,
  edited,
  isTouched,
  judge,
  newRow,
  rowOf,
  withDefaults,
  type Row,
} from '../src/features/records/rows.ts';

const contextOf = (kind: RecordKindCode, own: Context['own'] = null): Context => ({
  kind: recordKind(kind),
  year: 2025,
  projects: [
    { no: 3, name: '农村公路提质改造工程', labelName: '农村公路提质改造' },
    { no: 12, name: '老年助餐服务行动', labelName: '老年助餐' },
  ],
  units: [
    { code: '341003100', name: '甘棠镇', names: ['甘棠镇', '甘棠镇人民政府', '甘棠'] },
    { code: '341003101', name: '仙源镇', names: ['仙源镇', '仙源镇人民政府'] },
  ],
  own,
});
const publications = contextOf('publications');
const columns = columnsOf(publications.kind);
const column = (code: string): Column => {
  const one = columns.find((each) => each.code === code);
  if (!one) throw new Error(code);
  return one;
};
const typed = (row: Row, texts: Record<string, string>, pasted = false): Row =>
  Object.entries(texts).reduce((next, [code, text]) => edited(next, column(code), { text, pasted }, publications), row);
const full = { unit: '仙源镇', date: '6月3日', title: '暖民心', carrier: '电视', level: '区级' };
const record = (values: RecordRow['values'], more: Partial<RecordRow> = {}): RecordRow => ({
  id: '0198-a',
  kind: 'publications',
  year: 2025,
  unit: { code: '341003101', name: '仙源镇' },
  date: '2025-06-03',
  values,
  rates: null,
  duplicates: 0,
  attachments: 0,
  source: null,
  mayEdit: true,
  mayEditFields: null,
  createdBy: '仙源镇填报员',
  createdAt: '2025-06-03T10:00:00+08:00',
  updatedBy: '仙源镇填报员',
  updatedAt: '2025-06-03T10:00:00+08:00',
  version: 4,
  ...more,
});

describe('what is typed into a cell', () => {
  const read = (code: string, text: string, pasted = false) => readCell(column(code), text, publications, pasted);

  it('is read as a day in the ways in which people write one', () => {
    for (const text of ['6.3', '6-3', '6/3', '6月3日', '2025-06-03', '2025.6.3', '２０２５年６月３日'])
      expect([text, read('date', text)]).toEqual([text, { value: '2025-06-03', level: null, detail: '' }]);
    expect(read('date', '6.31').level).toBe('error');
    expect(read('date', '6.31').detail).toContain('“6.31”');
  });

  it('may have lost a zero when it was copied as a number, which has to be confirmed', () => {
    expect(read('date', '6.3', true)).toMatchObject({ value: '2025-06-03', level: 'confirm' });
    expect(read('date', '6.25', true)).toMatchObject({ value: '2025-06-25', level: null });
    expect(read('date', '6月3日', true)).toMatchObject({ level: null });
  });

  it('is read as a unit by any of its names, but not by a name that is like it', () => {
    expect(read('unit', ' 甘棠镇人民政府 ').value).toBe('341003100');
    expect(read('unit', '甘裳镇')).toMatchObject({ value: null, level: 'error' });
  });

  it('reads as the same value again, whatever the value is', () => {
    for (const each of columns) {
      for (const { value } of optionsOf(each, publications) ?? [])
        expect(readCell(each, textOf(each, value, publications), publications).value).toBe(value);
    }
    expect(textOf(column('project'), 12, publications)).toBe('老年助餐');
    expect(textOf(column('column'), true, publications)).toBe('是');
  });
});

describe('choosing by typing', () => {
  const options = optionsOf(column('carrier'), publications) ?? [];

  it('finds a word by its characters and by the first letters of its sound', () => {
    expect(initials('微信公众号')).toBe('wxgzh');
    expect(initials('民生实事 30项')).toBe('msss30x');
    expect(found(options, '公众').map(({ text }) => text)).toEqual(['微信公众号']);
    expect(found(options, 'wx').map(({ text }) => text)).toEqual(['微信公众号']);
    expect(found(options, 'ds')[0]?.text).toBe('电视');
    expect(found(options, '')).toHaveLength(8);
    expect(found(options, '墙报')).toEqual([]);
  });

  it('finds a project by its number before those whose number only begins so', () => {
    const projects = optionsOf(column('project'), publications) ?? [];
    expect(found(projects, '12').map(({ value }) => value)).toEqual([12]);
    expect(found(projects, 'ncgl').map(({ value }) => value)).toEqual([3]);
  });
});

describe('a row', () => {
  const judged = (row: Row) => judge(row, columns, publications);

  it('is sent as it was read', () => {
    const row = typed(newRow('a'), { ...full, project: '3', column: '√' });
    expect(judged(row)).toMatchObject({ errors: 0, confirms: 0 });
    expect(bodyOf(row, judged(row))).toEqual({
      unit: '341003101',
      date: '2025-06-03',
      values: { title: '暖民心', carrier: 'tv', level: 'district', project: 3, column: true },
    });
  });

  it('says what is missing only when it is to be saved', () => {
    const row = typed(newRow('a'), { title: '暖民心' });
    expect(judged(row).errors).toBe(0);
    const { cells } = judged({ ...row, checked: true });
    const missing = Object.entries(cells).filter(([, { level }]) => level === 'error');
    expect(missing.map(([code]) => code)).toEqual(['unit', 'date', 'carrier', 'level']);
    expect(cells.carrier?.detail).toBe('请填写“载体”');
  });

  it('belongs to the unit of who enters it, where that is one', () => {
    const own = contextOf('publications', { code: '341003101', name: '仙源镇' });
    const { unit: _, ...rest } = full;
    const row = typed({ ...newRow('a'), checked: true }, rest);
    expect(judge(row, columns, own)).toMatchObject({ errors: 0, unit: '341003101' });
  });

  it('keeps what cannot be read as it was typed, with the reason', () => {
    const row = typed(newRow('a'), { ...full, carrier: '墙报', link: 'www.hsq' }, true);
    const { cells, errors } = judged(row);
    expect([cells.carrier?.shown, cells.link?.shown, errors]).toEqual(['墙报', 'www.hsq', 2]);
    expect(cells.carrier?.detail).toContain('不在可选范围内');
  });

  it('says at once what contradicts within it, but not of what it could not read; which day it is, it does not know', () => {
    const row = typed(newRow('a'), { ...full, date: '2025-12-30', adoptedOn: '2025-12-31' });
    expect(judged(row).errors).toBe(0);
    const surveys = contextOf('surveys');
    const all = columnsOf(surveys.kind);
    const given = (heard: string) => {
      const texts = { date: '6月3日', valid: '100', knows: '90', unaware: '0', heard };
      const edits = Object.entries(texts).map(([code, text]) => [code, { text }]);
      const { cells } = judge({ ...newRow('a'), edits: Object.fromEntries(edits) }, all, surveys);
      return [cells.heard?.level, cells.knows?.level];
    };
    expect([given('20'), given('10'), given('若干')]).toEqual([
      [null, 'error'],
      [null, null],
      ['error', null],
    ]);
  });

  it('is not of another year than the one that is shown', () => {
    expect(judged(typed(newRow('a'), { ...full, date: '2024-12-30' })).cells.date?.detail).toContain('2025年');
  });

  it('waits for a reading that is not exact to be confirmed', () => {
    const visits = contextOf('visits', { code: '341003101', name: '仙源镇' });
    const all = columnsOf(visits.kind);
    const households = all.find(({ code }) => code === 'households');
    if (!households) throw new Error('households');
    const row = edited(newRow('a'), households, { text: '约200' }, visits);
    expect(judge(row, all, visits)).toMatchObject({ confirms: 1, cells: { households: { shown: '约200' } } });
    const confirmed = edited(row, households, { text: '约200', confirmed: true }, visits);
    expect(judge(confirmed, all, visits)).toMatchObject({ confirms: 0, values: { households: 200 } });
  });

  it('is unchanged again when the old text is typed', () => {
    const row = rowOf(record({ title: '暖民心', carrier: 'tv', level: 'district' }));
    const changed = typed(row, { carrier: '报纸' });
    expect([isTouched(changed), isTouched(typed(changed, { carrier: '电视' }))]).toEqual([true, false]);
    expect(bodyOf(changed, judged(changed))).toMatchObject({
      id: '0198-a',
      version: 4,
      values: { carrier: 'newspaper' },
    });
  });

  it('takes over from the row before what rows have in common, until something is typed over it', () => {
    const before = judged(typed(newRow('a'), { ...full, link: 'https://www.hsq.gov.cn/1', project: '12' }));
    const row = withDefaults(typed(newRow('b'), { carrier: '报纸' }), carried(before, columns));
    expect(row.defaults).toEqual({ unit: '341003101', date: '2025-06-03', level: 'district', project: 12 });
    // What was only taken over is no row yet.
    expect(isTouched(withDefaults(newRow('c'), carried(before, columns)))).toBe(false);
    expect(judged(row).cells.level?.origin).toBe('default');
    const over = typed(row, { level: '市级', project: '' });
    expect(judged(over).values).toEqual({ carrier: 'newspaper', level: 'city' });
  });

  it('shows what the service found until the cell is changed', () => {
    const row = { ...typed(newRow('a'), full), faults: { title: '不能用这个标题' } };
    expect(judged(row).cells.title?.detail).toBe('不能用这个标题');
    expect(judged(typed(row, { title: '另一个' })).errors).toBe(0);
  });
});

describe('cells copied from a sheet', () => {
  it('may have tabs, lines and quotation marks of their own', () => {
    expect(parseTable('a\t"b\nc"\t"d ""e"""\r\n\t2\t\r\n')).toEqual([
      ['a', 'b\nc', 'd "e"'],
      ['', '2', ''],
    ]);
    expect(parseTable('"半句\t3')).toEqual([['"半句', '3']]);
    expect(parseTable('一\t\r\n\r\n二\t')).toEqual([
      ['一', ''],
      ['二', ''],
    ]);
  });

  it('come back as they were copied', () => {
    const cell = fc.string({ unit: fc.constantFrom('a', '民', '\t', '\n', '"', ' ', '1') });
    const table = fc
      .tuple(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 5 }))
      .chain(([width, height]) =>
        fc.array(fc.array(cell, { minLength: width, maxLength: width }), { minLength: height, maxLength: height }),
      );
    fc.assert(
      fc.property(table, (rows) => {
        const filled = rows.filter((cells) => cells.some((text) => text.trim() !== ''));
        expect(parseTable(tableText(rows))).toEqual(filled);
      }),
    );
  });

  it('go where their header says, below the title of the sheet, and what nobody knows is named', () => {
    const table = parseTable('仙源镇宣传信息台账\t\t\t\n序号\t题目\t 媒体 类型\t备注\n1\t暖民心\t电视\t转发');
    expect(pastedOf(table, columns, columns, 3)).toEqual({
      lines: [{ title: '暖民心', carrier: '电视' }],
      byHeader: true,
      left: ['备注'],
      ignored: [],
    });
  });

  it('go one after the other from the chosen column without a header; what is too much is told', () => {
    const from = columns.findIndex(({ code }) => code === 'project');
    expect(pastedOf([['3', 'https://a.cn/', '多']], columns, columns, from)).toEqual({
      lines: [{ project: '3', link: 'https://a.cn/' }],
      byHeader: false,
      left: ['多'],
      ignored: [],
    });
    // One value that is called as a column is.
    expect(pastedOf([['标题', '电视']], columns, columns, 2).byHeader).toBe(false);
  });
});

describe('totals and notes below copied rows', () => {
  const header = ['报送单位', '报送日期', '标题', '载体'];
  const rows = [
    ['甘棠镇', '6.30', '合计有方：民生账本晒出来', '电视'],
    ['合计', '', '1', ''],
    ['注：数据截至6月底', '', '', ''],
  ];

  it('are no records, with a header and without one, and are named', () => {
    for (const table of [[header, ...rows], rows]) {
      const { lines, ignored } = pastedOf(table, columns, columns, 0);
      expect(lines.map(({ title }) => title)).toEqual(['合计有方：民生账本晒出来']);
      expect(ignored).toEqual(['合计', '注：数据截至6月底']);
    }
  });

  it('are found under 序号 too', () => {
    const table = [
      ['序号', '标题', '载体'],
      ['1', '暖民心', '电视'],
      ['总计', '', ''],
    ];
    expect(pastedOf(table, columns, columns, 0)).toMatchObject({ lines: [{ title: '暖民心' }], ignored: ['总计'] });
  });
});

describe('rows of a workbook', () => {
  it('are taken by their texts, and by their values where the text of a cell says something else', () => {
    const row = {
      row: 5,
      unit: { code: '341003101', name: '仙源镇' },
      date: '2025-06-30',
      values: { title: '暖民心' },
      texts: { unit: '仙源镇人民政府', date: '45838', title: '暖民心', carrier: '墙报' },
      findings: [
        {
          level: 'error' as const,
          code: 'unknown_word',
          cell: 'D5',
          field: 'carrier',
          text: '墙报',
          readsAs: null,
          detail: '',
        },
      ],
    };
    const read = textsOf({ ...row, date: '2025-06-29' }, columns, publications);
    expect(read.texts).toEqual({ unit: '仙源镇人民政府', date: '2025-06-29', title: '暖民心', carrier: '墙报' });
    expect(read.faults).toEqual({});
    const [finding] = row.findings;
    const later = { level: 'error' as const, code: 'future_day', field: 'date', detail: '第5行：报送日期晚于今天' };
    const findings = finding ? [{ ...finding, ...later }] : [];
    expect(textsOf({ ...row, findings }, columns, publications).faults).toEqual({ date: later.detail });
  });
});

describe('keys', () => {
  const size = { rows: 4, columns: 3 };
  const go = (key: string, row: number, at: number, more = {}, begun: number | null = null) => {
    const to = moved({ row, column: at }, { key, shift: false, ctrl: false, ...more }, size, begun);
    return to && [to.row, to.column];
  };

  it('move as in a sheet', () => {
    expect(go('Tab', 0, 2)).toEqual([1, 0]);
    expect(go('Tab', 1, 0, { shift: true })).toEqual([0, 2]);
    expect(go('Enter', 1, 1)).toEqual([2, 1]);
    expect(go('Enter', 1, 2, {}, 0)).toEqual([2, 0]);
    expect(go('Enter', 1, 2, { shift: true })).toEqual([0, 2]);
    expect(go('ArrowLeft', 1, 0)).toEqual([1, 0]);
    expect(go('ArrowDown', 0, 1, { ctrl: true })).toEqual([3, 1]);
    expect(go('Home', 2, 2)).toEqual([2, 0]);
    expect(go('End', 0, 0, { ctrl: true })).toEqual([3, 2]);
    expect(go('PageDown', 1, 1)).toEqual([3, 1]);
    expect(go('x', 1, 1)).toBeNull();
  });

  it('lead out of the grid with Tab past its ends', () => {
    expect([go('Tab', 3, 2), go('Tab', 0, 0, { shift: true })]).toEqual([null, null]);
  });
});

describe('what is pointed out and computed', () => {
  it('two rows look the same with the same link, or the same title on the same day', () => {
    const values = { title: '暖民心', link: 'https://a.cn/1' };
    const rows = [
      { key: 'a', unit: null, date: '2025-06-03', values },
      { key: 'b', unit: null, date: '2025-06-04', values: { title: '别的', link: 'https://a.cn/1' } },
      { key: 'c', unit: null, date: '2025-06-03', values: { title: '暖民心' } },
      { key: 'd', unit: null, date: '2025-06-05', values: { title: '暖民心' } },
    ];
    const alike = alikeAmong(recordKind('publications'), rows);
    expect(alike).toEqual(
      new Map([
        ['a', ['b', 'c']],
        ['b', ['a']],
        ['c', ['a']],
      ]),
    );
  });
});
