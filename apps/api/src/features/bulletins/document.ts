import type { BulletinDocument, BulletinMention } from '@nuanxin/contract';
import {
  bulletinSections,
  bulletinSectionTitle,
  fillBulletin,
  mentionSection,
  type BulletinSection,
} from '@nuanxin/domain';
import type { bulletins } from '../../db/schema/index.ts';
import type { Told } from './figures.ts';

const numerals = ['一', '二', '三', '四', '五'];

/** What is printed: parts in which nothing stands are left out, and the others counted. */
export function documentOf(
  row: Pick<typeof bulletins.$inferSelect, 'title' | 'documentNo' | 'addressee' | 'issuer' | 'issuedOn' | 'bodies'>,
  mentions: readonly Pick<BulletinMention, 'kind' | 'unit' | 'text'>[],
  { places, annex }: Pick<Told, 'places' | 'annex'>,
): BulletinDocument {
  const paragraphs = (code: BulletinSection): string[] => [
    ...fillBulletin(row.bodies[code], places)
      .split('\n')
      .flatMap((line) => line.trim() || []),
    ...mentions.filter(({ kind }) => mentionSection[kind] === code).map(({ unit, text }) => `${unit.name}：${text}`),
  ];
  const written = bulletinSections
    .map((code) => ({ code, paragraphs: paragraphs(code) }))
    .filter((each) => each.paragraphs.length > 0);
  return {
    title: row.title,
    documentNo: row.documentNo,
    addressee: row.addressee,
    sections: written.map((each, index) => ({
      ...each,
      heading: `${numerals[index]}、${bulletinSectionTitle[each.code]}`,
    })),
    issuer: row.issuer,
    issuedOn: row.issuedOn,
    annex,
  };
}
