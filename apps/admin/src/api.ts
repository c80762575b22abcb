import { ApiProblem, createClient, type Client, type ProblemDocument } from '@nuanxin/client';
import { useSession } from './features/session/session.ts';
import { common } from './texts/common.ts';

/** The typed client of the page's own origin; a token that ran out is renewed once through the cookie. */
export const api = clientWith(watched);

/** The same with another way of sending. */
export function clientWith(send: typeof fetch): Client {
  return createClient({
    baseUrl: '',
    token: () => useSession().token,
    renew: () => useSession().renew(),
    fetch: send,
  });
}

/** An office that resets a password while its owner is at work: the next answer leads to the page that changes it. */
async function watched(...request: Parameters<typeof fetch>): Promise<Response> {
  const response = await fetch(...request);
  if (response.status === 403) {
    const problem = (await response.clone().json()) as ProblemDocument;
    if (problem.code === 'password_change_required') useSession().passwordIsDue();
  }
  return response;
}

/** The problem document behind an error; one of our own for anything unexpected. */
export function problemOf(error: unknown): ProblemDocument {
  if (error instanceof ApiProblem) return error.problem;
  const detail = common.pageFaultDetail(error instanceof Error ? error.message : String(error));
  return { type: 'about:blank', title: common.pageFault, status: 0, detail, code: 'page', instance: '' };
}
