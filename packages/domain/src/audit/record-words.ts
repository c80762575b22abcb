import { recordKinds, wordsOf, type RecordKind, type RecordValue } from '../records/index.ts';

/** What the audit holds of a record. */
interface Audited {
  kind: string;
  values: Record<string, RecordValue>;
}

/** A record in the office's words, its values under the labels of its fields; anything else as it is. */
export function inWords(value: unknown): unknown {
  const { kind: code, values } = (value ?? {}) as Partial<Audited>;
  const kind = recordKinds.find((each) => each.code === code);
  if (!kind || typeof values !== 'object') return value;
  return { ...(value as Audited), kind: kind.label, values: named(kind, values) };
}

function named(kind: RecordKind, values: Audited['values']): Record<string, RecordValue> {
  return Object.fromEntries(
    Object.entries(values).map(([code, value]) => {
      const field = kind.fields.find((each) => each.code === code);
      if (!field) return [code, value];
      if (field.type === 'yes') return [field.label, '是'];
      return [field.label, field.type === 'word' ? (wordsOf(field)[String(value)] ?? value) : value];
    }),
  );
}
