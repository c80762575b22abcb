import { expect, it } from 'vitest';
import { policyCardGaps } from './policy-card.ts';

it('a card lacks what is blank of its five parts (R14), its plain words (R15) and the two statements (R16)', () => {
  expect(policyCardGaps(null)).toEqual({
    parts: ['goals', 'scope', 'standards', 'procedure', 'beneficiaries'],
    plain: true,
    statements: ['尽力而为、量力而行', '有进有退、滚动实施'],
  });
  const parts = { goals: '改造小区 12 个', scope: '　\n', standards: '…', procedure: '…', beneficiaries: '…' };
  const card = {
    parts,
    plain: '尽力而为，量力而行',
    questions: [{ question: '明年还做吗？', answer: '有进有退、滚动实施。' }],
  };
  expect(policyCardGaps(card)).toEqual({ parts: ['scope'], plain: false, statements: [] });
});
