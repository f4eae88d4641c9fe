"""The policy documents in full text, read once from their files."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

import yaml
from yaml import CSafeLoader

from portal.notices.errors import NoSuchGuide
from portal.notices.rules import documents as reading
from portal.notices.types import PolicyDocument

DATA = Path(__file__).parent.parent / "data"


@cache
def all_documents() -> Mapping[str, PolicyDocument]:
    """Return the documents by name, in the order they are listed."""
    about: dict[str, Any] = read_yaml("documents.yaml")
    return MappingProxyType(
        {
            name: reading.read_document(
                name, one, (DATA / "documents" / f"{name.lower()}.tsv").read_text(encoding="utf-8")
            )
            for name, one in about.items()
        }
    )


def get_document(name: str) -> PolicyDocument:
    """Return a document by its name in addresses.

    Raises:
        NoSuchGuide: there is none.
    """
    found = all_documents().get(name.upper())
    if found is None or name != name.lower():
        raise NoSuchGuide(name)
    return found


def read_yaml(name: str) -> Any:
    """Return the content of a data file of this room."""
    return yaml.load((DATA / name).read_text(encoding="utf-8"), Loader=CSafeLoader)
