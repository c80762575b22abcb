import type { RecordKind, RecordValue, RecordValues } from '@nuanxin/domain';
import type { RecordUnit } from './setting.ts';

/** What a record says, and of whom: all that a change can change. */
export interface RecordContent {
  unit: Pick<RecordUnit, 'id' | 'code' | 'name'>;
  year: number;
  date: string | null;
  values: RecordValues;
}

/** As it stands in the audit. */
export function audited(kind: RecordKind, { unit, year, date, values }: RecordContent): Record<string, unknown> {
  return { kind: kind.code, year, unit: unit.code, date, values };
}

/** Values as they are kept: texts trimmed, blanks absent, and `no` is a blank. */
export function kept(values: Record<string, RecordValue | null>): RecordValues {
  return Object.fromEntries(
    Object.entries(values)
      .map(([field, value]) => [field, typeof value === 'string' ? value.trim() : value] as const)
      .filter((pair): pair is [string, RecordValue] => pair[1] !== null && pair[1] !== '' && pair[1] !== false),
  );
}

/** Fields in which two contents differ; `unit` and `date` for what is no field. */
export function changedFields(before: RecordContent, after: RecordContent): string[] {
  const fields = new Set([...Object.keys(before.values), ...Object.keys(after.values)]);
  return [
    ...(before.unit.id === after.unit.id ? [] : ['unit']),
    ...(before.date === after.date ? [] : ['date']),
    ...[...fields].filter((field) => before.values[field] !== after.values[field]),
  ];
}
