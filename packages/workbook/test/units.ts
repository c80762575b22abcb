import { readFileSync } from 'node:fs';
import type { UnitEntry } from '@nuanxin/domain';

interface UnitSeed {
  code: string;
  name: string;
  fullName?: string;
  kind: string;
  aliases?: { text: string; oldName?: boolean }[];
}

/** The product's own units, as the service hands them to the importer. */
const data = JSON.parse(readFileSync(new URL('../../../apps/api/data/units.json', import.meta.url), 'utf8')) as {
  units: UnitSeed[];
};

export const units: UnitEntry[] = data.units
  .filter(({ kind }) => ['township', 'department', 'media'].includes(kind))
  .map(({ code, name, fullName = name, aliases = [] }) => ({
    code,
    name,
    aliases: [{ text: fullName }, ...aliases],
    reports: true,
  }));
