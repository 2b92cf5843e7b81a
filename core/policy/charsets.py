"""From bytes to text: by a charset's label as the web understands it, or by a guess."""

# Labels as servers write them; Python's own table knows codecs that are no charsets.
_LABELS = """
utf-8: utf8 utf-8 unicode-1-1-utf-8
cp1252: ascii us-ascii iso-8859-1 iso8859-1 iso88591 iso_8859-1 latin1 latin-1 l1 cp1252
  x-cp1252 windows-1252
iso8859-2: iso-8859-2 iso8859-2 latin2 l2
iso8859-3: iso-8859-3
iso8859-4: iso-8859-4
iso8859-5: iso-8859-5 cyrillic
iso8859-6: iso-8859-6 arabic
iso8859-7: iso-8859-7 greek
iso8859-8: iso-8859-8 hebrew
iso8859-10: iso-8859-10
iso8859-13: iso-8859-13
iso8859-14: iso-8859-14
iso8859-15: iso-8859-15 latin-9
iso8859-16: iso-8859-16
cp874: windows-874 tis-620 iso-8859-11
cp1250: windows-1250 cp1250
cp1251: windows-1251 cp1251
cp1253: windows-1253 cp1253
cp1254: windows-1254 cp1254 iso-8859-9 latin5
cp1255: windows-1255 cp1255
cp1256: windows-1256 cp1256
cp1257: windows-1257 cp1257
cp1258: windows-1258 cp1258
cp866: ibm866 cp866
koi8-r: koi8-r koi8
koi8-u: koi8-u
mac-roman: macintosh
gb18030: gb18030 gbk gb2312 gb_2312-80 x-gbk cp936 ms936 chinese euc-cn
big5: big5 big5-hkscs cn-big5 x-x-big5 cp950
cp932: shift_jis shift-jis sjis x-sjis ms_kanji ms932 windows-31j cp932
euc_jp: euc-jp eucjp x-euc-jp
iso2022_jp: iso-2022-jp
cp949: euc-kr euckr ks_c_5601-1987 ksc5601 ksc_5601 korean windows-949 cp949 uhc
"""
_CODECS = {
    label: codec
    for codec, labels in (
        line.split(":", 1) for line in _LABELS.replace("\n  ", " ").strip().splitlines()
    )
    for label in labels.split()
}
_LOOK = 40  # letters beyond ASCII; more would not make a guess better

# The letters that names of files are mostly made of. What is common in one charset is rare
# when read as another, and that is all a short text can be known by.
_SIMPLIFIED = """
的一是不了在人有我他这中大来上个国和地到以说时要就出会可也你对生能而子那得于着下自之年过发后作里用道行
所然家种事成方多经么去法学如都同现当没动面起看定天分还进好小部其些主样理心本前开但因只从想实日军者意
无力它与长把机十民第公此已工使情明性知全三又关点正业外将两高间由问最重并物手应战向头文体政美相见被利什
二等产或新己制身果加西斯月话合回特代内信表化老给世位次度门任常先海通教原东声提立及比员解水名真论处走义
各入几口认条平系气题活更别打女变四神总何电数安少报才结反受目太量再感建务做接必场件计管期市直资命山金指
许统区保至形社便空决治展马科司五基书非则听白界达光放强难权思王完设式色路记南品住告类求据程北边张该交规
万取格望术领共确传师观清今切院让识候带导争运载音乐影视频图片照料档版简历约装软游戏字幕压缩测试课附集整
歌曲专辑季册稿件包码盘备份清单发票单位申请审核方案总结培训考试答案笔记论文毕业设计模板最终修改
"""
_TRADITIONAL = """
的一是不了在人有我他這中大來上個國和地到以說時要就出會可也你對生能而子那得於著下自之年過發後作裡用道行
所然家種事成方多經麼去法學如都同現當沒動面起看定天分還進好小部其些主樣理心本前開但因只從想實日者意無力
與長把機十民第公此已工使情明性知全三又關點正業外將兩高間由問最重並物手應向頭文體美相見利二等產或新制身
果加西月話合回特代內信表化老給世位次度門任常先海通教原東聲提立及比員解水名真論處各入條平系氣題更別變四
總電數安少報結反目太量建務做接場件計管期市直資金指許統區保社空展科司五基書非則界達光放強思王完設式色路
記南品住告類求據程北邊交規萬取格術領共確傳師觀清今院讓識帶導運載音樂影視頻圖片照料檔案版簡歷約裝軟遊戲
字幕壓縮測試課附集整歌曲專輯季冊稿包碼備份清單發票位申請審核方案總結培訓考試答案筆記畢業範本最終修改臺灣
"""
_JAPANESE = """
日一人年大十二本中長出三時行見月後前生五間上東四今金九入学高円子外八六下来気小七山話女北午百書先名川千
水半男西電校語土木聞食車何南万毎白天母火右読友左休父雨資料画像写真動楽音文新規作成報告版最終計仕様説明
会社議録申請求履歴表設面試験国家族夏冬春秋旅修正済用紙案内集第話巻号発注契約予定管理手順部分全体映歌詞
開始終了変更追加削除保存印刷共有公開初級機能概要基詳細通知領収見積納品受講座教材問題解答字幕編曲盤東京都芸術
田村島崎郎太藤井原市県区町能力務経歴書職
"""
_KOREAN = """
이다는을의에가고하지로한기리사시자어도스인나아정일대수해보라제상서안전장구부만주성신원공조오소우그관동모연
유국선마여진요비과개면방게드디트중당러계용미경업실내회들물화행할파문음악영료획발표첨글설치운강양식청력목록최
종판본무작예술학교육생년월호집권편곡노래사랑행복여행가족회의견적세금합격출석명단안내통합관리매뉴얼울길홍김박최
"""
_COMMON = {
    "gb18030": frozenset(_SIMPLIFIED),
    "big5": frozenset(_TRADITIONAL),
    "cp932": frozenset(_JAPANESE),
    "euc_jp": frozenset(_JAPANESE),
    "cp949": frozenset(_KOREAN),
}
# The first bytes of the frequent half of each set; the Koreans hardly write Chinese letters.
_FREQUENT = {
    "gb18030": (0xB0, 0xD7),
    "big5": (0xA4, 0xC6),
    "cp932": (0x88, 0x97),
    "euc_jp": (0xB0, 0xCF),
    "cp949": (0xB0, 0xC8),
}
_CYRILLIC = "оеаинтсрвлкмдпуяыьгзбчйхжшюцщэфъё"  # the frequent ones first
# Dashes, quotation marks and signs that stand in names of any western language.
_MARKS = b"\x80\x85\x91\x92\x93\x94\x96\x97\xa9\xaa\xab\xae\xb0\xb2\xb3\xb4\xb5\xba\xbb".decode(
    "cp1252"
)
_CANDIDATES = (*_COMMON, "cp1252", "cp1251", "koi8-r")


def decode(raw: bytes, label: str) -> str | None:
    """The text, if the label is known and every byte means something in its charset."""
    codec = _CODECS.get(label.strip().lower())
    return None if codec is None else _strictly(raw, codec)


def guess(raw: bytes, label: str = "") -> str:
    """What bytes without a charset mean: UTF-8, else `label`, else what looks like words.

    A label of western Europe is what servers send when they do not know; it says nothing.
    Never raises.
    """
    text = _strictly(raw, "utf-8")
    if text is None and _CODECS.get(label.lower()) != "cp1252":
        text = decode(raw, label)
    if text is None:
        readings = [(one, _strictly(raw, one)) for one in _CANDIDATES]
        _, text = max(
            ((_likeness(found, one), found) for one, found in readings if found is not None),
            key=lambda scored: scored[0],
        )
    return text


def _strictly(raw: bytes, codec: str) -> str | None:
    try:
        return raw.decode(codec)
    except UnicodeDecodeError:
        # Five bytes mean nothing in windows-1252; the web reads them as latin-1 has them.
        return raw.decode("latin-1") if codec == "cp1252" else None


def _likeness(text: str, codec: str) -> float:
    """How much a reading looks like words: the mean of its letters beyond ASCII, from -2 to 1."""
    score, count = 0.0, 0
    for place, letter in enumerate(text):
        if letter >= "\x80":
            if codec in _COMMON:
                score += _asian(letter, codec)
            else:
                score += _european(text, place, codec)
            count += 1
            if count == _LOOK:
                break
    return score / max(1, count)


def _asian(letter: str, codec: str) -> float:
    if letter in _COMMON[codec]:
        return 1.0
    if "\u3041" <= letter <= "\u30fe":  # kana
        return 0.8 if codec in ("cp932", "euc_jp") else 0.2
    if "\u3000" <= letter <= "\u303f" or "\uff01" <= letter <= "\uff5e":  # wide punctuation
        return 0.3
    if letter.isalpha() and letter >= "\u4e00":
        low, high = _FREQUENT[codec]
        lead, trail = (letter.encode(codec) + b"\0")[:2]
        if low <= lead <= high and (codec in ("cp932", "big5") or trail >= 0xA1):
            return 0.1
        return -0.7
    return -1.0


def _european(text: str, place: int, codec: str) -> float:
    """Letters in words, where capitals come first and scripts do not mix."""
    letter = text[place]
    before = text[place - 1] if place else " "
    after = text[place + 1] if place + 1 < len(text) else " "
    in_latin = (before.isascii() and before.isalpha()) or (after.isascii() and after.isalpha())
    if codec == "cp1252":
        if letter in _MARKS:
            return 0.0
        if not letter.isalpha() or letter == "ƒ":
            return -1.0
        in_case = letter.islower() or not before.isalpha()
        return (0.5 if in_latin else -0.8) + (0.4 if in_case else -0.4)
    if letter.lower() not in _CYRILLIC or in_latin or not (before.isalpha() or after.isalpha()):
        return -1.0
    if letter.isupper() and before.islower():
        return -0.9
    frequent = 0.8 if letter.lower() in _CYRILLIC[:17] else 0.1
    return frequent if letter.islower() or not before.isalpha() else frequent - 0.3
