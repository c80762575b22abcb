import type { GroupInput, PlanMode } from '@nuanxin/contract';
import { and, asc, eq, inArray, sql } from 'drizzle-orm';
import type { Context } from '../../context.ts';
import type { Db } from '../../db/connect.ts';
import { groups, groupUnits, tasks, taskUnits, units } from '../../db/schema/index.ts';
import { refusePersonalInfo } from '../../personal-info.ts';
import { problemAt, ProblemError } from '../../problem.ts';
import { editCampaign } from './edit-campaign.ts';
import { newCodes } from './new-codes.ts';

/** Groups of a year as they are to stand; what their units owe follows. */
export async function putGroups(
  ctx: Context,
  year: number,
  { groups: given, mode = 'atomic' }: { groups: GroupInput[]; mode?: PlanMode },
  ifMatch: number,
) {
  return editCampaign(ctx, {
    year,
    mode,
    ifMatch,
    part: 'groups',
    write: (tx, campaign) => writeGroups(tx, campaign.id, given),
    said,
  });
}

/** @throws ProblemError groups_invalid, group_in_use, personal_info */
export async function writeGroups(tx: Db, campaignId: string, given: GroupInput[]): Promise<void> {
  const wanted = given.map((each) => ({ ...each, name: each.name.trim() }));
  const existing = await tx.select().from(groups).where(eq(groups.campaignId, campaignId));
  const known = new Map(existing.map((each) => [each.code, each]));
  const members = await tx
    .select({ unitId: groupUnits.unitId })
    .from(groupUnits)
    .where(
      inArray(
        groupUnits.groupId,
        existing.map(({ id }) => id),
      ),
    );
  const unitIds = await unitsByCode(
    tx,
    members.map(({ unitId }) => unitId),
  );
  check(wanted, known, unitIds);
  const named = new Set(wanted.map(({ code }) => code));
  await drop(
    tx,
    campaignId,
    existing.filter(({ code }) => !named.has(code)),
  );
  const codes = newCodes('@group', [...known.keys()]);
  const rows = wanted.map(({ code = codes(), name }, sort) => ({ campaignId, code, name, sort }));
  if (rows.length === 0) return;
  const written = await tx
    .insert(groups)
    .values(rows)
    .onConflictDoUpdate({
      target: [groups.campaignId, groups.code],
      set: { name: sql`excluded.name`, sort: sql`excluded.sort` },
    })
    .returning({ id: groups.id });
  const ids = written.map(({ id }) => id);
  await tx.delete(groupUnits).where(inArray(groupUnits.groupId, ids));
  await tx
    .insert(groupUnits)
    .values(
      wanted.flatMap(({ units: codesOf }, i) =>
        codesOf.map((code) => ({ groupId: ids[i] ?? '', unitId: unitIds.get(code) ?? '' })),
      ),
    );
}

/**
 * Units that can be responsible: villages have no accounts, what happens there is their township's. One that is closed
 * stays where it is, and is put nowhere anew.
 */
export async function unitsByCode(tx: Db, alsoClosed: string[]): Promise<Map<string, string>> {
  const rows = await tx
    .select({ id: units.id, code: units.code, active: units.active })
    .from(units)
    .where(inArray(units.kind, ['office', 'department', 'media', 'township']));
  const kept = new Set(alsoClosed);
  return new Map(rows.filter(({ id, active }) => active || kept.has(id)).map(({ id, code }) => [code, id]));
}

function check(wanted: GroupInput[], known: ReadonlyMap<string, unknown>, unitIds: ReadonlyMap<string, string>): void {
  wanted.forEach(({ code, name, units: codes }, i) => {
    refusePersonalInfo('填写的内容', { [`/groups/${i}/name`]: name });
    if (code !== undefined && !known.has(code))
      throw problemAt(`/groups/${i}/code`, 'groups_invalid', { reason: `没有编码为 ${code} 的责任单位组` });
    const twice = wanted.slice(0, i).some((each) => each.name === name || (code !== undefined && each.code === code));
    if (twice) throw problemAt(`/groups/${i}/name`, 'groups_invalid', { reason: `“${name}”出现了两次` });
    const unknown = codes.find((each) => !unitIds.has(each));
    if (unknown !== undefined)
      throw problemAt(`/groups/${i}/units`, 'groups_invalid', {
        reason: `“${name}”中编码为 ${unknown} 的单位不存在、已停用或是村（社区）`,
      });
  });
}

async function drop(tx: Db, campaignId: string, gone: { id: string; code: string; name: string }[]): Promise<void> {
  if (gone.length === 0) return;
  const ids = gone.map(({ id }) => id);
  const named = await tx
    .select({ groupId: groups.id, title: tasks.title })
    .from(tasks)
    .innerJoin(groups, and(eq(groups.campaignId, campaignId), inArray(groups.id, ids)))
    .where(
      and(
        eq(tasks.campaignId, campaignId),
        sql`(exists (select 1 from ${taskUnits} where ${taskUnits.taskId} = ${tasks.id} and ${taskUnits.groupId} = ${groups.id})
          or jsonb_path_exists(${tasks.criterion}, '$.**.group ? (@ == $code)', jsonb_build_object('code', ${groups.code})))`,
      ),
    )
    .orderBy(asc(groups.sort), asc(tasks.sort));
  const [first] = named;
  if (first) {
    const group = gone.find(({ id }) => id === first.groupId)?.name ?? '';
    const titles = named.filter(({ groupId }) => groupId === first.groupId).map(({ title }) => title);
    throw new ProblemError('group_in_use', { group, tasks: titles.join('、') });
  }
  await tx.delete(groups).where(inArray(groups.id, ids));
}

async function said(tx: Db, campaignId: string): Promise<string[]> {
  const rows = await tx
    .select({ name: groups.name, units: sql<string>`string_agg(${units.name}, '、' order by ${units.sort})` })
    .from(groups)
    .leftJoin(groupUnits, eq(groupUnits.groupId, groups.id))
    .leftJoin(units, eq(units.id, groupUnits.unitId))
    .where(eq(groups.campaignId, campaignId))
    .groupBy(groups.id)
    .orderBy(asc(groups.sort), asc(groups.code));
  return rows.map((each) => `${each.name}：${each.units}`);
}
