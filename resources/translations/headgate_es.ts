<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="es_ES">
<context>
    <name>About</name>
    <message>
        <source>A download manager that stops at once and never loses a byte.</source>
        <translation>Un gestor de descargas que se detiene al instante y nunca pierde un byte.</translation>
    </message>
    <message>
        <source>About Headgate</source>
        <translation>Acerca de Headgate</translation>
    </message>
    <message>
        <source>Copied, without links, names, folders and passwords.</source>
        <translation>Copiado, sin enlaces, nombres, carpetas ni contraseñas.</translation>
    </message>
    <message>
        <source>Copy diagnostics</source>
        <translation>Copiar el diagnóstico</translation>
    </message>
    <message>
        <source>Headgate {version}</source>
        <translation>Headgate {version}</translation>
    </message>
    <message>
        <source>Licence</source>
        <translation>Licencia</translation>
    </message>
    <message>
        <source>Made of</source>
        <translation>Hecho con</translation>
    </message>
    <message>
        <source>Version</source>
        <translation>Versión</translation>
    </message>
    <message>
        <source>Versions and licences</source>
        <translation>Versiones y licencias</translation>
    </message>
    <message>
        <source>Without links, names, folders and passwords</source>
        <translation>Sin enlaces, nombres, carpetas ni contraseñas</translation>
    </message>
</context>
<context>
    <name>Action</name>
    <message>
        <source>About Headgate</source>
        <translation>Acerca de Headgate</translation>
    </message>
    <message>
        <source>Add links</source>
        <translation>Añadir enlaces</translation>
    </message>
    <message>
        <source>Add links to the list</source>
        <translation>Añadir enlaces a la lista</translation>
    </message>
    <message>
        <source>Add the links in files: lists, tables, pages, Metalinks</source>
        <translation>Añadir los enlaces de archivos: listas, tablas, páginas, Metalinks</translation>
    </message>
    <message>
        <source>Add the links that were copied</source>
        <translation>Añadir los enlaces copiados</translation>
    </message>
    <message>
        <source>Commands</source>
        <translation>Órdenes</translation>
    </message>
    <message>
        <source>Copy link</source>
        <translation>Copiar enlace</translation>
    </message>
    <message>
        <source>Copy the links of the selected downloads</source>
        <translation>Copiar los enlaces de las descargas seleccionadas</translation>
    </message>
    <message>
        <source>Delete what was received of the selected and start anew</source>
        <translation>Eliminar lo recibido de las descargas seleccionadas y empezar de nuevo</translation>
    </message>
    <message>
        <source>Download again</source>
        <translation>Descargar de nuevo</translation>
    </message>
    <message>
        <source>Download everything in the queue</source>
        <translation>Descargar todo lo que está en la cola</translation>
    </message>
    <message>
        <source>Fetch the selected files once more</source>
        <translation>Obtener otra vez los archivos seleccionados</translation>
    </message>
    <message>
        <source>Fetch what is there now under another name, keep the rest</source>
        <translation>Obtener con otro nombre lo que hay ahora y conservar el resto</translation>
    </message>
    <message>
        <source>Find any command by its name</source>
        <translation>Encontrar cualquier orden por su nombre</translation>
    </message>
    <message>
        <source>Folders, connections, limits, network</source>
        <translation>Carpetas, conexiones, límites, red</translation>
    </message>
    <message>
        <source>Go on with the selected download from another address</source>
        <translation>Continuar la descarga seleccionada desde otra dirección</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>Exportar</translation>
    </message>
    <message>
        <source>Delete all passwords kept in this computer&apos;s keyring</source>
        <translation>Eliminar todas las contraseñas guardadas en el depósito de claves de este equipo</translation>
    </message>
    <message>
        <source>Forget kept passwords</source>
        <translation>Olvidar las contraseñas guardadas</translation>
    </message>
    <message>
        <source>Give the selected file another name, on the disk as well</source>
        <translation>Dar otro nombre al archivo seleccionado, también en el disco</translation>
    </message>
    <message>
        <source>Import</source>
        <translation>Importar</translation>
    </message>
    <message>
        <source>Inspector</source>
        <translation>Inspector</translation>
    </message>
    <message>
        <source>Keep the selected downloads from running until resumed</source>
        <translation>Dejar en pausa las descargas seleccionadas hasta reanudarlas</translation>
    </message>
    <message>
        <source>Let the selected downloads be last</source>
        <translation>Dejar las descargas seleccionadas para el final</translation>
    </message>
    <message>
        <source>Let the selected downloads be next</source>
        <translation>Pasar las descargas seleccionadas al principio</translation>
    </message>
    <message>
        <source>Let the selected downloads be one later</source>
        <translation>Retrasar un puesto las descargas seleccionadas</translation>
    </message>
    <message>
        <source>Let the selected downloads be one sooner</source>
        <translation>Adelantar un puesto las descargas seleccionadas</translation>
    </message>
    <message>
        <source>Let the selected downloads run before all others</source>
        <translation>Ejecutar las descargas seleccionadas antes que todas las demás</translation>
    </message>
    <message>
        <source>Let the selected downloads run now</source>
        <translation>Ejecutar ahora las descargas seleccionadas</translation>
    </message>
    <message>
        <source>Move down</source>
        <translation>Bajar</translation>
    </message>
    <message>
        <source>Move to the bottom</source>
        <translation>Mover al final</translation>
    </message>
    <message>
        <source>Move to the top</source>
        <translation>Mover al principio</translation>
    </message>
    <message>
        <source>Move up</source>
        <translation>Subir</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Abrir</translation>
    </message>
    <message>
        <source>Open folder</source>
        <translation>Abrir carpeta</translation>
    </message>
    <message>
        <source>Open the finished file</source>
        <translation>Abrir el archivo terminado</translation>
    </message>
    <message>
        <source>Paste links</source>
        <translation>Pegar enlaces</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>Pausar</translation>
    </message>
    <message>
        <source>Properties</source>
        <translation>Propiedades</translation>
    </message>
    <message>
        <source>Put what was removed last back on the list</source>
        <translation>Devolver a la lista lo último que se quitó</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>Salir</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Quitar</translation>
    </message>
    <message>
        <source>Remove and delete files</source>
        <translation>Quitar y eliminar los archivos</translation>
    </message>
    <message>
        <source>Rename</source>
        <translation>Cambiar el nombre</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>Reanudar</translation>
    </message>
    <message>
        <source>Retry</source>
        <translation>Reintentar</translation>
    </message>
    <message>
        <source>Save beside</source>
        <translation>Guardar al lado</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>Buscar</translation>
    </message>
    <message>
        <source>Search the list</source>
        <translation>Buscar en la lista</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>Ajustes</translation>
    </message>
    <message>
        <source>Show and change everything about the selected downloads</source>
        <translation>Mostrar y cambiar todo lo relativo a las descargas seleccionadas</translation>
    </message>
    <message>
        <source>Show or hide a close look at the selected downloads</source>
        <translation>Mostrar u ocultar los detalles de las descargas seleccionadas</translation>
    </message>
    <message>
        <source>Show the folder the file is saved in</source>
        <translation>Mostrar la carpeta donde se guarda el archivo</translation>
    </message>
    <message>
        <source>Start</source>
        <translation>Iniciar</translation>
    </message>
    <message>
        <source>Start again</source>
        <translation>Empezar de nuevo</translation>
    </message>
    <message>
        <source>Start now</source>
        <translation>Iniciar ahora</translation>
    </message>
    <message>
        <source>Stop all</source>
        <translation>Detener todo</translation>
    </message>
    <message>
        <source>Stop every download at once; everything received is kept</source>
        <translation>Detener todas las descargas al instante; se conserva todo lo recibido</translation>
    </message>
    <message>
        <source>Stop safely and leave</source>
        <translation>Detener todo con seguridad y salir</translation>
    </message>
    <message>
        <source>Stopping…</source>
        <translation>Deteniendo…</translation>
    </message>
    <message>
        <source>Take downloads off the list, and their files to the trash</source>
        <translation>Quitar descargas de la lista y enviar sus archivos a la papelera</translation>
    </message>
    <message>
        <source>Take the selected downloads off the list</source>
        <translation>Quitar de la lista las descargas seleccionadas</translation>
    </message>
    <message>
        <source>Try the selected downloads that failed again</source>
        <translation>Reintentar las descargas seleccionadas que han fallado</translation>
    </message>
    <message>
        <source>Undo remove</source>
        <translation>Deshacer quitar</translation>
    </message>
    <message>
        <source>Use another link</source>
        <translation>Usar otro enlace</translation>
    </message>
    <message>
        <source>Versions, licences, and what to tell when asking for help</source>
        <translation>Versiones, licencias y qué decir al pedir ayuda</translation>
    </message>
    <message>
        <source>Write the selected downloads, or all, to a file of links</source>
        <translation>Escribir las descargas seleccionadas, o todas, en un archivo de enlaces</translation>
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
        <translation>No hacer nada</translation>
    </message>
    <message>
        <source>Everything is done. Headgate quits.</source>
        <translation>Todo ha terminado. Headgate se cerrará.</translation>
    </message>
    <message>
        <source>Everything is done. The computer goes to sleep.</source>
        <translation>Todo ha terminado. El equipo se suspenderá.</translation>
    </message>
    <message>
        <source>Everything is done. The computer shuts down.</source>
        <translation>Todo ha terminado. El equipo se apagará.</translation>
    </message>
    <message>
        <source>Headgate</source>
        <translation>Headgate</translation>
    </message>
    <message>
        <source>Now</source>
        <translation>Ahora</translation>
    </message>
    <message>
        <source>Put the computer to sleep</source>
        <translation>Suspender el equipo</translation>
    </message>
    <message>
        <source>Quit Headgate</source>
        <translation>Salir de Headgate</translation>
    </message>
    <message>
        <source>Shut the computer down</source>
        <translation>Apagar el equipo</translation>
    </message>
    <message>
        <source>The system refused.</source>
        <translation>El sistema se negó.</translation>
    </message>
</context>
<context>
    <name>Awake</name>
    <message>
        <source>Downloads are running</source>
        <translation>Hay descargas en curso</translation>
    </message>
</context>
<context>
    <name>Banner</name>
    <message>
        <source>Close this message</source>
        <translation>Cerrar este mensaje</translation>
    </message>
    <message>
        <source>Mend it</source>
        <translation>Arreglarlo</translation>
    </message>
</context>
<context>
    <name>CertificateQuestion</name>
    <message>
        <source>Certificate not trusted</source>
        <translation>Certificado no fiable</translation>
    </message>
    <message>
        <source>Check the link and your clock.</source>
        <translation>Compruebe el enlace y su reloj.</translation>
    </message>
    <message>
        <source>Issued by</source>
        <translation>Emitido por</translation>
    </message>
    <message>
        <source>Issued to</source>
        <translation>Emitido para</translation>
    </message>
    <message>
        <source>Meant for</source>
        <translation>Vale para</translation>
    </message>
    <message>
        <source>Open settings</source>
        <translation>Abrir los ajustes</translation>
    </message>
    <message>
        <source>Retry</source>
        <translation>Reintentar</translation>
    </message>
    <message>
        <source>SHA-256 fingerprint</source>
        <translation>Huella SHA-256</translation>
    </message>
    <message>
        <source>The server is asked for its certificate…</source>
        <translation>Se pide el certificado al servidor…</translation>
    </message>
    <message>
        <source>Valid from</source>
        <translation>Válido desde</translation>
    </message>
    <message>
        <source>Valid until</source>
        <translation>Válido hasta</translation>
    </message>
    <message>
        <source>Whoever is between you and the server could read and change what you download. If it is a server of your own, name its certificate in the settings.</source>
        <translation>Quien esté entre usted y el servidor podría leer y cambiar lo que descarga. Si el servidor es suyo, indique su certificado en los ajustes.</translation>
    </message>
    <message>
        <source>itself: nobody else vouches for it</source>
        <translation>sí mismo: nadie más responde por él</translation>
    </message>
</context>
<context>
    <name>Clipboard</name>
    <message numerus="yes">
        <source>%n link(s) copied</source>
        <translation>
            <numerusform>%Ln enlace copiado</numerusform>
            <numerusform>%Ln enlaces copiados</numerusform>
        </translation>
    </message>
    <message>
        <source>Add</source>
        <translation>Añadir</translation>
    </message>
</context>
<context>
    <name>Closing</name>
    <message>
        <source>Quit now</source>
        <translation>Salir ahora</translation>
    </message>
    <message>
        <source>Still recording what was received: the disk is slow. Nothing that is recorded can get lost.</source>
        <translation>Aún se está registrando lo recibido: el disco es lento. Nada de lo registrado puede perderse.</translation>
    </message>
    <message>
        <source>Still waiting for {names}: the disk does not answer. Nothing that is recorded can get lost.</source>
        <translation>Aún se espera a {names}: el disco no responde. Nada de lo registrado puede perderse.</translation>
    </message>
</context>
<context>
    <name>Column</name>
    <message>
        <source>Added</source>
        <translation>Añadida</translation>
    </message>
    <message>
        <source>Finished</source>
        <translation>Terminada</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>Carpeta</translation>
    </message>
    <message>
        <source>Left</source>
        <translation>Restante</translation>
    </message>
    <message>
        <source>Link</source>
        <translation>Enlace</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Nombre</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>Progreso</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Tamaño</translation>
    </message>
    <message>
        <source>Speed</source>
        <translation>Velocidad</translation>
    </message>
    <message>
        <source>Status</source>
        <translation>Estado</translation>
    </message>
</context>
<context>
    <name>Countdown</name>
    <message numerus="yes">
        <source>In %n second(s), unless you cancel.</source>
        <translation>
            <numerusform>En %Ln segundo, si no cancela.</numerusform>
            <numerusform>En %Ln segundos, si no cancela.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Date</name>
    <message>
        <source>yesterday {time}</source>
        <translation>ayer {time}</translation>
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
        <translation>Columnas</translation>
    </message>
    <message>
        <source>Downloads</source>
        <translation>Descargas</translation>
    </message>
</context>
<context>
    <name>Dragging</name>
    <message numerus="yes">
        <source>%n already here</source>
        <translation>
            <numerusform>%Ln ya está</numerusform>
            <numerusform>%Ln ya están</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n link(s)</source>
        <translation>
            <numerusform>%Ln enlace</numerusform>
            <numerusform>%Ln enlaces</numerusform>
        </translation>
    </message>
    <message>
        <source>Drop to add links</source>
        <translation>Suelte para añadir enlaces</translation>
    </message>
    <message>
        <source>No links in this</source>
        <translation>Aquí no hay enlaces</translation>
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
        <translation>Suma de verificación</translation>
    </message>
    <message>
        <source>Connections at most</source>
        <translation>Conexiones como máximo</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>Carpeta</translation>
    </message>
    <message>
        <source>Headers, one a line</source>
        <translation>Cabeceras, una por línea</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Nombre</translation>
    </message>
    <message>
        <source>Speed limit</source>
        <translation>Límite de velocidad</translation>
    </message>
    <message>
        <source>as in the settings</source>
        <translation>como en los ajustes</translation>
    </message>
</context>
<context>
    <name>Edits</name>
    <message>
        <source>Another name</source>
        <translation>Otro nombre</translation>
    </message>
    <message>
        <source>Name of the file</source>
        <translation>Nombre del archivo</translation>
    </message>
    <message>
        <source>Save in</source>
        <translation>Guardar en</translation>
    </message>
</context>
<context>
    <name>Empty</name>
    <message>
        <source>Add links</source>
        <translation>Añadir enlaces</translation>
    </message>
    <message>
        <source>Drag them from your browser or a text file, paste them with {keys}, or type them in.
Then press Start.</source>
        <translation>Arrástrelos desde el navegador o un archivo de texto, péguelos con {keys} o escríbalos.
Después pulse «Iniciar».</translation>
    </message>
    <message>
        <source>Drop links here</source>
        <translation>Suelte enlaces aquí</translation>
    </message>
    <message>
        <source>Opens a field to type links in</source>
        <translation>Abre un campo donde escribir enlaces</translation>
    </message>
</context>
<context>
    <name>Error</name>
    <message>
        <source>Add it again once Headgate is started.</source>
        <translation>Añádalo de nuevo cuando Headgate vuelva a estar abierto.</translation>
    </message>
    <message>
        <source>Anybody on the way could change the file. If you trust it, add that address itself.</source>
        <translation>Cualquiera en el camino podría cambiar el archivo. Si se fía, añada directamente esa dirección.</translation>
    </message>
    <message>
        <source>Check that the file exists, is text, and may be read by you.</source>
        <translation>Compruebe que el archivo existe, que es texto y que usted puede leerlo.</translation>
    </message>
    <message>
        <source>Check the disk; everything received so far is kept.</source>
        <translation>Compruebe el disco; se conserva todo lo recibido hasta ahora.</translation>
    </message>
    <message>
        <source>Check the link and your clock. Accept it only if you know why this happens.</source>
        <translation>Compruebe el enlace y su reloj. Acéptelo solo si sabe por qué ocurre.</translation>
    </message>
    <message>
        <source>Check the proxy&apos;s address, user name and password.</source>
        <translation>Compruebe la dirección, el usuario y la contraseña del proxy.</translation>
    </message>
    <message>
        <source>Check the spelling of the link, and whether you are online.</source>
        <translation>Compruebe que el enlace está bien escrito y que tiene conexión.</translation>
    </message>
    <message>
        <source>Check the value and try again.</source>
        <translation>Compruebe el valor e inténtelo de nuevo.</translation>
    </message>
    <message>
        <source>Check whether you are online, then retry.</source>
        <translation>Compruebe que tiene conexión y reintente.</translation>
    </message>
    <message>
        <source>Check your network connection, then retry.</source>
        <translation>Compruebe su conexión de red y reintente.</translation>
    </message>
    <message>
        <source>Choose a folder on another disk (FAT disks end at 4 GB a file).</source>
        <translation>Elija una carpeta en otro disco (los discos FAT solo admiten 4&#xa0;GB por archivo).</translation>
    </message>
    <message>
        <source>Choose a folder you may write to.</source>
        <translation>Elija una carpeta en la que pueda escribir.</translation>
    </message>
    <message>
        <source>Choose a shorter name.</source>
        <translation>Elija un nombre más corto.</translation>
    </message>
    <message>
        <source>Choose a text file, or copy the links themselves.</source>
        <translation>Elija un archivo de texto o copie los propios enlaces.</translation>
    </message>
    <message>
        <source>Choose another name, or move the old file away.</source>
        <translation>Elija otro nombre o mueva el archivo antiguo.</translation>
    </message>
    <message>
        <source>Copy the whole address, starting with http:// or https://.</source>
        <translation>Copie la dirección completa, desde http:// o https://.</translation>
    </message>
    <message>
        <source>Download it again, from another source if it happens twice.</source>
        <translation>Descárguelo de nuevo; si vuelve a ocurrir, desde otra fuente.</translation>
    </message>
    <message>
        <source>Downloads go on by themselves when it is back.</source>
        <translation>Las descargas seguirán solas cuando vuelva.</translation>
    </message>
    <message>
        <source>Free some space or choose another folder; everything received is kept.</source>
        <translation>Libere espacio o elija otra carpeta; se conserva todo lo recibido.</translation>
    </message>
    <message>
        <source>Get it again from where it came from.</source>
        <translation>Consígalo de nuevo en el lugar de donde vino.</translation>
    </message>
    <message>
        <source>Give it together with the links, or say where the files lie.</source>
        <translation>Indíquelo junto con los enlaces o diga dónde están los archivos.</translation>
    </message>
    <message>
        <source>Headgate is closing, and its list takes in nothing more.</source>
        <translation>Headgate se está cerrando y ya no añade nada a la lista.</translation>
    </message>
    <message>
        <source>Headgate made a mistake: {reason}.</source>
        <translation>Headgate ha cometido un error: {reason}.</translation>
    </message>
    <message>
        <source>If any are missing, add them again.</source>
        <translation>Si falta alguna, añádala de nuevo.</translation>
    </message>
    <message>
        <source>It is another file or another version. Look for another link.</source>
        <translation>Es otro archivo u otra versión. Busque otro enlace.</translation>
    </message>
    <message>
        <source>Links that start with {scheme}: cannot be downloaded.</source>
        <translation>Los enlaces que empiezan por {scheme}: no se pueden descargar.</translation>
    </message>
    <message>
        <source>Look for a link to the same file, or start again; the old part is kept until then.</source>
        <translation>Busque un enlace al mismo archivo o empiece de nuevo; la parte antigua se conserva hasta entonces.</translation>
    </message>
    <message>
        <source>Look for another link.</source>
        <translation>Busque otro enlace.</translation>
    </message>
    <message>
        <source>Make room on that disk or check its permissions, then start again.</source>
        <translation>Haga sitio en ese disco o compruebe sus permisos y vuelva a iniciar.</translation>
    </message>
    <message>
        <source>No secure connection to {host} could be made: {reason}.</source>
        <translation>No se pudo establecer una conexión segura con {host}: {reason}.</translation>
    </message>
    <message>
        <source>No server called {host} was found.</source>
        <translation>No se encontró ningún servidor llamado {host}.</translation>
    </message>
    <message>
        <source>Nothing can be saved in {folder}: {reason}.</source>
        <translation>No se puede guardar nada en {folder}: {reason}.</translation>
    </message>
    <message>
        <source>Only http and https links are supported.</source>
        <translation>Solo se admiten enlaces http y https.</translation>
    </message>
    <message>
        <source>Open the link in a browser to see what the server wants.</source>
        <translation>Abra el enlace en un navegador para ver qué pide el servidor.</translation>
    </message>
    <message>
        <source>Open the link in a browser, and copy the address of the file itself.</source>
        <translation>Abra el enlace en un navegador y copie la dirección del propio archivo.</translation>
    </message>
    <message>
        <source>Open the link in a browser: it may need a login or cookies.</source>
        <translation>Abra el enlace en un navegador: quizá necesite iniciar sesión o cookies.</translation>
    </message>
    <message>
        <source>Plug in the drive it is on, or choose another folder.</source>
        <translation>Conecte la unidad en la que está o elija otra carpeta.</translation>
    </message>
    <message>
        <source>Plug the drive in or mount it again; downloads to it go on by themselves.</source>
        <translation>Conecte la unidad o móntela de nuevo; las descargas hacia ella seguirán solas.</translation>
    </message>
    <message>
        <source>Retry later, or look for another link.</source>
        <translation>Reintente más tarde o busque otro enlace.</translation>
    </message>
    <message>
        <source>Retry later, with fewer downloads from this server at a time.</source>
        <translation>Reintente más tarde, con menos descargas simultáneas de este servidor.</translation>
    </message>
    <message>
        <source>Retry later; the fault is on the server&apos;s side.</source>
        <translation>Reintente más tarde; el fallo está en el servidor.</translation>
    </message>
    <message>
        <source>Retry later; the server or the way to it may be overloaded.</source>
        <translation>Reintente más tarde; el servidor o el camino hasta él puede estar saturado.</translation>
    </message>
    <message>
        <source>Retry. If it happens again, please report it with the details.</source>
        <translation>Reintente. Si vuelve a ocurrir, comuníquelo con los detalles.</translation>
    </message>
    <message>
        <source>Retry; everything received so far is kept.</source>
        <translation>Reintente; se conserva todo lo recibido hasta ahora.</translation>
    </message>
    <message>
        <source>Retry; only these are fetched again, everything else is kept.</source>
        <translation>Reintente; solo se descargan de nuevo estos, todo lo demás se conserva.</translation>
    </message>
    <message>
        <source>Retry; the server or something on the way cuts the file.</source>
        <translation>Reintente; el servidor o algo en el camino corta el archivo.</translation>
    </message>
    <message>
        <source>Retry; what is there is compared with what comes.</source>
        <translation>Reintente; lo que ya está se compara con lo que llega.</translation>
    </message>
    <message>
        <source>Saving in {folder} failed: {reason}.</source>
        <translation>No se pudo guardar en {folder}: {reason}.</translation>
    </message>
    <message>
        <source>Sign in, or give the link as https://name:password@…, or with your cookies.</source>
        <translation>Inicie sesión, o dé el enlace como https://nombre:contraseña@…, o con sus cookies.</translation>
    </message>
    <message>
        <source>Sign in, or write the proxy as http://name:password@host:port.</source>
        <translation>Inicie sesión, o escriba el proxy como http://nombre:contraseña@host:puerto.</translation>
    </message>
    <message>
        <source>Split it into several files.</source>
        <translation>Divídalo en varios archivos.</translation>
    </message>
    <message>
        <source>Split it into several lists.</source>
        <translation>Divídalos en varias listas.</translation>
    </message>
    <message>
        <source>Start it again from the beginning, save it under another name beside the old part, or find another link to the same file; the old part is kept until then.</source>
        <translation>Empiece desde el principio, guárdelo con otro nombre junto a la parte antigua o busque otro enlace al mismo archivo; la parte antigua se conserva hasta entonces.</translation>
    </message>
    <message>
        <source>Start it again from the beginning.</source>
        <translation>Empiece desde el principio.</translation>
    </message>
    <message>
        <source>Start it again from the beginning; it is then fetched over a single connection.</source>
        <translation>Empiece desde el principio; se descargará con una sola conexión.</translation>
    </message>
    <message>
        <source>Start the newer version; this one leaves the list untouched.</source>
        <translation>Inicie la versión más nueva; esta no toca la lista.</translation>
    </message>
    <message>
        <source>Take it out of the list, or give the address of a file.</source>
        <translation>Sáquelo de la lista o indique la dirección de un archivo.</translation>
    </message>
    <message>
        <source>The answer of {host} makes no sense: {reason}.</source>
        <translation>La respuesta de {host} no tiene sentido: {reason}.</translation>
    </message>
    <message>
        <source>The certificate of {host} is not trusted: {reason}.</source>
        <translation>El certificado de {host} no es de confianza: {reason}.</translation>
    </message>
    <message>
        <source>The connection to {host} broke off.</source>
        <translation>Se cortó la conexión con {host}.</translation>
    </message>
    <message>
        <source>The disk of {folder} cannot hold a file this large.</source>
        <translation>El disco de {folder} no admite un archivo tan grande.</translation>
    </message>
    <message>
        <source>The disk of {folder} does not take a name this long.</source>
        <translation>El disco de {folder} no admite un nombre tan largo.</translation>
    </message>
    <message>
        <source>The disk of {folder} is full.</source>
        <translation>El disco de {folder} está lleno.</translation>
    </message>
    <message>
        <source>The file is damaged at bytes {ranges}.</source>
        <translation>El archivo está dañado en los bytes {ranges}.</translation>
    </message>
    <message>
        <source>The file is damaged: its {algorithm} begins with {actual:.12}, not with {expected:.12}.</source>
        <translation>El archivo está dañado: su suma {algorithm} empieza por {actual:.12} y se esperaba {expected:.12}.</translation>
    </message>
    <message>
        <source>The file may have changed. Start it again from the beginning.</source>
        <translation>El archivo puede haber cambiado. Empiece desde el principio.</translation>
    </message>
    <message>
        <source>The file may have moved. Look for a new link.</source>
        <translation>El archivo puede haberse movido. Busque un enlace nuevo.</translation>
    </message>
    <message>
        <source>The file on {host} has changed since the download began.</source>
        <translation>El archivo en {host} ha cambiado desde que empezó la descarga.</translation>
    </message>
    <message>
        <source>The file on {host} has {actual} bytes; {expected} were expected.</source>
        <translation>El archivo en {host} tiene {actual} bytes y se esperaban {expected}.</translation>
    </message>
    <message>
        <source>The file on {host} is not the one that a part is already there of.</source>
        <translation>El archivo en {host} no es el mismo del que ya hay una parte.</translation>
    </message>
    <message>
        <source>The file stays where it is. Delete it in a file manager.</source>
        <translation>El archivo se queda donde está. Elimínelo con un gestor de archivos.</translation>
    </message>
    <message>
        <source>The file was removed from {host} (410).</source>
        <translation>El archivo se ha eliminado de {host} (410).</translation>
    </message>
    <message>
        <source>The folder {folder} does not exist: {reason}.</source>
        <translation>La carpeta {folder} no existe: {reason}.</translation>
    </message>
    <message>
        <source>The folder {folder} is gone, or its drive is not plugged in.</source>
        <translation>La carpeta {folder} ha desaparecido o su unidad no está conectada.</translation>
    </message>
    <message>
        <source>The link may have expired or need a login. Open it in a browser.</source>
        <translation>El enlace puede haber caducado o necesitar iniciar sesión. Ábralo en un navegador.</translation>
    </message>
    <message>
        <source>The link may have expired. Get a new link from the page it came from.</source>
        <translation>El enlace puede haber caducado. Consiga uno nuevo en la página de donde vino.</translation>
    </message>
    <message>
        <source>The list of downloads in {folder} cannot be written: {reason}.</source>
        <translation>No se puede escribir la lista de descargas en {folder}: {reason}.</translation>
    </message>
    <message>
        <source>The list of downloads was damaged. It is kept as {kept}, and {count} downloads were taken over from it.</source>
        <translation>La lista de descargas estaba dañada. Se conserva como {kept}; descargas recuperadas de ella: {count}.</translation>
    </message>
    <message>
        <source>The list of downloads was written by a newer Headgate.</source>
        <translation>La lista de descargas es de una versión más nueva de Headgate.</translation>
    </message>
    <message>
        <source>The list {path} cannot be read: {reason}.</source>
        <translation>No se puede leer la lista {path}: {reason}.</translation>
    </message>
    <message>
        <source>{option}: {reason}.</source>
        <translation>{option}: {reason}.</translation>
    </message>
    <message>
        <source>The name {host} could not be looked up right now.</source>
        <translation>No se pudo resolver el nombre {host} en este momento.</translation>
    </message>
    <message>
        <source>The parts of the file that {host} sent do not fit together.</source>
        <translation>Las partes del archivo que envió {host} no encajan.</translation>
    </message>
    <message>
        <source>The proxy {proxy} asks for a user name and password: {reason}.</source>
        <translation>El proxy {proxy} pide un nombre de usuario y una contraseña: {reason}.</translation>
    </message>
    <message>
        <source>The proxy {proxy} did not let us through: {reason}.</source>
        <translation>El proxy {proxy} no nos dejó pasar: {reason}.</translation>
    </message>
    <message>
        <source>The server may be down. Retry later, or check the port in the link.</source>
        <translation>El servidor puede estar caído. Reintente más tarde o compruebe el puerto del enlace.</translation>
    </message>
    <message>
        <source>The server may be misconfigured. Retry later, or look for another link.</source>
        <translation>El servidor puede estar mal configurado. Reintente más tarde o busque otro enlace.</translation>
    </message>
    <message>
        <source>The unfinished file {name} was removed or replaced.</source>
        <translation>El archivo sin terminar {name} se ha eliminado o reemplazado.</translation>
    </message>
    <message>
        <source>There is already a file called {name} in {folder}.</source>
        <translation>Ya hay un archivo llamado {name} en {folder}.</translation>
    </message>
    <message>
        <source>This Metalink cannot be read: {reason}.</source>
        <translation>No se puede leer este Metalink: {reason}.</translation>
    </message>
    <message>
        <source>This computer has no network connection.</source>
        <translation>Este equipo no tiene conexión de red.</translation>
    </message>
    <message>
        <source>This has more than {limit} links.</source>
        <translation>Aquí hay más de {limit} enlaces.</translation>
    </message>
    <message>
        <source>This has the checksums of files, but not their addresses.</source>
        <translation>Aquí están las sumas de verificación de los archivos, pero no sus direcciones.</translation>
    </message>
    <message>
        <source>This is more than {limit} MiB of text.</source>
        <translation>Son más de {limit} MiB de texto.</translation>
    </message>
    <message>
        <source>This is not text.</source>
        <translation>Esto no es texto.</translation>
    </message>
    <message>
        <source>Wait until the other one is done, or choose another name.</source>
        <translation>Espere a que termine el otro o elija otro nombre.</translation>
    </message>
    <message>
        <source>{host} announced {expected} bytes and sent {actual}.</source>
        <translation>{host} anunció {expected} bytes y envió {actual}.</translation>
    </message>
    <message>
        <source>{host} asks for a user name and password ({status}).</source>
        <translation>{host} pide usuario y contraseña ({status}).</translation>
    </message>
    <message>
        <source>{host} asks us to slow down (429).</source>
        <translation>{host} pide que vayamos más despacio (429).</translation>
    </message>
    <message>
        <source>{host} cannot be reached: {reason}.</source>
        <translation>No se puede llegar a {host}: {reason}.</translation>
    </message>
    <message>
        <source>{host} did not answer within {seconds} seconds.</source>
        <translation>{host} no respondió en {seconds} segundos.</translation>
    </message>
    <message>
        <source>{host} does not allow this download (403).</source>
        <translation>{host} no permite esta descarga (403).</translation>
    </message>
    <message>
        <source>{host} does not say whether it still has the same version of the file.</source>
        <translation>{host} no dice si aún tiene la misma versión del archivo.</translation>
    </message>
    <message>
        <source>{host} has no file at this address (404).</source>
        <translation>{host} no tiene ningún archivo en esta dirección (404).</translation>
    </message>
    <message>
        <source>{host} is having trouble ({status}).</source>
        <translation>{host} tiene problemas ({status}).</translation>
    </message>
    <message>
        <source>{host} leads from a secure address to an insecure one, on {target}.</source>
        <translation>{host} lleva de una dirección segura a una insegura, en {target}.</translation>
    </message>
    <message>
        <source>{host} leads to where nothing can be downloaded: {reason}.</source>
        <translation>{host} lleva a donde no se puede descargar nada: {reason}.</translation>
    </message>
    <message>
        <source>{host} no longer offers the rest of this file (416).</source>
        <translation>{host} ya no ofrece el resto de este archivo (416).</translation>
    </message>
    <message>
        <source>{host} refused the connection.</source>
        <translation>{host} rechazó la conexión.</translation>
    </message>
    <message>
        <source>{host} refused the request ({status}).</source>
        <translation>{host} rechazó la petición ({status}).</translation>
    </message>
    <message>
        <source>{host} sends us in circles: {reason}.</source>
        <translation>{host} nos hace dar vueltas: {reason}.</translation>
    </message>
    <message>
        <source>{host} sent a web page where the file {name} was expected.</source>
        <translation>{host} envió una página web en lugar del archivo {name}.</translation>
    </message>
    <message>
        <source>{host} stopped sending for {seconds} seconds.</source>
        <translation>{host} no envió nada durante {seconds} segundos.</translation>
    </message>
    <message>
        <source>{name} could not be moved to the trash: {folder} has none, or does not let it go.</source>
        <translation>No se pudo enviar {name} a la papelera: {folder} no la tiene o no lo deja salir.</translation>
    </message>
    <message>
        <source>{name} is being downloaded by another program or window.</source>
        <translation>{name} lo está descargando otro programa u otra ventana.</translation>
    </message>
    <message>
        <source>“{link}” cannot be downloaded: {reason}.</source>
        <translation>«{link}» no se puede descargar: {reason}.</translation>
    </message>
    <message>
        <source>“{link}” is not a link.</source>
        <translation>«{link}» no es un enlace.</translation>
    </message>
</context>
<context>
    <name>Exchange</name>
    <message numerus="yes">
        <source>%n download(s)</source>
        <translation>
            <numerusform>%Ln descarga guardada</numerusform>
            <numerusform>%Ln descargas guardadas</numerusform>
        </translation>
    </message>
    <message>
        <source>Export</source>
        <translation>Exportar</translation>
    </message>
    <message>
        <source>Import</source>
        <translation>Importar</translation>
    </message>
    <message>
        <source>Input file of aria2</source>
        <translation>Archivo de entrada de aria2</translation>
    </message>
    <message>
        <source>JSON</source>
        <translation>JSON</translation>
    </message>
    <message>
        <source>Links, one a line</source>
        <translation>Enlaces, uno por línea</translation>
    </message>
    <message>
        <source>Metalink</source>
        <translation>Metalink</translation>
    </message>
    <message>
        <source>Table</source>
        <translation>Tabla</translation>
    </message>
    <message>
        <source>downloads</source>
        <translation>descargas</translation>
    </message>
    <message>
        <source>{downloads} written to {file}</source>
        <translation>{downloads} en {file}</translation>
    </message>
</context>
<context>
    <name>Fact</name>
    <message numerus="yes">
        <source>%n download(s)</source>
        <translation>
            <numerusform>%Ln descarga</numerusform>
            <numerusform>%Ln descargas</numerusform>
        </translation>
    </message>
    <message>
        <source>Added</source>
        <translation>Añadida</translation>
    </message>
    <message>
        <source>Can be resumed</source>
        <translation>Se puede reanudar</translation>
    </message>
    <message>
        <source>Checksum</source>
        <translation>Suma de verificación</translation>
    </message>
    <message>
        <source>Finished</source>
        <translation>Terminada</translation>
    </message>
    <message>
        <source>From</source>
        <translation>Desde</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Nombre</translation>
    </message>
    <message>
        <source>Received</source>
        <translation>Recibido</translation>
    </message>
    <message>
        <source>Selected</source>
        <translation>Selección</translation>
    </message>
    <message>
        <source>Speed limit</source>
        <translation>Límite de velocidad</translation>
    </message>
    <message>
        <source>Status</source>
        <translation>Estado</translation>
    </message>
    <message>
        <source>To</source>
        <translation>En</translation>
    </message>
    <message>
        <source>Version</source>
        <translation>Versión</translation>
    </message>
    <message>
        <source>Which led to</source>
        <translation>Que llevó a</translation>
    </message>
    <message>
        <source>Why this name</source>
        <translation>Por qué este nombre</translation>
    </message>
    <message>
        <source>no, the server sends whole files alone</source>
        <translation>no, el servidor solo envía archivos enteros</translation>
    </message>
    <message>
        <source>yes, by comparing what is there</source>
        <translation>sí, comparando con lo que ya está</translation>
    </message>
    <message>
        <source>yes, the version is proven</source>
        <translation>sí, la versión está comprobada</translation>
    </message>
    <message>
        <source>{checksum}, checked</source>
        <translation>{checksum}, comprobada</translation>
    </message>
    <message>
        <source>{received} of {size}</source>
        <translation>{received} de {size}</translation>
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
        <translation>{n} d</translation>
    </message>
    <message>
        <source>{n} h</source>
        <translation>{n} h</translation>
    </message>
    <message>
        <source>{n} kB</source>
        <translation>{n} kB</translation>
    </message>
    <message>
        <source>{n} min</source>
        <translation>{n} min</translation>
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
        <translation>Elegir…</translation>
    </message>
    <message>
        <source>Colours</source>
        <translation>Colores</translation>
    </message>
    <message>
        <source>Everything else is in the settings (Ctrl+,).</source>
        <translation>Todo lo demás está en los ajustes (Ctrl+,).</translation>
    </message>
    <message>
        <source>Save files in</source>
        <translation>Guardar los archivos en</translation>
    </message>
    <message>
        <source>Welcome</source>
        <translation>Bienvenido</translation>
    </message>
</context>
<context>
    <name>FolderEdit</name>
    <message>
        <source>Choose a folder</source>
        <translation>Elegir una carpeta</translation>
    </message>
</context>
<context>
    <name>Furnishing</name>
    <message>
        <source>More</source>
        <translation>Más</translation>
    </message>
    <message>
        <source>Speed</source>
        <translation>Velocidad</translation>
    </message>
    <message>
        <source>Speed limit: {speed}</source>
        <translation>Límite de velocidad: {speed}</translation>
    </message>
    <message>
        <source>When everything is done</source>
        <translation>Cuando todo termine</translation>
    </message>
</context>
<context>
    <name>Gate</name>
    <message numerus="yes">
        <source>Adding %n link(s)…</source>
        <translation>
            <numerusform>Añadiendo %Ln enlace…</numerusform>
            <numerusform>Añadiendo %Ln enlaces…</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Group</name>
    <message>
        <source>Active</source>
        <translation>Activas</translation>
    </message>
    <message>
        <source>All</source>
        <translation>Todas</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>Terminadas</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>Fallidas</translation>
    </message>
    <message>
        <source>Paused</source>
        <translation>En pausa</translation>
    </message>
    <message>
        <source>Queued</source>
        <translation>En cola</translation>
    </message>
</context>
<context>
    <name>Inspector</name>
    <message>
        <source>Connection {n}</source>
        <translation>Conexión {n}</translation>
    </message>
    <message>
        <source>Edit</source>
        <translation>Editar</translation>
    </message>
    <message>
        <source>Inspector</source>
        <translation>Inspector</translation>
    </message>
    <message>
        <source>Log</source>
        <translation>Registro</translation>
    </message>
    <message>
        <source>No connection is open.</source>
        <translation>No hay ninguna conexión abierta.</translation>
    </message>
    <message>
        <source>Nothing was received in the last minutes.</source>
        <translation>No se ha recibido nada en los últimos minutos.</translation>
    </message>
    <message>
        <source>Overview</source>
        <translation>Resumen</translation>
    </message>
    <message>
        <source>Segments</source>
        <translation>Segmentos</translation>
    </message>
    <message>
        <source>Speed</source>
        <translation>Velocidad</translation>
    </message>
    <message>
        <source>now</source>
        <translation>ahora</translation>
    </message>
    <message>
        <source>racing</source>
        <translation>en carrera</translation>
    </message>
    <message>
        <source>{now} now, {average} on average, {most} at most</source>
        <translation>{now} ahora, {average} de media, {most} como máximo</translation>
    </message>
    <message>
        <source>{n} min ago</source>
        <translation>hace {n} min</translation>
    </message>
    <message>
        <source>{size} to go</source>
        <translation>faltan {size}</translation>
    </message>
</context>
<context>
    <name>KeptPasswords</name>
    <message numerus="yes">
        <source>%n kept password(s) forgotten</source>
        <translation>
            <numerusform>%Ln contraseña guardada olvidada</numerusform>
            <numerusform>%Ln contraseñas guardadas olvidadas</numerusform>
        </translation>
    </message>
    <message>
        <source>The keyring did not forget every password</source>
        <translation>El depósito de claves no olvidó todas las contraseñas</translation>
    </message>
    <message>
        <source>The keyring did not take the password</source>
        <translation>El depósito de claves no aceptó la contraseña</translation>
    </message>
</context>
<context>
    <name>LeaveQuestion</name>
    <message>
        <source>Do not ask again</source>
        <translation>No volver a preguntar</translation>
    </message>
    <message>
        <source>Everything received is kept. Next time they go on where they are now.</source>
        <translation>Se conserva todo lo recibido. La próxima vez seguirán donde están ahora.</translation>
    </message>
    <message>
        <source>Keep running in the tray</source>
        <translation>Seguir en la bandeja</translation>
    </message>
    <message>
        <source>Quit Headgate</source>
        <translation>Salir de Headgate</translation>
    </message>
    <message numerus="yes">
        <source>Stop %n download(s) and quit?</source>
        <translation>
            <numerusform>¿Detener %Ln descarga y salir?</numerusform>
            <numerusform>¿Detener %Ln descargas y salir?</numerusform>
        </translation>
    </message>
    <message>
        <source>Stop and quit</source>
        <translation>Detener y salir</translation>
    </message>
    <message>
        <source>Stop waiting and quit?</source>
        <translation>¿Dejar de esperar y salir?</translation>
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
        <translation>Nada ha fallado.</translation>
    </message>
    <message>
        <source>Nothing here holds “{words}”.
Esc empties the search.</source>
        <translation>Nada aquí contiene «{words}».
Esc vacía la búsqueda.</translation>
    </message>
    <message>
        <source>Nothing is being downloaded.
Press Start.</source>
        <translation>No se está descargando nada.
Pulse «Iniciar».</translation>
    </message>
    <message>
        <source>Nothing is finished yet.</source>
        <translation>Aún no ha terminado nada.</translation>
    </message>
    <message>
        <source>Nothing is paused.</source>
        <translation>No hay nada en pausa.</translation>
    </message>
    <message>
        <source>Nothing waits in the queue.
Drop links to add some.</source>
        <translation>La cola está vacía.
Suelte enlaces para llenarla.</translation>
    </message>
</context>
<context>
    <name>Log</name>
    <message>
        <source>Begun anew</source>
        <translation>Empezada de nuevo</translation>
    </message>
    <message>
        <source>Checked: {checksum}</source>
        <translation>Comprobada: {checksum}</translation>
    </message>
    <message>
        <source>Connections the server allows: {connections}</source>
        <translation>Conexiones que permite el servidor: {connections}</translation>
    </message>
    <message>
        <source>Damaged at bytes {ranges}, which are fetched again</source>
        <translation>Dañado en los bytes {ranges}, que se descargan de nuevo</translation>
    </message>
    <message>
        <source>Done: {name}</source>
        <translation>Terminada: {name}</translation>
    </message>
    <message>
        <source>Failed: {error}</source>
        <translation>Ha fallado: {error}</translation>
    </message>
    <message>
        <source>One connection ended: {error}</source>
        <translation>Terminó una conexión: {error}</translation>
    </message>
    <message>
        <source>One more connection, {connections} now, from {start}</source>
        <translation>Una conexión más, ahora {connections}, desde {start}</translation>
    </message>
    <message>
        <source>Stopped with {received}</source>
        <translation>Detenida con {received}</translation>
    </message>
    <message>
        <source>{address} answered; {received} were there already</source>
        <translation>{address} respondió; ya había {received}</translation>
    </message>
    <message>
        <source>{error} Trying again in {seconds}</source>
        <translation>{error} Nuevo intento en {seconds}</translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message numerus="yes">
        <source>%n already in the list</source>
        <translation>
            <numerusform>%Ln ya está en la lista</numerusform>
            <numerusform>%Ln ya están en la lista</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n link(s) added</source>
        <translation>
            <numerusform>%Ln enlace añadido</numerusform>
            <numerusform>%Ln enlaces añadidos</numerusform>
        </translation>
    </message>
    <message>
        <source>Everything is done</source>
        <translation>Todo ha terminado</translation>
    </message>
    <message>
        <source>Main toolbar</source>
        <translation>Barra de herramientas principal</translation>
    </message>
    <message>
        <source>No new links found</source>
        <translation>No se han encontrado enlaces nuevos</translation>
    </message>
    <message>
        <source>Stopped in {ms} ms, everything received is kept</source>
        <translation>Detenido en {ms} ms, se conserva todo lo recibido</translation>
    </message>
    <message numerus="yes">
        <source>Stopping %n download(s)…</source>
        <translation>
            <numerusform>Deteniendo %Ln descarga…</numerusform>
            <numerusform>Deteniendo %Ln descargas…</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Mend</name>
    <message>
        <source>Add links</source>
        <translation>Añadir enlaces</translation>
    </message>
    <message>
        <source>Choose another folder</source>
        <translation>Elegir otra carpeta</translation>
    </message>
    <message>
        <source>Choose another name</source>
        <translation>Elegir otro nombre</translation>
    </message>
    <message>
        <source>Details</source>
        <translation>Detalles</translation>
    </message>
    <message>
        <source>Open folder</source>
        <translation>Abrir carpeta</translation>
    </message>
    <message>
        <source>Open in browser</source>
        <translation>Abrir en el navegador</translation>
    </message>
    <message>
        <source>Open settings</source>
        <translation>Abrir los ajustes</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>Salir</translation>
    </message>
    <message>
        <source>Retry</source>
        <translation>Reintentar</translation>
    </message>
    <message>
        <source>Sign in</source>
        <translation>Iniciar sesión</translation>
    </message>
    <message>
        <source>Start</source>
        <translation>Iniciar</translation>
    </message>
    <message>
        <source>Start again</source>
        <translation>Empezar de nuevo</translation>
    </message>
    <message>
        <source>Use another link</source>
        <translation>Usar otro enlace</translation>
    </message>
</context>
<context>
    <name>MoveNotice</name>
    <message>
        <source>Moving to {folder}. A file stays where it is until all of it is there.</source>
        <translation>Moviendo a {folder}. Cada archivo se queda donde está hasta que haya llegado entero.</translation>
    </message>
</context>
<context>
    <name>NameReason</name>
    <message>
        <source>Files of this kind are run or acted on when seen, so an ending was added.</source>
        <translation>Los archivos de este tipo se ejecutan o surten efecto en cuanto se ven, así que se ha añadido una extensión.</translation>
    </message>
    <message>
        <source>It is the last part of the address the link led to.</source>
        <translation>Es la última parte de la dirección a la que llevó el enlace.</translation>
    </message>
    <message>
        <source>It is the last part of the link.</source>
        <translation>Es la última parte del enlace.</translation>
    </message>
    <message>
        <source>Neither the server nor the link names the file; this is the server&apos;s name.</source>
        <translation>Ni el servidor ni el enlace dan nombre al archivo; este es el nombre del servidor.</translation>
    </message>
    <message>
        <source>The server calls the file so.</source>
        <translation>Así llama el servidor al archivo.</translation>
    </message>
    <message>
        <source>You chose this name.</source>
        <translation>Usted eligió este nombre.</translation>
    </message>
    <message>
        <source>You or your list chose this name.</source>
        <translation>Usted o su lista eligió este nombre.</translation>
    </message>
</context>
<context>
    <name>NewLinkDialog</name>
    <message>
        <source>Link</source>
        <translation>Enlace</translation>
    </message>
    <message>
        <source>Use another link</source>
        <translation>Usar otro enlace</translation>
    </message>
    <message>
        <source>{name} will be fetched from the other link.</source>
        <translation>{name} se descargará desde el otro enlace.</translation>
    </message>
    <message>
        <source>{size} of {name} are there. They are compared with what the other link has, and kept if it is the same file.</source>
        <translation>Ya hay {size} de {name}. Se comparan con lo que tiene el otro enlace y se conservan si es el mismo archivo.</translation>
    </message>
</context>
<context>
    <name>Notices</name>
    <message>
        <source>Everything was stopped. {why}</source>
        <translation>Se ha detenido todo. {why}</translation>
    </message>
    <message numerus="yes">
        <source>Headgate did not end properly last time. %n unfinished download(s) were found and everything received is kept.</source>
        <translation>
            <numerusform>Headgate no terminó correctamente la última vez. Se ha encontrado %Ln descarga sin terminar y se conserva todo lo recibido.</numerusform>
            <numerusform>Headgate no terminó correctamente la última vez. Se han encontrado %Ln descargas sin terminar y se conserva todo lo recibido.</numerusform>
        </translation>
    </message>
    <message>
        <source>Start</source>
        <translation>Iniciar</translation>
    </message>
    <message>
        <source>Start again</source>
        <translation>Iniciar de nuevo</translation>
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
            <numerusform>%Ln descarga terminada</numerusform>
            <numerusform>%Ln descargas terminadas</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n download(s) failed</source>
        <translation>
            <numerusform>%Ln descarga ha fallado</numerusform>
            <numerusform>%Ln descargas han fallado</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n failed</source>
        <translation>
            <numerusform>%Ln fallida</numerusform>
            <numerusform>%Ln fallidas</numerusform>
        </translation>
    </message>
    <message>
        <source>Download done</source>
        <translation>Descarga terminada</translation>
    </message>
    <message>
        <source>Downloads ended</source>
        <translation>Las descargas han acabado</translation>
    </message>
    <message>
        <source>Downloads failed</source>
        <translation>Las descargas han fallado</translation>
    </message>
    <message>
        <source>Downloads stopped</source>
        <translation>Descargas detenidas</translation>
    </message>
    <message>
        <source>Everything is done</source>
        <translation>Todo ha terminado</translation>
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
        <translation>Certificados</translation>
    </message>
    <message>
        <source>Checksum</source>
        <translation>Suma de verificación</translation>
    </message>
    <message>
        <source>Headers</source>
        <translation>Cabeceras</translation>
    </message>
    <message>
        <source>Names</source>
        <translation>Nombres</translation>
    </message>
</context>
<context>
    <name>Palette</name>
    <message>
        <source>Commands</source>
        <translation>Órdenes</translation>
    </message>
    <message>
        <source>Find a command</source>
        <translation>Buscar una orden</translation>
    </message>
    <message>
        <source>Type what you want to do</source>
        <translation>Escriba lo que quiere hacer</translation>
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
        <translation>Unidad</translation>
    </message>
    <message>
        <source>kB/s</source>
        <translation>kB/s</translation>
    </message>
    <message>
        <source>no limit</source>
        <translation>sin límite</translation>
    </message>
</context>
<context>
    <name>Reason</name>
    <message>
        <source>Hostname mismatch, certificate is not valid for &apos;{host}&apos;</source>
        <translation>no es válido para «{host}»</translation>
    </message>
    <message>
        <source>IP address mismatch, certificate is not valid for &apos;{address}&apos;</source>
        <translation>no es válido para «{address}»</translation>
    </message>
    <message>
        <source>a chunk ends in the wrong place</source>
        <translation>un bloque termina donde no debe</translation>
    </message>
    <message>
        <source>a chunk has no clear size</source>
        <translation>un bloque no tiene un tamaño claro</translation>
    </message>
    <message>
        <source>a chunk is longer than it said</source>
        <translation>un bloque es más largo de lo anunciado</translation>
    </message>
    <message>
        <source>a part of it is still to be filled in</source>
        <translation>una parte está por rellenar</translation>
    </message>
    <message>
        <source>a quotation mark is missing</source>
        <translation>falta una comilla</translation>
    </message>
    <message>
        <source>a {name} value has {count} hexadecimal digits, or is base64</source>
        <translation>un valor {name} tiene {count} cifras hexadecimales o es base64</translation>
    </message>
    <message>
        <source>an unexpected {status}</source>
        <translation>un {status} inesperado</translation>
    </message>
    <message>
        <source>back to where we came from</source>
        <translation>de vuelta al punto de partida</translation>
    </message>
    <message>
        <source>certificate has expired</source>
        <translation>ha caducado</translation>
    </message>
    <message>
        <source>certificate is not yet valid</source>
        <translation>aún no es válido</translation>
    </message>
    <message>
        <source>folders are chosen apart from the name</source>
        <translation>las carpetas se eligen aparte del nombre</translation>
    </message>
    <message>
        <source>general failure</source>
        <translation>fallo general</translation>
    </message>
    <message>
        <source>input/output error</source>
        <translation>error de entrada y salida</translation>
    </message>
    <message>
        <source>is a directory</source>
        <translation>es una carpeta</translation>
    </message>
    <message>
        <source>is none of the choices</source>
        <translation>no es ninguna de las opciones</translation>
    </message>
    <message>
        <source>it announces no clear length</source>
        <translation>no anuncia una longitud clara</translation>
    </message>
    <message>
        <source>it breaks off inside the header</source>
        <translation>se corta dentro de la cabecera</translation>
    </message>
    <message>
        <source>it calls a part of the file the whole</source>
        <translation>da una parte del archivo por el todo</translation>
    </message>
    <message>
        <source>it cannot be created</source>
        <translation>no se puede crear</translation>
    </message>
    <message>
        <source>it closed the connection</source>
        <translation>cerró la conexión</translation>
    </message>
    <message>
        <source>it declares a document type</source>
        <translation>declara un tipo de documento</translation>
    </message>
    <message>
        <source>it does not say which part of the file it sends</source>
        <translation>no dice qué parte del archivo envía</translation>
    </message>
    <message>
        <source>it does not support the command</source>
        <translation>no admite la orden</translation>
    </message>
    <message>
        <source>it does not support this kind of address</source>
        <translation>no admite este tipo de dirección</translation>
    </message>
    <message>
        <source>it has more than {count} files</source>
        <translation>tiene más de {count} archivos</translation>
    </message>
    <message>
        <source>it has no address on a web server</source>
        <translation>no tiene dirección en un servidor web</translation>
    </message>
    <message>
        <source>it holds a character that stands for nothing</source>
        <translation>contiene un carácter que no significa nada</translation>
    </message>
    <message>
        <source>it is empty</source>
        <translation>está vacía</translation>
    </message>
    <message>
        <source>it is not HTTP/1.1</source>
        <translation>no es HTTP/1.1</translation>
    </message>
    <message>
        <source>it is not a link</source>
        <translation>no es un enlace</translation>
    </message>
    <message>
        <source>it is not text</source>
        <translation>no es texto</translation>
    </message>
    <message>
        <source>it is something else</source>
        <translation>es otra cosa</translation>
    </message>
    <message>
        <source>it is too deep</source>
        <translation>está demasiado anidado</translation>
    </message>
    <message>
        <source>it is too large</source>
        <translation>es demasiado grande</translation>
    </message>
    <message>
        <source>it is written in letters nobody knows</source>
        <translation>está escrito en una codificación desconocida</translation>
    </message>
    <message>
        <source>it names no host, and where it stood is not known</source>
        <translation>no nombra ningún servidor y no se sabe de dónde procede</translation>
    </message>
    <message>
        <source>it sends a part that ends before it begins</source>
        <translation>envía una parte que termina antes de empezar</translation>
    </message>
    <message>
        <source>it sends data instead of fetching a file</source>
        <translation>envía datos en vez de pedir un archivo</translation>
    </message>
    <message>
        <source>it sends more than it announced</source>
        <translation>envía más de lo anunciado</translation>
    </message>
    <message>
        <source>it sends nothing new</source>
        <translation>no envía nada nuevo</translation>
    </message>
    <message>
        <source>it sends several parts in one</source>
        <translation>envía varias partes en una</translation>
    </message>
    <message>
        <source>it sent another part of the file</source>
        <translation>envió otra parte del archivo</translation>
    </message>
    <message>
        <source>it sent data nobody asked for</source>
        <translation>envió datos que nadie pidió</translation>
    </message>
    <message>
        <source>it takes a site, a type and a folder</source>
        <translation>hacen falta un sitio, un tipo y una carpeta</translation>
    </message>
    <message>
        <source>it takes days, hours and a speed</source>
        <translation>hacen falta días, horas y una velocidad</translation>
    </message>
    <message>
        <source>it wants another way to log in</source>
        <translation>exige otra forma de iniciar sesión</translation>
    </message>
    <message>
        <source>its checksum cannot be understood</source>
        <translation>su suma de verificación no se entiende</translation>
    </message>
    <message>
        <source>its header does not end</source>
        <translation>su cabecera no termina</translation>
    </message>
    <message>
        <source>its header has a broken line</source>
        <translation>su cabecera tiene una línea rota</translation>
    </message>
    <message>
        <source>its header holds a stray line end</source>
        <translation>su cabecera tiene un fin de línea suelto</translation>
    </message>
    <message>
        <source>its header holds a zero byte</source>
        <translation>su cabecera contiene un byte nulo</translation>
    </message>
    <message>
        <source>its header starts with white space</source>
        <translation>su cabecera empieza con un espacio</translation>
    </message>
    <message>
        <source>its rules do not allow this connection</source>
        <translation>sus reglas no permiten esta conexión</translation>
    </message>
    <message>
        <source>its trailer does not end</source>
        <translation>su parte final no termina</translation>
    </message>
    <message>
        <source>length and range contradict each other</source>
        <translation>la longitud y el intervalo se contradicen</translation>
    </message>
    <message>
        <source>line {number} is not a cookie in Netscape format</source>
        <translation>la línea {number} no es una cookie en formato Netscape</translation>
    </message>
    <message>
        <source>line {number}: {reason}</source>
        <translation>línea {number}: {reason}</translation>
    </message>
    <message>
        <source>more than {count} rules</source>
        <translation>más de {count} reglas</translation>
    </message>
    <message>
        <source>more than {count} speeds</source>
        <translation>más de {count} velocidades</translation>
    </message>
    <message>
        <source>more than {count} times</source>
        <translation>más de {count} veces</translation>
    </message>
    <message>
        <source>must lie between {low} and {high}</source>
        <translation>debe estar entre {low} y {high}</translation>
    </message>
    <message>
        <source>network is down</source>
        <translation>la red está caída</translation>
    </message>
    <message>
        <source>network is unreachable</source>
        <translation>la red no está accesible</translation>
    </message>
    <message>
        <source>no folder has a zero byte in its name</source>
        <translation>ninguna carpeta tiene un byte nulo en su nombre</translation>
    </message>
    <message>
        <source>no route to host</source>
        <translation>no hay ruta hasta él</translation>
    </message>
    <message>
        <source>only http and https links can be downloaded</source>
        <translation>solo se pueden descargar enlaces http y https</translation>
    </message>
    <message>
        <source>only {known} stand for something</source>
        <translation>solo {known} tienen significado</translation>
    </message>
    <message>
        <source>operation not permitted</source>
        <translation>la operación no está permitida</translation>
    </message>
    <message>
        <source>permission denied</source>
        <translation>el permiso está denegado</translation>
    </message>
    <message>
        <source>read-only file system</source>
        <translation>el sistema de archivos es de solo lectura</translation>
    </message>
    <message>
        <source>reply {number}</source>
        <translation>respuesta {number}</translation>
    </message>
    <message>
        <source>self-signed certificate</source>
        <translation>está autofirmado</translation>
    </message>
    <message>
        <source>self-signed certificate in certificate chain</source>
        <translation>hay un certificado autofirmado en la cadena</translation>
    </message>
    <message>
        <source>some of its letters are lost</source>
        <translation>se han perdido algunos de sus caracteres</translation>
    </message>
    <message>
        <source>status {status} brings no file</source>
        <translation>el estado {status} no trae ningún archivo</translation>
    </message>
    <message>
        <source>the connection took too long</source>
        <translation>la conexión tardó demasiado</translation>
    </message>
    <message>
        <source>the connection was refused</source>
        <translation>se rechazó la conexión</translation>
    </message>
    <message>
        <source>the encrypted stream is damaged</source>
        <translation>el flujo cifrado está dañado</translation>
    </message>
    <message>
        <source>the host is unreachable</source>
        <translation>el servidor no está accesible</translation>
    </message>
    <message>
        <source>the network is unreachable</source>
        <translation>la red no está accesible</translation>
    </message>
    <message>
        <source>to an address that starts with {scheme}:</source>
        <translation>a una dirección que empieza por {scheme}:</translation>
    </message>
    <message>
        <source>to several addresses at once</source>
        <translation>a varias direcciones a la vez</translation>
    </message>
    <message>
        <source>to something that is no address</source>
        <translation>a algo que no es una dirección</translation>
    </message>
    <message>
        <source>transfer coding “{coding}”</source>
        <translation>codificación de transferencia «{coding}»</translation>
    </message>
    <message>
        <source>unable to get local issuer certificate</source>
        <translation>no se conoce a su emisor</translation>
    </message>
    <message>
        <source>user name or password is wrong</source>
        <translation>el usuario o la contraseña es incorrecto</translation>
    </message>
    <message>
        <source>write it as http://host:port</source>
        <translation>escríbalo como http://servidor:puerto</translation>
    </message>
    <message>
        <source>{file} holds no certificates ({why})</source>
        <translation>{file} no contiene certificados ({why})</translation>
    </message>
    <message>
        <source>{link} (line {number})</source>
        <translation>{link} (línea {number})</translation>
    </message>
    <message>
        <source>{why} in line {number}</source>
        <translation>{why} en la línea {number}</translation>
    </message>
    <message>
        <source>“{days}” is no day; write mon-fri, or sat,sun, or *</source>
        <translation>«{days}» no es un día; escriba lun-vie, o sáb,dom, o *</translation>
    </message>
    <message>
        <source>“{folder}” depends on where Headgate was started; write all of it</source>
        <translation>«{folder}» depende de dónde se inició Headgate; escriba la ruta completa</translation>
    </message>
    <message>
        <source>“{host}” is no site; write it as in a link, or *</source>
        <translation>«{host}» no es un sitio; escríbalo como en un enlace, o *</translation>
    </message>
    <message>
        <source>“{hours}” are no hours; write them as 08:00-17:30</source>
        <translation>«{hours}» no son horas; escríbalas como 08:00-17:30</translation>
    </message>
    <message>
        <source>“{line}” is no header</source>
        <translation>«{line}» no es una cabecera</translation>
    </message>
    <message>
        <source>“{name}” is not one of {known}</source>
        <translation>«{name}» no es ninguno de {known}</translation>
    </message>
    <message>
        <source>“{number}” must lie between 1 and 99</source>
        <translation>«{number}» debe estar entre 1 y 99</translation>
    </message>
    <message>
        <source>“{rate}” is not a rate like 500k</source>
        <translation>«{rate}» no es una velocidad como 500k</translation>
    </message>
    <message>
        <source>“{rate}” is nothing to limit by; it must lie between 1 and {high}</source>
        <translation>«{rate}» no sirve de límite; debe estar entre 1 y {high}</translation>
    </message>
    <message>
        <source>“{types}” is no type; write video, or pdf,epub, or *</source>
        <translation>«{types}» no es un tipo; escriba video, o pdf,epub, o *</translation>
    </message>
</context>
<context>
    <name>Removing</name>
    <message numerus="yes">
        <source>%n download(s) removed from the list.</source>
        <translation>
            <numerusform>%Ln descarga quitada de la lista.</numerusform>
            <numerusform>%Ln descargas quitadas de la lista.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n download(s) removed. Finished files will be moved to the trash.</source>
        <translation>
            <numerusform>%Ln descarga quitada. Los archivos terminados irán a la papelera.</numerusform>
            <numerusform>%Ln descargas quitadas. Los archivos terminados irán a la papelera.</numerusform>
        </translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Deshacer</translation>
    </message>
</context>
<context>
    <name>Rules</name>
    <message>
        <source>A rule gives a site its own number of connections, proxy or headers. Press Add to make the first.</source>
        <translation>Una regla da a un sitio su propio número de conexiones, proxy o cabeceras. «Añadir» crea la primera.</translation>
    </message>
    <message>
        <source>A rule saves files of a site, or of a type, in a folder of their own. Press Add to make the first.</source>
        <translation>Una regla guarda los archivos de un sitio, o de un tipo, en una carpeta propia. «Añadir» crea la primera.</translation>
    </message>
    <message>
        <source>A rule sets the speed limit for certain days and hours. Press Add to make the first.</source>
        <translation>Una regla fija el límite de velocidad para ciertos días y horas. «Añadir» crea la primera.</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>Añadir</translation>
    </message>
    <message>
        <source>Connections</source>
        <translation>Conexiones</translation>
    </message>
    <message>
        <source>Days</source>
        <translation>Días</translation>
    </message>
    <message>
        <source>Days as mon-fri, or sat,sun, or *; hours as 22:00, past midnight too; speed as 500k or 2M, 0 for full speed</source>
        <translation>Días como lun-vie, o sáb,dom, o *; horas como 22:00, también pasada la medianoche; velocidad como 500k o 2M, 0 para ir a toda velocidad</translation>
    </message>
    <message>
        <source>Downloads</source>
        <translation>Descargas</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>Carpeta</translation>
    </message>
    <message>
        <source>Folders for sites and types</source>
        <translation>Carpetas por sitio y tipo</translation>
    </message>
    <message>
        <source>From</source>
        <translation>Desde</translation>
    </message>
    <message>
        <source>Header</source>
        <translation>Cabecera</translation>
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
        <translation>Quitar</translation>
    </message>
    <message>
        <source>Site</source>
        <translation>Sitio</translation>
    </message>
    <message>
        <source>Site as *.example.org or *; type as video, pdf,epub or *; folder as ~/Videos</source>
        <translation>Sitio como *.example.org o *; tipo como video, pdf,epub o *; carpeta como ~/Videos</translation>
    </message>
    <message>
        <source>Site as *.example.org; connections of a download and downloads at a time, at most; proxy as http://host:port, or none; one header more as Name: value</source>
        <translation>Sitio como *.example.org; conexiones por descarga y descargas a la vez, como máximo; proxy como http://host:port, o none para ninguno; una cabecera más como Nombre: valor</translation>
    </message>
    <message>
        <source>Speed</source>
        <translation>Velocidad</translation>
    </message>
    <message>
        <source>Speeds by day and hour</source>
        <translation>Velocidades por día y hora</translation>
    </message>
    <message>
        <source>Type</source>
        <translation>Tipo</translation>
    </message>
    <message>
        <source>Until</source>
        <translation>Hasta</translation>
    </message>
    <message>
        <source>Up</source>
        <translation>Subir</translation>
    </message>
    <message>
        <source>User agent</source>
        <translation>Agente de usuario</translation>
    </message>
    <message>
        <source>Ways for single sites</source>
        <translation>Reglas para algunos sitios</translation>
    </message>
</context>
<context>
    <name>Search</name>
    <message>
        <source>Empty the search</source>
        <translation>Vaciar la búsqueda</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>Buscar</translation>
    </message>
    <message>
        <source>Search the list</source>
        <translation>Buscar en la lista</translation>
    </message>
</context>
<context>
    <name>Setting</name>
    <message>
        <source>Accept any certificate</source>
        <translation>Aceptar cualquier certificado</translation>
    </message>
    <message>
        <source>Always, before it is added</source>
        <translation>Siempre, antes de añadirlo</translation>
    </message>
    <message>
        <source>As the system says</source>
        <translation>Como el sistema</translation>
    </message>
    <message>
        <source>Ask before quitting while downloads run</source>
        <translation>Preguntar antes de salir si hay descargas en curso</translation>
    </message>
    <message>
        <source>Ask servers for names and sizes before adding</source>
        <translation>Preguntar nombres y tamaños a los servidores antes de añadir</translation>
    </message>
    <message>
        <source>Certificates to trust (empty: the usual ones)</source>
        <translation>Certificados de confianza (vacío: los habituales)</translation>
    </message>
    <message>
        <source>Colours</source>
        <translation>Colores</translation>
    </message>
    <message>
        <source>Connections per download</source>
        <translation>Conexiones por descarga</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>Oscuro</translation>
    </message>
    <message>
        <source>Downloads at a time</source>
        <translation>Descargas simultáneas</translation>
    </message>
    <message>
        <source>Further attempts after a fault</source>
        <translation>Nuevos intentos tras un fallo</translation>
    </message>
    <message>
        <source>Give the new file another name</source>
        <translation>Dar otro nombre al archivo nuevo</translation>
    </message>
    <message>
        <source>Go on with the old file, if it is the beginning of the new one</source>
        <translation>Continuar el archivo antiguo, si es el principio del nuevo</translation>
    </message>
    <message>
        <source>If a file of that name is there</source>
        <translation>Si ya hay un archivo con ese nombre</translation>
    </message>
    <message>
        <source>If something is unclear</source>
        <translation>Si algo no está claro</translation>
    </message>
    <message>
        <source>Keep running in the tray when the window is closed</source>
        <translation>Seguir en la bandeja al cerrar la ventana</translation>
    </message>
    <message>
        <source>Keep the computer awake while downloads run</source>
        <translation>Mantener el equipo despierto mientras haya descargas</translation>
    </message>
    <message>
        <source>Keep the old file and skip the new one</source>
        <translation>Conservar el archivo antiguo y omitir el nuevo</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>Teclas</translation>
    </message>
    <message>
        <source>Language (from the next start on)</source>
        <translation>Idioma (a partir del próximo inicio)</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>Claro</translation>
    </message>
    <message>
        <source>Look for checksum files beside each download</source>
        <translation>Buscar archivos de sumas de verificación junto a cada descarga</translation>
    </message>
    <message>
        <source>Look over what is dropped or pasted</source>
        <translation>Revisar lo soltado o pegado</translation>
    </message>
    <message>
        <source>Never</source>
        <translation>Nunca</translation>
    </message>
    <message>
        <source>Offer the folder that was chosen last</source>
        <translation>Proponer la última carpeta elegida</translation>
    </message>
    <message>
        <source>Offer to add links that are copied</source>
        <translation>Ofrecer añadir los enlaces copiados</translation>
    </message>
    <message>
        <source>Other folders for sites and types: the first rule that fits counts</source>
        <translation>Otras carpetas por sitio y tipo: vale la primera regla que encaje</translation>
    </message>
    <message>
        <source>Other ways for single sites: the first rule that fits counts</source>
        <translation>Otras maneras para algunos sitios: vale la primera regla que encaje</translation>
    </message>
    <message>
        <source>Proxy (empty: as the system says)</source>
        <translation>Proxy (vacío: como el sistema)</translation>
    </message>
    <message>
        <source>Put the old file into the trash</source>
        <translation>Enviar el archivo antiguo a la papelera</translation>
    </message>
    <message>
        <source>Save files in</source>
        <translation>Guardar los archivos en</translation>
    </message>
    <message>
        <source>Seconds to wait for an answer</source>
        <translation>Segundos de espera de una respuesta</translation>
    </message>
    <message>
        <source>Show an icon in the tray</source>
        <translation>Mostrar un icono en la bandeja</translation>
    </message>
    <message>
        <source>Speed limit</source>
        <translation>Límite de velocidad</translation>
    </message>
    <message>
        <source>Speeds by day and hour: the first rule that fits counts</source>
        <translation>Velocidades por día y hora: vale la primera regla que encaja</translation>
    </message>
    <message>
        <source>Speeds to choose from, as 250k 1M 5M</source>
        <translation>Velocidades para elegir, como 250k 1M 5M</translation>
    </message>
    <message>
        <source>Start with the session, hidden in the tray</source>
        <translation>Iniciar con la sesión, oculto en la bandeja</translation>
    </message>
    <message>
        <source>Take in link files from this folder (empty: none)</source>
        <translation>Recoger archivos de enlaces de esta carpeta (vacío: ninguna)</translation>
    </message>
    <message>
        <source>Tell when everything is done, if the window is not in front</source>
        <translation>Avisar cuando todo termine, si la ventana no está delante</translation>
    </message>
    <message>
        <source>User agent (empty: Headgate&apos;s own)</source>
        <translation>Agente de usuario (vacío: el de Headgate)</translation>
    </message>
</context>
<context>
    <name>Settings</name>
    <message>
        <source>Files</source>
        <translation>Archivos</translation>
    </message>
    <message>
        <source>Find a setting</source>
        <translation>Buscar un ajuste</translation>
    </message>
    <message>
        <source>Links</source>
        <translation>Enlaces</translation>
    </message>
    <message>
        <source>Network</source>
        <translation>Red</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>Ajustes</translation>
    </message>
    <message>
        <source>Speed and patience</source>
        <translation>Velocidad y paciencia</translation>
    </message>
    <message>
        <source>Window and desktop</source>
        <translation>Ventana y escritorio</translation>
    </message>
</context>
<context>
    <name>Sheet</name>
    <message numerus="yes">
        <source>%n link(s)</source>
        <translation>
            <numerusform>%Ln enlace</numerusform>
            <numerusform>%Ln enlaces</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n link(s) checked</source>
        <translation>
            <numerusform>%Ln enlace marcado</numerusform>
            <numerusform>%Ln enlaces marcados</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n link(s) found</source>
        <translation>
            <numerusform>%Ln enlace encontrado</numerusform>
            <numerusform>%Ln enlaces encontrados</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n of unknown size</source>
        <translation>
            <numerusform>%Ln de tamaño desconocido</numerusform>
            <numerusform>%Ln de tamaño desconocido</numerusform>
        </translation>
    </message>
    <message>
        <source>A file with the right checksum is never fetched again.</source>
        <translation>Un archivo con la suma correcta nunca se descarga de nuevo.</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>Añadir</translation>
    </message>
    <message>
        <source>Add and start</source>
        <translation>Añadir e iniciar</translation>
    </message>
    <message>
        <source>Add links</source>
        <translation>Añadir enlaces</translation>
    </message>
    <message>
        <source>Already in the list</source>
        <translation>Ya está en la lista</translation>
    </message>
    <message>
        <source>Already on disk</source>
        <translation>Ya está en el disco</translation>
    </message>
    <message>
        <source>Check</source>
        <translation>Marcar</translation>
    </message>
    <message>
        <source>Check what is selected, or all that is shown</source>
        <translation>Marcar lo seleccionado, o todo lo que se muestra</translation>
    </message>
    <message>
        <source>Choose the folder to save in</source>
        <translation>Elegir la carpeta donde guardar</translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation>Elegir…</translation>
    </message>
    <message>
        <source>Dead: {why}</source>
        <translation>Muerto: {why}</translation>
    </message>
    <message>
        <source>Everything</source>
        <translation>Todo</translation>
    </message>
    <message>
        <source>Filter by name or link</source>
        <translation>Filtrar por nombre o enlace</translation>
    </message>
    <message>
        <source>If a file of that name is there</source>
        <translation>Si ya hay un archivo con ese nombre</translation>
    </message>
    <message>
        <source>If the name is &amp;taken</source>
        <translation>Si el nombre ya está en &amp;uso</translation>
    </message>
    <message>
        <source>Links</source>
        <translation>Enlaces</translation>
    </message>
    <message>
        <source>Links that were found</source>
        <translation>Enlaces encontrados</translation>
    </message>
    <message>
        <source>Looking for links…</source>
        <translation>Buscando enlaces…</translation>
    </message>
    <message>
        <source>Name all</source>
        <translation>Nombrar todos</translation>
    </message>
    <message>
        <source>Names of all checked files</source>
        <translation>Nombres de todos los archivos marcados</translation>
    </message>
    <message>
        <source>New</source>
        <translation>Nuevo</translation>
    </message>
    <message>
        <source>No links yet</source>
        <translation>Aún no hay enlaces</translation>
    </message>
    <message>
        <source>Not a link</source>
        <translation>No es un enlace</translation>
    </message>
    <message>
        <source>Not a link: {why}</source>
        <translation>No es un enlace: {why}</translation>
    </message>
    <message>
        <source>Rename</source>
        <translation>Cambiar nombre</translation>
    </message>
    <message>
        <source>Rules for sites and types go before</source>
        <translation>Las reglas de sitios y tipos van antes</translation>
    </message>
    <message>
        <source>Save &amp;in</source>
        <translation>&amp;Guardar en</translation>
    </message>
    <message>
        <source>Save in</source>
        <translation>Guardar en</translation>
    </message>
    <message numerus="yes">
        <source>Stands for %n link(s)</source>
        <translation>
            <numerusform>Representa %Ln enlace</numerusform>
            <numerusform>Representa %Ln enlaces</numerusform>
        </translation>
    </message>
    <message>
        <source>The same link stands further up.</source>
        <translation>El mismo enlace está más arriba.</translation>
    </message>
    <message>
        <source>There are patterns that stand for {links}: {preview}</source>
        <translation>Hay patrones que representan {links}: {preview}</translation>
    </message>
    <message>
        <source>Twice in this list</source>
        <translation>Repetido en esta lista</translation>
    </message>
    <message>
        <source>Uncheck</source>
        <translation>Desmarcar</translation>
    </message>
    <message>
        <source>Uncheck what is selected, or all that is shown</source>
        <translation>Desmarcar lo seleccionado, o todo lo que se muestra</translation>
    </message>
    <message>
        <source>Which rows to show</source>
        <translation>Qué filas mostrar</translation>
    </message>
    <message>
        <source>Write them out</source>
        <translation>Desplegarlos</translation>
    </message>
    <message>
        <source>checked</source>
        <translation>marcado</translation>
    </message>
    <message>
        <source>https://…
One link a line, or any text with links in it</source>
        <translation>https://…
Un enlace por línea, o cualquier texto que contenga enlaces</translation>
    </message>
    <message>
        <source>not checked</source>
        <translation>sin marcar</translation>
    </message>
    <message>
        <source>{free} free</source>
        <translation>{free} libres</translation>
    </message>
    <message>
        <source>{kind} ({count})</source>
        <translation>{kind} ({count})</translation>
    </message>
    <message>
        <source>{links}, sizes not known</source>
        <translation>{links}, tamaños desconocidos</translation>
    </message>
    <message>
        <source>{links}, {size}</source>
        <translation>{links}, {size}</translation>
    </message>
    <message>
        <source>{links}, {size} and {more}</source>
        <translation>{links}, {size} y {more}</translation>
    </message>
    <message>
        <source>{size} for {free} free in {folder}</source>
        <translation>{size} para {free} libres en {folder}</translation>
    </message>
    <message>
        <source>{words} stand for something, all else is taken as it is.</source>
        <translation>{words} tienen significado, todo lo demás queda tal cual.</translation>
    </message>
    <message>
        <source>⚠ Does not fit: {size} for {free} free in {folder}</source>
        <translation>⚠ No cabe: {size} para {free} libres en {folder}</translation>
    </message>
</context>
<context>
    <name>SheetColumn</name>
    <message>
        <source>Checksum</source>
        <translation>Suma de verificación</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>Carpeta</translation>
    </message>
    <message>
        <source>Line</source>
        <translation>Línea</translation>
    </message>
    <message>
        <source>Link</source>
        <translation>Enlace</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Nombre</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Tamaño</translation>
    </message>
    <message>
        <source>What it is</source>
        <translation>Qué es</translation>
    </message>
</context>
<context>
    <name>Shortcuts</name>
    <message>
        <source>Action</source>
        <translation>Acción</translation>
    </message>
    <message>
        <source>As it was</source>
        <translation>Como al principio</translation>
    </message>
    <message>
        <source>Change</source>
        <translation>Cambiar</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>Teclas</translation>
    </message>
    <message>
        <source>No keys</source>
        <translation>Sin teclas</translation>
    </message>
    <message>
        <source>{keys} is taken by “{action}”.</source>
        <translation>{keys} ya lo usa «{action}».</translation>
    </message>
</context>
<context>
    <name>Sidebar</name>
    <message>
        <source>Show</source>
        <translation>Mostrar</translation>
    </message>
</context>
<context>
    <name>SignIn</name>
    <message>
        <source>Headgate uses it for everything from there until you quit, and writes it nowhere.</source>
        <translation>Headgate lo usa para todo lo que venga de ahí hasta que salga, y no lo escribe en ninguna parte.</translation>
    </message>
    <message>
        <source>Headgate uses it for everything from there, also after the next start.</source>
        <translation>Headgate lo usa para todo lo que venga de ahí, también después del próximo inicio.</translation>
    </message>
    <message>
        <source>Keep it in this computer&apos;s keyring</source>
        <translation>Guardarla en el depósito de claves de este equipo</translation>
    </message>
    <message>
        <source>Password</source>
        <translation>Contraseña</translation>
    </message>
    <message>
        <source>Sign in</source>
        <translation>Iniciar sesión</translation>
    </message>
    <message>
        <source>The password is sent unencrypted: others on the way can read it.</source>
        <translation>La contraseña se envía sin cifrar: otros pueden leerla en el camino.</translation>
    </message>
    <message>
        <source>User name</source>
        <translation>Nombre de usuario</translation>
    </message>
    <message>
        <source>{place} asks who you are.</source>
        <translation>{place} pregunta quién es usted.</translation>
    </message>
</context>
<context>
    <name>Sleep</name>
    <message>
        <source>Downloads are stopped first</source>
        <translation>Antes se detienen las descargas</translation>
    </message>
</context>
<context>
    <name>SpeedPresets</name>
    <message>
        <source>Full speed</source>
        <translation>A toda velocidad</translation>
    </message>
    <message>
        <source>{speed} by the schedule</source>
        <translation>{speed} según el horario</translation>
    </message>
    <message>
        <source>{speed} until {time}</source>
        <translation>{speed} hasta {time}</translation>
    </message>
</context>
<context>
    <name>State</name>
    <message>
        <source>Checking</source>
        <translation>Comprobando</translation>
    </message>
    <message>
        <source>Connecting</source>
        <translation>Conectando</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>Terminada</translation>
    </message>
    <message>
        <source>Done, but the file is gone</source>
        <translation>Terminada, pero el archivo ya no está</translation>
    </message>
    <message>
        <source>Done, kept packed ({coding}) as the server sent it</source>
        <translation>Terminada, comprimida ({coding}) tal como la envió el servidor</translation>
    </message>
    <message>
        <source>Done, length not confirmed by the server</source>
        <translation>Terminada, longitud no confirmada por el servidor</translation>
    </message>
    <message>
        <source>Downloading</source>
        <translation>Descargando</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>Fallida</translation>
    </message>
    <message>
        <source>Paused</source>
        <translation>En pausa</translation>
    </message>
    <message>
        <source>Queued</source>
        <translation>En cola</translation>
    </message>
    <message>
        <source>Stopping</source>
        <translation>Deteniendo</translation>
    </message>
    <message>
        <source>Trying again in {time}</source>
        <translation>Nuevo intento en {time}</translation>
    </message>
    <message>
        <source>Waiting for its folder</source>
        <translation>Espera a su carpeta</translation>
    </message>
    <message>
        <source>Waiting for its server</source>
        <translation>Espera a su servidor</translation>
    </message>
    <message>
        <source>Waiting for the network</source>
        <translation>Espera a la red</translation>
    </message>
    <message>
        <source>Waiting for the schedule</source>
        <translation>Espera a la hora prevista</translation>
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
            <numerusform>%Ln activa</numerusform>
            <numerusform>%Ln activas</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n done</source>
        <translation>
            <numerusform>%Ln terminada</numerusform>
            <numerusform>%Ln terminadas</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n failed</source>
        <translation>
            <numerusform>%Ln fallida</numerusform>
            <numerusform>%Ln fallidas</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n paused</source>
        <translation>
            <numerusform>%Ln en pausa</numerusform>
            <numerusform>%Ln en pausa</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n queued</source>
        <translation>
            <numerusform>%Ln en cola</numerusform>
            <numerusform>%Ln en cola</numerusform>
        </translation>
    </message>
    <message>
        <source>Downloads by state</source>
        <translation>Descargas por estado</translation>
    </message>
    <message>
        <source>Free space</source>
        <translation>Espacio libre</translation>
    </message>
    <message>
        <source>Last event</source>
        <translation>Último suceso</translation>
    </message>
    <message>
        <source>Speed of all downloads</source>
        <translation>Velocidad de todas las descargas</translation>
    </message>
    <message>
        <source>{size} free</source>
        <translation>{size} libres</translation>
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
        <translation>Salir</translation>
    </message>
    <message>
        <source>Show the window</source>
        <translation>Mostrar la ventana</translation>
    </message>
    <message>
        <source>Speed</source>
        <translation>Velocidad</translation>
    </message>
</context>
<context>
    <name>Trouble</name>
    <message numerus="yes">
        <source>%n download(s) failed</source>
        <translation>
            <numerusform>%Ln descarga ha fallado</numerusform>
            <numerusform>%Ln descargas han fallado</numerusform>
        </translation>
    </message>
    <message>
        <source>A web page, not the file</source>
        <translation>Una página web, no el archivo</translation>
    </message>
    <message>
        <source>Certificate not trusted</source>
        <translation>Certificado no fiable</translation>
    </message>
    <message>
        <source>Checksum differs</source>
        <translation>Suma de verificación distinta</translation>
    </message>
    <message>
        <source>Connection lost</source>
        <translation>Conexión perdida</translation>
    </message>
    <message>
        <source>Connection refused</source>
        <translation>Conexión rechazada</translation>
    </message>
    <message>
        <source>Damaged in places</source>
        <translation>Dañado en algunas partes</translation>
    </message>
    <message>
        <source>Disk full</source>
        <translation>Disco lleno</translation>
    </message>
    <message>
        <source>Disk trouble</source>
        <translation>Problema del disco</translation>
    </message>
    <message>
        <source>Drive not there</source>
        <translation>Falta la unidad</translation>
    </message>
    <message>
        <source>File has changed</source>
        <translation>El archivo ha cambiado</translation>
    </message>
    <message>
        <source>File in use</source>
        <translation>Archivo en uso</translation>
    </message>
    <message>
        <source>File not found</source>
        <translation>Archivo no encontrado</translation>
    </message>
    <message>
        <source>File removed</source>
        <translation>Archivo eliminado</translation>
    </message>
    <message>
        <source>File too large</source>
        <translation>Archivo demasiado grande</translation>
    </message>
    <message>
        <source>Folder cannot be written</source>
        <translation>Carpeta sin permiso de escritura</translation>
    </message>
    <message>
        <source>Folder missing</source>
        <translation>Falta la carpeta</translation>
    </message>
    <message>
        <source>Insecure redirect</source>
        <translation>Redirección insegura</translation>
    </message>
    <message>
        <source>Led astray</source>
        <translation>Redirección sin salida</translation>
    </message>
    <message>
        <source>Link of no use</source>
        <translation>Enlace inservible</translation>
    </message>
    <message>
        <source>List closed</source>
        <translation>Lista cerrada</translation>
    </message>
    <message>
        <source>List not written</source>
        <translation>Lista no escrita</translation>
    </message>
    <message>
        <source>List of a newer version</source>
        <translation>Lista de una versión más nueva</translation>
    </message>
    <message>
        <source>List was damaged</source>
        <translation>La lista estaba dañada</translation>
    </message>
    <message>
        <source>Name look-up failed</source>
        <translation>Nombre sin resolver</translation>
    </message>
    <message>
        <source>Name taken</source>
        <translation>Nombre ya usado</translation>
    </message>
    <message>
        <source>Name too long</source>
        <translation>Nombre demasiado largo</translation>
    </message>
    <message>
        <source>No addresses</source>
        <translation>Sin direcciones</translation>
    </message>
    <message>
        <source>No answer</source>
        <translation>Sin respuesta</translation>
    </message>
    <message>
        <source>No network</source>
        <translation>Sin red</translation>
    </message>
    <message>
        <source>No secure connection</source>
        <translation>Sin conexión segura</translation>
    </message>
    <message>
        <source>No text</source>
        <translation>No es texto</translation>
    </message>
    <message>
        <source>No trash</source>
        <translation>Sin papelera</translation>
    </message>
    <message>
        <source>No web link</source>
        <translation>No es un enlace web</translation>
    </message>
    <message>
        <source>Not a link</source>
        <translation>No es un enlace</translation>
    </message>
    <message>
        <source>Not allowed</source>
        <translation>No permitido</translation>
    </message>
    <message>
        <source>Not the same file</source>
        <translation>No es el mismo archivo</translation>
    </message>
    <message>
        <source>Not the size expected</source>
        <translation>Tamaño inesperado</translation>
    </message>
    <message>
        <source>Our mistake</source>
        <translation>Error nuestro</translation>
    </message>
    <message>
        <source>Parts do not fit</source>
        <translation>Las partes no encajan</translation>
    </message>
    <message>
        <source>Password needed</source>
        <translation>Se necesita contraseña</translation>
    </message>
    <message>
        <source>Proxy asks for a password</source>
        <translation>El proxy pide una contraseña</translation>
    </message>
    <message>
        <source>Proxy trouble</source>
        <translation>Problema del proxy</translation>
    </message>
    <message>
        <source>Request refused</source>
        <translation>Petición rechazada</translation>
    </message>
    <message>
        <source>Rest refused</source>
        <translation>Resto rechazado</translation>
    </message>
    <message>
        <source>Senseless answer</source>
        <translation>Respuesta sin sentido</translation>
    </message>
    <message>
        <source>Sent in circles</source>
        <translation>Redirecciones en bucle</translation>
    </message>
    <message>
        <source>Server in trouble</source>
        <translation>Servidor con problemas</translation>
    </message>
    <message>
        <source>Server not found</source>
        <translation>Servidor no encontrado</translation>
    </message>
    <message>
        <source>Server out of reach</source>
        <translation>Servidor inaccesible</translation>
    </message>
    <message>
        <source>Setting of no use</source>
        <translation>Ajuste inservible</translation>
    </message>
    <message>
        <source>The server fell silent</source>
        <translation>El servidor enmudeció</translation>
    </message>
    <message>
        <source>Too many links</source>
        <translation>Demasiados enlaces</translation>
    </message>
    <message>
        <source>Too many requests</source>
        <translation>Demasiadas peticiones</translation>
    </message>
    <message>
        <source>Too much text</source>
        <translation>Demasiado texto</translation>
    </message>
    <message>
        <source>Unfinished file lost</source>
        <translation>Archivo sin terminar perdido</translation>
    </message>
    <message>
        <source>Unreadable Metalink</source>
        <translation>Metalink ilegible</translation>
    </message>
    <message>
        <source>Unreadable list</source>
        <translation>Lista ilegible</translation>
    </message>
    <message>
        <source>Version not proven</source>
        <translation>Versión sin comprobar</translation>
    </message>
    <message>
        <source>Wrong length</source>
        <translation>Longitud errónea</translation>
    </message>
    <message>
        <source>{title}: {count}</source>
        <translation>{title}: {count}</translation>
    </message>
</context>
</TS>
