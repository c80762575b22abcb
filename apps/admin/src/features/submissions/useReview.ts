import type { Submission, SubmissionRow } from '@nuanxin/client';
import { computed, onMounted, onUnmounted, ref, shallowRef, watch, type ShallowRef } from 'vue';
import { useRoute, useRouter } from 'vue-router';
import { api, problemOf } from '../../api.ts';
import { moment } from '../../shared/format.ts';
import { failed } from '../../shared/notify.ts';
import { submissionActionLabel } from '@nuanxin/domain';
import { reviewTexts as t } from '../../texts/submissions.ts';
import { useSession } from '../session/session.ts';
import { loadAhead } from './ahead.ts';
import { decided } from './decided.ts';
import { isPlainKey } from '../../shared/plain-key.ts';
import { isWaiting, queueQuery } from './queue.ts';
import { isOpinion, markSent, type ReviewDraft } from './review-draft.ts';
import { useQueue } from './useQueue.ts';

/** Nobody has read a report that appeared a moment ago: what is pressed then was meant for the one before it. */
const UNREAD_MS = 700;

export type Decision = 'accept' | 'return' | 'reopen';

/** What was done on one report, told on the page of the next. */
let told = '';

interface Reviewed {
  submission: Submission;
  etag: string;
}

/**
 * Deciding on a submission and going through those of the list that it was opened from, by button and by key. The list
 * stays one step back however many were looked at.
 */
export function useReview(
  id: string,
  data: ShallowRef<Reviewed | null>,
  reload: () => Promise<void>,
  draft: () => ReviewDraft,
) {
  const router = useRouter();
  const route = useRoute();
  const session = useSession();
  const asking = ref<Decision | null>(null);
  const helping = ref(false);
  const busy = ref(false);
  const outcome = ref(told);
  /** Somebody else was quicker: what was written for it has not gone out. */
  const overtaken = ref(false);
  told = '';
  const seen = ref(false);
  const queue = useQueue(() => data.value && queueQuery(route.query, data.value.submission.period));
  const position = computed(() => queue.rows.value.findIndex((each) => each.id === id));
  const can = (action: Decision): boolean =>
    session.isOffice && data.value?.submission.actions.includes(action) === true;

  let reading: ReturnType<typeof setTimeout> | undefined;
  watch(
    () => data.value?.etag,
    () => {
      seen.value = false;
      clearTimeout(reading);
      reading = setTimeout(() => (seen.value = true), UNREAD_MS);
    },
  );
  onUnmounted(() => clearTimeout(reading));

  /** The queue as it was when this report last stood in it: what somebody else decided leaves it, its neighbours stay. */
  const around = shallowRef<SubmissionRow[]>([]);
  watch(
    queue.rows,
    (rows) => {
      const has = (all: SubmissionRow[]): boolean => all.some((each) => each.id === id);
      if (has(rows) || !has(around.value)) around.value = rows;
    },
    { immediate: true },
  );

  function beside(step: 1 | -1): SubmissionRow | undefined {
    const at = around.value.findIndex((each) => each.id === id);
    const ids = step > 0 ? around.value.slice(at + 1) : around.value.slice(0, Math.max(at, 0)).toReversed();
    return ids.map((each) => queue.rows.value.find((row) => row.id === each.id)).find(Boolean);
  }

  function go(step: 1 | -1): void {
    const next = beside(step);
    if (next) void show(next);
  }

  /** The one that waits behind this one, or from the front of the queue. */
  function nextWaiting(): SubmissionRow | undefined {
    const [at, rows] = [position.value, queue.rows.value];
    return [...rows.slice(at + 1), ...rows.slice(0, Math.max(at, 0))].find(isWaiting);
  }

  watch(
    [data, queue.rows],
    () => {
      // What was decided leaves the queue: the one ahead is about to be opened, and stays the one that was behind it.
      if (busy.value) return;
      const next = (can('accept') && nextWaiting()) || beside(1);
      if (data.value && next) loadAhead(next);
    },
    { immediate: true },
  );

  // Somebody else has decided: what is shown is what the queue knows of, unless a decision is under way, which is told.
  watch(queue.rows, async (rows, before) => {
    const current = data.value?.submission;
    if (!current || asking.value || busy.value) return;
    const row = rows.find((each) => each.id === id);
    const gone = !row && isWaiting(current) && before.some((each) => each.id === id);
    if (!gone && (!row || row.version === current.version)) return;
    await reload();
    outcome.value = t.meanwhile(stepsSince(current, data.value?.submission));
  });

  async function show({ id: next }: SubmissionRow): Promise<void> {
    await router.replace({ path: `/submissions/${next}`, query: route.query });
  }

  /** @param comment what was confirmed in the dialog; without it an acceptance asks about what was written */
  async function decide(action: Decision, comment?: string): Promise<void> {
    const current = data.value;
    if (!current || busy.value) return;
    if (comment === undefined && isOpinion(draft())) {
      asking.value = action;
      return;
    }
    busy.value = true;
    const input = { params: { id }, ifMatch: current.etag };
    try {
      const { data: after } = await take(action, input, comment ?? '');
      if (action === 'reopen') draft().reopen = '';
      else {
        markSent(id, after.version);
        decided([{ id, version: after.version }]);
      }
      asking.value = null;
      await queue.whole();
      const next = nextWaiting();
      queue.decidedAs(after);
      await afterwards(action, current.submission, next);
    } catch (error) {
      const { code } = problemOf(error);
      if (code !== 'precondition_failed') failed(error);
      if (code === 'precondition_failed' || code === 'action_not_allowed') {
        asking.value = null;
        await reload();
        overtaken.value = true;
        outcome.value = `${t.meanwhile(stepsSince(current.submission, data.value?.submission))}${t.notTaken}`;
        queue.reload();
      }
    }
    busy.value = false;
  }

  function take(action: Decision, input: { params: { id: string }; ifMatch: string }, comment: string) {
    if (action === 'reopen') return api.reopenSubmission({ ...input, body: { comment } });
    const said = Object.fromEntries(Object.entries(draft().remarks).filter(([, text]) => text.trim() !== ''));
    const body = { ...(comment === '' ? {} : { comment }), ...(Object.keys(said).length > 0 ? { remarks: said } : {}) };
    return action === 'accept' ? api.acceptSubmission({ ...input, body }) : api.returnSubmission({ ...input, body });
  }

  /** What others did since. */
  function stepsSince(before: Submission, now: Submission | undefined): string[] {
    const steps = now?.history.slice(before.history.length) ?? [];
    return steps.map(({ actor, at, action }) => t.step(actor, moment(at), submissionActionLabel[action]));
  }

  /** Back to what was decided a moment ago, which waits again. */
  async function undone(rows: SubmissionRow[]): Promise<void> {
    const [row] = rows;
    if (!row) return;
    for (const each of rows) markSent(each.id, null);
    queue.reload();
    const line = t.undone(rows.map(({ unit }) => unit.name));
    if (rows.some((each) => each.id === id)) {
      outcome.value = line;
      await reload();
    } else {
      told = line;
      await show(row);
    }
  }

  /** On to the one that waited behind it; without one, what became of this one is shown. */
  async function afterwards(action: Decision, { unit }: Submission, next: SubmissionRow | undefined): Promise<void> {
    const line = t.doneLine(unit.name, t.done[action]);
    if (action !== 'reopen' && next) {
      told = `${line}${t.nextBelow}`;
      await show(next);
    } else {
      outcome.value = action === 'reopen' ? line : `${line}${t.noneLeft}`;
      await reload();
      // Taken up again for what was written: it is sent next.
      if (action === 'reopen' && isOpinion(draft()) && can('return')) asking.value = 'return';
    }
  }

  function onKey(event: KeyboardEvent): void {
    if (asking.value || !isPlainKey(event)) return;
    if (event.key === '?') helping.value = true;
    else if (event.key === 'j') go(1);
    else if (event.key === 'k') go(-1);
    else if (event.key.toLowerCase() === 'a' && can('accept') && seen.value) {
      // Or the letter ends up in the dialog's comment.
      event.preventDefault();
      if (event.key === 'a') void decide('accept');
      else asking.value = 'accept';
    } else if (event.key === 'r' && can('return')) {
      event.preventDefault();
      asking.value = 'return';
    }
  }
  onMounted(() => addEventListener('keydown', onKey));
  onUnmounted(() => removeEventListener('keydown', onKey));

  return {
    asking,
    helping,
    busy,
    outcome,
    overtaken,
    seen,
    queue: queue.rows,
    position,
    can,
    beside,
    go,
    decide,
    undone,
  };
}
