import data from '../../data/annex7-figures.json' with { type: 'json' };
import type { RecordKindCode } from './kinds.ts';

/**
 * How a figure is counted from records: which rows, by which day, and what of them is summed. One declaration serves the
 * report that fills itself, the list of the records behind it, and the statistics.
 */
export interface RecordFigure {
  kind: RecordKindCode;
  /** Field → words of which the row must have one; true: the field is filled in. All must hold. */
  where?: Record<string, (string | true)[]>;
  /** Months (1–12) of the day that count; all when absent. */
  months?: number[];
  /** Day by which a row belongs to a period: the record's own (default), or a field of type `day`. */
  by?: string;
  /** Field of type `integer` that is summed; absent: rows are counted. */
  sum?: string;
  /**
   * `period`: rows of the period (a flow). `until`: all rows up to its end (a stock); rows whose field `until` lies on or
   * before that end no longer count.
   */
  span: 'period' | 'until';
  /** Whose rows: those of the unit (default), or, for a department, those of the projects that it leads. */
  of?: 'unit' | 'place_or_project';
}

/** Sources of the fields of a form, by form and field code. Fields without one are typed. */
export const formFigures: Record<string, Record<string, RecordFigure>> = {
  annex7: data.figures as Record<string, RecordFigure>,
};
