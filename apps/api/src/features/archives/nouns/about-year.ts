import { sql, type SQL } from 'drizzle-orm';
import { attachments, audit } from '../../../db/schema/index.ts';
import { ofYear, type Campaign } from '../of-year.ts';

/** Ids with the word for what they are of, to be joined: a list of hundreds of thousands is no question for each row. */
function union(parts: Record<string, SQL>): SQL {
  const each = Object.entries(parts).map(([word, ids]) => sql`select ${word}::text as word, id from ${ids} as part`);
  return sql`(${sql.join(each, sql` union all `)})`;
}

const owners = (of: Campaign) => ({
  record: ofYear.records(of),
  problem: ofYear.problems(of),
  submission: ofYear.submissions(of),
  project: ofYear.projects(of),
});

/** Attachments of what belongs to the year. */
export function ownedBy(of: Campaign): SQL {
  return sql`${attachments.id} in (
    select a.id from attachments a join ${union(owners(of))} o on o.word = a.owner and o.id = a.owner_id)`;
}

/** The audit knows no year: what its entries are about does. */
export function audited(of: Campaign): SQL {
  const about = union({
    submission: sql`(select id from submissions where obligation_id in ${ofYear.obligations(of)})`,
    obligation: ofYear.obligations(of),
    task: ofYear.tasks(of),
    project: ofYear.projects(of),
    record: ofYear.records(of),
    record_import: ofYear.recordImports(of),
    problem: ofYear.problems(of),
    reminder: ofYear.reminders(of),
    import: ofYear.imports(of),
    bulletin: ofYear.bulletins(of),
    campaign: sql`(select ${of.id}::uuid as id)`,
    archive: sql`(select id from archives where year = ${of.year})`,
    unit: sql`(select id from units)`,
  });
  return sql`${audit.id} in (
    select a.id from audit a join ${about} o on o.word = a.entity and o.id::text = a.entity_id
    union all
    select id from audit where entity = 'form' and entity_id in (select code from forms where id in ${ofYear.forms(of)})
    union all
    select id from audit where entity = 'calendar_year' and entity_id in (${String(of.year)}, ${String(of.year + 1)})
    union all
    select a.id from audit a join ${union(owners(of))} o
      on a.entity = 'attachment' and coalesce(a.after, a.before) ->> 'ownerId' = o.id::text)`;
}
