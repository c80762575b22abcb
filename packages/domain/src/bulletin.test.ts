import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  bulletinActions,
  bulletinActionsFor,
  bulletinStates,
  bulletinStateWords,
  bulletinSteps,
  hasApproved,
  isBulletinEditable,
  nextBulletinState,
  type BulletinState,
} from './bulletin.ts';

describe('the life of a bulletin', () => {
  it('leads through three reviews to publication, or through one', () => {
    const way = (steps: 1 | 3): BulletinState[] => {
      const states: BulletinState[] = ['draft'];
      for (const action of ['submit', ...Array.from({ length: steps }, () => 'approve' as const), 'publish'] as const) {
        const next = nextBulletinState(states.at(-1) ?? 'draft', action, steps);
        if (next) states.push(next);
      }
      return states;
    };
    expect(way(3)).toEqual(['draft', 'review_1', 'review_2', 'review_3', 'approved', 'published']);
    expect(way(1)).toEqual(['draft', 'review_1', 'approved', 'published']);
  });

  it('goes back to its writer from anywhere on the way, and from nowhere else', () => {
    for (const steps of bulletinSteps)
      for (const state of bulletinStates) {
        const onTheWay = state !== 'draft' && state !== 'published';
        expect(nextBulletinState(state, 'send_back', steps)).toBe(onTheWay ? 'draft' : null);
      }
  });

  it('never leaves publication, is written in the draft only, and offers what it allows', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom(...bulletinActions), { maxLength: 30 }),
        fc.constantFrom(...bulletinSteps),
        (actions, steps) => {
          let state: BulletinState = 'draft';
          for (const action of actions) {
            const next = nextBulletinState(state, action, steps);
            expect(bulletinActionsFor(state, steps).includes(action)).toBe(next !== null);
            if (state === 'published') expect(next).toBeNull();
            state = next ?? state;
            expect(isBulletinEditable(state)).toBe(state === 'draft');
            // With one review nobody waits for a second.
            if (steps === 1) expect(['review_2', 'review_3']).not.toContain(state);
          }
        },
      ),
    );
  });

  it('is called by what it waits for', () => {
    expect([bulletinStateWords('review_1', 3), bulletinStateWords('review_1', 1)]).toEqual(['待一审', '待审核']);
  });

  it('knows who has approved it since it was last handed in', () => {
    const step = (action: 'create' | 'submit' | 'approve' | 'send_back', actorId: string) => ({ action, actorId });
    const history = [step('create', 'a'), step('submit', 'a'), step('approve', 'a')];
    expect([hasApproved(history, 'a'), hasApproved(history, 'b')]).toEqual([true, false]);
    const anew = [...history, step('send_back', 'b'), step('submit', 'a'), step('approve', 'b')];
    expect([hasApproved(anew, 'a'), hasApproved(anew, 'b')]).toEqual([false, true]);
  });
});
