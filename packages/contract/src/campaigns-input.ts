import { Type, type Static } from 'typebox';
import { Closed, MonthDay, Name, Text } from './common.ts';

const code = Type.Optional(Text(40, 1));

/** Phases and groups of a plan as they are to stand, in their order; a code names one that is there, none a new one. */
export const PhaseInput = Closed(
  { code, name: Name(20), from: MonthDay, to: MonthDay, work: Type.Array(Name(60), { maxItems: 20 }) },
  { title: 'PhaseInput' },
);
export type PhaseInput = Static<typeof PhaseInput>;
export const GroupInput = Closed(
  {
    code,
    name: Name(40),
    units: Type.Array(Text(20, 1), { minItems: 1, maxItems: 200, uniqueItems: true, description: '单位编码' }),
  },
  { title: 'GroupInput' },
);
export type GroupInput = Static<typeof GroupInput>;
