import { createHash } from 'node:crypto';
import { unitKinds, type RecordFile, type UnitKind } from '@nuanxin/contract';
import { countFindings, dateOf, kindsWithRecords, type RecordKind, type RecordSheetSetting } from '@nuanxin/domain';
import { eq } from 'drizzle-orm';
import { isOffice, type Context } from '../../context.ts';
import type { Db } from '../../db/connect.ts';
import { campaigns, projects } from '../../db/schema/index.ts';
import { planYear } from '../campaigns/campaigns.ts';
import { importUnits, scopeCodes } from '../imports/facts.ts';
import { inProcess } from '../imports/in-process.ts';
import type { UploadedFile } from '../imports/uploaded-file.ts';
import { alikeStored } from './alike-stored.ts';
import { noteAlike, toKeys, type RecordParts } from './parts.ts';
import { notYours } from './rights.ts';

/**
 * Reads a workbook into rows with their findings. Writes nothing.
 * @throws ProblemError record_not_yours, file_refused, import_timeout
 */
export async function readRecordFile(
  ctx: Context,
  kind: RecordKind,
  { fileName, content }: UploadedFile,
  asked: number | undefined,
): Promise<RecordFile> {
  const { setting } = await settingOf(ctx, kind, fileName, asked);
  const { unitFromCaller: _, ...sheet } = await inProcess({ kind: 'records', bytes: content, setting });
  noteAlike(sheet.rows, await alikeStored(ctx, kind, toKeys(kind, setting.year, sheet.rows)));
  const [errors, confirms] = [countFindings(sheet.rows, 'error'), countFindings(sheet.rows, 'confirm')];
  return { fileName, ...sheet, count: sheet.rows.length, errors, confirms };
}

/** What an import needs of a workbook: its rows ready for the database, and of them only those of which something is said. */
export interface RecordFileToWrite {
  file: RecordFile;
  year: number;
  sha256: string;
  /** Id of the caller's unit when rows are of it for want of another: the same file is another's when another sends it. */
  unitId: string | null;
  /** Units of which there are rows. */
  units: { id: string; code: string; name: string }[];
  parts: RecordParts['parts'];
}

/**
 * The same for who writes the rows.
 * @param confirmed a person has looked at what asked for it
 * @throws ProblemError as `readRecordFile`
 */
export async function readToWrite(
  ctx: Context,
  kind: RecordKind,
  { fileName, content }: UploadedFile,
  { year: asked, confirmed }: { year: number | undefined; confirmed: boolean },
): Promise<RecordFileToWrite> {
  const { setting, ids } = await settingOf(ctx, kind, fileName, asked);
  const sha256 = createHash('sha256').update(content).digest('hex');
  const read = await inProcess(
    { kind: 'recordParts', bytes: content, setting, ids: Object.fromEntries(ids), confirmed },
    undefined,
    async ({ keys }) => ({ alike: await alikeStored(ctx, kind, keys, sha256) }),
  );
  const { unitFromCaller, parts, unitCodes, ...sheet } = read;
  const wanted = new Set(unitCodes);
  return {
    file: { fileName, ...sheet },
    parts,
    year: setting.year,
    sha256,
    unitId: unitFromCaller ? (ids.get(setting.ownUnit ?? '') ?? null) : null,
    units: setting.units.flatMap(({ code, name }) => (wanted.has(code) ? { id: ids.get(code) ?? '', code, name } : [])),
  };
}

async function settingOf(
  ctx: Context,
  kind: RecordKind,
  fileName: string,
  asked: number | undefined,
): Promise<{ setting: RecordSheetSetting; ids: Map<string, string> }> {
  if (kind.keeper === 'office' && !isOffice(ctx.actor)) throw notYours(kind, '区民生办');
  const year = await planYear(ctx, asked);
  const kinds: readonly UnitKind[] = kindsWithRecords(kind);
  const { entries, ids } = await importUnits(ctx.db, kinds);
  const others = await importUnits(
    ctx.db,
    unitKinds.filter((each) => !kinds.includes(each)),
  );
  const scope = await scopeCodes(ctx);
  const own = isOffice(ctx.actor) ? undefined : ctx.actor.unit?.code;
  const setting = {
    kind,
    fileName,
    units: entries,
    otherUnits: others.entries,
    year,
    today: dateOf(ctx.clock()),
    projects: await projectsByYear(ctx.db),
    ...(scope === undefined ? {} : { scope }),
    ...(own === undefined ? {} : { ownUnit: own }),
  };
  return { setting, ids };
}

/** Of each year that has a plan, also one without projects. */
async function projectsByYear(db: Db) {
  const rows = await db
    .select({ year: campaigns.year, project: { no: projects.no, name: projects.name, labelName: projects.labelName } })
    .from(campaigns)
    .leftJoin(projects, eq(projects.campaignId, campaigns.id))
    .orderBy(campaigns.year, projects.no);
  const byYear = Map.groupBy(rows, ({ year }) => year);
  return Object.fromEntries([...byYear].map(([year, each]) => [year, each.flatMap(({ project }) => project ?? [])]));
}
