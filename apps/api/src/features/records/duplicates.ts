import type { RecordKind } from '@nuanxin/domain';
import { sql, type SQL } from 'drizzle-orm';
import { records } from '../../db/schema/index.ts';

/**
 * Other records that look like this one: the same in all fields of one set of its kind. In a register a name means
 * something only within its unit and year; a day-to-day record is the same whoever enters it.
 * One look-up by index for each set (`records_link`, `records_title`), so that a page costs as many as it has rows.
 */
function others(kind: RecordKind): SQL | null {
  if (kind.duplicates.length === 0) return null;
  const sets = kind.duplicates.map(([first = '', ...rest]) => {
    const key = sql.raw(`'${first}'`);
    const same = rest.map((field) => {
      if (field === 'date') return sql` and o.occurred_on = ${records.occurredOn}`;
      if (field === 'unit') return sql` and o.unit_id = ${records.unitId}`;
      return sql` and (o.data ->> ${sql.raw(`'${field}'`)}) is not distinct from (${records.data} ->> ${sql.raw(`'${field}'`)})`;
    });
    return sql`select o.id from records o
      where o.kind = ${sql.raw(`'${kind.code}'`)} and o.deleted_at is null and o.data ? ${key}
        and (o.data ->> ${key}) = (${records.data} ->> ${key}) and o.id <> ${records.id}
        ${sql.join(same)}${kind.register ? sql` and o.unit_id = ${records.unitId} and o.year = ${records.year}` : sql``}`;
  });
  return sql.join(sets, sql` union `);
}

/** Number of other records that look like this one; as a column. */
export function duplicatesOf(kind: RecordKind): SQL<number> {
  const found = others(kind);
  return found ? sql<number>`(select count(*)::int from (${found}) as likes)` : sql<number>`0`;
}

/** Condition: another record looks like this one. */
export function hasDuplicates(kind: RecordKind): SQL {
  const found = others(kind);
  return found ? sql`exists (${found})` : sql`false`;
}
