import { parseAddress } from '@nuanxin/domain';
import type { Package } from './package.ts';
import { append, edited, elements, escapeXml, withAttributes, type Edit } from './xml.ts';

/** Who signs our notes: by this name they are found again and taken away. */
const AUTHOR = '暖心';
/** A sheet with more of them cannot be read by a person either; the first sheet lists all findings. */
export const MOST_NOTES = 2000;

const SPREADSHEET = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const COMMENTS_TYPE = 'application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml';
const VML_TYPE = 'application/vnd.openxmlformats-officedocument.vmlDrawing';

/** Parts of a worksheet that stand behind `legacyDrawing`, in whose order Excel insists. */
const afterDrawing = [
  'legacyDrawingHF',
  'drawingHF',
  'picture',
  'oleObjects',
  'controls',
  'webPublishItems',
  'tableParts',
  'extLst',
];

/**
 * Puts a note on each cell, beside those that others wrote, and takes earlier ones of ours away. A note is a comment in
 * one part and, for Excel to show it, a shape in another.
 * @param sheet path of the worksheet's part
 * @returns the worksheet's XML, which names the part of the shapes
 */
export function withNotes(file: Package, sheet: string, xml: string, notes: Map<string, string>): string {
  const related = file.relationships(sheet);
  const comments = related.find(({ kind }) => kind === 'comments')?.target;
  const [drawing] = elements(xml, 'legacyDrawing');
  const drawingId = Object.entries(drawing?.attributes ?? {}).find(([name]) => /(^|:)id$/.test(name))?.[1];
  const shapes = related.find(({ id }) => id === drawingId)?.target;
  const gone = comments === undefined ? new Set<string>() : removeOwn(file, comments);
  if (shapes !== undefined && gone.size > 0) removeShapes(file, shapes, gone);
  const wanted = new Map([...notes].slice(0, MOST_NOTES));
  if (wanted.size === 0) return xml;

  const others = comments === undefined ? new Set<string>() : notedCells(file, comments);
  // A cell has one note: ours is put below what somebody else wrote there.
  addComments(file, comments ?? newComments(file, sheet), wanted);
  const fresh = [...wanted.keys()].filter((cell) => !others.has(cell));
  if (shapes !== undefined) {
    addShapes(file, shapes, fresh);
    return xml;
  }
  const path = file.free('xl/drawings/vmlDrawing', '.vml');
  file.write(path, EMPTY_SHAPES);
  file.declare({ extension: 'vml' }, VML_TYPE);
  addShapes(file, path, fresh);
  const id = file.relate(sheet, 'vmlDrawing', path);
  const [root] = elements(xml, 'worksheet');
  if (!root) throw new Error('a worksheet that is none');
  const text = `<${root.prefix}legacyDrawing xmlns:nr="${file.namespace}" nr:id="${id}"/>`;
  if (drawing) return edited(xml, [{ start: drawing.start, end: drawing.end, text }]);
  const before = elements(xml, ...afterDrawing).find(({ parent }) => parent === 'worksheet');
  const at = before?.start ?? root.innerEnd;
  return edited(xml, [{ start: at, end: at, text }]);
}

function newComments(file: Package, sheet: string): string {
  const path = file.free('xl/comments', '.xml');
  file.write(
    path,
    `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<comments xmlns="${SPREADSHEET}"><authors></authors><commentList></commentList></comments>`,
  );
  file.declare({ path }, COMMENTS_TYPE);
  file.relate(sheet, 'comments', path);
  return path;
}

/** Takes our comments away. @returns the cells that have none now */
function removeOwn(file: Package, path: string): Set<string> {
  const xml = file.read(path);
  const all = elements(xml, 'author', 'comment');
  const authors = all.filter(({ name }) => name === 'author').map(({ inner, innerEnd }) => xml.slice(inner, innerEnd));
  const own = all.filter(
    ({ name, attributes }) => name === 'comment' && authors[Number(attributes.authorId)]?.trim() === AUTHOR,
  );
  file.write(
    path,
    edited(
      xml,
      own.map(({ start, end }) => ({ start, end, text: '' })),
    ),
  );
  return new Set(own.map(({ attributes }) => attributes.ref ?? ''));
}

function notedCells(file: Package, path: string): Set<string> {
  return new Set(elements(file.read(path), 'comment').map(({ attributes }) => attributes.ref ?? ''));
}

function addComments(file: Package, path: string, notes: Map<string, string>): void {
  const xml = file.read(path);
  const all = elements(xml, 'authors', 'author', 'commentList', 'comment', 'text');
  const authors = all.find(({ name }) => name === 'authors');
  const list = all.find(({ name }) => name === 'commentList');
  if (!authors || !list) throw new Error('comments without a list');
  const { prefix } = list;
  const names = all.filter(({ name }) => name === 'author').map(({ inner, innerEnd }) => xml.slice(inner, innerEnd));
  const known = names.findIndex((name) => name.trim() === AUTHOR);
  const authorId = known < 0 ? names.length : known;
  const run = (text: string): string =>
    `<${prefix}r><${prefix}t xml:space="preserve">${escapeXml(text)}</${prefix}t></${prefix}r>`;
  const edits: Edit[] = known < 0 ? [append(xml, authors, `<${prefix}author>${AUTHOR}</${prefix}author>`)] : [];
  const existing = new Map(
    all.filter(({ name }) => name === 'comment').map((comment) => [comment.attributes.ref ?? '', comment]),
  );
  const added: string[] = [];
  for (const [cell, note] of notes) {
    const theirs = existing.get(cell);
    const body =
      theirs && all.find(({ name, start, end }) => name === 'text' && start > theirs.start && end <= theirs.end);
    if (body) edits.push(append(xml, body, run(`\n${AUTHOR}：${note}`)));
    else
      added.push(
        `<${prefix}comment ref="${cell}" authorId="${authorId}"><${prefix}text>${run(`${AUTHOR}：\n${note}`)}</${prefix}text></${prefix}comment>`,
      );
  }
  edits.push(append(xml, list, added.join('')));
  file.write(path, edited(xml, edits));
}

const EMPTY_SHAPES =
  '<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:x="urn:schemas-microsoft-com:office:excel"><o:shapelayout v:ext="edit"><o:idmap v:ext="edit" data="1"/></o:shapelayout><v:shapetype id="_x0000_t202" coordsize="21600,21600" o:spt="202" path="m,l,21600r21600,l21600,xe"><v:stroke joinstyle="miter"/><v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype></xml>';

/** Shapes are found by row and column, which others write too: our ids tell them apart. */
const shapeId = (row: number, column: number): string => `_nuanxin_${row}_${column}`;

function addShapes(file: Package, path: string, cells: string[]): void {
  const xml = file.read(path);
  const end = xml.lastIndexOf('</xml>');
  if (end < 0) return;
  const texts = cells.map((cell) => {
    const { row, column } = parseAddress(cell) ?? { row: 0, column: 0 };
    const anchor = [column + 1, 15, Math.max(0, row - 1), 2, column + 4, 15, row + 4, 4].join(', ');
    return (
      `<v:shape xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:x="urn:schemas-microsoft-com:office:excel" id="${shapeId(row, column)}" type="#_x0000_t202" style="position:absolute;margin-left:60pt;margin-top:2pt;width:190pt;height:75pt;z-index:1;visibility:hidden" fillcolor="#ffffe1" o:insetmode="auto">` +
      '<v:fill color2="#ffffe1"/><v:shadow on="t" color="black" obscured="t"/><v:path o:connecttype="none"/><v:textbox style="mso-direction-alt:auto"><div style="text-align:left"></div></v:textbox>' +
      `<x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/><x:Anchor>${anchor}</x:Anchor><x:AutoFill>False</x:AutoFill><x:Row>${row}</x:Row><x:Column>${column}</x:Column></x:ClientData></v:shape>`
    );
  });
  file.write(path, xml.slice(0, end) + texts.join('') + xml.slice(end));
}

function removeShapes(file: Package, path: string, cells: Set<string>): void {
  const xml = file.read(path);
  const places = new Set(
    [...cells].map((cell) => {
      const at = parseAddress(cell);
      return at ? `${at.row} ${at.column}` : '';
    }),
  );
  const shapes = elements(xml, 'shape', 'Row', 'Column');
  const gone = shapes.filter((shape) => {
    if (shape.name !== 'shape') return false;
    const text = (name: string): string => {
      const part = shapes.find((each) => each.name === name && each.start > shape.start && each.end < shape.end);
      return part ? xml.slice(part.inner, part.innerEnd).trim() : '';
    };
    return places.has(`${text('Row')} ${text('Column')}`);
  });
  file.write(
    path,
    edited(
      xml,
      gone.map(({ start, end }) => ({ start, end, text: '' })),
    ),
  );
}

/** Nothing but the attribute changes. */
export function unselected(xml: string): string {
  const views = elements(xml, 'sheetView').filter(({ attributes }) => attributes.tabSelected !== undefined);
  return edited(
    xml,
    views.map((view) => withAttributes(xml, view, { tabSelected: null })),
  );
}
