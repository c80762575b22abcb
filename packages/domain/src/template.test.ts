import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fillTemplate, inParts, unknownPlaces } from './template.ts';

describe('templates', () => {
  it('fills places, leaves out lines that would introduce nothing, and keeps braces that are none', () => {
    const text = '{单位}：\n{事项清单}\n\n附言：{附言}\n请登录：{网址}\n{ 不是 } {x}';
    expect(fillTemplate(text, { 单位: '仙源镇', 事项清单: '一\n二', 附言: '', 网址: 'https://a.cn' })).toBe(
      '仙源镇：\n一\n二\n\n请登录：https://a.cn\n{ 不是 } {x}',
    );
  });

  it('names places that it does not know, each once', () => {
    expect(unknownPlaces('{单位}{单为}{单为}{单位 }', ['单位'])).toEqual(['单为']);
  });

  it('never fills what was filled in', () => {
    expect(fillTemplate('{附言}', { 附言: '{单位}', 单位: 'x' })).toBe('{单位}');
  });
});

describe('texts in parts', () => {
  const bytes = (text: string): number => new TextEncoder().encode(text).length;

  it('fit into the limit, lose nothing and keep the order', () => {
    fc.assert(
      fc.property(
        fc.array(fc.string({ unit: 'grapheme', maxLength: 80 })),
        fc.integer({ min: 60, max: 300 }),
        (lines, most) => {
          const text = lines.join('\n');
          const parts = inParts(text, most);
          for (const part of parts) expect(bytes(part)).toBeLessThanOrEqual(most);
          const bare = parts.length === 1 ? parts : parts.map((part) => part.slice(0, part.lastIndexOf('\n')));
          expect(bare.join('').replaceAll('\n', '')).toBe(text.replaceAll('\n', ''));
        },
      ),
    );
  });

  it('are cut between lines and say which they are', () => {
    expect(inParts('一二三四五六七八\n一二三四五六七八\n一二', 55)).toEqual([
      '一二三四五六七八\n（1/2）',
      '一二三四五六七八\n一二\n（2/2）',
    ]);
  });
});
