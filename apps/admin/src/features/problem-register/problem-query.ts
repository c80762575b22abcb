import type { Input, Endpoints } from '@nuanxin/client';
import { problemStates } from '@nuanxin/domain';
import type { LocationQuery, LocationQueryValue } from 'vue-router';

type Query = NonNullable<Input<Endpoints['listProblems']>['query']>;

/** States of what is not struck off yet, as the address has them. */
export const OPEN = problemStates.filter((state) => state !== 'closed' && state !== 'void').join(',');

/** What the service is asked, from the filters in the page's address; it refuses words that it does not know. */
export function problemQuery(address: LocationQuery): Omit<Query, 'limit' | 'cursor' | 'count'> {
  const asked = {
    state: words(address.state),
    lamp: words(address.lamp),
    overdue: text(address.overdue),
    unit: text(address.unit),
    assignee: text(address.assignee),
    source: words(address.source),
    project: text(address.project),
    q: text(address.q),
    sort: text(address.sort),
  };
  return Object.fromEntries(Object.entries(asked).filter(([, value]) => value !== undefined));
}

function text(value: LocationQueryValue | LocationQueryValue[] | undefined): string | undefined {
  return typeof value === 'string' && value ? value : undefined;
}

function words(value: LocationQueryValue | LocationQueryValue[] | undefined): string[] | undefined {
  return text(value)?.split(',');
}
