import type { Heading } from '@nuanxin/contract';
import { checkHeading } from '@nuanxin/domain';
import type { Context } from '../../context.ts';
import { ProblemError, problemAt } from '../../problem.ts';
import { inProcess } from '../imports/in-process.ts';
import { readPlan } from './plan.ts';

interface Asked {
  year?: number;
  /** Number of the project. */
  project: number;
}

/** The heading rule on a text that somebody has at hand (R88). @throws ProblemError not_found */
export async function headingOfText(ctx: Context, { year, project, text }: Asked & { text: string }): Promise<Heading> {
  const { template, projects } = await readPlan(ctx, year);
  const labelName = projects.find(({ no }) => no === project)?.labelName;
  if (labelName === undefined) throw problemAt('/project', 'not_found');
  return checkHeading(
    text,
    template,
    labelName,
    projects.map((each) => each.labelName),
  );
}

/** The same of a document; it is read and forgotten. @throws ProblemError not_found, file_refused, import_timeout */
export async function headingOfFile(
  ctx: Context,
  { fileName, content, ...asked }: Asked & { fileName: string; content: Uint8Array },
): Promise<Heading> {
  const text = await inProcess({ kind: 'beginning', bytes: content, fileName }).catch((error: unknown) => {
    if (error instanceof ProblemError && error.code === 'file_refused') throw refused(error);
    throw error;
  });
  return headingOfText(ctx, { ...asked, text });
}

/** Nothing is imported here: the refusals of an import, in the words of this check. */
function refused({ message, errors }: ProblemError): ProblemError {
  const detail = message.replaceAll('导入', '核对');
  if (errors?.[0]?.code !== 'file_type_unsupported') return new ProblemError('file_refused', { detail });
  const [what = ''] = detail.split('；');
  const takes = '请选择 .docx、.xlsx、.xls、.csv 或 .txt 文件，只核对开头文字，不会导入';
  return new ProblemError('file_refused', { detail: `${what}；${takes}` });
}
