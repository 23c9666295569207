"""How much a backup may hold. A real course of 2,342 pages has 2,061 members and 25 MB of XML."""

MIB = 1024 * 1024

MAX_MEMBERS = 50_000
# A zip's list of members is read whole into memory before anything else can be known about it.
MAX_DIRECTORY_BYTES = 12 * MIB
MAX_UNPACKED_BYTES = 2048 * MIB
# Below the floor any density is harmless; XML of a course packs about 10 : 1, zeros 1000 : 1.
MAX_RATIO = 200
RATIO_FLOOR_BYTES = 32 * MIB
MAX_NAME_BYTES = 1024

MAX_XML_BYTES = 256 * MIB
# One element with more text than this is held in memory at once by the parser.
MAX_XML_TEXT_BYTES = 32 * MIB
MAX_XML_DEPTH = 64
MAX_XML_ELEMENTS = 5_000_000

MAX_HTML_CHARACTERS = 4 * MIB
MAX_HTML_DEPTH = 60
MAX_TABLE_COLUMNS = 60
MAX_TABLE_ROWSPAN = 1000
