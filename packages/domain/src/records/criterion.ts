import type { RecordFigure } from './figures.ts';

/**
 * What of the records fulfils a task that is judged by them (`tracking: records`); declared with the task.
 * - `at_least`: rows that count (`figure`, its days those of the deadline) reach `least`.
 * - `materials`: every material of the figure is out, by the rule of \`checkDistribution\` (R87): of letters what the
 *   township's target says, 1 while it has none; of any other material something.
 * - `each`: every unit of a group has a row that counts.
 * - `every`: all sites of the year have the day of each field named; `works`: only sites in that state.
 * - `closed`: problems were registered and all of them are closed.
 * - `all`: each of its parts.
 */
export type RecordsCriterion = SingleCriterion | { kind: 'all'; parts: SingleCriterion[] };

export type SingleCriterion =
  | { kind: 'at_least'; figure: RecordFigure; of: 'unit' | 'all'; least: number }
  | { kind: 'materials'; figure: RecordFigure & { where: { material: string[] } } }
  | { kind: 'each'; figure: RecordFigure; group: string }
  | { kind: 'every'; fields: { field: string; works?: string[] }[] }
  | { kind: 'closed' };
