<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN">
<context>
    <name>About</name>
    <message>
        <source>A download manager that stops at once and never loses a byte.</source>
        <translation>即停即止、不丢一字节的下载管理器。</translation>
    </message>
    <message>
        <source>About Headgate</source>
        <translation>关于 Headgate</translation>
    </message>
    <message>
        <source>Copied, without links, names, folders and passwords.</source>
        <translation>已复制，不含链接、名称、文件夹和密码。</translation>
    </message>
    <message>
        <source>Copy diagnostics</source>
        <translation>复制诊断信息</translation>
    </message>
    <message>
        <source>Headgate {version}</source>
        <translation>Headgate {version}</translation>
    </message>
    <message>
        <source>Licence</source>
        <translation>许可证</translation>
    </message>
    <message>
        <source>Made of</source>
        <translation>组成部分</translation>
    </message>
    <message>
        <source>Version</source>
        <translation>版本</translation>
    </message>
    <message>
        <source>Versions and licences</source>
        <translation>版本与许可证</translation>
    </message>
    <message>
        <source>Without links, names, folders and passwords</source>
        <translation>不含链接、名称、文件夹和密码</translation>
    </message>
</context>
<context>
    <name>Action</name>
    <message>
        <source>About Headgate</source>
        <translation>关于 Headgate</translation>
    </message>
    <message>
        <source>Add links</source>
        <translation>添加链接</translation>
    </message>
    <message>
        <source>Add links to the list</source>
        <translation>将链接添加到列表</translation>
    </message>
    <message>
        <source>Add the links in files: lists, tables, pages, Metalinks</source>
        <translation>添加文件中的链接：列表、表格、网页、Metalink</translation>
    </message>
    <message>
        <source>Add the links that were copied</source>
        <translation>添加已复制的链接</translation>
    </message>
    <message>
        <source>Commands</source>
        <translation>命令</translation>
    </message>
    <message>
        <source>Copy link</source>
        <translation>复制链接</translation>
    </message>
    <message>
        <source>Copy the links of the selected downloads</source>
        <translation>复制所选下载的链接</translation>
    </message>
    <message>
        <source>Delete what was received of the selected and start anew</source>
        <translation>删除所选下载已接收的内容并从头开始</translation>
    </message>
    <message>
        <source>Download again</source>
        <translation>重新下载</translation>
    </message>
    <message>
        <source>Download everything in the queue</source>
        <translation>下载队列中的所有内容</translation>
    </message>
    <message>
        <source>Fetch the selected files once more</source>
        <translation>再次获取所选文件</translation>
    </message>
    <message>
        <source>Fetch what is there now under another name, keep the rest</source>
        <translation>以其他名称获取当前的文件，保留原有部分</translation>
    </message>
    <message>
        <source>Find any command by its name</source>
        <translation>按名称查找任何命令</translation>
    </message>
    <message>
        <source>Folders, connections, limits, network</source>
        <translation>文件夹、连接、限制、网络</translation>
    </message>
    <message>
        <source>Go on with the selected download from another address</source>
        <translation>从其他地址继续所选下载</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>导出</translation>
    </message>
    <message>
        <source>Delete all passwords kept in this computer&apos;s keyring</source>
        <translation>删除保存在这台计算机密钥环中的所有密码</translation>
    </message>
    <message>
        <source>Forget kept passwords</source>
        <translation>忘记已保存的密码</translation>
    </message>
    <message>
        <source>Give the selected file another name, on the disk as well</source>
        <translation>为选中的文件换一个名字，磁盘上也一样</translation>
    </message>
    <message>
        <source>Import</source>
        <translation>导入</translation>
    </message>
    <message>
        <source>Inspector</source>
        <translation>检查器</translation>
    </message>
    <message>
        <source>Keep the selected downloads from running until resumed</source>
        <translation>暂停所选下载，直到继续</translation>
    </message>
    <message>
        <source>Let the selected downloads be last</source>
        <translation>将所选下载排到最后</translation>
    </message>
    <message>
        <source>Let the selected downloads be next</source>
        <translation>将所选下载排到最前</translation>
    </message>
    <message>
        <source>Let the selected downloads be one later</source>
        <translation>将所选下载后移一位</translation>
    </message>
    <message>
        <source>Let the selected downloads be one sooner</source>
        <translation>将所选下载前移一位</translation>
    </message>
    <message>
        <source>Let the selected downloads run before all others</source>
        <translation>让所选下载先于其他下载运行</translation>
    </message>
    <message>
        <source>Let the selected downloads run now</source>
        <translation>立即运行所选下载</translation>
    </message>
    <message>
        <source>Move down</source>
        <translation>下移</translation>
    </message>
    <message>
        <source>Move to the bottom</source>
        <translation>移到底部</translation>
    </message>
    <message>
        <source>Move to the top</source>
        <translation>移到顶部</translation>
    </message>
    <message>
        <source>Move up</source>
        <translation>上移</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>打开</translation>
    </message>
    <message>
        <source>Open folder</source>
        <translation>打开文件夹</translation>
    </message>
    <message>
        <source>Open the finished file</source>
        <translation>打开已完成的文件</translation>
    </message>
    <message>
        <source>Paste links</source>
        <translation>粘贴链接</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>暂停</translation>
    </message>
    <message>
        <source>Properties</source>
        <translation>属性</translation>
    </message>
    <message>
        <source>Put what was removed last back on the list</source>
        <translation>将最近移除的内容放回列表</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>退出</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>移除</translation>
    </message>
    <message>
        <source>Remove and delete files</source>
        <translation>移除并删除文件</translation>
    </message>
    <message>
        <source>Rename</source>
        <translation>重命名</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>继续</translation>
    </message>
    <message>
        <source>Retry</source>
        <translation>重试</translation>
    </message>
    <message>
        <source>Save beside</source>
        <translation>另存一份</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>搜索</translation>
    </message>
    <message>
        <source>Search the list</source>
        <translation>搜索列表</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>设置</translation>
    </message>
    <message>
        <source>Show and change everything about the selected downloads</source>
        <translation>查看和更改所选下载的全部信息</translation>
    </message>
    <message>
        <source>Show or hide a close look at the selected downloads</source>
        <translation>显示或隐藏所选下载的详细信息</translation>
    </message>
    <message>
        <source>Show the folder the file is saved in</source>
        <translation>显示文件所在的文件夹</translation>
    </message>
    <message>
        <source>Start</source>
        <translation>开始</translation>
    </message>
    <message>
        <source>Start again</source>
        <translation>从头开始</translation>
    </message>
    <message>
        <source>Start now</source>
        <translation>立即开始</translation>
    </message>
    <message>
        <source>Stop all</source>
        <translation>全部停止</translation>
    </message>
    <message>
        <source>Stop every download at once; everything received is kept</source>
        <translation>立即停止所有下载；已接收的内容全部保留</translation>
    </message>
    <message>
        <source>Stop safely and leave</source>
        <translation>安全停止并退出</translation>
    </message>
    <message>
        <source>Stopping…</source>
        <translation>正在停止…</translation>
    </message>
    <message>
        <source>Take downloads off the list, and their files to the trash</source>
        <translation>将下载从列表中移除，并将其文件移到回收站</translation>
    </message>
    <message>
        <source>Take the selected downloads off the list</source>
        <translation>将所选下载从列表中移除</translation>
    </message>
    <message>
        <source>Try the selected downloads that failed again</source>
        <translation>重试所选下载中失败的项</translation>
    </message>
    <message>
        <source>Undo remove</source>
        <translation>撤销移除</translation>
    </message>
    <message>
        <source>Use another link</source>
        <translation>使用其他链接</translation>
    </message>
    <message>
        <source>Versions, licences, and what to tell when asking for help</source>
        <translation>版本、许可证，以及求助时需提供的信息</translation>
    </message>
    <message>
        <source>Write the selected downloads, or all, to a file of links</source>
        <translation>将所选下载（或全部）写入链接文件</translation>
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
        <translation>不执行任何操作</translation>
    </message>
    <message>
        <source>Everything is done. Headgate quits.</source>
        <translation>全部完成。Headgate 即将退出。</translation>
    </message>
    <message>
        <source>Everything is done. The computer goes to sleep.</source>
        <translation>全部完成。计算机即将进入睡眠。</translation>
    </message>
    <message>
        <source>Everything is done. The computer shuts down.</source>
        <translation>全部完成。计算机即将关机。</translation>
    </message>
    <message>
        <source>Headgate</source>
        <translation>Headgate</translation>
    </message>
    <message>
        <source>Now</source>
        <translation>立即</translation>
    </message>
    <message>
        <source>Put the computer to sleep</source>
        <translation>让计算机睡眠</translation>
    </message>
    <message>
        <source>Quit Headgate</source>
        <translation>退出 Headgate</translation>
    </message>
    <message>
        <source>Shut the computer down</source>
        <translation>关闭计算机</translation>
    </message>
    <message>
        <source>The system refused.</source>
        <translation>系统拒绝了该操作。</translation>
    </message>
</context>
<context>
    <name>Awake</name>
    <message>
        <source>Downloads are running</source>
        <translation>下载正在进行</translation>
    </message>
</context>
<context>
    <name>Banner</name>
    <message>
        <source>Close this message</source>
        <translation>关闭此消息</translation>
    </message>
    <message>
        <source>Mend it</source>
        <translation>修复</translation>
    </message>
</context>
<context>
    <name>CertificateQuestion</name>
    <message>
        <source>Certificate not trusted</source>
        <translation>证书不受信任</translation>
    </message>
    <message>
        <source>Check the link and your clock.</source>
        <translation>请检查链接和系统时钟。</translation>
    </message>
    <message>
        <source>Issued by</source>
        <translation>颁发者</translation>
    </message>
    <message>
        <source>Issued to</source>
        <translation>颁发给</translation>
    </message>
    <message>
        <source>Meant for</source>
        <translation>适用于</translation>
    </message>
    <message>
        <source>Open settings</source>
        <translation>打开设置</translation>
    </message>
    <message>
        <source>Retry</source>
        <translation>重试</translation>
    </message>
    <message>
        <source>SHA-256 fingerprint</source>
        <translation>SHA-256 指纹</translation>
    </message>
    <message>
        <source>The server is asked for its certificate…</source>
        <translation>正在向服务器索取证书…</translation>
    </message>
    <message>
        <source>Valid from</source>
        <translation>生效时间</translation>
    </message>
    <message>
        <source>Valid until</source>
        <translation>失效时间</translation>
    </message>
    <message>
        <source>Whoever is between you and the server could read and change what you download. If it is a server of your own, name its certificate in the settings.</source>
        <translation>处于您与服务器之间的任何人都可能读取和篡改您下载的内容。如果是您自己的服务器，请在设置中指定其证书。</translation>
    </message>
    <message>
        <source>itself: nobody else vouches for it</source>
        <translation>自身：没有其他机构为它担保</translation>
    </message>
</context>
<context>
    <name>Clipboard</name>
    <message numerus="yes">
        <source>%n link(s) copied</source>
        <translation>
            <numerusform>已复制 %Ln 个链接</numerusform>
        </translation>
    </message>
    <message>
        <source>Add</source>
        <translation>添加</translation>
    </message>
</context>
<context>
    <name>Closing</name>
    <message>
        <source>Quit now</source>
        <translation>立即退出</translation>
    </message>
    <message>
        <source>Still recording what was received: the disk is slow. Nothing that is recorded can get lost.</source>
        <translation>仍在记录已接收的内容：磁盘很慢。已记录的内容不会丢失。</translation>
    </message>
    <message>
        <source>Still waiting for {names}: the disk does not answer. Nothing that is recorded can get lost.</source>
        <translation>仍在等待 {names}：磁盘没有响应。已记录的内容不会丢失。</translation>
    </message>
</context>
<context>
    <name>Column</name>
    <message>
        <source>Added</source>
        <translation>添加时间</translation>
    </message>
    <message>
        <source>Finished</source>
        <translation>完成时间</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>文件夹</translation>
    </message>
    <message>
        <source>Left</source>
        <translation>剩余时间</translation>
    </message>
    <message>
        <source>Link</source>
        <translation>链接</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>进度</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>大小</translation>
    </message>
    <message>
        <source>Speed</source>
        <translation>速度</translation>
    </message>
    <message>
        <source>Status</source>
        <translation>状态</translation>
    </message>
</context>
<context>
    <name>Countdown</name>
    <message numerus="yes">
        <source>In %n second(s), unless you cancel.</source>
        <translation>
            <numerusform>%Ln 秒后执行，除非您取消。</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Date</name>
    <message>
        <source>yesterday {time}</source>
        <translation>昨天 {time}</translation>
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
        <translation>列</translation>
    </message>
    <message>
        <source>Downloads</source>
        <translation>下载</translation>
    </message>
</context>
<context>
    <name>Dragging</name>
    <message numerus="yes">
        <source>%n already here</source>
        <translation>
            <numerusform>%Ln 个已存在</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n link(s)</source>
        <translation>
            <numerusform>%Ln 个链接</numerusform>
        </translation>
    </message>
    <message>
        <source>Drop to add links</source>
        <translation>松开以添加链接</translation>
    </message>
    <message>
        <source>No links in this</source>
        <translation>其中没有链接</translation>
    </message>
    <message>
        <source>{links}, {already}</source>
        <translation>{links}，{already}</translation>
    </message>
</context>
<context>
    <name>Drops</name>
    <message>
        <source>{file}: {problem}</source>
        <translation>{file}：{problem}</translation>
    </message>
</context>
<context>
    <name>Edit</name>
    <message>
        <source>Checksum</source>
        <translation>校验和</translation>
    </message>
    <message>
        <source>Connections at most</source>
        <translation>最多连接数</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>文件夹</translation>
    </message>
    <message>
        <source>Headers, one a line</source>
        <translation>请求头，每行一个</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Speed limit</source>
        <translation>限速</translation>
    </message>
    <message>
        <source>as in the settings</source>
        <translation>与设置相同</translation>
    </message>
</context>
<context>
    <name>Edits</name>
    <message>
        <source>Another name</source>
        <translation>其他名称</translation>
    </message>
    <message>
        <source>Name of the file</source>
        <translation>文件名</translation>
    </message>
    <message>
        <source>Save in</source>
        <translation>保存到</translation>
    </message>
</context>
<context>
    <name>Empty</name>
    <message>
        <source>Add links</source>
        <translation>添加链接</translation>
    </message>
    <message>
        <source>Drag them from your browser or a text file, paste them with {keys}, or type them in.
Then press Start.</source>
        <translation>从浏览器或文本文件拖入，用 {keys} 粘贴，或直接输入。
然后点击“开始”。</translation>
    </message>
    <message>
        <source>Drop links here</source>
        <translation>将链接拖放到此处</translation>
    </message>
    <message>
        <source>Opens a field to type links in</source>
        <translation>打开一个用于输入链接的文本框</translation>
    </message>
</context>
<context>
    <name>Error</name>
    <message>
        <source>Add it again once Headgate is started.</source>
        <translation>请在重新启动 Headgate 后再次添加。</translation>
    </message>
    <message>
        <source>Anybody on the way could change the file. If you trust it, add that address itself.</source>
        <translation>途中任何人都可能篡改文件。如果您信任它，请直接添加该地址。</translation>
    </message>
    <message>
        <source>Check that the file exists, is text, and may be read by you.</source>
        <translation>请检查文件是否存在、是否为文本，以及您是否有权读取。</translation>
    </message>
    <message>
        <source>Check the disk; everything received so far is kept.</source>
        <translation>请检查磁盘；目前已接收的内容全部保留。</translation>
    </message>
    <message>
        <source>Check the link and your clock. Accept it only if you know why this happens.</source>
        <translation>请检查链接和系统时钟。只有在知道原因时才接受它。</translation>
    </message>
    <message>
        <source>Check the proxy&apos;s address, user name and password.</source>
        <translation>请检查代理的地址、用户名和密码。</translation>
    </message>
    <message>
        <source>Check the spelling of the link, and whether you are online.</source>
        <translation>请检查链接拼写以及网络是否已连接。</translation>
    </message>
    <message>
        <source>Check the value and try again.</source>
        <translation>请检查该值后再试。</translation>
    </message>
    <message>
        <source>Check whether you are online, then retry.</source>
        <translation>请检查网络是否已连接，然后重试。</translation>
    </message>
    <message>
        <source>Check your network connection, then retry.</source>
        <translation>请检查网络连接，然后重试。</translation>
    </message>
    <message>
        <source>Choose a folder on another disk (FAT disks end at 4 GB a file).</source>
        <translation>请选择另一磁盘上的文件夹（FAT 磁盘单个文件最大 4&#xa0;GB）。</translation>
    </message>
    <message>
        <source>Choose a folder you may write to.</source>
        <translation>请选择您有权写入的文件夹。</translation>
    </message>
    <message>
        <source>Choose a shorter name.</source>
        <translation>请选择更短的名称。</translation>
    </message>
    <message>
        <source>Choose a text file, or copy the links themselves.</source>
        <translation>请选择文本文件，或直接复制链接。</translation>
    </message>
    <message>
        <source>Choose another name, or move the old file away.</source>
        <translation>请选择其他名称，或移走旧文件。</translation>
    </message>
    <message>
        <source>Copy the whole address, starting with http:// or https://.</source>
        <translation>请复制以 http:// 或 https:// 开头的完整地址。</translation>
    </message>
    <message>
        <source>Download it again, from another source if it happens twice.</source>
        <translation>请重新下载；如果再次发生，请换一个来源。</translation>
    </message>
    <message>
        <source>Downloads go on by themselves when it is back.</source>
        <translation>网络恢复后，下载会自动继续。</translation>
    </message>
    <message>
        <source>Free some space or choose another folder; everything received is kept.</source>
        <translation>请释放一些空间或选择其他文件夹；已接收的内容全部保留。</translation>
    </message>
    <message>
        <source>Get it again from where it came from.</source>
        <translation>请从原处重新获取。</translation>
    </message>
    <message>
        <source>Give it together with the links, or say where the files lie.</source>
        <translation>请与链接一起提供，或说明文件所在位置。</translation>
    </message>
    <message>
        <source>Headgate is closing, and its list takes in nothing more.</source>
        <translation>Headgate 正在退出，列表不再接收新内容。</translation>
    </message>
    <message>
        <source>Headgate made a mistake: {reason}.</source>
        <translation>Headgate 出错：{reason}。</translation>
    </message>
    <message>
        <source>If any are missing, add them again.</source>
        <translation>如有缺少，请重新添加。</translation>
    </message>
    <message>
        <source>It is another file or another version. Look for another link.</source>
        <translation>这是另一个文件或另一个版本。请寻找其他链接。</translation>
    </message>
    <message>
        <source>Links that start with {scheme}: cannot be downloaded.</source>
        <translation>以 {scheme}: 开头的链接无法下载。</translation>
    </message>
    <message>
        <source>Look for a link to the same file, or start again; the old part is kept until then.</source>
        <translation>请寻找同一文件的链接，或从头开始；旧部分会保留到那时。</translation>
    </message>
    <message>
        <source>Look for another link.</source>
        <translation>请寻找其他链接。</translation>
    </message>
    <message>
        <source>Make room on that disk or check its permissions, then start again.</source>
        <translation>请在该磁盘上腾出空间或检查其权限，然后重新开始。</translation>
    </message>
    <message>
        <source>No secure connection to {host} could be made: {reason}.</source>
        <translation>无法与 {host} 建立安全连接：{reason}。</translation>
    </message>
    <message>
        <source>No server called {host} was found.</source>
        <translation>找不到名为 {host} 的服务器。</translation>
    </message>
    <message>
        <source>Nothing can be saved in {folder}: {reason}.</source>
        <translation>无法保存到 {folder}：{reason}。</translation>
    </message>
    <message>
        <source>Only http and https links are supported.</source>
        <translation>仅支持 http 和 https 链接。</translation>
    </message>
    <message>
        <source>Open the link in a browser to see what the server wants.</source>
        <translation>请在浏览器中打开链接，查看服务器的要求。</translation>
    </message>
    <message>
        <source>Open the link in a browser, and copy the address of the file itself.</source>
        <translation>请在浏览器中打开链接，并复制文件本身的地址。</translation>
    </message>
    <message>
        <source>Open the link in a browser: it may need a login or cookies.</source>
        <translation>请在浏览器中打开链接：可能需要登录或 Cookie。</translation>
    </message>
    <message>
        <source>Plug in the drive it is on, or choose another folder.</source>
        <translation>请接入其所在的驱动器，或选择其他文件夹。</translation>
    </message>
    <message>
        <source>Plug the drive in or mount it again; downloads to it go on by themselves.</source>
        <translation>请接入或重新挂载驱动器；保存到其中的下载会自动继续。</translation>
    </message>
    <message>
        <source>Retry later, or look for another link.</source>
        <translation>请稍后重试，或寻找其他链接。</translation>
    </message>
    <message>
        <source>Retry later, with fewer downloads from this server at a time.</source>
        <translation>请稍后重试，并减少同时从此服务器下载的数量。</translation>
    </message>
    <message>
        <source>Retry later; the fault is on the server&apos;s side.</source>
        <translation>请稍后重试；问题出在服务器。</translation>
    </message>
    <message>
        <source>Retry later; the server or the way to it may be overloaded.</source>
        <translation>请稍后重试；服务器或其线路可能过载。</translation>
    </message>
    <message>
        <source>Retry. If it happens again, please report it with the details.</source>
        <translation>请重试。如果再次发生，请附上详细信息报告。</translation>
    </message>
    <message>
        <source>Retry; everything received so far is kept.</source>
        <translation>请重试；目前已接收的内容全部保留。</translation>
    </message>
    <message>
        <source>Retry; only these are fetched again, everything else is kept.</source>
        <translation>请重试；只会重新获取这些字节，其余全部保留。</translation>
    </message>
    <message>
        <source>Retry; the server or something on the way cuts the file.</source>
        <translation>请重试；服务器或途中的设备截断了文件。</translation>
    </message>
    <message>
        <source>Retry; what is there is compared with what comes.</source>
        <translation>请重试；已有内容将与新收到的内容比对。</translation>
    </message>
    <message>
        <source>Saving in {folder} failed: {reason}.</source>
        <translation>保存到 {folder} 失败：{reason}。</translation>
    </message>
    <message>
        <source>Sign in, or give the link as https://name:password@…, or with your cookies.</source>
        <translation>请登录，或以 https://用户名:密码@… 的形式给出链接，或使用您的 Cookie。</translation>
    </message>
    <message>
        <source>Sign in, or write the proxy as http://name:password@host:port.</source>
        <translation>请登录，或把代理写成 http://用户名:密码@主机:端口。</translation>
    </message>
    <message>
        <source>Split it into several files.</source>
        <translation>请将其拆分为多个文件。</translation>
    </message>
    <message>
        <source>Split it into several lists.</source>
        <translation>请将其拆分为多个列表。</translation>
    </message>
    <message>
        <source>Start it again from the beginning, save it under another name beside the old part, or find another link to the same file; the old part is kept until then.</source>
        <translation>请从头开始，或以其他名称保存在旧部分旁边，或寻找同一文件的其他链接；旧部分会保留到那时。</translation>
    </message>
    <message>
        <source>Start it again from the beginning.</source>
        <translation>请从头开始。</translation>
    </message>
    <message>
        <source>Start it again from the beginning; it is then fetched over a single connection.</source>
        <translation>请从头开始；届时将只用一个连接下载。</translation>
    </message>
    <message>
        <source>Start the newer version; this one leaves the list untouched.</source>
        <translation>请启动较新的版本；此版本不会改动列表。</translation>
    </message>
    <message>
        <source>Take it out of the list, or give the address of a file.</source>
        <translation>请将其移出列表，或提供文件的地址。</translation>
    </message>
    <message>
        <source>The answer of {host} makes no sense: {reason}.</source>
        <translation>{host} 的响应不合理：{reason}。</translation>
    </message>
    <message>
        <source>The certificate of {host} is not trusted: {reason}.</source>
        <translation>{host} 的证书不受信任：{reason}。</translation>
    </message>
    <message>
        <source>The connection to {host} broke off.</source>
        <translation>与 {host} 的连接已中断。</translation>
    </message>
    <message>
        <source>The disk of {folder} cannot hold a file this large.</source>
        <translation>{folder} 所在磁盘无法容纳这么大的文件。</translation>
    </message>
    <message>
        <source>The disk of {folder} does not take a name this long.</source>
        <translation>{folder} 所在磁盘不接受这么长的名称。</translation>
    </message>
    <message>
        <source>The disk of {folder} is full.</source>
        <translation>{folder} 所在磁盘已满。</translation>
    </message>
    <message>
        <source>The file is damaged at bytes {ranges}.</source>
        <translation>文件在字节 {ranges} 处已损坏。</translation>
    </message>
    <message>
        <source>The file is damaged: its {algorithm} begins with {actual:.12}, not with {expected:.12}.</source>
        <translation>文件已损坏：其 {algorithm} 开头为 {actual:.12}，应为 {expected:.12}。</translation>
    </message>
    <message>
        <source>The file may have changed. Start it again from the beginning.</source>
        <translation>文件可能已更改。请从头开始。</translation>
    </message>
    <message>
        <source>The file may have moved. Look for a new link.</source>
        <translation>文件可能已移动。请寻找新的链接。</translation>
    </message>
    <message>
        <source>The file on {host} has changed since the download began.</source>
        <translation>自下载开始以来，{host} 上的文件已更改。</translation>
    </message>
    <message>
        <source>The file on {host} has {actual} bytes; {expected} were expected.</source>
        <translation>{host} 上的文件为 {actual} 字节，应为 {expected} 字节。</translation>
    </message>
    <message>
        <source>The file on {host} is not the one that a part is already there of.</source>
        <translation>{host} 上的文件与已有部分不属于同一文件。</translation>
    </message>
    <message>
        <source>The file stays where it is. Delete it in a file manager.</source>
        <translation>文件仍留在原处。请在文件管理器中删除。</translation>
    </message>
    <message>
        <source>The file was removed from {host} (410).</source>
        <translation>文件已从 {host} 移除 (410)。</translation>
    </message>
    <message>
        <source>The folder {folder} does not exist: {reason}.</source>
        <translation>文件夹 {folder} 不存在：{reason}。</translation>
    </message>
    <message>
        <source>The folder {folder} is gone, or its drive is not plugged in.</source>
        <translation>文件夹 {folder} 已消失，或其驱动器未接入。</translation>
    </message>
    <message>
        <source>The link may have expired or need a login. Open it in a browser.</source>
        <translation>链接可能已过期或需要登录。请在浏览器中打开。</translation>
    </message>
    <message>
        <source>The link may have expired. Get a new link from the page it came from.</source>
        <translation>链接可能已过期。请从原网页获取新链接。</translation>
    </message>
    <message>
        <source>The list of downloads in {folder} cannot be written: {reason}.</source>
        <translation>无法写入 {folder} 中的下载列表：{reason}。</translation>
    </message>
    <message>
        <source>The list of downloads was damaged. It is kept as {kept}, and {count} downloads were taken over from it.</source>
        <translation>下载列表已损坏。它已保存为 {kept}，并从中恢复了 {count} 个下载。</translation>
    </message>
    <message>
        <source>The list of downloads was written by a newer Headgate.</source>
        <translation>下载列表由较新版本的 Headgate 写入。</translation>
    </message>
    <message>
        <source>The list {path} cannot be read: {reason}.</source>
        <translation>无法读取列表 {path}：{reason}。</translation>
    </message>
    <message>
        <source>{option}: {reason}.</source>
        <translation>{option}：{reason}。</translation>
    </message>
    <message>
        <source>The name {host} could not be looked up right now.</source>
        <translation>目前无法解析名称 {host}。</translation>
    </message>
    <message>
        <source>The parts of the file that {host} sent do not fit together.</source>
        <translation>{host} 发送的文件各部分无法拼合。</translation>
    </message>
    <message>
        <source>The proxy {proxy} asks for a user name and password: {reason}.</source>
        <translation>代理 {proxy} 要求用户名和密码：{reason}。</translation>
    </message>
    <message>
        <source>The proxy {proxy} did not let us through: {reason}.</source>
        <translation>代理 {proxy} 未允许通过：{reason}。</translation>
    </message>
    <message>
        <source>The server may be down. Retry later, or check the port in the link.</source>
        <translation>服务器可能已停机。请稍后重试，或检查链接中的端口。</translation>
    </message>
    <message>
        <source>The server may be misconfigured. Retry later, or look for another link.</source>
        <translation>服务器可能配置有误。请稍后重试，或寻找其他链接。</translation>
    </message>
    <message>
        <source>The unfinished file {name} was removed or replaced.</source>
        <translation>未完成的文件 {name} 已被移除或替换。</translation>
    </message>
    <message>
        <source>There is already a file called {name} in {folder}.</source>
        <translation>{folder} 中已有名为 {name} 的文件。</translation>
    </message>
    <message>
        <source>This Metalink cannot be read: {reason}.</source>
        <translation>无法读取此 Metalink：{reason}。</translation>
    </message>
    <message>
        <source>This computer has no network connection.</source>
        <translation>此计算机没有网络连接。</translation>
    </message>
    <message>
        <source>This has more than {limit} links.</source>
        <translation>其中的链接超过 {limit} 个。</translation>
    </message>
    <message>
        <source>This has the checksums of files, but not their addresses.</source>
        <translation>其中有文件的校验和，但没有地址。</translation>
    </message>
    <message>
        <source>This is more than {limit} MiB of text.</source>
        <translation>文本超过 {limit} MiB。</translation>
    </message>
    <message>
        <source>This is not text.</source>
        <translation>这不是文本。</translation>
    </message>
    <message>
        <source>Wait until the other one is done, or choose another name.</source>
        <translation>请等待对方完成，或选择其他名称。</translation>
    </message>
    <message>
        <source>{host} announced {expected} bytes and sent {actual}.</source>
        <translation>{host} 声明了 {expected} 字节，实际发送 {actual} 字节。</translation>
    </message>
    <message>
        <source>{host} asks for a user name and password ({status}).</source>
        <translation>{host} 要求用户名和密码 ({status})。</translation>
    </message>
    <message>
        <source>{host} asks us to slow down (429).</source>
        <translation>{host} 要求放慢速度 (429)。</translation>
    </message>
    <message>
        <source>{host} cannot be reached: {reason}.</source>
        <translation>无法连接到 {host}：{reason}。</translation>
    </message>
    <message>
        <source>{host} did not answer within {seconds} seconds.</source>
        <translation>{host} 在 {seconds} 秒内没有响应。</translation>
    </message>
    <message>
        <source>{host} does not allow this download (403).</source>
        <translation>{host} 不允许此下载 (403)。</translation>
    </message>
    <message>
        <source>{host} does not say whether it still has the same version of the file.</source>
        <translation>{host} 没有说明文件是否仍为同一版本。</translation>
    </message>
    <message>
        <source>{host} has no file at this address (404).</source>
        <translation>{host} 在此地址没有文件 (404)。</translation>
    </message>
    <message>
        <source>{host} is having trouble ({status}).</source>
        <translation>{host} 出现故障 ({status})。</translation>
    </message>
    <message>
        <source>{host} leads from a secure address to an insecure one, on {target}.</source>
        <translation>{host} 从安全地址转到了 {target} 上的不安全地址。</translation>
    </message>
    <message>
        <source>{host} leads to where nothing can be downloaded: {reason}.</source>
        <translation>{host} 转到了无法下载的位置：{reason}。</translation>
    </message>
    <message>
        <source>{host} no longer offers the rest of this file (416).</source>
        <translation>{host} 不再提供此文件的其余部分 (416)。</translation>
    </message>
    <message>
        <source>{host} refused the connection.</source>
        <translation>{host} 拒绝了连接。</translation>
    </message>
    <message>
        <source>{host} refused the request ({status}).</source>
        <translation>{host} 拒绝了请求 ({status})。</translation>
    </message>
    <message>
        <source>{host} sends us in circles: {reason}.</source>
        <translation>{host} 循环重定向：{reason}。</translation>
    </message>
    <message>
        <source>{host} sent a web page where the file {name} was expected.</source>
        <translation>{host} 发来的是网页，而不是文件 {name}。</translation>
    </message>
    <message>
        <source>{host} stopped sending for {seconds} seconds.</source>
        <translation>{host} 已有 {seconds} 秒没有发送数据。</translation>
    </message>
    <message>
        <source>{name} could not be moved to the trash: {folder} has none, or does not let it go.</source>
        <translation>无法将 {name} 移到回收站：{folder} 没有回收站，或不允许移走。</translation>
    </message>
    <message>
        <source>{name} is being downloaded by another program or window.</source>
        <translation>{name} 正由另一个程序或窗口下载。</translation>
    </message>
    <message>
        <source>“{link}” cannot be downloaded: {reason}.</source>
        <translation>“{link}”无法下载：{reason}。</translation>
    </message>
    <message>
        <source>“{link}” is not a link.</source>
        <translation>“{link}”不是链接。</translation>
    </message>
</context>
<context>
    <name>Exchange</name>
    <message numerus="yes">
        <source>%n download(s)</source>
        <translation>
            <numerusform>%Ln 个下载</numerusform>
        </translation>
    </message>
    <message>
        <source>Export</source>
        <translation>导出</translation>
    </message>
    <message>
        <source>Import</source>
        <translation>导入</translation>
    </message>
    <message>
        <source>Input file of aria2</source>
        <translation>aria2 输入文件</translation>
    </message>
    <message>
        <source>JSON</source>
        <translation>JSON</translation>
    </message>
    <message>
        <source>Links, one a line</source>
        <translation>链接，每行一个</translation>
    </message>
    <message>
        <source>Metalink</source>
        <translation>Metalink</translation>
    </message>
    <message>
        <source>Table</source>
        <translation>表格</translation>
    </message>
    <message>
        <source>downloads</source>
        <translation>downloads</translation>
    </message>
    <message>
        <source>{downloads} written to {file}</source>
        <translation>已将 {downloads}写入 {file}</translation>
    </message>
</context>
<context>
    <name>Fact</name>
    <message numerus="yes">
        <source>%n download(s)</source>
        <translation>
            <numerusform>%Ln 个下载</numerusform>
        </translation>
    </message>
    <message>
        <source>Added</source>
        <translation>添加时间</translation>
    </message>
    <message>
        <source>Can be resumed</source>
        <translation>可否续传</translation>
    </message>
    <message>
        <source>Checksum</source>
        <translation>校验和</translation>
    </message>
    <message>
        <source>Finished</source>
        <translation>完成时间</translation>
    </message>
    <message>
        <source>From</source>
        <translation>来源</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Received</source>
        <translation>已接收</translation>
    </message>
    <message>
        <source>Selected</source>
        <translation>所选</translation>
    </message>
    <message>
        <source>Speed limit</source>
        <translation>限速</translation>
    </message>
    <message>
        <source>Status</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>To</source>
        <translation>目标</translation>
    </message>
    <message>
        <source>Version</source>
        <translation>版本</translation>
    </message>
    <message>
        <source>Which led to</source>
        <translation>转到</translation>
    </message>
    <message>
        <source>Why this name</source>
        <translation>名称由来</translation>
    </message>
    <message>
        <source>no, the server sends whole files alone</source>
        <translation>否，服务器只发送完整文件</translation>
    </message>
    <message>
        <source>yes, by comparing what is there</source>
        <translation>是，通过比对已有内容</translation>
    </message>
    <message>
        <source>yes, the version is proven</source>
        <translation>是，版本已确认</translation>
    </message>
    <message>
        <source>{checksum}, checked</source>
        <translation>{checksum}，已校验</translation>
    </message>
    <message>
        <source>{received} of {size}</source>
        <translation>{received} / {size}</translation>
    </message>
    <message>
        <source>{title}: {text}</source>
        <translation>{title}：{text}</translation>
    </message>
</context>
<context>
    <name>Figure</name>
    <message>
        <source>{larger} {smaller}</source>
        <translation>{larger} {smaller}</translation>
    </message>
    <message>
        <source>{n} %</source>
        <translation>{n}%</translation>
    </message>
    <message>
        <source>{n} B</source>
        <translation>{n} B</translation>
    </message>
    <message>
        <source>{n} GB</source>
        <translation>{n} GB</translation>
    </message>
    <message>
        <source>{n} MB</source>
        <translation>{n} MB</translation>
    </message>
    <message>
        <source>{n} PB</source>
        <translation>{n} PB</translation>
    </message>
    <message>
        <source>{n} TB</source>
        <translation>{n} TB</translation>
    </message>
    <message>
        <source>{n} d</source>
        <translation>{n} 天</translation>
    </message>
    <message>
        <source>{n} h</source>
        <translation>{n} 小时</translation>
    </message>
    <message>
        <source>{n} kB</source>
        <translation>{n} kB</translation>
    </message>
    <message>
        <source>{n} min</source>
        <translation>{n} 分</translation>
    </message>
    <message>
        <source>{n} s</source>
        <translation>{n} 秒</translation>
    </message>
    <message>
        <source>{size}/s</source>
        <translation>{size}/秒</translation>
    </message>
</context>
<context>
    <name>FirstStart</name>
    <message>
        <source>Choose…</source>
        <translation>选择…</translation>
    </message>
    <message>
        <source>Colours</source>
        <translation>颜色</translation>
    </message>
    <message>
        <source>Everything else is in the settings (Ctrl+,).</source>
        <translation>其他选项都在设置中 (Ctrl+,)。</translation>
    </message>
    <message>
        <source>Save files in</source>
        <translation>文件保存到</translation>
    </message>
    <message>
        <source>Welcome</source>
        <translation>欢迎</translation>
    </message>
</context>
<context>
    <name>FolderEdit</name>
    <message>
        <source>Choose a folder</source>
        <translation>选择文件夹</translation>
    </message>
</context>
<context>
    <name>Furnishing</name>
    <message>
        <source>More</source>
        <translation>更多</translation>
    </message>
    <message>
        <source>Speed</source>
        <translation>速度</translation>
    </message>
    <message>
        <source>Speed limit: {speed}</source>
        <translation>限速：{speed}</translation>
    </message>
    <message>
        <source>When everything is done</source>
        <translation>全部完成后</translation>
    </message>
</context>
<context>
    <name>Gate</name>
    <message numerus="yes">
        <source>Adding %n link(s)…</source>
        <translation>
            <numerusform>正在添加 %Ln 个链接…</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Group</name>
    <message>
        <source>Active</source>
        <translation>进行中</translation>
    </message>
    <message>
        <source>All</source>
        <translation>全部</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>已完成</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>失败</translation>
    </message>
    <message>
        <source>Paused</source>
        <translation>已暂停</translation>
    </message>
    <message>
        <source>Queued</source>
        <translation>排队中</translation>
    </message>
</context>
<context>
    <name>Inspector</name>
    <message>
        <source>Connection {n}</source>
        <translation>连接 {n}</translation>
    </message>
    <message>
        <source>Edit</source>
        <translation>编辑</translation>
    </message>
    <message>
        <source>Inspector</source>
        <translation>检查器</translation>
    </message>
    <message>
        <source>Log</source>
        <translation>日志</translation>
    </message>
    <message>
        <source>No connection is open.</source>
        <translation>没有打开的连接。</translation>
    </message>
    <message>
        <source>Nothing was received in the last minutes.</source>
        <translation>最近几分钟没有接收任何内容。</translation>
    </message>
    <message>
        <source>Overview</source>
        <translation>概览</translation>
    </message>
    <message>
        <source>Segments</source>
        <translation>分段</translation>
    </message>
    <message>
        <source>Speed</source>
        <translation>速度</translation>
    </message>
    <message>
        <source>now</source>
        <translation>现在</translation>
    </message>
    <message>
        <source>racing</source>
        <translation>竞速中</translation>
    </message>
    <message>
        <source>{now} now, {average} on average, {most} at most</source>
        <translation>当前 {now}，平均 {average}，最高 {most}</translation>
    </message>
    <message>
        <source>{n} min ago</source>
        <translation>{n} 分钟前</translation>
    </message>
    <message>
        <source>{size} to go</source>
        <translation>剩余 {size}</translation>
    </message>
</context>
<context>
    <name>KeptPasswords</name>
    <message numerus="yes">
        <source>%n kept password(s) forgotten</source>
        <translation>
            <numerusform>已忘记 %Ln 个保存的密码</numerusform>
        </translation>
    </message>
    <message>
        <source>The keyring did not forget every password</source>
        <translation>密钥环没有忘记所有密码</translation>
    </message>
    <message>
        <source>The keyring did not take the password</source>
        <translation>密钥环没有接受密码</translation>
    </message>
</context>
<context>
    <name>LeaveQuestion</name>
    <message>
        <source>Do not ask again</source>
        <translation>不再询问</translation>
    </message>
    <message>
        <source>Everything received is kept. Next time they go on where they are now.</source>
        <translation>已接收的内容全部保留。下次将从当前位置继续。</translation>
    </message>
    <message>
        <source>Keep running in the tray</source>
        <translation>在托盘中继续运行</translation>
    </message>
    <message>
        <source>Quit Headgate</source>
        <translation>退出 Headgate</translation>
    </message>
    <message numerus="yes">
        <source>Stop %n download(s) and quit?</source>
        <translation>
            <numerusform>停止 %Ln 个下载并退出？</numerusform>
        </translation>
    </message>
    <message>
        <source>Stop and quit</source>
        <translation>停止并退出</translation>
    </message>
    <message>
        <source>Stop waiting and quit?</source>
        <translation>停止等待并退出？</translation>
    </message>
</context>
<context>
    <name>List</name>
    <message>
        <source>, </source>
        <translation>，</translation>
    </message>
</context>
<context>
    <name>ListPages</name>
    <message>
        <source>Nothing has failed.</source>
        <translation>没有失败的下载。</translation>
    </message>
    <message>
        <source>Nothing here holds “{words}”.
Esc empties the search.</source>
        <translation>这里没有包含“{words}”的内容。
按 Esc 清空搜索。</translation>
    </message>
    <message>
        <source>Nothing is being downloaded.
Press Start.</source>
        <translation>当前没有下载。
请点击“开始”。</translation>
    </message>
    <message>
        <source>Nothing is finished yet.</source>
        <translation>尚无已完成的下载。</translation>
    </message>
    <message>
        <source>Nothing is paused.</source>
        <translation>没有暂停的下载。</translation>
    </message>
    <message>
        <source>Nothing waits in the queue.
Drop links to add some.</source>
        <translation>队列为空。
拖入链接即可添加。</translation>
    </message>
</context>
<context>
    <name>Log</name>
    <message>
        <source>Begun anew</source>
        <translation>已从头开始</translation>
    </message>
    <message>
        <source>Checked: {checksum}</source>
        <translation>已校验：{checksum}</translation>
    </message>
    <message>
        <source>Connections the server allows: {connections}</source>
        <translation>服务器允许的连接数：{connections}</translation>
    </message>
    <message>
        <source>Damaged at bytes {ranges}, which are fetched again</source>
        <translation>字节 {ranges} 处损坏，正在重新获取</translation>
    </message>
    <message>
        <source>Done: {name}</source>
        <translation>已完成：{name}</translation>
    </message>
    <message>
        <source>Failed: {error}</source>
        <translation>失败：{error}</translation>
    </message>
    <message>
        <source>One connection ended: {error}</source>
        <translation>一个连接已结束：{error}</translation>
    </message>
    <message>
        <source>One more connection, {connections} now, from {start}</source>
        <translation>新增一个连接，现有 {connections} 个，从 {start} 开始</translation>
    </message>
    <message>
        <source>Stopped with {received}</source>
        <translation>已停止，已接收 {received}</translation>
    </message>
    <message>
        <source>{address} answered; {received} were there already</source>
        <translation>{address} 已响应；之前已有 {received}</translation>
    </message>
    <message>
        <source>{error} Trying again in {seconds}</source>
        <translation>{error}{seconds}后重试</translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message numerus="yes">
        <source>%n already in the list</source>
        <translation>
            <numerusform>%Ln 个已在列表中</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n link(s) added</source>
        <translation>
            <numerusform>已添加 %Ln 个链接</numerusform>
        </translation>
    </message>
    <message>
        <source>Everything is done</source>
        <translation>全部完成</translation>
    </message>
    <message>
        <source>Main toolbar</source>
        <translation>主工具栏</translation>
    </message>
    <message>
        <source>No new links found</source>
        <translation>没有找到新链接</translation>
    </message>
    <message>
        <source>Stopped in {ms} ms, everything received is kept</source>
        <translation>已在 {ms} 毫秒内停止，已接收的内容全部保留</translation>
    </message>
    <message numerus="yes">
        <source>Stopping %n download(s)…</source>
        <translation>
            <numerusform>正在停止 %Ln 个下载…</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Mend</name>
    <message>
        <source>Add links</source>
        <translation>添加链接</translation>
    </message>
    <message>
        <source>Choose another folder</source>
        <translation>选择其他文件夹</translation>
    </message>
    <message>
        <source>Choose another name</source>
        <translation>选择其他名称</translation>
    </message>
    <message>
        <source>Details</source>
        <translation>详细信息</translation>
    </message>
    <message>
        <source>Open folder</source>
        <translation>打开文件夹</translation>
    </message>
    <message>
        <source>Open in browser</source>
        <translation>在浏览器中打开</translation>
    </message>
    <message>
        <source>Open settings</source>
        <translation>打开设置</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>退出</translation>
    </message>
    <message>
        <source>Retry</source>
        <translation>重试</translation>
    </message>
    <message>
        <source>Sign in</source>
        <translation>登录</translation>
    </message>
    <message>
        <source>Start</source>
        <translation>开始</translation>
    </message>
    <message>
        <source>Start again</source>
        <translation>从头开始</translation>
    </message>
    <message>
        <source>Use another link</source>
        <translation>使用其他链接</translation>
    </message>
</context>
<context>
    <name>MoveNotice</name>
    <message>
        <source>Moving to {folder}. A file stays where it is until all of it is there.</source>
        <translation>正在移动到 {folder}。文件在完整到达之前会保留在原处。</translation>
    </message>
</context>
<context>
    <name>NameReason</name>
    <message>
        <source>Files of this kind are run or acted on when seen, so an ending was added.</source>
        <translation>此类文件一经发现就会被运行或生效，因此添加了扩展名。</translation>
    </message>
    <message>
        <source>It is the last part of the address the link led to.</source>
        <translation>这是链接最终地址的最后一部分。</translation>
    </message>
    <message>
        <source>It is the last part of the link.</source>
        <translation>这是链接的最后一部分。</translation>
    </message>
    <message>
        <source>Neither the server nor the link names the file; this is the server&apos;s name.</source>
        <translation>服务器和链接都没有给出文件名；这是服务器的名称。</translation>
    </message>
    <message>
        <source>The server calls the file so.</source>
        <translation>服务器如此命名该文件。</translation>
    </message>
    <message>
        <source>You chose this name.</source>
        <translation>您选择了此名称。</translation>
    </message>
    <message>
        <source>You or your list chose this name.</source>
        <translation>此名称由您或您的列表选定。</translation>
    </message>
</context>
<context>
    <name>NewLinkDialog</name>
    <message>
        <source>Link</source>
        <translation>链接</translation>
    </message>
    <message>
        <source>Use another link</source>
        <translation>使用其他链接</translation>
    </message>
    <message>
        <source>{name} will be fetched from the other link.</source>
        <translation>{name} 将从另一链接下载。</translation>
    </message>
    <message>
        <source>{size} of {name} are there. They are compared with what the other link has, and kept if it is the same file.</source>
        <translation>{name} 已有 {size}。它将与另一链接的内容比对，如果是同一文件则保留。</translation>
    </message>
</context>
<context>
    <name>Notices</name>
    <message>
        <source>Everything was stopped. {why}</source>
        <translation>已全部停止。{why}</translation>
    </message>
    <message numerus="yes">
        <source>Headgate did not end properly last time. %n unfinished download(s) were found and everything received is kept.</source>
        <translation>
            <numerusform>Headgate 上次未正常退出。找到 %Ln 个未完成的下载，已接收的内容全部保留。</numerusform>
        </translation>
    </message>
    <message>
        <source>Start</source>
        <translation>开始</translation>
    </message>
    <message>
        <source>Start again</source>
        <translation>重新开始</translation>
    </message>
    <message>
        <source>{problem} {remedy}</source>
        <translation>{problem}{remedy}</translation>
    </message>
</context>
<context>
    <name>Notification</name>
    <message numerus="yes">
        <source>%n download(s) done</source>
        <translation>
            <numerusform>%Ln 个下载已完成</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n download(s) failed</source>
        <translation>
            <numerusform>%Ln 个下载失败</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n failed</source>
        <translation>
            <numerusform>%Ln 个失败</numerusform>
        </translation>
    </message>
    <message>
        <source>Download done</source>
        <translation>下载完成</translation>
    </message>
    <message>
        <source>Downloads ended</source>
        <translation>下载已结束</translation>
    </message>
    <message>
        <source>Downloads failed</source>
        <translation>下载失败</translation>
    </message>
    <message>
        <source>Downloads stopped</source>
        <translation>下载已停止</translation>
    </message>
    <message>
        <source>Everything is done</source>
        <translation>全部完成</translation>
    </message>
    <message>
        <source>{done}, {failed}</source>
        <translation>{done}，{failed}</translation>
    </message>
</context>
<context>
    <name>Option</name>
    <message>
        <source>Certificates</source>
        <translation>证书</translation>
    </message>
    <message>
        <source>Checksum</source>
        <translation>校验和</translation>
    </message>
    <message>
        <source>Headers</source>
        <translation>请求头</translation>
    </message>
    <message>
        <source>Names</source>
        <translation>名称</translation>
    </message>
</context>
<context>
    <name>Palette</name>
    <message>
        <source>Commands</source>
        <translation>命令</translation>
    </message>
    <message>
        <source>Find a command</source>
        <translation>查找命令</translation>
    </message>
    <message>
        <source>Type what you want to do</source>
        <translation>输入您想做的事</translation>
    </message>
</context>
<context>
    <name>Rate</name>
    <message>
        <source>GB/s</source>
        <translation>GB/秒</translation>
    </message>
    <message>
        <source>MB/s</source>
        <translation>MB/秒</translation>
    </message>
    <message>
        <source>Unit</source>
        <translation>单位</translation>
    </message>
    <message>
        <source>kB/s</source>
        <translation>kB/秒</translation>
    </message>
    <message>
        <source>no limit</source>
        <translation>不限</translation>
    </message>
</context>
<context>
    <name>Reason</name>
    <message>
        <source>Hostname mismatch, certificate is not valid for &apos;{host}&apos;</source>
        <translation>它对“{host}”无效</translation>
    </message>
    <message>
        <source>IP address mismatch, certificate is not valid for &apos;{address}&apos;</source>
        <translation>它对“{address}”无效</translation>
    </message>
    <message>
        <source>a chunk ends in the wrong place</source>
        <translation>数据块结束位置有误</translation>
    </message>
    <message>
        <source>a chunk has no clear size</source>
        <translation>数据块大小不明确</translation>
    </message>
    <message>
        <source>a chunk is longer than it said</source>
        <translation>数据块比声明的长</translation>
    </message>
    <message>
        <source>a part of it is still to be filled in</source>
        <translation>其中一部分尚待填写</translation>
    </message>
    <message>
        <source>a quotation mark is missing</source>
        <translation>缺少一个引号</translation>
    </message>
    <message>
        <source>a {name} value has {count} hexadecimal digits, or is base64</source>
        <translation>{name} 值应为 {count} 位十六进制数或 base64</translation>
    </message>
    <message>
        <source>an unexpected {status}</source>
        <translation>意外的 {status}</translation>
    </message>
    <message>
        <source>back to where we came from</source>
        <translation>回到了出发点</translation>
    </message>
    <message>
        <source>certificate has expired</source>
        <translation>已过期</translation>
    </message>
    <message>
        <source>certificate is not yet valid</source>
        <translation>尚未生效</translation>
    </message>
    <message>
        <source>folders are chosen apart from the name</source>
        <translation>文件夹与名称分开选择</translation>
    </message>
    <message>
        <source>general failure</source>
        <translation>一般性故障</translation>
    </message>
    <message>
        <source>input/output error</source>
        <translation>输入/输出错误</translation>
    </message>
    <message>
        <source>is a directory</source>
        <translation>它是文件夹</translation>
    </message>
    <message>
        <source>is none of the choices</source>
        <translation>不在可选项之中</translation>
    </message>
    <message>
        <source>it announces no clear length</source>
        <translation>没有声明明确的长度</translation>
    </message>
    <message>
        <source>it breaks off inside the header</source>
        <translation>在头部中途中断</translation>
    </message>
    <message>
        <source>it calls a part of the file the whole</source>
        <translation>把文件的一部分当作整体</translation>
    </message>
    <message>
        <source>it cannot be created</source>
        <translation>无法创建</translation>
    </message>
    <message>
        <source>it closed the connection</source>
        <translation>它关闭了连接</translation>
    </message>
    <message>
        <source>it declares a document type</source>
        <translation>它声明了文档类型</translation>
    </message>
    <message>
        <source>it does not say which part of the file it sends</source>
        <translation>没有说明发送的是文件的哪一部分</translation>
    </message>
    <message>
        <source>it does not support the command</source>
        <translation>它不支持该命令</translation>
    </message>
    <message>
        <source>it does not support this kind of address</source>
        <translation>它不支持此类地址</translation>
    </message>
    <message>
        <source>it has more than {count} files</source>
        <translation>其中的文件超过 {count} 个</translation>
    </message>
    <message>
        <source>it has no address on a web server</source>
        <translation>它没有网页服务器上的地址</translation>
    </message>
    <message>
        <source>it holds a character that stands for nothing</source>
        <translation>其中有一个没有意义的字符</translation>
    </message>
    <message>
        <source>it is empty</source>
        <translation>内容为空</translation>
    </message>
    <message>
        <source>it is not HTTP/1.1</source>
        <translation>不是 HTTP/1.1</translation>
    </message>
    <message>
        <source>it is not a link</source>
        <translation>它不是链接</translation>
    </message>
    <message>
        <source>it is not text</source>
        <translation>它不是文本</translation>
    </message>
    <message>
        <source>it is something else</source>
        <translation>它是其他内容</translation>
    </message>
    <message>
        <source>it is too deep</source>
        <translation>嵌套过深</translation>
    </message>
    <message>
        <source>it is too large</source>
        <translation>它过大</translation>
    </message>
    <message>
        <source>it is written in letters nobody knows</source>
        <translation>其字符编码未知</translation>
    </message>
    <message>
        <source>it names no host, and where it stood is not known</source>
        <translation>它没有指明服务器，来源也未知</translation>
    </message>
    <message>
        <source>it sends a part that ends before it begins</source>
        <translation>发送的部分在开始之前就已结束</translation>
    </message>
    <message>
        <source>it sends data instead of fetching a file</source>
        <translation>它发送数据，而不是获取文件</translation>
    </message>
    <message>
        <source>it sends more than it announced</source>
        <translation>发送的内容超过声明</translation>
    </message>
    <message>
        <source>it sends nothing new</source>
        <translation>没有发送新内容</translation>
    </message>
    <message>
        <source>it sends several parts in one</source>
        <translation>把多个部分合在一起发送</translation>
    </message>
    <message>
        <source>it sent another part of the file</source>
        <translation>发送了文件的另一部分</translation>
    </message>
    <message>
        <source>it sent data nobody asked for</source>
        <translation>它发送了未请求的数据</translation>
    </message>
    <message>
        <source>it takes a site, a type and a folder</source>
        <translation>需要网站、类型和文件夹</translation>
    </message>
    <message>
        <source>it takes days, hours and a speed</source>
        <translation>需要日期、时段和速度</translation>
    </message>
    <message>
        <source>it wants another way to log in</source>
        <translation>它要求其他登录方式</translation>
    </message>
    <message>
        <source>its checksum cannot be understood</source>
        <translation>其校验和无法识别</translation>
    </message>
    <message>
        <source>its header does not end</source>
        <translation>其头部没有结束</translation>
    </message>
    <message>
        <source>its header has a broken line</source>
        <translation>其头部有损坏的行</translation>
    </message>
    <message>
        <source>its header holds a stray line end</source>
        <translation>其头部有多余的换行</translation>
    </message>
    <message>
        <source>its header holds a zero byte</source>
        <translation>其头部含有零字节</translation>
    </message>
    <message>
        <source>its header starts with white space</source>
        <translation>其头部以空白开头</translation>
    </message>
    <message>
        <source>its rules do not allow this connection</source>
        <translation>其规则不允许此连接</translation>
    </message>
    <message>
        <source>its trailer does not end</source>
        <translation>其尾部没有结束</translation>
    </message>
    <message>
        <source>length and range contradict each other</source>
        <translation>长度与范围相互矛盾</translation>
    </message>
    <message>
        <source>line {number} is not a cookie in Netscape format</source>
        <translation>第 {number} 行不是 Netscape 格式的 Cookie</translation>
    </message>
    <message>
        <source>line {number}: {reason}</source>
        <translation>第 {number} 行：{reason}</translation>
    </message>
    <message>
        <source>more than {count} rules</source>
        <translation>规则超过 {count} 条</translation>
    </message>
    <message>
        <source>more than {count} speeds</source>
        <translation>速度超过 {count} 个</translation>
    </message>
    <message>
        <source>more than {count} times</source>
        <translation>超过 {count} 次</translation>
    </message>
    <message>
        <source>must lie between {low} and {high}</source>
        <translation>必须介于 {low} 与 {high} 之间</translation>
    </message>
    <message>
        <source>network is down</source>
        <translation>网络已断开</translation>
    </message>
    <message>
        <source>network is unreachable</source>
        <translation>网络不可达</translation>
    </message>
    <message>
        <source>no folder has a zero byte in its name</source>
        <translation>文件夹名称不能含有零字节</translation>
    </message>
    <message>
        <source>no route to host</source>
        <translation>没有到达它的路由</translation>
    </message>
    <message>
        <source>only http and https links can be downloaded</source>
        <translation>只能下载 http 和 https 链接</translation>
    </message>
    <message>
        <source>only {known} stand for something</source>
        <translation>只有 {known} 有含义</translation>
    </message>
    <message>
        <source>operation not permitted</source>
        <translation>操作不被允许</translation>
    </message>
    <message>
        <source>permission denied</source>
        <translation>权限不足</translation>
    </message>
    <message>
        <source>read-only file system</source>
        <translation>文件系统为只读</translation>
    </message>
    <message>
        <source>reply {number}</source>
        <translation>应答 {number}</translation>
    </message>
    <message>
        <source>self-signed certificate</source>
        <translation>它是自签名的</translation>
    </message>
    <message>
        <source>self-signed certificate in certificate chain</source>
        <translation>证书链中有自签名证书</translation>
    </message>
    <message>
        <source>some of its letters are lost</source>
        <translation>其中一些字符已丢失</translation>
    </message>
    <message>
        <source>status {status} brings no file</source>
        <translation>状态 {status} 不带文件</translation>
    </message>
    <message>
        <source>the connection took too long</source>
        <translation>连接耗时过长</translation>
    </message>
    <message>
        <source>the connection was refused</source>
        <translation>连接被拒绝</translation>
    </message>
    <message>
        <source>the encrypted stream is damaged</source>
        <translation>加密数据流已损坏</translation>
    </message>
    <message>
        <source>the host is unreachable</source>
        <translation>服务器不可达</translation>
    </message>
    <message>
        <source>the network is unreachable</source>
        <translation>网络不可达</translation>
    </message>
    <message>
        <source>to an address that starts with {scheme}:</source>
        <translation>转到以 {scheme}: 开头的地址</translation>
    </message>
    <message>
        <source>to several addresses at once</source>
        <translation>同时转到多个地址</translation>
    </message>
    <message>
        <source>to something that is no address</source>
        <translation>转到的不是地址</translation>
    </message>
    <message>
        <source>transfer coding “{coding}”</source>
        <translation>传输编码“{coding}”</translation>
    </message>
    <message>
        <source>unable to get local issuer certificate</source>
        <translation>其颁发者未知</translation>
    </message>
    <message>
        <source>user name or password is wrong</source>
        <translation>用户名或密码错误</translation>
    </message>
    <message>
        <source>write it as http://host:port</source>
        <translation>请写成 http://主机:端口</translation>
    </message>
    <message>
        <source>{file} holds no certificates ({why})</source>
        <translation>{file} 中没有证书（{why}）</translation>
    </message>
    <message>
        <source>{link} (line {number})</source>
        <translation>{link}（第 {number} 行）</translation>
    </message>
    <message>
        <source>{why} in line {number}</source>
        <translation>第 {number} 行：{why}</translation>
    </message>
    <message>
        <source>“{days}” is no day; write mon-fri, or sat,sun, or *</source>
        <translation>“{days}”不是日期；请写成 周一-周五，或 周六,周日，或 *</translation>
    </message>
    <message>
        <source>“{folder}” depends on where Headgate was started; write all of it</source>
        <translation>“{folder}”取决于 Headgate 的启动位置；请写出完整路径</translation>
    </message>
    <message>
        <source>“{host}” is no site; write it as in a link, or *</source>
        <translation>“{host}”不是网站；请按链接中的写法，或写 *</translation>
    </message>
    <message>
        <source>“{hours}” are no hours; write them as 08:00-17:30</source>
        <translation>“{hours}”不是时段；请写成 08:00-17:30</translation>
    </message>
    <message>
        <source>“{line}” is no header</source>
        <translation>“{line}”不是请求头</translation>
    </message>
    <message>
        <source>“{name}” is not one of {known}</source>
        <translation>“{name}”不在 {known} 之中</translation>
    </message>
    <message>
        <source>“{number}” must lie between 1 and 99</source>
        <translation>“{number}”必须在 1 到 99 之间</translation>
    </message>
    <message>
        <source>“{rate}” is not a rate like 500k</source>
        <translation>“{rate}”不是 500k 这样的速度</translation>
    </message>
    <message>
        <source>“{rate}” is nothing to limit by; it must lie between 1 and {high}</source>
        <translation>“{rate}”不能用作限速；必须介于 1 与 {high} 之间</translation>
    </message>
    <message>
        <source>“{types}” is no type; write video, or pdf,epub, or *</source>
        <translation>“{types}”不是类型；请写 video，或 pdf,epub，或 *</translation>
    </message>
</context>
<context>
    <name>Removing</name>
    <message numerus="yes">
        <source>%n download(s) removed from the list.</source>
        <translation>
            <numerusform>已从列表中移除 %Ln 个下载。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n download(s) removed. Finished files will be moved to the trash.</source>
        <translation>
            <numerusform>已移除 %Ln 个下载。已完成的文件将移到回收站。</numerusform>
        </translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
</context>
<context>
    <name>Rules</name>
    <message>
        <source>A rule gives a site its own number of connections, proxy or headers. Press Add to make the first.</source>
        <translation>规则为某个网站单独设定连接数、代理或请求头。点击“添加”创建第一条规则。</translation>
    </message>
    <message>
        <source>A rule saves files of a site, or of a type, in a folder of their own. Press Add to make the first.</source>
        <translation>规则把某个网站或某种类型的文件保存到单独的文件夹。点击“添加”创建第一条规则。</translation>
    </message>
    <message>
        <source>A rule sets the speed limit for certain days and hours. Press Add to make the first.</source>
        <translation>规则为特定日期和时段设定限速。点击“添加”创建第一条规则。</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>添加</translation>
    </message>
    <message>
        <source>Connections</source>
        <translation>连接数</translation>
    </message>
    <message>
        <source>Days</source>
        <translation>日期</translation>
    </message>
    <message>
        <source>Days as mon-fri, or sat,sun, or *; hours as 22:00, past midnight too; speed as 500k or 2M, 0 for full speed</source>
        <translation>日期写成 周一-周五，或 周六,周日，或 *；时间写成 22:00，可以跨过午夜；速度写成 500k 或 2M，0 表示全速</translation>
    </message>
    <message>
        <source>Downloads</source>
        <translation>下载数</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>文件夹</translation>
    </message>
    <message>
        <source>Folders for sites and types</source>
        <translation>网站和类型的文件夹</translation>
    </message>
    <message>
        <source>From</source>
        <translation>从</translation>
    </message>
    <message>
        <source>Header</source>
        <translation>请求头</translation>
    </message>
    <message>
        <source>Proxy</source>
        <translation>代理</translation>
    </message>
    <message>
        <source>Referer</source>
        <translation>Referer</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>移除</translation>
    </message>
    <message>
        <source>Site</source>
        <translation>网站</translation>
    </message>
    <message>
        <source>Site as *.example.org or *; type as video, pdf,epub or *; folder as ~/Videos</source>
        <translation>网站如 *.example.org 或 *；类型如 video、pdf,epub 或 *；文件夹如 ~/Videos</translation>
    </message>
    <message>
        <source>Site as *.example.org; connections of a download and downloads at a time, at most; proxy as http://host:port, or none; one header more as Name: value</source>
        <translation>网站写成 *.example.org；每个下载的最多连接数和最多同时下载数；代理写成 http://host:port，none 表示不用代理；再加一个请求头，写成 Name: value</translation>
    </message>
    <message>
        <source>Speed</source>
        <translation>速度</translation>
    </message>
    <message>
        <source>Speeds by day and hour</source>
        <translation>按日期和时间设定的速度</translation>
    </message>
    <message>
        <source>Type</source>
        <translation>类型</translation>
    </message>
    <message>
        <source>Until</source>
        <translation>到</translation>
    </message>
    <message>
        <source>Up</source>
        <translation>上移</translation>
    </message>
    <message>
        <source>User agent</source>
        <translation>用户代理</translation>
    </message>
    <message>
        <source>Ways for single sites</source>
        <translation>单个网站的规则</translation>
    </message>
</context>
<context>
    <name>Search</name>
    <message>
        <source>Empty the search</source>
        <translation>清空搜索</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>搜索</translation>
    </message>
    <message>
        <source>Search the list</source>
        <translation>搜索列表</translation>
    </message>
</context>
<context>
    <name>Setting</name>
    <message>
        <source>Accept any certificate</source>
        <translation>接受任何证书</translation>
    </message>
    <message>
        <source>Always, before it is added</source>
        <translation>总是，在添加之前</translation>
    </message>
    <message>
        <source>As the system says</source>
        <translation>跟随系统</translation>
    </message>
    <message>
        <source>Ask before quitting while downloads run</source>
        <translation>有下载运行时退出前询问</translation>
    </message>
    <message>
        <source>Ask servers for names and sizes before adding</source>
        <translation>添加前向服务器查询名称和大小</translation>
    </message>
    <message>
        <source>Certificates to trust (empty: the usual ones)</source>
        <translation>信任的证书（留空：常用证书）</translation>
    </message>
    <message>
        <source>Colours</source>
        <translation>颜色</translation>
    </message>
    <message>
        <source>Connections per download</source>
        <translation>每个下载的连接数</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>深色</translation>
    </message>
    <message>
        <source>Downloads at a time</source>
        <translation>同时下载数</translation>
    </message>
    <message>
        <source>Further attempts after a fault</source>
        <translation>出错后的重试次数</translation>
    </message>
    <message>
        <source>Give the new file another name</source>
        <translation>给新文件另取名称</translation>
    </message>
    <message>
        <source>Go on with the old file, if it is the beginning of the new one</source>
        <translation>如果旧文件是新文件的开头，则继续下载旧文件</translation>
    </message>
    <message>
        <source>If a file of that name is there</source>
        <translation>如果已有同名文件</translation>
    </message>
    <message>
        <source>If something is unclear</source>
        <translation>有不明确之处时</translation>
    </message>
    <message>
        <source>Keep running in the tray when the window is closed</source>
        <translation>关闭窗口时在托盘中继续运行</translation>
    </message>
    <message>
        <source>Keep the computer awake while downloads run</source>
        <translation>下载运行时保持计算机唤醒</translation>
    </message>
    <message>
        <source>Keep the old file and skip the new one</source>
        <translation>保留旧文件并跳过新文件</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>快捷键</translation>
    </message>
    <message>
        <source>Language (from the next start on)</source>
        <translation>语言（下次启动生效）</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>浅色</translation>
    </message>
    <message>
        <source>Look for checksum files beside each download</source>
        <translation>在每个下载旁查找校验和文件</translation>
    </message>
    <message>
        <source>Look over what is dropped or pasted</source>
        <translation>检查拖放或粘贴的内容</translation>
    </message>
    <message>
        <source>Never</source>
        <translation>从不</translation>
    </message>
    <message>
        <source>Offer the folder that was chosen last</source>
        <translation>建议使用上次选择的文件夹</translation>
    </message>
    <message>
        <source>Offer to add links that are copied</source>
        <translation>提示添加已复制的链接</translation>
    </message>
    <message>
        <source>Other folders for sites and types: the first rule that fits counts</source>
        <translation>网站和类型的其他文件夹：以第一条匹配的规则为准</translation>
    </message>
    <message>
        <source>Other ways for single sites: the first rule that fits counts</source>
        <translation>单个网站的其他方式：以第一条匹配的规则为准</translation>
    </message>
    <message>
        <source>Proxy (empty: as the system says)</source>
        <translation>代理（留空：跟随系统）</translation>
    </message>
    <message>
        <source>Put the old file into the trash</source>
        <translation>将旧文件移到回收站</translation>
    </message>
    <message>
        <source>Save files in</source>
        <translation>文件保存到</translation>
    </message>
    <message>
        <source>Seconds to wait for an answer</source>
        <translation>等待响应的秒数</translation>
    </message>
    <message>
        <source>Show an icon in the tray</source>
        <translation>在托盘中显示图标</translation>
    </message>
    <message>
        <source>Speed limit</source>
        <translation>限速</translation>
    </message>
    <message>
        <source>Speeds by day and hour: the first rule that fits counts</source>
        <translation>按日期和时间设定的速度：第一条符合的规则有效</translation>
    </message>
    <message>
        <source>Speeds to choose from, as 250k 1M 5M</source>
        <translation>可选速度，例如 250k 1M 5M</translation>
    </message>
    <message>
        <source>Start with the session, hidden in the tray</source>
        <translation>随会话启动并隐藏在托盘中</translation>
    </message>
    <message>
        <source>Take in link files from this folder (empty: none)</source>
        <translation>从此文件夹读取链接文件（留空：无）</translation>
    </message>
    <message>
        <source>Tell when everything is done, if the window is not in front</source>
        <translation>全部完成且窗口不在前台时通知</translation>
    </message>
    <message>
        <source>User agent (empty: Headgate&apos;s own)</source>
        <translation>用户代理（留空：Headgate 自带）</translation>
    </message>
</context>
<context>
    <name>Settings</name>
    <message>
        <source>Files</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>Find a setting</source>
        <translation>查找设置</translation>
    </message>
    <message>
        <source>Links</source>
        <translation>链接</translation>
    </message>
    <message>
        <source>Network</source>
        <translation>网络</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>设置</translation>
    </message>
    <message>
        <source>Speed and patience</source>
        <translation>速度与等待</translation>
    </message>
    <message>
        <source>Window and desktop</source>
        <translation>窗口与桌面</translation>
    </message>
</context>
<context>
    <name>Sheet</name>
    <message numerus="yes">
        <source>%n link(s)</source>
        <translation>
            <numerusform>%Ln 个链接</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n link(s) checked</source>
        <translation>
            <numerusform>已勾选 %Ln 个链接</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n link(s) found</source>
        <translation>
            <numerusform>找到 %Ln 个链接</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n of unknown size</source>
        <translation>
            <numerusform>%Ln 个大小未知</numerusform>
        </translation>
    </message>
    <message>
        <source>A file with the right checksum is never fetched again.</source>
        <translation>校验和正确的文件不会再次下载。</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>添加</translation>
    </message>
    <message>
        <source>Add and start</source>
        <translation>添加并开始</translation>
    </message>
    <message>
        <source>Add links</source>
        <translation>添加链接</translation>
    </message>
    <message>
        <source>Already in the list</source>
        <translation>已在列表中</translation>
    </message>
    <message>
        <source>Already on disk</source>
        <translation>已在磁盘上</translation>
    </message>
    <message>
        <source>Check</source>
        <translation>勾选</translation>
    </message>
    <message>
        <source>Check what is selected, or all that is shown</source>
        <translation>勾选所选项，或全部显示的项</translation>
    </message>
    <message>
        <source>Choose the folder to save in</source>
        <translation>选择保存文件夹</translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation>选择…</translation>
    </message>
    <message>
        <source>Dead: {why}</source>
        <translation>失效：{why}</translation>
    </message>
    <message>
        <source>Everything</source>
        <translation>全部</translation>
    </message>
    <message>
        <source>Filter by name or link</source>
        <translation>按名称或链接筛选</translation>
    </message>
    <message>
        <source>If a file of that name is there</source>
        <translation>如果已有同名文件</translation>
    </message>
    <message>
        <source>If the name is &amp;taken</source>
        <translation>名称已被占用时(&amp;T)</translation>
    </message>
    <message>
        <source>Links</source>
        <translation>链接</translation>
    </message>
    <message>
        <source>Links that were found</source>
        <translation>找到的链接</translation>
    </message>
    <message>
        <source>Looking for links…</source>
        <translation>正在查找链接…</translation>
    </message>
    <message>
        <source>Name all</source>
        <translation>统一命名</translation>
    </message>
    <message>
        <source>Names of all checked files</source>
        <translation>所有已勾选文件的名称</translation>
    </message>
    <message>
        <source>New</source>
        <translation>新</translation>
    </message>
    <message>
        <source>No links yet</source>
        <translation>尚无链接</translation>
    </message>
    <message>
        <source>Not a link</source>
        <translation>不是链接</translation>
    </message>
    <message>
        <source>Not a link: {why}</source>
        <translation>不是链接：{why}</translation>
    </message>
    <message>
        <source>Rename</source>
        <translation>重命名</translation>
    </message>
    <message>
        <source>Rules for sites and types go before</source>
        <translation>网站和类型规则优先</translation>
    </message>
    <message>
        <source>Save &amp;in</source>
        <translation>保存到(&amp;I)</translation>
    </message>
    <message>
        <source>Save in</source>
        <translation>保存到</translation>
    </message>
    <message numerus="yes">
        <source>Stands for %n link(s)</source>
        <translation>
            <numerusform>代表 %Ln 个链接</numerusform>
        </translation>
    </message>
    <message>
        <source>The same link stands further up.</source>
        <translation>上方已有相同的链接。</translation>
    </message>
    <message>
        <source>There are patterns that stand for {links}: {preview}</source>
        <translation>有代表 {links}的模式：{preview}</translation>
    </message>
    <message>
        <source>Twice in this list</source>
        <translation>在此列表中重复</translation>
    </message>
    <message>
        <source>Uncheck</source>
        <translation>取消勾选</translation>
    </message>
    <message>
        <source>Uncheck what is selected, or all that is shown</source>
        <translation>取消勾选所选项，或全部显示的项</translation>
    </message>
    <message>
        <source>Which rows to show</source>
        <translation>要显示的行</translation>
    </message>
    <message>
        <source>Write them out</source>
        <translation>全部展开</translation>
    </message>
    <message>
        <source>checked</source>
        <translation>已勾选</translation>
    </message>
    <message>
        <source>https://…
One link a line, or any text with links in it</source>
        <translation>https://…
每行一个链接，或任何包含链接的文本</translation>
    </message>
    <message>
        <source>not checked</source>
        <translation>未勾选</translation>
    </message>
    <message>
        <source>{free} free</source>
        <translation>可用 {free}</translation>
    </message>
    <message>
        <source>{kind} ({count})</source>
        <translation>{kind} ({count})</translation>
    </message>
    <message>
        <source>{links}, sizes not known</source>
        <translation>{links}，大小未知</translation>
    </message>
    <message>
        <source>{links}, {size}</source>
        <translation>{links}，{size}</translation>
    </message>
    <message>
        <source>{links}, {size} and {more}</source>
        <translation>{links}，{size}，另有 {more}</translation>
    </message>
    <message>
        <source>{size} for {free} free in {folder}</source>
        <translation>需要 {size}，{folder} 可用 {free}</translation>
    </message>
    <message>
        <source>{words} stand for something, all else is taken as it is.</source>
        <translation>{words} 有特殊含义，其余按原样使用。</translation>
    </message>
    <message>
        <source>⚠ Does not fit: {size} for {free} free in {folder}</source>
        <translation>⚠ 空间不足：需要 {size}，{folder} 可用 {free}</translation>
    </message>
</context>
<context>
    <name>SheetColumn</name>
    <message>
        <source>Checksum</source>
        <translation>校验和</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>文件夹</translation>
    </message>
    <message>
        <source>Line</source>
        <translation>行</translation>
    </message>
    <message>
        <source>Link</source>
        <translation>链接</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>大小</translation>
    </message>
    <message>
        <source>What it is</source>
        <translation>说明</translation>
    </message>
</context>
<context>
    <name>Shortcuts</name>
    <message>
        <source>Action</source>
        <translation>操作</translation>
    </message>
    <message>
        <source>As it was</source>
        <translation>恢复默认</translation>
    </message>
    <message>
        <source>Change</source>
        <translation>更改</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>快捷键</translation>
    </message>
    <message>
        <source>No keys</source>
        <translation>无快捷键</translation>
    </message>
    <message>
        <source>{keys} is taken by “{action}”.</source>
        <translation>{keys} 已被“{action}”占用。</translation>
    </message>
</context>
<context>
    <name>Sidebar</name>
    <message>
        <source>Show</source>
        <translation>显示</translation>
    </message>
</context>
<context>
    <name>SignIn</name>
    <message>
        <source>Headgate uses it for everything from there until you quit, and writes it nowhere.</source>
        <translation>Headgate 在您退出之前对来自那里的一切都使用它，不会写到任何地方。</translation>
    </message>
    <message>
        <source>Headgate uses it for everything from there, also after the next start.</source>
        <translation>Headgate 对来自那里的一切都使用它，下次启动后也是如此。</translation>
    </message>
    <message>
        <source>Keep it in this computer&apos;s keyring</source>
        <translation>保存到这台计算机的密钥环中</translation>
    </message>
    <message>
        <source>Password</source>
        <translation>密码</translation>
    </message>
    <message>
        <source>Sign in</source>
        <translation>登录</translation>
    </message>
    <message>
        <source>The password is sent unencrypted: others on the way can read it.</source>
        <translation>密码以未加密的方式发送：途中的他人可以读到。</translation>
    </message>
    <message>
        <source>User name</source>
        <translation>用户名</translation>
    </message>
    <message>
        <source>{place} asks who you are.</source>
        <translation>{place} 想知道您是谁。</translation>
    </message>
</context>
<context>
    <name>Sleep</name>
    <message>
        <source>Downloads are stopped first</source>
        <translation>先停止下载</translation>
    </message>
</context>
<context>
    <name>SpeedPresets</name>
    <message>
        <source>Full speed</source>
        <translation>全速</translation>
    </message>
    <message>
        <source>{speed} by the schedule</source>
        <translation>按时间表 {speed}</translation>
    </message>
    <message>
        <source>{speed} until {time}</source>
        <translation>{speed}，直到 {time}</translation>
    </message>
</context>
<context>
    <name>State</name>
    <message>
        <source>Checking</source>
        <translation>正在校验</translation>
    </message>
    <message>
        <source>Connecting</source>
        <translation>正在连接</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>已完成</translation>
    </message>
    <message>
        <source>Done, but the file is gone</source>
        <translation>已完成，但文件已不存在</translation>
    </message>
    <message>
        <source>Done, kept packed ({coding}) as the server sent it</source>
        <translation>已完成，按服务器发送的压缩形式 ({coding}) 保存</translation>
    </message>
    <message>
        <source>Done, length not confirmed by the server</source>
        <translation>已完成，服务器未确认长度</translation>
    </message>
    <message>
        <source>Downloading</source>
        <translation>正在下载</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>失败</translation>
    </message>
    <message>
        <source>Paused</source>
        <translation>已暂停</translation>
    </message>
    <message>
        <source>Queued</source>
        <translation>排队中</translation>
    </message>
    <message>
        <source>Stopping</source>
        <translation>正在停止</translation>
    </message>
    <message>
        <source>Trying again in {time}</source>
        <translation>{time}后重试</translation>
    </message>
    <message>
        <source>Waiting for its folder</source>
        <translation>等待文件夹</translation>
    </message>
    <message>
        <source>Waiting for its server</source>
        <translation>等待服务器</translation>
    </message>
    <message>
        <source>Waiting for the network</source>
        <translation>等待网络</translation>
    </message>
    <message>
        <source>Waiting for the schedule</source>
        <translation>等待计划时间</translation>
    </message>
    <message>
        <source>{title}: {why}</source>
        <translation>{title}：{why}</translation>
    </message>
</context>
<context>
    <name>StatusBar</name>
    <message numerus="yes">
        <source>%n active</source>
        <translation>
            <numerusform>%Ln 个进行中</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n done</source>
        <translation>
            <numerusform>%Ln 个已完成</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n failed</source>
        <translation>
            <numerusform>%Ln 个失败</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n paused</source>
        <translation>
            <numerusform>%Ln 个已暂停</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n queued</source>
        <translation>
            <numerusform>%Ln 个排队中</numerusform>
        </translation>
    </message>
    <message>
        <source>Downloads by state</source>
        <translation>按状态统计的下载</translation>
    </message>
    <message>
        <source>Free space</source>
        <translation>可用空间</translation>
    </message>
    <message>
        <source>Last event</source>
        <translation>最近事件</translation>
    </message>
    <message>
        <source>Speed of all downloads</source>
        <translation>所有下载的总速度</translation>
    </message>
    <message>
        <source>{size} free</source>
        <translation>可用 {size}</translation>
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
        <translation>Headgate：{percent}%</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>退出</translation>
    </message>
    <message>
        <source>Show the window</source>
        <translation>显示窗口</translation>
    </message>
    <message>
        <source>Speed</source>
        <translation>速度</translation>
    </message>
</context>
<context>
    <name>Trouble</name>
    <message numerus="yes">
        <source>%n download(s) failed</source>
        <translation>
            <numerusform>%Ln 个下载失败</numerusform>
        </translation>
    </message>
    <message>
        <source>A web page, not the file</source>
        <translation>得到网页而非文件</translation>
    </message>
    <message>
        <source>Certificate not trusted</source>
        <translation>证书不受信任</translation>
    </message>
    <message>
        <source>Checksum differs</source>
        <translation>校验和不符</translation>
    </message>
    <message>
        <source>Connection lost</source>
        <translation>连接中断</translation>
    </message>
    <message>
        <source>Connection refused</source>
        <translation>连接被拒绝</translation>
    </message>
    <message>
        <source>Damaged in places</source>
        <translation>部分损坏</translation>
    </message>
    <message>
        <source>Disk full</source>
        <translation>磁盘已满</translation>
    </message>
    <message>
        <source>Disk trouble</source>
        <translation>磁盘故障</translation>
    </message>
    <message>
        <source>Drive not there</source>
        <translation>驱动器不在</translation>
    </message>
    <message>
        <source>File has changed</source>
        <translation>文件已更改</translation>
    </message>
    <message>
        <source>File in use</source>
        <translation>文件正在使用</translation>
    </message>
    <message>
        <source>File not found</source>
        <translation>找不到文件</translation>
    </message>
    <message>
        <source>File removed</source>
        <translation>文件已移除</translation>
    </message>
    <message>
        <source>File too large</source>
        <translation>文件过大</translation>
    </message>
    <message>
        <source>Folder cannot be written</source>
        <translation>文件夹不可写</translation>
    </message>
    <message>
        <source>Folder missing</source>
        <translation>文件夹不存在</translation>
    </message>
    <message>
        <source>Insecure redirect</source>
        <translation>不安全的重定向</translation>
    </message>
    <message>
        <source>Led astray</source>
        <translation>重定向有误</translation>
    </message>
    <message>
        <source>Link of no use</source>
        <translation>链接无法使用</translation>
    </message>
    <message>
        <source>List closed</source>
        <translation>列表已关闭</translation>
    </message>
    <message>
        <source>List not written</source>
        <translation>列表未写入</translation>
    </message>
    <message>
        <source>List of a newer version</source>
        <translation>较新版本的列表</translation>
    </message>
    <message>
        <source>List was damaged</source>
        <translation>列表曾损坏</translation>
    </message>
    <message>
        <source>Name look-up failed</source>
        <translation>名称解析失败</translation>
    </message>
    <message>
        <source>Name taken</source>
        <translation>名称已被占用</translation>
    </message>
    <message>
        <source>Name too long</source>
        <translation>名称过长</translation>
    </message>
    <message>
        <source>No addresses</source>
        <translation>没有地址</translation>
    </message>
    <message>
        <source>No answer</source>
        <translation>没有响应</translation>
    </message>
    <message>
        <source>No network</source>
        <translation>没有网络</translation>
    </message>
    <message>
        <source>No secure connection</source>
        <translation>无安全连接</translation>
    </message>
    <message>
        <source>No text</source>
        <translation>不是文本</translation>
    </message>
    <message>
        <source>No trash</source>
        <translation>没有回收站</translation>
    </message>
    <message>
        <source>No web link</source>
        <translation>不是网页链接</translation>
    </message>
    <message>
        <source>Not a link</source>
        <translation>不是链接</translation>
    </message>
    <message>
        <source>Not allowed</source>
        <translation>不允许</translation>
    </message>
    <message>
        <source>Not the same file</source>
        <translation>不是同一文件</translation>
    </message>
    <message>
        <source>Not the size expected</source>
        <translation>大小与预期不符</translation>
    </message>
    <message>
        <source>Our mistake</source>
        <translation>我们的错误</translation>
    </message>
    <message>
        <source>Parts do not fit</source>
        <translation>各部分无法拼合</translation>
    </message>
    <message>
        <source>Password needed</source>
        <translation>需要密码</translation>
    </message>
    <message>
        <source>Proxy asks for a password</source>
        <translation>代理要求密码</translation>
    </message>
    <message>
        <source>Proxy trouble</source>
        <translation>代理故障</translation>
    </message>
    <message>
        <source>Request refused</source>
        <translation>请求被拒绝</translation>
    </message>
    <message>
        <source>Rest refused</source>
        <translation>其余部分被拒绝</translation>
    </message>
    <message>
        <source>Senseless answer</source>
        <translation>响应不合理</translation>
    </message>
    <message>
        <source>Sent in circles</source>
        <translation>循环重定向</translation>
    </message>
    <message>
        <source>Server in trouble</source>
        <translation>服务器故障</translation>
    </message>
    <message>
        <source>Server not found</source>
        <translation>找不到服务器</translation>
    </message>
    <message>
        <source>Server out of reach</source>
        <translation>服务器不可达</translation>
    </message>
    <message>
        <source>Setting of no use</source>
        <translation>设置无效</translation>
    </message>
    <message>
        <source>The server fell silent</source>
        <translation>服务器停止发送</translation>
    </message>
    <message>
        <source>Too many links</source>
        <translation>链接过多</translation>
    </message>
    <message>
        <source>Too many requests</source>
        <translation>请求过多</translation>
    </message>
    <message>
        <source>Too much text</source>
        <translation>文本过多</translation>
    </message>
    <message>
        <source>Unfinished file lost</source>
        <translation>未完成的文件丢失</translation>
    </message>
    <message>
        <source>Unreadable Metalink</source>
        <translation>Metalink 无法读取</translation>
    </message>
    <message>
        <source>Unreadable list</source>
        <translation>列表无法读取</translation>
    </message>
    <message>
        <source>Version not proven</source>
        <translation>版本未确认</translation>
    </message>
    <message>
        <source>Wrong length</source>
        <translation>长度不符</translation>
    </message>
    <message>
        <source>{title}: {count}</source>
        <translation>{title}：{count}</translation>
    </message>
</context>
</TS>
