import { parsePeriod, periodLabel } from '../period.ts';

/** What a person calls the changed thing. Labels of what units owe and hand in name its period by code. */
export function auditSubject({ entity, label }: { entity: string; label: string | null }): string {
  if (label === null || !['submission', 'obligation'].includes(entity)) return label ?? '';
  return label
    .split(' ')
    .map((word) => (parsePeriod(word) ? periodLabel(word) : word))
    .join(' ');
}
