import { eq } from 'drizzle-orm';
import type { Db } from '../../db/connect.ts';
import { importFiles } from '../../db/schema/index.ts';

/** Keeps a file; the same one once. */
export async function storeFile(tx: Db, sha256: string, content: Buffer): Promise<void> {
  await tx.insert(importFiles).values({ sha256, content, size: content.length }).onConflictDoNothing();
}

/** The sender's own file, as it came in. */
export async function storedFile(db: Db, sha256: string): Promise<Buffer> {
  const [file] = await db
    .select({ content: importFiles.content })
    .from(importFiles)
    .where(eq(importFiles.sha256, sha256));
  if (!file) throw new Error('import without its file');
  return file.content;
}
