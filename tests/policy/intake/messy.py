"""Texts as people really have them on the clipboard, and the links that are in them."""

X, Y, Z = "https://a.example/x", "https://b.example/y", "https://c.example/z"
LONG = "https://lists.example/archive/2024/very-long-name-of-a-folder/and-of-a-file/"

MESSY: dict[str, tuple[str, list[str]]] = {
    # --- sentences ---------------------------------------------------------------------------
    "nothing": ("", []),
    "blanks": (" \n\t\r\n ", []),
    "words": ("no links here, not even a.example/x or 10/2 or e.g. this", []),
    "alone": (X, [X]),
    "full stop": (f"See {X}.", [X]),
    "commas": (f"see {X}, {Y}; and {Z}!", [X, Y, Z]),
    "question": (f"Is it {X}? Or {Y}?!", [X, Y]),
    "ellipsis": (f"Look at {X}... or {Y}…", [X, Y]),
    "colon": (f"{X}: the first\n{Y}:", [X, Y]),
    "dash": (f"{X}—the best one", [X]),
    "apostrophe inside": (
        "https://wiki.example/Schrödinger's_cat is fun",
        ["https://wiki.example/Schrödinger's_cat"],
    ),
    "underscore at the end": ("id https://a.example/v?id=dQw4_", ["https://a.example/v?id=dQw4_"]),
    "tilde at the end": ("https://a.example/notes.txt~", ["https://a.example/notes.txt~"]),
    "percent": ("https://a.example/100%", ["https://a.example/100%"]),
    "two in a row": (
        "http://a.example/x.ziphttp://b.example/y.zip",
        ["http://a.example/x.zip", "http://b.example/y.zip"],
    ),
    "scheme twice": ("http://https://a.example/x", [X]),
    "capitals": ("HTTPS://A.Example/X", ["https://a.example/X"]),
    "host alone": ("go to https://a.example!", ["https://a.example/"]),
    "query without path": ("https://a.example?q=1", ["https://a.example/?q=1"]),
    "fragment": (f"{X}#one and {X}#two", [X]),
    "repeated": (f"{X}\n{Y}\n{X}", [X, Y]),
    "one address spelt twice": (f"{X} HTTPS://A.EXAMPLE:443/x https://a.example/./x", [X]),
    "inner link in the path": (
        "https://archive.example/web/2020/http://old.example/a?b=c",
        ["https://archive.example/web/2020/http://old.example/a?b=c"],
    ),
    "inner link in the query": (
        f"https://r.example/go?to={X}&n=1",
        [f"https://r.example/go?to={X}&n=1"],
    ),
    "inner link, encoded": (
        "https://r.example/go?to=https%3A%2F%2Fb.example%2Fy",
        ["https://r.example/go?to=https%3A%2F%2Fb.example%2Fy"],
    ),
    # --- brackets and quotes -------------------------------------------------------------------
    "in brackets": (f"({X}) [{Y}] {{{Z}}}", [X, Y, Z]),
    "in brackets with a dot": (f"(see {X}).", [X]),
    "bracket inside": (
        "https://wiki.example/Foo_(bar) and (https://wiki.example/Baz_(qux))",
        ["https://wiki.example/Foo_(bar)", "https://wiki.example/Baz_(qux)"],
    ),
    "bracket inside and out": (
        "(https://wiki.example/Foo_(bar)_baz).",
        ["https://wiki.example/Foo_(bar)_baz"],
    ),
    "bracket only opened": (f"{X}(mirror: {Y})", [X, Y]),
    "square brackets in a query": ("https://a.example/x?y=1&z=[2]", ["https://a.example/x?y=1&z=[2]"]),
    "empty brackets": ("https://a.example/x?tag[]=1", ["https://a.example/x?tag[]=1"]),
    "angle brackets": (f"<{X}>, <URL:{Y}>", [X, Y]),
    "double quotes": (f'"{X}","{Y}"', [X, Y]),
    "single quotes": (f"'{X}','{Y}'", [X, Y]),
    "typographic quotes": (f"“{X}” ‘{Y}’ «{Z}»", [X, Y, Z]),
    "backticks": (f"`{X}` ```{Y}```", [X, Y]),
    "a tuple": (f"('{X}', 200), (\"{Y}\", 404)", [X, Y]),
    # --- Markdown and its kin ------------------------------------------------------------------
    "markdown link": (f"[text]({X}) and [other]({Y} 'title')", [X, Y]),
    "markdown image in a link": (
        "[![build](http://a.example/badge.svg)](http://b.example/ci)",
        ["http://a.example/badge.svg", "http://b.example/ci"],
    ),
    "markdown reference": (f'[1]: {X}\n[two]: <{Y}> "Title"', [X, Y]),
    "markdown emphasis": (f"**{X}** and _{Y}_ and *{Z}*", [X, Y, Z]),
    "markdown strike": (f"~~{X}~~", [X]),
    "markdown escape": (r"https://a.example/foo\_bar.zip", ["https://a.example/foo_bar.zip"]),
    "markdown table": (f"| name | link |\n|---|---|\n| a | {X} |\n|b|{Y}|", [X, Y]),
    "markdown list": (f"- [ ] {X}\n- [x] {Y},\n1. {Z};", [X, Y, Z]),
    "bbcode": (
        f"[url={X}]text[/url] [url]{Y}[/url] [img]http://a.example/i.png[/img]",
        [X, Y, "http://a.example/i.png"],
    ),
    "wiki link": (f"[{X} label] [[{Y}|label]]", [X, Y]),
    "org link": (f"[[{X}][label]]", [X]),
    "restructured text": (f"`text <{X}>`_ and .. _target: {Y}", [X, Y]),
    "latex": (rf"\url{{{X}}} \href{{{Y}}}{{text}}", [X, Y]),
    "chat": (f"<{X}|label> and <{Y}>", [X, Y]),
    # --- mails ---------------------------------------------------------------------------------
    "quoted mail": (f"> On Monday you wrote:\n>> {X}\n> {Y}\nYes.", [X, Y]),
    "broken in angle brackets": (
        "see <https://a.example/very/long/\n   path/file.zip> for it",
        ["https://a.example/very/long/path/file.zip"],
    ),
    "broken over three lines": (
        "<https://a.example/one\n/two\n/three\n>",
        ["https://a.example/one/two/three"],
    ),
    "broken in a quoted mail": (
        "> > <https://a.example/very/long/\n> > path/file.zip>",
        ["https://a.example/very/long/path/file.zip"],
    ),
    "not broken": (f"<{X}\nand text> <{Y}\n{Z}>", [X, Y, Z]),
    "soft line break": (
        f"Please fetch\n{LONG[:75]}=\n{LONG[75:]}file=3Dname.zip\nby Monday.",
        [f"{LONG}file=name.zip"],
    ),
    "soft break elsewhere": (
        "This mail has lines that are broken where they would be too long for it=\n"
        ". And a link: https://a.example/get?id=3D12&n=3D4 .\n",
        ["https://a.example/get?id=12&n=4"],
    ),
    "equals sign at the end of a line": (
        "https://a.example/get?token=\nabc",
        ["https://a.example/get?token="],
    ),
    "token with padding": ("https://a.example/get?t=YWJj=3D", ["https://a.example/get?t=YWJj=3D"]),
    # --- programs ------------------------------------------------------------------------------
    "log": (
        f"2024-01-02T03:04:05Z [INFO] GET {X} HTTP/1.1\" 200 -\nerror={Y} status=404\n",
        [X, Y],
    ),
    "json in a log": (
        '{"level":"info","url":"http:\\/\\/a.example\\/x.zip?a=1\\u0026b=2"} done',
        ["http://a.example/x.zip?a=1&b=2"],
    ),
    "python list": (f"urls = ['{X}', '{Y}',\n        '{Z}']", [X, Y, Z]),
    "html as text": (
        f"&lt;a href=&quot;{X}?a=1&amp;b=2&quot;&gt;",
        [f"{X}?a=1&b=2"],
    ),
    "an entity": (f"{X}?a=1&amp;b=2 and {Y}&gt;", [f"{X}?a=1&b=2", Y]),
    "xml": (f"<loc>{X}</loc><enclosure url='{Y}' length='3'/>", [X, Y]),
    "css": (f"background: url({X}) no-repeat, url('{Y}')", [X, Y]),
    "git": (f"git clone {X}.git && pip install git+{Y}.git", [f"{X}.git", f"{Y}.git"]),
    "environment": (f"URL={X}\nexport OTHER=\"{Y}\"", [X, Y]),
    "a row of a spreadsheet": (f"Monday\t{X}\t3\nTuesday\t{Y}\t4", [X, Y]),
    "separated by bars": (f"{X}|{Y}|{Z}", [X, Y, Z]),
    "separated by commas": (f"{X},{Y},{Z}", [X, Y, Z]),
    "separated by semicolons": (f"{X};{Y};", [X, Y]),
    "a comma in the path": ("https://a.example/w_1,h_2/x.jpg", ["https://a.example/w_1,h_2/x.jpg"]),
    "old Mac line ends": (f"{X}\r{Y}\r\n{Z}", [X, Y, Z]),
    "shell prose": (f"curl is a tool, see {X}.", [X]),
    # --- other scripts -------------------------------------------------------------------------
    "Chinese": (f"下载：{X}，或者（{Y}）。", [X, Y]),
    "Chinese without a gap": (
        "请下载https://a.example/报告2024.zip谢谢",
        ["https://a.example/报告2024.zip"],
    ),
    "Chinese behind a host": ("访问https://www.a.com查看", ["https://www.a.com/"]),
    "Japanese": (f"「{X}」、『{Y}』。", [X, Y]),
    "Japanese path": (
        "https://ja.wiki.example/wiki/日本語_(言語)です",
        ["https://ja.wiki.example/wiki/日本語_(言語)です"],
    ),
    "Korean": (f"링크: {X}입니다".replace("x입", "x.zip입"), [f"{X}.zip"]),
    "letters of many scripts": (
        "http://bücher.example/ä http://пример.example/ы http://हिन्दी.example/",
        ["http://xn--bcher-kva.example/ä", "http://xn--e1afmkfd.example/ы",
         "http://xn--j2bd4cyah0f.example/"],
    ),
    "iteration mark": ("http://a.example/佐々木.zip", ["http://a.example/佐々木.zip"]),
    "invisible": (f"{X}\u200b {Y[:-1]}\u00ad\u200by\ufeff", [X, Y]),
    "right to left": (f"\u202b{X}\u202c \u2066{Y}\u2069", [X, Y]),
    # --- no scheme, odd schemes ----------------------------------------------------------------
    "www": ("www.a.example/x, (www.b.example) WWW.C.example/z.", [
        "https://www.a.example/x", "https://www.b.example/", "https://www.c.example/z"]),
    "no www": ("www.a www. www.-- http-www.a.example/x me@www.a.example //www.a.example/x", []),
    "defanged": (
        "hxxps://evil[.]a[.]example/x.exe hxxp://b(.)example/y hXXp[:]//c[dot]example/z",
        ["https://evil.a.example/x.exe", "http://b.example/y", "http://c.example/z"],
    ),
    "bare": (
        "get dl.example.com/pub/file.zip or example.org:8080/a/b.tar.gz?x=1 now",
        ["https://dl.example.com/pub/file.zip", "https://example.org:8080/a/b.tar.gz?x=1"],
    ),
    "bare and doubtful": (
        "src/main.rs lib.py/x.zip readme.md/a.png a.com b.com/page me@c.com/x.zip ../d.com/x.zip "
        "/usr/e.com/x.zip C:\\f.com/x.zip google.com/search?q=a.zip x=h.com/y.zip",
        [],
    ),
    "user and password": ("https://bob:secret@a.example/x", [X]),
    "numbers": ("http://192.0.2.1:81/x, http://[2001:db8::1]:80/y, [http://[::1]/z]", [
        "http://192.0.2.1:81/x", "http://[2001:db8::1]:80/y", "http://[::1]/z"]),
    "other schemes": ("ftp://a.example/x magnet:?xt=urn:btih:1 mailto:me@a.example", []),
    "no host": ("http:// https://. https:///x http://?x http://#", []),
    "bad hosts": ("http://[zz]/ http://a.example:99999/ http://a..example/ http://i❤.example/", []),
    "lost letters": ("http://a.example/\ufffdx.zip", []),
    "to be filled in": ("http://a.example/{id}/x.zip https://a.example/${VERSION}.zip", []),
}  # fmt: skip
