import { Type, type Static } from 'typebox';
import { Day, DayWords, Period, TaskRef, UnitRef, WindowName, Words } from './common.ts';
import { dueEffects } from './deadlines.ts';

/** `dry_run` answers the same and writes nothing. */
export const PlanMode = Words(['dry_run', 'atomic'], {
  default: 'atomic',
  description: 'dry_run 只看结果，不写入；答复与写入时相同',
});
export type PlanMode = Static<typeof PlanMode>;

export const PlanDeadline = Type.Object(
  {
    task: TaskRef,
    period: Period,
    window: WindowName,
    opensOn: Day,
    dueOn: Day,
    dueDay: DayWords,
    provisional: Type.Boolean(),
  },
  { title: 'PlanDeadline' },
);
export type PlanDeadline = Static<typeof PlanDeadline>;

const Owed = Type.Object({ deadline: PlanDeadline, units: Type.Array(UnitRef) });

/** What an edit of the plan does to deadlines and to what units owe. */
export const PlanChange = Type.Object(
  {
    due: Type.Array(
      Type.Object({
        deadline: PlanDeadline,
        from: Day,
        over: Type.Boolean({ description: '变动前或变动后的最后一天已过' }),
        units: Type.Integer({ description: '应报的单位数' }),
      }),
      {
        description: '最后一天变动的时限；from 为原来的最后一天',
      },
    ),
    opens: Type.Array(Type.Object({ deadline: PlanDeadline, from: Day }), {
      description: '开始日期变动的时限；from 为原来的开始日期',
    }),
    past: Type.Array(PlanDeadline, { description: '新列入时最后一天已过的：不产生时限和应报事项' }),
    added: Type.Array(Owed, { description: '新增的应报事项；新增的时限没有单位的，单位为空' }),
    removed: Type.Array(Owed, { description: '取消的应报事项：尚未到期、没有任何报送和登记的' }),
    kept: Type.Array(Type.Object({ ...Owed.properties, why: Words(['facts', 'over']) }), {
      description: '不再应报而保留的：facts 已有报送、登记、延期或催办；over 已过时限',
    }),
    ...dueEffects,
    units: Type.Integer({ description: '涉及的单位数' }),
  },
  { title: 'PlanChange' },
);
export type PlanChange = Static<typeof PlanChange>;
