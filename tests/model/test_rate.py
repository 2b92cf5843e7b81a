"""What is a speed, and what is none."""

import pytest

from core.model.errors import BadOptionError
from core.model.rate import read_presets, read_rate, write_rate


@pytest.mark.parametrize(
    ("text", "rate"),
    [
        ("0", 0),
        ("1", 1),
        ("500k", 500_000),
        ("500K", 500_000),
        ("2M", 2_000_000),
        ("1.5G", 1_500_000_000),
        ("1t", 10**12),
        ("500kB", 500_000),
        ("500kB/s", 500_000),
        ("2MB/s", 2_000_000),
        ("100B/s", 100),
        (" 500k ", 500_000),
        ("1KiB", 1024),
        ("2MiB/s", 2 * 1024**2),
        ("1Gi", 1024**3),
    ],
)
def test_a_rate_is_bytes_a_second(text: str, rate: int) -> None:
    assert read_rate(text, "--limit-rate") == rate


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "k",
        "-1",
        "+1",
        "1e6",
        "1.k",
        ".5k",
        "1,5M",
        "1 k",
        "1kk",
        "1p",
        "0x10",
        "1_000",
        "²",
        "inf",
        "nan",
        "1/s/s",
        "500kbps",
    ],
)
def test_what_is_no_rate_is_refused(text: str) -> None:
    with pytest.raises(BadOptionError, match="is not a rate like 500k"):
        read_rate(text, "--limit-rate")


def test_presets_stand_in_order_and_once() -> None:
    assert read_presets("5M 250k\n1M  1000k 0") == (250_000, 1_000_000, 5_000_000)
    assert read_presets(" ") == ()


@pytest.mark.parametrize("text", ["fast", "1M, 2M", " ".join(f"{n}k" for n in range(1, 14))])
def test_presets_that_cannot_be_used_are_refused(text: str) -> None:
    with pytest.raises(BadOptionError, match="speed-presets"):
        read_presets(text)


@pytest.mark.parametrize(
    ("rate", "text"),
    [(0, "0"), (999, "999"), (250_000, "250k"), (2_000_000, "2M"), (1_500_000, "1500k"), (7, "7")],
)
def test_a_rate_is_written_briefly(rate: int, text: str) -> None:
    assert write_rate(rate) == text
    assert read_rate(text, "x") == rate
