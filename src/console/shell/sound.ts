/** Two short tones, the second one higher: heard in a room, and over before it disturbs. */
const TONES = [
  { hertz: 587.33, startSeconds: 0 },
  { hertz: 880, startSeconds: 0.12 },
];
const TONE_SECONDS = 0.25;
const VOLUME = 0.12;

let audio: AudioContext | null = null;

/** Browsers let a page sound only after somebody has used it, so the first click or key makes it ready. */
export function prepareSound(): () => void {
  const prepare = (): void => {
    audio ??= new AudioContext();
    void audio.resume();
    stop();
  };
  const stop = (): void => {
    removeEventListener("pointerdown", prepare);
    removeEventListener("keydown", prepare);
  };
  addEventListener("pointerdown", prepare);
  addEventListener("keydown", prepare);
  return stop;
}

/** Sounds as soon as it may; until then it is silent. */
export function playArrivalSound(): void {
  if (audio === null || audio.state !== "running") return;
  for (const { hertz, startSeconds } of TONES) playTone(audio, hertz, startSeconds);
}

function playTone(context: AudioContext, hertz: number, startSeconds: number): void {
  const start = context.currentTime + startSeconds;
  const oscillator = new OscillatorNode(context, { type: "sine", frequency: hertz });
  const gain = new GainNode(context, { gain: 0 });
  gain.gain.setValueAtTime(0, start);
  gain.gain.linearRampToValueAtTime(VOLUME, start + 0.015);
  gain.gain.exponentialRampToValueAtTime(0.001, start + TONE_SECONDS);
  oscillator.connect(gain).connect(context.destination);
  oscillator.start(start);
  oscillator.stop(start + TONE_SECONDS);
}
