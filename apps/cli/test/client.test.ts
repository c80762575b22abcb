import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createClient, type ApiProblem } from '@nuanxin/client';
import { afterEach, describe, expect, it } from 'vitest';

let close = async (): Promise<void> => {};
afterEach(() => close());

async function clientOf(answer: RequestListener) {
  const server = createServer((request, response) => request.resume().on('end', () => answer(request, response)));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  close = async () => {
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  };
  return createClient({ baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}` });
}

const body = () => ({ file: new File([new Uint8Array(300)], '表.csv') });
const codeOf = (call: Promise<unknown>): Promise<string> =>
  call.then(
    () => 'answered',
    (error: ApiProblem) => error.problem.code,
  );

describe('a call', () => {
  it('can be given up at any moment of it, and nothing else happens', async () => {
    const client = await clientOf((_, response) =>
      response.writeHead(201, { 'content-type': 'application/json' }).end('{}'),
    );
    for (let moment = 0; moment < 120; moment++) {
      const controller = new AbortController();
      // Before the call, or so many steps of whatever goes on in the process later.
      const step = (left: number): void => {
        if (left === 0) controller.abort();
        else if (moment % 2 === 0) queueMicrotask(() => step(left - 1));
        else setImmediate(() => step(left - 1));
      };
      step(Math.floor(moment / 6));
      const ended = client.createImport({ body: body() }, { signal: controller.signal }).then(
        () => 'answered',
        (error: Error) => error.name,
      );
      expect(['answered', 'AbortError']).toContain(await ended);
    }
  });

  it('whose answer breaks off in the middle is a lost connection', async () => {
    const client = await clientOf((_, response) => {
      response.writeHead(201, { 'content-type': 'application/json', 'content-length': 100 });
      response.write('{"id":', () => response.destroy());
    });
    expect(await codeOf(client.createImport({ body: body() }))).toBe('unreachable');
  });

  it.each([
    [200, 'text/html', '<html>请先登录网络</html>'],
    [201, 'application/json', '{"id":'],
    [502, 'text/html', 'Bad Gateway'],
    [403, 'application/json', '{"error":"blocked"}'],
  ])('that something else answers (%i, %s) is refused in words', async (status, type, text) => {
    const client = await clientOf((_, response) => response.writeHead(status, { 'content-type': type }).end(text));
    expect(await codeOf(client.createImport({ body: body() }))).toBe('unexpected');
  });
});
