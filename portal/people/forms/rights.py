"""The second step of staff, what someone asks to be corrected, and why a full number is needed."""

from typing import Any

from wtforms import Field, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, ValidationError

from portal.core import identity_numbers, names
from portal.core.i18n import _, _l
from portal.core.web import PortalForm
from portal.people.forms.fields import Read, ReadText, RegionField, group_name
from portal.people.types import Evidence, LookReason, NewRequest, PersonView, RequestField, RequestState
from portal.people.types.rights import REASON_WORDS

_TOO_LONG = _l("Please use at most 1,000 characters.")


class StepForm(PortalForm):
    """The code of the telephone, or one of the paper."""

    code = StringField(
        _l("Code of your telephone"), [InputRequired(_l("Type the 6 digits that your telephone shows."))]
    )

    @property
    def typed(self) -> str:
        """The code as it was typed, no longer than any code is."""
        return (self.code.data or "")[:60]


class CorrectionForm(PortalForm):
    """How it is right. Subclasses ask for one field each, as ``wanted``."""

    about: RequestField
    wanted: Field
    own_words = TextAreaField(
        _l("What shows it, or how did the mistake come about?"), [Length(max=1000, message=_TOO_LONG)]
    )
    guardian = StringField(
        _l("Name of the parent or guardian"), [Length(max=100, message=_l("At most 100 characters"))]
    )

    def to_request(self, *, station_id: int | None = None, proof: str | None = None) -> NewRequest:
        """Return the valid answers as the service expects them."""
        return NewRequest(
            about=self.about,
            wanted=self.value,
            own_words=(self.own_words.data or "").strip() or None,
            guardian=(self.guardian.data or "").strip() or None,
            station_id=station_id,
            proof=proof,
        )

    @property
    def value(self) -> str:
        """The right value."""
        return str(self.wanted.data)


class NameCorrection(CorrectionForm):
    """The right name."""

    about = RequestField.NAME
    wanted = ReadText(_l("The right name, as on the card"), [Read(names.clean)])

    @property
    def value(self) -> str:
        """The name as it is stored."""
        return str(self.wanted.read)


class NumberCorrection(CorrectionForm):
    """The right identity number."""

    about = RequestField.ID_NUMBER
    wanted = ReadText(_l("The right identity number"), [Read(identity_numbers.parse)])

    @property
    def value(self) -> str:
        """The number as it is stored."""
        return str(self.wanted.read.value)


class RegionCorrection(CorrectionForm):
    """The right home region."""

    about = RequestField.HOME_REGION
    wanted = RegionField(_l("The right home region"), _l("Choose your home region."))


class GroupCorrection(CorrectionForm):
    """A group that was entered by mistake."""

    about = RequestField.GROUP
    wanted = SelectField(_l("Group that is wrong"), [InputRequired(_l("Choose the group that is wrong."))])

    def offer(self, person: PersonView) -> None:
        """Offer the groups that were checked; what the person said is theirs to change."""
        proven = [group.code for group in person.groups if group.evidence is not Evidence.DECLARED]
        self.wanted.choices = [(code, group_name(code)) for code in dict.fromkeys(proven)]


def correction_form(about: RequestField, person: PersonView) -> CorrectionForm:
    """Return the form for one field of a person."""
    if about is RequestField.GROUP:
        form = GroupCorrection()
        form.offer(person)
        return form
    kinds = {RequestField.NAME: NameCorrection, RequestField.ID_NUMBER: NumberCorrection}
    return kinds.get(about, RegionCorrection)()


class RequestAnswerForm(PortalForm):
    """What the bureau found."""

    state = RadioField(_l("What did you find?"), [InputRequired(_l("Choose what you found."))])
    answer = TextAreaField(
        _l("Answer to the person, with the reason"),
        [InputRequired(_l("Write an answer: the person reads it.")), Length(max=1000, message=_TOO_LONG)],
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.state.choices = [
            (RequestState.ACCEPTED.value, _("The person is right: correct it")),
            (RequestState.REFUSED.value, _("It stays as it is")),
        ]

    @property
    def accepted(self) -> bool:
        """Whether the person was right."""
        return bool(self.state.data == RequestState.ACCEPTED.value)

    @property
    def said(self) -> str:
        """What is told to the person."""
        return (self.answer.data or "").strip()


class LookForm(PortalForm):
    """Why a member of staff needs what is hidden; the person reads it."""

    purpose = RadioField(_l("What do you need it for?"), [InputRequired(_l("Choose what you need it for."))])
    reason = TextAreaField(
        _l("The reason in your words"),
        [
            InputRequired(_l("Write the reason: the person reads it.")),
            Length(max=200, message=_l("At most 200 characters")),
        ],
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.purpose.choices = [(reason.value, str(words)) for reason, words in REASON_WORDS.items()]

    def validate_reason(self, field: Field) -> None:
        """Refuse a reason that says nothing."""
        if len(set((field.data or "").strip())) < 2:
            raise ValidationError(_("Write the reason: the person reads it."))

    @property
    def why(self) -> LookReason:
        """What it is needed for."""
        return LookReason(self.purpose.data)

    @property
    def said(self) -> str:
        """The reason in words."""
        return (self.reason.data or "").strip()


class LockedForm(LookForm):
    """Whose locked records are needed, and why."""

    FIRST = ("id_number",)

    id_number = ReadText(_l("Identity number"), [Read(identity_numbers.parse)])
