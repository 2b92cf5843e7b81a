"""Content-Disposition headers, and what Chromium and Firefox make of them.

What they make of them is what their own tests say, and else what their code does. Where the
two differ, a row says whom we follow and why. Bytes beyond ASCII stand as latin-1 letters,
which is how a header reaches its reader; Chromium is told the charset of the page it was on.
"""

from typing import NamedTuple

NAME = "a name is better than none"
LINK = "the link's own name is better than a broken one"
LIST = "these are several headers in one list, which both browsers refuse if they differ"
COMMA = "without quotes a comma is part of the name"
QUOTE = "a quoted string ends at its quote"
SEMICOLON = "a name without quotes ends at the semicolon"
ESCAPED = "a backslash is taken away once, and what it stands before stays"
LATER = "white space, controls and accents are settled when the name is made safe"
PAGE = "the letters tell what charset the page is in"
ONCE = "what is encoded once is decoded once"
BESIDE = "an escape is one beside other letters too"
BETWEEN = "only the white space between two encoded words goes"
APOSTROPHE = "scripts leave apostrophes as they are"
HARMLESS = "quotes around a sound value do no harm"
SOUND = "a sound filename comes before a broken filename*"
SECTIONS = "continuations hold the longer name"


class Row(NamedTuple):
    """A header, the name we take from it, and the names they do; empty for none."""

    header: str
    ours: str
    chromium: str
    firefox: str
    why: str  # where the three are not of one mind


def _both(header: str, name: str) -> Row:
    return Row(header, name, name, name, "")


def _chromium(header: str, name: str, firefox: str, why: str) -> Row:
    return Row(header, name, name, firefox, why)


def _firefox(header: str, name: str, chromium: str, why: str) -> Row:
    return Row(header, name, chromium, name, why)


ROWS = (
    # The examples of RFC 6266, section 5.
    _both("Attachment; filename=example.html", "example.html"),
    _both('INLINE; FILENAME= "an example.html"', "an example.html"),
    _both("attachment; filename*= UTF-8''%e2%82%ac%20rates", "\u20ac rates"),
    _both(
        "attachment; filename=\"EURO rates\"; filename*=utf-8''%e2%82%ac%20rates", "\u20ac rates"
    ),
    # The examples of RFC 8187, section 3.2.3 and 4.2, with our parameter.
    _both("attachment; filename=Economy", "Economy"),
    _both('attachment; filename="US-$ rates"', "US-$ rates"),
    _both("attachment; filename*=utf-8'en'%C2%A3%20rates", "\xa3 rates"),
    _both("attachment; filename*=UTF-8''%c2%a3%20and%20%e2%82%ac%20rates", "\xa3 and \u20ac rates"),
    _both(
        "attachment; filename=\"EURO exchange rates\"; filename*=utf-8''%e2%82%ac%20exchange%20rates",
        "\u20ac exchange rates",
    ),
    _both("attachment; filename*=iso-8859-1'en'%A3%20rates", "\xa3 rates"),
    # Only a disposition.
    _both("", ""),
    _both("inline", ""),
    _both("INLINE", ""),
    _both("attachment", ""),
    _both("ATTACHMENT", ""),
    _both('"attachment"', ""),
    _both('"inline"', ""),
    _both("attachment;", ""),
    _both("foobar", ""),
    _both("attachment;  ;;", ""),
    _both("attachment; filename", ""),
    _both("attachment; filename X", ""),
    _both("attachment filename=foo", ""),
    _both("attachment; size=12", ""),
    _both('attachment; creation-date="Wed, 12 Feb 1997 16:29:51 -0500"', ""),
    _both('attachment; example="filename=example.txt"', ""),
    _both("example=x", ""),
    # Plain names.
    _both("attachment; filename=foo.html", "foo.html"),
    _both('attachment; filename="foo.html"', "foo.html"),
    _both('inline; filename="foo.html"', "foo.html"),
    _both('inline; filename="Not an attachment!"', "Not an attachment!"),
    _both('inline; filename="foo.pdf"', "foo.pdf"),
    _both('ATTACHMENT; FILENAME="foo.html"', "foo.html"),
    _both("aTTachment; FileName=foo.html", "foo.html"),
    _both('attachment;filename="foo.html"', "foo.html"),
    _both('attachment; filename="0000000000111111111122222.txt"', "0000000000111111111122222.txt"),
    _both('attachment; foo="bar"; filename="foo.html"', "foo.html"),
    _both('attachment; foobar=x; filename="foo.html"', "foo.html"),
    _both('attachment; filename="foo.html"; size=12', "foo.html"),
    _both("attachment; filename=foo.html; size=12", "foo.html"),
    _both('attachment; filename="archive.tar.gz"', "archive.tar.gz"),
    _both("attachment; filename=abc,de.pdf", "abc,de.pdf"),
    _both('attachment; filename="Here\'s a semicolon;.html"', "Here's a semicolon;.html"),
    _both("attachment; filename='foo.bar'", "'foo.bar'"),
    _both("attachment; filename='foo;bar'", "'foo"),
    _both("attachment; filename=foo[1](2).html", "foo[1](2).html"),
    _both('attachment; filename="foo(1)[2]{3}&=+@.html"', "foo(1)[2]{3}&=+@.html"),
    _both("attachment; xfilename=foo.html", ""),
    _both("attachment; filenamex=foo.html", ""),
    _both('form-data; name="field"; filename="up.load"', "up.load"),
    _both('attachment; filename="-rf.txt"', "-rf.txt"),
    _both('attachment; filename=".htaccess"', ".htaccess"),
    _both('attachment; filename="no ending"', "no ending"),
    # White space in odd places.
    _both("attachment; filename =foo.html", "foo.html"),
    _both("attachment; filename= foo.html", "foo.html"),
    _both("attachment; filename = foo.html", "foo.html"),
    _both('attachment; filename =\x09"foo.html"', "foo.html"),
    _both("attachment; filename \x09\x09  =abcde.pdf", "abcde.pdf"),
    _both("  attachment; filename=foo.html", "foo.html"),
    _both("attachment; filename=foo.html ;", "foo.html"),
    _both("attachment; filename=foo.html   ", "foo.html"),
    _both("attachment;    filename=foo.html", "foo.html"),
    _both("attachment; \x09filename=foo.html", "foo.html"),
    _both("attachment ;filename=foo.html", "foo.html"),
    _both("attachment; filename=foo bar.html", "foo bar.html"),
    _both("attachment; filename=My Downloaded File.exe", "My Downloaded File.exe"),
    _both("attachment; filename=foo bar; size=3", "foo bar"),
    _both('attachment; filename="foo bar.html"', "foo bar.html"),
    _both('attachment; filename="a  b.html"', "a  b.html"),
    _firefox("attachment; filename=foo\x09bar.html", "foo\x09bar.html", "foo bar.html", LATER),
    _both("attachment; filename=      ", ""),
    _firefox('attachment; filename="   "', "   ", "", LATER),
    _both("attachment; filename* = UTF-8''foo.html", "foo.html"),
    _both("attachment; filename *=UTF-8''foo.html", ""),
    # No disposition, or more than one.
    _both("filename=foo.html", "foo.html"),
    _both('filename="foo.html"', "foo.html"),
    _both('filename= "foo.html"', "foo.html"),
    _both("; filename=foo.html", "foo.html"),
    _both("x=y; filename=foo.html", "foo.html"),
    _chromium("filename=foo.html; attachment", "foo.html", "", NAME),
    _chromium("filename=foo.html; size=3", "foo.html", "", NAME),
    _chromium('filename="foo;bar.html"', "foo;bar.html", "", NAME),
    _both("example; filename=x", "x"),
    _firefox("inline; attachment; filename=foo.html", "foo.html", "", NAME),
    _firefox("attachment; inline; filename=foo.html", "foo.html", "", NAME),
    _both("a_file_name.txt", ""),
    _both("filename*=UTF-8''foo.html", "foo.html"),
    _firefox('"foo; filename=bar;baz"; filename=qux', "bar", "", NAME),
    _chromium(
        "filename=foo.html, filename=bar.html", "foo.html, filename=bar.html", "bar.html", COMMA
    ),
    _firefox("attachment, filename=foo.html", "foo.html", "", NAME),
    # Several headers, as one list.
    _firefox(
        'attachment; filename="foo.html", attachment; filename="bar.html"',
        "foo.html",
        'foo.html", attachment',
        QUOTE,
    ),
    Row(
        "attachment; filename=foo.html, attachment; filename=bar.html",
        "foo.html",
        "foo.html, attachment",
        "foo.html, attachment",
        LIST,
    ),
    Row(
        "attachment; filename=foo.html, attachment; filename=foo.html",
        "foo.html",
        "foo.html, attachment",
        "foo.html, attachment",
        LIST,
    ),
    Row(
        "attachment; filename*=UTF-8''foo.html, attachment; filename=bar.html",
        "foo.html",
        "foo.html, attachment",
        "foo.html, attachment",
        LIST,
    ),
    _firefox("inline, attachment; filename=foo.html", "foo.html", "", NAME),
    # Nothing where a name should be.
    _both("attachment; filename=", ""),
    _both('attachment; filename=""', ""),
    Row("attachment; filename=; filename=foo.html", "foo.html", "", "", NAME),
    _chromium('attachment; filename=""; filename=foo.html', "foo.html", "", NAME),
    _both("attachment; filename=; size=3", ""),
    _both('attachment; filename="', ""),
    _both("attachment; filename*=", ""),
    _both("attachment; filename*=UTF-8''", ""),
    _both("attachment; filename*=UTF-8''; filename=foo.html", "foo.html"),
    _both("attachment; =foo.html", ""),
    _firefox("attachment; filename==", "=", "", NAME),
    # The same parameter twice.
    _both('attachment; filename="foo.html"; filename="bar.html"', "foo.html"),
    _both("attachment; filename=first; filename=wrong", "first"),
    _both("attachment; filename*=UTF-8''first; filename*=UTF-8''second", "first"),
    _both("attachment; filename=plain; filename*=UTF-8''sound; filename=other", "sound"),
    # Quotes and backslashes.
    _both('attachment; filename="f\\oo.html"', "foo.html"),
    _both('attachment; filename="\\"quoting\\" tested.html"', '"quoting" tested.html'),
    _both('attachment; foo="\\"\\\\";filename="foo.html"', "foo.html"),
    _both('attachment; filename="a\\"b.html"', 'a"b.html'),
    _both('attachment; filename="\\\\foo.html"', "\\foo.html"),
    _both('attachment; filename="back\\\\slash.html"', "back\\slash.html"),
    _both('attachment; filename="/foo.html"', "/foo.html"),
    _both('attachment; filename="../../etc/passwd"', "../../etc/passwd"),
    _both('attachment; filename="C:\\Users\\me\\a.txt"', "C:Usersmea.txt"),
    _both("attachment; filename=C:\\Users\\me\\a.txt", "C:\\Users\\me\\a.txt"),
    _both("attachment; filename=f\\oo.html", "f\\oo.html"),
    _both('attachment; filename="bar', "bar"),
    _both('attachment; filename="bar; size=3', "bar; size=3"),
    _both('attachment; filename=bar"', 'bar"'),
    _firefox('attachment; filename="foo.html".txt', "foo.html", 'foo.html".txt', QUOTE),
    _both('attachment; filename="foo.html"; ".txt"', "foo.html"),
    _firefox('attachment; filename=foo"bar;baz"qux', 'foo"bar', 'foo"bar;baz"qux', SEMICOLON),
    _both('attachment; filename=foo "bar" baz.txt', 'foo "bar" baz.txt'),
    _firefox('attachment; filename="foo\\"', 'foo"', "foo", ESCAPED),
    _both('attachment; filename="\\', "\\"),
    _both('attachment; foo="; filename=bad.html"; filename="foo.html"', "foo.html"),
    _both('attachment; foo=";filename=foo.html', ""),
    _both("attachment; filename='it\\'s'", "'it\\'s'"),
    _both("attachment; filename=\xe2\x80\x9cfoo\xe2\x80\x9d.html", "\u201cfoo\u201d.html"),
    _chromium('attachment; filename="a\\\\\\"b"', 'a\\"b', 'a"b', ESCAPED),
    # Missing separators and values.
    _both("attachment; foo=foo filename=bar", ""),
    _both("attachment; filename=bar foo=foo", "bar foo=foo"),
    _both("attachment; extension=bla filename=foo", ""),
    _firefox("attachment; badparameter; filename=foo", "foo", "", NAME),
    _both("attachment; ; filename=foo", "foo"),
    _both("attachment; filename=foo; trouble", "foo"),
    _both("attachment; filename=foo; =bar", "foo"),
    _firefox("attachment; =bar; filename=foo", "foo", "", NAME),
    _both("attachment; filename:foo.html", ""),
    _firefox('attachment; filename="foo"size=3; filename=bar', "foo", 'foo"size=3', QUOTE),
    # Percent-escapes in a plain name.
    _both('attachment; filename="foo-%41.html"', "foo-A.html"),
    _both('attachment; filename="50%.html"', "50%.html"),
    _both('attachment; filename="100% sure.html"', "100% sure.html"),
    _both('attachment; filename="foo-%\\41.html"', "foo-A.html"),
    _both('attachment; filename="foo-%c3%a4-%e2%82%ac.html"', "foo-ä-\u20ac.html"),
    _both('attachment; filename="%EC%98%88%EC%88%A0%20%EC%98%88%EC%88%A0.jpg"', "예술 예술.jpg"),
    _both("attachment; filename=%E5%B2%A1%E3%80%80%E5%B2%A1.txt", "岡\u3000岡.txt"),
    _both('attachment; filename="abc%20de.pdf"', "abc de.pdf"),
    _both('attachment; filename="a+b.pdf"', "a+b.pdf"),
    _both('attachment; filename="%F0%90%8C%B0abc.jpg"', "𐌰abc.jpg"),
    _both('attachment; filename="%2e%2e%2fpasswd"', "../passwd"),
    _firefox('attachment; filename="%B7%DD%BD%D1.png"', "%B7%DD%BD%D1.png", "", NAME),
    _firefox("attachment; filename=%EC%98%88%EC%88%A", "%EC%98%88%EC%88%A", "", NAME),
    _firefox('attachment; filename="%E4.html"', "%E4.html", "", NAME),
    _both('attachment; filename="%zz.html"', "%zz.html"),
    _both('attachment; filename="a%2500b.txt"', "a%00b.txt"),
    _chromium('attachment; filename="foo%00bar.jpg"', "foo\x00bar.jpg", "foo%00bar.jpg", LATER),
    _both('attachment; filename="%22quoted%22.txt"', '"quoted".txt'),
    # Bytes beyond ASCII: UTF-8.
    _both('attachment; filename="foo-\xc3\xa4.html"', "foo-ä.html"),
    _both("attachment; filename=foo-\xc3\xa4.html", "foo-ä.html"),
    _both('attachment; filename="\xe6\x97\xa5\xe6\x9c\xac\xe8\xaa\x9e.zip"', "日本語.zip"),
    _both(
        "attachment; filename=\xec\xa4\x91\xec\x9a\x94\xed\x95\x9c \xeb\xac\xb8\xec\x84\x9c.hwp",
        "중요한 문서.hwp",
    ),
    _both(
        'attachment; filename="\xd0\x9f\xd1\x80\xd0\xb8\xd0\xb2\xd0\xb5\xd1\x82 \xd0\xbc\xd0\xb8\xd1\x80.txt"',
        "Привет мир.txt",
    ),
    _both('attachment; filename="\xd9\x85\xd8\xb3\xd8\xaa\xd9\x86\xd8\xaf.pdf"', "مستند.pdf"),
    _both('attachment; filename="party \xf0\x9f\x8e\x89.png"', "party \U0001f389.png"),
    _both("attachment; filename=\"\xc3\xa4.html\"; filename*=UTF-8''%e2%82%ac.html", "\u20ac.html"),
    _firefox(
        'attachment; filename="na\xc3\xafve%20\xc3\xa4.html"',
        "naïve ä.html",
        "naïve%20ä.html",
        BESIDE,
    ),
    # Bytes beyond ASCII: what pages in other charsets are served with.
    _both('attachment; filename="foo-\xe4.html"', "foo-ä.html"),
    _both("attachment; filename=caf\xe9.png", "café.png"),
    _both('attachment; filename="Gr\xf6\xdfe.pdf"', "Größe.pdf"),
    _both('attachment; filename="a\xf1o nuevo.pdf"', "año nuevo.pdf"),
    _chromium(
        'attachment; filename="\xcf\xc2\xd4\xd8\xce\xc4\xbc\xfe.zip"',
        "下载文件.zip",
        "ÏÂÔØÎÄ\xbcþ.zip",
        PAGE,
    ),
    _chromium(
        "attachment; filename=\xb8\xf6\xc8\xcb\xbc\xf2\xc0\xfa.doc",
        "个人简历.doc",
        "\xb8öÈË\xbcòÀú.doc",
        PAGE,
    ),
    _chromium(
        'attachment; filename="2023\xc4\xea\xb9\xa4\xd7\xf7\xd7\xdc\xbd\xe1(\xd7\xee\xd6\xd5\xb0\xe6).docx"',
        "2023年工作总结(最终版).docx",
        "2023Äê\xb9\xa4\xd7\xf7\xd7Ü\xbdá(\xd7îÖÕ\xb0æ).docx",
        PAGE,
    ),
    _chromium(
        'attachment; filename="\x97\x9a\x97\xf0\x8f\x91.doc"',
        "履歴書.doc",
        "\x97\x9a\x97ð\x8f\x91.doc",
        PAGE,
    ),
    _chromium(
        "attachment; filename=\x83\\\x83t\x83g\x88\xea\x97\x97\x95\\.xls",
        "ソフト一覧表.xls",
        "\x83\\\x83t\x83g\x88ê\x97\x97\x95\\.xls",
        PAGE,
    ),
    _chromium(
        'attachment; filename="\x90V\x8bK\x83e\x83L\x83X\x83g \x83h\x83L\x83\x85\x83\x81\x83\x93\x83g.txt"',
        "新規テキスト ドキュメント.txt",
        "\x90V\x8bK\x83e\x83L\x83X\x83g \x83h\x83L\x83\x85\x83\x81\x83\x93\x83g.txt",
        PAGE,
    ),
    _chromium('attachment; filename="\xbb\xf1\xce\xc1.pdf"', "資料.pdf", "\xbbñÎÁ.pdf", PAGE),
    _chromium(
        'attachment; filename="\xc0\xcc\xb7\xc2\xbc\xad.hwp"',
        "이력서.hwp",
        "ÀÌ\xb7Â\xbc\xad.hwp",
        PAGE,
    ),
    _chromium(
        "attachment; filename=\xba\xb8\xb0\xed\xbc\xad \xc3\xd6\xc1\xbe.pdf",
        "보고서 최종.pdf",
        "º\xb8\xb0í\xbc\xad ÃÖÁ\xbe.pdf",
        PAGE,
    ),
    _chromium(
        'attachment; filename="\xa4U\xb8\xfc\xc0\xc9\xae\xd7.zip"',
        "下載檔案.zip",
        "\xa4U\xb8üÀÉ\xae\xd7.zip",
        PAGE,
    ),
    _chromium(
        "attachment; filename=\xbci\xbe\xfa\xaa\xed.doc", "履歷表.doc", "\xbci\xbeúªí.doc", PAGE
    ),
    _chromium(
        'attachment; filename="\xce\xf2\xf7\xb8\xf2 \xe7\xe0 \xe3\xee\xe4.doc"',
        "Отчёт за год.doc",
        "Îò\xf7\xb8ò çà ãîä.doc",
        PAGE,
    ),
    _chromium(
        'attachment; filename="\xe4\xcf\xcb\xd5\xcd\xc5\xce\xd4.doc"',
        "Документ.doc",
        "äÏËÕÍÅÎÔ.doc",
        PAGE,
    ),
    _both('attachment; filename="IT839\x04\xb5(m8)2.pdf"', "IT839\x04µ(m8)2.pdf"),
    # Encoded words.
    _both('attachment; filename="=?ISO-8859-1?Q?foo-=E4.html?="', "foo-ä.html"),
    _both("attachment; filename==?ISO-8859-1?Q?foo-=E4.html?=", "foo-ä.html"),
    _both('attachment; filename="=?UTF-8?Q?foo-=C3=A4.html?="', "foo-ä.html"),
    _both('attachment; filename="=?utf-8?B?Zm9vLcOkLmh0bWw=?="', "foo-ä.html"),
    _both('attachment; filename="=?EUC-JP?Q?=B7=DD=BD=D13=2Epng?="', "芸術3.png"),
    _both("attachment; filename==?eUc-Kr?b?v7m8+iAzLnBuZw==?=", "예술 3.png"),
    _both("attachment; filename==?utf-8?Q?=E8=8A=B8=E8=A1=93_3=2Epng?=", "芸術 3.png"),
    _both('attachment; filename="=?gb2312?B?tPq+xi56aXA=?="', "代酒.zip"),
    _both('inline; filename="=?iso88591?Q?caf=e9_=2epng?="', "café .png"),
    _firefox('inline; filename="=?iso88591?Q?caf=E9_?= .png"', "café  .png", "café .png", BETWEEN),
    _both(
        'inline; filename="=?euc-kr?b?v7m8+iAz?= =?ksc5601?q?=BF=B9=BC=FA=2Epng?="',
        "예술 3예술.png",
    ),
    _firefox(
        'attachment; filename="=?windows-1252?Q?caf=E9?=  =?iso-8859-7?b?4eI=?= .png"',
        "caféαβ .png",
        "caféαβ.png",
        BETWEEN,
    ),
    _firefox('attachment; filename="=?UTF-8?Q?foo?=.txt"', "foo.txt", "", NAME),
    _firefox('attachment; filename="a =?UTF-8?Q?b?= c.txt"', "a b c.txt", "a bc.txt", BETWEEN),
    _both('attachment; filename="=?utf-8?B?5pel5pys?= =?utf-8?B?6Kqe?="', "日本語"),
    _chromium('attachment; filename="=?utf-8?B?5pel5p?= =?utf-8?B?ys6Kqe?="', "", "日本語", LINK),
    _firefox('attachment; filename="=?UTF-8*en?Q?foo?="', "foo", "", NAME),
    _both('attachment; filename="what=?.txt"', "what=?.txt"),
    _firefox('attachment; filename="=?.txt"', "=?.txt", "", NAME),
    _chromium("attachment; filename==?iiso88591?Q?caf=EG?=", "", "caf=EG", LINK),
    _chromium("attachment; filename==?iso88591?Q?caf=E3?", "", "=?iso88591?Q?caf=E3?", LINK),
    _firefox("attachment; filename==?iso88591?Q?caf=E3?==", "cafã=", "", NAME),
    _firefox("attachment; filename==?iso88591?Q?caf=E3?=?=", "cafã?=", "", NAME),
    _chromium("attachment; filename==?bogus?Q?foo?=", "", "foo", LINK),
    _both("attachment; filename==?utf-8?B?%%%?=", ""),
    _both(
        "attachment; filename=\"=?ISO-8859-1?Q?foo-=E4.html?=\"; filename*=UTF-8''sound.html",
        "sound.html",
    ),
    _chromium('attachment; filename="=?utf-8?Q?100%25.txt?="', "100%25.txt", "100%.txt", ONCE),
    # Extended names, RFC 8187.
    _both("attachment; filename*=iso-8859-1''foo-%E4.html", "foo-ä.html"),
    _both("attachment; filename*=UTF-8''foo-%c3%a4-%e2%82%ac.html", "foo-ä-\u20ac.html"),
    _firefox(
        "attachment; filename*=UTF-8''foo-a%cc%88.html", "foo-a\u0308.html", "foo-ä.html", LATER
    ),
    _both("attachment; filename*=utf-8'en'foo.html", "foo.html"),
    _both("attachment; filename*=UTF-8'de-AT'%C3%A4.txt", "ä.txt"),
    _both("attachment; filename*= UTF-8''foo-%c3%a4.html", "foo-ä.html"),
    _both("attachment; FILENAME*=UTF-8''foo.html", "foo.html"),
    _chromium("attachment; filename*=UTF-8''A-%2541.html", "A-%41.html", "A-A.html", ONCE),
    _both("attachment; filename*=UTF-8''%5cfoo.html", "\\foo.html"),
    _both("attachment; filename*=UTF-8''..%2f..%2fpasswd", "../../passwd"),
    _both("attachment; filename*=EUC-JP''%B7%DD%BD%D13%2Epng", "芸術3.png"),
    _both("attachment; filename*=Euc-Kr'ko'%BF%B9%BC%FA%2Epng", "예술.png"),
    _both("attachment; filename*=GBK''%CF%C2%D4%D8.zip", "下载.zip"),
    _both("attachment; filename*=windows-1252''caf%E9.png", "café.png"),
    _both("attachment; filename*=UTF-8''%F0%90%8C%B0%203.png", "𐌰 3.png"),
    _both("attachment; filename*=ISO-8859-1''%c3%a4", "Ã\xa4"),
    _both("attachment; filename*=ISO-8859-1''%e2%82%ac", "â\u201a\xac"),
    _both("attachment; filename=\"foo-ae.html\"; filename*=UTF-8''foo-%c3%a4.html", "foo-ä.html"),
    _both("attachment; filename*=UTF-8''foo-%c3%a4.html; filename=\"foo-ae.html\"", "foo-ä.html"),
    _both("attachment; filename=basic; filename*=UTF-8''extended; size=3", "extended"),
    _firefox("attachment; filename*=UTF-8''it's (1)*.html", "it's (1)*.html", "", APOSTROPHE),
    _both("attachment; filename*=UTF-8''cafe foo.png", "cafe foo.png"),
    # Extended names that are not quite right.
    _firefox("attachment; filename*=\"UTF-8''foo-%c3%a4.html\"", "foo-ä.html", "", NAME),
    _firefox(
        'attachment; filename="plain.html"; filename*="UTF-8\'\'quoted.html"',
        "quoted.html",
        "plain.html",
        HARMLESS,
    ),
    _firefox('attachment; filename*="a%20b"', "a b", "", NAME),
    _chromium(
        'attachment; filename*="foo%20bar.html"; filename=plain.html',
        "plain.html",
        "foo bar.html",
        SOUND,
    ),
    _firefox("attachment; filename*=foo.html", "foo.html", "", NAME),
    _firefox("attachment; filename*=foo-%41.html", "foo-A.html", "", NAME),
    _firefox("attachment; filename*=''foo-%c3%a4-%e2%82%ac.html", "foo-ä-\u20ac.html", "", NAME),
    _firefox("attachment; filename*=''foo", "foo", "", NAME),
    _firefox("attachment; filename*=UTF-8'foo-%41.html", "foo-A.html", "", NAME),
    _chromium(
        "attachment; filename*=UTF-8'foo-%41.html; filename=bar.html",
        "bar.html",
        "foo-A.html",
        SOUND,
    ),
    _firefox("attachment; filename*=foo'.html", ".html", "", NAME),
    _firefox("attachment; filename*=''foo'.html", "foo'.html", "", NAME),
    _firefox("attachment; filename*=bogus_charset''foo.html", "foo.html", "", NAME),
    _chromium(
        "attachment; filename*=bogus_charset''foo.html; filename=plain.html",
        "plain.html",
        "foo.html",
        SOUND,
    ),
    _both("attachment; filename*=UTF-8''A%e4B", ""),
    _both("attachment; filename*=UTF-8''A%e4B; filename=fallback", "fallback"),
    _firefox("attachment; filename*=UTF-8''f%oo; filename=bar", "bar", "f%oo", SOUND),
    _firefox("attachment; filename*=UTF-8''foo%; filename=bar", "bar", "foo%", SOUND),
    _chromium("attachment; filename*=UTF-8''100%", "100%", "", NAME),
    _chromium("attachment; filename*=%c3%a4.html; filename=ae.html", "ae.html", "ä.html", SOUND),
    _firefox("attachment; filename*=iso-8859-1'es'f\xfa.html", "fú.html", "", NAME),
    _firefox("attachment; filename*=utf-8'es'f\xce\xba.html", "fκ.html", "", NAME),
    _both("attachment; filename**=UTF-8''0", ""),
    _both("attachment; filename=basic; filename**=UTF-8''0", "basic"),
    _chromium(
        "attachment; filename*=unicode_escape''%5Cq; filename=ae.html", "ae.html", "\\q", SOUND
    ),
    _chromium("attachment; filename*=idna''xn--a; filename=ae.html", "ae.html", "xn--a", SOUND),
    # Continuations, RFC 2231.
    _firefox('attachment; filename*0="foo."; filename*1="html"', "foo.html", "", NAME),
    _firefox("attachment; filename*0=foo; filename*1=bar", "foobar", "", NAME),
    _firefox("attachment; filename*1=bar; filename*0=foo", "foobar", "", NAME),
    _firefox(
        "attachment; filename*0*=UTF-8''foo-%c3%a4; filename*1=\".html\"", "foo-ä.html", "", NAME
    ),
    _firefox(
        "attachment; filename*0*=UTF-8''foo-%c3; filename*1*=%a4.html", "foo-ä.html", "", NAME
    ),
    _firefox(
        "attachment; filename*0*=UTF-8''multi; filename*1=line; filename*2*=%20extended",
        "multiline extended",
        "",
        NAME,
    ),
    _firefox("attachment; filename*0*=''foo; filename*1=bar", "foobar", "", NAME),
    _firefox(
        "attachment; filename=basic; filename*0=foo; filename*1=bar", "foobar", "basic", SECTIONS
    ),
    _both(
        "attachment; filename=basic; filename*=UTF-8''extended; filename*0=foo; filename*1=bar",
        "extended",
    ),
    _firefox("attachment; filename*0=foo; filename*2=bar", "foo", "", NAME),
    _firefox("attachment; filename*0=foo; filename*01=bar", "foo", "", NAME),
    _both("attachment; filename*1=bar; filename*2=baz", ""),
    _both("attachment; filename=basic; filename*1=bar", "basic"),
    _firefox(
        "attachment; filename*0=first; filename*0=wrong; filename=basic", "first", "basic", SECTIONS
    ),
    _firefox(
        "attachment; filename*0=first; filename*1=second; filename*0=wrong", "firstsecond", "", NAME
    ),
    _firefox(
        "attachment; filename*0=UTF-8''unescaped; filename*1*=%20so",
        "UTF-8''unescaped so",
        "",
        NAME,
    ),
    _firefox(
        "attachment; filename=basic; filename*0*=UTF-8''0; filename*1a=1", "0", "basic", SECTIONS
    ),
    _both("attachment; filename*0*=UTF-8''A%e4B; filename=fallback", "fallback"),
    _firefox(
        'attachment; filename=basic; filename*0="foo"; filename*1="\\b\\a\\r.html"',
        "foobar.html",
        "basic",
        SECTIONS,
    ),
    _firefox(
        "attachment; filename=basic; filename*0*=UTF-8''0; filename*1111111111111111=1",
        "0",
        "basic",
        SECTIONS,
    ),
    _firefox(
        "attachment; filename*0=0; filename*1=1; filename*2=2; filename*3=3; filename*4=4; filename*5=5; filename*6=6; filename*7=7; filename*8=8; filename*9=9; filename*10=0; filename*11=1",
        "012345678901",
        "",
        NAME,
    ),
    _both(
        "attachment; filename*0*=ISO-8859-15''euro-sign%3d%a4; filename*=ISO-8859-1''currency-sign%3d%a4",
        "currency-sign=\xa4",
    ),
    _both("attachment; filename*-1=foo", ""),
    _both("attachment; filename*0*=\"UTF-8''foo\"; filename=basic", "basic"),
    # A parameter called name.
    _both('inline; name="abcde.pdf"', ""),
    _both("attachment; name=abcde.pdf", ""),
    _both("name=abcde.pdf", ""),
    _both('attachment; name="foo"; filename="bar"', "bar"),
    _both('attachment; filename="bar"; name="foo"', "bar"),
    _both("attachment; name*=UTF-8''foo.pdf", ""),
    _both('form-data; name="upload"', ""),
)
