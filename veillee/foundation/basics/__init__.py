"""Values that everything else is made of: ids, time, problems, events, secrets, where our data files lie."""

from veillee.foundation.basics.assets import AssetMissing, asset_dir
from veillee.foundation.basics.clock import Clock, utc_now
from veillee.foundation.basics.distribution import Distribution
from veillee.foundation.basics.events import Event, Listeners
from veillee.foundation.basics.faults import name_fault
from veillee.foundation.basics.ids import is_id, new_id
from veillee.foundation.basics.lazy import load_lazily
from veillee.foundation.basics.pace import Bucket, Paces
from veillee.foundation.basics.problems import Forbidden, Invalid, NotFound, Problem, TooFast, Unauthorised, Unavailable
from veillee.foundation.basics.tokens import Signer, digest_token, new_token

__all__ = [
    "AssetMissing",
    "Bucket",
    "Clock",
    "Distribution",
    "Event",
    "Forbidden",
    "Invalid",
    "Listeners",
    "NotFound",
    "Paces",
    "Problem",
    "Signer",
    "TooFast",
    "Unauthorised",
    "Unavailable",
    "asset_dir",
    "digest_token",
    "is_id",
    "load_lazily",
    "name_fault",
    "new_id",
    "new_token",
    "utc_now",
]
