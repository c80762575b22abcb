import type { Input, Endpoints } from '@nuanxin/contract';
import {
  fieldsFor,
  formOfPeriod,
  isOpen,
  quarterPeriod,
  quartersOf,
  standingOf,
  yearBefore,
  type FigureBasis,
  type FormDefinition,
  type ObligationView,
  type OwedReport,
  type Quarter,
  reporterKind,
} from '@nuanxin/domain';
import { and, asc, desc, eq, inArray, sql } from 'drizzle-orm';
import type { Context } from '../../context.ts';
import type { Db } from '../../db/connect.ts';
import {
  campaigns,
  deadlines,
  forms,
  obligations,
  revisions,
  submissions,
  tasks,
  units,
} from '../../db/schema/index.ts';
import { inScope } from '../../db/scope.ts';
import { anyOf } from '../../db/sql.ts';
import { ProblemError } from '../../problem.ts';
import { loadCalendar } from '../calendar/load.ts';
import { planYear } from '../campaigns/campaigns.ts';
import { selectObligations, viewOf, type ObligationRow } from '../obligations/obligations.ts';

export type Asked = Omit<NonNullable<Input<Endpoints['getStatistics']>['query']>, 'by'>;

/** A report of the figures with the rows that it was read from. */
export interface ReadReport extends OwedReport {
  row: ObligationRow;
  view: ObligationView;
}

export interface Reports {
  year: number;
  /** Last quarter of the figures. */
  period: string;
  quarters: string[];
  basis: FigureBasis;
  task: { code: string; title: string };
  /** Versions of the form that the quarters were made on, the newest first. */
  forms: FormDefinition[];
  formOf: (period: string) => FormDefinition | undefined;
  /** The newest quarter of the year of which something was handed in. */
  newest: string;
  now: ReadReport[];
  /** Reports of these quarters that have begun, and that nobody has to hand in. */
  exempt: ObligationRow[];
  /** The same quarters of the year before. */
  before: ReadReport[];
}

const isQuarter = sql`${deadlines.period} like '____Q_'`;

/**
 * The reports that were owed for the quarters asked for and for the same ones of the year before, of units that the caller
 * may see: one query for the obligations and one for what was handed in, however many there are.
 * @throws ProblemError not_found: the year has no plan, or no task with quarterly reports
 */
export async function readReports(ctx: Pick<Context, 'actor' | 'clock'> & { db: Db }, asked: Asked): Promise<Reports> {
  const { db } = ctx;
  const { span = 'quarter', basis = 'handed_in' } = asked;
  const year = await planYear(ctx, asked.year);
  const task = await quarterlyTask(db, year, asked.task);
  const versions = await db
    .select({ version: forms.version, definition: forms.definition, usedFrom: forms.usedFrom })
    .from(forms)
    .where(eq(forms.code, task.form))
    .orderBy(desc(forms.version));
  const formOf = (period: string): FormDefinition | undefined => formOfPeriod(versions, period)?.definition;

  const rows = await selectObligations(db)
    .where(
      and(
        inScope(ctx.actor, obligations.unitId),
        inArray(campaigns.year, [year, year - 1]),
        eq(tasks.code, task.code),
        eq(tasks.form, task.form),
        isQuarter,
        asked.unit === undefined ? undefined : eq(units.code, asked.unit),
        asked.kind === undefined ? undefined : eq(units.kind, asked.kind),
      ),
    )
    .orderBy(asc(deadlines.period), asc(units.sort), asc(units.code));
  const calendar = await loadCalendar(db);
  const now = ctx.clock();
  const exempt: ObligationRow[] = [];
  const owed = rows.flatMap((row) => {
    const view = viewOf(row, now, calendar);
    const standing = standingOf(view);
    if (view.status === 'exempt' && isOpen(row.deadline.opensAt, now)) exempt.push(row);
    return standing === null ? [] : [{ row, view, standing, late: view.timeliness === 'late' }];
  });
  const ofYear = owed.filter(({ row }) => row.year === year);
  // A quarter that has just begun has nothing to show.
  const newest =
    (ofYear.findLast(({ standing }) => standing !== 'open' && standing !== 'missing') ?? ofYear.at(-1))?.row.deadline
      .period ?? quarterPeriod(year, 1);
  const period = asked.quarter === undefined ? newest : quarterPeriod(year, asked.quarter as Quarter);
  const quarters = quartersOf(period, span);
  const quartersBefore = quartersOf(yearBefore(period), span);
  const wanted = new Set([...quarters, ...quartersBefore]);
  const within = owed.filter(({ row }) => wanted.has(row.deadline.period));
  const values = await handedIn(
    db,
    within.flatMap(({ row }) => row.submission?.id ?? []),
  );
  const fields = new Map<string, ReadonlySet<string>>();
  const fieldsOf = ({ unit, deadline }: ObligationRow): ReadonlySet<string> => {
    const key = `${unit.kind} ${deadline.period}`;
    const known = fields.get(key);
    if (known) return known;
    const form = formOf(deadline.period);
    const own = new Set(form ? fieldsFor(form, reporterKind(unit.kind)).map(({ code }) => code) : []);
    fields.set(key, own);
    return own;
  };
  const reports = within.map(({ row, ...rest }): ReadReport => {
    const { unit, deadline, submission } = row;
    const own = (submission && values.get(submission.id)) ?? {};
    return { ...rest, row, unit: unit.code, period: deadline.period, fields: fieldsOf(row), values: own };
  });
  const used = new Set(quarters.flatMap((each) => formOf(each) ?? []));
  return {
    year,
    period,
    quarters,
    basis,
    task: { code: task.code, title: task.title },
    forms: versions.flatMap(({ definition }) => (used.has(definition) ? [definition] : [])),
    formOf,
    newest,
    now: reports.filter(({ row }) => row.year === year),
    exempt: exempt.filter(({ deadline }) => quarters.includes(deadline.period)),
    before: reports.filter(({ row }) => row.year !== year),
  };
}

/** The task whose quarterly reports are counted: the one named, or the first of the plan. */
async function quarterlyTask(db: Db, year: number, code?: string) {
  const [task] = await db
    .select({ code: tasks.code, title: tasks.title, form: tasks.form })
    .from(tasks)
    .innerJoin(campaigns, and(eq(campaigns.id, tasks.campaignId), eq(campaigns.year, year)))
    .where(
      and(
        eq(tasks.tracking, 'submission'),
        code === undefined ? undefined : eq(tasks.code, code),
        sql`exists (select 1 from ${deadlines} where ${deadlines.taskId} = ${tasks.id} and ${isQuarter})`,
      ),
    )
    .orderBy(asc(tasks.sort))
    .limit(1);
  if (!task?.form) throw new ProblemError('not_found');
  return { ...task, form: task.form };
}

/** Values of the newest revisions: a working copy that is being corrected is not what was handed in. */
async function handedIn(db: Db, ids: string[]): Promise<Map<string, Record<string, number>>> {
  const rows = await db
    .select({ id: submissions.id, values: revisions.values })
    .from(submissions)
    .innerJoin(revisions, and(eq(revisions.submissionId, submissions.id), eq(revisions.number, submissions.revision)))
    .where(anyOf(submissions.id, ids));
  return new Map(rows.map(({ id, values }) => [id, values]));
}
