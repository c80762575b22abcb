import type { RecordKindInfo } from '@nuanxin/contract';
import { recordKinds, wordsOf } from '@nuanxin/domain';

/** Kinds of records as a page and a script need them: each field with its words and limits. */
export function listRecordKinds(): { items: RecordKindInfo[]; nextCursor: null } {
  const items = recordKinds.map((kind) => ({
    code: kind.code,
    label: kind.label,
    register: kind.register,
    keeper: kind.keeper,
    unitLabel: kind.unitLabel,
    dateLabel: kind.dateLabel,
    measure: kind.measure,
    requirements: kind.requirements,
    fields: kind.fields.map((field) => ({
      code: field.code,
      label: field.label,
      type: field.type,
      words: field.type === 'word' ? Object.entries(wordsOf(field)).map(([code, label]) => ({ code, label })) : null,
      required: field.required ?? false,
      min: field.min ?? null,
      max: field.max ?? null,
      measure: field.measure ?? null,
      hint: field.hint ?? null,
    })),
  }));
  return { items, nextCursor: null };
}
