"""`{% part "button" label=_("Send") %}`, and `{% wrap "card" title=… %} … {% endwrap %}` for a part with a body.

Names, and values that stand in the template, are checked when the template is compiled; what comes from the page only
where CHECK_PARTS is on. A part sees its props and nothing else of the page.
"""

from typing import Any

from django import template
from django.conf import settings
from django.template.base import FilterExpression, NodeList, Parser, Token, token_kwargs
from django.utils.safestring import SafeString

from home.parts import PARTS, Part, WrongProp
from home.prepared.skeletons import MARK

register = template.Library()

CONSTANTS = {"True": True, "False": False, "None": None}
UNKNOWN = object()


@register.tag("part")
def draw_part(parser: Parser, token: Token) -> "PartNode":
    return _read(parser, token, None)


@register.tag("wrap")
def wrap_part(parser: Parser, token: Token) -> "PartNode":
    body = parser.parse(("endwrap",))
    parser.delete_first_token()
    return _read(parser, token, body)


class PartNode(template.Node):
    child_nodelists = ("body",)

    def __init__(self, part: Part, given: dict[str, FilterExpression], body: NodeList | None):
        literals = {name: _literal(expression) for name, expression in given.items()}
        self.part = part
        self.fixed = part.defaults | {name: value for name, value in literals.items() if value is not UNKNOWN}
        self.asked = [(name, expression) for name, expression in given.items() if literals[name] is UNKNOWN]
        self.body = body
        self.template = None

    def render(self, context: template.Context) -> SafeString:
        values = self.fixed.copy()
        for name, expression in self.asked:
            values[name] = expression.resolve(context)
        if settings.CHECK_PARTS:
            self.check(values)
        for name in self.part.takes:
            values[name] = context.get(name, "")
        if self.body is not None:
            values["body"] = self.body.render(context)
        if self.template is None:
            self.template = context.template.engine.get_template(self.part.template)
        return self.template.render(context.new(values))

    def check(self, values: dict[str, Any]) -> None:
        # A skeleton is drawn with marks where its rows' values will stand.
        asked = {name: values[name] for name, _ in self.asked if not _is_mark(values[name])}
        try:
            self.part.check_values(asked)
        except WrongProp as wrong:
            raise WrongProp(f"{self.part.name} in {self.origin}: {wrong}") from None


def _read(parser: Parser, token: Token, body: NodeList | None) -> PartNode:
    _tag, name, *bits = token.split_contents()
    part = PARTS.get(name.strip("\"'"))
    if part is None:
        raise template.TemplateSyntaxError(f"There is no part {name}.")
    given = token_kwargs(bits, parser)
    literals = {prop: _literal(expression) for prop, expression in given.items()}
    try:
        if bits:
            raise WrongProp(f"{' '.join(bits)} is no prop=value.")
        part.check_names(given, has_body=body is not None)
        part.check_values({prop: value for prop, value in literals.items() if value is not UNKNOWN})
    except WrongProp as wrong:
        raise template.TemplateSyntaxError(f"{part.name}: {wrong}") from None
    return PartNode(part, given, body)


def _literal(expression: FilterExpression) -> Any:
    """What stands in the template itself, a translated text included; else UNKNOWN."""
    if expression.filters:
        return UNKNOWN
    if not isinstance(expression.var, template.Variable):
        return expression.var
    if expression.var.literal is not None:
        return expression.var.literal
    return CONSTANTS.get(expression.var.var, UNKNOWN)


def _is_mark(value: Any) -> bool:
    return isinstance(value, str) and bool(MARK.search(value))
