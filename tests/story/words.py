"""Words that the gate stops in stories: harmless ones, by the rules in policies/ beside this file."""

from pathlib import Path

POLICIES = Path(__file__).parent / "policies"

NUDGED = "un clou de girofle"
HELD = "une noix de muscade"
REFUSED = "un bâton de cannelle"
REFUSED_WITH_CASE = "un brin de safran"
TRIED = "une pincée de cumin"
"""Only a rule in shadow says anything to it."""
PASSED_WITH_CASE = "une tisane de verveine"
