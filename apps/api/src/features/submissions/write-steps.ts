import type { Finding, SubmissionAction, SubmissionState } from '@nuanxin/domain';
import { sql } from 'drizzle-orm';
import { uuidv7 } from 'uuidv7';
import type { Context } from '../../context.ts';
import type { Db } from '../../db/connect.ts';
import { eachPart } from '../../db/sql.ts';
import type { SubmissionRowData } from './read.ts';

type Submission = SubmissionRowData['submission'];

/** A step that was found to be allowed, with all that it leaves behind. */
export interface TakenStep {
  /** As it shall stand; one that does not exist yet is created. */
  submission: Submission;
  action: SubmissionAction;
  fromState: SubmissionState;
  fromRevision: number;
  comment: string | null;
  /** On single fields, by code. */
  remarks: Record<string, string> | null;
  /** The step is a hand-in: its content becomes a revision. */
  newRevision: boolean;
  findings: Finding[];
  /** What the records said at the hand-in. */
  figures: Record<string, number> | null;
  /** What the registers said then. */
  registers: Record<string, number>;
  importId: string | null;
  sheet: string | null;
  row: number | null;
  /** For the audit. */
  unit: string;
  period: string;
  replaced: Partial<Submission>;
}

/**
 * Submission, revision, history and audit of each step, in one statement for any number of them: the content goes to the
 * database once, and no change can be without its entries.
 */
export async function writeSteps(ctx: Context, tx: Db, steps: TakenStep[]): Promise<void> {
  const now = ctx.clock();
  let done = 0;
  for (const part of eachPart(steps)) {
    ctx.progress?.({ step: 'write', done, total: steps.length });
    done += part.length;
    const rows = part.map(({ submission, ...step }) => ({ ...submission, ...step, auditId: uuidv7() }));
    await tx.execute(sql`
      with n as materialized (
        select * from json_to_recordset(${JSON.stringify(rows)}::json) as n(
          id uuid, "obligationId" uuid, "formId" uuid, state text, revision integer, "values" jsonb, summary jsonb,
          evidence jsonb, prefilled jsonb, "firstSubmittedAt" timestamptz, "lastSubmittedAt" timestamptz,
          "returnedAt" timestamptz, "correctedAt" timestamptz, warnings integer, "updatedAt" timestamptz, version integer, action text,
          "fromState" text, "fromRevision" integer, comment text, remarks jsonb, "newRevision" boolean, findings jsonb, figures jsonb, registers jsonb,
          "importId" uuid, sheet text, "row" integer, unit text, period text, replaced jsonb, "auditId" uuid)
      ), s as (
        insert into submissions (id, obligation_id, form_id, state, revision, "values", summary, evidence, prefilled,
          first_submitted_at, last_submitted_at, returned_at, corrected_at, warnings, updated_at, version)
        select id, "obligationId", "formId", state, revision, "values", summary, evidence, prefilled,
          "firstSubmittedAt", "lastSubmittedAt", "returnedAt", "correctedAt", warnings, "updatedAt", version from n
        on conflict (id) do update set
          state = excluded.state, revision = excluded.revision, "values" = excluded."values",
          summary = excluded.summary, prefilled = excluded.prefilled, warnings = excluded.warnings,
          first_submitted_at = excluded.first_submitted_at, last_submitted_at = excluded.last_submitted_at, returned_at = excluded.returned_at,
          corrected_at = excluded.corrected_at, updated_at = excluded.updated_at, version = excluded.version
      ), r as (
        insert into revisions (submission_id, number, "values", summary, evidence, findings, figures, registers,
          submitted_at,
          submitted_by, import_id, sheet, "row")
        select id, revision, "values", summary, evidence, findings, figures, registers, ${now}::timestamptz, ${ctx.actor.id}::uuid,
          "importId", sheet, "row" from n where "newRevision"
      ), h as (
        insert into submission_history (submission_id, action, from_state, to_state, revision, actor_id, at, comment,
          remarks, import_id)
        select id, action, "fromState", state, revision, ${ctx.actor.id}::uuid, ${now}::timestamptz, comment,
          remarks, "importId" from n
      )
      insert into audit (id, at, actor_id, actor_name, action, entity, entity_id, before, after, request_id, ip)
      select "auditId", ${now}::timestamptz, ${ctx.actor.id}::uuid, ${ctx.actor.name}, 'submission.' || action,
        'submission', id::text,
        jsonb_build_object('state', "fromState", 'revision', "fromRevision") || replaced,
        jsonb_build_object('state', state, 'revision', revision, 'comment', comment, 'unit', unit, 'period', period)
          || case when "newRevision" then jsonb_build_object('values', "values", 'summary', summary) else '{}' end
          || case when remarks is null then '{}' else jsonb_build_object('remarks', remarks) end
          || case when "importId" is null then '{}' else jsonb_build_object('importId', "importId") end,
        ${ctx.requestId}, ${ctx.ip}
      from n`);
  }
}
