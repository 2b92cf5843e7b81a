<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="fa_IR">
<context>
    <name>About</name>
    <message>
        <source>A download manager that stops at once and never loses a byte.</source>
        <translation>مدیر دانلودی که فوراً می‌ایستد و هیچ بایتی را از دست نمی‌دهد.</translation>
    </message>
    <message>
        <source>About Headgate</source>
        <translation>دربارهٔ Headgate</translation>
    </message>
    <message>
        <source>Copied, without links, names, folders and passwords.</source>
        <translation>کپی شد، بدون لینک‌ها، نام‌ها، پوشه‌ها و گذرواژه‌ها.</translation>
    </message>
    <message>
        <source>Copy diagnostics</source>
        <translation>کپی اطلاعات عیب‌یابی</translation>
    </message>
    <message>
        <source>Headgate {version}</source>
        <translation>Headgate {version}</translation>
    </message>
    <message>
        <source>Licence</source>
        <translation>پروانه</translation>
    </message>
    <message>
        <source>Made of</source>
        <translation>ساخته‌شده با</translation>
    </message>
    <message>
        <source>Version</source>
        <translation>نسخه</translation>
    </message>
    <message>
        <source>Versions and licences</source>
        <translation>نسخه‌ها و پروانه‌ها</translation>
    </message>
    <message>
        <source>Without links, names, folders and passwords</source>
        <translation>بدون لینک‌ها، نام‌ها، پوشه‌ها و گذرواژه‌ها</translation>
    </message>
</context>
<context>
    <name>Action</name>
    <message>
        <source>About Headgate</source>
        <translation>دربارهٔ Headgate</translation>
    </message>
    <message>
        <source>Add links</source>
        <translation>افزودن لینک</translation>
    </message>
    <message>
        <source>Add links to the list</source>
        <translation>افزودن لینک‌ها به فهرست</translation>
    </message>
    <message>
        <source>Add the links in files: lists, tables, pages, Metalinks</source>
        <translation>افزودن لینک‌های داخل فایل‌ها: فهرست، جدول، صفحه، Metalink</translation>
    </message>
    <message>
        <source>Add the links that were copied</source>
        <translation>افزودن لینک‌های کپی‌شده</translation>
    </message>
    <message>
        <source>Commands</source>
        <translation>فرمان‌ها</translation>
    </message>
    <message>
        <source>Copy link</source>
        <translation>کپی لینک</translation>
    </message>
    <message>
        <source>Copy the links of the selected downloads</source>
        <translation>کپی لینک دانلودهای انتخاب‌شده</translation>
    </message>
    <message>
        <source>Delete what was received of the selected and start anew</source>
        <translation>حذف دریافت‌شده‌های دانلودهای انتخاب‌شده و شروع از اول</translation>
    </message>
    <message>
        <source>Download again</source>
        <translation>دانلود دوباره</translation>
    </message>
    <message>
        <source>Download everything in the queue</source>
        <translation>دانلود همهٔ آنچه در صف است</translation>
    </message>
    <message>
        <source>Fetch the selected files once more</source>
        <translation>دریافت دوبارهٔ فایل‌های انتخاب‌شده</translation>
    </message>
    <message>
        <source>Fetch what is there now under another name, keep the rest</source>
        <translation>دریافت آنچه اکنون آنجاست با نامی دیگر و نگه داشتن بقیه</translation>
    </message>
    <message>
        <source>Find any command by its name</source>
        <translation>یافتن هر فرمان با نام آن</translation>
    </message>
    <message>
        <source>Folders, connections, limits, network</source>
        <translation>پوشه‌ها، اتصال‌ها، محدودیت‌ها، شبکه</translation>
    </message>
    <message>
        <source>Go on with the selected download from another address</source>
        <translation>ادامهٔ دانلود انتخاب‌شده از نشانی دیگر</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>برون‌ریزی</translation>
    </message>
    <message>
        <source>Delete all passwords kept in this computer&apos;s keyring</source>
        <translation>پاک کردن همهٔ گذرواژه‌هایی که در دسته‌کلید این رایانه نگه داشته شده‌اند</translation>
    </message>
    <message>
        <source>Forget kept passwords</source>
        <translation>فراموش کردن گذرواژه‌های نگه‌داشته‌شده</translation>
    </message>
    <message>
        <source>Give the selected file another name, on the disk as well</source>
        <translation>دادن نام دیگر به فایل انتخاب‌شده، روی دیسک هم</translation>
    </message>
    <message>
        <source>Import</source>
        <translation>درون‌ریزی</translation>
    </message>
    <message>
        <source>Inspector</source>
        <translation>بازرس</translation>
    </message>
    <message>
        <source>Keep the selected downloads from running until resumed</source>
        <translation>نگه داشتن دانلودهای انتخاب‌شده تا زمان ادامه</translation>
    </message>
    <message>
        <source>Let the selected downloads be last</source>
        <translation>بردن دانلودهای انتخاب‌شده به آخر صف</translation>
    </message>
    <message>
        <source>Let the selected downloads be next</source>
        <translation>آوردن دانلودهای انتخاب‌شده به اول صف</translation>
    </message>
    <message>
        <source>Let the selected downloads be one later</source>
        <translation>یک جا عقب بردن دانلودهای انتخاب‌شده</translation>
    </message>
    <message>
        <source>Let the selected downloads be one sooner</source>
        <translation>یک جا جلو آوردن دانلودهای انتخاب‌شده</translation>
    </message>
    <message>
        <source>Let the selected downloads run before all others</source>
        <translation>اجرای دانلودهای انتخاب‌شده پیش از بقیه</translation>
    </message>
    <message>
        <source>Let the selected downloads run now</source>
        <translation>اجرای دانلودهای انتخاب‌شده از همین حالا</translation>
    </message>
    <message>
        <source>Move down</source>
        <translation>پایین بردن</translation>
    </message>
    <message>
        <source>Move to the bottom</source>
        <translation>بردن به انتها</translation>
    </message>
    <message>
        <source>Move to the top</source>
        <translation>بردن به ابتدا</translation>
    </message>
    <message>
        <source>Move up</source>
        <translation>بالا بردن</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>باز کردن</translation>
    </message>
    <message>
        <source>Open folder</source>
        <translation>باز کردن پوشه</translation>
    </message>
    <message>
        <source>Open the finished file</source>
        <translation>باز کردن فایل کامل‌شده</translation>
    </message>
    <message>
        <source>Paste links</source>
        <translation>چسباندن لینک‌ها</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>مکث</translation>
    </message>
    <message>
        <source>Properties</source>
        <translation>ویژگی‌ها</translation>
    </message>
    <message>
        <source>Put what was removed last back on the list</source>
        <translation>برگرداندن آخرین برداشته‌شده‌ها به فهرست</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>خروج</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>برداشتن</translation>
    </message>
    <message>
        <source>Remove and delete files</source>
        <translation>برداشتن و حذف فایل‌ها</translation>
    </message>
    <message>
        <source>Rename</source>
        <translation>تغییر نام</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>ادامه</translation>
    </message>
    <message>
        <source>Retry</source>
        <translation>تلاش دوباره</translation>
    </message>
    <message>
        <source>Save beside</source>
        <translation>ذخیره در کنار آن</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>جست‌وجو</translation>
    </message>
    <message>
        <source>Search the list</source>
        <translation>جست‌وجو در فهرست</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>تنظیمات</translation>
    </message>
    <message>
        <source>Show and change everything about the selected downloads</source>
        <translation>نمایش و تغییر همه‌چیز دربارهٔ دانلودهای انتخاب‌شده</translation>
    </message>
    <message>
        <source>Show or hide a close look at the selected downloads</source>
        <translation>نمایش یا پنهان کردن جزئیات دانلودهای انتخاب‌شده</translation>
    </message>
    <message>
        <source>Show the folder the file is saved in</source>
        <translation>نمایش پوشه‌ای که فایل در آن ذخیره می‌شود</translation>
    </message>
    <message>
        <source>Start</source>
        <translation>شروع</translation>
    </message>
    <message>
        <source>Start again</source>
        <translation>شروع از اول</translation>
    </message>
    <message>
        <source>Start now</source>
        <translation>شروع فوری</translation>
    </message>
    <message>
        <source>Stop all</source>
        <translation>توقف همه</translation>
    </message>
    <message>
        <source>Stop every download at once; everything received is kept</source>
        <translation>توقف فوری همهٔ دانلودها؛ هر چه دریافت شده می‌ماند</translation>
    </message>
    <message>
        <source>Stop safely and leave</source>
        <translation>توقف امن و خروج</translation>
    </message>
    <message>
        <source>Stopping…</source>
        <translation>در حال توقف…</translation>
    </message>
    <message>
        <source>Take downloads off the list, and their files to the trash</source>
        <translation>برداشتن دانلودها از فهرست و بردن فایل‌هایشان به سطل زباله</translation>
    </message>
    <message>
        <source>Take the selected downloads off the list</source>
        <translation>برداشتن دانلودهای انتخاب‌شده از فهرست</translation>
    </message>
    <message>
        <source>Try the selected downloads that failed again</source>
        <translation>تلاش دوباره برای دانلودهای ناموفق انتخاب‌شده</translation>
    </message>
    <message>
        <source>Undo remove</source>
        <translation>واگرد برداشتن</translation>
    </message>
    <message>
        <source>Use another link</source>
        <translation>استفاده از لینک دیگر</translation>
    </message>
    <message>
        <source>Versions, licences, and what to tell when asking for help</source>
        <translation>نسخه‌ها، پروانه‌ها و آنچه هنگام درخواست کمک باید گفت</translation>
    </message>
    <message>
        <source>Write the selected downloads, or all, to a file of links</source>
        <translation>نوشتن دانلودهای انتخاب‌شده یا همه در یک فایل لینک</translation>
    </message>
    <message>
        <source>{tip} ({keys})</source>
        <translation>{tip} ({keys})</translation>
    </message>
</context>
<context>
    <name>After</name>
    <message>
        <source>Do nothing</source>
        <translation>هیچ کاری نکن</translation>
    </message>
    <message>
        <source>Everything is done. Headgate quits.</source>
        <translation>همه تمام شد. Headgate بسته می‌شود.</translation>
    </message>
    <message>
        <source>Everything is done. The computer goes to sleep.</source>
        <translation>همه تمام شد. رایانه به خواب می‌رود.</translation>
    </message>
    <message>
        <source>Everything is done. The computer shuts down.</source>
        <translation>همه تمام شد. رایانه خاموش می‌شود.</translation>
    </message>
    <message>
        <source>Headgate</source>
        <translation>Headgate</translation>
    </message>
    <message>
        <source>Now</source>
        <translation>همین حالا</translation>
    </message>
    <message>
        <source>Put the computer to sleep</source>
        <translation>خواباندن رایانه</translation>
    </message>
    <message>
        <source>Quit Headgate</source>
        <translation>خروج از Headgate</translation>
    </message>
    <message>
        <source>Shut the computer down</source>
        <translation>خاموش کردن رایانه</translation>
    </message>
    <message>
        <source>The system refused.</source>
        <translation>سیستم نپذیرفت.</translation>
    </message>
</context>
<context>
    <name>Awake</name>
    <message>
        <source>Downloads are running</source>
        <translation>دانلودها در جریان‌اند</translation>
    </message>
</context>
<context>
    <name>Banner</name>
    <message>
        <source>Close this message</source>
        <translation>بستن این پیام</translation>
    </message>
    <message>
        <source>Mend it</source>
        <translation>برطرف کردن</translation>
    </message>
</context>
<context>
    <name>CertificateQuestion</name>
    <message>
        <source>Certificate not trusted</source>
        <translation>گواهی نامعتمد</translation>
    </message>
    <message>
        <source>Check the link and your clock.</source>
        <translation>لینک و ساعت رایانه را بررسی کنید.</translation>
    </message>
    <message>
        <source>Issued by</source>
        <translation>صادرشده از</translation>
    </message>
    <message>
        <source>Issued to</source>
        <translation>صادرشده برای</translation>
    </message>
    <message>
        <source>Meant for</source>
        <translation>معتبر برای</translation>
    </message>
    <message>
        <source>Open settings</source>
        <translation>باز کردن تنظیمات</translation>
    </message>
    <message>
        <source>Retry</source>
        <translation>تلاش دوباره</translation>
    </message>
    <message>
        <source>SHA-256 fingerprint</source>
        <translation>اثر انگشت SHA-256</translation>
    </message>
    <message>
        <source>The server is asked for its certificate…</source>
        <translation>گواهی از سرور خواسته می‌شود…</translation>
    </message>
    <message>
        <source>Valid from</source>
        <translation>معتبر از</translation>
    </message>
    <message>
        <source>Valid until</source>
        <translation>معتبر تا</translation>
    </message>
    <message>
        <source>Whoever is between you and the server could read and change what you download. If it is a server of your own, name its certificate in the settings.</source>
        <translation>هر کسی میان شما و سرور می‌تواند آنچه را دانلود می‌کنید بخواند و تغییر دهد. اگر سرور از خودتان است، گواهی آن را در تنظیمات بنویسید.</translation>
    </message>
    <message>
        <source>itself: nobody else vouches for it</source>
        <translation>خودش: کس دیگری آن را تأیید نمی‌کند</translation>
    </message>
</context>
<context>
    <name>Clipboard</name>
    <message numerus="yes">
        <source>%n link(s) copied</source>
        <translation>
            <numerusform>%Ln لینک کپی شد</numerusform>
        </translation>
    </message>
    <message>
        <source>Add</source>
        <translation>افزودن</translation>
    </message>
</context>
<context>
    <name>Closing</name>
    <message>
        <source>Quit now</source>
        <translation>خروج فوری</translation>
    </message>
    <message>
        <source>Still recording what was received: the disk is slow. Nothing that is recorded can get lost.</source>
        <translation>هنوز در حال ثبت دریافت‌شده‌ها: دیسک کند است. هر چه ثبت شده باشد از دست نمی‌رود.</translation>
    </message>
    <message>
        <source>Still waiting for {names}: the disk does not answer. Nothing that is recorded can get lost.</source>
        <translation>هنوز در انتظار {names}: دیسک پاسخ نمی‌دهد. هر چه ثبت شده باشد از دست نمی‌رود.</translation>
    </message>
</context>
<context>
    <name>Column</name>
    <message>
        <source>Added</source>
        <translation>افزوده شده</translation>
    </message>
    <message>
        <source>Finished</source>
        <translation>پایان</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>پوشه</translation>
    </message>
    <message>
        <source>Left</source>
        <translation>مانده</translation>
    </message>
    <message>
        <source>Link</source>
        <translation>لینک</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>نام</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>پیشرفت</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>اندازه</translation>
    </message>
    <message>
        <source>Speed</source>
        <translation>سرعت</translation>
    </message>
    <message>
        <source>Status</source>
        <translation>وضعیت</translation>
    </message>
</context>
<context>
    <name>Countdown</name>
    <message numerus="yes">
        <source>In %n second(s), unless you cancel.</source>
        <translation>
            <numerusform>تا %Ln ثانیهٔ دیگر، مگر آنکه لغو کنید.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Date</name>
    <message>
        <source>yesterday {time}</source>
        <translation>دیروز {time}</translation>
    </message>
    <message>
        <source>{day} {time}</source>
        <translation>{day} {time}</translation>
    </message>
</context>
<context>
    <name>DownloadsView</name>
    <message>
        <source>Columns</source>
        <translation>ستون‌ها</translation>
    </message>
    <message>
        <source>Downloads</source>
        <translation>دانلودها</translation>
    </message>
</context>
<context>
    <name>Dragging</name>
    <message numerus="yes">
        <source>%n already here</source>
        <translation>
            <numerusform>%Ln از قبل هست</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n link(s)</source>
        <translation>
            <numerusform>%Ln لینک</numerusform>
        </translation>
    </message>
    <message>
        <source>Drop to add links</source>
        <translation>برای افزودن لینک‌ها رها کنید</translation>
    </message>
    <message>
        <source>No links in this</source>
        <translation>لینکی در این نیست</translation>
    </message>
    <message>
        <source>{links}, {already}</source>
        <translation>{links}، {already}</translation>
    </message>
</context>
<context>
    <name>Drops</name>
    <message>
        <source>{file}: {problem}</source>
        <translation>{file}: {problem}</translation>
    </message>
</context>
<context>
    <name>Edit</name>
    <message>
        <source>Checksum</source>
        <translation>چک‌سام</translation>
    </message>
    <message>
        <source>Connections at most</source>
        <translation>بیشینهٔ اتصال‌ها</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>پوشه</translation>
    </message>
    <message>
        <source>Headers, one a line</source>
        <translation>سرآیندها، هر خط یکی</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>نام</translation>
    </message>
    <message>
        <source>Speed limit</source>
        <translation>محدودیت سرعت</translation>
    </message>
    <message>
        <source>as in the settings</source>
        <translation>مانند تنظیمات</translation>
    </message>
</context>
<context>
    <name>Edits</name>
    <message>
        <source>Another name</source>
        <translation>نام دیگر</translation>
    </message>
    <message>
        <source>Name of the file</source>
        <translation>نام فایل</translation>
    </message>
    <message>
        <source>Save in</source>
        <translation>ذخیره در</translation>
    </message>
</context>
<context>
    <name>Empty</name>
    <message>
        <source>Add links</source>
        <translation>افزودن لینک</translation>
    </message>
    <message>
        <source>Drag them from your browser or a text file, paste them with {keys}, or type them in.
Then press Start.</source>
        <translation>آن‌ها را از مرورگر یا فایل متنی به اینجا بکشید، با {keys} بچسبانید یا تایپ کنید.
سپس «شروع» را بزنید.</translation>
    </message>
    <message>
        <source>Drop links here</source>
        <translation>لینک‌ها را اینجا رها کنید</translation>
    </message>
    <message>
        <source>Opens a field to type links in</source>
        <translation>کادری برای تایپ لینک‌ها باز می‌کند</translation>
    </message>
</context>
<context>
    <name>Error</name>
    <message>
        <source>Add it again once Headgate is started.</source>
        <translation>پس از راه‌اندازی دوبارهٔ Headgate، آن را دوباره اضافه کنید.</translation>
    </message>
    <message>
        <source>Anybody on the way could change the file. If you trust it, add that address itself.</source>
        <translation>هر کسی در میان راه می‌تواند فایل را تغییر دهد. اگر به آن اعتماد دارید، خود آن نشانی را بیفزایید.</translation>
    </message>
    <message>
        <source>Check that the file exists, is text, and may be read by you.</source>
        <translation>بررسی کنید که فایل وجود دارد، متنی است و اجازهٔ خواندنش را دارید.</translation>
    </message>
    <message>
        <source>Check the disk; everything received so far is kept.</source>
        <translation>دیسک را بررسی کنید؛ هر چه تا کنون دریافت شده می‌ماند.</translation>
    </message>
    <message>
        <source>Check the link and your clock. Accept it only if you know why this happens.</source>
        <translation>لینک و ساعت رایانه را بررسی کنید. تنها اگر علت را می‌دانید آن را بپذیرید.</translation>
    </message>
    <message>
        <source>Check the proxy&apos;s address, user name and password.</source>
        <translation>نشانی، نام کاربری و گذرواژهٔ پراکسی را بررسی کنید.</translation>
    </message>
    <message>
        <source>Check the spelling of the link, and whether you are online.</source>
        <translation>املای لینک و وصل بودن اینترنت را بررسی کنید.</translation>
    </message>
    <message>
        <source>Check the value and try again.</source>
        <translation>مقدار را بررسی کنید و دوباره تلاش کنید.</translation>
    </message>
    <message>
        <source>Check whether you are online, then retry.</source>
        <translation>وصل بودن اینترنت را بررسی کنید و دوباره تلاش کنید.</translation>
    </message>
    <message>
        <source>Check your network connection, then retry.</source>
        <translation>اتصال شبکه را بررسی کنید و دوباره تلاش کنید.</translation>
    </message>
    <message>
        <source>Choose a folder on another disk (FAT disks end at 4 GB a file).</source>
        <translation>پوشه‌ای روی دیسکی دیگر انتخاب کنید (دیسک‌های FAT فایل بزرگ‌تر از ۴&#xa0;گیگابایت نمی‌پذیرند).</translation>
    </message>
    <message>
        <source>Choose a folder you may write to.</source>
        <translation>پوشه‌ای انتخاب کنید که اجازهٔ نوشتن در آن را دارید.</translation>
    </message>
    <message>
        <source>Choose a shorter name.</source>
        <translation>نام کوتاه‌تری انتخاب کنید.</translation>
    </message>
    <message>
        <source>Choose a text file, or copy the links themselves.</source>
        <translation>یک فایل متنی انتخاب کنید یا خود لینک‌ها را کپی کنید.</translation>
    </message>
    <message>
        <source>Choose another name, or move the old file away.</source>
        <translation>نام دیگری انتخاب کنید یا فایل قدیمی را جابه‌جا کنید.</translation>
    </message>
    <message>
        <source>Copy the whole address, starting with http:// or https://.</source>
        <translation>تمام نشانی را، از ⁦http://⁩ یا ⁦https://⁩ به بعد، کپی کنید.</translation>
    </message>
    <message>
        <source>Download it again, from another source if it happens twice.</source>
        <translation>دوباره دانلودش کنید؛ اگر تکرار شد، از منبعی دیگر.</translation>
    </message>
    <message>
        <source>Downloads go on by themselves when it is back.</source>
        <translation>با برگشتن آن، دانلودها خودبه‌خود ادامه می‌یابند.</translation>
    </message>
    <message>
        <source>Free some space or choose another folder; everything received is kept.</source>
        <translation>جا باز کنید یا پوشهٔ دیگری انتخاب کنید؛ هر چه دریافت شده می‌ماند.</translation>
    </message>
    <message>
        <source>Get it again from where it came from.</source>
        <translation>دوباره از همان جایی که آمده بود بگیریدش.</translation>
    </message>
    <message>
        <source>Give it together with the links, or say where the files lie.</source>
        <translation>آن را همراه لینک‌ها بدهید یا بگویید فایل‌ها کجا هستند.</translation>
    </message>
    <message>
        <source>Headgate is closing, and its list takes in nothing more.</source>
        <translation>‏Headgate در حال بسته شدن است و دیگر چیزی به فهرست اضافه نمی‌کند.</translation>
    </message>
    <message>
        <source>Headgate made a mistake: {reason}.</source>
        <translation>‏Headgate اشتباهی کرد: {reason}.</translation>
    </message>
    <message>
        <source>If any are missing, add them again.</source>
        <translation>اگر چیزی کم است، دوباره بیفزاییدش.</translation>
    </message>
    <message>
        <source>It is another file or another version. Look for another link.</source>
        <translation>این فایل یا نسخهٔ دیگری است. لینک دیگری پیدا کنید.</translation>
    </message>
    <message>
        <source>Links that start with {scheme}: cannot be downloaded.</source>
        <translation>لینک‌هایی که با {scheme}: شروع می‌شوند دانلودشدنی نیستند.</translation>
    </message>
    <message>
        <source>Look for a link to the same file, or start again; the old part is kept until then.</source>
        <translation>لینکی به همان فایل پیدا کنید یا از اول شروع کنید؛ بخش قدیمی تا آن زمان می‌ماند.</translation>
    </message>
    <message>
        <source>Look for another link.</source>
        <translation>لینک دیگری پیدا کنید.</translation>
    </message>
    <message>
        <source>Make room on that disk or check its permissions, then start again.</source>
        <translation>روی آن دیسک جا باز کنید یا مجوزهایش را بررسی کنید و دوباره شروع کنید.</translation>
    </message>
    <message>
        <source>No secure connection to {host} could be made: {reason}.</source>
        <translation>اتصال امن به {host} برقرار نشد: {reason}.</translation>
    </message>
    <message>
        <source>No server called {host} was found.</source>
        <translation>سروری به نام {host} پیدا نشد.</translation>
    </message>
    <message>
        <source>Nothing can be saved in {folder}: {reason}.</source>
        <translation>در {folder} نمی‌توان چیزی ذخیره کرد: {reason}.</translation>
    </message>
    <message>
        <source>Only http and https links are supported.</source>
        <translation>تنها لینک‌های http و https پشتیبانی می‌شوند.</translation>
    </message>
    <message>
        <source>Open the link in a browser to see what the server wants.</source>
        <translation>لینک را در مرورگر باز کنید تا ببینید سرور چه می‌خواهد.</translation>
    </message>
    <message>
        <source>Open the link in a browser, and copy the address of the file itself.</source>
        <translation>لینک را در مرورگر باز کنید و نشانی خود فایل را کپی کنید.</translation>
    </message>
    <message>
        <source>Open the link in a browser: it may need a login or cookies.</source>
        <translation>لینک را در مرورگر باز کنید: شاید ورود به حساب یا کوکی بخواهد.</translation>
    </message>
    <message>
        <source>Plug in the drive it is on, or choose another folder.</source>
        <translation>درایوی را که پوشه روی آن است وصل کنید یا پوشهٔ دیگری انتخاب کنید.</translation>
    </message>
    <message>
        <source>Plug the drive in or mount it again; downloads to it go on by themselves.</source>
        <translation>درایو را وصل یا دوباره سوار کنید؛ دانلودهای مربوط به آن خودبه‌خود ادامه می‌یابند.</translation>
    </message>
    <message>
        <source>Retry later, or look for another link.</source>
        <translation>بعداً دوباره تلاش کنید یا لینک دیگری پیدا کنید.</translation>
    </message>
    <message>
        <source>Retry later, with fewer downloads from this server at a time.</source>
        <translation>بعداً با دانلودهای هم‌زمان کمتر از این سرور دوباره تلاش کنید.</translation>
    </message>
    <message>
        <source>Retry later; the fault is on the server&apos;s side.</source>
        <translation>بعداً دوباره تلاش کنید؛ اشکال از سرور است.</translation>
    </message>
    <message>
        <source>Retry later; the server or the way to it may be overloaded.</source>
        <translation>بعداً دوباره تلاش کنید؛ شاید سرور یا مسیر آن شلوغ باشد.</translation>
    </message>
    <message>
        <source>Retry. If it happens again, please report it with the details.</source>
        <translation>دوباره تلاش کنید. اگر تکرار شد، لطفاً با جزئیات گزارش دهید.</translation>
    </message>
    <message>
        <source>Retry; everything received so far is kept.</source>
        <translation>دوباره تلاش کنید؛ هر چه تا کنون دریافت شده می‌ماند.</translation>
    </message>
    <message>
        <source>Retry; only these are fetched again, everything else is kept.</source>
        <translation>دوباره تلاش کنید؛ تنها همین‌ها دوباره دریافت می‌شوند و بقیه می‌ماند.</translation>
    </message>
    <message>
        <source>Retry; the server or something on the way cuts the file.</source>
        <translation>دوباره تلاش کنید؛ سرور یا چیزی در میان راه فایل را می‌برد.</translation>
    </message>
    <message>
        <source>Retry; what is there is compared with what comes.</source>
        <translation>دوباره تلاش کنید؛ آنچه هست با آنچه می‌رسد مقایسه می‌شود.</translation>
    </message>
    <message>
        <source>Saving in {folder} failed: {reason}.</source>
        <translation>ذخیره در {folder} ناموفق بود: {reason}.</translation>
    </message>
    <message>
        <source>Sign in, or give the link as https://name:password@…, or with your cookies.</source>
        <translation>وارد شوید، یا لینک را مانند ⁦https://name:password@…⁩ یا با کوکی‌های خود بدهید.</translation>
    </message>
    <message>
        <source>Sign in, or write the proxy as http://name:password@host:port.</source>
        <translation>وارد شوید، یا پراکسی را مانند ⁦http://name:password@host:port⁩ بنویسید.</translation>
    </message>
    <message>
        <source>Split it into several files.</source>
        <translation>آن را به چند فایل تقسیم کنید.</translation>
    </message>
    <message>
        <source>Split it into several lists.</source>
        <translation>آن را به چند فهرست تقسیم کنید.</translation>
    </message>
    <message>
        <source>Start it again from the beginning, save it under another name beside the old part, or find another link to the same file; the old part is kept until then.</source>
        <translation>از اول شروع کنید، با نامی دیگر کنار بخش قدیمی ذخیره کنید یا لینک دیگری به همان فایل بیابید؛ بخش قدیمی تا آن زمان می‌ماند.</translation>
    </message>
    <message>
        <source>Start it again from the beginning.</source>
        <translation>از اول شروع کنید.</translation>
    </message>
    <message>
        <source>Start it again from the beginning; it is then fetched over a single connection.</source>
        <translation>از اول شروع کنید؛ این بار تنها با یک اتصال دریافت می‌شود.</translation>
    </message>
    <message>
        <source>Start the newer version; this one leaves the list untouched.</source>
        <translation>نسخهٔ تازه‌تر را اجرا کنید؛ این نسخه به فهرست دست نمی‌زند.</translation>
    </message>
    <message>
        <source>Take it out of the list, or give the address of a file.</source>
        <translation>آن را از فهرست بردارید یا نشانی یک فایل را بدهید.</translation>
    </message>
    <message>
        <source>The answer of {host} makes no sense: {reason}.</source>
        <translation>پاسخ {host} معنا ندارد: {reason}.</translation>
    </message>
    <message>
        <source>The certificate of {host} is not trusted: {reason}.</source>
        <translation>گواهی {host} قابل اعتماد نیست: {reason}.</translation>
    </message>
    <message>
        <source>The connection to {host} broke off.</source>
        <translation>اتصال به {host} قطع شد.</translation>
    </message>
    <message>
        <source>The disk of {folder} cannot hold a file this large.</source>
        <translation>دیسک {folder} فایلی به این بزرگی نمی‌پذیرد.</translation>
    </message>
    <message>
        <source>The disk of {folder} does not take a name this long.</source>
        <translation>دیسک {folder} نامی به این درازی نمی‌پذیرد.</translation>
    </message>
    <message>
        <source>The disk of {folder} is full.</source>
        <translation>دیسک {folder} پر است.</translation>
    </message>
    <message>
        <source>The file is damaged at bytes {ranges}.</source>
        <translation>فایل در بایت‌های {ranges} آسیب دیده است.</translation>
    </message>
    <message>
        <source>The file is damaged: its {algorithm} begins with {actual:.12}, not with {expected:.12}.</source>
        <translation>فایل آسیب دیده است: {algorithm} آن با {actual:.12} آغاز می‌شود، ولی باید {expected:.12} می‌بود.</translation>
    </message>
    <message>
        <source>The file may have changed. Start it again from the beginning.</source>
        <translation>شاید فایل تغییر کرده باشد. از اول شروع کنید.</translation>
    </message>
    <message>
        <source>The file may have moved. Look for a new link.</source>
        <translation>شاید فایل جابه‌جا شده باشد. لینک تازه‌ای پیدا کنید.</translation>
    </message>
    <message>
        <source>The file on {host} has changed since the download began.</source>
        <translation>فایل روی {host} از زمان شروع دانلود تغییر کرده است.</translation>
    </message>
    <message>
        <source>The file on {host} has {actual} bytes; {expected} were expected.</source>
        <translation>فایل روی {host} برابر {actual} بایت است، ولی باید {expected} می‌بود.</translation>
    </message>
    <message>
        <source>The file on {host} is not the one that a part is already there of.</source>
        <translation>فایل روی {host} همان فایلی نیست که بخشی از آن اینجاست.</translation>
    </message>
    <message>
        <source>The file stays where it is. Delete it in a file manager.</source>
        <translation>فایل همان‌جا می‌ماند. آن را در مدیر فایل حذف کنید.</translation>
    </message>
    <message>
        <source>The file was removed from {host} (410).</source>
        <translation>فایل از {host} برداشته شده است (410).</translation>
    </message>
    <message>
        <source>The folder {folder} does not exist: {reason}.</source>
        <translation>پوشهٔ {folder} وجود ندارد: {reason}.</translation>
    </message>
    <message>
        <source>The folder {folder} is gone, or its drive is not plugged in.</source>
        <translation>پوشهٔ {folder} دیگر نیست یا درایو آن وصل نیست.</translation>
    </message>
    <message>
        <source>The link may have expired or need a login. Open it in a browser.</source>
        <translation>شاید لینک منقضی شده باشد یا ورود به حساب بخواهد. آن را در مرورگر باز کنید.</translation>
    </message>
    <message>
        <source>The link may have expired. Get a new link from the page it came from.</source>
        <translation>شاید لینک منقضی شده باشد. از همان صفحه لینک تازه‌ای بگیرید.</translation>
    </message>
    <message>
        <source>The list of downloads in {folder} cannot be written: {reason}.</source>
        <translation>فهرست دانلودها در {folder} نوشته نمی‌شود: {reason}.</translation>
    </message>
    <message>
        <source>The list of downloads was damaged. It is kept as {kept}, and {count} downloads were taken over from it.</source>
        <translation>فهرست دانلودها آسیب دیده بود. با نام {kept} نگه داشته شد و {count} دانلود از آن بازیابی شد.</translation>
    </message>
    <message>
        <source>The list of downloads was written by a newer Headgate.</source>
        <translation>فهرست دانلودها را نسخهٔ تازه‌تری از Headgate نوشته است.</translation>
    </message>
    <message>
        <source>The list {path} cannot be read: {reason}.</source>
        <translation>فهرست {path} خوانده نمی‌شود: {reason}.</translation>
    </message>
    <message>
        <source>{option}: {reason}.</source>
        <translation>{option}: {reason}.</translation>
    </message>
    <message>
        <source>The name {host} could not be looked up right now.</source>
        <translation>نام {host} اکنون پیدا نشد.</translation>
    </message>
    <message>
        <source>The parts of the file that {host} sent do not fit together.</source>
        <translation>بخش‌هایی که {host} از فایل فرستاده با هم جور نیستند.</translation>
    </message>
    <message>
        <source>The proxy {proxy} asks for a user name and password: {reason}.</source>
        <translation>پراکسی {proxy} نام کاربری و گذرواژه می‌خواهد: {reason}.</translation>
    </message>
    <message>
        <source>The proxy {proxy} did not let us through: {reason}.</source>
        <translation>پراکسی {proxy} اجازهٔ عبور نداد: {reason}.</translation>
    </message>
    <message>
        <source>The server may be down. Retry later, or check the port in the link.</source>
        <translation>شاید سرور از کار افتاده باشد. بعداً دوباره تلاش کنید یا درگاه داخل لینک را بررسی کنید.</translation>
    </message>
    <message>
        <source>The server may be misconfigured. Retry later, or look for another link.</source>
        <translation>شاید سرور نادرست پیکربندی شده باشد. بعداً دوباره تلاش کنید یا لینک دیگری پیدا کنید.</translation>
    </message>
    <message>
        <source>The unfinished file {name} was removed or replaced.</source>
        <translation>فایل ناتمام {name} برداشته یا جایگزین شده است.</translation>
    </message>
    <message>
        <source>There is already a file called {name} in {folder}.</source>
        <translation>در {folder} از قبل فایلی به نام {name} هست.</translation>
    </message>
    <message>
        <source>This Metalink cannot be read: {reason}.</source>
        <translation>این Metalink خوانده نمی‌شود: {reason}.</translation>
    </message>
    <message>
        <source>This computer has no network connection.</source>
        <translation>این رایانه به شبکه وصل نیست.</translation>
    </message>
    <message>
        <source>This has more than {limit} links.</source>
        <translation>بیش از {limit} لینک دارد.</translation>
    </message>
    <message>
        <source>This has the checksums of files, but not their addresses.</source>
        <translation>چک‌سام فایل‌ها را دارد، ولی نشانی آن‌ها را نه.</translation>
    </message>
    <message>
        <source>This is more than {limit} MiB of text.</source>
        <translation>بیش از {limit} مبی‌بایت متن است.</translation>
    </message>
    <message>
        <source>This is not text.</source>
        <translation>این متن نیست.</translation>
    </message>
    <message>
        <source>Wait until the other one is done, or choose another name.</source>
        <translation>صبر کنید تا کار آن یکی تمام شود یا نام دیگری انتخاب کنید.</translation>
    </message>
    <message>
        <source>{host} announced {expected} bytes and sent {actual}.</source>
        <translation>‏{host} قول {expected} بایت داد و {actual} بایت فرستاد.</translation>
    </message>
    <message>
        <source>{host} asks for a user name and password ({status}).</source>
        <translation>‏{host} نام کاربری و گذرواژه می‌خواهد ({status}).</translation>
    </message>
    <message>
        <source>{host} asks us to slow down (429).</source>
        <translation>‏{host} می‌خواهد آهسته‌تر برویم (429).</translation>
    </message>
    <message>
        <source>{host} cannot be reached: {reason}.</source>
        <translation>‏{host} در دسترس نیست: {reason}.</translation>
    </message>
    <message>
        <source>{host} did not answer within {seconds} seconds.</source>
        <translation>‏{host} در {seconds} ثانیه پاسخی نداد.</translation>
    </message>
    <message>
        <source>{host} does not allow this download (403).</source>
        <translation>‏{host} اجازهٔ این دانلود را نمی‌دهد (403).</translation>
    </message>
    <message>
        <source>{host} does not say whether it still has the same version of the file.</source>
        <translation>‏{host} نمی‌گوید هنوز همان نسخهٔ فایل را دارد یا نه.</translation>
    </message>
    <message>
        <source>{host} has no file at this address (404).</source>
        <translation>‏{host} در این نشانی فایلی ندارد (404).</translation>
    </message>
    <message>
        <source>{host} is having trouble ({status}).</source>
        <translation>‏{host} دچار مشکل شده است ({status}).</translation>
    </message>
    <message>
        <source>{host} leads from a secure address to an insecure one, on {target}.</source>
        <translation>‏{host} از نشانی امن به نشانی ناامنی روی {target} می‌رود.</translation>
    </message>
    <message>
        <source>{host} leads to where nothing can be downloaded: {reason}.</source>
        <translation>‏{host} به جایی می‌رود که چیزی از آن دانلود نمی‌شود: {reason}.</translation>
    </message>
    <message>
        <source>{host} no longer offers the rest of this file (416).</source>
        <translation>‏{host} دیگر بقیهٔ این فایل را نمی‌دهد (416).</translation>
    </message>
    <message>
        <source>{host} refused the connection.</source>
        <translation>‏{host} اتصال را نپذیرفت.</translation>
    </message>
    <message>
        <source>{host} refused the request ({status}).</source>
        <translation>‏{host} درخواست را نپذیرفت ({status}).</translation>
    </message>
    <message>
        <source>{host} sends us in circles: {reason}.</source>
        <translation>‏{host} ما را دور می‌گرداند: {reason}.</translation>
    </message>
    <message>
        <source>{host} sent a web page where the file {name} was expected.</source>
        <translation>‏{host} به جای فایل {name} یک صفحهٔ وب فرستاد.</translation>
    </message>
    <message>
        <source>{host} stopped sending for {seconds} seconds.</source>
        <translation>‏{host} به مدت {seconds} ثانیه چیزی نفرستاد.</translation>
    </message>
    <message>
        <source>{name} could not be moved to the trash: {folder} has none, or does not let it go.</source>
        <translation>‏{name} به سطل زباله نرفت: {folder} سطل زباله ندارد یا اجازهٔ بردنش را نمی‌دهد.</translation>
    </message>
    <message>
        <source>{name} is being downloaded by another program or window.</source>
        <translation>برنامه یا پنجرهٔ دیگری در حال دانلود {name} است.</translation>
    </message>
    <message>
        <source>“{link}” cannot be downloaded: {reason}.</source>
        <translation>‏«{link}» دانلودشدنی نیست: {reason}.</translation>
    </message>
    <message>
        <source>“{link}” is not a link.</source>
        <translation>‏«{link}» لینک نیست.</translation>
    </message>
</context>
<context>
    <name>Exchange</name>
    <message numerus="yes">
        <source>%n download(s)</source>
        <translation>
            <numerusform>%Ln دانلود</numerusform>
        </translation>
    </message>
    <message>
        <source>Export</source>
        <translation>برون‌ریزی</translation>
    </message>
    <message>
        <source>Import</source>
        <translation>درون‌ریزی</translation>
    </message>
    <message>
        <source>Input file of aria2</source>
        <translation>فایل ورودی aria2</translation>
    </message>
    <message>
        <source>JSON</source>
        <translation>JSON</translation>
    </message>
    <message>
        <source>Links, one a line</source>
        <translation>لینک‌ها، هر خط یکی</translation>
    </message>
    <message>
        <source>Metalink</source>
        <translation>Metalink</translation>
    </message>
    <message>
        <source>Table</source>
        <translation>جدول</translation>
    </message>
    <message>
        <source>downloads</source>
        <translation>downloads</translation>
    </message>
    <message>
        <source>{downloads} written to {file}</source>
        <translation>‏{downloads} در {file} نوشته شد</translation>
    </message>
</context>
<context>
    <name>Fact</name>
    <message numerus="yes">
        <source>%n download(s)</source>
        <translation>
            <numerusform>%Ln دانلود</numerusform>
        </translation>
    </message>
    <message>
        <source>Added</source>
        <translation>افزوده شده</translation>
    </message>
    <message>
        <source>Can be resumed</source>
        <translation>امکان ادامه</translation>
    </message>
    <message>
        <source>Checksum</source>
        <translation>چک‌سام</translation>
    </message>
    <message>
        <source>Finished</source>
        <translation>پایان</translation>
    </message>
    <message>
        <source>From</source>
        <translation>از</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>نام</translation>
    </message>
    <message>
        <source>Received</source>
        <translation>دریافت‌شده</translation>
    </message>
    <message>
        <source>Selected</source>
        <translation>انتخاب‌شده</translation>
    </message>
    <message>
        <source>Speed limit</source>
        <translation>محدودیت سرعت</translation>
    </message>
    <message>
        <source>Status</source>
        <translation>وضعیت</translation>
    </message>
    <message>
        <source>To</source>
        <translation>به</translation>
    </message>
    <message>
        <source>Version</source>
        <translation>نسخه</translation>
    </message>
    <message>
        <source>Which led to</source>
        <translation>که رسید به</translation>
    </message>
    <message>
        <source>Why this name</source>
        <translation>چرا این نام</translation>
    </message>
    <message>
        <source>no, the server sends whole files alone</source>
        <translation>نه، سرور تنها فایل کامل می‌فرستد</translation>
    </message>
    <message>
        <source>yes, by comparing what is there</source>
        <translation>بله، با مقایسهٔ آنچه هست</translation>
    </message>
    <message>
        <source>yes, the version is proven</source>
        <translation>بله، نسخه ثابت شده است</translation>
    </message>
    <message>
        <source>{checksum}, checked</source>
        <translation>‏{checksum}، بررسی شد</translation>
    </message>
    <message>
        <source>{received} of {size}</source>
        <translation>{received} از {size}</translation>
    </message>
    <message>
        <source>{title}: {text}</source>
        <translation>{title}: {text}</translation>
    </message>
</context>
<context>
    <name>Figure</name>
    <message>
        <source>{larger} {smaller}</source>
        <translation>{larger} و {smaller}</translation>
    </message>
    <message>
        <source>{n} %</source>
        <translation>{n}٪</translation>
    </message>
    <message>
        <source>{n} B</source>
        <translation>{n} بایت</translation>
    </message>
    <message>
        <source>{n} GB</source>
        <translation>{n} گیگابایت</translation>
    </message>
    <message>
        <source>{n} MB</source>
        <translation>{n} مگابایت</translation>
    </message>
    <message>
        <source>{n} PB</source>
        <translation>{n} پتابایت</translation>
    </message>
    <message>
        <source>{n} TB</source>
        <translation>{n} ترابایت</translation>
    </message>
    <message>
        <source>{n} d</source>
        <translation>{n} روز</translation>
    </message>
    <message>
        <source>{n} h</source>
        <translation>{n} ساعت</translation>
    </message>
    <message>
        <source>{n} kB</source>
        <translation>{n} کیلوبایت</translation>
    </message>
    <message>
        <source>{n} min</source>
        <translation>{n} دقیقه</translation>
    </message>
    <message>
        <source>{n} s</source>
        <translation>{n} ثانیه</translation>
    </message>
    <message>
        <source>{size}/s</source>
        <translation>{size}/ث</translation>
    </message>
</context>
<context>
    <name>FirstStart</name>
    <message>
        <source>Choose…</source>
        <translation>انتخاب…</translation>
    </message>
    <message>
        <source>Colours</source>
        <translation>رنگ‌ها</translation>
    </message>
    <message>
        <source>Everything else is in the settings (Ctrl+,).</source>
        <translation>بقیه در تنظیمات است (⁦Ctrl+,⁩).</translation>
    </message>
    <message>
        <source>Save files in</source>
        <translation>ذخیرهٔ فایل‌ها در</translation>
    </message>
    <message>
        <source>Welcome</source>
        <translation>خوش آمدید</translation>
    </message>
</context>
<context>
    <name>FolderEdit</name>
    <message>
        <source>Choose a folder</source>
        <translation>انتخاب پوشه</translation>
    </message>
</context>
<context>
    <name>Furnishing</name>
    <message>
        <source>More</source>
        <translation>بیشتر</translation>
    </message>
    <message>
        <source>Speed</source>
        <translation>سرعت</translation>
    </message>
    <message>
        <source>Speed limit: {speed}</source>
        <translation>محدودیت سرعت: {speed}</translation>
    </message>
    <message>
        <source>When everything is done</source>
        <translation>وقتی همه تمام شد</translation>
    </message>
</context>
<context>
    <name>Gate</name>
    <message numerus="yes">
        <source>Adding %n link(s)…</source>
        <translation>
            <numerusform>در حال افزودن %Ln لینک…</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Group</name>
    <message>
        <source>Active</source>
        <translation>فعال</translation>
    </message>
    <message>
        <source>All</source>
        <translation>همه</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>تمام‌شده</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>ناموفق</translation>
    </message>
    <message>
        <source>Paused</source>
        <translation>در مکث</translation>
    </message>
    <message>
        <source>Queued</source>
        <translation>در صف</translation>
    </message>
</context>
<context>
    <name>Inspector</name>
    <message>
        <source>Connection {n}</source>
        <translation>اتصال {n}</translation>
    </message>
    <message>
        <source>Edit</source>
        <translation>ویرایش</translation>
    </message>
    <message>
        <source>Inspector</source>
        <translation>بازرس</translation>
    </message>
    <message>
        <source>Log</source>
        <translation>گزارش</translation>
    </message>
    <message>
        <source>No connection is open.</source>
        <translation>هیچ اتصالی باز نیست.</translation>
    </message>
    <message>
        <source>Nothing was received in the last minutes.</source>
        <translation>در چند دقیقهٔ گذشته چیزی دریافت نشده است.</translation>
    </message>
    <message>
        <source>Overview</source>
        <translation>نمای کلی</translation>
    </message>
    <message>
        <source>Segments</source>
        <translation>بخش‌ها</translation>
    </message>
    <message>
        <source>Speed</source>
        <translation>سرعت</translation>
    </message>
    <message>
        <source>now</source>
        <translation>اکنون</translation>
    </message>
    <message>
        <source>racing</source>
        <translation>در مسابقه</translation>
    </message>
    <message>
        <source>{now} now, {average} on average, {most} at most</source>
        <translation>اکنون {now}، میانگین {average}، بیشینه {most}</translation>
    </message>
    <message>
        <source>{n} min ago</source>
        <translation>{n} دقیقه پیش</translation>
    </message>
    <message>
        <source>{size} to go</source>
        <translation>{size} مانده</translation>
    </message>
</context>
<context>
    <name>KeptPasswords</name>
    <message numerus="yes">
        <source>%n kept password(s) forgotten</source>
        <translation>
            <numerusform>%Ln گذرواژهٔ نگه‌داشته‌شده فراموش شد</numerusform>
        </translation>
    </message>
    <message>
        <source>The keyring did not forget every password</source>
        <translation>دسته‌کلید همهٔ گذرواژه‌ها را فراموش نکرد</translation>
    </message>
    <message>
        <source>The keyring did not take the password</source>
        <translation>دسته‌کلید گذرواژه را نپذیرفت</translation>
    </message>
</context>
<context>
    <name>LeaveQuestion</name>
    <message>
        <source>Do not ask again</source>
        <translation>دیگر نپرس</translation>
    </message>
    <message>
        <source>Everything received is kept. Next time they go on where they are now.</source>
        <translation>هر چه دریافت شده می‌ماند. بار دیگر از همین جا ادامه می‌یابند.</translation>
    </message>
    <message>
        <source>Keep running in the tray</source>
        <translation>ادامه در سینی سیستم</translation>
    </message>
    <message>
        <source>Quit Headgate</source>
        <translation>خروج از Headgate</translation>
    </message>
    <message numerus="yes">
        <source>Stop %n download(s) and quit?</source>
        <translation>
            <numerusform>%Ln دانلود متوقف شود و خارج شویم؟</numerusform>
        </translation>
    </message>
    <message>
        <source>Stop and quit</source>
        <translation>توقف و خروج</translation>
    </message>
    <message>
        <source>Stop waiting and quit?</source>
        <translation>انتظار پایان یابد و خارج شویم؟</translation>
    </message>
</context>
<context>
    <name>List</name>
    <message>
        <source>, </source>
        <translation>، </translation>
    </message>
</context>
<context>
    <name>ListPages</name>
    <message>
        <source>Nothing has failed.</source>
        <translation>چیزی ناموفق نبوده است.</translation>
    </message>
    <message>
        <source>Nothing here holds “{words}”.
Esc empties the search.</source>
        <translation>چیزی اینجا «{words}» را ندارد.
‏Esc جست‌وجو را پاک می‌کند.</translation>
    </message>
    <message>
        <source>Nothing is being downloaded.
Press Start.</source>
        <translation>چیزی در حال دانلود نیست.
«شروع» را بزنید.</translation>
    </message>
    <message>
        <source>Nothing is finished yet.</source>
        <translation>هنوز چیزی تمام نشده است.</translation>
    </message>
    <message>
        <source>Nothing is paused.</source>
        <translation>چیزی در مکث نیست.</translation>
    </message>
    <message>
        <source>Nothing waits in the queue.
Drop links to add some.</source>
        <translation>صف خالی است.
لینک‌ها را اینجا رها کنید تا پر شود.</translation>
    </message>
</context>
<context>
    <name>Log</name>
    <message>
        <source>Begun anew</source>
        <translation>از نو شروع شد</translation>
    </message>
    <message>
        <source>Checked: {checksum}</source>
        <translation>بررسی شد: {checksum}</translation>
    </message>
    <message>
        <source>Connections the server allows: {connections}</source>
        <translation>اتصال‌هایی که سرور می‌پذیرد: {connections}</translation>
    </message>
    <message>
        <source>Damaged at bytes {ranges}, which are fetched again</source>
        <translation>آسیب‌دیده در بایت‌های {ranges} که دوباره دریافت می‌شوند</translation>
    </message>
    <message>
        <source>Done: {name}</source>
        <translation>تمام شد: {name}</translation>
    </message>
    <message>
        <source>Failed: {error}</source>
        <translation>ناموفق: {error}</translation>
    </message>
    <message>
        <source>One connection ended: {error}</source>
        <translation>یک اتصال پایان یافت: {error}</translation>
    </message>
    <message>
        <source>One more connection, {connections} now, from {start}</source>
        <translation>یک اتصال دیگر، اکنون {connections}، از {start}</translation>
    </message>
    <message>
        <source>Stopped with {received}</source>
        <translation>متوقف شد با {received}</translation>
    </message>
    <message>
        <source>{address} answered; {received} were there already</source>
        <translation>‏{address} پاسخ داد؛ {received} از قبل بود</translation>
    </message>
    <message>
        <source>{error} Trying again in {seconds}</source>
        <translation>‏{error} تلاش دوباره تا {seconds} دیگر</translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message numerus="yes">
        <source>%n already in the list</source>
        <translation>
            <numerusform>%Ln از قبل در فهرست</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n link(s) added</source>
        <translation>
            <numerusform>%Ln لینک افزوده شد</numerusform>
        </translation>
    </message>
    <message>
        <source>Everything is done</source>
        <translation>همه تمام شد</translation>
    </message>
    <message>
        <source>Main toolbar</source>
        <translation>نوار ابزار اصلی</translation>
    </message>
    <message>
        <source>No new links found</source>
        <translation>لینک تازه‌ای پیدا نشد</translation>
    </message>
    <message>
        <source>Stopped in {ms} ms, everything received is kept</source>
        <translation>در {ms} میلی‌ثانیه متوقف شد، هر چه دریافت شده می‌ماند</translation>
    </message>
    <message numerus="yes">
        <source>Stopping %n download(s)…</source>
        <translation>
            <numerusform>در حال توقف %Ln دانلود…</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Mend</name>
    <message>
        <source>Add links</source>
        <translation>افزودن لینک</translation>
    </message>
    <message>
        <source>Choose another folder</source>
        <translation>انتخاب پوشهٔ دیگر</translation>
    </message>
    <message>
        <source>Choose another name</source>
        <translation>انتخاب نام دیگر</translation>
    </message>
    <message>
        <source>Details</source>
        <translation>جزئیات</translation>
    </message>
    <message>
        <source>Open folder</source>
        <translation>باز کردن پوشه</translation>
    </message>
    <message>
        <source>Open in browser</source>
        <translation>باز کردن در مرورگر</translation>
    </message>
    <message>
        <source>Open settings</source>
        <translation>باز کردن تنظیمات</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>خروج</translation>
    </message>
    <message>
        <source>Retry</source>
        <translation>تلاش دوباره</translation>
    </message>
    <message>
        <source>Sign in</source>
        <translation>ورود</translation>
    </message>
    <message>
        <source>Start</source>
        <translation>شروع</translation>
    </message>
    <message>
        <source>Start again</source>
        <translation>شروع از اول</translation>
    </message>
    <message>
        <source>Use another link</source>
        <translation>استفاده از لینک دیگر</translation>
    </message>
</context>
<context>
    <name>MoveNotice</name>
    <message>
        <source>Moving to {folder}. A file stays where it is until all of it is there.</source>
        <translation>در حال انتقال به {folder}. هر فایل تا وقتی کامل به آنجا نرسیده، سر جای خود می‌ماند.</translation>
    </message>
</context>
<context>
    <name>NameReason</name>
    <message>
        <source>Files of this kind are run or acted on when seen, so an ending was added.</source>
        <translation>فایل‌های این نوع به محض دیده شدن اجرا می‌شوند یا اثر می‌گذارند، پس پسوندی افزوده شد.</translation>
    </message>
    <message>
        <source>It is the last part of the address the link led to.</source>
        <translation>بخش آخر نشانی‌ای است که لینک به آن رسید.</translation>
    </message>
    <message>
        <source>It is the last part of the link.</source>
        <translation>بخش آخر لینک است.</translation>
    </message>
    <message>
        <source>Neither the server nor the link names the file; this is the server&apos;s name.</source>
        <translation>نه سرور و نه لینک نامی به فایل نداده‌اند؛ این نام سرور است.</translation>
    </message>
    <message>
        <source>The server calls the file so.</source>
        <translation>سرور فایل را چنین می‌نامد.</translation>
    </message>
    <message>
        <source>You chose this name.</source>
        <translation>این نام را شما انتخاب کردید.</translation>
    </message>
    <message>
        <source>You or your list chose this name.</source>
        <translation>این نام را شما یا فهرستتان انتخاب کرده‌اید.</translation>
    </message>
</context>
<context>
    <name>NewLinkDialog</name>
    <message>
        <source>Link</source>
        <translation>لینک</translation>
    </message>
    <message>
        <source>Use another link</source>
        <translation>استفاده از لینک دیگر</translation>
    </message>
    <message>
        <source>{name} will be fetched from the other link.</source>
        <translation>‏{name} از لینک دیگر دریافت می‌شود.</translation>
    </message>
    <message>
        <source>{size} of {name} are there. They are compared with what the other link has, and kept if it is the same file.</source>
        <translation>{size} از {name} اینجاست. با آنچه لینک دیگر دارد مقایسه می‌شود و اگر همان فایل باشد می‌ماند.</translation>
    </message>
</context>
<context>
    <name>Notices</name>
    <message>
        <source>Everything was stopped. {why}</source>
        <translation>همه چیز متوقف شد. {why}</translation>
    </message>
    <message numerus="yes">
        <source>Headgate did not end properly last time. %n unfinished download(s) were found and everything received is kept.</source>
        <translation>
            <numerusform>‏Headgate بار پیش درست بسته نشد. %Ln دانلود ناتمام پیدا شد و هر چه دریافت شده مانده است.</numerusform>
        </translation>
    </message>
    <message>
        <source>Start</source>
        <translation>شروع</translation>
    </message>
    <message>
        <source>Start again</source>
        <translation>شروع دوباره</translation>
    </message>
    <message>
        <source>{problem} {remedy}</source>
        <translation>{problem} {remedy}</translation>
    </message>
</context>
<context>
    <name>Notification</name>
    <message numerus="yes">
        <source>%n download(s) done</source>
        <translation>
            <numerusform>%Ln دانلود تمام شد</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n download(s) failed</source>
        <translation>
            <numerusform>%Ln دانلود ناموفق بود</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n failed</source>
        <translation>
            <numerusform>%Ln ناموفق</numerusform>
        </translation>
    </message>
    <message>
        <source>Download done</source>
        <translation>دانلود تمام شد</translation>
    </message>
    <message>
        <source>Downloads ended</source>
        <translation>دانلودها پایان یافتند</translation>
    </message>
    <message>
        <source>Downloads failed</source>
        <translation>دانلودها ناموفق بودند</translation>
    </message>
    <message>
        <source>Downloads stopped</source>
        <translation>دانلودها متوقف شدند</translation>
    </message>
    <message>
        <source>Everything is done</source>
        <translation>همه تمام شد</translation>
    </message>
    <message>
        <source>{done}, {failed}</source>
        <translation>{done}، {failed}</translation>
    </message>
</context>
<context>
    <name>Option</name>
    <message>
        <source>Certificates</source>
        <translation>گواهی‌ها</translation>
    </message>
    <message>
        <source>Checksum</source>
        <translation>چک‌سام</translation>
    </message>
    <message>
        <source>Headers</source>
        <translation>سرآیندها</translation>
    </message>
    <message>
        <source>Names</source>
        <translation>نام‌ها</translation>
    </message>
</context>
<context>
    <name>Palette</name>
    <message>
        <source>Commands</source>
        <translation>فرمان‌ها</translation>
    </message>
    <message>
        <source>Find a command</source>
        <translation>یافتن فرمان</translation>
    </message>
    <message>
        <source>Type what you want to do</source>
        <translation>آنچه می‌خواهید انجام دهید بنویسید</translation>
    </message>
</context>
<context>
    <name>Rate</name>
    <message>
        <source>GB/s</source>
        <translation>گیگابایت/ث</translation>
    </message>
    <message>
        <source>MB/s</source>
        <translation>مگابایت/ث</translation>
    </message>
    <message>
        <source>Unit</source>
        <translation>یکا</translation>
    </message>
    <message>
        <source>kB/s</source>
        <translation>کیلوبایت/ث</translation>
    </message>
    <message>
        <source>no limit</source>
        <translation>بدون محدودیت</translation>
    </message>
</context>
<context>
    <name>Reason</name>
    <message>
        <source>Hostname mismatch, certificate is not valid for &apos;{host}&apos;</source>
        <translation>برای «{host}» معتبر نیست</translation>
    </message>
    <message>
        <source>IP address mismatch, certificate is not valid for &apos;{address}&apos;</source>
        <translation>برای «{address}» معتبر نیست</translation>
    </message>
    <message>
        <source>a chunk ends in the wrong place</source>
        <translation>تکه‌ای در جای نادرست پایان می‌یابد</translation>
    </message>
    <message>
        <source>a chunk has no clear size</source>
        <translation>اندازهٔ تکه‌ای روشن نیست</translation>
    </message>
    <message>
        <source>a chunk is longer than it said</source>
        <translation>تکه‌ای از اندازهٔ اعلام‌شده بلندتر است</translation>
    </message>
    <message>
        <source>a part of it is still to be filled in</source>
        <translation>بخشی از آن هنوز باید پر شود</translation>
    </message>
    <message>
        <source>a quotation mark is missing</source>
        <translation>یک علامت نقل‌قول کم است</translation>
    </message>
    <message>
        <source>a {name} value has {count} hexadecimal digits, or is base64</source>
        <translation>مقدار {name} باید {count} رقم شانزده‌شانزدهی یا base64 باشد</translation>
    </message>
    <message>
        <source>an unexpected {status}</source>
        <translation>‏{status} نامنتظره</translation>
    </message>
    <message>
        <source>back to where we came from</source>
        <translation>برگشت به جای اول</translation>
    </message>
    <message>
        <source>certificate has expired</source>
        <translation>منقضی شده است</translation>
    </message>
    <message>
        <source>certificate is not yet valid</source>
        <translation>هنوز معتبر نیست</translation>
    </message>
    <message>
        <source>folders are chosen apart from the name</source>
        <translation>پوشه جدا از نام انتخاب می‌شود</translation>
    </message>
    <message>
        <source>general failure</source>
        <translation>خطای کلی</translation>
    </message>
    <message>
        <source>input/output error</source>
        <translation>خطای ورودی و خروجی</translation>
    </message>
    <message>
        <source>is a directory</source>
        <translation>پوشه است</translation>
    </message>
    <message>
        <source>is none of the choices</source>
        <translation>از گزینه‌ها نیست</translation>
    </message>
    <message>
        <source>it announces no clear length</source>
        <translation>طول روشنی اعلام نمی‌کند</translation>
    </message>
    <message>
        <source>it breaks off inside the header</source>
        <translation>در میانهٔ سرآیند قطع می‌شود</translation>
    </message>
    <message>
        <source>it calls a part of the file the whole</source>
        <translation>بخشی از فایل را تمام آن می‌خواند</translation>
    </message>
    <message>
        <source>it cannot be created</source>
        <translation>ساختن آن ممکن نیست</translation>
    </message>
    <message>
        <source>it closed the connection</source>
        <translation>اتصال را بست</translation>
    </message>
    <message>
        <source>it declares a document type</source>
        <translation>نوع سند تعریف می‌کند</translation>
    </message>
    <message>
        <source>it does not say which part of the file it sends</source>
        <translation>نمی‌گوید کدام بخش فایل را می‌فرستد</translation>
    </message>
    <message>
        <source>it does not support the command</source>
        <translation>این دستور را پشتیبانی نمی‌کند</translation>
    </message>
    <message>
        <source>it does not support this kind of address</source>
        <translation>این نوع نشانی را پشتیبانی نمی‌کند</translation>
    </message>
    <message>
        <source>it has more than {count} files</source>
        <translation>بیش از {count} فایل دارد</translation>
    </message>
    <message>
        <source>it has no address on a web server</source>
        <translation>نشانی‌ای روی سرور وب ندارد</translation>
    </message>
    <message>
        <source>it holds a character that stands for nothing</source>
        <translation>نویسه‌ای دارد که معنایی ندارد</translation>
    </message>
    <message>
        <source>it is empty</source>
        <translation>خالی است</translation>
    </message>
    <message>
        <source>it is not HTTP/1.1</source>
        <translation>‏HTTP/1.1 نیست</translation>
    </message>
    <message>
        <source>it is not a link</source>
        <translation>لینک نیست</translation>
    </message>
    <message>
        <source>it is not text</source>
        <translation>متن نیست</translation>
    </message>
    <message>
        <source>it is something else</source>
        <translation>چیز دیگری است</translation>
    </message>
    <message>
        <source>it is too deep</source>
        <translation>بیش از حد تودرتو است</translation>
    </message>
    <message>
        <source>it is too large</source>
        <translation>بیش از حد بزرگ است</translation>
    </message>
    <message>
        <source>it is written in letters nobody knows</source>
        <translation>با نویسه‌های ناشناخته نوشته شده است</translation>
    </message>
    <message>
        <source>it names no host, and where it stood is not known</source>
        <translation>سروری را نام نمی‌برد و جای آن معلوم نیست</translation>
    </message>
    <message>
        <source>it sends a part that ends before it begins</source>
        <translation>بخشی می‌فرستد که پیش از شروع پایان می‌یابد</translation>
    </message>
    <message>
        <source>it sends data instead of fetching a file</source>
        <translation>به جای گرفتن فایل، داده می‌فرستد</translation>
    </message>
    <message>
        <source>it sends more than it announced</source>
        <translation>بیش از آنچه اعلام کرده می‌فرستد</translation>
    </message>
    <message>
        <source>it sends nothing new</source>
        <translation>چیز تازه‌ای نمی‌فرستد</translation>
    </message>
    <message>
        <source>it sends several parts in one</source>
        <translation>چند بخش را یک‌جا می‌فرستد</translation>
    </message>
    <message>
        <source>it sent another part of the file</source>
        <translation>بخش دیگری از فایل را فرستاد</translation>
    </message>
    <message>
        <source>it sent data nobody asked for</source>
        <translation>داده‌هایی فرستاد که کسی نخواسته بود</translation>
    </message>
    <message>
        <source>it takes a site, a type and a folder</source>
        <translation>یک سایت، یک نوع و یک پوشه لازم است</translation>
    </message>
    <message>
        <source>it takes days, hours and a speed</source>
        <translation>روزها، ساعت‌ها و یک سرعت لازم است</translation>
    </message>
    <message>
        <source>it wants another way to log in</source>
        <translation>راه دیگری برای ورود می‌خواهد</translation>
    </message>
    <message>
        <source>its checksum cannot be understood</source>
        <translation>چک‌سام آن فهمیدنی نیست</translation>
    </message>
    <message>
        <source>its header does not end</source>
        <translation>سرآیند آن پایان نمی‌یابد</translation>
    </message>
    <message>
        <source>its header has a broken line</source>
        <translation>سرآیند آن خط خرابی دارد</translation>
    </message>
    <message>
        <source>its header holds a stray line end</source>
        <translation>سرآیند آن پایان خط نابه‌جایی دارد</translation>
    </message>
    <message>
        <source>its header holds a zero byte</source>
        <translation>سرآیند آن بایت صفر دارد</translation>
    </message>
    <message>
        <source>its header starts with white space</source>
        <translation>سرآیند آن با فاصله شروع می‌شود</translation>
    </message>
    <message>
        <source>its rules do not allow this connection</source>
        <translation>قواعد آن اجازهٔ این اتصال را نمی‌دهد</translation>
    </message>
    <message>
        <source>its trailer does not end</source>
        <translation>دنبالهٔ آن پایان نمی‌یابد</translation>
    </message>
    <message>
        <source>length and range contradict each other</source>
        <translation>طول و بازه با هم نمی‌خوانند</translation>
    </message>
    <message>
        <source>line {number} is not a cookie in Netscape format</source>
        <translation>خط {number} کوکی با قالب Netscape نیست</translation>
    </message>
    <message>
        <source>line {number}: {reason}</source>
        <translation>خط {number}: {reason}</translation>
    </message>
    <message>
        <source>more than {count} rules</source>
        <translation>بیش از {count} قاعده</translation>
    </message>
    <message>
        <source>more than {count} speeds</source>
        <translation>بیش از {count} سرعت</translation>
    </message>
    <message>
        <source>more than {count} times</source>
        <translation>بیش از {count} بار</translation>
    </message>
    <message>
        <source>must lie between {low} and {high}</source>
        <translation>باید میان {low} و {high} باشد</translation>
    </message>
    <message>
        <source>network is down</source>
        <translation>شبکه قطع است</translation>
    </message>
    <message>
        <source>network is unreachable</source>
        <translation>شبکه در دسترس نیست</translation>
    </message>
    <message>
        <source>no folder has a zero byte in its name</source>
        <translation>نام پوشه نمی‌تواند بایت صفر داشته باشد</translation>
    </message>
    <message>
        <source>no route to host</source>
        <translation>راهی به آن نیست</translation>
    </message>
    <message>
        <source>only http and https links can be downloaded</source>
        <translation>تنها لینک‌های http و https دانلودشدنی‌اند</translation>
    </message>
    <message>
        <source>only {known} stand for something</source>
        <translation>تنها {known} معنا دارند</translation>
    </message>
    <message>
        <source>operation not permitted</source>
        <translation>این کار مجاز نیست</translation>
    </message>
    <message>
        <source>permission denied</source>
        <translation>اجازه داده نشد</translation>
    </message>
    <message>
        <source>read-only file system</source>
        <translation>سامانهٔ فایل فقط‌خواندنی است</translation>
    </message>
    <message>
        <source>reply {number}</source>
        <translation>پاسخ {number}</translation>
    </message>
    <message>
        <source>self-signed certificate</source>
        <translation>خودامضاست</translation>
    </message>
    <message>
        <source>self-signed certificate in certificate chain</source>
        <translation>در زنجیرهٔ آن گواهی خودامضا هست</translation>
    </message>
    <message>
        <source>some of its letters are lost</source>
        <translation>برخی از نویسه‌های آن از دست رفته است</translation>
    </message>
    <message>
        <source>status {status} brings no file</source>
        <translation>وضعیت {status} فایلی نمی‌آورد</translation>
    </message>
    <message>
        <source>the connection took too long</source>
        <translation>اتصال بیش از حد طول کشید</translation>
    </message>
    <message>
        <source>the connection was refused</source>
        <translation>اتصال پذیرفته نشد</translation>
    </message>
    <message>
        <source>the encrypted stream is damaged</source>
        <translation>جریان رمزگذاری‌شده آسیب دیده است</translation>
    </message>
    <message>
        <source>the host is unreachable</source>
        <translation>سرور در دسترس نیست</translation>
    </message>
    <message>
        <source>the network is unreachable</source>
        <translation>شبکه در دسترس نیست</translation>
    </message>
    <message>
        <source>to an address that starts with {scheme}:</source>
        <translation>به نشانی‌ای که با {scheme}: شروع می‌شود</translation>
    </message>
    <message>
        <source>to several addresses at once</source>
        <translation>هم‌زمان به چند نشانی</translation>
    </message>
    <message>
        <source>to something that is no address</source>
        <translation>به چیزی که نشانی نیست</translation>
    </message>
    <message>
        <source>transfer coding “{coding}”</source>
        <translation>کدگذاری انتقال «{coding}»</translation>
    </message>
    <message>
        <source>unable to get local issuer certificate</source>
        <translation>صادرکنندهٔ آن شناخته‌شده نیست</translation>
    </message>
    <message>
        <source>user name or password is wrong</source>
        <translation>نام کاربری یا گذرواژه نادرست است</translation>
    </message>
    <message>
        <source>write it as http://host:port</source>
        <translation>آن را به شکل ⁦http://host:port⁩ بنویسید</translation>
    </message>
    <message>
        <source>{file} holds no certificates ({why})</source>
        <translation>‏{file} گواهی‌ای در خود ندارد ({why})</translation>
    </message>
    <message>
        <source>{link} (line {number})</source>
        <translation>‏{link} (خط {number})</translation>
    </message>
    <message>
        <source>{why} in line {number}</source>
        <translation>‏{why} در خط {number}</translation>
    </message>
    <message>
        <source>“{days}” is no day; write mon-fri, or sat,sun, or *</source>
        <translation>‏«{days}» روز نیست؛ بنویسید دوشنبه-جمعه، یا شنبه,یکشنبه، یا *</translation>
    </message>
    <message>
        <source>“{folder}” depends on where Headgate was started; write all of it</source>
        <translation>‏«{folder}» به محل اجرای Headgate بستگی دارد؛ مسیر کامل را بنویسید</translation>
    </message>
    <message>
        <source>“{host}” is no site; write it as in a link, or *</source>
        <translation>‏«{host}» سایت نیست؛ آن را مانند لینک یا * بنویسید</translation>
    </message>
    <message>
        <source>“{hours}” are no hours; write them as 08:00-17:30</source>
        <translation>‏«{hours}» ساعت نیست؛ آن را مانند ⁦08:00-17:30⁩ بنویسید</translation>
    </message>
    <message>
        <source>“{line}” is no header</source>
        <translation>‏«{line}» سرآیند نیست</translation>
    </message>
    <message>
        <source>“{name}” is not one of {known}</source>
        <translation>‏«{name}» هیچ‌یک از {known} نیست</translation>
    </message>
    <message>
        <source>“{number}” must lie between 1 and 99</source>
        <translation>‏«{number}» باید میان ۱ و ۹۹ باشد</translation>
    </message>
    <message>
        <source>“{rate}” is not a rate like 500k</source>
        <translation>‏«{rate}» سرعتی مانند 500k نیست</translation>
    </message>
    <message>
        <source>“{rate}” is nothing to limit by; it must lie between 1 and {high}</source>
        <translation>با «{rate}» نمی‌توان محدود کرد؛ باید میان 1 و {high} باشد</translation>
    </message>
    <message>
        <source>“{types}” is no type; write video, or pdf,epub, or *</source>
        <translation>‏«{types}» نوع نیست؛ video یا pdf,epub یا * بنویسید</translation>
    </message>
</context>
<context>
    <name>Removing</name>
    <message numerus="yes">
        <source>%n download(s) removed from the list.</source>
        <translation>
            <numerusform>%Ln دانلود از فهرست برداشته شد.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n download(s) removed. Finished files will be moved to the trash.</source>
        <translation>
            <numerusform>%Ln دانلود برداشته شد. فایل‌های کامل‌شده به سطل زباله می‌روند.</numerusform>
        </translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>واگرد</translation>
    </message>
</context>
<context>
    <name>Rules</name>
    <message>
        <source>A rule gives a site its own number of connections, proxy or headers. Press Add to make the first.</source>
        <translation>هر قاعده به یک سایت شمار اتصال‌ها، پراکسی یا سرآیندهای خودش را می‌دهد. برای ساختن نخستین قاعده «افزودن» را بزنید.</translation>
    </message>
    <message>
        <source>A rule saves files of a site, or of a type, in a folder of their own. Press Add to make the first.</source>
        <translation>هر قاعده فایل‌های یک سایت یا یک نوع را در پوشه‌ای جداگانه ذخیره می‌کند. برای ساختن نخستین قاعده «افزودن» را بزنید.</translation>
    </message>
    <message>
        <source>A rule sets the speed limit for certain days and hours. Press Add to make the first.</source>
        <translation>هر قاعده محدودیت سرعت را برای روزها و ساعت‌های معینی تعیین می‌کند. برای ساختن نخستین قاعده «افزودن» را بزنید.</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>افزودن</translation>
    </message>
    <message>
        <source>Connections</source>
        <translation>اتصال‌ها</translation>
    </message>
    <message>
        <source>Days</source>
        <translation>روزها</translation>
    </message>
    <message>
        <source>Days as mon-fri, or sat,sun, or *; hours as 22:00, past midnight too; speed as 500k or 2M, 0 for full speed</source>
        <translation>روزها مانند دوشنبه-جمعه، یا شنبه,یکشنبه، یا *؛ ساعت‌ها مانند 22:00، پس از نیمه‌شب هم؛ سرعت مانند 500k یا 2M، و 0 برای تمام سرعت</translation>
    </message>
    <message>
        <source>Downloads</source>
        <translation>دانلودها</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>پوشه</translation>
    </message>
    <message>
        <source>Folders for sites and types</source>
        <translation>پوشه‌های سایت‌ها و نوع‌ها</translation>
    </message>
    <message>
        <source>From</source>
        <translation>از</translation>
    </message>
    <message>
        <source>Header</source>
        <translation>سرآیند</translation>
    </message>
    <message>
        <source>Proxy</source>
        <translation>پراکسی</translation>
    </message>
    <message>
        <source>Referer</source>
        <translation>Referer</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>برداشتن</translation>
    </message>
    <message>
        <source>Site</source>
        <translation>سایت</translation>
    </message>
    <message>
        <source>Site as *.example.org or *; type as video, pdf,epub or *; folder as ~/Videos</source>
        <translation>سایت مانند ⁦*.example.org⁩ یا *؛ نوع مانند video یا pdf,epub یا *؛ پوشه مانند ⁦~/Videos⁩</translation>
    </message>
    <message>
        <source>Site as *.example.org; connections of a download and downloads at a time, at most; proxy as http://host:port, or none; one header more as Name: value</source>
        <translation>سایت مانند ⁦*.example.org⁩؛ بیشترین اتصال‌های هر دانلود و بیشترین دانلودهای هم‌زمان؛ پراکسی مانند ⁦http://host:port⁩، یا none برای هیچ‌کدام؛ یک سرآیند دیگر مانند Name: value</translation>
    </message>
    <message>
        <source>Speed</source>
        <translation>سرعت</translation>
    </message>
    <message>
        <source>Speeds by day and hour</source>
        <translation>سرعت بر پایهٔ روز و ساعت</translation>
    </message>
    <message>
        <source>Type</source>
        <translation>نوع</translation>
    </message>
    <message>
        <source>Until</source>
        <translation>تا</translation>
    </message>
    <message>
        <source>Up</source>
        <translation>بالا بردن</translation>
    </message>
    <message>
        <source>User agent</source>
        <translation>عامل کاربر</translation>
    </message>
    <message>
        <source>Ways for single sites</source>
        <translation>قاعده‌های سایت‌های جداگانه</translation>
    </message>
</context>
<context>
    <name>Search</name>
    <message>
        <source>Empty the search</source>
        <translation>پاک کردن جست‌وجو</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>جست‌وجو</translation>
    </message>
    <message>
        <source>Search the list</source>
        <translation>جست‌وجو در فهرست</translation>
    </message>
</context>
<context>
    <name>Setting</name>
    <message>
        <source>Accept any certificate</source>
        <translation>پذیرفتن هر گواهی</translation>
    </message>
    <message>
        <source>Always, before it is added</source>
        <translation>همیشه، پیش از افزودن</translation>
    </message>
    <message>
        <source>As the system says</source>
        <translation>مطابق سیستم</translation>
    </message>
    <message>
        <source>Ask before quitting while downloads run</source>
        <translation>پرسیدن پیش از خروج هنگام دانلود</translation>
    </message>
    <message>
        <source>Ask servers for names and sizes before adding</source>
        <translation>پرسیدن نام و اندازه از سرورها پیش از افزودن</translation>
    </message>
    <message>
        <source>Certificates to trust (empty: the usual ones)</source>
        <translation>گواهی‌های مورد اعتماد (خالی: همان معمول)</translation>
    </message>
    <message>
        <source>Colours</source>
        <translation>رنگ‌ها</translation>
    </message>
    <message>
        <source>Connections per download</source>
        <translation>اتصال برای هر دانلود</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>تیره</translation>
    </message>
    <message>
        <source>Downloads at a time</source>
        <translation>دانلودهای هم‌زمان</translation>
    </message>
    <message>
        <source>Further attempts after a fault</source>
        <translation>تلاش‌های دوباره پس از خطا</translation>
    </message>
    <message>
        <source>Give the new file another name</source>
        <translation>نام دیگری به فایل تازه بده</translation>
    </message>
    <message>
        <source>Go on with the old file, if it is the beginning of the new one</source>
        <translation>فایل قدیمی را ادامه بده، اگر آغاز فایل تازه است</translation>
    </message>
    <message>
        <source>If a file of that name is there</source>
        <translation>اگر فایلی با آن نام هست</translation>
    </message>
    <message>
        <source>If something is unclear</source>
        <translation>اگر چیزی روشن نبود</translation>
    </message>
    <message>
        <source>Keep running in the tray when the window is closed</source>
        <translation>ادامه در سینی سیستم پس از بستن پنجره</translation>
    </message>
    <message>
        <source>Keep the computer awake while downloads run</source>
        <translation>بیدار نگه داشتن رایانه هنگام دانلود</translation>
    </message>
    <message>
        <source>Keep the old file and skip the new one</source>
        <translation>فایل قدیمی را نگه دار و از تازه بگذر</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>کلیدها</translation>
    </message>
    <message>
        <source>Language (from the next start on)</source>
        <translation>زبان (از اجرای بعدی)</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>روشن</translation>
    </message>
    <message>
        <source>Look for checksum files beside each download</source>
        <translation>جست‌وجوی فایل‌های چک‌سام کنار هر دانلود</translation>
    </message>
    <message>
        <source>Look over what is dropped or pasted</source>
        <translation>بازبینی آنچه رها یا چسبانده شده</translation>
    </message>
    <message>
        <source>Never</source>
        <translation>هرگز</translation>
    </message>
    <message>
        <source>Offer the folder that was chosen last</source>
        <translation>پیشنهاد آخرین پوشهٔ انتخاب‌شده</translation>
    </message>
    <message>
        <source>Offer to add links that are copied</source>
        <translation>پیشنهاد افزودن لینک‌های کپی‌شده</translation>
    </message>
    <message>
        <source>Other folders for sites and types: the first rule that fits counts</source>
        <translation>پوشه‌های دیگر برای سایت‌ها و نوع‌ها: نخستین قاعدهٔ جور به کار می‌رود</translation>
    </message>
    <message>
        <source>Other ways for single sites: the first rule that fits counts</source>
        <translation>راه‌های دیگر برای سایت‌های جداگانه: نخستین قاعدهٔ جور به کار می‌رود</translation>
    </message>
    <message>
        <source>Proxy (empty: as the system says)</source>
        <translation>پراکسی (خالی: مطابق سیستم)</translation>
    </message>
    <message>
        <source>Put the old file into the trash</source>
        <translation>فایل قدیمی را به سطل زباله ببر</translation>
    </message>
    <message>
        <source>Save files in</source>
        <translation>ذخیرهٔ فایل‌ها در</translation>
    </message>
    <message>
        <source>Seconds to wait for an answer</source>
        <translation>ثانیه‌های انتظار برای پاسخ</translation>
    </message>
    <message>
        <source>Show an icon in the tray</source>
        <translation>نمایش نماد در سینی سیستم</translation>
    </message>
    <message>
        <source>Speed limit</source>
        <translation>محدودیت سرعت</translation>
    </message>
    <message>
        <source>Speeds by day and hour: the first rule that fits counts</source>
        <translation>سرعت بر پایهٔ روز و ساعت: نخستین قاعده‌ای که بخواند به کار می‌رود</translation>
    </message>
    <message>
        <source>Speeds to choose from, as 250k 1M 5M</source>
        <translation>سرعت‌های قابل انتخاب، مانند 250k 1M 5M</translation>
    </message>
    <message>
        <source>Start with the session, hidden in the tray</source>
        <translation>شروع همراه نشست، پنهان در سینی سیستم</translation>
    </message>
    <message>
        <source>Take in link files from this folder (empty: none)</source>
        <translation>برداشتن فایل‌های لینک از این پوشه (خالی: هیچ)</translation>
    </message>
    <message>
        <source>Tell when everything is done, if the window is not in front</source>
        <translation>خبر دادن هنگام پایان همه، اگر پنجره جلو نیست</translation>
    </message>
    <message>
        <source>User agent (empty: Headgate&apos;s own)</source>
        <translation>عامل کاربر (خالی: مال خود Headgate)</translation>
    </message>
</context>
<context>
    <name>Settings</name>
    <message>
        <source>Files</source>
        <translation>فایل‌ها</translation>
    </message>
    <message>
        <source>Find a setting</source>
        <translation>یافتن تنظیم</translation>
    </message>
    <message>
        <source>Links</source>
        <translation>لینک‌ها</translation>
    </message>
    <message>
        <source>Network</source>
        <translation>شبکه</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>تنظیمات</translation>
    </message>
    <message>
        <source>Speed and patience</source>
        <translation>سرعت و شکیبایی</translation>
    </message>
    <message>
        <source>Window and desktop</source>
        <translation>پنجره و میز کار</translation>
    </message>
</context>
<context>
    <name>Sheet</name>
    <message numerus="yes">
        <source>%n link(s)</source>
        <translation>
            <numerusform>%Ln لینک</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n link(s) checked</source>
        <translation>
            <numerusform>%Ln لینک تیک‌خورده</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n link(s) found</source>
        <translation>
            <numerusform>%Ln لینک پیدا شد</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n of unknown size</source>
        <translation>
            <numerusform>%Ln با اندازهٔ نامعلوم</numerusform>
        </translation>
    </message>
    <message>
        <source>A file with the right checksum is never fetched again.</source>
        <translation>فایلی که چک‌سام درست دارد هرگز دوباره دریافت نمی‌شود.</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>افزودن</translation>
    </message>
    <message>
        <source>Add and start</source>
        <translation>افزودن و شروع</translation>
    </message>
    <message>
        <source>Add links</source>
        <translation>افزودن لینک</translation>
    </message>
    <message>
        <source>Already in the list</source>
        <translation>از قبل در فهرست</translation>
    </message>
    <message>
        <source>Already on disk</source>
        <translation>از قبل روی دیسک</translation>
    </message>
    <message>
        <source>Check</source>
        <translation>تیک زدن</translation>
    </message>
    <message>
        <source>Check what is selected, or all that is shown</source>
        <translation>تیک زدن انتخاب‌شده‌ها یا همهٔ نمایش‌داده‌ها</translation>
    </message>
    <message>
        <source>Choose the folder to save in</source>
        <translation>انتخاب پوشهٔ ذخیره</translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation>انتخاب…</translation>
    </message>
    <message>
        <source>Dead: {why}</source>
        <translation>از کار افتاده: {why}</translation>
    </message>
    <message>
        <source>Everything</source>
        <translation>همه</translation>
    </message>
    <message>
        <source>Filter by name or link</source>
        <translation>پالایش بر پایهٔ نام یا لینک</translation>
    </message>
    <message>
        <source>If a file of that name is there</source>
        <translation>اگر فایلی با آن نام هست</translation>
    </message>
    <message>
        <source>If the name is &amp;taken</source>
        <translation>اگر نام &amp;تکراری بود</translation>
    </message>
    <message>
        <source>Links</source>
        <translation>لینک‌ها</translation>
    </message>
    <message>
        <source>Links that were found</source>
        <translation>لینک‌های پیداشده</translation>
    </message>
    <message>
        <source>Looking for links…</source>
        <translation>در حال یافتن لینک‌ها…</translation>
    </message>
    <message>
        <source>Name all</source>
        <translation>نام‌گذاری همه</translation>
    </message>
    <message>
        <source>Names of all checked files</source>
        <translation>نام همهٔ فایل‌های تیک‌خورده</translation>
    </message>
    <message>
        <source>New</source>
        <translation>تازه</translation>
    </message>
    <message>
        <source>No links yet</source>
        <translation>هنوز لینکی نیست</translation>
    </message>
    <message>
        <source>Not a link</source>
        <translation>لینک نیست</translation>
    </message>
    <message>
        <source>Not a link: {why}</source>
        <translation>لینک نیست: {why}</translation>
    </message>
    <message>
        <source>Rename</source>
        <translation>تغییر نام</translation>
    </message>
    <message>
        <source>Rules for sites and types go before</source>
        <translation>قاعده‌های سایت و نوع پیشی می‌گیرند</translation>
    </message>
    <message>
        <source>Save &amp;in</source>
        <translation>&amp;ذخیره در</translation>
    </message>
    <message>
        <source>Save in</source>
        <translation>ذخیره در</translation>
    </message>
    <message numerus="yes">
        <source>Stands for %n link(s)</source>
        <translation>
            <numerusform>به جای %Ln لینک</numerusform>
        </translation>
    </message>
    <message>
        <source>The same link stands further up.</source>
        <translation>همین لینک بالاتر آمده است.</translation>
    </message>
    <message>
        <source>There are patterns that stand for {links}: {preview}</source>
        <translation>الگوهایی به جای {links} هست: {preview}</translation>
    </message>
    <message>
        <source>Twice in this list</source>
        <translation>تکراری در این فهرست</translation>
    </message>
    <message>
        <source>Uncheck</source>
        <translation>برداشتن تیک</translation>
    </message>
    <message>
        <source>Uncheck what is selected, or all that is shown</source>
        <translation>برداشتن تیک انتخاب‌شده‌ها یا همهٔ نمایش‌داده‌ها</translation>
    </message>
    <message>
        <source>Which rows to show</source>
        <translation>کدام سطرها نمایش داده شود</translation>
    </message>
    <message>
        <source>Write them out</source>
        <translation>بازنویسی همه</translation>
    </message>
    <message>
        <source>checked</source>
        <translation>تیک‌خورده</translation>
    </message>
    <message>
        <source>https://…
One link a line, or any text with links in it</source>
        <translation>https://…
هر خط یک لینک، یا هر متنی که لینک در آن باشد</translation>
    </message>
    <message>
        <source>not checked</source>
        <translation>بدون تیک</translation>
    </message>
    <message>
        <source>{free} free</source>
        <translation>{free} آزاد</translation>
    </message>
    <message>
        <source>{kind} ({count})</source>
        <translation>{kind} ({count})</translation>
    </message>
    <message>
        <source>{links}, sizes not known</source>
        <translation>{links}، اندازه‌ها نامعلوم</translation>
    </message>
    <message>
        <source>{links}, {size}</source>
        <translation>{links}، {size}</translation>
    </message>
    <message>
        <source>{links}, {size} and {more}</source>
        <translation>{links}، {size} و {more}</translation>
    </message>
    <message>
        <source>{size} for {free} free in {folder}</source>
        <translation>{size} با {free} آزاد در {folder}</translation>
    </message>
    <message>
        <source>{words} stand for something, all else is taken as it is.</source>
        <translation>‏{words} معنا دارند و بقیه همان‌گونه که هست می‌ماند.</translation>
    </message>
    <message>
        <source>⚠ Does not fit: {size} for {free} free in {folder}</source>
        <translation>⚠ جا نمی‌شود: {size} با {free} آزاد در {folder}</translation>
    </message>
</context>
<context>
    <name>SheetColumn</name>
    <message>
        <source>Checksum</source>
        <translation>چک‌سام</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>پوشه</translation>
    </message>
    <message>
        <source>Line</source>
        <translation>خط</translation>
    </message>
    <message>
        <source>Link</source>
        <translation>لینک</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>نام</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>اندازه</translation>
    </message>
    <message>
        <source>What it is</source>
        <translation>چیست</translation>
    </message>
</context>
<context>
    <name>Shortcuts</name>
    <message>
        <source>Action</source>
        <translation>کنش</translation>
    </message>
    <message>
        <source>As it was</source>
        <translation>مانند پیش‌فرض</translation>
    </message>
    <message>
        <source>Change</source>
        <translation>تغییر</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>کلیدها</translation>
    </message>
    <message>
        <source>No keys</source>
        <translation>بدون کلید</translation>
    </message>
    <message>
        <source>{keys} is taken by “{action}”.</source>
        <translation>‏{keys} از پیش برای «{action}» است.</translation>
    </message>
</context>
<context>
    <name>Sidebar</name>
    <message>
        <source>Show</source>
        <translation>نمایش</translation>
    </message>
</context>
<context>
    <name>SignIn</name>
    <message>
        <source>Headgate uses it for everything from there until you quit, and writes it nowhere.</source>
        <translation>تا زمان خروج شما، Headgate آن را برای همه‌چیز از آن‌جا به کار می‌برد و هیچ‌جا نمی‌نویسد.</translation>
    </message>
    <message>
        <source>Headgate uses it for everything from there, also after the next start.</source>
        <translation>از این پس، حتی پس از شروع بعدی، Headgate آن را برای همه‌چیز از آن‌جا به کار می‌برد.</translation>
    </message>
    <message>
        <source>Keep it in this computer&apos;s keyring</source>
        <translation>نگه داشتن آن در دسته‌کلید این رایانه</translation>
    </message>
    <message>
        <source>Password</source>
        <translation>گذرواژه</translation>
    </message>
    <message>
        <source>Sign in</source>
        <translation>ورود</translation>
    </message>
    <message>
        <source>The password is sent unencrypted: others on the way can read it.</source>
        <translation>گذرواژه رمزنگاری‌نشده فرستاده می‌شود: دیگران در راه می‌توانند آن را بخوانند.</translation>
    </message>
    <message>
        <source>User name</source>
        <translation>نام کاربری</translation>
    </message>
    <message>
        <source>{place} asks who you are.</source>
        <translation>‏{place} می‌پرسد شما که هستید.</translation>
    </message>
</context>
<context>
    <name>Sleep</name>
    <message>
        <source>Downloads are stopped first</source>
        <translation>نخست دانلودها متوقف می‌شوند</translation>
    </message>
</context>
<context>
    <name>SpeedPresets</name>
    <message>
        <source>Full speed</source>
        <translation>تمام سرعت</translation>
    </message>
    <message>
        <source>{speed} by the schedule</source>
        <translation>{speed} طبق زمان‌بندی</translation>
    </message>
    <message>
        <source>{speed} until {time}</source>
        <translation>{speed} تا {time}</translation>
    </message>
</context>
<context>
    <name>State</name>
    <message>
        <source>Checking</source>
        <translation>در حال بررسی</translation>
    </message>
    <message>
        <source>Connecting</source>
        <translation>در حال اتصال</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>تمام شد</translation>
    </message>
    <message>
        <source>Done, but the file is gone</source>
        <translation>تمام شد، ولی فایل دیگر نیست</translation>
    </message>
    <message>
        <source>Done, kept packed ({coding}) as the server sent it</source>
        <translation>تمام شد، فشرده ({coding}) همان‌گونه که سرور فرستاد</translation>
    </message>
    <message>
        <source>Done, length not confirmed by the server</source>
        <translation>تمام شد، سرور طول آن را تأیید نکرد</translation>
    </message>
    <message>
        <source>Downloading</source>
        <translation>در حال دانلود</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>ناموفق</translation>
    </message>
    <message>
        <source>Paused</source>
        <translation>در مکث</translation>
    </message>
    <message>
        <source>Queued</source>
        <translation>در صف</translation>
    </message>
    <message>
        <source>Stopping</source>
        <translation>در حال توقف</translation>
    </message>
    <message>
        <source>Trying again in {time}</source>
        <translation>تلاش دوباره تا {time} دیگر</translation>
    </message>
    <message>
        <source>Waiting for its folder</source>
        <translation>در انتظار پوشه</translation>
    </message>
    <message>
        <source>Waiting for its server</source>
        <translation>در انتظار سرور</translation>
    </message>
    <message>
        <source>Waiting for the network</source>
        <translation>در انتظار شبکه</translation>
    </message>
    <message>
        <source>Waiting for the schedule</source>
        <translation>در انتظار زمان‌بندی</translation>
    </message>
    <message>
        <source>{title}: {why}</source>
        <translation>{title}: {why}</translation>
    </message>
</context>
<context>
    <name>StatusBar</name>
    <message numerus="yes">
        <source>%n active</source>
        <translation>
            <numerusform>%Ln فعال</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n done</source>
        <translation>
            <numerusform>%Ln تمام‌شده</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n failed</source>
        <translation>
            <numerusform>%Ln ناموفق</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n paused</source>
        <translation>
            <numerusform>%Ln در مکث</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n queued</source>
        <translation>
            <numerusform>%Ln در صف</numerusform>
        </translation>
    </message>
    <message>
        <source>Downloads by state</source>
        <translation>دانلودها بر پایهٔ وضعیت</translation>
    </message>
    <message>
        <source>Free space</source>
        <translation>فضای آزاد</translation>
    </message>
    <message>
        <source>Last event</source>
        <translation>آخرین رویداد</translation>
    </message>
    <message>
        <source>Speed of all downloads</source>
        <translation>سرعت همهٔ دانلودها</translation>
    </message>
    <message>
        <source>{size} free</source>
        <translation>{size} آزاد</translation>
    </message>
</context>
<context>
    <name>Tray</name>
    <message>
        <source>Headgate</source>
        <translation>Headgate</translation>
    </message>
    <message>
        <source>Headgate: {percent} %</source>
        <translation>Headgate: {percent}٪</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>خروج</translation>
    </message>
    <message>
        <source>Show the window</source>
        <translation>نمایش پنجره</translation>
    </message>
    <message>
        <source>Speed</source>
        <translation>سرعت</translation>
    </message>
</context>
<context>
    <name>Trouble</name>
    <message numerus="yes">
        <source>%n download(s) failed</source>
        <translation>
            <numerusform>%Ln دانلود ناموفق بود</numerusform>
        </translation>
    </message>
    <message>
        <source>A web page, not the file</source>
        <translation>صفحهٔ وب به جای فایل</translation>
    </message>
    <message>
        <source>Certificate not trusted</source>
        <translation>گواهی نامعتمد</translation>
    </message>
    <message>
        <source>Checksum differs</source>
        <translation>چک‌سام نمی‌خواند</translation>
    </message>
    <message>
        <source>Connection lost</source>
        <translation>اتصال قطع شد</translation>
    </message>
    <message>
        <source>Connection refused</source>
        <translation>اتصال پذیرفته نشد</translation>
    </message>
    <message>
        <source>Damaged in places</source>
        <translation>آسیب‌دیده در چند جا</translation>
    </message>
    <message>
        <source>Disk full</source>
        <translation>دیسک پر است</translation>
    </message>
    <message>
        <source>Disk trouble</source>
        <translation>مشکل دیسک</translation>
    </message>
    <message>
        <source>Drive not there</source>
        <translation>درایو در دسترس نیست</translation>
    </message>
    <message>
        <source>File has changed</source>
        <translation>فایل تغییر کرده است</translation>
    </message>
    <message>
        <source>File in use</source>
        <translation>فایل در حال استفاده است</translation>
    </message>
    <message>
        <source>File not found</source>
        <translation>فایل پیدا نشد</translation>
    </message>
    <message>
        <source>File removed</source>
        <translation>فایل برداشته شده است</translation>
    </message>
    <message>
        <source>File too large</source>
        <translation>فایل بیش از حد بزرگ است</translation>
    </message>
    <message>
        <source>Folder cannot be written</source>
        <translation>پوشه نوشتنی نیست</translation>
    </message>
    <message>
        <source>Folder missing</source>
        <translation>پوشه وجود ندارد</translation>
    </message>
    <message>
        <source>Insecure redirect</source>
        <translation>هدایت به نشانی ناامن</translation>
    </message>
    <message>
        <source>Led astray</source>
        <translation>هدایت به جای نادرست</translation>
    </message>
    <message>
        <source>Link of no use</source>
        <translation>لینک به کار نمی‌آید</translation>
    </message>
    <message>
        <source>List closed</source>
        <translation>فهرست بسته است</translation>
    </message>
    <message>
        <source>List not written</source>
        <translation>فهرست نوشته نشد</translation>
    </message>
    <message>
        <source>List of a newer version</source>
        <translation>فهرست نسخه‌ای تازه‌تر</translation>
    </message>
    <message>
        <source>List was damaged</source>
        <translation>فهرست آسیب دیده بود</translation>
    </message>
    <message>
        <source>Name look-up failed</source>
        <translation>نام سرور پیدا نشد</translation>
    </message>
    <message>
        <source>Name taken</source>
        <translation>نام تکراری است</translation>
    </message>
    <message>
        <source>Name too long</source>
        <translation>نام بیش از حد دراز است</translation>
    </message>
    <message>
        <source>No addresses</source>
        <translation>بدون نشانی</translation>
    </message>
    <message>
        <source>No answer</source>
        <translation>بدون پاسخ</translation>
    </message>
    <message>
        <source>No network</source>
        <translation>شبکه نیست</translation>
    </message>
    <message>
        <source>No secure connection</source>
        <translation>اتصال امن برقرار نشد</translation>
    </message>
    <message>
        <source>No text</source>
        <translation>متن نیست</translation>
    </message>
    <message>
        <source>No trash</source>
        <translation>سطل زباله نیست</translation>
    </message>
    <message>
        <source>No web link</source>
        <translation>لینک وب نیست</translation>
    </message>
    <message>
        <source>Not a link</source>
        <translation>لینک نیست</translation>
    </message>
    <message>
        <source>Not allowed</source>
        <translation>اجازه داده نشد</translation>
    </message>
    <message>
        <source>Not the same file</source>
        <translation>همان فایل نیست</translation>
    </message>
    <message>
        <source>Not the size expected</source>
        <translation>اندازه نامنتظره است</translation>
    </message>
    <message>
        <source>Our mistake</source>
        <translation>اشتباه از ماست</translation>
    </message>
    <message>
        <source>Parts do not fit</source>
        <translation>بخش‌ها جور نیستند</translation>
    </message>
    <message>
        <source>Password needed</source>
        <translation>گذرواژه لازم است</translation>
    </message>
    <message>
        <source>Proxy asks for a password</source>
        <translation>پراکسی گذرواژه می‌خواهد</translation>
    </message>
    <message>
        <source>Proxy trouble</source>
        <translation>مشکل پراکسی</translation>
    </message>
    <message>
        <source>Request refused</source>
        <translation>درخواست پذیرفته نشد</translation>
    </message>
    <message>
        <source>Rest refused</source>
        <translation>بقیهٔ فایل داده نشد</translation>
    </message>
    <message>
        <source>Senseless answer</source>
        <translation>پاسخ بی‌معنا</translation>
    </message>
    <message>
        <source>Sent in circles</source>
        <translation>هدایت در دور باطل</translation>
    </message>
    <message>
        <source>Server in trouble</source>
        <translation>سرور مشکل دارد</translation>
    </message>
    <message>
        <source>Server not found</source>
        <translation>سرور پیدا نشد</translation>
    </message>
    <message>
        <source>Server out of reach</source>
        <translation>سرور در دسترس نیست</translation>
    </message>
    <message>
        <source>Setting of no use</source>
        <translation>تنظیم به کار نمی‌آید</translation>
    </message>
    <message>
        <source>The server fell silent</source>
        <translation>سرور خاموش شد</translation>
    </message>
    <message>
        <source>Too many links</source>
        <translation>لینک‌ها بیش از حد زیادند</translation>
    </message>
    <message>
        <source>Too many requests</source>
        <translation>درخواست‌ها بیش از حد زیادند</translation>
    </message>
    <message>
        <source>Too much text</source>
        <translation>متن بیش از حد زیاد است</translation>
    </message>
    <message>
        <source>Unfinished file lost</source>
        <translation>فایل ناتمام گم شد</translation>
    </message>
    <message>
        <source>Unreadable Metalink</source>
        <translation>‏Metalink خوانا نیست</translation>
    </message>
    <message>
        <source>Unreadable list</source>
        <translation>فهرست خوانا نیست</translation>
    </message>
    <message>
        <source>Version not proven</source>
        <translation>نسخه ثابت نشد</translation>
    </message>
    <message>
        <source>Wrong length</source>
        <translation>طول نادرست</translation>
    </message>
    <message>
        <source>{title}: {count}</source>
        <translation>{title}: {count}</translation>
    </message>
</context>
</TS>
