import { strToU8, zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { readAttached, sniffAttached } from '../src/index.ts';
import { docx, ole, oldDoc } from './docx.ts';

const latin1 = (text: string): Buffer => Buffer.from(text, 'latin1');
const zip = (files: Record<string, string>): Buffer =>
  Buffer.from(zipSync(Object.fromEntries(Object.entries(files).map(([name, text]) => [name, strToU8(text)]))));

describe('what may be attached, by its content', () => {
  it.each([
    ['jpeg', latin1('\xff\xd8\xff\xe0')],
    ['png', latin1('\x89PNG\r\n\x1a\n')],
    ['webp', latin1('RIFF\x01\x02\x03\x04WEBPVP8 ')],
    ['pdf', latin1('%PDF-1.7\n')],
    ['zip', docx('标题')],
    ['ole', oldDoc('标题')],
    ['text', Buffer.from('黄山区民生实事：“清凉驿站”。a < b，c > d')],
    ['text', Buffer.from('\ufeff说明', 'utf16le')],
  ])('takes %s', (kind, bytes) => {
    expect(sniffAttached(bytes)).toBe(kind);
  });

  it.each([
    ['a photo of an iPhone', '\0\0\0\x18ftypheic', 'JPG'],
    ['a film', '\0\0\0\x18ftypmp42', '视频'],
    ['a GIF', 'GIF89a', 'JPG 或 PNG'],
    ['an SVG', '<svg xmlns="http://www.w3.org/2000/svg">', '网页'],
    ['an SVG behind a comment', '<!-- a -->\n<?xml version="1.0"?><svg>', '网页'],
    ['a page', ' \n<!DOCTYPE html><p>', '网页'],
    ['a page in two bytes', Buffer.from('\ufeff<html>', 'utf16le').toString('latin1'), '网页'],
    ['a program', 'MZ\x90\0', '程序'],
    ['a script', '#!/bin/sh', '程序'],
    ['a RAR archive', 'Rar!\x1a\x07', '解压'],
    ['a 7z archive', '7z\xbc\xaf\x27\x1c', '解压'],
    ['RTF', '{\\rtf1', '另存为 PDF'],
    ['other bytes', 'abc\0\x01\x02', '另存为 PDF'],
    ['nothing', '', '文件是空的'],
  ])('refuses %s and says what to do', (_, text, words) => {
    expect(() => sniffAttached(latin1(text))).toThrow(words);
  });

  it.each([
    ['an archive', zip({ 'a.txt': 'a' }), 'zip', '解压'],
    ['an OFD document', zip({ 'OFD.xml': '<ofd/>' }), 'zip', '另存为 PDF'],
    [
      'a document with macros',
      zip({ 'word/document.xml': '<w:document></w:document>', 'word/vbaProject.bin': '' }),
      'zip',
      '宏',
    ],
    ['an installer', ole('Property', Buffer.alloc(5000)), 'ole', '不认识'],
    ['a locked document', oldDoc('标题', 0x0100), 'ole', '密码'],
  ] as const)('refuses %s', async (_, bytes, kind, words) => {
    await expect(readAttached(bytes, kind)).rejects.toThrow(words);
  });
});

describe('the text of what is attached', () => {
  it('has the first paragraph of a document as its heading', async () => {
    const { heading, texts, endings } = await readAttached(docx('', ' 黄山区民生实事：“清凉驿站” ', '正文'), 'zip');
    expect([heading, texts.at(-1), endings]).toEqual(['黄山区民生实事：“清凉驿站”', '正文', ['docx']]);
  });

  it('reads plain text of any encoding', async () => {
    const gbk = Buffer.from([0xb1, 0xea, 0xcc, 0xe2, 0x0d, 0x0a, 0x61]);
    expect(await readAttached(gbk, 'text')).toMatchObject({ heading: '标题', texts: ['标题', 'a'] });
  });

  it('reads slides, whatever their words are cut into', async () => {
    const slide = '<p:sld><a:p><a:r><a:t>34100319900101</a:t></a:r><a:r><a:t>123X</a:t></a:r></a:p></p:sld>';
    const { texts, endings } = await readAttached(
      zip({ 'ppt/presentation.xml': '<p/>', 'ppt/slides/slide1.xml': slide }),
      'zip',
    );
    expect([texts, endings]).toEqual([['34100319900101123X'], ['pptx']]);
  });
});
