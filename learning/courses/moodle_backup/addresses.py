"""What an address in Moodle's HTML points to: a file of the backup, an item of it, another site, or
nothing that we have.
"""

import re
from dataclasses import dataclass, field
from enum import Enum
from urllib.parse import unquote, urlsplit

# $@PAGEVIEWBYID*12@$, $@BOOKVIEWBYIDCH*12*3@$, $@LESSONVIEWPAGE*12*58@$ ... with whatever follows of the
# query.
ENCODED_LINK = re.compile(r"^\$@([A-Z0-9]+)\*(\d{1,18})(?:\*(\d{1,18}))?@\$")
SITE_LINK = re.compile(r"^/(mod/[a-z0-9_]+/view|course/view|course/section)\.php\?(.*)$")
PLUGIN_FILE = "@@PLUGINFILE@@"
LEGACY_FILE = "$@FILEPHP@$"
OUTSIDE_SCHEMES = ("http", "https", "mailto", "tel")
UNSEEN = re.compile(r"[\x00-\x20\x7f-\xa0\u200b-\u200f\u2028-\u202f\ufeff]+")


class Place(Enum):
    """Where an address leads."""

    FILE = "file"
    ITEM = "item"
    OUTSIDE = "outside"
    NOWHERE = "nowhere"


@dataclass(frozen=True, slots=True)
class Address:
    """`value` is a file's hash, an item's key or an absolute address, as `place` says; "" for nowhere."""

    place: Place
    value: str = ""


NOWHERE = Address(Place.NOWHERE)


@dataclass
class Directory:
    """All that an address can lead to: item keys by Moodle's link names, and file hashes by area and path."""

    site: str = ""
    keys: dict[tuple, str] = field(default_factory=dict)
    files: dict[tuple, dict[str, str]] = field(default_factory=dict)

    def key_of(self, name, first, second=""):
        """The key of the item that Moodle's link `name` (such as BOOKVIEWBYIDCH) means by its numbers, or
        "".
        """
        if second:
            return self.keys.get(("part", first, second), "")
        if name.startswith("COURSESECTION"):
            return self.keys.get(("section", first), "")
        if name.startswith("COURSE"):
            return self.keys.get(("course", first), "")
        found = re.fullmatch(r"([A-Z0-9]+?)VIEWBY([A-Z]+)", name)
        if not found:
            return ""
        # By id the number is the course module's, by one letter (PAGEVIEWBYP) the activity's own.
        if found[2] == "ID":
            return self.keys.get(("module", first), "")
        return self.keys.get(("instance", found[1].lower(), first), "")


@dataclass(frozen=True)
class FileArea:
    """Where Moodle keeps the files of one text."""

    context: str
    component: str
    area: str
    item: str = "0"


def resolve(url, directory, area):
    """The `Address` behind `url` as written in a text whose files lie in `area`; never raises."""
    # Editors left white space and quotation marks around addresses; within a file's name a space counts.
    plain = url.strip("\"' \t\r\n\xa0")
    plain = plain if plain.startswith(PLUGIN_FILE) else UNSEEN.sub("", plain)
    if plain.startswith(PLUGIN_FILE):
        return _file(directory, area, plain.removeprefix(PLUGIN_FILE))
    if plain.startswith(LEGACY_FILE):
        path = plain.removeprefix(LEGACY_FILE).replace("$@SLASH@$", "/")
        return _file(directory, None, path)
    if plain.startswith("$@"):
        return _encoded(directory, plain)
    # Links that were typed, not chosen, keep the address of the old site.
    if directory.site and plain.startswith(directory.site + "/"):
        return _own_site(directory, plain)
    return _outside(plain)


def _file(directory, area, path):
    wanted = unquote(path.split("?")[0].split("$@")[0].split("#")[0]).lstrip("/")
    digest = directory.files.get(area, {}).get(wanted, "")
    return Address(Place.FILE, digest) if digest else NOWHERE


def _encoded(directory, plain):
    found = ENCODED_LINK.match(plain)
    key = directory.key_of(found[1], found[2], found[3] or "") if found else ""
    return Address(Place.ITEM, key) if key else NOWHERE


def _own_site(directory, plain):
    found = SITE_LINK.match(plain.removeprefix(directory.site))
    if not found:
        return NOWHERE
    numbers = dict(part.split("=", 1) for part in found[2].split("#")[0].split("&") if "=" in part)
    part = numbers.get("chapterid") or numbers.get("pageid") or ""
    name = {"course/view": "COURSEVIEWBYID", "course/section": "COURSESECTIONBYID"}.get(found[1], "MODVIEWBYID")
    key = directory.key_of(name, numbers.get("id", ""), part)
    return Address(Place.ITEM, key) if key else NOWHERE


def _outside(plain):
    if plain.startswith("//"):
        plain = "https:" + plain
    try:
        parts = urlsplit(plain)
    except ValueError:
        return NOWHERE
    if parts.scheme.lower() not in OUTSIDE_SCHEMES or not (parts.netloc or parts.path):
        return NOWHERE
    if parts.scheme.lower() in ("http", "https") and not parts.netloc:
        return NOWHERE
    return Address(Place.OUTSIDE, plain)
