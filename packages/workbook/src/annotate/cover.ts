import { OWN_HEAD as head, OWN_SHEET } from '@nuanxin/domain';
import type { Package } from './package.ts';
import { levels, type Level } from './styles.ts';
import { edited, elements, escapeXml, withAttributes, type Edit, type Element } from './xml.ts';

/** One finding, as the sender reads it. */
export interface Remark {
  level: Level;
  sheet: string;
  /** Null when it is about the row or the file. */
  cell: string | null;
  unit: string;
  /** What stood there. */
  text: string;
  detail: string;
}

const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const STRICT_MAIN = 'http://purl.oclc.org/ooxml/spreadsheetml/main';
const SHEET_TYPE = 'application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml';
const words: Record<Level, string> = { error: '错误', confirm: '待确认', warning: '提示' };
const widths = [6, 9, 16, 9, 16, 22, 70];

/**
 * Puts the list of all findings before the sender's sheets.
 * @param earlier names of sheets that an earlier answer put there: they are taken away
 */
export function withCover(
  file: Package,
  lines: string[],
  remarks: Remark[],
  marked: (level: Level) => number,
  earlier: string[],
): void {
  for (const name of earlier) removeCover(file, name);
  const workbook = file.workbookPath;
  const path = file.free('xl/worksheets/nuanxin', '.xml');
  file.write(path, coverXml(file.read(workbook).includes(STRICT_MAIN) ? STRICT_MAIN : MAIN, lines, remarks, marked));
  file.declare({ path }, SHEET_TYPE);
  const id = file.relate(workbook, 'worksheet', path);
  const xml = file.read(workbook);
  const all = elements(xml, 'sheets', 'sheet', 'definedName', 'workbookView');
  const sheets = all.find(({ name }) => name === 'sheets');
  if (!sheets) throw new Error('a workbook without sheets');
  const others = all.filter(({ name }) => name === 'sheet');
  const taken = others.map(({ attributes }) => Number(attributes.sheetId ?? 0));
  const one = `<${sheets.prefix}sheet xmlns:nr="${file.namespace}" name="${freeName(others)}" sheetId="${Math.max(0, ...taken) + 1}" nr:id="${id}"/>`;
  file.write(
    workbook,
    edited(xml, [
      { start: sheets.inner, end: sheets.inner, text: one },
      ...moved(xml, all, 1),
      ...all
        .filter(({ name }) => name === 'workbookView')
        .map((view) => withAttributes(xml, view, { activeTab: '0', firstSheet: null })),
    ]),
  );
}

/** Names that belong to a sheet count it by its place. */
function moved(xml: string, all: Element[], by: number): Edit[] {
  return all
    .filter(({ name, attributes }) => name === 'definedName' && attributes.localSheetId !== undefined)
    .map((each) => withAttributes(xml, each, { localSheetId: String(Number(each.attributes.localSheetId) + by) }));
}

/** The sender may have a sheet of the same name; Excel takes names that differ in case for the same. */
function freeName(sheets: Element[]): string {
  const taken = new Set(sheets.map(({ attributes }) => attributes.name?.toLowerCase()));
  for (let n = 1; ; n++) {
    const name = n === 1 ? OWN_SHEET : `${OWN_SHEET}${n}`;
    if (!taken.has(name)) return name;
  }
}

function removeCover(file: Package, called: string): void {
  const workbook = file.workbookPath;
  const xml = file.read(workbook);
  const all = elements(xml, 'sheet', 'definedName');
  const place = all.findIndex(({ name, attributes }) => name === 'sheet' && attributes.name === called);
  const cover = all[place];
  if (!cover) return;
  const id = Object.entries(cover.attributes).find(([name]) => /(^|:)id$/.test(name))?.[1] ?? '';
  file.write(
    workbook,
    edited(xml, [
      { start: cover.start, end: cover.end, text: '' },
      ...all.flatMap((each) => {
        const local = each.attributes.localSheetId;
        if (each.name !== 'definedName' || local === undefined || Number(local) < place) return [];
        if (Number(local) === place) return [{ start: each.start, end: each.end, text: '' }];
        return [withAttributes(xml, each, { localSheetId: String(Number(local) - 1) })];
      }),
    ]),
  );
  file.remove(workbook, id);
}

function coverXml(namespace: string, lines: string[], remarks: Remark[], marked: (level: Level) => number): string {
  const cell = (column: number, row: number, text: string, style = 0): string =>
    text === ''
      ? ''
      : `<c r="${String.fromCharCode(65 + column)}${row}" s="${style}" t="inlineStr"><is><t xml:space="preserve">${escapeXml(text)}</t></is></c>`;
  const rows: string[] = lines.map((line, i) => `<row r="${i + 1}">${cell(0, i + 1, line)}</row>`);
  const first = lines.length + 2;
  rows.push(`<row r="${first}">${head.map((text, column) => cell(column, first, text)).join('')}</row>`);
  const links: string[] = [];
  remarks.forEach(({ level, sheet, cell: at, unit, text, detail }, i) => {
    const row = first + 1 + i;
    const texts = [String(i + 1), words[level], sheet, at ?? '', unit, text, detail];
    rows.push(
      `<row r="${row}">${texts.map((each, column) => cell(column, row, each, column === 1 ? marked(level) : 0)).join('')}</row>`,
    );
    if (at !== null) {
      const place = escapeXml(`'${sheet.replaceAll("'", "''")}'!${at}`);
      links.push(`<hyperlink ref="D${row}" location="${place}" display="${escapeXml(at)}"/>`);
    }
  });
  const columns = widths.map((width, i) => `<col min="${i + 1}" max="${i + 1}" width="${width}" customWidth="1"/>`);
  return [
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n',
    `<worksheet xmlns="${namespace}">`,
    '<sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>',
    `<sheetViews><sheetView tabSelected="1" workbookViewId="0"><pane ySplit="${first}" topLeftCell="A${first + 1}" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>`,
    `<cols>${columns.join('')}</cols>`,
    `<sheetData>${rows.join('')}</sheetData>`,
    remarks.length > 0 ? `<autoFilter ref="A${first}:G${first + remarks.length}"/>` : '',
    links.length > 0 ? `<hyperlinks>${links.join('')}</hyperlinks>` : '',
    '<pageSetup paperSize="9" orientation="landscape" fitToHeight="0"/>',
    '</worksheet>',
  ].join('');
}

/** Worst first, then as they stand in the file. */
export function inOrder(remarks: Remark[]): Remark[] {
  return remarks.toSorted((a, b) => levels.indexOf(a.level) - levels.indexOf(b.level));
}
