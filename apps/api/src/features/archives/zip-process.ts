import { openStore, type S3Config, type Store } from '../../storage/store.ts';
import { ZipWriter, type Written } from './zip-writer.ts';

/**
 * Writes a zip for the service that started it, and ends with it: packing and hashing gigabytes is nothing for the process
 * that answers requests.
 */
export type Told =
  | { open: string; at: Date; store: { dataDir: string; s3: S3Config | null } }
  | { begin: string; compress: boolean }
  | { text: string }
  | { bytes: Uint8Array }
  /** The content is in the store under this key. */
  | { content: string }
  | { end: true }
  | { finish: true };
export type Answered = { done: Written | boolean | null } | { failed: string; code: string | undefined };

let zip: ZipWriter | undefined;
let store: Promise<Store> | undefined;

process.on('message', (told: Told) => {
  void carryOut(told).then(
    (done) => process.send?.({ done } satisfies Answered),
    (error: NodeJS.ErrnoException) => process.send?.({ failed: error.message, code: error.code } satisfies Answered),
  );
});
// The service is gone, however it went; who takes its job over begins anew.
process.once('disconnect', () => process.exit());

async function carryOut(told: Told): Promise<Written | boolean | null> {
  if ('open' in told) {
    zip = new ZipWriter(told.open, told.at);
    store = openStore(told.store);
    return null;
  }
  if (!zip || !store) throw new Error('a zip has to be opened first');
  if ('begin' in told) zip.begin(told.begin, told.compress);
  else if ('text' in told) await zip.write(Buffer.from(told.text));
  else if ('bytes' in told) await zip.write(Buffer.from(told.bytes));
  else if ('end' in told) return zip.end();
  else if ('finish' in told) return zip.finish();
  else {
    const content = await (await store).get(told.content);
    if (!content) return false;
    for await (const chunk of content) await zip.write(chunk as Buffer);
    return true;
  }
  return null;
}
