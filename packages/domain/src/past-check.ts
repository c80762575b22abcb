import { quoted, type Finding, type FormDefinition } from './form.ts';

/** What a report is compared with. */
export interface Past {
  /** What the unit handed in for the period before; null when nothing. */
  previous: Record<string, number> | null;
  /** For each field the median of what units of the same kind report for the same period. */
  peers: Record<string, number>;
}

/** Below this a multiple says nothing: two instead of ten are no outlier. */
const LEAST_VALUE = 10;
const TIMES_PREVIOUS = 5;
const TIMES_PEERS = 10;
const LEAST_PEERS = 4;
/** Fewer figures than this are alike or growing by chance. */
const LEAST_FIELDS = 5;
const COPIED = 0.9;

/**
 * Compares a report with the unit's own past and with its peers (D48, D49, D51). What it finds may be right, so it only
 * ever warns, and names both numbers.
 */
export function checkPast(form: FormDefinition, values: Record<string, number>, { previous, peers }: Past): Finding[] {
  return [
    ...outliers(form, values, previous ?? {}, peers),
    ...(previous ? againstPrevious(form, values, previous) : []),
  ];
}

function outliers(
  form: FormDefinition,
  values: Record<string, number>,
  previous: Record<string, number>,
  peers: Record<string, number>,
): Finding[] {
  return form.fields.flatMap(({ code, label, kind }) => {
    const value = values[code];
    if (value === undefined || value < LEAST_VALUE) return [];
    const before = kind === 'flow' ? (previous[code] ?? 0) : 0;
    const median = peers[code] ?? 0;
    const why =
      before > 0 && value > before * TIMES_PREVIOUS
        ? `是上期（${before}）的 ${times(value, before)} 倍`
        : median > 0 && value > median * TIMES_PEERS
          ? `是同类单位中位数（${median}）的 ${times(value, median)} 倍`
          : null;
    return why === null ? [] : [warning('outlier', code, `${quoted(label)}为 ${value}，${why}，请核对`)];
  });
}

const times = (value: number, base: number): string => String(Math.floor((value / base) * 10) / 10);

/** Only figures that count a period: what states its end may well stay as it was. */
function againstPrevious(
  form: FormDefinition,
  values: Record<string, number>,
  previous: Record<string, number>,
): Finding[] {
  const pairs = form.fields.flatMap(({ code, kind }) => {
    const [now, before] = [values[code], previous[code]];
    return kind === 'flow' && now !== undefined && before !== undefined && (now > 0 || before > 0)
      ? [{ now, before }]
      : [];
  });
  if (pairs.length < LEAST_FIELDS) return [];
  const same = pairs.filter(({ now, before }) => now === before).length;
  if (same / pairs.length >= COPIED)
    return [warning('copied', null, `${pairs.length} 项指标中有 ${same} 项与上期相同，可能照抄了上期报表，请核对`)];
  if (pairs.every(({ now, before }) => now >= before))
    return [
      warning(
        'maybe_cumulative',
        null,
        `${pairs.length} 项指标都不小于上期，可能填了累计数；请填本期数，确为本期数的可忽略`,
      ),
    ];
  return [];
}

function warning(code: string, field: string | null, detail: string): Finding {
  return { level: 'warning', code, cell: null, field, text: null, readsAs: null, detail };
}

/** The median of each field; only where enough units report it to be called usual. */
export function medians(reports: readonly Record<string, number>[]): Record<string, number> {
  const byField = new Map<string, number[]>();
  for (const report of reports) {
    for (const [code, value] of Object.entries(report)) {
      const known = byField.get(code);
      if (known) known.push(value);
      else byField.set(code, [value]);
    }
  }
  return Object.fromEntries(
    [...byField].flatMap(([code, values]) => {
      if (values.length < LEAST_PEERS) return [];
      const sorted = values.toSorted((a, b) => a - b);
      const middle = sorted.length / 2;
      const median =
        sorted.length % 2 === 1
          ? (sorted[Math.floor(middle)] ?? 0)
          : ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2;
      return [[code, median]];
    }),
  );
}
