"""Put each question into plain words, with why it is asked; decide nothing."""

from collections.abc import Container, Iterable, Mapping
from typing import Any

from werkzeug.datastructures import MultiDict
from wtforms import Form, RadioField, SelectField, SelectMultipleField, StringField
from wtforms.widgets import CheckboxInput, DateInput, ListWidget, TextInput

from portal.core.i18n import _, _l
from portal.core.terms import terms
from portal.eligibility.forms.fields import (
    NOT_SURE,
    PlaceField,
    YesNoField,
    certificate_choices,
    choices_of,
    level_choices,
)
from portal.eligibility.forms.names import answer_text, fact_texts, group_name, place_name
from portal.eligibility.rules import address
from portal.eligibility.types import Group


class StepForm(Form):
    """The questions of one step, filled from the address."""

    title: Any = ""
    why: Any = ""

    def show_faults(self, faults: Iterable[str]) -> None:
        """Put the reason next to each field whose answer could not be read."""
        for name in faults:
            if name in self:
                self[name].errors = [str(FAULTS.get(name.removeprefix("if_"), _l("Choose one of the answers.")))]


class ClassForm(StepForm):
    """When and where the class is."""

    title = _l("When and where is the training?")
    why = _l("Each region has its own rules, and they hold only for certain years.")
    training_date = StringField(
        _l("First day of the class"),
        widget=DateInput(),
        description=_l("If you have no class yet, leave today's date."),
    )
    training_region = PlaceField(_l("Where the class is held"))


class PlacesForm(StepForm):
    """Where the person lives, works and is registered."""

    title = _l("Where do you live and work?")
    why = _l("Some rules look at where you live, some at where you work, some at your household registration.")
    residence_region = PlaceField(_l("Where do you usually live now?"))
    job_region = PlaceField(_l("Where do you work or look for work?"))
    hukou_region = PlaceField(_l("Where is your household registered (hukou)?"))


class GroupsForm(StepForm):
    """Which groups of the documents the person belongs to."""

    title = _l("Do you belong to any of these groups?")
    why = _l("The documents name certain groups for some support. Choose all that fit.")
    groups = SelectMultipleField(
        _l("Groups that matter here"),
        validate_choice=False,
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    more = SelectMultipleField(
        _l("Other groups"),
        name="groups",
        id="more-groups",
        validate_choice=False,
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )

    def offer(self, first: Container[str], groups: Iterable[Group]) -> None:
        """Offer the groups that can still matter first, with the answer that none fits, and the others after them."""
        names = terms("group")
        offered = [(group.id, group_name(names.get(group.id), group)) for group in groups]
        none = (address.NONE, _("None of these"))
        self.groups.choices = choices_of(*(choice for choice in offered if choice[0] in first), none)
        self.more.choices = choices_of(*(choice for choice in offered if choice[0] not in first))


class TrainingForm(StepForm):
    """What the training is for."""

    title = _l("Which training do you want?")
    why = _l("A subsidy is paid only once for the same occupation and level, so the bureau compares them.")
    occupation = StringField(
        _l("Occupation or type of work"), widget=TextInput(), description=_l("For example the name on the class page.")
    )
    level = SelectField(_l("Level"), validate_choice=False)


class EarlierForm(StepForm):
    """What was paid before."""

    title = _l("Have you had a training subsidy before?")
    why = _l("The same occupation and level cannot be subsidised twice. Another level or occupation can.")
    earlier = RadioField(
        _l("Was a subsidy for training or for a skill level ever paid for you?"),
        choices=choices_of((address.NO, _l("No, never")), (address.YES, _l("Yes, I had one")), ("", NOT_SURE)),
        validate_choice=False,
        default="",
    )
    earlier_occupation = StringField(_l("If yes: for which occupation?"), widget=TextInput())
    earlier_level = SelectField(_l("If yes: for which level?"), validate_choice=False)


class TimesForm(StepForm):
    """How often a training was subsidised in the year."""

    title = _l("How many subsidised trainings did you have in that year?")
    why = _l("In Ordos a person could have up to three a year until the end of 2021.")
    times = RadioField(
        _l("Without the training you ask about"),
        choices=choices_of(("0", "0"), ("1", "1"), ("2", "2"), ("3", _l("3 or more")), ("", NOT_SURE)),
        validate_choice=False,
        default="",
    )


class CertificateForm(StepForm):
    """What certificate came of the training, and whether the person is insured."""

    title = _l("Do you already have a certificate from this training?")
    why = _l("Some subsidies are paid only after you have a certificate. You need none to begin a training.")
    certificate = RadioField(_l("Your certificate"), validate_choice=False, default="")
    insured_employee = YesNoField(_l("Does an employer pay social insurance for you?"))


class PensionForm(StepForm):
    """Whether the person has the right to a monthly pension."""

    title = _l("Do you have the right to a monthly pension?")
    why = _l("In Ordos one rule was for people without a monthly pension. Your age does not matter.")
    entitled_to_monthly_pension = YesNoField(_l("Monthly pension"))


class SchoolForm(StepForm):
    """Whether the person is at school."""

    title = _l("Are you at a school or university?")
    why = _l("Students in their graduation year and students of vocational schools have rules of their own.")
    graduation_year_student = YesNoField(_l("Is this your graduation year?"))
    attends_vocational_school = YesNoField(_l("Do you attend a vocational or technical school now?"))


class WishesForm(StepForm):
    """What the person would like."""

    title = _l("What would you like?")
    why = _l("If you say so, the bureau has to find a training for you, or suggest jobs after the certificate.")
    training_wish = YesNoField(_l("Do you want to take part in training?"))
    job_wish = YesNoField(_l("Do you want to find a job?"))


class WhatIfForm(StepForm):
    """Another place, day or level, to see what would change."""

    if_training_region = PlaceField(_l("Where the class is held"))
    if_training_date = StringField(_l("First day of the class"), widget=DateInput())
    if_level = SelectField(_l("Level"), validate_choice=False)


FORMS: Mapping[str, type[StepForm]] = {
    "class": ClassForm,
    "places": PlacesForm,
    "groups": GroupsForm,
    "training": TrainingForm,
    "earlier": EarlierForm,
    "times": TimesForm,
    "certificate": CertificateForm,
    "pension": PensionForm,
    "school": SchoolForm,
    "wishes": WishesForm,
}
FAULTS: Mapping[str, Any] = {
    "training_date": _l("Enter the day like 2026-03-01."),
    **dict.fromkeys(address.PLACES, _l("Choose a place from the list.")),
    "groups": _l("Choose groups from the list."),
    "occupation": _l("Enter an occupation of at most 60 characters."),
    "earlier_occupation": _l("Enter an occupation of at most 60 characters."),
}


def form_for(step: str, query: MultiDict[str, str]) -> StepForm:
    """Return the form of a step, filled from the address."""
    form = FORMS[step](query)
    if isinstance(form, TrainingForm):
        form.level.choices = level_choices()
    if isinstance(form, EarlierForm):
        form.earlier_level.choices = level_choices()
    if isinstance(form, CertificateForm):
        form.certificate.choices = certificate_choices()
    return form


__all__ = [
    "FORMS",
    "GroupsForm",
    "StepForm",
    "WhatIfForm",
    "answer_text",
    "fact_texts",
    "form_for",
    "level_choices",
    "place_name",
]
