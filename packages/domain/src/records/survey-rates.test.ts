import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { recordKind } from './kinds.ts';
import { surveyRates } from './survey-rates.ts';

const values = { valid: 300, knows: 180, heard: 60, satisfied: 150, ratherSatisfied: 90, unclear: 20 };

describe('awareness and satisfaction of a survey (R18, R23)', () => {
  it('are computed from its counts: (180 + 60) / 300, and (150 + 90) / (300 − 20)', () => {
    expect(surveyRates(values)).toEqual({ awareness: 0.8, satisfaction: 240 / 280 });
  });

  it('read only fields that a survey has, all of them required', () => {
    const fields = new Map(recordKind('surveys').fields.map((field) => [field.code, field]));
    for (const code of Object.keys(values)) expect(fields.get(code)).toMatchObject({ type: 'integer', required: true });
  });

  it('nobody asked, or nobody with an opinion, is no rate rather than 0 %', () => {
    expect(surveyRates({ ...values, valid: 0 })).toEqual({ awareness: null, satisfaction: null });
    expect(surveyRates({ ...values, unclear: 300 })).toEqual({ awareness: 0.8, satisfaction: null });
    expect(surveyRates({ ...values, knows: 0, heard: 0 }).awareness).toBe(0);
  });

  it.each(Object.keys(values))('without %s the rate that needs it is not known', (missing) => {
    const { [missing as keyof typeof values]: _left, ...rest } = values;
    const { awareness, satisfaction } = surveyRates(rest);
    expect(awareness === null).toBe(['valid', 'knows', 'heard'].includes(missing));
    expect(satisfaction === null).toBe(['valid', 'unclear', 'satisfied', 'ratherSatisfied'].includes(missing));
  });

  it('lie between 0 and 1 whenever the answers add up to the sample, and rise with those who agree', () => {
    const count = fc.nat({ max: 5000 });
    fc.assert(
      fc.property(
        count,
        count,
        count,
        count,
        count,
        count,
        (knows, heard, satisfied, ratherSatisfied, others, unclear) => {
          const opinions = satisfied + ratherSatisfied + others;
          const valid = Math.max(knows + heard, opinions + unclear);
          const answers = { valid, knows, heard, satisfied, ratherSatisfied, unclear };
          const { awareness, satisfaction } = surveyRates(answers);
          for (const rate of [awareness, satisfaction]) if (rate !== null) expect(rate >= 0 && rate <= 1).toBe(true);
          const more = surveyRates({ ...answers, satisfied: satisfied + 1, valid: valid + 1 }).satisfaction;
          expect(more).toBeGreaterThanOrEqual(satisfaction ?? 0);
        },
      ),
    );
  });
});
