import type { Reminder } from '@nuanxin/client';

type Told = Reminder['moved'][number];

/** What has become of a last day: another one, none, one again, or the same after a request for a later one. */
export function kindOf({ from, to }: Told): 'moved' | 'exempt' | 'restored' | 'kept' {
  if (to === null) return 'exempt';
  if (from === null) return 'restored';
  return from === to ? 'kept' : 'moved';
}
