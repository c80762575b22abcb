import { submissionStates } from '@nuanxin/contract';
import {
  checkForm,
  checkTexts,
  followRecords,
  isHandedIn,
  medians,
  parsePeriod,
  periodBefore,
  previousPeriods,
  reporterKind,
  type Finding,
  type FormContext,
  type FormDefinition,
} from '@nuanxin/domain';
import { and, eq, inArray, or, sql } from 'drizzle-orm';
import type { Db } from '../../db/connect.ts';
import { deadlines, forms, obligations, revisions, submissions, tasks, units } from '../../db/schema/index.ts';
import { anyOf } from '../../db/sql.ts';
import { attachedFields } from '../attachments/attachments.ts';
import { countFigures, documentedOf, keyOf, valuesOf } from './figures.ts';
import type { SubmissionRowData } from './read.ts';
import { registersOf } from './registers.ts';

/** What was taken back is no report any more. */
export const countsAsHandedIn = inArray(submissions.state, submissionStates.filter(isHandedIn));

export interface Checked {
  findings: Finding[];
  /** Those that were checked. */
  values: Record<string, number>;
  /** What the records said: of this moment while it can be changed or handed in, else of the moment of the hand-in. */
  figures: Record<string, number> | null;
  /** What the registers said, at the same moment. */
  registers: Record<string, number>;
  /** Sums of the earlier periods of the year, by field. */
  yearToDate: Record<string, number>;
}

/**
 * Checks the content of each submission, by its id; as many queries for a thousand as for one.
 * @param when `draft` while it can be changed and as it is handed in: what nobody typed follows the records of the moment;
 *   `typed`: the values as they are, beside the records of the moment; `then`: what was handed in, with the figures that
 *   its revision kept
 */
export async function checkSubmissions(
  db: Db,
  rows: SubmissionRowData[],
  when: 'draft' | 'typed' | 'then',
): Promise<Map<string, Checked>> {
  if (rows.length === 0) return new Map();
  const definitions = await definitionsOf(db, rows);
  const contexts = await formContexts(db, rows, definitions, when);
  return new Map(
    rows.map(({ submission }) => {
      const form = definitions.get(submission.formId);
      const context = contexts.get(submission.id);
      if (!form || !context) throw new Error('submission without a form');
      const { figures = null, registers = {}, yearToDate = {} } = context;
      const values =
        when === 'draft' ? followRecords(submission.values, submission.prefilled, figures ?? {}) : submission.values;
      const findings = checkForm(form, values, context, submission.evidence);
      const all = [...findings, ...checkTexts(form, submission.summary)];
      return [submission.id, { findings: all, values, figures, registers, yearToDate }];
    }),
  );
}

async function definitionsOf(db: Db, rows: SubmissionRowData[]): Promise<Map<string, FormDefinition>> {
  return new Map(
    (
      await db
        .select({ id: forms.id, definition: forms.definition })
        .from(forms)
        .where(inArray(forms.id, [...new Set(rows.map(({ submission }) => submission.formId))]))
    ).map(({ id, definition }) => [id, definition]),
  );
}

/** What the form's checks need to know of each unit and of its year, by the submission's id. */
async function formContexts(
  db: Db,
  rows: SubmissionRowData[],
  definitions: Map<string, FormDefinition>,
  when: 'draft' | 'typed' | 'then',
): Promise<Map<string, FormContext>> {
  const registers = await registersOf(
    db,
    rows.map(({ unit, deadline }) => ({ unitId: unit.id, year: Number(deadline.period.slice(0, 4)) })),
  );
  const figures = when === 'then' ? await figuresThen(db, rows) : await figuresNow(db, rows, definitions);
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
          registers: registers.get(`${unit.id} ${year}`) ?? {},
          ...figures.get(submission.id),
          past: {
            previous: before?.values ?? null,
            peers: usual.get(`${unit.kind} ${task.form} ${deadline.period}`) ?? {},
          },
        },
      ];
    }),
  );
}

type FiguresContext = Pick<FormContext, 'figures' | 'documented' | 'registers'>;

async function figuresNow(
  db: Db,
  rows: SubmissionRowData[],
  definitions: Map<string, FormDefinition>,
): Promise<Map<string, FiguresContext>> {
  const reported = rows.flatMap(({ submission, unit, deadline }) => {
    const form = definitions.get(submission.formId);
    if (!form) return [];
    return [{ id: submission.id, unitId: unit.id, kind: reporterKind(unit.kind), form, period: deadline.period }];
  });
  const counted = await countFigures(db, reported);
  return new Map(
    reported.map((each) => {
      const own = counted.get(keyOf(each)) ?? [];
      return [each.id, { figures: valuesOf(own), documented: documentedOf(own) }];
    }),
  );
}

/** As the newest revision kept them, with the registers; what it did not keep yet is missing. */
async function figuresThen(db: Db, rows: SubmissionRowData[]): Promise<Map<string, FiguresContext>> {
  const kept = await db
    .select({
      id: submissions.id,
      figures: revisions.figures,
      registers: revisions.registers,
      findings: revisions.findings,
    })
    .from(submissions)
    .innerJoin(revisions, and(eq(revisions.submissionId, submissions.id), eq(revisions.number, submissions.revision)))
    .where(
      anyOf(
        submissions.id,
        rows.map(({ submission }) => submission.id),
      ),
    );
  return new Map(
    kept.flatMap(({ id, figures, registers, findings }) => {
      if (figures === null) return [];
      const asked = new Set(findings.filter(({ code }) => code === 'evidence_missing').map(({ field }) => field));
      const documented = Object.keys(figures).filter((field) => !asked.has(field));
      return [[id, { figures, documented, ...(registers ? { registers } : {}) }] as const];
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
        countsAsHandedIn,
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
