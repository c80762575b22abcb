import { ONE_LINE } from '@nuanxin/domain';
import { Type, type TProperties, type TSchema, type TSchemaOptions } from 'typebox';

/** An object that refuses properties it does not know (DESIGN §6). */
export function Closed<P extends TProperties>(properties: P, options: TSchemaOptions = {}) {
  return Type.Object(properties, { additionalProperties: false, ...options });
}

export function Nullable<T extends TSchema>(schema: T, options: TSchemaOptions = {}) {
  return Type.Union([schema, Type.Null()], options);
}

/** A fixed set of words. */
export function Words<const T extends readonly string[]>(words: T, options: TSchemaOptions = {}) {
  return Type.Unsafe<T[number]>({ type: 'string', enum: [...words], ...options });
}

export const Id = Type.String({ format: 'uuid', description: 'UUIDv7' });
export const Day = Type.String({ format: 'date', pattern: '^20', description: '日期，北京时间' });
/** A day of any year, `MM-DD`. */
export const MonthDay = Type.String({ pattern: '^\\d{2}-\\d{2}$', description: '月-日，如 03-31' });
export const DayWords = Type.String({ description: '星期，注明放假、调休，如 周日（调休上班）' });
export const Provisional = Type.Boolean({
  description: '暂定：这一天所依据的放假安排尚未公布，公布后可能变动；已延期的不再是暂定',
});
export const Instant = Type.String({ format: 'date-time', description: '时刻，RFC 3339，带时区' });
export const Year = Type.Integer({ minimum: 2000, maximum: 2100 });
export const Quarter = Type.Integer({ minimum: 1, maximum: 4, description: '第几季度' });
export const Period = Type.String({
  pattern: '^\\d{4}(Q[1-4]|W[1-9]\\d?)?$',
  description: '报送期：2025Q2 为2025年第二季度，2025W1 为第1个窗口期，2025 为全年',
});
export const Text = (maxLength: number, minLength = 0) => Type.String({ minLength, maxLength });
export const NOT_BLANK = '\\S';
/** A text in which something has to stand. */
export const Said = (maxLength: number, options: TSchemaOptions = {}) =>
  Type.String({ minLength: 1, maxLength, pattern: NOT_BLANK, ...options });
/** A name or a title: a text in one line, in which everything can be seen. */
export const Name = (maxLength: number, options: TSchemaOptions = {}) =>
  Type.String({ minLength: 1, maxLength, pattern: ONE_LINE, ...options });
export const ByIdParams = Closed({ id: Id });

/** Query of every list. */
export const paging = {
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 500, default: 50, description: '每页条数' })),
  cursor: Type.Optional(Type.String({ maxLength: 500, description: '上一页的 nextCursor' })),
  count: Type.Optional(Type.Boolean({ description: '为 true 时给出总数 total' })),
};

export function Page<T extends TSchema>(item: T, name: string) {
  return Type.Object(
    { items: Type.Array(item), nextCursor: Nullable(Type.String()), total: Type.Optional(Type.Integer()) },
    { title: `${name}Page` },
  );
}

/** Media type of .xlsx files. */
export const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

/** Media type of .csv files. */
export const CSV = 'text/csv; charset=utf-8';

/** Media type of .docx files. */
export const DOCX = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';

/** Media type of calendar files. */
export const ICS = 'text/calendar; charset=utf-8';

/** Short reference to a unit. */
export const UnitRef = Type.Object({ code: Type.String(), name: Type.String() }, { title: 'UnitRef' });
export const WindowName = Nullable(Type.String(), { description: '窗口期的名称，如 省民调；其他报送期为 null' });
export const TaskRef = Type.Object({ code: Type.String(), title: Type.String() }, { title: 'TaskRef' });
export const PersonRef = Type.Object({ id: Id, name: Type.String() }, { title: 'PersonRef' });

export const FindingSchema = Type.Object(
  {
    level: Words(['error', 'confirm', 'warning']),
    code: Type.String(),
    cell: Nullable(Type.String({ description: '单元格，如 C7' })),
    field: Nullable(Type.String({ description: '指标编码，如 F0101' })),
    text: Nullable(Type.String({ description: '原文' })),
    readsAs: Type.Union([Type.Number(), Type.String(), Type.Null()], { description: '读作' }),
    detail: Type.String({ description: '说明与改法' }),
    changes: Type.Optional(
      Type.Array(
        Type.Object({
          field: Type.String({ description: '指标或文字的编码' }),
          from: Type.Union([Type.Number(), Type.String(), Type.Null()], { description: '现有的值；null 为空' }),
          to: Type.Union([Type.Number(), Type.String(), Type.Null()], { description: '写入后的值；null 为清空' }),
        }),
        { description: '写入后现有报送或草稿将改动之处；表中没有的指标不变' },
      ),
    ),
  },
  { title: 'Finding' },
);

export const Problem = Type.Object(
  {
    type: Type.String(),
    title: Type.String(),
    status: Type.Integer(),
    detail: Type.String(),
    code: Type.String(),
    instance: Type.String({ description: '请求编号' }),
    errors: Type.Optional(
      Type.Array(Type.Object({ pointer: Type.String(), code: Type.String(), detail: Type.String() })),
    ),
    findings: Type.Optional(Type.Array(FindingSchema)),
  },
  { title: 'Problem' },
);
