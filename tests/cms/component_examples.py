"""One full example of every component of the look, for tests and for looking at them."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.safestring import mark_safe

from cms import drawings

OPTIONS = [
    {"value": "1", "label": "Stemmer ikke"},
    {"value": "2", "label": "Stemmer litt"},
    {"value": "3", "label": "Stemmer delvis"},
    {"value": "4", "label": "Stemmer godt"},
    {"value": "5", "label": "Stemmer helt"},
]
FACTS = [{"icon": "video", "label": "Video"}, {"icon": "klokke", "label": "14 minutter"}, {"label": "Frist 28. januar"}]
ACTIONS = [
    {"label": "Send forespørsel", "url": "#a"},
    {"label": "Legg i mitt utvalg", "url": "#b", "kind": "second", "icon": "pluss"},
]
LANGUAGE_LINKS = [
    {"code": "nb", "label": "Norsk", "url": "/nb/", "current": True, "hreflang": "nb"},
    {"code": "da", "label": "Dansk", "url": "/da/", "current": False, "hreflang": "da"},
]
MENU = [
    {"label": "Programmer", "url": "/nb/programmer/", "current": True},
    {"label": "Moduler", "url": "/nb/moduler/", "current": False},
    {"label": "Foredragsholdere", "url": "/nb/foredragsholdere/", "current": False},
    {"label": "Caser", "url": "/nb/caser/", "current": False},
]
FRAME = {
    "menu": MENU,
    "language_links": LANGUAGE_LINKS,
    "tool_links": [
        {"label": "Mitt utvalg (2)", "url": "/nb/utvalg/"},
        {"label": "Logg inn", "url": "/", "icon": "bruker"},
    ],
    "footer_menu": [{"label": "Personvernerklæring", "url": "/nb/personvern/", "current": False}],
}


class Enquiry(forms.Form):
    """One field of each kind that the look draws."""

    name = forms.CharField(label="Navn")
    email = forms.EmailField(label="E-post", help_text="Vi svarer hit.")
    message = forms.CharField(label="Hva ønsker dere?", widget=forms.Textarea, required=False)
    form = forms.ChoiceField(label="Form", choices=[("a", "Samlinger"), ("b", "På nett")], widget=forms.RadioSelect)
    country = forms.ChoiceField(label="Land", choices=[("no", "Norge"), ("dk", "Danmark")])
    news = forms.BooleanField(label="Send meg nyhetsbrevet", required=False)
    secret = forms.CharField(widget=forms.HiddenInput, required=False)


def sent_enquiry() -> Enquiry:
    """An enquiry with everything missing, and one error that is nobody's field."""
    form = Enquiry({})
    form.is_valid()
    form.add_error(None, "Vi tar ikke imot flere forespørsler i dag.")
    return form


def field_context() -> dict[str, Any]:
    bound = sent_enquiry()["email"]
    control = bound.as_widget(attrs={"class": "input"})
    return {
        "field": bound,
        "id": "id_email",
        "help_id": "id_email_helptext",
        "error_id": "id_email_error",
        "control": control,
    }


def picture() -> str:
    return mark_safe(drawings.picture("example", width=480, height=320, suffix="figure"))


ITEM = {
    "title": "Når avdelingene er øyer",
    "icon": "video",
    "url": "#item",
    "more": "14 min · utgave 2",
    "warn": "oppdatering tilgjengelig",
    "state": "update",
    "up": {"name": "up", "value": "1"},
    "down": {"name": "down", "value": "1"},
}
ITEM_ROWS = mark_safe('<li class="item"><span class="item__title">Samtale</span></li>')
BOARD_MODULES = [
    {
        "title": "Organisasjon",
        "tone": "organisasjon",
        "meta": "1. februar – 30. april",
        "open": True,
        "phases": [
            {"title": "Forarbeid", "meta": "1 t 17 min", "rows": ITEM_ROWS, "place": "1-preparation"},
            {"title": "Samling", "meta": "4.–5. februar", "rows": "", "add_url": "#add"},
        ],
    },
    {
        "title": "Ledelse",
        "tone": "ledelse",
        "edit_url": "#edit",
        "phases": [{"title": "Forarbeid", "rows": ITEM_ROWS}],
    },
]
PHASES = [
    {"title": "Forarbeid", "meta": "4–6 uker · 8 timer", "text": "Hver for seg, i eget tempo."},
    {"title": "Samling", "meta": "1–2 dager", "text": "Dere møtes. Foredrag og caser fra andre.", "here": True},
    {"title": "Etterarbeid", "meta": "4 uker · 6 timer", "text": "Ledergruppen prøver ut noe i egen hverdag."},
]
YEAR = [
    {"title": "Organisasjon", "tone": "organisasjon", "meta": "Februar–april", "state": "done", "url": "#1"},
    {"title": "Ledelse", "tone": "ledelse", "meta": "Nå · til 31. august", "state": "here"},
    {"title": "Strategi", "tone": "strategi", "meta": "September–november", "state": ""},
    {"title": "Teknologi", "tone": "teknologi", "meta": "Desember–februar", "state": ""},
]
FILTER_GROUPS = [
    {
        "legend": "Sektor",
        "name": "sector",
        "options": [
            {"value": "kommune", "label": "Kommune", "count": 4, "checked": True},
            {"value": "privat", "label": "Privat", "count": 0, "checked": False},
        ],
    },
    {"legend": "Land", "name": "country", "options": [{"value": "no", "label": "Norge", "count": 4, "checked": False}]},
]

# The smallest context each component promises to render with, and what a rich one adds.
EXAMPLES: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "actions": ({"actions": ACTIONS}, {}),
    "badge": ({"label": "Utkast"}, {"tone": "warning", "icon": "advarsel", "line": True}),
    "board": ({"modules": BOARD_MODULES}, {"label": "Hele året"}),
    "board_item": ({"title": "Video", "icon": "video"}, ITEM),
    "board_module": ({"title": "Organisasjon", "tone": "organisasjon"}, BOARD_MODULES[0]),
    "breadcrumbs": ({"crumbs": [{"label": "Forsiden", "url": "/"}, {"label": "Programmer"}]}, {}),
    "button": (
        {"label": "Lagre"},
        {"url": "#x", "kind": "second", "small": True, "icon": "pluss", "tone": "danger", "more": "programmet"},
    ),
    "callout": (
        {"title": "Samlingen er flyttet"},
        {
            "tone": "warning",
            "text": "Ny dato er 11. februar.",
            "url": "#x",
            "url_label": "Se kalenderen",
            "role": "status",
        },
    ),
    "card": (
        {"title": "Fra femten prosjekter til fire", "url": "#case"},
        {
            "seed": "case:1",
            "tone": "strategi",
            "meta": "Ytre Sund kommune",
            "text": "Om å velge.",
            "badge": {"label": "Ny"},
        },
    ),
    "checks": (
        {"checks": []},
        {
            "checks": [
                {"severity": "stopp", "message": "Samlingen mangler dato.", "url": "#d", "url_label": "Sett dato"},
                {"severity": "advarsel", "message": "Foredragsholderen er ikke bekreftet."},
                {"severity": "tips", "message": "Videoen finnes i utgave 3."},
            ]
        },
    ),
    "chips": ({"active": []}, {"active": [{"label": "Kommune", "url": "?"}], "clear_url": "?"}),
    "crossing": ({"phases": PHASES}, {"level": 3}),
    "dialog": (
        {"id": "share", "title": "Del refleksjonen?"},
        {"text": "Åtte personer får lese den.", "close": "Ikke nå"},
    ),
    "doors": (
        {"doors": [{"title": "Kommune", "url": "#1"}]},
        {"doors": [{"title": "Kommune", "url": "#1", "text": "For én kommune.", "meta": "6 programmer"}], "level": 2},
    ),
    "earlier_next": (
        {"next": {"label": "Hvilke bruer mangler?", "url": "#2"}},
        {"earlier": {"label": "Samtale om samhandling", "url": "#1"}},
    ),
    "element_row": (
        {"title": "Hva er en digital organisasjon?", "icon": "artikkel"},
        {"url": "#1", "meta": "Artikkel · 12 minutter", "state": "here", "optional": True, "lang": "da"},
    ),
    "empty": (
        {"title": "Ingen programmer passer med alle filtrene."},
        {"text": "Fjern et filter.", "url": "?", "url_label": "Fjern alle filtre", "seed": "empty", "level": 2},
    ),
    "error_summary": (
        {"errors": [{"label": "E-post", "message": "Skriv en e-postadresse.", "id": "id_email"}]},
        {
            "errors": [
                {"label": "", "message": "Prøv igjen.", "id": ""},
                {"label": "Navn", "message": "Skriv navn.", "id": "n"},
            ]
        },
    ),
    "fact_strip": (
        {"facts": [{"label": "Varighet", "value": "12 måneder"}]},
        {
            "facts": [
                {"label": "Varighet", "value": "12 måneder"},
                {"label": "Neste oppstart", "value": "4. februar 2027", "datetime": "2027-02-04"},
                {"label": "Språk", "value": "Norsk"},
            ]
        },
    ),
    "facts_line": ({"facts": FACTS}, {}),
    "fallback_language": ({"shown": "da"}, {"text": "To av videoene er på dansk, med norsk teksting."}),
    "figure": ({"picture": picture()}, {"caption": "Øyer med bruer mellom."}),
    "filters": (
        {"action": "/nb/programmer/", "groups": FILTER_GROUPS},
        {
            "label": "Filtrer programmer",
            "chosen": 1,
            "hidden": [{"name": "sort", "value": "start"}],
            "search": {"name": "q", "value": "tillit", "label": "Søk"},
        },
    ),
    "fold": (
        {"summary": "Les videoen som tekst", "body": "Da vi begynte, hadde vi fire etater."},
        {"meta": "Februar–april", "open": True, "tone": "organisasjon", "plain": True},
    ),
    "form_field": (field_context(), {}),
    "gathering_leaf": (
        {"day": "4.", "month": "februar", "title": "Organisasjon: Overgangene"},
        {
            "datetime": "2027-02-04",
            "when": "Torsdag–fredag, kl. 09.00–15.30",
            "place": "Fjordhotellet, Lyngøy",
            "bring": "Ta med: ett eksempel.",
            "calendar_url": "#c",
            "video_url": "#v",
        },
    ),
    "go": ({"url": "#x", "label": "Se modulen"}, {"more": "Strategi", "lang": "da"}),
    "head": (
        {"title": "Programmer"},
        {
            "lead": "Faste rammer, eget innhold.",
            "actions": ACTIONS,
            "facts": FACTS,
            "seed": "offering:1",
            "tone": "accent",
        },
    ),
    "hero": (
        {"title": "Det må bruer til"},
        {"lead": "Et år sammen for ledergrupper.", "actions": ACTIONS, "picture": picture()},
    ),
    "language_note": ({"shown": "da"}, {"captions": "nb"}),
    "languages": ({"language_links": LANGUAGE_LINKS}, {}),
    "media": (
        {"src": "/media/film.mp4", "title": "Når avdelingene er øyer"},
        {
            "type": "video/mp4",
            "start": 380,
            "length": "14 minutter",
            "tracks": [{"src": "/media/film.vtt", "srclang": "nb", "label": "Norsk", "default": True}],
        },
    ),
    "messages": ({}, {"messages": [forms.ValidationError("x").message]}),
    "module_line": (
        {"title": "Strategi", "tone": "strategi", "seed": "module:strategi"},
        {
            "url": "#s",
            "meta": "Ca. 3 måneder · 22 timer per deltaker",
            "text": "Fra lange planer til valg.",
            "id": "strategi",
        },
    ),
    "monograms": ({"names": ["Jon Tveit", "Nina Rø", "Ida Sand"]}, {"more": 5}),
    "next_step": (
        {"title": "Se videoen «Når avdelingene er øyer»", "button": {"label": "Fortsett fra 6:20", "url": "#e"}},
        {
            "text": "Dere bruker videoen på samlingen.",
            "facts": FACTS,
            "seed": "next",
            "tone": "organisasjon",
            "id": "neste",
        },
    ),
    "offer_row": (
        {"title": "Kompetanseløftet for kommuner", "url": "#o"},
        {
            "text": "Fire moduler over ett år.",
            "facts": FACTS,
            "seed": "offering:2",
            "fallback": "To av videoene er på dansk.",
            "compare": {"name": "compare", "value": "2", "checked": True, "form": "compare"},
        },
    ),
    "pagination": (
        {
            "numbers": [
                {"number": 1, "url": "?page=1", "current": True},
                {"number": None},
                {"number": 9, "url": "?page=9"},
            ]
        },
        {"earlier_url": "?page=1", "next_url": "?page=2"},
    ),
    "panel": (
        {"title": "Ledergruppen", "body": "Én felles oversikt."},
        {"url": "#g", "url_label": "Gå til grupperommet"},
    ),
    "person": (
        {"name": "Ragna Eikås"},
        {
            "role": "Programleder, Norge",
            "email": "ragna@example.org",
            "phone": "+4722000000",
            "seed": "person:1",
            "url": "#p",
        },
    ),
    "portrait": ({"seed": "person:2"}, {"tone": "ledelse", "kind": 1, "small": True}),
    "promise": (
        {
            "title": "Slik beskytter vi svarene dine",
            "rows": [{"term": "Vi lagrer", "text": "Svarene dine, forseglet."}],
        },
        {"id": "lofte", "level": 3, "lead": "Ingen ser hva du svarte.", "more": "Hele løftet"},
    ),
    "quote": (
        {"text": "«Det vanskeligste var ikke å velge.»", "name": "Torkel Lysne"},
        {
            "role": "Kommunedirektør",
            "tone": "strategi",
            "portrait": True,
            "url": "#q",
            "url_label": "Les caset",
            "lang": "nb",
        },
    ),
    "saved": ({}, {"text": "Lagret kl. 09.41", "id": "saved"}),
    "scale": (
        {"id": "q4", "text": "Vi utvikler tjenester sammen", "name_today": "q4-today", "options": OPTIONS},
        {
            "number": 4,
            "today": "2",
            "name_ambition": "q4-ambition",
            "ambition": "4",
            "unsure": {"name": "q4-unsure", "checked": False},
            "error": "Velg hvor dere vil være om tre år, eller kryss av for «Vet ikke».",
        },
    ),
    "site_footer": ({}, FRAME),
    "site_header": ({}, FRAME),
    "site_menu": ({}, FRAME | {"account_name": "Solveig Berg", "account_url": "#me", "logout_url": "/logg-ut/"}),
    "spans": ({"done": 2, "total": 9}, {"text": "2 av 9 i denne modulen."}),
    "table": (
        {
            "caption": "Prosjekter",
            "columns": [{"label": "Når"}, {"label": "Antall", "number": True}],
            "rows": [["Juni", 8]],
        },
        {"note": "Kilde: eksempeldata.", "hide_caption": True},
    ),
    "tabs": (
        {
            "label": "Modul",
            "tabs": [{"label": "Forarbeid", "url": "#1", "current": True}, {"label": "Samling", "url": "#2"}],
        },
        {},
    ),
    "toast": ({"text": "Lagt i mitt utvalg"}, {"icon": "info"}),
    "year": ({"modules": YEAR}, {"level": 3}),
}
