import { createHmac } from 'node:crypto';
import { post } from './outgoing.ts';
import type { Outgoing } from './send.ts';
import type { Settings } from './settings.ts';
import { Undelivered } from './undelivered.ts';

/** An event to another system, signed as Standard Webhooks have it where there is a secret. */
export async function sendToWebhook(
  { url = '', secret }: Settings,
  { id, data }: Outgoing,
  allowInside: boolean,
): Promise<void> {
  const payload = JSON.stringify(data);
  // The receiver compares with its own clock, which is the real one.
  const timestamp = String(Math.floor(Date.now() / 1000));
  const headers: Record<string, string> = { 'webhook-id': id, 'webhook-timestamp': timestamp };
  if (secret) {
    const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
    headers['webhook-signature'] =
      `v1,${createHmac('sha256', key).update(`${id}.${timestamp}.${payload}`).digest('base64')}`;
  }
  const { status } = await post(url, payload, headers, allowInside);
  if (status >= 200 && status < 300) return;
  const final = status >= 300 && status < 500 && status !== 408 && status !== 429;
  throw new Undelivered(
    status < 400 && status >= 300 ? `对方要求转到别处（${status}），不跟随` : `对方应答 ${status}`,
    { final },
  );
}
