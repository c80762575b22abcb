import type { Submission } from '@nuanxin/client';
import { onScopeDispose, ref, watch } from 'vue';
import { api, problemOf } from '../../api.ts';
import { useUnloadWarning } from '../../shared/useUnloadWarning.ts';
import { common } from '../../texts/common.ts';
import { useSession } from '../session/session.ts';
import type { Content } from './changes.ts';
import { unsavedDraft } from './unsaved-draft.ts';

export type DraftState = 'saved' | 'dirty' | 'saving' | 'failed' | 'conflict';

const QUIET_MS = 800;

/**
 * The working copy of a submission, saved by itself a moment after the last change. Saves follow each other: each names
 * the version that the one before made, and what is typed meanwhile goes with the next. What is not saved yet is kept in
 * the browser's window.
 * @param known what the records say: a blank beside it is meant to be one
 * @param undecided true while something kept by an earlier visit is on offer: it must not be replaced
 */
export function useDraft(
  submission: Submission,
  etag: string,
  known: Readonly<Record<string, number>>,
  undecided: () => boolean,
) {
  const draft = ref<Content>({
    values: { ...submission.values },
    summary: { ...submission.summary },
    evidence: structuredClone(submission.evidence),
  });
  const state = ref<DraftState>('saved');
  const savedAt = ref<Date | null>(null);
  const fault = ref('');
  const kept = unsavedDraft(useSession().user?.id ?? '', submission.id);
  let version = etag;
  /** Content that the service has already, when it came in by `take`. */
  let taken = '';
  let timer: ReturnType<typeof setTimeout> | undefined;
  let saving: Promise<void> | null = null;

  async function save(): Promise<void> {
    clearTimeout(timer);
    if (saving) await saving;
    if (state.value === 'saved' || state.value === 'conflict') return;
    saving = write().finally(() => {
      saving = null;
    });
    await saving;
  }

  async function write(): Promise<void> {
    state.value = 'saving';
    const content = JSON.parse(JSON.stringify(draft.value)) as Content;
    const emptied = Object.keys(known).filter((code) => content.values[code] === undefined);
    const body = {
      ...content,
      values: { ...content.values, ...Object.fromEntries(emptied.map((code) => [code, null])) },
    };
    try {
      const saved = await api.saveDraft({ params: { id: submission.id }, body, ifMatch: version });
      version = saved.etag ?? '';
      savedAt.value = new Date();
      fault.value = '';
      // Typed while it was under way: `dirty` was set by the watcher and stays.
      if ((state.value as DraftState) === 'saving') {
        state.value = 'saved';
        if (!undecided()) kept.drop();
      }
    } catch (error) {
      const problem = problemOf(error);
      fault.value = [problem.detail, ...(problem.errors ?? []).map((each) => each.detail)].join(common.join);
      state.value = problem.code === 'precondition_failed' ? 'conflict' : 'failed';
    }
  }

  /** After a conflict: what stands here replaces what was saved elsewhere. */
  async function overwrite(): Promise<void> {
    try {
      const newest = await api.getSubmission({ params: { id: submission.id } });
      version = newest.etag ?? '';
      state.value = 'dirty';
    } catch (error) {
      fault.value = problemOf(error).detail;
      return;
    }
    await save();
  }

  /** Texts that the service wrote, from a document: with what was typed saved before, only they are new. */
  function take(newest: Submission, newEtag: string): void {
    version = newEtag;
    draft.value.summary = { ...newest.summary };
    taken = JSON.stringify(draft.value);
  }

  watch(
    draft,
    () => {
      const isTaken = JSON.stringify(draft.value) === taken;
      taken = '';
      if (isTaken) return;
      if (!undecided()) kept.keep(version, draft.value);
      if (state.value === 'conflict') return;
      state.value = 'dirty';
      clearTimeout(timer);
      timer = setTimeout(save, QUIET_MS);
    },
    { deep: true },
  );

  useUnloadWarning(() => state.value !== 'saved');
  onScopeDispose(() => void save());

  return { draft, state, savedAt, fault, save, overwrite, take, forget: kept.drop, version: () => version };
}
