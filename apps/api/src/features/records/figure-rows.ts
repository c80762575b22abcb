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
  const day = figure.by === undefined ? sql`${records.occurredOn}::text` : text(figure.by);
  // The record's own day as a date, so that the index on it serves.
  const inPeriod =
    figure.by === undefined
      ? sql`${records.occurredOn} between ${from}::date and ${to}::date`
      : sql`${day} between ${from}::text and ${to}::text`;
  return and(
    eq(records.kind, figure.kind),
    isNull(records.deletedAt),
    recordKind(figure.kind).register ? eq(records.year, Number(to.slice(0, 4))) : undefined,
    figure.span === 'period'
      ? inPeriod
      : sql`${day} <= ${to}::text and coalesce(${text('until')}, '9999') > ${to}::text`,
    figure.months === undefined
      ? undefined
      : sql`substr(${day}, 6, 2)::int in (${sql.join(
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
export function figureOf(figure: RecordFigure, unitId: string): SQL | undefined {
  const own = eq(records.unitId, unitId);
  if (figure.of !== 'place_or_project') return own;
  return or(
    own,
    sql`exists (select 1 from projects p join campaigns c on c.id = p.campaign_id
      where c.year = ${records.year} and p.no = (${records.data} ->> 'project')::int and p.lead_id = ${unitId})`,
  );
}

/** The figure itself, over the rows that count: their number, or the sum of a field whose blanks add nothing. */
export function figureValue(figure: RecordFigure): SQL<number> {
  return figure.sum === undefined
    ? sql<number>`count(*)::int`
    : sql<number>`coalesce(sum(${text(figure.sum)}::int), 0)::float8`;
}
