import { expect, it } from 'vitest';
import { formSuccession } from './form-succession.ts';

const said = (versions: [number, string | null][]) =>
  formSuccession(versions.map(([version, usedFrom]) => ({ version, usedFrom }))).map(
    ({ version, replacedBy, usedBefore }) => [version, replacedBy, usedBefore],
  );

it('the first version of a form comes after none and is replaced by none', () => {
  expect(said([[1, null]])).toEqual([[1, null, null]]);
});

it('each version comes after the one that was used before it', () => {
  const versions = [
    [3, '2026-01-01'],
    [2, '2025-07-01'],
    [1, null],
  ] as [number, string | null][];
  expect(said(versions)).toEqual([
    [3, null, 2],
    [2, null, 1],
    [1, null, null],
  ]);
});

it('a version that a newer one overtook before any report had it is replaced, and what was used before it stands', () => {
  const versions = [
    [4, '2025-10-01'],
    [3, '2026-01-01'],
    [2, '2026-01-01'],
    [1, null],
  ] as [number, string | null][];
  expect(said(versions)).toEqual([
    [4, null, 1],
    [3, 4, 4],
    [2, 3, 4],
    [1, null, null],
  ]);
});
