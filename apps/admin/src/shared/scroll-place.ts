import type { Router, RouterScrollBehavior } from 'vue-router';

/** So long what a page shows is waited for; who has begun to read by then is left where he is. */
const PATIENCE_MS = 2000;

/** Tables that scroll within their frame, by the place of their page in the window's history. */
const left = new Map<number, [x: number, y: number][]>();
const frames = (): Element[] => [...document.querySelectorAll('main .grid-wrap')];
const positionNow = (): number => Number((history.state as { position?: number } | null)?.position ?? 0);

/** Notes where the tables of a page stand when it is left. */
export function noteScrollPlaces(router: Router): void {
  let shown = positionNow();
  // On the way back the window's history has already gone on.
  router.beforeEach(
    () =>
      void left.set(
        shown,
        frames().map(({ scrollLeft, scrollTop }) => [scrollLeft, scrollTop]),
      ),
  );
  router.afterEach(() => void (shown = positionNow()));
}

/** Whoever comes back finds a page as it was left, once it is there again; a new one begins at its top. */
export const scrollPlace: RouterScrollBehavior = async (to, from, saved) => {
  if (!saved) return to.path === from.path ? false : { top: 0 };
  await isThere(saved.top);
  const inner = left.get(positionNow()) ?? [];
  const now = frames();
  if (now.length === inner.length) for (const [at, [x, y] = [0, 0]] of inner.entries()) now[at]?.scrollTo(x, y);
  return saved;
};

async function isThere(top: number): Promise<void> {
  for (const end = performance.now() + PATIENCE_MS; performance.now() < end;) {
    await new Promise((resolve) => setTimeout(resolve, 30));
    const main = document.querySelector('main');
    const isLoaded = main?.querySelector('h1') && !main.querySelector('[aria-busy=true]');
    if (isLoaded && document.documentElement.scrollHeight >= top + innerHeight) return;
  }
}
