import { periodRange, type FormDefinition } from '@nuanxin/domain';
import { and, desc, eq, isNull, lte, or } from 'drizzle-orm';
import type { Db } from '../../db/connect.ts';
import { forms } from '../../db/schema/index.ts';
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
  return formOfDay(db, code, periodRange(period).from);
}

/** @param day first day of a period, or any day within one */
export async function formOfDay(db: Db, code: string, day: string): Promise<StoredForm> {
  const [form] = await db
    .select({ id: forms.id, definition: forms.definition })
    .from(forms)
    .where(and(eq(forms.code, code), or(isNull(forms.usedFrom), lte(forms.usedFrom, day))))
    .orderBy(desc(forms.version))
    .limit(1);
  if (!form) throw new ProblemError('not_found');
  return form;
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
