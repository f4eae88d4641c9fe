"""What a clerk states before the access of somebody else to a person's account is ended."""

from collections.abc import Sequence
from typing import Any

from wtforms import BooleanField, Field, SelectMultipleField
from wtforms.validators import ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from portal.core import clock
from portal.core.i18n import _, _l, edition, format_date
from portal.core.web import PortalForm
from portal.station.types import Contested, DoneAlone


class EndAccessForm(PortalForm):
    """That the account is somebody else's, that the card was compared, and what of it was not the person's will."""

    not_mine = BooleanField(_l("The person is here with me and says: I did not open this account"))
    card_seen = BooleanField(_l("I have compared the identity card with the person and the number"))
    undone = SelectMultipleField(
        _l("Which of these was not the person?"),
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )

    def __init__(self, *args: Any, done: Sequence[DoneAlone], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._done = {f"{one.subject.value}-{one.subject_id}": one for one in done}
        for field in (self.not_mine, self.card_seen):
            field.flags.required = True
        if done:
            self.undone.choices = [(key, _in_words(one)) for key, one in self._done.items()]
        else:
            del self.undone

    def validate_not_mine(self, field: Field) -> None:
        """An account is taken from nobody behind the person's back."""
        if not field.data:
            raise ValidationError(_("Nothing is done for someone who is not here."))

    def validate_card_seen(self, field: Field) -> None:
        """Who shows no card may be the one who wants somebody else's account."""
        if not field.data:
            raise ValidationError(_("Compare the identity card first: only its owner may take the account back."))

    def to_undo(self) -> list[DoneAlone]:
        """Return what is withdrawn, of what the page offered."""
        return [self._done[key] for key in self.undone.data or ()] if "undone" in self else []


def _in_words(one: DoneAlone) -> str:
    name = (one.name_mn if edition() == "mn" else None) or one.name
    day = format_date(clock.to_local(one.at).date())
    if one.subject is Contested.WISH:
        return _("Wish: %(name)s (%(day)s)", name=name, day=day)
    return _("Sign-up: %(name)s (%(day)s)", name=name, day=day)
