import data from '../../data/summary-headings.json' with { type: 'json' };
import type { FormDefinition, FormText } from '../form.ts';
import { tidy } from './numbers.ts';
import { withoutPeriod } from './period-text.ts';

/** How deep a number stands: 一、 above （一） above 1. above (1) above ①. */
const numbers: RegExp[] = [
  /^(?:[一二三四五六七八九十]{1,3}\s*[、.．,，:：]|第[一二三四五六七八九十]{1,3}部分[、.．,，:：]?)\s*/,
  /^[（(〔【][一二三四五六七八九十]{1,3}[)）〕】]\s*[、.．,，:：]?\s*/,
  /^\d{1,2}\s*[、.．](?!\d)\s*/,
  /^[（(]?\d{1,2}[)）]\s*[、.．]?\s*/,
  /^[①-⑳]\s*/,
];
/** A heading is a line, not a sentence. */
const LONGEST = 40;
/** 案例：… without a number begins a sentence. */
const SHORTEST_BARE = 4;

export interface Line {
  /** As it stands in the document. */
  text: string;
  /** Place among `numbers`; null without a number. */
  depth: number | null;
  /** Parts of the form that it names, as a heading, in its order; none when it is text or an unknown heading. */
  parts: FormText[];
  /** What stands behind the heading in the same line. */
  rest: string;
}

/** The form's parts of a work summary (工作小结). */
export function partsOf(form: FormDefinition): FormText[] {
  return form.texts.filter(({ kind }) => kind === 'paragraph');
}

/** Tells which lines are headings of the form's parts: `一、主要做法`, `存在问题：人手少`, `二、主要做法及成效`. */
export function lineReader(form: FormDefinition): (text: string) => Line {
  const meanings = new Map<string, FormText>();
  const worded = data.headings as Record<string, string[] | undefined>;
  for (const part of partsOf(form)) for (const text of worded[part.code] ?? []) meanings.set(text, part);
  for (const part of partsOf(form))
    for (const text of [part.label, ...(part.aliases ?? [])]) meanings.set(tidy(text), part);

  /** 二季度宣传工作开展情况 is 工作开展情况 in other words. */
  const meaning = (text: string): FormText | undefined => {
    const plain = withoutPeriod(text).replace(/^的/, '');
    return [text, plain, plain.replace(/^(?:民生实事|民生工程)(?:宣传)?(?:工作)?/, ''), plain.replace(/^工作中?/, '')]
      .map((each) => meanings.get(each))
      .find((each) => each !== undefined);
  };
  function named(head: string): FormText[] {
    const text = tidy(head).replace(/^[【《“"]|[】》”":]+$/g, '');
    if (text === '' || text.length > LONGEST) return [];
    const whole = meaning(text);
    if (whole) return [whole];
    const [first, ...others] = text.split(/以及|及其|及|与|和|暨|、/).map(meaning);
    if (!first) return [];
    return [...new Set([first, ...others.filter((each) => each !== undefined)])];
  }

  return (text) => {
    const depth = numbers.findIndex((each) => each.test(text));
    const body = depth < 0 ? text : text.replace(numbers[depth] ?? '', '');
    // Without a number a heading is a line of its own, or ends with a colon or as the first cell of a table.
    const ends = depth < 0 ? [/[:：]/, /\t/] : [/[:：]/, /。/, /\t/, /\s/];
    for (const at of [body.length, ...ends.map((end) => body.search(end))]) {
      const parts = at < (depth < 0 ? SHORTEST_BARE : 0) ? [] : named(body.slice(0, at));
      if (parts.length > 0) return { text, depth: depth < 0 ? null : depth, parts, rest: body.slice(at + 1).trim() };
    }
    return { text, depth: depth < 0 ? null : depth, parts: [], rest: '' };
  };
}

/** A line that looks like a heading of the depth given, whatever it says. */
export function isUnknownHeading({ depth, parts, text }: Line, of: number | null): boolean {
  return (
    depth !== null && depth === of && depth < 2 && parts.length === 0 && text.length <= LONGEST && !/。./.test(text)
  );
}
