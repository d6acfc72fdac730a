"""What the gate counts of its rules, added to the numbers of the place."""

from veillee.foundation.basics import Clock
from veillee.foundation.storage import Database
from veillee.safety.policy import Gate
from veillee.safety.tallies import Tallies, Tally


def make_tallies(database: Database, gate: Gate, clock: Clock) -> Tallies:
    """Those of this node, from now on."""

    def count() -> dict[str, Tally]:
        return {
            rule: Tally(gate.spoken[rule], gate.shadowed[rule], gate.shadowed_alone[rule])
            for rule in {*gate.spoken, *gate.shadowed}
        }

    return Tallies(database, count, clock)
