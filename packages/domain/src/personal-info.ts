const invisible = /[\u200b-\u200d\u2060\ufeff\u00ad]/g;
/** 18 digits, not inside a longer run; also in the groups 6-8-4 and, with hyphens, 6-4-4-4 when the middle is a date. */
const identity =
  /(?<!\d)(?:\d{17}|\d{6}([ -])(?:19|20)\d{6}\1\d{3}|\d{6}-(?:19|20)\d\d-?(?:0[1-9]|1[0-2])-?[0-3]\d-\d{3})[\dXx](?![\dXx])/g;
/** The same digits in any groups. Figures in a row look like it as well: see isIdentity. A number may begin within another. */
const grouped =
  /(?<!\d)(?=([1-8](?:[ \-\u2010-\u2015\u2212]{0,3}\d){16}[ \-\u2010-\u2015\u2212]{0,3}[\dXx])(?![\dXx]))/g;
/** A mobile number, also `138 0013 8000`, `138-0013-8000` and with 86 before it. */
const mobile = /(?<!\d)((?:86[- ]?)?1[3-9]\d)([ -]?)\d{4}\2(\d{4})(?!\d)/g;
/** The same and what stands in its place, for the database, which reads regular expressions alike. */
export const mobileInSql = { pattern: mobile.source, masked: String.raw`\1\2****\2\3` };

/**
 * Characters that stay as they are, or become one half-width character each. Most texts are made of them: folding each
 * takes longer than reading the workbook.
 */
const usual = /^[\x20-\x7e\u2013\u2014\u2018-\u201d\u3000-\u3011\u4e00-\u9fff\uff01-\uff5e]*$/;
const sixDigits = /[\d\uff10-\uff19](?:[ \-\u2013\u2014\u3000\uff0d]{0,3}[\d\uff10-\uff19]){5}/;

function plain(text: string): string {
  return text.normalize('NFKC').replace(invisible, '');
}

/**
 * Identity numbers in a text. Nowhere in this product are people kept, so each is refused (D52), right checksum or not;
 * in groups that figures in a row may have, only when day of birth and checksum are right.
 */
export function findPersonalInfo(text: string): string[] {
  if (usual.test(text) && !sixDigits.test(text)) return [];
  const folded = plain(text);
  const found = folded.match(identity);
  if (found) return found;
  return [...folded.matchAll(grouped)].flatMap(([, each = '']) => (isIdentity(digitsOf(each)) ? [each] : []));
}

const digitsOf = (number: string): string => number.replace(/[^\dXx]/g, '').toUpperCase();
const born = /^[1-9]\d{5}(?:18|19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])/;

/** GB 11643: the weights of the 17 digits are powers of 2 modulo 11. */
function isIdentity(digits: string): boolean {
  const sum = [...digits].slice(0, 17).reduce((all, digit, at) => all + Number(digit) * (2 ** (17 - at) % 11), 0);
  return born.test(digits) && digits[17] === '10X98765432'[sum % 11];
}

/** The same where programs write numbers of their own, 18 digits by chance: the day of birth must be a day. */
export function holdsIdentity(text: string): boolean {
  return findPersonalInfo(text).some((each) => born.test(digitsOf(each)));
}

export function findMobiles(text: string): string[] {
  return plain(text).match(mobile) ?? [];
}

/** `138****5678`: mobile numbers are for the unit and the office only. */
export function maskMobile(text: string): string {
  return replace(text, mobile, '$1$2****$2$3');
}

/** The rest of the text stays as it was written, unless the numbers are found only in plain digits. */
function replace(text: string, pattern: RegExp, by: string): string {
  const replaced = text.replace(pattern, by);
  const same = plain(replaced);
  return same.match(pattern) ? same.replace(pattern, by) : replaced;
}

const identifier = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Masks the mobile numbers in every text of a JSON value; identifiers, whose digits mean nothing, stay as they are. */
export function maskMobiles<T>(value: T): T {
  if (typeof value === 'string') return (identifier.test(value) ? value : maskMobile(value)) as T;
  if (Array.isArray(value)) return value.map(maskMobiles) as T;
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, maskMobiles(each)])) as T;
}
