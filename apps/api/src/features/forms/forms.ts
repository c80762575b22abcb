import { periodRange, type FormDefinition } from '@nuanxin/domain';
import { and, asc, desc, eq, gt, isNull, lte, or } from 'drizzle-orm';
import type { Db } from '../../db/connect.ts';
import { deadlines, forms, tasks } from '../../db/schema/index.ts';
import { ProblemError } from '../../problem.ts';

export interface StoredForm {
  id: string;
  definition: FormDefinition;
}

/** A form in the version named, or the newest. */
export async function findForm(db: Db, code: string, version?: number): Promise<StoredForm> {
  const [form] = await db
    .select({ id: forms.id, definition: forms.definition })
    .from(forms)
    .where(and(eq(forms.code, code), version === undefined ? undefined : eq(forms.version, version)))
    .orderBy(desc(forms.version))
    .limit(1);
  if (!form) throw new ProblemError('not_found');
  return form;
}

/** A form in the version that reports of a period are made on: the newest that was in use when the period began. */
export async function formOfPeriod(db: Db, code: string, period: string): Promise<StoredForm> {
  const { from } = periodRange(period);
  const [form] = await db
    .select({ id: forms.id, definition: forms.definition })
    .from(forms)
    .where(and(eq(forms.code, code), or(isNull(forms.usedFrom), lte(forms.usedFrom, from))))
    .orderBy(desc(forms.version))
    .limit(1);
  if (!form) throw new ProblemError('not_found');
  return form;
}

/** The version of the period that falls due next, where nobody has said which period it is for; else the newest. */
export async function formDueNext(db: Db, code: string, now: Date): Promise<StoredForm> {
  const [next] = await db
    .select({ period: deadlines.period })
    .from(deadlines)
    .innerJoin(tasks, and(eq(tasks.id, deadlines.taskId), eq(tasks.form, code)))
    .where(gt(deadlines.dueAt, now))
    .orderBy(asc(deadlines.dueAt))
    .limit(1);
  return next ? formOfPeriod(db, code, next.period) : findForm(db, code);
}

interface Asked {
  version?: number;
  period?: string;
}

export async function getForm(db: Db, code: string, { version, period }: Asked) {
  const newest = await findForm(db, code);
  const form =
    version !== undefined
      ? await findForm(db, code, version)
      : period === undefined
        ? newest
        : await formOfPeriod(db, code, period);
  return { data: form.definition, version: newest.definition.version };
}

export async function listForms(db: Db) {
  const rows = await db
    .selectDistinctOn([forms.code], { definition: forms.definition })
    .from(forms)
    .orderBy(forms.code, desc(forms.version));
  const items = rows.map(({ definition: { code, version, title, sample } }) => ({ code, version, title, sample }));
  return { items, nextCursor: null };
}
