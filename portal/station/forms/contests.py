"""What someone writes who says "not me", and what the bureau answers."""

from typing import Any

from wtforms import RadioField, TextAreaField
from wtforms.validators import InputRequired, Length

from portal.core.i18n import _, _l
from portal.core.web import PortalForm
from portal.station.types import ContestState, NewContest


class ContestForm(PortalForm):
    """What the person wants to say."""

    own_words = TextAreaField(
        _l("What happened? (in your own words)"), [Length(max=1000, message=_l("Please use at most 1,000 characters."))]
    )

    def to_contest(self) -> NewContest:
        """Return the valid answers as the service expects them."""
        return NewContest((self.own_words.data or "").replace("\0", "").strip() or None)


class AnswerForm(PortalForm):
    """What the bureau found."""

    state = RadioField(_l("What did you find?"), [InputRequired(_l("Choose what you found."))])
    answer = TextAreaField(
        _l("Answer to the person, with the reason"),
        [
            InputRequired(_l("Write an answer: the person reads it.")),
            Length(max=1000, message=_l("Please use at most 1,000 characters.")),
        ],
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.state.choices = [
            (ContestState.UPHELD.value, _("It was not the person's will: withdraw the application")),
            (ContestState.REJECTED.value, _("The signed sheet is there: the application stands")),
        ]

    @property
    def upheld(self) -> bool:
        """Whether the person was right."""
        return bool(self.state.data == ContestState.UPHELD.value)

    def to_answer(self) -> str:
        """Return what is told to the person."""
        return (self.answer.data or "").replace("\0", "").strip()


class WishAnswerForm(AnswerForm):
    """What the bureau found about a wish."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.state.choices = [
            (ContestState.UPHELD.value, _("It was not the person's will: withdraw the wish")),
            (ContestState.REJECTED.value, _("The signed sheet is there: the wish stands")),
        ]
