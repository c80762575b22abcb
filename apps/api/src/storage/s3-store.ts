import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import {
  DeleteObjectCommand,
  GetObjectCommand,
  NoSuchKey,
  PutObjectCommand,
  S3Client,
  type S3ClientConfig,
} from '@aws-sdk/client-s3';
import type { S3Config, Store } from './store.ts';

/** Object storage that speaks S3: keys `attachments/ab/abcdef…`, as on disk. */
export function s3Store(config: S3Config): Store {
  const client = new S3Client({
    ...addressOf(config),
    region: config.region,
    credentials: { accessKeyId: config.accessKey, secretAccessKey: config.secretKey },
    // Storage of other makers knows no checksums in trailers, and some keep them as a part of the file.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
  });
  const at = (key: string) => ({ Bucket: config.bucket, Key: `attachments/${key.slice(0, 2)}/${key}` });
  return {
    async put(key, path, type) {
      const { size } = await stat(path);
      const content = { Body: createReadStream(path), ContentLength: size, ContentType: type };
      await client.send(new PutObjectCommand({ ...at(key), ...content }));
    },
    async get(key) {
      try {
        const { Body } = await client.send(new GetObjectCommand(at(key)));
        return Body as Readable;
      } catch (error) {
        if (error instanceof NoSuchKey) return null;
        throw error;
      }
    },
    async remove(key) {
      await client.send(new DeleteObjectCommand(at(key)));
    },
  };
}

/** The bucket stands in the path, unless it is in the host's name already, as some makers want it. */
function addressOf({ endpoint, bucket }: S3Config): S3ClientConfig {
  const url = new URL(endpoint);
  if (!url.hostname.startsWith(`${bucket}.`)) return { endpoint, forcePathStyle: true };
  url.hostname = url.hostname.slice(bucket.length + 1);
  return { endpoint: url.href };
}
