import type { ProblemAction, ProblemSource } from '@nuanxin/domain';
import type { Actor, Context } from '../../context.ts';
import { registerProblem } from '../../features/problem-register/register.ts';
import { step } from '../../features/problem-register/steps.ts';

interface DemoProblem {
  source: ProblemSource;
  foundOn: string;
  unit: string;
  place: string;
  project?: number;
  description: string;
  /** What became of it: the day, the step, and what was said. */
  life: [day: string, action: ProblemAction, comment?: string][];
}

/** One in each state, one overdue, one sent back: as on the morning of 3 July 2025. */
const found: DemoProblem[] = [
  {
    source: 'inspection',
    foundOn: '2025-03-12',
    unit: '341003101',
    place: '仙源村村口',
    description: '在建公示牌被树枝遮挡，看不清资金来源和举报电话',
    life: [
      ['2025-03-12', 'assign', '请移栽树木或另选位置'],
      ['2025-03-19', 'submit', '已修剪树枝，公示牌清晰可见'],
      ['2025-03-21', 'verify'],
      ['2025-03-21', 'close'],
    ],
  },
  {
    source: 'visit',
    foundOn: '2025-04-16',
    unit: '341003102',
    place: '汤口镇政务服务大厅',
    description: '政策材料摆放点缺少“一封信”，群众不知晓资助标准',
    life: [
      ['2025-04-17', 'assign', '请补齐材料，并安排窗口人员讲解'],
      ['2025-04-28', 'submit', '已补放 300 份，窗口每日检查'],
      ['2025-05-06', 'verify', '现场核对属实'],
    ],
  },
  {
    source: 'return_visit',
    foundOn: '2025-05-20',
    unit: '341003107',
    place: '村老年食堂',
    description: '反映助餐点午餐供应时间短，行动不便的老人赶不上',
    life: [
      ['2025-05-21', 'assign', '请会同民政部门调整供应时间'],
      ['2025-06-03', 'submit', '供应时间延长至 12 时 30 分'],
      ['2025-06-09', 'send_back', '回访中仍有老人反映未延长，请核实后重报'],
    ],
  },
  {
    source: 'inspection',
    foundOn: '2025-06-10',
    unit: '341003204',
    place: '镇公开栏',
    description: '公开栏内容停留在第一季度，没有更新项目进展',
    life: [['2025-06-11', 'assign', '请更新公开栏，今后每季度首月更新']],
  },
  {
    source: 'office',
    foundOn: '2025-06-23',
    unit: '341003105',
    place: '项目现场',
    description: '竣工点位尚未设置永久性标牌',
    life: [['2025-06-24', 'assign']],
  },
  {
    source: 'visit',
    foundOn: '2025-06-26',
    unit: '341003106',
    place: '集市宣传点',
    description: '宣传单字号偏小，老年群众看不清',
    life: [
      ['2025-06-26', 'assign', '请另印大字版'],
      ['2025-07-01', 'submit', '已印制大字版 500 份'],
    ],
  },
  {
    source: 'visit',
    foundOn: '2025-07-01',
    unit: '341003103',
    place: '农贸市场',
    description: '电子屏播放内容为去年的政策口径',
    life: [],
  },
];

/** Problems of half a year, through the functions that the pages use. */
export async function loadProblems(
  actors: Map<string, Actor>,
  office: Actor,
  context: (actor: Actor, instant: string) => Context,
): Promise<void> {
  for (const { life, ...problem } of found) {
    let { data, version } = await registerProblem(context(office, `${problem.foundOn}T11:00:00+08:00`), problem);
    for (const [hour, [day, action, comment]] of life.entries()) {
      const who = action === 'submit' ? (actors.get(problem.unit) ?? office) : office;
      const ctx = context(who, `${day}T${12 + hour}:00:00+08:00`);
      ({ data, version } = await step(ctx, data.id, { action, comment }, version));
    }
  }
}
