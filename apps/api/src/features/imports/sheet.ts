import { MOST_READINGS, type ImportReadings, type ImportSheet } from '@nuanxin/contract';
import { parseAddress, withLabels } from '@nuanxin/domain';
import { eq, min, sql, type SQL } from 'drizzle-orm';
import { forReader, seesMobiles, type Context } from '../../context.ts';
import { importRows } from '../../db/schema/index.ts';
import { ProblemError } from '../../problem.ts';
import { formOfPeriod } from '../forms/forms.ts';
import { learnedLabels } from '../forms/labels.ts';
import { findImport } from './imports.ts';
import { inProcess } from './in-process.ts';
import { selectRows } from './rows.ts';
import { storedFile } from './stored-file.ts';

interface Asked {
  sheet?: string;
  from?: number;
  limit?: number;
  warnings?: boolean;
}

/**
 * A stretch of a sheet of the stored file, with what was found and decided in it.
 * @throws ProblemError not_found, also for a sheet that is not there; file_refused, import_timeout
 */
export async function getSheet(ctx: Context, id: string, asked: Asked): Promise<ImportSheet> {
  const { from = 1, limit = 200, warnings = false } = asked;
  const head = await findImport(ctx, id);
  const sheets = await importedSheets(ctx, id);
  const [first] = sheets;
  const sheet = asked.sheet ?? first ?? '';
  const form = await formOfPeriod(ctx.db, head.form, head.period);
  const content = await storedFile(ctx.db, head.sha256);
  const masked = !seesMobiles(ctx.actor);
  const window = await inProcess({
    kind: 'sheet',
    bytes: content,
    fileName: head.fileName,
    asked: {
      sheet,
      from,
      limit,
      layout: head.layout,
      imported: sheets,
      form: withLabels(form.definition, await learnedLabels(ctx.db, head.form)),
      decisions: head.decisions,
      masked,
    },
  });
  if (!window) throw new ProblemError('not_found');

  const to = from + window.limit - 1;
  // What is said of the file as a whole names no sheet: with a cell, it is about the table's header.
  const ofHeader = head.layout === 'table' && sheet === first ? head.findings : [];
  const header = warnings && ofHeader.length > 0 ? sheet : null;
  const found = await problemsBySheet(ctx, id, { from, to, warnings, header });
  const { before = 0, previous = null, next = null } = found.get(sheet) ?? {};
  // A form's one row stands for its whole sheet.
  const rows = await selectRows(ctx.db, id, head.layout === 'form' ? { sheet } : { sheet, lines: { from, to } });
  const whole: ImportSheet = {
    ...window,
    sheets: window.sheets.map((each) => ({
      ...each,
      imported: sheets.includes(each.name),
      problems: found.get(each.name)?.count ?? 0,
    })),
    items: rows.map(({ row }) => row),
    findings: ofHeader.filter(({ cell }) => {
      const line = (parseAddress(cell ?? '')?.row ?? -1) + 1;
      return line >= from && line <= to;
    }),
    problems: { before, previous, next },
    readings: await countReadings(ctx, id),
  };
  return forReader(ctx.actor, whole);
}

/** Readings that wait for a yes, as they are handed back to say it. @throws ProblemError not_found */
export async function listReadings(ctx: Context, id: string): Promise<ImportReadings> {
  await findImport(ctx, id);
  const { rows } = await ctx.db.execute<ImportReadings['items'][number]>(sql`
    select r.sheet, r.row, f ->> 'code' as code, f ->> 'cell' as cell, f -> 'readsAs' as "readsAs"
    ${openReadings(id)}
    order by r.ordinal limit ${MOST_READINGS}`);
  return { items: rows };
}

/** Sheets that rows were read from, in the file's order. */
async function importedSheets(ctx: Context, id: string): Promise<string[]> {
  const rows = await ctx.db
    .select({ sheet: importRows.sheet })
    .from(importRows)
    .where(eq(importRows.importId, id))
    .groupBy(importRows.sheet)
    .orderBy(min(importRows.ordinal));
  return rows.map(({ sheet }) => sheet);
}

type Problems = ImportSheet['problems'];

/**
 * Cells in which something has to be done, by sheet, and where the next ones stand: who goes through them sees how many
 * are left.
 * @param header the sheet that findings about the file as a whole belong to; null when they do not count
 */
async function problemsBySheet(
  ctx: Context,
  id: string,
  { from, to, warnings, header }: { from: number; to: number; warnings: boolean; header: string | null },
): Promise<Map<string, Problems & { count: number }>> {
  const { rows } = await ctx.db.execute<Problems & { sheet: string; count: number }>(sql`
    with places as (
      select distinct r.sheet, r.row, f ->> 'cell' as cell,
        coalesce(substring(f ->> 'cell' from '[0-9]+$')::int, r.row) as line
      from import_rows r, jsonb_array_elements(r.findings) f
      where r.import_id = ${id} and r.submission_id is null
        and (f ->> 'level' <> 'warning' or (${warnings} and f ->> 'code' <> 'overridden'))
      union
      select ${header}::text, 0, f ->> 'cell', substring(f ->> 'cell' from '[0-9]+$')::int
      from imports i, jsonb_array_elements(i.findings) f
      where i.id = ${id} and ${header}::text is not null and f ->> 'cell' is not null)
    select sheet, count(*)::int as count, (count(*) filter (where line < ${from}))::int as before,
      max(line) filter (where line < ${from}) as previous, min(line) filter (where line > ${to}) as next
    from places group by sheet`);
  return new Map(rows.map(({ sheet, ...problems }) => [sheet, problems]));
}

/** A reading is a doubt about a number; that a report would be handed in anew is another kind of doubt. */
function openReadings(id: string): SQL {
  return sql`
    from import_rows r, jsonb_array_elements(r.findings) f
    where r.import_id = ${id} and r.submission_id is null
      and f ->> 'level' = 'confirm' and jsonb_typeof(f -> 'readsAs') = 'number'`;
}

async function countReadings(ctx: Context, id: string): Promise<number> {
  const { rows } = await ctx.db.execute<{ count: number }>(sql`select count(*)::int as count ${openReadings(id)}`);
  return rows[0]?.count ?? 0;
}
