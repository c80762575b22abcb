import { problems, type ProblemCode } from '@nuanxin/contract';
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { ProblemError } from '../problem.ts';
import { MAX_FILE_BYTES } from './incoming.ts';
import { inputErrors } from './validation.ts';

/** Every error leaves as `application/problem+json` with a catalogue code; never a stack, SQL or a path. */
export function useProblems(app: FastifyInstance): void {
  app.setErrorHandler((error: FastifyError, request, reply) => sendProblem(request, reply, asProblem(error, request)));
  app.setNotFoundHandler((request, reply) => sendProblem(request, reply, new ProblemError('not_found')));
}

export function sendProblem(request: FastifyRequest, reply: FastifyReply, problem: ProblemError): FastifyReply {
  return reply
    .code(problem.status)
    .type('application/problem+json')
    .send(JSON.stringify(problemDocument(problem, request.id)));
}

export function problemDocument(problem: ProblemError, requestId: string) {
  return {
    type: `https://nuanxin.example/problems/${problem.code}`,
    title: problems[problem.code].title,
    status: problem.status,
    detail: problem.message,
    code: problem.code,
    instance: requestId,
    ...(problem.errors ? { errors: problem.errors } : {}),
    ...(problem.findings ? { findings: problem.findings } : {}),
  };
}

/** Fastify's and the database's own errors by their codes. */
const byCode: Record<string, ProblemCode> = {
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'unsupported_media_type',
  FST_INVALID_MULTIPART_CONTENT_TYPE: 'unsupported_media_type',
  FST_ERR_CTP_INVALID_JSON_BODY: 'malformed_body',
  FST_ERR_CTP_EMPTY_JSON_BODY: 'malformed_body',
  FST_ERR_BAD_URL: 'invalid_request',
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: 'malformed_body',
  ECONNREFUSED: 'unavailable',
  '57P01': 'unavailable',
  '57P03': 'unavailable',
  '53300': 'unavailable',
};

export function asProblem(error: FastifyError & { seconds?: number }, request: FastifyRequest): ProblemError {
  if (error instanceof ProblemError) return error;
  if (error.validation) {
    const errors = inputErrors(error.validation);
    return new ProblemError('invalid_request', {}, { errors });
  }
  if (error.code === 'FST_ERR_CTP_BODY_TOO_LARGE' || error.code === 'FST_REQ_FILE_TOO_LARGE') {
    const { fileToDisk = MAX_FILE_BYTES } = request.routeOptions.config.endpoint ?? {};
    const limit = error.code === 'FST_REQ_FILE_TOO_LARGE' ? `${fileToDisk / 1024 / 1024} MB` : '1 MB';
    return new ProblemError('body_too_large', { limit });
  }
  if (error.statusCode === 429) return new ProblemError('too_many_requests', { seconds: error.seconds ?? 60 });
  const cause = (error as { cause?: { code?: string } }).cause?.code;
  const known = byCode[error.code] ?? (cause ? byCode[cause] : undefined);
  if (known) return new ProblemError(known);
  if (error.statusCode && error.statusCode >= 400 && error.statusCode < 500) return new ProblemError('malformed_body');
  request.log.error({ err: error }, 'request failed');
  return new ProblemError('internal');
}
