import type { BulletinDocument } from '@nuanxin/contract';
import {
  bulletinPlaces,
  countsAs,
  dateOf,
  instantText,
  periodLabel,
  quarterAfter,
  yearBefore,
  type BulletinPlace,
  type FigureBasis,
  type FormDefinition,
  type ToldReport,
} from '@nuanxin/domain';
import { and, eq } from 'drizzle-orm';
import type { Context } from '../../context.ts';
import type { Db } from '../../db/connect.ts';
import { deadlines, tasks } from '../../db/schema/index.ts';
import { readReports, type ReadReport } from '../statistics/read-reports.ts';
import { standingWords } from '../statistics/standing-words.ts';
import { compared, fieldsOf } from '../statistics/statistics.ts';

type Reading = Pick<Context, 'actor' | 'clock'> & { db: Db };

/** What a bulletin tells of, as it stands: reports and figures of its quarter and of the year up to it. */
export interface Told {
  task: { code: string; title: string };
  /** Newest version of the form that the year's reports were made on. */
  form: FormDefinition | undefined;
  /** Reports owed for the quarter. */
  reports: ReadReport[];
  /** Accepted reports of the year: those that its figures are made of. */
  counted: ReadReport[];
  places: BulletinPlace[];
  annex: BulletinDocument['annex'];
}

/**
 * Only accepted reports are counted: what is published can be locked.
 * @param period code of a quarter
 * @throws ProblemError not_found: the year has no plan, or no task with quarterly reports
 */
export async function readTold(ctx: Reading, period: string, taskCode?: string): Promise<Told> {
  const year = Number(period.slice(0, 4));
  const basis: FigureBasis = 'accepted';
  const quarter = Number(period.slice(-1));
  const asked = { year, quarter, span: 'year_to_date' as const, basis };
  const read = await readReports(ctx, taskCode === undefined ? asked : { ...asked, task: taskCode });
  const fields = fieldsOf(read);
  const toDate = { now: read.now, before: read.before, period };
  const alone = {
    now: read.now.filter((each) => each.period === period),
    before: read.before.filter((each) => each.period === yearBefore(period)),
    period,
  };
  const rows = fields.map((field) => ({
    field,
    quarter: compared(field, alone, basis),
    yearToDate: compared(field, toDate, basis),
  }));
  const told = alone.now.map(toldReport);
  const counted = read.now.filter(({ standing }) => countsAs(standing, basis));
  const ofQuarter = counted.filter((each) => each.period === period).length;
  const sections = new Map(read.forms[0]?.sections.map(({ code, title }) => [code, title]));
  return {
    task: read.task,
    form: read.forms[0],
    reports: alone.now,
    counted,
    places: bulletinPlaces({
      period,
      today: dateOf(ctx.clock()),
      reports: told,
      counted: ofQuarter,
      fields,
      quarter: Object.fromEntries(rows.map(({ field, quarter: figure }) => [field.code, figure])),
      yearToDate: Object.fromEntries(rows.map(({ field, yearToDate }) => [field.code, yearToDate])),
      next: await nextReport(ctx.db, read.task.code, period),
    }),
    annex: {
      title: `${periodLabel(period)}${read.forms[0]?.title ?? ''}汇总`,
      period,
      coverage: `应报${alone.now.length}份，计入审核通过的${ofQuarter}份`,
      figures: rows.map(({ field, quarter: own, yearToDate }) => ({
        section: sections.get(field.section) ?? '',
        code: field.code,
        label: field.label,
        measure: field.measure,
        kind: field.kind,
        quarter: own.value,
        yearToDate: yearToDate.value,
        before: own.before,
        reports: own.reports,
        owed: own.owed,
      })),
      units: alone.now.map((report) => ({
        unit: { code: report.row.unit.code, name: report.row.unit.name },
        standing: standingWords(report),
        submittedAt:
          report.standing === 'missing' || report.standing === 'open' || !report.row.submission?.firstSubmittedAt
            ? null
            : instantText(report.row.submission.firstSubmittedAt),
      })),
    },
  };
}

function toldReport({ row, standing, late, view: { lateWorkingDays } }: ReadReport): ToldReport {
  const isIn = standing === 'accepted' || standing === 'waiting';
  return {
    unit: row.unit.name,
    standing: isIn ? (late ? 'late' : 'on_time') : standing,
    lateWorkingDays: isIn && late ? lateWorkingDays : null,
  };
}

/** The report after this one, of whichever year. */
async function nextReport(db: Db, task: string, period: string): Promise<{ period: string; dueOn: string } | null> {
  const next = quarterAfter(period);
  const [row] = await db
    .select({ dueOn: deadlines.dueOn })
    .from(deadlines)
    .innerJoin(tasks, and(eq(tasks.id, deadlines.taskId), eq(tasks.code, task)))
    .where(eq(deadlines.period, next))
    .limit(1);
  return row ? { period: next, dueOn: row.dueOn } : null;
}
