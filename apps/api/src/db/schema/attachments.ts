import { attachmentOwners, type AttachmentOwner } from '@nuanxin/contract';
import { sql } from 'drizzle-orm';
import { boolean, check, index, integer, pgTable, text, uuid } from 'drizzle-orm/pg-core';
import { id, instant, oneOf } from './columns.ts';
import { units } from './units.ts';
import { users } from './users.ts';

/** Contents, once each, by their hash; the bytes are on disk or in object storage. */
export const blobs = pgTable('blobs', {
  sha256: text().primaryKey(),
  size: integer().notNull(),
  /** Media type by content, never by name. */
  type: text().notNull(),
  width: integer(),
  height: integer(),
  /** First paragraph of a document: what the heading rule looks at (R88). */
  heading: text(),
  /** A mobile number stands in it: for the unit and the office only. */
  mobiles: boolean().notNull().default(false),
  createdAt: instant().notNull(),
});

/** A file that belongs to something: photos, documents, scans (佐证). */
export const attachments = pgTable(
  'attachments',
  {
    id: id(),
    sha256: text()
      .notNull()
      .references(() => blobs.sha256),
    owner: text().$type<AttachmentOwner>().notNull(),
    ownerId: uuid().notNull(),
    /** Unit of what it belongs to: who may see it. */
    unitId: uuid().references(() => units.id),
    /** Field of a form or of a record that it proves; null: the whole. */
    field: text(),
    fileName: text().notNull(),
    createdBy: uuid()
      .notNull()
      .references(() => users.id),
    createdAt: instant().notNull(),
    /** Gone from sight; the content goes after a grace period. */
    deletedAt: instant(),
  },
  (table) => [
    check('attachments_owner', oneOf(table.owner, attachmentOwners)),
    index('attachments_by_owner')
      .on(table.owner, table.ownerId)
      .where(sql`deleted_at is null`),
    index('attachments_blob').on(table.sha256),
    index('attachments_deleted')
      .on(table.deletedAt)
      .where(sql`deleted_at is not null`),
    index('attachments_unit').on(table.unitId),
  ],
);
