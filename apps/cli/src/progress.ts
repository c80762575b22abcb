import { endOf, widthOf } from './table.ts';

const WIDTH = 24;

/** `[██████░░░░] 3/12 表.xlsx` on a terminal; nothing where nobody looks. */
export function showProgress(done: number, total: number, name: string): void {
  if (total < 2) return;
  const filled = Math.round((done / total) * WIDTH);
  show(`[${'█'.repeat(filled)}${'░'.repeat(WIDTH - filled)}] ${done}/${total} `, name);
}

export function showWaiting(seconds: number, { detail }: { detail: string }): void {
  show(`${Math.ceil(seconds)} 秒后重试：`, detail);
}

/** On one line: what runs over into the next could not be cleared. */
function show(before: string, text: string): void {
  if (!process.stderr.isTTY) return;
  const left = (process.stderr.columns || 80) - 1 - widthOf(before);
  process.stderr.write(`\r\u001b[K${before}${endOf(text, left)}`);
}

export function clearProgress(): void {
  if (process.stderr.isTTY) process.stderr.write('\r\u001b[K');
}
