import type { Download, SubmissionDocument } from '@nuanxin/contract';
import { instantText } from '@nuanxin/domain';
import { documentType } from '@nuanxin/workbook';
import { and, desc, eq, sql } from 'drizzle-orm';
import { seesMobiles, type Context } from '../../context.ts';
import type { Db } from '../../db/connect.ts';
import { importFiles, importRows, imports, obligations, submissions, users } from '../../db/schema/index.ts';
import { ProblemError } from '../../problem.ts';
import { mayRead } from './scope.ts';

/** The work summaries that were written to a submission, newest first: each is the one row of its import. */
export async function listDocuments(db: Db, submissionId: string): Promise<SubmissionDocument[]> {
  const rows = await db
    .select({
      id: imports.id,
      fileName: imports.fileName,
      size: importFiles.size,
      extracted: sql<boolean>`${importRows.values} <> '{}'::jsonb`,
      createdAt: imports.createdAt,
      createdBy: users.displayName,
    })
    .from(importRows)
    .innerJoin(imports, eq(imports.id, importRows.importId))
    .innerJoin(importFiles, eq(importFiles.sha256, imports.sha256))
    .innerJoin(users, eq(users.id, imports.createdBy))
    .where(and(eq(importRows.submissionId, submissionId), eq(imports.layout, 'summary')))
    .orderBy(desc(imports.createdAt), desc(imports.id));
  return rows.map((row) => ({ ...row, createdAt: instantText(row.createdAt) }));
}

/**
 * A document as it was sent, for whoever may read the submission, however it came in. Mobile numbers are for the unit and
 * the office; in a file they cannot be masked.
 * @throws ProblemError not_found, document_has_mobiles
 */
export async function getDocument(ctx: Context, submissionId: string, documentId: string): Promise<Download> {
  const [row] = await ctx.db
    .select({ fileName: imports.fileName, content: importFiles.content, findings: importRows.findings })
    .from(importRows)
    .innerJoin(imports, eq(imports.id, importRows.importId))
    .innerJoin(importFiles, eq(importFiles.sha256, imports.sha256))
    .innerJoin(submissions, eq(submissions.id, importRows.submissionId))
    .innerJoin(obligations, eq(obligations.id, submissions.obligationId))
    .where(
      and(
        eq(submissions.id, submissionId),
        eq(imports.id, documentId),
        eq(imports.layout, 'summary'),
        mayRead(ctx.actor),
      ),
    );
  if (!row) throw new ProblemError('not_found');
  if (!seesMobiles(ctx.actor) && row.findings.some(({ code }) => code === 'mobile_number'))
    throw new ProblemError('document_has_mobiles');
  return { fileName: row.fileName, type: documentType(row.content), content: row.content };
}
