import { Type } from 'typebox';
import { Closed, Day, MonthDay, Name } from './common.ts';

/** When a task falls due; the shape is the domain's (`Schedule`). */
export const ScheduleInput = Type.Union(
  [
    Closed({ kind: Type.Literal('once'), due: MonthDay, opens: Type.Optional(MonthDay) }),
    Closed({
      kind: Type.Literal('quarterly'),
      due: Type.Literal('by_first_workday_of_next_quarter'),
      inclusive: Type.Optional(Type.Boolean({ description: '首个工作日当日仍算按时；缺省为 true' })),
      first: Type.Optional(MonthDay),
      covers: Type.Optional(Type.Literal('quarter')),
    }),
    Closed({ kind: Type.Literal('quarterly'), due: Type.Literal('quarter_end') }),
    Closed({ kind: Type.Literal('continuous') }),
    Closed({
      kind: Type.Literal('adhoc'),
      windows: Type.Optional(
        Type.Array(
          Closed({
            no: Type.Integer({ minimum: 1, maximum: 99, description: '年度内的编号，不再给别的窗口期' }),
            name: Name(40),
            opens: Day,
            due: Day,
          }),
          { maxItems: 20, description: '窗口期，如省民调期间（R79）' },
        ),
      ),
    }),
  ],
  { description: 'once 一次性；quarterly 每季度；continuous 长期；adhoc 另行通知' },
);
