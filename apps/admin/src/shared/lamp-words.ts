import type { Lamp, ObligationStatus, Timeliness } from '@nuanxin/domain';
import { lampTexts } from '../texts/lamps.ts';

export interface LampState {
  status: ObligationStatus;
  lamp: Lamp;
  timeliness: Timeliness | null;
  lateWorkingDays: number | null;
}

/** The sign and the word of a lamp: never colour alone. */
export function lampWords({ status, lamp, timeliness, lateWorkingDays }: LampState): { sign: string; word: string } {
  if (timeliness === 'late' && lamp === 'green') {
    const word = status === 'submitted' ? lampTexts.waitingLate(lateWorkingDays) : lampTexts.late(lateWorkingDays);
    return { sign: lampTexts.lateSign, word };
  }
  if (status === 'open' && lamp === 'yellow') return { sign: lampTexts.dueSoonSign, word: lampTexts.dueSoon };
  const word = status === 'accepted' && timeliness !== null ? lampTexts.onTime : lampTexts.words[status];
  return { sign: lampTexts.signs[status], word };
}
