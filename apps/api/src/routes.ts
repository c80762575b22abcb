import {
  Closed,
  type Download,
  endpoints,
  type Endpoint,
  type EndpointName,
  type Endpoints,
  type Input,
  type Reply,
} from '@nuanxin/contract';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Actor, Context, Deps } from './context.ts';
import { sendProgress, wantsProgress } from './event-stream.ts';
import { formBodies } from './plugins/validation.ts';
import { ProblemError } from './problem.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    endpoint?: Endpoint;
  }
  interface FastifyRequest {
    actor: Actor | null;
  }
}

type In<E extends Endpoint> = {
  [K in keyof Input<E> as K extends 'ifMatch' ? never : K]-?: Exclude<Input<E>[K], undefined>;
} & { ctx: E['access'] extends 'public' ? Omit<Context, 'actor'> : Context } & (E extends { ifMatch: true }
    ? { ifMatch: number }
    : unknown) & { request: FastifyRequest; reply: FastifyReply };

type Out<E extends Endpoint> = E extends { etag: true } ? { data: Reply<E>; version: number } : Reply<E> | void;

export type Route = <N extends EndpointName>(
  name: N,
  handler: (input: In<Endpoints[N]>) => Promise<Out<Endpoints[N]>>,
) => void;

const noQuery = Closed({});

/**
 * Binds handlers to endpoints of the contract: address, access, validation and serialisation come from there.
 * @returns `route` to bind one, and `check` that refuses to go on while an endpoint has no handler
 */
export function createRoutes(app: FastifyInstance, deps: Deps): { route: Route; check: () => void } {
  const bound = new Set<string>();

  const route: Route = (name, handler) => {
    const endpoint: Endpoint = endpoints[name];
    if (endpoint.file && endpoint.body) formBodies.add(endpoint.body);
    bound.add(name);
    app.route({
      method: endpoint.method,
      url: `/api/v1${endpoint.path.replace(/\{(\w+)\}/g, ':$1')}`,
      config: {
        endpoint,
        ...(endpoint.fileToDisk ? { multipartOptions: { limits: { fileSize: endpoint.fileToDisk } } } : {}),
      },
      preParsing: async (request) => {
        if (endpoint.file && !/^multipart\/form-data\b/i.test(request.headers['content-type'] ?? ''))
          throw new ProblemError('unsupported_media_type');
      },
      schema: {
        ...(endpoint.params ? { params: endpoint.params } : {}),
        querystring: endpoint.query ?? noQuery,
        ...(endpoint.body ? { body: endpoint.body } : {}),
        ...(endpoint.reply ? { response: { [endpoint.status]: endpoint.reply } } : {}),
      },
      async handler(request, reply) {
        const ctx = { db: deps.db, clock: deps.clock, actor: request.actor, requestId: request.id, ip: request.ip };
        const input = {
          params: request.params,
          query: request.query,
          body: request.body,
          ctx,
          request,
          reply,
          ...(endpoint.ifMatch ? { ifMatch: versionOf(request.headers['if-match']) } : {}),
        };
        reply.code(endpoint.status);
        if (endpoint.progress && wantsProgress(request))
          return sendProgress(request, reply, async (progress) => {
            const out: unknown = await handler({ ...input, ctx: { ...ctx, progress } } as never);
            return endpoint.etag ? (out as { data: unknown }).data : out;
          });
        const out: unknown = await handler(input as never);
        // A file that is streamed has been sent by its handler.
        if (endpoint.download) return out === undefined ? reply : sendFile(reply, endpoint.download, out as Download);
        if (!endpoint.etag) return endpoint.reply ? out : reply.send();
        const { data, version } = out as { data: unknown; version: number };
        return reply.header('etag', `"${version}"`).send(data);
      },
    });
  };

  return {
    route,
    check() {
      const missing = Object.keys(endpoints).filter((name) => !bound.has(name));
      if (missing.length > 0) throw new Error(`endpoints without a handler: ${missing.join(', ')}`);
    },
  };
}

/** The name of a file in UTF-8 (RFC 6266): they are Chinese as a rule. */
export function disposition(kind: 'attachment' | 'inline', fileName: string): string {
  const name = encodeURIComponent(fileName).replace(/['()*]/g, (char) => `%${char.charCodeAt(0).toString(16)}`);
  return `${kind}; filename*=UTF-8''${name}`;
}

function sendFile(
  reply: FastifyReply,
  declared: string | readonly string[],
  { fileName, content, type = [declared].flat()[0] ?? '' }: Download,
): FastifyReply {
  return reply
    .type(type)
    .header('content-disposition', disposition('attachment', fileName))
    .header('x-content-type-options', 'nosniff')
    .send(Buffer.from(content.buffer, content.byteOffset, content.byteLength));
}

function versionOf(ifMatch: string | undefined): number {
  if (ifMatch === undefined) throw new ProblemError('precondition_required');
  const version = /^(?:W\/)?"(\d+)"$/.exec(ifMatch.trim())?.[1];
  if (version === undefined) throw new ProblemError('precondition_failed');
  return Number(version);
}

/** @throws ProblemError precondition_failed when somebody changed the row since the caller read it */
export function checkVersion(row: { version: number }, ifMatch: number): void {
  if (row.version !== ifMatch) throw new ProblemError('precondition_failed');
}
