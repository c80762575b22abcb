export type SubmissionState = 'draft' | 'submitted' | 'withdrawn' | 'returned' | 'accepted' | 'reopened' | 'locked';

/** A step of the table below. */
export type SubmissionStep = 'submit' | 'supersede' | 'withdraw' | 'return' | 'accept' | 'reopen' | 'lock' | 'unlock';

/** What stands in a history: a step, or that the last one was taken back as if it had not been. */
export type SubmissionAction = SubmissionStep | 'undo';

/** Who takes a step: the unit itself, the office, or a published bulletin. */
export type Part = 'unit' | 'office' | 'bulletin';

export interface Transition {
  action: SubmissionStep;
  from: readonly SubmissionState[];
  to: SubmissionState;
  by: readonly Part[];
  comment: 'required' | 'optional';
  /** The step hands in: it makes the next revision. */
  newRevision: boolean;
}

/** The whole life of a submission. The API enforces this table, the page shows only what it allows. */
export const transitions: readonly Transition[] = [
  {
    action: 'submit',
    from: ['draft', 'withdrawn', 'returned'],
    to: 'submitted',
    // The office hands in for a unit what arrived as a file or on paper.
    by: ['unit', 'office'],
    comment: 'optional',
    newRevision: true,
  },
  {
    action: 'supersede',
    from: ['submitted', 'reopened'],
    to: 'submitted',
    // Only through an import in which a person has confirmed it.
    by: ['unit', 'office'],
    comment: 'optional',
    newRevision: true,
  },
  { action: 'withdraw', from: ['submitted'], to: 'withdrawn', by: ['unit'], comment: 'optional', newRevision: false },
  {
    action: 'return',
    from: ['submitted', 'reopened'],
    to: 'returned',
    by: ['office'],
    comment: 'required',
    newRevision: false,
  },
  {
    action: 'accept',
    from: ['submitted', 'reopened'],
    to: 'accepted',
    by: ['office'],
    comment: 'optional',
    newRevision: false,
  },
  { action: 'reopen', from: ['accepted'], to: 'reopened', by: ['office'], comment: 'required', newRevision: false },
  { action: 'lock', from: ['accepted'], to: 'locked', by: ['bulletin'], comment: 'optional', newRevision: false },
  { action: 'unlock', from: ['locked'], to: 'accepted', by: ['bulletin'], comment: 'optional', newRevision: false },
];

const byAction = new Map(transitions.map((each) => [each.action, each]));
/** Steps that a person takes with a button; the others follow from an import or a bulletin. */
const buttons: SubmissionStep[] = ['submit', 'withdraw', 'accept', 'return', 'reopen'];

export function transitionOf(action: SubmissionStep): Transition {
  const transition = byAction.get(action);
  if (!transition) throw new RangeError(`no such action: ${action}`);
  return transition;
}

/** The state after a step; null when the table does not allow it. */
export function nextState(state: SubmissionState, action: SubmissionStep): SubmissionState | null {
  const { from, to } = transitionOf(action);
  return from.includes(state) ? to : null;
}

/** Buttons that the given parts may press in a state. */
export function actionsFor(state: SubmissionState, parts: readonly Part[]): SubmissionStep[] {
  return buttons.filter((action) => {
    const { from, by } = transitionOf(action);
    return from.includes(state) && by.some((part) => parts.includes(part));
  });
}

/** True while the content may be changed. */
export function isEditable(state: SubmissionState): boolean {
  return transitionOf('submit').from.includes(state);
}

/** True while what was handed in counts: it is under review, was returned or was accepted. */
export function isHandedIn(state: SubmissionState): boolean {
  return state !== 'draft' && state !== 'withdrawn';
}

/** Seconds in which who has just accepted or returned a report may take that back. */
export const UNDO_SECONDS = 10;

/** Steps that hold, oldest first: one that was taken back is gone with what took it back. */
export function heldSteps<T extends { action: SubmissionAction }>(history: readonly T[]): T[] {
  const held: T[] = [];
  for (const step of history) {
    if (step.action === 'undo') held.pop();
    else held.push(step);
  }
  return held;
}

/** When a report was last sent back, and when its correction first came; from the steps that hold, oldest first. */
export function correctionOf(held: readonly { action: SubmissionAction; at: Date }[]): {
  returnedAt: Date | null;
  correctedAt: Date | null;
} {
  let returnedAt: Date | null = null;
  let correctedAt: Date | null = null;
  for (const { action, at } of held) {
    if (action === 'return') [returnedAt, correctedAt] = [at, null];
    else if (action === 'withdraw') correctedAt = null;
    else if ((action === 'submit' || action === 'supersede') && returnedAt !== null) correctedAt ??= at;
  }
  return { returnedAt, correctedAt };
}
