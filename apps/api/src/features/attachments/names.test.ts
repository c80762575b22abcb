import fc from 'fast-check';
import { expect, it } from 'vitest';
import { attachmentName } from './names.ts';

const jpg = ['jpg', 'jpeg'];

it.each([
  ['会场.JPG', '会场.jpg'],
  ['会场.jpeg', '会场.jpeg'],
  ['照片.exe', '照片.exe.jpg'],
  ['C:\\桌面\\会场.jpg', '会场.jpg'],
  ['../../etc/passwd', 'passwd.jpg'],
  ['会场\u202egpj.exe', '会场gpj.exe.jpg'],
  ['a"b\r\n<c>.jpg', 'a_b_c_.jpg'],
  ['.jpg', 'jpg.jpg'],
  ['   ', '附件.jpg'],
  ['', '附件.jpg'],
])('keeps %j as %j', (given, kept) => {
  expect(attachmentName(given, jpg)).toBe(kept);
});

it('always ends as what it is, stays short, and is a name of a file', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => {
      const name = attachmentName(text, jpg);
      expect(name).toMatch(/[^.\s/\\]\.jpe?g$/);
      expect(name).not.toMatch(/[/\\\p{Cc}<>:"|?*]/u);
      expect([...name].length).toBeLessThanOrEqual(125);
      expect(attachmentName(name, jpg)).toBe(name);
    }),
  );
});
