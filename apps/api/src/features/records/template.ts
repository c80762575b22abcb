import type { Download } from '@nuanxin/contract';
import { kindsWithRecords, type RecordKind } from '@nuanxin/domain';
import { makeRecordTemplate } from '@nuanxin/workbook';
import { and, asc, eq, inArray } from 'drizzle-orm';
import { isOffice, type Context } from '../../context.ts';
import { campaigns, projects, units } from '../../db/schema/index.ts';
import { inWriteScope } from '../../db/scope.ts';
import { planYear } from '../campaigns/campaigns.ts';
import { notYours } from './rights.ts';

/** The workbook to fill in, for the units that the caller keeps records for. @throws ProblemError record_not_yours */
export async function recordTemplate(ctx: Context, kind: RecordKind, asked: number | undefined): Promise<Download> {
  if (kind.keeper === 'office' && !isOffice(ctx.actor)) throw notYours(kind, '区民生办');
  const year = await planYear(ctx, asked);
  const mine = await ctx.db
    .select({ name: units.name })
    .from(units)
    .where(and(inArray(units.kind, kindsWithRecords(kind)), eq(units.active, true), inWriteScope(ctx.actor, units.id)))
    .orderBy(asc(units.sort), asc(units.code));
  const named = await ctx.db
    .select({ name: projects.name })
    .from(projects)
    .innerJoin(campaigns, eq(campaigns.id, projects.campaignId))
    .where(eq(campaigns.year, year))
    .orderBy(asc(projects.no));
  const content = await makeRecordTemplate({
    kind,
    year,
    units: mine.map(({ name }) => name),
    projects: named.map(({ name }) => name),
  });
  return { fileName: `${kind.label}登记表.xlsx`, content };
}
