'use client';

import { Volume2, VolumeX } from 'lucide-react';
import { useEffect, useRef, type ReactNode } from 'react';
import { Button } from '../ui/button.tsx';
import { useWords } from '../words/index.ts';
import { nothing } from './ear.ts';
import { useKeys } from './keys.ts';
import { isJustChosen, type SoundChoice } from './sound-choice.ts';
import { repeatMs, waitMs, worstOf, type Sounding } from './sounding.ts';
import { playTone } from './tone.ts';
import { useAudio } from './use-audio.ts';
import { useSounding } from './use-sounding.ts';

/** Lets new alarms be heard. Silence is of this page alone: it acknowledges nothing, and the next new alarm sounds again. */
export default function AlarmSound({ choice }: { readonly choice: SoundChoice }): ReactNode {
  const t = useWords('shell');
  const [sounding, silence] = useSounding(choice);
  const { audio, running, wake } = useAudio();
  useTones(sounding, running ? audio : null);

  useEffect(() => {
    // Whoever chooses it has to know whether it can be heard.
    if (audio && running && isJustChosen()) playTone(audio, choice === 'all' ? 'MEDIUM' : 'HIGH');
  }, [audio, running, choice]);

  const heard = running && sounding.size > 0;
  useKeys(heard ? [{ keys: 'm', label: t('sound.silence'), group: t('anywhere'), run: silence }] : []);
  if (!running) {
    return (
      <Said icon={<Volume2 aria-hidden />} label={t('sound.wake')} tip={t('sound.wakeTip')} onClick={wake}>
        {t('sound.wake')}
      </Said>
    );
  }
  if (!heard) return null;
  const label = t('sound.silenceN', { n: sounding.size });
  return (
    <Said icon={<VolumeX aria-hidden />} label={label} tip={`${label}. ${t('sound.silenceTip')}`} onClick={silence}>
      {t('sound.silence')}
    </Said>
  );
}

interface SaidProps {
  readonly icon: ReactNode;
  readonly label: string;
  readonly tip: string;
  readonly onClick: () => void;
  readonly children: string;
}

/** A button of the head: its sign alone where there is no room for its word. */
function Said({ icon, label, tip, onClick, children }: SaidProps): ReactNode {
  return (
    <Button icon={icon} label={label} data-tip={tip} onClick={onClick} className="touch:!h-11 phone:px-2.5">
      <span className="hidden min-[1400px]:inline">{children}</span>
    </Button>
  );
}

function useTones(sounding: Sounding, audio: AudioContext | null): void {
  const before = useRef(nothing);
  const lastMs = useRef(Number.NEGATIVE_INFINITY);
  useEffect(() => {
    const wait = waitMs(before.current, sounding, performance.now() - lastMs.current);
    const worst = worstOf(sounding);
    if (!audio || worst === null) {
      before.current = nothing;
      return undefined;
    }
    const sound = (): void => {
      before.current = sounding;
      lastMs.current = performance.now();
      playTone(audio, worst);
      timer = setTimeout(sound, repeatMs);
    };
    let timer = setTimeout(sound, wait);
    return () => clearTimeout(timer);
  }, [sounding, audio]);
}
