import type { Client } from '@nuanxin/client';

/** A kind of records that every unit keeps. */
export const publications = { kind: 'publications' } as const;

export function article(title: string, more: object = {}) {
  return { title, carrier: 'wechat_account', level: 'district', ...more };
}

export function publish(client: Client, date: string, title: string, more: object = {}) {
  return client.createRecord({ params: publications, body: { date, values: article(title, more) } });
}
