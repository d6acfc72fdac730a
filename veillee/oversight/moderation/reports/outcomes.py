"""What reporters are told. Never what exactly happened to the other person: that is between them and the watch."""

from veillee.oversight.moderation.wire import ReportOutcome

OUTCOMES = {
    "no_violation": ReportOutcome(
        code="no_violation",
        text={
            "fr": "Nous avons regardé avec attention et n’avons rien trouvé de contraire à nos règles. "
            "Merci d’avoir veillé. Si cela continue, signalez-le à nouveau ou bloquez la personne.",
            "en": "We looked carefully and found nothing against our rules. Thank you for watching out. "
            "If it goes on, report it again or block the person.",
        },
    ),
    "care": ReportOutcome(
        code="care",
        text={
            "fr": "Merci d’avoir prévenu. Nous avons écrit à cette personne et lui avons dit où trouver de l’aide.",
            "en": "Thank you for telling us. We have written to this person and said where help can be found.",
        },
    ),
    "hidden": ReportOutcome(
        code="hidden",
        text={
            "fr": "Vous aviez raison : ce que vous avez signalé était contraire à nos règles. "
            "Nous l’avons masqué. Merci.",
            "en": "You were right: what you reported was against our rules. We have hidden it. Thank you.",
        },
    ),
    "measure": ReportOutcome(
        code="measure",
        text={
            "fr": "Vous aviez raison : c’était contraire à nos règles, et nous avons pris une mesure. Merci.",
            "en": "You were right: it was against our rules, and we have acted. Thank you.",
        },
    ),
}
