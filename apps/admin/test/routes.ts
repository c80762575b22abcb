import type { RouteRecordRaw } from 'vue-router';
import { routes } from '../src/router.ts';

/** The address of every page as the router has it: `/submissions/:id`. What only leads on to another is none. */
export function pageAddresses(of: readonly RouteRecordRaw[] = routes, above = ''): string[] {
  return of.flatMap((route) => {
    const path = route.path.startsWith('/') ? route.path : `${above}/${route.path}`.replaceAll('//', '/');
    if (route.children) return pageAddresses(route.children, path);
    return route.redirect ? [] : [path];
  });
}
