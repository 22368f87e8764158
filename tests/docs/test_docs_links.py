"""Links between pages lead somewhere, and a built page fetches nothing from elsewhere."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGES = [
    *sorted((ROOT / "docs").rglob("*.md")),
    *(ROOT / name for name in ("README.md", "README.zh.md", "CONTRIBUTING.md", "CHANGELOG.md")),
]
#: Attributes by which a browser fetches something on its own.
FETCHING = {
    ("script", "src"),
    ("img", "src"),
    ("img", "srcset"),
    ("iframe", "src"),
    ("source", "src"),
    ("object", "data"),
    ("video", "src"),
    ("audio", "src"),
    ("use", "href"),
    ("image", "href"),
}
#: What a link element fetches by its relation; "canonical" and the like fetch nothing.
FETCHED_RELATIONS = {
    "stylesheet",
    "preload",
    "prefetch",
    "preconnect",
    "dns-prefetch",
    "icon",
    "modulepreload",
    "manifest",
}
_OUTSIDE = re.compile(r"^\s*(https?:)?//", re.I)
_IN_STYLE = re.compile(r"(?:url\(\s*['\"]?|@import\s+['\"])((?:https?:)?//[^'\")]+)", re.I)
_LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")


def without_code(text: str) -> str:
    return re.sub(r"`[^`\n]*`", "", re.sub(r"^( *)```.*?^\1```$", "", text, flags=re.S | re.M))


def anchors(page: Path) -> set[str]:
    """The anchors of a page's headings, as they are made for Latin text."""
    headings = re.findall(
        r"^#+ (.+)$", re.sub(r"^```.*?^```$", "", page.read_text(encoding="utf-8"), flags=re.S | re.M), re.M
    )
    return {re.sub(r"[^\w\- ]", "", heading.strip("`").lower()).strip().replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_to_a_file_and_a_heading_resolves(page: Path) -> None:
    for link in _LINK.findall(without_code(page.read_text(encoding="utf-8"))):
        if re.match(r"^[a-z]+:", link):
            continue
        path, _, anchor = link.partition("#")
        target = (page.parent / path).resolve() if path else page
        assert target.exists(), f"{link} leads nowhere"
        if anchor:
            assert anchor in anchors(target), f"{link}: there is no such heading"


class Fetches(HTMLParser):
    """Gathers what a browser would fetch from elsewhere."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        for name, value in attrs:
            fetched = (tag, name) in FETCHING or (name == "style" and _IN_STYLE.search(value or ""))
            if tag == "link" and name == "href":
                fetched = bool(FETCHED_RELATIONS & set((given.get("rel") or "").split()))
            if fetched and _OUTSIDE.match(value or ""):
                self.found.append(f"<{tag} {name}={value}>")


def fetched_by(page: str) -> list[str]:
    parser = Fetches()
    parser.feed(page)
    return parser.found


@pytest.mark.parametrize(
    "html",
    [
        '<link rel="stylesheet" href="https://fonts.example/css">',
        '<script src="//cdn.example/x.js"></script>',
        '<img src="http://example.org/x.png">',
        '<link rel="preconnect" href="https://fonts.example">',
    ],
)
def test_what_a_page_would_fetch_is_found(html: str) -> None:
    assert fetched_by(html)


def test_an_ordinary_link_fetches_nothing() -> None:
    assert not fetched_by('<a href="https://example.org">x</a><link rel="canonical" href="https://example.org">')


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The pages, built as `make docs` builds them."""
    pytest.importorskip("zensical")
    folder = tmp_path_factory.mktemp("pages")
    shutil.copytree(ROOT / "docs", folder / "docs", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "zensical.toml", folder)
    done = subprocess.run(
        [sys.executable, "-m", "zensical", "build", "--clean", "--strict"],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "No issues found" in done.stdout + done.stderr
    return folder / "site"


def _styles(site: Path) -> Iterator[tuple[Path, str]]:
    for file in (*site.rglob("*.css"), *site.rglob("*.svg"), *site.rglob("*.html")):
        yield file, file.read_text(encoding="utf-8")


def test_built_pages_fetch_nothing_from_elsewhere(site: Path) -> None:
    pages = list(site.rglob("*.html"))
    assert len(pages) >= len(list((ROOT / "docs").rglob("*.md")))
    assert {page.name: found for page in pages if (found := fetched_by(page.read_text(encoding="utf-8")))} == {}


def test_styles_and_pictures_fetch_nothing_from_elsewhere(site: Path) -> None:
    assert {file.name: found for file, text in _styles(site) if (found := _IN_STYLE.findall(text))} == {}
