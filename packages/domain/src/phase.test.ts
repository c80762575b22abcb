import { describe, expect, it } from 'vitest';
import { phaseState, type Phase } from './phase.ts';

const prepare: Phase = { code: 'prepare', name: '准备期', from: '01-01', to: '03-31' };
const execute: Phase = { code: 'execute', name: '执行期', from: '04-01', to: '06-30' };
const at = (instant: string) =>
  [prepare, execute].find((phase) => phaseState(phase, 2025, new Date(instant)) === 'current')?.code ?? null;

describe('the phase of the year', () => {
  it('changes at midnight in Shanghai', () => {
    expect(at('2025-03-31T23:59:59.999+08:00')).toBe('prepare');
    expect(at('2025-04-01T00:00:00+08:00')).toBe('execute');
  });

  it('is none outside the plan', () => {
    expect([at('2024-12-31T23:59:59+08:00'), at('2025-07-01T00:00:00+08:00'), at('2026-02-01T00:00:00+08:00')]).toEqual(
      [null, null, null],
    );
  });

  it('is past, current or future', () => {
    const states = ['2024-06-01', '2025-01-01', '2025-03-31', '2025-04-01'].map((day) =>
      phaseState(prepare, 2025, new Date(`${day}T12:00:00+08:00`)),
    );
    expect(states).toEqual(['future', 'current', 'current', 'past']);
  });
});
