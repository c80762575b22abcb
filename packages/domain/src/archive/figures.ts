import { createCalendar, type CalendarYear } from '../calendar.ts';
import { fieldsFor } from '../form-check.ts';
import { formOfPeriod, type UsedVersion } from '../form-succession.ts';
import { reporterKind, type FormDefinition, type FormField } from '../form.ts';
import { obligationView, type Tracking } from '../obligation.ts';
import { parsePeriod } from '../period.ts';
import {
  coverageOf,
  figureOf,
  quartersOf,
  standingOf,
  type Coverage,
  type Figure,
  type FigureBasis,
  type FigureSpan,
  type OwedReport,
} from '../statistics.ts';
import type { SubmissionState } from '../submission.ts';

/** Rows of an archive that figures are made of, as its files hold them. */
export interface ArchivedRows {
  campaigns: { correctionDays: number }[];
  tasks: { id: string; code: string; tracking: Tracking; form: string | null; sort: number }[];
  deadlines: { id: string; taskId: string; period: string; opensAt: string; dueOn: string }[];
  units: { id: string; code: string; kind: string }[];
  calendar: Pick<CalendarYear, 'year' | 'notice' | 'issuedOn' | 'holidays' | 'makeup'>[];
  forms: (UsedVersion & { code: string; definition: FormDefinition })[];
  obligations: { id: string; deadlineId: string; unitId: string }[];
  extensions: { obligationId: string; dueOn: string }[];
  exemptions: { obligationId: string }[];
  submissions: {
    id: string;
    obligationId: string;
    state: SubmissionState;
    revision: number;
    firstSubmittedAt: string | null;
    returnedAt: string | null;
    correctedAt: string | null;
  }[];
  revisions: { submissionId: string; number: number; values: Record<string, number> }[];
}

export interface ArchivedFigures {
  period: string;
  span: FigureSpan;
  coverage: Coverage;
  fields: (Pick<FormField, 'code' | 'label' | 'measure' | 'kind'> & Figure)[];
}

/**
 * The figures of every quarter that has begun and of the year up to it, from an archive's rows alone, by the rules by which
 * the service counts them.
 * @param task code of the task with quarterly reports; the first of the plan when absent
 * @param at the instant of which the rows are
 */
export function archivedFigures(
  rows: ArchivedRows,
  at: Date,
  basis: FigureBasis = 'handed_in',
  task?: string,
): ArchivedFigures[] {
  const quarters = rows.deadlines.filter(({ period }) => isQuarter(period));
  const counted = rows.tasks
    .filter(({ id, code, tracking }) => {
      const asked = task === undefined || code === task;
      return asked && tracking === 'submission' && quarters.some(({ taskId }) => taskId === id);
    })
    .toSorted((a, b) => a.sort - b.sort)[0];
  if (!counted) return [];
  const versions = rows.forms.filter(({ code }) => code === counted.form).toSorted((a, b) => b.version - a.version);
  const reports = owedReports(rows, counted, versions, at);
  const begun = [...new Set(reports.map(({ period }) => period))].toSorted();
  return begun.flatMap((period) =>
    (['quarter', 'year_to_date'] as const).map((span): ArchivedFigures => {
      const covered = quartersOf(period, span);
      const within = reports.filter((each) => covered.includes(each.period));
      const used = new Set(covered.flatMap((each) => formOfPeriod(versions, each)?.definition ?? []));
      const fields = new Map([...used].flatMap((form) => form.fields.map((field) => [field.code, field] as const)));
      return {
        period,
        span,
        coverage: coverageOf(within, basis),
        fields: [...fields.values()].map(({ code, label, measure, kind }) => ({
          code,
          label,
          measure,
          kind,
          ...figureOf({ code, kind }, within, period, basis),
        })),
      };
    }),
  );
}

function owedReports(
  rows: ArchivedRows,
  task: ArchivedRows['tasks'][number],
  versions: ArchivedRows['forms'],
  at: Date,
): OwedReport[] {
  const calendar = createCalendar(rows.calendar.map((year) => ({ ...year, status: 'published' })));
  const deadlines = new Map(rows.deadlines.filter(({ taskId }) => taskId === task.id).map((each) => [each.id, each]));
  const units = new Map(rows.units.map((each) => [each.id, each]));
  const submissions = new Map(rows.submissions.map((each) => [each.obligationId, each]));
  const extended = new Map(rows.extensions.map((each) => [each.obligationId, each.dueOn]));
  const exempt = new Set(rows.exemptions.map((each) => each.obligationId));
  const newest = new Map(rows.submissions.map(({ id, revision }) => [id, revision]));
  const values = new Map(
    rows.revisions.flatMap((each) =>
      newest.get(each.submissionId) === each.number ? [[each.submissionId, each.values] as const] : [],
    ),
  );
  const [{ correctionDays } = {}] = rows.campaigns;
  return rows.obligations.flatMap(({ id, deadlineId, unitId }) => {
    const deadline = deadlines.get(deadlineId);
    const unit = units.get(unitId);
    if (!deadline || !unit || !isQuarter(deadline.period)) return [];
    const submission = submissions.get(id);
    const view = obligationView(
      {
        tracking: task.tracking,
        opensAt: new Date(deadline.opensAt),
        dueOn: deadline.dueOn,
        extendedTo: extended.get(id) ?? null,
        exempt: exempt.has(id),
        state: submission?.state ?? null,
        firstSubmittedAt: dateOrNull(submission?.firstSubmittedAt),
        returnedAt: dateOrNull(submission?.returnedAt),
        correctedAt: dateOrNull(submission?.correctedAt),
        settledOn: null,
      },
      at,
      calendar,
      correctionDays === undefined ? {} : { correctionDays },
    );
    const standing = standingOf(view);
    if (standing === null) return [];
    const form = formOfPeriod(versions, deadline.period)?.definition;
    const fields = form ? fieldsFor(form, reporterKind(unit.kind)).map(({ code }) => code) : [];
    return [
      {
        unit: unit.code,
        period: deadline.period,
        standing,
        late: view.timeliness === 'late',
        fields: new Set(fields),
        values: (submission && values.get(submission.id)) ?? {},
      },
    ];
  });
}

function dateOrNull(instant: string | null | undefined): Date | null {
  return instant ? new Date(instant) : null;
}

function isQuarter(period: string): boolean {
  return typeof parsePeriod(period)?.quarter === 'number';
}
