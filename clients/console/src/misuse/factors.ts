import type { ContentFactors, MisuseFactors } from '../lib/wire.ts';
import type { dictionary } from '../words/index.ts';
import { nameLabel } from '../words/label.ts';

type Words = typeof dictionary.now;

/** The four factors of DSA art. 23(3) of what somebody sent, one a line. */
export function tellSent({ misuse: words }: Words, found: MisuseFactors): string[] {
  return [
    words.received(found.received, found.days),
    words.decided(found.decided, found.unfounded),
    ...(found.urgent ? [words.urgent(found.urgent)] : []),
    ...(found.against_one > 1 ? [words.against(found.against_one)] : []),
    ...(found.after_warning ? [words.after(found.after_warning)] : []),
  ];
}

/** The same as a decision rested on them: what was manifest, and what was known of the intention. */
export function tellDecided(words: Words, found: MisuseFactors): string[] {
  const { manifest, intended, unknown } = words.misuse;
  return [manifest(found.manifest, found.share_percent), ...tellSent(words, found), found.intention ? intended(found.intention) : unknown];
}

/** The same of a suspension for what somebody wrote. */
export function tellContent(words: Words, found: ContentFactors): string[] {
  const { found: against, share, gravest, warned, unwarned, after } = words.misuse;
  return [
    against(found.found, found.illegal, found.days),
    share(found.share_permille, found.sent),
    ...(found.label ? [gravest(nameLabel(words, found.label))] : []),
    found.warned ? warned : unwarned,
    ...(found.after_warning ? [after(found.after_warning)] : []),
  ];
}
