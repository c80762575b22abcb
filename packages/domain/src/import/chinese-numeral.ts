const digits = '零一二三四五六七八九';
const places: Record<string, number> = { 十: 10, 百: 100, 千: 1000 };
const LIMIT = 1e12;

/**
 * 三 → 3, 十二 → 12, 二百零五 → 205, 三万 → 30000; null when it is no such number (D28). Only the full written form is
 * exact: 一百二 is said for 120 and 一万二 for 12000, 百 and 千 stand for "some hundred", so they are null.
 */
export function chineseNumeral(text: string): number | null {
  const plain = text.replaceAll('两', '二').replaceAll('〇', '零').replace(/^一十/, '十');
  if (!/^[零一二三四五六七八九十百千万亿]+$/.test(plain)) return null;
  let total = 0;
  let section = 0;
  let digit = 0;
  for (const char of plain) {
    const place = places[char];
    if (place !== undefined) {
      section += (digit || 1) * place;
      digit = 0;
    } else if (char === '万') {
      total += (section + digit) * 10_000;
      section = digit = 0;
    } else if (char === '亿') {
      total = (total + section + digit) * 100_000_000;
      section = digit = 0;
    } else digit = digits.indexOf(char);
  }
  const value = total + section + digit;
  return value < LIMIT && spell(value) === plain ? value : null;
}

/** The one full written form of a whole number below 10¹². */
function spell(value: number): string {
  if (value === 0) return '零';
  let out = '';
  for (const [unit, size] of [
    ['亿', 100_000_000],
    ['万', 10_000],
    ['', 1],
  ] as const) {
    const group = Math.floor(value / size) % 10_000;
    if (group === 0) continue;
    out += (out !== '' && group < 1000 ? '零' : '') + spellGroup(group) + unit;
  }
  return out.replace(/^一十/, '十');
}

function spellGroup(group: number): string {
  let out = '';
  let gap = false;
  for (const [place, size] of [
    ['千', 1000],
    ['百', 100],
    ['十', 10],
    ['', 1],
  ] as const) {
    const digit = Math.floor(group / size) % 10;
    if (digit === 0) gap = out !== '';
    else {
      out += (gap ? '零' : '') + (digits[digit] ?? '') + place;
      gap = false;
    }
  }
  return out;
}
