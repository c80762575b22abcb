import { sql, type SQL } from 'drizzle-orm';

/** Whose rows an archive holds. */
export interface Campaign {
  id: string;
  year: number;
  /** Mobile numbers are not for who asked for it, nor what only the office reads. */
  masked: boolean;
}

/** Ids of what belongs to a year, to be asked for with `in (…)`. */
export const ofYear = {
  tasks: ({ id }: Campaign): SQL => sql`(select id from tasks where campaign_id = ${id})`,
  deadlines: (of: Campaign): SQL => sql`(select id from deadlines where task_id in ${ofYear.tasks(of)})`,
  obligations: (of: Campaign): SQL => sql`(select id from obligations where deadline_id in ${ofYear.deadlines(of)})`,
  /** A draft is nobody's but its writer's until it is handed in. */
  submissions: (of: Campaign): SQL =>
    sql`(select id from submissions where state <> 'draft' and obligation_id in ${ofYear.obligations(of)})`,
  projects: ({ id }: Campaign): SQL => sql`(select id from projects where campaign_id = ${id})`,
  groups: ({ id }: Campaign): SQL => sql`(select id from groups where campaign_id = ${id})`,
  /** Of the year, and what its problems refer to. */
  records: ({ year }: Campaign): SQL => sql`(select id from records where year = ${year}
    or id in (select site_id from problems where year = ${year} union select record_id from problems where year = ${year}))`,
  problems: ({ year }: Campaign): SQL => sql`(select id from problems where year = ${year})`,
  imports: ({ id }: Campaign): SQL => sql`(select id from imports where campaign_id = ${id})`,
  /** Until it is published a bulletin is the office's alone. */
  bulletins: ({ id, masked }: Campaign): SQL =>
    sql`(select id from bulletins where campaign_id = ${id} and (state = 'published' or not ${masked}::boolean))`,
  reminders: (of: Campaign): SQL => sql`(
    select reminder_id as id from reminder_items where obligation_id in ${ofYear.obligations(of)}
    union select r.id from reminders r, jsonb_array_elements(r.moved) m where m ->> 'period' like ${`${of.year}%`})`,
  recordImports: (of: Campaign): SQL => sql`(select id from record_imports where year = ${of.year}
    union select import_id from records where import_id is not null and id in ${ofYear.records(of)})`,
  forms: (of: Campaign): SQL => sql`(select id from forms where code in (
      select form from tasks where campaign_id = ${of.id} and form is not null
      union select form from imports where campaign_id = ${of.id})
    union select form_id from submissions where id in ${ofYear.submissions(of)})`,
};
