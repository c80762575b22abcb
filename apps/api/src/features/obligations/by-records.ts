import {
  dateOf,
  factsOfAll,
  monthRange,
  parsePeriod,
  type CriterionFacts,
  type IsoDate,
  type RecordFigure,
  type SingleCriterion,
} from '@nuanxin/domain';
import { and, eq, isNull, sql, type SQL } from 'drizzle-orm';
import type { Db } from '../../db/connect.ts';
import { problems, records } from '../../db/schema/index.ts';
import { figureDay, figureMatches, figureOf, figureRows, figureValueOfRow } from '../records/figure-rows.ts';
import type { ObligationRow } from './obligations.ts';

export interface RecordFacts extends CriterionFacts {
  /** Something that counts is there. */
  begun: boolean;
}

interface Found extends Record<string, unknown> {
  deadlineId: string;
  /** Place of the part in a criterion of several. */
  part: number;
  /** Null: the same for all units of the deadline. */
  unitId: string | null;
  have: number;
  need: number;
  day: IsoDate | null;
  lacking: string[] | Record<string, number> | null;
  begun: boolean;
}

/** A deadline whose task is judged by records, with the units that owe it; one for each part of its criterion. */
interface Judged {
  deadlineId: string;
  part: number;
  criterion: SingleCriterion;
  campaignId: string;
  year: number;
  /** Days whose records count, both included; the last is never after today. */
  from: IsoDate;
  to: IsoDate;
  /** Last day of the deadline's own span. */
  until: IsoDate;
  unitIds: string[];
}

/**
 * What the records say about obligations of tasks with a criterion, in one statement for all of them; by the obligation's
 * id. A deadline that has not begun says nothing yet.
 */
export async function factsOf(db: Db, rows: ObligationRow[], now: Date): Promise<Map<string, RecordFacts>> {
  const parts = judgedOf(rows, dateOf(now)).map(judge);
  if (parts.length === 0) return new Map();
  const found = (await db.execute<Found>(sql.join(parts, sql` union all `))).rows;
  const byKey = new Map(found.map((each) => [`${each.deadlineId} ${each.unitId ?? ''} ${each.part}`, each]));
  return new Map(
    rows.flatMap(({ obligation: { id, deadlineId, unitId }, task: { criterion } }) => {
      const told = singleCriteria(criterion).flatMap((_, part) => {
        const facts = byKey.get(`${deadlineId} ${unitId} ${part}`) ?? byKey.get(`${deadlineId}  ${part}`);
        if (!facts) return [];
        const { have, need, day, lacking, begun } = facts;
        return { have, need, day, begun, ...(lacking ? { lacking } : {}) };
      });
      const [first] = told;
      if (!first) return [];
      if (criterion?.kind !== 'all') return [[id, first] as const];
      return [[id, { ...factsOfAll(told), begun: told.some(({ begun }) => begun) }] as const];
    }),
  );
}

function singleCriteria(criterion: ObligationRow['task']['criterion']): SingleCriterion[] {
  if (criterion === null) return [];
  return criterion.kind === 'all' ? criterion.parts : [criterion];
}

function judgedOf(rows: ObligationRow[], today: IsoDate): Judged[] {
  return [...Map.groupBy(rows, ({ deadline }) => deadline.id).values()].flatMap((group): Judged[] => {
    const [first] = group;
    if (!first) return [];
    const { task, deadline, year } = first;
    const { coversFrom: from, coversTo } = deadline;
    if (from > today) return [];
    // Records of a quarter or a window are those of its days; what is owed once in the year may come late and still be done.
    const { quarter, window } = parsePeriod(deadline.period) ?? {};
    const last = quarter || window ? coversTo : `${coversTo.slice(0, 4)}-12-31`;
    return singleCriteria(task.criterion).map((criterion, part) => ({
      deadlineId: deadline.id,
      part,
      criterion,
      campaignId: task.campaignId,
      year,
      from,
      to: last < today ? last : today,
      until: coversTo,
      unitIds: group.map(({ unit }) => unit.id),
    }));
  });
}

function judge(judged: Judged): SQL {
  const { criterion } = judged;
  switch (criterion.kind) {
    case 'at_least':
      return criterion.of === 'all' ? atLeastInAll(judged, criterion) : atLeast(judged, criterion);
    case 'materials':
      return materialsOf(judged, criterion);
    case 'each':
      return eachOf(judged, criterion);
    case 'every':
      return everyOf(judged, criterion);
    case 'closed':
      return allClosed(judged);
  }
}

const answer = (
  { deadlineId, part }: Judged,
  unitId: SQL,
  {
    have,
    need,
    day,
    lacking = sql`null`,
    begun = sql`(${have}) > 0`,
  }: { have: SQL; need: SQL; day: SQL; lacking?: SQL; begun?: SQL },
): SQL =>
  sql`select ${deadlineId}::uuid as "deadlineId", ${part}::int as part, (${unitId})::uuid as "unitId", (${have})::float8 as have,
    (${need})::float8 as need, (${day})::text as day, (${lacking})::json as lacking, (${begun}) as begun`;

/** Days on which something that counts came, with what had come until then. */
function running(figure: RecordFigure, judged: Judged, whose: SQL | undefined): SQL {
  return sql`select ${dayIn(figure, judged)} as day,
      sum(${figureValueOfRow(figure)}) over (order by ${dayIn(figure, judged)}) as running
    from ${records} where ${and(rowsIn(figure, judged), whose)}`;
}

/** Of a register whatever was there on some day of the span counts, also when it ended later. */
function rowsIn(figure: RecordFigure, { from, to, year }: Judged): SQL | undefined {
  if (figure.span === 'period') return figureRows(figure, { from, to: withinMonths(figure, to) });
  const day = figureDay(figure);
  return and(
    figureMatches(figure, year),
    sql`${day} <= ${to}::text and coalesce(${records.data} ->> 'until', '9999') > greatest(${day}, ${from}::text)`,
  );
}

/** Rows after the last month that counts need not be read. */
function withinMonths({ months }: RecordFigure, to: IsoDate): IsoDate {
  if (!months) return to;
  const last = monthRange(Number(to.slice(0, 4)), Math.max(...months)).to;
  return last < to ? last : to;
}

/** What was there before the span counts from its first day. */
function dayIn(figure: RecordFigure, { from }: Judged): SQL {
  return figure.span === 'period' ? figureDay(figure) : sql`greatest(${figureDay(figure)}, ${from}::text)`;
}

function atLeast(judged: Judged, { figure, least }: SingleCriterion & { kind: 'at_least' }): SQL {
  const need = sql`${least}::int`;
  return sql`${answer(judged, sql`w.unit_id`, {
    have: sql`coalesce(max(r.running), 0)`,
    need,
    day: sql`min(r.day) filter (where r.running >= ${need})`,
  })}
    from unnest(${sql.param(judged.unitIds)}::uuid[]) as w(unit_id)
    left join lateral (${running(figure, judged, figureOf(figure, sql`w.unit_id`))}) r on true
    group by w.unit_id`;
}

/** Letters go to households: townships only, and none where the target is 0. */
function materialsOf(judged: Judged, { figure }: SingleCriterion & { kind: 'materials' }): SQL {
  const whose = and(figureOf(figure, sql`w.unit_id`), sql`${records.data} ->> 'material' = n.material`);
  return sql`${answer(judged, sql`w.unit_id`, {
    have: sql`count(r.day)`,
    need: sql`count(*)`,
    day: sql`max(r.day)`,
    lacking: sql`json_object_agg(n.material, n.need - r.given) filter (where r.day is null)`,
    begun: sql`bool_or(r.given > 0)`,
  })}
    from unnest(${sql.param(judged.unitIds)}::uuid[]) as w(unit_id)
    join units u on u.id = w.unit_id
    left join records h on h.unit_id = w.unit_id and h.kind = 'households' and h.year = ${judged.year}
      and h.deleted_at is null
    cross join lateral (
      select m as material,
        case when m <> 'open_letter' then 1 when u.kind = 'township' then coalesce((h.data ->> 'letters')::int, 1) end as need
      from unnest(${sql.param(figure.where.material)}::text[]) as m) n
    cross join lateral (
      select min(each.day) filter (where each.running >= n.need) as day, coalesce(max(each.running), 0) as given
      from (${running(figure, judged, whose)}) each) r
    where n.need > 0
    group by w.unit_id`;
}

function atLeastInAll(judged: Judged, { figure, least }: SingleCriterion & { kind: 'at_least' }): SQL {
  const need = sql`${least}::int`;
  return sql`${answer(judged, sql`null`, {
    have: sql`coalesce(max(r.running), 0)`,
    need,
    day: sql`min(r.day) filter (where r.running >= ${need})`,
  })} from (${running(figure, judged, undefined)}) r`;
}

function eachOf(judged: Judged, { figure, group }: SingleCriterion & { kind: 'each' }): SQL {
  return sql`${answer(judged, sql`null`, {
    have: sql`count(m.day)`,
    need: sql`count(*)`,
    day: sql`max(m.day)`,
    lacking: sql`coalesce(json_agg(u.name order by u.sort) filter (where m.day is null), '[]'::json)`,
  })}
    from groups g join group_units gu on gu.group_id = g.id join units u on u.id = gu.unit_id and u.active
    left join lateral (
      select min(${dayIn(figure, judged)}) as day from ${records}
      where ${and(rowsIn(figure, judged), figureOf(figure, sql`u.id`))}) m on true
    where g.campaign_id = ${judged.campaignId}::uuid and g.code = ${group}::text`;
}

function everyOf(judged: Judged, { fields }: SingleCriterion & { kind: 'every' }): SQL {
  const asked = fields.map(({ field, works }) => {
    const day = sql`${records.data} ->> ${field}::text`;
    const isAsked =
      works === undefined
        ? sql`true`
        : sql`${records.data} ->> 'works' in (${sql.join(
            works.map((word) => sql`${word}::text`),
            sql`, `,
          )})`;
    return {
      field,
      day: sql`case when ${isAsked} then ${day} end`,
      lacks: sql`(${isAsked} and coalesce(${day}, '9999') > ${judged.to}::text)`,
    };
  });
  const lacksAny = sql.join(
    asked.map(({ lacks }) => lacks),
    sql` or `,
  );
  const lacking = asked.map(({ field, lacks }) => sql`${field}::text, count(*) filter (where ${lacks})`);
  return sql`${answer(judged, sql`null`, {
    have: sql`count(*) filter (where not (${lacksAny}))`,
    need: sql`count(*)`,
    day: sql`max(greatest(${sql.join(
      asked.map(({ day }) => day),
      sql`, `,
    )}))`,
    lacking: sql`json_build_object(${sql.join(lacking, sql`, `)})`,
  })}
    from ${records}
    where ${and(eq(records.kind, 'sites'), eq(records.year, judged.year), isNull(records.deletedAt))}`;
}

/** Problems found until the end of the deadline's own days: what is found later is not its business. */
function allClosed(judged: Judged): SQL {
  const isClosed = sql`${problems.state} = 'closed' and ${problems.closedOn} <= ${judged.to}::date`;
  return sql`${answer(judged, sql`null`, {
    have: sql`count(*) filter (where ${isClosed})`,
    need: sql`count(*)`,
    day: sql`max(${problems.closedOn})`,
  })}
    from ${problems}
    where ${problems.year} = ${judged.year} and ${problems.state} <> 'void'
      and ${problems.foundOn} <= ${judged.until}::date`;
}
