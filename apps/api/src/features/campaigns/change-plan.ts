import type { dueEffects, PlanChange, PlanDeadline } from '@nuanxin/contract';
import { dateOf, dayWords, type WorkCalendar, windowName } from '@nuanxin/domain';
import { eq } from 'drizzle-orm';
import type { Context } from '../../context.ts';
import type { Db, Tx } from '../../db/connect.ts';
import { lockPlans } from '../../db/locks.ts';
import { campaigns } from '../../db/schema/index.ts';
import { ProblemError } from '../../problem.ts';
import { loadCalendar } from '../calendar/load.ts';
import { tellMoved } from '../deadlines/due-shifts.ts';
import { notPlanned, owedBy, type NotPlanned, type Owed } from '../deadlines/owed.ts';
import { deadlineKey, plannedDeadlines, type Planned } from '../deadlines/planned.ts';
import { recomputePlan, taskNames, type DeadlineRow, type Recomputed } from '../deadlines/recompute.ts';

type Campaign = typeof campaigns.$inferSelect;

/**
 * Every edit of a plan: one after the other for each year, and deadlines and obligations follow it.
 * @param edit checks and writes; what it returns is handed on
 * @throws ProblemError not_found, schedule_invalid, and whatever `edit` throws
 */
export async function changePlan<T>(
  ctx: Context,
  tx: Tx,
  year: number,
  edit: (campaign: Campaign) => Promise<T>,
): Promise<{ result: T; change: PlanChange }> {
  await lockPlans(tx);
  const [campaign] = await tx.select().from(campaigns).where(eq(campaigns.year, year)).for('update');
  if (!campaign) throw new ProblemError('not_found');
  const now = ctx.clock();
  const calendar = await loadCalendar(tx);
  const planned = async (): Promise<Planned[]> => plannedDeadlines(tx, calendar, campaign.id);
  const left = async (plan: Planned[]): Promise<NotPlanned[]> => notPlanned(tx, campaign.id, plan, now);
  const plannedBefore = await planned();
  const keptBefore = new Set((await left(plannedBefore)).map(({ obligationId }) => obligationId));
  const result = await edit(campaign);
  const recomputed = await recomputePlan(tx, calendar, { campaignId: campaign.id, now });
  const kept = (await left(await planned())).filter(({ obligationId }) => !keptBefore.has(obligationId));
  const effects = await tellMoved(ctx, tx, recomputed, { was: calendar, is: calendar }, `调整${year}年方案`);
  const known = new Set(plannedBefore.map(dayKey));
  const past = recomputed.past.filter((each) => !known.has(dayKey(each))).map((each) => toldPast(each, calendar));
  return { result, change: { past, ...(await changeOf(tx, calendar, recomputed, kept, now)), ...effects } };
}

const dayKey = ({ task, dates }: Planned): string =>
  `${deadlineKey({ taskId: task.id, period: dates.period })} ${dates.dueOn}`;

function toldPast({ task, dates }: Planned, calendar: WorkCalendar): PlanDeadline {
  const { period, opensOn, dueOn, provisional } = dates;
  const { code, title, schedule } = task;
  const window = windowName(schedule, period);
  return { task: { code, title }, period, window, opensOn, dueOn, dueDay: dayWords(calendar, dueOn), provisional };
}

async function changeOf(
  tx: Db,
  calendar: WorkCalendar,
  { before, after, gone, added, removed }: Recomputed,
  kept: NotPlanned[],
  now: Date,
): Promise<Omit<PlanChange, keyof typeof dueEffects | 'past'>> {
  const rows = new Map([...before.values(), ...after].map((row) => [row.id, row]));
  const names = await taskNames(
    tx,
    [...rows.values()].map(({ taskId }) => taskId),
  );
  const told = (row: DeadlineRow): PlanDeadline => {
    const { code = '', title = '', schedule } = names.get(row.taskId) ?? {};
    return {
      task: { code, title },
      period: row.period,
      window: schedule ? windowName(schedule, row.period) : null,
      opensOn: dateOf(row.opensAt),
      dueOn: row.dueOn,
      dueDay: dayWords(calendar, row.dueOn),
      provisional: row.provisional,
    };
  };
  const byDeadline = <O extends Owed>(owed: O[], also: DeadlineRow[] = []) => {
    const units = Map.groupBy(owed, ({ deadlineId }) => deadlineId);
    const ids = new Set([...units.keys(), ...also.map(({ id }) => id)]);
    return [...ids]
      .flatMap((id) => rows.get(id) ?? [])
      .toSorted((a, b) => a.dueOn.localeCompare(b.dueOn) || a.taskId.localeCompare(b.taskId))
      .map((row) => ({ deadline: told(row), units: (units.get(row.id) ?? []).map(({ unit }) => unit) }));
  };
  const moved = after.flatMap((row) => {
    const old = before.get(row.id);
    return old ? [{ row, old }] : [];
  });
  const shifted = moved.filter(({ row, old }) => row.dueOn !== old.dueOn);
  const owing = Map.groupBy(
    await owedBy(
      tx,
      shifted.map(({ row }) => row.id),
    ),
    ({ deadlineId }) => deadlineId,
  );
  const fresh = after.filter(({ id }) => !before.has(id));
  const because = (why: 'facts' | 'over') =>
    byDeadline(kept.filter(({ facts }) => facts === (why === 'facts'))).map((each) => ({ ...each, why }));
  return {
    due: shifted.map(({ row, old }) => ({
      deadline: told(row),
      from: old.dueOn,
      over: old.dueAt <= now || row.dueAt <= now,
      units: owing.get(row.id)?.length ?? 0,
    })),
    opens: moved
      .filter(({ row, old }) => row.opensAt.getTime() !== old.opensAt.getTime())
      .map(({ row, old }) => ({ deadline: told(row), from: dateOf(old.opensAt) })),
    added: byDeadline(added, fresh),
    removed: byDeadline(removed, gone),
    kept: [...because('facts'), ...because('over')],
    units: new Set([...added, ...removed, ...kept, ...[...owing.values()].flat()].map(({ unit }) => unit.code)).size,
  };
}
