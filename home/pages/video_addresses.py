"""Addresses of videos on YouTube and Vimeo, read by us: nothing is asked of the network."""

import re
from dataclasses import dataclass
from urllib.parse import parse_qs, urlsplit

YOUTUBE_ID = re.compile(r"[\w-]{11}")
VIMEO_ID = re.compile(r"\d{5,12}")
YOUTUBE_HOSTS = {"youtube.com", "m.youtube.com", "youtube-nocookie.com", "music.youtube.com"}
YOUTUBE_PATHS = {"embed", "shorts", "live", "v"}


@dataclass(frozen=True)
class VideoAddress:
    provider: str  # "youtube" or "vimeo"
    video_id: str
    privacy_hash: str = ""  # an unlisted video of Vimeo does not play without it

    @property
    def watch(self) -> str:
        if self.provider == "youtube":
            return f"https://www.youtube.com/watch?v={self.video_id}"
        return "/".join(filter(None, ("https://vimeo.com", self.video_id, self.privacy_hash)))

    @property
    def player(self) -> str:
        if self.provider == "youtube":
            return f"https://www.youtube-nocookie.com/embed/{self.video_id}"
        hidden = f"&h={self.privacy_hash}" if self.privacy_hash else ""
        return f"https://player.vimeo.com/video/{self.video_id}?dnt=1{hidden}"


def parse_video_address(address: str) -> VideoAddress | None:
    """Returns which video `address` names, None for any other address."""
    try:
        parts = urlsplit(address.strip())
        host = (parts.hostname or "").removeprefix("www.")
    except ValueError:
        return None
    if parts.scheme not in ("http", "https"):
        return None
    steps = [step for step in parts.path.split("/") if step]
    query = parse_qs(parts.query)
    if host == "youtu.be":
        return _youtube(steps[:1])
    if host in YOUTUBE_HOSTS:
        return _youtube(steps[1:2] if steps and steps[0] in YOUTUBE_PATHS else query.get("v", []))
    if host in ("vimeo.com", "player.vimeo.com"):
        return _vimeo(steps, query.get("h", []))
    return None


def _youtube(candidates: list[str]) -> VideoAddress | None:
    if candidates and YOUTUBE_ID.fullmatch(candidates[0]):
        return VideoAddress("youtube", candidates[0])
    return None


def _vimeo(steps: list[str], hashes: list[str]) -> VideoAddress | None:
    for place, step in enumerate(steps):
        if VIMEO_ID.fullmatch(step):
            hidden = [*hashes, *steps[place + 1 : place + 2], ""][0]
            return VideoAddress("vimeo", step, hidden if re.fullmatch(r"[0-9a-f]*", hidden) else "")
    return None
