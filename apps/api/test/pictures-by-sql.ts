import type { FigureBasis } from '@nuanxin/domain';
import { sql, type SQL } from 'drizzle-orm';
import type { Service } from './support.ts';

type Row = Record<string, number | string | null>;

/** States in which a report counts, whatever became of its lamp. */
const counting: Record<FigureBasis, string[]> = {
  accepted: ['accepted', 'locked'],
  handed_in: ['accepted', 'locked', 'submitted', 'reopened'],
};
/** Fields that each kind of unit fills in (notes §2.2). */
const toFill = sql`case u.kind when 'township' then 43 when 'department' then 39 else 6 end`;

async function rowsOf(service: Service, query: SQL): Promise<Row[]> {
  return (await service.connection.db.execute<Row>(query)).rows;
}

/** How the quarterly reports of a year stand at an instant, from the database alone. */
export async function quartersBySql(
  service: Service,
  year: number,
  basis: FigureBasis,
  now: string,
): Promise<Map<string, Row>> {
  const rows = await rowsOf(
    service,
    sql`
    with owed as (
      select d.period, ${toFill} as to_fill, s.state,
        exists (select 1 from exemptions e where e.obligation_id = o.id) as exempt,
        d.opens_at <= ${now}::timestamptz as begun,
        coalesce((select greatest(x.due_on, d.due_on) from extensions x where x.obligation_id = o.id), d.due_on) as due_on,
        coalesce(s.state, 'draft') not in ('draft', 'withdrawn') as handed_in,
        (select (min(r.submitted_at) at time zone 'Asia/Shanghai')::date from revisions r where r.submission_id = s.id) as day,
        (select count(*) from revisions r, jsonb_object_keys(r.values)
          where r.submission_id = s.id and r.number = s.revision
            and s.state = any (${sql.param(counting[basis])}::text[]))::int as filled
      from obligations o
      join units u on u.id = o.unit_id
      join deadlines d on d.id = o.deadline_id and d.period like ${`${year}Q_`}
      join tasks t on t.id = d.task_id and t.code = 'T0.1'
      left join submissions s on s.obligation_id = o.id)
    select period,
      count(*) filter (where not exempt and handed_in and day <= due_on)::int as "onTime",
      count(*) filter (where not exempt and handed_in and day > due_on)::int as late,
      count(*) filter (where not exempt and not handed_in and due_on < ${now}::date)::int as missing,
      count(*) filter (where not exempt and not handed_in and due_on >= ${now}::date and begun)::int as open,
      count(*) filter (where exempt and begun)::int as exempt,
      count(*) filter (where not exempt and state = 'returned')::int as returned,
      coalesce(sum(filled) filter (where not exempt and (begun or handed_in)), 0)::int as filled,
      coalesce(sum(to_fill) filter (where not exempt and (handed_in or due_on < ${now}::date)), 0)::int as "toFill"
    from owed group by period`,
  );
  return new Map(rows.map(({ period, ...rest }) => [String(period), rest]));
}

/** Sums of the fields of all reports of a year that count. */
export async function sumsBySql(service: Service, year: number): Promise<Record<string, number>> {
  const rows = await rowsOf(
    service,
    sql`
    select v.key, sum(v.value::int)::int as sum
    from submissions s
    join obligations o on o.id = s.obligation_id
    join deadlines d on d.id = o.deadline_id and d.period like ${`${year}Q_`}
    join revisions r on r.submission_id = s.id and r.number = s.revision
    cross join lateral jsonb_each_text(r.values) v
    where s.state = any (${sql.param(counting.handed_in)}::text[])
    group by v.key`,
  );
  return Object.fromEntries(rows.map(({ key, sum }) => [String(key), Number(sum)]));
}

/** Numerator and denominator of what registers and problems say. */
export async function registersBySql(
  service: Service,
  year: number,
  today: string,
): Promise<Record<string, [number, number]>> {
  const up = (field: string): SQL => sql`count(*) filter (where data ->> ${field} <= ${today})::int`;
  const of = async (query: SQL): Promise<[number, number]> => {
    const [row] = await rowsOf(service, query);
    return [Number(row?.up), Number(row?.needed)];
  };
  const sites = (field: string, where: SQL): SQL =>
    sql`select ${up(field)} as up, count(*)::int as needed from records
      where kind = 'sites' and year = ${year} and deleted_at is null and ${where}`;
  const letters = sql`
    with targets as (
      select unit_id, (data ->> 'letters')::int as letters from records
      where kind = 'households' and year = ${year} and deleted_at is null)
    select (select sum(letters) from targets)::int as needed, sum((r.values ->> 'F0604')::int)::int as up
    from targets t
    join obligations o on o.unit_id = t.unit_id
    join deadlines d on d.id = o.deadline_id and d.period like ${`${year}Q_`}
    join submissions s on s.obligation_id = o.id and s.state = any (${sql.param(counting.handed_in)}::text[])
    join revisions r on r.submission_id = s.id and r.number = s.revision`;
  return {
    C1: await of(sites('logoOn', sql`true`)),
    C2: await of(sites('constructionBoardOn', sql`data ->> 'works' = 'under_construction'`)),
    C3: await of(sites('permanentSignOn', sql`data ->> 'works' = 'finished'`)),
    C4: await of(letters),
    C8: await of(sql`select count(*) filter (where state = 'closed')::int as up,
      count(*) filter (where state <> 'void')::int as needed from problems where year = ${year}`),
  };
}
