import type { TaskInput } from '@nuanxin/contract';
import { criterionFault, scheduleDoubt, scheduleFault, type RecordsCriterion } from '@nuanxin/domain';
import { and, eq } from 'drizzle-orm';
import type { Db } from '../../db/connect.ts';
import { forms, groups, phases, units, workstreams, type tasks } from '../../db/schema/index.ts';
import { refusePersonalInfo } from '../../personal-info.ts';
import { problemAt, type ProblemError } from '../../problem.ts';
import { unitsByCode } from '../campaigns/groups.ts';

type Row = typeof tasks.$inferInsert;

/** A task as it goes into the books: codes are ids, and everything is known to fit together. */
export interface ResolvedTask {
  columns: Omit<Row, 'id' | 'campaignId' | 'sort' | 'version' | 'retiredAt'>;
  lead: Who[];
  support: Who[];
}
type Who = { unitId: string } | { groupId: string };

/**
 * @param alsoClosed ids of closed units that are responsible already
 * @throws ProblemError task_invalid, schedule_invalid, personal_info, each at its field
 */
export async function resolveTask(
  tx: Db,
  campaign: { id: string; year: number },
  input: TaskInput,
  alsoClosed: string[],
): Promise<ResolvedTask> {
  const title = input.title.trim();
  const source = input.source.trim();
  const { schedule } = input;
  const windows = schedule.kind === 'adhoc' ? (schedule.windows ?? []) : [];
  refusePersonalInfo('填写的内容', {
    '/title': title,
    '/source': source,
    '/schedule/windows': windows.map(({ name }) => name).join('\n'),
  });
  const [stream] = await tx
    .select({ id: workstreams.id })
    .from(workstreams)
    .where(and(eq(workstreams.campaignId, campaign.id), eq(workstreams.code, input.workstream)));
  if (!stream) throw wrong('/workstream', `没有编码为 ${input.workstream} 的工作任务`);
  const phase = input.phase === null ? null : await findPhase(tx, campaign.id, input.phase);
  const fault = scheduleFault(input.schedule, campaign.year, phase?.fromDay) ?? scheduleDoubt(input.schedule);
  if (fault) throw problemAt(`/schedule/${fault.at}`, 'schedule_invalid', { task: title, reason: fault.detail });
  const groupRows = await tx
    .select({ id: groups.id, code: groups.code, name: groups.name })
    .from(groups)
    .where(eq(groups.campaignId, campaign.id));
  const judged = await judgedBy(
    tx,
    input,
    groupRows.map(({ code }) => code),
  );
  const groupIds = new Map(groupRows.map(({ id, code }) => [code, id]));
  const unitIds = await unitsByCode(tx, alsoClosed);
  const whoOf = (at: 'lead' | 'support'): Who[] =>
    input[at].map((code) => {
      const groupId = groupIds.get(code);
      if (groupId !== undefined) return { groupId };
      const unitId = unitIds.get(code);
      if (unitId === undefined) throw wrong(`/${at}`, `编码为 ${code} 的单位或责任单位组不存在、已停用或是村（社区）`);
      return { unitId };
    });
  const [lead, support] = [whoOf('lead'), whoOf('support')];
  if (lead.length === 0) throw wrong('/lead', '请至少选择一个牵头单位');
  const both = input.support.find((code) => input.lead.includes(code));
  if (both !== undefined) {
    const name = groupRows.find(({ code }) => code === both)?.name ?? (await unitName(tx, both));
    throw wrong('/support', `“${name}”已是牵头单位，请从配合单位或牵头单位中去掉一个`);
  }
  return {
    lead,
    support,
    columns: {
      code: input.code,
      title,
      workstreamId: stream.id,
      phaseId: phase?.id ?? null,
      schedule: input.schedule,
      requirements: input.requirements,
      source,
      ...judged,
    },
  };
}

const wrong = (at: string, reason: string): ProblemError => problemAt(at, 'task_invalid', { reason });

async function unitName(tx: Db, code: string): Promise<string> {
  const [unit] = await tx.select({ name: units.name }).from(units).where(eq(units.code, code));
  return unit?.name ?? code;
}

async function findPhase(tx: Db, campaignId: string, code: string) {
  const [phase] = await tx
    .select({ id: phases.id, fromDay: phases.fromDay })
    .from(phases)
    .where(and(eq(phases.campaignId, campaignId), eq(phases.code, code)));
  if (!phase) throw wrong('/phase', `没有编码为 ${code} 的阶段`);
  return phase;
}

/** By what a task is judged: a form, records with what counts of them, or the office. */
async function judgedBy(tx: Db, { tracking, form, records, criterion }: TaskInput, groupCodes: string[]) {
  if (tracking === 'submission') {
    if (form === null) throw wrong('/form', '请选择报送的报表');
    const [known] = await tx.select({ id: forms.id }).from(forms).where(eq(forms.code, form)).limit(1);
    if (!known) throw wrong('/form', `没有编码为 ${form} 的报表`);
  } else if (form !== null) throw wrong('/form', '以报送材料为准的任务才有报表');
  if (tracking === 'records') {
    if (records === null) throw wrong('/records', '请选择以哪类台账为准');
    const fault = criterion && criterionFault(criterion as RecordsCriterion, groupCodes);
    if (fault) throw wrong('/criterion', fault);
  } else if (records !== null || criterion !== null) throw wrong('/records', '以台账记录为准的任务才有台账');
  return { tracking, form, records, criterion: criterion as RecordsCriterion | null };
}
