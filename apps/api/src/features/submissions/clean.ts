import { sql, type SQL } from 'drizzle-orm';
import type { Db } from '../../db/connect.ts';
import { submissions } from '../../db/schema/index.ts';
import { anyOf } from '../../db/sql.ts';

/**
 * Which of the submissions wait for review with nothing in them that a person has to look at: a work summary is there (R105),
 * in texts or as a document, no finding, nothing that an import read otherwise than it stood, no figure that differs from the
 * records, and they were not sent back or reopened before.
 */
export async function cleanOf(db: Db, ids: string[]): Promise<Set<string>> {
  if (ids.length === 0) return new Set();
  const { rows } = await db.execute<{ id: string }>(sql`
    select ${submissions.id} as id from ${submissions}
    join revisions r on r.submission_id = ${submissions.id} and r.number = ${submissions.revision}
    join forms form on form.id = ${submissions.formId}
    where ${anyOf(submissions.id, ids)} and ${submissions.state} = 'submitted' and ${submissions.returnedAt} is null
      and r.findings = '[]'
      and (${paragraphs(sql`true`)} = false or ${paragraphs(sql`btrim(r.summary ->> (t ->> 'code')) <> ''`)}
        or exists (
          select 1 from import_rows d join imports w on w.id = d.import_id
          where d.submission_id = r.submission_id and w.layout = 'summary'))
      and not exists (select 1 from jsonb_each(r.figures) f where r."values" -> f.key is distinct from f.value)
      and not exists (
        select 1 from import_rows i cross join jsonb_array_elements(i.findings) f
        where i.submission_id = r.submission_id and i.import_id = r.import_id
          and (f ->> 'readsAs' is not null or f ->> 'code' = 'unit_decided'))
      and not exists (
        select 1 from submission_history h where h.submission_id = ${submissions.id} and h.action = 'reopen')`);
  return new Set(rows.map(({ id }) => id));
}

/** Whether any of the texts of a work summary, as the form asks for them, is such. */
const paragraphs = (such: SQL): SQL => sql`exists (
  select 1 from jsonb_array_elements(form.definition -> 'texts') t where t ->> 'kind' = 'paragraph' and ${such})`;
