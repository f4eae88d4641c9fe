"""A post as a bureau enters it."""

import re
from typing import Any

from wtforms import DateField, IntegerField, SelectField, StringField
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional, ValidationError

from portal.core import clock, regions
from portal.core.i18n import _, _l, edition
from portal.core.terms import terms
from portal.core.web import PortalForm
from portal.enrolment.forms import occupation_choices
from portal.records.rules import printable
from portal.records.types import CertificateKind, NewPost

_LONG = _l("At most 100 characters")
_LEVELS = ("5", "4", "3", "2", "1")
_PHONE = re.compile(r"[0-9+()（）\- ]{7,20}")


class PostForm(PortalForm):
    """What is to be done, where, for whom, and whom to call."""

    title = StringField(_l("Post"), [DataRequired(_l("Write what the post is")), Length(max=100, message=_LONG)])
    employer = StringField(_l("Employer"), [DataRequired(_l("Write who employs")), Length(max=100, message=_LONG)])
    region = SelectField(_l("Place of work"), [InputRequired(_l("Choose a place"))])
    occupation = SelectField(
        _l("Occupation of the certificate"),
        [InputRequired(_l("Choose an occupation"))],
        description=_l("People with a valid certificate of this occupation see the post."),
    )
    kind = SelectField(_l("Kind of certificate"), [Optional()])
    level = SelectField(_l("Level"), [Optional()], description=_l("This one or a higher one."))
    openings = IntegerField(
        _l("People wanted"),
        [InputRequired(_l("Enter how many people are wanted")), NumberRange(1, 9999, _l("Between 1 and 9999"))],
    )
    until = DateField(_l("Last day to call"), [InputRequired(_l("Enter the last day"))])
    phone = StringField(
        _l("Telephone of the employer"),
        [DataRequired(_l("Enter a telephone number"))],
        description=_l("The number for everyone, not a private one."),
    )

    def __init__(self, own_region: str, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.region.choices = _places(own_region)
        self.occupation.choices = occupation_choices(_("Choose"))
        kinds, levels = terms("certificate_kind"), terms("level")
        self.kind.choices = [("", _("Any")), *((code, _named(one.zh, one.mn)) for code, one in kinds.items())]
        self.level.choices = [("", _("Any")), *((code, _named(levels[code].zh, levels[code].mn)) for code in _LEVELS)]

    def validate_until(self, field: DateField) -> None:
        """Refuse a day that is past or too far away to be true."""
        if field.data and field.data < clock.today():
            raise ValidationError(_("The last day must be today or later"))
        if field.data and (field.data - clock.today()).days > 366:
            raise ValidationError(_("At most a year from today; enter the post again after that"))

    def validate_phone(self, field: StringField) -> None:
        """Refuse what nobody can dial."""
        if not _PHONE.fullmatch((field.data or "").strip()):
            raise ValidationError(_("This is not a telephone number. Please write digits, with the area code."))

    def show(self, post: NewPost) -> None:
        """Fill the form with what a post says."""
        self.title.data, self.employer.data, self.openings.data = post.title, post.employer, post.openings
        self.region.data, self.occupation.data = post.region_code, str(post.occupation_id)
        self.kind.data, self.level.data = post.certificate_kind or "", post.level or ""
        self.until.data, self.phone.data = post.until_on, post.contact_phone

    def to_post(self) -> NewPost:
        """Return the valid answers as the service expects them."""
        assert self.until.data is not None  # the validators saw to both
        assert self.openings.data is not None
        return NewPost(
            title=printable(self.title.data or "") or "-",
            employer=printable(self.employer.data or "") or "-",
            region_code=str(self.region.data),
            occupation_id=int(self.occupation.data),
            certificate_kind=CertificateKind(self.kind.data) if self.kind.data else None,
            level=self.level.data or None,
            openings=self.openings.data,
            until_on=self.until.data,
            contact_phone=(self.phone.data or "").strip(),
        )


def _places(own: str) -> list[tuple[str, str]]:
    below = regions.children(own)
    if own.endswith("0000"):
        below = [place for league in below for place in (league, *regions.children(league.code))]
    here = regions.get(own)
    return [(place.code, _named(place.name, place.name_mn)) for place in ([here] if here else []) + below]


def _named(zh: str, mn: str | None) -> str:
    return mn if mn and edition() == "mn" else zh
