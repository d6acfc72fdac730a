"""The laws that a decision can name as its ground (DSA art. 17(3)(d)), each with what it forbids.

They are French, like the place that is described in docs; the categories are those of the transparency database.
Which references somebody has confirmed stands in docs/law.md.
"""

from veillee.oversight.moderation.statements.categories import (
    BULLYING,
    MINORS,
    PRIVACY,
    SCAMS,
    SPEECH,
    VIOLENCE,
)
from veillee.oversight.moderation.wire_decisions import LegalGround


def _ground(id_: str, reference: str, category: str, titles: tuple[str, str], texts: tuple[str, str]) -> LegalGround:
    fr, en = titles
    french, english = texts
    return LegalGround(
        id=id_,
        reference=reference,
        title={"fr": fr, "en": en},
        explanation={"fr": french, "en": english},
        category=category,
    )


_GROUNDS = (
    _ground(
        "hate", "Loi du 29 juillet 1881, art. 24 et 33", SPEECH, ("Haine et injure", "Hatred and insult"),
        ("Provoquer à la haine, ou injurier, en raison de l’origine, de la religion, du sexe, de l’orientation, du "
         "genre ou d’un handicap.",
         "Inciting hatred, or insulting, for origin, religion, sex, orientation, gender or disability."),
    ),
    _ground(
        "threat", "Code pénal, art. 222-17 et 222-18", VIOLENCE, ("Menaces", "Threats"),
        ("Menacer quelqu’un d’un crime ou d’un délit contre lui.", "Threatening somebody with a crime against them."),
    ),
    _ground(
        "harassment", "Code pénal, art. 222-33-2-2", BULLYING, ("Harcèlement", "Harassment"),
        ("Harceler par des propos répétés, seul ou à plusieurs.", "Harassing by repeated words, alone or together."),
    ),
    _ground(
        "blackmail", "Code pénal, art. 312-10", BULLYING, ("Chantage", "Blackmail"),
        ("Obtenir quelque chose en menaçant de révélations.", "Obtaining something by threatening to reveal things."),
    ),
    _ground(
        "intimacy", "Code pénal, art. 226-1 et 226-2-1", BULLYING, ("Vie intime", "Intimate life"),
        ("Diffuser, sans accord, des images ou des mots de la vie intime.",
         "Spreading pictures or words of somebody’s intimate life without consent."),
    ),
    _ground(
        "minor_sought", "Code pénal, art. 227-22 et 227-22-1", MINORS,
        ("Propositions à un mineur", "Proposals to a minor"),
        ("Faire à un mineur des propositions sexuelles, ou favoriser sa corruption.",
         "Making sexual proposals to a minor, or furthering their corruption."),
    ),
    _ground(
        "doxxing", "Code pénal, art. 223-1-1", PRIVACY,
        ("Mise en danger par la diffusion", "Endangering by disclosure"),
        ("Livrer des informations qui permettent d’atteindre quelqu’un et l’exposent à un danger.",
         "Giving away what lets others reach somebody and puts them in danger."),
    ),
    _ground(
        "impersonation", "Code pénal, art. 226-4-1", SCAMS, ("Usurpation d’identité", "Impersonation"),
        ("Se faire passer pour quelqu’un.", "Passing oneself off as somebody else."),
    ),
    _ground(
        "scam", "Code pénal, art. 313-1", SCAMS, ("Escroquerie", "Fraud"),
        ("Tromper quelqu’un pour obtenir de l’argent, un bien ou un service.",
         "Deceiving somebody to obtain money, goods or a service."),
    ),
    _ground(
        "sedation", "Code pénal, art. 222-30-1", VIOLENCE, ("Soumission chimique", "Drugging somebody"),
        ("Administrer à quelqu’un, à son insu, une substance pour l’agresser, ou s’y préparer.",
         "Giving somebody a substance unknown to them in order to assault them, or preparing to."),
    ),
)  # fmt: skip

LEGAL_GROUNDS: dict[str, LegalGround] = {ground.id: ground for ground in _GROUNDS}
"""By id, in the order in which the console offers them."""
