import type { Route } from '../../routes.ts';
import { acceptAll, undo } from './decide-many.ts';
import { getDocument } from './documents.ts';
import { exportSubmissions } from './export.ts';
import { getSubmissionInFull } from './full.ts';
import { listSubmissions } from './list.ts';
import { getFigures } from './get-figures.ts';
import { getSubmission, listRevisions } from './read.ts';
import { saveDraft, startSubmission, step } from './submissions.ts';

export function submissionRoutes(route: Route): void {
  route('listSubmissions', async ({ query, ctx }) => listSubmissions(ctx, query));
  route('exportSubmissions', async ({ params, query, ctx }) => exportSubmissions(ctx, params.format, query));
  route('startSubmission', async ({ body, ctx }) => startSubmission(ctx, body.obligationId));
  route('getSubmission', async ({ params, ctx }) => getSubmission(ctx, params.id));
  route('getSubmissionInFull', async ({ params, ctx }) => getSubmissionInFull(ctx, params.id));
  route('listRevisions', async ({ params, ctx }) => listRevisions(ctx, params.id));
  route('getSubmissionFigures', async ({ params, ctx }) => getFigures(ctx, params.id));
  route('getSubmissionDocument', async ({ params, ctx }) => getDocument(ctx, params.id, params.documentId));
  route('saveDraft', async ({ params, body, ifMatch, ctx }) => saveDraft(ctx, params.id, body, ifMatch));
  route('submitSubmission', async ({ params, body, ifMatch, ctx }) => step(ctx, params.id, 'submit', body, ifMatch));
  route('withdrawSubmission', async ({ params, body, ifMatch, ctx }) =>
    step(ctx, params.id, 'withdraw', body, ifMatch),
  );
  route('returnSubmission', async ({ params, body, ifMatch, ctx }) => step(ctx, params.id, 'return', body, ifMatch));
  route('acceptSubmission', async ({ params, body, ifMatch, ctx }) => step(ctx, params.id, 'accept', body, ifMatch));
  route('acceptSubmissions', async ({ body, ctx }) => acceptAll(ctx, body.items));
  route('undoSubmissions', async ({ body, ctx }) => undo(ctx, body.items));
  route('reopenSubmission', async ({ params, body, ifMatch, ctx }) => step(ctx, params.id, 'reopen', body, ifMatch));
}
