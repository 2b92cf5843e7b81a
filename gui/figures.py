"""Numbers, sizes, times and dates as they are written in the language of the window."""

from functools import cache

from PySide6.QtCore import QCalendar, QDate, QDateTime, QLocale

from core.policy.wording import parted, scaled
from gui.translation import QT_TRANSLATE_NOOP, translate

_SHORT = QLocale.FormatType.ShortFormat

_SIZES = {
    "B": QT_TRANSLATE_NOOP("Figure", "{n} B"),
    "kB": QT_TRANSLATE_NOOP("Figure", "{n} kB"),
    "MB": QT_TRANSLATE_NOOP("Figure", "{n} MB"),
    "GB": QT_TRANSLATE_NOOP("Figure", "{n} GB"),
    "TB": QT_TRANSLATE_NOOP("Figure", "{n} TB"),
    "PB": QT_TRANSLATE_NOOP("Figure", "{n} PB"),
}
_TIMES = {
    "s": QT_TRANSLATE_NOOP("Figure", "{n} s"),
    "min": QT_TRANSLATE_NOOP("Figure", "{n} min"),
    "h": QT_TRANSLATE_NOOP("Figure", "{n} h"),
    "d": QT_TRANSLATE_NOOP("Figure", "{n} d"),
}


def use_locale(locale: QLocale) -> None:
    """Write figures and dates as they are written there."""
    QLocale.setDefault(locale)
    _locale.cache_clear()


@cache
def _locale() -> QLocale:
    """The window's. To make one anew gives the interpreter away, five times a row (row_painter)."""
    return QLocale()


def number(count: int) -> str:
    """12,345."""
    return _locale().toString(count)


def percent(fraction: float) -> str:
    """Rounded down, so that 100 % means all of it."""
    return translate("Figure", "{n} %").format(n=number(int(fraction * 100)))


def size(count: float) -> str:
    """Bytes in powers of ten, three figures: 4.20 MB."""
    value, digits, unit = scaled(count)
    return translate("Figure", _SIZES[unit]).format(n=_locale().toString(value, "f", digits))


def speed(rate: float) -> str:
    """Bytes per second."""
    return translate("Figure", "{size}/s").format(size=size(rate))


def duration(seconds: float) -> str:
    """The largest two units that matter: 4 min, 1 h 20 min, 12 s."""
    words = [translate("Figure", _TIMES[unit]).format(n=number(n)) for n, unit in parted(seconds)]
    if len(words) == 1:
        return words[0]
    return translate("Figure", "{larger} {smaller}").format(larger=words[0], smaller=words[1])


def hour(at: float) -> str:
    """The time of the day, of seconds since the epoch."""
    return _locale().toString(_local(at).time(), _SHORT)


def clock(at: float) -> str:
    """The time of the day with its seconds, always as wide."""
    return _locale().toString(_local(at).time(), "HH:mm:ss")


def date_and_time(at: float) -> str:
    """Day and hour, of seconds since the epoch."""
    return _locale().toString(_local(at), _SHORT, _calendar())


def moment(at: float, now: float) -> str:
    """A time as people say it: the hour today, else the day (both seconds since the epoch)."""
    then = _local(at).date()
    days = then.daysTo(_local(now).date())
    if days == 0:
        return hour(at)
    if days == 1:
        return translate("Date", "yesterday {time}").format(time=hour(at))
    return day(then)


def coming(at: float, now: float) -> str:
    """A time within the next days: the hour, and the day of the week if it is not today."""
    then = _local(at).date()
    if then == _local(now).date():
        return hour(at)
    name = _locale().standaloneDayName(then.dayOfWeek(), _SHORT)
    return translate("Date", "{day} {time}").format(day=name, time=hour(at))


def day(date: QDate) -> str:
    """A date in figures alone."""
    return _locale().toString(date, _SHORT, _calendar())


def whole_day(date: QDate) -> str:
    """A date in words, with its century."""
    return _locale().toString(date, QLocale.FormatType.LongFormat, _calendar())


def _local(at: float) -> QDateTime:
    return QDateTime.fromMSecsSinceEpoch(int(at * 1000))


def _calendar() -> QCalendar:
    """Iran and Afghanistan count their days by the sun since 622."""
    persian = _locale().language() is QLocale.Language.Persian
    return QCalendar(QCalendar.System.Jalali if persian else QCalendar.System.Gregorian)
