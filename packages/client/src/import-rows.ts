import type { Import, ImportRow } from '@nuanxin/contract';
import type { Client } from './index.ts';

/** All rows of an import, those that did not fit into its reply included. */
export async function importRows(client: Client, { id, rows, nextRows }: Import): Promise<ImportRow[]> {
  const all = [...rows];
  for (let cursor = nextRows; cursor !== null;) {
    const { data } = await client.listImportRows({ params: { id }, query: { cursor, limit: 2000 } });
    all.push(...data.items);
    cursor = data.nextCursor;
  }
  return all;
}
