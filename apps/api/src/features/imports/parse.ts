import { Worker } from 'node:worker_threads';
import type { FormDefinition, ImportDecisions, ImportReading, ReporterKind, UnitEntry } from '@nuanxin/domain';
import { ProblemError } from '../../problem.ts';

export interface ParseInput {
  bytes: Uint8Array;
  fileName: string;
  form: FormDefinition;
  units: UnitEntry[];
  contexts: Record<string, { kind: ReporterKind | null; villages: number | null }>;
  /** period → unit code → values handed in. */
  yearValues: Record<string, Record<string, Record<string, number>>>;
  period?: string;
  /** Codes of the units that the caller may hand in for; absent for all. */
  scope?: string[];
  decisions: ImportDecisions;
}

export type ParseOutput = { reading: ImportReading } | { refused: { code: string; detail: string } };

const SECONDS = 60;
const MEGABYTES = 1024;

/**
 * Reads a workbook in a worker with limits on time and memory: a hostile file costs its sender an error and nobody else
 * anything.
 * @throws ProblemError file_refused, period_unknown, period_mismatch, personal_info, import_timeout
 */
export async function parseImport(input: ParseInput): Promise<ImportReading> {
  const worker = new Worker(new URL('./parse-worker.ts', import.meta.url), {
    workerData: input,
    resourceLimits: { maxOldGenerationSizeMb: MEGABYTES },
  });
  const output = await new Promise<ParseOutput>((resolve, reject) => {
    const timer = setTimeout(() => reject(new ProblemError('import_timeout', { seconds: SECONDS })), SECONDS * 1000);
    worker.on('message', (message: ParseOutput) => {
      // Under `node --watch` the runtime's own messages come as well.
      if ('reading' in message || 'refused' in message) resolve(message);
    });
    worker.once('error', (error: NodeJS.ErrnoException) => {
      const tooLarge = error.code === 'ERR_WORKER_OUT_OF_MEMORY';
      reject(
        tooLarge
          ? new ProblemError('file_refused', { detail: '文件内容过多，内存不足以读取，请拆分后重新导入' })
          : error,
      );
    });
    worker.once('exit', () => clearTimeout(timer));
  }).finally(() => worker.terminate());
  if ('reading' in output) return output.reading;
  const { code, detail } = output.refused;
  if (code === 'period_unknown') throw new ProblemError(code);
  if (code === 'period_mismatch') throw new ProblemError(code, { detail });
  if (code === 'cell_unknown') throw new ProblemError('decision_invalid', { detail });
  throw new ProblemError('file_refused', { detail }, { errors: [{ pointer: '/file', code, detail }] });
}
