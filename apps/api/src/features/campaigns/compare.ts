import type { PlanComparison, Task } from '@nuanxin/contract';
import {
  comparePlanRows,
  dateOf,
  dayWords,
  projectKindLabel,
  trackingLabel,
  type PlanParts,
  windowName,
} from '@nuanxin/domain';
import { asc, eq } from 'drizzle-orm';
import type { Context } from '../../context.ts';
import { campaigns, deadlines, projects, tasks } from '../../db/schema/index.ts';
import { loadCalendar } from '../calendar/load.ts';
import { listTasks } from '../tasks/tasks.ts';
import { getCampaign } from './campaigns.ts';

type Plan = Awaited<ReturnType<typeof readPlan>>;
type Project = Plan['projects'][number];
type ProjectRow = typeof projects.$inferSelect;
type Phase = Plan['phases'][number];
type Group = Plan['groups'][number];

/**
 * A project goes on from that from which its row was copied, whatever it is called since. Others, such as those of an
 * imported list, are known again by their name, wherever they stand, else by their name in headings, that of the same
 * place first.
 */
export const projectKeys: ((project: Pick<ProjectRow, 'id' | 'origin' | 'no' | 'name' | 'labelName'>) => string)[] = [
  ({ id, origin }) => origin ?? id,
  ({ name }) => name,
  ({ no, labelName }) => `${no} ${labelName}`,
  ({ labelName }) => labelName,
];

const projectParts: PlanParts<Project> = [
  { what: '序号', of: ({ no }) => String(no) },
  { what: '名称', of: ({ name }) => name },
  { what: '标注名称', of: ({ labelName }) => labelName },
  { what: '领域', of: ({ field }) => field },
  { what: '类型', of: ({ kind }) => projectKindLabel[kind] },
  { what: '牵头单位', of: ({ lead }) => lead?.name ?? '' },
];
const taskParts: PlanParts<Task> = [
  { what: '状态', of: ({ retired }) => (retired ? '已停用' : '在用') },
  { what: '任务', of: ({ title }) => title },
  { what: '工作任务', of: ({ workstream }) => workstream.name },
  { what: '阶段', of: ({ phase }) => phase?.name ?? '' },
  { what: '时限', of: ({ scheduleText }) => scheduleText },
  { what: '牵头单位', of: ({ leadText }) => leadText },
  { what: '配合单位', of: ({ supportText }) => supportText },
  { what: '完成依据', of: ({ tracking, counts }) => [trackingLabel[tracking], counts].filter(Boolean).join('：') },
];
const phaseParts: PlanParts<Phase> = [
  { what: '名称', of: ({ name }) => name },
  { what: '日期', of: ({ from, to }) => `${from} 至 ${to}` },
  { what: '工作内容', of: ({ work }) => work.join('、') },
];
const groupParts: PlanParts<Group> = [
  { what: '名称', of: ({ name }) => name },
  { what: '单位', of: ({ units }) => units.join('、') },
];
const byCode = [({ code }: { code: string }) => code];

/** What of the year `earlier` is kept, changed, dropped and new in `year`. @throws ProblemError not_found */
export async function comparePlans(ctx: Context, year: number, earlier: number): Promise<PlanComparison> {
  const [old, next] = [await readPlan(ctx, earlier), await readPlan(ctx, year)];
  const years = { from: earlier, to: year };
  const told = (plan: Plan, task: Task) => ({
    code: task.code,
    title: task.title,
    workstream: task.workstream.name,
    scheduleText: task.scheduleText,
    leadText: task.leadText,
    retired: task.retired,
    deadlines: plan.deadlines.get(task.id) ?? [],
  });
  return {
    year,
    with: earlier,
    projects: comparePlanRows(old.projects, next.projects, projectKeys, projectParts, years).map(
      ({ from, to, ...pair }) => ({ ...pair, from: from && shown(from), to: to && shown(to) }),
    ),
    // What the earlier year itself gave up went as well; what this one gave up is none of its.
    tasks: comparePlanRows(
      old.tasks,
      next.tasks.filter(({ retired }) => !retired),
      byCode,
      taskParts,
      years,
    ).map(({ from, to, ...pair }) => ({
      ...pair,
      from: from && told(old, from),
      to: to && told(next, to),
    })),
    phases: comparePlanRows(old.phases, next.phases, byCode, phaseParts, years),
    groups: comparePlanRows(old.groups, next.groups, byCode, groupParts, years),
  };
}

const shown = ({ id: _id, origin: _origin, ...project }: Project) => project;

/** More tasks than any plan has. */
export const ALL_TASKS = 500;

async function readPlan(ctx: Context, year: number) {
  const { data } = await getCampaign(ctx, year);
  const { items } = await listTasks(ctx, { year, limit: ALL_TASKS });
  const rows = await ctx.db
    .select({ no: projects.no, id: projects.id, origin: projects.origin })
    .from(projects)
    .where(eq(projects.campaignId, data.id));
  const links = new Map(rows.map(({ no, ...link }) => [no, link]));
  return {
    projects: data.projects.flatMap((project) => {
      const link = links.get(project.no);
      return link ? [{ ...project, ...link }] : [];
    }),
    phases: data.phases,
    groups: data.groups.map(({ code, name, units }) => ({ code, name, units: units.map((unit) => unit.name) })),
    tasks: items,
    deadlines: await deadlinesByTask(ctx, year),
  };
}

async function deadlinesByTask({ db }: Context, year: number) {
  const calendar = await loadCalendar(db);
  const rows = await db
    .select({ deadline: deadlines, task: { code: tasks.code, title: tasks.title }, schedule: tasks.schedule })
    .from(deadlines)
    .innerJoin(tasks, eq(tasks.id, deadlines.taskId))
    .innerJoin(campaigns, eq(campaigns.id, tasks.campaignId))
    .where(eq(campaigns.year, year))
    .orderBy(asc(deadlines.dueAt));
  const told = rows.map(({ deadline, task, schedule }) => ({
    taskId: deadline.taskId,
    told: {
      task,
      period: deadline.period,
      window: windowName(schedule, deadline.period),
      opensOn: dateOf(deadline.opensAt),
      dueOn: deadline.dueOn,
      dueDay: dayWords(calendar, deadline.dueOn),
      provisional: deadline.provisional,
    },
  }));
  return new Map(
    [...Map.groupBy(told, ({ taskId }) => taskId)].map(([id, list]) => [id, list.map((each) => each.told)]),
  );
}
