import type { CalendarYear } from './calendar.ts';
import data from '../data/calendar-cn.json' with { type: 'json' };

/** Years that ship with the product, from the State Council's notices. */
export const publishedYears = data as CalendarYear[];
