import type { ChannelKind } from '@nuanxin/contract';
import { sendToRobot } from './robots.ts';
import { sendMail } from './mail.ts';
import type { Settings } from './settings.ts';
import { sendToWebhook } from './webhook.ts';

/** What leaves the house; the id is the same at every attempt. */
export interface Outgoing {
  id: string;
  recipients: string[];
  subject: string;
  body: string;
  data: unknown;
}

export interface Way {
  kind: ChannelKind;
  settings: Settings;
}

/** @throws Undelivered */
export async function send(way: Way, message: Outgoing, allowInside: boolean): Promise<void> {
  if (way.kind === 'email') await sendMail(way.settings, message);
  else if (way.kind === 'webhook') await sendToWebhook(way.settings, message, allowInside);
  else await sendToRobot(way.kind, way.settings, message, allowInside);
}
