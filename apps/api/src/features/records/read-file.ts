import { createHash } from 'node:crypto';
import type { RecordFile } from '@nuanxin/contract';
import { countFindings, kindsWithRecords, type RecordKind, type RecordSheet } from '@nuanxin/domain';
import { eq } from 'drizzle-orm';
import { isOffice, type Context } from '../../context.ts';
import type { Db } from '../../db/connect.ts';
import { campaigns, projects } from '../../db/schema/index.ts';
import { planYear } from '../campaigns/campaigns.ts';
import { importUnits, scopeCodes } from '../imports/facts.ts';
import { inProcess } from '../imports/in-process.ts';
import type { UploadedFile } from '../imports/uploaded-file.ts';
import { notYours } from './rights.ts';

export interface RecordReading extends RecordSheet {
  fileName: string;
  year: number;
  /** The same for the same file read for the same unit: rows without a unit are another's when another sends them. */
  hash: string;
  /** Id of each unit by its code. */
  unitIds: Map<string, string>;
}

/**
 * Reads a workbook into rows with their findings. Writes nothing.
 * @throws ProblemError record_not_yours, file_refused, import_timeout
 */
export async function readRecordFile(
  ctx: Context,
  kind: RecordKind,
  { fileName, content }: UploadedFile,
  asked: number | undefined,
): Promise<RecordReading> {
  if (kind.keeper === 'office' && !isOffice(ctx.actor)) throw notYours(kind, '区民生办');
  const year = await planYear(ctx, asked);
  const known = await importUnits(ctx.db, kindsWithRecords(kind));
  const scope = await scopeCodes(ctx);
  const own = isOffice(ctx.actor) ? undefined : ctx.actor.unit?.code;
  const sheet = await inProcess({
    kind: 'records',
    bytes: content,
    setting: {
      kind,
      fileName,
      units: known.entries,
      year,
      projects: await projectsByYear(ctx.db),
      ...(scope === undefined ? {} : { scope }),
      ...(own === undefined ? {} : { ownUnit: own }),
    },
  });
  const hash = createHash('sha256').update(content);
  if (sheet.unitFromCaller) hash.update(own ?? '');
  return { ...sheet, fileName, year, hash: hash.digest('hex'), unitIds: known.ids };
}

async function projectsByYear(db: Db) {
  const rows = await db
    .select({ year: campaigns.year, no: projects.no, name: projects.name, labelName: projects.labelName })
    .from(projects)
    .innerJoin(campaigns, eq(campaigns.id, projects.campaignId))
    .orderBy(campaigns.year, projects.no);
  return Object.fromEntries(Map.groupBy(rows, ({ year }) => year));
}

/** Rows of an answer to an import: what has to be looked at. */
const MOST_ROWS = 500;

/** @param which all rows, or the ones that something is to be said of */
export function toRecordFile(reading: RecordReading, which: 'all' | 'found'): RecordFile {
  const { rows } = reading;
  return {
    fileName: reading.fileName,
    sheet: reading.sheet,
    count: rows.length,
    rows: which === 'all' ? rows : rows.filter(({ findings }) => findings.length > 0).slice(0, MOST_ROWS),
    ignored: reading.ignored,
    unknownHeaders: reading.unknownHeaders,
    errors: countFindings(rows, 'error'),
    confirms: countFindings(rows, 'confirm'),
  };
}
