"""The sizes in which an editor's picture reaches its readers. Renditions are made by a task, never in a request."""

from collections.abc import Mapping

# Pixels. A picture is never enlarged; what is narrower than the last width is also kept at its own.
WIDTHS = (320, 640, 960, 1280)
FORMATS = {"webp": "format-webp", "jpeg": "bgcolor-ffffff|format-jpeg"}


def widths_for(original_width: int) -> list[int]:
    return [width for width in WIDTHS if width < original_width] + [min(original_width, WIDTHS[-1])]


def filter_spec(width: int, format_name: str) -> str:
    return f"width-{width}|{FORMATS[format_name]}"


def filter_specs(original_width: int) -> list[str]:
    return [filter_spec(width, name) for width in dict.fromkeys(widths_for(original_width)) for name in FORMATS]


def picture_sources(image: Mapping, addresses: Mapping[str, str]) -> dict:
    """Returns what a `<picture>` needs: {image, width, height, webp: [[width, address], …], jpeg: […], waiting}.

    `image` holds id, width, height; `addresses` the renditions' addresses by filter spec. While any is missing both
    lists are empty and `waiting` is true: readers get an empty box of the right size.
    """
    widths = list(dict.fromkeys(widths_for(image["width"])))
    width = widths[-1]
    found = {
        name: [[w, addresses[filter_spec(w, name)]] for w in widths if filter_spec(w, name) in addresses]
        for name in FORMATS
    }
    waiting = any(len(sizes) < len(widths) for sizes in found.values())
    return {
        "image": image["id"],
        "width": width,
        "height": max(1, round(image["height"] * width / image["width"])),
        "webp": [] if waiting else found["webp"],
        "jpeg": [] if waiting else found["jpeg"],
        "waiting": waiting,
    }
