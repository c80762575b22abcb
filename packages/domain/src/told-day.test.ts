import { expect, it } from 'vitest';
import { messageWords, toldWords } from './told-day.ts';

it.each([
  ['2025-07-01', '2025-07-10', '：2025-07-01 周二 → '],
  ['2025-07-01', '2025-07-01', '：最后一天仍为 '],
  ['2025-07-01', null, '免报'],
  [null, '2025-07-01', '恢复报送，最后一天 '],
])('of a last day that was %s and is %s now is said “%s”', (from, to, words) => {
  expect(toldWords({ from, fromDay: from && '周二', to })).toBe(words);
});

it.each([
  ['waiting', 0, '待发'],
  ['waiting', 2, '重试中（已试2次）'],
  ['delivered', 3, '已送达'],
  ['failed', 9, '未送达'],
  ['unneeded', 1, '不再需要'],
] as const)('a message that is %s after %d attempts is “%s”', (state, attempts, words) => {
  expect(messageWords(state, attempts)).toBe(words);
});
