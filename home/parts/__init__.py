"""The parts that pages are made of: what each is, and the props that it takes. `{% load parts %}` draws them."""

from home.parts.declared import PARTS
from home.parts.props import Part, Prop, WrongProp

__all__ = ["PARTS", "Part", "Prop", "WrongProp"]
