import type { Obligation } from '@nuanxin/contract';
import {
  awaitsExtension,
  dayWords,
  dueNow,
  fulfilledOn,
  instantText,
  obligationView,
  windowName,
  type ObligationView,
  type WorkCalendar,
} from '@nuanxin/domain';
import { and, asc, eq, inArray, max, sql, type SQL } from 'drizzle-orm';
import { forReader, type Actor, type Context } from '../../context.ts';
import type { Db } from '../../db/connect.ts';
import { decodeCursor, encodeCursor } from '../../db/cursor.ts';
import {
  campaigns,
  deadlines,
  exemptions,
  extensions,
  obligations,
  reminderItems,
  reminders,
  submissions,
  tasks,
  units,
  type MovedDay,
} from '../../db/schema/index.ts';
import { inScope } from '../../db/scope.ts';
import { anyOf } from '../../db/sql.ts';
import { ProblemError } from '../../problem.ts';
import { loadCalendar } from '../calendar/load.ts';
import { planYear } from '../campaigns/campaigns.ts';
import { factsOf, type RecordFacts } from './by-records.ts';
import { recordsOf } from './records-of.ts';
import { requestsOf, type Request } from './requests-of.ts';

/** Everything that the status of an obligation depends on, in one query. */
export const selectObligations = (db: Db) =>
  db
    .select({
      obligation: obligations,
      deadline: deadlines,
      task: {
        code: tasks.code,
        title: tasks.title,
        schedule: tasks.schedule,
        tracking: tasks.tracking,
        form: tasks.form,
        sort: tasks.sort,
        campaignId: tasks.campaignId,
        criterion: tasks.criterion,
        /** Name of the group that the criterion asks about. */
        groupName: sql<string | null>`(select g.name from groups g
          where g.campaign_id = ${tasks.campaignId} and g.code = ${tasks.criterion} ->> 'group')`,
      },
      unit: { id: units.id, code: units.code, name: units.name, kind: units.kind, sort: units.sort },
      correctionDays: campaigns.correctionDays,
      year: campaigns.year,
      submission: submissions,
      extension: { dueOn: extensions.dueOn, reason: extensions.reason, grantedAt: extensions.grantedAt },
      exemption: { reason: exemptions.reason },
    })
    .from(obligations)
    .innerJoin(deadlines, eq(deadlines.id, obligations.deadlineId))
    .innerJoin(tasks, eq(tasks.id, deadlines.taskId))
    .innerJoin(campaigns, eq(campaigns.id, tasks.campaignId))
    .innerJoin(units, eq(units.id, obligations.unitId))
    .leftJoin(submissions, eq(submissions.obligationId, obligations.id))
    .leftJoin(extensions, eq(extensions.obligationId, obligations.id))
    .leftJoin(exemptions, eq(exemptions.obligationId, obligations.id));

export type ObligationRow = Awaited<ReturnType<typeof selectObligations>>[number] & {
  /** What the records say, for tasks with a criterion; only where `readObligations` read it. */
  facts?: RecordFacts;
  /** Only where `readObligations` read it, and there was any. */
  reminded?: { times: number; lastAt: string };
  /** Requests for a later due day, the newest first; only where `readObligations` read them, and there were any. */
  extensionRequests?: Request[];
};

/**
 * The day on which it was done without a report: the office's note, else the records, else that there was nothing to do,
 * for as long as no record says otherwise.
 */
function settledOn({ obligation, facts }: ObligationRow): string | null {
  if (obligation.settledOn !== null && !obligation.nothing) return obligation.settledOn;
  if (!facts) return obligation.settledOn;
  return fulfilledOn(facts) ?? (facts.begun ? null : obligation.settledOn);
}

/** Status, lamp and timeliness of a row at an instant: derived here and nowhere else. */
export function viewOf(row: ObligationRow, now: Date, calendar: WorkCalendar) {
  return obligationView(
    {
      tracking: row.task.tracking,
      opensAt: row.deadline.opensAt,
      dueOn: row.deadline.dueOn,
      extendedTo: row.extension?.dueOn ?? null,
      exempt: row.exemption !== null,
      state: row.submission?.state ?? null,
      firstSubmittedAt: row.submission?.firstSubmittedAt ?? null,
      returnedAt: row.submission?.returnedAt ?? null,
      correctedAt: row.submission?.correctedAt ?? null,
      settledOn: settledOn(row),
    },
    now,
    calendar,
    { correctionDays: row.correctionDays },
  );
}

/** The day that would count without an extension, of the correction for what was sent back: an extension must be later. */
export function dayWithoutExtension(row: ObligationRow, now: Date, calendar: WorkCalendar): string {
  return dueNow(viewOf({ ...row, extension: null }, now, calendar));
}

/** The day comes from a calendar that is not published; one that was granted is fixed. */
export function isProvisional({ deadline }: ObligationRow, dueOn: string): boolean {
  return deadline.provisional && dueOn === deadline.dueOn;
}

/** The office refused, or had no need to answer, or the unit took back, what the office then granted of itself. */
function hasBeenOverruled({ extension }: ObligationRow, request: Request): boolean {
  if (!extension || !['refused', 'withdrawn', 'unneeded'].includes(request.state)) return false;
  return (request.decidedAt ?? request.askedAt) < instantText(extension.grantedAt);
}

/** The request that counts now, and those before it. */
function requestsNow(row: ObligationRow, calendar: WorkCalendar) {
  const all = (row.extensionRequests ?? []).map((each) => ({ ...each, untilDay: dayWords(calendar, each.until) }));
  const [newest, ...others] = all;
  return newest && !hasBeenOverruled(row, newest)
    ? { extensionRequest: newest, earlierRequests: others }
    : { extensionRequest: null, earlierRequests: all };
}

/** What a unit is told of a last day. */
export function movedDay(row: ObligationRow, from: ObligationView, to: ObligationView): MovedDay {
  const day = (view: ObligationView): string | null => (view.status === 'exempt' ? null : dueNow(view));
  const { task, deadline } = row;
  return {
    task: { code: task.code, title: task.title },
    period: deadline.period,
    window: windowName(task.schedule, deadline.period),
    from: day(from),
    to: day(to),
    provisional: isProvisional(row, day(to) ?? ''),
  };
}

/** Reasons and notes as the actor may read them. */
export function toObligation(row: ObligationRow, actor: Actor, now: Date, calendar: WorkCalendar): Obligation {
  const { obligation, deadline, task, unit, submission } = row;
  const view = viewOf(row, now, calendar);
  return {
    id: obligation.id,
    version: obligation.version,
    unit: { code: unit.code, name: unit.name },
    task: { code: task.code, title: task.title },
    tracking: task.tracking,
    period: deadline.period,
    window: windowName(task.schedule, deadline.period),
    opensAt: instantText(deadline.opensAt),
    provisional: isProvisional(row, view.dueOn),
    ...view,
    dueDay: dayWords(calendar, view.dueOn),
    submissionId: submission?.id ?? null,
    submittedAt: submission?.lastSubmittedAt ? instantText(submission.lastSubmittedAt) : null,
    ...forReader(actor, {
      extension: row.extension && {
        dueOn: row.extension.dueOn,
        dueDay: dayWords(calendar, row.extension.dueOn),
        reason: row.extension.reason,
        otherwiseOn: dayWithoutExtension(row, now, calendar),
      },
      ...requestsNow(row, calendar),
      exemption: row.exemption,
      settlement:
        obligation.settledOn && !obligation.nothing
          ? { doneOn: obligation.settledOn, note: obligation.settledNote ?? '' }
          : null,
      nothing:
        obligation.settledOn && obligation.nothing
          ? { statedOn: obligation.settledOn, reason: obligation.settledNote ?? '' }
          : null,
    }),
    records: recordsOf(row),
    reminded: row.reminded ?? null,
  };
}

/** Obligations that the actor may see, by due day, task and unit. */
export async function readObligations(
  ctx: Pick<Context, 'actor' | 'clock'> & { db: Db },
  ...filters: (SQL | undefined)[]
): Promise<ObligationRow[]> {
  const rows = await selectObligations(ctx.db)
    .where(and(inScope(ctx.actor, obligations.unitId), ...filters))
    .orderBy(asc(deadlines.dueAt), asc(tasks.sort), asc(units.sort), asc(obligations.id));
  const facts = await factsOf(ctx.db, rows, ctx.clock());
  const ids = rows.map(({ obligation }) => obligation.id);
  const reminded = await remindedOf(ctx.db, ids);
  const requests = await requestsOf(ctx.db, ids);
  return rows.map((row) => {
    const own = facts.get(row.obligation.id);
    const told = reminded.get(row.obligation.id);
    const asked = requests.get(row.obligation.id);
    return {
      ...row,
      ...(own ? { facts: own } : {}),
      ...(told ? { reminded: told } : {}),
      ...(asked ? { extensionRequests: asked } : {}),
    };
  });
}

/** For nobody who has signed in: what the service does by itself is about all units. */
const everywhere: Actor = {
  id: '00000000-0000-0000-0000-000000000000',
  sessionId: '',
  username: '',
  name: '',
  roles: ['observer'],
  unit: null,
  mustChangePassword: false,
};

/** Obligations of all units, by due day, task and unit. */
export async function readAllObligations(
  db: Db,
  clock: Context['clock'],
  ...filters: (SQL | undefined)[]
): Promise<ObligationRow[]> {
  return readObligations({ db, clock, actor: everywhere }, ...filters);
}

async function remindedOf(db: Db, ids: string[]): Promise<Map<string, { times: number; lastAt: string }>> {
  const rows = await db
    .select({
      id: reminderItems.obligationId,
      times: sql<number>`count(*)::int`,
      last: max(reminders.createdAt),
    })
    .from(reminderItems)
    .innerJoin(reminders, eq(reminders.id, reminderItems.reminderId))
    .where(anyOf(reminderItems.obligationId, ids))
    .groupBy(reminderItems.obligationId);
  return new Map(rows.flatMap(({ id, times, last }) => (last ? [[id, { times, lastAt: instantText(last) }]] : [])));
}

export interface ObligationFilters {
  year?: number;
  period?: string;
  unit?: string;
  task?: string;
  tracking?: Obligation['tracking'][];
  status?: Obligation['status'][];
  lamp?: Obligation['lamp'][];
  requested?: boolean;
}

interface ObligationQuery extends ObligationFilters {
  limit?: number;
  cursor?: string;
  count?: boolean;
}

/** The year that is asked about, by itself or by its period; else that of the plan under way. */
export async function yearAsked(ctx: Context, { year, period }: ObligationFilters): Promise<number> {
  return year ?? (period ? Number(period.slice(0, 4)) : planYear(ctx));
}

/**
 * A year holds some hundreds of obligations and status is derived, so the year is read in one query and filtered here:
 * the rule stands in one place instead of once more in SQL.
 */
export async function listObligations(ctx: Context, query: ObligationQuery) {
  const { limit = 50 } = query;
  const after = decodeCursor(query.cursor, ['text']);
  const year = await yearAsked(ctx, query);
  const [calendar, rows] = [
    await loadCalendar(ctx.db),
    await readObligations(
      ctx,
      eq(campaigns.year, year),
      query.period ? eq(deadlines.period, query.period) : undefined,
      query.unit ? eq(units.code, query.unit) : undefined,
      query.task ? eq(tasks.code, query.task) : undefined,
      query.tracking ? inArray(tasks.tracking, query.tracking) : undefined,
    ),
  ];
  const now = ctx.clock();
  const all = rows
    .map((row) => ({ key: sortKey(row), item: toObligation(row, ctx.actor, now, calendar) }))
    .filter(
      ({ item }) =>
        (query.status?.includes(item.status) ?? true) &&
        (query.lamp?.includes(item.lamp) ?? true) &&
        (!query.requested || awaitsExtension(item)),
    );
  const rest = after ? all.filter(({ key }) => key > String(after[0])) : all;
  const shown = rest.slice(0, limit);
  const last = shown.at(-1);
  return {
    items: shown.map(({ item }) => item),
    nextCursor: rest.length > limit && last ? encodeCursor([last.key]) : null,
    ...(query.count ? { total: all.length } : {}),
  };
}

/** Same order as that of the query, as one text. */
function sortKey({ deadline, task, unit, obligation }: ObligationRow): string {
  const pad = (n: number): string => String(n).padStart(9, '0');
  return [deadline.dueAt.toISOString(), pad(task.sort), pad(unit.sort), obligation.id].join(' ');
}

export async function getObligation(ctx: Context, id: string): Promise<{ data: Obligation; version: number }> {
  const [row] = await readObligations(ctx, eq(obligations.id, id));
  if (!row) throw new ProblemError('not_found');
  return {
    data: toObligation(row, ctx.actor, ctx.clock(), await loadCalendar(ctx.db)),
    version: row.obligation.version,
  };
}
