import { instantText, maskMobiles } from '@nuanxin/domain';
import { and, desc, eq, gte, lt } from 'drizzle-orm';
import { decodeCursor, page } from '../../db/cursor.ts';
import { audit } from '../../db/schema/index.ts';
import type { Route } from '../../routes.ts';

export function auditRoutes(route: Route): void {
  route('listAudit', async ({ query, ctx }) => {
    const { limit = 50 } = query;
    const after = decodeCursor(query.cursor, ['string']);
    const rows = await ctx.db
      .select()
      .from(audit)
      .where(
        and(
          query.actor ? eq(audit.actorId, query.actor) : undefined,
          query.action ? eq(audit.action, query.action) : undefined,
          query.entity ? eq(audit.entity, query.entity) : undefined,
          query.entityId ? eq(audit.entityId, query.entityId) : undefined,
          query.from ? gte(audit.at, new Date(query.from)) : undefined,
          query.to ? lt(audit.at, new Date(query.to)) : undefined,
          after ? lt(audit.id, String(after[0])) : undefined,
        ),
      )
      .orderBy(desc(audit.id))
      .limit(limit + 1);
    return page(
      rows,
      limit,
      (row) => [row.id],
      ({ actorId, actorName, at, ...row }) => ({
        ...row,
        before: maskMobiles(row.before),
        after: maskMobiles(row.after),
        at: instantText(at),
        actor: actorId && actorName ? { id: actorId, name: actorName } : null,
      }),
    );
  });
}
