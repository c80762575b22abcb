import type { Deps } from './context.ts';
import { dropExpired, giveUpArchive, makeArchive } from './features/archives/make.ts';
import { deliver, giveUp } from './features/channels/deliver.ts';
import { remindAutomatically } from './features/reminders/automatic.ts';
import type { Work } from './jobs.ts';

/** What the jobs do. */
export function workOf(deps: Deps): Work {
  return {
    deliver: async (id, byHand) => deliver(deps, id, byHand),
    giveUp: async (id) => giveUp(deps, id),
    async remind() {
      await remindAutomatically(deps);
    },
    makeArchive: async (id) => makeArchive(deps, id),
    giveUpArchive: async (id) => giveUpArchive(deps, id),
    dropExpiredArchives: async () => dropExpired(deps),
  };
}
