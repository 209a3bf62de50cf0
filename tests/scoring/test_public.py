"""The package exports what it says, sorted."""

from assize import scoring


def test_every_public_name_exists_and_the_list_is_sorted() -> None:
    assert all(hasattr(scoring, name) for name in scoring.__all__)
    kinds = [sorted(n for n in scoring.__all__ if kind(n)) for kind in (str.isupper, _is_class, str.islower)]
    assert scoring.__all__ == [name for kind in kinds for name in kind]


def _is_class(name: str) -> bool:
    return not (name.isupper() or name.islower())
