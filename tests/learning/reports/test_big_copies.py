"""A hundred reflections, each with two versions of 700 words, a photo and a review: at most 60 s and 400 MB a copy."""

import contextlib
import gc
import io
import os
import random
import threading
import uuid
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone
from PIL import Image

from home.uploads.actions import receive_upload
from learning.courses.models import ReflectionPage
from learning.portfolio.enums import EntryState
from learning.portfolio.models import EntryVersion
from learning.reports.enums import ExportKind
from learning.reports.exports import can_write_pdf, write_copy
from learning.reports.models import Export
from learning.reviews.models import Review
from tests.factories.learning import EntryFactory

ENTRIES, WORDS = 100, 700
# A worker of the site holds 160 MB before it begins; what draws PDF is a process of its own.
SECONDS, MEGABYTES, BEFORE = 60, 400, 160
VOCABULARY = (
    "território",
    "equipe",
    "escuta",
    "caminho",
    "reunião",
    "cuidado",
    "rua",
    "visita",
    "mapa",
    "rede",
    "fila",
)

pytestmark = pytest.mark.slow


def text(chance: random.Random) -> str:
    words = [chance.choice(VOCABULARY) for _ in range(WORDS)]
    return "".join(f"<p>{' '.join(words[at : at + 70])}.</p>" for at in range(0, WORDS, 70))


def revised(first: str) -> str:
    """Every third paragraph with another beginning, and one more at the end."""
    paragraphs = first.split("</p>")
    paragraphs[::3] = [
        f"<p>Naquele dia eu só vi a fila e a porta. {words.removeprefix('<p>')[140:]}" for words in paragraphs[::3]
    ]
    return f"{'</p>'.join(paragraphs)}<p>Hoje escuto antes de responder.</p>"


def picture(chance: random.Random) -> bytes:
    out = io.BytesIO()
    Image.frombytes("RGB", (200, 150), chance.randbytes(90_000)).resize((2000, 1500)).save(out, "JPEG", quality=85)
    return out.getvalue()


@pytest.fixture
def big(enrolment, tutor, parts, settings):
    settings.UPLOADS_PER_HOUR = ENTRIES + 1
    chance, student, now = random.Random(7), enrolment.student, timezone.now()
    for number in range(ENTRIES):
        prompt = parts.first_module.add_child(instance=ReflectionPage(title=f"Consigna {number}", prompt="O que viu?"))
        entry = EntryFactory(enrolment=enrolment, prompt=prompt, state=EntryState.ACCEPTED, accepted_at=now)
        photo = receive_upload(by=student, file=ContentFile(picture(chance)), name=f"foto {number}.jpg")
        first = text(chance)
        for turn, words in ((1, first), (2, revised(first))):
            version = EntryVersion.objects.create(
                entry=entry, author=student, key=uuid.uuid4(), number=turn, text=words, sha256="", intent="final",
                submitted_at=now,
            )  # fmt: skip
            version.attachments.add(photo)
        Review.objects.create(
            entry=entry, version=version, reviewer=tutor, overall="Bom caminho. " * 40, decision="accept",
            opened_at=now, renewed_at=now, released_at=now,
        )  # fmt: skip
    return enrolment


def megabytes(name: str, process: str = "self") -> float:
    """VmRSS is what the process holds, VmHWM the most that it held."""
    line = next(line for line in Path(f"/proc/{process}/status").read_text().splitlines() if line.startswith(name))
    return int(line.split()[1]) / 1024


class Beside(threading.Thread):
    """Notes the most memory, in MB, that a process which this one starts meanwhile has held: its peak only rises."""

    def __init__(self):
        super().__init__(daemon=True)
        self.most, self.is_over = 0.0, threading.Event()

    def run(self):
        while not self.is_over.wait(0.05):
            for child in Path(f"/proc/self/task/{os.getpid()}/children").read_text().split():
                with contextlib.suppress(OSError, StopIteration):
                    self.most = max(self.most, megabytes("VmHWM", child))

    def __enter__(self):
        self.start()

    def __exit__(self, *error):
        self.is_over.set()
        self.join()


def processor_time() -> float:
    """Seconds of this process and of those that it started."""
    spent = os.times()
    return spent.user + spent.system + spent.children_user + spent.children_system


def forget_peak() -> float:
    """Begins to measure anew; returns what is held now."""
    gc.collect()
    Path("/proc/self/clear_refs").write_text("5")
    return megabytes("VmRSS")


def test_copies_of_a_hundred_reflections_keep_to_time_and_memory(big, tmp_path, capsys):
    kinds = [ExportKind.HTML, ExportKind.ZIP, *([ExportKind.PDF] if can_write_pdf() else [])]
    for kind in kinds:
        export = Export(requested_by=big.student, enrolment=big, kind=kind, language="pt-br")
        before, began, beside = forget_peak(), processor_time(), Beside()
        with beside:
            write_copy(export, tmp_path / "copy", lambda percent: None)
        took, more, drawing = processor_time() - began, megabytes("VmHWM") - before, beside.most
        assert bool(drawing) == (kind == ExportKind.PDF)
        size = (tmp_path / "copy").stat().st_size / 1e6
        with capsys.disabled():
            print(
                f"\n{kind}: {took:.1f} s of the processor, {more:.0f} MB more in the worker, {drawing:.0f} MB beside it"
            )
            print(f"a file of {size:.1f} MB")
        assert took <= SECONDS
        assert BEFORE + more <= MEGABYTES
        assert drawing <= MEGABYTES
