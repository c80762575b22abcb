import { recordKind, type Site } from '@nuanxin/domain';
import { and, asc, eq, isNull, sql, type SQL } from 'drizzle-orm';
import type { Context } from '../../context.ts';
import { records, units } from '../../db/schema/index.ts';
import { inScope } from '../../db/scope.ts';
import { mayRead } from '../records/scope.ts';
import type { Plan } from './plan.ts';

/** A field of a record as text; null when it is blank. */
export const text = (field: string): SQL<string | null> =>
  sql<string | null>`(${records.data} ->> ${sql.raw(`'${field}'`)})`;

export type RegisteredSite = Site & {
  unitName: string;
  disclosedOn: string | null;
  /** The caller may read the row. What is counted of a project, its number of sites, is counted over all. */
  mine: boolean;
};

/** The register of sites of a year, by project and township. */
export async function readSites({ db, actor }: Context, year: number): Promise<RegisteredSite[]> {
  // Those of the projects that the unit leads are its own wherever they lie, as in its report.
  const scope = mayRead(actor, recordKind('sites'));
  return db
    .select({
      id: records.id,
      title: sql<string>`coalesce(${text('title')}, '')`,
      unit: units.code,
      unitName: units.name,
      project: sql<number>`(${records.data} ->> 'project')::int`,
      works: sql<string>`coalesce(${text('works')}, '')`,
      logoOn: text('logoOn'),
      constructionBoardOn: text('constructionBoardOn'),
      permanentSignOn: text('permanentSignOn'),
      disclosedOn: text('disclosedOn'),
      mine: scope === undefined ? sql<boolean>`true` : sql<boolean>`(${scope})`,
    })
    .from(records)
    .innerJoin(units, eq(units.id, records.unitId))
    .where(and(eq(records.kind, 'sites'), eq(records.year, year), isNull(records.deletedAt)))
    .orderBy(sql`(${records.data} ->> 'project')::int`, asc(units.sort), asc(records.id));
}

/** Targets of the letter by township (code), where the register of households has one. */
export async function readLetterTargets({ db, actor }: Context, year: number): Promise<Map<string, number>> {
  const rows = await db
    .select({ unit: units.code, letters: sql<number>`(${records.data} ->> 'letters')::int` })
    .from(records)
    .innerJoin(units, eq(units.id, records.unitId))
    .where(
      and(
        eq(records.kind, 'households'),
        eq(records.year, year),
        isNull(records.deletedAt),
        sql`${records.data} ? 'letters'`,
        inScope(actor, records.unitId),
      ),
    );
  return new Map(rows.map(({ unit, letters }) => [unit, letters]));
}

export interface Owing {
  unit: string;
  township: boolean;
  /** It stated that there was nothing to do (报本期无). */
  nothing: boolean;
}

/**
 * Units that the plan names for a task, leading or supporting, groups expanded; and its last day in the year.
 * @param owed only those that owe it and are not exempt
 */
export async function readOwing(
  { db, actor }: Context,
  { campaignId }: Plan,
  task: string,
  { owed = false } = {},
): Promise<{ units: Owing[]; dueOn: string | null }> {
  const rows = await db
    .select({
      unit: units.code,
      kind: units.kind,
      nothing: sql<boolean>`exists (select 1 from obligations o join deadlines d on d.id = o.deadline_id
        where d.task_id = t.id and o.unit_id = ${units.id} and o.nothing)`,
      dueOn: sql<string | null>`(select max(d.due_on)::text from deadlines d where d.task_id = t.id)`,
    })
    .from(units)
    .innerJoin(
      sql`tasks t`,
      sql`t.campaign_id = ${campaignId} and t.code = ${task} and ${units.id} in (
        select coalesce(gu.unit_id, tu.unit_id) from task_units tu
        left join group_units gu on gu.group_id = tu.group_id where tu.task_id = t.id)`,
    )
    .where(
      and(
        eq(units.active, true),
        inScope(actor, units.id),
        owed
          ? sql`exists (select 1 from obligations o join deadlines d on d.id = o.deadline_id
              where d.task_id = t.id and o.unit_id = ${units.id}
                and not exists (select 1 from exemptions e where e.obligation_id = o.id))`
          : undefined,
      ),
    )
    .orderBy(asc(units.sort), asc(units.code));
  return {
    units: rows.map(({ unit, kind, nothing }) => ({ unit, nothing, township: kind === 'township' })),
    dueOn: rows[0]?.dueOn ?? null,
  };
}
