import {
  checkBoards,
  checkColumn,
  checkDisclosures,
  checkDistribution,
  checkLogo,
  checkMaterials,
  quarterPeriod,
  quarterRange,
  type ComplianceCheckCode,
  type ComplianceResult,
  type IsoDate,
  type Quarter,
} from '@nuanxin/domain';
import type { Context } from '../../context.ts';
import { readColumnDays, readGiven, readMaterials, readPublished } from './day-records.ts';
import type { Plan } from './plan.ts';
import { readLetterTargets, readOwing, readSites, type RegisteredSite } from './registers.ts';

/** Tasks of the plan that say who publishes what, who hands out, and by when. */
const PUBLISH_ONCE = 'T3.3';
const PUBLISH_QUARTERLY = 'T3.4';
const HAND_OUT = 'T6.3';

export interface CheckRun extends ComplianceResult {
  enabled: boolean;
}

/** Runs the checks of one year; what several of them need is read once. */
export function checksOf(ctx: Context, plan: Plan, quarter?: Quarter) {
  const { year, today } = plan;
  let register: Promise<RegisteredSite[]> | undefined;
  const sites = (): Promise<RegisteredSite[]> => (register ??= readSites(ctx, year));
  const mine = async () => (await sites()).filter((site) => site.mine);

  const runs: Record<ComplianceCheckCode, () => Promise<ComplianceResult>> = {
    async heading() {
      return checkMaterials(await readMaterials(ctx, year), plan.template, plan.projects);
    },
    async logo() {
      const counted = Map.groupBy(await sites(), ({ project }) => project);
      const projects = plan.projects
        .filter((project) => project.mine)
        .map(({ no, lead }) => ({ no, lead, sites: counted.get(no)?.length ?? 0 }));
      return checkLogo(await mine(), projects, today);
    },
    async boards() {
      const engineering = new Set(plan.projects.filter(({ kind }) => kind === 'engineering').map(({ no }) => no));
      return checkBoards(await mine(), engineering, today);
    },
    async distribution() {
      const { units, dueOn } = await readOwing(ctx, plan, HAND_OUT, { owed: true });
      const letters = await readLetterTargets(ctx, year);
      const given = await readGiven(ctx, year, today);
      return checkDistribution(
        // Who stated that there was nothing to hand out, and handed nothing out, is judged as the task is.
        units
          .filter(({ unit, nothing }) => !nothing || given.has(unit))
          .map(({ unit, township }) => ({
            unit,
            township,
            letters: letters.get(unit) ?? null,
            given: given.get(unit) ?? { open_letter: 0, leaflet: 0, poster: 0 },
          })),
        dueOn ?? `${year}-10-31`,
        today,
      );
    },
    async disclosures() {
      const { units } = await readOwing(ctx, plan, PUBLISH_QUARTERLY);
      const { dueOn } = await readOwing(ctx, plan, PUBLISH_ONCE);
      const published = await readPublished(ctx, year, today);
      const inRegister = withAllPublished(await sites(), plan);
      return checkDisclosures(
        units.map(({ unit }) => {
          const own = published.get(unit);
          return {
            unit,
            policy: own?.policy ?? false,
            sites: own?.sites === true || inRegister.get(unit) !== false,
            progress: own?.progress ?? new Set<string>(),
          };
        }),
        { quarters: quartersFor(year, today, quarter), onceDueOn: dueOn ?? `${year}-06-30` },
        today,
      );
    },
    async column() {
      const { columnGapDays: gapDays, columnItems: items } = plan.settings;
      const last = `${year}-12-31`;
      return checkColumn(year, await readColumnDays(ctx, year), { gapDays, items }, today > last ? last : today);
    },
  };
  const { columnGapDays, columnItems } = plan.settings;
  const columnOn = columnGapDays !== undefined || columnItems !== undefined;
  return async (code: ComplianceCheckCode): Promise<CheckRun> => ({
    ...(await runs[code]()),
    enabled: code !== 'column' || columnOn,
  });
}

/**
 * Whether the register says of all sites of a unit, its own and those of projects it leads, when they were published. Units
 * without a site have none to publish.
 */
function withAllPublished(sites: readonly RegisteredSite[], { projects, today }: Plan): Map<string, boolean> {
  const leads = new Map(projects.map(({ no, lead }) => [no, lead]));
  const bySite = sites.flatMap(({ unit, project, disclosedOn }) =>
    [...new Set([unit, leads.get(project) ?? unit])].map((code) => ({ code, disclosedOn })),
  );
  return new Map(
    [...Map.groupBy(bySite, ({ code }) => code)].map(([code, own]) => [
      code,
      own.every(({ disclosedOn }) => disclosedOn !== null && disclosedOn <= today),
    ]),
  );
}

/** The quarter asked for; else the last one that ended and the one that runs, within the year. */
function quartersFor(year: number, today: IsoDate, asked?: Quarter): { period: string; last: IsoDate }[] {
  const all = ([1, 2, 3, 4] as const).map((quarter) => ({ quarter, ...quarterRange(year, quarter) }));
  const ended = all.findLast(({ to }) => to < today)?.quarter;
  const running = all.find(({ from, to }) => from <= today && today <= to)?.quarter;
  return all
    .filter(({ quarter }) => (asked === undefined ? [ended, running].includes(quarter) : quarter === asked))
    .map(({ quarter, to }) => ({ period: quarterPeriod(year, quarter), last: to }));
}
