import type { Campaign } from '@nuanxin/client';

export type Group = Campaign['groups'][number];

/** A group as it is sent: as it stands. */
export function asInput({ code, name, units }: Group): { code: string; name: string; units: string[] } {
  return { code, name, units: units.map((unit) => unit.code) };
}
