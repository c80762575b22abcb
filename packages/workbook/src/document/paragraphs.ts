import { storable } from '@nuanxin/domain';
import { Parser } from 'htmlparser2';
import { attribute, isOn, localName } from './names.ts';
import type { NumberOf, Numbers } from './numbering.ts';

interface Paragraph extends NumberOf {
  text: string;
  /** With what was deleted or is hidden. */
  all: string;
  /** Its end was deleted: it goes on in the next one. */
  joins: boolean;
  /** Paragraphs of text boxes that hang on it. */
  boxes: string[];
}

/** Where finished paragraphs go: the document, a cell, a text box. */
interface Place {
  lines: string[];
  /** Of paragraphs whose end was deleted, until one has an end. */
  text: string;
  all: string;
}

/** Elements whose text is not, or no longer, shown: deleted, moved away, as it was before, or said twice. */
const unseen = new Set(['del', 'moveFrom', 'Fallback', 'rt', 'pPrChange', 'rPrChange']);

/**
 * Paragraphs of a document, header, footer or list of notes as Word shows them with all changes accepted.
 * @returns `rest` is what is not shown, to look for personal data
 */
export function paragraphsOf(xml: string, numberOf: Numbers): { paragraphs: string[]; rest: string[] } {
  const path: string[] = [];
  const open: Paragraph[] = [];
  const rest: string[] = [];
  const body: Place = { lines: [], text: '', all: '' };
  const places = [body];
  const place = (): Place => places.at(-1) ?? body;
  const rows: { cells: Place[]; deleted: boolean }[] = [];
  const fields: { instruction: string; contents: boolean }[] = [];
  let hidden = 0;
  let vanished = false;

  const put = (shown: string, all: string): void => {
    const paragraph = open.at(-1);
    if (!paragraph) return;
    if (!vanished && hidden === 0) paragraph.text += shown;
    paragraph.all += all;
  };
  const isIn = (...names: string[]): boolean => names.every((name, i) => path.at(i - names.length) === name);

  /** A field begins, then come its instruction, a mark, its result, and its end. */
  function onField(kind: string | undefined): void {
    const field = fields.at(-1);
    if (kind === 'begin') fields.push({ instruction: '', contents: false });
    else if (kind === 'separate' && field && /^\s*TOC\b/.test(field.instruction)) {
      // A table of contents repeats the headings.
      field.contents = true;
      hidden += 1;
    } else if (kind === 'end' && fields.pop()?.contents) hidden -= 1;
  }

  function endParagraph(): void {
    const paragraph = open.pop();
    if (!paragraph) return;
    const here = place();
    here.text += paragraph.text;
    here.all += paragraph.all;
    if (!paragraph.joins) endLine(here, numberOf(paragraph));
    here.lines.push(...paragraph.boxes);
  }

  function endLine(here: Place, number: string): void {
    if (here.text.trim() !== '') here.lines.push(number + here.text);
    if (here.all !== here.text) rest.push(here.all);
    here.text = here.all = '';
  }

  function endPlace(): void {
    const done = places.pop();
    if (done) endLine(done, '');
  }

  function endRow(): void {
    const row = rows.pop();
    if (!row) return;
    const cells = row.cells.map(({ lines }) => lines);
    const lines = cells.every((cell) => cell.length <= 1) ? [cells.flat().join('\t')] : cells.flat();
    (row.deleted ? rest : place().lines).push(...lines.filter((line) => line !== ''));
  }

  const parser = new Parser(
    {
      onopentag(qname, attributes) {
        const name = localName(qname);
        const paragraph = open.at(-1);
        const row = rows.at(-1);
        const value = attribute(attributes, 'val');
        switch (name) {
          case 'p':
            open.push({ text: '', all: '', joins: false, boxes: [], style: null, list: null, level: null });
            break;
          case 'pStyle':
            if (paragraph && hidden === 0 && isIn('p', 'pPr')) paragraph.style = value ?? null;
            break;
          case 'numId':
            if (paragraph && hidden === 0) paragraph.list = value ?? null;
            break;
          case 'ilvl':
            if (paragraph && hidden === 0) paragraph.level = Number(value ?? 0);
            break;
          case 'r':
            vanished = false;
            break;
          case 'vanish':
            if (isIn('r', 'rPr')) vanished = isOn(attributes);
            break;
          case 'del':
          case 'moveFrom':
            if (paragraph && isIn('pPr', 'rPr')) paragraph.joins = true;
            else if (row && isIn('trPr')) row.deleted = true;
            break;
          case 'tab':
          case 'ptab':
            // The same name is a stop of the ruler elsewhere.
            if (isIn('r')) put('\t', '\t');
            break;
          case 'br':
            if (!attribute(attributes, 'type') || attribute(attributes, 'type') === 'textWrapping') put('\n', '\n');
            break;
          case 'cr':
            put('\n', '\n');
            break;
          case 'noBreakHyphen':
            put('-', '-');
            break;
          case 'symEx': {
            // An emoji, whose plain text stands beside it for programs that do not know this element.
            const char = Number.parseInt(attribute(attributes, 'char') ?? '', 16);
            if (char > 0x20 && char <= 0x10ffff) put(storable(String.fromCodePoint(char)), '');
            break;
          }
          case 'fldChar':
            onField(attribute(attributes, 'fldCharType'));
            break;
          case 'txbxContent':
            places.push({ lines: paragraph?.boxes ?? body.lines, text: '', all: '' });
            break;
          case 'tr':
            rows.push({ cells: [], deleted: false });
            break;
          case 'tc': {
            const cell: Place = { lines: [], text: '', all: '' };
            row?.cells.push(cell);
            places.push(cell);
            break;
          }
        }
        if (unseen.has(name)) hidden += 1;
        path.push(name);
      },
      ontext(given) {
        const text = storable(given);
        const name = path.at(-1);
        const field = fields.at(-1);
        if (name === 't') put(text, text);
        else if (name === 'delText') put('', text);
        else if (name === 'instrText' && field) field.instruction += text;
      },
      onclosetag(qname) {
        const name = localName(qname);
        path.pop();
        if (unseen.has(name)) hidden -= 1;
        if (name === 'p') endParagraph();
        else if (name === 'tr') endRow();
        else if (name === 'tc' || name === 'txbxContent') endPlace();
      },
    },
    { xmlMode: true, decodeEntities: true },
  );
  parser.write(xml);
  parser.end();
  endPlace();
  return { paragraphs: body.lines, rest };
}
