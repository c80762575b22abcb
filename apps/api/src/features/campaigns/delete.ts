import { eq, inArray, sql, type SQL } from 'drizzle-orm';
import type { Context } from '../../context.ts';
import { audit } from '../../db/audit.ts';
import type { Db } from '../../db/connect.ts';
import { lockPlans } from '../../db/locks.ts';
import {
  campaigns,
  deadlines,
  groups,
  obligations,
  phases,
  policyCards,
  projects,
  reminderRules,
  tasks,
  taskUnits,
  workstreams,
} from '../../db/schema/index.ts';
import { ProblemError } from '../../problem.ts';
import { checkVersion } from '../../routes.ts';
import { hasFacts } from '../deadlines/owed.ts';
import { lockObligations } from '../obligations/change.ts';

/**
 * Takes away a plan that was made by mistake: one for which nothing was ever handed in, begun, granted, reminded of or
 * recorded, and not the last that there is.
 * @throws ProblemError not_found, precondition_failed, campaign_in_use
 */
export async function deleteCampaign(ctx: Context, year: number, ifMatch: number): Promise<void> {
  await ctx.db.transaction(async (tx) => {
    await lockPlans(tx);
    const [campaign] = await tx.select().from(campaigns).where(eq(campaigns.year, year)).for('update');
    if (!campaign) throw new ProblemError('not_found');
    checkVersion(campaign, ifMatch);
    const { id, title } = campaign;
    const ofPlan = tx.select({ id: tasks.id }).from(tasks).where(eq(tasks.campaignId, id));
    const ofTasks = tx.select({ id: deadlines.id }).from(deadlines).where(inArray(deadlines.taskId, ofPlan));
    const owed = inArray(obligations.deadlineId, ofTasks);
    await lockObligations(
      tx,
      (await tx.select({ id: obligations.id }).from(obligations).where(owed)).map((each) => each.id),
    );
    const reason = await firstOf(tx, keeping(campaign, owed));
    if (reason) throw new ProblemError('campaign_in_use', { year, reason });
    await tx.delete(obligations).where(owed);
    await tx.delete(deadlines).where(inArray(deadlines.taskId, ofPlan));
    await tx.delete(taskUnits).where(inArray(taskUnits.taskId, ofPlan));
    await tx.delete(tasks).where(eq(tasks.campaignId, id));
    const own = tx.select({ id: projects.id }).from(projects).where(eq(projects.campaignId, id));
    await tx.delete(policyCards).where(inArray(policyCards.projectId, own));
    for (const part of [projects, groups, phases, workstreams, reminderRules])
      await tx.delete(part).where(eq(part.campaignId, id));
    await tx.delete(campaigns).where(eq(campaigns.id, id));
    await audit(tx, ctx, {
      action: 'campaign.delete',
      entity: 'campaign',
      entityId: id,
      before: { year, title },
      after: null,
    });
  });
}

/** The first of some reasons that holds; one statement asks about all of them. */
async function firstOf(tx: Db, reasons: (readonly [string, SQL])[]): Promise<string | null> {
  const cases = reasons.map(([reason, found]) => sql`when ${found} then ${reason}`);
  const asked = sql`select case ${sql.join(cases, sql` `)} end as reason`;
  return (await tx.execute<{ reason: string | null }>(asked)).rows[0]?.reason ?? null;
}

/** What keeps a plan, in words, and how it is seen. */
function keeping({ id, year }: { id: string; year: number }, owed: SQL): (readonly [string, SQL])[] {
  return [
    ['已有报送、登记、延期、免报或催办', sql`exists (select 1 from ${obligations} where ${owed} and ${hasFacts})`],
    ['是现有的唯一方案', sql`not exists (select 1 from campaigns where id <> ${id})`],
    [
      '已有台账记录',
      sql`exists (select 1 from records where year = ${year}) or exists (select 1 from record_imports where year = ${year})`,
    ],
    ['已有问题登记', sql`exists (select 1 from problems where year = ${year})`],
    ['已有导入的报送', sql`exists (select 1 from imports where campaign_id = ${id})`],
    [
      '已有填写或核对过的政策卡片',
      sql`exists (select 1 from policy_cards c join projects p on p.id = c.project_id
        where p.campaign_id = ${id} and c.carried_from is null)`,
    ],
  ];
}
