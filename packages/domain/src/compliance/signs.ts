import type { IsoDate } from '../dates.ts';

/** A site of a project as the register has it; days are those on which something was put up. */
export interface Site {
  id: string;
  title: string;
  /** Code of the township. */
  unit: string;
  project: number;
  works: string;
  logoOn: IsoDate | null;
  constructionBoardOn: IsoDate | null;
  permanentSignOn: IsoDate | null;
}

export const signKinds = ['logo', 'constructionBoard', 'permanentSign'] as const;
export type SignKind = (typeof signKinds)[number];
export type SignState = 'up' | 'missing' | 'not_needed';

/**
 * What a site has to carry on a day: the logo of Anhui's livelihood projects always (R60); while it is being built a
 * construction board, once finished a permanent sign (R61; C2 and C3 of the quarterly report count the same sites).
 */
export function signsOf(
  site: Omit<Site, 'id' | 'title' | 'unit' | 'project'>,
  asOf: IsoDate,
): Record<SignKind, SignState> {
  const state = (on: IsoDate | null, needed: boolean): SignState => {
    if (!needed) return 'not_needed';
    return on !== null && on <= asOf ? 'up' : 'missing';
  };
  return {
    logo: state(site.logoOn, true),
    constructionBoard: state(site.constructionBoardOn, site.works === 'under_construction'),
    permanentSign: state(site.permanentSignOn, site.works === 'finished'),
  };
}
