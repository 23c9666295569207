"""Small real documents that name the person who wrote them, in every place where programs put names."""

import io
import re
import zipfile
import zlib
from itertools import accumulate

CANARY = b"Quiteria Canarinho"
NAME = CANARY.decode()
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
W15 = 'xmlns:w15="http://schemas.microsoft.com/office/word/2012/wordml"'
DC = 'xmlns:dc="http://purl.org/dc/elements/1.1/"'
CORE = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org'
    f'/package/2006/metadata/core-properties" {DC}><dc:title>Relato</dc:title><dc:creator>{NAME}</dc:creator>'
    f"<cp:lastModifiedBy><![CDATA[{NAME}]]></cp:lastModifiedBy><cp:revision>3</cp:revision></cp:coreProperties>"
)
APP = (
    '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
    f"<Pages>2</Pages><Company>{NAME}</Company><Manager>{NAME}</Manager></Properties>"
)
CUSTOM = f'<Properties xmlns:vt="urn:vt"><property name="Autora"><vt:lpwstr>{NAME}</vt:lpwstr></property></Properties>'
WORDS = (
    f'<w:document {W}><w:body><w:p><w:ins w:id="1" w:author="{NAME}" w:date="2026-03-01T10:00:00Z">'
    f"<w:r><w:t>Visitei a casa</w:t></w:r></w:ins><w:del w:author='{NAME}' w:id='2'><w:r><w:delText>antes</w:delText>"
    "</w:r></w:del></w:p></w:body></w:document>"
)
COMMENTS = (
    f'<w:comments {W}><w:comment w:id="0" w:author="{NAME}" w:initials="{NAME}"><w:p><w:r><w:t>Rever</w:t></w:r></w:p>'
    "</w:comment></w:comments>"
)
PEOPLE = (
    f'<?xml version="1.0"?><w15:people {W15}><w15:person w15:author="{NAME}"><w15:presenceInfo w15:providerId="AD" '
    f'w15:userId="{NAME}"/></w15:person></w15:people>'
)
NOTES = (
    f'<comments xmlns="urn:x"><authors><author>{NAME}</author><author>tc={{1}}</author></authors><commentList>'
    f'<comment ref="A1" authorId="0"><text><r><t>{NAME}:</t></r><r><t xml:space="preserve">\nTotal: rever</t></r>'
    "</text></comment></commentList></comments>"
)
PERSONS = f'<personList><person displayName="{NAME}" id="{{1}}" userId="{NAME}"/></personList>'
WORKBOOK = (
    f'<workbook xmlns:x15ac="urn:ac"><fileSharing userName="{NAME}"/>'
    f'<x15ac:absPath url="C:\\Users\\{NAME}\\"/><sheets><sheet name="Visitas"/></sheets></workbook>'
)
OFFICE = 'xmlns:office="urn:office" xmlns:meta="urn:meta" xmlns:text="urn:text" xmlns:xlink="urn:xlink"'
META = (
    f"<office:document-meta {OFFICE} {DC}><office:meta><meta:initial-creator>{NAME}</meta:initial-creator>"
    f"<dc:creator>{NAME}</dc:creator><meta:printed-by>{NAME}</meta:printed-by><dc:title>Relato</dc:title>"
    f'<meta:template xlink:href="../{NAME}/a.ott"/><meta:user-defined meta:name="{NAME}">{NAME}</meta:user-defined>'
    f'<meta:user-defined meta:name="{NAME}"/></office:meta></office:document-meta>'
)
CONTENT = (
    f"<office:document-content {OFFICE} {DC}><office:change-info><dc:creator>{NAME}</dc:creator></office:change-info>"
    f"<office:annotation><dc:creator>{NAME}</dc:creator><meta:creator-initials>{NAME}</meta:creator-initials>"
    "<text:p>Rever</text:p></office:annotation><text:p>Visitei a casa</text:p></office:document-content>"
)
XMP = (
    '<?xpacket begin="" id="W5M0"?><x:xmpmeta><rdf:RDF xmlns:rdf="urn:rdf">'
    '<rdf:Description pdf:Author="{name}" pdf:Producer="P"><dc:title>Relato</dc:title><dc:creator>\n<rdf:Seq>'
    "<rdf:li>{name}</rdf:li>\n<rdf:li>{name}</rdf:li></rdf:Seq></dc:creator>"
    '</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="w"?>'
)


def package(members: dict[str, str]) -> bytes:
    """As office programs write it: `mimetype` stored, the rest deflated."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in members.items():
            archive.writestr(name, body, zipfile.ZIP_STORED if name == "mimetype" else None)
    return content.getvalue()


def pdf(*objects: bytes, trailer: bytes = b"/Info 1 0 R") -> bytes:
    """A PDF of `objects`, numbered from 1, with a true table of their offsets."""
    content, offsets = b"%PDF-1.7\n", []
    for number, body in enumerate(objects, 1):
        offsets.append(len(content))
        content += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    table = b"xref\n0 %d\n0000000000 65535 f \n%s" % (len(objects) + 1, table)
    return content + table + b"trailer <<%s>>\nstartxref\n%d\n%%%%EOF" % (trailer, len(content))


def named_pdf(name: bytes = CANARY) -> bytes:
    hexadecimal = (b"\xfe\xff" + name.decode("latin-1").encode("utf-16-be")).hex().encode()
    xmp = XMP.format(name=name.decode("latin-1")).encode()
    return pdf(
        b"<</Title (Relato \\(1\\)) /Author (%s \\) (x)) /Creator (Writer) /Company(%s)>>" % (name, name),
        b"<</Author <%s> /Producer (P)>>" % hexadecimal,
        b"<</Author 4 0 R>>",
        b"(%s)" % name,
        b"<</Type /Metadata /Length %d>> stream\n%s\nendstream" % (len(xmp), xmp),
        b"<</Length 24>> stream\nBT (Visitei a casa) Tj ET\nendstream",
    )


def packed_pdf(name: bytes = CANARY) -> bytes:
    """As LaTeX, macOS and many printers write: facts and description packed, and so is the table of what lies where."""
    objects = [b"<</Title (Relato) /Author (%s) /Producer (P)>>" % name, b"<</Type /Pages /Kids [] /Count 0>>"]
    objects.append(b"<</Type /Catalog /Pages 2 0 R>>")
    starts = accumulate((len(body) + 1 for body in objects), initial=0)
    numbers = b"".join(b"%d %d " % place for place in zip((1, 2, 3), starts, strict=False))
    description = XMP.format(name=name.decode("latin-1")).encode()
    content, rows = b"%PDF-1.7\n", [(0, 0, 65535), (2, 4, 0), (2, 4, 1), (2, 4, 2)]
    for facts, body in (
        (b"/Type /ObjStm /N 3 /First %d" % len(numbers), numbers + b" ".join(objects)),
        (b"/Type/Metadata", description),
    ):
        rows.append((1, len(content), 0))
        content += packed_stream(len(rows) - 1, facts, body)
    rows.append((1, len(content), 0))
    table = b"".join(bytes([kind]) + at.to_bytes(4, "big") + index.to_bytes(2, "big") for kind, at, index in rows)
    facts = b"/Type /XRef /Size 7 /W [1 4 2] /Root 3 0 R /Info 1 0 R"
    return content + packed_stream(6, facts, table) + b"startxref\n%d\n%%%%EOF" % len(content)


def packed_stream(number: int, facts: bytes, body: bytes) -> bytes:
    packed = zlib.compress(body)
    head = b"%d 0 obj\n<<%s /Filter /FlateDecode /Length %d>>\nstream\n" % (number, facts, len(packed))
    return head + packed + b"\nendstream\nendobj\n"


def unpacked_streams(content: bytes) -> bytes:
    return b"\n".join(
        zlib.decompressobj().decompress(found[1])
        for found in re.finditer(rb"stream\n(.*?)\nendstream", content, re.DOTALL)
    )


def everything_in(content: bytes) -> bytes:
    """The bytes as they lie there and, of a package, those of its members unpacked."""
    if not content.startswith(b"PK"):
        return content
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return content + b"".join(archive.read(name) for name in archive.namelist())


NAMED = {
    "relato.docx": package(
        {
            "[Content_Types].xml": "<Types/>",
            "word/document.xml": WORDS,
            "word/comments.xml": COMMENTS,
            "word/people.xml": PEOPLE,
            "docProps/core.xml": CORE,
            "docProps/app.xml": APP,
            "docProps/custom.xml": CUSTOM,
        }
    ),
    "planilha.xlsx": package(
        {
            "[Content_Types].xml": "<Types/>",
            "xl/workbook.xml": WORKBOOK,
            "xl/comments1.xml": NOTES,
            "xl/persons/person.xml": PERSONS,
            "xl/pivotCache/pivotCacheDefinition1.xml": f'<pivotCacheDefinition refreshedBy="{NAME}"/>',
            "xl/revisions/userNames.xml": f'<users><userInfo guid="{{1}}" name="{NAME}"/></users>',
            "docProps/core.xml": CORE,
        }
    ),
    "relato.odt": package(
        {
            "mimetype": "application/vnd.oasis.opendocument.text",
            "content.xml": CONTENT,
            "styles.xml": "<styles/>",
            "meta.xml": META,
        }
    ),
    "relato.pdf": named_pdf(),
}
