import { planPairStates, projectKinds, projectLimits } from '@nuanxin/domain';
import { Type, type Static, type TSchema } from 'typebox';
import { Closed, Name, Nullable, Text, UnitRef, Words, Year } from './common.ts';
import { GroupInput, PhaseInput } from './campaigns-input.ts';
import { PlanDeadline } from './plan-changes.ts';
import { TaskInput, TaskPart } from './tasks.ts';

const No = Type.Integer({ minimum: 1, maximum: 999, description: '序号' });
const [shortest, longest] = projectLimits.labelName;
const project = {
  no: No,
  name: Name(projectLimits.name),
  labelName: Name(longest, { minLength: shortest }),
  field: Name(projectLimits.field),
  kind: Words(projectKinds),
  lead: Nullable(Text(20, 1), { description: '单位编码' }),
};

/** The plan of a new year: everything of the old one that is not named is kept as it is. */
export const RollOver = Closed(
  {
    year: Type.Integer({ minimum: 2000, maximum: 2098, description: '新年度，最晚为今年之后第二年' }),
    copyOf: Year,
    title: Type.Optional(Name(100)),
    projects: Type.Optional(
      Closed({
        drop: Type.Optional(Type.Array(No, { maxItems: 500, uniqueItems: true })),
        change: Type.Optional(
          Type.Array(
            Closed({
              from: No,
              no: Type.Optional(project.no),
              name: Type.Optional(project.name),
              labelName: Type.Optional(project.labelName),
              field: Type.Optional(project.field),
              kind: Type.Optional(project.kind),
              lead: Type.Optional(project.lead),
            }),
            { maxItems: 500 },
          ),
        ),
        add: Type.Optional(Type.Array(Closed(project), { maxItems: 500 })),
      }),
    ),
    tasks: Type.Optional(
      Closed({
        drop: Type.Optional(Type.Array(Text(20, 1), { maxItems: 200, uniqueItems: true })),
        change: Type.Optional(Type.Array(Closed({ from: Text(20, 1), ...TaskPart }), { maxItems: 200 })),
        add: Type.Optional(Type.Array(TaskInput, { maxItems: 200 })),
      }),
    ),
    phases: Type.Optional(Type.Array(PhaseInput, { minItems: 1, maxItems: 12 })),
    groups: Type.Optional(Type.Array(GroupInput, { maxItems: 50 })),
    cards: Type.Optional(Type.Boolean({ default: false, description: '沿用项目的政策卡片，标为待核对' })),
  },
  { title: 'RollOver' },
);
export type RollOver = Static<typeof RollOver>;

function Pair<T extends TSchema>(row: T, name: string) {
  return Type.Object(
    {
      state: Words(planPairStates, { description: 'kept 保留；changed 调整；dropped 退出；new 新增' }),
      from: Nullable(row),
      to: Nullable(row),
      changes: Type.Array(Type.Object({ what: Type.String(), from: Type.String(), to: Type.String() })),
    },
    { title: `${name}Pair` },
  );
}

export const PlanComparison = Type.Object(
  {
    year: Year,
    with: Year,
    projects: Type.Array(
      Pair(
        Type.Object({
          no: Type.Integer(),
          name: Type.String(),
          labelName: Type.String(),
          field: Type.String(),
          kind: Words(projectKinds),
          lead: Nullable(UnitRef),
        }),
        'Project',
      ),
    ),
    tasks: Type.Array(
      Pair(
        Type.Object({
          code: Type.String(),
          title: Type.String(),
          workstream: Type.String(),
          scheduleText: Type.String(),
          leadText: Type.String(),
          retired: Type.Boolean({ description: '在该年度已停用' }),
          deadlines: Type.Array(PlanDeadline),
        }),
        'Task',
      ),
    ),
    phases: Type.Array(
      Pair(Type.Object({ code: Type.String(), name: Type.String(), from: Type.String(), to: Type.String() }), 'Phase'),
    ),
    groups: Type.Array(
      Pair(Type.Object({ code: Type.String(), name: Type.String(), units: Type.Array(Type.String()) }), 'Group'),
    ),
  },
  { title: 'PlanComparison' },
);
export type PlanComparison = Static<typeof PlanComparison>;

export const RollOverPreview = Type.Object(
  {
    title: Type.String(),
    comparison: PlanComparison,
    overdue: Type.Integer({ description: '建立时即逾期的应报事项数' }),
    left: Type.Array(Type.Object({ unit: UnitRef, where: Type.Array(Type.String()) }), {
      description: '已停用、因而未列入新方案的单位，以及原来列在哪里',
    }),
  },
  { title: 'RollOverPreview' },
);
export type RollOverPreview = Static<typeof RollOverPreview>;
