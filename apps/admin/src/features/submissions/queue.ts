import type { SubmissionRow } from '@nuanxin/client';
import type { LocationQuery } from 'vue-router';
import { given } from '../../shared/useFilters.ts';
import type { submissionsTexts } from '../../texts/submissions.ts';

type Sort = keyof typeof submissionsTexts.sorts;

export const isWaiting = ({ state }: Pick<SubmissionRow, 'state'>): boolean =>
  state === 'submitted' || state === 'reopened';

/** The filters of the list of submissions as they stand in an address. */
export function listQuery(query: LocationQuery) {
  const text = (name: string): string => (typeof query[name] === 'string' ? query[name] : '');
  return {
    sort: (text('sort') || 'waiting') as Sort,
    ...given('period', text('period')),
    ...given('unit', text('unit')),
    ...given('state', text('state') && (text('state').split(',') as SubmissionRow['state'][])),
  };
}

/** What a review goes through: the list that it was opened from, and of an unfiltered one those that wait. */
export function queueQuery(query: LocationQuery, period: string) {
  const waiting: SubmissionRow['state'][] = ['submitted', 'reopened'];
  const year = Number(query.year ?? period.slice(0, 4));
  return { state: waiting, ...listQuery(query), year, limit: 500 };
}
