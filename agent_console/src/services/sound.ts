// Two tones made by WebAudio, no file. Browsers allow sound only after somebody has touched the page: until then we say
// that it cannot be heard instead of pretending.
import { computed, signal } from '@preact/signals'
import { changeSettings, settings } from '../state/session'
import { toastError } from '../state/toasts'

export type Tone = 'ring' | 'message'

let audio: AudioContext | null = null

export const soundOn = computed(() => settings.value.sound !== false)
/** The browser lets us be heard. */
export const audible = signal(false)

const NOTES: Record<Tone, [frequency: number, at: number][]> = {
  ring: [
    [659.3, 0],
    [880, 0.16],
    [659.3, 0.5],
    [880, 0.66],
  ],
  message: [[784, 0]],
}

const NOTE_SECONDS = 0.32
const LOUDNESS = 0.16

function wake(): void {
  audio ??= new AudioContext()
  const made = audio
  void made.resume().then(() => {
    audible.value = made.state === 'running'
  })
}

/** Waits for the first touch or key; the result ends it. */
export function startSound(): () => void {
  const over = new AbortController()
  for (const name of ['pointerdown', 'keydown']) addEventListener(name, wake, { once: true, signal: over.signal })
  return () => over.abort()
}

/** Plays whatever the setting says: for "hear it once more". */
export function hear(tone: Tone): void {
  wake()
  if (!audio) return
  for (const [frequency, at] of NOTES[tone]) {
    const start = audio.currentTime + at
    const note = audio.createOscillator()
    const gain = audio.createGain()
    note.frequency.value = frequency
    // A soft start and a long end: a bell, not a beep.
    gain.gain.setValueAtTime(0, start)
    gain.gain.linearRampToValueAtTime(LOUDNESS, start + 0.012)
    gain.gain.exponentialRampToValueAtTime(0.0001, start + NOTE_SECONDS)
    note.connect(gain).connect(audio.destination)
    note.start(start)
    note.stop(start + NOTE_SECONDS)
  }
}

export function play(tone: Tone): void {
  if (soundOn.peek() && audible.peek()) hear(tone)
}

export function toggleSound(): void {
  const sound = !soundOn.peek()
  if (sound) hear('message')
  void changeSettings({ sound }).catch(toastError)
}
