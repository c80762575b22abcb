import type { Deps } from '../../context.ts';
import { ProblemError } from '../../problem.ts';
import type { Route } from '../../routes.ts';
import { dropAbandoned, IncomingFile } from '../../storage/incoming.ts';
import { openStore, type Store } from '../../storage/store.ts';
import { addAttachment, listAttachments, setDeleted } from './attachments.ts';
import { collect } from './collect.ts';
import { send } from './send.ts';

export function attachmentRoutes(route: Route, { dataDir, s3 = null }: Deps['config']): void {
  let opened: Promise<Store> | undefined;
  const store = (): Promise<Store> => (opened ??= openStore({ dataDir, s3 }));

  route('addAttachment', async ({ body: { file, ...added }, ctx, request }) => {
    const incoming: unknown = file;
    if (!(incoming instanceof IncomingFile)) throw new ProblemError('file_missing');
    incoming.taken = true;
    try {
      const attachment = await addAttachment(ctx, await store(), incoming, added);
      // The file is stored, whatever becomes of older ones.
      await Promise.all([collect(ctx, await store()), dropAbandoned(dataDir)]).catch((error: unknown) =>
        request.log.error({ err: error }, 'old attachments could not be cleared away'),
      );
      return attachment;
    } finally {
      await incoming.drop();
    }
  });
  route('listAttachments', async ({ query, ctx }) => listAttachments(ctx, query));
  route('getAttachmentContent', async ({ params, ctx, request, reply }) =>
    send(ctx, await store(), params.id, 'content', request, reply),
  );
  route('getAttachmentThumbnail', async ({ params, ctx, request, reply }) =>
    send(ctx, await store(), params.id, 'thumbnail', request, reply),
  );
  route('deleteAttachment', async ({ params, ctx }) => void (await setDeleted(ctx, params.id, true)));
  route('restoreAttachment', async ({ params, ctx }) => setDeleted(ctx, params.id, false));
}
