"""What people type about themselves."""

from portal.people.forms.account import CodeForm, EraseForm, LoginForm, PasswordForm, ProfileForm, StationFilterForm
from portal.people.forms.fields import RegionField, group_choices, group_name, place_name, refuse, region_choices
from portal.people.forms.register import RegisterForm
from portal.people.forms.rights import (
    CorrectionForm,
    LockedForm,
    LookForm,
    RequestAnswerForm,
    StepForm,
    correction_form,
)

__all__ = [
    "CodeForm",
    "CorrectionForm",
    "EraseForm",
    "LockedForm",
    "LoginForm",
    "LookForm",
    "PasswordForm",
    "ProfileForm",
    "RegionField",
    "RegisterForm",
    "RequestAnswerForm",
    "StationFilterForm",
    "StepForm",
    "correction_form",
    "group_choices",
    "group_name",
    "place_name",
    "refuse",
    "region_choices",
]
