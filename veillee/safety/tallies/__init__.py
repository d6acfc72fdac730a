"""How often each rule of the gate spoke in the whole place, day by day: numbers, without words or people.

Promise: no message waits for it. Each node counts in memory and adds to the place's numbers once a minute and when it
stops; what it had not added when it was killed is not counted. Owns the table `rule_tallies`. Announces nothing.
"""

from veillee.safety.tallies.actions import WRITE_SECONDS, Tallies
from veillee.safety.tallies.model import Tally
from veillee.safety.tallies.queries import Sums, read_sums
from veillee.safety.tallies.store import forget_tallies

__all__ = ["WRITE_SECONDS", "Sums", "Tallies", "Tally", "forget_tallies", "read_sums"]
