"""What a part says about its props, and what is refused."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

KINDS = {str: "text", bool: "yes or no", int: "number", object: "object"}


class WrongProp(Exception):
    """A part was given what it does not take, or was not given what it needs."""


@dataclass(frozen=True)
class Prop:
    """`allowed` lists the only values it may have; `default` stands where nothing is given."""

    name: str
    about: str
    kind: type = str
    required: bool = False
    allowed: tuple = ()
    default: Any = ""

    @property
    def kind_name(self) -> str:
        return KINDS[self.kind]

    @property
    def values(self) -> list[str]:
        """What it may be, as it is written in a template; empty where anything may come."""
        return [repr(value) for value in ((True, False) if self.kind is bool else self.allowed)]

    def check(self, value: Any) -> None:
        """Raises WrongProp. A lazy string is a string; what a tag knows only later is not asked here."""
        if self.required and value in (None, ""):
            raise WrongProp(f"{self.name} is empty.")
        if self.allowed and value not in self.allowed:
            raise WrongProp(f"{self.name} is {value!r}; it may be {', '.join(map(repr, self.allowed))}.")
        if self.kind is int and not isinstance(value, int | float):
            raise WrongProp(f"{self.name} is {value!r}, which is no number.")


@dataclass(frozen=True)
class Part:
    """`body` says what may stand between `{% wrap %}` and `{% endwrap %}`; without it the part is a plain `{% part %}`.

    `one_of` names props of which one at least is needed; "body" counts as one. `takes` names what the template gets
    from the page beside its props.
    """

    name: str
    about: str
    props: tuple[Prop, ...]
    body: str = ""
    body_required: bool = False
    one_of: tuple[str, ...] = ()
    takes: tuple[str, ...] = ()

    @property
    def template(self) -> str:
        return f"components/{self.name}.html"

    @property
    def tag(self) -> str:
        return "wrap" if self.body_required else "part"

    @property
    def defaults(self) -> dict[str, Any]:
        return {prop.name: prop.default for prop in self.props} | ({"body": ""} if self.body else {})

    def prop(self, name: str) -> Prop:
        for prop in self.props:
            if prop.name == name:
                return prop
        raise WrongProp(f"there is no {name!r}; it takes {', '.join(prop.name for prop in self.props)}.")

    def check_names(self, names: Collection[str], *, has_body: bool) -> None:
        for name in names:
            self.prop(name)
        missing = [prop.name for prop in self.props if prop.required and prop.name not in names]
        if missing:
            raise WrongProp(f"{', '.join(missing)} must be given.")
        if has_body and not self.body:
            raise WrongProp("it has no body: use {% part %}.")
        if self.body_required and not has_body:
            raise WrongProp("it needs a body: use {% wrap %}.")
        if self.one_of and not {*names, *(["body"] if has_body else [])} & {*self.one_of}:
            raise WrongProp(f"one of {', '.join(self.one_of)} must be given.")

    def check_values(self, values: Mapping[str, Any]) -> None:
        for name, value in values.items():
            self.prop(name).check(value)
