/** A key pressed for the page, not into a field or a dialog, and not held down. */
export function isPlainKey(event: KeyboardEvent): boolean {
  const typing = event.target instanceof HTMLElement && event.target.closest('input, textarea, select, [role=dialog]');
  return !typing && !event.repeat && !event.ctrlKey && !event.metaKey && !event.altKey;
}
