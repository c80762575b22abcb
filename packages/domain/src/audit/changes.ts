import { bulletinStateLabel } from '../bulletin.ts';
import { submissionStateLabel } from '../labels.ts';
import { problemSourceLabel, problemStateLabel } from '../records/index.ts';
import { projectKindLabel } from '../projects/index.ts';
import { unitKindLabel } from '../units/index.ts';
import { roleLabel } from '../users/index.ts';
import { periodLabel } from '../period.ts';
import { decided, isDecisions, type AuditNames, type Change } from './decided.ts';
import { propertyLabel } from './properties.ts';
import { inWords } from './record-words.ts';

/** Kinds of projects and of units. */
const kindLabel: Record<string, string> = { ...projectKindLabel, ...unitKindLabel };
/** The same code is another word of another thing. */
const stateLabel: Record<string, Record<string, string>> = {
  bulletin: bulletinStateLabel,
  problem: problemStateLabel,
  submission: submissionStateLabel,
};
const unitPaths = new Set(['unit', 'assignee', 'lead', 'parent']);

/**
 * What differs between before and after, one line for each value, by the office's names. What is only in `after` was
 * added, what is only in `before` went.
 */
export function changes(
  { entity, before, after }: { entity: string; before: unknown; after: unknown },
  names: AuditNames,
): Change[] {
  if (isDecisions(after))
    return [
      ...decided(isDecisions(before) ? before : null, after, names),
      ...changes({ entity, before: {}, after: { keep: after.keep || undefined } }, names),
    ];
  const old = flat(inWords(before));
  const now = flat(inWords(after));
  const said = (path: string, value = ''): string => wordOf(entity, path, value, names);
  // An entry often repeats its subject in `after` alone: with nothing before, everything given is shown.
  return [...new Set([...old.keys(), ...now.keys()])]
    .map((path) => ({
      label: labelOf(path, names),
      before: said(path, old.get(path)),
      after: said(path, now.get(path)),
    }))
    .filter((each) => each.before !== each.after);
}

function flat(value: unknown, path = '', into = new Map<string, string>()): Map<string, string> {
  if (value === null || value === undefined || value === '') return into;
  if (Array.isArray(value)) {
    if (value.length > 0) into.set(path, value.map(text).join('、'));
  } else if (typeof value === 'object') {
    for (const [key, each] of Object.entries(value)) flat(each, path ? `${path}.${key}` : key, into);
  } else into.set(path, text(value));
  return into;
}

function text(value: unknown): string {
  if (typeof value === 'number') return value > 9999 ? value.toLocaleString('zh-CN') : String(value);
  if (typeof value === 'boolean') return value ? '是' : '否';
  if (typeof value !== 'object' || value === null) return String(value);
  // A unit, an alias, a holiday: its words, without the codes between them.
  return Object.values(value)
    .filter((each) => typeof each === 'string')
    .join(' ');
}

/** Codes in the office's words. */
function wordOf(entity: string, path: string, value: string, { units }: AuditNames): string {
  if (unitPaths.has(path)) return units.get(value) ?? value;
  if (path === 'period' && value) return periodLabel(value);
  if (path === 'state') return stateLabel[entity]?.[value] ?? value;
  if (path === 'source' && entity === 'problem') return (problemSourceLabel as Record<string, string>)[value] ?? value;
  if (path === 'kind') return kindLabel[value] ?? value;
  if (path === 'roles')
    return value
      .split('、')
      .map((role) => (roleLabel as Record<string, string>)[role] ?? role)
      .join('、');
  return value;
}

function labelOf(path: string, { fields }: AuditNames): string {
  const parts = path.split('.');
  const named = parts.map((part) => propertyLabel[part] ?? fields.get(part) ?? part);
  // 指标 · 专栏上稿数 says no more than 专栏上稿数.
  return parts.length > 1 && ['values', 'summary'].includes(parts[0] ?? '')
    ? named.slice(1).join(' · ')
    : named.join(' · ');
}
