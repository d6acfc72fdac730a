"""Patterns: links, addresses, handles and other shapes that are not words. RE2, so no input can make them slow."""

from collections.abc import Callable
from functools import partial

import msgspec
import re2  # type: ignore[import-untyped]

from veillee.safety.policy.errors import PolicyError
from veillee.safety.policy.files import PolicyFile, line_of

MEMORY_BYTES_MAX = 64 << 20
Place = tuple[int, int]


class _PatternEntry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    any: list[str]
    note: str = ""


class Patterns:
    """Named patterns over the folded text; one pass says which of them occur."""

    def __init__(self, file: PolicyFile) -> None:
        options = re2.Options()
        options.max_mem = MEMORY_BYTES_MAX
        options.log_errors = False
        self._set = re2.Set.SearchSet(options)
        self._names: list[str] = []
        self._single: list[re2._Regexp] = []
        for name, value in file.entries():
            self._add(file, name, value, options)
        self._set.Compile()

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(self._names))

    def find(self, folded: str) -> dict[str, Callable[[], Place]]:
        """The patterns that occur in the folded text, each with what finds its first place, which takes longer."""
        found: dict[str, Callable[[], Place]] = {}
        for index in self._set.Match(folded) or ():
            found.setdefault(self._names[index], partial(self._place, index, folded))
        return found

    def _place(self, index: int, folded: str) -> Place:
        place: Place = self._single[index].search(folded).span()
        return place

    def _add(self, file: PolicyFile, name: str, value: object, options: object) -> None:
        for pattern in file.parse(value, _PatternEntry).any:
            try:
                self._single.append(re2.compile(pattern, options))
                self._set.Add(pattern)
            except re2.error as error:
                raise PolicyError(
                    file.name, line_of(value), f"{name}: {pattern!r} is not a pattern: {error}"
                ) from error
            self._names.append(name)
