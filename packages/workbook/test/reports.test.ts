import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { annex7, readImport, type FormContext } from '@nuanxin/domain';
import { describe, expect, it } from 'vitest';
import { expectations, inExpectedTerms, reportsFolder } from '../../../reports/expected.ts';
import { readWorkbook } from '../src/index.ts';
import { units } from './units.ts';

const contextOf = (_unit: string, period: string): FormContext => ({
  kind: 'township',
  quarter: Number(period.slice(5)) as 1 | 2 | 3 | 4,
  villages: 5,
});

describe('unit reports as they arrive', () => {
  it.each(expectations)('$file gives exactly its expected outcome', async ({ file, expected }) => {
    const wanted = JSON.parse(readFileSync(join(reportsFolder, expected), 'utf8')) as Record<string, unknown>;
    const workbook = await readWorkbook(readFileSync(join(reportsFolder, file)), file);
    const reading = readImport(workbook, { form: annex7, units, contextOf, fileName: file });
    expect(inExpectedTerms(reading, wanted)).toEqual(wanted);
  });
});
