import type { Campaign } from '@nuanxin/contract';
import { dateOf, phaseState } from '@nuanxin/domain';
import { asc, desc, eq } from 'drizzle-orm';
import type { Context } from '../../context.ts';
import type { Db } from '../../db/connect.ts';
import { campaigns, groups, groupUnits, phases, projects, units, workstreams } from '../../db/schema/index.ts';
import { ProblemError } from '../../problem.ts';

type Now = Pick<Context, 'clock'> & { db: Db };

/**
 * The year asked for; else the running one when it has a plan, else the newest.
 * @throws ProblemError not_found when there is no plan at all
 */
export async function planYear(ctx: Now, year?: number): Promise<number> {
  if (year !== undefined) return year;
  const plans = (await listCampaigns(ctx)).items;
  const plan = plans.find(({ current }) => current) ?? plans[0];
  if (!plan) throw new ProblemError('not_found');
  return plan.year;
}

export async function listCampaigns({ db, clock }: Now) {
  const rows = await db
    .select({ year: campaigns.year, title: campaigns.title })
    .from(campaigns)
    .orderBy(desc(campaigns.year));
  const running = Number(dateOf(clock()).slice(0, 4));
  return { items: rows.map((row) => ({ ...row, current: row.year === running })), nextCursor: null };
}

export async function getCampaign(ctx: Now, year: number): Promise<{ data: Campaign; version: number }> {
  const { db } = ctx;
  const [row] = await db
    .select({ campaign: campaigns, district: { code: units.code, name: units.name } })
    .from(campaigns)
    .innerJoin(units, eq(units.id, campaigns.districtId))
    .where(eq(campaigns.year, year));
  if (!row) throw new ProblemError('not_found');
  const { campaign, district } = row;
  const now = ctx.clock();
  const phaseRows = await db.select().from(phases).where(eq(phases.campaignId, campaign.id)).orderBy(asc(phases.sort));
  const workstreamRows = await db
    .select({ code: workstreams.code, name: workstreams.name })
    .from(workstreams)
    .where(eq(workstreams.campaignId, campaign.id))
    .orderBy(asc(workstreams.sort));
  const members = await db
    .select({ code: groups.code, name: groups.name, unit: { code: units.code, name: units.name } })
    .from(groups)
    .leftJoin(groupUnits, eq(groupUnits.groupId, groups.id))
    .leftJoin(units, eq(units.id, groupUnits.unitId))
    .where(eq(groups.campaignId, campaign.id))
    .orderBy(asc(groups.sort), asc(groups.code), asc(units.sort));
  const projectRows = await db
    .select({ project: projects, lead: { code: units.code, name: units.name } })
    .from(projects)
    .leftJoin(units, eq(units.id, projects.leadId))
    .where(eq(projects.campaignId, campaign.id))
    .orderBy(asc(projects.no));
  return {
    version: campaign.version,
    data: {
      id: campaign.id,
      year: campaign.year,
      title: campaign.title,
      district,
      materialHeading: campaign.materialHeading,
      correctionDays: campaign.correctionDays,
      settings: {
        columnGapDays: campaign.settings.columnGapDays ?? null,
        columnItems: campaign.settings.columnItems ?? null,
        publicFigures: campaign.settings.publicFigures ?? false,
      },
      phases: phaseRows.map(({ code, name, fromDay, toDay, work }) => {
        const phase = { code, name, from: fromDay, to: toDay };
        return { ...phase, work, state: phaseState(phase, campaign.year, now) };
      }),
      workstreams: workstreamRows,
      groups: [...Map.groupBy(members, ({ code }) => code)].map(([code, rows]) => ({
        code,
        name: rows[0]?.name ?? code,
        units: rows.flatMap(({ unit }) => unit ?? []),
      })),
      projects: projectRows.map(({ project: { no, field, name, labelName, kind, sample }, lead }) => ({
        no,
        field,
        name,
        labelName,
        kind,
        lead,
        sample,
      })),
    },
  };
}
