import { instantText, maskMobiles } from '@nuanxin/domain';
import { and, desc, eq, getTableColumns, gte, lt, sql } from 'drizzle-orm';
import { decodeCursor, page } from '../../db/cursor.ts';
import { audit } from '../../db/schema/index.ts';
import { isOffice, type Context } from '../../context.ts';
import { isBeingWritten } from './being-written.ts';

/**
 * What a person calls the changed thing, as it is called now: unit and period, file, name. Entries about something that
 * has no identifier of its own, such as a calendar year, carry its name instead.
 */
const label = sql<string | null>`case
  when ${audit.entityId} is null then null
  when ${audit.entity} = 'submission' then (
    select u.name || ' ' || d.period || ' ' || t.title
    from submissions s
    join obligations o on o.id = s.obligation_id
    join units u on u.id = o.unit_id
    join deadlines d on d.id = o.deadline_id
    join tasks t on t.id = d.task_id
    where s.id = ${audit.entityId}::uuid)
  when ${audit.entity} = 'obligation' then (
    select u.name || ' ' || d.period || ' ' || t.title
    from obligations o
    join units u on u.id = o.unit_id
    join deadlines d on d.id = o.deadline_id
    join tasks t on t.id = d.task_id
    where o.id = ${audit.entityId}::uuid)
  when ${audit.entity} = 'reminder' then (
    select u.name from reminders r join units u on u.id = r.unit_id where r.id = ${audit.entityId}::uuid)
  when ${audit.entity} = 'problem' then (
    select '#' || p.no || ' ' || left(p.description, 30) from problems p where p.id = ${audit.entityId}::uuid)
  when ${audit.entity} = 'import' then (select i.file_name from imports i where i.id = ${audit.entityId}::uuid)
  when ${audit.entity} = 'unit' then (select u.name from units u where u.id = ${audit.entityId}::uuid)
  when ${audit.entity} = 'user' then (select u.display_name from users u where u.id = ${audit.entityId}::uuid)
  when ${audit.entity} = 'campaign' then (select c.title from campaigns c where c.id = ${audit.entityId}::uuid)
  when ${audit.entity} = 'record' then (
    select concat_ws(' ', u.name, r.occurred_on::text, r.data ->> 'title')
    from records r join units u on u.id = r.unit_id where r.id = ${audit.entityId}::uuid)
  when ${audit.entity} = 'task' then (select t.title from tasks t where t.id = ${audit.entityId}::uuid)
  when ${audit.entity} = 'project' then (select p.name from projects p where p.id = ${audit.entityId}::uuid)
  when ${audit.entity} = 'record_import' then (
    select i.file_name from record_imports i where i.id = ${audit.entityId}::uuid)
  when ${audit.entity} = 'form_label' then coalesce(${audit.after}, ${audit.before}) ->> 'text'
  when ${audit.entity} = 'attachment' then coalesce(${audit.after}, ${audit.before}) ->> 'fileName'
  else ${audit.entityId}
end`;

export interface AuditFilters {
  actor?: string;
  action?: string;
  entity?: string;
  entityId?: string;
  from?: string;
  to?: string;
}

interface AuditQuery extends AuditFilters {
  limit?: number;
  cursor?: string;
  count?: boolean;
}

/** Every change, newest first. */
export async function listAudit({ db, actor: reader }: Context, { limit = 50, count, cursor, ...query }: AuditQuery) {
  const after = decodeCursor(cursor, ['uuid']);
  const filter = and(
    query.actor ? eq(audit.actorId, query.actor) : undefined,
    query.action ? eq(audit.action, query.action) : undefined,
    query.entity ? eq(audit.entity, query.entity) : undefined,
    query.entityId ? eq(audit.entityId, query.entityId) : undefined,
    query.from ? gte(audit.at, new Date(query.from)) : undefined,
    query.to ? lt(audit.at, new Date(query.to)) : undefined,
  );
  const rows = await db
    .select({ ...getTableColumns(audit), label, hidden: isOffice(reader) ? sql<boolean>`false` : isBeingWritten })
    .from(audit)
    .where(and(filter, after ? lt(audit.id, String(after[0])) : undefined))
    .orderBy(desc(audit.id))
    .limit(limit + 1);
  return page(
    rows,
    limit,
    (row) => [row.id],
    ({ actorId, actorName, at, hidden, ...row }) => ({
      ...maskMobiles(hidden ? { ...row, before: null, after: null } : row),
      at: instantText(at),
      actor: actorId && actorName ? { id: actorId, name: actorName } : null,
    }),
    count ? await db.$count(audit, filter) : undefined,
  );
}
