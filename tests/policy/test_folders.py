"""Which folder a link's file goes to."""

import pytest

from core.model.folder_rules import read_rules
from core.policy.folders import folder_for

RULES = read_rules(
    """
    music.example audio /music-site
    *.example.org iso,disc /images
    *.example.org * /org
    *.cdn-?.example video /cdn
    * video /videos
    * tar.gz /sources
    * gz /packed
    * zip,pdf ~/Papers and zips
    """
)


@pytest.mark.parametrize(
    ("url", "folder"),
    [
        ("https://music.example/a.mp3", "/music-site"),
        ("https://MUSIC.example:8080/a.MP3?x=y.iso", "/music-site"),
        ("https://www.music.example/a.mp3", None),
        ("https://music.example/a.zip", "~/Papers and zips"),
        ("https://a.example.org/x.iso", "/images"),
        ("https://a.b.example.org/x.img", "/images"),
        ("https://example.org/x", "/org"),
        ("https://badexample.org/x", None),
        ("https://a.cdn-3.example/x.mkv", "/cdn"),
        ("https://a.cdn-33.example/x.mkv", "/videos"),
        ("https://b.example/x.tar.gz", "/sources"),
        ("https://b.example/x.gz", "/packed"),
        ("https://b.example/gz", None),
        ("https://b.example/x.txt", None),
        ("https://b.example/", None),
        ("https://[::1]/x.pdf", "~/Papers and zips"),
    ],
)
def test_the_first_rule_that_fits_decides(url: str, folder: str | None) -> None:
    assert folder_for(RULES, url) == folder


def test_the_users_name_tells_the_type_before_the_link_does() -> None:
    assert folder_for(RULES, "https://b.example/get?id=1", "film.mkv") == "/videos"
    assert folder_for(RULES, "https://b.example/x.mkv", "film.txt") is None


def test_without_rules_there_is_no_folder() -> None:
    assert folder_for((), "https://a.example/x.pdf") is None
