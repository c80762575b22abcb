import { problemOf } from '../api.ts';
import { common } from '../texts/common.ts';

/** What is wrong with a form: a sentence beside each field, by its JSON pointer, and one for the form as a whole. */
export interface Faults {
  fields: Record<string, string>;
  whole: string;
}

export const noFaults: Faults = { fields: {}, whole: '' };

/** Sentences that the page itself found; nothing when all are blank. */
export function faultsIn(found: Record<string, string>): Faults | null {
  const fields = Object.fromEntries(Object.entries(found).filter(([, text]) => text !== ''));
  return Object.keys(fields).length > 0 ? { fields, whole: '' } : null;
}

/**
 * The service's answer, sorted to the fields of the form.
 * @param known pointers of the fields; what is about anything else stands below the form
 */
export function faultsOf(error: unknown, known: readonly string[]): Faults {
  const { detail, errors = [] } = problemOf(error);
  const fields: Record<string, string> = {};
  const rest: string[] = [];
  for (const each of errors) {
    const at = known.find((pointer) => each.pointer === pointer || each.pointer.startsWith(`${pointer}/`));
    if (at === undefined) rest.push(each.detail);
    else fields[at] ??= each.detail;
  }
  const whole = Object.keys(fields).length > 0 ? rest : [detail, ...rest];
  return { fields, whole: [...new Set(whole)].join(common.join) };
}
