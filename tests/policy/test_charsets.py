"""Bytes that say or do not say what they mean."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.policy.charsets import decode, guess

LABELS = [
    ("utf-8", b"\xc3\xa4", "ä"),
    ("UTF8", b"\xc3\xa4", "ä"),
    ("iso-8859-1", b"\xe4", "ä"),
    ("ISO-8859-1", b"\x80", "€"),  # which the web reads as windows-1252
    ("windows-1252", b"\x81", "\x81"),
    ("us-ascii", b"a", "a"),
    ("iso-8859-15", b"\xa4", "€"),
    ("windows-1251", b"\xdf", "Я"),
    ("koi8-r", b"\xd1", "я"),
    ("gb2312", b"\x81\x40", "丂"),  # which the web reads as GB 18030
    ("GBK", b"\xd6\xd0", "中"),
    ("big5", b"\xa4\xa4", "中"),
    ("Shift_JIS", b"\x83\x5c", "ソ"),
    ("x-sjis", b"\x87\x40", "①"),
    ("euc-jp", b"\xc6\xfc", "日"),
    ("iso-2022-jp", b"\x1b$BF|\x1b(B", "日"),
    ("ks_c_5601-1987", b"\xb0\xa1", "가"),
    ("utf-8", b"\xff", None),
    ("euc-kr", b"\xff", None),
    ("", b"a", None),
    ("rot13", b"a", None),
    ("idna", b"a", None),
    ("unicode_escape", b"a", None),
    ("zlib_codec", b"a", None),
]


@pytest.mark.parametrize(("label", "raw", "text"), LABELS)
def test_a_label_means_what_the_web_takes_it_for(label: str, raw: bytes, text: str | None) -> None:
    assert decode(raw, label) == text


NAMES = {
    "gb18030": "简历.doc 新建文本文档.txt 下载.zip 你好世界.pdf 2023年工作总结.docx 毕业论文最终版.pdf "
    "张三-个人简历.pdf 周杰伦-七里香.mp3 关于举办培训的通知(附件1).doc 安装包.exe 照片.rar 会议纪要.docx "
    "产品手册V2.0.pdf 软件工程导论.pdf 邓丽君.mp3 红楼梦全集.txt 微信图片_20230101.jpg 第01集.mp4 乐谱.pdf",
    "big5": "履歷表.doc 下載.zip 資料.pdf 說明書.pdf 檔案.rar 報告.docx 音樂.mp3 臺灣.png 會議記錄.doc "
    "課程簡介.ppt 報名表.doc 程式設計.pdf 使用手冊.pdf 新聞稿.doc 第一章.pdf 合約書.doc",
    "cp932": "資料.pdf 履歴書.doc 写真.jpg 議事録_2023.docx テスト.txt ファイル.zip 見積書.pdf こんにちは.txt "
    "東京都.csv 表.xls ソフトウェア.exe 能力.doc 仕様書v1.0.doc 第1話.mp4 お知らせ.pdf アルバム.rar "
    "説明会資料（最終）.pptx 山田太郎_職務経歴書.docx",
    "euc_jp": "資料.pdf 履歴書.doc テスト.txt ファイル.zip 日本語.txt マニュアル.pdf お知らせ.pdf 議事録.doc",
    "cp949": "이력서.hwp 보고서.pdf 사진.jpg 첨부파일.hwp 안녕하세요.txt 회의록.docx 자기소개서.hwp 매뉴얼.pdf "
    "대한민국.txt 견적서.xlsx 홍길동.pdf 발표.pptx 서울.png",
    "cp1252": "café.png naïve.txt Müller.pdf Größe.xls français.doc año.txt Übersicht.xlsx coração.mp3 "
    "Ação.doc João.jpg été.jpg smörgåsbord.doc Øresund.pdf créée.txt €50.pdf œuvre.pdf Weiß.txt",
    "cp1251": "Привет.txt Отчёт.doc резюме.pdf Договор.docx фото.jpg Инструкция.pdf МОСКВА.txt прайс.xls",
    "koi8-r": "Привет.txt резюме.pdf Договор.docx фото.jpg Инструкция.pdf Документ.doc прайс.xls",
}
PAIRS = [(codec, name) for codec, names in NAMES.items() for name in names.split()]


@pytest.mark.parametrize(("codec", "name"), PAIRS)
def test_a_name_in_a_charset_nobody_told_is_read(codec: str, name: str) -> None:
    assert guess(name.encode(codec)) == name


@pytest.mark.parametrize("name", ["", "a", "naïve ä", "日本語", "🎉"])
def test_what_is_utf_8_is_read_as_that(name: str) -> None:
    assert guess(name.encode(), "gbk") == name


def test_a_label_comes_before_the_guess_unless_the_bytes_are_something_else() -> None:
    raw = "пдк".encode("koi8-u")
    assert guess(raw, "koi8-u") == "пдк"
    assert guess("下载文件".encode("gbk"), "utf-8") == "下载文件"


@settings(deadline=None, max_examples=300)
@given(st.binary(max_size=80), st.sampled_from(["", "gbk", "utf-8", "big5", "nonsense", "\xe4"]))
def test_any_bytes_mean_something(raw: bytes, label: str) -> None:
    text = guess(raw, label)
    assert len(text) <= len(raw)
    text.encode()  # no half letters
