import type { PlanChange } from '@nuanxin/client';
import { computed, ref, shallowRef, watch } from 'vue';
import { faultsIn, faultsOf, noFaults } from '../../shared/faults.ts';
import { done } from '../../shared/notify.ts';
import { planChangeTexts as t } from '../../texts/plan.ts';

interface Edit {
  /** Sends what is entered; `dry_run` only asks what it would do. Null: somebody else was first. */
  send(mode: 'dry_run' | 'atomic'): Promise<PlanChange | null>;
  /** Sentences about fields, found here. */
  mistakes(): Record<string, string>;
  /** Pointers of all fields. */
  fields(): string[];
  /** What is entered: a preview of something else no longer counts. */
  entered(): unknown;
  saved(): void;
  /** What somebody else changed in these fields is not decided about. */
  undecided(): boolean;
}

/** An edit of the plan in two steps: first what it does to deadlines and to what units owe, then it is saved. */
export function usePlanEdit(edit: Edit) {
  const change = shallowRef<PlanChange | null>(null);
  const faults = ref(noFaults);
  const busy = ref(false);
  let asked = '';
  watch(
    edit.entered,
    (entered) => {
      if (JSON.stringify(entered) !== asked) change.value = null;
    },
    { deep: true },
  );

  async function submit(): Promise<void> {
    const mistaken = faultsIn(edit.mistakes());
    faults.value = mistaken ?? noFaults;
    if (mistaken || busy.value) return;
    const mode = change.value ? 'atomic' : 'dry_run';
    busy.value = true;
    let looksAgain = false;
    try {
      asked = JSON.stringify(edit.entered());
      const found = await edit.send(mode);
      if (found && mode === 'atomic') {
        done(t.saved);
        edit.saved();
      } else change.value = found;
      looksAgain = found === null && !edit.undecided();
    } catch (error) {
      change.value = null;
      faults.value = faultsOf(error, edit.fields());
    }
    busy.value = false;
    // The plan is another one now: so may be what the edit does.
    if (looksAgain) await submit();
  }

  return { change, faults, busy, submit, verb: computed(() => (change.value ? t.save : t.preview)) };
}
