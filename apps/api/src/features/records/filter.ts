import {
  formFigures,
  parsePeriod,
  quarterRange,
  quoted,
  wordsOf,
  type RecordFigure,
  type RecordKind,
  type RecordValue,
} from '@nuanxin/domain';
import { and, between, eq, gte, isNull, lte, or, sql, type SQL } from 'drizzle-orm';
import type { Context } from '../../context.ts';
import { records, units } from '../../db/schema/index.ts';
import { like } from '../../db/sql.ts';
import { shownText } from '../../personal-info.ts';
import { ProblemError } from '../../problem.ts';
import { planYear } from '../campaigns/campaigns.ts';
import { hasDuplicates } from './duplicates.ts';
import { figureOf, figureRows, type Span } from './figure-rows.ts';
import { mayRead } from './scope.ts';

export interface RecordFilter {
  year?: number;
  /** Code. */
  unit?: string;
  from?: string;
  to?: string;
  q?: string;
  project?: number;
  /** `field:word`. */
  match?: string[];
  duplicates?: boolean;
  figure?: string;
  period?: string;
}

/** A field of a record as text, by a code that is known to be one of its kind. */
export const textOf = (field: string): SQL<string | null> =>
  sql<string | null>`(${records.data} ->> ${sql.raw(`'${field}'`)})`;

/**
 * The records of a kind that are asked for and that the caller may see. Without a year those of the plan's; but a span of
 * days or a figure asks for its own.
 * @throws ProblemError invalid_request, naming the filter
 */
export async function whereOf(ctx: Context, kind: RecordKind, asked: RecordFilter): Promise<SQL | undefined> {
  const { q, project } = asked;
  const unitId = asked.unit === undefined ? undefined : await unitIdOf(ctx, asked.unit);
  const figure = figureAsked(kind, asked);
  return and(
    eq(records.kind, kind.code),
    isNull(records.deletedAt),
    mayRead(ctx.actor, kind),
    await yearsOf(ctx, kind, asked),
    unitId === undefined || figure ? undefined : ofUnit(unitId),
    asked.from === undefined ? undefined : gte(records.occurredOn, asked.from),
    asked.to === undefined ? undefined : lte(records.occurredOn, asked.to),
    q === undefined || q.trim() === '' ? undefined : said(ctx, kind, q.trim()),
    project === undefined ? undefined : has('project', project),
    ...matches(kind, asked.match ?? []),
    asked.duplicates ? hasDuplicates(kind) : undefined,
    figure
      ? and(figureRows(figure.figure, figure.span), unitId ? figureOf(figure.figure, unitId) : sql`false`)
      : undefined,
  );
}

const ofUnit = (id: string | null): SQL => (id === null ? sql`false` : eq(records.unitId, id));

/** Null when there is no such unit: it has no records then. */
async function unitIdOf(ctx: Context, code: string): Promise<string | null> {
  const [unit] = await ctx.db.select({ id: units.id }).from(units).where(eq(units.code, code));
  return unit?.id ?? null;
}

async function yearsOf(ctx: Context, kind: RecordKind, asked: RecordFilter): Promise<SQL | undefined> {
  if (asked.year !== undefined) return eq(records.year, asked.year);
  if (asked.figure !== undefined) return undefined;
  const { from, to } = asked;
  if (kind.dateLabel === null || (from === undefined && to === undefined)) return eq(records.year, await planYear(ctx));
  const [first, last] = [from ?? '2000', to ?? '2100'].map((day) => Number(day.slice(0, 4)));
  return between(records.year, first ?? 2000, last ?? 2100);
}

/** Containment, which the index `records_data` serves. */
function has(field: string, value: RecordValue): SQL {
  return sql`${records.data} @> ${JSON.stringify({ [field]: value })}::jsonb`;
}

/**
 * A text anywhere in the texts of a record. Folding the case of every text costs half of the time: most is Chinese, which
 * has none; and links are looked through only for what stands in links.
 */
function said({ actor }: Context, kind: RecordKind, text: string): SQL | undefined {
  const cased = text.toLowerCase() !== text.toUpperCase();
  const fields = kind.fields.filter(({ type }) => type === 'text' || (type === 'link' && /[!-~]/.test(text)));
  const shown = (code: string): SQL => shownText(actor, textOf(code), text);
  return or(
    ...fields.map(({ code }) =>
      cased ? sql`${shown(code)} ilike ${like(text)}` : sql`${shown(code)} like ${like(text)}`,
    ),
    sql`false`,
  );
}

/** Words of one field are alternatives, fields are not. */
function matches(kind: RecordKind, match: string[]): (SQL | undefined)[] {
  const pairs = match.map((each) => {
    const [code = '', word = ''] = each.split(':');
    const field = kind.fields.find((known) => known.code === code);
    const known = field?.type === 'yes' ? word === 'true' : field && Object.hasOwn(wordsOf(field), word);
    if (!known) throw refused('match', `${quoted(kind.label)}没有“${each}”这一选项`);
    return { code, word, type: field?.type };
  });
  return [...Map.groupBy(pairs, ({ code }) => code)].map(([code, words]) =>
    or(...words.map(({ word, type }) => has(code, type === 'yes' ? true : word)), sql`false`),
  );
}

function figureAsked(kind: RecordKind, asked: RecordFilter): { figure: RecordFigure; span: Span } | null {
  if (asked.figure === undefined) return null;
  const figure = formFigures.annex7?.[asked.figure];
  if (figure?.kind !== kind.code) throw refused('figure', `指标 ${asked.figure} 不由${quoted(kind.label)}统计`);
  if (asked.unit === undefined) throw refused('unit', '按指标查看时请选择单位');
  const period = parsePeriod(asked.period ?? '');
  if (!period) throw refused('period', '按指标查看时请选择报送期');
  const { year, quarter } = period;
  return {
    figure,
    span: quarter === null ? { from: `${year}-01-01`, to: `${year}-12-31` } : quarterRange(year, quarter),
  };
}

export function refused(filter: string, detail: string): ProblemError {
  return new ProblemError('invalid_request', {}, { errors: [{ pointer: `/${filter}`, code: 'invalid', detail }] });
}
