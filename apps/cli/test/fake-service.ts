import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Import } from '@nuanxin/client';

/** An answer to an import: a problem by its status and code, or the import. */
export type Answer = { status: number; code: string; retryAfter?: string } | 'committed';

export interface FakeService {
  baseUrl: string;
  /** When each import came, and its key. */
  came: { at: number; key: string }[];
  close(): Promise<void>;
}

export const committed: Import = {
  id: '',
  fileName: '表.csv',
  sha256: '',
  form: 'annex7',
  layout: 'table',
  period: '2025Q2',
  mode: 'atomic',
  status: 'committed',
  replayOf: null,
  counts: { accepted: 1, rejected: 0, confirm: 0, ignored: 0 },
  createdAt: '',
  version: 1,
  createdBy: '',
  findings: [],
  decisions: { cells: [], units: [], headers: [], confirmed: [] },
  nextRows: null,
  rows: [],
};

/** A service that knows everybody and answers imports as it is told, one after the other. */
export async function startFakeService(answers: Answer[]): Promise<FakeService> {
  const came: FakeService['came'] = [];
  const server = createServer((request, response) => {
    request.resume().on('end', () => {
      const send = (status: number, type: string, body: unknown): void =>
        void response.writeHead(status, { 'content-type': type }).end(JSON.stringify(body));
      if (request.url?.endsWith('/login'))
        return send(200, 'application/json', { accessToken: 't', user: { id: 'u' } });
      came.push({ at: performance.now(), key: String(request.headers['idempotency-key']) });
      const answer = answers.shift() ?? 'committed';
      if (answer === 'committed') return send(201, 'application/json', committed);
      const { status, code, retryAfter } = answer;
      if (retryAfter !== undefined) response.setHeader('retry-after', retryAfter);
      return send(status, 'application/problem+json', { status, code, detail: `暂时不行（${code}）` });
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    came,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
