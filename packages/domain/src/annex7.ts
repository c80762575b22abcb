import data from '../data/annex7.json' with { type: 'json' };
import type { FormDefinition } from './form.ts';

/** The quarterly table of the notice (附件7). The real annex is not public: this one is sample content. */
export const annex7 = data as FormDefinition;
