import { createHash } from 'node:crypto';
import type { PublicCampaign } from '@nuanxin/contract';
import { dateOf, maskMobiles, recordKind, wordsOf } from '@nuanxin/domain';
import { and, asc, desc, eq, isNull, lte, sql } from 'drizzle-orm';
import type { Context } from '../../context.ts';
import { bulletins, campaigns, policyCards, projects, records, units } from '../../db/schema/index.ts';
import { ProblemError } from '../../problem.ts';
import { text } from '../compliance/registers.ts';

type Ctx = Omit<Context, 'actor'>;

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

/**
 * What everybody may read of a year: projects, disclosed sites and what bulletins have published (DESIGN §3).
 * @throws ProblemError not_found: no such year, or not public
 */
export async function getPublicCampaign(ctx: Ctx, year: number): Promise<{ data: PublicCampaign; etag: string }> {
  const [campaign] = await ctx.db
    .select({ id: campaigns.id, title: campaigns.title, district: units.name })
    .from(campaigns)
    .innerJoin(units, eq(units.id, campaigns.districtId))
    .where(and(eq(campaigns.year, year), isPublic));
  if (!campaign) throw new ProblemError('not_found');
  const { id, title, district } = campaign;
  const figures = await readFigures(ctx, id);
  const data = { year, title, district, ...figures, projects: await readProjects(ctx, year, id) };
  const hash = createHash('sha256').update(JSON.stringify(data)).digest('base64url');
  return { data, etag: `W/"${hash}"` };
}

/** Mobile numbers are masked wherever somebody wrote one; the digits of a link are nobody's, and without them it leads nowhere. */
function forEverybody<T extends { link: string | null }>(written: T): T {
  return { ...maskMobiles(written), link: written.link };
}

/**
 * Figures are those of published bulletins: what the office has released, of all units together and kept for ever. Sums of
 * reports as they are accepted would tell each unit's own by what they grow.
 */
async function readFigures({ db }: Ctx, campaignId: string): Promise<Pick<PublicCampaign, 'quarters' | 'sections'>> {
  const published = await db
    .selectDistinctOn([bulletins.period], { period: bulletins.period, document: bulletins.document })
    .from(bulletins)
    .where(and(eq(bulletins.campaignId, campaignId), eq(bulletins.state, 'published')))
    // Of several of one quarter the newest corrects the others.
    .orderBy(asc(bulletins.period), desc(bulletins.issuedOn), desc(bulletins.id));
  const printed = published.flatMap(({ period, document }) => (document ? [{ period, ...document }] : []));
  const newest = printed.at(-1);
  if (!newest) return { quarters: [], sections: [] };
  const values = printed.map(({ annex }) => new Map(annex.figures.map(({ code, quarter }) => [code, quarter])));
  const figures = newest.annex.figures.map(({ section, code, label, measure, kind, yearToDate }) => ({
    section,
    figure: { code, label, measure, kind, quarters: values.map((each) => each.get(code) ?? null), total: yearToDate },
  }));
  return {
    quarters: printed.map(({ period, title, documentNo, issuedOn, annex: { coverage } }) => ({
      period,
      title,
      documentNo: documentNo ?? '',
      issuedOn: issuedOn ?? '',
      coverage,
    })),
    sections: [...Map.groupBy(figures, ({ section }) => section)].map(([title, own]) => ({
      title,
      figures: own.map(({ figure }) => figure),
    })),
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
          ? forEverybody({
              parts: card.parts,
              plain: card.plain,
              questions: card.questions,
              phone: card.phone,
              link: card.link,
            })
          : null,
      sites: (sitesOf.get(no) ?? []).map(({ project: _project, ...site }) =>
        forEverybody({ ...site, works: words[site.works] ?? '' }),
      ),
    };
  });
}
