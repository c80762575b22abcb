import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  actionsFor,
  correctionOf,
  heldSteps,
  isEditable,
  nextState,
  transitions,
  type SubmissionStep,
  type SubmissionState,
} from './submission.ts';

const actions = transitions.map(({ action }) => action);
const states: SubmissionState[] = ['draft', 'submitted', 'withdrawn', 'returned', 'accepted', 'reopened', 'locked'];

describe('the life of a submission', () => {
  it.each<[SubmissionState, SubmissionStep, SubmissionState | null]>([
    ['draft', 'submit', 'submitted'],
    ['submitted', 'accept', 'accepted'],
    ['submitted', 'return', 'returned'],
    ['returned', 'submit', 'submitted'],
    ['submitted', 'withdraw', 'withdrawn'],
    ['withdrawn', 'submit', 'submitted'],
    ['accepted', 'reopen', 'reopened'],
    ['reopened', 'return', 'returned'],
    ['accepted', 'lock', 'locked'],
    ['locked', 'unlock', 'accepted'],
    ['draft', 'accept', null],
    ['accepted', 'return', null],
    ['accepted', 'withdraw', null],
    ['locked', 'reopen', null],
    ['returned', 'accept', null],
  ])('from %s by %s leads to %s', (from, action, to) => expect(nextState(from, action)).toBe(to));

  it('shows each side only its own buttons', () => {
    expect(actionsFor('submitted', ['unit'])).toEqual(['withdraw']);
    expect(actionsFor('submitted', ['office'])).toEqual(['accept', 'return']);
    expect(actionsFor('accepted', ['unit'])).toEqual([]);
    expect(actionsFor('locked', ['unit', 'office'])).toEqual([]);
  });

  it('lets the content change only while it is with the unit', () => {
    expect(states.filter(isEditable)).toEqual(['draft', 'withdrawn', 'returned']);
  });

  it('never reaches a state outside the table, whatever the steps', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...actions), { maxLength: 60 }), (steps) => {
        let state: SubmissionState = 'draft';
        for (const action of steps) {
          const to: SubmissionState | null = nextState(state, action);
          const row = transitions.find((each) => each.action === action && each.from.includes(state));
          expect(to).toBe(row?.to ?? null);
          state = to ?? state;
          expect(states).toContain(state);
        }
      }),
    );
  });

  it('can always go on to accepted', () => {
    const reaches = (state: SubmissionState, seen: SubmissionState[] = []): boolean =>
      state === 'accepted' ||
      actions.some((action) => {
        const to = nextState(state, action);
        return to !== null && !seen.includes(to) && reaches(to, [...seen, to]);
      });
    expect(states.filter((state) => !reaches(state))).toEqual([]);
  });
});

describe('what was taken back', () => {
  const at = (minute: number): Date => new Date(Date.UTC(2025, 6, 1, 0, minute));
  const history = fc
    .array(fc.constantFrom<SubmissionStep>('submit', 'supersede', 'withdraw', 'return', 'accept', 'reopen'), {
      maxLength: 20,
    })
    .map((all) => all.map((action, i) => ({ action, at: at(i) })));

  it('leaves the history as if it had not been, however often', () => {
    fc.assert(
      fc.property(
        history,
        fc.array(fc.constantFrom<SubmissionStep>('accept', 'return'), { maxLength: 5 }),
        (steps, undone) => {
          const more = undone.flatMap((action, i) => [
            { action, at: at(100 + i) },
            { action: 'undo' as const, at: at(100 + i) },
          ]);
          expect(heldSteps([...steps, ...more])).toEqual(steps);
        },
      ),
    );
  });

  it.each<[string, SubmissionStep[], number | null, number | null]>([
    ['nothing was sent back', ['submit', 'accept'], null, null],
    ['sent back, still owed', ['submit', 'return'], 1, null],
    ['corrected once, corrected again', ['submit', 'return', 'submit', 'supersede'], 1, 2],
    ['the correction was withdrawn', ['submit', 'return', 'submit', 'withdraw'], 1, null],
    ['sent back again', ['submit', 'return', 'submit', 'return'], 3, null],
  ])('correction: %s', (_, steps, returned, corrected) => {
    const dated = steps.map((action, i) => ({ action, at: at(i) }));
    expect(correctionOf(dated)).toEqual({
      returnedAt: returned === null ? null : at(returned),
      correctedAt: corrected === null ? null : at(corrected),
    });
  });
});
