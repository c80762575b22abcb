import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { describe } from 'vitest';

const executable = process.env.NUANXIN_TEST_OFFICE ?? '/usr/bin/soffice';

/** Tests with LibreOffice; where there is none they do not run. */
export const inOffice = describe.skipIf(!existsSync(executable));

/**
 * What LibreOffice makes of a file when it opens it and saves it in another format.
 * @param filter of LibreOffice, where the format has several
 */
export async function converted(content: Uint8Array, from: string, to: string, filter = ''): Promise<Buffer> {
  const folder = await mkdtemp(join(tmpdir(), 'nuanxin-office-'));
  try {
    const file = join(folder, `file.${from}`);
    await writeFile(file, content);
    // A profile of its own: a second one that runs would hand the file to the first and end.
    const profile = `-env:UserInstallation=${pathToFileURL(join(folder, 'profile')).href}`;
    const format = filter === '' ? to : `${to}:${filter}`;
    const out = join(folder, 'out');
    await promisify(execFile)(
      executable,
      [profile, '--headless', '--norestore', '--convert-to', format, '--outdir', out, file],
      { timeout: 100_000 },
    );
    return await readFile(join(out, `file.${to}`));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
