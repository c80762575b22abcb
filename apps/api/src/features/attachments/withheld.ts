import { seesMobiles, type Context } from '../../context.ts';
import type { Owner } from './owners.ts';

/** Who reads mobile numbers masked does not get a file in which some stand, except of the unit for which one reports. */
export function isWithheld({ actor }: Context, { mobiles }: { mobiles: boolean }, { mayWrite }: Owner): boolean {
  if (!mobiles || seesMobiles(actor)) return false;
  return !(mayWrite && actor.roles.includes('reporter'));
}
