import type { Project } from '@nuanxin/client';
import { api } from '../api.ts';
import { useLoad, type Load } from './useLoad.ts';

/** Livelihood projects of a year to choose from, by number; none as long as there is no year. */
export function useProjects(year: () => number | undefined): Load<Project[]> {
  return useLoad(async (signal) => {
    const of = year();
    return of === undefined ? [] : (await api.listProjects({ query: { year: of } }, { signal })).data.items;
  }, year);
}
