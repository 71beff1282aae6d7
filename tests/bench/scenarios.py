"""What is measured. Budgets are those the product sets itself; see `Scenario`."""

from __future__ import annotations

from collections.abc import Callable

from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from cms.accounts.models import User
from cms.demo.builder.crowd import LARGE_PROGRAMME
from programmes.catalogue.models import OfferingPage, OverviewPage
from programmes.participation.models import Enrolment
from programmes.tailoring.models import Programme
from tests.bench.ballots import SCENARIOS as BALLOTS
from tests.bench.editions import SCENARIOS as EDITIONS
from tests.bench.scenario import Scenario

Call = Callable[[], int]


def _get(path: str, user: User | None = None) -> Call:
    """A call that asks for a page and returns its size in bytes."""
    client = Client(HTTP_HOST="127.0.0.1")
    if user is not None:
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")

    def call() -> int:
        answer = client.get(path)
        if answer.status_code != 200:
            raise RuntimeError(f"{path} answered {answer.status_code}")
        return len(answer.content)

    return call


def _overview() -> tuple[Call, Call]:
    page = OverviewPage.objects.filter(locale__language_code="nb").get()
    return _get(page.url), _get("/bench/page")


def _offering() -> tuple[Call, Call]:
    page = OfferingPage.objects.filter(locale__language_code="nb", live=True).earliest("pk")
    return _get(page.url), _get("/bench/page")


def _participant() -> tuple[Call, Call]:
    user = Enrolment.objects.filter(leader_group__programme__slug=LARGE_PROGRAMME).select_related("user")[0].user
    with override("nb"):
        return _get(reverse("my_programme"), user), _get("/bench/page")


def _board() -> tuple[Call, Call]:
    staff = User.objects.filter(is_superuser=True).earliest("pk")
    programme = Programme.objects.get(slug=LARGE_PROGRAMME)
    return _get(reverse("programmes:board", args=[programme.pk]), staff), _get("/bench/page")


def _module() -> tuple[Call, Call]:
    staff = User.objects.filter(is_superuser=True).earliest("pk")
    module = Programme.objects.get(slug=LARGE_PROGRAMME).modules.earliest("position", "pk")
    return _get(reverse("programmes:module", args=[module.pk]), staff), _get("/bench/page")


SCENARIOS = [
    Scenario(
        "overview",
        "Clients look for what fits them among thousands; counts stand beside every filter.",
        _overview,
        3,
        queries=10,
        least=10_000,
    ),
    Scenario("offering", "The page a client decides on.", _offering, 10, 10, 10_000),
    Scenario("programme-page", "A leader opens it on the phone between two meetings.", _participant, 4, 14, 10_000),
    Scenario("board", "Staff keep it open all day.", _board, 10, 25, 50_000),
    Scenario("module", "One module of the board, open to be put together.", _module, 10, 25, 60_000),
    *BALLOTS,
    *EDITIONS,
]
