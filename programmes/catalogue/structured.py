"""What the catalogue tells machines: programmes, courses and people as schema.org describes them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from cms.pages.frame import Structured, absolute, organisation
from programmes.library.models import IndustryCase, Module, Speaker

CONTEXT = {"@context": "https://schema.org"}


def programme(offering: Any, url: str, courses: Iterable[dict[str, str]]) -> Structured:
    """An offering, with its modules as courses. courses: title, url and text of each."""
    return {
        **CONTEXT,
        "@type": "EducationalOccupationalProgram",
        "name": offering.title,
        "description": offering.introduction(),
        "url": absolute(url),
        "inLanguage": offering.language,
        "provider": organisation(),
        "timeToComplete": f"P{offering.months}M",
        "educationalProgramMode": offering.get_form_display(),
        "areaServed": offering.country,
        "hasCourse": [
            {
                "@type": "Course",
                "name": each["title"],
                "description": each["text"],
                "url": absolute(each["url"]),
                "provider": organisation(),
            }
            for each in courses
        ],
    }


def course(module: Module, url: str, language: str) -> Structured:
    """A module, with one instance: it is held when a group wants it."""
    return {
        **CONTEXT,
        "@type": "Course",
        "name": module.title,
        "description": module.promise or module.introduction,
        "url": absolute(url),
        "inLanguage": language,
        "provider": organisation(),
        "teaches": [str(block.value) for block in module.outcomes],
        "hasCourseInstance": {
            "@type": "CourseInstance",
            "courseMode": "blended",
            "courseSchedule": {"@type": "Schedule", "duration": f"P{module.weeks}W", "repeatFrequency": "P1W"},
        },
    }


def person(speaker: Speaker, url: str, language: str) -> Structured:
    """A speaker who has agreed to be shown."""
    return {
        **CONTEXT,
        "@type": "Person",
        "name": speaker.title,
        "jobTitle": speaker.role,
        "worksFor": {"@type": "Organization", "name": speaker.organisation},
        "description": speaker.bio,
        "url": absolute(url),
        "knowsAbout": [str(block.value) for block in speaker.topics],
        "knowsLanguage": speaker.language,
    }


def article(case: IndustryCase, url: str, language: str) -> Structured:
    """An industry case."""
    return {
        **CONTEXT,
        "@type": "Article",
        "headline": case.title,
        "description": case.challenge,
        "url": absolute(url),
        "inLanguage": language,
        "about": {"@type": "Organization", "name": case.organisation},
        "publisher": organisation(),
    }
