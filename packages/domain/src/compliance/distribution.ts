import type { IsoDate } from '../dates.ts';
import { item, type ComplianceResult } from './result.ts';

/** What a unit has handed out so far, in copies, by material. */
export interface DistributionUnit {
  unit: string;
  /** The letter (一封信) goes to households: townships only. */
  township: boolean;
  /** Letters to hand out by the register; null: none is set. */
  letters: number | null;
  given: { open_letter: number; leaflet: number; poster: number };
}

const count = (value: number): string => value.toLocaleString('zh-CN');

/**
 * The letter, leaflets and posters are all handed out and posted by the end of October (R87: 应于10月底前全部发放、张贴
 * 到位): the letters reach the township's target where the register has one; of whatever has no target at least something
 * was handed out. Before the day it says how far each unit is, after it what is still missing.
 * @param dueOn last day by the plan
 */
export function checkDistribution(units: readonly DistributionUnit[], dueOn: IsoDate, asOf: IsoDate): ComplianceResult {
  const state = asOf > dueOn ? 'failing' : 'pending';
  const items = units.flatMap((each) => {
    const missing = missingOf(each);
    return missing.length > 0 ? [item(state, missing.join('；'), { unit: each.unit })] : [];
  });
  return { checked: units.length, items };
}

function missingOf({ township, letters, given }: DistributionUnit): string[] {
  const missing: string[] = [];
  if (township && letters !== null && given.open_letter < letters) {
    const share = Math.floor((given.open_letter / letters) * 100);
    const left = count(letters - given.open_letter);
    missing.push(`一封信已发 ${count(given.open_letter)} 份，应发 ${count(letters)} 份（${share}%），还差 ${left} 份`);
  }
  const none = [
    ...(township && letters === null && given.open_letter === 0 ? ['一封信'] : []),
    ...(given.leaflet === 0 ? ['宣传单（册）'] : []),
    ...(given.poster === 0 ? ['海报'] : []),
  ];
  if (none.length > 0) missing.push(`没有${none.join('、')}的发放、张贴记录`);
  return missing;
}
