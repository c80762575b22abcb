export * from './missing-notices.ts';
export * from './read-notice.ts';
