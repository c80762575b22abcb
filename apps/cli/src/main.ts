#!/usr/bin/env node
import { enableCompileCache } from 'node:module';

// Most of a short command's time goes into reading sources: what was read once is kept compiled.
enableCompileCache();
const { run } = await import('./commands.ts');
// Whoever reads our output may have read enough: `nuanxin status … | head`. The rest of an import is not done then.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit(2);
});
await run();
