import { ref } from 'vue';
import { common } from '../texts/common.ts';

/** What the page is called: its heading, the end of the way to it, and the window's title are one. */
export const pageTitle = ref('');

/** @param part comes first in the window's title: what is cut off there is its end */
export function setPageTitle(title: string, part?: string): void {
  pageTitle.value = title;
  document.title = [part, title, common.product].filter(Boolean).join(' · ');
}
