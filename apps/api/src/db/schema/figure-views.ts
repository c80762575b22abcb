import type { FigureViewQuery } from '@nuanxin/contract';
import { boolean, index, jsonb, pgTable, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
import { id, instant, version } from './columns.ts';
import { users } from './users.ts';

/** What somebody asks of the figures again and again, under a name. */
export const figureViews = pgTable(
  'figure_views',
  {
    id: id(),
    ownerId: uuid()
      .notNull()
      .references(() => users.id),
    name: text().notNull(),
    /** Everybody who reads figures finds it. */
    shared: boolean().notNull(),
    query: jsonb().$type<FigureViewQuery>().notNull(),
    createdAt: instant().notNull(),
    version: version(),
  },
  (table) => [
    uniqueIndex('figure_views_name').on(table.ownerId, table.name),
    index('figure_views_shared').on(table.shared),
  ],
);
