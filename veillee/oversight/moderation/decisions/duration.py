"""Durations in words."""

from veillee.oversight.moderation.wire import Words

UNITS = (
    (1440, "jour", "day"),
    (60, "heure", "hour"),
    (1, "minute", "minute"),
)


def duration_words(minutes: int) -> Words:
    """E.g. 90 → "1 heure 30 minutes". At most two units: nobody counts minutes in months."""
    parts: list[Words] = []
    for size, fr, en in UNITS:
        count, minutes = divmod(minutes, size)
        if count:
            plural = "s" if count > 1 else ""
            parts.append({"fr": f"{count} {fr}{plural}", "en": f"{count} {en}{plural}"})
    return {language: " ".join(part[language] for part in parts[:2]) for language in ("fr", "en")}
