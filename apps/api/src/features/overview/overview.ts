import type { Overview } from '@nuanxin/contract';
import {
  awaitsExtension,
  dateOf,
  dayWords,
  instantText,
  monthRange,
  parsePeriod,
  phaseState,
  quarterLabel,
} from '@nuanxin/domain';
import { asc, eq } from 'drizzle-orm';
import type { Context } from '../../context.ts';
import { campaigns, phases } from '../../db/schema/index.ts';
import { ProblemError } from '../../problem.ts';
import { listMissingNotices, loadCalendar } from '../calendar/load.ts';
import { planYear } from '../campaigns/campaigns.ts';
import { readObligations, toObligation, type ObligationRow } from '../obligations/obligations.ts';
import { countProblems } from '../problem-register/list.ts';
import { submissionRows } from '../submissions/list.ts';

const SHOWN = 20;

/** `二季度`, `5月`, or `10月底` where it is the last day: how the office names a deadline in a table's head. */
function columnLabel({ period, dueOn, coversFrom, coversTo }: ObligationRow['deadline']): string {
  if (parsePeriod(period)?.quarter) return quarterLabel(period);
  const [year, month] = [Number(dueOn.slice(0, 4)), Number(dueOn.slice(5, 7))];
  const isOfMonth = coversFrom.slice(0, 7) === coversTo.slice(0, 7) && coversFrom.endsWith('-01');
  return isOfMonth || dueOn !== monthRange(year, month).to ? `${month}月` : `${month}月底`;
}

/** The whole first page: obligations of the year are read once, what is on it is derived from them. */
export async function getOverview(ctx: Context, wanted?: number): Promise<Overview> {
  const year = await planYear(ctx, wanted);
  const [campaign] = await ctx.db.select({ id: campaigns.id }).from(campaigns).where(eq(campaigns.year, year));
  if (!campaign) throw new ProblemError('not_found');
  const phaseRows = await ctx.db
    .select()
    .from(phases)
    .where(eq(phases.campaignId, campaign.id))
    .orderBy(asc(phases.sort));
  const calendar = await loadCalendar(ctx.db);
  const rows = await readObligations(ctx, eq(campaigns.year, year));
  const now = ctx.clock();
  const all = rows.map((row) => ({ row, item: toObligation(row, ctx.actor, now, calendar) }));
  // 应报: what has come due or will within days, and what was handed in before that; a quarter that has just begun is not.
  const reports = all.filter(
    ({ row, item }) =>
      row.task.tracking === 'submission' &&
      !['upcoming', 'exempt'].includes(item.status) &&
      (item.status !== 'open' || item.dueSoon),
  );
  const count = (...statuses: string[]): number => reports.filter(({ item }) => statuses.includes(item.status)).length;

  const byDeadline = Map.groupBy(all, ({ row }) => row.deadline.id);
  // Columns of the matrix: what every unit owes; what one unit leads for all is listed with the tasks. A reporter sees
  // one unit, so there every deadline is a column.
  const shared = [...byDeadline.values()].filter((group) => group.length > 1);
  const columns = (shared.length > 0 ? shared : [...byDeadline.values()]).flatMap((group) => group[0]?.row ?? []);
  const cells = new Map(all.map((each) => [`${each.row.unit.id} ${each.row.deadline.id}`, each]));
  const inMatrix = new Set(columns.map(({ deadline }) => deadline.id));
  const unitRows = new Map(
    all.filter(({ row }) => inMatrix.has(row.deadline.id)).map(({ row }) => [row.unit.id, row.unit]),
  );

  const asking = all.filter(({ item }) => awaitsExtension(item));
  const waiting = reports
    .filter(({ item }) => item.status === 'submitted')
    .toSorted((a, b) => (a.item.submittedAt ?? '').localeCompare(b.item.submittedAt ?? ''))
    .flatMap(({ item }) => item.submissionId ?? [])
    .slice(0, SHOWN);
  const waitingRows = await submissionRows(ctx, ctx.db, waiting);
  const others = all.filter(({ row }) => row.task.tracking !== 'submission');
  return {
    year,
    today: dateOf(now),
    now: instantText(now),
    missingNotices: await listMissingNotices(ctx),
    phases: phaseRows.map(({ code, name, fromDay, toDay }) => ({
      code,
      name,
      months: `${Number(fromDay.slice(0, 2))}—${Number(toDay.slice(0, 2))}月`,
      state: phaseState({ code, name, from: fromDay, to: toDay }, year, now),
    })),
    counts: {
      owed: reports.length,
      handedIn: reports.filter(({ row }) => isHandedIn(row)).length,
      waiting: count('submitted'),
      returned: reports.filter(({ row }) => row.submission?.state === 'returned').length,
      overdue: count('overdue'),
      otherOverdue: others.filter(({ item }) => item.status === 'overdue').length,
      otherDueSoon: others.filter(({ item }) => item.status === 'open' && item.dueSoon).length,
      requested: asking.length,
    },
    problems: await countProblems(ctx, year),
    columns: columns.map(({ deadline, task }) => ({
      key: deadline.id,
      label: columnLabel(deadline),
      task: { code: task.code, title: task.title },
      period: deadline.period,
      dueOn: deadline.dueOn,
      dueDay: dayWords(calendar, deadline.dueOn),
      provisional: deadline.provisional,
    })),
    matrix: [...unitRows.values()]
      .toSorted((a, b) => a.sort - b.sort)
      .map((unit) => ({
        unit: { code: unit.code, name: unit.name },
        kind: unit.kind,
        cells: columns.map(({ deadline }) => {
          const item = cells.get(`${unit.id} ${deadline.id}`)?.item;
          if (!item) return null;
          const { id, submissionId, status, lamp, timeliness, lateWorkingDays } = item;
          return { obligationId: id, submissionId, status, lamp, timeliness, lateWorkingDays };
        }),
      })),
    late: reports
      .filter(({ item }) => item.status === 'overdue')
      .slice(0, SHOWN)
      .map(({ item }) => item),
    dueSoon: reports
      .filter(({ item }) => item.lamp === 'yellow')
      .slice(0, SHOWN)
      .map(({ item }) => item),
    requests: asking.slice(0, SHOWN).map(({ item }) => item),
    waiting: waiting.flatMap((id) => waitingRows.get(id) ?? []),
  };
}

/** A returned report was handed in; a withdrawn one no longer is. */
function isHandedIn({ submission }: ObligationRow): boolean {
  return submission !== null && submission.revision > 0 && submission.state !== 'withdrawn';
}
