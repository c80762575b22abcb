import { MAX_PICTURE_BYTES } from '@nuanxin/contract';
import { SNIFFED_BYTES, sniffAttached, WorkbookRefused, type AttachedKind } from '@nuanxin/workbook';
import { ProblemError } from '../../problem.ts';
import type { IncomingFile } from '../../storage/incoming.ts';
import { inProcess } from '../imports/in-process.ts';

/** What is to be stored, and what is known of it. */
export interface Judged {
  sha256: string;
  size: number;
  type: string;
  endings: string[];
  width: number | null;
  height: number | null;
  heading: string | null;
  /** A mobile number stands in it. */
  mobiles: boolean;
  path: string;
  /** Of a picture. */
  thumbnail: string | null;
}

const pictures = {
  jpeg: ['image/jpeg', ['jpg', 'jpeg']],
  png: ['image/png', ['png']],
  webp: ['image/webp', ['webp']],
} as const;

/**
 * Says what a file is, by its content, and makes of it what is stored. Pictures are drawn and documents read in a process
 * with limits, as imports are.
 * @throws ProblemError attachment_refused, personal_info
 */
export async function judge(file: IncomingFile): Promise<Judged> {
  const kind = await kindOf(file);
  const { sha256, size, path } = file;
  const plain = { sha256, size, path, width: null, height: null, heading: null, mobiles: false, thumbnail: null };
  if (kind === 'pdf') return { ...plain, type: 'application/pdf', endings: ['pdf'] };
  if (kind === 'zip' || kind === 'ole' || kind === 'text') {
    const { type, endings, heading, personal, mobiles } = await asked(inProcess({ kind: 'document', path, as: kind }));
    if (personal) throw new ProblemError('personal_info', { place: '文件' });
    return { ...plain, type, endings, heading, mobiles };
  }
  if (size > MAX_PICTURE_BYTES) throw refused('照片超过 20 MB，请压缩后上传');
  const [type, endings] = pictures[kind];
  const picture = await oneAtATime(() => asked(inProcess({ kind: 'picture', path, as: kind })));
  return {
    ...plain,
    ...picture,
    type,
    endings: [...endings],
    path: `${path}.picture`,
    thumbnail: `${path}.thumbnail`,
  };
}

async function kindOf(file: IncomingFile): Promise<AttachedKind> {
  const head = await file.head(SNIFFED_BYTES);
  try {
    const kind = sniffAttached(head);
    // A batch or a script is text as well: only what calls itself a text is taken for one.
    if (kind !== 'text' || /\.txt$/i.test(file.fileName)) return kind;
  } catch (error) {
    if (error instanceof WorkbookRefused) throw refused(error.detail);
    throw error;
  }
  throw refused('纯文本只收 .txt 文件；表格请存为 .xlsx，其他文件请另存为 PDF 后上传');
}

/** Drawing a photo takes up to 200 MB: the next ones wait. */
let last: Promise<unknown> = Promise.resolve();
function oneAtATime<T>(run: () => Promise<T>): Promise<T> {
  const mine = last.then(run, run);
  last = mine.catch(() => {});
  return mine;
}

/** The refusals of an import, in the words of an attachment. */
async function asked<T>(answer: Promise<T>): Promise<T> {
  try {
    return await answer;
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    if (error.code === 'import_timeout') throw refused('文件过于复杂，处理超时；请精简，或另存为 PDF 后上传');
    throw refused(error.message.replaceAll('导入', '上传'));
  }
}

function refused(detail: string): ProblemError {
  return new ProblemError('attachment_refused', { detail });
}
