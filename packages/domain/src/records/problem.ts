/** Life of a problem (问题整改, R33, R80): found → assigned → rectified → verified → struck off (销号), or sent back. */
export const problemStates = ['registered', 'rectifying', 'submitted', 'verified', 'closed', 'void'] as const;
export type ProblemState = (typeof problemStates)[number];

/** Nothing is to be done about it any more, unless it is registered anew. */
export const problemEndStates: readonly ProblemState[] = ['closed', 'void'];

export const problemActions = ['assign', 'submit', 'verify', 'send_back', 'close', 'void', 'reopen'] as const;
export type ProblemAction = (typeof problemActions)[number];

export const problemSources = ['visit', 'inspection', 'return_visit', 'office'] as const;
export type ProblemSource = (typeof problemSources)[number];

export interface ProblemTransition {
  action: ProblemAction;
  from: readonly ProblemState[];
  to: ProblemState;
  /** The unit that rectifies, or the office. */
  by: 'unit' | 'office';
  comment: 'required' | 'optional';
}

/** The one table: the API enforces it, the page shows only what it allows. */
export const problemTransitions: readonly ProblemTransition[] = [
  // Again for another unit or another due day while it is being rectified.
  { action: 'assign', from: ['registered', 'rectifying'], to: 'rectifying', by: 'office', comment: 'optional' },
  { action: 'submit', from: ['rectifying'], to: 'submitted', by: 'unit', comment: 'required' },
  { action: 'verify', from: ['submitted'], to: 'verified', by: 'office', comment: 'optional' },
  { action: 'send_back', from: ['submitted', 'verified'], to: 'rectifying', by: 'office', comment: 'required' },
  { action: 'close', from: ['verified'], to: 'closed', by: 'office', comment: 'optional' },
  { action: 'void', from: ['registered', 'rectifying'], to: 'void', by: 'office', comment: 'required' },
  { action: 'reopen', from: problemEndStates, to: 'registered', by: 'office', comment: 'required' },
];

export const problemStateLabel: Record<ProblemState, string> = {
  registered: '已登记',
  rectifying: '整改中',
  submitted: '待核验',
  verified: '待销号',
  closed: '已销号',
  void: '已作废',
};

export const problemActionLabel: Record<ProblemAction, string> = {
  assign: '交办',
  submit: '报整改结果',
  verify: '核验通过',
  send_back: '退回整改',
  close: '销号',
  void: '作废',
  reopen: '重新登记',
};

export const problemSourceLabel: Record<ProblemSource, string> = {
  visit: '走访',
  inspection: '督查',
  return_visit: '回访',
  office: '办公室发现',
};

export function problemTransitionOf(action: ProblemAction): ProblemTransition {
  const transition = problemTransitions.find((each) => each.action === action);
  if (!transition) throw new RangeError(`no such action: ${action}`);
  return transition;
}

/** The state after a step; null when the table does not allow it. */
export function nextProblemState(state: ProblemState, action: ProblemAction): ProblemState | null {
  const { from, to } = problemTransitionOf(action);
  return from.includes(state) ? to : null;
}

/** Steps that the given parts may take in a state. */
export function problemActionsFor(state: ProblemState, parts: readonly ('unit' | 'office')[]): ProblemAction[] {
  return problemTransitions
    .filter(({ from, by }) => from.includes(state) && parts.includes(by))
    .map(({ action }) => action);
}
