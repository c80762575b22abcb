import type { BulletinDocument, BulletinMention } from '@nuanxin/contract';
import { bulletinParts } from '@nuanxin/domain';
import type { bulletins } from '../../db/schema/index.ts';
import type { Told } from './figures.ts';

/** What is printed, of the figures as they are given. */
export function documentOf(
  row: Pick<typeof bulletins.$inferSelect, 'title' | 'documentNo' | 'addressee' | 'issuer' | 'issuedOn' | 'bodies'>,
  mentions: readonly Pick<BulletinMention, 'kind' | 'unit' | 'text'>[],
  { places, annex }: Pick<Told, 'places' | 'annex'>,
): BulletinDocument {
  const { title, documentNo, addressee, issuer, issuedOn, bodies } = row;
  return { title, documentNo, addressee, sections: bulletinParts(bodies, mentions, places), issuer, issuedOn, annex };
}
