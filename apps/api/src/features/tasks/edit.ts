import { isDeepStrictEqual } from 'node:util';
import type { PlanMode, Task, TaskInput } from '@nuanxin/contract';
import { parsePeriod, trackingLabel } from '@nuanxin/domain';
import { eq, sql } from 'drizzle-orm';
import type { Context } from '../../context.ts';
import { audit } from '../../db/audit.ts';
import type { Db } from '../../db/connect.ts';
import { inMode } from '../../db/in-mode.ts';
import { campaigns, deadlines, tasks, taskUnits } from '../../db/schema/index.ts';
import { isUniqueViolation } from '../../db/sql.ts';
import { problemAt, ProblemError } from '../../problem.ts';
import { checkVersion } from '../../routes.ts';
import { changePlan } from '../campaigns/change-plan.ts';
import { checkJudging } from './judged.ts';
import { resolveTask, type ResolvedTask } from './task-input.ts';
import { getTask } from './tasks.ts';

export async function createTask(
  ctx: Context,
  { year, mode = 'atomic', ...input }: TaskInput & { year: number; mode?: PlanMode },
) {
  return inMode(ctx, mode, async (tx) => {
    const { result: id, change } = await changePlan(ctx, tx, year, async (campaign) => {
      const created = await insertTask(tx, campaign, input);
      const after = said((await getTask(tx, created)).data);
      await audit(tx, ctx, { action: 'task.create', entity: 'task', entityId: created, after: { year, ...after } });
      return created;
    });
    const { data: task, version } = await getTask(tx, id);
    return { data: { task, change }, version };
  });
}

/** @throws ProblemError task_code_taken, and those of `resolveTask` */
export async function insertTask(tx: Db, campaign: { id: string; year: number }, input: TaskInput): Promise<string> {
  const resolved = await resolveTask(tx, campaign, input, []);
  try {
    const [row] = await tx
      .insert(tasks)
      .values({
        ...resolved.columns,
        campaignId: campaign.id,
        sort: sql`(select coalesce(max(t.sort), -1) + 1 from tasks t where t.campaign_id = ${campaign.id})`,
      })
      .returning({ id: tasks.id });
    if (!row) throw new Error('no row');
    await writeResponsible(tx, row.id, resolved);
    return row.id;
  } catch (error) {
    if (!isUniqueViolation(error, 'tasks_code')) throw error;
    throw problemAt('/code', 'task_code_taken', { year: campaign.year, code: input.code });
  }
}

type Change = Partial<Omit<TaskInput, 'code'>> & { retired?: boolean };

export async function updateTask(
  ctx: Context,
  id: string,
  { mode = 'atomic', ...input }: Change & { mode?: PlanMode },
  ifMatch: number,
) {
  const [found] = await ctx.db
    .select({ year: campaigns.year })
    .from(tasks)
    .innerJoin(campaigns, eq(campaigns.id, tasks.campaignId))
    .where(eq(tasks.id, id));
  if (!found) throw new ProblemError('not_found');
  return inMode(ctx, mode, async (tx) => {
    const { result: seen, change } = await changePlan(ctx, tx, found.year, async (campaign) => {
      const { data: before, version } = await getTask(tx, id);
      checkVersion({ version }, ifMatch);
      const present = { ...asInput(before), retired: before.retired };
      if (isDeepStrictEqual({ ...present, ...input }, present)) return before;
      await changeTask(ctx, tx, campaign, before, input);
      const { data: after } = await getTask(tx, id);
      const action = after.retired === before.retired ? 'update' : after.retired ? 'retire' : 'restore';
      await audit(tx, ctx, {
        action: `task.${action}`,
        entity: 'task',
        entityId: id,
        before: said(before),
        after: said(after),
      });
      return before;
    });
    const { data: task, version } = await getTask(tx, id);
    // A look ahead names what is kept; taken out it would stand there without its name.
    if (mode !== 'dry_run') await refuseNameless(tx, seen, task.schedule);
    return { data: { task, change }, version };
  });
}

/** A window of which something stays, since somebody has done it or its last day is over, is not taken out of its task (R79). */
async function refuseNameless(tx: Db, { id, schedule: before }: Task, after: Task['schedule']): Promise<void> {
  const windowsOf = (schedule: Task['schedule']) => (schedule.kind === 'adhoc' ? (schedule.windows ?? []) : []);
  const left = new Set(windowsOf(after).map(({ no }) => no));
  const gone = windowsOf(before).filter(({ no }) => !left.has(no));
  if (gone.length === 0) return;
  const kept = await tx.select({ period: deadlines.period }).from(deadlines).where(eq(deadlines.taskId, id));
  const numbers = new Set(kept.map(({ period }) => parsePeriod(period)?.window));
  const stays = gone.find(({ no }) => numbers.has(no));
  if (stays) throw problemAt('/schedule/windows', 'window_in_use', { name: stays.name });
}

/** @throws ProblemError task_tracking_fixed, and those of `resolveTask` */
export async function changeTask(
  ctx: Context,
  tx: Db,
  campaign: { id: string; year: number },
  before: Task,
  { retired = before.retired, ...change }: Change,
): Promise<void> {
  const { tracking, form } = { ...before, ...change };
  if (tracking !== before.tracking || form !== before.form) await checkJudging(tx, before, ctx.clock());
  const responsible = await tx
    .select({ unitId: taskUnits.unitId })
    .from(taskUnits)
    .where(eq(taskUnits.taskId, before.id));
  const resolved = await resolveTask(
    tx,
    campaign,
    { ...asInput(before), ...change },
    responsible.flatMap(({ unitId }) => unitId ?? []),
  );
  const retiredAt = retired === before.retired ? {} : { retiredAt: retired ? ctx.clock() : null };
  await tx
    .update(tasks)
    .set({ ...resolved.columns, ...retiredAt, version: before.version + 1 })
    .where(eq(tasks.id, before.id));
  await tx.delete(taskUnits).where(eq(taskUnits.taskId, before.id));
  await writeResponsible(tx, before.id, resolved);
}

/** A task as it stands, as it would be entered. */
export function asInput(task: Task): TaskInput {
  return {
    code: task.code,
    title: task.title,
    workstream: task.workstream.code,
    phase: task.phase?.code ?? null,
    lead: task.leadCodes,
    support: task.supportCodes,
    schedule: task.schedule,
    tracking: task.tracking,
    form: task.form,
    records: task.records as TaskInput['records'],
    criterion: task.criterion as TaskInput['criterion'],
    requirements: task.requirements,
    source: task.source,
  };
}

async function writeResponsible(tx: Db, taskId: string, resolved: ResolvedTask): Promise<void> {
  await tx
    .insert(taskUnits)
    .values(
      (['lead', 'support'] as const).flatMap((role) =>
        resolved[role].map((who, sort) => ({ taskId, role, sort, ...who })),
      ),
    );
}

/** What the audit keeps of a task, in words that its page shows as they are. */
function said(task: Task) {
  const { code, title, workstream, phase, leadText, supportText, scheduleText, tracking, form, counts } = task;
  return {
    code,
    title,
    workstream: workstream.name,
    phase: phase?.name ?? null,
    lead: leadText,
    support: supportText,
    schedule: scheduleText,
    tracking: trackingLabel[tracking],
    form,
    criterion: counts,
    requirements: task.requirements,
    source: task.source,
    retired: task.retired,
  };
}
