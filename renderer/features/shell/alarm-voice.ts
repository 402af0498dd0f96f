/** A voice of the language of the screen; undefined where the machine has none. `wanted` is a `voiceURI`, empty for any. */
export function voiceFor(
  voices: readonly SpeechSynthesisVoice[],
  language: string,
  wanted: string,
): SpeechSynthesisVoice | undefined {
  const ofLanguage = voicesOf(voices, language);
  return ofLanguage.find(({ voiceURI }) => voiceURI === wanted) ?? ofLanguage[0];
}

/** The voices that speak a language and need no network, `zh-CN` before `zh-TW` where Chinese of the mainland is asked for. */
export function voicesOf(voices: readonly SpeechSynthesisVoice[], language: string): readonly SpeechSynthesisVoice[] {
  const [base = language] = language.split('-');
  const nameOf = (voice: SpeechSynthesisVoice): string => voice.lang.replace('_', '-');
  return voices
    .filter((voice) => voice.localService && nameOf(voice).toLowerCase().split('-')[0] === base.toLowerCase())
    .sort((a, b) => Number(nameOf(b) === language) - Number(nameOf(a) === language));
}

/** The machine's voices, and again whenever they change (they come late). Returns the way to stop. */
export function followVoices(onVoices: (voices: readonly SpeechSynthesisVoice[]) => void): () => void {
  const { speechSynthesis: synthesis } = globalThis as Partial<typeof globalThis>;
  if (!synthesis) {
    onVoices([]);
    return () => undefined;
  }
  const tell = (): void => {
    onVoices(synthesis.getVoices());
  };
  tell();
  synthesis.addEventListener('voiceschanged', tell);
  return () => {
    synthesis.removeEventListener('voiceschanged', tell);
  };
}

/** Says a sentence, in place of what is being said. @param volume 0 to 1; @param onFailed the voice broke */
export function speak(
  sentence: string,
  voice: SpeechSynthesisVoice,
  volume: number,
  onEnd: (isFailed: boolean) => void,
): void {
  const said = new SpeechSynthesisUtterance(sentence);
  said.voice = voice;
  said.lang = voice.lang;
  said.volume = volume;
  said.onend = () => {
    onEnd(false);
  };
  said.onerror = ({ error }) => {
    if (error !== 'canceled' && error !== 'interrupted') onEnd(true);
  };
  speechSynthesis.cancel();
  speechSynthesis.speak(said);
}

/** Says no more. */
export function hush(): void {
  (globalThis as Partial<typeof globalThis>).speechSynthesis?.cancel();
}
