"""Values behave as the frozen, slotted dataclasses of the standard library."""

from __future__ import annotations

import copy
import dataclasses
import pickle
from dataclasses import FrozenInstanceError, field

import pytest

from cablegrammar.value import named_value, value


@value
class Place:
    """A place with a default."""

    line: int
    names: tuple[str, ...] = ()


@value
class Bag:
    """A value that makes a part of itself and shows only the other."""

    weight: int = field(repr=False)
    parts: list[int] = field(default_factory=list[int])


@value
class Named:
    """A value with methods of its own."""

    name: str

    def __hash__(self) -> int:
        return 7


@named_value
class Options:
    """A value told by names."""

    color: str = "auto"
    width: int


@named_value
class MoreOptions(Options):
    """One that adds to another."""

    depth: int


def test_constructors_take_places_names_and_defaults() -> None:
    assert Place(3) == Place(line=3, names=())
    assert Options(width=2) == Options(color="auto", width=2)
    assert MoreOptions(width=2, depth=1).color == "auto"
    with pytest.raises(TypeError):
        Options("auto", width=2)  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]
    with pytest.raises(TypeError):
        Place()  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]


def test_values_are_frozen_and_slotted() -> None:
    place = Place(3)
    for name in ("line", "other"):
        with pytest.raises(FrozenInstanceError):
            setattr(place, name, 4)
    with pytest.raises(FrozenInstanceError):
        del place.line  # pyright: ignore[reportAttributeAccessIssue]
    assert not hasattr(place, "__dict__")
    assert place.line == 3


def test_equality_hash_and_repr() -> None:
    assert Place(3) != Place(4)
    others: list[object] = [(3, ()), Named("3")]
    assert Place(3) not in others
    assert len({Place(3), Place(3), Place(4)}) == 2
    assert hash(Named("a")) == 7
    assert repr(Place(3, ("a",))) == "Place(line=3, names=('a',))"
    assert repr(Bag(3)) == "Bag(parts=[])"
    assert Bag(1).parts is not Bag(1).parts


def test_the_standard_library_knows_them() -> None:
    place = Place(3, ("a",))
    assert [one.name for one in dataclasses.fields(place)] == ["line", "names"]
    assert dataclasses.asdict(place) == {"line": 3, "names": ("a",)}
    assert dataclasses.replace(place, line=4) == Place(4, ("a",))
    assert dataclasses.replace(MoreOptions(width=2, depth=1), depth=5).depth == 5
    assert pickle.loads(pickle.dumps(place)) == copy.deepcopy(place) == place
    more = MoreOptions(width=2, depth=1)
    assert pickle.loads(pickle.dumps(more)) == copy.copy(more) == more
    match place:
        case Place(line, names):
            assert (line, names) == (3, ("a",))
