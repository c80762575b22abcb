import { submissionActions, submissionStates } from '@nuanxin/contract';
import type { Finding, SubmissionAction, SubmissionState } from '@nuanxin/domain';
import { sql } from 'drizzle-orm';
import { bigint, check, index, integer, jsonb, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core';
import { id, instant, oneOf, version } from './columns.ts';
import { forms } from './forms.ts';
import { imports } from './imports.ts';
import { obligations } from './obligations.ts';
import { users } from './users.ts';

type Values = Record<string, number>;
type Summary = Record<string, string>;
type Evidence = Record<string, string[]>;

/** What a unit hands in for an obligation. The content here is the working copy; what was handed in is in `revisions`. */
export const submissions = pgTable(
  'submissions',
  {
    id: id(),
    obligationId: uuid()
      .notNull()
      .unique()
      .references(() => obligations.id),
    formId: uuid()
      .notNull()
      .references(() => forms.id),
    state: text().$type<SubmissionState>().notNull(),
    /** Number of the newest revision; 0 before the first hand-in. */
    revision: integer().notNull().default(0),
    values: jsonb().$type<Values>().notNull(),
    summary: jsonb().$type<Summary>().notNull(),
    evidence: jsonb().$type<Evidence>().notNull(),
    /** Values as they were last taken over from the records: a value that differs from it was typed. */
    prefilled: jsonb().$type<Values>().notNull().default({}),
    firstSubmittedAt: instant(),
    lastSubmittedAt: instant(),
    returnedAt: instant(),
    /** First hand-in after the newest return; null while the correction is owed. */
    correctedAt: instant(),
    /** Warnings of the newest revision. */
    warnings: integer().notNull().default(0),
    updatedAt: instant().notNull(),
    version: version(),
  },
  (table) => [
    check('submissions_state', oneOf(table.state, submissionStates)),
    check('submissions_handed_in', sql`(${table.revision} = 0) = (${table.firstSubmittedAt} is null)`),
    check('submissions_draft', sql`${table.state} <> 'draft' or ${table.revision} = 0`),
    check('submissions_corrected', sql`${table.correctedAt} is null or ${table.returnedAt} is not null`),
    index('submissions_waiting').on(table.state, table.lastSubmittedAt, table.id),
  ],
);

/** Each hand-in; rows are never changed (trigger). */
export const revisions = pgTable(
  'revisions',
  {
    submissionId: uuid()
      .notNull()
      .references(() => submissions.id),
    number: integer().notNull(),
    values: jsonb().$type<Values>().notNull(),
    summary: jsonb().$type<Summary>().notNull(),
    evidence: jsonb().$type<Evidence>().notNull(),
    findings: jsonb().$type<Finding[]>().notNull(),
    /** Figures counted from the unit's records at that moment; null for hand-ins from before there were records. */
    figures: jsonb().$type<Values>(),
    /** What the registers said then; null for hand-ins from before it was kept. */
    registers: jsonb().$type<Values>(),
    submittedAt: instant().notNull(),
    submittedBy: uuid()
      .notNull()
      .references(() => users.id),
    importId: uuid().references(() => imports.id),
    sheet: text(),
    row: integer(),
  },
  (table) => [
    primaryKey({ name: 'revisions_pkey', columns: [table.submissionId, table.number] }),
    check('revisions_number_positive', sql`${table.number} > 0`),
  ],
);

/** Each step of a submission's life; rows are never changed (trigger). */
export const submissionHistory = pgTable(
  'submission_history',
  {
    /** Order of the steps: two of them may fall on the same instant. */
    seq: bigint({ mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    submissionId: uuid()
      .notNull()
      .references(() => submissions.id),
    action: text().$type<SubmissionAction>().notNull(),
    fromState: text().$type<SubmissionState>().notNull(),
    toState: text().$type<SubmissionState>().notNull(),
    revision: integer().notNull(),
    actorId: uuid()
      .notNull()
      .references(() => users.id),
    at: instant().notNull(),
    comment: text(),
    /** On single fields. */
    remarks: jsonb().$type<Record<string, string>>(),
    importId: uuid().references(() => imports.id),
  },
  (table) => [
    index('submission_history_submission').on(table.submissionId, table.seq),
    check('submission_history_action', oneOf(table.action, submissionActions)),
    check('submission_history_to', oneOf(table.toState, submissionStates)),
    check(
      'submission_history_comment',
      sql`${table.action} not in ('return', 'reopen') or char_length(${table.comment}) > 0`,
    ),
  ],
);
