import { recordKind } from '@nuanxin/domain';
import type { Route } from '../../routes.ts';
import { changeRecords, createRecord, saveGrid, updateRecord } from './change.ts';
import { listRecordKinds } from './kinds.ts';
import { listRecords } from './list.ts';
import { getRecord } from './read.ts';
import { deleteRecords, restoreRecords } from './remove.ts';
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
}
