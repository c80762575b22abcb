import { BlockList } from 'node:net';
import { resolve } from 'node:path';
import type { S3Config } from './storage/store.ts';

export interface Config {
  /** PostgreSQL; null for the embedded database in `dataDir`. */
  databaseUrl: string | null;
  dataDir: string;
  /** Object storage for attachments; null for a folder in `dataDir`. */
  s3: S3Config | null;
  host: string;
  port: number;
  adminPassword: string | null;
  jwtSecret: string | null;
  /** Proxies whose word on the caller's address counts; empty for none. */
  trustProxy: string[];
  /** Address under which people open the product; stands in what leaves the house. */
  publicUrl: string | null;
  /** Robots and webhooks may stand on this machine or in its network. */
  allowInside: boolean;
  /** Instant at which the clock starts; null for the real time. */
  now: Date | null;
}

const known = [
  'NUANXIN_DATA_DIR',
  'NUANXIN_ADMIN_PASSWORD',
  'NUANXIN_JWT_SECRET',
  'NUANXIN_NOW',
  'NUANXIN_TRUST_PROXY',
  'NUANXIN_PUBLIC_URL',
  'NUANXIN_ALLOW_INSIDE',
  'NUANXIN_ALLOW_EMBEDDED',
  'NUANXIN_S3_ENDPOINT',
  'NUANXIN_S3_BUCKET',
  'NUANXIN_S3_REGION',
  'NUANXIN_S3_ACCESS_KEY',
  'NUANXIN_S3_SECRET_KEY',
];
/** Read by the tests and by the command line, not by the service. */
const elsewhere = /^NUANXIN_(TEST_|SERVER$|USER$|PASSWORD$|BOOTSTRAPPED$)/;

/**
 * Environment → configuration, checked once.
 * @throws Error that names the variable and the remedy
 */
export function readConfig(env: Record<string, string | undefined>): Config {
  const unknown = Object.keys(env).filter(
    (name) => name.startsWith('NUANXIN_') && !known.includes(name) && !elsewhere.test(name),
  );
  if (unknown.length > 0) throw new Error(`不认识的环境变量：${unknown.join('、')}。可用的有：${known.join('、')}`);

  const databaseUrl = env.DATABASE_URL || null;
  if (databaseUrl && !/^postgres(ql)?:\/\//.test(databaseUrl)) {
    throw new Error('DATABASE_URL 应形如 postgresql://用户:密码@主机:5432/库名');
  }
  if (env.NODE_ENV === 'production' && !databaseUrl && env.NUANXIN_ALLOW_EMBEDDED !== 'yes') {
    throw new Error(
      '正式运行（NODE_ENV=production）须用 DATABASE_URL 指定 PostgreSQL；内置数据库断电时可能丢失数据，如确要使用，请设 NUANXIN_ALLOW_EMBEDDED=yes',
    );
  }
  const port = Number(env.PORT ?? 3000);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) throw new Error('PORT 应为 0 到 65535 的整数');
  const now = env.NUANXIN_NOW ? new Date(env.NUANXIN_NOW) : null;
  if (now && Number.isNaN(now.getTime())) throw new Error('NUANXIN_NOW 应为时刻，如 2025-07-02T09:00:00+08:00');
  const jwtSecret = env.NUANXIN_JWT_SECRET || null;
  if (jwtSecret && jwtSecret.length < 32) throw new Error('NUANXIN_JWT_SECRET 至少 32 个字符');
  const adminPassword = env.NUANXIN_ADMIN_PASSWORD || null;
  if (adminPassword && adminPassword.length < 8) throw new Error('NUANXIN_ADMIN_PASSWORD 至少 8 个字符');

  const trustProxy = (env.NUANXIN_TRUST_PROXY ?? '').split(/[,\s]+/).filter((each) => each !== '');
  const unknownProxy = trustProxy.find((each) => !isProxy(each));
  if (unknownProxy !== undefined)
    throw new Error(
      `NUANXIN_TRUST_PROXY 中的“${unknownProxy}”有误：应为代理的 IP 或网段（如 10.1.2.3、10.0.0.0/8），或 loopback、linklocal、uniquelocal`,
    );

  const publicUrl = env.NUANXIN_PUBLIC_URL?.replace(/\/+$/, '') || null;
  if (publicUrl && !(/^https?:\/\//.test(publicUrl) && URL.canParse(publicUrl)))
    throw new Error('NUANXIN_PUBLIC_URL 应为完整网址，如 https://nuanxin.example.cn');
  if (env.NUANXIN_ALLOW_INSIDE && env.NUANXIN_ALLOW_INSIDE !== 'yes')
    throw new Error('NUANXIN_ALLOW_INSIDE 只能为 yes，或不设');

  return {
    databaseUrl,
    dataDir: resolve(env.NUANXIN_DATA_DIR || '.data'),
    s3: readS3(env),
    host: env.HOST || '127.0.0.1',
    port,
    adminPassword,
    jwtSecret,
    trustProxy,
    publicUrl,
    allowInside: env.NUANXIN_ALLOW_INSIDE === 'yes',
    now,
  };
}

/** All of it or nothing: with half of it, files would go where nobody looks for them. */
function readS3(env: Record<string, string | undefined>): S3Config | null {
  const needed = ['ENDPOINT', 'BUCKET', 'ACCESS_KEY', 'SECRET_KEY'].map((name) => `NUANXIN_S3_${name}`);
  const missing = needed.filter((name) => !env[name]);
  if (missing.length === needed.length && !env.NUANXIN_S3_REGION) return null;
  if (missing.length > 0) throw new Error(`附件使用对象存储时还须设置：${missing.join('、')}`);
  const endpoint = env.NUANXIN_S3_ENDPOINT ?? '';
  if (!/^https?:\/\//.test(endpoint) || !URL.canParse(endpoint))
    throw new Error('NUANXIN_S3_ENDPOINT 应为完整网址，如 https://oss.example.cn');
  const bucket = env.NUANXIN_S3_BUCKET ?? '';
  if (!/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(bucket))
    throw new Error('NUANXIN_S3_BUCKET 应为 3 到 63 个小写字母、数字、点或短横');
  return {
    endpoint,
    bucket,
    region: env.NUANXIN_S3_REGION || 'us-east-1',
    accessKey: env.NUANXIN_S3_ACCESS_KEY ?? '',
    secretKey: env.NUANXIN_S3_SECRET_KEY ?? '',
  };
}

/** An address, a network or one of the names that stand for the private ones. */
function isProxy(text: string): boolean {
  if (['loopback', 'linklocal', 'uniquelocal'].includes(text)) return true;
  const [address = '', bits, more] = text.split('/');
  if (more !== undefined) return false;
  const family = address.includes(':') ? 'ipv6' : 'ipv4';
  try {
    new BlockList().addSubnet(address, Number(bits ?? (family === 'ipv6' ? 128 : 32)), family);
    return bits === undefined || /^\d+$/.test(bits);
  } catch {
    return false;
  }
}
