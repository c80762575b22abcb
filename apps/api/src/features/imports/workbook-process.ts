import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import {
  findPersonalInfo,
  ImportRefused,
  readImport,
  readProjects,
  readRecordSheet,
  sheetWindow,
  type AskedWindow,
  type FormDefinition,
  type ImportDecisions,
  type ImportReading,
  isDocument,
  type DocumentData,
  type ProjectList,
  type SheetWindow,
  type RecordSheet,
  type RecordSheetSetting,
  type UnitEntry,
  type WorkbookData,
} from '@nuanxin/domain';
import type { Progress } from '@nuanxin/contract';
import {
  annotate,
  beginningOf,
  makeTable,
  readArchive,
  readAttached,
  readSent,
  readWorkbook,
  WorkbookRefused,
  type AttachedDocument,
  type Remark,
  type TableColumn,
} from '@nuanxin/workbook';
import type { Picture, PictureKind } from '../attachments/picture.ts';
import { contextFrom, type KnownFacts } from './form-context.ts';

export interface ReadJob extends KnownFacts {
  kind: 'read';
  bytes: Uint8Array;
  fileName: string;
  form: FormDefinition;
  units: UnitEntry[];
  period?: string;
  /** Codes of the units that the caller may hand in for; absent for all. */
  scope?: string[];
  decisions: ImportDecisions;
}

export interface AnnotateJob {
  kind: 'annotate';
  bytes: Uint8Array;
  fileName: string;
  lines: string[];
  remarks: Remark[];
}

export interface UnpackJob {
  kind: 'unpack';
  bytes: Uint8Array;
}

export interface SheetJob {
  kind: 'sheet';
  bytes: Uint8Array;
  fileName: string;
  asked: AskedWindow;
}

/** A photo that is attached: drawn anew beside its file. */
export interface PictureJob {
  kind: 'picture';
  path: string;
  as: PictureKind;
}

/** A document that is attached: what it is, and what is written in it. */
export interface DocumentJob {
  kind: 'document';
  path: string;
  as: 'zip' | 'ole' | 'text';
}

export interface ProjectsJob {
  kind: 'projects';
  bytes: Uint8Array;
  fileName: string;
  units: UnitEntry[];
}

export interface BeginningJob {
  kind: 'beginning';
  bytes: Uint8Array;
  fileName: string;
}

export type Job =
  | ReadJob
  | AnnotateJob
  | UnpackJob
  | SheetJob
  | PictureJob
  | DocumentJob
  | ProjectsJob
  | BeginningJob
  | RecordsJob
  | TableJob;

/** Reads a workbook of records. */
export interface RecordsJob {
  kind: 'records';
  bytes: Uint8Array;
  setting: RecordSheetSetting;
}

/** Writes a list as a workbook. */
export interface TableJob {
  kind: 'table';
  name: string;
  columns: TableColumn[];
  rows: (string | number | null)[][];
}

export interface Results {
  read: ImportReading;
  annotate: Uint8Array;
  unpack: Awaited<ReturnType<typeof readArchive>>;
  /** Null when there is no such sheet. */
  sheet: SheetWindow | null;
  picture: Picture;
  document: Omit<AttachedDocument, 'texts' | 'identities'> & { personal: boolean };
  projects: ProjectList;
  beginning: string;
  records: RecordSheet;
  table: Uint8Array;
}

export type Answer =
  | { result: Results[Job['kind']] }
  | { refused: { code: string; detail: string; sheets?: string[] } }
  | { failed: string };

/** What the process says: how far it is, as often as it likes, and at last its answer. */
export type Message = { progress: Progress } | Answer;

// One job at a time, for the service that started it; without it there is nothing to do.
process.on('message', (job: Job) => void answer(job).then((each) => process.send?.(each)));
process.once('disconnect', () => process.exit());
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => {});

async function answer(job: Job): Promise<Answer> {
  try {
    return { result: await run(job) };
  } catch (error) {
    if (error instanceof ImportRefused)
      return { refused: { code: error.code, detail: error.detail, sheets: error.sheets } };
    if (error instanceof WorkbookRefused) return { refused: { code: error.code, detail: error.detail } };
    return { failed: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
}

async function run(job: Job): Promise<Results[Job['kind']]> {
  switch (job.kind) {
    case 'read':
      return read(job, Buffer.from(job.bytes));
    case 'annotate':
      return annotate(Buffer.from(job.bytes), job.fileName, job.lines, job.remarks);
    case 'unpack':
      return readArchive(Buffer.from(job.bytes));
    case 'picture':
      // Loaded with the first picture: most processes see none.
      return (await import('../attachments/picture.ts')).redraw(job.path, job.as);
    case 'document': {
      const { texts, identities, ...document } = await readAttached(await readFile(job.path), job.as);
      return {
        ...document,
        personal: identities.length > 0 || texts.some((text) => findPersonalInfo(text).length > 0),
      };
    }
    case 'table':
      return makeTable(job.name, job.columns, job.rows);
    case 'records':
      return readRecordSheet(await readWorkbook(Buffer.from(job.bytes), job.setting.fileName), job.setting);
    case 'sheet': {
      const sent = await sentOf(Buffer.from(job.bytes), job.fileName);
      return isDocument(sent) ? null : sheetWindow(sent, job.asked);
    }
    case 'projects':
      return readProjects(await readWorkbook(Buffer.from(job.bytes), job.fileName), job.units);
    case 'beginning':
      return beginningOf(Buffer.from(job.bytes), job.fileName);
  }
}

const KEPT_SECONDS = 120;
let kept: { key: string; sent: WorkbookData | DocumentData } | null = null;
let forget: NodeJS.Timeout | undefined;

/**
 * Who looks at a long sheet asks for one stretch after the other, and half a second goes into reading 20,000 rows: the
 * last file is kept for a while. How many cells it may have is limited where it is read.
 */
async function sentOf(bytes: Buffer, fileName: string): Promise<WorkbookData | DocumentData> {
  const key = `${createHash('sha256').update(bytes).digest('hex')} ${fileName}`;
  // Never two of them in memory.
  if (kept?.key !== key) kept = null;
  kept ??= { key, sent: await readSent(bytes, fileName) };
  clearTimeout(forget);
  forget = setTimeout(() => (kept = null), KEPT_SECONDS * 1000);
  return kept.sent;
}

async function read(job: ReadJob, bytes: Buffer): Promise<ImportReading> {
  const { fileName, form, units, contexts, period, scope, registers, yearValues, decisions } = job;
  const tell = (progress: Progress): void => void process.send?.({ progress });
  tell({ step: 'read', done: 0, total: 0 });
  return readImport(await sentOf(bytes, fileName), {
    progress: (step, done, total) => tell({ step, done, total }),
    form,
    units,
    fileName,
    decisions,
    contextOf: contextFrom({ contexts, registers, yearValues }),
    past: { handedIn: (of) => yearValues[of] ?? {}, kindOf: (unit) => contexts[unit]?.kind ?? null },
    ...(period === undefined ? {} : { period }),
    ...(scope === undefined ? {} : { scope }),
  });
}
