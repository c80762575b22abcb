import { ref } from 'vue';
import { common } from '../texts/common.ts';

/** What the page is called: its heading, the end of the way to it, and the window's title are one. */
export const pageTitle = ref('');

export function setPageTitle(title: string): void {
  pageTitle.value = title;
  document.title = title ? `${title} · ${common.product}` : common.product;
}
