import type { Obligation } from '@nuanxin/contract';
import {
  criterionWords,
  fulfilledOn,
  missingWords,
  monthRange,
  progressWords,
  recordKind,
  type RecordFigure,
  type RecordsCriterion,
  type SingleCriterion,
} from '@nuanxin/domain';
import type { ObligationRow } from './obligations.ts';

/** What of the records fulfils an obligation, how far it is, and where they are listed; null where records do not judge. */
export function recordsOf(row: ObligationRow): Obligation['records'] {
  const { task, facts } = row;
  const { criterion } = task;
  if (criterion === null) return null;
  return {
    counts: criterionWords(criterion, task.groupName ?? ''),
    progress: facts ? progressWords(criterion, facts) : null,
    missing: facts ? missingWords(criterion, facts) : null,
    fulfilledOn: facts ? fulfilledOn(facts) : null,
    begun: facts?.begun ?? false,
    list: listOf(criterion, row),
  };
}

type List = NonNullable<Obligation['records']>['list'];

function listOf(criterion: RecordsCriterion, row: ObligationRow): List {
  const { unit, deadline } = row;
  const all = { unit: null, from: null, to: null, match: [] };
  switch (criterion.kind) {
    case 'closed':
      return { ...all, kind: 'problems' };
    case 'every':
      return { ...all, kind: 'sites' };
    case 'all': {
      // What is still to be done, else what was done first.
      const open = row.facts?.parts?.findIndex((each) => fulfilledOn(each) === null) ?? 0;
      return listOf(criterion.parts[Math.max(open, 0)] as SingleCriterion, row);
    }
    case 'each':
    case 'materials':
    case 'at_least': {
      const { figure } = criterion;
      const ofUnit = criterion.kind === 'materials' || (criterion.kind === 'at_least' && criterion.of === 'unit');
      return {
        kind: figure.kind,
        unit: ofUnit ? unit.code : null,
        ...(recordKind(figure.kind).register ? { from: null, to: null } : daysOf(figure, deadline)),
        match: Object.entries(figure.where ?? {}).flatMap(([field, words]) =>
          words.flatMap((word) => (word === true ? [] : [`${field}:${word}`])),
        ),
      };
    }
  }
}

/** Days of the deadline, of the months that count. */
function daysOf({ months }: RecordFigure, { coversFrom, coversTo }: ObligationRow['deadline']) {
  if (!months) return { from: coversFrom, to: coversTo };
  const year = Number(coversFrom.slice(0, 4));
  return { from: monthRange(year, Math.min(...months)).from, to: monthRange(year, Math.max(...months)).to };
}
