/** An 18-digit identity number: 17 digits and a digit or X, not inside a longer run of digits. */
const identity = /(?<!\d)\d{17}[\dXx](?![\dXx])/g;
const mobile = /(?<!\d)1[3-9]\d{9}(?!\d)/g;

/** Identity numbers in a text. Nowhere in this product are people kept, so each of them is refused. */
export function findPersonalInfo(text: string): string[] {
  return text.normalize('NFKC').match(identity) ?? [];
}

export function findMobiles(text: string): string[] {
  return text.normalize('NFKC').match(mobile) ?? [];
}

/** `138****5678`: mobile numbers are for the unit and the office only. */
export function maskMobile(text: string): string {
  return text.replace(mobile, (number) => `${number.slice(0, 3)}****${number.slice(7)}`);
}
