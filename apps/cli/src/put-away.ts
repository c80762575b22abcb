import { mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { basename, extname, join } from 'node:path';

/** What is laid beside a file: its annotated workbook, or the reason why there is none. */
export interface Result {
  /** Name of the workbook in its archive; null for a file. */
  part: string | null;
  ending: '.xlsx' | '.txt';
  content: string | Uint8Array;
}

const RESULT = '_导入结果';
/** A name has 255 bytes on most disks, a Chinese character three. */
const LONGEST = 150;
const LONGEST_PART = 50;

/**
 * Moves a file into a folder, with its results beside it. @throws the file system's error; the file is still where it was
 */
export async function putAway(path: string, to: string, results: Result[]): Promise<void> {
  await mkdir(to, { recursive: true });
  const { kept, beside } = await freeNames(to, basename(path), results);
  const unfinished = beside.map((each) => join(to, `${each}.tmp`));
  try {
    for (const [i, { content }] of results.entries()) await writeFile(unfinished[i] ?? '', content);
    // A file that is still there after a crash is sent again, and answered as before.
    await rename(path, join(to, kept));
  } catch (error) {
    for (const each of unfinished) await rm(each, { force: true });
    throw error;
  }
  for (const [i, each] of unfinished.entries()) await rename(each, join(to, beside[i] ?? ''));
}

/**
 * A second file of one name gets a number, and its results the same: 甲.csv and 甲.xlsx have one each. A file that was
 * given back and comes again goes under the name that it had at first.
 */
async function freeNames(folder: string, name: string, results: Result[]): Promise<{ kept: string; beside: string[] }> {
  // Of names that differ in case only, some disks make one.
  const taken = new Set((await readdir(folder)).map((each) => each.toLowerCase()));
  const ending = extname(name);
  const whole = basename(name, ending);
  const stem = whole.endsWith(RESULT) && whole !== RESULT ? whole.slice(0, -RESULT.length) : whole;
  for (let n = 1; ; n++) {
    const numbered = n === 1 ? stem : `${cut(stem, LONGEST)}（${n}）`;
    const kept = numbered + ending;
    const beside = results.map(({ part, ending: own }, i) => {
      const which = part === null ? '' : `_${i + 1}_${cut(basename(part, extname(part)), LONGEST_PART)}`;
      return `${cut(numbered, LONGEST + 10)}${which}${RESULT}${own}`;
    });
    if (![kept, ...beside].some((each) => taken.has(each.toLowerCase()))) return { kept, beside };
  }
}

function cut(text: string, bytes: number): string {
  const chars = [...text];
  while (Buffer.byteLength(chars.join('')) > bytes) chars.pop();
  return chars.join('');
}
