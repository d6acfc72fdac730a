"""Values that everything else is made of: ids, time, problems, events, secrets, where our data files lie."""

from veillee.foundation.basics.assets import AssetMissing, asset_dir
from veillee.foundation.basics.clock import Clock, utc_now
from veillee.foundation.basics.events import Event, Listeners
from veillee.foundation.basics.ids import is_id, new_id
from veillee.foundation.basics.lazy import load_lazily
from veillee.foundation.basics.pace import Bucket, Paces
from veillee.foundation.basics.problems import Forbidden, Invalid, NotFound, Problem, TooFast, Unauthorised
from veillee.foundation.basics.tokens import Signer, digest_token, new_token

__all__ = [
    "AssetMissing",
    "Bucket",
    "Clock",
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
    "asset_dir",
    "digest_token",
    "is_id",
    "load_lazily",
    "new_id",
    "new_token",
    "utc_now",
]
