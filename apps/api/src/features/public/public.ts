import { createHash } from 'node:crypto';
import type { PublicCampaign } from '@nuanxin/contract';
import { dateOf, maskMobiles, parsePeriod, recordKind, wordsOf } from '@nuanxin/domain';
import { and, asc, desc, eq, isNull, lte, sql } from 'drizzle-orm';
import type { Actor, Context } from '../../context.ts';
import { campaigns, policyCards, projects, records, units } from '../../db/schema/index.ts';
import { ProblemError } from '../../problem.ts';
import { text } from '../compliance/registers.ts';
import { getStatistics } from '../statistics/statistics.ts';

type Ctx = Omit<Context, 'actor'>;

/** Sums are made over all units, of which none is shown. */
const everybody: Actor = {
  id: '',
  sessionId: '',
  username: '',
  name: '',
  roles: ['observer'],
  unit: null,
  mustChangePassword: false,
};

const isPublic = sql`coalesce((${campaigns.settings} ->> 'publicFigures')::boolean, false)`;

/** Years that the office made public. */
export async function listPublicCampaigns({ db }: Ctx) {
  const items = await db
    .select({ year: campaigns.year, title: campaigns.title })
    .from(campaigns)
    .where(isPublic)
    .orderBy(desc(campaigns.year));
  return { items, nextCursor: null };
}

interface Kept {
  until: number;
  found: Promise<{ data: PublicCampaign; etag: string }>;
}
/** So long one answer serves everybody, however many ask. */
const KEPT_MS = 60_000;
const kept = new WeakMap<Ctx['db'], Map<number, Kept>>();

/**
 * What everybody may read of a year (aggregates and sites, DESIGN §3): only accepted reports count.
 * @throws ProblemError not_found: no such year, or not public; that counts at once
 */
export async function getPublicCampaign(ctx: Ctx, year: number): Promise<{ data: PublicCampaign; etag: string }> {
  const [campaign] = await ctx.db
    .select({ id: campaigns.id, title: campaigns.title, district: units.name, version: campaigns.version })
    .from(campaigns)
    .innerJoin(units, eq(units.id, campaigns.districtId))
    .where(and(eq(campaigns.year, year), isPublic));
  if (!campaign) throw new ProblemError('not_found');
  const own = kept.get(ctx.db) ?? new Map<number, Kept>();
  kept.set(ctx.db, own);
  const now = ctx.clock().getTime();
  const known = own.get(year);
  if (known && now < known.until && now > known.until - KEPT_MS) return known.found;
  const found = read(ctx, year, campaign).then((data) => {
    const hash = createHash('sha256').update(JSON.stringify(data)).digest('base64url');
    return { data, etag: `W/"${hash}"` };
  });
  own.set(year, { until: now + KEPT_MS, found });
  found.catch(() => own.delete(year));
  return found;
}

async function read(
  ctx: Ctx,
  year: number,
  { id, title, district }: { id: string; title: string; district: string },
): Promise<PublicCampaign> {
  const figures = await readFigures(ctx, year);
  return maskMobiles({ year, title, district, ...figures, projects: await readProjects(ctx, year, id) });
}

async function readFigures(ctx: Ctx, year: number): Promise<Pick<PublicCampaign, 'quarters' | 'sections'>> {
  const all = { ...ctx, actor: everybody };
  const asked = { year, basis: 'accepted' as const };
  const { rows } = await getStatistics(all, { ...asked, by: 'quarter' });
  const quarters = rows.filter(({ coverage }) => coverage.counted > 0);
  const { quarter } = parsePeriod(quarters.at(-1)?.key ?? '') ?? {};
  if (!quarter) return { quarters: [], sections: [] };
  const { sections, fields, rows: sums } = await getStatistics(all, { ...asked, quarter, span: 'year_to_date' });
  const figures = fields.flatMap(({ section, ...field }) => {
    const total = sums[0]?.figures[field.code]?.value ?? null;
    const each = quarters.map((row) => row.figures[field.code]?.value ?? null);
    return total === null && each.every((value) => value === null)
      ? []
      : [{ section, figure: { ...field, quarters: each, total } }];
  });
  return {
    quarters: quarters.map(({ key, coverage: { owed, counted } }) => ({ period: key, owed, counted })),
    sections: sections.flatMap(({ code, title }) => {
      const own = figures.filter(({ section }) => section === code).map(({ figure }) => figure);
      return own.length > 0 ? [{ code, title, figures: own }] : [];
    }),
  };
}

/** Policy cards as they were last saved, unless they were only taken over; sites once they are disclosed (R66). */
async function readProjects({ db, clock }: Ctx, year: number, campaignId: string): Promise<PublicCampaign['projects']> {
  const found = await db
    .select({ project: projects, lead: units.name })
    .from(projects)
    .leftJoin(units, eq(units.id, projects.leadId))
    .where(eq(projects.campaignId, campaignId))
    .orderBy(asc(projects.no));
  const cards = await db
    .selectDistinctOn([policyCards.projectId], { card: policyCards })
    .from(policyCards)
    .innerJoin(projects, and(eq(projects.id, policyCards.projectId), eq(projects.campaignId, campaignId)))
    .orderBy(policyCards.projectId, desc(policyCards.number));
  const sites = await db
    .select({
      project: sql<number>`(${records.data} ->> 'project')::int`,
      title: sql<string>`coalesce(${text('title')}, '')`,
      township: units.name,
      place: text('place'),
      works: sql<string>`coalesce(${text('works')}, '')`,
      disclosedOn: sql<string>`${text('disclosedOn')}`,
      link: text('link'),
    })
    .from(records)
    .innerJoin(units, eq(units.id, records.unitId))
    .where(
      and(
        eq(records.kind, 'sites'),
        eq(records.year, year),
        isNull(records.deletedAt),
        lte(text('disclosedOn'), dateOf(clock())),
      ),
    )
    .orderBy(asc(units.sort), asc(records.id));
  const cardOf = new Map(cards.map(({ card }) => [card.projectId, card]));
  const works = recordKind('sites').fields.find(({ code }) => code === 'works');
  const words: Record<string, string> = works?.type === 'word' ? wordsOf(works) : {};
  const sitesOf = Map.groupBy(sites, ({ project }) => project);
  return found.map(({ project: { id, no, field, name, kind, sample }, lead }) => {
    const card = cardOf.get(id);
    return {
      no,
      field,
      name,
      kind,
      lead,
      sample,
      card:
        card && card.carriedFrom === null
          ? {
              parts: card.parts,
              plain: card.plain,
              questions: card.questions,
              phone: card.phone,
              link: card.link,
            }
          : null,
      sites: (sitesOf.get(no) ?? []).map(({ project: _project, ...site }) => ({
        ...site,
        works: words[site.works] ?? '',
      })),
    };
  });
}
