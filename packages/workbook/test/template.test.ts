import XLSX from '@e965/xlsx';
import { annex7, checkForm, fieldsFor, readImport, type FormContext } from '@nuanxin/domain';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { makeTemplate, readWorkbook, type TemplateInput } from '../src/index.ts';
import { units } from './units.ts';

const context: FormContext = { kind: 'township', quarter: 2, villages: 5 };
const input: TemplateInput = {
  form: annex7,
  context,
  unit: '甘棠镇',
  period: '2025Q2',
  units: ['甘棠镇', '仙源镇'],
  periods: ['2025Q1', '2025Q2'],
  values: {},
  texts: {},
  previous: {},
  counted: {},
};

async function read(bytes: Uint8Array) {
  const workbook = await readWorkbook(Buffer.from(bytes), '报表模板.xlsx');
  return readImport(workbook, { form: annex7, units, contextOf: () => context, fileName: '报表模板.xlsx' });
}

const figures = fc.record(
  Object.fromEntries(fieldsFor(annex7, 'township').map(({ code, min, max }) => [code, fc.integer({ min, max })])),
  { requiredKeys: [] },
) as fc.Arbitrary<Record<string, number>>;
const words = fc
  .string({ unit: fc.constantFrom(...'一二三四五六七八九十开展宣传活动，。；、\n 0123ABC'), maxLength: 60 })
  .map((text) => text.trim());
const texts = fc.record(
  {
    main_practices: words,
    results: words,
    problems: words,
    next_steps: words,
    preparer: fc.constantFrom('王晓明', '李 敏'),
    phone: fc.constantFrom('0559-8532000', '8532000'),
    report_date: fc.constantFrom('2025-06-30', '2025-07-01'),
  },
  { requiredKeys: [] },
);

describe('a template that was filled in', () => {
  it('comes back with the very values, and without a finding but for the evidence that no workbook carries', async () => {
    await fc.assert(
      fc.asyncProperty(figures, texts, async (values, said) => {
        fc.pre(Object.keys(values).length > 0);
        fc.pre(checkForm(annex7, values, context).every(({ level }) => level !== 'error'));
        const [row] = (await read(await makeTemplate({ ...input, values, texts: said }))).rows;
        const wanted = { ...values, ...Object.fromEntries(Object.entries(said).filter(([, text]) => text !== '')) };
        expect(row?.values).toEqual(wanted);
        expect(row?.unit?.name).toBe('甘棠镇');
        // The rules' own warnings are about the values, not about the template.
        const own = new Set(checkForm(annex7, values, context).map(({ code }) => code));
        expect(row?.findings.filter(({ code }) => !own.has(code))).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });

  it('reads what was typed into the empty one with another program as the very numbers', async () => {
    const empty = await makeTemplate(input);
    await fc.assert(
      fc.asyncProperty(figures, async (values) => {
        fc.pre(Object.keys(values).length > 0);
        const book = XLSX.read(empty);
        const sheet = book.Sheets['附件7'] ?? {};
        for (const [code, value] of Object.entries(values)) {
          const label = annex7.fields.find((field) => field.code === code)?.label;
          const address = Object.keys(sheet).find((each) => sheet[each]?.v === label) ?? '';
          XLSX.utils.sheet_add_aoa(sheet, [[value]], { origin: { r: XLSX.utils.decode_cell(address).r, c: 3 } });
        }
        const reading = await read(XLSX.write(book, { type: 'buffer', bookType: 'xlsx' }) as Buffer);
        expect([reading.period, reading.rows.length, reading.findings]).toEqual(['2025Q2', 1, []]);
        // Beyond what the form's rules say of these numbers, nothing is said.
        const own = new Set(checkForm(annex7, values, context).map(({ code }) => code));
        expect(reading.rows[0]?.findings.filter(({ code }) => !own.has(code))).toEqual([]);
        expect(reading.rows[0]?.values).toEqual(values);
      }),
      { numRuns: 60 },
    );
  });

  it('says its period and its unit once they are chosen', async () => {
    const bytes = await makeTemplate({ ...input, unit: null, period: null, values: { F0101: 3 } });
    const book = XLSX.read(bytes);
    const sheet = book.Sheets['附件7'];
    if (!sheet) throw new Error('no sheet');
    XLSX.utils.sheet_add_aoa(sheet, [['仙源镇']], { origin: 'B2' });
    XLSX.utils.sheet_add_aoa(sheet, [['2025年第一季度']], { origin: 'E2' });
    const reading = await read(XLSX.write(book, { type: 'buffer', bookType: 'xlsx' }) as Buffer);
    expect([reading.period, reading.rows[0]?.unit?.name, reading.findings]).toEqual(['2025Q1', '仙源镇', []]);
  });
});

describe('a template', () => {
  it('offers units and periods from a hidden sheet, and none when both are known', async () => {
    const open = XLSX.read(await makeTemplate({ ...input, unit: null, period: null }));
    expect(open.SheetNames).toEqual(['附件7', '选项']);
    expect(open.Workbook?.Sheets?.[1]?.Hidden).toBe(1);
    expect(XLSX.read(await makeTemplate(input)).SheetNames).toEqual(['附件7']);
  });

  it('has limits and hints on every figure, and rules between figures as formulas', async () => {
    const { sheets } = await (await import('hucre')).read(await makeTemplate(input));
    const rules = sheets[0]?.dataValidations ?? [];
    const cells = fieldsFor(annex7, 'township').length;
    expect(rules.filter(({ type }) => type === 'whole' || type === 'custom')).toHaveLength(cells);
    expect(
      rules.find(({ inputMessage }) => inputMessage?.includes('不大于“市级及以上刊物、网站、公众号刊载数”')),
    ).toMatchObject({
      type: 'custom',
      formula1: expect.stringMatching(/AND\(ISNUMBER\(D\d+\).*OR\(D\d+="",D\d+<=D\d+\)/),
    });
  });

  it('leaves only what is to be filled in unprotected', async () => {
    const { sheets } = await (await import('hucre')).read(await makeTemplate(input), { readStyles: true });
    const [sheet] = sheets;
    expect(sheet?.protection).toMatchObject({ sheet: true });
    const open = [...(sheet?.cells ?? [])].filter(([, cell]) => cell.style?.protection?.locked === false);
    expect(open).toHaveLength(fieldsFor(annex7, 'township').length + annex7.texts.length);
  });

  it('shows a department its own fields', async () => {
    const bytes = await makeTemplate({ ...input, context: { ...context, kind: 'department' } });
    const labels = JSON.stringify(XLSX.utils.sheet_to_json(XLSX.read(bytes).Sheets['附件7'] ?? {}, { header: 1 }));
    for (const { label, for: kinds } of annex7.fields)
      expect(labels.includes(JSON.stringify(label))).toBe(kinds.includes('department'));
  });
});
