import { finding } from '../form-check.ts';
import { quoted, type Finding, type FormDefinition, type FormText } from '../form.ts';
import { isUnknownHeading, partsOf, type Line } from './summary-headings.ts';

interface Section {
  /** Parts that the heading names; the text is the first one's. */
  parts: FormText[];
  /** Null for what stands before the first heading. */
  heading: Line | null;
  lines: Line[];
}

/** Splits the body of a summary by its headings into the texts of the form's parts. */
export function splitSummary(
  body: Line[],
  form: FormDefinition,
): { values: Record<string, string>; findings: Finding[] } {
  const all = partsOf(form);
  const [main] = all;
  if (!main) throw new Error('a form without texts');
  if (body.length === 0) {
    const detail = '文档中没有读到正文；如是扫描件或图片，请在页面上填写文字';
    return { values: {}, findings: [finding('error', 'no_text', null, detail)] };
  }
  const { sections, unknown } = sectionsOf(body, main);
  const values: Record<string, string> = {};
  for (const part of all) {
    const text = textOf(sections.filter(({ parts }) => parts[0]?.code === part.code));
    if (text !== '') values[part.code] = text;
  }
  if (sections.every(({ heading }) => heading === null)) {
    const detail = `没有认出“一、${main.label}”这样的标题，全部文字放入${quoted(main.label)}，请确认，或在文档中补上标题后重新导入`;
    return { values, findings: [{ ...finding('confirm', 'no_heading', main.code, detail), readsAs: main.label }] };
  }
  return { values, findings: [...unknown, ...aboutJoined(sections), ...aboutMissing(all, sections, values)] };
}

function sectionsOf(body: Line[], main: FormText): { sections: Section[]; unknown: Finding[] } {
  const depths = body.flatMap(({ parts, depth }) => (parts.length > 0 && depth !== null ? [depth] : []));
  const top = depths.length > 0 ? Math.min(...depths) : null;
  let section: Section = { parts: [main], heading: null, lines: [] };
  /** The parts of the heading of the top level that one is below. */
  let joined: FormText[] = [];
  const sections = [section];
  const unknown: Finding[] = [];
  for (const line of body) {
    const { parts, depth } = line;
    const isTop = depth === null || depth === top;
    // Below 存在问题及下一步打算 the two may have headings of their own.
    const isBelow = parts.length === 1 && joined.length > 1 && joined.some(({ code }) => code === parts[0]?.code);
    if (parts.length > 0 && (isTop || isBelow)) {
      section = { parts, heading: line, lines: [] };
      sections.push(section);
      if (isTop) joined = parts;
      continue;
    }
    if (isUnknownHeading(line, top)) unknown.push(unknownHeading(line, section));
    section.lines.push(line);
  }
  return { sections, unknown };
}

const isFilled = ({ heading, lines }: Section): boolean => lines.length > 0 || (heading?.rest ?? '') !== '';

/** A part's only heading says no more than the form does; of several sections each keeps its own. */
function textOf(sections: Section[]): string {
  const filled = sections.filter(isFilled);
  const headed = filled.filter(({ heading }) => heading !== null);
  const keep = headed.length > 1 || headed.some(({ parts }) => parts.length > 1);
  return filled
    .flatMap(({ heading, lines }) => [
      ...(heading ? [keep ? heading.text : heading.rest] : []),
      ...lines.map(({ text }) => text),
    ])
    .filter((line) => line !== '')
    .join('\n');
}

function unknownHeading({ text }: Line, { parts }: Section): Finding {
  const where = quoted(parts[0]?.label ?? '');
  const detail = `标题“${text}”不是报表的四部分之一，连同下面的文字放在${where}中，请核对`;
  return { ...finding('warning', 'unknown_heading', parts[0]?.code ?? null, detail), text };
}

function aboutJoined(sections: Section[]): Finding[] {
  return sections.filter(isFilled).flatMap(({ parts, heading }): Finding[] => {
    const [first, ...others] = parts;
    if (!first || !heading || others.length === 0) return [];
    const names = others.map(({ label }) => quoted(label)).join('、');
    const detail = `标题“${heading.text}”下的文字没有分开，都放在${quoted(first.label)}中，${names}没有单独的文字`;
    return [{ ...finding('warning', 'heading_joined', first.code, detail), text: heading.text }];
  });
}

function aboutMissing(all: FormText[], sections: Section[], values: Record<string, string>): Finding[] {
  const told = new Set(sections.filter(isFilled).flatMap(({ parts }) => parts.slice(1)));
  return all
    .filter((part) => values[part.code] === undefined && !told.has(part))
    .map(({ code, label }) =>
      finding('warning', 'part_missing', code, `文档中没有${quoted(label)}，报表中的这部分不变`),
    );
}
