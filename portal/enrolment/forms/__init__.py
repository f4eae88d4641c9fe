"""Shapes of what is typed when applying and wishing."""

from typing import Any

from wtforms import BooleanField, RadioField, SelectField, StringField
from wtforms.validators import InputRequired, Length, Optional, ValidationError

from portal.core import regions
from portal.core.errors import PortalError
from portal.core.i18n import _, _l, edition
from portal.core.terms import terms
from portal.core.typed_text import one_line
from portal.core.web import PortalForm
from portal.enrolment import queries
from portal.enrolment.errors import SameWish
from portal.enrolment.types import NewWish, Season

Choices = list[tuple[str, str]]
Groups = dict[str, Choices]


class ApplyForm(PortalForm):
    """What someone confirms before applying."""

    clash_known = BooleanField(_l("I know that the days are the same and I want to apply all the same"))


class WishForm(PortalForm):
    """What someone would like to learn."""

    occupation = SelectField(_l("Trade"), [Optional()], description=_l("Choose one, or write it yourself below."))
    own_words = StringField(
        _l("In your own words"),
        [Length(max=200, message=_l("Please use at most 200 characters."))],
        description=_l("For example: making dairy food, driving a tractor"),
    )
    region = SelectField(_l("Where"), [InputRequired(_l("Choose where you want to learn"))])
    season = RadioField(_l("When do you have time?"), [InputRequired(_l("Choose when you have time"))])
    language = RadioField(_l("Language of teaching"), [InputRequired(_l("Choose a language of teaching"))])
    mode = RadioField(_l("How do you want to learn?"), [InputRequired(_l("Choose how you want to learn"))])
    job_wish = BooleanField(_l("I also want a job after the training"))
    evaluation_wish = BooleanField(_l("I also want to take the level exam for a certificate"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.occupation.choices = occupation_choices(_("Not in this list"))
        self.region.choices = _regions()
        self.season.choices = _seasons()
        self.language.choices = [("any", _("Any language")), *_of_terms("teaching_language", ("zh", "mn"))]
        self.mode.choices = [("any", _("Any way")), *_of_terms("mode", ("onsite", "online", "mixed"))]

    def validate_own_words(self, field: StringField) -> None:
        """Ask for one of the two ways to say what."""
        if not (self.occupation.data or (field.data or "").strip()):
            raise ValidationError(_("Choose a trade above, or write here what you want to learn"))

    def refuse(self, error: PortalError) -> None:
        """Show why the wish cannot be taken: where they said what, if that is the reason, else above the form."""
        message = str(error.message)
        if isinstance(error, SameWish):
            field = self.occupation if self.occupation.data else self.own_words
            field.errors = [*field.errors, message]
        else:
            self.form_errors.append(message)

    def to_wish(self) -> NewWish:
        """Return the valid answers as the service expects them."""
        occupation = self.occupation.data
        return NewWish(
            occupation_id=int(occupation) if occupation else None,
            own_words=one_line(self.own_words.data or "") or None,
            region_code=str(self.region.data),
            season=Season(self.season.data),
            mode=None if self.mode.data == "any" else self.mode.data,
            language=None if self.language.data == "any" else self.language.data,
            job_wish=bool(self.job_wish.data),
            evaluation_wish=bool(self.evaluation_wish.data),
        )


def occupation_choices(none: str) -> Groups:
    """Return all occupations under their trades, after a choice of none in these words."""
    groups: Groups = {"": [("", none)]}
    trades = terms("trade")
    for found in queries.occupations_by_trade():
        trade = trades.get(found.trade)
        title = _named(trade.zh, trade.mn) if trade else _("Other")
        groups.setdefault(title, []).append((str(found.id), _named(found.name, found.name_mn)))
    return groups


def _regions() -> Groups:
    home = regions.get(regions.HOME_PROVINCE)
    whole = _named(home.name, home.name_mn) if home else _("The whole region")
    groups: Groups = {"": [(regions.HOME_PROVINCE, _("Anywhere in the region"))]} if home else {whole: []}
    for league in regions.prefectures():
        title = _named(league.name, league.name_mn)
        inside = [(place.code, _named(place.name, place.name_mn)) for place in regions.children(league.code)]
        groups[title] = [(league.code, _("%(place)s: anywhere", place=title)), *inside]
    return groups


def _seasons() -> Choices:
    return [
        (Season.ANY.value, _("At any time of the year")),
        (Season.SPRING.value, _("Spring")),
        (Season.SUMMER.value, _("Summer")),
        (Season.AUTUMN.value, _("Autumn")),
        (Season.WINTER.value, _("Winter")),
    ]


def _of_terms(name: str, codes: tuple[str, ...]) -> Choices:
    words = terms(name)
    return [(code, _named(words[code].zh, words[code].mn)) for code in codes]


def _named(zh: str, mn: str | None) -> str:
    return mn if mn and edition() == "mn" else zh
