import type { Download } from '@nuanxin/contract';
import { and, eq } from 'drizzle-orm';
import type { Context } from '../../context.ts';
import { recordImports, users } from '../../db/schema/index.ts';
import { ProblemError } from '../../problem.ts';
import { storedFile } from '../imports/stored-file.ts';
import { mayOpen } from './scope.ts';

/**
 * The workbook that was imported, as it was sent.
 * @throws ProblemError not_found
 */
export async function recordImportFile(ctx: Context, id: string): Promise<Download> {
  const [found] = await ctx.db
    .select({ fileName: recordImports.fileName, sha256: recordImports.sha256 })
    .from(recordImports)
    .innerJoin(users, eq(users.id, recordImports.createdBy))
    .where(and(eq(recordImports.id, id), mayOpen(ctx.actor, users.unitId)));
  if (!found) throw new ProblemError('not_found');
  return { fileName: found.fileName, content: await storedFile(ctx.db, found.sha256) };
}
