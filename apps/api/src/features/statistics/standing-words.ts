import type { ReadReport } from './read-reports.ts';

/** How a report stands, in the words of lists of units. */
export function standingWords({ standing, late, view: { lateWorkingDays } }: ReadReport): string {
  switch (standing) {
    case 'missing':
      return '逾期未报';
    case 'open':
      return '未到期';
    case 'returned':
      return '退回待改';
    default: {
      const inTime = late ? (lateWorkingDays ? `迟报${lateWorkingDays}个工作日` : '迟报') : '按时';
      return standing === 'waiting' ? `${inTime}，待审` : inTime;
    }
  }
}
