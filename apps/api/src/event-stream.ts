import { PassThrough } from 'node:stream';
import type { Progress } from '@nuanxin/contract';
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { asProblem, problemDocument } from './plugins/problems.ts';

/** Between two events of the same step: as often as an eye can follow. */
const PAUSE = 100;

/** True when the caller wants to be told how far a request is; with a key for repetition the one answer is stored. */
export function wantsProgress(request: FastifyRequest): boolean {
  return request.idempotencyKey === null && /\btext\/event-stream\b/.test(request.headers.accept ?? '');
}

/** Answers with events: `progress` while the work goes on, at last `result` or `problem`. Work goes on without a reader. */
export function sendProgress(
  request: FastifyRequest,
  reply: FastifyReply,
  work: (progress: (progress: Progress) => void) => Promise<unknown>,
): FastifyReply {
  const stream = new PassThrough();
  stream.on('error', () => {});
  const send = (event: string, data: string): void => {
    if (stream.writable) stream.write(`event: ${event}\ndata: ${data}\n\n`);
  };
  let last: { step: string; at: number } | null = null;
  const progress = (each: Progress): void => {
    const at = performance.now();
    if (last?.step === each.step && at - last.at < PAUSE && each.done < each.total) return;
    last = { step: each.step, at };
    send('progress', JSON.stringify(each));
  };
  void work(progress)
    .then(
      (result) => send('result', String(reply.serialize(result))),
      (error: FastifyError) => send('problem', JSON.stringify(problemDocument(asProblem(error, request), request.id))),
    )
    .finally(() => stream.end());
  // Proxies that gather an answer before they pass it on would make the events pointless.
  return reply
    .type('text/event-stream')
    .header('cache-control', 'no-store')
    .header('x-accel-buffering', 'no')
    .send(stream);
}
