import { problemDetail, problems, type ProblemCode } from '@nuanxin/contract';
import type { Finding } from '@nuanxin/domain';

export interface InputError {
  /** JSON pointer into the input, e.g. `/values/F0101`. */
  pointer: string;
  code: string;
  detail: string;
}

/** Thrown anywhere in a request; becomes an RFC 9457 document with the catalogue's status and sentence. */
export class ProblemError extends Error {
  readonly code: ProblemCode;
  readonly status: number;
  readonly errors: InputError[] | undefined;
  readonly findings: Finding[] | undefined;

  constructor(
    code: ProblemCode,
    details: Record<string, string | number> = {},
    more: { errors?: InputError[]; findings?: Finding[] } = {},
  ) {
    super(problemDetail(code, details));
    this.name = 'ProblemError';
    this.code = code;
    this.status = problems[code].status;
    this.errors = more.errors;
    this.findings = more.findings;
  }
}

/** A problem with one field of the input: its sentence stands beside that field too. */
export function problemAt(
  pointer: string,
  code: ProblemCode,
  details: Record<string, string | number> = {},
): ProblemError {
  const detail = problemDetail(code, details);
  return new ProblemError(code, details, { errors: [{ pointer, code, detail }] });
}

/** Work on a part of the input: what is wrong with a field of it is wrong at its place in the whole. */
export async function inPart<T>(pointer: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof ProblemError) for (const each of error.errors ?? []) each.pointer = pointer + each.pointer;
    throw error;
  }
}
