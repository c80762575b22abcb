export * from './check-row.ts';
export * from './figures.ts';
export * from './format.ts';
