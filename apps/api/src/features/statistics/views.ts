import { FIGURE_VIEWS, type FigureView, type FigureViewQuery } from '@nuanxin/contract';
import { and, asc, eq, or, type SQL } from 'drizzle-orm';
import { uuidv7 } from 'uuidv7';
import { isOffice, type Context } from '../../context.ts';
import { audit } from '../../db/audit.ts';
import type { Db, Tx } from '../../db/connect.ts';
import { figureViews, users } from '../../db/schema/index.ts';
import { isUniqueViolation } from '../../db/sql.ts';
import { ProblemError, problemAt } from '../../problem.ts';
import { checkVersion } from '../../routes.ts';

interface Given {
  name: string;
  shared: boolean;
  query: FigureViewQuery;
}

/** Own ones and those that are shared, by name. */
export async function listFigureViews(ctx: Context): Promise<{ items: FigureView[]; nextCursor: null }> {
  return { items: await readViews(ctx, ctx.db), nextCursor: null };
}

async function readViews({ actor }: Context, db: Db, filter?: SQL): Promise<FigureView[]> {
  const rows = await db
    .select({ view: figureViews, owner: users.displayName })
    .from(figureViews)
    .innerJoin(users, eq(users.id, figureViews.ownerId))
    .where(and(or(eq(figureViews.ownerId, actor.id), eq(figureViews.shared, true)), filter))
    .orderBy(asc(figureViews.name), asc(figureViews.id));
  return rows.map(({ view: { id, ownerId, name, shared, query, version }, owner }) => ({
    id,
    name,
    shared,
    owner,
    own: ownerId === actor.id,
    query,
    version,
  }));
}

async function readView(ctx: Context, db: Db, id: string): Promise<{ data: FigureView; version: number }> {
  const [data] = await readViews(ctx, db, eq(figureViews.id, id));
  if (!data) throw new ProblemError('not_found');
  return { data, version: data.version };
}

/** What units look for is theirs: the office offers views to all. */
function checkShared({ actor }: Context, shared: boolean | undefined): void {
  if (shared && !isOffice(actor)) throw problemAt('/shared', 'figure_view_not_shared');
}

const told = ({ name, shared, query }: FigureView): Given => ({ name, shared, query });

/** @throws ProblemError figure_view_not_shared, figure_view_name_taken, figure_views_too_many */
export async function createFigureView(
  ctx: Context,
  { name, shared = false, query }: Omit<Given, 'shared'> & { shared?: boolean },
) {
  checkShared(ctx, shared);
  return namedOnce(name, async () =>
    ctx.db.transaction(async (tx) => {
      const own = await tx.$count(figureViews, eq(figureViews.ownerId, ctx.actor.id));
      if (own >= FIGURE_VIEWS) throw new ProblemError('figure_views_too_many', { most: FIGURE_VIEWS });
      const id = uuidv7();
      const values = { id, ownerId: ctx.actor.id, name: name.trim(), shared, query, createdAt: ctx.clock() };
      await tx.insert(figureViews).values(values);
      const created = await readView(ctx, tx, id);
      await audit(tx, ctx, {
        action: 'figure_view.create',
        entity: 'figure_view',
        entityId: id,
        after: told(created.data),
      });
      return created;
    }),
  );
}

/** @throws ProblemError not_found, precondition_failed, figure_view_not_shared, figure_view_name_taken */
export async function updateFigureView(ctx: Context, id: string, input: Partial<Given>, ifMatch: number) {
  checkShared(ctx, input.shared);
  return namedOnce(input.name ?? '', async () =>
    ctx.db.transaction(async (tx) => {
      const before = await lockView(ctx, tx, id, ifMatch);
      const { name = before.name, shared = before.shared, query = before.query } = input;
      await tx
        .update(figureViews)
        .set({ name: name.trim(), shared, query, version: ifMatch + 1 })
        .where(eq(figureViews.id, id));
      // Not read again: who takes back what another shared sees it no more.
      const after: FigureView = { ...before, name: name.trim(), shared, query, version: ifMatch + 1 };
      await audit(tx, ctx, {
        action: 'figure_view.update',
        entity: 'figure_view',
        entityId: id,
        before: told(before),
        after: told(after),
      });
      return { data: after, version: after.version };
    }),
  );
}

/** @throws ProblemError not_found, precondition_failed */
export async function deleteFigureView(ctx: Context, id: string, ifMatch: number): Promise<void> {
  await ctx.db.transaction(async (tx) => {
    const before = await lockView(ctx, tx, id, ifMatch);
    await tx.delete(figureViews).where(eq(figureViews.id, id));
    await audit(tx, ctx, { action: 'figure_view.delete', entity: 'figure_view', entityId: id, before: told(before) });
  });
}

/** One that the actor may change: its own; the office also what is shared. */
async function lockView(ctx: Context, tx: Tx, id: string, ifMatch: number): Promise<FigureView> {
  await tx.select({ id: figureViews.id }).from(figureViews).where(eq(figureViews.id, id)).for('update');
  const { data } = await readView(ctx, tx, id);
  if (!data.own && !isOffice(ctx.actor)) throw new ProblemError('forbidden');
  checkVersion(data, ifMatch);
  return data;
}

async function namedOnce<T>(name: string, write: () => Promise<T>): Promise<T> {
  try {
    return await write();
  } catch (error) {
    if (isUniqueViolation(error, 'figure_views_name'))
      throw problemAt('/name', 'figure_view_name_taken', { name: name.trim() });
    throw error;
  }
}
