import { posix } from 'node:path';
import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate';
import { append, edited, elements, escapeXml } from './xml.ts';

const TRANSITIONAL = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const STRICT = 'http://purl.oclc.org/ooxml/officeDocument/relationships';
/** Always the same: the same file annotated twice is the same file. */
const WRITTEN_AT = new Date(1980, 0, 1);

export interface Relationship {
  id: string;
  /** Last word of the type, such as `comments`. */
  kind: string;
  /** Path in the package. */
  target: string;
}

/** The parts of an .xlsx file and what leads from one to another (OPC). */
export class Package {
  readonly #parts: Map<string, Uint8Array>;
  /** Namespace of the relationships' types, which a strict file has of its own. */
  readonly namespace: string;
  readonly workbookPath: string;

  constructor(bytes: Uint8Array) {
    this.#parts = new Map(Object.entries(unzipSync(bytes)));
    this.namespace = this.read('_rels/.rels').includes(`${STRICT}/officeDocument`) ? STRICT : TRANSITIONAL;
    this.workbookPath =
      this.relationships('').find(({ kind }) => kind === 'officeDocument')?.target ?? 'xl/workbook.xml';
  }

  has(path: string): boolean {
    return this.#parts.has(path);
  }

  /** Text of a part; empty when there is none. */
  read(path: string): string {
    const bytes = this.#parts.get(path);
    if (!bytes) return '';
    if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
    if (bytes[0] === 0xfe && bytes[1] === 0xff) return new TextDecoder('utf-16be').decode(bytes);
    return strFromU8(bytes).replace(/^\ufeff/, '');
  }

  write(path: string, text: string): void {
    this.#parts.set(path, strToU8(text.replace(/(<\?xml[^>]*encoding=)(["'])utf-16[^"']*\2/i, '$1$2UTF-8$2')));
  }

  /** A path that no part has yet: `xl/comments1.xml`, `xl/comments2.xml`, … */
  free(before: string, after: string): string {
    for (let n = 1; ; n++) if (!this.#parts.has(`${before}${n}${after}`)) return `${before}${n}${after}`;
  }

  relationships(of: string): Relationship[] {
    const folder = posix.dirname(of === '' ? 'x' : of);
    return elements(this.read(relsOf(of)), 'Relationship').flatMap(
      ({ attributes: { Id, Type, Target, TargetMode } }) => {
        if (!Id || !Type || !Target || TargetMode === 'External') return [];
        const target = Target.startsWith('/') ? Target.slice(1) : posix.join(folder, Target);
        return [{ id: Id, kind: Type.split('/').at(-1) ?? '', target }];
      },
    );
  }

  /** @returns id of the new relationship */
  relate(from: string, kind: string, target: string): string {
    const path = relsOf(from);
    const xml =
      this.read(path) ||
      '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"></Relationships>';
    const taken = new Set(elements(xml, 'Relationship').map(({ attributes }) => attributes.Id));
    let n = 1;
    while (taken.has(`rIdNuanxin${n}`)) n++;
    const id = `rIdNuanxin${n}`;
    const [root] = elements(xml, 'Relationships');
    if (!root) throw new Error('a part for relationships without relationships');
    const relative = posix.relative(posix.dirname(from), target);
    const one = `<${root.prefix}Relationship Id="${id}" Type="${this.namespace}/${kind}" Target="${escapeXml(relative)}"/>`;
    this.write(path, edited(xml, [append(xml, root, one)]));
    return id;
  }

  /** Takes a part away with what leads to it. */
  remove(from: string, id: string): void {
    const path = relsOf(from);
    const xml = this.read(path);
    const target = this.relationships(from).find((each) => each.id === id)?.target;
    const gone = elements(xml, 'Relationship').filter(({ attributes }) => attributes.Id === id);
    this.write(
      path,
      edited(
        xml,
        gone.map(({ start, end }) => ({ start, end, text: '' })),
      ),
    );
    if (target === undefined) return;
    this.#parts.delete(target);
    this.#parts.delete(relsOf(target));
    const types = this.read(TYPES);
    const overrides = elements(types, 'Override').filter(({ attributes }) => attributes.PartName === `/${target}`);
    this.write(
      TYPES,
      edited(
        types,
        overrides.map(({ start, end }) => ({ start, end, text: '' })),
      ),
    );
  }

  /** Says what a part is, by its path or, for `.vml`, by its extension. */
  declare(what: { path: string } | { extension: string }, contentType: string): void {
    const xml = this.read(TYPES);
    const all = elements(xml, 'Default', 'Override', 'Types');
    const [root] = all;
    if (!root) throw new Error('a file without content types');
    const known = all.some(({ attributes }) =>
      'path' in what ? attributes.PartName === `/${what.path}` : attributes.Extension?.toLowerCase() === what.extension,
    );
    if (known) return;
    const one =
      'path' in what
        ? `<${root.prefix}Override PartName="/${escapeXml(what.path)}" ContentType="${contentType}"/>`
        : `<${root.prefix}Default Extension="${what.extension}" ContentType="${contentType}"/>`;
    this.write(TYPES, edited(xml, [append(xml, root, one)]));
  }

  bytes(): Uint8Array {
    return zipSync(Object.fromEntries(this.#parts), { level: 6, mtime: WRITTEN_AT });
  }
}

const TYPES = '[Content_Types].xml';

function relsOf(path: string): string {
  return path === '' ? '_rels/.rels' : posix.join(posix.dirname(path), '_rels', `${posix.basename(path)}.rels`);
}
