import * as xlsx from '@e965/xlsx';
import { strToU8, zipSync } from 'fflate';

const W = 'http://schemas.openxmlformats.org/wordprocessingml/2006/main';

export function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** A run of text; its line breaks are soft ones. */
export function run(text: string): string {
  const parts = text.split('\n').map((part) => `<w:t xml:space="preserve">${escaped(part)}</w:t>`);
  return `<w:r>${parts.join('<w:br/>')}</w:r>`;
}

/** A paragraph of text, or of runs as they are given. */
export function paragraph(content: string, properties = ''): string {
  return `<w:p><w:pPr>${properties}</w:pPr>${content.startsWith('<w:') ? content : run(content)}</w:p>`;
}

/** A .docx as small as Word opens it. */
export function docxOf(body: string, parts: Record<string, string> = {}): Buffer {
  const files = {
    '[Content_Types].xml':
      '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>',
    '_rels/.rels':
      '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>',
    'word/document.xml': `<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:document xmlns:w="${W}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"><w:body>${body}</w:body></w:document>`,
    ...parts,
  };
  const bytes = Object.fromEntries(Object.entries(files).map(([name, text]) => [name, strToU8(text)]));
  return Buffer.from(zipSync(bytes, { mtime: new Date(2025, 5, 30) }));
}

/** A document with a paragraph a line. */
export function docx(...lines: string[]): Buffer {
  return docxOf(lines.map((line) => paragraph(line)).join(''));
}

/** An OLE container with one stream, as Word 97 and WPS write them. */
export function ole(name: string, content: Buffer): Buffer {
  const container = xlsx.CFB.utils.cfb_new();
  xlsx.CFB.utils.cfb_add(container, `/${name}`, content);
  return Buffer.from(xlsx.CFB.write(container, { type: 'buffer' }) as Uint8Array);
}

/** A .doc with a text in it, as far as anybody here looks into one. @param flags of the file, 0x0100 for a locked one */
export function oldDoc(text: string, flags = 0): Buffer {
  const head = Buffer.alloc(32);
  head.writeUInt16LE(0xa5ec, 0);
  head.writeUInt16LE(flags, 10);
  return ole('WordDocument', Buffer.concat([head, Buffer.from(text, 'utf16le'), Buffer.alloc(5000)]));
}
