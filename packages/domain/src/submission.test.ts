import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  actionsFor,
  isEditable,
  nextState,
  transitions,
  type SubmissionAction,
  type SubmissionState,
} from './submission.ts';

const actions = transitions.map(({ action }) => action);
const states: SubmissionState[] = ['draft', 'submitted', 'withdrawn', 'returned', 'accepted', 'reopened', 'locked'];

describe('the life of a submission', () => {
  it.each<[SubmissionState, SubmissionAction, SubmissionState | null]>([
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
