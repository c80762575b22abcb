import { ApiProblem, createClient, type Client } from '@nuanxin/client';
import { CannotRun, ServiceAway } from './errors.ts';
import { kindOf } from './send.ts';
import type { Settings } from './settings.ts';

export interface Session {
  client: Client;
  /** The service and the account, whatever becomes of its name: another database knows nobody by this id. */
  account: string;
}

/** @throws ServiceAway when the service is not there, CannotRun when it does not know the account */
export async function signIn({ server, user, password }: Settings): Promise<Session> {
  const signedIn = async () =>
    (await createClient({ baseUrl: server }).login({ body: { username: user, password } })).data;
  try {
    const first = await signedIn();
    let { accessToken } = first;
    const client = createClient({
      baseUrl: server,
      token: () => accessToken,
      // A long run outlives its token.
      async renew() {
        ({ accessToken } = await signedIn());
        return true;
      },
    });
    return { client, account: `${server} ${first.user.id}` };
  } catch (error) {
    if (!(error instanceof ApiProblem)) throw error;
    const words = `${server}：${error.problem.detail}`;
    throw kindOf(error.problem) === 'away' ? new ServiceAway(words) : new CannotRun(words);
  }
}
