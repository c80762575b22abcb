const raisedDigits = '⁰¹²³⁴⁵⁶⁷⁸⁹';

/** Digits that are shown small beside a figure (a footnote's) as characters of their own: `35` and a small 1 are not 351. */
export function small(text: string): string {
  return text.replace(/\d/g, (digit) => raisedDigits[Number(digit)] ?? digit);
}
