import { dateOf, type IsoDate, type ProjectKind } from '@nuanxin/domain';
import { asc, eq } from 'drizzle-orm';
import { seesAll, type Context } from '../../context.ts';
import { campaigns, projects, units, type CampaignSettings } from '../../db/schema/index.ts';
import { inScope } from '../../db/scope.ts';
import { ProblemError } from '../../problem.ts';
import { planYear } from '../campaigns/campaigns.ts';

/** What every check needs of a year. */
export interface Plan {
  year: number;
  campaignId: string;
  /** The heading of single-project materials, with `{project}` in the place of the name. */
  template: string;
  settings: CampaignSettings;
  today: IsoDate;
  /** `mine`: the caller reads the rows of the unit that leads it. */
  projects: { no: number; labelName: string; kind: ProjectKind; lead: string | null; mine: boolean }[];
}

/** @throws ProblemError not_found when the year has no plan */
export async function readPlan(ctx: Context, wanted?: number): Promise<Plan> {
  const year = await planYear(ctx, wanted);
  const [campaign] = await ctx.db.select().from(campaigns).where(eq(campaigns.year, year));
  if (!campaign) throw new ProblemError('not_found');
  const rows = await ctx.db
    .select({
      no: projects.no,
      labelName: projects.labelName,
      kind: projects.kind,
      lead: units.code,
    })
    .from(projects)
    .leftJoin(units, eq(units.id, projects.leadId))
    .where(eq(projects.campaignId, campaign.id))
    .orderBy(asc(projects.no));
  const mine = seesAll(ctx.actor) ? null : new Set((await ownUnits(ctx)).map(({ code }) => code));
  return {
    year,
    campaignId: campaign.id,
    template: campaign.materialHeading,
    settings: campaign.settings,
    today: dateOf(ctx.clock()),
    projects: rows.map((row) => ({ ...row, mine: mine === null || (row.lead !== null && mine.has(row.lead)) })),
  };
}

const ownUnits = ({ db, actor }: Context) =>
  db.select({ code: units.code }).from(units).where(inScope(actor, units.id));
