import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { Progress } from '@nuanxin/contract';
import {
  findMobiles,
  findPersonalInfo,
  ImportRefused,
  isDocument,
  readImport,
  readProjects,
  readRecordSheet,
  readUnits,
  readUsers,
  sheetWindow,
  type DocumentData,
  type ImportReading,
  type RecordSheet,
  type WorkbookData,
} from '@nuanxin/domain';
import {
  annotate,
  beginningOf,
  makeList,
  makeSummary,
  makeTable,
  readArchive,
  readAttached,
  readSent,
  readWorkbook,
  WorkbookRefused,
} from '@nuanxin/workbook';
import { toParts, type Alike } from '../records/parts.ts';
import { contextFrom } from './form-context.ts';
import type { Answer, Job, Question, ReadJob, RecordsJob, Reply, Results } from './workbook-jobs.ts';

// One job at a time, for the service that started it; without it there is nothing to do.
process.on('message', (message: Job | Reply) => {
  if ('kind' in message) void answer(message).then((each) => process.send?.(each));
});
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
        mobiles: texts.some((text) => findMobiles(text).length > 0),
      };
    }
    case 'list':
      return makeList(job.list);
    case 'summary':
      return makeSummary(job.sheets);
    case 'table':
      return makeTable(job.name, job.columns, job.rows);
    case 'records':
      return records(job);
    case 'recordParts': {
      const { ids, confirmed, setting } = job;
      const { kind, year } = setting;
      return toParts(await records(job), { kind, year, ids, confirmed }, (keys) => ask({ keys }));
    }
    case 'sheet': {
      const sent = await sentOf(Buffer.from(job.bytes), job.fileName);
      return isDocument(sent) ? null : sheetWindow(sent, job.asked);
    }
    case 'projects':
      return readProjects(await workbookOf(job), job.fileName, job.units);
    case 'units':
      return readUnits(await workbookOf(job), job.fileName, job.known);
    case 'users':
      return readUsers(await workbookOf(job), job.fileName, job.units);
    case 'beginning':
      return beginningOf(Buffer.from(job.bytes), job.fileName);
  }
}

function ask(question: Question): Promise<Alike> {
  return new Promise((resolve, reject) => {
    process.once('message', ({ alike }: Reply) => (alike ? resolve(alike) : reject(new Error('no reply'))));
    process.send?.(question);
  });
}

function workbookOf({ bytes, fileName }: { bytes: Uint8Array; fileName: string }): Promise<WorkbookData> {
  return readWorkbook(Buffer.from(bytes), fileName);
}

async function records({ bytes, setting }: Pick<RecordsJob, 'bytes' | 'setting'>): Promise<RecordSheet> {
  return readRecordSheet(await readWorkbook(Buffer.from(bytes), setting.fileName), setting);
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
