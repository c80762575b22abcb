import { Interrupted } from './errors.ts';

/** From now on Ctrl-C ends what is under way in good order: what was answered is kept, and the terminal is left clean. */
export function interruption(): AbortSignal {
  const controller = new AbortController();
  // More than one comes when a program between the terminal and us passes it on.
  process.on('SIGINT', () => controller.abort(new Interrupted(130)));
  process.on('SIGTERM', () => controller.abort(new Interrupted(143)));
  return controller.signal;
}
