"""The control words of RTF that open a group or stand for a sign, as far as a reader of text needs them."""

from typing import Final

# Groups that say something of people, groups that are told to the secretary, and those that hold neither.
TRACES: Final = frozenset(
    [
        "author",
        "operator",
        "title",
        "subject",
        "manager",
        "company",
        "category",
        "keywords",
        "comment",
        "doccomm",
        "hlinkbase",
        "propname",
        "staticval",
        "atnauthor",
        "atnid",
        "revtbl",
        "template",
    ]
)
TOLD: Final[dict[str, tuple[str, str]]] = {
    **dict.fromkeys(("header", "headerl", "headerr", "headerf"), ("header", "")),
    **dict.fromkeys(("footer", "footerl", "footerr", "footerf"), ("footer", "")),
    "annotation": ("comment", "comments"),
    "mmath": ("formula", "formula"),
}
TABLES: Final = frozenset({"fonttbl", "colortbl", "stylesheet", "listtable", "listoverridetable"})
EMPTY: Final = frozenset(
    [
        "info",
        "pntext",
        "listtext",
        "pn",
        "xe",
        "tc",
        "tcn",
        "rxe",
        "txe",
        "filetbl",
        "rsidtbl",
        "ftnsep",
        "ftnsepc",
        "ftncn",
        "aftnsep",
        "aftnsepc",
        "aftncn",
        "sp",
        "nonshppict",
        "shprslt",
        "nonesttables",
        "datafield",
        "objdata",
        "objclass",
        "objname",
        "private",
        "themedata",
        "leveltext",
        "levelnumbers",
        "falt",
        "panose",
        "bkmkstart",
        "bkmkend",
        "nextfile",
        "keycode",
        "result",
        "upr",
    ]
)
# Of the groups that a reader may skip, these are understood.
STARRED: Final = frozenset(
    [
        "fldinst",
        "listtable",
        "listoverridetable",
        "revtbl",
        "template",
        "company",
        "manager",
        "category",
        "hlinkbase",
        "userprops",
        "propname",
        "staticval",
        "annotation",
        "atnauthor",
        "atnid",
        "shppict",
        "shpinst",
        "shptxt",
        "do",
        "dptxbxtext",
        "ud",
        "pn",
        "cs",
        "ds",
        "footnote",
    ]
)
PASSED: Final = frozenset({"userprops", "shppict", "shpinst", "do", "ud"})
SIGNS: Final = {
    "tab": "\t", "line": "\n", "lbr": "\n", "emdash": "—", "endash": "–", "emspace": " ", "enspace": " ",
    "qmspace": " ",
    "bullet": "•", "lquote": "‘", "rquote": "’", "ldblquote": "“", "rdblquote": "”", "~": "\u00a0",
}  # fmt: skip
PARAGRAPH_ENDS: Final = frozenset({"par", "sect", "page", "column", "nestcell", "nestrow"})


ALWAYS: Final = frozenset({"pict", "shptxt", "dptxbxtext", "annotation", "ud", *TRACES})
