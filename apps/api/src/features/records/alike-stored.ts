import type { RecordKind } from '@nuanxin/domain';
import { sql, type SQL } from 'drizzle-orm';
import { forReader, type Context } from '../../context.ts';
import { recordImports, records } from '../../db/schema/index.ts';
import type { Alike, Keys } from './parts.ts';
import { mayRead } from './scope.ts';

interface Found extends Record<string, unknown> {
  n: number;
  /** Null for a record that the caller may not see. */
  unit: string | null;
  day: string | null;
}

/**
 * Which rows of a workbook look like a stored record, as `duplicatesOf` compares two records: one statement for the whole
 * file, which looks each key up by index (`records_link`, `records_title`).
 * @param sha256 of a file that is imported: sent again, it is not compared with what it wrote itself
 */
export async function alikeStored(
  ctx: Context,
  kind: RecordKind,
  { text, lines }: Keys,
  sha256?: string,
): Promise<Alike> {
  if (lines.length === 0) return new Map();
  const codes = [...new Set(kind.duplicates.flat())].filter((code) => code !== 'date' && code !== 'unit');
  const shape = ['n integer', 'in_year integer', 'of_unit text', 'day date', ...codes.map((code) => `"${code}" text`)];
  const sets = kind.duplicates.map((set) => sql`(${firstAlike(ctx, kind, set, sha256)})`);
  const { rows } = await ctx.db.execute<Found>(sql`
    select distinct on (n.n) n.n, case when o.seen then u.name end as unit, case when o.seen then o.day::text end as day
    from json_to_recordset(${text}::json) as n(${sql.raw(shape.join(', '))})
    cross join lateral (${sql.join(sets, sql` union all `)}) o
    join units u on u.id = o.unit_id
    order by n.n, o.seen desc, o.id`);
  return new Map(
    forReader(ctx.actor, rows).flatMap((found) => (lines[found.n] ?? []).map((line) => [line, said(found)])),
  );
}

/** The first stored record that is the same in the fields of a set; one that the caller may see before others. */
function firstAlike({ actor }: Context, kind: RecordKind, set: string[], sha256: string | undefined): SQL {
  const [first = '', ...rest] = kind.register ? [...set, 'unit', 'year'] : set;
  const key = sql.raw(`'${first}'`);
  const same = rest.map((code) => {
    if (code === 'date') return sql` and ${records.occurredOn} = n.day`;
    if (code === 'unit') return sql` and ${records.unitId} = (select id from units where code = n.of_unit)`;
    if (code === 'year') return sql` and ${records.year} = n.in_year`;
    return sql` and (${records.data} ->> ${sql.raw(`'${code}'`)}) is not distinct from n.${sql.identifier(code)}`;
  });
  const ownFile =
    sha256 === undefined
      ? sql``
      : sql` and not exists (select 1 from ${recordImports} i where i.id = ${records.importId} and i.sha256 = ${sha256})`;
  return sql`
    select ${records.id} as id, ${records.unitId} as unit_id, ${records.occurredOn} as day,
      coalesce(${mayRead(actor, kind) ?? sql`true`}, false) as seen
    from ${records}
    where ${records.kind} = ${sql.raw(`'${kind.code}'`)} and ${records.deletedAt} is null and ${records.data} ? ${key}
      and (${records.data} ->> ${key}) = n.${sql.identifier(first)}${sql.join(same)}${ownFile}
    order by seen desc, id limit 1`;
}

function said({ unit, day }: Found): string {
  if (unit === null) return '：已有看来相同的记录（其他单位的），请核对是否重复';
  return `：与已有的记录（${unit}${day === null ? '' : ` ${day}`}）看来相同，请核对是否重复`;
}
