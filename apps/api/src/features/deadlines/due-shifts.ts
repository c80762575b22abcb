import { dueNow, isOwed, type WorkCalendar } from '@nuanxin/domain';
import { isNotNull, or } from 'drizzle-orm';
import type { Context } from '../../context.ts';
import type { Tx } from '../../db/connect.ts';
import { obligations, submissions } from '../../db/schema/index.ts';
import { anyOf } from '../../db/sql.ts';
import { movedDay, readObligations, viewOf } from '../obligations/obligations.ts';
import { tellUnits } from '../reminders/notices.ts';
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
  const told = [...Map.groupBy(shifts.filter(isNews), ({ row }) => row.unit.id).values()].flatMap((own) =>
    own[0] ? { unit: own[0].row.unit, moved: own.map(({ row, from, to }) => movedDay(row, from, to)) } : [],
  );
  await tellUnits(ctx, tx, told, cause);
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
