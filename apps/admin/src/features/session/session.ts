import { createClient, type Session } from '@nuanxin/client';
import type { Role } from '@nuanxin/contract';
import { defineStore } from 'pinia';
import { computed, ref } from 'vue';

/** Without a token: signing in and renewing go through the cookie. */
const anonymous = createClient({ baseUrl: '' });

/** Who is signed in. The access token lives in memory only; the refresh cookie is out of the page's reach. */
export const useSession = defineStore('session', () => {
  const user = ref<Session['user'] | null>(null);
  const token = ref<string | null>(null);
  const years = ref<number[]>([]);
  let renewing: Promise<boolean> | null = null;

  function take(session: Session): void {
    user.value = session.user;
    token.value = session.accessToken;
  }

  /** Several calls may find the token expired at once: they share one renewal. */
  function renew(): Promise<boolean> {
    renewing ??= anonymous
      .refresh()
      .then(({ data }) => {
        take(data);
        return true;
      })
      .catch(() => {
        user.value = null;
        token.value = null;
        return false;
      })
      .finally(() => {
        renewing = null;
      });
    return renewing;
  }

  async function signIn(username: string, password: string): Promise<void> {
    take((await anonymous.login({ body: { username, password } })).data);
  }

  async function signOut(): Promise<void> {
    await anonymous.logout().catch(() => {});
    user.value = null;
    token.value = null;
  }

  const has = (...roles: Role[]): boolean => user.value?.roles.some((role) => roles.includes(role)) ?? false;
  const isOffice = computed(() => has('office'));
  const readsAll = computed(() => has('office', 'observer', 'auditor'));
  /** Reports for its own unit and sees no other. */
  const isReporter = computed(() => has('reporter') && !readsAll.value);

  return {
    user,
    token,
    years,
    signIn,
    signOut,
    renew,
    restore: renew,
    has,
    isOffice,
    readsAll,
    isReporter,
    passwordChanged: () => user.value && (user.value = { ...user.value, mustChangePassword: false }),
  };
});
