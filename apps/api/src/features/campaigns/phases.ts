import type { PhaseInput, PlanMode } from '@nuanxin/contract';
import { phaseFaults } from '@nuanxin/domain';
import { asc, eq, inArray, sql } from 'drizzle-orm';
import type { Context } from '../../context.ts';
import type { Db } from '../../db/connect.ts';
import { phases, tasks } from '../../db/schema/index.ts';
import { refusePersonalInfo } from '../../personal-info.ts';
import { problemAt, ProblemError } from '../../problem.ts';
import { editCampaign } from './edit-campaign.ts';
import { newCodes } from './new-codes.ts';

/** Phases of a year as they are to stand; tasks without an opening date of their own open with their phase. */
export async function putPhases(
  ctx: Context,
  year: number,
  { phases: given, mode = 'atomic' }: { phases: PhaseInput[]; mode?: PlanMode },
  ifMatch: number,
) {
  return editCampaign(ctx, {
    year,
    mode,
    ifMatch,
    part: 'phases',
    write: (tx, campaign) => writePhases(tx, campaign, given),
    said,
  });
}

/** @throws ProblemError phases_invalid, phase_in_use, personal_info */
export async function writePhases(
  tx: Db,
  { id: campaignId, year }: { id: string; year: number },
  given: PhaseInput[],
): Promise<void> {
  const wanted = given.map((each) => ({ ...each, name: each.name.trim(), work: each.work.map((text) => text.trim()) }));
  check(wanted, year);
  const existing = await tx.select().from(phases).where(eq(phases.campaignId, campaignId));
  const known = new Map(existing.map((each) => [each.code, each]));
  const unknown = wanted.findIndex(({ code }) => code !== undefined && !known.has(code));
  if (unknown !== -1)
    throw problemAt(`/phases/${unknown}/code`, 'phases_invalid', {
      reason: `没有编码为 ${wanted[unknown]?.code} 的阶段`,
    });
  const named = new Set(wanted.map(({ code }) => code));
  await drop(
    tx,
    existing.filter(({ code }) => !named.has(code)),
  );
  const codes = newCodes('phase', [...known.keys()]);
  const rows = wanted.map(({ code = codes(), name, from: fromDay, to: toDay, work }, sort) => ({
    campaignId,
    code,
    name,
    fromDay,
    toDay,
    work,
    sort,
  }));
  await tx
    .insert(phases)
    .values(rows)
    .onConflictDoUpdate({
      target: [phases.campaignId, phases.code],
      set: {
        name: sql`excluded.name`,
        fromDay: sql`excluded.from_day`,
        toDay: sql`excluded.to_day`,
        work: sql`excluded.work`,
        sort: sql`excluded.sort`,
      },
    });
}

function check(wanted: PhaseInput[], year: number): void {
  wanted.forEach(({ name, code, work }, i) => {
    refusePersonalInfo('填写的内容', { [`/phases/${i}/name`]: name, [`/phases/${i}/work`]: work.join(' ') });
    const twice = wanted.slice(0, i).some((each) => each.name === name || (code !== undefined && each.code === code));
    if (twice) throw problemAt(`/phases/${i}/name`, 'phases_invalid', { reason: `“${name}”出现了两次` });
  });
  const [fault] = phaseFaults(wanted, year);
  if (fault) throw problemAt(`/phases/${fault.index}/${fault.at}`, 'phases_invalid', { reason: fault.detail });
}

async function drop(tx: Db, gone: { id: string; name: string }[]): Promise<void> {
  if (gone.length === 0) return;
  const ids = gone.map(({ id }) => id);
  const used = await tx
    .select({ phaseId: tasks.phaseId, title: tasks.title })
    .from(tasks)
    .where(inArray(tasks.phaseId, ids))
    .orderBy(asc(tasks.sort));
  const [first] = used;
  if (first) {
    const phase = gone.find(({ id }) => id === first.phaseId)?.name ?? '';
    const titles = used.filter(({ phaseId }) => phaseId === first.phaseId).map(({ title }) => title);
    throw new ProblemError('phase_in_use', { phase, tasks: titles.join('、') });
  }
  await tx.delete(phases).where(inArray(phases.id, ids));
}

async function said(tx: Db, campaignId: string): Promise<string[]> {
  const rows = await tx.select().from(phases).where(eq(phases.campaignId, campaignId)).orderBy(asc(phases.sort));
  return rows.map(({ name, fromDay, toDay, work }) => `${name} ${fromDay} 至 ${toDay}：${work.join('、')}`);
}
