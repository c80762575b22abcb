import type { Submission, SubmissionFigures, SubmissionInFull } from '@nuanxin/client';
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

/** What stands beside a submission while it is filled in or reviewed. */
export interface SubmissionContext {
  form: FormDefinition;
  kind: ReporterKind | null;
  villages: number | null;
  /** What the unit handed in before in the year, earliest first. */
  earlier: SubmissionInFull['earlier'];
  /** What the unit's records say now, how it was counted, and what rates are computed from. */
  figures: SubmissionFigures;
}

export function contextOf({ form, reporter, earlier, figures }: SubmissionInFull): SubmissionContext {
  return { form: form as FormDefinition, ...reporter, earlier, figures };
}

/** Sums of the earlier periods of the year, by field. */
export function yearToDate(earlier: SubmissionContext['earlier']): Record<string, number> {
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
  const { kind, villages, earlier, figures } = context;
  return {
    kind,
    quarter: parsePeriod(period)?.quarter ?? null,
    villages,
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
