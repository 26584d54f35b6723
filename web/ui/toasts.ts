/** What has just happened, said for ten seconds at the edge of the page. */
export interface Toast {
  readonly id: number;
  readonly title: string;
  readonly kind: 'done' | 'failed' | 'note';
  /** A second line, such as what to do or the reference of an error. */
  readonly detail?: string;
  /** Takes it back. */
  readonly undo?: () => void;
  /** Where it can be seen. */
  readonly href?: string;
}

export type NewToast = Omit<Toast, 'id' | 'kind'> & { readonly kind?: Toast['kind'] };

/** How long a toast stays; one with a failure stays until it is closed. */
export const toastMs = 10_000;

/** Shows a toast from anywhere, a component or not. At most four stand; the oldest goes first. */
export function showToast(toast: NewToast): void {
  next += 1;
  toasts = [...toasts.slice(-3), { kind: 'done', ...toast, id: next }];
  tell();
}

export function closeToast(id: number): void {
  toasts = toasts.filter((toast) => toast.id !== id);
  tell();
}

export function subscribeToasts(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function currentToasts(): readonly Toast[] {
  return toasts;
}

let next = 0;
let toasts: readonly Toast[] = [];
const listeners = new Set<() => void>();

function tell(): void {
  for (const listener of listeners) listener();
}
