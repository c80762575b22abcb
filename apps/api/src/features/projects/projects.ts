import type { Project } from '@nuanxin/contract';
import { lacksNothing, materialHeading, policyCardGaps, type ProjectKind } from '@nuanxin/domain';
import { and, asc, desc, eq, inArray, ne, sql, type SQL } from 'drizzle-orm';
import { forReader, type Context } from '../../context.ts';
import { audit } from '../../db/audit.ts';
import type { Db } from '../../db/connect.ts';
import { campaigns, policyCards, projects, units } from '../../db/schema/index.ts';
import { refusePersonalInfo } from '../../personal-info.ts';
import { ProblemError } from '../../problem.ts';
import { checkVersion } from '../../routes.ts';
import { planYear } from '../campaigns/campaigns.ts';

/** Sites of a project in the register of its year; whose they are does not matter for their number. */
const siteCount = sql<number>`(select count(*)::int from records r
  where r.kind = 'sites' and r.year = ${campaigns.year} and r.deleted_at is null
  and r.data @> jsonb_build_object('project', ${projects.no}))`;

const selectProjects = (db: Db, filter: SQL | undefined) =>
  db
    .select({
      project: projects,
      year: campaigns.year,
      template: campaigns.materialHeading,
      lead: { code: units.code, name: units.name },
      sites: siteCount,
    })
    .from(projects)
    .innerJoin(campaigns, eq(campaigns.id, projects.campaignId))
    .leftJoin(units, eq(units.id, projects.leadId))
    .where(filter)
    .orderBy(asc(projects.no));

/** Projects with what their newest policy card lacks: one statement for the projects, one for the cards. */
export async function readProjects(db: Db, filter: SQL | undefined): Promise<Project[]> {
  const rows = await selectProjects(db, filter);
  const ids = rows.map(({ project }) => project.id);
  const cards = await db
    .selectDistinctOn([policyCards.projectId])
    .from(policyCards)
    .where(inArray(policyCards.projectId, ids))
    .orderBy(policyCards.projectId, desc(policyCards.number));
  const newest = new Map(cards.map((card) => [card.projectId, card]));
  return rows.map(({ project: { campaignId: _campaign, leadId: _lead, ...project }, year, template, lead, sites }) => {
    const card = newest.get(project.id) ?? null;
    return {
      ...project,
      year,
      heading: materialHeading(template, project.labelName),
      lead,
      sites,
      card: { number: card?.number ?? 0, gaps: policyCardGaps(card), carriedFrom: card?.carriedFrom ?? null },
    };
  });
}

export interface ProjectQuery {
  year?: number;
  kind?: ProjectKind;
  lead?: string;
  card?: 'full' | 'lacking';
}

export async function listProjects(ctx: Context, { year: wanted, kind, lead, card }: ProjectQuery) {
  const year = await planYear(ctx, wanted);
  const [campaign] = await ctx.db.select({ id: campaigns.id }).from(campaigns).where(eq(campaigns.year, year));
  if (!campaign) throw new ProblemError('not_found');
  const of = and(
    eq(projects.campaignId, campaign.id),
    kind ? eq(projects.kind, kind) : undefined,
    lead ? eq(units.code, lead) : undefined,
  );
  const items = (await readProjects(ctx.db, of)).filter(
    (each) => card === undefined || lacksNothing(each.card.gaps) === (card === 'full'),
  );
  return { year, items: forReader(ctx.actor, items), nextCursor: null };
}

async function projectById(db: Db, id: string): Promise<{ data: Project; version: number }> {
  const [data] = await readProjects(db, eq(projects.id, id));
  if (!data) throw new ProblemError('not_found');
  return { data, version: data.version };
}

export async function getProject(ctx: Context, id: string) {
  const { data, version } = await projectById(ctx.db, id);
  return { data: forReader(ctx.actor, data), version };
}

interface ProjectChange {
  name?: string;
  labelName?: string;
  field?: string;
  kind?: ProjectKind;
  /** Code of the unit. */
  lead?: string | null;
  sample?: boolean;
  note?: string;
}

const texts = ['name', 'labelName', 'field', 'note'] as const;

/** @throws ProblemError not_found, precondition_failed, personal_info, invalid_request */
export async function updateProject(ctx: Context, id: string, input: ProjectChange, ifMatch: number) {
  const change = { ...input };
  for (const text of texts) {
    const value = change[text]?.trim();
    if (value === undefined) continue;
    refusePersonalInfo('填写的内容', { [`/${text}`]: value });
    // Blanks around it count for nobody: what is left has to be long enough.
    if (value.length < { name: 1, labelName: 2, field: 1, note: 0 }[text]) {
      const errors = [{ pointer: `/${text}`, code: 'too_short', detail: '不能只有空格' }];
      throw new ProblemError('invalid_request', {}, { errors });
    }
    change[text] = value;
  }
  return ctx.db.transaction(async (tx) => {
    const [row] = await tx.select().from(projects).where(eq(projects.id, id)).for('update');
    if (!row) throw new ProblemError('not_found');
    checkVersion(row, ifMatch);
    if (change.name !== undefined) await refuseSameName(tx, row, change.name);
    const { data: before } = await projectById(tx, id);
    // What the office has put its own words to is no sample any more, unless it says so.
    const isEdited = Object.keys(change).some((name) => name !== 'sample');
    const { lead, sample = isEdited ? false : row.sample, ...values } = change;
    const leadId = lead === undefined ? row.leadId : lead === null ? null : await leadByCode(tx, lead);
    await tx
      .update(projects)
      .set({ ...values, sample, leadId, version: row.version + 1 })
      .where(eq(projects.id, id));
    const after = await projectById(tx, id);
    await audit(tx, ctx, {
      action: 'project.update',
      entity: 'project',
      entityId: id,
      before: said(before),
      after: said(after.data),
    });
    return after;
  });
}

/** Two projects of a year under one name could not be told apart in reports and lists. */
async function refuseSameName(tx: Db, { id, campaignId }: typeof projects.$inferSelect, name: string): Promise<void> {
  const [other] = await tx
    .select({ no: projects.no })
    .from(projects)
    .where(and(eq(projects.campaignId, campaignId), eq(projects.name, name), ne(projects.id, id)));
  if (!other) return;
  const errors = [{ pointer: '/name', code: 'name_taken', detail: `第 ${other.no} 号项目已用这个名称` }];
  throw new ProblemError('invalid_request', {}, { errors });
}

async function leadByCode(tx: Db, code: string): Promise<string> {
  const [unit] = await tx
    .select({ id: units.id })
    .from(units)
    .where(and(eq(units.code, code), eq(units.active, true)));
  if (unit) return unit.id;
  const errors = [{ pointer: '/lead', code: 'not_found', detail: `没有编码为 ${code} 的单位` }];
  throw new ProblemError('not_found', {}, { errors });
}

/** What the audit keeps of a project, in words that its page shows as they are. */
export function said({ no, field: projectField, name, labelName, kind, lead, sample, note }: Project) {
  return { no, projectField, name, labelName, kind, lead: lead?.name ?? null, sample, note };
}
