import { sql } from 'drizzle-orm';
import type { Said } from '../noun.ts';
import type { Campaign } from '../of-year.ts';

const ending = sql.raw(String.raw`coalesce(lower(substring(file_name from '\.[A-Za-z0-9]{1,5}$')), '')`);

/** The sender's own file. It holds many units' rows, with mobile numbers as they stand: it goes to the office only. */
export function importedFile(table: 'imports' | 'record_imports') {
  return {
    type: 'text',
    nullable: true,
    path: true,
    meaning: '原文件在档案中的位置；空：含手机号码，没有放入',
    sql: ({ masked }: Campaign) =>
      sql`case when not ${masked}::boolean then 'imports/' || ${sql.identifier(table)}.sha256 || ${ending} end`,
  } satisfies Said;
}

export const attachedFile = {
  type: 'text',
  nullable: true,
  path: true,
  meaning: '文件在档案中的位置；空：含手机号码，没有放入',
  sql: ({ masked }: Campaign) =>
    sql`case when ${masked}::boolean and (select mobiles from blobs b where b.sha256 = attachments.sha256) then null
      else 'attachments/' || attachments.sha256 || ${ending} end`,
} satisfies Said;
