import { ProblemError } from '../../problem.ts';

/** What the multipart plugin makes of the file part. */
export interface UploadedFile {
  fileName: string;
  content: Buffer;
}

/** @throws ProblemError file_missing when something else came in its place */
export function uploadedFile(part: unknown): UploadedFile {
  const { fileName, content } = (part ?? {}) as Partial<UploadedFile>;
  if (fileName === undefined || !Buffer.isBuffer(content)) throw new ProblemError('file_missing');
  return { fileName, content };
}
