import data from '../../data/summary-headings.json' with { type: 'json' };
import { tidy } from './numbers.ts';
import { withoutPeriod } from './period-text.ts';
import type { Line } from './summary-headings.ts';

/** What stands around the text of a summary: title and addressee above it, signature and date below. */
export interface Frame {
  /** Lines of the title, and those about unit and period under it; of 填报单位：甘棠镇 the unit. */
  head: string[];
  body: Line[];
  /** What may be a unit in the signature. */
  signature: string[];
}

/** Lines that a title, or a signature, reaches over at most. */
const MOST = 6;
const isTitle = /(?:小结|总结|报告|汇报|材料|情况|说明)(?:\([^()]*\))?$/;
const isDate =
  /^\(?(?:20\d{2}(?:年|[-./])\d{1,2}(?:月|[-./])\d{1,2}日?|[二〇○零一三四五六七八九]{4}年[一二三四五六七八九十]{1,2}月[一二三四五六七八九十]{1,3}日)\)?$/;
const endsWithDate = new RegExp(isDate.source.slice(1));
const isAbout =
  /^(?:填报单位|报送单位|单位名称|单位|填报人|填表人|经办人|联系人|联系电话|电话|审核人|负责人|签发人|填报日期|报送时间|日期)[:：]/;
const isAddressee = /^[^,，。;；、]{2,30}[:：]$/;
const isSentence = /[。；;！!？?]/;
const looksLikeUnit = /^.{1,16}(?:镇|乡|街道|社区|村|局|委|办|部|处|中心|会|院|所|站|公司|政府|办公室|党委)$/;

/** @param isUnit whether a text means a unit, exactly */
export function frameOf(lines: Line[], isUnit: (text: string) => boolean): Frame {
  const top = headOf(lines, isUnit);
  const tail = tailOf(lines.slice(top), isUnit);
  return {
    head: lines.slice(0, top).map(({ text }) => (isAbout.test(tidy(text)) ? unitIn(tidy(text)) : text)),
    body: lines.slice(top, lines.length - tail.length),
    signature: tail.map(unitIn).filter((text) => text !== ''),
  };
}

function headOf(lines: Line[], isUnit: (text: string) => boolean): number {
  const end = lines.findIndex(
    (line) => (line.parts.length > 0 && !isDatedTitle(line)) || line.text.length > 60 || isSentence.test(line.text),
  );
  const short = lines.slice(0, Math.min(end < 0 ? lines.length : end, MOST)).map(({ text }) => tidy(text));
  let top = short.findLastIndex((text) => isTitle.test(text)) + 1;
  const belongs = (text: string): boolean =>
    isUnit(text) || isDate.test(text) || isAbout.test(text) || withoutPeriod(text).replace(/[()]/g, '') === '';
  while (top < short.length && belongs(short[top] ?? '')) top += 1;
  // 区民生办：
  const next = short[top] ?? '';
  return isAddressee.test(next) && !next.includes('如下') ? top + 1 : top;
}

/** 2025年第二季度宣传工作情况 would be a heading without its period. */
function isDatedTitle({ text, depth }: Line): boolean {
  const title = tidy(text);
  return depth === null && isTitle.test(title) && withoutPeriod(title) !== title;
}

function tailOf(lines: Line[], isUnit: (text: string) => boolean): string[] {
  const tail: string[] = [];
  for (const { text, parts } of lines.toReversed().slice(0, MOST)) {
    const line = tidy(text).replace(/\((?:盖章|公章|签章)\)$/, '');
    const unit = unitIn(line);
    const dated = tail.some((each) => endsWithDate.test(each));
    const belongs =
      isDate.test(line) ||
      isAbout.test(line) ||
      (unit === '' ? false : isUnit(unit) || ((dated || unit !== line) && looksLikeUnit.test(unit)));
    if (parts.length > 0 || !belongs) break;
    tail.push(line);
  }
  return tail;
}

/** The unit of 甘棠镇人民政府 2025年6月30日 or of 填报单位：甘棠镇, whether it is one or not. */
function unitIn(line: string): string {
  const [, labelled] =
    /^(?:填报单位|报送单位|单位名称|单位)[:：](.*?)(?:填[报表]人.*|经办人.*|联系.*|填报日期.*)?$/.exec(line) ?? [];
  if (labelled !== undefined) return labelled;
  return isAbout.test(line) || isDate.test(line) ? '' : line.replace(endsWithDate, '');
}

/** No title is as long. */
const LONGEST = 200;

/** What may surround a unit's name in a title or the name of a file, longest first. */
const words = data.words.toSorted((a, b) => b.length - a.length).join('|');
const last = new RegExp(String.raw`(?:${words}|v?\d+)$`, 'i');
const first = new RegExp(`^(?:${words})\\d*`);
const marks = /["“”'‘’《》〈〉【】[\]()〔〕·•,，。、:：;；—_-]/g;

/**
 * The unit that a title names: what is left of it without period and the words around is exactly one (never its like).
 * @returns the text that is left; empty when no unit is named
 */
export function unitNamed(title: string, isUnit: (text: string) => boolean): string {
  let rest = withoutPeriod(tidy(title.slice(0, LONGEST))).replace(marks, '');
  for (;;) {
    if (rest === '' || isUnit(rest)) return rest;
    const shorter = last.test(rest) ? rest.replace(last, '') : rest.replace(first, '');
    if (shorter === rest) return looksLikeUnit.test(rest) ? rest : '';
    rest = shorter;
  }
}

/** The unit that a file's name names; its parts stand for themselves: 附件7-甘棠镇-第二季度小结(终稿2).docx. */
export function unitsInName(fileName: string, isUnit: (text: string) => boolean): string[] {
  const stem = fileName.replace(/\.[^.]*$/, '');
  const pieces = stem.normalize('NFKC').split(/[\s()[\]【】_+,，、.·—-]+/);
  const named = [stem, ...pieces].map((piece) => unitNamed(piece, isUnit)).filter((text) => text !== '');
  const exact = named.filter(isUnit);
  return [...new Set(exact.length > 0 ? exact : named)];
}
