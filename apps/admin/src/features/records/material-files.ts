import type { RecordKind } from '@nuanxin/domain';
import { attachmentTexts as t } from '../../texts/attachments.ts';

/** Field that what is not the material itself is put to: how much was handed out, and to whom. */
const EVIDENCE = 'count';

/** What a file of a single project's material may be: the material, of which the heading is judged (R88), or evidence. */
export function materialFields({
  fields,
}: Pick<RecordKind, 'fields'>): { code: string; label: string; offered: boolean }[] {
  return fields.map(({ code, label }) => ({
    code,
    label: code === EVIDENCE ? t.otherEvidence : label,
    offered: code === EVIDENCE,
  }));
}

/** Materials are no workbooks: those list what was handed out. */
export function fieldOfMaterialFile({ name }: File): string {
  return /\.(?:xlsx?|et|csv)$/i.test(name) ? EVIDENCE : '';
}
