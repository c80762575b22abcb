export * from './columns.ts';
export * from './kinds.ts';
export * from './read.ts';
