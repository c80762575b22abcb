import { Type, type Static } from 'typebox';
import { Closed, Id, Instant, Nullable, Page, paging, PersonRef } from './common.ts';
import { endpoint } from './endpoint.ts';
import { listExport } from './list-export.ts';

export const AuditEntry = Type.Object(
  {
    id: Id,
    at: Instant,
    actor: Nullable(PersonRef),
    action: Type.String({ description: '如 submission.accept' }),
    entity: Type.String(),
    entityId: Nullable(Type.String()),
    label: Nullable(Type.String({ description: '所改内容的名称，如 甘棠镇 2025Q2' })),
    before: Type.Unknown(),
    after: Type.Unknown(),
    requestId: Nullable(Type.String()),
    ip: Nullable(Type.String()),
  },
  { title: 'AuditEntry' },
);
export type AuditEntry = Static<typeof AuditEntry>;

const filters = {
  actor: Type.Optional(Id),
  action: Type.Optional(Type.String()),
  entity: Type.Optional(Type.String()),
  entityId: Type.Optional(Type.String()),
  from: Type.Optional(Instant),
  to: Type.Optional(Instant),
};

export const auditEndpoints = {
  listAudit: endpoint({
    method: 'GET',
    path: '/audit',
    tag: 'audit',
    summary: 'Every change, newest first: who, when, what, before and after',
    access: { roles: ['auditor'], rows: 'all' },
    query: Closed({ ...paging, ...filters }),
    status: 200,
    reply: Page(AuditEntry, 'Audit'),
    problems: ['invalid_cursor'],
  }),
  exportAudit: listExport({
    path: '/audit',
    tag: 'audit',
    summary: 'The list as a file: who, when, what, without the contents before and after',
    access: { roles: ['auditor'], rows: 'all' },
    filters,
    problems: [],
  }),
} as const;
