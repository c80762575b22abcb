import type { RecordValues } from '@nuanxin/domain';

/** The three signs of a site: the logo everywhere (R60), two boards where something is built (R61). */
export const signFields = ['logoOn', 'constructionBoardOn', 'permanentSignOn'] as const;
export type SignField = (typeof signFields)[number];

export interface Sign {
  field: SignField;
  state: 'set' | 'missing' | 'not_needed';
  /** Day on which it was set up. */
  on: string | null;
}

/** A construction board is needed while a site is built, a permanent sign when it is finished. */
const neededIn: Record<SignField, readonly string[] | 'always'> = {
  logoOn: 'always',
  constructionBoardOn: ['under_construction'],
  permanentSignOn: ['finished'],
};

export function signsOf(values: RecordValues): Sign[] {
  return signFields.map((field) => {
    const on = values[field];
    if (typeof on === 'string') return { field, state: 'set', on };
    const when = neededIn[field];
    const needed = when === 'always' || when.includes(String(values.works));
    return { field, state: needed ? 'missing' : 'not_needed', on: null };
  });
}
