export * from './changes.ts';
export type { AuditNames, Change } from './decided.ts';
export * from './labels.ts';
export * from './subject.ts';
