import {
  endpoints,
  type Endpoint,
  type EndpointName,
  type Endpoints,
  type Input,
  type Progress,
  type Reply,
  type Download,
} from '@nuanxin/contract';

import type { Finding } from '@nuanxin/domain';
import { createParser, type EventSourceMessage } from 'eventsource-parser';

export type * from '@nuanxin/contract';
export { importRows } from './import-rows.ts';

/** A problem document of the service (RFC 9457), or one of our own when no answer came (`code: 'unreachable'`). */
export interface ProblemDocument {
  type: string;
  title: string;
  status: number;
  detail: string;
  code: string;
  instance: string;
  errors?: { pointer: string; code: string; detail: string }[];
  findings?: Finding[];
}

export class ApiProblem extends Error {
  readonly problem: ProblemDocument;
  /** Seconds after which the service (or a proxy before it) asks to be called again; null when it does not say. */
  readonly retryAfter: number | null;
  constructor(problem: ProblemDocument, retryAfter: number | null = null) {
    super(problem.detail);
    this.name = 'ApiProblem';
    this.problem = problem;
    this.retryAfter = retryAfter;
  }
}

export interface Answer<T> {
  data: T;
  /** Version of the resource; hand it back as `ifMatch` when you change it. */
  etag: string | null;
}

export interface CallOptions {
  signal?: AbortSignal;
  /** Makes a POST safe to repeat: the service answers a second one with the stored outcome. */
  idempotencyKey?: string;
  /** Told how far the request is, where the endpoint promises it (`progress`); the answer has no `etag` then. */
  onProgress?: (progress: Progress) => void;
}

type NoInput = Record<never, never>;
type Call<E extends Endpoint> =
  NoInput extends Input<E>
    ? (input?: Input<E>, options?: CallOptions) => Promise<Answer<Reply<E>>>
    : (input: Input<E>, options?: CallOptions) => Promise<Answer<Reply<E>>>;

/** One function per endpoint, named as in the contract: `client.listDeadlines({ query: { year: 2025 } })`. */
export type Client = { [N in EndpointName]: Call<Endpoints[N]> };

export interface ClientOptions {
  /** Address of the service, e.g. `http://127.0.0.1:3000`; empty for the page's own origin. */
  baseUrl: string;
  /** Access token or API key to send, if there is one. */
  token?: () => string | null;
  /** Called once after a 401; when it gives true the call is made again (with a new token). */
  renew?: () => Promise<boolean>;
  fetch?: typeof fetch;
}

interface AnyInput {
  params?: Record<string, unknown>;
  query?: Record<string, unknown>;
  body?: Record<string, unknown>;
  ifMatch?: string;
}

export function createClient(options: ClientOptions): Client {
  const calls = Object.entries(endpoints).map(([name, endpoint]) => [
    name,
    (input: AnyInput = {}, callOptions: CallOptions = {}) => call(options, endpoint, input, callOptions),
  ]);
  return Object.fromEntries(calls) as Client;
}

async function call(
  options: ClientOptions,
  endpoint: Endpoint,
  input: AnyInput,
  callOptions: CallOptions,
): Promise<Answer<unknown>> {
  let response = await send(options, endpoint, input, callOptions);
  if (response.status === 401 && endpoint.access !== 'public' && (await options.renew?.())) {
    response = await send(options, endpoint, input, callOptions);
  }
  if (response.ok && /^text\/event-stream\b/.test(response.headers.get('content-type') ?? ''))
    return { data: await lastOf(response, callOptions), etag: null };
  const etag = response.headers.get('etag');
  if (response.ok && endpoint.download)
    return { data: await connected(() => fileOf(response), callOptions), etag: null };
  const text = await connected(() => response.text(), callOptions);
  const isJson = /[/+]json/.test(response.headers.get('content-type') ?? '');
  const data = isJson ? parsed(text) : undefined;
  if (response.ok && (data !== undefined || !endpoint.reply)) return { data, etag };
  // What stands between us and the service answers in its own ways.
  throw new ApiProblem(isProblem(data) ? data : unexpected(response.status), retryAfterOf(response));
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isProblem(data: unknown): data is ProblemDocument {
  const { code, detail } = (data ?? {}) as Partial<ProblemDocument>;
  return typeof code === 'string' && typeof detail === 'string';
}

/** A connection may break in the midst of the answer too, or a file that is sent be no more to be read. */
async function connected<T>(use: () => Promise<T>, { signal }: CallOptions): Promise<T> {
  try {
    return await use();
  } catch (error) {
    if (signal?.aborted) throw error;
    throw unreachable();
  }
}

/** Seconds, or a date (RFC 9110). */
function retryAfterOf({ headers }: Response): number | null {
  const text = headers.get('retry-after');
  if (text === null) return null;
  const seconds = /^\d+$/.test(text) ? Number(text) : (Date.parse(text) - Date.now()) / 1000;
  return Number.isFinite(seconds) ? Math.max(0, seconds) : null;
}

async function fileOf(response: Response): Promise<Download> {
  const name = /filename\*=UTF-8''([^;]+)/i.exec(response.headers.get('content-disposition') ?? '')?.[1] ?? '';
  const type = response.headers.get('content-type') ?? 'application/octet-stream';
  return { fileName: decodeURIComponent(name), type, content: new Uint8Array(await response.arrayBuffer()) };
}

async function send(
  options: ClientOptions,
  endpoint: Endpoint,
  input: AnyInput,
  callOptions: CallOptions,
): Promise<Response> {
  const asEvents = endpoint.progress && callOptions.onProgress && !callOptions.idempotencyKey;
  const wanted = [endpoint.download ?? 'application/json'].flat().join(', ');
  const headers = new Headers({ accept: asEvents ? 'text/event-stream' : wanted });
  const token = options.token?.();
  if (token) headers.set('authorization', `Bearer ${token}`);
  if (input.ifMatch) headers.set('if-match', input.ifMatch);
  if (callOptions.idempotencyKey) headers.set('idempotency-key', callOptions.idempotencyKey);
  const init: RequestInit = { method: endpoint.method, headers, credentials: 'same-origin' };
  if (callOptions.signal) init.signal = callOptions.signal;
  if (input.body !== undefined && endpoint.file) {
    // As bytes, not as a stream: Node ends the whole process when a call is given up while its form is being read.
    const form = new Response(formData(input.body, endpoint.file));
    headers.set('content-type', form.headers.get('content-type') ?? '');
    init.body = await connected(() => form.arrayBuffer(), callOptions);
  } else if (input.body !== undefined) {
    headers.set('content-type', 'application/json');
    init.body = JSON.stringify(input.body);
  }
  try {
    return await (options.fetch ?? fetch)(options.baseUrl + addressOf(endpoint, input), init);
  } catch (error) {
    if (callOptions.signal?.aborted) throw error;
    throw unreachable();
  }
}

/** The last event of an answer that tells how far the request is. */
async function lastOf(response: Response, { onProgress, signal }: CallOptions): Promise<unknown> {
  let last: EventSourceMessage | null = null;
  const parser = createParser({
    onEvent(event) {
      if (event.event === 'progress') onProgress?.(JSON.parse(event.data) as Progress);
      else last = event;
    },
  });
  try {
    const decoder = new TextDecoder();
    const reader = response.body?.getReader();
    for (let part = await reader?.read(); part && !part.done; part = await reader?.read())
      parser.feed(decoder.decode(part.value, { stream: true }));
  } catch (error) {
    if (signal?.aborted) throw error;
    throw unreachable();
  }
  // Cut off before the end: whether it was carried out is not known.
  const end = last as EventSourceMessage | null;
  if (!end) throw unreachable();
  if (end.event === 'problem') throw new ApiProblem(JSON.parse(end.data) as ProblemDocument);
  return JSON.parse(end.data);
}

function unreachable(): ApiProblem {
  return new ApiProblem({
    ...unexpected(0),
    code: 'unreachable',
    title: '连接失败',
    detail: '连接不上服务器，请检查网络后重试',
  });
}

function addressOf(endpoint: Endpoint, input: AnyInput): string {
  const path = endpoint.path.replace(/\{(\w+)\}/g, (_, name: string) =>
    encodeURIComponent(String(input.params?.[name])),
  );
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(input.query ?? {})) {
    for (const one of Array.isArray(value) ? value : [value]) {
      if (one !== undefined && one !== null && one !== '') query.append(name, String(one));
    }
  }
  return `/api/v1${path}${query.size > 0 ? `?${query}` : ''}`;
}

/** The file comes last, so that a service that reads the parts as a stream knows the rest by then. */
function formData(body: Record<string, unknown>, fileName: string): FormData {
  const form = new FormData();
  for (const [name, value] of Object.entries(body)) {
    if (name !== fileName && value !== undefined) form.append(name, String(value));
  }
  const file = body[fileName] as Blob;
  form.append(fileName, file, file instanceof File ? file.name : fileName);
  return form;
}

function unexpected(status: number): ProblemDocument {
  return {
    type: 'about:blank',
    title: '系统出错',
    status,
    detail: '服务器给出了无法识别的回复，请稍后重试',
    code: 'unexpected',
    instance: '',
  };
}
