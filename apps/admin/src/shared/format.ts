import { dateOf, weekdayOf } from '@nuanxin/domain';

const weekdays = ['一', '二', '三', '四', '五', '六', '日'];
const quarters = ['一季度', '二季度', '三季度', '四季度'];

/** `2025-10-09 周四` */
export function day(date: string): string {
  return `${date} 周${weekdays[weekdayOf(date) - 1]}`;
}

/** `2025-07-03 15:00`, in Shanghai whatever the machine's own zone is. */
export function moment(instant: string | null): string {
  if (!instant) return '—';
  const time = new Date(instant);
  const clock = time.toLocaleTimeString('zh-CN', {
    timeZone: 'Asia/Shanghai',
    hour: '2-digit',
    minute: '2-digit',
    hour12: false,
  });
  return `${dateOf(time)} ${clock}`;
}

export function number(value: number | undefined): string {
  return value === undefined ? '' : value.toLocaleString('zh-CN');
}

/** `二季度` for 2025Q2, `全年` for 2025. */
export function period(code: string): string {
  return code.length > 4 ? (quarters[Number(code.slice(5)) - 1] ?? code) : '全年';
}

/** Quarters of a year for a select. */
export function quarterOptions(year: number): { value: string; label: string }[] {
  return [1, 2, 3, 4].map((quarter) => ({ value: `${year}Q${quarter}`, label: `${year}年${quarters[quarter - 1]}` }));
}
