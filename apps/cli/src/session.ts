import { ApiProblem, createClient, type Client } from '@nuanxin/client';
import { CannotRun, type Settings } from './settings.ts';

/** A signed-in client. @throws CannotRun when the service is not there or does not know the account */
export async function signIn({ server, user, password }: Settings): Promise<Client> {
  try {
    const { data } = await createClient({ baseUrl: server }).login({ body: { username: user, password } });
    let { accessToken } = data;
    return createClient({
      baseUrl: server,
      token: () => accessToken,
      // A long run outlives its token.
      async renew() {
        const again = await createClient({ baseUrl: server }).login({ body: { username: user, password } });
        accessToken = again.data.accessToken;
        return true;
      },
    });
  } catch (error) {
    if (error instanceof ApiProblem) throw new CannotRun(`${server}：${error.problem.detail}`);
    throw error;
  }
}
