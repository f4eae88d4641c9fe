"""Shapes of what clerks, people and officers type."""

from portal.station.forms.access import EndAccessForm
from portal.station.forms.contests import AnswerForm, ContestForm
from portal.station.forms.lists import ConfirmForm, MendForm, UploadForm
from portal.station.forms.people import (
    CodeConsentForm,
    ConsentForm,
    EnterForm,
    ErasePaperForm,
    FindForm,
    OtherPhoneForm,
    OwnPhoneForm,
)

__all__ = [
    "AnswerForm",
    "CodeConsentForm",
    "ConfirmForm",
    "ConsentForm",
    "ContestForm",
    "EndAccessForm",
    "EnterForm",
    "ErasePaperForm",
    "FindForm",
    "MendForm",
    "OtherPhoneForm",
    "OwnPhoneForm",
    "UploadForm",
]
