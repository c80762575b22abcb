import { computed, reactive, shallowRef, toRaw, type ComputedRef, type ShallowRef } from 'vue';
import { problemOf } from '../api.ts';
import { common, editedTexts as t } from '../texts/common.ts';
import { merged, same } from './merge.ts';

/** A field in words; of a list is told what came and what went. */
export type SaidField = readonly [label: string, said: string | readonly string[]];

interface Editing<T, F> {
  /** What is edited; null when it is new. */
  thing: T | null;
  formOf(thing: T | null): F;
  /** As it is now; undefined when it is gone. */
  read(): Promise<T | undefined>;
  /** What stands in a form, field by field. */
  said(form: F): SaidField[];
}

export interface Edited<T, F> {
  form: F;
  /** The newest that is known of it: its version is the one that is written over. */
  seen: Readonly<ShallowRef<T | null>>;
  /** What the form would be if nobody had typed. */
  before(): F;
  /** Something was typed that is not saved. */
  isTouched(): boolean;
  /** What somebody else changed meanwhile, until it is decided whose words stand. */
  changes: ComputedRef<string[]>;
  /**
   * Writes over the newest that is known. Gives null when somebody else was first: `changes` says what became of it, and
   * what was typed stays. What they changed outside of this form asks nothing.
   * @param again whether it is then sent at once; else null is given, for something to be looked at anew
   */
  send<R>(call: (over: T) => Promise<R>, again?: boolean): Promise<R | null>;
  keep(): void;
  take(): void;
  /** What was sent is what it is now; what is typed from here on is typed over that. */
  wrote(thing: T): void;
}

/** A form over something that somebody else may be changing too: nothing that was typed is lost, nor written over unseen. */
export function useEdited<T, F extends object>({ thing, formOf, read, said }: Editing<T, F>): Edited<T, F> {
  const form = reactive(formOf(thing)) as F;
  const seen = shallowRef(thing);
  const newer = shallowRef<T | null>(null);
  const before = (): F => formOf(seen.value);
  const isTouched = (): boolean => !same(form, before());
  let sent = formOf(thing);

  const changes = computed(() => {
    if (newer.value === null) return [];
    const [was, is, mine] = [before(), formOf(newer.value), form].map((each) => new Map(said(each)));
    return [...new Set([...(was?.keys() ?? []), ...(is?.keys() ?? [])])].flatMap(
      (label) => told(label, was?.get(label), is?.get(label), mine?.get(label)) ?? [],
    );
  });

  async function send<R>(call: (over: T) => Promise<R>, again = true): Promise<R | null> {
    if (seen.value === null) throw new Error('what is new is not written over');
    newer.value = null;
    sent = JSON.parse(JSON.stringify(form)) as F;
    try {
      return await call(seen.value);
    } catch (error) {
      if (problemOf(error).code !== 'precondition_failed') throw error;
      const now = await read();
      if (now === undefined) throw error;
      newer.value = now;
    }
    if (changes.value.length > 0) return null;
    keep();
    return again ? send(call) : null;
  }

  /** What was typed stands on what there is now. */
  function keep(): void {
    if (newer.value !== null) Object.assign(form, merged(before(), toRaw(form), formOf(newer.value)));
    settle();
  }
  function take(): void {
    if (newer.value !== null) Object.assign(form, formOf(newer.value));
    settle();
  }
  function settle(): void {
    seen.value = newer.value ?? seen.value;
    newer.value = null;
  }

  function wrote(now: T): void {
    Object.assign(form, merged(sent, toRaw(form), formOf(now)));
    seen.value = now;
  }

  return { form, seen, before, isTouched, changes, send, keep, take, wrote };
}

function told(label: string, was: SaidField[1] = '', is: SaidField[1] = '', mine: SaidField[1] = ''): string | null {
  if (same(was, is)) return null;
  if (Array.isArray(was) || Array.isArray(is)) {
    const without = (from: SaidField[1], rest: SaidField[1]) => [...from].filter((each) => !rest.includes(each));
    return t.listed(label, without(is, was), without(was, is));
  }
  const yours = same(mine, was) || same(mine, is) ? '' : t.yours(String(mine));
  return common.change(label, String(was), String(is)) + yours;
}
