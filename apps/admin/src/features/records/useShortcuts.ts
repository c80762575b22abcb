import { onMounted, onUnmounted } from 'vue';

/** Keys of the page as a whole; while something is typed in a field, only saving is one. */
export function useShortcuts(on: {
  save: () => void;
  undo: () => void;
  takeOver: () => void;
  next: () => void;
  confirm: () => void;
  /** A drawer or dialog has the keys. */
  covered: () => boolean;
}): void {
  function onKey(event: KeyboardEvent): void {
    if (on.covered() || event.isComposing) return;
    const { ctrlKey, metaKey, shiftKey, altKey, target } = event;
    const key = event.key.toLowerCase();
    const ctrl = (ctrlKey || metaKey) && !shiftKey && !altKey;
    if (ctrl && key === 's') on.save();
    else if (isTyping(target)) return;
    else if (ctrl && key === 'z') on.undo();
    else if (ctrl && key === 'd') on.takeOver();
    else if (ctrl && key === 'enter') on.confirm();
    else if (key === 'f8') on.next();
    else return;
    event.preventDefault();
  }
  onMounted(() => addEventListener('keydown', onKey));
  onUnmounted(() => removeEventListener('keydown', onKey));
}

function isTyping(target: EventTarget | null): boolean {
  if (target instanceof HTMLTextAreaElement)
    return !target.classList.contains('cell-input') || target.classList.contains('editing');
  return target instanceof HTMLInputElement && !['checkbox', 'radio', 'button'].includes(target.type);
}
