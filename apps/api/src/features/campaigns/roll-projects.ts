import type { RollOver } from '@nuanxin/contract';
import { comparePlanRows } from '@nuanxin/domain';
import { and, desc, eq, inArray } from 'drizzle-orm';
import type { Context } from '../../context.ts';
import type { Db } from '../../db/connect.ts';
import { policyCards, projects, units } from '../../db/schema/index.ts';
import { insertMany } from '../../db/sql.ts';
import { refusePersonalInfo } from '../../personal-info.ts';
import { problemAt, ProblemError } from '../../problem.ts';
import { projectKeys } from './compare.ts';

type Asked = NonNullable<RollOver['projects']>;

/**
 * Projects of a new year that are changed or added while it is made. They may change places, so that the list is written
 * anew as a whole; what was entered is no sample any more.
 * @throws ProblemError project_invalid, personal_info
 */
export async function rollProjects(
  tx: Db,
  { id: campaignId }: { id: string },
  { change = [], add = [] }: Asked,
): Promise<void> {
  if (change.length === 0 && add.length === 0) return;
  const rows = await tx.select().from(projects).where(eq(projects.campaignId, campaignId));
  const leads = await leadsOf(tx, [...change, ...add]);
  const leadOf = (lead: string | null, at: string): string | null => {
    if (lead === null) return null;
    const id = leads.get(lead);
    if (id === undefined) throw wrong(`${at}/lead`, `没有编码为 ${lead} 的单位，或已停用`);
    return id;
  };
  const wanted = new Map(rows.map((row) => [row.no, row]));
  change.forEach(({ from, lead, ...part }, i) => {
    const at = `/projects/change/${i}`;
    const row = rows.find(({ no }) => no === from);
    if (!row) throw wrong(`${at}/from`, `没有序号为 ${from} 的项目可以沿用`);
    const leadId = lead === undefined ? row.leadId : leadOf(lead, at);
    wanted.set(from, { ...row, ...tidied(part, at), leadId, sample: false });
  });
  const added = add.map(({ lead, ...project }, i) => {
    const at = `/projects/add/${i}`;
    return { ...project, ...tidied(project, at), campaignId, leadId: leadOf(lead, at), sample: false };
  });
  const all = [...wanted.values(), ...added];
  const numbers = all.map(({ no }) => no);
  const twice = numbers.find((no, i) => numbers.indexOf(no) < i);
  if (twice !== undefined) throw new ProblemError('project_invalid', { reason: `序号 ${twice} 有两个项目` });
  await tx.delete(projects).where(eq(projects.campaignId, campaignId));
  await tx.insert(projects).values(all);
}

const wrong = (at: string, reason: string): ProblemError => problemAt(at, 'project_invalid', { reason });

const texts = ['name', 'labelName', 'field'] as const;

function tidied<T extends Partial<Record<(typeof texts)[number], string>>>(part: T, at: string): T {
  const tidy = { ...part };
  for (const text of texts) {
    const value = part[text]?.trim();
    if (value === undefined) continue;
    refusePersonalInfo('填写的内容', { [`${at}/${text}`]: value });
    if (value.length < (text === 'labelName' ? 2 : 1)) throw wrong(`${at}/${text}`, '标注名称应为 2—40 个字');
    tidy[text] = value;
  }
  return tidy;
}

async function leadsOf(tx: Db, asked: { lead?: string | null }[]): Promise<Map<string, string>> {
  const codes = asked.flatMap(({ lead }) => lead ?? []);
  if (codes.length === 0) return new Map();
  const rows = await tx
    .select({ id: units.id, code: units.code })
    .from(units)
    .where(and(inArray(units.code, codes), eq(units.active, true)));
  return new Map(rows.map(({ id, code }) => [code, id]));
}

/** Projects that go on take the newest version of their policy card along, marked as not looked at yet. */
export async function carryCards(
  ctx: Context,
  tx: Db,
  from: { id: string; year: number },
  to: { id: string; year: number },
): Promise<void> {
  const listed = (campaignId: string) => tx.select().from(projects).where(eq(projects.campaignId, campaignId));
  const pairs = comparePlanRows(await listed(from.id), await listed(to.id), projectKeys, [], {
    from: from.year,
    to: to.year,
  }).flatMap((pair) => (pair.from && pair.to ? [[pair.from.id, pair.to.id] as const] : []));
  const ids = new Map(pairs);
  const cards = await tx
    .selectDistinctOn([policyCards.projectId])
    .from(policyCards)
    .where(inArray(policyCards.projectId, [...ids.keys()]))
    .orderBy(policyCards.projectId, desc(policyCards.number));
  await insertMany(
    tx,
    policyCards,
    cards.map((card) => ({
      ...card,
      projectId: ids.get(card.projectId) ?? '',
      number: 1,
      carriedFrom: from.year,
      createdBy: ctx.actor.id,
      createdAt: ctx.clock(),
    })),
  );
}
