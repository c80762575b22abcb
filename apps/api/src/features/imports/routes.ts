import { ProblemError } from '../../problem.ts';
import type { Route } from '../../routes.ts';
import { decideImport } from './decide.ts';
import { giveBack } from './give-back.ts';
import { commitImport, createImport, getImport, listImports } from './imports.ts';

/** What the multipart plugin makes of the file part. */
interface UploadedFile {
  fileName: string;
  content: Buffer;
}

export function importRoutes(route: Route): void {
  route('createImport', async ({ body, ctx }) => {
    const { fileName, content } = body.file as unknown as Partial<UploadedFile>;
    if (fileName === undefined || !Buffer.isBuffer(content)) throw new ProblemError('file_missing');
    const { form = 'annex7', period, mode = 'dry_run', confirm = false } = body;
    return createImport(ctx, { fileName, content, form, mode, confirm, ...(period === undefined ? {} : { period }) });
  });
  route('listImports', async ({ query, ctx }) => listImports(ctx, query));
  route('getImport', async ({ params, ctx }) => getImport(ctx, params.id));
  route('getImportWorkbook', async ({ params, ctx }) => giveBack(ctx, params.id));
  route('decideImport', async ({ params, body: { keep = false, ...decisions }, ifMatch, ctx }) =>
    decideImport(ctx, params.id, { ...decisions, keep }, ifMatch),
  );
  route('commitImport', async ({ params, body, ctx }) => {
    const { mode = 'atomic', confirm = false } = body;
    return commitImport(ctx, params.id, { mode, confirm });
  });
}
