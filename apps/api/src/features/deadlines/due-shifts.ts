import { dueNow, isOwed, type WorkCalendar } from '@nuanxin/domain';
import { isNotNull, or } from 'drizzle-orm';
import { uuidv7 } from 'uuidv7';
import type { Context } from '../../context.ts';
import { audit } from '../../db/audit.ts';
import type { Tx } from '../../db/connect.ts';
import { obligations, reminders, submissions } from '../../db/schema/index.ts';
import { anyOf, insertMany } from '../../db/sql.ts';
import { isProvisional, readObligations, viewOf } from '../obligations/obligations.ts';
import type { Recomputed } from './recompute.ts';

interface Calendars {
  was: WorkCalendar;
  is: WorkCalendar;
}

/**
 * What other last days do to what units owe, and tells the units: one message for each in its inbox with all of its last
 * days that moved. What is exempt, put off further, or handed in and as much in time as before concerns nobody any more.
 * @param cause why they moved, as the units read it
 */
export async function tellMoved(ctx: Context, tx: Tx, recomputed: Recomputed, calendars: Calendars, cause: string) {
  const shifts = await shiftsOf(ctx, tx, recomputed, calendars);
  const now = ctx.clock();
  const told = [...Map.groupBy(shifts.filter(isNews), ({ row }) => row.unit.id)].map(([unitId, own]) => ({
    id: uuidv7(),
    unitId,
    unit: own[0]?.row.unit.code,
    moved: own.map(({ row, from, to }) => ({
      task: { code: row.task.code, title: row.task.title },
      period: row.deadline.period,
      from: dueNow(from),
      to: dueNow(to),
      provisional: isProvisional(row, dueNow(to)),
    })),
  }));
  await insertMany(
    tx,
    reminders,
    told.map(({ id, unitId, moved }) => ({ id, unitId, moved, note: cause, createdBy: ctx.actor.id, createdAt: now })),
  );
  await audit(
    tx,
    ctx,
    ...told.map(({ id, unit, moved }) => ({
      action: 'reminder.moved',
      entity: 'reminder',
      entityId: id,
      after: {
        unit,
        note: cause,
        about: moved.map(({ task, period, from, to }) => `${task.code} ${period} ${from} → ${to}`),
      },
    })),
  );
  const count = (test: (from: Shift['from'], to: Shift['to']) => boolean): number =>
    shifts.filter(({ from, to }) => test(from, to)).length;
  return {
    told: told.length,
    becameOverdue: count((from, to) => from.status !== 'overdue' && to.status === 'overdue'),
    noLongerOverdue: count((from, to) => from.status === 'overdue' && to.status !== 'overdue'),
    becameLate: count((from, to) => from.timeliness === 'on_time' && to.timeliness === 'late'),
    noLongerLate: count((from, to) => from.timeliness === 'late' && to.timeliness === 'on_time'),
  };
}

type Shift = Awaited<ReturnType<typeof shiftsOf>>[number];

const isNews = ({ from, to }: Shift): boolean =>
  dueNow(from) !== dueNow(to) && (to.status === 'upcoming' || isOwed(to.status) || from.timeliness !== to.timeliness);

/** How what falls due at moved deadlines stood and stands; another calendar also moves the days of corrections. */
async function shiftsOf(ctx: Context, tx: Tx, { before, after }: Recomputed, { was, is }: Calendars) {
  const moved = after.filter(({ id, dueOn }) => dueOn !== (before.get(id)?.dueOn ?? dueOn)).map(({ id }) => id);
  const rows = await readObligations(
    { ...ctx, db: tx },
    or(anyOf(obligations.deadlineId, moved), was === is ? undefined : isNotNull(submissions.returnedAt)),
  );
  const now = ctx.clock();
  return rows.flatMap((row) => {
    const old = before.get(row.deadline.id);
    return old ? [{ row, from: viewOf({ ...row, deadline: old }, now, was), to: viewOf(row, now, is) }] : [];
  });
}
