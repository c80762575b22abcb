/** Could not run: bad usage, no server, no sign-in. The command ends with exit code 2. */
export class CannotRun extends Error {}

/** The service does not answer now: what was asked can be asked again later. */
export class ServiceAway extends CannotRun {}

/** Somebody pressed Ctrl-C, or the machine is shut down. */
export class Interrupted extends Error {
  readonly exitCode: number;
  constructor(exitCode: number) {
    super('已中断');
    this.exitCode = exitCode;
  }
}

const reasons: Record<string, string> = {
  EACCES: '没有权限',
  EPERM: '没有权限，或正被其他程序打开',
  EBUSY: '正被其他程序打开',
  EROFS: '所在磁盘只读',
  ENOSPC: '磁盘已满',
  ENOENT: '不存在',
  ENOTDIR: '不是文件夹',
  EEXIST: '不是文件夹',
  EISDIR: '是文件夹，不是文件',
  ENAMETOOLONG: '文件名过长',
};

/** What went wrong with which file or folder, for people; null when the error is about something else. */
export function fileTrouble(error: unknown): { path: string; reason: string } | null {
  const { code, path, message } = error as NodeJS.ErrnoException;
  return code !== undefined && path !== undefined ? { path, reason: reasons[code] ?? message } : null;
}

export function isVanished(error: unknown): boolean {
  return (error as NodeJS.ErrnoException).code === 'ENOENT';
}
