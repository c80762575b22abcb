import type { DistributionUnit, Material } from '@nuanxin/domain';
import { and, asc, eq, inArray, isNull, lte, sql } from 'drizzle-orm';
import type { Context } from '../../context.ts';
import { attachments, blobs, records, units } from '../../db/schema/index.ts';
import { inScope } from '../../db/scope.ts';
import { text } from './registers.ts';

const live = (kind: (typeof records.$inferSelect)['kind'], year: number) =>
  and(eq(records.kind, kind), eq(records.year, year), isNull(records.deletedAt));

/**
 * Distributions of single projects' materials with how each begins, newest first. A file that proves a field of the record,
 * a list of what was handed out or the like, is not the material.
 */
export async function readMaterials({ db, actor }: Context, year: number): Promise<Material[]> {
  const beginnings = db
    .select({
      ownerId: attachments.ownerId,
      documents: sql<
        Material['documents']
      >`json_agg(json_build_object('fileName', ${attachments.fileName}, 'heading', ${blobs.heading}) order by ${attachments.id})`.as(
        'documents',
      ),
    })
    .from(attachments)
    .innerJoin(blobs, eq(blobs.sha256, attachments.sha256))
    .where(
      and(
        eq(attachments.owner, 'record'),
        isNull(attachments.field),
        isNull(attachments.deletedAt),
        sql`${blobs.heading} is not null`,
      ),
    )
    .groupBy(attachments.ownerId)
    .as('beginnings');
  const rows = await db
    .select({
      id: records.id,
      unit: units.code,
      project: sql<number>`(${records.data} ->> 'project')::int`,
      typed: text('heading'),
      documents: beginnings.documents,
    })
    .from(records)
    .innerJoin(units, eq(units.id, records.unitId))
    .leftJoin(beginnings, eq(beginnings.ownerId, records.id))
    .where(and(live('distributions', year), sql`${records.data} ? 'project'`, inScope(actor, records.unitId)))
    .orderBy(sql`${records.occurredOn} desc`, sql`${records.id} desc`);
  return rows.map(({ documents, ...row }) => ({ ...row, documents: documents ?? [] }));
}

const named = ['open_letter', 'leaflet', 'poster'] as const;

/** Copies that each unit (code) handed out in the year until a day, by the three materials that the notice names. */
export async function readGiven(
  { db, actor }: Context,
  year: number,
  until: string,
): Promise<Map<string, DistributionUnit['given']>> {
  const rows = await db
    .select({
      unit: units.code,
      material: sql<(typeof named)[number]>`${text('material')}`,
      copies: sql<number>`sum((${records.data} ->> 'count')::int)::float8`,
    })
    .from(records)
    .innerJoin(units, eq(units.id, records.unitId))
    .where(
      and(
        live('distributions', year),
        lte(records.occurredOn, until),
        inArray(text('material'), [...named]),
        inScope(actor, records.unitId),
      ),
    )
    .groupBy(units.code, text('material'));
  const given = new Map<string, DistributionUnit['given']>();
  for (const { unit, material, copies } of rows) {
    const own = given.get(unit) ?? { open_letter: 0, leaflet: 0, poster: 0 };
    own[material] = copies;
    given.set(unit, own);
  }
  return given;
}

export interface Published {
  policy: boolean;
  sites: boolean;
  /** Quarters with progress, as `2025Q2`. */
  progress: Set<string>;
}

/**
 * What each unit (code) published on a website or an official account in the year until a day (R66): a notice board is
 * not online.
 */
export async function readPublished(
  { db, actor }: Context,
  year: number,
  until: string,
): Promise<Map<string, Published>> {
  const quarter = sql<number>`extract(quarter from ${records.occurredOn})::int`;
  const rows = await db
    .selectDistinct({ unit: units.code, content: text('content'), quarter })
    .from(records)
    .innerJoin(units, eq(units.id, records.unitId))
    .where(
      and(
        live('disclosures', year),
        lte(records.occurredOn, until),
        inArray(text('carrier'), ['website', 'wechat_account']),
        inScope(actor, records.unitId),
      ),
    );
  const published = new Map<string, Published>();
  for (const { unit, content, quarter: of } of rows) {
    const own = published.get(unit) ?? { policy: false, sites: false, progress: new Set() };
    if (content === 'progress') own.progress.add(`${year}Q${of}`);
    else if (content === 'policy' || content === 'sites') own[content] = true;
    published.set(unit, own);
  }
  return published;
}

/** Days of the year on which items of the column were adopted; one handed in last year may appear in this one. */
export async function readColumnDays({ db, actor }: Context, year: number): Promise<string[]> {
  const day = text('adoptedOn');
  const rows = await db
    .select({ day: sql<string>`${day}` })
    .from(records)
    .where(
      and(
        eq(records.kind, 'publications'),
        inArray(records.year, [year - 1, year]),
        isNull(records.deletedAt),
        sql`${records.data} @> '{"column": true}'`,
        sql`${day} between ${`${year}-01-01`}::text and ${`${year}-12-31`}::text`,
        inScope(actor, records.unitId),
      ),
    )
    .orderBy(asc(day));
  return rows.map((row) => row.day);
}
