import { recordKind } from '@nuanxin/domain';
import { asc, eq } from 'drizzle-orm';
import type { Actor, Context } from '../../context.ts';
import { saveGrid } from '../../features/records/change.ts';
import type { Database } from '../connect.ts';
import { projects, units } from '../schema/index.ts';
import type { DemoRecord } from './parts.ts';
import { demoRecords } from './records.ts';

/** Last day of each stretch of records with the instant at which a unit enters them: before its quarterly report. */
const entered = [
  { until: '2025-03-31', at: '2025-03-19T17:00:00+08:00' },
  { until: '2025-06-30', at: '2025-06-20T17:00:00+08:00' },
];

/** Enters the records of the demonstration as their keepers would, through the functions that the pages use. */
export async function loadRecords(
  db: Database,
  actors: Map<string, Actor>,
  office: Actor,
  context: (actor: Actor, instant: string) => Context,
): Promise<void> {
  const rows = demoRecords(await demoUnits(db), await demoProjects(db));
  let from = '';
  for (const { until, at } of entered) {
    const ripe = rows.filter((row) => ripeOn(row) > from && ripeOn(row) <= until);
    from = until;
    for (const group of Map.groupBy(ripe, ({ kind, unit }) => `${kind} ${unit}`).values()) {
      const [first] = group;
      if (!first) continue;
      const kind = recordKind(first.kind);
      // What is the whole district's has no account of its own.
      const keeper = (kind.keeper === 'unit' && actors.get(first.unit.toLowerCase())) || office;
      await saveGrid(context(keeper, at), kind, { year: 2025, rows: group.map(toRow) });
    }
  }
}

/** Registers are there from the beginning; of sites all is entered that was put up since. */
function ripeOn({ kind, date }: DemoRecord): string {
  return date ?? (kind === 'sites' ? '2025-06-20' : '2025-01-10');
}

function toRow({ unit, date, values }: DemoRecord) {
  return { unit, values, ...(date === null ? {} : { date }) };
}

async function demoUnits(db: Database) {
  const all = await db.select().from(units).where(eq(units.active, true)).orderBy(asc(units.sort));
  return all
    .filter(({ kind }) => kind !== 'village')
    .map(({ id, code, name, kind }) => ({
      code,
      name,
      kind,
      villages: all
        .filter(({ kind: below, parentId }) => below === 'village' && parentId === id)
        .map((each) => each.name),
    }));
}

async function demoProjects(db: Database) {
  return db
    .select({ no: projects.no, name: projects.name, kind: projects.kind, lead: units.code })
    .from(projects)
    .leftJoin(units, eq(units.id, projects.leadId))
    .orderBy(asc(projects.no));
}
