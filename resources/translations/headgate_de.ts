<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de_DE">
<context>
    <name>Action</name>
    <message>
        <source>Add links</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Add links to the list</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy link</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy the links of the selected downloads</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Download everything in the queue</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Folders, connections, limits, network</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Inspector</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keep the selected downloads from running until resumed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Let the selected downloads be last</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Let the selected downloads be next</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Let the selected downloads be one later</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Let the selected downloads be one sooner</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Let the selected downloads run now</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Move down</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Move to the bottom</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Move to the top</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Move up</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open folder</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open the finished file</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pause</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Quit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Remove</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Resume</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Retry</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Settings</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show or hide a close look at the selected downloads</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show the folder the file is saved in</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Start</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stop all</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stop every download at once; everything received is kept</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stop safely and leave</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stopping…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Take the selected downloads off the list</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Try the selected downloads that failed again</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>AddLinks</name>
    <message numerus="yes">
        <source>%n link(s) found</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>Add</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Add links</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Links</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No links yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save in</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>https://…
One link a line, or any text with links in it</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Banner</name>
    <message>
        <source>Close this message</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Closing</name>
    <message>
        <source>Quit now</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Still recording what was received: the disk is slow. Nothing that is recorded can get lost.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Still waiting for {names}: the disk does not answer. Nothing that is recorded can get lost.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Column</name>
    <message>
        <source>Added</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Finished</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Folder</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Left</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Link</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Name</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Progress</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Size</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Speed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Status</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Date</name>
    <message>
        <source>yesterday {time}</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>DownloadsView</name>
    <message>
        <source>Columns</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Downloads</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Drops</name>
    <message>
        <source>{file}: {problem}</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Empty</name>
    <message>
        <source>Add links</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Drag them from your browser or a text file, paste them with Ctrl+V, or type them in.
Then press Start.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Drop links here</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Opens a field to type links in</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Error</name>
    <message>
        <source>Add the link again as https://name:password@…, or with your cookies.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Anybody on the way could change the file. If you trust it, add that address itself.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Check that the file exists, is text, and may be read by you.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Check the disk; everything received so far is kept.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Check the link and your clock. Continue only if you know why this happens.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Check the proxy&apos;s address, user name and password.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Check the spelling of the link, and whether you are online.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Check the value and try again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Check whether you are online, then retry.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Check your network connection, then retry.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose a folder on another disk (FAT disks end at 4 GB a file).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose a folder you may write to.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose a shorter name.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose a text file, or copy the links themselves.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose another name, or move the old file away.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy the whole address, starting with http:// or https://.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Download it again, from another source if it happens twice.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Downloads go on by themselves when it is back.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Free some space or choose another folder; everything received is kept.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Get it again from where it came from.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Give it together with the links, or say where the files lie.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Headgate made a mistake: {reason}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>If any are missing, add them again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Links that start with {scheme}: cannot be downloaded.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Look for another link.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Make room on that disk or check its permissions, then start again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No secure connection to {host} could be made: {reason}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No server called {host} was found.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing can be saved in {folder}: {reason}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Only http and https links are supported.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open the link in a browser to see what the server wants.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open the link in a browser, and copy the address of the file itself.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open the link in a browser: it may need a login or cookies.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Plug in the drive it is on, or choose another folder.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Plug the drive in or mount it again; downloads to it go on by themselves.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Retry later, or look for another link.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Retry later, with fewer downloads from this server at a time.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Retry later; the fault is on the server&apos;s side.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Retry later; the server or the way to it may be overloaded.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Retry. If it happens again, please report it with the details.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Retry; everything received so far is kept.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Retry; the server or something on the way cuts the file.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Retry; what is there is compared with what comes.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Saving in {folder} failed: {reason}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Split it into several files.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Split it into several lists.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Start it again from the beginning, save it under another name beside the old part, or find another link to the same file; the old part is kept until then.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Start it again from the beginning.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Start it again from the beginning; it is then fetched over a single connection.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Start the newer version; this one leaves the list untouched.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Take it out of the list, or give the address of a file.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The answer of {host} makes no sense: {reason}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The certificate of {host} is not trusted: {reason}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The connection to {host} broke off.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The disk of {folder} cannot hold a file this large.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The disk of {folder} does not take a name this long.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The disk of {folder} is full.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The file is damaged: its {algorithm} is {actual}, expected was {expected}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The file may have changed. Start it again from the beginning.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The file may have moved. Look for a new link.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The file on {host} has changed since the download began.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The file was removed from {host} (410).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The folder {folder} does not exist: {reason}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The folder {folder} is gone, or its drive is not plugged in.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The link may have expired or need a login. Open it in a browser.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The link may have expired. Get a new link from the page it came from.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The list of downloads in {folder} cannot be written: {reason}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The list of downloads was damaged. It is kept as {kept}, and {count} downloads were taken over from it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The list of downloads was written by a newer Headgate.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The list {path} cannot be read: {reason}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The name {host} could not be looked up right now.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The parts of the file that {host} sent do not fit together.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The proxy {proxy} did not let us through: {reason}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The server may be down. Retry later, or check the port in the link.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The server may be misconfigured. Retry later, or look for another link.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The unfinished file {name} was removed or replaced.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is already a file called {name} in {folder}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This Metalink cannot be read: {reason}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This computer has no network connection.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This has more than {limit} links.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This has the checksums of files, but not their addresses.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This is more than {limit} MiB of text.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This is not text.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Wait until the other one is done, or choose another name.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{host} announced {expected} bytes and sent {actual}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{host} asks for a user name and password ({status}).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{host} asks us to slow down (429).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{host} cannot be reached: {reason}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{host} did not answer within {seconds} seconds.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{host} does not allow this download (403).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{host} does not say whether it still has the same version of the file.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{host} has no file at this address (404).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{host} is having trouble ({status}).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{host} leads from a secure address to an insecure one, on {target}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{host} leads to where nothing can be downloaded: {reason}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{host} no longer offers the rest of this file (416).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{host} refused the connection.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{host} refused the request ({status}).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{host} sends us in circles: {reason}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{host} sent a web page where the file {name} was expected.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{host} stopped sending for {seconds} seconds.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name} is being downloaded by another program or window.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{option}: {reason}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“{link}” cannot be downloaded: {reason}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“{link}” is not a link.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Fact</name>
    <message numerus="yes">
        <source>%n download(s)</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>Added</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Can be resumed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Checksum</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Finished</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>From</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Name</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Received</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Selected</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Speed limit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Status</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>To</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Version</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Which led to</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no, the server sends whole files alone</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>yes, by comparing what is there</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>yes, the version is proven</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{received} of {size}</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Figure</name>
    <message>
        <source>{larger} {smaller}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{n} %</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{n} B</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{n} GB</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{n} MB</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{n} PB</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{n} TB</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{n} d</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{n} h</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{n} kB</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{n} min</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{n} s</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{size}/s</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Group</name>
    <message>
        <source>Active</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>All</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Done</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Failed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Paused</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Queued</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Inspector</name>
    <message>
        <source>Connection {n}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Inspector</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Log</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No connection is open.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing was received in the last minutes.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Overview</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Segments</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Speed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>now</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>racing</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{now} now, {average} on average, {most} at most</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{n} min ago</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{size} to go</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>LeaveQuestion</name>
    <message>
        <source>Do not ask again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Everything received is kept. Next time they go on where they are now.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Quit Headgate</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>Stop %n download(s) and quit?</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>Stop and quit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stop waiting and quit?</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>List</name>
    <message>
        <source>, </source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ListPages</name>
    <message>
        <source>Nothing has failed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing here holds “{words}”.
Esc empties the search.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing is being downloaded.
Press Start.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing is finished yet.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing is paused.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing waits in the queue.
Drop links to add some.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Log</name>
    <message>
        <source>Begun anew</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Connections the server allows: {connections}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Done: {name}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Failed: {error}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>One connection ended: {error}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>One more connection, {connections} now, from {start}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stopped with {received}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{address} answered; {received} were there already</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{error} Trying again in {seconds}</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message numerus="yes">
        <source>%n already in the list</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n link(s) added</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>Everything is done</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Main toolbar</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No new links found</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stopped in {ms} ms, everything received is kept</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>Stopping %n download(s)…</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
</context>
<context>
    <name>NameReason</name>
    <message>
        <source>Files of this kind are run or acted on when seen, so an ending was added.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It is the last part of the address the link led to.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It is the last part of the link.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Neither the server nor the link names the file; this is the server&apos;s name.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The server calls the file so.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>You chose this name.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Notices</name>
    <message>
        <source>Everything was stopped. {why}</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>Headgate did not end properly last time. %n unfinished download(s) were found and everything received is kept.</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>Start</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Start again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{problem} {remedy}</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Rate</name>
    <message>
        <source>GB/s</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>MB/s</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Unit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>kB/s</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no limit</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Reason</name>
    <message>
        <source>Hostname mismatch, certificate is not valid for &apos;{host}&apos;</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>IP address mismatch, certificate is not valid for &apos;{address}&apos;</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a chunk ends in the wrong place</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a chunk has no clear size</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a chunk is longer than it said</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a part of it is still to be filled in</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a {name} value has {count} hexadecimal digits, or is base64</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>an unexpected {status}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>back to where we came from</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>certificate has expired</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>certificate is not yet valid</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>folders are chosen apart from the name</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>general failure</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>input/output error</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>is a directory</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>is none of the choices</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>it announces no clear length</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>it breaks off inside the header</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>it calls a part of the file the whole</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>it cannot be created</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>it closed the connection</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>it declares a document type</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>it does not say which part of the file it sends</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>it does not support the command</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>it does not support this kind of address</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>it has more than {count} files</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>it has no address on a web server</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>it is empty</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>it is not HTTP/1.1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>it is not a link</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>it is not text</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>it is something else</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>it is too deep</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>it is too large</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>it is written in letters nobody knows</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>it names no host, and where it stood is not known</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>it sends a part that ends before it begins</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>it sends data instead of fetching a file</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>it sends more than it announced</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>it sends nothing new</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>it sends several parts in one</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>it sent another part of the file</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>it sent data nobody asked for</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>it takes a site, a type and a folder</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>it wants another way to log in</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>its checksum cannot be understood</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>its header does not end</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>its header has a broken line</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>its header holds a stray line end</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>its header holds a zero byte</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>its header starts with white space</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>its rules do not allow this connection</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>its trailer does not end</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>length and range contradict each other</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>line {number} is not a cookie in Netscape format</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>line {number}: {reason}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>more than {count} rules</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>more than {count} times</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>must lie between {low} and {high}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>network is down</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>network is unreachable</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no folder has a zero byte in its name</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no route to host</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>only http and https links can be downloaded</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>only {known} stand for something</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>operation not permitted</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>permission denied</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>read-only file system</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>reply {number}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>self-signed certificate</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>self-signed certificate in certificate chain</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>some of its letters are lost</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>status {status} brings no file</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the connection took too long</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the connection was refused</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the encrypted stream is damaged</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the host is unreachable</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the network is unreachable</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>to an address that starts with {scheme}:</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>to several addresses at once</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>to something that is no address</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>transfer coding “{coding}”</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>unable to get local issuer certificate</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>user name or password is wrong</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>write it as http://host:port</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{file} holds no certificates ({why})</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{link} (line {number})</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{why} in line {number}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“{folder}” depends on where Headgate was started; write all of it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“{host}” is no site; write it as in a link, or *</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“{name}” is not one of {known}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“{types}” is no type; write video, or pdf,epub, or *</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Search</name>
    <message>
        <source>Search</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Search the list</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Setting</name>
    <message>
        <source>Accept any certificate</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>As the system says</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ask before quitting while downloads run</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Certificates to trust (empty: the usual ones)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Connections per download</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Downloads at a time</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Further attempts after a fault</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Language (from the next start on)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Other folders: site, type and folder, a rule a line</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Proxy (empty: as the system says)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save files in</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Seconds to wait for an answer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Speed limit in bytes per second (0: none)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>User agent (empty: Headgate&apos;s own)</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Settings</name>
    <message>
        <source>Find a setting</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Settings</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Sidebar</name>
    <message>
        <source>Show</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Sleep</name>
    <message>
        <source>Downloads are stopped first</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>State</name>
    <message>
        <source>Checking</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Connecting</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Done</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Done, kept packed ({coding}) as the server sent it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Done, length not confirmed by the server</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Downloading</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Failed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Paused</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Queued</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stopping</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Trying again in {time}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Waiting for its folder</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Waiting for its server</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Waiting for the network</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Waiting for the schedule</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>StatusBar</name>
    <message numerus="yes">
        <source>%n active</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n done</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n failed</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n paused</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n queued</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>Downloads by state</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Free space</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Last event</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Speed of all downloads</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{size} free</source>
        <translation type="unfinished"></translation>
    </message>
</context>
</TS>
