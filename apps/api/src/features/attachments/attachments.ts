import { MOST_ATTACHMENTS, type Attachment, type AttachmentOwner } from '@nuanxin/contract';
import { instantText } from '@nuanxin/domain';
import { and, asc, eq, isNotNull, isNull } from 'drizzle-orm';
import { uuidv7 } from 'uuidv7';
import { forReader, isOffice, type Context } from '../../context.ts';
import { audit } from '../../db/audit.ts';
import type { Db } from '../../db/connect.ts';
import { attachments, blobs, forms, submissions, users } from '../../db/schema/index.ts';
import { anyOf } from '../../db/sql.ts';
import { refusePersonalInfo } from '../../personal-info.ts';
import { ProblemError, problemAt } from '../../problem.ts';
import type { IncomingFile } from '../../storage/incoming.ts';
import type { Store } from '../../storage/store.ts';
import { judge } from './judge.ts';
import { attachmentName } from './names.ts';
import { findOwner, findOwnerToWrite, type Owner } from './owners.ts';
import { isWithheld } from './withheld.ts';

interface Added {
  owner: AttachmentOwner;
  ownerId: string;
  field?: string;
}

/** Key of a picture's thumbnail in the store. */
export const thumbnailKey = (sha256: string): string => `${sha256}.webp`;

/**
 * Attaches a file. What it is and may be is found out before anything is stored; whether its owner may be changed, before
 * and again with the entry itself.
 * @throws ProblemError not_found, forbidden, not_editable, problem_files_final, problem_files_waiting, attachment_field_unknown,
 *   attachments_full, attachment_refused, personal_info
 */
export async function addAttachment(ctx: Context, store: Store, file: IncomingFile, added: Added): Promise<Attachment> {
  const { owner, ownerId, field = null } = added;
  refusePersonalInfo('文件名', { '/file': file.fileName });
  await findOwnerToWrite(ctx, ctx.db, owner, ownerId);
  if (owner === 'submission' && field !== null) await checkField(ctx.db, ownerId, field);
  const used = await ctx.db.$count(attachments, of(owner, ownerId));
  if (used >= MOST_ATTACHMENTS) throw new ProblemError('attachments_full', { most: MOST_ATTACHMENTS });

  const { path, thumbnail, endings, ...content } = await judge(file);
  const { sha256 } = content;
  const now = ctx.clock();
  // The time first: contents that were just sent are not taken away by who clears up (see collect.ts).
  const blob = { ...content, createdAt: now };
  await ctx.db
    .insert(blobs)
    .values(blob)
    .onConflictDoUpdate({ target: blobs.sha256, set: { createdAt: now, mobiles: content.mobiles } });
  await store.put(sha256, path, content.type);
  if (thumbnail) await store.put(thumbnailKey(sha256), thumbnail, 'image/webp');

  const id = uuidv7();
  const fileName = attachmentName(file.fileName, endings);
  const written = await ctx.db.transaction(async (tx) => {
    const found = await findOwnerToWrite(ctx, tx, owner, ownerId);
    const { unitId } = found;
    const row = { id, sha256, owner, ownerId, unitId, field, fileName, createdBy: ctx.actor.id, createdAt: now };
    await tx.insert(attachments).values(row);
    const after = { fileName, owner, ownerId, ...(field === null ? {} : { field }), sha256 };
    await audit(tx, ctx, { action: 'attachment.add', entity: 'attachment', entityId: id, after });
    return found;
  });
  return view(ctx, await find(ctx.db, id), written);
}

export async function listAttachments(
  ctx: Context,
  { owner, ownerId }: { owner: AttachmentOwner; ownerId: string },
): Promise<{ items: Attachment[]; nextCursor: null }> {
  const found = await findOwner(ctx, ctx.db, owner, ownerId);
  const rows = await select(ctx.db).where(of(owner, ownerId)).orderBy(asc(attachments.createdAt), asc(attachments.id));
  return { items: rows.map((row) => view(ctx, row, found)), nextCursor: null };
}

/** Fields of submissions that something is attached to, by the submission's id. */
export async function attachedFields(db: Db, submissionIds: string[]): Promise<Map<string, string[]>> {
  const rows = await db
    .selectDistinct({ id: attachments.ownerId, field: attachments.field })
    .from(attachments)
    .where(
      and(
        eq(attachments.owner, 'submission'),
        anyOf(attachments.ownerId, submissionIds),
        isNull(attachments.deletedAt),
        isNotNull(attachments.field),
      ),
    );
  const fields = new Map<string, string[]>();
  for (const { id, field } of rows) fields.set(id, [...(fields.get(id) ?? []), field ?? '']);
  return fields;
}

/**
 * Hides an attachment, or shows it again; what is so already stays so.
 * @throws ProblemError not_found, forbidden, not_editable, problem_files_final, problem_files_waiting, attachment_not_yours
 */
export async function setDeleted(ctx: Context, id: string, deleted: boolean): Promise<Attachment> {
  const owned = await ctx.db.transaction(async (tx) => {
    await tx.select({ id: attachments.id }).from(attachments).where(eq(attachments.id, id)).for('update');
    const row = await find(tx, id);
    const { attachment } = row;
    const found = await findOwnerToWrite(ctx, tx, attachment.owner, attachment.ownerId);
    if (!isOwn(ctx, row, found)) throw new ProblemError('attachment_not_yours', { by: row.createdBy });
    if ((attachment.deletedAt !== null) === deleted) return found;
    await tx
      .update(attachments)
      .set({ deletedAt: deleted ? ctx.clock() : null })
      .where(eq(attachments.id, id));
    const { fileName, owner, ownerId } = attachment;
    const what = { fileName, owner, ownerId };
    await audit(tx, ctx, {
      action: deleted ? 'attachment.delete' : 'attachment.restore',
      entity: 'attachment',
      entityId: id,
      ...(deleted ? { before: what } : { after: what }),
    });
    return found;
  });
  return view(ctx, await find(ctx.db, id), owned);
}

/** Whether it is the actor's to take away, as far as that depends on who added it. */
function isOwn({ actor }: Context, { createdByUnit }: Row, { ownFilesOnly = false }: Owner): boolean {
  return !ownFilesOnly || (actor.unit !== null && actor.unit.id === createdByUnit);
}

/** @throws ProblemError attachment_field_unknown when the form of the submission has no such figure or text */
async function checkField(db: Db, submissionId: string, field: string): Promise<void> {
  const [form] = await db
    .select({ definition: forms.definition })
    .from(submissions)
    .innerJoin(forms, eq(forms.id, submissions.formId))
    .where(eq(submissions.id, submissionId));
  const known = [...(form?.definition.fields ?? []), ...(form?.definition.texts ?? [])];
  if (!known.some(({ code }) => code === field)) throw problemAt('/field', 'attachment_field_unknown', { field });
}

/** An attachment whose content the actor may see. @throws ProblemError not_found, attachment_withheld */
export async function findAttachment(ctx: Context, id: string): Promise<Row> {
  const row = await find(ctx.db, id);
  if (row.attachment.deletedAt) throw new ProblemError('not_found');
  const found = await findOwner(ctx, ctx.db, row.attachment.owner, row.attachment.ownerId);
  if (isWithheld(ctx, row.blob, found)) throw new ProblemError('attachment_withheld');
  return row;
}

const of = (owner: AttachmentOwner, ownerId: string) =>
  and(eq(attachments.owner, owner), eq(attachments.ownerId, ownerId), isNull(attachments.deletedAt));

function select(db: Db) {
  return db
    .select({ attachment: attachments, blob: blobs, createdBy: users.displayName, createdByUnit: users.unitId })
    .from(attachments)
    .innerJoin(blobs, eq(blobs.sha256, attachments.sha256))
    .innerJoin(users, eq(users.id, attachments.createdBy))
    .$dynamic();
}

type Row = Awaited<ReturnType<typeof select>>[number];

async function find(db: Db, id: string): Promise<Row> {
  const [row] = await select(db).where(eq(attachments.id, id));
  if (!row) throw new ProblemError('not_found');
  return row;
}

function view(ctx: Context, row: Row, found: Owner): Attachment {
  const { attachment, blob, createdBy } = row;
  const writes = isOffice(ctx.actor) || ctx.actor.roles.includes('reporter');
  const { id, owner, ownerId, field, fileName, createdAt } = attachment;
  const { type, size, width, height, heading } = blob;
  const at = `/api/v1/attachments/${id}`;
  return {
    id,
    owner,
    ownerId,
    field,
    ...forReader(ctx.actor, { fileName, heading }),
    type,
    size,
    width,
    height,
    withheld: isWithheld(ctx, blob, found),
    content: `${at}/content`,
    thumbnail: width === null ? null : `${at}/thumbnail`,
    createdBy,
    createdAt: instantText(createdAt),
    mayDelete: writes && found.mayWrite && !found.closed && isOwn(ctx, row, found),
  };
}
