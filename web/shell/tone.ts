import type { AlertSeverity } from '../gql/graphql.ts';

/** The worse, the higher, and the more often: who does not hear the pitch hears the number. */
const tones: Record<AlertSeverity, { readonly hz: number; readonly beeps: number }> = {
  CRITICAL: { hz: 988, beeps: 3 },
  HIGH: { hz: 740, beeps: 2 },
  MEDIUM: { hz: 523, beeps: 1 },
  LOW: { hz: 392, beeps: 1 },
  INFO: { hz: 330, beeps: 1 },
};

const beepS = 0.13;
const pauseS = 0.09;
const loudness = 0.2;
/** Without a slope a tone begins and ends with a click. */
const slopeS = 0.012;

/** Plays the tone of a priority, less than a second. */
export function playTone(context: AudioContext, severity: AlertSeverity): void {
  const { hz, beeps } = tones[severity];
  const oscillator = context.createOscillator();
  const gain = context.createGain();
  oscillator.frequency.value = hz;
  gain.gain.value = 0;
  const start = context.currentTime + 0.02;
  for (let beep = 0; beep < beeps; beep += 1) {
    const at = start + beep * (beepS + pauseS);
    gain.gain.setTargetAtTime(loudness, at, slopeS);
    gain.gain.setTargetAtTime(0, at + beepS, slopeS);
  }
  oscillator.connect(gain).connect(context.destination);
  oscillator.start(start);
  oscillator.stop(start + beeps * (beepS + pauseS) + slopeS * 8);
}
