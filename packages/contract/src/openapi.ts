import type { Endpoint } from './endpoint.ts';
import { endpoints } from './endpoints.ts';
import { Problem } from './common.ts';
import { problems, type ProblemCode } from './problems.ts';

type Json = Record<string, unknown>;

/** Problems that any signed-in call may meet. */
const everywhere: ProblemCode[] = ['invalid_request', 'too_many_requests', 'internal'];
const signedIn: ProblemCode[] = ['unauthenticated', 'forbidden'];

function problemsOf(endpoint: Endpoint): ProblemCode[] {
  return [
    ...new Set([
      ...everywhere,
      ...(endpoint.access === 'public' ? [] : signedIn),
      ...(endpoint.ifMatch ? (['precondition_required', 'precondition_failed'] as const) : []),
      ...endpoint.problems,
    ]),
  ];
}

const PROGRESS =
  'With `Accept: text/event-stream` and no Idempotency-Key the reply is a stream: events `progress` (`{ step, done, total }`, counted in rows), at last one `result` (the JSON reply) or `problem` (the problem document).';

/**
 * The OpenAPI 3.1 document of the endpoint table. A schema with a `title` becomes a named component.
 * @param info address below which the paths stand, and the version of the product
 */
export function openApiDocument(info: { server: string; version: string }): Json {
  const components: Json = {};

  function hoist(schema: unknown): unknown {
    if (Array.isArray(schema)) return schema.map(hoist);
    if (schema === null || typeof schema !== 'object') return schema;
    const copy = Object.fromEntries(Object.entries(schema).map(([key, value]) => [key, hoist(value)])) as Json;
    const title = (schema as Json).title;
    if (typeof title !== 'string') return copy;
    components[title] = copy;
    return { $ref: `#/components/schemas/${title}` };
  }

  function parameters(endpoint: Endpoint): Json[] {
    const of = (schema: unknown, where: 'path' | 'query'): Json[] => {
      const { properties = {}, required = [] } = (schema ?? {}) as { properties?: Json; required?: string[] };
      return Object.entries(properties).map(([name, value]) => ({
        name,
        in: where,
        required: where === 'path' || required.includes(name),
        schema: hoist(value),
      }));
    };
    return [
      ...of(endpoint.params, 'path'),
      ...of(endpoint.query, 'query'),
      ...(endpoint.ifMatch
        ? [
            {
              name: 'If-Match',
              in: 'header',
              required: true,
              schema: { type: 'string' },
              description: 'ETag of the version that is changed',
            },
          ]
        : []),
      ...(endpoint.method === 'POST' && endpoint.access !== 'public'
        ? [{ name: 'Idempotency-Key', in: 'header', required: false, schema: { type: 'string', maxLength: 200 } }]
        : []),
    ];
  }

  function responses(endpoint: Endpoint): Json {
    const success = {
      description: endpoint.summary,
      ...(endpoint.etag ? { headers: { ETag: { schema: { type: 'string' } } } } : {}),
      ...(endpoint.reply
        ? {
            content: {
              'application/json': { schema: hoist(endpoint.reply) },
              ...(endpoint.progress ? { 'text/event-stream': { schema: { type: 'string' } } } : {}),
            },
          }
        : {}),
      ...(endpoint.download
        ? {
            content: Object.fromEntries(
              [endpoint.download].flat().map((type) => [type, { schema: { type: 'string', format: 'binary' } }]),
            ),
          }
        : {}),
    };
    const byStatus = Map.groupBy(problemsOf(endpoint), (code) => problems[code].status);
    const failures = [...byStatus].map(([status, codes]) => [
      String(status),
      {
        description: codes.map((code) => `\`${code}\` ${problems[code].title}`).join('; '),
        content: { 'application/problem+json': { schema: hoist(Problem) } },
      },
    ]);
    return { [String(endpoint.status)]: success, ...Object.fromEntries(failures) };
  }

  const paths: Record<string, Json> = {};
  for (const [operationId, declared] of Object.entries(endpoints)) {
    const endpoint: Endpoint = declared;
    const access =
      endpoint.access === 'public'
        ? 'No sign-in.'
        : `Roles: ${endpoint.access.roles.join(', ')}.${endpoint.access.rows === 'own' ? ' A reporter reaches only rows of its own unit and below.' : ''}`;
    const content = endpoint.file ? 'multipart/form-data' : 'application/json';
    (paths[endpoint.path] ??= {})[endpoint.method.toLowerCase()] = {
      operationId,
      tags: [endpoint.tag],
      summary: endpoint.summary,
      description: endpoint.progress ? `${access}\n\n${PROGRESS}` : access,
      security: endpoint.access === 'public' ? [] : [{ bearer: [] }],
      parameters: parameters(endpoint),
      ...(endpoint.body
        ? { requestBody: { required: true, content: { [content]: { schema: hoist(endpoint.body) } } } }
        : {}),
      responses: responses(endpoint),
    };
  }

  return {
    openapi: '3.1.0',
    info: {
      title: 'Nuanxin (暖心) API',
      version: info.version,
      description: 'Tasks, deadlines and submissions of a district’s livelihood projects (民生实事).',
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: info.server }],
    tags: [...new Set(Object.values(endpoints).map((each) => each.tag))].map((name) => ({ name })),
    paths,
    components: { schemas: components, securitySchemes: { bearer: { type: 'http', scheme: 'bearer' } } },
  };
}
