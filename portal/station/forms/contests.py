"""What someone writes who says "not me", and what the bureau answers."""

from wtforms import RadioField, TextAreaField
from wtforms.validators import InputRequired, Length

from portal.core.i18n import _, _l
from portal.core.web import PortalForm
from portal.station.types import Contested, ContestState, NewContest


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

    def ask(self, subject: Contested) -> None:
        """Offer what may become of the application, or of the wish."""
        upheld, rejected = (
            (
                _("It was not the person's will: withdraw the wish"),
                _("The signed sheet is there: the wish stands"),
            )
            if subject is Contested.WISH
            else (
                _("It was not the person's will: withdraw the application"),
                _("The signed sheet is there: the application stands"),
            )
        )
        self.state.choices = [(ContestState.UPHELD.value, upheld), (ContestState.REJECTED.value, rejected)]

    @property
    def upheld(self) -> bool:
        """Whether the person was right."""
        return bool(self.state.data == ContestState.UPHELD.value)

    def to_answer(self) -> str:
        """Return what is told to the person."""
        return (self.answer.data or "").replace("\0", "").strip()
