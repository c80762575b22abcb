import { createHash } from 'node:crypto';
import type { Bulletin } from '@nuanxin/contract';
import { PLACE_OF_TODAY } from '@nuanxin/domain';
import type { ReviewedFigures } from '../../db/schema/index.ts';
import type { Told } from './figures.ts';

type Figures = Pick<Told, 'places' | 'annex'>;

/** What is kept of the figures with an approval; that time goes on changes none of them. */
export function reviewedFigures({ places, annex }: Figures): ReviewedFigures {
  const kept = places.filter(({ name }) => name !== PLACE_OF_TODAY);
  return {
    places: Object.fromEntries(kept.map(({ name, value }) => [name, value])),
    annex: createHash('sha256').update(JSON.stringify(annex)).digest('base64url'),
  };
}

/** Figures that are others than those that were approved; of a change in the annex alone its title. */
export function changedSince(reviewed: ReviewedFigures | null, told: Figures): Bulletin['changed'] {
  if (!reviewed) return [];
  const now = reviewedFigures(told);
  const changed = told.places.flatMap(({ name, label, value }) => {
    const was = reviewed.places[name];
    return name === PLACE_OF_TODAY || was === value ? [] : [{ label, was: was ?? '', now: value }];
  });
  return changed.length === 0 && now.annex !== reviewed.annex
    ? [{ label: told.annex.title, was: '', now: '' }]
    : changed;
}
