/** Halves of a character, and control characters that are no white space. */
const unstorable = /\p{Cs}|(?!\s)\p{Cc}|[\ufffe\uffff]/gu;

/**
 * Text as any database, and XML, can keep it. What they cannot is shown as �, so that nobody takes what is left for what
 * stood there.
 */
export function storable(text: string): string {
  return text.replace(unstorable, '\ufffd');
}
