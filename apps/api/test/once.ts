import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';

/**
 * A file or folder that is made once for all files of a test run: who comes first makes it, the others wait.
 * @param make writes it where it is told to
 */
export async function onceInRun(name: string, make: (to: string) => void | Promise<void>): Promise<string> {
  const run = process.env.NUANXIN_TEST_RUN;
  if (run === undefined) throw new Error('the folder of the test run is made by scripts/test-setup.ts');
  const [made, making, failed] = [join(run, name), join(run, `${name}-making`), join(run, `${name}-failed`)];
  if (!existsSync(made) && isFirst(making)) {
    try {
      await make(join(making, name));
      renameSync(join(making, name), made);
    } catch (error) {
      writeFileSync(failed, String(error));
      throw error;
    }
  }
  while (!existsSync(made)) {
    if (existsSync(failed)) throw new Error(readFileSync(failed, 'utf8'));
    await setTimeout(100);
  }
  return made;
}

/** Making a folder succeeds for one only. */
function isFirst(folder: string): boolean {
  try {
    mkdirSync(folder);
    return true;
  } catch {
    return false;
  }
}
