<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de_DE">
<context>
    <name>About</name>
    <message>
        <source>A download manager that stops at once and never loses a byte.</source>
        <translation>Ein Download-Manager, der sofort anhält und kein Byte verliert.</translation>
    </message>
    <message>
        <source>About Headgate</source>
        <translation>Über Headgate</translation>
    </message>
    <message>
        <source>Copied, without links, names, folders and passwords.</source>
        <translation>Kopiert, ohne Links, Namen, Ordner und Passwörter.</translation>
    </message>
    <message>
        <source>Copy diagnostics</source>
        <translation>Diagnose kopieren</translation>
    </message>
    <message>
        <source>Headgate {version}</source>
        <translation>Headgate {version}</translation>
    </message>
    <message>
        <source>Licence</source>
        <translation>Lizenz</translation>
    </message>
    <message>
        <source>Made of</source>
        <translation>Besteht aus</translation>
    </message>
    <message>
        <source>Version</source>
        <translation>Version</translation>
    </message>
    <message>
        <source>Versions and licences</source>
        <translation>Versionen und Lizenzen</translation>
    </message>
    <message>
        <source>Without links, names, folders and passwords</source>
        <translation>Ohne Links, Namen, Ordner und Passwörter</translation>
    </message>
</context>
<context>
    <name>Action</name>
    <message>
        <source>About Headgate</source>
        <translation>Über Headgate</translation>
    </message>
    <message>
        <source>Add links</source>
        <translation>Links hinzufügen</translation>
    </message>
    <message>
        <source>Add links to the list</source>
        <translation>Links in die Liste aufnehmen</translation>
    </message>
    <message>
        <source>Add the links in files: lists, tables, pages, Metalinks</source>
        <translation>Links aus Dateien hinzufügen: Listen, Tabellen, Seiten, Metalinks</translation>
    </message>
    <message>
        <source>Add the links that were copied</source>
        <translation>Kopierte Links hinzufügen</translation>
    </message>
    <message>
        <source>Commands</source>
        <translation>Befehle</translation>
    </message>
    <message>
        <source>Copy link</source>
        <translation>Link kopieren</translation>
    </message>
    <message>
        <source>Copy the links of the selected downloads</source>
        <translation>Links der ausgewählten Downloads kopieren</translation>
    </message>
    <message>
        <source>Delete what was received of the selected and start anew</source>
        <translation>Empfangenes der ausgewählten Downloads löschen und von vorn beginnen</translation>
    </message>
    <message>
        <source>Download again</source>
        <translation>Erneut herunterladen</translation>
    </message>
    <message>
        <source>Download everything in the queue</source>
        <translation>Alles in der Warteschlange herunterladen</translation>
    </message>
    <message>
        <source>Fetch the selected files once more</source>
        <translation>Die ausgewählten Dateien noch einmal holen</translation>
    </message>
    <message>
        <source>Fetch what is there now under another name, keep the rest</source>
        <translation>Was jetzt dort liegt unter anderem Namen holen und den alten Teil behalten</translation>
    </message>
    <message>
        <source>Find any command by its name</source>
        <translation>Jeden Befehl über seinen Namen finden</translation>
    </message>
    <message>
        <source>Folders, connections, limits, network</source>
        <translation>Ordner, Verbindungen, Grenzen, Netzwerk</translation>
    </message>
    <message>
        <source>Go on with the selected download from another address</source>
        <translation>Den ausgewählten Download von einer anderen Adresse fortsetzen</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>Exportieren</translation>
    </message>
    <message>
        <source>Delete all passwords kept in this computer&apos;s keyring</source>
        <translation>Alle Passwörter löschen, die im Schlüsselbund dieses Computers aufbewahrt sind</translation>
    </message>
    <message>
        <source>Forget kept passwords</source>
        <translation>Aufbewahrte Passwörter vergessen</translation>
    </message>
    <message>
        <source>Give the selected file another name, on the disk as well</source>
        <translation>Der ausgewählten Datei einen anderen Namen geben, auch auf dem Datenträger</translation>
    </message>
    <message>
        <source>Import</source>
        <translation>Importieren</translation>
    </message>
    <message>
        <source>Inspector</source>
        <translation>Inspektor</translation>
    </message>
    <message>
        <source>Keep the selected downloads from running until resumed</source>
        <translation>Die ausgewählten Downloads ruhen lassen, bis sie fortgesetzt werden</translation>
    </message>
    <message>
        <source>Let the selected downloads be last</source>
        <translation>Die ausgewählten Downloads zuletzt laden</translation>
    </message>
    <message>
        <source>Let the selected downloads be next</source>
        <translation>Die ausgewählten Downloads als Nächstes laden</translation>
    </message>
    <message>
        <source>Let the selected downloads be one later</source>
        <translation>Die ausgewählten Downloads um einen Platz nach hinten rücken</translation>
    </message>
    <message>
        <source>Let the selected downloads be one sooner</source>
        <translation>Die ausgewählten Downloads um einen Platz vorrücken</translation>
    </message>
    <message>
        <source>Let the selected downloads run before all others</source>
        <translation>Die ausgewählten Downloads vor allen anderen laden</translation>
    </message>
    <message>
        <source>Let the selected downloads run now</source>
        <translation>Die ausgewählten Downloads jetzt laden</translation>
    </message>
    <message>
        <source>Move down</source>
        <translation>Nach unten</translation>
    </message>
    <message>
        <source>Move to the bottom</source>
        <translation>Ans Ende</translation>
    </message>
    <message>
        <source>Move to the top</source>
        <translation>An den Anfang</translation>
    </message>
    <message>
        <source>Move up</source>
        <translation>Nach oben</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Öffnen</translation>
    </message>
    <message>
        <source>Open folder</source>
        <translation>Ordner öffnen</translation>
    </message>
    <message>
        <source>Open the finished file</source>
        <translation>Die fertige Datei öffnen</translation>
    </message>
    <message>
        <source>Paste links</source>
        <translation>Links einfügen</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>Pause</translation>
    </message>
    <message>
        <source>Properties</source>
        <translation>Eigenschaften</translation>
    </message>
    <message>
        <source>Put what was removed last back on the list</source>
        <translation>Zuletzt Entferntes wieder in die Liste aufnehmen</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>Beenden</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Entfernen</translation>
    </message>
    <message>
        <source>Remove and delete files</source>
        <translation>Entfernen und Dateien löschen</translation>
    </message>
    <message>
        <source>Rename</source>
        <translation>Umbenennen</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>Fortsetzen</translation>
    </message>
    <message>
        <source>Retry</source>
        <translation>Erneut versuchen</translation>
    </message>
    <message>
        <source>Save beside</source>
        <translation>Daneben speichern</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>Suchen</translation>
    </message>
    <message>
        <source>Search the list</source>
        <translation>Liste durchsuchen</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>Einstellungen</translation>
    </message>
    <message>
        <source>Show and change everything about the selected downloads</source>
        <translation>Alles über die ausgewählten Downloads zeigen und ändern</translation>
    </message>
    <message>
        <source>Show or hide a close look at the selected downloads</source>
        <translation>Einzelheiten der ausgewählten Downloads ein- oder ausblenden</translation>
    </message>
    <message>
        <source>Show the folder the file is saved in</source>
        <translation>Den Ordner zeigen, in dem die Datei liegt</translation>
    </message>
    <message>
        <source>Start</source>
        <translation>Starten</translation>
    </message>
    <message>
        <source>Start again</source>
        <translation>Von vorn beginnen</translation>
    </message>
    <message>
        <source>Start now</source>
        <translation>Jetzt starten</translation>
    </message>
    <message>
        <source>Stop all</source>
        <translation>Alle anhalten</translation>
    </message>
    <message>
        <source>Stop every download at once; everything received is kept</source>
        <translation>Alle Downloads sofort anhalten; alles Empfangene bleibt erhalten</translation>
    </message>
    <message>
        <source>Stop safely and leave</source>
        <translation>Sicher anhalten und beenden</translation>
    </message>
    <message>
        <source>Stopping…</source>
        <translation>Hält an…</translation>
    </message>
    <message>
        <source>Take downloads off the list, and their files to the trash</source>
        <translation>Downloads aus der Liste nehmen und ihre Dateien in den Papierkorb verschieben</translation>
    </message>
    <message>
        <source>Take the selected downloads off the list</source>
        <translation>Die ausgewählten Downloads aus der Liste nehmen</translation>
    </message>
    <message>
        <source>Try the selected downloads that failed again</source>
        <translation>Fehlgeschlagene unter den ausgewählten Downloads erneut versuchen</translation>
    </message>
    <message>
        <source>Undo remove</source>
        <translation>Entfernen rückgängig machen</translation>
    </message>
    <message>
        <source>Use another link</source>
        <translation>Anderen Link verwenden</translation>
    </message>
    <message>
        <source>Versions, licences, and what to tell when asking for help</source>
        <translation>Versionen, Lizenzen und was man angibt, wenn man um Hilfe bittet</translation>
    </message>
    <message>
        <source>Write the selected downloads, or all, to a file of links</source>
        <translation>Die ausgewählten Downloads oder alle in eine Datei mit Links schreiben</translation>
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
        <translation>Nichts tun</translation>
    </message>
    <message>
        <source>Everything is done. Headgate quits.</source>
        <translation>Alles ist fertig. Headgate wird beendet.</translation>
    </message>
    <message>
        <source>Everything is done. The computer goes to sleep.</source>
        <translation>Alles ist fertig. Der Rechner geht in den Ruhezustand.</translation>
    </message>
    <message>
        <source>Everything is done. The computer shuts down.</source>
        <translation>Alles ist fertig. Der Rechner wird heruntergefahren.</translation>
    </message>
    <message>
        <source>Headgate</source>
        <translation>Headgate</translation>
    </message>
    <message>
        <source>Now</source>
        <translation>Jetzt</translation>
    </message>
    <message>
        <source>Put the computer to sleep</source>
        <translation>Rechner in den Ruhezustand versetzen</translation>
    </message>
    <message>
        <source>Quit Headgate</source>
        <translation>Headgate beenden</translation>
    </message>
    <message>
        <source>Shut the computer down</source>
        <translation>Rechner herunterfahren</translation>
    </message>
    <message>
        <source>The system refused.</source>
        <translation>Das System hat abgelehnt.</translation>
    </message>
</context>
<context>
    <name>Awake</name>
    <message>
        <source>Downloads are running</source>
        <translation>Downloads laufen</translation>
    </message>
</context>
<context>
    <name>Banner</name>
    <message>
        <source>Close this message</source>
        <translation>Diese Meldung schließen</translation>
    </message>
    <message>
        <source>Mend it</source>
        <translation>Beheben</translation>
    </message>
</context>
<context>
    <name>CertificateQuestion</name>
    <message>
        <source>Certificate not trusted</source>
        <translation>Zertifikat nicht vertrauenswürdig</translation>
    </message>
    <message>
        <source>Check the link and your clock.</source>
        <translation>Prüfen Sie den Link und Ihre Uhr.</translation>
    </message>
    <message>
        <source>Issued by</source>
        <translation>Ausgestellt von</translation>
    </message>
    <message>
        <source>Issued to</source>
        <translation>Ausgestellt für</translation>
    </message>
    <message>
        <source>Meant for</source>
        <translation>Gilt für</translation>
    </message>
    <message>
        <source>Open settings</source>
        <translation>Einstellungen öffnen</translation>
    </message>
    <message>
        <source>Retry</source>
        <translation>Erneut versuchen</translation>
    </message>
    <message>
        <source>SHA-256 fingerprint</source>
        <translation>SHA-256-Fingerabdruck</translation>
    </message>
    <message>
        <source>The server is asked for its certificate…</source>
        <translation>Der Server wird nach seinem Zertifikat gefragt…</translation>
    </message>
    <message>
        <source>Valid from</source>
        <translation>Gültig ab</translation>
    </message>
    <message>
        <source>Valid until</source>
        <translation>Gültig bis</translation>
    </message>
    <message>
        <source>Whoever is between you and the server could read and change what you download. If it is a server of your own, name its certificate in the settings.</source>
        <translation>Wer zwischen Ihnen und dem Server sitzt, könnte mitlesen und verändern, was Sie herunterladen. Ist es ein eigener Server, geben Sie sein Zertifikat in den Einstellungen an.</translation>
    </message>
    <message>
        <source>itself: nobody else vouches for it</source>
        <translation>sich selbst: niemand sonst bürgt dafür</translation>
    </message>
</context>
<context>
    <name>Clipboard</name>
    <message numerus="yes">
        <source>%n link(s) copied</source>
        <translation>
            <numerusform>%Ln Link kopiert</numerusform>
            <numerusform>%Ln Links kopiert</numerusform>
        </translation>
    </message>
    <message>
        <source>Add</source>
        <translation>Hinzufügen</translation>
    </message>
</context>
<context>
    <name>Closing</name>
    <message>
        <source>Quit now</source>
        <translation>Jetzt beenden</translation>
    </message>
    <message>
        <source>Still recording what was received: the disk is slow. Nothing that is recorded can get lost.</source>
        <translation>Empfangenes wird noch festgehalten: Der Datenträger ist langsam. Was festgehalten ist, geht nicht verloren.</translation>
    </message>
    <message>
        <source>Still waiting for {names}: the disk does not answer. Nothing that is recorded can get lost.</source>
        <translation>Es wird noch auf {names} gewartet: Der Datenträger antwortet nicht. Was festgehalten ist, geht nicht verloren.</translation>
    </message>
</context>
<context>
    <name>Column</name>
    <message>
        <source>Added</source>
        <translation>Hinzugefügt</translation>
    </message>
    <message>
        <source>Finished</source>
        <translation>Fertig seit</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>Ordner</translation>
    </message>
    <message>
        <source>Left</source>
        <translation>Restzeit</translation>
    </message>
    <message>
        <source>Link</source>
        <translation>Link</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>Fortschritt</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Größe</translation>
    </message>
    <message>
        <source>Speed</source>
        <translation>Tempo</translation>
    </message>
    <message>
        <source>Status</source>
        <translation>Status</translation>
    </message>
</context>
<context>
    <name>Countdown</name>
    <message numerus="yes">
        <source>In %n second(s), unless you cancel.</source>
        <translation>
            <numerusform>In %Ln Sekunde, wenn Sie nicht abbrechen.</numerusform>
            <numerusform>In %Ln Sekunden, wenn Sie nicht abbrechen.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Date</name>
    <message>
        <source>yesterday {time}</source>
        <translation>gestern {time}</translation>
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
        <translation>Spalten</translation>
    </message>
    <message>
        <source>Downloads</source>
        <translation>Downloads</translation>
    </message>
</context>
<context>
    <name>Dragging</name>
    <message numerus="yes">
        <source>%n already here</source>
        <translation>
            <numerusform>%Ln schon da</numerusform>
            <numerusform>%Ln schon da</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n link(s)</source>
        <translation>
            <numerusform>%Ln Link</numerusform>
            <numerusform>%Ln Links</numerusform>
        </translation>
    </message>
    <message>
        <source>Drop to add links</source>
        <translation>Loslassen, um Links hinzuzufügen</translation>
    </message>
    <message>
        <source>No links in this</source>
        <translation>Darin sind keine Links</translation>
    </message>
    <message>
        <source>{links}, {already}</source>
        <translation>{links}, {already}</translation>
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
        <translation>Prüfsumme</translation>
    </message>
    <message>
        <source>Connections at most</source>
        <translation>Verbindungen (höchstens)</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>Ordner</translation>
    </message>
    <message>
        <source>Headers, one a line</source>
        <translation>Kopfzeilen, eine pro Zeile</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Speed limit</source>
        <translation>Tempolimit</translation>
    </message>
    <message>
        <source>as in the settings</source>
        <translation>wie in den Einstellungen</translation>
    </message>
</context>
<context>
    <name>Edits</name>
    <message>
        <source>Another name</source>
        <translation>Anderer Name</translation>
    </message>
    <message>
        <source>Name of the file</source>
        <translation>Name der Datei</translation>
    </message>
    <message>
        <source>Save in</source>
        <translation>Speichern in</translation>
    </message>
</context>
<context>
    <name>Empty</name>
    <message>
        <source>Add links</source>
        <translation>Links hinzufügen</translation>
    </message>
    <message>
        <source>Drag them from your browser or a text file, paste them with {keys}, or type them in.
Then press Start.</source>
        <translation>Aus dem Browser oder einer Textdatei hierher ziehen, mit {keys} einfügen oder eintippen.
Dann auf „Starten“ klicken.</translation>
    </message>
    <message>
        <source>Drop links here</source>
        <translation>Links hier ablegen</translation>
    </message>
    <message>
        <source>Opens a field to type links in</source>
        <translation>Öffnet ein Feld zum Eintippen von Links</translation>
    </message>
</context>
<context>
    <name>Error</name>
    <message>
        <source>Add it again once Headgate is started.</source>
        <translation>Fügen Sie es noch einmal hinzu, wenn Headgate wieder läuft.</translation>
    </message>
    <message>
        <source>Anybody on the way could change the file. If you trust it, add that address itself.</source>
        <translation>Unterwegs könnte jeder die Datei verändern. Wenn Sie ihr vertrauen, fügen Sie diese Adresse selbst hinzu.</translation>
    </message>
    <message>
        <source>Check that the file exists, is text, and may be read by you.</source>
        <translation>Prüfen Sie, ob die Datei vorhanden ist, Text enthält und für Sie lesbar ist.</translation>
    </message>
    <message>
        <source>Check the disk; everything received so far is kept.</source>
        <translation>Prüfen Sie den Datenträger; alles bisher Empfangene bleibt erhalten.</translation>
    </message>
    <message>
        <source>Check the link and your clock. Accept it only if you know why this happens.</source>
        <translation>Prüfen Sie den Link und Ihre Uhr. Nehmen Sie es nur an, wenn Sie den Grund kennen.</translation>
    </message>
    <message>
        <source>Check the proxy&apos;s address, user name and password.</source>
        <translation>Prüfen Sie Adresse, Benutzername und Passwort des Proxys.</translation>
    </message>
    <message>
        <source>Check the spelling of the link, and whether you are online.</source>
        <translation>Prüfen Sie, ob der Link richtig geschrieben ist und ob Sie online sind.</translation>
    </message>
    <message>
        <source>Check the value and try again.</source>
        <translation>Prüfen Sie den Wert und versuchen Sie es noch einmal.</translation>
    </message>
    <message>
        <source>Check whether you are online, then retry.</source>
        <translation>Prüfen Sie, ob Sie online sind, und versuchen Sie es erneut.</translation>
    </message>
    <message>
        <source>Check your network connection, then retry.</source>
        <translation>Prüfen Sie Ihre Netzwerkverbindung und versuchen Sie es erneut.</translation>
    </message>
    <message>
        <source>Choose a folder on another disk (FAT disks end at 4 GB a file).</source>
        <translation>Wählen Sie einen Ordner auf einem anderen Datenträger (mit FAT sind höchstens 4&#xa0;GB pro Datei möglich).</translation>
    </message>
    <message>
        <source>Choose a folder you may write to.</source>
        <translation>Wählen Sie einen Ordner, in den Sie schreiben dürfen.</translation>
    </message>
    <message>
        <source>Choose a shorter name.</source>
        <translation>Wählen Sie einen kürzeren Namen.</translation>
    </message>
    <message>
        <source>Choose a text file, or copy the links themselves.</source>
        <translation>Wählen Sie eine Textdatei oder kopieren Sie die Links selbst.</translation>
    </message>
    <message>
        <source>Choose another name, or move the old file away.</source>
        <translation>Wählen Sie einen anderen Namen oder verschieben Sie die alte Datei.</translation>
    </message>
    <message>
        <source>Copy the whole address, starting with http:// or https://.</source>
        <translation>Kopieren Sie die ganze Adresse, von http:// oder https:// an.</translation>
    </message>
    <message>
        <source>Download it again, from another source if it happens twice.</source>
        <translation>Laden Sie die Datei erneut herunter; passiert es wieder, dann von einer anderen Quelle.</translation>
    </message>
    <message>
        <source>Downloads go on by themselves when it is back.</source>
        <translation>Sobald sie wieder da ist, laufen die Downloads von selbst weiter.</translation>
    </message>
    <message>
        <source>Free some space or choose another folder; everything received is kept.</source>
        <translation>Schaffen Sie Platz oder wählen Sie einen anderen Ordner; alles Empfangene bleibt erhalten.</translation>
    </message>
    <message>
        <source>Get it again from where it came from.</source>
        <translation>Besorgen Sie ihn noch einmal von dort, wo er herkam.</translation>
    </message>
    <message>
        <source>Give it together with the links, or say where the files lie.</source>
        <translation>Geben Sie sie zusammen mit den Links an oder sagen Sie, wo die Dateien liegen.</translation>
    </message>
    <message>
        <source>Headgate is closing, and its list takes in nothing more.</source>
        <translation>Headgate wird beendet und nimmt nichts mehr in die Liste auf.</translation>
    </message>
    <message>
        <source>Headgate made a mistake: {reason}.</source>
        <translation>Headgate hat einen Fehler gemacht: {reason}.</translation>
    </message>
    <message>
        <source>If any are missing, add them again.</source>
        <translation>Sollten welche fehlen, fügen Sie sie wieder hinzu.</translation>
    </message>
    <message>
        <source>It is another file or another version. Look for another link.</source>
        <translation>Es ist eine andere Datei oder eine andere Version. Suchen Sie einen anderen Link.</translation>
    </message>
    <message>
        <source>Links that start with {scheme}: cannot be downloaded.</source>
        <translation>Links, die mit {scheme}: beginnen, können nicht heruntergeladen werden.</translation>
    </message>
    <message>
        <source>Look for a link to the same file, or start again; the old part is kept until then.</source>
        <translation>Suchen Sie einen Link zur selben Datei oder beginnen Sie von vorn; der alte Teil bleibt so lange erhalten.</translation>
    </message>
    <message>
        <source>Look for another link.</source>
        <translation>Suchen Sie einen anderen Link.</translation>
    </message>
    <message>
        <source>Make room on that disk or check its permissions, then start again.</source>
        <translation>Schaffen Sie Platz auf diesem Datenträger oder prüfen Sie seine Rechte und starten Sie wieder.</translation>
    </message>
    <message>
        <source>No secure connection to {host} could be made: {reason}.</source>
        <translation>Zu {host} kam keine sichere Verbindung zustande: {reason}.</translation>
    </message>
    <message>
        <source>No server called {host} was found.</source>
        <translation>Es wurde kein Server namens {host} gefunden.</translation>
    </message>
    <message>
        <source>Nothing can be saved in {folder}: {reason}.</source>
        <translation>In {folder} kann nichts gespeichert werden: {reason}.</translation>
    </message>
    <message>
        <source>Only http and https links are supported.</source>
        <translation>Unterstützt werden nur Links mit http und https.</translation>
    </message>
    <message>
        <source>Open the link in a browser to see what the server wants.</source>
        <translation>Öffnen Sie den Link im Browser, um zu sehen, was der Server verlangt.</translation>
    </message>
    <message>
        <source>Open the link in a browser, and copy the address of the file itself.</source>
        <translation>Öffnen Sie den Link im Browser und kopieren Sie die Adresse der Datei selbst.</translation>
    </message>
    <message>
        <source>Open the link in a browser: it may need a login or cookies.</source>
        <translation>Öffnen Sie den Link im Browser: Vielleicht braucht er eine Anmeldung oder Cookies.</translation>
    </message>
    <message>
        <source>Plug in the drive it is on, or choose another folder.</source>
        <translation>Schließen Sie das Laufwerk an, auf dem er liegt, oder wählen Sie einen anderen Ordner.</translation>
    </message>
    <message>
        <source>Plug the drive in or mount it again; downloads to it go on by themselves.</source>
        <translation>Schließen Sie das Laufwerk an oder hängen Sie es wieder ein; Downloads dorthin laufen von selbst weiter.</translation>
    </message>
    <message>
        <source>Retry later, or look for another link.</source>
        <translation>Versuchen Sie es später erneut oder suchen Sie einen anderen Link.</translation>
    </message>
    <message>
        <source>Retry later, with fewer downloads from this server at a time.</source>
        <translation>Versuchen Sie es später erneut, mit weniger gleichzeitigen Downloads von diesem Server.</translation>
    </message>
    <message>
        <source>Retry later; the fault is on the server&apos;s side.</source>
        <translation>Versuchen Sie es später erneut; der Fehler liegt beim Server.</translation>
    </message>
    <message>
        <source>Retry later; the server or the way to it may be overloaded.</source>
        <translation>Versuchen Sie es später erneut; der Server oder der Weg dorthin ist vielleicht überlastet.</translation>
    </message>
    <message>
        <source>Retry. If it happens again, please report it with the details.</source>
        <translation>Versuchen Sie es erneut. Passiert es wieder, melden Sie es bitte mit allen Einzelheiten.</translation>
    </message>
    <message>
        <source>Retry; everything received so far is kept.</source>
        <translation>Versuchen Sie es erneut; alles bisher Empfangene bleibt erhalten.</translation>
    </message>
    <message>
        <source>Retry; only these are fetched again, everything else is kept.</source>
        <translation>Versuchen Sie es erneut; nur diese werden noch einmal geholt, alles andere bleibt erhalten.</translation>
    </message>
    <message>
        <source>Retry; the server or something on the way cuts the file.</source>
        <translation>Versuchen Sie es erneut; der Server oder etwas auf dem Weg schneidet die Datei ab.</translation>
    </message>
    <message>
        <source>Retry; what is there is compared with what comes.</source>
        <translation>Versuchen Sie es erneut; was da ist, wird mit dem verglichen, was kommt.</translation>
    </message>
    <message>
        <source>Saving in {folder} failed: {reason}.</source>
        <translation>Speichern in {folder} ist fehlgeschlagen: {reason}.</translation>
    </message>
    <message>
        <source>Sign in, or give the link as https://name:password@…, or with your cookies.</source>
        <translation>Melden Sie sich an, oder geben Sie den Link als https://name:passwort@… oder mit Ihren Cookies an.</translation>
    </message>
    <message>
        <source>Sign in, or write the proxy as http://name:password@host:port.</source>
        <translation>Melden Sie sich an, oder schreiben Sie den Proxy als http://name:passwort@host:port.</translation>
    </message>
    <message>
        <source>Split it into several files.</source>
        <translation>Teilen Sie ihn auf mehrere Dateien auf.</translation>
    </message>
    <message>
        <source>Split it into several lists.</source>
        <translation>Teilen Sie sie auf mehrere Listen auf.</translation>
    </message>
    <message>
        <source>Start it again from the beginning, save it under another name beside the old part, or find another link to the same file; the old part is kept until then.</source>
        <translation>Beginnen Sie von vorn, speichern Sie die Datei unter anderem Namen neben dem alten Teil oder suchen Sie einen anderen Link zu ihr; der alte Teil bleibt so lange erhalten.</translation>
    </message>
    <message>
        <source>Start it again from the beginning.</source>
        <translation>Beginnen Sie von vorn.</translation>
    </message>
    <message>
        <source>Start it again from the beginning; it is then fetched over a single connection.</source>
        <translation>Beginnen Sie von vorn; die Datei wird dann über eine einzige Verbindung geholt.</translation>
    </message>
    <message>
        <source>Start the newer version; this one leaves the list untouched.</source>
        <translation>Starten Sie die neuere Version; diese hier lässt die Liste unberührt.</translation>
    </message>
    <message>
        <source>Take it out of the list, or give the address of a file.</source>
        <translation>Nehmen Sie den Eintrag aus der Liste oder geben Sie die Adresse einer Datei an.</translation>
    </message>
    <message>
        <source>The answer of {host} makes no sense: {reason}.</source>
        <translation>Die Antwort von {host} ergibt keinen Sinn: {reason}.</translation>
    </message>
    <message>
        <source>The certificate of {host} is not trusted: {reason}.</source>
        <translation>Dem Zertifikat von {host} wird nicht vertraut: {reason}.</translation>
    </message>
    <message>
        <source>The connection to {host} broke off.</source>
        <translation>Die Verbindung zu {host} ist abgebrochen.</translation>
    </message>
    <message>
        <source>The disk of {folder} cannot hold a file this large.</source>
        <translation>Der Datenträger von {folder} kann keine so große Datei aufnehmen.</translation>
    </message>
    <message>
        <source>The disk of {folder} does not take a name this long.</source>
        <translation>Der Datenträger von {folder} nimmt keinen so langen Namen an.</translation>
    </message>
    <message>
        <source>The disk of {folder} is full.</source>
        <translation>Der Datenträger von {folder} ist voll.</translation>
    </message>
    <message>
        <source>The file is damaged at bytes {ranges}.</source>
        <translation>Die Datei ist bei den Bytes {ranges} beschädigt.</translation>
    </message>
    <message>
        <source>The file is damaged: its {algorithm} begins with {actual:.12}, not with {expected:.12}.</source>
        <translation>Die Datei ist beschädigt: Ihre {algorithm}-Prüfsumme beginnt mit {actual:.12}, erwartet wurde {expected:.12}.</translation>
    </message>
    <message>
        <source>The file may have changed. Start it again from the beginning.</source>
        <translation>Die Datei hat sich vielleicht geändert. Beginnen Sie von vorn.</translation>
    </message>
    <message>
        <source>The file may have moved. Look for a new link.</source>
        <translation>Die Datei ist vielleicht umgezogen. Suchen Sie einen neuen Link.</translation>
    </message>
    <message>
        <source>The file on {host} has changed since the download began.</source>
        <translation>Die Datei auf {host} hat sich seit Beginn des Downloads geändert.</translation>
    </message>
    <message>
        <source>The file on {host} has {actual} bytes; {expected} were expected.</source>
        <translation>Die Datei auf {host} hat {actual} Bytes, erwartet wurden {expected}.</translation>
    </message>
    <message>
        <source>The file on {host} is not the one that a part is already there of.</source>
        <translation>Die Datei auf {host} ist eine andere als die, von der schon ein Teil da ist.</translation>
    </message>
    <message>
        <source>The file stays where it is. Delete it in a file manager.</source>
        <translation>Die Datei bleibt, wo sie ist. Löschen Sie sie in einer Dateiverwaltung.</translation>
    </message>
    <message>
        <source>The file was removed from {host} (410).</source>
        <translation>Die Datei wurde von {host} entfernt (410).</translation>
    </message>
    <message>
        <source>The folder {folder} does not exist: {reason}.</source>
        <translation>Den Ordner {folder} gibt es nicht: {reason}.</translation>
    </message>
    <message>
        <source>The folder {folder} is gone, or its drive is not plugged in.</source>
        <translation>Der Ordner {folder} ist verschwunden oder sein Laufwerk nicht angeschlossen.</translation>
    </message>
    <message>
        <source>The link may have expired or need a login. Open it in a browser.</source>
        <translation>Der Link ist vielleicht abgelaufen oder braucht eine Anmeldung. Öffnen Sie ihn im Browser.</translation>
    </message>
    <message>
        <source>The link may have expired. Get a new link from the page it came from.</source>
        <translation>Der Link ist vielleicht abgelaufen. Holen Sie sich einen neuen von der Seite, auf der er stand.</translation>
    </message>
    <message>
        <source>The list of downloads in {folder} cannot be written: {reason}.</source>
        <translation>Die Liste der Downloads in {folder} kann nicht geschrieben werden: {reason}.</translation>
    </message>
    <message>
        <source>The list of downloads was damaged. It is kept as {kept}, and {count} downloads were taken over from it.</source>
        <translation>Die Liste der Downloads war beschädigt. Sie bleibt als {kept} erhalten; daraus übernommene Downloads: {count}.</translation>
    </message>
    <message>
        <source>The list of downloads was written by a newer Headgate.</source>
        <translation>Die Liste der Downloads stammt von einem neueren Headgate.</translation>
    </message>
    <message>
        <source>The list {path} cannot be read: {reason}.</source>
        <translation>Die Liste {path} kann nicht gelesen werden: {reason}.</translation>
    </message>
    <message>
        <source>{option}: {reason}.</source>
        <translation>{option}: {reason}.</translation>
    </message>
    <message>
        <source>The name {host} could not be looked up right now.</source>
        <translation>Der Name {host} konnte gerade nicht aufgelöst werden.</translation>
    </message>
    <message>
        <source>The parts of the file that {host} sent do not fit together.</source>
        <translation>Die Teile der Datei, die {host} geschickt hat, passen nicht zusammen.</translation>
    </message>
    <message>
        <source>The proxy {proxy} asks for a user name and password: {reason}.</source>
        <translation>Der Proxy {proxy} verlangt Benutzername und Passwort: {reason}.</translation>
    </message>
    <message>
        <source>The proxy {proxy} did not let us through: {reason}.</source>
        <translation>Der Proxy {proxy} hat uns nicht durchgelassen: {reason}.</translation>
    </message>
    <message>
        <source>The server may be down. Retry later, or check the port in the link.</source>
        <translation>Der Server ist vielleicht außer Betrieb. Versuchen Sie es später erneut oder prüfen Sie den Port im Link.</translation>
    </message>
    <message>
        <source>The server may be misconfigured. Retry later, or look for another link.</source>
        <translation>Der Server ist vielleicht falsch eingerichtet. Versuchen Sie es später erneut oder suchen Sie einen anderen Link.</translation>
    </message>
    <message>
        <source>The unfinished file {name} was removed or replaced.</source>
        <translation>Die unfertige Datei {name} wurde entfernt oder ersetzt.</translation>
    </message>
    <message>
        <source>There is already a file called {name} in {folder}.</source>
        <translation>In {folder} gibt es schon eine Datei namens {name}.</translation>
    </message>
    <message>
        <source>This Metalink cannot be read: {reason}.</source>
        <translation>Dieser Metalink kann nicht gelesen werden: {reason}.</translation>
    </message>
    <message>
        <source>This computer has no network connection.</source>
        <translation>Dieser Rechner hat keine Netzwerkverbindung.</translation>
    </message>
    <message>
        <source>This has more than {limit} links.</source>
        <translation>Das sind mehr als {limit} Links.</translation>
    </message>
    <message>
        <source>This has the checksums of files, but not their addresses.</source>
        <translation>Hier stehen die Prüfsummen von Dateien, aber nicht ihre Adressen.</translation>
    </message>
    <message>
        <source>This is more than {limit} MiB of text.</source>
        <translation>Das sind mehr als {limit} MiB Text.</translation>
    </message>
    <message>
        <source>This is not text.</source>
        <translation>Das ist kein Text.</translation>
    </message>
    <message>
        <source>Wait until the other one is done, or choose another name.</source>
        <translation>Warten Sie, bis der andere fertig ist, oder wählen Sie einen anderen Namen.</translation>
    </message>
    <message>
        <source>{host} announced {expected} bytes and sent {actual}.</source>
        <translation>{host} hat {expected} Bytes angekündigt und {actual} geschickt.</translation>
    </message>
    <message>
        <source>{host} asks for a user name and password ({status}).</source>
        <translation>{host} verlangt Benutzername und Passwort ({status}).</translation>
    </message>
    <message>
        <source>{host} asks us to slow down (429).</source>
        <translation>{host} bittet um weniger Anfragen (429).</translation>
    </message>
    <message>
        <source>{host} cannot be reached: {reason}.</source>
        <translation>{host} ist nicht erreichbar: {reason}.</translation>
    </message>
    <message>
        <source>{host} did not answer within {seconds} seconds.</source>
        <translation>{host} hat innerhalb von {seconds} Sekunden nicht geantwortet.</translation>
    </message>
    <message>
        <source>{host} does not allow this download (403).</source>
        <translation>{host} erlaubt diesen Download nicht (403).</translation>
    </message>
    <message>
        <source>{host} does not say whether it still has the same version of the file.</source>
        <translation>{host} sagt nicht, ob dort noch dieselbe Version der Datei liegt.</translation>
    </message>
    <message>
        <source>{host} has no file at this address (404).</source>
        <translation>{host} hat unter dieser Adresse keine Datei (404).</translation>
    </message>
    <message>
        <source>{host} is having trouble ({status}).</source>
        <translation>{host} hat Probleme ({status}).</translation>
    </message>
    <message>
        <source>{host} leads from a secure address to an insecure one, on {target}.</source>
        <translation>{host} führt von einer sicheren Adresse zu einer unsicheren auf {target}.</translation>
    </message>
    <message>
        <source>{host} leads to where nothing can be downloaded: {reason}.</source>
        <translation>{host} führt dorthin, wo nichts heruntergeladen werden kann: {reason}.</translation>
    </message>
    <message>
        <source>{host} no longer offers the rest of this file (416).</source>
        <translation>{host} bietet den Rest dieser Datei nicht mehr an (416).</translation>
    </message>
    <message>
        <source>{host} refused the connection.</source>
        <translation>{host} hat die Verbindung abgelehnt.</translation>
    </message>
    <message>
        <source>{host} refused the request ({status}).</source>
        <translation>{host} hat die Anfrage abgelehnt ({status}).</translation>
    </message>
    <message>
        <source>{host} sends us in circles: {reason}.</source>
        <translation>{host} schickt uns im Kreis: {reason}.</translation>
    </message>
    <message>
        <source>{host} sent a web page where the file {name} was expected.</source>
        <translation>{host} hat statt der erwarteten Datei {name} eine Webseite geschickt.</translation>
    </message>
    <message>
        <source>{host} stopped sending for {seconds} seconds.</source>
        <translation>{host} hat {seconds} Sekunden lang nichts gesendet.</translation>
    </message>
    <message>
        <source>{name} could not be moved to the trash: {folder} has none, or does not let it go.</source>
        <translation>{name} konnte nicht in den Papierkorb verschoben werden: {folder} hat keinen oder gibt die Datei nicht her.</translation>
    </message>
    <message>
        <source>{name} is being downloaded by another program or window.</source>
        <translation>{name} wird gerade von einem anderen Programm oder Fenster heruntergeladen.</translation>
    </message>
    <message>
        <source>“{link}” cannot be downloaded: {reason}.</source>
        <translation>„{link}“ kann nicht heruntergeladen werden: {reason}.</translation>
    </message>
    <message>
        <source>“{link}” is not a link.</source>
        <translation>„{link}“ ist kein Link.</translation>
    </message>
</context>
<context>
    <name>Exchange</name>
    <message numerus="yes">
        <source>%n download(s)</source>
        <translation>
            <numerusform>%Ln Download</numerusform>
            <numerusform>%Ln Downloads</numerusform>
        </translation>
    </message>
    <message>
        <source>Export</source>
        <translation>Exportieren</translation>
    </message>
    <message>
        <source>Import</source>
        <translation>Importieren</translation>
    </message>
    <message>
        <source>Input file of aria2</source>
        <translation>Eingabedatei von aria2</translation>
    </message>
    <message>
        <source>JSON</source>
        <translation>JSON</translation>
    </message>
    <message>
        <source>Links, one a line</source>
        <translation>Links, einer pro Zeile</translation>
    </message>
    <message>
        <source>Metalink</source>
        <translation>Metalink</translation>
    </message>
    <message>
        <source>Table</source>
        <translation>Tabelle</translation>
    </message>
    <message>
        <source>downloads</source>
        <translation>downloads</translation>
    </message>
    <message>
        <source>{downloads} written to {file}</source>
        <translation>{downloads} nach {file} geschrieben</translation>
    </message>
</context>
<context>
    <name>Fact</name>
    <message numerus="yes">
        <source>%n download(s)</source>
        <translation>
            <numerusform>%Ln Download</numerusform>
            <numerusform>%Ln Downloads</numerusform>
        </translation>
    </message>
    <message>
        <source>Added</source>
        <translation>Hinzugefügt</translation>
    </message>
    <message>
        <source>Can be resumed</source>
        <translation>Fortsetzbar</translation>
    </message>
    <message>
        <source>Checksum</source>
        <translation>Prüfsumme</translation>
    </message>
    <message>
        <source>Finished</source>
        <translation>Fertig seit</translation>
    </message>
    <message>
        <source>From</source>
        <translation>Von</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Received</source>
        <translation>Empfangen</translation>
    </message>
    <message>
        <source>Selected</source>
        <translation>Ausgewählt</translation>
    </message>
    <message>
        <source>Speed limit</source>
        <translation>Tempolimit</translation>
    </message>
    <message>
        <source>Status</source>
        <translation>Status</translation>
    </message>
    <message>
        <source>To</source>
        <translation>Nach</translation>
    </message>
    <message>
        <source>Version</source>
        <translation>Version</translation>
    </message>
    <message>
        <source>Which led to</source>
        <translation>Führte zu</translation>
    </message>
    <message>
        <source>Why this name</source>
        <translation>Warum dieser Name</translation>
    </message>
    <message>
        <source>no, the server sends whole files alone</source>
        <translation>nein, der Server sendet nur ganze Dateien</translation>
    </message>
    <message>
        <source>yes, by comparing what is there</source>
        <translation>ja, durch Vergleich mit dem, was da ist</translation>
    </message>
    <message>
        <source>yes, the version is proven</source>
        <translation>ja, die Version ist nachweisbar</translation>
    </message>
    <message>
        <source>{checksum}, checked</source>
        <translation>{checksum}, geprüft</translation>
    </message>
    <message>
        <source>{received} of {size}</source>
        <translation>{received} von {size}</translation>
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
        <translation>{larger} {smaller}</translation>
    </message>
    <message>
        <source>{n} %</source>
        <translation>{n} %</translation>
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
        <translation>{n} T.</translation>
    </message>
    <message>
        <source>{n} h</source>
        <translation>{n} Std.</translation>
    </message>
    <message>
        <source>{n} kB</source>
        <translation>{n} kB</translation>
    </message>
    <message>
        <source>{n} min</source>
        <translation>{n} Min.</translation>
    </message>
    <message>
        <source>{n} s</source>
        <translation>{n} s</translation>
    </message>
    <message>
        <source>{size}/s</source>
        <translation>{size}/s</translation>
    </message>
</context>
<context>
    <name>FirstStart</name>
    <message>
        <source>Choose…</source>
        <translation>Auswählen…</translation>
    </message>
    <message>
        <source>Colours</source>
        <translation>Farben</translation>
    </message>
    <message>
        <source>Everything else is in the settings (Ctrl+,).</source>
        <translation>Alles andere steht in den Einstellungen (Strg+,).</translation>
    </message>
    <message>
        <source>Save files in</source>
        <translation>Dateien speichern in</translation>
    </message>
    <message>
        <source>Welcome</source>
        <translation>Willkommen</translation>
    </message>
</context>
<context>
    <name>FolderEdit</name>
    <message>
        <source>Choose a folder</source>
        <translation>Ordner auswählen</translation>
    </message>
</context>
<context>
    <name>Furnishing</name>
    <message>
        <source>More</source>
        <translation>Mehr</translation>
    </message>
    <message>
        <source>Speed</source>
        <translation>Tempo</translation>
    </message>
    <message>
        <source>Speed limit: {speed}</source>
        <translation>Tempolimit: {speed}</translation>
    </message>
    <message>
        <source>When everything is done</source>
        <translation>Wenn alles fertig ist</translation>
    </message>
</context>
<context>
    <name>Gate</name>
    <message numerus="yes">
        <source>Adding %n link(s)…</source>
        <translation>
            <numerusform>%Ln Link wird hinzugefügt…</numerusform>
            <numerusform>%Ln Links werden hinzugefügt…</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Group</name>
    <message>
        <source>Active</source>
        <translation>Aktiv</translation>
    </message>
    <message>
        <source>All</source>
        <translation>Alle</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>Fertig</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>Fehlgeschlagen</translation>
    </message>
    <message>
        <source>Paused</source>
        <translation>Pausiert</translation>
    </message>
    <message>
        <source>Queued</source>
        <translation>Wartend</translation>
    </message>
</context>
<context>
    <name>Inspector</name>
    <message>
        <source>Connection {n}</source>
        <translation>Verbindung {n}</translation>
    </message>
    <message>
        <source>Edit</source>
        <translation>Bearbeiten</translation>
    </message>
    <message>
        <source>Inspector</source>
        <translation>Inspektor</translation>
    </message>
    <message>
        <source>Log</source>
        <translation>Protokoll</translation>
    </message>
    <message>
        <source>No connection is open.</source>
        <translation>Keine Verbindung ist offen.</translation>
    </message>
    <message>
        <source>Nothing was received in the last minutes.</source>
        <translation>In den letzten Minuten wurde nichts empfangen.</translation>
    </message>
    <message>
        <source>Overview</source>
        <translation>Überblick</translation>
    </message>
    <message>
        <source>Segments</source>
        <translation>Segmente</translation>
    </message>
    <message>
        <source>Speed</source>
        <translation>Tempo</translation>
    </message>
    <message>
        <source>now</source>
        <translation>jetzt</translation>
    </message>
    <message>
        <source>racing</source>
        <translation>um die Wette</translation>
    </message>
    <message>
        <source>{now} now, {average} on average, {most} at most</source>
        <translation>jetzt {now}, im Schnitt {average}, höchstens {most}</translation>
    </message>
    <message>
        <source>{n} min ago</source>
        <translation>vor {n} Min.</translation>
    </message>
    <message>
        <source>{size} to go</source>
        <translation>noch {size}</translation>
    </message>
</context>
<context>
    <name>KeptPasswords</name>
    <message numerus="yes">
        <source>%n kept password(s) forgotten</source>
        <translation>
            <numerusform>%Ln aufbewahrtes Passwort vergessen</numerusform>
            <numerusform>%Ln aufbewahrte Passwörter vergessen</numerusform>
        </translation>
    </message>
    <message>
        <source>The keyring did not forget every password</source>
        <translation>Der Schlüsselbund hat nicht alle Passwörter vergessen</translation>
    </message>
    <message>
        <source>The keyring did not take the password</source>
        <translation>Der Schlüsselbund hat das Passwort nicht angenommen</translation>
    </message>
</context>
<context>
    <name>LeaveQuestion</name>
    <message>
        <source>Do not ask again</source>
        <translation>Nicht mehr fragen</translation>
    </message>
    <message>
        <source>Everything received is kept. Next time they go on where they are now.</source>
        <translation>Alles Empfangene bleibt erhalten. Beim nächsten Mal geht es dort weiter, wo es jetzt steht.</translation>
    </message>
    <message>
        <source>Keep running in the tray</source>
        <translation>Im Infobereich weiterlaufen</translation>
    </message>
    <message>
        <source>Quit Headgate</source>
        <translation>Headgate beenden</translation>
    </message>
    <message numerus="yes">
        <source>Stop %n download(s) and quit?</source>
        <translation>
            <numerusform>%Ln Download anhalten und beenden?</numerusform>
            <numerusform>%Ln Downloads anhalten und beenden?</numerusform>
        </translation>
    </message>
    <message>
        <source>Stop and quit</source>
        <translation>Anhalten und beenden</translation>
    </message>
    <message>
        <source>Stop waiting and quit?</source>
        <translation>Nicht länger warten und beenden?</translation>
    </message>
</context>
<context>
    <name>List</name>
    <message>
        <source>, </source>
        <translation>, </translation>
    </message>
</context>
<context>
    <name>ListPages</name>
    <message>
        <source>Nothing has failed.</source>
        <translation>Nichts ist fehlgeschlagen.</translation>
    </message>
    <message>
        <source>Nothing here holds “{words}”.
Esc empties the search.</source>
        <translation>Nichts hier enthält „{words}“.
Esc leert die Suche.</translation>
    </message>
    <message>
        <source>Nothing is being downloaded.
Press Start.</source>
        <translation>Nichts wird heruntergeladen.
Klicken Sie auf „Starten“.</translation>
    </message>
    <message>
        <source>Nothing is finished yet.</source>
        <translation>Noch ist nichts fertig.</translation>
    </message>
    <message>
        <source>Nothing is paused.</source>
        <translation>Nichts ist pausiert.</translation>
    </message>
    <message>
        <source>Nothing waits in the queue.
Drop links to add some.</source>
        <translation>Die Warteschlange ist leer.
Legen Sie Links ab, um sie zu füllen.</translation>
    </message>
</context>
<context>
    <name>Log</name>
    <message>
        <source>Begun anew</source>
        <translation>Von vorn begonnen</translation>
    </message>
    <message>
        <source>Checked: {checksum}</source>
        <translation>Geprüft: {checksum}</translation>
    </message>
    <message>
        <source>Connections the server allows: {connections}</source>
        <translation>Verbindungen, die der Server erlaubt: {connections}</translation>
    </message>
    <message>
        <source>Damaged at bytes {ranges}, which are fetched again</source>
        <translation>Beschädigt bei den Bytes {ranges}; sie werden noch einmal geholt</translation>
    </message>
    <message>
        <source>Done: {name}</source>
        <translation>Fertig: {name}</translation>
    </message>
    <message>
        <source>Failed: {error}</source>
        <translation>Fehlgeschlagen: {error}</translation>
    </message>
    <message>
        <source>One connection ended: {error}</source>
        <translation>Eine Verbindung endete: {error}</translation>
    </message>
    <message>
        <source>One more connection, {connections} now, from {start}</source>
        <translation>Eine Verbindung mehr, jetzt {connections}, ab {start}</translation>
    </message>
    <message>
        <source>Stopped with {received}</source>
        <translation>Angehalten bei {received}</translation>
    </message>
    <message>
        <source>{address} answered; {received} were there already</source>
        <translation>{address} hat geantwortet; {received} waren schon da</translation>
    </message>
    <message>
        <source>{error} Trying again in {seconds}</source>
        <translation>{error} Neuer Versuch in {seconds}</translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message numerus="yes">
        <source>%n already in the list</source>
        <translation>
            <numerusform>%Ln schon in der Liste</numerusform>
            <numerusform>%Ln schon in der Liste</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n link(s) added</source>
        <translation>
            <numerusform>%Ln Link hinzugefügt</numerusform>
            <numerusform>%Ln Links hinzugefügt</numerusform>
        </translation>
    </message>
    <message>
        <source>Everything is done</source>
        <translation>Alles ist fertig</translation>
    </message>
    <message>
        <source>Main toolbar</source>
        <translation>Werkzeugleiste</translation>
    </message>
    <message>
        <source>No new links found</source>
        <translation>Keine neuen Links gefunden</translation>
    </message>
    <message>
        <source>Stopped in {ms} ms, everything received is kept</source>
        <translation>In {ms} ms angehalten, alles Empfangene bleibt erhalten</translation>
    </message>
    <message numerus="yes">
        <source>Stopping %n download(s)…</source>
        <translation>
            <numerusform>%Ln Download hält an…</numerusform>
            <numerusform>%Ln Downloads halten an…</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Mend</name>
    <message>
        <source>Add links</source>
        <translation>Links hinzufügen</translation>
    </message>
    <message>
        <source>Choose another folder</source>
        <translation>Anderen Ordner wählen</translation>
    </message>
    <message>
        <source>Choose another name</source>
        <translation>Anderen Namen wählen</translation>
    </message>
    <message>
        <source>Details</source>
        <translation>Einzelheiten</translation>
    </message>
    <message>
        <source>Open folder</source>
        <translation>Ordner öffnen</translation>
    </message>
    <message>
        <source>Open in browser</source>
        <translation>Im Browser öffnen</translation>
    </message>
    <message>
        <source>Open settings</source>
        <translation>Einstellungen öffnen</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>Beenden</translation>
    </message>
    <message>
        <source>Retry</source>
        <translation>Erneut versuchen</translation>
    </message>
    <message>
        <source>Sign in</source>
        <translation>Anmelden</translation>
    </message>
    <message>
        <source>Start</source>
        <translation>Starten</translation>
    </message>
    <message>
        <source>Start again</source>
        <translation>Von vorn beginnen</translation>
    </message>
    <message>
        <source>Use another link</source>
        <translation>Anderen Link verwenden</translation>
    </message>
</context>
<context>
    <name>MoveNotice</name>
    <message>
        <source>Moving to {folder}. A file stays where it is until all of it is there.</source>
        <translation>Wird nach {folder} verschoben. Eine Datei bleibt, wo sie ist, bis sie ganz dort ist.</translation>
    </message>
</context>
<context>
    <name>NameReason</name>
    <message>
        <source>Files of this kind are run or acted on when seen, so an ending was added.</source>
        <translation>Dateien dieser Art werden ausgeführt oder beachtet, sobald sie da sind; deshalb wurde eine Endung angehängt.</translation>
    </message>
    <message>
        <source>It is the last part of the address the link led to.</source>
        <translation>Er ist der letzte Teil der Adresse, zu der der Link führte.</translation>
    </message>
    <message>
        <source>It is the last part of the link.</source>
        <translation>Er ist der letzte Teil des Links.</translation>
    </message>
    <message>
        <source>Neither the server nor the link names the file; this is the server&apos;s name.</source>
        <translation>Weder der Server noch der Link nennt die Datei; dies ist der Name des Servers.</translation>
    </message>
    <message>
        <source>The server calls the file so.</source>
        <translation>So nennt der Server die Datei.</translation>
    </message>
    <message>
        <source>You chose this name.</source>
        <translation>Diesen Namen haben Sie gewählt.</translation>
    </message>
    <message>
        <source>You or your list chose this name.</source>
        <translation>Diesen Namen haben Sie oder Ihre Liste gewählt.</translation>
    </message>
</context>
<context>
    <name>NewLinkDialog</name>
    <message>
        <source>Link</source>
        <translation>Link</translation>
    </message>
    <message>
        <source>Use another link</source>
        <translation>Anderen Link verwenden</translation>
    </message>
    <message>
        <source>{name} will be fetched from the other link.</source>
        <translation>{name} wird von dem anderen Link geladen.</translation>
    </message>
    <message>
        <source>{size} of {name} are there. They are compared with what the other link has, and kept if it is the same file.</source>
        <translation>{size} von {name} sind da. Sie werden mit dem verglichen, was der andere Link hat, und behalten, wenn es dieselbe Datei ist.</translation>
    </message>
</context>
<context>
    <name>Notices</name>
    <message>
        <source>Everything was stopped. {why}</source>
        <translation>Alles wurde angehalten. {why}</translation>
    </message>
    <message numerus="yes">
        <source>Headgate did not end properly last time. %n unfinished download(s) were found and everything received is kept.</source>
        <translation>
            <numerusform>Headgate wurde letztes Mal nicht richtig beendet. %Ln unfertiger Download wurde gefunden; alles Empfangene ist erhalten.</numerusform>
            <numerusform>Headgate wurde letztes Mal nicht richtig beendet. %Ln unfertige Downloads wurden gefunden; alles Empfangene ist erhalten.</numerusform>
        </translation>
    </message>
    <message>
        <source>Start</source>
        <translation>Starten</translation>
    </message>
    <message>
        <source>Start again</source>
        <translation>Wieder starten</translation>
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
            <numerusform>%Ln Download fertig</numerusform>
            <numerusform>%Ln Downloads fertig</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n download(s) failed</source>
        <translation>
            <numerusform>%Ln Download fehlgeschlagen</numerusform>
            <numerusform>%Ln Downloads fehlgeschlagen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n failed</source>
        <translation>
            <numerusform>%Ln fehlgeschlagen</numerusform>
            <numerusform>%Ln fehlgeschlagen</numerusform>
        </translation>
    </message>
    <message>
        <source>Download done</source>
        <translation>Download fertig</translation>
    </message>
    <message>
        <source>Downloads ended</source>
        <translation>Downloads beendet</translation>
    </message>
    <message>
        <source>Downloads failed</source>
        <translation>Downloads fehlgeschlagen</translation>
    </message>
    <message>
        <source>Downloads stopped</source>
        <translation>Downloads angehalten</translation>
    </message>
    <message>
        <source>Everything is done</source>
        <translation>Alles ist fertig</translation>
    </message>
    <message>
        <source>{done}, {failed}</source>
        <translation>{done}, {failed}</translation>
    </message>
</context>
<context>
    <name>Option</name>
    <message>
        <source>Certificates</source>
        <translation>Zertifikate</translation>
    </message>
    <message>
        <source>Checksum</source>
        <translation>Prüfsumme</translation>
    </message>
    <message>
        <source>Headers</source>
        <translation>Kopfzeilen</translation>
    </message>
    <message>
        <source>Names</source>
        <translation>Namen</translation>
    </message>
</context>
<context>
    <name>Palette</name>
    <message>
        <source>Commands</source>
        <translation>Befehle</translation>
    </message>
    <message>
        <source>Find a command</source>
        <translation>Befehl suchen</translation>
    </message>
    <message>
        <source>Type what you want to do</source>
        <translation>Eintippen, was Sie tun möchten</translation>
    </message>
</context>
<context>
    <name>Rate</name>
    <message>
        <source>GB/s</source>
        <translation>GB/s</translation>
    </message>
    <message>
        <source>MB/s</source>
        <translation>MB/s</translation>
    </message>
    <message>
        <source>Unit</source>
        <translation>Einheit</translation>
    </message>
    <message>
        <source>kB/s</source>
        <translation>kB/s</translation>
    </message>
    <message>
        <source>no limit</source>
        <translation>keine Grenze</translation>
    </message>
</context>
<context>
    <name>Reason</name>
    <message>
        <source>Hostname mismatch, certificate is not valid for &apos;{host}&apos;</source>
        <translation>es gilt nicht für „{host}“</translation>
    </message>
    <message>
        <source>IP address mismatch, certificate is not valid for &apos;{address}&apos;</source>
        <translation>es gilt nicht für „{address}“</translation>
    </message>
    <message>
        <source>a chunk ends in the wrong place</source>
        <translation>ein Stück endet an der falschen Stelle</translation>
    </message>
    <message>
        <source>a chunk has no clear size</source>
        <translation>ein Stück hat keine klare Größe</translation>
    </message>
    <message>
        <source>a chunk is longer than it said</source>
        <translation>ein Stück ist länger als angegeben</translation>
    </message>
    <message>
        <source>a part of it is still to be filled in</source>
        <translation>ein Teil davon muss noch ausgefüllt werden</translation>
    </message>
    <message>
        <source>a quotation mark is missing</source>
        <translation>ein Anführungszeichen fehlt</translation>
    </message>
    <message>
        <source>a {name} value has {count} hexadecimal digits, or is base64</source>
        <translation>ein {name}-Wert hat {count} Hexadezimalziffern oder ist Base64</translation>
    </message>
    <message>
        <source>an unexpected {status}</source>
        <translation>eine unerwartete {status}</translation>
    </message>
    <message>
        <source>back to where we came from</source>
        <translation>zurück dorthin, wo wir herkamen</translation>
    </message>
    <message>
        <source>certificate has expired</source>
        <translation>es ist abgelaufen</translation>
    </message>
    <message>
        <source>certificate is not yet valid</source>
        <translation>es gilt noch nicht</translation>
    </message>
    <message>
        <source>folders are chosen apart from the name</source>
        <translation>Ordner werden getrennt vom Namen gewählt</translation>
    </message>
    <message>
        <source>general failure</source>
        <translation>allgemeiner Fehler</translation>
    </message>
    <message>
        <source>input/output error</source>
        <translation>Ein-/Ausgabefehler</translation>
    </message>
    <message>
        <source>is a directory</source>
        <translation>es ist ein Ordner</translation>
    </message>
    <message>
        <source>is none of the choices</source>
        <translation>steht nicht zur Wahl</translation>
    </message>
    <message>
        <source>it announces no clear length</source>
        <translation>sie kündigt keine klare Länge an</translation>
    </message>
    <message>
        <source>it breaks off inside the header</source>
        <translation>sie bricht mitten im Kopf ab</translation>
    </message>
    <message>
        <source>it calls a part of the file the whole</source>
        <translation>sie gibt einen Teil der Datei als das Ganze aus</translation>
    </message>
    <message>
        <source>it cannot be created</source>
        <translation>er kann nicht angelegt werden</translation>
    </message>
    <message>
        <source>it closed the connection</source>
        <translation>er hat die Verbindung geschlossen</translation>
    </message>
    <message>
        <source>it declares a document type</source>
        <translation>er erklärt einen Dokumenttyp</translation>
    </message>
    <message>
        <source>it does not say which part of the file it sends</source>
        <translation>sie sagt nicht, welcher Teil der Datei kommt</translation>
    </message>
    <message>
        <source>it does not support the command</source>
        <translation>er kennt den Befehl nicht</translation>
    </message>
    <message>
        <source>it does not support this kind of address</source>
        <translation>er kennt diese Art Adresse nicht</translation>
    </message>
    <message>
        <source>it has more than {count} files</source>
        <translation>er hat mehr als {count} Dateien</translation>
    </message>
    <message>
        <source>it has no address on a web server</source>
        <translation>es hat keine Adresse auf einem Webserver</translation>
    </message>
    <message>
        <source>it holds a character that stands for nothing</source>
        <translation>darin steht ein Zeichen ohne Bedeutung</translation>
    </message>
    <message>
        <source>it is empty</source>
        <translation>es steht nichts da</translation>
    </message>
    <message>
        <source>it is not HTTP/1.1</source>
        <translation>sie ist kein HTTP/1.1</translation>
    </message>
    <message>
        <source>it is not a link</source>
        <translation>es ist kein Link</translation>
    </message>
    <message>
        <source>it is not text</source>
        <translation>es ist kein Text</translation>
    </message>
    <message>
        <source>it is something else</source>
        <translation>es ist etwas anderes</translation>
    </message>
    <message>
        <source>it is too deep</source>
        <translation>er ist zu tief verschachtelt</translation>
    </message>
    <message>
        <source>it is too large</source>
        <translation>er ist zu groß</translation>
    </message>
    <message>
        <source>it is written in letters nobody knows</source>
        <translation>er steht in unbekannten Schriftzeichen</translation>
    </message>
    <message>
        <source>it names no host, and where it stood is not known</source>
        <translation>es nennt keinen Server, und woher es stammt, ist nicht bekannt</translation>
    </message>
    <message>
        <source>it sends a part that ends before it begins</source>
        <translation>der gesendete Teil endet, bevor er beginnt</translation>
    </message>
    <message>
        <source>it sends data instead of fetching a file</source>
        <translation>es sendet Daten, statt eine Datei zu holen</translation>
    </message>
    <message>
        <source>it sends more than it announced</source>
        <translation>es kommt mehr als angekündigt</translation>
    </message>
    <message>
        <source>it sends nothing new</source>
        <translation>es kommt nichts Neues</translation>
    </message>
    <message>
        <source>it sends several parts in one</source>
        <translation>es kommen mehrere Teile in einem</translation>
    </message>
    <message>
        <source>it sent another part of the file</source>
        <translation>es kam ein anderer Teil der Datei</translation>
    </message>
    <message>
        <source>it sent data nobody asked for</source>
        <translation>er hat ungefragt Daten gesendet</translation>
    </message>
    <message>
        <source>it takes a site, a type and a folder</source>
        <translation>nötig sind eine Website, ein Typ und ein Ordner</translation>
    </message>
    <message>
        <source>it takes days, hours and a speed</source>
        <translation>dazu gehören Tage, Uhrzeiten und ein Tempo</translation>
    </message>
    <message>
        <source>it wants another way to log in</source>
        <translation>er verlangt eine andere Art der Anmeldung</translation>
    </message>
    <message>
        <source>its checksum cannot be understood</source>
        <translation>die Prüfsumme ist nicht verständlich</translation>
    </message>
    <message>
        <source>its header does not end</source>
        <translation>ihr Kopf endet nicht</translation>
    </message>
    <message>
        <source>its header has a broken line</source>
        <translation>ihr Kopf hat eine kaputte Zeile</translation>
    </message>
    <message>
        <source>its header holds a stray line end</source>
        <translation>ihr Kopf enthält ein verirrtes Zeilenende</translation>
    </message>
    <message>
        <source>its header holds a zero byte</source>
        <translation>ihr Kopf enthält ein Nullbyte</translation>
    </message>
    <message>
        <source>its header starts with white space</source>
        <translation>ihr Kopf beginnt mit Leerraum</translation>
    </message>
    <message>
        <source>its rules do not allow this connection</source>
        <translation>seine Regeln erlauben diese Verbindung nicht</translation>
    </message>
    <message>
        <source>its trailer does not end</source>
        <translation>ihr Nachspann endet nicht</translation>
    </message>
    <message>
        <source>length and range contradict each other</source>
        <translation>Länge und Bereich widersprechen sich</translation>
    </message>
    <message>
        <source>line {number} is not a cookie in Netscape format</source>
        <translation>Zeile {number} ist kein Cookie im Netscape-Format</translation>
    </message>
    <message>
        <source>line {number}: {reason}</source>
        <translation>Zeile {number}: {reason}</translation>
    </message>
    <message>
        <source>more than {count} rules</source>
        <translation>mehr als {count} Regeln</translation>
    </message>
    <message>
        <source>more than {count} speeds</source>
        <translation>mehr als {count} Geschwindigkeiten</translation>
    </message>
    <message>
        <source>more than {count} times</source>
        <translation>mehr als {count}-mal</translation>
    </message>
    <message>
        <source>must lie between {low} and {high}</source>
        <translation>muss zwischen {low} und {high} liegen</translation>
    </message>
    <message>
        <source>network is down</source>
        <translation>das Netzwerk ist ausgefallen</translation>
    </message>
    <message>
        <source>network is unreachable</source>
        <translation>das Netzwerk ist nicht erreichbar</translation>
    </message>
    <message>
        <source>no folder has a zero byte in its name</source>
        <translation>kein Ordner hat ein Nullbyte im Namen</translation>
    </message>
    <message>
        <source>no route to host</source>
        <translation>es führt kein Weg dorthin</translation>
    </message>
    <message>
        <source>only http and https links can be downloaded</source>
        <translation>nur Links mit http und https können heruntergeladen werden</translation>
    </message>
    <message>
        <source>only {known} stand for something</source>
        <translation>nur {known} haben eine Bedeutung</translation>
    </message>
    <message>
        <source>operation not permitted</source>
        <translation>das ist nicht erlaubt</translation>
    </message>
    <message>
        <source>permission denied</source>
        <translation>die Berechtigung fehlt</translation>
    </message>
    <message>
        <source>read-only file system</source>
        <translation>das Dateisystem ist schreibgeschützt</translation>
    </message>
    <message>
        <source>reply {number}</source>
        <translation>Antwort {number}</translation>
    </message>
    <message>
        <source>self-signed certificate</source>
        <translation>es ist selbst signiert</translation>
    </message>
    <message>
        <source>self-signed certificate in certificate chain</source>
        <translation>in der Zertifikatskette ist ein selbst signiertes</translation>
    </message>
    <message>
        <source>some of its letters are lost</source>
        <translation>einige Zeichen sind verloren</translation>
    </message>
    <message>
        <source>status {status} brings no file</source>
        <translation>mit Status {status} kommt keine Datei</translation>
    </message>
    <message>
        <source>the connection took too long</source>
        <translation>die Verbindung hat zu lange gedauert</translation>
    </message>
    <message>
        <source>the connection was refused</source>
        <translation>die Verbindung wurde abgelehnt</translation>
    </message>
    <message>
        <source>the encrypted stream is damaged</source>
        <translation>der verschlüsselte Datenstrom ist beschädigt</translation>
    </message>
    <message>
        <source>the host is unreachable</source>
        <translation>der Server ist nicht erreichbar</translation>
    </message>
    <message>
        <source>the network is unreachable</source>
        <translation>das Netzwerk ist nicht erreichbar</translation>
    </message>
    <message>
        <source>to an address that starts with {scheme}:</source>
        <translation>zu einer Adresse, die mit {scheme}: beginnt</translation>
    </message>
    <message>
        <source>to several addresses at once</source>
        <translation>zu mehreren Adressen zugleich</translation>
    </message>
    <message>
        <source>to something that is no address</source>
        <translation>zu etwas, das keine Adresse ist</translation>
    </message>
    <message>
        <source>transfer coding “{coding}”</source>
        <translation>Übertragungskodierung „{coding}“</translation>
    </message>
    <message>
        <source>unable to get local issuer certificate</source>
        <translation>der Aussteller ist nicht bekannt</translation>
    </message>
    <message>
        <source>user name or password is wrong</source>
        <translation>Benutzername oder Passwort ist falsch</translation>
    </message>
    <message>
        <source>write it as http://host:port</source>
        <translation>schreiben Sie es als http://host:port</translation>
    </message>
    <message>
        <source>{file} holds no certificates ({why})</source>
        <translation>{file} enthält keine Zertifikate ({why})</translation>
    </message>
    <message>
        <source>{link} (line {number})</source>
        <translation>{link} (Zeile {number})</translation>
    </message>
    <message>
        <source>{why} in line {number}</source>
        <translation>{why} in Zeile {number}</translation>
    </message>
    <message>
        <source>“{days}” is no day; write mon-fri, or sat,sun, or *</source>
        <translation>„{days}“ ist kein Tag; schreiben Sie Mo-Fr, oder Sa,So, oder *</translation>
    </message>
    <message>
        <source>“{folder}” depends on where Headgate was started; write all of it</source>
        <translation>„{folder}“ hängt davon ab, wo Headgate gestartet wurde; schreiben Sie den ganzen Pfad</translation>
    </message>
    <message>
        <source>“{host}” is no site; write it as in a link, or *</source>
        <translation>„{host}“ ist keine Website; schreiben Sie sie wie im Link oder *</translation>
    </message>
    <message>
        <source>“{hours}” are no hours; write them as 08:00-17:30</source>
        <translation>„{hours}“ sind keine Uhrzeiten; schreiben Sie sie als 08:00-17:30</translation>
    </message>
    <message>
        <source>“{line}” is no header</source>
        <translation>„{line}“ ist keine Kopfzeile</translation>
    </message>
    <message>
        <source>“{name}” is not one of {known}</source>
        <translation>„{name}“ gehört nicht zu {known}</translation>
    </message>
    <message>
        <source>“{number}” must lie between 1 and 99</source>
        <translation>„{number}“ muss zwischen 1 und 99 liegen</translation>
    </message>
    <message>
        <source>“{rate}” is not a rate like 500k</source>
        <translation>„{rate}“ ist kein Tempo wie 500k</translation>
    </message>
    <message>
        <source>“{rate}” is nothing to limit by; it must lie between 1 and {high}</source>
        <translation>„{rate}“ taugt nicht als Grenze; es muss zwischen 1 und {high} liegen</translation>
    </message>
    <message>
        <source>“{types}” is no type; write video, or pdf,epub, or *</source>
        <translation>„{types}“ ist kein Typ; schreiben Sie video oder pdf,epub oder *</translation>
    </message>
</context>
<context>
    <name>Removing</name>
    <message numerus="yes">
        <source>%n download(s) removed from the list.</source>
        <translation>
            <numerusform>%Ln Download aus der Liste entfernt.</numerusform>
            <numerusform>%Ln Downloads aus der Liste entfernt.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n download(s) removed. Finished files will be moved to the trash.</source>
        <translation>
            <numerusform>%Ln Download entfernt. Fertige Dateien kommen in den Papierkorb.</numerusform>
            <numerusform>%Ln Downloads entfernt. Fertige Dateien kommen in den Papierkorb.</numerusform>
        </translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Rückgängig</translation>
    </message>
</context>
<context>
    <name>Rules</name>
    <message>
        <source>A rule gives a site its own number of connections, proxy or headers. Press Add to make the first.</source>
        <translation>Eine Regel gibt einer Website eigene Verbindungszahlen, einen Proxy oder Kopfzeilen. Mit „Hinzufügen“ entsteht die erste.</translation>
    </message>
    <message>
        <source>A rule saves files of a site, or of a type, in a folder of their own. Press Add to make the first.</source>
        <translation>Eine Regel speichert Dateien einer Website oder eines Typs in einem eigenen Ordner. Mit „Hinzufügen“ entsteht die erste.</translation>
    </message>
    <message>
        <source>A rule sets the speed limit for certain days and hours. Press Add to make the first.</source>
        <translation>Eine Regel begrenzt das Tempo an bestimmten Tagen und zu bestimmten Stunden. Mit „Hinzufügen“ entsteht die erste.</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>Hinzufügen</translation>
    </message>
    <message>
        <source>Connections</source>
        <translation>Verbindungen</translation>
    </message>
    <message>
        <source>Days</source>
        <translation>Tage</translation>
    </message>
    <message>
        <source>Days as mon-fri, or sat,sun, or *; hours as 22:00, past midnight too; speed as 500k or 2M, 0 for full speed</source>
        <translation>Tage als Mo-Fr, oder Sa,So, oder *; Uhrzeiten als 22:00, auch über Mitternacht; Tempo als 500k oder 2M, 0 für volles Tempo</translation>
    </message>
    <message>
        <source>Downloads</source>
        <translation>Downloads</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>Ordner</translation>
    </message>
    <message>
        <source>Folders for sites and types</source>
        <translation>Ordner für Websites und Typen</translation>
    </message>
    <message>
        <source>From</source>
        <translation>Von</translation>
    </message>
    <message>
        <source>Header</source>
        <translation>Kopfzeile</translation>
    </message>
    <message>
        <source>Proxy</source>
        <translation>Proxy</translation>
    </message>
    <message>
        <source>Referer</source>
        <translation>Referer</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Entfernen</translation>
    </message>
    <message>
        <source>Site</source>
        <translation>Website</translation>
    </message>
    <message>
        <source>Site as *.example.org or *; type as video, pdf,epub or *; folder as ~/Videos</source>
        <translation>Website wie *.example.org oder *; Typ wie video, pdf,epub oder *; Ordner wie ~/Videos</translation>
    </message>
    <message>
        <source>Site as *.example.org; connections of a download and downloads at a time, at most; proxy as http://host:port, or none; one header more as Name: value</source>
        <translation>Website als *.example.org; Verbindungen je Download und gleichzeitige Downloads, höchstens; Proxy als http://host:port, oder none für keinen; eine weitere Kopfzeile als Name: Wert</translation>
    </message>
    <message>
        <source>Speed</source>
        <translation>Tempo</translation>
    </message>
    <message>
        <source>Speeds by day and hour</source>
        <translation>Tempo nach Tag und Uhrzeit</translation>
    </message>
    <message>
        <source>Type</source>
        <translation>Typ</translation>
    </message>
    <message>
        <source>Until</source>
        <translation>Bis</translation>
    </message>
    <message>
        <source>Up</source>
        <translation>Nach oben</translation>
    </message>
    <message>
        <source>User agent</source>
        <translation>User-Agent</translation>
    </message>
    <message>
        <source>Ways for single sites</source>
        <translation>Regeln für einzelne Websites</translation>
    </message>
</context>
<context>
    <name>Search</name>
    <message>
        <source>Empty the search</source>
        <translation>Suche leeren</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>Suchen</translation>
    </message>
    <message>
        <source>Search the list</source>
        <translation>Liste durchsuchen</translation>
    </message>
</context>
<context>
    <name>Setting</name>
    <message>
        <source>Accept any certificate</source>
        <translation>Jedes Zertifikat annehmen</translation>
    </message>
    <message>
        <source>Always, before it is added</source>
        <translation>Immer, bevor es hinzugefügt wird</translation>
    </message>
    <message>
        <source>As the system says</source>
        <translation>Wie im System</translation>
    </message>
    <message>
        <source>Ask before quitting while downloads run</source>
        <translation>Vor dem Beenden fragen, wenn Downloads laufen</translation>
    </message>
    <message>
        <source>Ask servers for names and sizes before adding</source>
        <translation>Vor dem Hinzufügen Server nach Namen und Größen fragen</translation>
    </message>
    <message>
        <source>Certificates to trust (empty: the usual ones)</source>
        <translation>Vertraute Zertifikate (leer: die üblichen)</translation>
    </message>
    <message>
        <source>Colours</source>
        <translation>Farben</translation>
    </message>
    <message>
        <source>Connections per download</source>
        <translation>Verbindungen pro Download</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>Dunkel</translation>
    </message>
    <message>
        <source>Downloads at a time</source>
        <translation>Gleichzeitige Downloads</translation>
    </message>
    <message>
        <source>Further attempts after a fault</source>
        <translation>Weitere Versuche nach einem Fehler</translation>
    </message>
    <message>
        <source>Give the new file another name</source>
        <translation>Der neuen Datei einen anderen Namen geben</translation>
    </message>
    <message>
        <source>Go on with the old file, if it is the beginning of the new one</source>
        <translation>Die alte Datei fortsetzen, wenn sie der Anfang der neuen ist</translation>
    </message>
    <message>
        <source>If a file of that name is there</source>
        <translation>Wenn es schon eine Datei dieses Namens gibt</translation>
    </message>
    <message>
        <source>If something is unclear</source>
        <translation>Wenn etwas unklar ist</translation>
    </message>
    <message>
        <source>Keep running in the tray when the window is closed</source>
        <translation>Beim Schließen des Fensters im Infobereich weiterlaufen</translation>
    </message>
    <message>
        <source>Keep the computer awake while downloads run</source>
        <translation>Den Rechner wach halten, solange Downloads laufen</translation>
    </message>
    <message>
        <source>Keep the old file and skip the new one</source>
        <translation>Die alte Datei behalten und die neue überspringen</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>Tasten</translation>
    </message>
    <message>
        <source>Language (from the next start on)</source>
        <translation>Sprache (ab dem nächsten Start)</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>Hell</translation>
    </message>
    <message>
        <source>Look for checksum files beside each download</source>
        <translation>Neben jedem Download nach Prüfsummendateien suchen</translation>
    </message>
    <message>
        <source>Look over what is dropped or pasted</source>
        <translation>Abgelegtes und Eingefügtes durchsehen</translation>
    </message>
    <message>
        <source>Never</source>
        <translation>Nie</translation>
    </message>
    <message>
        <source>Offer the folder that was chosen last</source>
        <translation>Den zuletzt gewählten Ordner vorschlagen</translation>
    </message>
    <message>
        <source>Offer to add links that are copied</source>
        <translation>Anbieten, kopierte Links hinzuzufügen</translation>
    </message>
    <message>
        <source>Other folders for sites and types: the first rule that fits counts</source>
        <translation>Andere Ordner für Websites und Typen: Die erste passende Regel zählt</translation>
    </message>
    <message>
        <source>Other ways for single sites: the first rule that fits counts</source>
        <translation>Andere Wege für einzelne Websites: Die erste passende Regel zählt</translation>
    </message>
    <message>
        <source>Proxy (empty: as the system says)</source>
        <translation>Proxy (leer: wie im System)</translation>
    </message>
    <message>
        <source>Put the old file into the trash</source>
        <translation>Die alte Datei in den Papierkorb verschieben</translation>
    </message>
    <message>
        <source>Save files in</source>
        <translation>Dateien speichern in</translation>
    </message>
    <message>
        <source>Seconds to wait for an answer</source>
        <translation>Sekunden, die auf eine Antwort gewartet wird</translation>
    </message>
    <message>
        <source>Show an icon in the tray</source>
        <translation>Symbol im Infobereich anzeigen</translation>
    </message>
    <message>
        <source>Speed limit</source>
        <translation>Tempolimit</translation>
    </message>
    <message>
        <source>Speeds by day and hour: the first rule that fits counts</source>
        <translation>Tempo nach Tag und Uhrzeit: die erste passende Regel gilt</translation>
    </message>
    <message>
        <source>Speeds to choose from, as 250k 1M 5M</source>
        <translation>Geschwindigkeiten zur Auswahl, etwa 250k 1M 5M</translation>
    </message>
    <message>
        <source>Start with the session, hidden in the tray</source>
        <translation>Mit der Sitzung starten, verborgen im Infobereich</translation>
    </message>
    <message>
        <source>Take in link files from this folder (empty: none)</source>
        <translation>Link-Dateien aus diesem Ordner aufnehmen (leer: keiner)</translation>
    </message>
    <message>
        <source>Tell when everything is done, if the window is not in front</source>
        <translation>Melden, wenn alles fertig ist und das Fenster nicht vorn ist</translation>
    </message>
    <message>
        <source>User agent (empty: Headgate&apos;s own)</source>
        <translation>User-Agent (leer: der von Headgate)</translation>
    </message>
</context>
<context>
    <name>Settings</name>
    <message>
        <source>Files</source>
        <translation>Dateien</translation>
    </message>
    <message>
        <source>Find a setting</source>
        <translation>Einstellung suchen</translation>
    </message>
    <message>
        <source>Links</source>
        <translation>Links</translation>
    </message>
    <message>
        <source>Network</source>
        <translation>Netzwerk</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>Einstellungen</translation>
    </message>
    <message>
        <source>Speed and patience</source>
        <translation>Tempo und Geduld</translation>
    </message>
    <message>
        <source>Window and desktop</source>
        <translation>Fenster und Desktop</translation>
    </message>
</context>
<context>
    <name>Sheet</name>
    <message numerus="yes">
        <source>%n link(s)</source>
        <translation>
            <numerusform>%Ln Link</numerusform>
            <numerusform>%Ln Links</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n link(s) checked</source>
        <translation>
            <numerusform>%Ln Link angehakt</numerusform>
            <numerusform>%Ln Links angehakt</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n link(s) found</source>
        <translation>
            <numerusform>%Ln Link gefunden</numerusform>
            <numerusform>%Ln Links gefunden</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n of unknown size</source>
        <translation>
            <numerusform>%Ln von unbekannter Größe</numerusform>
            <numerusform>%Ln von unbekannter Größe</numerusform>
        </translation>
    </message>
    <message>
        <source>A file with the right checksum is never fetched again.</source>
        <translation>Eine Datei mit der richtigen Prüfsumme wird nie noch einmal geholt.</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>Hinzufügen</translation>
    </message>
    <message>
        <source>Add and start</source>
        <translation>Hinzufügen und starten</translation>
    </message>
    <message>
        <source>Add links</source>
        <translation>Links hinzufügen</translation>
    </message>
    <message>
        <source>Already in the list</source>
        <translation>Schon in der Liste</translation>
    </message>
    <message>
        <source>Already on disk</source>
        <translation>Schon auf dem Datenträger</translation>
    </message>
    <message>
        <source>Check</source>
        <translation>Anhaken</translation>
    </message>
    <message>
        <source>Check what is selected, or all that is shown</source>
        <translation>Ausgewählte oder alle gezeigten anhaken</translation>
    </message>
    <message>
        <source>Choose the folder to save in</source>
        <translation>Ordner zum Speichern auswählen</translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation>Auswählen…</translation>
    </message>
    <message>
        <source>Dead: {why}</source>
        <translation>Tot: {why}</translation>
    </message>
    <message>
        <source>Everything</source>
        <translation>Alles</translation>
    </message>
    <message>
        <source>Filter by name or link</source>
        <translation>Nach Name oder Link filtern</translation>
    </message>
    <message>
        <source>If a file of that name is there</source>
        <translation>Wenn es schon eine Datei dieses Namens gibt</translation>
    </message>
    <message>
        <source>If the name is &amp;taken</source>
        <translation>Wenn der Name &amp;vergeben ist</translation>
    </message>
    <message>
        <source>Links</source>
        <translation>Links</translation>
    </message>
    <message>
        <source>Links that were found</source>
        <translation>Gefundene Links</translation>
    </message>
    <message>
        <source>Looking for links…</source>
        <translation>Links werden gesucht…</translation>
    </message>
    <message>
        <source>Name all</source>
        <translation>Alle benennen</translation>
    </message>
    <message>
        <source>Names of all checked files</source>
        <translation>Namen aller angehakten Dateien</translation>
    </message>
    <message>
        <source>New</source>
        <translation>Neu</translation>
    </message>
    <message>
        <source>No links yet</source>
        <translation>Noch keine Links</translation>
    </message>
    <message>
        <source>Not a link</source>
        <translation>Kein Link</translation>
    </message>
    <message>
        <source>Not a link: {why}</source>
        <translation>Kein Link: {why}</translation>
    </message>
    <message>
        <source>Rename</source>
        <translation>Umbenennen</translation>
    </message>
    <message>
        <source>Rules for sites and types go before</source>
        <translation>Regeln für Websites und Typen gehen vor</translation>
    </message>
    <message>
        <source>Save &amp;in</source>
        <translation>&amp;Speichern in</translation>
    </message>
    <message>
        <source>Save in</source>
        <translation>Speichern in</translation>
    </message>
    <message numerus="yes">
        <source>Stands for %n link(s)</source>
        <translation>
            <numerusform>Steht für %Ln Link</numerusform>
            <numerusform>Steht für %Ln Links</numerusform>
        </translation>
    </message>
    <message>
        <source>The same link stands further up.</source>
        <translation>Derselbe Link steht weiter oben.</translation>
    </message>
    <message>
        <source>There are patterns that stand for {links}: {preview}</source>
        <translation>Es gibt Muster, die für {links} stehen: {preview}</translation>
    </message>
    <message>
        <source>Twice in this list</source>
        <translation>Doppelt in dieser Liste</translation>
    </message>
    <message>
        <source>Uncheck</source>
        <translation>Häkchen entfernen</translation>
    </message>
    <message>
        <source>Uncheck what is selected, or all that is shown</source>
        <translation>Häkchen bei ausgewählten oder allen gezeigten entfernen</translation>
    </message>
    <message>
        <source>Which rows to show</source>
        <translation>Welche Zeilen gezeigt werden</translation>
    </message>
    <message>
        <source>Write them out</source>
        <translation>Ausschreiben</translation>
    </message>
    <message>
        <source>checked</source>
        <translation>angehakt</translation>
    </message>
    <message>
        <source>https://…
One link a line, or any text with links in it</source>
        <translation>https://…
Ein Link pro Zeile oder beliebiger Text mit Links darin</translation>
    </message>
    <message>
        <source>not checked</source>
        <translation>nicht angehakt</translation>
    </message>
    <message>
        <source>{free} free</source>
        <translation>{free} frei</translation>
    </message>
    <message>
        <source>{kind} ({count})</source>
        <translation>{kind} ({count})</translation>
    </message>
    <message>
        <source>{links}, sizes not known</source>
        <translation>{links}, Größen nicht bekannt</translation>
    </message>
    <message>
        <source>{links}, {size}</source>
        <translation>{links}, {size}</translation>
    </message>
    <message>
        <source>{links}, {size} and {more}</source>
        <translation>{links}, {size} und {more}</translation>
    </message>
    <message>
        <source>{size} for {free} free in {folder}</source>
        <translation>{size} bei {free} frei in {folder}</translation>
    </message>
    <message>
        <source>{words} stand for something, all else is taken as it is.</source>
        <translation>{words} haben eine Bedeutung, alles andere bleibt, wie es ist.</translation>
    </message>
    <message>
        <source>⚠ Does not fit: {size} for {free} free in {folder}</source>
        <translation>⚠ Passt nicht: {size} bei {free} frei in {folder}</translation>
    </message>
</context>
<context>
    <name>SheetColumn</name>
    <message>
        <source>Checksum</source>
        <translation>Prüfsumme</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>Ordner</translation>
    </message>
    <message>
        <source>Line</source>
        <translation>Zeile</translation>
    </message>
    <message>
        <source>Link</source>
        <translation>Link</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Größe</translation>
    </message>
    <message>
        <source>What it is</source>
        <translation>Was es ist</translation>
    </message>
</context>
<context>
    <name>Shortcuts</name>
    <message>
        <source>Action</source>
        <translation>Aktion</translation>
    </message>
    <message>
        <source>As it was</source>
        <translation>Wie ursprünglich</translation>
    </message>
    <message>
        <source>Change</source>
        <translation>Ändern</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>Tasten</translation>
    </message>
    <message>
        <source>No keys</source>
        <translation>Keine Tasten</translation>
    </message>
    <message>
        <source>{keys} is taken by “{action}”.</source>
        <translation>{keys} ist schon mit „{action}“ belegt.</translation>
    </message>
</context>
<context>
    <name>Sidebar</name>
    <message>
        <source>Show</source>
        <translation>Anzeigen</translation>
    </message>
</context>
<context>
    <name>SignIn</name>
    <message>
        <source>Headgate uses it for everything from there until you quit, and writes it nowhere.</source>
        <translation>Headgate benutzt es für alles von dort, bis Sie das Programm beenden, und schreibt es nirgends auf.</translation>
    </message>
    <message>
        <source>Headgate uses it for everything from there, also after the next start.</source>
        <translation>Headgate benutzt es für alles von dort, auch nach dem nächsten Start.</translation>
    </message>
    <message>
        <source>Keep it in this computer&apos;s keyring</source>
        <translation>Im Schlüsselbund dieses Computers aufbewahren</translation>
    </message>
    <message>
        <source>Password</source>
        <translation>Passwort</translation>
    </message>
    <message>
        <source>Sign in</source>
        <translation>Anmelden</translation>
    </message>
    <message>
        <source>The password is sent unencrypted: others on the way can read it.</source>
        <translation>Das Passwort wird unverschlüsselt gesendet: andere auf dem Weg können es lesen.</translation>
    </message>
    <message>
        <source>User name</source>
        <translation>Benutzername</translation>
    </message>
    <message>
        <source>{place} asks who you are.</source>
        <translation>{place} fragt, wer Sie sind.</translation>
    </message>
</context>
<context>
    <name>Sleep</name>
    <message>
        <source>Downloads are stopped first</source>
        <translation>Erst werden die Downloads angehalten</translation>
    </message>
</context>
<context>
    <name>SpeedPresets</name>
    <message>
        <source>Full speed</source>
        <translation>Volles Tempo</translation>
    </message>
    <message>
        <source>{speed} by the schedule</source>
        <translation>{speed} nach Zeitplan</translation>
    </message>
    <message>
        <source>{speed} until {time}</source>
        <translation>{speed} bis {time}</translation>
    </message>
</context>
<context>
    <name>State</name>
    <message>
        <source>Checking</source>
        <translation>Wird geprüft</translation>
    </message>
    <message>
        <source>Connecting</source>
        <translation>Verbindet</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>Fertig</translation>
    </message>
    <message>
        <source>Done, but the file is gone</source>
        <translation>Fertig, aber die Datei ist weg</translation>
    </message>
    <message>
        <source>Done, kept packed ({coding}) as the server sent it</source>
        <translation>Fertig, gepackt ({coding}) wie vom Server geschickt</translation>
    </message>
    <message>
        <source>Done, length not confirmed by the server</source>
        <translation>Fertig, Länge vom Server nicht bestätigt</translation>
    </message>
    <message>
        <source>Downloading</source>
        <translation>Lädt</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>Fehlgeschlagen</translation>
    </message>
    <message>
        <source>Paused</source>
        <translation>Pausiert</translation>
    </message>
    <message>
        <source>Queued</source>
        <translation>Wartet</translation>
    </message>
    <message>
        <source>Stopping</source>
        <translation>Hält an</translation>
    </message>
    <message>
        <source>Trying again in {time}</source>
        <translation>Neuer Versuch in {time}</translation>
    </message>
    <message>
        <source>Waiting for its folder</source>
        <translation>Wartet auf den Ordner</translation>
    </message>
    <message>
        <source>Waiting for its server</source>
        <translation>Wartet auf den Server</translation>
    </message>
    <message>
        <source>Waiting for the network</source>
        <translation>Wartet auf das Netzwerk</translation>
    </message>
    <message>
        <source>Waiting for the schedule</source>
        <translation>Wartet auf den Zeitplan</translation>
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
            <numerusform>%Ln aktiv</numerusform>
            <numerusform>%Ln aktiv</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n done</source>
        <translation>
            <numerusform>%Ln fertig</numerusform>
            <numerusform>%Ln fertig</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n failed</source>
        <translation>
            <numerusform>%Ln fehlgeschlagen</numerusform>
            <numerusform>%Ln fehlgeschlagen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n paused</source>
        <translation>
            <numerusform>%Ln pausiert</numerusform>
            <numerusform>%Ln pausiert</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n queued</source>
        <translation>
            <numerusform>%Ln wartend</numerusform>
            <numerusform>%Ln wartend</numerusform>
        </translation>
    </message>
    <message>
        <source>Downloads by state</source>
        <translation>Downloads nach Status</translation>
    </message>
    <message>
        <source>Free space</source>
        <translation>Freier Platz</translation>
    </message>
    <message>
        <source>Last event</source>
        <translation>Letztes Ereignis</translation>
    </message>
    <message>
        <source>Speed of all downloads</source>
        <translation>Tempo aller Downloads</translation>
    </message>
    <message>
        <source>{size} free</source>
        <translation>{size} frei</translation>
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
        <translation>Headgate: {percent} %</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>Beenden</translation>
    </message>
    <message>
        <source>Show the window</source>
        <translation>Fenster zeigen</translation>
    </message>
    <message>
        <source>Speed</source>
        <translation>Tempo</translation>
    </message>
</context>
<context>
    <name>Trouble</name>
    <message numerus="yes">
        <source>%n download(s) failed</source>
        <translation>
            <numerusform>%Ln Download fehlgeschlagen</numerusform>
            <numerusform>%Ln Downloads fehlgeschlagen</numerusform>
        </translation>
    </message>
    <message>
        <source>A web page, not the file</source>
        <translation>Webseite statt Datei</translation>
    </message>
    <message>
        <source>Certificate not trusted</source>
        <translation>Zertifikat nicht vertrauenswürdig</translation>
    </message>
    <message>
        <source>Checksum differs</source>
        <translation>Prüfsumme stimmt nicht</translation>
    </message>
    <message>
        <source>Connection lost</source>
        <translation>Verbindung abgebrochen</translation>
    </message>
    <message>
        <source>Connection refused</source>
        <translation>Verbindung abgelehnt</translation>
    </message>
    <message>
        <source>Damaged in places</source>
        <translation>Stellenweise beschädigt</translation>
    </message>
    <message>
        <source>Disk full</source>
        <translation>Datenträger voll</translation>
    </message>
    <message>
        <source>Disk trouble</source>
        <translation>Problem mit dem Datenträger</translation>
    </message>
    <message>
        <source>Drive not there</source>
        <translation>Laufwerk fehlt</translation>
    </message>
    <message>
        <source>File has changed</source>
        <translation>Datei hat sich geändert</translation>
    </message>
    <message>
        <source>File in use</source>
        <translation>Datei in Gebrauch</translation>
    </message>
    <message>
        <source>File not found</source>
        <translation>Datei nicht gefunden</translation>
    </message>
    <message>
        <source>File removed</source>
        <translation>Datei entfernt</translation>
    </message>
    <message>
        <source>File too large</source>
        <translation>Datei zu groß</translation>
    </message>
    <message>
        <source>Folder cannot be written</source>
        <translation>Ordner nicht beschreibbar</translation>
    </message>
    <message>
        <source>Folder missing</source>
        <translation>Ordner fehlt</translation>
    </message>
    <message>
        <source>Insecure redirect</source>
        <translation>Unsichere Umleitung</translation>
    </message>
    <message>
        <source>Led astray</source>
        <translation>In die Irre geführt</translation>
    </message>
    <message>
        <source>Link of no use</source>
        <translation>Link unbrauchbar</translation>
    </message>
    <message>
        <source>List closed</source>
        <translation>Liste geschlossen</translation>
    </message>
    <message>
        <source>List not written</source>
        <translation>Liste nicht geschrieben</translation>
    </message>
    <message>
        <source>List of a newer version</source>
        <translation>Liste einer neueren Version</translation>
    </message>
    <message>
        <source>List was damaged</source>
        <translation>Liste war beschädigt</translation>
    </message>
    <message>
        <source>Name look-up failed</source>
        <translation>Name nicht aufgelöst</translation>
    </message>
    <message>
        <source>Name taken</source>
        <translation>Name schon vergeben</translation>
    </message>
    <message>
        <source>Name too long</source>
        <translation>Name zu lang</translation>
    </message>
    <message>
        <source>No addresses</source>
        <translation>Keine Adressen</translation>
    </message>
    <message>
        <source>No answer</source>
        <translation>Keine Antwort</translation>
    </message>
    <message>
        <source>No network</source>
        <translation>Kein Netzwerk</translation>
    </message>
    <message>
        <source>No secure connection</source>
        <translation>Keine sichere Verbindung</translation>
    </message>
    <message>
        <source>No text</source>
        <translation>Kein Text</translation>
    </message>
    <message>
        <source>No trash</source>
        <translation>Kein Papierkorb</translation>
    </message>
    <message>
        <source>No web link</source>
        <translation>Kein Weblink</translation>
    </message>
    <message>
        <source>Not a link</source>
        <translation>Kein Link</translation>
    </message>
    <message>
        <source>Not allowed</source>
        <translation>Nicht erlaubt</translation>
    </message>
    <message>
        <source>Not the same file</source>
        <translation>Nicht dieselbe Datei</translation>
    </message>
    <message>
        <source>Not the size expected</source>
        <translation>Größe nicht wie erwartet</translation>
    </message>
    <message>
        <source>Our mistake</source>
        <translation>Unser Fehler</translation>
    </message>
    <message>
        <source>Parts do not fit</source>
        <translation>Teile passen nicht</translation>
    </message>
    <message>
        <source>Password needed</source>
        <translation>Passwort nötig</translation>
    </message>
    <message>
        <source>Proxy asks for a password</source>
        <translation>Proxy verlangt ein Passwort</translation>
    </message>
    <message>
        <source>Proxy trouble</source>
        <translation>Problem mit dem Proxy</translation>
    </message>
    <message>
        <source>Request refused</source>
        <translation>Anfrage abgelehnt</translation>
    </message>
    <message>
        <source>Rest refused</source>
        <translation>Rest verweigert</translation>
    </message>
    <message>
        <source>Senseless answer</source>
        <translation>Unsinnige Antwort</translation>
    </message>
    <message>
        <source>Sent in circles</source>
        <translation>Im Kreis geschickt</translation>
    </message>
    <message>
        <source>Server in trouble</source>
        <translation>Server hat Probleme</translation>
    </message>
    <message>
        <source>Server not found</source>
        <translation>Server nicht gefunden</translation>
    </message>
    <message>
        <source>Server out of reach</source>
        <translation>Server nicht erreichbar</translation>
    </message>
    <message>
        <source>Setting of no use</source>
        <translation>Einstellung unbrauchbar</translation>
    </message>
    <message>
        <source>The server fell silent</source>
        <translation>Server verstummt</translation>
    </message>
    <message>
        <source>Too many links</source>
        <translation>Zu viele Links</translation>
    </message>
    <message>
        <source>Too many requests</source>
        <translation>Zu viele Anfragen</translation>
    </message>
    <message>
        <source>Too much text</source>
        <translation>Zu viel Text</translation>
    </message>
    <message>
        <source>Unfinished file lost</source>
        <translation>Unfertige Datei verloren</translation>
    </message>
    <message>
        <source>Unreadable Metalink</source>
        <translation>Metalink unlesbar</translation>
    </message>
    <message>
        <source>Unreadable list</source>
        <translation>Liste unlesbar</translation>
    </message>
    <message>
        <source>Version not proven</source>
        <translation>Version nicht nachgewiesen</translation>
    </message>
    <message>
        <source>Wrong length</source>
        <translation>Falsche Länge</translation>
    </message>
    <message>
        <source>{title}: {count}</source>
        <translation>{title}: {count}</translation>
    </message>
</context>
</TS>
