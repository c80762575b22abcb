import {
  checkForm,
  checkTexts,
  medians,
  parsePeriod,
  periodBefore,
  previousPeriods,
  type Finding,
  type FormContext,
  type ReporterKind,
} from '@nuanxin/domain';
import { and, eq, inArray, or, sql } from 'drizzle-orm';
import type { Db } from '../../db/connect.ts';
import { deadlines, forms, obligations, revisions, submissions, tasks, units } from '../../db/schema/index.ts';
import { anyOf } from '../../db/sql.ts';
import { attachedFields } from '../attachments/attachments.ts';
import type { SubmissionRowData } from './read.ts';

/** The part that a unit plays in a form: townships, departments and media have different fields. */
export function reporterKind(kind: string): ReporterKind | null {
  return kind === 'township' || kind === 'department' || kind === 'media' ? kind : null;
}

/** Findings of the content of each submission as it stands, by its id; as many queries for a thousand as for one. */
export async function findingsOf(db: Db, rows: SubmissionRowData[]): Promise<Map<string, Finding[]>> {
  if (rows.length === 0) return new Map();
  const definitions = new Map(
    (
      await db
        .select({ id: forms.id, definition: forms.definition })
        .from(forms)
        .where(inArray(forms.id, [...new Set(rows.map(({ submission }) => submission.formId))]))
    ).map(({ id, definition }) => [id, definition]),
  );
  const contexts = await formContexts(db, rows);
  return new Map(
    rows.map(({ submission }) => {
      const form = definitions.get(submission.formId);
      const context = contexts.get(submission.id);
      if (!form || !context) throw new Error('submission without a form');
      const findings = checkForm(form, submission.values, context, submission.evidence);
      return [submission.id, [...findings, ...checkTexts(form, submission.summary)]];
    }),
  );
}

/** What the form's checks need to know of each unit and of its year, by the submission's id. */
async function formContexts(db: Db, rows: SubmissionRowData[]): Promise<Map<string, FormContext>> {
  const villages = new Map(
    (
      await db
        .select({ parent: units.parentId, count: sql<number>`count(*)::int` })
        .from(units)
        .where(
          and(
            anyOf(
              units.parentId,
              rows.map(({ unit }) => unit.id),
            ),
            eq(units.kind, 'village'),
            eq(units.active, true),
          ),
        )
        .groupBy(units.parentId)
    ).map(({ parent, count }) => [parent, count]),
  );
  const attached = await attachedFields(
    db,
    rows.map(({ submission }) => submission.id),
  );
  const past = await handedIn(db, rows);
  const byUnit = Map.groupBy(past, ({ unitId, form }) => `${unitId} ${form}`);
  const usual = new Map(
    [...Map.groupBy(past, ({ kind, form, period }) => `${kind} ${form} ${period}`)].map(([key, reports]) => [
      key,
      medians(reports.map(({ values }) => values)),
    ]),
  );
  return new Map(
    rows.map(({ submission, unit, deadline, task }) => {
      const own = byUnit.get(`${unit.id} ${task.form}`) ?? [];
      const year = deadline.period.slice(0, 4);
      const earlier = own.filter(({ period }) => period.startsWith(year) && period < deadline.period);
      const before = own.find(({ period }) => period === periodBefore(deadline.period));
      return [
        submission.id,
        {
          kind: reporterKind(unit.kind),
          quarter: parsePeriod(deadline.period)?.quarter ?? null,
          villages: unit.kind === 'township' ? (villages.get(unit.id) ?? 0) : null,
          yearToDate: sums(earlier),
          attached: attached.get(submission.id) ?? [],
          past: {
            previous: before?.values ?? null,
            peers: usual.get(`${unit.kind} ${task.form} ${deadline.period}`) ?? {},
          },
        },
      ];
    }),
  );
}

/** What was handed in with the same forms: by the units for their year and the period before, by all for the periods. */
async function handedIn(db: Db, rows: SubmissionRowData[]) {
  const periods = new Set(rows.map(({ deadline }) => deadline.period));
  const before = new Set([...periods].flatMap((period) => [periodBefore(period), ...previousPeriods(period)]));
  return db
    .select({
      unitId: obligations.unitId,
      kind: units.kind,
      form: tasks.form,
      period: deadlines.period,
      values: revisions.values,
    })
    .from(submissions)
    .innerJoin(revisions, and(eq(revisions.submissionId, submissions.id), eq(revisions.number, submissions.revision)))
    .innerJoin(obligations, eq(obligations.id, submissions.obligationId))
    .innerJoin(deadlines, eq(deadlines.id, obligations.deadlineId))
    .innerJoin(tasks, eq(tasks.id, deadlines.taskId))
    .innerJoin(units, eq(units.id, obligations.unitId))
    .where(
      and(
        inArray(tasks.form, [...new Set(rows.flatMap(({ task }) => task.form ?? []))]),
        inArray(submissions.state, ['submitted', 'returned', 'accepted', 'reopened', 'locked']),
        or(
          inArray(deadlines.period, [...periods]),
          and(
            inArray(deadlines.period, [...before]),
            anyOf(
              obligations.unitId,
              rows.map(({ unit }) => unit.id),
            ),
          ),
        ),
      ),
    );
}

function sums(past: { values: Record<string, number> }[]): Record<string, number> {
  const total: Record<string, number> = {};
  for (const { values } of past) {
    for (const [code, value] of Object.entries(values)) total[code] = (total[code] ?? 0) + value;
  }
  return total;
}
