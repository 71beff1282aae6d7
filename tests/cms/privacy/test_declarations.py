"""Every table says what it holds about people; without that, nobody could promise what is given out or deleted."""

from cms.privacy.registry import declarations, undeclared


def test_every_model_declares_what_it_holds_about_people() -> None:
    missing = undeclared()
    assert not missing, "\n" + "\n".join(missing)


def test_every_declaration_is_whole() -> None:
    for one in declarations():
        said = (one.title, one.purpose, one.seen_by, one.retention.rule, one.basis, one.gives is not None)
        assert all(said), f"{one.model} leaves something unsaid: {said}"
        assert one.erasure.action == "delete" or one.erasure.words, f"{one.model} does not say what is kept, and why"
        assert one.erasure.action == "keep" or one.erasure.carry_out, f"{one.model} does not say how it is erased"
