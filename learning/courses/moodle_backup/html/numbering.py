"""The marks of list items, written out where a list has to become paragraphs."""

ROMAN = (
    (1000, "m"),
    (900, "cm"),
    (500, "d"),
    (400, "cd"),
    (100, "c"),
    (90, "xc"),
    (50, "l"),
    (40, "xl"),
    (10, "x"),
    (9, "ix"),
    (5, "v"),
    (4, "iv"),
    (1, "i"),
)


def mark(markers, number):
    """The mark of an item: "• " without numbering, else such as "3. ", "c. " or "iii. "; Arabic below 1."""
    if not markers:
        return "• "
    plain = {"a": _letters, "i": _roman}.get(markers.lower(), str)(number) if number > 0 else str(number)
    return f"{plain.upper() if markers.isupper() else plain}. "


def _letters(number):
    letters = ""
    while number > 0:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("a") + rest) + letters
    return letters


def _roman(number):
    if number >= 4000:
        return str(number)
    digits = ""
    for value, sign in ROMAN:
        times, number = divmod(number, value)
        digits += sign * times
    return digits
