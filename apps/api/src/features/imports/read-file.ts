import { withLabels, type ImportDecisions, type ImportReading, type ImportRow } from '@nuanxin/domain';
import { eq } from 'drizzle-orm';
import type { Context } from '../../context.ts';
import { campaigns } from '../../db/schema/index.ts';
import { ProblemError } from '../../problem.ts';
import { formDueNext, formOfPeriod, type StoredForm } from '../forms/forms.ts';
import { learnedLabels } from '../forms/labels.ts';
import { againstSubmissions } from './against-submissions.ts';
import { handedInValues, importUnits, recordFigures, registerFigures, scopeCodes, targets } from './facts.ts';
import { contextFrom } from './form-context.ts';
import { inProcess } from './in-process.ts';

interface File {
  fileName: string;
  content: Uint8Array;
  form: string;
  period?: string;
  decisions: ImportDecisions;
}

export interface FileReading extends Omit<ImportReading, 'rows'> {
  campaignId: string;
  /** Judged, also against what is already there. */
  rows: ImportRow[];
  /** Id of each unit by its code. */
  unitIds: Map<string, string>;
}

/**
 * Reads a workbook or a document with all that is known of units, of the year and of earlier decisions. Writes nothing.
 * @throws ProblemError not_found, file_refused, period_unknown, period_mismatch, period_not_planned, import_timeout
 */
export async function readFile(ctx: Context, file: File): Promise<FileReading> {
  const form = await (file.period === undefined
    ? formDueNext(ctx.db, file.form, ctx.clock())
    : formOfPeriod(ctx.db, file.form, file.period));
  const reading = await readWith(ctx, file, form);
  const own = await formOfPeriod(ctx.db, file.form, reading.period);
  // The file itself says that it is of a period with another version of the form.
  return own.id === form.id ? reading : readWith(ctx, file, own);
}

async function readWith(ctx: Context, file: File, form: StoredForm): Promise<FileReading> {
  const { db } = ctx;
  const known = await importUnits(db);
  const { unit } = file.decisions;
  if (unit !== undefined && !known.ids.has(unit)) {
    const errors = [{ pointer: '/unit', code: 'not_found', detail: `没有编码为 ${unit} 的填报单位` }];
    throw new ProblemError('not_found', {}, { errors });
  }
  const scope = await scopeCodes(ctx);
  const yearValues = await handedInValues(db, file.form);
  const registers = await registerFigures(db, known.ids);
  const job = {
    kind: 'read' as const,
    bytes: file.content,
    fileName: file.fileName,
    form: withLabels(form.definition, await learnedLabels(db, file.form)),
    units: known.entries,
    contexts: known.contexts,
    registers,
    yearValues,
    decisions: file.decisions,
    ...(file.period === undefined ? {} : { period: file.period }),
    ...(scope === undefined ? {} : { scope }),
  };
  const { rows, ...reading } = await inProcess(job, ctx.progress);
  const { period } = reading;
  const [campaign] = await db
    .select({ id: campaigns.id })
    .from(campaigns)
    .where(eq(campaigns.year, Number(period.slice(0, 4))));
  const owed = await targets(db, file.form, period);
  if (!campaign || owed.size === 0) throw new ProblemError('period_not_planned', { period });
  const { confirmed } = file.decisions;
  return {
    ...reading,
    campaignId: campaign.id,
    rows: againstSubmissions(rows, owed, {
      ...reading,
      now: ctx.clock(),
      confirmed,
      form: form.definition,
      figures: await recordFigures(db, form.definition, period, rows),
      contextOf: contextFrom({ contexts: known.contexts, registers, yearValues }),
    }),
    unitIds: known.ids,
  };
}
