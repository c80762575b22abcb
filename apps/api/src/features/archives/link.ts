import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';

/** Of an archive and the second at which its link is over, under a key made from the secret of the service. */
export function signatureOf(secret: string, id: string, expires: number): string {
  const key = Buffer.from(hkdfSync('sha256', secret, '', 'nuanxin archive links', 32));
  return createHmac('sha256', key).update(`${id} ${expires}`).digest('base64url');
}

export function isSigned(secret: string, id: string, expires: number, signature: string): boolean {
  const right = Buffer.from(signatureOf(secret, id, expires));
  const given = Buffer.from(signature);
  return right.length === given.length && timingSafeEqual(right, given);
}
