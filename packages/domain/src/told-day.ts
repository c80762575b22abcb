/** A last day of which a unit is told: from which day to which; none where nothing is owed. */
interface ToldDay {
  from: string | null;
  to: string | null;
}

/** What has become of a last day: another one, none, one again, or the same after a request for a later one. */
export function toldKind({ from, to }: ToldDay): 'moved' | 'exempt' | 'restored' | 'kept' {
  if (to === null) return 'exempt';
  if (from === null) return 'restored';
  return from === to ? 'kept' : 'moved';
}

export const toldKindLabel: Record<ReturnType<typeof toldKind>, string> = {
  moved: '时限变动',
  exempt: '免报',
  restored: '恢复报送',
  kept: '延期答复',
};

/**
 * What is said behind the task; the new day, where there is one, follows.
 * @param told its first day with its weekday
 */
export function toldWords(told: ToldDay & { fromDay: string | null }): string {
  switch (toldKind(told)) {
    case 'exempt':
      return '免报';
    case 'restored':
      return '恢复报送，最后一天 ';
    case 'kept':
      return '：最后一天仍为 ';
    case 'moved':
      return `：${told.from} ${told.fromDay} → `;
  }
}

export const overtakenLabel = '已有新的变动';

/** Where a message stands that leaves the house. */
export function messageWords(state: 'waiting' | 'delivered' | 'failed' | 'unneeded', attempts: number): string {
  if (state === 'waiting') return attempts > 0 ? `重试中（已试${attempts}次）` : '待发';
  return { delivered: '已送达', failed: '未送达', unneeded: '不再需要' }[state];
}
