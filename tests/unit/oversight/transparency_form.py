"""What the Commission's transparency database takes of a statement of reasons, as far as a chat needs it."""

from typing import Annotated, Literal

from msgspec import Meta, Struct

Day = Annotated[str, Meta(pattern=r"^\d{4}-\d{2}-\d{2}$")]
Short = Annotated[str, Meta(min_length=1, max_length=500)]
Long = Annotated[str, Meta(min_length=1, max_length=2_000)]
YesNo = Literal["Yes", "No"]
Category = Literal[
    "STATEMENT_CATEGORY_CYBER_VIOLENCE",
    "STATEMENT_CATEGORY_DATA_PROTECTION_AND_PRIVACY_VIOLATIONS",
    "STATEMENT_CATEGORY_ILLEGAL_OR_HARMFUL_SPEECH",
    "STATEMENT_CATEGORY_OTHER_VIOLATION_TC",
    "STATEMENT_CATEGORY_PROTECTION_OF_MINORS",
    "STATEMENT_CATEGORY_SCAMS_AND_FRAUD",
    "STATEMENT_CATEGORY_SELF_HARM",
    "STATEMENT_CATEGORY_VIOLENCE",
]


class Form(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The ground is the house rules or the law; the explanations of that one have to be there, and no others."""

    puid: Annotated[str, Meta(pattern="^[a-zA-Z0-9_-]+$", max_length=500)]
    decision_ground: Literal["DECISION_GROUND_INCOMPATIBLE_CONTENT", "DECISION_GROUND_ILLEGAL_CONTENT"]
    incompatible_content_ground: Short | None = None
    incompatible_content_explanation: Long | None = None
    incompatible_content_illegal: YesNo | None = None
    illegal_content_legal_ground: Short | None = None
    illegal_content_explanation: Long | None = None
    category: Category
    content_type: Annotated[
        list[Literal["CONTENT_TYPE_TEXT", "CONTENT_TYPE_IMAGE", "CONTENT_TYPE_OTHER"]], Meta(min_length=1)
    ]
    content_type_other: Short = ""
    content_date: Day
    application_date: Day
    decision_facts: Annotated[str, Meta(min_length=1, max_length=5_000)]
    source_type: Literal["SOURCE_ARTICLE_16", "SOURCE_TYPE_OTHER_NOTIFICATION", "SOURCE_VOLUNTARY"]
    automated_detection: YesNo
    automated_decision: Literal["AUTOMATED_DECISION_NOT_AUTOMATED", "AUTOMATED_DECISION_FULLY"]
    account_type: Literal["ACCOUNT_TYPE_PRIVATE"]
    territorial_scope: Annotated[list[Annotated[str, Meta(pattern="^[A-Z]{2}$")]], Meta(min_length=30, max_length=30)]
    decision_visibility: list[Literal["DECISION_VISIBILITY_CONTENT_DISABLED"]] = []
    decision_provision: Literal["DECISION_PROVISION_PARTIAL_SUSPENSION"] | None = None
    decision_account: Literal["DECISION_ACCOUNT_SUSPENDED", "DECISION_ACCOUNT_TERMINATED"] | None = None
    end_date_service_restriction: Day | None = None
    end_date_account_restriction: Day | None = None

    def __post_init__(self) -> None:
        """Something is restricted, on one ground, and what is of another kind is named. Raises ValueError."""
        if not (self.decision_visibility or self.decision_provision or self.decision_account):
            raise ValueError("no restriction")
        rules = (self.incompatible_content_ground, self.incompatible_content_explanation)
        law = (self.illegal_content_legal_ground, self.illegal_content_explanation)
        illegal = self.decision_ground == "DECISION_GROUND_ILLEGAL_CONTENT"
        if None in (law if illegal else rules) or any(rules if illegal else law):
            raise ValueError("ground")
        if ("CONTENT_TYPE_OTHER" in self.content_type) != bool(self.content_type_other):
            raise ValueError("content_type_other")
