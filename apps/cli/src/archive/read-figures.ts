import { archivedFigures, type ArchivedFigures, type ArchivedRows, type FigureBasis } from '@nuanxin/domain';
import { CannotRun } from '../errors.ts';
import type { OpenArchive } from './open-archive.ts';

/** What of each file figures are made of; texts and the like are left on the disk. */
const needed: { [File in keyof ArchivedRows]: (keyof ArchivedRows[File][number])[] } = {
  campaigns: ['correctionDays'],
  tasks: ['id', 'code', 'tracking', 'form', 'sort'],
  deadlines: ['id', 'taskId', 'period', 'opensAt', 'dueOn'],
  units: ['id', 'code', 'kind'],
  calendar: ['year', 'notice', 'issuedOn', 'holidays', 'makeup'],
  forms: ['code', 'version', 'usedFrom', 'definition'],
  obligations: ['id', 'deadlineId', 'unitId'],
  extensions: ['obligationId', 'dueOn'],
  exemptions: ['obligationId'],
  submissions: ['id', 'obligationId', 'state', 'revision', 'firstSubmittedAt', 'returnedAt', 'correctedAt'],
  revisions: ['submissionId', 'number', 'values'],
};

/**
 * The figures of the year counted anew from the rows of an archive, at the instant at which it was made.
 * @throws CannotRun when rows are missing or cannot be read
 */
export async function readFigures(archive: OpenArchive, basis: FigureBasis, task?: string): Promise<ArchivedFigures[]> {
  const rows: Record<string, Record<string, unknown>[]> = {};
  for (const [file, names] of Object.entries(needed)) {
    const own: Record<string, unknown>[] = (rows[file] = []);
    try {
      await archive.lines(`${file}.jsonl`, (line) => {
        const row = JSON.parse(line) as Record<string, unknown>;
        own.push(Object.fromEntries(names.map((name) => [name, row[name]])));
      });
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      throw new CannotRun(`${file}.jsonl 不能读取：${why}；nuanxin archive check 可以逐项核对`);
    }
  }
  return archivedFigures(rows as unknown as ArchivedRows, new Date(archive.manifest.madeAt), basis, task);
}
