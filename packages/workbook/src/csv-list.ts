import { asText } from './formula-guard.ts';
import type { ListInput } from './list.ts';

/** A list as a CSV file that Excel opens as it is: a mark for UTF-8, a head, one row each; nothing in it runs. */
export function makeCsv({ columns, rows }: { columns: { label: string }[]; rows: ListInput['rows'] }): Uint8Array {
  const lines = [columns.map(({ label }) => label), ...rows].map((row) => row.map(fieldOf).join(','));
  return new TextEncoder().encode(`\uFEFF${lines.join('\r\n')}\r\n`);
}

function fieldOf(value: string | number | null): string {
  if (value === null) return '';
  const text = typeof value === 'number' ? String(value) : asText(value);
  return /[",\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
