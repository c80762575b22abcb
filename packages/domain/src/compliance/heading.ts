import { maskMobile } from '../personal-info.ts';

/** What a single-project material has at its beginning, against what R88 asks for. */
export interface HeadingCheck {
  passes: boolean;
  /** The heading that has to stand there, for copying. */
  heading: string;
  /** First paragraph of the text that is not blank, at most 80 characters; empty when there is none. */
  stands: string;
  /** Chinese sentence that says what is wrong; null when it passes. Mobile numbers that it quotes are masked. */
  detail: string | null;
}

/** Where the name of the project stands in the plan's text. */
const PLACE = '{project}';
const SHOWN = 80;
/** White space of every kind, what is invisible, and quotes: none of it changes what people read. */
const ignored = /[\s\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}"“”„‟「」『』]/gu;

/** The heading of a project's materials. @param labelName name as it stands in headings */
export function materialHeading(template: string, labelName: string): string {
  return template.replace(PLACE, () => labelName);
}

/**
 * The heading rule (R88, notes §1.6): a single-project material must start with the plan's text. Width of characters,
 * white space, invisible characters and quotes do not count. Materials about all projects are exempt: the caller does not
 * ask about them.
 * @param text the material, or its beginning
 * @param template text of the plan with `{project}` in the place of the name
 * @param others label names of the other projects, to say when it is one of theirs
 */
export function checkHeading(
  text: string,
  template: string,
  labelName: string,
  others: readonly string[] = [],
): HeadingCheck {
  const heading = materialHeading(template, labelName);
  const stands = firstLine(text);
  const passes = bare(text).startsWith(bare(heading));
  const detail = passes ? null : faultOf(quotable(text), { template, labelName, others, heading });
  return { passes, heading, stands, detail };
}

/**
 * What is compared, as it may be quoted: without the white space around it, or cut, a mobile number is not found any more.
 * Once more without the white space in it, which may have hidden one.
 */
const quotable = (text: string): string => maskMobile(bare(maskMobile(text)));

interface Wanted {
  template: string;
  labelName: string;
  others: readonly string[];
  heading: string;
}

function faultOf(text: string, { template, labelName, others, heading }: Wanted): string {
  const right = bare(heading);
  if (text === '') return '没有文字，开头应标注规定文字';
  const other = others.find((each) => each !== labelName && text.startsWith(bare(materialHeading(template, each))));
  if (other !== undefined) return `标注的是“${other}”，应为“${labelName}”`;
  const at = text.indexOf(right);
  if (at > 0) return `规定文字不在开头，前面还有“${short(text.slice(0, at))}”`;
  const prefix = bare(template.slice(0, Math.max(0, template.indexOf(PLACE))));
  if (text.startsWith(prefix) && /^(?:[x×]{2,}|某某|\{project\})/i.test(text.slice(prefix.length)))
    return `项目名称没有填上，应为“${labelName}”`;
  const count = countIn(text, prefix);
  if (count !== null) return `项目数应为${count.right}项，写的是${count.stands}项`;
  return difference(text, right);
}

/** Only the number of projects is another. */
function countIn(text: string, prefix: string): { right: string; stands: string } | null {
  const [, before, right, after] = /^(\D*)(\d+)(.*)$/u.exec(prefix) ?? [];
  if (before === undefined || right === undefined || after === undefined || !text.startsWith(before)) return null;
  const stands = /^\d+/.exec(text.slice(before.length))?.[0];
  if (stands === undefined || stands === right || !text.startsWith(before + stands + after)) return null;
  return { right, stands };
}

/** From where on it is another text. */
function difference(text: string, right: string): string {
  const [own, wanted] = [[...text], [...right]];
  let same = 0;
  while (same < own.length && own[same] === wanted[same]) same += 1;
  if (same === 0) return `开头不是规定文字，写的是“${short(text)}”`;
  const missing = wanted.slice(same).join('');
  if (same === own.length) return `规定文字不完整，后面缺“${missing}”`;
  const before = wanted.slice(0, same).join('');
  return `“${before}”后面应为“${missing}”，写的是“${short(own.slice(same).join(''))}”`;
}

/** What is left to compare. Once more after the width: a full-width quote becomes one of the plain ones. */
function bare(text: string): string {
  return text.replace(ignored, '').normalize('NFKC').replace(ignored, '');
}

function firstLine(text: string): string {
  const line = text.split(/[\r\n\u2028\u2029\v\f]+/).find((each) => bare(each) !== '') ?? '';
  return cut(line.trim(), SHOWN);
}

const short = (text: string): string => cut(text, 16);

function cut(text: string, length: number): string {
  const characters = [...text];
  return characters.length > length ? `${characters.slice(0, length).join('')}…` : text;
}
