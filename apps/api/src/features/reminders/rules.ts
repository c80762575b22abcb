import type { ReminderRule } from '@nuanxin/contract';
import { dateOf } from '@nuanxin/domain';
import { and, eq, isNull } from 'drizzle-orm';
import type { Context } from '../../context.ts';
import { audit } from '../../db/audit.ts';
import type { Db } from '../../db/connect.ts';
import {
  campaigns,
  deadlines,
  messageReminders,
  obligations,
  reminderItems,
  reminderRules,
  reminders,
  tasks,
} from '../../db/schema/index.ts';
import { ProblemError, problemAt } from '../../problem.ts';

/** What is suggested to a plan that was never asked. It sends nothing until the office turns it on (R103). */
const suggested: ReminderRule = { enabled: false, before: [5, 1], after: [1, 3], from: '08:30', to: '17:30' };

/** Version 0 stands for a rule that nobody has set. @throws ProblemError not_found */
export async function getRule(db: Db, year: number): Promise<{ data: ReminderRule; version: number }> {
  const { rule, version } = await readRule(db, year);
  return { data: rule, version };
}

export interface PlanRule {
  campaignId: string;
  rule: ReminderRule;
  /** First day whose occasions count. */
  since: string;
}

async function readRule(db: Db, year: number) {
  const [row] = await db
    .select({ campaignId: campaigns.id, rule: reminderRules })
    .from(campaigns)
    .leftJoin(reminderRules, eq(reminderRules.campaignId, campaigns.id))
    .where(eq(campaigns.year, year));
  if (!row) throw new ProblemError('not_found');
  const { campaignId, rule } = row;
  return rule
    ? { campaignId, rule: toRule(rule), since: rule.since, version: rule.version }
    : { campaignId, rule: suggested, since: null, version: 0 };
}

/** Days on which nobody had asked to be reminded are not made up for. */
function sinceOf(before: { rule: ReminderRule; since: string | null }, rule: ReminderRule, now: Date): string {
  const days = ({ before: early, after: late }: ReminderRule): string =>
    [early.toSorted(), late.toSorted()].join(' | ');
  const same = before.rule.enabled && rule.enabled && days(before.rule) === days(rule);
  return same && before.since !== null ? before.since : dateOf(now);
}

/** A rule as it would be from now on, were it saved. @throws ProblemError not_found */
export async function ruleIfSaved(ctx: Context, year: number, rule: ReminderRule): Promise<PlanRule> {
  const before = await readRule(ctx.db, year);
  return { campaignId: before.campaignId, rule, since: sinceOf(before, rule, ctx.clock()) };
}

function toRule({ enabled, before, after, fromTime, toTime }: typeof reminderRules.$inferSelect): ReminderRule {
  return { enabled, before, after, from: fromTime, to: toTime };
}

/** Plans that remind by themselves. */
export async function enabledRules(db: Db): Promise<PlanRule[]> {
  const rows = await db.select().from(reminderRules).where(eq(reminderRules.enabled, true));
  return rows.map((row) => ({ campaignId: row.campaignId, rule: toRule(row), since: row.since }));
}

/** The rule of the plan that made a message by itself; null for what somebody sent. */
export async function ruleOf(db: Db, messageId: string): Promise<ReminderRule | null> {
  const [row] = await db
    .select({ rule: reminderRules })
    .from(messageReminders)
    .innerJoin(reminders, and(eq(reminders.id, messageReminders.reminderId), isNull(reminders.createdBy)))
    .innerJoin(reminderItems, eq(reminderItems.reminderId, reminders.id))
    .innerJoin(obligations, eq(obligations.id, reminderItems.obligationId))
    .innerJoin(deadlines, eq(deadlines.id, obligations.deadlineId))
    .innerJoin(tasks, eq(tasks.id, deadlines.taskId))
    .innerJoin(reminderRules, eq(reminderRules.campaignId, tasks.campaignId))
    .where(eq(messageReminders.messageId, messageId))
    .limit(1);
  return row ? toRule(row.rule) : null;
}

/** @throws ProblemError not_found, precondition_failed, reminder_hours_invalid, reminder_days_missing */
export async function putRule(ctx: Context, year: number, rule: ReminderRule, ifMatch: number) {
  if (rule.from >= rule.to) throw problemAt('/to', 'reminder_hours_invalid');
  if (rule.enabled && rule.before.length + rule.after.length === 0) throw problemAt('/before', 'reminder_days_missing');
  await ctx.db.transaction(async (tx) => {
    const before = await readRule(tx, year);
    if (before.version !== ifMatch) throw new ProblemError('precondition_failed');
    const values = {
      enabled: rule.enabled,
      before: rule.before.toSorted((a, b) => b - a),
      after: rule.after.toSorted((a, b) => a - b),
      fromTime: rule.from,
      toTime: rule.to,
      since: sinceOf(before, rule, ctx.clock()),
      version: ifMatch + 1,
    };
    const written = await tx
      .insert(reminderRules)
      .values({ campaignId: before.campaignId, ...values })
      .onConflictDoUpdate({
        target: reminderRules.campaignId,
        set: values,
        setWhere: eq(reminderRules.version, ifMatch),
      })
      .returning({ id: reminderRules.campaignId });
    if (written.length === 0) throw new ProblemError('precondition_failed');
    const { data: after } = await getRule(tx, year);
    await audit(tx, ctx, {
      action: 'reminder_rule.save',
      entity: 'campaign',
      entityId: before.campaignId,
      before: before.rule,
      after: { year, ...after },
    });
  });
  return getRule(ctx.db, year);
}
