import type { FormDefinition } from '@nuanxin/domain';
import { and, desc, eq } from 'drizzle-orm';
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

export async function listForms(db: Db) {
  const rows = await db
    .selectDistinctOn([forms.code], { definition: forms.definition })
    .from(forms)
    .orderBy(forms.code, desc(forms.version));
  const items = rows.map(({ definition: { code, version, title, sample } }) => ({ code, version, title, sample }));
  return { items, nextCursor: null };
}
