"""What a machine reads of a PDF."""

import io

from pypdf import PdfReader


def opened(pdf: bytes) -> PdfReader:
    """Return the PDF to look into."""
    return PdfReader(io.BytesIO(pdf))


def pages_of(pdf: bytes) -> list[str]:
    """Return the text of each page, white space made one."""
    return [" ".join(page.extract_text().split()) for page in opened(pdf).pages]
