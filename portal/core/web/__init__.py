"""What all pages share: addresses by edition, forms that lose nothing, answers in the right language."""

from portal.core.web.addresses import localized_blueprint, static_url, twin_url
from portal.core.web.files import name_file, table_answer
from portal.core.web.forms import PortalForm, drop_draft, forget_drafts, form_token, list_draft_paths, used_token
from portal.core.web.limits import limiter
from portal.core.web.pages import same_for_everyone
from portal.core.web.redirects import safe_next, see_other

__all__ = [
    "PortalForm",
    "drop_draft",
    "forget_drafts",
    "form_token",
    "limiter",
    "list_draft_paths",
    "localized_blueprint",
    "name_file",
    "safe_next",
    "same_for_everyone",
    "see_other",
    "static_url",
    "table_answer",
    "twin_url",
    "used_token",
]
