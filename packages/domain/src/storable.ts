/** Halves of a character, and control characters that are no white space. */
const unstorable = /\p{Cs}|(?!\s)\p{Cc}|[\ufffe\uffff]/gu;

/** What most texts are made of: asking for classes of characters takes several times as long. */
const usual = /^[\x20-\x7e\u2010-\u2027\u3000-\u9fff\uff01-\uff5e]*$/;

/**
 * Text as any database, and XML, can keep it. What they cannot is shown as �, so that nobody takes what is left for what
 * stood there.
 */
export function storable(text: string): string {
  if (usual.test(text)) return text;
  return text.replace(unstorable, '\ufffd');
}
