import { createHmac } from 'node:crypto';
import { and, eq, lt } from 'drizzle-orm';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Deps } from '../context.ts';
import { idempotencyKeys } from '../db/schema/index.ts';
import { ProblemError } from '../problem.ts';

declare module 'fastify' {
  interface FastifyRequest {
    idempotencyKey: string | null;
  }
}

const DAY = 24 * 3600_000;
/** A first request that has not answered by then is taken to have died with its process. */
const ABANDONED = 120_000;

/** A POST with an `Idempotency-Key` is carried out once; repetitions within a day get the stored answer. */
export function useIdempotency(app: FastifyInstance, deps: Deps): void {
  app.decorateRequest('idempotencyKey', null);

  app.addHook('preHandler', async (request, reply) => {
    const key = request.headers['idempotency-key'];
    if (request.method !== 'POST' || typeof key !== 'string' || !request.actor) return;
    if (key.length === 0 || key.length > 200) throw new ProblemError('invalid_request');
    const now = deps.clock();
    const actorId = request.actor.id;
    const mine = and(eq(idempotencyKeys.actorId, actorId), eq(idempotencyKeys.key, key));
    const fingerprint = fingerprintOf(request, deps.config.jwtSecret);
    await deps.db.delete(idempotencyKeys).where(lt(idempotencyKeys.createdAt, new Date(now.getTime() - DAY)));
    const inserted = await deps.db
      .insert(idempotencyKeys)
      .values({ actorId, key, fingerprint, createdAt: now })
      .onConflictDoNothing()
      .returning({ key: idempotencyKeys.key });
    if (inserted.length === 0) {
      const [stored] = await deps.db.select().from(idempotencyKeys).where(mine);
      if (!stored) throw new ProblemError('idempotency_conflict');
      if (stored.fingerprint !== fingerprint) throw new ProblemError('idempotency_mismatch');
      if (stored.status !== null) {
        reply.code(stored.status).header('idempotency-replayed', 'true');
        if (stored.etag) reply.header('etag', stored.etag);
        return reply.type('application/json').send(stored.body ?? '');
      }
      if (stored.createdAt.getTime() > now.getTime() - ABANDONED) throw new ProblemError('idempotency_conflict');
      const taken = await deps.db
        .update(idempotencyKeys)
        .set({ createdAt: now })
        .where(and(mine, eq(idempotencyKeys.createdAt, stored.createdAt)))
        .returning({ key: idempotencyKeys.key });
      if (taken.length === 0) throw new ProblemError('idempotency_conflict');
    }
    request.idempotencyKey = key;
    return;
  });

  app.addHook('onSend', async (request, reply, payload) => {
    if (request.idempotencyKey === null || !request.actor) return payload;
    const mine = and(eq(idempotencyKeys.actorId, request.actor.id), eq(idempotencyKeys.key, request.idempotencyKey));
    request.idempotencyKey = null;
    // A refusal wrote nothing: the caller may mend the cause and use the key again.
    if (reply.statusCode >= 400) await deps.db.delete(idempotencyKeys).where(mine);
    else {
      const etag = reply.getHeader('etag');
      await deps.db
        .update(idempotencyKeys)
        .set({
          status: reply.statusCode,
          etag: typeof etag === 'string' ? etag : null,
          body: typeof payload === 'string' ? payload : null,
        })
        .where(mine);
    }
    return payload;
  });
}

/** With the service's secret: a body may hold a password, and nobody shall try words on what is stored. */
function fingerprintOf(request: FastifyRequest, secret: string): string {
  const hash = createHmac('sha256', secret).update(
    `${request.method} ${request.url}\n${request.headers['if-match'] ?? ''}\n`,
  );
  for (const [name, value] of Object.entries((request.body ?? {}) as Record<string, unknown>)) {
    hash.update(`${name}\n`);
    const content = (value as { content?: unknown } | null)?.content;
    hash.update(Buffer.isBuffer(content) ? content : JSON.stringify(value));
  }
  return hash.digest('hex');
}
