import { sql } from 'drizzle-orm';
import type { Db } from '../../db/connect.ts';
import { records } from '../../db/schema/index.ts';
import { figureOf } from '../records/figure-rows.ts';

interface Row extends Record<string, unknown> {
  unitId: string;
  year: number;
  sites: number;
  engineering: number;
  building: number;
  finished: number;
  households: number | null;
  letters: number | null;
}

/**
 * What the registers of a year say of each unit, in one statement: the sites in a township or of the projects that a
 * department leads, households and letters to hand out. Absent while a register has no row for the unit. Whether there are
 * works is what the site itself says, as where its signs are checked (R61).
 * @returns figures by unit and year, `<unit id> <year>`
 */
export async function registersOf(
  db: Db,
  wanted: { unitId: string; year: number }[],
): Promise<Map<string, Record<string, number>>> {
  const pairs = [...new Map(wanted.map((each) => [`${each.unitId} ${each.year}`, each])).values()];
  if (pairs.length === 0) return new Map();
  const { rows } = await db.execute<Row>(sql`
    select w."unitId", w.year, s.*, (h.data ->> 'households')::int as households, (h.data ->> 'letters')::int as letters
    from json_to_recordset(${JSON.stringify(pairs)}::json) as w("unitId" uuid, year integer)
    cross join lateral (
      select count(*)::int as sites,
        count(*) filter (where ${records.data} ->> 'works' <> 'not_engineering')::int as engineering,
        count(*) filter (where ${records.data} ->> 'works' = 'under_construction')::int as building,
        count(*) filter (where ${records.data} ->> 'works' = 'finished')::int as finished
      from ${records}
      where ${records.kind} = 'sites' and ${records.deletedAt} is null and ${records.year} = w.year
        and ${figureOf({ of: 'place_or_project' }, sql`w."unitId"`)}) s
    left join records h on h.unit_id = w."unitId" and h.kind = 'households' and h.year = w.year and h.deleted_at is null`);
  return new Map(
    rows.map(({ unitId, year, sites, engineering, building, finished, households, letters }) => [
      `${unitId} ${year}`,
      {
        ...(sites > 0
          ? {
              sites,
              engineering_sites: engineering,
              sites_under_construction: building,
              finished_sites: finished,
            }
          : {}),
        ...(households === null ? {} : { households }),
        ...(letters === null ? {} : { letters }),
      },
    ]),
  );
}
