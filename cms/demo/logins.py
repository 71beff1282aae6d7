"""The staff of the demo and what they log in with. These log-ins exist only where settings.DEMO is true."""

from __future__ import annotations

from dataclasses import dataclass

from cms.accounts.groups import COURSE_LEADERS, EDITORS, TRANSLATORS

PASSWORD = "bro-mellom-to-land"


@dataclass(frozen=True)
class Staff:
    """`group` is empty for the administrator, who may do everything; a translator writes in `translates`."""

    email: str
    first_name: str
    last_name: str
    language: str
    group: str = ""
    translates: tuple[str, ...] = ()


@dataclass(frozen=True)
class Coordinator:
    """A client's own person, for one organisation of a programme (by their codes)."""

    email: str
    first_name: str
    last_name: str
    language: str
    programme: str
    organisation: str


ADMINISTRATOR = Staff("aksel.nordbo@instituttet.example", "Aksel", "Nordbø", "nb")
EDITOR = Staff("sunniva.haugland@instituttet.example", "Sunniva", "Haugland", "nb", EDITORS)
STAFF = (
    ADMINISTRATOR,
    EDITOR,
    Staff("asger.bundgaard@instituttet.example", "Asger", "Bundgård", "da", EDITORS),
    Staff("marit.solvagen@instituttet.example", "Marit", "Solvågen", "nb", COURSE_LEADERS),
    Staff("kirstine.holmgaard-lau@instituttet.example", "Kirstine", "Holmgård-Lau", "da", COURSE_LEADERS),
    Staff("ellinor.havbro@instituttet.example", "Ellinor", "Havbro", "nb", TRANSLATORS, ("nb",)),
    Staff("villads.sundbjerg@instituttet.example", "Villads", "Sundbjerg", "da", TRANSLATORS, ("da",)),
)
# Participants to try it as: from a Norwegian group, a Danish group beside it, and a Danish programme.
PARTICIPANTS = (
    "sigrun.fossmyr@fjordvik.example",
    "mette.klitlund@strandby.example",
    "rasmus.tangvig@klitborg.example",
)
COORDINATORS = (
    Coordinator("torunn.eidfjell@fjordvik.example", "Torunn", "Eidfjell", "nb", "skagerrakringen", "fjordvik"),
    Coordinator("lise.bregnholt@klitborg.example", "Lise", "Bregnholt", "da", "klitborg-ledergruppe", "klitborg"),
)
