"""Whose phone someone is reached by."""

from enum import StrEnum

from portal.core.i18n import LazyText, _l


class PhoneOwner(StrEnum):
    """Whose phone it is."""

    OWN = "own"
    RELATIVE = "relative"  # 代收电话


class PhoneRelation(StrEnum):
    """What whoever passes messages on is to the person (代收电话与本人关系)."""

    SPOUSE = "spouse"
    CHILD = "child"
    PARENT = "parent"
    SIBLING = "sibling"
    GRANDCHILD = "grandchild"
    OTHER_RELATIVE = "other_relative"
    NEIGHBOUR = "neighbour"
    VILLAGE_CADRE = "village_cadre"


RELATION_WORDS: dict[PhoneRelation, LazyText] = {
    PhoneRelation.SPOUSE: _l("Husband or wife"),
    PhoneRelation.CHILD: _l("Son or daughter"),
    PhoneRelation.PARENT: _l("Father or mother"),
    PhoneRelation.SIBLING: _l("Brother or sister"),
    PhoneRelation.GRANDCHILD: _l("Grandchild"),
    PhoneRelation.OTHER_RELATIVE: _l("Another relative"),
    PhoneRelation.NEIGHBOUR: _l("Neighbour"),
    PhoneRelation.VILLAGE_CADRE: _l("Village or gacha cadre"),
}
