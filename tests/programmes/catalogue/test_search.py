import pytest

from programmes.catalogue import search


@pytest.mark.parametrize(
    ("written", "stem"),
    [
        ("kommuner", "kommun"),
        ("kommunenes", "kommun"),
        ("kommunernes", "kommun"),
        ("ledergrupper", "ledergrupp"),
        ("leder", "lede"),
        ("broer", "broe"),
        ("øyer", "øyer"),  # too little would be left
        ("øy", "øy"),
        ("KLIMA", "klima"),
    ],
)
def test_endings_fall_off(written: str, stem: str) -> None:
    assert search.stems(written) == [stem]


def test_text_and_query_meet() -> None:
    kept = search.text(["Kompetanseløftet for kommuner", "Ledergruppen, en ledergruppe."])
    assert all(stem in kept for stem in search.stems("kommunen ledergrupper løft"))
    assert search.stems("") == search.stems("  -_% ") == []
    assert len(search.stems(" ".join(f"ord{n}" for n in range(50)))) == search.MOST_WORDS
