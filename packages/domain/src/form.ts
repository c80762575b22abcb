import type { ValueChange } from './import/changes.ts';

/**
 * The definition of a form (报表) as data. Annex 7 is the first; the office may replace it without a change of code.
 * What a unit sees depends on its reporter kind: townships, departments and media have different duties (notes §2.2).
 */
export const reporterKinds = ['township', 'department', 'media'] as const;
export type ReporterKind = (typeof reporterKinds)[number];

/** The part that a kind of unit plays in a form; null for one that hands in none. */
export function reporterKind(kind: string): ReporterKind | null {
  return reporterKinds.find((each) => each === kind) ?? null;
}

/** `flow` counts the period (本期数); `stock` states its end (期末数). */
export type FieldKind = 'flow' | 'stock';

export interface FormField {
  /** Stable code, e.g. `F0101`. */
  code: string;
  label: string;
  /** Other header texts that mean this field, exactly. */
  aliases?: string[];
  section: string;
  /** Measure word (计量单位), e.g. `篇`. */
  measure: string;
  kind: FieldKind;
  for: ReporterKind[];
  /** Limits of the value, both inclusive. */
  min: number;
  max: number;
  /** Evidence that goes with a value above zero; a workbook cannot carry it, so its absence is a warning. */
  evidence?: 'link' | 'link_or_scan' | 'attachment';
  /** What is to be kept in mind while filling it in, in the office's words. */
  hint?: string;
  /** A report is not handed in without it. */
  required?: boolean;
  /** Rule of the notice, e.g. `R45`; blank for a field of the office's own. */
  requirement: string;
}

export interface FormText {
  /** `main_practices`, `results`, `problems`, `next_steps`, `preparer`, `phone`, `report_date`, … */
  code: string;
  label: string;
  aliases?: string[];
  kind: 'paragraph' | 'line' | 'date';
  maxLength: number;
}

/** Cross-field rules. `level` error refuses the report; warning is shown to the reviewer. A rule never fires on blanks. */
export type FormRule =
  /** left ≤ right. */
  | { kind: 'at_most_field'; field: string; other: string; level: RuleLevel }
  /** field is zero exactly when other is zero. */
  | { kind: 'zero_together'; field: string; other: string; level: RuleLevel }
  /** field ÷ other ≤ limit. */
  | { kind: 'ratio_at_most'; field: string; other: string; limit: number; level: RuleLevel }
  /** field ≥ limit, for the kinds and quarters named (all when absent). */
  | { kind: 'at_least'; field: string; limit: number; for?: ReporterKind[]; quarters?: number[]; level: RuleLevel }
  /** field ≥ plus + number of villages of the unit. */
  | { kind: 'at_least_villages'; field: string; plus: number; for?: ReporterKind[]; level: RuleLevel }
  /** Year to date of field ≤ year to date of other. */
  | { kind: 'year_at_most_field'; field: string; other: string; level: RuleLevel }
  /** field ≤ number in a register kept by the office; skipped while the register has no figure for the unit. */
  | { kind: 'at_most_register'; field: string; register: string; level: RuleLevel }
  /** Year to date of field ≤ percent % of the unit's target in a register. */
  | { kind: 'year_at_most_target'; field: string; register: string; percent: number; level: RuleLevel };

export type RuleLevel = 'error' | 'warning';

export interface FormDefinition {
  code: string;
  version: number;
  title: string;
  sample: boolean;
  sections: { code: string; title: string }[];
  fields: FormField[];
  texts: FormText[];
  rules: FormRule[];
}

/** A finding of the importer or of the form: what stands where, and what is wrong with it. */
export interface Finding {
  level: 'error' | 'confirm' | 'warning';
  code: string;
  /** Cell address such as `C7`; null when the finding is not about a cell. */
  cell: string | null;
  /** Field code; null when the finding is not about a field. */
  field: string | null;
  /** The text as it stood; null when there was none. */
  text: string | null;
  /** The value that was read from the text; null when none was. */
  readsAs: number | string | null;
  /** Chinese sentence that names the place and the remedy. */
  detail: string;
  /** What would change in the report that stands, when the finding is about that. */
  changes?: ValueChange[];
}

/** A label in quotation marks; its own become single ones. */
export function quoted(label: string): string {
  return `“${/[“”]/.test(label) ? label.replaceAll('“', '‘').replaceAll('”', '’') : label}”`;
}
