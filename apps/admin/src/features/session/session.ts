import { ApiProblem, createClient, type Session } from '@nuanxin/client';
import { endpoints, type EndpointName, type Role } from '@nuanxin/contract';
import { defineStore } from 'pinia';
import { computed, ref } from 'vue';

/** Without a token: signing in and renewing go through the cookie. */
const anonymous = createClient({ baseUrl: '' });

/** Whether this browser may have a refresh cookie, which the page itself cannot see. */
const signedIn = {
  key: 'nuanxin.signed-in',
  get: (): boolean => {
    try {
      return localStorage.getItem(signedIn.key) !== null;
    } catch {
      // A browser that keeps nothing for pages may still have the cookie.
      return true;
    }
  },
  set: (is: boolean): void => {
    try {
      if (is) localStorage.setItem(signedIn.key, 'yes');
      else localStorage.removeItem(signedIn.key);
    } catch {
      // The same browser.
    }
  },
};

/** Who sees the work of all units. */
export const seeAll: Role[] = ['office', 'observer', 'auditor'];

/** Who is signed in. The access token lives in memory only; the refresh cookie is out of the page's reach. */
export const useSession = defineStore('session', () => {
  const user = ref<Session['user'] | null>(null);
  const token = ref<string | null>(null);
  /** Years that have a plan, newest first; the one that is under way; and the one that the user chose to look at. */
  const years = ref<number[]>([]);
  const thisYear = ref<number>();
  const chosenYear = ref<number>();
  let renewing: Promise<boolean> | null = null;

  function take(session: Session): void {
    signedIn.set(true);
    user.value = session.user;
    token.value = session.accessToken;
  }

  function forget(): void {
    signedIn.set(false);
    user.value = null;
    token.value = null;
    years.value = [];
    thisYear.value = undefined;
    chosenYear.value = undefined;
  }

  /** Several calls may find the token expired at once: they share one renewal. */
  function renew(): Promise<boolean> {
    renewing ??= anonymous
      .refresh()
      .then(({ data }) => {
        take(data);
        return true;
      })
      .catch((error: unknown) => {
        // A service that cannot be reached for a moment signs nobody out.
        if (error instanceof ApiProblem && error.problem.status === 401) forget();
        return false;
      })
      .finally(() => {
        renewing = null;
      });
    return renewing;
  }

  /** Who never signed in here, or signed out, has no cookie to ask about. */
  async function restore(): Promise<void> {
    if (signedIn.get()) await renew();
  }

  async function signIn(username: string, password: string): Promise<void> {
    take((await anonymous.login({ body: { username, password } })).data);
  }

  /** Sets the password by a link and signs in as whom the link is for. */
  async function acceptInvitation(invitation: string, password: string): Promise<void> {
    const { data } = await anonymous.acceptInvitation({ body: { token: invitation, password } });
    forget();
    take(data);
  }

  async function signOut(): Promise<void> {
    await anonymous.logout().catch(() => {});
    forget();
  }

  function passwordChanged(): void {
    if (user.value) user.value = { ...user.value, mustChangePassword: false };
  }

  const has = (...roles: Role[]): boolean => user.value?.roles.some((role) => roles.includes(role)) ?? false;
  /** Whether the contract lets one of the user's roles call an endpoint: what may not be called is not shown. */
  const may = (name: EndpointName): boolean => {
    const { access } = endpoints[name];
    return access === 'public' || has(...access.roles);
  };
  /** A page is open to who has the roles that it names and may call the endpoint that it lives on. */
  const mayOpen = ({ needs, roles }: { needs?: EndpointName; roles?: Role[] }): boolean =>
    (!needs || may(needs)) && (!roles || has(...roles));
  const isOffice = computed(() => has('office'));
  const readsAll = computed(() => has(...seeAll));

  return {
    user,
    token,
    years,
    thisYear,
    chosenYear,
    signIn,
    acceptInvitation,
    signOut,
    renew,
    restore,
    has,
    may,
    mayOpen,
    isOffice,
    readsAll,
    passwordChanged,
  };
});
