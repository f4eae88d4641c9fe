"""Put text messages into words: short, in the person's language, with no more about them than is needed."""

from datetime import date, datetime
from typing import Any

from flask import current_app

from portal.core.clock import to_local
from portal.core.config import Config
from portal.core.i18n import EditionCode, _, edition, speaking
from portal.notices.queries.messages import typed_facts
from portal.notices.types.deliveries import Contact


class _Facts(dict[str, Any]):
    """Facts of a message; what is not among them is nothing."""

    def __missing__(self, _name: str) -> None:
        return None


_ENDS = ("。", "？", "！", "：", "᠃", "᠄", "?", "!", ":")


def words_of(kind: str, facts: dict[str, Any], contact: Contact) -> str:
    """Return a message as the text that goes to a phone."""
    with speaking(_edition(contact.language)):
        lines = _lines(kind, typed_facts(facts))
        if contact.addressed:
            lines.insert(0, pair(_("For"), contact.addressed))
        return _signed(lines)


def code_words(code: str, language: str) -> str:
    """Return the text that carries a code."""
    with speaking(_edition(language)):
        asked = _("Read it to the clerk only if you agree that the station stores your details and signs you up.")
        ends = _("It ends after 10 minutes. Did you not ask for it? Then tell nobody.")
        return _signed([pair(_("Code to read out"), code), asked, ends])


def pair(label: str, value: str) -> str:
    """Return a label and its value as the edition joins them."""
    return f"{label}᠄ {value}" if edition() == "mn" else f"{label}：{value}"


def _lines(kind: str, facts: dict[str, Any]) -> list[str]:
    config: Config = current_app.config["PORTAL"]
    text = current_app.jinja_env.get_template(f"messages/sms/{kind}.txt").render(
        facts=_Facts(facts),
        name=_named(facts),
        pair=pair,
        day=_day,
        moment=_moment,
        root=f"{config.base_url}/{edition()}",
    )
    return [line.strip() for line in text.splitlines() if line.strip()]


def _named(facts: dict[str, Any]) -> _Facts:
    """Return the names among the facts in the language of the edition, where there is one."""
    found = _Facts()
    for key, value in facts.items():
        if isinstance(value, str):
            found[key] = (facts.get(f"{key}_mn") if edition() == "mn" else None) or value
    return found


def _signed(lines: list[str]) -> str:
    """Return one text that begins with who sends it, as the operators ask."""
    stop = "᠃ " if edition() == "mn" else "。"
    said = "".join(f"{line} " if "://" in line else line if line.endswith(_ENDS) else line + stop for line in lines)
    return f"【{_('Vocational training')}】{said}".strip()


def _day(day: object) -> str:
    """Return a day in figures, which are short in both languages."""
    return day.isoformat() if isinstance(day, date) else str(day)


def _moment(moment: object) -> str:
    return f"{to_local(moment):%Y-%m-%d %H:%M}" if isinstance(moment, datetime) else str(moment)


def _edition(language: str) -> EditionCode:
    return "mn" if language == "mn" else "zh"
