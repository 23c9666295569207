"""Archives that are broken or hostile, made in the test."""

import contextlib
import gzip
import io
import os
import resource
import struct
import tarfile
import time
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from learning.courses.moodle_backup import BackupRefused, read_backup
from tests.examples import some_of
from tests.learning.courses.moodle_backup.making import SHARED, activity, as_tar, as_zip, course, field

pytestmark = pytest.mark.any_database

MEMBERS = course(activity(3, "page", field(name="A page", content="<p>Words</p>")))
PART = st.floats(0, 1)
HOSTILE_NAMES = ["../evil", "/etc/evil", "a/../../evil", "C:/evil", "..\\evil", "a\\..\\evil", "C:evil"]
XXE = SHARED / "corpora" / "xxe"


def refused(path):
    """The reason for which a file is refused, which must come within a second."""
    started = time.process_time()
    with pytest.raises(BackupRefused) as caught, read_backup(path):
        pass
    assert time.process_time() - started < 1
    return str(caught.value.reason)


@pytest.mark.parametrize("write", [as_zip, as_tar])
def test_both_kinds_of_archive_read_alike(tmp_path, write):
    with read_backup(write(tmp_path / "course.bin", MEMBERS)) as backup:
        assert backup.modules[0].items[0].body[0]["value"] == "<p>Words</p>"


@pytest.mark.parametrize("content", [b"", b"PK", b"hello", b"%PDF-1.7", b"\x1f\x8b", b"PK\x03\x04rest"])
def test_file_that_is_no_archive_is_refused(tmp_path, content):
    path = tmp_path / "thing.mbz"
    path.write_bytes(content)
    assert refused(path)


def test_archives_of_other_systems_are_refused(tmp_path):
    assert "1.9" in refused(as_zip(tmp_path / "old.zip", {"moodle.xml": "<MOODLE_BACKUP/>"}))
    assert "no moodle_backup.xml" in refused(as_zip(tmp_path / "other.zip", {"imsmanifest.xml": "<manifest/>"}))
    assert "describes no backup" in refused(as_zip(tmp_path / "x.zip", {"moodle_backup.xml": "<other/>"}))


@pytest.mark.parametrize("name", HOSTILE_NAMES)
@pytest.mark.parametrize("write", [as_zip, as_tar])
def test_name_that_leads_outside_is_refused(tmp_path, write, name):
    (tmp_path / "inbox").mkdir()
    assert "leads outside" in refused(write(tmp_path / "inbox" / "slip.mbz", MEMBERS | {name: "x"}))
    assert [path.name for path in sorted(tmp_path.rglob("*"))] == ["inbox", "slip.mbz"]


@pytest.mark.parametrize("kind", [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.CHRTYPE, tarfile.FIFOTYPE])
def test_link_or_device_in_a_tar_is_refused(tmp_path, kind):
    path = tmp_path / "link.mbz"
    with tarfile.open(path, "w:gz") as archive:
        info = tarfile.TarInfo("moodle_backup.xml")
        info.type, info.linkname = kind, "/etc/passwd"
        archive.addfile(info)
    assert "link or a device" in refused(path)


def test_symlink_in_a_zip_is_refused(tmp_path):
    path = tmp_path / "link.mbz"
    with zipfile.ZipFile(path, "w") as archive:
        info = zipfile.ZipInfo("moodle_backup.xml")
        info.external_attr = 0o120777 << 16
        archive.writestr(info, "/etc/passwd")
    assert "link or a device" in refused(path)


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize("twin", ["moodle_backup.xml", "Moodle_Backup.XML", "./moodle_backup.xml"])
def test_repeated_member_is_refused(tmp_path, twin):
    path = tmp_path / "twice.mbz"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("moodle_backup.xml", "<a/>")
        archive.writestr(twin, "<b/>")
    assert "twice" in refused(path)


def test_encrypted_member_is_refused(tmp_path):
    path = as_zip(tmp_path / "locked.mbz", {"moodle_backup.xml": "<a/>"})
    data = bytearray(path.read_bytes())
    data[6] |= 1
    data[data.rindex(b"PK\x01\x02") + 8] |= 1
    path.write_bytes(data)
    assert "password" in refused(path)


def test_overlapping_members_are_refused(tmp_path):
    path = as_zip(tmp_path / "overlap.mbz", {"one.xml": "x" * 50, "two.xml": "x" * 50})
    data = bytearray(path.read_bytes())
    second = data.rindex(b"PK\x01\x02")
    data[second + 42 : second + 46] = struct.pack("<L", 0)
    path.write_bytes(data)
    assert "overlap" in refused(path)


def test_huge_member_of_a_zip_is_refused_by_its_claim(tmp_path):
    path = as_zip(tmp_path / "huge.mbz", {"moodle_backup.xml": "<a/>"})
    data = bytearray(path.read_bytes())
    at = data.rindex(b"PK\x01\x02")
    data[at + 24 : at + 28] = struct.pack("<L", 0xFFFFFFF0)
    path.write_bytes(data)
    assert "too large" in refused(path)


def test_dense_zip_is_refused(tmp_path):
    assert "densely" in refused(as_zip(tmp_path / "bomb.mbz", {"moodle_backup.xml": bytes(60 * 2**20)}))


def test_dense_tar_is_refused_while_it_unpacks(tmp_path):
    path = tmp_path / "bomb.mbz"
    with gzip.open(path, "wb", compresslevel=1) as packed:
        info = tarfile.TarInfo("moodle_backup.xml")
        info.size = 1 << 30
        packed.write(info.tobuf())
        for _step in range(64):
            packed.write(bytes(2**20))
    assert "densely" in refused(path)


def test_zip_of_a_million_members_is_refused_before_it_is_listed(tmp_path):
    path = tmp_path / "many.mbz"
    entry = struct.pack("<4s6H3L5H2L", b"PK\x01\x02", 20, 20, 0, 0, 0, 0, 0, 0, 0, 6, 0, 0, 0, 0, 0, 0)
    listing = b"".join(entry + b"%06x" % number for number in range(1_000_000))
    large = struct.pack("<4sQ2H2L4Q", b"PK\x06\x06", 44, 45, 45, 0, 0, 1_000_000, 1_000_000, len(listing), 4)
    locator = struct.pack("<4sLQL", b"PK\x06\x07", 0, 4 + len(listing), 1)
    end = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 0xFFFF, 0xFFFF, 0xFFFFFFFF, 0xFFFFFFFF, 0)
    path.write_bytes(b"PK\x03\x04" + listing + large + locator + end)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    assert "more files" in refused(path)
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 50 * 1024


def test_long_name_that_a_tar_only_claims_is_not_read_whole(tmp_path):
    path = tmp_path / "name.mbz"
    info = tarfile.TarInfo("x")
    info.type, info.size = tarfile.XHDTYPE, 1 << 31
    path.write_bytes(gzip.compress(info.tobuf(tarfile.GNU_FORMAT) + bytes(4096)))
    assert "too large" in refused(path)


def test_wrong_size_of_the_directory_is_refused(tmp_path):
    path = as_zip(tmp_path / "wrong.mbz", MEMBERS)
    data = bytearray(path.read_bytes())
    data[-10:-6] = struct.pack("<L", 7)
    path.write_bytes(data)
    assert "damaged" in refused(path)


def test_temporary_files_of_a_tar_are_removed(tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "work"))
    os.mkdir(tmp_path / "work")
    with read_backup(as_tar(tmp_path / "course.mbz", MEMBERS)):
        assert len(os.listdir(tmp_path / "work")) == 1
    assert os.listdir(tmp_path / "work") == []


@pytest.mark.skipif(not XXE.is_dir(), reason="the shared corpora are not here")
@pytest.mark.parametrize("name", sorted(path.name for path in XXE.glob("*.xml")) if XXE.is_dir() else [])
def test_xml_with_a_document_type_is_refused(tmp_path, name):
    content = (XXE / name).read_bytes()
    path = as_zip(tmp_path / "xxe.mbz", MEMBERS | {"moodle_backup.xml": content})
    # The two harmless files of the corpus are XML of something else.
    assert ("describes no backup" if name.startswith("simple") else "declares a document type") in refused(path)


@pytest.mark.parametrize("content", ["<a>", "<a></b>", "<a>&nbsp;</a>", "\x00", "<a" * 1000, "<a>" * 100])
def test_malformed_xml_is_refused_with_the_name_of_its_file(tmp_path, content):
    assert "page.xml" in refused(as_zip(tmp_path / "bad.mbz", MEMBERS | {"activities/page_3/page.xml": content}))


@pytest.mark.slow
def test_one_endless_text_is_refused(tmp_path):
    noise = os.urandom(2**20).hex() * 17
    path = as_zip(tmp_path / "text.mbz", MEMBERS | {"activities/page_3/page.xml": f"<activity>{noise}</activity>"})
    assert "too large" in refused(path)


def packed(write, folder):
    return write(Path(folder) / "small.mbz", MEMBERS).read_bytes()


@pytest.mark.parametrize("write", [as_zip, as_tar])
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    changes=st.lists(st.tuples(st.floats(0, 0.9999), st.integers(0, 255)), min_size=1, max_size=8), cut=st.floats(0, 1)
)
@pytest.mark.slow
def test_mutated_archive_is_read_or_refused_but_never_crashes(tmp_path, write, changes, cut):
    data = bytearray(packed(write, tmp_path))
    for place, value in changes:
        data[int(place * len(data))] = value
    path = tmp_path / "mutated.mbz"
    path.write_bytes(data[: max(1, int(len(data) * max(cut, 0.2)))] if cut < 0.5 else data)
    survives(path)


@settings(max_examples=some_of(150), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    name=st.sampled_from(sorted(MEMBERS)),
    place=st.floats(0, 0.9999),
    put=st.sampled_from(["", "<", ">", "&", '"', "<x/>", "-1", "9" * 40, "$@NULL@$", "é", "<page>", "]]>"]),
    skip=st.integers(0, 30),
)
def test_mutated_member_is_read_or_refused_but_never_crashes(tmp_path, name, place, put, skip):
    text = MEMBERS[name]
    at = int(place * len(text))
    survives(as_zip(tmp_path / "mutated.mbz", MEMBERS | {name: text[:at] + put + text[at + skip :]}))


def survives(path):
    with contextlib.suppress(BackupRefused), read_backup(path) as backup:
        assert backup.course.title


def test_nested_archives_are_not_opened(tmp_path):
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w") as archive:
        archive.writestr("moodle_backup.xml", MEMBERS["moodle_backup.xml"])
    assert "no moodle_backup.xml" in refused(as_zip(tmp_path / "nest.mbz", {"a.zip": inner.getvalue()}))
