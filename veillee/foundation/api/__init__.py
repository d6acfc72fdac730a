"""HTTP as every feature sees it: problems, the caller's address, what a body may weigh."""

from veillee.foundation.api.images import answer_image
from veillee.foundation.api.paging import answer_page
from veillee.foundation.api.problems import PROBLEM_TYPE, problem_body, problem_handlers
from veillee.foundation.api.requests import (
    AnyConnection,
    AnyRequest,
    PlainRequest,
    origin_of,
    same_origin,
    session_token,
)

__all__ = [
    "PROBLEM_TYPE",
    "AnyConnection",
    "AnyRequest",
    "PlainRequest",
    "answer_image",
    "answer_page",
    "origin_of",
    "problem_body",
    "problem_handlers",
    "same_origin",
    "session_token",
]
