import { dueSoonLabel, obligationStatusLabel, type Lamp, type ObligationStatus } from '@nuanxin/domain';

/** The sign and the word beside the colour: a lamp is never told by its colour alone. */
export const lampTexts = {
  signs: {
    upcoming: '○',
    open: '○',
    submitted: '●',
    returned: '◐',
    accepted: '●',
    overdue: '■',
    exempt: '—',
  } satisfies Record<ObligationStatus, string>,
  lateSign: '▲',
  dueSoonSign: '◔',
  words: obligationStatusLabel,
  dueSoon: dueSoonLabel,
  onTime: '按时',
  late: (days: number | null) => `迟${days ?? ''}日`,
  waitingLate: (days: number | null) => `待审 迟${days ?? ''}日`,
  legend: [
    { sign: '●', lamp: 'green', word: '按时、办结、待审' },
    { sign: '▲', lamp: 'green', word: '迟报' },
    { sign: '◔', lamp: 'yellow', word: '将到期' },
    { sign: '◐', lamp: 'yellow', word: '退回' },
    { sign: '■', lamp: 'red', word: '逾期' },
    { sign: '○', lamp: 'grey', word: '未开始、未到期' },
    { sign: '—', lamp: 'grey', word: '免报' },
  ] satisfies { sign: string; lamp: Lamp; word: string }[],
};
