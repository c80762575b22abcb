export * from './read.ts';
export * from './roles.ts';
