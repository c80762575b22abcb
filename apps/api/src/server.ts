import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import compress from '@fastify/compress';
import cookie from '@fastify/cookie';
import jwt from '@fastify/jwt';
import multipart from '@fastify/multipart';
import rateLimit from '@fastify/rate-limit';
import fastifyStatic from '@fastify/static';
import apiReference from '@scalar/fastify-api-reference';
import { openApiDocument } from '@nuanxin/contract';
import { storable } from '@nuanxin/domain';
import { sql } from 'drizzle-orm';
import Fastify, { type FastifyInstance, type FastifyRequest } from 'fastify';
import type { Deps } from './context.ts';
import { archiveRoutes } from './features/archives/routes.ts';
import { attachmentRoutes } from './features/attachments/routes.ts';
import { auditRoutes } from './features/audit/routes.ts';
import { authRoutes } from './features/auth/routes.ts';
import { bulletinRoutes } from './features/bulletins/routes.ts';
import { calendarRoutes } from './features/calendar/routes.ts';
import { campaignRoutes } from './features/campaigns/routes.ts';
import { channelRoutes } from './features/channels/routes.ts';
import { complianceRoutes } from './features/compliance/routes.ts';
import { deadlineRoutes } from './features/deadlines/routes.ts';
import { formRoutes } from './features/forms/routes.ts';
import { importRoutes } from './features/imports/routes.ts';
import { obligationRoutes } from './features/obligations/routes.ts';
import { overviewRoutes } from './features/overview/routes.ts';
import { problemRegisterRoutes } from './features/problem-register/routes.ts';
import { recordRoutes } from './features/records/routes.ts';
import { projectRoutes } from './features/projects/routes.ts';
import { publicRoutes } from './features/public/routes.ts';
import { reminderRoutes } from './features/reminders/routes.ts';
import { searchRoutes } from './features/search/routes.ts';
import { statisticsRoutes } from './features/statistics/routes.ts';
import { submissionRoutes } from './features/submissions/routes.ts';
import { taskRoutes } from './features/tasks/routes.ts';
import { unitRoutes } from './features/units/routes.ts';
import { userRoutes } from './features/users/routes.ts';
import { useAuth } from './plugins/auth.ts';
import { MAX_FILE_BYTES, useIncoming } from './plugins/incoming.ts';
import { useIdempotency } from './plugins/idempotency.ts';
import { asProblem, sendProblem, useProblems } from './plugins/problems.ts';
import { useValidation } from './plugins/validation.ts';
import { ProblemError } from './problem.ts';
import { createRoutes } from './routes.ts';
import { receive } from './storage/incoming.ts';

const VERSION = '0.1.0';

/** The service, ready to listen or to be called by a test. Nothing is global: everything comes in with `deps`. */
export async function buildServer(deps: Deps): Promise<FastifyInstance> {
  const app = Fastify({
    logger: deps.logger ? { level: 'warn' } : false,
    genReqId: () => randomUUID(),
    bodyLimit: 1024 * 1024,
    trustProxy: deps.config.trustProxy?.length ? deps.config.trustProxy : false,
    routerOptions: { caseSensitive: true },
    // Before any route is found, such as an address that cannot be decoded.
    frameworkErrors: (error, request, reply) => sendProblem(request, reply, asProblem(error, request)),
  });
  app.removeContentTypeParser('text/plain');
  useValidation(app);
  useProblems(app);
  await app.register(compress, { threshold: 2048 });
  await app.register(cookie);
  await app.register(jwt, { secret: deps.config.jwtSecret });
  useIncoming(app);
  await app.register(multipart, {
    attachFieldsToBody: 'keyValues',
    limits: { fileSize: MAX_FILE_BYTES, files: 1, fields: 10 },
    async onFile(this: FastifyRequest, part) {
      const fileName = storable(part.filename ?? '');
      if (this.routeOptions.config.endpoint?.fileToDisk)
        this.incoming = await receive(deps.config.dataDir, fileName, part.file);
      const value = this.incoming ?? { fileName, content: await part.toBuffer() };
      Object.assign(part, { value });
    },
  });
  // Passwords are guessed from one address at many accounts as well: the lock of an account does not stop that. Links
  // cannot be guessed, but each try at one costs a look into the database.
  const tried = new Set(['/api/v1/auth/login', '/api/v1/auth/invitation', '/api/v1/auth/invitation/accept']);
  app.addHook('onRoute', (options) => {
    if (tried.has(options.url)) options.config = { ...options.config, rateLimit: { max: 60, timeWindow: '1 minute' } };
    // Who reads without a sign-in shares the service with the office.
    if (options.url.startsWith('/api/v1/public/'))
      options.config = { ...options.config, rateLimit: { max: 120, timeWindow: '1 minute' } };
    // An open browser that somebody finds is no place to guess its owner's password.
    if (options.url === '/api/v1/auth/password')
      options.config = {
        ...options.config,
        rateLimit: {
          max: 10,
          timeWindow: '1 minute',
          hook: 'preHandler',
          keyGenerator: ({ actor, ip }: FastifyRequest) => actor?.id ?? ip,
        },
      };
  });
  await app.register(rateLimit, {
    global: false,
    errorResponseBuilder: (_request, { ttl }) =>
      Object.assign(new Error(), { statusCode: 429, seconds: Math.ceil(ttl / 1000) }),
  });
  useAuth(app, deps);
  useIdempotency(app, deps);

  await app.register(async (api) => {
    const { route, check } = createRoutes(api, deps);
    authRoutes(route, api, deps.config.jwtSecret);
    overviewRoutes(route);
    searchRoutes(route);
    campaignRoutes(route);
    projectRoutes(route);
    complianceRoutes(route);
    taskRoutes(route);
    deadlineRoutes(route);
    obligationRoutes(route);
    reminderRoutes(route, deps);
    channelRoutes(route, deps);
    submissionRoutes(route);
    statisticsRoutes(route);
    bulletinRoutes(route);
    problemRegisterRoutes(route);
    importRoutes(route);
    recordRoutes(route);
    attachmentRoutes(route, deps.config);
    archiveRoutes(route, deps);
    formRoutes(route);
    unitRoutes(route);
    userRoutes(route);
    calendarRoutes(route);
    auditRoutes(route);
    publicRoutes(route);
    check();
  });

  const document = openApiDocument({ server: '/api/v1', version: VERSION });
  app.get('/api/v1/openapi.json', async () => document);
  await app.register(apiReference, {
    routePrefix: '/api/docs',
    configuration: {
      content: document,
      withDefaultFonts: false,
      telemetry: false,
      title: '暖心 API',
      // The vendor's own offers have no place in an office's system.
      showDeveloperTools: 'never',
      hideClientButton: true,
      agent: { disabled: true },
      mcp: { disabled: true },
    },
  });
  app.get('/healthz', async () => ({ status: 'ok' }));
  app.get('/readyz', async (request, reply) => {
    try {
      await deps.db.execute(sql`select 1 from campaigns limit 1`);
      return { status: 'ok' };
    } catch {
      return sendProblem(request, reply, new ProblemError('unavailable'));
    }
  });
  await serveAdmin(app, deps.adminDist);
  return app;
}

/** The built SPA at `/`; while it is still being built, a page that says so and looks again. */
async function serveAdmin(app: FastifyInstance, dist: string | undefined): Promise<void> {
  if (dist === undefined) return;
  await app.register(fastifyStatic, {
    root: dist,
    serve: false,
    wildcard: false,
    setHeaders(reply, path) {
      reply.header('cache-control', path.includes('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache');
    },
  });
  app.addHook('onSend', async (request, reply, payload) => {
    reply
      .header('x-content-type-options', 'nosniff')
      .header('referrer-policy', 'same-origin')
      .header('x-frame-options', 'DENY');
    if (request.url.startsWith('/api/docs')) return payload;
    if (request.url.startsWith('/api/v1/'))
      reply.header('cache-control', reply.getHeader('cache-control') ?? 'no-store');
    else
      reply.header(
        'content-security-policy',
        // Pictures come with the caller's token and are shown from memory: no token in an address, no cookie that opens them.
        "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:",
      );
    return payload;
  });
  app.get('/*', async (request, reply) => {
    const path = decodeURIComponent(request.url.split('?')[0] ?? '/');
    if (path.startsWith('/api/')) throw new ProblemError('not_found');
    if (/\.[a-z0-9]+$/i.test(path)) return reply.sendFile(path);
    if (existsSync(`${dist}/index.html`)) return reply.sendFile('index.html');
    return reply.type('text/html; charset=utf-8').send(PREPARING);
  });
}

const PREPARING = `<!doctype html><html lang="zh-CN"><meta charset="utf-8"><meta http-equiv="refresh" content="2">
<title>暖心 · 正在准备</title><body style="font:16px/1.6 sans-serif;margin:15vh auto;max-width:30em;color:#1f2933">
<h1 style="font-size:20px">正在准备页面</h1><p>首次启动需要半分钟左右，准备好后本页会自动打开。</p></body></html>`;
