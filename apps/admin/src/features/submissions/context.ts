import type { Submission, SubmissionFigures, Unit } from '@nuanxin/client';
import {
  fieldsFor,
  followRecords,
  parsePeriod,
  periodBefore,
  type FormContext,
  type FormDefinition,
  type FormField,
  type ReporterKind,
} from '@nuanxin/domain';
import { api } from '../../api.ts';

/** What stands beside a submission while it is filled in or reviewed. */
export interface SubmissionContext {
  form: FormDefinition;
  unit: Unit | null;
  kind: ReporterKind | null;
  /** Earlier submissions of the same unit and year that were handed in, earliest first. */
  earlier: Submission[];
  /** What the unit's records say now, how it was counted, and what rates are computed from. */
  figures: SubmissionFigures;
}

export async function loadContext(submission: Submission, signal: AbortSignal): Promise<SubmissionContext> {
  const { form, unit, period, task } = submission;
  const year = Number(period.slice(0, 4));
  const [definition, units, rows, figures] = await Promise.all([
    api.getForm({ params: { code: form.code }, query: { version: form.version } }, { signal }),
    api.listUnits({ query: { q: unit.code, limit: 10 } }, { signal }),
    api.listSubmissions({ query: { unit: unit.code, task: task.code, year, sort: 'unit', limit: 50 } }, { signal }),
    api.getSubmissionFigures({ params: { id: submission.id } }, { signal }),
  ]);
  const before = rows.data.items.filter((each) => each.period < period && each.revision > 0);
  const earlier = await Promise.all(
    before.map(async ({ id }) => (await api.getSubmission({ params: { id } }, { signal })).data),
  );
  const own = units.data.items.find((each) => each.code === unit.code) ?? null;
  return {
    form: definition.data as FormDefinition,
    unit: own,
    kind: reporterKind(own),
    earlier: earlier.toSorted((a, b) => a.period.localeCompare(b.period)),
    figures: figures.data,
  };
}

function reporterKind(unit: Unit | null): ReporterKind | null {
  return unit?.kind === 'township' || unit?.kind === 'department' || unit?.kind === 'media' ? unit.kind : null;
}

/** Sums of the earlier periods of the year, by field. */
export function yearToDate(earlier: Submission[]): Record<string, number> {
  const sums: Record<string, number> = {};
  for (const { values } of earlier) {
    for (const [code, value] of Object.entries(values)) sums[code] = (sums[code] ?? 0) + value;
  }
  return sums;
}

/** The figures that are known, by field. */
export function knownFigures({ items }: SubmissionFigures): Record<string, number> {
  return Object.fromEntries(items.flatMap(({ field, value }) => (value === null ? [] : [[field, value] as const])));
}

/** What the form's checks need to know of the unit and of its year. */
export function formContextOf({ period }: Submission, context: SubmissionContext): FormContext {
  const { kind, unit, earlier, figures } = context;
  return {
    kind,
    quarter: parsePeriod(period)?.quarter ?? null,
    villages: kind === 'township' ? (unit?.villages ?? null) : null,
    yearToDate: yearToDate(earlier),
    registers: figures.registers,
    figures: knownFigures(figures),
    documented: figures.items.filter(({ documented }) => documented).map(({ field }) => field),
    past: {
      previous: earlier.find((each) => each.period === periodBefore(period))?.values ?? null,
      // What others report is not at hand here; the service compares when it is handed in.
      peers: {},
    },
  };
}

/** Lets values follow the records in place; the same again is no change to be saved. */
export function follow(
  values: Record<string, number>,
  prefilled: Record<string, number>,
  figures: Record<string, number>,
) {
  const followed = followRecords(values, prefilled, figures);
  for (const code of new Set([...Object.keys(values), ...Object.keys(followed)])) {
    const next = followed[code];
    if (next === undefined) delete values[code];
    else if (next !== values[code]) values[code] = next;
  }
}

export interface ShownSection {
  code: string;
  title: string;
  fields: FormField[];
}

/**
 * The sections of a form with the fields that a kind of unit fills in. A field of another kind is shown while it has a
 * value: what was imported for it would otherwise be out of sight, and its warning could not be mended.
 */
export function shownSections(
  form: FormDefinition,
  kind: ReporterKind | null,
  ...values: Record<string, number>[]
): ShownSection[] {
  const own = new Set(fieldsFor(form, kind).map(({ code }) => code));
  const shown = form.fields.filter(({ code }) => own.has(code) || values.some((each) => each[code] !== undefined));
  return form.sections
    .map((section) => ({ ...section, fields: shown.filter((field) => field.section === section.code) }))
    .filter(({ fields }) => fields.length > 0);
}

/** What a file may prove; new ones are asked for where a link is not enough. */
export function evidenceFields(form: FormDefinition): { code: string; label: string; offered: boolean }[] {
  return form.fields
    .filter(({ evidence }) => evidence !== undefined)
    .map(({ code, label, evidence }) => ({ code, label, offered: evidence !== 'link' }));
}
