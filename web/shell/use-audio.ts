'use client';

import { useEffect, useState } from 'react';

/** One for the page: browsers allow a few. */
let context: AudioContext | undefined;

/**
 * The page's loudspeaker, and whether it may be heard: a browser holds sound back until the person has done something on the page, so
 * after a reload the next click or key wakes it.
 */
export function useAudio(): { readonly audio: AudioContext | null; readonly running: boolean; readonly wake: () => void } {
  const [audio, setAudio] = useState<AudioContext | null>(null);
  const [running, setRunning] = useState(true);
  useEffect(() => {
    context ??= new AudioContext();
    const made = context;
    const look = (): void => setRunning(made.state === 'running');
    const wakeUp = (): void => wake(made);
    made.addEventListener('statechange', look);
    for (const event of gestures) addEventListener(event, wakeUp, { passive: true });
    wake(made);
    setAudio(made);
    // It takes a moment to start where it may.
    const timer = setTimeout(look, 500);
    return () => {
      clearTimeout(timer);
      made.removeEventListener('statechange', look);
      for (const event of gestures) removeEventListener(event, wakeUp);
    };
  }, []);
  return { audio, running, wake: () => audio && wake(audio) };
}

const gestures = ['pointerdown', 'keydown'] as const;

function wake(audio: AudioContext): void {
  if (audio.state === 'running') return;
  // Where it may not, it stays as it is, which `running` tells.
  audio.resume().catch(() => {});
}
