// drizzle's migrator silently skips a migration that is older than the last applied one: the order has to hold here.
import { existsSync, readFileSync } from 'node:fs';

const folder = new URL('../apps/api/src/db/migrations/', import.meta.url);
const { entries } = JSON.parse(readFileSync(new URL('meta/_journal.json', folder), 'utf8'));
const faults = entries.flatMap(({ idx, when, tag }, i) => [
  ...(idx === i ? [] : [`${tag}: idx ${idx}, expected ${i}`]),
  ...(i === 0 || when > entries[i - 1].when ? [] : [`${tag}: not later than ${entries[i - 1].tag}`]),
  ...(existsSync(new URL(`${tag}.sql`, folder)) ? [] : [`${tag}: no such file`]),
]);
for (const fault of faults) console.error(`migrations: ${fault}`);
process.exitCode = faults.length > 0 ? 1 : 0;
