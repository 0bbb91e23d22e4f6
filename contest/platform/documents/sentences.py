"""Every sentence an author can meet when a file is refused; the sandbox lets no others out of its child."""

from contest.kernel.errors import N_

EMPTY = N_("The file is empty. Open it on your computer, check that the text is there, and choose it again.")
TOO_LARGE = N_(
    "The file is larger than %(limit)s MB. Take out pictures or save it as a smaller file, "
    "then choose it again."
)

# The wrong kind of file.
OLD_WORD = N_(
    "This file was saved by a version of Word from before 1997. Open it, choose Save As, select Word Document (.docx), "
    "and upload the new file."
)
MACROS = N_(
    "This document contains macros (small programs). Save it as an ordinary Word Document (.docx) "
    "without macros, and upload the new file."
)
PICTURE = N_(
    "This is a picture. The text itself is needed: write it in Word, or upload the Word, PDF or text file "
    "the picture was made from."
)
PICTURE_ELSEWHERE = N_(
    "This is a picture. Choose it under “Pictures of handwritten pages”, together with those of the other pages."
)
OFFICE_FILE = N_(
    "This is an Office file, but not a text document. Copy the text into Word, save it as .docx, "
    "and upload that."
)
ARCHIVE = N_("This is a compressed (ZIP) file. Unpack it first and upload the document that is inside.")
WEB_PAGE = N_("This is a web page (HTML). Copy the text into Word, save it as .docx, and upload that.")
OTHER = N_(
    "This kind of file cannot be read here. Upload a Word document (.docx or .doc), an OpenDocument or RTF text "
    "(.odt, .rtf), a PDF or a plain text file (.txt)."
)
NAMED_OTHERWISE_DOCX = N_(
    "The content is a Word document, but the name of the file does not end in .docx. "
    "Rename it so that it ends in .docx, and upload it again."
)
NAMED_OTHERWISE_DOC = N_(
    "The content is a document of Word 97-2003, but the name of the file does not end in .doc. "
    "Rename it so that it ends in .doc, and upload it again."
)
NAMED_OTHERWISE_ODT = N_(
    "The content is an OpenDocument text, but the name of the file does not end in .odt. "
    "Rename it so that it ends in .odt, and upload it again."
)
NAMED_OTHERWISE_RTF = N_(
    "The content is an RTF text, but the name of the file does not end in .rtf. "
    "Rename it so that it ends in .rtf, and upload it again."
)
NAMED_OTHERWISE_PDF = N_(
    "The content is a PDF, but the name of the file does not end in .pdf. "
    "Rename it so that it ends in .pdf, and upload it again."
)
NAMED_OTHERWISE_TXT = N_(
    "The content is plain text, but the name of the file does not end in .txt. "
    "Rename it so that it ends in .txt, or save it as a Word document (.docx), and upload that."
)
TWO_IN_ONE = N_(
    "The file is two kinds of file in one. Save the text again from Word as .docx or PDF, "
    "and upload the new file."
)

# The right kind, but locked or damaged.
LOCKED_WORD = N_(
    "The document is protected with a password. Remove the password, save it, and upload it again."
)
LOCKED_PDF = N_(
    "The PDF is protected with a password or against copying. Save it without protection, "
    "and upload it again."
)
LOCKED_PART = N_(
    "Part of the file is encrypted. Save the document again without a password, and upload the new file."
)
BROKEN_WORD = N_(
    "The document is damaged and cannot be opened. Open it in the program it was written with, save it"
    " under a "
    "new name, and upload the new file."
)
BROKEN_PDF = N_(
    "The PDF is damaged and cannot be opened. Make it again from the original document, "
    "and upload the new file."
)
UNREADABLE = N_(
    "The file could not be read: something in it is damaged or far too large. Save it under a new name, "
    "or as another kind of file, and upload it again."
)

# Made to do harm, or so unusual that nothing is lost by refusing it.
UNPACKS_TOO_LARGE = N_(
    "The file unpacks to far more than a document should contain. Copy the text into a new document, "
    "save it, and upload the new file."
)
TOO_MANY_PARTS = N_(
    "The document consists of too many parts. Copy the text into a new document, save it, "
    "and upload the new file."
)
DOUBLE_PART = N_(
    "The document contains the same part twice. Copy the text into a new document, save it, "
    "and upload the new file."
)
DECLARATIONS = N_(
    "The document contains declarations (DOCTYPE) that no word processor writes. Copy the text into a new "
    "document, save it, and upload the new file."
)
TOO_DEEP = N_(
    "Tables or other parts of the document lie too deep inside one another. Copy the text into a new "
    "document, save it, and upload the new file."
)
TOO_MANY_PARAGRAPHS = N_(
    "The document has more than %(limit)d paragraphs. Remove the empty ones, save it, and upload it again."
)
TOO_MANY_PAGES = N_("The PDF has more than %(limit)d pages. Upload only the entry itself.")

ALL: frozenset[str] = frozenset(
    sentence for name, sentence in list(globals().items()) if name.isupper() and isinstance(sentence, str)
)
