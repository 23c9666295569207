"""Many who write at once, and many who send at once. What the server acknowledged is kept in a ledger and looked up."""

import hashlib
import html
import json
import os
import re
import threading
import time
import uuid
from dataclasses import dataclass, field

from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.urls import reverse
from wagtail.models import ModelLogEntry, PageLogEntry

from home.notifications.models import Notification
from home.uploads.actions import receive_upload
from home.uploads.queries import content_path
from learning.portfolio.actions import attach_to_draft
from learning.portfolio.models import EntryDraft, EntryVersion, PortfolioEntry
from tests.benchmarks.entries import SENDERS, TEXT
from tests.benchmarks.pages import session_of
from tests.benchmarks.posting import Answer, ask, keep_pace
from tests.benchmarks.review import FOLDER
from tests.benchmarks.run import line
from tests.benchmarks.server import Server

AUTOSAVE_P95_MS = 150
RECEIPT_SECONDS = 2
FILE_BYTES = 5 * 1024 * 1024
# Every so many presses the answer is taken for lost, and the button pressed again with the same key.
LOST_ANSWERS = 10
NUMBER = re.compile(r"/recibos/([0-9a-f-]{36})/")


@dataclass
class Sender:
    """Somebody with a draft before her; `number` is what her device knows of it."""

    entry: PortfolioEntry
    session: str
    number: int = 1
    key: uuid.UUID = field(default_factory=uuid.uuid4)
    file_sha256: str = ""
    lock: threading.Lock = field(default_factory=threading.Lock)

    def address(self, name: str) -> str:
        return reverse(f"learning:{name}", args=[self.entry.enrolment.course.slug, self.entry.prompt_id])


def senders() -> list[Sender]:
    entries = PortfolioEntry.objects.filter(state="draft", enrolment__tutoring_group__name=SENDERS)
    found = entries.select_related("enrolment__student", "enrolment__course", "prompt", "draft").order_by("pk")
    return [Sender(entry, session_of(entry.enrolment.student)) for entry in found]


def autosave(server: Server, people: list[Sender], rate: int, seconds: int) -> list[str]:
    """Prints how so many saves a second go, the writers in turn; returns what was missed."""

    def save(number: int) -> str:
        sender = people[number % len(people)]
        with sender.lock:
            fields = {
                "text": f"{TEXT}<p>{number}</p>", "text_format": "html", "intent": "formative", "key": sender.key,
                "no_patient_data": "on", "base_number": sender.number,
            }  # fmt: skip
            answer = ask(server.port, sender.address("entry_draft"), sender.session, fields, json=True)
            if answer.status != 200:
                return f"{answer.status}"
            sender.number = json.loads(answer.text)["number"]
        return ""

    # A worker's first answer takes seconds.
    keep_pace(40, 4, save)
    logged = logs()
    outcome = keep_pace(rate * seconds, seconds, save)
    figures, rows = outcome.figures(), logs() - logged
    line(
        load=f"autosave, {rate} a second for {seconds} s, {len(people)} writers", **figures, most_ms=AUTOSAVE_P95_MS,
        log_entries=rows, wrong=outcome.wrong[:3], wrongs=len(outcome.wrong),
    )  # fmt: skip
    is_kept = figures["p95_ms"] <= AUTOSAVE_P95_MS and not outcome.wrong and not rows
    return [] if is_kept else ["autosave"]


def logs() -> int:
    return ModelLogEntry.objects.count() + PageLogEntry.objects.count()


def spike(server: Server, people: list[Sender], seconds: int) -> list[str]:
    """Each sends her draft with the file that she put up before; prints what the ledger finds afterwards."""
    started = time.perf_counter()
    for sender in people:
        put_up(sender)
    put_up_in = round(time.perf_counter() - started)
    ledger = FOLDER / "ledger.jsonl"
    with ledger.open("w") as file:
        outcome = keep_pace(len(people), seconds, lambda number: send(server, people[number], number, file))
    acknowledged = [json.loads(row) for row in ledger.read_text().splitlines()]
    found = look_up(acknowledged)
    in_time = sum(taken <= RECEIPT_SECONDS for taken in outcome.seconds) / len(people)
    line(
        load=f"{len(people)} submissions in {seconds} s, each with a PDF of 5 MB put up before (in {put_up_in} s)",
        **outcome.figures(), in_2_s=round(in_time, 3), least=0.95, receipts=len(acknowledged), **found,
        wrong=outcome.wrong[:3], wrongs=len(outcome.wrong),
    )  # fmt: skip
    is_kept = in_time >= 0.95 and len(acknowledged) == len(people) and not any(found.values()) and not outcome.wrong
    return [] if is_kept else ["spike"]


def put_up(sender: Sender) -> None:
    head = b"%PDF-1.4\n"
    content = head + os.urandom(FILE_BYTES - len(head))
    upload = receive_upload(by=sender.entry.enrolment.student, file=ContentFile(content), name="relato.pdf")
    attach_to_draft(by=sender.entry.enrolment.student, entry=sender.entry, upload=upload)
    sender.file_sha256 = hashlib.sha256(content).hexdigest()
    sender.number = EntryDraft.objects.get(entry=sender.entry).draft_number


def send(server: Server, sender: Sender, number: int, ledger) -> str:
    """Presses, reads the receipt, and notes it in the ledger."""
    fields = {"draft_number": sender.number, "key": sender.key}
    for _ in range(2 if number % LOST_ANSWERS == 0 else 1):
        answer = ask(server.port, sender.address("entry_submit"), sender.session, fields)
    match = NUMBER.search(answer.location)
    if answer.status != 302 or match is None:
        return f"submit: {answer.status} {answer.location}"
    receipt = ask(server.port, answer.location, sender.session)
    if receipt.status != 200 or match[1] not in receipt.text or sender.file_sha256 not in receipt.text:
        return f"receipt: {receipt.status}"
    note(sender, match[1], receipt, ledger)
    return ""


def note(sender: Sender, number: str, receipt: Answer, ledger) -> None:
    hashes = re.findall(r"<code>([0-9a-f]{64})</code>", html.unescape(receipt.text))
    row = {"entry": sender.entry.pk, "key": str(sender.key), "number": number, "hashes": hashes}
    ledger.write(json.dumps(row) + "\n")
    ledger.flush()


def look_up(acknowledged: list[dict]) -> dict[str, int]:
    """How many of the ledger's receipts are lost, doubled or changed, as rows and as files on the disk."""
    counts = {"lost": 0, "doubled": 0, "changed": 0, "notices_missed": 0}
    for row in acknowledged:
        versions = list(EntryVersion.objects.filter(entry=row["entry"]))
        kept = [version for version in versions if str(version.public_id) == row["number"]]
        counts["lost"] += not kept
        counts["doubled"] += len(versions) > 1
        counts["changed"] += any(hashes_of(version) != row["hashes"] for version in kept)
        notices = Notification.objects.filter(event="entry_submitted", key=row["number"])
        counts["notices_missed"] += notices.count() != 1
    return counts


def hashes_of(version: EntryVersion) -> list[str]:
    """Of its text as stored, and of its files as they lie on the disk."""
    found = [hashlib.sha256(version.text.encode()).hexdigest()]
    for upload in version.attachments.order_by("pk"):
        with storages["private"].open(content_path(upload.sha256)) as content:
            found.append(hashlib.file_digest(content, "sha256").hexdigest())
    return found
