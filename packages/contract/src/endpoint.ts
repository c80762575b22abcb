import { roles, type Role } from '@nuanxin/domain';
import { Type, type Static, type TSchema } from 'typebox';
import { Words } from './common.ts';
import type { ProblemCode } from './problems.ts';

export { roles, type Role };

/** Who sees the work of all units; a reporter sees its own unit and what is below it. */
export const readers = ['office', 'observer', 'auditor', 'reporter'] as const satisfies readonly Role[];

/**
 * Who may call an endpoint. `public` needs no sign-in.
 * `rows: 'own'` promises that a reporter gets and changes nothing but rows of its own unit and its subtree: the query
 * module applies the row scope, and the access matrix test calls every such endpoint for a foreign unit.
 */
export type Access = 'public' | { roles: readonly Role[]; rows: 'all' | 'own' };

export interface Endpoint {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Below `/api/v1`, with `{name}` for parameters. */
  path: string;
  tag: string;
  summary: string;
  access: Access;
  params?: TSchema;
  query?: TSchema;
  body?: TSchema;
  /** The body is multipart/form-data; the property named here is the file. */
  file?: string;
  /** The file goes to disk as it comes, up to so many bytes; else it is held in memory, up to 20 MB. */
  fileToDisk?: number;
  /** The caller names the version that it changes: 428 without If-Match, 412 when it is stale. */
  ifMatch?: true;
  /** The reply carries an ETag. */
  etag?: true;
  status: 200 | 201 | 204;
  reply?: TSchema;
  /** The reply is a file of this media type or of one of these, or of the one that the file itself brings. */
  download?: string | readonly string[];
  /**
   * Tells how far it is to who asks for it with `Accept: text/event-stream` and no Idempotency-Key: events `progress`
   * (`Progress`), at last one `result` (the reply) or `problem`. The status is that of success, whatever comes at last.
   */
  progress?: true;
  /** Problems of this endpoint's own; those that every endpoint may give are added by the OpenAPI document. */
  problems: readonly ProblemCode[];
}

/** How far a long request is: counts, never estimates. */
export const Progress = Type.Object(
  {
    step: Words(['wait', 'read', 'rows', 'check', 'write', 'store'], {
      description:
        'wait 排队，total 为前面的文件数；read 打开文件；rows 逐行读数；check 逐行核对；write 写入报送；store 保存结果；后四步按行计',
    }),
    done: Type.Integer(),
    total: Type.Integer({ description: '0：无法计数' }),
  },
  { title: 'Progress' },
);
export type Progress = Static<typeof Progress>;

/** Keeps the literal types of an endpoint, so that the client knows its input and output. */
export function endpoint<const E extends Endpoint>(declaration: E): E {
  return declaration;
}

type Part<E, K extends string, Name extends string> = E extends { [P in K]: infer S extends TSchema }
  ? { [P in Name]: Static<S> }
  : unknown;

/** What a caller hands to an endpoint; parts that the endpoint does not declare are absent. */
export type Input<E extends Endpoint> = Part<E, 'params', 'params'> &
  (E extends { query: infer Q extends TSchema } ? { query?: Static<Q> } : unknown) &
  Part<E, 'body', 'body'> &
  (E extends { ifMatch: true } ? { ifMatch: string } : unknown);

/** A file that an endpoint gives, with the name under which it is to be kept. */
export interface Download {
  fileName: string;
  /** Media type, where the endpoint gives files of several. */
  type?: string;
  content: Uint8Array;
}

export type Reply<E extends Endpoint> = E extends { download: string | readonly string[] }
  ? Download
  : E extends { reply: infer R extends TSchema }
    ? Static<R>
    : undefined;
