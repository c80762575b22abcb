import type { Import, ProblemDocument } from '@nuanxin/client';

/** A problem of the service, or one of ours with a file that was not sent. */
type Refusal = Pick<ProblemDocument, 'code' | 'detail'> & Partial<ProblemDocument>;

/** What became of one workbook. */
export type Outcome = {
  file: string;
  /** Of the same content, and already answered in this run: the answer is that one's. */
  sameAs?: string;
} & (
  | { ok: boolean; import: Import }
  /** `passing`: of this moment and not of the file; it is not kept, so that the next run asks again. */
  | { ok: false; problem: Refusal; passing?: true }
);

/** Nothing rejected and nothing left to confirm. */
export function isClean({ status, counts }: Import): boolean {
  return status !== 'refused' && counts.rejected === 0 && counts.confirm === 0;
}

export function isPassing(outcome: Outcome): boolean {
  return 'problem' in outcome && outcome.passing === true;
}

/** 0 all accepted, 1 some rejected, 2 some without an answer. */
export function exitCode(outcomes: Outcome[]): 0 | 1 | 2 {
  if (outcomes.some(isPassing)) return 2;
  return outcomes.every(({ ok }) => ok) ? 0 : 1;
}

export interface PlacedFinding {
  sheet: string;
  row: number | null;
  unit: string;
  finding: Import['findings'][number];
}

/** All findings of an import, with where they stand: those of the file as a whole, then those of its rows. */
export function findingsOf({ findings, rows }: Import): PlacedFinding[] {
  return [
    ...findings.map((finding) => ({ sheet: '', row: null, unit: '', finding })),
    ...rows.flatMap(({ sheet, row, unit, unitText, findings: own }) =>
      own.map((finding) => ({ sheet, row, unit: unit?.name ?? unitText ?? '', finding })),
    ),
  ];
}
