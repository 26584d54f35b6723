/** Which new alarms are heard. */
export const soundChoices = ['off', 'severe', 'all'] as const;
export type SoundChoice = (typeof soundChoices)[number];

// Of this browser, not of the person: the same operator sits at a desk with loudspeakers and has a telephone in a pocket.
const place = 'dcmms.sound';
const listeners = new Set<() => void>();
let chosenMs = Number.NEGATIVE_INFINITY;

/** Silence unless somebody has chosen otherwise. */
export function currentSound(): SoundChoice {
  const kept = localStorage.getItem(place);
  return soundChoices.find((choice) => choice === kept) ?? 'off';
}

export function setSound(choice: SoundChoice): void {
  localStorage.setItem(place, choice);
  chosenMs = performance.now();
  for (const listener of listeners) listener();
}

/** Whether somebody has chosen it just now, in this tab: then it is let hear. */
export function isJustChosen(): boolean {
  return performance.now() - chosenMs < 3_000;
}

/** Another tab's choice is told too. */
export function watchSound(listener: () => void): () => void {
  listeners.add(listener);
  addEventListener('storage', listener);
  return () => {
    listeners.delete(listener);
    removeEventListener('storage', listener);
  };
}
