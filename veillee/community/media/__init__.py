"""Pictures: made anew without what they carried along, sealed each under a key of its own, destroyed in time.

What a picture belongs to is a message, or words that wait; who may see it is decided by whoever owns those. Pictures
that were removed for being illegal are known again by keyed marks.

Owns the tables `pictures`, `picture_images`, `picture_marking` and `refused_pictures`. Announces nothing.
"""

from veillee.community.media.actions import PictureLimits, Pictures
from veillee.community.media.attaching import (
    Attachment,
    attach,
    detach,
    find_free,
    list_of,
    pictures_unknown,
)
from veillee.community.media.images import rewrap_images
from veillee.community.media.marks import accept_marks, make_marking, refuse_marks, rewrap_marking, take_in_marks
from veillee.community.media.model import PICTURES_PER_MESSAGE_MAX, Picture, PictureSize, Place, check_pictures
from veillee.community.media.queries import find_place, list_recent, list_sent, open_image
from veillee.community.media.records import check_refused, list_leafless_marks, read_records
from veillee.community.media.retention import (
    destroy_at,
    destroy_of_conversation,
    destroy_of_words,
    destroy_these,
    destroy_unattached,
    list_attached,
    remove,
    show,
)

__all__ = [
    "PICTURES_PER_MESSAGE_MAX",
    "Attachment",
    "Picture",
    "PictureLimits",
    "PictureSize",
    "Pictures",
    "Place",
    "accept_marks",
    "attach",
    "check_pictures",
    "check_refused",
    "destroy_at",
    "destroy_of_conversation",
    "destroy_of_words",
    "destroy_these",
    "destroy_unattached",
    "detach",
    "find_free",
    "find_place",
    "list_attached",
    "list_leafless_marks",
    "list_of",
    "list_recent",
    "list_sent",
    "make_marking",
    "open_image",
    "pictures_unknown",
    "read_records",
    "refuse_marks",
    "remove",
    "rewrap_images",
    "rewrap_marking",
    "show",
    "take_in_marks",
]
