import { writeFile } from 'node:fs/promises';
import type { Client } from '@nuanxin/client';
import type { Archive } from '@nuanxin/contract';
import { expect, vi } from 'vitest';

/** Has an archive made and waits for its end, whatever that is. */
export async function madeArchive(client: Client, year: number): Promise<Archive> {
  return endOf(client, (await client.createArchive({ params: { year } })).data.id);
}

export async function endOf(client: Client, id: string): Promise<Archive> {
  return vi.waitFor(
    async () => {
      const { data } = await client.getArchive({ params: { id } });
      expect(['done', 'failed']).toContain(data.state);
      return data;
    },
    { timeout: 30_000, interval: 100 },
  );
}

/** Keeps it as a file, as a browser does that opens its link. */
export async function saveArchive(baseUrl: string, { link }: Archive, path: string): Promise<void> {
  const answer = await fetch(`${baseUrl}${link ?? ''}`);
  expect(answer.status).toBe(200);
  await writeFile(path, Buffer.from(await answer.arrayBuffer()));
}
