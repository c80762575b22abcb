import { ApiProblem, createClient, type Client, type ProblemDocument } from '@nuanxin/client';
import { useSession } from './features/session/session.ts';
import { common } from './texts/common.ts';

/** The typed client of the page's own origin; a token that ran out is renewed once through the cookie. */
export const api = clientWith((...request) => fetch(...request));

/** The same with another way of sending. */
export function clientWith(send: typeof fetch): Client {
  return createClient({
    baseUrl: '',
    token: () => useSession().token,
    renew: () => useSession().renew(),
    fetch: send,
  });
}

/** The problem document behind an error; one of our own for anything unexpected. */
export function problemOf(error: unknown): ProblemDocument {
  if (error instanceof ApiProblem) return error.problem;
  const detail = common.pageFaultDetail(error instanceof Error ? error.message : String(error));
  return { type: 'about:blank', title: common.pageFault, status: 0, detail, code: 'page', instance: '' };
}
