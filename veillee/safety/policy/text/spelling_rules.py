"""What `language/spelling.yaml` says."""

import msgspec


class SpellingRules(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`same`: how a word is meant → ways of typing it. `glue`: small words that occur when words are run together."""

    same: dict[str, str] = {}
    glue: str = ""
    common: str = ""
