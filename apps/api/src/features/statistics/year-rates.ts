import type { Rate } from '@nuanxin/contract';
import { coverageOf, dateOf, figureOf, ratesOf, reporterKind, signsOf, type SignKind } from '@nuanxin/domain';
import { and, eq, isNull, or, sql } from 'drizzle-orm';
import { seesAll, type Context } from '../../context.ts';
import { problems } from '../../db/schema/index.ts';
import { inScope } from '../../db/scope.ts';
import { readLetterTargets, readSites } from '../compliance/registers.ts';
import type { Reports } from './read-reports.ts';

const LETTERS = 'F0604';

/**
 * The rates C1–C9 of all units together, by the formulas of a single report, for the year up to its newest quarter. What is on
 * the sites is asked of the register, as 合规检查 does: a site stands in the report of its township and of the department
 * that leads its project, and would count twice.
 */
export async function ratesOfYear(ctx: Context, reports: Reports): Promise<Rate[]> {
  const { newest, basis, year } = reports;
  const form = reports.formOf(newest);
  if (!form) return [];
  const upTo = reports.now.filter(({ period }) => period <= newest);
  const letters = await readLetterTargets(ctx, year);
  // Letters of a township without a target are part of no rate.
  const withTarget = letters.size > 0 ? upTo.filter(({ unit }) => letters.has(unit)) : upTo;
  const figures = form.fields.flatMap((field) => {
    const { value } = figureOf(field, field.code === LETTERS ? withTarget : upTo, newest, basis);
    return value === null ? [] : [[field.code, value] as const];
  });
  const signs = await countSigns(ctx, year);
  const { accepted, waiting, returned, missing, late } = coverageOf(upTo, basis);
  const handedIn = accepted + waiting + returned;
  return ratesOf(
    form,
    seesAll(ctx.actor) ? null : reporterKind(ctx.actor.unit?.kind ?? ''),
    {
      ...Object.fromEntries(figures),
      F0305: signs.logo.up,
      F0306: signs.constructionBoard.up,
      F0307: signs.permanentSign.up,
    },
    {
      registers: {
        sites: signs.logo.needed,
        sites_under_construction: signs.constructionBoard.needed,
        finished_sites: signs.permanentSign.needed,
        ...(letters.size > 0 && { letters: [...letters.values()].reduce((sum, each) => sum + each, 0) }),
      },
      yearToDate: {},
      problems: await countProblems(ctx, year),
      handIns: { onTime: handedIn - late, due: handedIn + missing },
    },
  );
}

async function countSigns(ctx: Context, year: number): Promise<Record<SignKind, { up: number; needed: number }>> {
  const today = dateOf(ctx.clock());
  const sites = (await readSites(ctx, year)).filter(({ mine }) => mine).map((site) => signsOf(site, today));
  const count = (kind: SignKind) => ({
    up: sites.filter((each) => each[kind] === 'up').length,
    needed: sites.filter((each) => each[kind] !== 'not_needed').length,
  });
  return {
    logo: count('logo'),
    constructionBoard: count('constructionBoard'),
    permanentSign: count('permanentSign'),
  };
}

/** Problems of the year that the units have to rectify, or were found at them while nobody is assigned. */
async function countProblems({ db, actor }: Context, year: number): Promise<{ closed: number; counted: number }> {
  const [counts] = await db
    .select({
      closed: sql<number>`(count(*) filter (where ${problems.state} = 'closed'))::int`,
      counted: sql<number>`(count(*) filter (where ${problems.state} <> 'void'))::int`,
    })
    .from(problems)
    .where(
      and(
        eq(problems.year, year),
        seesAll(actor)
          ? undefined
          : or(inScope(actor, problems.assigneeId), and(isNull(problems.assigneeId), inScope(actor, problems.unitId))),
      ),
    );
  return counts ?? { closed: 0, counted: 0 };
}
