import type { FormInput, PlanMode } from '@nuanxin/contract';
import {
  addDays,
  dateOf,
  formDiff,
  formFaults,
  instantText,
  isSameForm,
  nextVersion,
  periodLabel,
  periodRange,
  type FormDefinition,
} from '@nuanxin/domain';
import { and, asc, desc, eq, sql } from 'drizzle-orm';
import type { Context } from '../../context.ts';
import { audit } from '../../db/audit.ts';
import type { Db } from '../../db/connect.ts';
import { inMode } from '../../db/in-mode.ts';
import { lockForms } from '../../db/locks.ts';
import { deadlines, forms, obligations, submissions, tasks } from '../../db/schema/index.ts';
import { isUniqueViolation } from '../../db/sql.ts';
import { refusePersonalInfo } from '../../personal-info.ts';
import { ProblemError } from '../../problem.ts';

export async function listVersions(db: Db, code: string) {
  const rows = await db
    .select({
      definition: forms.definition,
      usedFrom: forms.usedFrom,
      createdAt: forms.createdAt,
      submissions: sql<number>`(select count(*)::int from submissions s where s.form_id = forms.id)`,
    })
    .from(forms)
    .where(eq(forms.code, code))
    .orderBy(desc(forms.version));
  if (rows.length === 0) throw new ProblemError('not_found');
  const items = rows.map(({ definition: { version, title, fields }, createdAt, ...row }) => ({
    ...row,
    version,
    title,
    codes: fields.map((field) => field.code),
    createdAt: instantText(createdAt),
  }));
  return { items, nextCursor: null };
}

interface Asked extends FormInput {
  /** First period that is to use it; without it, the first that begins after today. */
  from?: string;
  mode?: PlanMode;
}

/**
 * Publishes the next version of a form. A version is never changed afterwards, and what was begun keeps its own.
 * @throws ProblemError not_found, precondition_failed, form_version_invalid, form_version_same, form_version_in_use
 */
export async function publishForm(
  ctx: Context,
  code: string,
  { from, mode = 'atomic', ...asked }: Asked,
  ifMatch: number,
) {
  const input = tidied(asked);
  return inMode(ctx, mode, async (tx) => {
    await lockForms(tx, 'publish');
    const rows = await tx.select().from(forms).where(eq(forms.code, code)).orderBy(asc(forms.version)).for('update');
    const history = rows.map(({ definition }) => definition);
    const newest = history.at(-1);
    if (!newest) throw new ProblemError('not_found');
    if (newest.version !== ifMatch) throw new ProblemError('precondition_failed');
    const next = nextVersion(newest, input);
    const faults = formFaults(next, history);
    if (faults.length > 0) {
      const errors = faults.map((each) => ({ ...each, code: 'form_version_invalid' }));
      throw new ProblemError('form_version_invalid', { reason: faults[0]?.detail ?? '' }, { errors });
    }
    const diff = formDiff(newest, next);
    if (isSameForm(diff)) throw new ProblemError('form_version_same');
    const usedFrom = from === undefined ? addDays(dateOf(ctx.clock()), 1) : periodRange(from).from;
    await checkUnused(tx, code, usedFrom);
    const createdAt = ctx.clock();
    try {
      await tx.insert(forms).values({ code, version: next.version, definition: next, usedFrom, createdAt });
    } catch (error) {
      throw isUniqueViolation(error, 'forms_version') ? new ProblemError('precondition_failed') : error;
    }
    await audit(tx, ctx, {
      action: 'form.publish',
      entity: 'form',
      entityId: code,
      after: { form: next.title, number: next.version, usedFrom, ...said(diff) },
    });
    const periods = await periodsFrom(tx, code, usedFrom);
    return { data: { form: next, diff, usedFrom, periods }, version: next.version };
  });
}

function tidied({ title, sections, fields }: FormInput): Pick<FormDefinition, 'title' | 'sections' | 'fields'> {
  refusePersonalInfo('填写的内容', {
    '/title': title,
    ...Object.fromEntries(fields.map(({ label, hint }, i) => [`/fields/${i}/label`, `${label} ${hint ?? ''}`])),
  });
  return {
    title: title.trim(),
    sections: sections.map((each) => ({ ...each, title: each.title.trim() })),
    fields: fields.map(({ label, measure, hint, required, aliases, ...field }) => ({
      ...field,
      label: label.trim(),
      measure: measure.trim(),
      ...(aliases?.length ? { aliases: aliases.map((each) => each.trim()) } : {}),
      ...(hint?.trim() ? { hint: hint.trim() } : {}),
      ...(required ? { required } : {}),
    })),
  };
}

/** First day of a deadline's period. */
const periodStart = sql`(case when substr(${deadlines.period}, 5, 1) <> 'Q' then left(${deadlines.period}, 4) || '-01-01'
  else left(${deadlines.period}, 4) || (array['-01-01', '-04-01', '-07-01', '-10-01'])[right(${deadlines.period}, 1)::int] end)::date`;

/** All reports of a period are made on one version. */
async function checkUnused(tx: Db, code: string, usedFrom: string): Promise<void> {
  const [begun] = await tx
    .select({ period: deadlines.period, count: sql<number>`count(*)::int` })
    .from(submissions)
    .innerJoin(obligations, eq(obligations.id, submissions.obligationId))
    .innerJoin(deadlines, eq(deadlines.id, obligations.deadlineId))
    .innerJoin(tasks, and(eq(tasks.id, deadlines.taskId), eq(tasks.form, code)))
    .where(sql`${periodStart} >= ${usedFrom}::date`)
    .groupBy(deadlines.period)
    .orderBy(asc(deadlines.period))
    .limit(1);
  if (begun) throw new ProblemError('form_version_in_use', { period: periodLabel(begun.period), count: begun.count });
}

async function periodsFrom(tx: Db, code: string, usedFrom: string): Promise<string[]> {
  const rows = await tx
    .selectDistinct({ period: deadlines.period })
    .from(deadlines)
    .innerJoin(tasks, and(eq(tasks.id, deadlines.taskId), eq(tasks.form, code)))
    .where(sql`${periodStart} >= ${usedFrom}::date`)
    .orderBy(asc(deadlines.period));
  return rows.map(({ period }) => period);
}

/** A diff in words that the audit's page shows as they are. */
function said({ title, added, removed, changed, rules }: ReturnType<typeof formDiff>) {
  return {
    title: title?.to,
    added: added.map(({ code, label }) => `${code} ${label}`),
    removed: removed.map(({ code, label }) => `${code} ${label}`),
    changed: changed.flatMap(({ label, changes }) =>
      changes.map(({ what, from, to }) => `${label}：${what} ${from || '（空）'} → ${to || '（空）'}`),
    ),
    rules,
  };
}
