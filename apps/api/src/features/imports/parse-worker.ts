import { parentPort, workerData } from 'node:worker_threads';
import { ImportRefused, readImport, type FormContext } from '@nuanxin/domain';
import { readWorkbook, WorkbookRefused } from '@nuanxin/workbook';
import type { ParseInput, ParseOutput } from './parse.ts';

/** Reads one workbook and ends: whatever the file does, it does it here. */
const { bytes, fileName, form, units, contexts, period, scope, yearValues, decisions } = workerData as ParseInput;

/** Sums of what a unit handed in for earlier quarters of the same year. */
function yearToDate(unit: string, upTo: string): Record<string, number> {
  const sums: Record<string, number> = {};
  for (const [earlier, byUnit] of Object.entries(yearValues)) {
    if (earlier.slice(0, 4) !== upTo.slice(0, 4) || earlier >= upTo) continue;
    for (const [code, value] of Object.entries(byUnit[unit] ?? {})) sums[code] = (sums[code] ?? 0) + value;
  }
  return sums;
}

function contextOf(unit: string, of: string): FormContext {
  const quarter = Number(of.slice(5)) as 1 | 2 | 3 | 4;
  const { kind, villages } = contexts[unit] ?? { kind: null, villages: null };
  return { kind, villages, quarter: of.length === 6 ? quarter : null, yearToDate: yearToDate(unit, of) };
}

async function run(): Promise<ParseOutput> {
  try {
    const workbook = await readWorkbook(Buffer.from(bytes), fileName);
    const reading = readImport(workbook, {
      form,
      units,
      contextOf,
      fileName,
      decisions,
      ...(period === undefined ? {} : { period }),
      ...(scope === undefined ? {} : { scope }),
    });
    return { reading };
  } catch (error) {
    if (error instanceof WorkbookRefused || error instanceof ImportRefused) {
      return { refused: { code: error.code, detail: error.detail } };
    }
    throw error;
  }
}

parentPort?.postMessage(await run());
