import type { Readable } from 'node:stream';

export interface S3Config {
  endpoint: string;
  bucket: string;
  region: string;
  accessKey: string;
  secretKey: string;
}

/** Where contents are kept, by a key that is made from their hash: in a folder, or in object storage. */
export interface Store {
  /** Keeps what is in a file of the data folder under the key; again is the same. The file may be moved away. */
  put(key: string, path: string, type: string): Promise<void>;
  /** Null when there is none. */
  get(key: string): Promise<Readable | null>;
  /** What is not there is gone already. */
  remove(key: string): Promise<void>;
}

/** Object storage where it is configured; its library is loaded with the first file. */
export function openStore(config: { dataDir: string; s3: S3Config | null }): Promise<Store> {
  return config.s3
    ? import('./s3-store.ts').then(({ s3Store }) => s3Store(config.s3 as S3Config))
    : import('./disk-store.ts').then(({ diskStore }) => diskStore(config.dataDir));
}
