import { annex7, publishedYears, type RecordsCriterion, type Schedule, type Tracking } from '@nuanxin/domain';
import type { UnitKind } from '@nuanxin/contract';
import planData from '../../data/plan-2025.json' with { type: 'json' };
import projectData from '../../data/projects-2025.json' with { type: 'json' };
import unitData from '../../data/units.json' with { type: 'json' };
import type { Clock } from '../clock.ts';
import { generatePassword, hashPassword } from '../features/auth/passwords.ts';
import { loadCalendar } from '../features/calendar/load.ts';
import { recomputePlan } from '../features/deadlines/recompute.ts';
import { audit } from './audit.ts';
import type { Database, Db } from './connect.ts';
import * as schema from './schema/index.ts';

interface Plan {
  campaign: { year: number; district: string; title: string; materialHeading: string };
  phases: { code: string; name: string; from: string; to: string; work: string[] }[];
  workstreams: { code: string; name: string }[];
  groups: Record<string, { name: string; units: string[] }>;
  tasks: {
    code: string;
    workstream: string;
    title: string;
    lead: string[];
    support: string[];
    phase?: string;
    form?: string;
    records?: string;
    criterion?: RecordsCriterion;
    schedule: Schedule;
    requirements: string[];
    source: string;
    tracking: Tracking;
  }[];
}

/**
 * Fills an empty database: units, calendar, form, the 2025 plan and the first account. Does nothing on a filled one.
 * @param password of the first account; generated when null
 * @returns the generated password, to be shown once; null when none was generated
 */
export async function fillEmpty(db: Database, clock: Clock, password: string | null): Promise<string | null> {
  const [anyone] = await db.select({ id: schema.users.id }).from(schema.users).limit(1);
  if (anyone) return null;
  const first = password ?? generatePassword();
  const passwordHash = await hashPassword(first);
  await db.transaction(async (tx) => {
    const unitIds = await insertUnits(tx);
    await tx.insert(schema.calendarYears).values(
      publishedYears.map(({ year, notice, issuedOn, holidays, makeup }) => ({
        year,
        notice: notice ?? '',
        issuedOn,
        holidays,
        makeup,
      })),
    );
    await tx
      .insert(schema.forms)
      .values({ code: annex7.code, version: annex7.version, definition: annex7, createdAt: clock() });
    await insertPlan(tx, planData as Plan, unitIds);
    await tx.insert(schema.users).values({
      username: 'admin',
      displayName: '管理员',
      roles: ['admin', 'office'],
      unitId: unitIds.get('B02') ?? null,
      passwordHash,
      mustChangePassword: false,
      createdAt: clock(),
    });
    await audit(
      tx,
      { clock, actor: null, requestId: null, ip: null },
      {
        action: 'system.setup',
        entity: 'campaign',
        after: { year: planData.campaign.year, units: unitIds.size },
      },
    );
  });
  return password === null ? first : null;
}

interface UnitSeed {
  code: string;
  name: string;
  fullName?: string;
  kind: string;
  parent?: string;
  aliases?: { text: string; oldName?: boolean }[];
  sample?: boolean;
}

/** Parents stand before their children in the data. */
async function insertUnits(tx: Db): Promise<Map<string, string>> {
  const ids = new Map<string, string>();
  const seeds = unitData.units as UnitSeed[];
  for (const level of [
    (kind: string) => kind === 'district',
    (kind: string) => kind !== 'district' && kind !== 'village',
    (kind: string) => kind === 'village',
  ]) {
    const rows = await tx
      .insert(schema.units)
      .values(
        seeds.flatMap((seed, sort) =>
          level(seed.kind)
            ? [
                {
                  code: seed.code,
                  name: seed.name,
                  fullName: seed.fullName ?? seed.name,
                  kind: seed.kind as UnitKind,
                  parentId: seed.parent === undefined ? null : (ids.get(seed.parent) ?? null),
                  sort,
                  sample: seed.sample ?? false,
                },
              ]
            : [],
        ),
      )
      .returning({ id: schema.units.id, code: schema.units.code });
    for (const { id, code } of rows) ids.set(code, id);
  }
  await tx
    .insert(schema.unitAliases)
    .values(
      seeds.flatMap(({ code, aliases = [] }) =>
        aliases.map(({ text, oldName = false }) => ({ unitId: need(ids, code), text, oldName })),
      ),
    );
  return ids;
}

async function insertPlan(tx: Db, plan: Plan, unitIds: Map<string, string>): Promise<void> {
  const { year, district, title, materialHeading } = plan.campaign;
  const [campaign] = await tx
    .insert(schema.campaigns)
    .values({ year, title, materialHeading, districtId: need(unitIds, district) })
    .returning({ id: schema.campaigns.id });
  if (!campaign) throw new Error('no row');
  const campaignId = campaign.id;
  const idsOf = (rows: { id: string; code: string }[]): Map<string, string> =>
    new Map(rows.map(({ id, code }) => [code, id]));
  const phaseIds = idsOf(
    await tx
      .insert(schema.phases)
      .values(
        plan.phases.map(({ from, to, ...phase }, sort) => ({ ...phase, fromDay: from, toDay: to, campaignId, sort })),
      )
      .returning({ id: schema.phases.id, code: schema.phases.code }),
  );
  const streamIds = idsOf(
    await tx
      .insert(schema.workstreams)
      .values(plan.workstreams.map((stream, sort) => ({ ...stream, campaignId, sort })))
      .returning({ id: schema.workstreams.id, code: schema.workstreams.code }),
  );
  const groupIds = idsOf(
    await tx
      .insert(schema.groups)
      .values(Object.entries(plan.groups).map(([code, { name }]) => ({ campaignId, code, name })))
      .returning({ id: schema.groups.id, code: schema.groups.code }),
  );
  await tx
    .insert(schema.groupUnits)
    .values(
      Object.entries(plan.groups).flatMap(([code, group]) =>
        group.units.map((unit) => ({ groupId: need(groupIds, code), unitId: need(unitIds, unit) })),
      ),
    );
  await tx.insert(schema.projects).values(
    // The notes of the data say where it comes from; they are not the office's.
    projectData.projects.map(({ note: _note, ...project }) => ({
      ...project,
      kind: project.kind as 'engineering' | 'subsidy' | 'service',
      leadId: need(unitIds, project.lead),
      campaignId,
      sample: true,
    })),
  );
  const taskIds = idsOf(
    await tx
      .insert(schema.tasks)
      .values(
        plan.tasks.map(
          ({ workstream, phase, form, records, criterion, lead: _lead, support: _support, ...task }, sort) => ({
            ...task,
            campaignId,
            workstreamId: need(streamIds, workstream),
            phaseId: phase === undefined ? null : need(phaseIds, phase),
            form: form ?? null,
            records: records ?? null,
            criterion: criterion ?? null,
            sort,
          }),
        ),
      )
      .returning({ id: schema.tasks.id, code: schema.tasks.code }),
  );
  await tx.insert(schema.taskUnits).values(
    plan.tasks.flatMap(({ code, lead, support }) =>
      (['lead', 'support'] as const).flatMap((role) =>
        (role === 'lead' ? lead : support).map((who, sort) => ({
          taskId: need(taskIds, code),
          role,
          sort,
          ...(who.startsWith('@') ? { groupId: need(groupIds, who) } : { unitId: need(unitIds, who) }),
        })),
      ),
    ),
  );
  await recomputePlan(tx, await loadCalendar(tx), { campaignId, now: null });
}

/** Data of the product that names something unknown is a fault of ours: better no start than half a plan. */
function need(ids: Map<string, string>, code: string): string {
  const id = ids.get(code);
  if (id === undefined) throw new Error(`data files name ${code}, which they do not define`);
  return id;
}
