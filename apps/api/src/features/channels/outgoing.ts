import { lookup, type LookupAddress, type LookupOptions } from 'node:dns';
import { request as http } from 'node:http';
import { request as https } from 'node:https';
import { BlockList, isIP } from 'node:net';
import { Undelivered } from './undelivered.ts';

const SECONDS = 10;
/** Enough for the answer of a robot; what comes beyond is not read. */
const MOST_BYTES = 64 * 1024;

const inside = new BlockList();
for (const [network, bits] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['224.0.0.0', 3],
] as const)
  inside.addSubnet(network, bits, 'ipv4');
for (const [network, bits] of [
  ['::', 127],
  ['64:ff9b::', 96],
  ['fc00::', 7],
  ['fe80::', 10],
  ['ff00::', 8],
] as const)
  inside.addSubnet(network, bits, 'ipv6');

/** An address of this machine or of a network behind it: nothing that a stranger's address may lead to. */
export function isInside(address: string): boolean {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (mapped) return isInside(mapped);
  return inside.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4');
}

type Found = (error: Error | null, address: string | LookupAddress[], family?: number) => void;

/** Looks a name up once and connects to what was looked at: a name that changes in between leads nowhere else. */
function lookupOutside(host: string, options: LookupOptions, found: Found): void {
  lookup(host, { ...options, all: true }, (error, addresses) => {
    if (error) return found(error, '');
    if (addresses.some(({ address }) => isInside(address))) return found(new Inside(), '');
    const [first] = addresses;
    return options.all ? found(null, addresses) : found(null, first?.address ?? '', first?.family ?? 4);
  });
}

class Inside extends Error {}

/**
 * Posts JSON to another system: ten seconds, 64 KB of answer, redirects are not followed.
 * @param allowInside whether the address may be one of this machine or of its network
 * @throws Undelivered with the reason in Chinese
 */
export async function post(
  url: string,
  body: string,
  headers: Record<string, string>,
  allowInside: boolean,
): Promise<{ status: number; text: string }> {
  const { protocol, hostname } = new URL(url);
  const literal = hostname.replace(/^\[|\]$/g, '');
  if (!allowInside && isIP(literal) && isInside(literal)) throw insideFault();
  try {
    return await new Promise((resolve, reject) => {
      const request = (protocol === 'http:' ? http : https)(
        url,
        {
          method: 'POST',
          agent: false,
          headers: { 'content-type': 'application/json; charset=utf-8', 'user-agent': 'Nuanxin', ...headers },
          signal: AbortSignal.timeout(SECONDS * 1000),
          ...(allowInside ? {} : { lookup: lookupOutside }),
        },
        (response) => {
          const parts: Buffer[] = [];
          let size = 0;
          const done = (): void =>
            resolve({ status: response.statusCode ?? 0, text: Buffer.concat(parts).toString('utf8') });
          response.on('data', (part: Buffer) => {
            parts.push(part);
            size += part.length;
            if (size > MOST_BYTES) {
              done();
              response.destroy();
            }
          });
          response.on('end', done);
          response.on('error', reject);
        },
      );
      request.on('error', reject);
      request.end(body);
    });
  } catch (error) {
    if (error instanceof Inside) throw insideFault();
    throw new Undelivered(reasonOf(error as NodeJS.ErrnoException));
  }
}

const insideFault = (): Undelivered =>
  new Undelivered('地址指向本机或内网；如确需发往内网，请由管理员设置 NUANXIN_ALLOW_INSIDE=yes', { final: true });

function reasonOf({ name, code }: NodeJS.ErrnoException): string {
  if (name === 'TimeoutError' || name === 'AbortError') return `对方 ${SECONDS} 秒内没有应答`;
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') return '找不到该地址的主机';
  if (code === 'ECONNREFUSED') return '对方拒绝连接';
  if (code?.startsWith('CERT_') || code?.includes('SELF_SIGNED') || code?.startsWith('UNABLE_TO'))
    return '对方的证书无效';
  return `连接中断（${code ?? name}）`;
}
