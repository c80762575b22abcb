import type { AuditEntry } from '@nuanxin/client';
import { periodOfYear } from '../../shared/format.ts';
import { common } from '../../texts/common.ts';

/** What a person calls the changed thing; the service names its period by code. */
export function subjectOf({ entity, label }: Pick<AuditEntry, 'entity' | 'label'>): string {
  if (label === null || (entity !== 'submission' && entity !== 'obligation')) return label ?? '';
  return label.replace(/(?<= )\d{4}(Q[1-4]|W[1-9]\d?)?(?= )/, (code, quarter?: string) =>
    quarter ? periodOfYear(code) : common.year(code),
  );
}
