"""Who gets what: from parcels, whose recipients overlap, to groups that do not."""

from collections import deque
from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from typing import NamedTuple, TypeGuard

from veillee.foundation.gateway.recipients import Recipient, Recipients

FEW = 16
LARGE_MAX = 16
"""Bounds what comparing large parcels with each other costs: further ones go out after these."""


class Parcel(NamedTuple):
    """Frames for the same recipients, or for one, in order. Those `served` have got theirs already."""

    recipients: Recipients | Recipient
    frames: list[bytes]
    served: set[Recipient]

    def is_owed_to(self, recipient: Recipient) -> bool:
        """Whether it is among them, and has not got it."""
        return self.recipients is recipient or (
            isinstance(self.recipients, Recipients)
            and recipient in self.recipients.places
            and recipient not in self.served
        )


class Group(NamedTuple):
    """Frames for recipients of no other group; those `besides` get theirs, and more, by themselves."""

    recipients: Recipients
    frames: bytes
    besides: set[Recipient]


class _Cell(NamedTuple):
    """Those who get exactly the parcels of these numbers. `whole` are they all, when one parcel is for just them."""

    members: AbstractSet[Recipient]
    numbers: tuple[int, ...]
    whole: Recipients | None


def group(parcels: deque[Parcel]) -> tuple[dict[Recipient, bytes], list[Group]]:
    """Takes parcels off the front and joins, in order, what each recipient gets from them.

    First those who are in a small parcel, each with all of theirs; then the others in groups.
    """
    taken, large = _take(parcels)
    single = _those_of_small(taken).union(*(parcel.served for parcel in taken))
    return _collect(taken, single), _make_groups(taken, large, single)


def take_small(parcels: deque[Parcel]) -> dict[Recipient, bytes]:
    """Takes the small parcels out, and joins, in order, all that each of those who are in one is owed.

    The large ones stay for the others.
    """
    large = [parcel for parcel in parcels if _is_large(parcel.recipients)]
    if len(large) == len(parcels):
        return {}
    taken = list(parcels)
    single = _those_of_small(taken)
    frames = _collect(taken, single)
    for parcel in large:
        parcel.served.update(one for one in single if parcel.is_owed_to(one))
    parcels.clear()
    parcels.extend(large)
    return frames


def _those_of_small(parcels: list[Parcel]) -> set[Recipient]:
    return {one for parcel in parcels if not _is_large(parcel.recipients) for one in _each(parcel.recipients)}


def _collect(parcels: list[Parcel], single: AbstractSet[Recipient]) -> dict[Recipient, bytes]:
    """What each of them is owed, in order."""
    if not single:
        return {}
    owed: dict[Recipient, list[bytes]] = {one: [] for one in single}
    for recipients, frames, served in parcels:
        for one in single & recipients.places.keys() if _is_large(recipients) else _each(recipients):
            if one not in served:
                owed[one] += frames
    return {one: b"".join(frames) for one, frames in owed.items() if frames}


def _take(parcels: deque[Parcel]) -> tuple[list[Parcel], dict[Recipients, list[int]]]:
    """The first parcels, and the large ones among them: recipients with the numbers of their parcels."""
    taken: list[Parcel] = []
    large: dict[Recipients, list[int]] = {}
    while parcels:
        recipients = parcels[0].recipients
        if _is_large(recipients):
            if recipients not in large and len(large) == LARGE_MAX:
                break
            large.setdefault(recipients, []).append(len(taken))
        taken.append(parcels.popleft())
    return taken, large


def _is_large(recipients: Recipients | Recipient) -> TypeGuard[Recipients]:
    return isinstance(recipients, Recipients) and len(recipients) > FEW


def _each(recipients: Recipients | Recipient) -> tuple[Recipient, ...]:
    return recipients.connections if isinstance(recipients, Recipients) else (recipients,)


def _make_groups(
    taken: list[Parcel], large: dict[Recipients, list[int]], single: AbstractSet[Recipient]
) -> list[Group]:
    cells: list[_Cell] = []
    for recipients, numbers in large.items():
        if len(large) == 1 and not single:
            return [Group(recipients, _join(taken, numbers), set())]
        cells = _divide(cells, recipients, tuple(numbers))
    return [
        Group(cell.whole or Recipients(cell.members), _join(taken, sorted(cell.numbers)), {*(cell.members & single)})
        for cell in cells
    ]


def _join(taken: list[Parcel], numbers: Iterable[int]) -> bytes:
    return b"".join(frames for number in numbers for frames in taken[number].frames)


def _divide(cells: list[_Cell], recipients: Recipients, numbers: tuple[int, ...]) -> list[_Cell]:
    """Those who get these parcels as well apart from those who do not, and those who get nothing else."""
    divided: list[_Cell] = []
    left: AbstractSet[Recipient] = recipients.places.keys()
    for cell in cells:
        both = cell.members & left
        if not both:
            divided.append(cell)
            continue
        all_of_them = len(both) == len(cell.members)
        divided.append(_Cell(both, (*cell.numbers, *numbers), cell.whole if all_of_them else None))
        if not all_of_them:
            divided.append(_Cell(cell.members - both, cell.numbers, None))
        left = left - both
    if left:
        divided.append(_Cell(left, numbers, recipients if len(left) == len(recipients) else None))
    return divided
