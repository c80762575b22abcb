import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { browserWords } from './browser-words.ts';

const webkit = 'AppleWebKit/537.36 (KHTML, like Gecko)';

describe('a browser in short words', () => {
  it.each([
    [
      `Mozilla/5.0 (Windows NT 10.0; Win64; x64) ${webkit} Chrome/118.0.0.0 Safari/537.36 Edg/118.0.2088.46`,
      'Edge 118 · Windows',
    ],
    [`Mozilla/5.0 (Windows NT 10.0; Win64; x64) ${webkit} Chrome/120.0.0.0 Safari/537.36`, 'Chrome 120 · Windows'],
    [
      `Mozilla/5.0 (Windows NT 6.1; WOW64) ${webkit} Chrome/86.0.4240.198 Safari/537.36 QIHU 360SE`,
      '360浏览器 · Windows',
    ],
    ['Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0', 'Firefox 128 · Linux'],
    [
      'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.4 Safari/605.1.15',
      'Safari 17 · macOS',
    ],
    [
      'Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 MicroMessenger/8.0.42(0x18002a2f) NetType/WIFI Language/zh_CN',
      '微信 8 · iPhone',
    ],
    [
      `Mozilla/5.0 (Linux; Android 13; SM-G9910) ${webkit} Version/4.0 Chrome/111.0 Mobile Safari/537.36 MicroMessenger/8.0.44`,
      '微信 8 · 安卓',
    ],
    ['Mozilla/5.0 (Windows NT 6.1; WOW64; Trident/7.0; rv:11.0) like Gecko', 'IE · Windows'],
    ['curl/8.5.0', ''],
    ['', ''],
  ])('%s', (userAgent, words) => {
    expect(browserWords(userAgent)).toBe(words);
  });

  it('is short whatever is sent', () => {
    fc.assert(fc.property(fc.string({ maxLength: 300 }), (text) => browserWords(text).length < 30));
  });
});
