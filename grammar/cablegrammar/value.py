"""Values: frozen, slotted dataclasses whose classes cost a tenth of those of the standard library.

``dataclasses`` writes and compiles six methods for every frozen class while it is imported. For the
hundred values of this program that took a fifth of the time of checking one file
(docs/decisions/0008). Here all values share their methods, and a constructor is written when the
first value of its class is made. All else is as in the standard library: ``fields``, ``replace``,
``asdict``, patterns of ``match``, copies and pickles work, and so do type checkers.
"""

from __future__ import annotations

from dataclasses import MISSING, FrozenInstanceError, dataclass, field, fields, is_dataclass
from typing import TYPE_CHECKING, Any, TypeVar, dataclass_transform

if TYPE_CHECKING:
    from collections.abc import Callable

    from _typeshed import DataclassInstance

__all__ = ["named_value", "value"]

_Class = TypeVar("_Class")


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
def value(cls: type[_Class]) -> type[_Class]:
    """Make a class a value: ``dataclass(frozen=True, slots=True)``; methods it defines are kept."""
    return _value(cls, kw_only=False)


@dataclass_transform(frozen_default=True, kw_only_default=True, field_specifiers=(field,))
def named_value(cls: type[_Class]) -> type[_Class]:
    """Make a class a value whose fields are told by their names."""
    return _value(cls, kw_only=True)


def _value(cls: type[_Class], *, kw_only: bool) -> type[_Class]:
    own = vars(cls).keys()
    cls.__doc__ = cls.__doc__ or cls.__name__  # `dataclass` would look for a signature instead
    heir = any(map(is_dataclass, cls.__bases__))  # may only be as frozen as what it comes from
    made = dataclass(init=False, repr=False, eq=False, frozen=heir, slots=True, kw_only=kw_only)(
        cls
    )
    for name, method in _METHODS.items():
        if name not in own:
            setattr(made, name, method)
    vars(made)["__dataclass_params__"].frozen = True
    return made


def _construct(self: DataclassInstance, *values: object, **named: object) -> None:
    """Stand for the constructor of a class until its first value is made."""
    cls = type(self)
    constructor = _constructor(cls)
    type.__setattr__(cls, "__init__", constructor)
    constructor(self, *values, **named)


def _constructor(cls: type[DataclassInstance]) -> Callable[..., None]:
    """Write the constructor of a class; it stores into the slots, since attributes are frozen."""
    scope: dict[str, Any] = {"MISSING": MISSING}
    parameters: dict[bool, list[str]] = {False: ["self"], True: ["*"]}  # by name alone, or not
    stores: list[str] = []
    for one in fields(cls):
        name, stored = one.name, one.name
        scope[f"store_{name}"] = getattr(cls, name).__set__
        if one.default is not MISSING:
            scope[f"default_{name}"] = one.default
            parameter = f"{name}=default_{name}"
        elif one.default_factory is not MISSING:
            scope[f"make_{name}"] = one.default_factory
            parameter = f"{name}=MISSING"
            stored = f"make_{name}() if {name} is MISSING else {name}"
        else:
            parameter = name
        parameters[one.kw_only is True].append(parameter)
        stores.append(f"    store_{name}(self, {stored})\n")
    told = [*parameters[False], *(parameters[True] if len(parameters[True]) > 1 else ())]
    exec(f"def __init__({', '.join(told)}):\n{''.join(stores)}", scope)
    constructor: Callable[..., None] = scope["__init__"]
    return constructor


def _parts(self: DataclassInstance) -> tuple[Any, ...]:
    return tuple([getattr(self, one.name) for one in fields(self)])


def _show(self: DataclassInstance) -> str:
    told = ", ".join(f"{one.name}={getattr(self, one.name)!r}" for one in fields(self) if one.repr)
    return f"{type(self).__qualname__}({told})"


def _equal(self: DataclassInstance, other: object) -> bool:
    return _parts(self) == _parts(other) if type(other) is type(self) else NotImplemented


def _hash(self: DataclassInstance) -> int:
    return hash(_parts(self))


def _reduce(self: DataclassInstance) -> tuple[Callable[..., object], tuple[Any, ...]]:
    return _again, (type(self), _parts(self))


def _again(cls: type[DataclassInstance], parts: tuple[Any, ...]) -> DataclassInstance:
    """Make a value of its parts anew: of a copy or a pickle."""
    return cls(**{one.name: part for one, part in zip(fields(cls), parts, strict=True)})


def _refuse(self: object, name: str, *_: object) -> None:
    raise FrozenInstanceError(f"cannot change field {name!r}")


_METHODS = {
    "__init__": _construct,
    "__repr__": _show,
    "__eq__": _equal,
    "__hash__": _hash,
    "__reduce__": _reduce,
    "__setattr__": _refuse,
    "__delattr__": _refuse,
}
