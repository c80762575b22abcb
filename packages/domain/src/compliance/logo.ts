import type { IsoDate } from '../dates.ts';
import { item, type ComplianceResult } from './result.ts';
import { signsOf, type Site } from './signs.ts';

/**
 * Every site of every project carries the logo of Anhui's livelihood projects (R60: 民生实事项目均要标注…标识图案).
 * A project without a site in the register cannot be judged and is said so.
 * @param projects with the number of their sites in the whole register, whichever sites are asked about
 */
export function checkLogo(
  sites: readonly Site[],
  projects: readonly { no: number; lead: string | null; sites: number }[],
  asOf: IsoDate,
): ComplianceResult {
  const missing = sites
    .filter((site) => signsOf(site, asOf).logo === 'missing')
    .map(({ id: record, title, unit, project }) =>
      item('failing', `“${title}”未标注安徽民生工程标识`, { record, unit, project }),
    );
  const unknown = projects
    .filter(({ sites: count }) => count === 0)
    .map(({ no, lead }) => item('unjudged', '名册中没有登记点位，无法核对标识', { project: no, unit: lead }));
  return { checked: sites.length, items: [...missing, ...unknown] };
}
