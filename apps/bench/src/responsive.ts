// How long other requests take while hostile files are being refused: 99 of 100 must be answered within 200 ms. Needs a
// PostgreSQL server in NUANXIN_TEST_DATABASE_URL.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { deflateRawSync } from 'node:zlib';
import { createClient } from '@nuanxin/client';
import { createDatabase } from '../../api/test/prepared.ts';
import { startServiceOn } from '../../api/test/support.ts';

const SECONDS = 10;
const address = process.env.NUANXIN_TEST_DATABASE_URL;

/** An archive with one entry; what it claims to inflate to may be a lie. */
function zip(name: string, content: Buffer, claimed = content.length): Buffer {
  const data = deflateRawSync(content, { level: 9 });
  const local = Buffer.alloc(30);
  local.writeUInt32LE(0x04034b50, 0);
  local.writeUInt16LE(20, 4);
  local.writeUInt16LE(8, 8);
  local.writeUInt32LE(data.length, 18);
  local.writeUInt32LE(claimed, 22);
  local.writeUInt16LE(name.length, 26);
  const central = Buffer.alloc(46);
  central.writeUInt32LE(0x02014b50, 0);
  central.writeUInt16LE(20, 6);
  central.writeUInt16LE(8, 10);
  central.writeUInt32LE(data.length, 20);
  central.writeUInt32LE(claimed, 24);
  central.writeUInt16LE(name.length, 28);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(1, 8);
  end.writeUInt16LE(1, 10);
  end.writeUInt32LE(46 + name.length, 12);
  end.writeUInt32LE(30 + name.length + data.length, 16);
  return Buffer.concat([local, Buffer.from(name), data, central, Buffer.from(name), end]);
}

const hostile: [string, Buffer][] = [
  ['bomb.xlsx', zip('xl/workbook.xml', Buffer.alloc(150 * 1024 * 1024))],
  ['liar.xlsx', zip('xl/workbook.xml', Buffer.alloc(100 * 1024 * 1024), 1024)],
  ['long.csv', Buffer.from(`填报单位,“乐享太平 民生先行”专栏上稿数\n${'甘棠镇,1\n'.repeat(1_500_000)}`)],
  ['cells.csv', Buffer.from(`${'1,'.repeat(200)}\n`.repeat(20_000))],
];

// Senders are other processes: in this one, what they do to their own files would count as the service's delay.
const [attacked, bearer] = process.argv.slice(2);
if (attacked !== undefined) {
  const refused = new Map<string, number>();
  const sender = createClient({ baseUrl: attacked, token: () => bearer ?? null });
  const end = performance.now() + SECONDS * 1000;
  const attack = async ([name, bytes]: [string, Buffer]): Promise<void> => {
    while (performance.now() < end) {
      const file = new File([new Uint8Array(bytes)], name);
      const answer = await sender.createImport({ body: { file, period: '2025Q2' } }).then(
        () => 'taken',
        (error: { problem?: { code: string } }) => error.problem?.code ?? 'no answer',
      );
      refused.set(`${name} ${answer}`, (refused.get(`${name} ${answer}`) ?? 0) + 1);
    }
  };
  await Promise.all(hostile.map(attack));
  console.log(Object.fromEntries(refused));
  process.exit();
}

if (!address) throw new Error('NUANXIN_TEST_DATABASE_URL: the address of a PostgreSQL server');
const database = await createDatabase(address);
const service = await startServiceOn(database.url, '2025-07-01T09:00:00+08:00');
const token = await service.token('admin');
const client = createClient({ baseUrl: service.baseUrl, token: () => token });
const attackers = fork(import.meta.filename, [service.baseUrl, token]);
const ended = once(attackers, 'exit');

const times: number[] = [];
while (attackers.exitCode === null) {
  const started = performance.now();
  await client.listUnits({ query: { limit: 50 } });
  times.push(performance.now() - started);
  await pause(20);
}
await ended;

const sorted = times.toSorted((a, b) => a - b);
const at = (share: number): string => (sorted[Math.floor(sorted.length * share)] ?? 0).toFixed(0);
console.log(`${sorted.length} other requests: half within ${at(0.5)} ms, 99 of 100 within ${at(0.99)} ms`);
await service.close();
await database.drop();
