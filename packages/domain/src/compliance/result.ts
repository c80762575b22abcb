/**
 * - `failing`: breaks the rule and can be mended.
 * - `pending`: not done yet, and not due yet.
 * - `unjudged`: the registers do not say enough; somebody has to look.
 * - `fact`: told because the notice sets no number to judge by.
 */
export const complianceStates = ['failing', 'pending', 'unjudged', 'fact'] as const;
export type ComplianceState = (typeof complianceStates)[number];
export const complianceStateLabel: Record<ComplianceState, string> = {
  failing: '待改',
  pending: '未到期',
  unjudged: '无法核对',
  fact: '仅供了解',
};

/** One thing that a check has to say. */
export interface ComplianceItem {
  state: ComplianceState;
  /** Code of the unit whose it is; null when it is nobody's alone. */
  unit: string | null;
  /** Number of the project. */
  project: number | null;
  /** Id of the site or record; null when what is missing has no row. */
  record: string | null;
  /** Chinese sentence that says what is wrong. */
  detail: string;
}

export interface ComplianceResult {
  /** Things that were judged, whatever came of it. */
  checked: number;
  items: ComplianceItem[];
}

const about = { unit: null, project: null, record: null } as const;

export function item(
  state: ComplianceState,
  detail: string,
  where: Partial<Pick<ComplianceItem, 'unit' | 'project' | 'record'>> = {},
): ComplianceItem {
  return { ...about, ...where, state, detail };
}
