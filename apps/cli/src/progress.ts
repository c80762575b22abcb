const WIDTH = 24;

/** `[██████░░░░] 3/12 表.xlsx` on a terminal; nothing where nobody looks. */
export function showProgress(done: number, total: number, name: string): void {
  if (!process.stderr.isTTY || total < 2) return;
  const filled = Math.round((done / total) * WIDTH);
  const bar = '█'.repeat(filled) + '░'.repeat(WIDTH - filled);
  process.stderr.write(`\r\u001b[K[${bar}] ${done}/${total} ${name}`);
}

export function clearProgress(): void {
  if (process.stderr.isTTY) process.stderr.write('\r\u001b[K');
}
