"""Buses that are worse than any network."""

from veillee.foundation.bus import Hub, MemoryBus


class DeafHub(Hub):
    """Loses everything on the subjects in `lost`."""

    def __init__(self, *lost: str) -> None:
        super().__init__()
        self.lost = set(lost)

    def carry(self, sender: MemoryBus, subject: str, payload: bytes) -> None:
        if subject not in self.lost:
            super().carry(sender, subject, payload)


class LateHub(Hub):
    """Holds back the talk until it is let go."""

    def __init__(self) -> None:
        super().__init__()
        self._held: list[tuple[MemoryBus, str, bytes]] = []

    def deliver(self, member: MemoryBus, subject: str, payload: bytes) -> None:
        if subject == "talk":
            self._held.append((member, subject, payload))
        else:
            super().deliver(member, subject, payload)

    def let_go(self) -> None:
        """What was held arrives."""
        held, self._held = self._held, []
        for one in held:
            super().deliver(*one)


class TwistedHub(Hub):
    """Holds back `held` payloads and then lets them go backwards, twice each."""

    def __init__(self, held: int) -> None:
        super().__init__()
        self._held_max = held
        self._held: list[tuple[MemoryBus, str, bytes]] = []

    def deliver(self, member: MemoryBus, subject: str, payload: bytes) -> None:
        if subject != "talk":
            super().deliver(member, subject, payload)
            return
        self._held.append((member, subject, payload))
        if len(self._held) >= self._held_max:
            for one in reversed(self._held):
                super().deliver(*one)
                super().deliver(*one)
            self._held.clear()
