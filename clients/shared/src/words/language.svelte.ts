import { recall, remember } from '../keep.ts';

export type LanguageCode = 'fr' | 'en';
export const languageCodes: readonly LanguageCode[] = ['fr', 'en'];

/** What the server says in both languages. */
export type Bilingual = { [code: string]: string };

/** The language of the page; French unless the person or the browser asks for English. */
class Language {
  current = $state<LanguageCode>(recall('language', languageCodes) ?? fromBrowser());

  /** Call once, when the client starts. */
  start(): void {
    document.documentElement.lang = this.current;
  }

  choose(code: LanguageCode): void {
    this.current = code;
    remember('language', code);
    document.documentElement.lang = code;
  }

  /** The server's words in this language, else in French. */
  pick(text: Bilingual): string {
    return text[this.current] ?? text['fr'] ?? '';
  }
}

function fromBrowser(): LanguageCode {
  const asked = navigator.languages.map((tag) => tag.slice(0, 2).toLowerCase());
  return languageCodes.find((code) => code === asked.find((one) => one === 'fr' || one === 'en')) ?? 'fr';
}

export const language = new Language();

/**
 * A client's words, one entry per language. French is the type: `en` must have every word that `fr` has.
 * Read `dictionary.now` inside a template or `$derived`, and the page follows the language live.
 */
export class Dictionary<Words> {
  readonly #words: Record<LanguageCode, Words>;

  constructor(words: Record<LanguageCode, Words>) {
    this.#words = words;
  }

  get now(): Words {
    return this.#words[language.current];
  }
}

/** The same, with each language fetched once, before it is spoken: await `load`, then choose. */
export class LazyDictionary<Words> {
  readonly #fetch: Record<LanguageCode, () => Promise<Words>>;
  #here = $state.raw<Partial<Record<LanguageCode, Words>>>({});

  constructor(fetch: Record<LanguageCode, () => Promise<Words>>) {
    this.#fetch = fetch;
  }

  async load(code: LanguageCode): Promise<void> {
    this.#here = { ...this.#here, [code]: this.#here[code] ?? (await this.#fetch[code]()) };
  }

  /** Fails when the language has not been loaded. */
  get now(): Words {
    const words = this.#here[language.current];
    if (!words) throw new Error(`words of ${language.current} asked for before they were loaded`);
    return words;
  }
}
