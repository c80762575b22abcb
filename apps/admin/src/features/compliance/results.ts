import type { ComplianceCheck } from '@nuanxin/client';
import { complianceTexts as t } from '../../texts/compliance.ts';

/** What a check comes to in one sign and word: never by colour alone. */
export function resultOf(check: ComplianceCheck): { sign: string; word: string; tone: string } {
  const { results } = t;
  if (!check.enabled) return results.off;
  if (check.failing > 0) return results.failing;
  if (check.pending > 0) return results.pending;
  if (check.checked === 0) return check.unjudged > 0 ? results.unjudged : results.nothing;
  return check.unjudged > 0 ? results.unjudged : results.fine;
}
