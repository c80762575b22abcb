import { recordKind } from '@nuanxin/domain';
import type { Route } from '../../routes.ts';
import { uploadedFile } from '../imports/uploaded-file.ts';
import { changeRecords, createRecord, saveGrid, updateRecord } from './change.ts';
import { exportRecords } from './export.ts';
import { recordImportFile } from './import-file.ts';
import { importRecords } from './import.ts';
import { listRecordKinds } from './kinds.ts';
import { listRecords } from './list.ts';
import { readRecordFile } from './read-file.ts';
import { getRecord } from './read.ts';
import { deleteRecords, restoreRecords } from './remove.ts';
import { recordTemplate } from './template.ts';
import { totalsOf } from './totals.ts';

export function recordRoutes(route: Route): void {
  route('listRecordKinds', async () => listRecordKinds());
  route('listRecords', async ({ params, query, ctx }) => listRecords(ctx, recordKind(params.kind), query));
  route('getRecordTotals', async ({ params, query, ctx }) => totalsOf(ctx, recordKind(params.kind), query));
  route('getRecord', async ({ params, ctx }) => getRecord(ctx, recordKind(params.kind), params.id));
  route('createRecord', async ({ params, body, ctx }) => createRecord(ctx, recordKind(params.kind), body));
  route('saveRecords', async ({ params, body, ctx }) => saveGrid(ctx, recordKind(params.kind), body));
  route('updateRecord', async ({ params, body, ifMatch, ctx }) =>
    updateRecord(ctx, recordKind(params.kind), params.id, body, ifMatch),
  );
  route('changeRecords', async ({ params, body, ctx }) => changeRecords(ctx, recordKind(params.kind), body));
  route('deleteRecords', async ({ params, body, ctx }) => deleteRecords(ctx, recordKind(params.kind), body.ids));
  route('restoreRecords', async ({ params, body, ctx }) => restoreRecords(ctx, recordKind(params.kind), body.ids));
  route('getRecordTemplate', async ({ params, query, ctx }) =>
    recordTemplate(ctx, recordKind(params.kind), query.year),
  );
  route('exportRecords', async ({ params, query, ctx }) =>
    exportRecords(ctx, recordKind(params.kind), params.format, query),
  );
  route('readRecordFile', async ({ params, body: { file, year }, ctx }) =>
    readRecordFile(ctx, recordKind(params.kind), uploadedFile(file), year),
  );
  route('importRecords', async ({ params, body: { file, ...asked }, ctx }) =>
    importRecords(ctx, recordKind(params.kind), uploadedFile(file), asked),
  );
  route('getRecordImportFile', async ({ params, ctx }) => recordImportFile(ctx, params.id));
}
