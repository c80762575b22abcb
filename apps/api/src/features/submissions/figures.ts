import {
  fieldsFor,
  formFigures,
  parsePeriod,
  periodRange,
  recordKind,
  type FormDefinition,
  type RecordFigure,
  type RecordKindCode,
  type ReporterKind,
} from '@nuanxin/domain';
import { and, eq, isNull, sql, type SQL } from 'drizzle-orm';
import type { Db } from '../../db/connect.ts';
import { attachments, records } from '../../db/schema/index.ts';
import { figureRows, figureValue, ownersOf } from '../records/figure-rows.ts';

/** For whom a form's figures are counted. */
export interface Reported {
  unitId: string;
  kind: ReporterKind | null;
  form: FormDefinition;
  period: string;
}

export interface CountedFigure {
  field: string;
  figure: RecordFigure;
  /** Null while the unit has no record of the kind: blank is not zero. */
  value: number | null;
  /** Records that were counted, and those of them that have a link or a file. */
  records: number;
  documented: number;
}

/** All figures of a form's fields, of all of its units, counted with one statement; by `keyOf`. */
export async function countFigures(db: Db, wanted: Reported[]): Promise<Map<string, CountedFigure[]>> {
  const parts = [...Map.groupBy(wanted, ({ form, period }) => `${form.code} ${period}`).values()].flatMap((same) =>
    scans(same),
  );
  if (parts.length === 0) return new Map();
  const { rows } = await db.execute<{
    period: string;
    form: string;
    unitId: string;
    known: number;
    counted: Record<string, Numbers>;
  }>(sql.join(parts, sql` union all `));
  const found = Map.groupBy(rows, ({ unitId, form, period }) => `${unitId} ${form} ${period}`);
  const none = new Map<string, CountedFigure[]>();
  return new Map(
    wanted.map((each) => {
      const own = found.get(keyOf(each));
      if (own) return [keyOf(each), figuresOf(each, own)];
      // Many units have no records at all, and then all the same.
      const like = `${each.form.code} ${each.kind}`;
      const nothing = none.get(like) ?? figuresOf(each, []);
      none.set(like, nothing);
      return [keyOf(each), nothing];
    }),
  );
}

type Numbers = [value: number, records: number, documented: number];

function figuresOf(
  { form, kind }: Reported,
  rows: { known: number; counted: Record<string, Numbers> }[],
): CountedFigure[] {
  const own = new Set(fieldsFor(form, kind).map(({ code }) => code));
  const counted = new Map(
    rows.flatMap((row) =>
      Object.entries(row.counted).map(([field, numbers]) => [field, { known: row.known > 0, numbers }] as const),
    ),
  );
  return Object.entries(formFigures[form.code] ?? {}).flatMap(([field, figure]) => {
    if (!own.has(field)) return [];
    const {
      known,
      numbers: [value, count, documented],
    } = counted.get(field) ?? { known: false, numbers: [0, 0, 0] };
    return [{ field, figure, value: known || count > 0 ? value : null, records: count, documented }];
  });
}

export function keyOf({ unitId, form, period }: Reported): string {
  return `${unitId} ${form.code} ${period}`;
}

/** The figures that are known, by field. */
export function valuesOf(figures: CountedFigure[]): Record<string, number> {
  return Object.fromEntries(figures.flatMap(({ field, value }) => (value === null ? [] : [[field, value] as const])));
}

/** Fields of which every record that was counted has a link or a file. */
export function documentedOf(figures: CountedFigure[]): string[] {
  return figures.filter(({ records: all, documented }) => all > 0 && documented === all).map(({ field }) => field);
}

/** One scan of the units' records for each kind: all of its figures are counted in it, for the units that have any. */
function scans(same: Reported[]): SQL[] {
  const [first] = same;
  if (!first) return [];
  const { form, period } = first;
  // Of a window the unit states itself what it did: the figures are those of quarters and years.
  if (parsePeriod(period)?.window) return [];
  const span = periodRange(period);
  const figures = Object.entries(formFigures[form.code] ?? {});
  const ids = sql`${sql.param([...new Set(same.map(({ unitId }) => unitId))])}::uuid[]`;
  return [...Map.groupBy(figures, ([, { kind, of = 'unit' }]) => `${kind} ${of}`).values()].map((group) => {
    const [, { kind, ...whose }] = group[0] as [string, RecordFigure];
    const counted = group.map(([field, figure]) => {
      const rows = figureRows(figure, span);
      return sql`${field}::text, json_build_array(${figureValue(figure, rows)}, count(*) filter (where ${rows}),
        count(*) filter (where ${rows} and ${documented}))`;
    });
    return sql`select ${period}::text as period, ${form.code}::text as form, o.id as "unitId",
        count(*) filter (where ${isKnown(kind, span.to)})::int as known,
        json_build_object(${sql.join(counted, sql`, `)}) as counted
      from ${records} cross join lateral (${ownersOf(whose)}) o(id)
      where ${and(eq(records.kind, kind), isNull(records.deletedAt))} and o.id = any (${ids})
      group by o.id`;
  });
}

const documented = sql`(${records.data} ? 'link' or exists (select 1 from ${attachments} where ${attachments.owner} = 'record'
  and ${attachments.ownerId} = ${records.id} and ${attachments.deletedAt} is null))`;

/** A record of the year up to the end of the period: from then on nothing counted means none. */
function isKnown(kind: RecordKindCode, to: string): SQL {
  const { register, fields } = recordKind(kind);
  const year = sql`${records.year} = ${Number(to.slice(0, 4))}`;
  if (!register) return sql`${year} and ${records.occurredOn} <= ${to}::date`;
  return fields.some(({ code }) => code === 'since')
    ? sql`${year} and ${records.data} ->> 'since' <= ${to}::text`
    : year;
}
