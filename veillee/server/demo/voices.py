"""Which words a sample person answers with."""

from collections import deque
from collections.abc import Mapping
from random import Random

from veillee.server.demo.model import Evening, Language, Profile

REMEMBERED = 40


class Voices:
    """Picks an answer: the person's own and their manner's, else anyone's, the one not heard for longest."""

    def __init__(self, evening: Evening, help_numbers: Mapping[str, str], source: Random) -> None:
        self._evening = evening
        self._help_numbers = help_numbers
        self._source = source
        self._heard: dict[str, deque[str]] = {}

    def answer(self, person: Profile, intent: str, language: Language, name: str, place: str) -> str:
        """The words, with everything put in that they leave open; see evening.yaml."""
        variants = list(self.variants(person, intent, language))
        heard = self._heard.setdefault(place, deque(maxlen=REMEMBERED))
        self._source.shuffle(variants)
        own = person.answers.get(language, {}).get(intent, ())
        positions = {text: index for index, text in enumerate(heard)}
        chosen = min(variants, key=lambda text: (positions.get(text, -1), text not in own))
        heard.append(chosen)
        return self._fill(chosen, person, name)

    def variants(self, person: Profile, intent: str, language: Language) -> tuple[str, ...]:
        """All that the person may answer to that, never empty in a checked evening."""
        own = person.answers.get(language, {}).get(intent, ())
        manner = self._evening.manners[person.manner].get(language, {})
        anyone = self._evening.anyone.get(language, {}).get(intent, ())
        return (*own, *manner.get(intent, ())) or anyone or manner["unknown"]

    def is_at_home(self, person: Profile, intent: str, language: Language) -> bool:
        """Whether the person has words of their own for that."""
        return intent in person.answers.get(language, {})

    def _fill(self, text: str, person: Profile, name: str) -> str:
        for id_, number in self._help_numbers.items():
            text = text.replace(f"{{help:{id_}}}", number)
        # The name comes last: it is a stranger's text.
        return text.replace("{age}", str(person.age)).replace("{region}", person.region).replace("{name}", name)
