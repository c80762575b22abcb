import type { Task } from '@nuanxin/contract';
import { criterionWords, describeSchedule } from '@nuanxin/domain';
import { and, asc, eq, gt, sql, type SQL } from 'drizzle-orm';
import type { Context } from '../../context.ts';
import type { Db } from '../../db/connect.ts';
import { decodeCursor, page } from '../../db/cursor.ts';
import { campaigns, phases, tasks, workstreams } from '../../db/schema/index.ts';
import { ProblemError } from '../../problem.ts';
import { planYear } from '../campaigns/campaigns.ts';

interface Responsible {
  /** As the plan prints them: groups by their name. */
  text: string | null;
  /** The same by their codes. */
  codes: string[] | null;
  units: { code: string; name: string }[] | null;
}

/** Units of a task in one role, groups expanded, and the words of the plan. */
function responsible(role: 'lead' | 'support'): SQL<Responsible> {
  return sql`(select json_build_object(
    'text', string_agg(coalesce(g.name, u.name), '、' order by tu.sort),
    'codes', json_agg(coalesce(g.code, u.code) order by tu.sort),
    'units', (select json_agg(json_build_object('code', m.code, 'name', m.name) order by m.sort) from units m where m.id in (
        select coalesce(gu.unit_id, x.unit_id) from task_units x left join group_units gu on gu.group_id = x.group_id
        where x.task_id = ${tasks.id} and x.role = ${role})))
    from task_units tu left join groups g on g.id = tu.group_id left join units u on u.id = tu.unit_id
    where tu.task_id = ${tasks.id} and tu.role = ${role})`;
}

const select = (db: Db) =>
  db
    .select({
      task: tasks,
      year: campaigns.year,
      workstream: { code: workstreams.code, name: workstreams.name },
      phase: { code: phases.code, name: phases.name },
      groupName: sql<string | null>`(select g.name from groups g
        where g.campaign_id = ${tasks.campaignId} and g.code = ${tasks.criterion} ->> 'group')`,
      lead: responsible('lead'),
      support: responsible('support'),
    })
    .from(tasks)
    .innerJoin(campaigns, eq(campaigns.id, tasks.campaignId))
    .innerJoin(workstreams, eq(workstreams.id, tasks.workstreamId))
    .leftJoin(phases, eq(phases.id, tasks.phaseId));

function toTask({
  task,
  year,
  workstream,
  phase,
  groupName,
  lead,
  support,
}: Awaited<ReturnType<typeof select>>[number]): Task {
  const leads = lead.units ?? [];
  const leading = new Set(leads.map(({ code }) => code));
  return {
    id: task.id,
    year,
    code: task.code,
    title: task.title,
    workstream,
    phase,
    tracking: task.tracking,
    form: task.form,
    records: task.records,
    criterion: task.criterion,
    counts: task.criterion && criterionWords(task.criterion, groupName ?? ''),
    schedule: task.schedule,
    scheduleText: describeSchedule(task.schedule),
    lead: leads,
    // A unit that leads does not support as well, though its group may.
    support: (support.units ?? []).filter(({ code }) => !leading.has(code)),
    leadText: lead.text ?? '',
    supportText: support.text ?? '',
    leadCodes: lead.codes ?? [],
    supportCodes: support.codes ?? [],
    requirements: task.requirements,
    source: task.source,
    retired: task.retiredAt !== null,
    version: task.version,
  };
}

export interface TaskFilters {
  year?: number;
  workstream?: string;
  unit?: string;
}

interface TaskQuery extends TaskFilters {
  limit?: number;
  cursor?: string;
  count?: boolean;
}

export async function listTasks(ctx: Context, query: TaskQuery) {
  const { limit = 50 } = query;
  const after = decodeCursor(query.cursor, ['integer']);
  const year = await planYear(ctx, query.year);
  const filter = and(
    eq(campaigns.year, year),
    query.workstream ? eq(workstreams.code, query.workstream) : undefined,
    query.unit
      ? sql`exists (select 1 from task_units x left join group_units gu on gu.group_id = x.group_id
          join units u on u.id = coalesce(gu.unit_id, x.unit_id) where x.task_id = ${tasks.id} and u.code = ${query.unit})`
      : undefined,
  );
  const rows = await select(ctx.db)
    .where(and(filter, after ? gt(tasks.sort, Number(after[0])) : undefined))
    .orderBy(asc(tasks.sort))
    .limit(limit + 1);
  const total = query.count
    ? (
        await ctx.db
          .select({ total: sql<number>`count(*)::int` })
          .from(tasks)
          .innerJoin(campaigns, eq(campaigns.id, tasks.campaignId))
          .innerJoin(workstreams, eq(workstreams.id, tasks.workstreamId))
          .where(filter)
      )[0]?.total
    : undefined;
  return page(rows, limit, ({ task }) => [task.sort], toTask, total);
}

export async function getTask(db: Db, id: string): Promise<{ data: Task; version: number }> {
  const [row] = await select(db).where(eq(tasks.id, id));
  if (!row) throw new ProblemError('not_found');
  return { data: toTask(row), version: row.task.version };
}
