import { periodRange } from './period.ts';

/** A version of a form as far as it decides which reports have it. */
export interface UsedVersion {
  version: number;
  /** Day from which periods that begin then or later have it; null for the first version. */
  usedFrom: string | null;
}

/**
 * Which version of a form came after which in use.
 * @param versions of one form, newest first
 * @returns each with the number of the newer version that came to be used no later, so that no period ever has it
 * (`replacedBy`), and with the number of the one that was used before it (`usedBefore`)
 */
export function formSuccession<V extends UsedVersion>(
  versions: readonly V[],
): (V & { replacedBy: number | null; usedBefore: number | null })[] {
  return versions.map((own) => {
    const { usedFrom } = own;
    const replacing = versions.findLast(
      (each) => each.version > own.version && usedFrom !== null && each.usedFrom !== null && each.usedFrom <= usedFrom,
    );
    const before = versions.find((each) => usedFrom !== null && (each.usedFrom === null || each.usedFrom < usedFrom));
    return { ...own, replacedBy: replacing?.version ?? null, usedBefore: before?.version ?? null };
  });
}

/** The version that a period's reports are made on. @param versions of one form, newest first */
export function formOfPeriod<V extends UsedVersion>(versions: readonly V[], period: string): V | undefined {
  return versions.find(({ usedFrom }) => usedFrom === null || usedFrom <= periodRange(period).from);
}
