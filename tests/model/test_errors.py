"""The error tree: codes that stay, texts that fill, records that survive."""

import json
import pickle
from string import Formatter

import pytest

from core.model import errors
from core.model.errors import HeadgateError, all_errors, fill, from_record

# These stand in lists on disk and in scripts that read --json: adding is fine, changing is not.
CODES = """
    bad_option bad_reply certificate changed checksum connect_timeout connection_lost
    connection_refused disk_fault disk_full file_too_large folder_missing folder_not_writable
    forbidden gone in_use insecure_redirect length login_required misplaced name_lookup name_taken
    name_too_long not_a_link not_found part_lost proxy range_refused rate_limited redirect
    redirect_loop refused stalled state_lost state_newer tls unavailable unexpected unknown_host
    unproven unreachable unreadable_list unsupported_scheme web_page
"""
BRANCHES = (
    errors.InputError,
    errors.NetworkError,
    errors.ServerError,
    errors.DiskError,
    errors.ContentError,
    errors.StateError,
    errors.UnexpectedError,
)
every_error = pytest.mark.parametrize("kind", all_errors(), ids=lambda kind: kind.code)


def fields(template: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(template) if name is not None}


def example(kind: type[HeadgateError]) -> HeadgateError:
    return kind(**{name: f"<{name}>" for name in fields(kind.text + kind.remedy)})


def descendants(kind: type[HeadgateError]) -> set[type[HeadgateError]]:
    return {kind}.union(*(descendants(one) for one in kind.__subclasses__()))


def test_the_codes_are_the_known_ones() -> None:
    assert {kind.code for kind in all_errors()} >= set(CODES.split())


def test_every_class_without_children_has_a_code() -> None:
    leaves = {kind for kind in descendants(HeadgateError) if not kind.__subclasses__()}
    ours = {kind for kind in leaves if kind.__module__.startswith(errors.__name__)}
    assert ours == set(all_errors())


@every_error
def test_every_error_has_words(kind: type[HeadgateError]) -> None:
    assert kind.code
    for sentence in (kind.text, kind.remedy):
        assert sentence[:1].isupper() or sentence[:1] in "{“"
        assert sentence.endswith(".")
        assert not sentence.endswith("..")


@every_error
def test_every_error_hangs_on_one_branch_of_the_tree(kind: type[HeadgateError]) -> None:
    assert len([branch for branch in BRANCHES if issubclass(kind, branch)]) == 1


@every_error
def test_details_fill_the_whole_text(kind: type[HeadgateError]) -> None:
    error = example(kind)
    for template in (kind.text, kind.remedy):
        shown = fill(template, error.details)
        assert "?" not in shown
        assert "{" not in shown
        assert all(f"<{name}>" in shown for name in fields(template))


@every_error
def test_a_record_gives_the_same_error_back(kind: type[HeadgateError]) -> None:
    error = example(kind)
    code, details = json.loads(json.dumps([error.code, error.details]))
    again = from_record(code, details)
    assert again == error
    assert str(again) == str(error)


@every_error
def test_errors_survive_pickling(kind: type[HeadgateError]) -> None:
    error = example(kind)
    assert pickle.loads(pickle.dumps(error)) == error


def test_an_unknown_code_keeps_its_details() -> None:
    error = from_record("from_the_future", {"reason": "something new"})
    assert isinstance(error, errors.UnexpectedError)
    assert "something new" in str(error)


def test_a_missing_detail_shows_as_a_question_mark() -> None:
    assert str(errors.NotFoundError()) == "? has no file at this address (404)."


def test_a_detail_is_never_taken_for_a_template() -> None:
    error = errors.UnreachableError(host="{reason}", reason="{host}")
    assert str(error) == "{reason} cannot be reached: {host}."


def test_the_text_says_what_happened() -> None:
    error = errors.StalledError(host="example.org", seconds="30")
    assert str(error) == "example.org stopped sending for 30 seconds."
    assert repr(error) == "StalledError(stalled: example.org stopped sending for 30 seconds.)"


def test_equal_errors_are_of_one_class_with_the_same_details() -> None:
    error = errors.NotFoundError(host="a")
    assert error == errors.NotFoundError(host="a")
    assert error != errors.NotFoundError(host="b")
    assert error != errors.GoneError(host="a")
    assert error != "not_found"


def test_equal_errors_have_the_same_hash() -> None:
    assert hash(errors.GoneError(host="a")) == hash(errors.GoneError(host="a"))


def test_the_wait_a_server_asks_for_is_kept_apart_from_the_details() -> None:
    error = errors.RateLimitedError(host="a", retry_after=12.0)
    assert error.retry_after == 12.0
    assert error.details == {"host": "a"}
    assert errors.RateLimitedError(host="a").retry_after is None


@every_error
def test_trying_again_never_helps_bad_input_or_a_bad_disk(kind: type[HeadgateError]) -> None:
    if issubclass(kind, errors.InputError | errors.DiskError | errors.StateError):
        assert not kind.retryable


@pytest.mark.parametrize(
    "kind",
    [
        errors.NameLookupError,
        errors.ConnectionRefusedByHostError,
        errors.UnreachableError,
        errors.ConnectTimeoutError,
        errors.StalledError,
        errors.ConnectionLostError,
        errors.RateLimitedError,
        errors.UnavailableError,
        errors.LengthError,
    ],
)
def test_passing_faults_are_tried_again(kind: type[HeadgateError]) -> None:
    assert kind.retryable


@pytest.mark.parametrize(
    "kind",
    [
        errors.UnknownHostError,
        errors.CertificateError,
        errors.TlsError,
        errors.ProxyError,
        errors.ProxyLoginError,
        errors.NotFoundError,
        errors.ForbiddenError,
        errors.ChecksumError,
        errors.ChangedError,
        errors.UnexpectedError,
    ],
)
def test_lasting_faults_are_not_tried_again(kind: type[HeadgateError]) -> None:
    assert not kind.retryable


@every_error
def test_only_our_own_list_concerns_every_download(kind: type[HeadgateError]) -> None:
    assert kind.concerns_all == issubclass(kind, errors.StateError)


def test_what_can_only_begin_again_says_so() -> None:
    anew = {kind.code for kind in all_errors() if kind.starts_anew}
    assert anew == {"range_refused", "part_lost", "checksum", "misplaced"}
