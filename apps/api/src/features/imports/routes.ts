import type { Route } from '../../routes.ts';
import { decideImport } from './decide.ts';
import { giveBack } from './give-back.ts';
import { createBatch } from './batch.ts';
import { commitImport, createImport, getImport, listImportRows, listImports, type Upload } from './imports.ts';
import { uploadedFile } from './uploaded-file.ts';
import { getSheet, listReadings } from './sheet.ts';

interface Asked {
  file: unknown;
  form?: string;
  period?: string;
  unit?: string;
  sheet?: string;
  mode?: Upload['mode'];
  confirm?: boolean;
}

/** @throws ProblemError file_missing */
function uploadOf({ file, form = 'annex7', period, unit, sheet, mode = 'dry_run', confirm = false }: Asked): Upload {
  return {
    ...uploadedFile(file),
    form,
    mode,
    confirm,
    ...(period === undefined ? {} : { period }),
    ...(unit === undefined ? {} : { unit }),
    ...(sheet === undefined ? {} : { sheet }),
  };
}

export function importRoutes(route: Route): void {
  route('createImport', async ({ body, ctx }) => createImport(ctx, uploadOf(body)));
  route('createImportBatch', async ({ body, ctx }) => createBatch(ctx, uploadOf(body)));
  route('listImports', async ({ query, ctx }) => listImports(ctx, query));
  route('getImport', async ({ params, ctx }) => getImport(ctx, params.id));
  route('listImportRows', async ({ params, query, ctx }) => listImportRows(ctx, params.id, query));
  route('getImportWorkbook', async ({ params, ctx }) => giveBack(ctx, params.id));
  route('getImportSheet', async ({ params, query, ctx }) => getSheet(ctx, params.id, query));
  route('listImportReadings', async ({ params, ctx }) => listReadings(ctx, params.id));
  route('decideImport', async ({ params, body: { keep = false, ...decisions }, ifMatch, ctx }) =>
    decideImport(ctx, params.id, { ...decisions, keep }, ifMatch),
  );
  route('commitImport', async ({ params, body, ctx }) => {
    const { mode = 'atomic', confirm = false, ...seen } = body;
    return commitImport(ctx, params.id, { mode, confirm, ...seen });
  });
}
