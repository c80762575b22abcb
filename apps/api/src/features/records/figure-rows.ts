import { recordKind, type RecordFigure } from '@nuanxin/domain';
import { and, eq, isNull, or, sql, type SQL } from 'drizzle-orm';
import { records } from '../../db/schema/index.ts';

/** Days of a period, both included; `YYYY-MM-DD`. */
export interface Span {
  from: string;
  to: string;
}

const text = (field: string): SQL => sql`(${records.data} ->> ${sql.raw(`'${field}'`)})`;

/**
 * Condition under which a record counts for a figure in a period: the report that fills itself, the list of the records
 * behind it and what fulfils a task all ask it here. Whose records is `figureOf`'s business.
 * A register belongs to the year in which the period ends.
 */
export function figureRows(figure: RecordFigure, { from, to }: Span): SQL | undefined {
  const day = figureDay(figure);
  // The record's own day as a date within its year, so that the index on them serves.
  const inPeriod =
    figure.by === undefined
      ? sql`${records.year} = ${Number(to.slice(0, 4))} and ${records.occurredOn} between ${from}::date and ${to}::date`
      : sql`${day} between ${from}::text and ${to}::text`;
  return and(
    figureMatches(figure, Number(to.slice(0, 4))),
    figure.span === 'period'
      ? inPeriod
      : sql`${day} <= ${to}::text and coalesce(${text('until')}, '9999') > ${to}::text`,
  );
}

/** Day by which a row belongs to a period, as a text. */
export function figureDay(figure: RecordFigure): SQL<string> {
  return figure.by === undefined ? sql<string>`${records.occurredOn}::text` : (text(figure.by) as SQL<string>);
}

/** Which rows count for a figure, whatever their day. */
export function figureMatches(figure: RecordFigure, year: number): SQL | undefined {
  return and(
    eq(records.kind, figure.kind),
    isNull(records.deletedAt),
    recordKind(figure.kind).register ? eq(records.year, year) : undefined,
    figure.months === undefined
      ? undefined
      : sql`substr(${figureDay(figure)}, 6, 2)::int in (${sql.join(
          figure.months.map((month) => sql`${month}::int`),
          sql`, `,
        )})`,
    ...Object.entries(figure.where ?? {}).map(([field, words]) =>
      or(
        words.includes(true) ? sql`${records.data} ? ${sql.raw(`'${field}'`)}` : undefined,
        ...words.flatMap((word) => (word === true ? [] : [sql`${text(field)} = ${word}::text`])),
      ),
    ),
  );
}

/** Whose records count: the unit's own, or also those of the projects that it leads. */
export function figureOf(figure: Pick<RecordFigure, 'of'>, unitId: string | SQL): SQL | undefined {
  const own = sql`${records.unitId} = ${unitId}`;
  if (figure.of !== 'place_or_project') return own;
  return or(
    own,
    sql`exists (select 1 from projects p join campaigns c on c.id = p.campaign_id
      where c.year = ${records.year} and p.no = (${records.data} ->> 'project')::int and p.lead_id = ${unitId})`,
  );
}

/** The same the other way round: ids of the units for which a record counts. */
export function ownersOf(figure: Pick<RecordFigure, 'of'>): SQL {
  const own = sql`select ${records.unitId}`;
  if (figure.of !== 'place_or_project') return own;
  return sql`${own} union select p.lead_id from projects p join campaigns c on c.id = p.campaign_id
    where c.year = ${records.year} and p.no = (${records.data} ->> 'project')::int`;
}

/**
 * The figure itself, over the rows that count: their number, or the sum of a field whose blanks add nothing.
 * @param only the rows that count, where the statement reads more
 */
export function figureValue(figure: RecordFigure, only: SQL | undefined = sql`true`): SQL<number> {
  return figure.sum === undefined
    ? sql<number>`count(*) filter (where ${only})::int`
    : sql<number>`coalesce(sum(${text(figure.sum)}::int) filter (where ${only}), 0)::float8`;
}

/** What one row adds to a figure. */
export function figureValueOfRow(figure: RecordFigure): SQL<number> {
  return figure.sum === undefined ? sql<number>`1` : sql<number>`coalesce(${text(figure.sum)}::int, 0)`;
}
