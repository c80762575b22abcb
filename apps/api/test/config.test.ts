import { tmpdir } from 'node:os';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readConfig } from '../src/config.ts';
import { connect, prepare, type Connection } from '../src/db/connect.ts';
import { startEmbedded } from '../src/db/embedded.ts';
import { fillEmpty } from '../src/db/seed.ts';
import { buildServer } from '../src/server.ts';
import { PASSWORD } from './support.ts';

describe('NUANXIN_TRUST_PROXY', () => {
  it.each([
    ['', []],
    ['loopback', ['loopback']],
    ['10.1.2.3, 192.168.0.0/16', ['10.1.2.3', '192.168.0.0/16']],
    ['fd00::/8 uniquelocal', ['fd00::/8', 'uniquelocal']],
  ])('%j is a list of proxies', (text, wanted) => {
    expect(readConfig({ NUANXIN_TRUST_PROXY: text }).trustProxy).toEqual(wanted);
  });

  it.each(['true', '1', '10.0.0.0/33', '10.0.0', 'proxy.example', '10.0.0.0/8/1', '::/x'])(
    '%j is refused by name before anything starts',
    (text) => {
      expect(() => readConfig({ NUANXIN_TRUST_PROXY: text })).toThrow(/NUANXIN_TRUST_PROXY/);
    },
  );

  let connection: Connection;
  beforeAll(async () => {
    connection = connect(await startEmbedded('memory://'));
    await prepare(connection, async (db) => {
      await fillEmpty(db, () => new Date('2025-07-01T09:00:00+08:00'), PASSWORD);
    });
  });
  afterAll(() => connection.close());

  it.each([
    [['loopback'], '203.0.113.7'],
    [[], '127.0.0.1'],
  ])('with %j a sign-in through a proxy is recorded as from %s', async (trustProxy, address) => {
    const clock = () => new Date('2025-07-01T09:00:00+08:00');
    const config = { jwtSecret: 'test'.repeat(10), trustProxy, dataDir: tmpdir() };
    const app = await buildServer({ db: connection.db, clock, config });
    await app.inject({
      method: 'POST',
      url: '/api/v1/auth/login',
      headers: { 'x-forwarded-for': '203.0.113.7' },
      payload: { username: 'admin', password: PASSWORD },
    });
    const { rows } = await connection.pool.query(
      "select ip from audit where action = 'auth.login' order by id desc limit 1",
    );
    expect(rows).toEqual([{ ip: address }]);
    await app.close();
  });
});
