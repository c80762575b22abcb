// What a browser loads before the first page is usable: the entry, the sign-in, the frame and the overview, each with
// everything that it imports. Prints the gzipped sizes; exits 1 over the limit. Run after `vite build`.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

const LIMIT_KB = 300;
const dist = join(import.meta.dirname, '../dist');
const manifest = JSON.parse(readFileSync(join(dist, '.vite/manifest.json'), 'utf8'));
const roots = [
  'index.html',
  'src/features/session/SignInPage.vue',
  'src/shell/AppFrame.vue',
  'src/features/overview/OverviewPage.vue',
];

const chunks = new Set();
const files = new Set();
function take(name) {
  if (chunks.has(name)) return;
  chunks.add(name);
  const chunk = manifest[name];
  if (!chunk) throw new Error(`not in the build: ${name}`);
  for (const file of [chunk.file, ...(chunk.css ?? [])]) files.add(file);
  for (const each of chunk.imports ?? []) take(each);
}
for (const root of roots) take(root);

const sizes = [...files].map((file) => [file, gzipSync(readFileSync(join(dist, file))).length]);
const kb = (bytes) => (bytes / 1024).toFixed(1).padStart(6);
const print = (line) => process.stdout.write(`${line}\n`);
for (const [file, bytes] of sizes.toSorted((a, b) => b[1] - a[1])) print(`${kb(bytes)} KB  ${file}`);
const total = sizes.reduce((sum, [, bytes]) => sum + bytes, 0);
print(`${kb(total)} KB  in ${files.size} files; the limit is ${LIMIT_KB} KB`);
if (total > LIMIT_KB * 1024) process.exitCode = 1;
