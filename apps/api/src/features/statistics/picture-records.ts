import type { Pictures } from '@nuanxin/contract';
import { recordKind, surveyRates, type RecordKindCode } from '@nuanxin/domain';
import { and, asc, eq, isNull, sql, type SQL } from 'drizzle-orm';
import { forReader, type Context } from '../../context.ts';
import { records, units } from '../../db/schema/index.ts';
import { textOf } from '../records/filter.ts';
import { mayRead } from '../records/scope.ts';

const ofYear = ({ actor }: Context, kind: RecordKindCode, year: number): SQL | undefined =>
  and(eq(records.kind, kind), eq(records.year, year), isNull(records.deletedAt), mayRead(actor, recordKind(kind)));

/** Items of publicity by the quarter in which they were handed in, carrier and level (R45, R47, R51). */
export async function readPublications(ctx: Context, year: number): Promise<Pictures['publications']> {
  const quarter = sql<number>`extract(quarter from ${records.occurredOn})::int`;
  const carrier = textOf('carrier');
  const level = textOf('level');
  const adopted = sql`${records.data} ? 'adoptedOn'`;
  const rows = await ctx.db
    .select({
      quarter,
      carrier: sql<string>`${carrier}`,
      level: sql<string>`${level}`,
      adopted: sql<number>`(count(*) filter (where ${adopted}))::int`,
      other: sql<number>`(count(*) filter (where not ${adopted}))::int`,
    })
    .from(records)
    .where(ofYear(ctx, 'publications', year))
    .groupBy(quarter, carrier, level)
    .orderBy(quarter, carrier, level);
  return rows.map(({ quarter: of, ...rest }) => ({ period: `${year}Q${of}`, ...rest }));
}

/** Surveys of the year by day, each with its two rates (R18, R23). */
export async function readSurveys(ctx: Context, year: number): Promise<Pictures['surveys']> {
  const rows = await ctx.db
    .select({
      id: records.id,
      day: records.occurredOn,
      data: records.data,
      unit: { code: units.code, name: units.name },
    })
    .from(records)
    .innerJoin(units, eq(units.id, records.unitId))
    .where(ofYear(ctx, 'surveys', year))
    .orderBy(asc(records.occurredOn), asc(units.sort), asc(records.id));
  const surveys = rows.map(({ id, day, data, unit }) => ({
    id,
    unit,
    day: day ?? '',
    title: String(data.title ?? ''),
    valid: Number(data.valid ?? 0),
    ...surveyRates(data),
  }));
  return forReader(ctx.actor, surveys);
}
