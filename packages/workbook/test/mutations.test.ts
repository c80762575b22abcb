import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  annex7,
  cellAddress,
  ImportRefused,
  readImport,
  type FormContext,
  type ImportReading,
  type SheetCell,
  type WorkbookData,
} from '@nuanxin/domain';
import fc from 'fast-check';
import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { expectations, reportsFolder } from '../../../reports/expected.ts';
import { readWorkbook, WorkbookRefused } from '../src/index.ts';
import { units } from './units.ts';

const contextOf = (): FormContext => ({ kind: 'township', quarter: 2, villages: 5 });
const files = await Promise.all(
  expectations.map(async ({ file }) => {
    const bytes = readFileSync(join(reportsFolder, file));
    return { file, bytes, workbook: await readWorkbook(bytes, file) };
  }),
);

function read(workbook: WorkbookData, fileName: string): ImportReading | 'refused' {
  try {
    return readImport(workbook, { form: annex7, units, contextOf, fileName });
  } catch (error) {
    if (error instanceof ImportRefused) return 'refused';
    throw error;
  }
}

const cell = (text: string): SheetCell | null =>
  text === '' ? null : { text, number: null, date: null, formula: 'none', error: false };
const texts = fc.oneof(
  fc.integer({ min: 0, max: 300 }).map(String),
  fc.constantFrom(
    '',
    '约20',
    '3O',
    '-3',
    '1.5',
    '十二',
    '35①',
    '35¹',
    '12²',
    '3⁵份',
    '⑴2',
    '1½',
    '/',
    '15篇',
    '1,200',
    '=1+1',
    '2025年三季度',
    '合计',
    '甘棠镇',
    '#REF!',
  ),
  fc.string({ unit: 'grapheme', maxLength: 12 }),
  // A figure with any character beside it.
  fc
    .tuple(fc.nat({ max: 99 }), fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }))
    .map((parts) => parts.join('')),
  fc.tuple(fc.nat({ max: 99 }), fc.constantFrom(...'⁰¹²³⁹₀₉①⑳⑴⒈㊀㈠㉛❶¼Ⅷ㏠')).map((parts) => parts.join('')),
);
/** The reports that the office got, with any of their cells otherwise: 1,000 of them, and 300 with broken bytes. */
describe('a report with something changed in it', () => {
  it('is never read otherwise than it stands, and what is not plain is always told', () => {
    const mutations = fc.array(fc.record({ at: fc.nat(), text: texts }), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(fc.constantFrom(...files), mutations, ({ file, workbook }, changes) => {
        const before = read(workbook, file);
        if (before === 'refused') throw new Error('a fixture that is refused');
        const sheetName = before.rows[0]?.sheet ?? '';
        const places = new Map<string, string>();
        const sheets = workbook.sheets.map((sheet) => {
          if (sheet.name !== sheetName) return sheet;
          const rows = sheet.rows.map((row) => [...row]);
          const filled = rows.flatMap((row, r) => row.flatMap((each, c) => (each ? [[r, c] as const] : [])));
          for (const { at, text } of changes) {
            const [r, c] = filled[at % filled.length] ?? [0, 0];
            (rows[r] as (SheetCell | null)[])[c] = cell(text);
            places.set(cellAddress(r, c), text);
          }
          return { ...sheet, rows };
        });
        const after = read({ ...workbook, sheets }, file);
        if (after === 'refused' || after.layout !== before.layout || after.layout === 'form') return;
        for (const row of after.rows) {
          const was = before.rows.find((each) => each.row === row.row);
          const own = [...places].filter(([place]) => place.replace(/^[A-Z]+/, '') === String(row.row));
          // Figures of rows in which nothing was changed are the same, whatever became of the others' units.
          if (was && own.length === 0 && row.outcome !== 'ignored' && was.outcome !== 'ignored') {
            for (const [code, value] of Object.entries(row.values)) expect(value).toBe(was.values[code]);
          }
          // In a row that may be written, what is no plain figure is named with its cell, or gives no other value than
          // the digits that stand there.
          if (row.outcome !== 'accepted' && row.outcome !== 'confirm') continue;
          const untold = own.filter(([place]) => !row.findings.some((finding) => finding.cell === place));
          const told = own.length > untold.length;
          const digits = new Set(
            untold.map(([, text]) =>
              text
                .replace(/[^0-9０-９]/g, '')
                .normalize('NFKC')
                .replace(/^0+(?=\d)/, ''),
            ),
          );
          const changed = Object.entries(row.values).filter(([code, value]) => value !== was?.values[code]);
          for (const [code, value] of changed) {
            if (typeof value !== 'number' || told || was === undefined || was.outcome === 'ignored') continue;
            expect(digits.has(String(value)), `${file} ${code}=${value} ${JSON.stringify(own)}`).toBe(true);
          }
        }
      }),
      { numRuns: 1000 },
    );
  });

  it('holds nothing that cannot be kept, whatever characters its XML names', async () => {
    const { bytes } = files.find(({ file }) => file.endsWith('汇总表.xlsx')) as { bytes: Buffer };
    const parts = unzipSync(bytes);
    const path = 'xl/sharedStrings.xml';
    const code = fc.oneof(fc.constantFrom(0, 1, 8, 11, 31, 127, 0xd800, 0xdfff, 0xfffe, 0xffff), fc.nat(0x10ffff));
    const written = code.chain((at) =>
      fc.constantFrom(`&#${at};`, `&#x${at.toString(16)};`, `_x${at.toString(16).toUpperCase().padStart(4, '0')}_`),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(written, { minLength: 1, maxLength: 6 }), async (odd) => {
        const xml = strFromU8(parts[path] as Uint8Array).replace('仙源镇', `仙源${odd.join('')}镇`);
        const workbook = await readWorkbook(Buffer.from(zipSync({ ...parts, [path]: strToU8(xml) })), '表.xlsx');
        for (const { text } of workbook.sheets.flatMap(({ rows }) => rows.flat().filter((each) => each !== null)))
          expect([text.isWellFormed(), text.includes('\0')]).toEqual([true, false]);
      }),
      { numRuns: 60 },
    );
  });

  it('broken bytes are refused in words, and nothing hangs or crashes', async () => {
    const damage = fc.record({
      at: fc.nat(),
      bytes: fc.uint8Array({ minLength: 1, maxLength: 16 }),
      cut: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...files), damage, async ({ file, bytes }, { at, bytes: noise, cut }) => {
        const place = at % bytes.length;
        const broken = cut ? bytes.subarray(0, place) : Buffer.from(bytes);
        if (!cut) Buffer.from(noise).copy(broken, place);
        try {
          read(await readWorkbook(broken, file), file);
        } catch (error) {
          expect(error).toBeInstanceOf(WorkbookRefused);
        }
      }),
      { numRuns: 300 },
    );
  }, 60_000);
});
