"""What people type about themselves."""

from portal.people.forms.account import CodeForm, EraseForm, LoginForm, PasswordForm, ProfileForm, StationFilterForm
from portal.people.forms.fields import RegionField, group_choices, group_name, place_name, refuse, region_choices
from portal.people.forms.register import RegisterForm
from portal.people.forms.rights import StepForm

__all__ = [
    "CodeForm",
    "EraseForm",
    "LoginForm",
    "PasswordForm",
    "ProfileForm",
    "RegionField",
    "RegisterForm",
    "StationFilterForm",
    "StepForm",
    "group_choices",
    "group_name",
    "place_name",
    "refuse",
    "region_choices",
]
