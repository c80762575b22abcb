import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const parts = [
  {
    name: 'postgres',
    there: Boolean(process.env.NUANXIN_TEST_DATABASE_URL),
    hint: 'set NUANXIN_TEST_DATABASE_URL to an administrator’s address of a PostgreSQL server',
  },
  {
    name: 'browser',
    there: existsSync(process.env.NUANXIN_TEST_BROWSER ?? '/usr/bin/chromium'),
    hint: 'install Chromium, or set NUANXIN_TEST_BROWSER to its path',
  },
  {
    name: 'office',
    there: existsSync(process.env.NUANXIN_TEST_OFFICE ?? '/usr/bin/soffice'),
    hint: 'install LibreOffice (Calc and Writer), or set NUANXIN_TEST_OFFICE to the path of its soffice',
  },
];

/**
 * Makes the folder of the run, where files share what is made once, and says loudly which parts of the tests do not run on this
 * machine; a required part that is missing ends the run.
 */
export default function setup(): () => Promise<void> {
  const required = new Set((process.env.NUANXIN_TEST_REQUIRE ?? '').split(','));
  for (const { name, there, hint } of parts) {
    if (there) continue;
    if (required.has(name)) throw new Error(`the ${name} tests are required here: ${hint}`);
    process.stderr.write(`\n*** ${name.toUpperCase()} TESTS DO NOT RUN: ${hint} ***\n`);
  }
  const folder = mkdtempSync(join(tmpdir(), 'nuanxin-run-'));
  process.env.NUANXIN_TEST_RUN = folder;
  // Services and command lines that tests start are many, and the same.
  process.env.NODE_COMPILE_CACHE = join(folder, 'compiled');
  return async () => {
    // Not before: what it needs is there once dependencies are.
    const { dropTemplates } = await import('../apps/api/test/prepared.ts');
    await dropTemplates(folder);
    rmSync(folder, { recursive: true, force: true });
  };
}
