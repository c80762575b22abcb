export * from './cell.ts';
export * from './dates.ts';
export * from './decisions.ts';
export * from './numbers.ts';
export * from './read-import.ts';
export * from './refused.ts';
export type { ImportRow, ImportSetting } from './row.ts';
export * from './sheet.ts';
export * from './units.ts';
