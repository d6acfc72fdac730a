"""What notifiers are told of a decision, and what they can do about it."""

from veillee.oversight.moderation.wire import ReportOutcome

OUTCOMES = {
    "no_violation": ReportOutcome(
        code="no_violation",
        text={
            "fr": "Une personne de l’équipe a regardé et n’a rien trouvé de contraire à la loi ni à nos règles.",
            "en": "A member of the team looked and found nothing against the law or our rules.",
        },
    ),
    "not_located": ReportOutcome(
        code="not_located",
        text={
            "fr": "Une personne de l’équipe a cherché et n’a pas trouvé ce que vous indiquiez. "
            "Vous pouvez envoyer une nouvelle notification avec une adresse plus précise.",
            "en": "A member of the team searched and did not find what you pointed to. "
            "You can send another notice with a more exact address.",
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
        text={"fr": "Le contenu a été masqué. Merci.", "en": "The content has been hidden. Thank you."},
    ),
    "measure": ReportOutcome(
        code="measure",
        text={
            "fr": "C’était contraire à nos règles, et nous avons pris une mesure. Merci.",
            "en": "It was against our rules, and we have acted. Thank you.",
        },
    ),
}

REDRESS = {
    "fr": "Si la décision ne vous convient pas : si rien n’a été fait, demandez sur cette page, pendant six mois et "
    "gratuitement, qu’une autre personne réexamine ; ou saisissez un organe certifié de règlement extrajudiciaire des "
    "litiges (article 21 du règlement européen sur les services numériques), ou la justice.",
    "en": "If you disagree with the decision: where nothing was done, ask on this page, for six months and free of "
    "charge, that somebody else looks again; or turn to a certified out-of-court dispute settlement body (article 21 "
    "of the EU Digital Services Act), or to a court.",
}
