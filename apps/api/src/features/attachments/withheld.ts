import { seesMobiles, type Context } from '../../context.ts';
import type { Owner } from './owners.ts';

/** A parameter of the stored media type, found out with it: what is known of a content stands with the content. */
const MOBILES = '; mobiles=yes';

export const markMobiles = (type: string): string => type + MOBILES;

/** The media type as others know it. */
export const plainType = (type: string): string => type.replace(MOBILES, '');

/** Who reads mobile numbers masked does not get a file in which some stand, except of the unit for which one reports. */
export function isWithheld({ actor }: Context, type: string, { mayWrite }: Owner): boolean {
  if (!type.endsWith(MOBILES) || seesMobiles(actor)) return false;
  return !(mayWrite && actor.roles.includes('reporter'));
}
