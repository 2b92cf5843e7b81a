"""Names that are good on every disk, in many scripts: none of them may be altered."""

PLAIN = """
report.pdf
archive.tar.gz
linux-6.1.55.tar.xz
data_2024-01-31.csv
README
Makefile
LICENSE.md
v1.0.2
a
1
a b c.txt
a.b.c.d
file-(1).txt
file (2).txt
Copy of report (final) [v2] {draft}.docx
rock & roll, part #1 ~ live @ home.mp3
100% sure.txt
50% off!.png
price = 5$ + tax.txt
it's mine.txt
o'clock.wav
a;b;c.txt
key=value.ini
^caret`tick.txt
under_score__twice.py
-dash-first.txt
~tilde-first.txt
$HOME.txt
#hashtag.md
@mention.txt
!important.txt
(parenthesis).txt
[bracket].txt
{brace}.txt
'quoted'.txt
name with  two spaces.txt
CamelCase.JPEG
UPPER.TXT
no.ending.here.x
console.log
communication.txt
auxiliary.txt
nullable.ts
printer.txt
com10.txt
lpt.txt
COMMON.dat
conference.pdf
desktop.png
inkscape.svg
links.txt
urls.txt
mylnk.zip
thumbs.database
setup.exe
run.sh
page.html
script.js
image.iso
app.AppImage
package-1.0-1.x86_64.rpm
libc6_2.36-9+deb12u4_amd64.deb
[Group] Show - 01 (1080p) [ABCD1234].mkv
movie.2024.2160p.WEB-DL.DDP5.1.x265-GRP.mkv
movie.part01.rar
song.flac.torrent
sha256sum.txt.asc
x.download
x.part
""".strip().splitlines()

SCRIPTS = """
naïve café résumé.txt
Größe – Übersicht „Zitat“.pdf
Ærøskøbing blåbærsyltetøy.doc
Čeština žluťoučký kůň.txt
Zażółć gęślą jaźń.odt
Őrült árvíztűrő tükörfúrógép.txt
Türkçe İstanbul ığdır.txt
Íslenska þjóð ðagur.txt
Español ¿qué año! ¡sí!.pdf
Português coração ação.mp3
Français œuvre à l’été.epub
Català col·lecció.txt
Română știință țară.txt
Latviešu ģimene ķēniņš.txt
Lietuvių ąžuolas šviesa.txt
Việt Nam đẹp quá ữ ệ.txt
Esperanto ĉiuj ŝafoj ĵaŭdo.txt
Ελληνικά αρχείο κείμενο.pdf
Русский документ ёлка.docx
Українська їжак ґанок.txt
Български файл.txt
Српски ћирилица љубав.txt
Беларуская ўсё.txt
Қазақ тілі әңгіме.txt
Монгол хэл өвөл.txt
Հայերեն ֆայլ.txt
ქართული ფაილი.txt
עברית קובץ.pdf
ייִדיש טעקע.txt
العربية ملف نص.pdf
فارسی می‌خواهم نامه‌ها.pdf
اردو فائل ہے.txt
پښتو دوتنه.txt
کوردی پەڕگە.txt
ܣܘܪܝܝܐ.txt
ދިވެހި ފައިލް.txt
हिन्दी फ़ाइल क्षत्रिय.txt
मराठी शब्द ऱ्हस्व.txt
नेपाली कागजात.txt
বাংলা নথি র‍্যাব.txt
ਪੰਜਾਬੀ ਫਾਈਲ.txt
ગુજરાતી ફાઇલ.txt
ଓଡ଼ିଆ ଫାଇଲ.txt
தமிழ் கோப்பு.pdf
తెలుగు ఫైలు.txt
ಕನ್ನಡ ಕಡತ ರ‍್ಯಾಂಕ್.txt
മലയാളം ഫയൽ ന്‍.txt
සිංහල ගොනුව ශ්‍රී.txt
ไทย เอกสารสำคัญ.doc
ລາວ ເອກະສານ.txt
မြန်မာ ဖိုင်.txt
ខ្មែរ ឯកសារ.txt
བོད་ཡིག་.txt
ᠮᠣᠩᠭᠣᠯ.txt
አማርኛ ፋይል.txt
ⵜⴰⵎⴰⵣⵉⵖⵜ.txt
ᏣᎳᎩ.txt
ᐃᓄᒃᑎᑐᑦ.txt
日本語のファイル名.zip
カタカナ・ひらがな【完全版】.mkv
資料　最終版（2024年度）.pdf
中文文件名《红楼梦》第一回.txt
繁體中文檔案，說明書。pdf
한국어 파일 최종본.hwp
粵語嘅檔案.txt
𠮷野家のメニュー.pdf
𝓜𝓪𝓽𝓱 ∑ ∞ √ ≠ ≈.txt
emoji 🎉 party 🐍.png
family 👨‍👩‍👧‍👦.jpg
flag 🇩🇪 and 🏳️‍🌈.png
thumbs 👍🏽 up.png
keycap 1️⃣.png
newer emoji 🫨 🪿 🫩.png
music ♫ ♪ ♥.mp3
°C µm m² ½ ©®™.txt
arrows → ← ↑.txt
quotes “a” ‘b’ «c» ‹d›.txt
dashes – — ‐.txt
ellipsis….txt
no-break space.txt
narrow no-break 9.41 PM.png
currency € £ ¥ ₹ ₽ ₿.csv
fractions ⅓ and № 5.txt
wide ＡＢＣ　１２３.txt
half ｱｲｳ.txt
combining a̐éö̲.txt
Z̧̢a̱lgo̩.txt
""".strip().splitlines()

NAMES = PLAIN + SCRIPTS
