import {
  checkRecord,
  readRecordSheet,
  recordKinds,
  wordsOf,
  type RecordField,
  type RecordKind,
  type RecordValue,
  type SheetCell,
  type WorkbookData,
} from '@nuanxin/domain';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { makeRecordTemplate, readWorkbook } from '../src/index.ts';
import { units } from './units.ts';

const projects = [
  { no: 1, name: '城乡养老服务体系建设', labelName: '养老服务' },
  { no: 12, name: '放心家政行动', labelName: '放心家政' },
];
const names = ['甘棠镇', '仙源镇'];
const words = fc.string({
  unit: fc.constantFrom(...'大白话宣讲入户走访“暖心”（一）0Ab ，'),
  minLength: 1,
  maxLength: 20,
});

/** What a person enters into a cell, and what it means. */
function entered(field: RecordField): fc.Arbitrary<{ cell: SheetCell; value: RecordValue }> {
  const text = (shown: string, value: RecordValue) => ({ cell: cell(shown), value });
  const number = (value: number) => ({ cell: { ...cell(String(value)), number: value }, value });
  const { min = 0, max = 100 } = field;
  switch (field.type) {
    case 'word':
      return fc.constantFrom(...Object.entries(wordsOf(field))).map(([code, label]) => text(label, code));
    case 'yes':
      return fc.constant(text('是', true));
    case 'project':
      return fc.constantFrom(...projects).map(({ no, name }) => text(name, no));
    case 'day':
      return fc
        .constantFrom('2025-01-01', '2025-06-30')
        .map((day) => ({ cell: { ...cell(day), date: day }, value: day }));
    case 'integer':
      return fc.integer({ min, max }).map(number);
    case 'number':
      return fc.integer({ min, max }).map(number);
    case 'link':
      return fc.nat(99).map((n) => text(`https://www.hsq.gov.cn/${n}`, `https://www.hsq.gov.cn/${n}`));
    case 'text':
      return words.filter((each) => each.trim() !== '').map((each) => text(each, each.trim()));
  }
}

function cell(text: string): SheetCell {
  return { text, number: null, date: null, formula: 'none', error: false };
}

const templates = new Map<string, Promise<WorkbookData>>();
function templateOf(kind: RecordKind): Promise<WorkbookData> {
  const made =
    templates.get(kind.code) ??
    makeRecordTemplate({ kind, year: 2025, units: names, projects: projects.map(({ name }) => name) }).then((bytes) =>
      readWorkbook(Buffer.from(bytes), '登记表.xlsx'),
    );
  templates.set(kind.code, made);
  return made;
}

describe.each(recordKinds)('the template of $label', (kind) => {
  it('filled in with what it allows, comes back with the very values and without a finding', async () => {
    const { sheets, format } = await templateOf(kind);
    const [sheet] = sheets;
    if (!sheet) throw new Error('no sheet');
    const required = kind.fields.filter((field) => field.required).map(({ code }) => code);
    const sums = kind.atMost ?? [];
    // So that what goes into a total is not more than it.
    const allowed = (field: RecordField): RecordField => {
      if (sums.some(({ total }) => total === field.code)) return { ...field, min: field.max ?? 0 };
      const within = sums.find(({ sum }) => sum.includes(field.code));
      return within ? { ...field, max: Math.floor((field.max ?? 0) / within.sum.length) } : field;
    };
    const row = fc.record({
      unit: fc.constantFrom(...names),
      values: fc.record(Object.fromEntries(kind.fields.map((field) => [field.code, entered(allowed(field))])), {
        requiredKeys: required,
      }) as fc.Arbitrary<Record<string, { cell: SheetCell; value: RecordValue }>>,
    });
    fc.assert(
      fc.property(row, ({ unit, values }) => {
        const day = { ...cell('2025-05-08'), date: '2025-05-08' };
        const line = [
          cell(unit),
          ...(kind.dateLabel === null ? [] : [day]),
          ...kind.fields.map(({ code }) => values[code]?.cell ?? null),
        ];
        const wanted = Object.fromEntries(Object.entries(values).map(([code, { value }]) => [code, value]));
        fc.pre(checkRecord(kind, kind.dateLabel && '2025-05-08', wanted, new Set([1, 12]), '2099-12-31').length === 0);
        const filled = { format, sheets: [{ ...sheet, rows: [...sheet.rows, line] }, ...sheets.slice(1)] };
        const read = readRecordSheet(filled, {
          kind,
          fileName: '登记表.xlsx',
          units,
          year: 2025,
          today: '2099-12-31',
          projects: { 2025: projects },
        });
        expect(read.rows).toMatchObject([{ unit: { name: unit }, values: wanted, findings: [] }]);
        expect(read).toMatchObject({ ignored: [], unknownHeaders: [] });
      }),
      { numRuns: 50 },
    );
  });
});
