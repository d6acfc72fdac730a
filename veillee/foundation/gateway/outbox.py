"""What connections are owed within one turn of the loop: collected, then handed over in one write each."""

import asyncio
from collections.abc import Callable, Sequence
from typing import NamedTuple, Protocol

import structlog

from veillee.foundation.gateway.faults import name_fault

log = structlog.get_logger("gateway")


class Recipient(Protocol):
    """A connection as the outbox sees it."""

    write: Callable[[bytes], None]


class Parcel(NamedTuple):
    """Frames for the same recipients, in order."""

    recipients: Sequence[Recipient]
    frames: list[bytes]


class Outbox:
    """Delivers at the end of the turn, or when asked. For the loop thread only.

    uvloop sends on every write(): without this each frame would be a system call and a segment. Parcels are kept
    whole rather than sorted into the recipients' own lists, because nearly always one parcel is nearly all there
    is, and then each recipient costs its write and nothing more.
    """

    __slots__ = ("_parcels",)

    def __init__(self) -> None:
        self._parcels: list[Parcel] = []

    def send(self, recipients: Sequence[Recipient], frames: bytes) -> None:
        """Deliver to these at the end of the turn. The sequence must not change any more."""
        parcels = self._parcels
        if not parcels:
            asyncio.get_running_loop().call_soon(self.deliver)
        elif parcels[-1].recipients == recipients:
            parcels[-1].frames.append(frames)
            return
        parcels.append(Parcel(recipients, [frames]))

    def deliver(self) -> None:
        """Hand over everything now: whoever is in several parcels gets them joined, in order."""
        parcels, self._parcels = self._parcels, []
        if not parcels:
            return
        bulk = max(parcels, key=lambda parcel: len(parcel.recipients))
        mixed = _sort(parcels, bulk)
        for recipient, frames in mixed.items():
            _write((recipient,), b"".join(frames))
        rest = [one for one in bulk.recipients if one not in mixed] if mixed else bulk.recipients
        _write(rest, b"".join(bulk.frames))


def _sort(parcels: list[Parcel], bulk: Parcel) -> dict[Recipient, list[bytes]]:
    """The frames, in order, of all who have a part in another parcel than the bulk."""
    mixed: dict[Recipient, list[bytes]] = {
        recipient: [] for parcel in parcels if parcel is not bulk for recipient in parcel.recipients
    }
    for parcel in parcels if mixed else ():
        for recipient in mixed.keys() & parcel.recipients if parcel is bulk else parcel.recipients:
            mixed[recipient] += parcel.frames
    return mixed


def _write(recipients: Sequence[Recipient], frames: bytes) -> None:
    for recipient in recipients:
        try:
            recipient.write(frames)
        except Exception as error:
            log.error("write failed", **name_fault(error))
