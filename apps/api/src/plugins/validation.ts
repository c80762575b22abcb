import { NOT_BLANK } from '@nuanxin/contract';
import { NOT_ONE_LINE, ONE_LINE } from '@nuanxin/domain';
import { isInstant } from '@nuanxin/domain';
import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormatsModule from 'ajv-formats';
import fastJson, { type Schema } from 'fast-json-stringify';
import type { FastifyInstance, FastifySchemaValidationError } from 'fastify';
import { ProblemError, type InputError } from '../problem.ts';

/** Bodies of file endpoints are made of form fields, which are text: their validator may coerce. */
export const formBodies = new WeakSet<object>();

// The package's types describe its CommonJS shape; under ESM the function is the default's default.
const addFormats = addFormatsModule as unknown as typeof addFormatsModule.default;

function ajv(coerce: boolean): Ajv2020 {
  const instance = new Ajv2020({
    allErrors: true,
    useDefaults: true,
    removeAdditional: false,
    coerceTypes: coerce ? 'array' : false,
    strict: false,
  });
  addFormats(instance, ['uuid', 'date', 'uri', 'email']);
  instance.addFormat('date-time', isInstant);
  instance.addFormat('binary', true);
  return instance;
}

// One set in a process, however many services it makes (tests make hundreds): a schema is compiled once.
const exact = ajv(false);
const coercing = ajv(true);
const serializers = new WeakMap<object, (data: unknown) => string>();

/**
 * Two validators: JSON bodies are taken as they are (Fastify's own would turn null into 0 and drop what it does not
 * know), while queries, parameters and form fields are text and have to be coerced.
 */
export function useValidation(app: FastifyInstance): void {
  app.setValidatorCompiler(({ schema, httpPart }) => {
    const validator = httpPart === 'body' && !formBodies.has(schema) ? exact : coercing;
    return validator.compile(schema) as ValidateFunction;
  });
  app.setSerializerCompiler(({ schema }) => {
    const known = serializers.get(schema) ?? fastJson(schema as Schema);
    serializers.set(schema, known);
    return known;
  });
  app.addHook('preValidation', async (request) => {
    // Where nothing is required, nothing need be sent.
    const { body, file } = request.routeOptions.config.endpoint ?? {};
    if (body && !file && (request.body === undefined || request.body === null)) request.body = {};
    refuseUnstorable(request.params, '');
    refuseUnstorable(request.query, '');
    refuseUnstorable(request.body, '');
  });
}

/**
 * What no database can keep, wherever it stands: the zero character, halves of a character, numbers without an end.
 * @throws ProblemError invalid_request with the place
 */
function refuseUnstorable(value: unknown, pointer: string): void {
  const refuse = (detail: string): never => {
    throw new ProblemError(
      'invalid_request',
      {},
      { errors: [{ pointer: pointer || '/', code: 'unstorable', detail }] },
    );
  };
  if (typeof value === 'string') {
    if (value.includes('\0') || !value.isWellFormed()) refuse('含有无法保存的字符，请重新输入');
  } else if (typeof value === 'number') {
    if (!Number.isFinite(value)) refuse('数字过大');
  } else if (typeof value === 'object' && value !== null && !Buffer.isBuffer(value)) {
    for (const [key, each] of Object.entries(value)) {
      refuseUnstorable(key, pointer);
      refuseUnstorable(each, `${pointer}/${key}`);
    }
  }
}

/** Validation errors as pointers with a Chinese sentence each. */
export function inputErrors(errors: FastifySchemaValidationError[]): InputError[] {
  return errors.map((error) => {
    const { keyword, params } = error as unknown as ErrorObject;
    const at = error.instancePath;
    const name = String(params.missingProperty ?? params.additionalProperty ?? '');
    return { pointer: name ? `${at}/${name}` : at || '/', code: keyword, detail: sentence(keyword, params, name) };
  });
}

const formats: Record<string, string> = {
  email: '应为邮箱地址，如 name@example.cn',
  date: '应为日期，如 2025-07-01',
  'date-time': '应为时刻，如 2025-07-01T09:00:00+08:00',
  uuid: '应为编号（UUID）',
  uri: '应为完整网址，如 https://…',
};
const types: Record<string, string> = {
  integer: '整数',
  number: '数字',
  string: '文字',
  boolean: 'true 或 false',
  object: '对象',
  array: '列表',
  null: '空',
};

const patterns: Record<string, string> = { [NOT_BLANK]: '不能为空', [ONE_LINE]: NOT_ONE_LINE };

function sentence(keyword: string, params: Record<string, unknown>, name: string): string {
  switch (keyword) {
    case 'required':
      return `缺少 ${name}`;
    case 'additionalProperties':
      return `不认识的项目 ${name}`;
    case 'type':
      return `应为${[params.type]
        .flat()
        .map((type) => types[String(type)] ?? String(type))
        .join('或')}`;
    case 'enum':
      return `只能是 ${(params.allowedValues as unknown[]).join('、')}`;
    case 'format':
      return formats[String(params.format)] ?? '格式不正确';
    case 'pattern':
      return patterns[String(params.pattern)] ?? '格式不正确';
    case 'minLength':
      return Number(params.limit) === 1 ? '不能为空' : `不能少于 ${String(params.limit)} 个字`;
    case 'maxLength':
      return `不能超过 ${String(params.limit)} 个字`;
    case 'minimum':
      return `不能小于 ${String(params.limit)}`;
    case 'maximum':
      return `不能大于 ${String(params.limit)}`;
    case 'minItems':
      return `至少 ${String(params.limit)} 项`;
    case 'maxItems':
      return `最多 ${String(params.limit)} 项`;
    case 'uniqueItems':
      return '不能重复';
    default:
      return '格式不正确';
  }
}
