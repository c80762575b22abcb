import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createCalendar } from './calendar.ts';
import { addDays, startOfDay } from './dates.ts';
import { awaitsExtension, obligationView, type ObligationFacts } from './obligation.ts';
import { publishedYears } from './published-years.ts';

const calendar = createCalendar(publishedYears);
const q3: ObligationFacts = {
  tracking: 'submission',
  opensAt: startOfDay('2025-07-01'),
  dueOn: '2025-10-09',
  extendedTo: null,
  exempt: false,
  state: null,
  firstSubmittedAt: null,
  returnedAt: null,
  correctedAt: null,
  settledOn: null,
};
const at = (facts: Partial<ObligationFacts>, instant: string) =>
  obligationView({ ...q3, ...facts }, new Date(instant), calendar);

describe('an obligation to which nothing was handed in', () => {
  it.each([
    ['before it opens', '2025-06-30T23:59:59+08:00', 'upcoming', 'grey'],
    ['while there is time', '2025-09-10T09:00:00+08:00', 'open', 'grey'],
    ['five working days before', '2025-09-25T09:00:00+08:00', 'open', 'yellow'],
    ['on the evening of 8 October', '2025-10-08T23:59:59+08:00', 'open', 'yellow'],
    ['in the last instant of the due day', '2025-10-09T23:59:59.999+08:00', 'open', 'yellow'],
    ['in the first instant after it', '2025-10-10T00:00:00+08:00', 'overdue', 'red'],
  ])('%s is as it should be', (_, instant, status, lamp) => {
    expect(at({}, instant)).toMatchObject({ status, lamp });
  });

  it('turns yellow five working days before the due day, make-up days counted', () => {
    // Working days up to 9 October: 26, 28 (Sunday, worked), 29, 30 September, 9 October.
    expect(at({}, '2025-09-24T12:00:00+08:00').lamp).toBe('grey');
    expect(at({}, '2025-09-25T12:00:00+08:00').lamp).toBe('yellow');
  });

  it('has until the end of its extension', () => {
    expect(at({ extendedTo: '2025-10-15' }, '2025-10-14T10:00:00+08:00')).toMatchObject({
      status: 'open',
      dueOn: '2025-10-15',
    });
    expect(at({ extendedTo: '2025-10-15' }, '2025-10-16T00:00:00+08:00').status).toBe('overdue');
  });

  it('owes nothing when exempt', () => {
    expect(at({ exempt: true }, '2025-12-01T00:00:00+08:00')).toMatchObject({ status: 'exempt', lamp: 'grey' });
  });
});

describe('timeliness', () => {
  it.each([
    ['2025-10-09T23:59:59+08:00', 'on_time', 0],
    ['2025-10-10T00:00:01+08:00', 'late', 1],
    ['2025-10-11T09:00:00+08:00', 'late', 2],
    ['2025-10-12T09:00:00+08:00', 'late', 2],
    ['2025-10-13T09:00:00+08:00', 'late', 3],
  ])('of a hand-in at %s is %s by %i working days', (instant, timeliness, lateWorkingDays) => {
    expect(at({ state: 'submitted', firstSubmittedAt: new Date(instant) }, '2025-11-01T00:00:00+08:00')).toMatchObject({
      timeliness,
      lateWorkingDays,
    });
  });

  it('says late by one on a Saturday after a Friday, though no working day has passed', () => {
    const view = obligationView(
      { ...q3, dueOn: '2025-10-31', state: 'accepted', firstSubmittedAt: new Date('2025-11-01T10:00:00+08:00') },
      new Date('2025-11-02T00:00:00Z'),
      calendar,
    );
    expect(view).toMatchObject({ timeliness: 'late', lateWorkingDays: 1 });
  });

  it('is judged on the first hand-in, not on a correction within its period', () => {
    const facts = {
      state: 'submitted' as const,
      firstSubmittedAt: new Date('2025-10-08T10:00:00+08:00'),
      returnedAt: new Date('2025-10-13T10:00:00+08:00'),
      correctedAt: new Date('2025-10-16T23:00:00+08:00'),
    };
    expect(at(facts, '2025-10-20T00:00:00+08:00')).toMatchObject({ status: 'submitted', timeliness: 'on_time' });
  });

  it('is late when the correction comes after its period', () => {
    const facts = {
      state: 'accepted' as const,
      firstSubmittedAt: new Date('2025-10-08T10:00:00+08:00'),
      returnedAt: new Date('2025-10-13T10:00:00+08:00'),
      correctedAt: new Date('2025-10-20T10:00:00+08:00'),
    };
    expect(at(facts, '2025-10-21T00:00:00+08:00')).toMatchObject({ timeliness: 'late', lateWorkingDays: 2 });
  });

  it('is open again after a withdrawal', () => {
    const facts = { state: 'withdrawn' as const, firstSubmittedAt: new Date('2025-10-08T10:00:00+08:00') };
    expect(at(facts, '2025-10-09T10:00:00+08:00')).toMatchObject({ status: 'open', timeliness: null });
    expect(at(facts, '2025-10-10T10:00:00+08:00')).toMatchObject({ status: 'overdue', lamp: 'red' });
  });
});

describe('a returned report', () => {
  const returned = {
    state: 'returned' as const,
    firstSubmittedAt: new Date('2025-09-28T10:00:00+08:00'),
    returnedAt: new Date('2025-09-29T17:00:00+08:00'),
  };
  it('has three working days for its correction, days off not counted', () => {
    expect(at(returned, '2025-10-10T23:59:59+08:00')).toMatchObject({
      status: 'returned',
      lamp: 'yellow',
      correctionDueOn: '2025-10-10',
    });
    expect(at(returned, '2025-10-11T00:00:00+08:00')).toMatchObject({ status: 'overdue', lamp: 'red' });
  });

  it('still owes its correction when the unit has taken the correction back', () => {
    const takenBack = { ...returned, state: 'withdrawn' as const };
    expect(at(takenBack, '2025-10-10T09:00:00+08:00')).toMatchObject({
      status: 'returned',
      correctionDueOn: '2025-10-10',
      timeliness: 'on_time',
    });
    expect(at(takenBack, '2025-10-11T00:00:00+08:00').status).toBe('overdue');
  });
});

describe('a report that units hand in', () => {
  it('is not done by a note of the office', () => {
    expect(at({ settledOn: '2025-09-01' }, '2025-10-10T00:00:00+08:00')).toMatchObject({
      status: 'overdue',
      timeliness: null,
    });
  });
});

describe('a report that was handed in early and returned', () => {
  it('is not overdue before its due day', () => {
    const early = {
      state: 'returned' as const,
      firstSubmittedAt: new Date('2025-09-01T10:00:00+08:00'),
      returnedAt: new Date('2025-09-02T10:00:00+08:00'),
    };
    expect(at(early, '2025-10-09T23:59:59+08:00')).toMatchObject({ status: 'returned', correctionDueOn: '2025-10-09' });
    expect(at(early, '2025-10-10T00:00:00+08:00').status).toBe('overdue');
  });
});

describe('a task judged by the office', () => {
  it('is done when the office has noted it, on time or late by its day', () => {
    expect(at({ tracking: 'office', settledOn: '2025-10-09' }, '2025-12-01T00:00:00+08:00')).toMatchObject({
      status: 'accepted',
      lamp: 'green',
      timeliness: 'on_time',
    });
    expect(at({ tracking: 'records', settledOn: '2025-10-10' }, '2025-12-01T00:00:00+08:00')).toMatchObject({
      timeliness: 'late',
      lateWorkingDays: 1,
    });
  });
});

const instants = fc.date({
  min: new Date('2025-06-01T00:00:00Z'),
  max: new Date('2026-03-01T00:00:00Z'),
  noInvalidDate: true,
});
const anyFacts: fc.Arbitrary<ObligationFacts> = fc.record({
  tracking: fc.constantFrom('submission', 'records', 'office'),
  opensAt: fc.constant(q3.opensAt),
  dueOn: fc.integer({ min: 0, max: 150 }).map((n) => addDays('2025-07-02', n)),
  extendedTo: fc.option(fc.integer({ min: 0, max: 200 }).map((n) => addDays('2025-07-02', n))),
  exempt: fc.boolean(),
  state: fc.option(fc.constantFrom('draft', 'submitted', 'withdrawn', 'returned', 'accepted', 'reopened', 'locked')),
  firstSubmittedAt: fc.option(instants),
  returnedAt: fc.option(instants),
  correctedAt: fc.option(instants),
  settledOn: fc.option(fc.integer({ min: 0, max: 200 }).map((n) => addDays('2025-07-02', n))),
});
const order = ['upcoming', 'open', 'returned', 'overdue'];

describe('whatever the facts', () => {
  it('the same facts at the same instant give the same', () => {
    fc.assert(
      fc.property(anyFacts, instants, (facts, now) => {
        const again = obligationView(structuredClone(facts), new Date(now), createCalendar(publishedYears));
        expect(obligationView(facts, now, calendar)).toEqual(again);
      }),
    );
  });

  it('time alone never takes back an overdue', () => {
    fc.assert(
      fc.property(anyFacts, instants, fc.integer({ min: 0, max: 90 * 86_400_000 }), (facts, now, later) => {
        const before = obligationView(facts, now, calendar).status;
        const after = obligationView(facts, new Date(now.getTime() + later), calendar).status;
        expect(order.indexOf(after)).toBeGreaterThanOrEqual(order.indexOf(before));
      }),
    );
  });
});

describe('a request for a later due day', () => {
  it.each([
    ['open', null, 'pending', true],
    ['overdue', null, 'pending', true],
    ['overdue', '2025-10-14', 'pending', false],
    ['returned', '2025-10-14', 'pending', false],
    ['submitted', null, 'pending', false],
    ['accepted', null, 'pending', false],
    ['exempt', null, 'pending', false],
    ['open', null, 'granted', false],
    ['open', null, 'refused', false],
    ['open', null, 'withdrawn', false],
  ] as const)('of something %s, to be corrected until %s, that is %s waits for an answer: %s', (...facts) => {
    const [status, correctionDueOn, state, waits] = facts;
    expect(awaitsExtension({ status, correctionDueOn, extensionRequest: { state } })).toBe(waits);
  });
});
