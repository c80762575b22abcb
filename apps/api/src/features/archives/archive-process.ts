import { connect } from '../../db/connect.ts';
import { writeArchive, type Making } from './write.ts';
import type { Written } from './zip-writer.ts';

/** Writes an archive for the service that started it, over a connection of its own. What it is told, and what it tells: */
export interface Told {
  url: string;
  making: Making;
}
export type Tells =
  { progress: [done: number, total: number] } | { written: Written } | { failed: string; code?: string };

process.once('message', ({ url, making }: Told) => {
  const { db } = connect({ url });
  writeArchive(db, making, async (...progress) => tell({ progress }))
    .then(
      (written) => tell({ written }),
      (error: Error & { cause?: { code?: string }; code?: string }) => {
        const code = error.code ?? error.cause?.code;
        return tell({ failed: error.message, ...(code === undefined ? {} : { code }) });
      },
    )
    .finally(() => process.exit());
});
// The service is gone, however it went; who takes its job over begins anew.
process.once('disconnect', () => process.exit());

async function tell(what: Tells): Promise<void> {
  await new Promise<void>((resolve) => process.send?.(what, () => resolve()));
}
