import { ApiProblem, createClient, type ProblemDocument } from '@nuanxin/client';
import { useSession } from './features/session/session.ts';

/** The typed client of the page's own origin; a token that ran out is renewed once through the cookie. */
export const api = createClient({
  baseUrl: '',
  token: () => useSession().token,
  renew: () => useSession().renew(),
});

/** The problem document behind an error; one of our own for anything unexpected. */
export function problemOf(error: unknown): ProblemDocument {
  if (error instanceof ApiProblem) return error.problem;
  const detail = error instanceof Error ? error.message : String(error);
  return {
    type: 'about:blank',
    title: '页面出错',
    status: 0,
    detail: `页面出错：${detail}`,
    code: 'page',
    instance: '',
  };
}
