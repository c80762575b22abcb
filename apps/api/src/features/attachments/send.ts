import type { FastifyReply, FastifyRequest } from 'fastify';
import { forReader, type Context } from '../../context.ts';
import { ProblemError } from '../../problem.ts';
import { disposition } from '../../routes.ts';
import type { Store } from '../../storage/store.ts';
import { findAttachment, thumbnailKey } from './attachments.ts';

/** What a browser may show: nothing of it can carry out anything in the page's name. */
const isShown = (type: string): boolean => type === 'application/pdf' || /^image\/(?:jpeg|png|webp)$/.test(type);

/**
 * Streams a file, or its thumbnail, to whoever may see what it belongs to. Its content never changes, so its hash is its
 * version; whether the caller may (still) see it is asked each time.
 * @throws ProblemError not_found, attachment_withheld
 */
export async function send(
  ctx: Context,
  store: Store,
  id: string,
  part: 'content' | 'thumbnail',
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<void> {
  const { attachment, blob } = await findAttachment(ctx, id);
  if (part === 'thumbnail' && blob.width === null) throw new ProblemError('not_found');
  const isContent = part === 'content';
  const key = isContent ? blob.sha256 : thumbnailKey(blob.sha256);
  const type = isContent ? blob.type : 'image/webp';
  const etag = `"${key}"`;
  reply
    .header('etag', etag)
    .header('cache-control', 'private, no-cache')
    .header('vary', 'authorization')
    .header('x-content-type-options', 'nosniff')
    // Opened by itself, it gets no origin, no scripts and nothing from elsewhere.
    .header('content-security-policy', "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src 'self'")
    .header('cross-origin-resource-policy', 'same-origin');
  if (request.headers['if-none-match']?.split(/\s*,\s*/).includes(etag)) return void reply.code(304).send();
  const content = await store.get(key);
  if (!content) throw new Error(`content ${key} is not in the store`);
  const name = forReader(ctx.actor, attachment.fileName);
  reply.type(type).header('content-disposition', disposition(isShown(type) ? 'inline' : 'attachment', name));
  if (isContent) reply.header('content-length', blob.size);
  reply.send(content);
}
