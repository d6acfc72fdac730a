"""An evening played without waiting: time is a number that tests move."""

from collections.abc import Callable

from veillee.server.demo.acts import Act, Say, Stranger, Typing
from veillee.server.demo.director import Director
from veillee.server.demo.model import Evening

HELP_NUMBERS = {"3114": "3114", "3919": "3919", "3018": "3018", "112": "112", "samaritans": "116 123"}


class Night:
    """A director, its clock, and everything that was done with the time at which it was."""

    def __init__(self, evening: Evening, seed: int = 1) -> None:
        self.now = 0.0
        self.acts: list[tuple[float, Act]] = []
        self.director = Director(evening, seed, HELP_NUMBERS)
        self.director.open(0.0)

    def pass_time(self, seconds: float) -> list[tuple[float, Act]]:
        """Let time pass, a quarter of a second at a time; what was done meanwhile."""
        fresh: list[tuple[float, Act]] = []
        for _ in range(round(seconds * 4)):
            self.now += 0.25
            fresh += [(self.now, act) for act in self.director.tick(self.now)]
        self.acts += fresh
        return fresh

    def come_in(self, room: str, name: str = "Camille", language: str = "fr") -> Stranger:
        """A real person arrives and goes into a room."""
        stranger = make_stranger(name, language)
        self.director.watched(self.now, True)
        self.director.entered(self.now, room, stranger)
        return stranger

    def after(self, seconds: float, place: str) -> list[Say]:
        """What is said in a place within that time."""
        return [act for _, act in self.pass_time(seconds) if isinstance(act, Say) and act.place == place]

    def answers(self, seconds: float, place: str, evening: Evening) -> list[Say]:
        """The same without the scenes."""
        written = {line.text for scene in evening.scenes for line in scene.lines}
        return [said for said in self.after(seconds, place) if said.text not in written]

    def typing(self) -> list[tuple[float, Typing]]:
        """Who was seen writing, and when."""
        return [(at, act) for at, act in self.acts if isinstance(act, Typing)]


def make_stranger(name: str = "Camille", language: str = "fr") -> Stranger:
    return Stranger(id=f"id-{name}", name=name, language="en" if language == "en" else "fr")


MakeNight = Callable[..., Night]
