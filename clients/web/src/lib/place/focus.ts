/**
 * For the title of a screen that takes another's place: when what had the focus is gone, the title gets it, so that
 * keyboards and screen readers go on from there. Whoever has the focus elsewhere keeps it.
 */
export function keepFocus(title: HTMLElement): void {
  const focused = document.activeElement;
  if (!focused || focused === document.body) title.focus({ preventScroll: true });
}
