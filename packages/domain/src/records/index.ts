export * from './check.ts';
export * from './criterion.ts';
export * from './figures.ts';
export * from './kinds.ts';
export * from './problem.ts';
export * from './problem-lamp.ts';
export * from './read.ts';
export type { RecordSheetRow } from './read-row.ts';
export * from './read-sheet.ts';
