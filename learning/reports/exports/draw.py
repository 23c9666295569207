"""Draws one PDF, in a process of its own: `python draw.py page.html target.pdf pictures/`.

So a worker keeps its memory, a page that never ends can be ended, and what reads people's HTML knows no database.
"""

import sys
from pathlib import Path

from weasyprint import HTML
from weasyprint.urls import URLFetcher, URLFetcherResponse


class OwnPictures(URLFetcher):
    """Knows the pictures of the document alone (`picture:<name>`): no text can make the server call anywhere."""

    def __init__(self, folder: Path):
        super().__init__()
        self.pictures = {f"picture:{path.name}": path for path in folder.iterdir()}

    def fetch(self, url: str, headers: dict | None = None) -> URLFetcherResponse:
        if url not in self.pictures:
            raise ValueError("Only pictures of the document are fetched.")
        return URLFetcherResponse(url, self.pictures[url].read_bytes(), {"Content-Type": "image/jpeg"})


def main(page: str, target: str, pictures: str) -> None:
    document = HTML(string=Path(page).read_text(encoding="utf-8"), url_fetcher=OwnPictures(Path(pictures)))
    document.write_pdf(target, pdf_variant="pdf/ua-1")


if __name__ == "__main__":
    main(*sys.argv[1:])
