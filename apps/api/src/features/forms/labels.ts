import type { FormLabel } from '@nuanxin/contract';
import { instantText, tidy } from '@nuanxin/domain';
import { and, asc, eq } from 'drizzle-orm';
import type { Context } from '../../context.ts';
import { audit } from '../../db/audit.ts';
import type { Db } from '../../db/connect.ts';
import { formLabels, users } from '../../db/schema/index.ts';
import { ProblemError } from '../../problem.ts';

/** Texts that the office said mean a field of the form. */
export async function learnedLabels(db: Db, form: string): Promise<{ text: string; field: string }[]> {
  return db
    .select({ text: formLabels.text, field: formLabels.field })
    .from(formLabels)
    .where(eq(formLabels.form, form));
}

export async function listLabels(ctx: Context, form: string): Promise<{ items: FormLabel[]; nextCursor: null }> {
  const rows = await ctx.db
    .select({ label: formLabels, by: users.displayName })
    .from(formLabels)
    .innerJoin(users, eq(users.id, formLabels.createdBy))
    .where(eq(formLabels.form, form))
    .orderBy(asc(formLabels.id));
  const items = rows.map(({ label: { id, text, field, createdAt }, by }) => ({
    id,
    text,
    field,
    createdBy: by,
    createdAt: instantText(createdAt),
  }));
  return { items, nextCursor: null };
}

/** From now on the texts mean their fields in every file; a text that meant another field means this one. */
export async function learnLabels(
  ctx: Context,
  tx: Db,
  form: string,
  headers: { text: string; field: string }[],
): Promise<void> {
  const known = new Map((await learnedLabels(tx, form)).map(({ text, field }) => [text, field]));
  const told = new Map(headers.map(({ text, field }) => [tidy(text), field]));
  const changed = [...told].filter(([text, field]) => text !== '' && known.get(text) !== field);
  if (changed.length === 0) return;
  for (const [text, field] of changed) {
    const values = { field, createdBy: ctx.actor.id, createdAt: ctx.clock() };
    const [label] = await tx
      .insert(formLabels)
      .values({ form, text, ...values })
      .onConflictDoUpdate({ target: [formLabels.form, formLabels.text], set: values })
      .returning({ id: formLabels.id });
    const before = known.has(text) ? { form, text, field: known.get(text) } : undefined;
    await audit(tx, ctx, {
      action: 'form.learn_label',
      entity: 'form_label',
      entityId: label?.id ?? '',
      before,
      after: { form, text, field },
    });
  }
}

/** Files read from now on no longer know the text; what was imported stays. */
export async function forgetLabel(ctx: Context, form: string, id: string): Promise<void> {
  await ctx.db.transaction(async (tx) => {
    const [label] = await tx
      .delete(formLabels)
      .where(and(eq(formLabels.id, id), eq(formLabels.form, form)))
      .returning();
    if (!label) throw new ProblemError('not_found');
    const { text, field } = label;
    await audit(tx, ctx, {
      action: 'form.forget_label',
      entity: 'form_label',
      entityId: id,
      before: { form, text, field },
    });
  });
}
