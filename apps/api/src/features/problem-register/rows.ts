import type { ProblemRow } from '@nuanxin/contract';
import {
  dateOf,
  dayWords,
  instantText,
  problemActionsFor,
  problemView,
  type RecordKindCode,
  type WorkCalendar,
} from '@nuanxin/domain';
import { and, eq, inArray, isNull, or, sql, type SQL } from 'drizzle-orm';
import { alias, type PgColumn } from 'drizzle-orm/pg-core';
import { isOffice, type Actor } from '../../context.ts';
import type { Db } from '../../db/connect.ts';
import { campaigns, problems, projects, records, units, users } from '../../db/schema/index.ts';
import { inScope, inWriteScope } from '../../db/scope.ts';

const assignees = alias(units, 'assignees');
const creators = alias(users, 'creators');
const sites = alias(records, 'sites');
const visits = alias(records, 'visits');

/** A unit sees what was found at it and what it has to rectify. */
export function problemScope(actor: Actor): SQL | undefined {
  return or(inScope(actor, problems.unitId), inScope(actor, problems.assigneeId));
}

/** Whether the actor acts for the unit in `column`. Who works for the office acts as a unit only for the own one. */
function actsFor(actor: Actor, column: PgColumn): SQL<boolean> {
  if (!actor.roles.includes('reporter') || !actor.unit) return sql<boolean>`false`;
  const own = isOffice(actor) ? eq(column, actor.unit.id) : inWriteScope(actor, column);
  return sql<boolean>`coalesce(${own}, false)`;
}

/** Units that answer for problems; what happens in a village is its township's, and the district has no accounts. */
export const isAnswerable = inArray(units.kind, ['office', 'department', 'media', 'township']);

/** Whether the actor answers for what the assignee has to rectify: whoever works for the office does for its own unit. */
export const rectifiesFor = (actor: Actor): SQL<boolean> =>
  isOffice(actor)
    ? sql<boolean>`(${actsFor(actor, problems.assigneeId)}
        or coalesce(${problems.assigneeId} in (select id from units where kind = 'office'), false))`
    : actsFor(actor, problems.assigneeId);

/** Problems with what they refer to, and with what the actor is to them. */
export const selectProblems = (db: Db, actor: Actor) =>
  db
    .select({
      problem: problems,
      unit: { id: units.id, code: units.code, name: units.name },
      assignee: { id: assignees.id, code: assignees.code, name: assignees.name },
      project: { no: projects.no, name: projects.name },
      site: {
        id: sites.id,
        title: sql<string>`coalesce(${sites.data} ->> 'title', '')`,
        deleted: sql<boolean>`${sites.deletedAt} is not null`,
      },
      visit: {
        id: visits.id,
        kind: visits.kind,
        date: visits.occurredOn,
        village: sql<string>`${visits.data} ->> 'village'`,
      },
      createdBy: creators.displayName,
      rectifies: rectifiesFor(actor),
      entered: actsFor(actor, creators.unitId),
    })
    .from(problems)
    .innerJoin(units, eq(units.id, problems.unitId))
    .innerJoin(creators, eq(creators.id, problems.createdBy))
    .leftJoin(assignees, eq(assignees.id, problems.assigneeId))
    .leftJoin(campaigns, eq(campaigns.year, problems.year))
    .leftJoin(projects, and(eq(projects.campaignId, campaigns.id), eq(projects.no, problems.project)))
    .leftJoin(sites, eq(sites.id, problems.siteId))
    .leftJoin(visits, and(eq(visits.id, problems.recordId), isNull(visits.deletedAt)));

export type ProblemRowData = Awaited<ReturnType<typeof selectProblems>>[number];
export type VisitRef = { id: string; kind: RecordKindCode; date: string | null; village: string | null };

/** True while the actor may change what was found: the office, and who entered it, until it is assigned. */
export function mayEdit(actor: Actor, { entered }: ProblemRowData): boolean {
  return isOffice(actor) || entered;
}

export function toProblemRow(row: ProblemRowData, actor: Actor, now: Date, calendar: WorkCalendar): ProblemRow {
  const { problem, unit, assignee, project, site } = row;
  const { id, version, year, no, source, foundOn, description, place, dueOn, state, rectification } = problem;
  const parts = [...(row.rectifies ? (['unit'] as const) : []), ...(isOffice(actor) ? (['office'] as const) : [])];
  return {
    id,
    version,
    year,
    no,
    source,
    foundOn,
    description,
    place,
    project,
    site,
    unit: { code: unit.code, name: unit.name },
    assignee: assignee && { code: assignee.code, name: assignee.name },
    dueOn,
    dueDay: dueOn && dayWords(calendar, dueOn),
    state,
    ...problemView(problem, dateOf(now), calendar),
    rectification,
    submittedOn: problem.submittedOn,
    closedOn: problem.closedOn,
    actions: [
      ...problemActionsFor(state, parts),
      ...(state === 'registered' && mayEdit(actor, row) ? (['edit'] as const) : []),
    ],
    updatedAt: instantText(problem.updatedAt),
  };
}
