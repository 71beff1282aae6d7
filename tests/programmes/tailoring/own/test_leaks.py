"""What one programme alone has is found nowhere else: every list, chooser, search, page and copy is asked."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.test import Client
from django.urls import reverse

from cms.accounts.models import User
from cms.pages import changes
from programmes.catalogue.models import OfferingPage
from programmes.library.models import IndustryCase, LearningElement, Module, Speaker
from programmes.library.owners import asked_for
from programmes.tailoring.forms import ItemForm
from programmes.tailoring.own import services
from tests.programmes.catalogue.factories import add_site
from tests.programmes.library.factories import make_case, make_speaker, thing_of
from tests.programmes.tailoring.factories import make_programme
from tests.programmes.tailoring.own.conftest import MARK, OwnThings
from tests.programmes.tailoring.wizard import Wizard

ROOT = Path(__file__).parents[4]
MODELS = (Module, LearningElement, Speaker, IndustryCase)
LINK = re.compile(r'href="(/[^"#]*)"')
MOST_PAGES = 400
# What is searched for is said again on the page.
PART = MARK[1:-1]


@pytest.fixture
def admin(client: Client, own: OwnThings) -> Client:
    """The test client, logged in as somebody who may do everything."""
    client.force_login(User.objects.create_superuser("admin@example.com"))
    return client


def listings() -> Iterable[str]:
    for model in MODELS:
        address = reverse(model.snippet_viewset.get_url_name("list"))
        yield from (address, f"{address}?q={PART}", f"{address}?archived=too", f"{address}?attention=unused")
        yield f"{reverse(model.snippet_viewset.get_url_name('list_results'))}?q={PART}"
    for name in ("choose", "choose_results"):
        for chooser in ("speaker_chooser", "case_chooser"):
            yield f"{reverse(f'{chooser}:{name}')}?q={PART}"
            yield reverse(f"{chooser}:{name}")
        for model in MODELS:
            yield reverse(f"{model.snippet_viewset.get_chooser_admin_url_namespace()}:{name}")


def test_staffs_lists_and_choosers_have_the_library_alone(admin: Client) -> None:
    for address in listings():
        answer = admin.get(address)
        assert answer.status_code == 200, address
        assert MARK not in answer.content.decode(), address


def test_other_programmes_are_offered_the_library_alone(admin: Client) -> None:
    other = make_programme()
    module = other.modules.first()
    for phase in ("preparation", "gathering", "after_work"):
        assert MARK not in admin.get(reverse("programmes:items_add", args=[module.pk, phase])).content.decode()
    for name, key in (("board", other.pk), ("module_add", other.pk), ("module", module.pk), ("own", other.pk)):
        assert MARK not in admin.get(reverse(f"programmes:{name}", args=[key])).content.decode(), name
    item = module.items.first()
    assert MARK not in admin.get(reverse("programmes:item", args=[item.pk])).content.decode()


def test_its_programme_is_offered_it(admin: Client, own: OwnThings) -> None:
    module = own.programme.modules.last()
    page = admin.get(reverse("programmes:items_add", args=[module.pk, "gathering"])).content.decode()
    assert f"{MARK} Film" in page
    chooser = f"{reverse('speaker_chooser:choose_results')}?programme={own.programme.pk}"
    assert f"{MARK} Taler" in admin.get(chooser).content.decode()


def test_what_others_have_cannot_be_written_into_a_form(admin: Client, own: OwnThings) -> None:
    theirs, mine = make_programme().modules.first().items.first(), own.item
    speaker = thing_of(make_speaker("Åpen Taler"))
    assert set(offered(theirs)) == {speaker.pk}
    assert set(offered(mine)) == {speaker.pk, own.speaker.translation_key}
    address = reverse(LearningElement.snippet_viewset.get_url_name("add"))
    form = admin.get(address).context["form"]
    assert list(form.fields["speaker"].queryset.values_list("pk", flat=True)) == [speaker.pk]
    case = thing_of(make_case("Åpent case"))
    assert list(form.fields["case"].queryset.values_list("pk", flat=True)) == [case.pk]


def offered(item: Any) -> Any:
    return ItemForm(instance=item, by=None).fields["speaker_override"].queryset.values_list("pk", flat=True)


def test_only_those_who_see_a_programme_choose_from_what_it_has(own: OwnThings) -> None:
    assert asked_for(User.objects.create_user("nobody@example.com"), str(own.programme.pk)) is None
    assert asked_for(User.objects.create_superuser("all@example.com"), "no number") is None


def test_a_new_programme_is_proposed_the_library_alone(admin: Client, own: OwnThings) -> None:
    wizard = Wizard(admin)
    wizard.start(own.programme)
    wizard.client_page(sector="health")
    wizard.schedule()
    page = wizard.get("summary")
    assert page.context["proposals"] == []
    assert page.context["summary"]["own"] == [f"{MARK} Film"]
    made = wizard.finish()
    assert not made.modules.filter(items__thing__own_to__isnull=False).exists()


def crawl(client: Client, start: Iterable[str]) -> dict[str, str]:
    """The public pages that can be reached from these, by address."""
    seen: dict[str, str] = {}
    waiting = list(start)
    while waiting and len(seen) < MOST_PAGES:
        address = waiting.pop()
        if address in seen or not urlsplit(address).path.startswith(("/nb/", "/da/")):
            continue
        answer = client.get(address)
        seen[address] = answer.content.decode() if "text/html" in answer.headers.get("Content-Type", "") else ""
        waiting += LINK.findall(seen[address])
    return seen


def test_visitors_find_it_nowhere(client: Client, own: OwnThings) -> None:
    site = add_site()
    make_speaker("Åpen Taler")
    changes.changed()
    homes = [page.get_url() for pair in (site.home, site.overview, site.speaker, site.case) for page in pair.values()]
    seen = crawl(client, [*homes, *(f"{home}?q={PART}" for home in homes)])
    assert any("Åpen Taler" in page for page in seen.values())
    for address, page in seen.items():
        assert MARK not in page, address
    assert MARK.lower() not in client.get("/sitemap.xml").content.decode()
    for row, pages in ((own.speaker, site.speaker), (own.case, site.case)):
        assert client.get(f"{pages['nb'].get_url()}{row.slug}/").status_code == 404


def test_what_was_moved_is_found_everywhere(client: Client, own: OwnThings, by: User) -> None:
    site = add_site()
    services.move(own.element.thing, own.programme, by)
    for row, pages in ((own.speaker, site.speaker), (own.case, site.case)):
        assert client.get(f"{pages['nb'].get_url()}{row.slug}/").status_code == 200
        assert str(row) in client.get(pages["nb"].get_url()).content.decode()


def test_an_offering_in_the_catalogue_cannot_name_it(admin: Client, own: OwnThings) -> None:
    speaker, case = thing_of(make_speaker("Åpen Taler")), thing_of(make_case("Åpent case"))
    form = OfferingPage.get_edit_handler().get_form_class()(instance=OfferingPage(), for_user=None)
    assert list(form.fields["speakers"].queryset) == [speaker]
    assert list(form.fields["cases"].queryset) == [case]


# Whoever asks for what is not archived asks by a door of `things`, or for things that are known by their keys.
ASKING = re.compile(r"^(?!.*(of_library|pk__in)).*filter\(.*archived_at(=None|__isnull=True)", re.MULTILINE)


def test_nobody_offers_things_past_the_doors() -> None:
    files = [path for room in ("cms", "programmes", "assessments") for path in (ROOT / room).rglob("*.py")]
    asking = {path.name for path in files if ASKING.search(path.read_text(encoding="utf-8"))}
    assert asking == {"things.py"}
