import { isResultSheet, OWN_SHEET, storable, type DocumentData } from '@nuanxin/domain';
import { writeXlsx } from 'hucre';
import { defaultLimits } from '../limits.ts';
import { documentIn } from '../read-sent.ts';
import { readWorkbook } from '../read-workbook.ts';
import { sniff } from '../sniff.ts';
import { inOrder, withCover, type Remark } from './cover.ts';
import { unselected, withNotes } from './notes.ts';
import { Package } from './package.ts';
import { anchors, coloured } from './sheet.ts';
import { levels, stylesOf, type Level } from './styles.ts';
import { elements } from './xml.ts';

export type { Remark } from './cover.ts';

const NO_STYLES =
  '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><fonts count="1"><font><sz val="11"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/></cellXfs></styleSheet>';
const STYLES_TYPE = 'application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml';

/**
 * Gives a workbook back: the sender's own file with what was found coloured and noted where it stands, and a first sheet
 * that lists it all with links. Layout, widths, merged cells and formulas stay, because only what is added is written.
 * An .xls or .csv file comes back as .xlsx with its values, a document with its paragraphs. What an earlier answer added
 * is taken away first.
 * @param lines above the list, e.g. the file's name and what became of it
 */
export async function annotate(
  bytes: Buffer,
  fileName: string,
  lines: string[],
  remarks: Remark[],
): Promise<Uint8Array> {
  const document = await documentIn(bytes, defaultLimits);
  const given = document ? await asSheet(document) : sniff(bytes) === 'zip' ? bytes : await rewritten(bytes, fileName);
  const file = new Package(given);
  const stylesPath = partOfStyles(file);
  const styles = stylesOf(file.read(stylesPath));
  const bySheet = Map.groupBy(remarks, ({ sheet }) => sheet);
  const sheets = sheetsOf(file);
  const earlier = sheets.some(({ name }) => name.startsWith(OWN_SHEET)) ? await resultSheets(given, fileName) : [];
  for (const { name, path } of sheets) {
    if (earlier.includes(name)) continue;
    const xml = file.read(path);
    const anchor = anchors(xml);
    const marks = new Map<string, Level>();
    const notes = new Map<string, string[]>();
    for (const { cell, level, detail } of inOrder(bySheet.get(name) ?? [])) {
      if (cell === null) continue;
      const at = anchor(cell);
      const known = marks.get(at);
      if (known === undefined || levels.indexOf(level) < levels.indexOf(known)) marks.set(at, level);
      notes.set(at, [...(notes.get(at) ?? []), detail]);
    }
    const texts = new Map([...notes].map(([cell, details]) => [cell, details.join('\n')]));
    file.write(path, withNotes(file, path, unselected(coloured(xml, marks, styles)), texts));
  }
  withCover(file, lines, inOrder(remarks), (level) => styles.marked(0, level), earlier);
  file.write(stylesPath, styles.xml());
  return file.bytes();
}

async function resultSheets(bytes: Uint8Array, fileName: string): Promise<string[]> {
  const { sheets } = await readWorkbook(Buffer.from(bytes), fileName);
  return sheets.filter(isResultSheet).map(({ name }) => name);
}

function sheetsOf(file: Package): { name: string; path: string }[] {
  const targets = new Map(file.relationships(file.workbookPath).map(({ id, target }) => [id, target]));
  return elements(file.read(file.workbookPath), 'sheet').flatMap(({ attributes }) => {
    const id = Object.entries(attributes).find(([name]) => /(^|:)id$/.test(name))?.[1] ?? '';
    const path = targets.get(id);
    // A chart's sheet has no cells.
    return path !== undefined && file.has(path) && elements(file.read(path), 'worksheet').length > 0
      ? [{ name: storable(attributes.name ?? ''), path }]
      : [];
  });
}

function partOfStyles(file: Package): string {
  const known = file.relationships(file.workbookPath).find(({ kind }) => kind === 'styles')?.target;
  if (known !== undefined && elements(file.read(known), 'cellXfs', 'fills').length === 2) return known;
  const path = known ?? file.free('xl/styles', '.xml');
  file.write(path, NO_STYLES);
  file.declare({ path }, STYLES_TYPE);
  if (known === undefined) file.relate(file.workbookPath, 'styles', path);
  return path;
}

/** The values of an old or plain file in a new one: their own formats cannot hold colours and notes. */
async function rewritten(bytes: Buffer, fileName: string): Promise<Uint8Array> {
  const { sheets } = await readWorkbook(bytes, fileName);
  return writeXlsx({
    sheets: sheets.map(({ name, hidden, rows, merges }) => ({
      name,
      hidden,
      rows: rows.map((row) => row.map((cell) => (cell === null ? null : (cell.number ?? cell.text)))),
      merges: merges.map(({ top, left, bottom, right }) => ({
        startRow: top,
        startCol: left,
        endRow: bottom,
        endCol: right,
      })),
    })),
  });
}

/** More does not fit into a cell. */
const CELL = /[^]{1,30000}/gu;

/** What was read of a document, a paragraph a row. */
function asSheet({ paragraphs }: DocumentData): Promise<Uint8Array> {
  const rows = paragraphs.flatMap((paragraph) => paragraph.match(CELL) ?? []).map((text) => [text]);
  return writeXlsx({ sheets: [{ name: '正文', columns: [{ width: 100 }], rows }] });
}
