export * from './read-list.ts';
