import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createCalendar, isIsoDate, addDays, workingDaysBetween } from '../index.ts';
import { publishedYears } from '../published-years.ts';
import {
  nextProblemState,
  problemActions,
  problemActionsFor,
  problemStates,
  problemTransitionOf,
  problemTransitions,
  type ProblemAction,
  type ProblemState,
} from './problem.ts';
import { problemDaysOn, problemView, rectificationDueOn, sentBackDueOn, type ProblemFacts } from './problem-lamp.ts';

const calendar = createCalendar(publishedYears);
const rectifying = (dueOn: string, submittedOn: string | null = null): ProblemFacts => ({
  state: 'rectifying',
  dueOn,
  submittedOn,
});
const on = (facts: ProblemFacts, today: string) => problemView(facts, today, calendar);

describe('the life of a problem', () => {
  it('is found, assigned, rectified, verified and struck off', () => {
    const steps: ProblemAction[] = ['assign', 'submit', 'verify', 'close'];
    const states = steps.reduce<ProblemState[]>(
      (life, action) => [...life, nextProblemState(life.at(-1) ?? 'registered', action) ?? 'void'],
      ['registered'],
    );
    expect(states).toEqual(['registered', 'rectifying', 'submitted', 'verified', 'closed']);
  });

  it.each([
    ['what was never assigned is not struck off', 'registered', 'close'],
    ['what nobody verified is not struck off', 'submitted', 'close'],
    ['what was handed in is not handed in again', 'submitted', 'submit'],
    ['what was handed in is judged before it becomes void', 'submitted', 'void'],
    ['what is struck off is struck off', 'closed', 'send_back'],
  ] as const)('%s', (_, state, action) => expect(nextProblemState(state, action)).toBeNull());

  it('gives the unit nothing to do but to hand in its result', () => {
    for (const state of problemStates)
      expect(problemActionsFor(state, ['unit'])).toEqual(state === 'rectifying' ? ['submit'] : []);
    expect(problemActionsFor('rectifying', ['office'])).toEqual(['assign', 'void']);
    expect(problemActionsFor('verified', [])).toEqual([]);
  });

  it('asks for a reason wherever something is sent back, dropped or taken up again', () => {
    const asked = problemTransitions.filter(({ comment }) => comment === 'required').map(({ action }) => action);
    expect(asked).toEqual(['submit', 'send_back', 'void', 'reopen']);
  });

  it('every way through the table ends in a state of the table, and offers just the steps that it allows', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...problemActions), { maxLength: 30 }), (actions) => {
        let state: ProblemState = 'registered';
        for (const action of actions) {
          const offered = problemActionsFor(state, [problemTransitionOf(action).by]).includes(action);
          const next = nextProblemState(state, action);
          expect(next !== null).toBe(offered);
          state = next ?? state;
          expect(problemStates).toContain(state);
        }
      }),
    );
  });
});

describe('the due day', () => {
  it.each([
    // 26, 28 (Sunday, worked), 29, 30 September, 9, 10, 11 (Saturday, worked), 13, 14, 15 October.
    ['over National Day 2025', '2025-09-25', '2025-10-15'],
    ['assigned in the holiday', '2025-10-03', '2025-10-21'],
    ['assigned on a Saturday that is worked', '2025-10-11', '2025-10-24'],
    ['in an ordinary fortnight', '2025-06-03', '2025-06-17'],
  ])('is ten working days after the assignment: %s', (_, assignedOn, dueOn) => {
    expect(rectificationDueOn(assignedOn, calendar)).toBe(dueOn);
  });

  it('stays when there is time left after a result was sent back, and else is three working days later', () => {
    expect(sentBackDueOn('2025-10-15', '2025-10-09', calendar)).toBe('2025-10-15');
    expect(sentBackDueOn('2025-09-30', '2025-09-30', calendar)).toBe('2025-10-11');
  });
});

describe('the lamp', () => {
  it.each([
    ['not assigned yet', { state: 'registered', dueOn: null, submittedOn: null }, 'unassigned', 'grey'],
    ['handed in', { state: 'submitted', dueOn: '2025-10-15', submittedOn: '2025-10-10' }, 'submitted', 'green'],
    ['verified', { state: 'verified', dueOn: '2025-10-15', submittedOn: '2025-10-10' }, 'verified', 'green'],
    ['struck off', { state: 'closed', dueOn: '2025-10-15', submittedOn: '2025-10-10' }, 'closed', 'green'],
    ['void before it was assigned', { state: 'void', dueOn: null, submittedOn: null }, 'void', 'green'],
    ['void past its day', { state: 'void', dueOn: '2025-01-10', submittedOn: null }, 'void', 'green'],
  ] as const)('%s', (_, facts, sign, lamp) => {
    expect(on(facts, '2026-03-01')).toMatchObject({ sign, lamp });
  });

  it.each([
    // Working days up to 15 October: 10, 11 (Saturday, worked), 13, 14, 15.
    ['with time left on the last day of the holiday', '2025-10-08', 'in_time', 'grey', null],
    ['five working days before', '2025-10-09', 'due_soon', 'yellow', null],
    ['on its last day', '2025-10-15', 'due_soon', 'yellow', null],
    ['on the day after', '2025-10-16', 'overdue', 'red', 1],
    ['on the Sunday after, two working days late', '2025-10-19', 'overdue', 'red', 2],
  ] as const)('while it is being rectified, %s', (_, today, sign, lamp, lateWorkingDays) => {
    expect(on(rectifying('2025-10-15'), today)).toEqual({ sign, lamp, lateWorkingDays });
  });

  it('is yellow once its result was sent back, and red past the day', () => {
    expect(on(rectifying('2025-12-31', '2025-10-10'), '2025-10-13')).toMatchObject({
      sign: 'sent_back',
      lamp: 'yellow',
    });
    expect(on(rectifying('2025-10-15', '2025-10-10'), '2025-10-16')).toMatchObject({ sign: 'overdue', lamp: 'red' });
  });

  it('a day that ends before the holiday is late by one in it, and by one on the first working day after', () => {
    for (const today of ['2025-10-01', '2025-10-08', '2025-10-09'])
      expect(on(rectifying('2025-09-30'), today).lateWorkingDays).toBe(1);
    expect(on(rectifying('2025-09-30'), '2025-10-10').lateWorkingDays).toBe(2);
  });

  it('keeps how late a result was handed in, however long the office takes', () => {
    const facts: ProblemFacts = { state: 'submitted', dueOn: '2025-10-15', submittedOn: '2025-10-17' };
    expect(on(facts, '2025-12-01')).toEqual({ sign: 'submitted', lamp: 'green', lateWorkingDays: 2 });
    expect(on({ ...facts, submittedOn: '2025-10-15' }, '2025-12-01').lateWorkingDays).toBeNull();
  });

  const days = fc.integer({ min: 0, max: 700 }).map((count) => addDays('2025-01-02', count));

  it('never goes back from red to yellow to grey as days pass, and lateness never shrinks', () => {
    const order = { grey: 0, yellow: 1, red: 2, green: 3 };
    fc.assert(
      fc.property(days, days, fc.nat({ max: 40 }), (dueOn, today, later) => {
        const [now, then] = [on(rectifying(dueOn), today), on(rectifying(dueOn), addDays(today, later))];
        expect(order[then.lamp]).toBeGreaterThanOrEqual(order[now.lamp]);
        expect(then.lateWorkingDays ?? 0).toBeGreaterThanOrEqual(now.lateWorkingDays ?? 0);
        expect(now.lateWorkingDays !== null).toBe(now.lamp === 'red');
      }),
    );
  });

  it('is yellow exactly while at most five working days are left', () => {
    fc.assert(
      fc.property(days, days, (dueOn, today) => {
        const soon = today <= dueOn && workingDaysBetween(calendar, today, dueOn) <= 5;
        expect(on(rectifying(dueOn), today).sign === 'due_soon').toBe(soon);
        const limits = problemDaysOn(today, calendar);
        expect(isIsoDate(limits.notSoon)).toBe(true);
        expect(dueOn >= limits.today && dueOn < limits.notSoon).toBe(soon);
      }),
    );
  });
});
