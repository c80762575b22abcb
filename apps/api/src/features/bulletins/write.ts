import type { Bulletin } from '@nuanxin/contract';
import {
  bulletinSectionTitle,
  bulletinSections,
  bulletinStateWords,
  bulletinTemplate,
  isBulletinEditable,
  periodLabel,
  quarterPeriod,
  unknownBulletinPlaces,
  type BulletinSection,
  type BulletinState,
  type BulletinSteps,
  type Quarter,
} from '@nuanxin/domain';
import { and, asc, desc, eq, inArray } from 'drizzle-orm';
import { uuidv7 } from 'uuidv7';
import type { Context } from '../../context.ts';
import { audit } from '../../db/audit.ts';
import type { Db, Tx } from '../../db/connect.ts';
import { bulletinHistory, bulletins, campaigns, tasks, units, type StoredMention } from '../../db/schema/index.ts';
import { isUniqueViolation } from '../../db/sql.ts';
import { refusePersonalInfo } from '../../personal-info.ts';
import { ProblemError, problemAt } from '../../problem.ts';
import { checkVersion } from '../../routes.ts';
import { factKey, findFacts } from './facts.ts';
import { readTold } from './figures.ts';
import { findBulletin, getBulletin, type BulletinData } from './read.ts';

/** Whom a bulletin goes to, until the office has written otherwise in one (notes §2.7). */
const ADDRESSEE = '各乡镇人民政府、区直各责任单位';

/** As in the last one; the first goes out under the office's full name after three reviews. */
async function usual(tx: Tx): Promise<Pick<typeof bulletins.$inferSelect, 'addressee' | 'issuer' | 'steps'>> {
  const [last] = await tx
    .select({ addressee: bulletins.addressee, issuer: bulletins.issuer, steps: bulletins.steps })
    .from(bulletins)
    .orderBy(desc(bulletins.id))
    .limit(1);
  if (last) return last;
  const [office] = await tx
    .select({ name: units.fullName })
    .from(units)
    .where(eq(units.kind, 'office'))
    .orderBy(asc(units.sort))
    .limit(1);
  return { addressee: ADDRESSEE, issuer: office?.name ?? '', steps: 3 };
}

/** @throws ProblemError not_found, bulletin_quarter_not_begun, bulletin_exists */
export async function createBulletin(ctx: Context, { year, quarter }: { year: number; quarter: number }) {
  const period = quarterPeriod(year, quarter as Quarter);
  const id = uuidv7();
  try {
    await ctx.db.transaction(async (tx) => {
      const told = await readTold({ ...ctx, db: tx }, period);
      if (told.reports.length === 0 || !told.form)
        throw new ProblemError('bulletin_quarter_not_begun', { period: periodLabel(period) });
      const [plan] = await tx
        .select({ campaignId: campaigns.id, taskId: tasks.id })
        .from(campaigns)
        .innerJoin(tasks, and(eq(tasks.campaignId, campaigns.id), eq(tasks.code, told.task.code)))
        .where(eq(campaigns.year, year));
      if (!plan) throw new ProblemError('not_found');
      const filled = new Set(told.annex.figures.flatMap(({ code, quarter: value }) => (value === null ? [] : [code])));
      const now = ctx.clock();
      const title = `关于${periodLabel(period)}民生实事宣传工作情况的通报`;
      await tx.insert(bulletins).values({
        id,
        ...plan,
        period,
        title,
        ...(await usual(tx)),
        bodies: bulletinTemplate(told.form, filled),
        mentions: [],
        state: 'draft',
        createdAt: now,
        updatedAt: now,
      });
      await noteStep(ctx, tx, id, 'create', 'draft', null);
      await audit(tx, ctx, {
        action: 'bulletin.create',
        entity: 'bulletin',
        entityId: id,
        after: { title, period },
      });
    });
  } catch (error) {
    if (isUniqueViolation(error, 'bulletins_in_work'))
      throw new ProblemError('bulletin_exists', { period: periodLabel(period) });
    throw error;
  }
  return getBulletin(ctx, id);
}

export interface BulletinChanges {
  title?: string;
  documentNo?: string | null;
  addressee?: string;
  issuer?: string;
  steps?: BulletinSteps;
  bodies?: Partial<Record<BulletinSection, string>>;
  mentions?: StoredMention[];
}

/**
 * Changes a draft.
 * @throws ProblemError not_found, precondition_failed, bulletin_not_editable, bulletin_place_unknown, bulletin_unit_unknown,
 *   bulletin_fact_unknown, personal_info
 */
export async function updateBulletin(ctx: Context, id: string, changes: BulletinChanges, ifMatch: number) {
  return ctx.db.transaction(async (tx) => {
    const row = await lockBulletin(ctx, tx, id, ifMatch);
    const { bulletin } = row;
    checkEditable(row);
    const { bodies: texts = {}, mentions, ...rest } = changes;
    refusePersonalInfo('通报', {
      ...Object.fromEntries(Object.entries(rest).map(([name, value]) => [`/${name}`, String(value ?? '')])),
      ...Object.fromEntries(Object.entries(texts).map(([code, text]) => [`/bodies/${code}`, text])),
      ...Object.fromEntries((mentions ?? []).map(({ text }, index) => [`/mentions/${index}/text`, text])),
    });
    const { places } = await readTold({ ...ctx, db: tx }, bulletin.period, row.task);
    for (const section of bulletinSections) {
      const unknown = unknownBulletinPlaces(texts[section] ?? '', places);
      if (unknown.length > 0)
        throw problemAt(`/bodies/${section}`, 'bulletin_place_unknown', {
          section: bulletinSectionTitle[section],
          places: unknown.map((name) => `{${name}}`).join('、'),
        });
    }
    if (mentions) await checkMentions(ctx, tx, mentions);
    const after = {
      ...rest,
      bodies: { ...bulletin.bodies, ...texts },
      mentions: mentions ?? bulletin.mentions,
    };
    await tx
      .update(bulletins)
      .set({ ...after, updatedAt: ctx.clock(), version: ifMatch + 1 })
      .where(eq(bulletins.id, id));
    const { title, documentNo, addressee, issuer, steps } = bulletin;
    const told = { title, documentNo, addressee, issuer, steps, bodies: bulletin.bodies, mentions: bulletin.mentions };
    await audit(tx, ctx, {
      action: 'bulletin.update',
      entity: 'bulletin',
      entityId: id,
      before: told,
      after: { ...told, ...after },
    });
    return getBulletin({ ...ctx, db: tx }, id);
  });
}

/** Each unit is one, and what it is named for is a fact about it. */
async function checkMentions(ctx: Context, tx: Tx, mentions: StoredMention[]): Promise<void> {
  if (mentions.length === 0) return;
  const codes = [...new Set(mentions.map(({ unit }) => unit))];
  const named = await tx.select({ code: units.code, name: units.name }).from(units).where(inArray(units.code, codes));
  const names = new Map(named.map(({ code, name }) => [code, name]));
  const facts = await findFacts(
    { ...ctx, db: tx },
    mentions.map(({ fact }) => fact),
  );
  for (const [index, { unit, fact }] of mentions.entries()) {
    const name = names.get(unit);
    if (name === undefined) throw problemAt(`/mentions/${index}/unit`, 'bulletin_unit_unknown', { code: unit });
    if (!facts.get(factKey(fact))?.units.includes(unit))
      throw problemAt(`/mentions/${index}/fact`, 'bulletin_fact_unknown', { unit: name });
  }
}

/** @throws ProblemError not_found, precondition_failed, bulletin_not_editable */
export async function deleteBulletin(ctx: Context, id: string, ifMatch: number): Promise<void> {
  await ctx.db.transaction(async (tx) => {
    const row = await lockBulletin(ctx, tx, id, ifMatch);
    checkEditable(row);
    const { title, period, bodies } = row.bulletin;
    await tx.delete(bulletins).where(eq(bulletins.id, id));
    await audit(tx, ctx, {
      action: 'bulletin.delete',
      entity: 'bulletin',
      entityId: id,
      before: { title, period, bodies },
    });
  });
}

function checkEditable({ bulletin: { state, steps } }: BulletinData): void {
  if (!isBulletinEditable(state))
    throw new ProblemError('bulletin_not_editable', { state: bulletinStateWords(state, steps) });
}

/** The row as the caller saw it, which nobody changes while the transaction lasts. */
export async function lockBulletin(ctx: Context, tx: Tx, id: string, ifMatch: number): Promise<BulletinData> {
  await tx.select({ id: bulletins.id }).from(bulletins).where(eq(bulletins.id, id)).for('update');
  const row = await findBulletin(ctx, tx, id);
  checkVersion(row.bulletin, ifMatch);
  return row;
}

export async function noteStep(
  ctx: Context,
  tx: Db,
  bulletinId: string,
  action: Bulletin['history'][number]['action'],
  toState: BulletinState,
  comment: string | null,
): Promise<void> {
  await tx
    .insert(bulletinHistory)
    .values({ bulletinId, action, toState, actorId: ctx.actor.id, at: ctx.clock(), comment });
}
