import type { FastifyInstance } from 'fastify';
import type { IncomingFile } from '../storage/incoming.ts';

/** Of a file that is held in memory: imports. */
export const MAX_FILE_BYTES = 20 * 1024 * 1024;

declare module 'fastify' {
  interface FastifyRequest {
    /** The file of the request's form, where the endpoint takes it to disk. */
    incoming: IncomingFile | null;
  }
}

/** A file that no handler took — its form was refused, or the caller went away — goes with its request. */
export function useIncoming(app: FastifyInstance): void {
  app.decorateRequest('incoming', null);
  app.addHook('onRequest', async (request, reply) => {
    if (!request.routeOptions.config.endpoint?.fileToDisk) return;
    reply.raw.once('close', () => {
      if (request.incoming && !request.incoming.taken) void request.incoming.drop();
    });
  });
}
