import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createClient } from '@nuanxin/client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readConfig } from '../src/config.ts';
import { fileOf, pdf, photo } from './attachment-files.ts';
import { start, stop } from './service-process.ts';
import { databases, PASSWORD, problemOf, startService, type Service } from './support.ts';

interface FakeS3 {
  endpoint: string;
  objects: Map<string, { content: Buffer; type: string | undefined }>;
  /** Signatures and odd headers of the requests. */
  seen: Record<string, string | string[] | undefined>[];
  close(): Promise<void>;
}

/** As much of S3 as the service needs: objects are put, fetched and deleted by path. */
async function startS3(): Promise<FakeS3> {
  const objects: FakeS3['objects'] = new Map();
  const seen: FakeS3['seen'] = [];
  const server: Server = createServer((request, response) => {
    const key = decodeURIComponent((request.url ?? '').split('?')[0] ?? '');
    seen.push(request.headers);
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      const found = objects.get(key);
      if (request.method === 'PUT') {
        objects.set(key, { content: Buffer.concat(parts), type: request.headers['content-type'] });
        response.end();
      } else if (request.method === 'DELETE') {
        objects.delete(key);
        response.writeHead(204).end();
      } else if (found) response.end(found.content);
      else
        response
          .writeHead(404, { 'content-type': 'application/xml' })
          .end('<?xml version="1.0"?><Error><Code>NoSuchKey</Code><Message>none</Message></Error>');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    endpoint: `http://127.0.0.1:${port}`,
    objects,
    seen,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

describe.each(databases)('attachments in object storage, on $name', (database) => {
  let s3: FakeS3;
  let service: Service;
  beforeAll(async () => {
    s3 = await startS3();
    const keys = { accessKey: 'key', secretKey: 'secret' };
    const config = { endpoint: s3.endpoint, bucket: 'nuanxin', region: 'cn-east', ...keys };
    service = await startService(database, '2025-07-01T09:00:00+08:00', { s3: config });
  });
  afterAll(async () => {
    await service.close();
    await s3.close();
  });

  it('go there whole, come back whole, and go for good after the grace period', async () => {
    const office = await service.as('admin');
    const { items } = (await office.listObligations({ query: { period: '2025Q2', task: 'T0.1' } })).data;
    const { data: submission } = await office.startSubmission({ body: { obligationId: items[0]?.id ?? '' } });
    const add = async (content: Buffer, name: string) =>
      (
        await office.addAttachment({
          body: { owner: 'submission', ownerId: submission.id, file: fileOf(content, name) },
        })
      ).data;
    const bytes = pdf(300_000);
    const [paper, picture] = [await add(bytes, '通知.pdf'), await add(await photo(), '会场.jpg')];
    expect(
      [...s3.objects.keys()].every((key) => /^\/nuanxin\/attachments\/(..)\/\1[0-9a-f]{62}(\.webp)?$/.test(key)),
    ).toBe(true);
    expect([...s3.objects.values()].map(({ type }) => type)).toEqual(['application/pdf', 'image/jpeg', 'image/webp']);
    expect([...s3.objects.values()][0]?.content.equals(bytes)).toBe(true);
    expect(
      s3.seen.every((headers) => String(headers.authorization).startsWith('AWS4-HMAC-SHA256 Credential=key/')),
    ).toBe(true);
    expect(s3.seen.some((headers) => headers['x-amz-trailer'] ?? headers['content-encoding'])).toBe(false);
    const { content } = (await office.getAttachmentContent({ params: { id: paper.id } })).data;
    expect(Buffer.from(content).equals(bytes)).toBe(true);
    // Nothing of them stays on the machine.
    expect(await readdir(join(service.dataDir, 'attachments'))).toEqual(['incoming']);
    expect(await readdir(join(service.dataDir, 'attachments', 'incoming'))).toEqual([]);

    for (const { id } of [paper, picture]) await office.deleteAttachment({ params: { id } });
    service.setNow('2025-08-01T09:00:00+08:00');
    const last = await add(pdf(), '新的.pdf');
    expect(s3.objects.size).toBe(1);
    s3.objects.clear();
    const gone = problemOf(office.getAttachmentContent({ params: { id: last.id } }));
    expect((await gone).status).toBe(500);
  });
});

describe('NUANXIN_S3_*', () => {
  const whole = {
    NUANXIN_S3_ENDPOINT: 'https://oss.example.cn',
    NUANXIN_S3_BUCKET: 'nuanxin',
    NUANXIN_S3_ACCESS_KEY: 'a',
    NUANXIN_S3_SECRET_KEY: 'b',
  };
  it('is taken whole or not at all', () => {
    expect(readConfig({}).s3).toBeNull();
    expect(readConfig(whole).s3).toEqual({
      endpoint: 'https://oss.example.cn',
      bucket: 'nuanxin',
      region: 'us-east-1',
      accessKey: 'a',
      secretKey: 'b',
    });
    for (const name of Object.keys(whole)) expect(() => readConfig({ ...whole, [name]: '' })).toThrow(name);
    expect(() => readConfig({ NUANXIN_S3_REGION: 'cn' })).toThrow('NUANXIN_S3_ENDPOINT');
    expect(() => readConfig({ ...whole, NUANXIN_S3_ENDPOINT: 'oss.example.cn' })).toThrow('NUANXIN_S3_ENDPOINT 应为');
    expect(() => readConfig({ ...whole, NUANXIN_S3_BUCKET: '../x' })).toThrow('NUANXIN_S3_BUCKET 应为');
  });
});

describe('a large file', () => {
  const MEGABYTE = 1024 * 1024;

  /** Most memory that a process ever had, in MB. */
  async function peak(pid: number): Promise<number> {
    const status = await readFile(`/proc/${pid}/status`, 'utf8');
    return Number(/VmHWM:\s+(\d+) kB/.exec(status)?.[1]) / 1024;
  }

  it.runIf(process.platform === 'linux')(
    'of 45 MB goes through without being held in memory',
    async () => {
      const dataDir = await mkdtemp(join(tmpdir(), 'nuanxin-large-'));
      const service = await start({ NUANXIN_DATA_DIR: dataDir });
      try {
        const { data } = await createClient({ baseUrl: service.address }).login({
          body: { username: 'admin', password: PASSWORD },
        });
        const office = createClient({ baseUrl: service.address, token: () => data.accessToken });
        const { items } = (await office.listObligations({ query: { period: '2025Q2', task: 'T0.1' } })).data;
        const { data: submission } = await office.startSubmission({ body: { obligationId: items[0]?.id ?? '' } });
        /** There and back; this process may hold it, the service's must not. */
        const send = async (): Promise<void> => {
          const content = pdf(45 * MEGABYTE);
          const body = { owner: 'submission' as const, ownerId: submission.id, file: fileOf(content, 'a.pdf') };
          const { id } = (await office.addAttachment({ body })).data;
          const back = (await office.getAttachmentContent({ params: { id } })).data.content;
          expect(content.equals(back)).toBe(true);
        };
        // The first takes along what has to be loaded.
        await send();
        const before = await peak(service.process.pid ?? 0);
        for (let round = 0; round < 3; round++) await send();
        // Less than one of the three: buffers of streams that are collected late.
        expect((await peak(service.process.pid ?? 0)) - before).toBeLessThan(40);
      } finally {
        await stop(service.process, 'SIGTERM');
        await rm(dataDir, { recursive: true, force: true });
      }
    },
    180_000,
  );
});
