import type { ImportBatch } from '@nuanxin/contract';
import type { Context } from '../../context.ts';
import { problemDocument } from '../../plugins/problems.ts';
import { ProblemError } from '../../problem.ts';
import { createImport, type Upload } from './imports.ts';
import { inProcess } from './in-process.ts';

const MOST = 100;

/**
 * Imports the workbooks of an archive one after the other, each in a transaction of its own. What else is
 * in it is named with the reason why it is not imported.
 * @throws ProblemError file_refused, batch_too_large
 */
export async function createBatch(ctx: Context, { content, ...asked }: Upload): Promise<ImportBatch> {
  const { files, others } = await inProcess({ kind: 'unpack', bytes: content });
  if (files.length > MOST) throw new ProblemError('batch_too_large', { count: files.length, most: MOST });
  const items: ImportBatch['items'] = [];
  for (const { name, bytes } of files) {
    const fileName = name.split(/[\\/]/).at(-1) ?? name;
    try {
      const result = await createImport(ctx, { ...asked, fileName, content: Buffer.from(bytes) });
      items.push({ fileName: name, import: result, problem: null });
    } catch (error) {
      // What is wrong with one file is its answer; what is wrong with the service is everybody's.
      if (!(error instanceof ProblemError) || error.status >= 500) throw error;
      items.push({ fileName: name, import: null, problem: problemDocument(error, ctx.requestId) });
    }
  }
  for (const { name, detail } of others) {
    const problem = problemDocument(new ProblemError('file_refused', { detail }), ctx.requestId);
    items.push({ fileName: name, import: null, problem });
  }
  return { items };
}
