import { recordKindCodes } from '@nuanxin/domain';
import { Type } from 'typebox';
import { Closed, Text, Words } from './common.ts';

const Field = Type.String({ pattern: '^[a-zA-Z]{1,40}$' });
const Word = Type.String({ pattern: '^\\w{1,40}$' });
const figure = {
  kind: Words(recordKindCodes),
  where: Type.Optional(
    Type.Record(Field, Type.Array(Type.Union([Word, Type.Literal(true)]), { minItems: 1, maxItems: 40 })),
  ),
  months: Type.Optional(Type.Array(Type.Integer({ minimum: 1, maximum: 12 }), { minItems: 1, maxItems: 12 })),
  by: Type.Optional(Field),
  sum: Type.Optional(Field),
  span: Words(['period', 'until']),
  of: Type.Optional(Words(['unit', 'place_or_project'])),
};
const Single = Type.Union([
  Closed({
    kind: Type.Literal('at_least'),
    figure: Closed(figure),
    of: Words(['unit', 'all']),
    least: Type.Integer({ minimum: 1, maximum: 9999 }),
  }),
  Closed({
    kind: Type.Literal('materials'),
    figure: Closed({ ...figure, where: Closed({ material: Type.Array(Word, { minItems: 1, maxItems: 40 }) }) }),
  }),
  Closed({ kind: Type.Literal('each'), figure: Closed(figure), group: Text(40, 1) }),
  Closed({
    kind: Type.Literal('every'),
    fields: Type.Array(
      Closed({ field: Field, works: Type.Optional(Type.Array(Word, { minItems: 1, maxItems: 10 })) }),
      { minItems: 1, maxItems: 10 },
    ),
  }),
  Closed({ kind: Type.Literal('closed') }),
]);

/** What of the records fulfils a task; the shape is the domain's (`RecordsCriterion`). */
export const CriterionInput = Type.Union([
  Single,
  Closed({ kind: Type.Literal('all'), parts: Type.Array(Single, { minItems: 2, maxItems: 5 }) }),
]);
