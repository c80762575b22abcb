import { api } from '../api.ts';
import { useSession } from '../features/session/session.ts';

let loading: Promise<void> | null = null;

/** Which years have a plan, asked once in a session: pages that show a year wait for it. */
export function loadYears(): Promise<void> {
  const session = useSession();
  if (session.years.length > 0) return Promise.resolve();
  loading ??= api
    .listCampaigns()
    .then(({ data: { items } }) => {
      session.years = items.map(({ year }) => year);
      session.thisYear = defaultYear(items);
    })
    // The page itself says what is wrong with the service.
    .catch(() => {})
    .finally(() => {
      loading = null;
    });
  return loading;
}

/** The plan that is under way; before and after all plans, the newest. */
function defaultYear(plans: { year: number; current: boolean }[]): number | undefined {
  return (plans.find(({ current }) => current) ?? plans[0])?.year;
}
