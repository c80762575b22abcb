import type { Import } from '@nuanxin/client';
import type { Spot } from './sheet-grid.ts';
import { cellKey, earlierKey, isReading, isUnknownUnit, readingKey, type Decisions } from './useDecisions.ts';

/** Something that was decided about a cell: just now, or earlier, or earlier and now taken back. */
export interface Change {
  kind: 'cell' | 'unit' | 'header' | 'reading';
  /** The new text, or the name of what the text means, or the number that was confirmed. */
  to: string;
  state: 'pending' | 'earlier' | 'back';
  undo(): void;
}

interface Names {
  unit: (code: string) => string;
  field: (code: string) => string;
}

/** @returns what was decided about a cell of a sheet */
export function useChanges(
  current: () => Import,
  decisions: () => Decisions | null,
  names: Names,
): (sheet: string, spot: Spot) => Change[] {
  function one(
    kind: Change['kind'],
    key: string,
    pending: string | undefined,
    drop: () => void,
    earlier: string | undefined,
  ): Change[] {
    if (pending !== undefined) return [{ kind, to: pending, state: 'pending', undo: drop }];
    if (earlier === undefined) return [];
    const { takenBack } = decisions() ?? { takenBack: new Set<string>() };
    const back = earlierKey(kind, key);
    return takenBack.has(back)
      ? [{ kind, to: earlier, state: 'back', undo: () => void takenBack.delete(back) }]
      : [{ kind, to: earlier, state: 'earlier', undo: () => void takenBack.add(back) }];
  }

  function ofText(sheet: string, { cell, content }: Spot): Change[] {
    const key = cellKey({ sheet }, cell);
    const cells = decisions()?.cells;
    return one('cell', key, cells?.get(key), () => void cells?.delete(key), content?.decided);
  }

  function ofUnit({ means, marks, row }: Spot): Change[] {
    const text = row?.unitText ?? '';
    if (text === '' || (means !== 'unit' && !marks.some(({ finding }) => isUnknownUnit(finding)))) return [];
    const units = decisions()?.units;
    const pending = units?.get(text);
    const earlier = current().decisions.units.find((each) => each.text === text)?.unit;
    const earlierName = earlier && (row?.unit?.name ?? names.unit(earlier));
    return one('unit', text, pending && names.unit(pending), () => void units?.delete(text), earlierName);
  }

  function ofHeader({ content }: Spot): Change[] {
    const headers = decisions()?.headers;
    if (current().decisions.headers.length === 0 && !headers?.size) return [];
    const text = (content?.decided ?? content?.text ?? '').trim();
    const pending = headers?.get(text);
    const earlier = current().decisions.headers.find((each) => each.text === text)?.field;
    const drop = (): void => void headers?.delete(text);
    return one('header', text, pending && names.field(pending), drop, earlier && names.field(earlier));
  }

  function ofReadings({ marks }: Spot): Change[] {
    const confirmed = decisions()?.confirmed;
    return marks.flatMap(({ row, finding }) => {
      if (!row || row.submissionId) return [];
      const key = readingKey(row, finding);
      const to = isReading(finding) ? String(finding.readsAs) : '';
      const said = current().decisions.confirmed.some((each) => readingKey(each, each) === key);
      const pending = confirmed?.has(key) ? to : undefined;
      return one('reading', key, pending, () => void confirmed?.delete(key), said ? to : undefined);
    });
  }

  return (sheet, spot) => [...ofText(sheet, spot), ...ofUnit(spot), ...ofHeader(spot), ...ofReadings(spot)];
}
