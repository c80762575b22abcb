import type { Bulletin, BulletinRow, BulletinSource } from '@nuanxin/contract';
import { bulletinActionsFor, hasApproved, instantText, isBulletinEditable, type BulletinState } from '@nuanxin/domain';
import { and, asc, desc, eq, inArray, sql } from 'drizzle-orm';
import { forReader, isOffice, seesAll, type Context } from '../../context.ts';
import type { Db } from '../../db/connect.ts';
import { decodeCursor, page } from '../../db/cursor.ts';
import {
  bulletinHistory,
  bulletins,
  bulletinSources,
  campaigns,
  deadlines,
  obligations,
  submissions,
  tasks,
  units,
  users,
} from '../../db/schema/index.ts';
import { inScope } from '../../db/scope.ts';
import { anyOf } from '../../db/sql.ts';
import { ProblemError } from '../../problem.ts';
import { planYear } from '../campaigns/campaigns.ts';
import { documentOf } from './document.ts';
import { factKey, findFacts } from './facts.ts';
import { readTold } from './figures.ts';
import { changedSince } from './reviewed.ts';

/** What is not published is for the office only. */
const maySee = (ctx: Pick<Context, 'actor'>) => (isOffice(ctx.actor) ? undefined : eq(bulletins.state, 'published'));

const selectBulletins = (db: Db) =>
  db
    .select({ bulletin: bulletins, year: campaigns.year, task: tasks.code })
    .from(bulletins)
    .innerJoin(campaigns, eq(campaigns.id, bulletins.campaignId))
    .innerJoin(tasks, eq(tasks.id, bulletins.taskId));

export type BulletinData = Awaited<ReturnType<typeof selectBulletins>>[number];

function toRow({ bulletin, year }: BulletinData): BulletinRow {
  const { id, version, period, title, documentNo, state, steps, issuedOn, updatedAt } = bulletin;
  return { id, version, year, period, title, documentNo, state, steps, issuedOn, updatedAt: instantText(updatedAt) };
}

interface BulletinQuery {
  year?: number;
  state?: BulletinState[];
  limit?: number;
  cursor?: string;
  count?: boolean;
}

/** The newest quarter first. */
export async function listBulletins(ctx: Context, { limit = 50, cursor, count, ...asked }: BulletinQuery) {
  const year = await planYear(ctx, asked.year);
  const after = decodeCursor(cursor, ['text', 'uuid']);
  const filter = and(
    eq(campaigns.year, year),
    maySee(ctx),
    asked.state ? inArray(bulletins.state, asked.state) : undefined,
  );
  const rows = await selectBulletins(ctx.db)
    .where(
      and(filter, after ? sql`(${bulletins.period}, ${bulletins.id}) < (${after[0]}, ${after[1]}::uuid)` : undefined),
    )
    .orderBy(desc(bulletins.period), desc(bulletins.id))
    .limit(limit + 1);
  const total = count
    ? (
        await ctx.db
          .select({ n: sql<number>`count(*)::int` })
          .from(bulletins)
          .innerJoin(campaigns, eq(campaigns.id, bulletins.campaignId))
          .where(filter)
      )[0]?.n
    : undefined;
  return page(rows, limit, ({ bulletin }) => [bulletin.period, bulletin.id], toRow, total);
}

/** @throws ProblemError not_found, also for who may not see it yet */
export async function findBulletin(ctx: Pick<Context, 'actor'>, db: Db, id: string): Promise<BulletinData> {
  const [row] = await selectBulletins(db).where(and(eq(bulletins.id, id), maySee(ctx)));
  if (!row) throw new ProblemError('not_found');
  return row;
}

/** One bulletin with its figures as they stand; of a published one as they stood. @throws ProblemError not_found */
export async function getBulletin(
  ctx: Pick<Context, 'actor' | 'clock'> & { db: Db },
  id: string,
): Promise<{ data: Bulletin; version: number }> {
  const { db, actor } = ctx;
  const row = await findBulletin(ctx, db, id);
  const { bulletin } = row;
  const { state, steps, version } = bulletin;
  const history = await historyOf(db, id);
  const mentions = await mentionsOf(ctx, bulletin.mentions);
  const { document, places, sources, changed } = bulletin.document
    ? { document: bulletin.document, places: [], sources: await countSources(db, id), changed: [] }
    : await asItStands(ctx, row, mentions);
  const approved = steps > 1 && hasApproved(history, actor.id);
  const edits = isOffice(actor) && isBulletinEditable(state);
  const data: Bulletin = {
    ...toRow(row),
    addressee: bulletin.addressee,
    issuer: bulletin.issuer,
    bodies: bulletin.bodies,
    mentions,
    places,
    changed,
    document,
    actions: [
      ...(isOffice(actor)
        ? bulletinActionsFor(state, steps).filter((action) => action !== 'approve' || !approved)
        : []),
      ...(edits ? (['edit', 'delete'] as const) : []),
    ],
    // What its reviewers wrote to each other is not for the units.
    history: (seesAll(actor) ? history : []).map(({ at, action, toState, actor: name, comment }) => ({
      at: instantText(at),
      action,
      state: toState,
      actor: name,
      comment,
    })),
    sources,
  };
  return { data: forReader(actor, data), version };
}

/** What would be printed, and what it is counted from, while nothing is published. */
async function asItStands(
  ctx: Pick<Context, 'actor' | 'clock'> & { db: Db },
  { bulletin, task }: BulletinData,
  mentions: Bulletin['mentions'],
): Promise<Pick<Bulletin, 'document' | 'places' | 'sources' | 'changed'>> {
  const told = await readTold(ctx, bulletin.period, task);
  const sources = { counted: told.counted.length, changed: 0 };
  const changed = isBulletinEditable(bulletin.state) ? [] : changedSince(bulletin.reviewed, told);
  return { document: documentOf(bulletin, mentions, told), places: told.places, sources, changed };
}

export async function historyOf(db: Db, id: string) {
  const rows = await db
    .select({ step: bulletinHistory, actor: users.displayName })
    .from(bulletinHistory)
    .innerJoin(users, eq(users.id, bulletinHistory.actorId))
    .where(eq(bulletinHistory.bulletinId, id))
    .orderBy(asc(bulletinHistory.seq));
  return rows.map(({ step, actor }) => ({ ...step, actor }));
}

/** The units that are named, by their names, with the facts as they are now. */
export async function mentionsOf(
  ctx: Pick<Context, 'actor' | 'clock'> & { db: Db },
  stored: (typeof bulletins.$inferSelect)['mentions'],
): Promise<Bulletin['mentions']> {
  if (stored.length === 0) return [];
  // Of other units' reports and problems a reader is told what was published, and no more.
  const facts = isOffice(ctx.actor)
    ? await findFacts(
        ctx,
        stored.map(({ fact }) => fact),
      )
    : null;
  const named = await ctx.db
    .select({ code: units.code, name: units.name })
    .from(units)
    .where(inArray(units.code, [...new Set(stored.map(({ unit }) => unit))]));
  const names = new Map(named.map(({ code, name }) => [code, name]));
  return stored.map(({ unit, fact, ...rest }) => ({
    ...rest,
    unit: { code: unit, name: names.get(unit) ?? unit },
    fact,
    factText: facts ? (facts.get(factKey(fact))?.text ?? '所依据的事实已删除') : '',
  }));
}

const hasChanged = sql<boolean>`(${submissions.state} <> 'locked' or ${submissions.revision} <> ${bulletinSources.revision})`;

async function countSources(db: Db, id: string): Promise<Bulletin['sources']> {
  const [row] = await db
    .select({ counted: sql<number>`count(*)::int`, changed: sql<number>`count(*) filter (where ${hasChanged})::int` })
    .from(bulletinSources)
    .innerJoin(submissions, eq(submissions.id, bulletinSources.submissionId))
    .where(eq(bulletinSources.bulletinId, id));
  return row ?? { counted: 0, changed: 0 };
}

/** The reports that its figures are made of, within the actor's rows; by quarter and unit. @throws ProblemError not_found */
export async function listSources(ctx: Context, id: string): Promise<{ items: BulletinSource[]; nextCursor: null }> {
  const { bulletin, task } = await findBulletin(ctx, ctx.db, id);
  if (bulletin.document) return { items: await publishedSources(ctx, ctx.db, id), nextCursor: null };
  const { counted } = await readTold(ctx, bulletin.period, task);
  const items = counted.flatMap(({ row, period }): BulletinSource[] => {
    const { submission, unit } = row;
    if (!submission) return [];
    const { id: submissionId, state, revision } = submission;
    const now = { stateNow: state, revisionNow: revision, changed: false };
    return [{ submissionId, unit: { code: unit.code, name: unit.name }, period, revision, ...now }];
  });
  return { items, nextCursor: null };
}

export async function publishedSources(
  ctx: Pick<Context, 'actor'>,
  db: Db,
  id: string,
  only?: string,
): Promise<BulletinSource[]> {
  return db
    .select({
      submissionId: bulletinSources.submissionId,
      unit: { code: units.code, name: units.name },
      period: deadlines.period,
      revision: bulletinSources.revision,
      stateNow: submissions.state,
      revisionNow: submissions.revision,
      changed: hasChanged,
    })
    .from(bulletinSources)
    .innerJoin(submissions, eq(submissions.id, bulletinSources.submissionId))
    .innerJoin(obligations, eq(obligations.id, submissions.obligationId))
    .innerJoin(deadlines, eq(deadlines.id, obligations.deadlineId))
    .innerJoin(units, eq(units.id, obligations.unitId))
    .where(
      and(
        eq(bulletinSources.bulletinId, id),
        only === undefined ? undefined : anyOf(bulletinSources.submissionId, [only]),
        inScope(ctx.actor, obligations.unitId),
      ),
    )
    .orderBy(asc(deadlines.period), asc(units.sort), asc(units.code));
}
