/**
 * Signs that a name cannot hold: control characters and line breaks, what is not seen, and what turns the direction of the
 * text around it (U+202E), so that one name could pass for another; and what stands for a sign that could not be kept.
 */
const UNSEEN = String.raw`\u0000-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufffd`;

/** A name of a person or a unit: something stands in it, in one line. */
export const ONE_LINE = `^[^${UNSEEN}]*[^\\s${UNSEEN}][^${UNSEEN}]*$`;

/** What is said of a name that is none. */
export const NOT_ONE_LINE = '不能为空，须填写在一行内，不能有换行和看不见的控制符号';

const unseen = new RegExp(`[${UNSEEN}]`);
export const hasUnseen = (text: string): boolean => unseen.test(text);
