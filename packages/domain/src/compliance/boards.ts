import type { IsoDate } from '../dates.ts';
import { item, type ComplianceItem, type ComplianceResult } from './result.ts';
import { signsOf, type Site } from './signs.ts';

/**
 * Sites of works have a construction board while they are being built and a permanent sign when they are finished (R61:
 * 工程类项目要另设在建公示牌和永久性标牌). What a site is says its state in the register; a site of an engineering project
 * that is registered as none contradicts its project and cannot be judged.
 * @param engineering numbers of the engineering projects
 */
export function checkBoards(sites: readonly Site[], engineering: ReadonlySet<number>, asOf: IsoDate): ComplianceResult {
  let checked = 0;
  const items = sites.flatMap((site): ComplianceItem[] => {
    const { id: record, title, unit, project } = site;
    const { constructionBoard, permanentSign } = signsOf(site, asOf);
    if (constructionBoard !== 'not_needed' || permanentSign !== 'not_needed') checked += 1;
    if (constructionBoard === 'missing')
      return [item('failing', `“${title}”在建，未设在建公示牌`, { record, unit, project })];
    if (permanentSign === 'missing')
      return [item('failing', `“${title}”已完工，未设永久性标牌`, { record, unit, project })];
    if (site.works === 'not_engineering' && engineering.has(project))
      return [item('unjudged', `“${title}”登记为非工程，但项目是工程类，请核对工程状态`, { record, unit, project })];
    return [];
  });
  return { checked, items };
}
