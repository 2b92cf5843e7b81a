<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="fr_FR">
<context>
    <name>About</name>
    <message>
        <source>A download manager that stops at once and never loses a byte.</source>
        <translation>Un gestionnaire de téléchargements qui s’arrête aussitôt et ne perd jamais un octet.</translation>
    </message>
    <message>
        <source>About Headgate</source>
        <translation>À propos de Headgate</translation>
    </message>
    <message>
        <source>Copied, without links, names, folders and passwords.</source>
        <translation>Copié, sans liens, noms, dossiers ni mots de passe.</translation>
    </message>
    <message>
        <source>Copy diagnostics</source>
        <translation>Copier le diagnostic</translation>
    </message>
    <message>
        <source>Headgate {version}</source>
        <translation>Headgate {version}</translation>
    </message>
    <message>
        <source>Licence</source>
        <translation>Licence</translation>
    </message>
    <message>
        <source>Made of</source>
        <translation>Composé de</translation>
    </message>
    <message>
        <source>Version</source>
        <translation>Version</translation>
    </message>
    <message>
        <source>Versions and licences</source>
        <translation>Versions et licences</translation>
    </message>
    <message>
        <source>Without links, names, folders and passwords</source>
        <translation>Sans liens, noms, dossiers ni mots de passe</translation>
    </message>
</context>
<context>
    <name>Action</name>
    <message>
        <source>About Headgate</source>
        <translation>À propos de Headgate</translation>
    </message>
    <message>
        <source>Add links</source>
        <translation>Ajouter des liens</translation>
    </message>
    <message>
        <source>Add links to the list</source>
        <translation>Ajouter des liens à la liste</translation>
    </message>
    <message>
        <source>Add the links in files: lists, tables, pages, Metalinks</source>
        <translation>Ajouter les liens de fichiers&#xa0;: listes, tableaux, pages, Metalinks</translation>
    </message>
    <message>
        <source>Add the links that were copied</source>
        <translation>Ajouter les liens qui ont été copiés</translation>
    </message>
    <message>
        <source>Commands</source>
        <translation>Commandes</translation>
    </message>
    <message>
        <source>Copy link</source>
        <translation>Copier le lien</translation>
    </message>
    <message>
        <source>Copy the links of the selected downloads</source>
        <translation>Copier les liens des téléchargements sélectionnés</translation>
    </message>
    <message>
        <source>Delete what was received of the selected and start anew</source>
        <translation>Supprimer ce qui a été reçu de la sélection et recommencer</translation>
    </message>
    <message>
        <source>Download again</source>
        <translation>Télécharger de nouveau</translation>
    </message>
    <message>
        <source>Download everything in the queue</source>
        <translation>Télécharger tout ce qui est en file d’attente</translation>
    </message>
    <message>
        <source>Fetch the selected files once more</source>
        <translation>Récupérer encore une fois les fichiers sélectionnés</translation>
    </message>
    <message>
        <source>Fetch what is there now under another name, keep the rest</source>
        <translation>Récupérer sous un autre nom ce qui s’y trouve maintenant, garder le reste</translation>
    </message>
    <message>
        <source>Find any command by its name</source>
        <translation>Trouver une commande par son nom</translation>
    </message>
    <message>
        <source>Folders, connections, limits, network</source>
        <translation>Dossiers, connexions, limites, réseau</translation>
    </message>
    <message>
        <source>Go on with the selected download from another address</source>
        <translation>Poursuivre le téléchargement sélectionné depuis une autre adresse</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>Exporter</translation>
    </message>
    <message>
        <source>Delete all passwords kept in this computer&apos;s keyring</source>
        <translation>Supprimer tous les mots de passe conservés dans le trousseau de cet ordinateur</translation>
    </message>
    <message>
        <source>Forget kept passwords</source>
        <translation>Oublier les mots de passe conservés</translation>
    </message>
    <message>
        <source>Give the selected file another name, on the disk as well</source>
        <translation>Donner un autre nom au fichier sélectionné, sur le disque aussi</translation>
    </message>
    <message>
        <source>Import</source>
        <translation>Importer</translation>
    </message>
    <message>
        <source>Inspector</source>
        <translation>Inspecteur</translation>
    </message>
    <message>
        <source>Keep the selected downloads from running until resumed</source>
        <translation>Suspendre les téléchargements sélectionnés jusqu’à leur reprise</translation>
    </message>
    <message>
        <source>Let the selected downloads be last</source>
        <translation>Faire passer les téléchargements sélectionnés en dernier</translation>
    </message>
    <message>
        <source>Let the selected downloads be next</source>
        <translation>Faire passer les téléchargements sélectionnés en premier</translation>
    </message>
    <message>
        <source>Let the selected downloads be one later</source>
        <translation>Reculer d’un rang les téléchargements sélectionnés</translation>
    </message>
    <message>
        <source>Let the selected downloads be one sooner</source>
        <translation>Avancer d’un rang les téléchargements sélectionnés</translation>
    </message>
    <message>
        <source>Let the selected downloads run before all others</source>
        <translation>Lancer les téléchargements sélectionnés avant tous les autres</translation>
    </message>
    <message>
        <source>Let the selected downloads run now</source>
        <translation>Lancer maintenant les téléchargements sélectionnés</translation>
    </message>
    <message>
        <source>Move down</source>
        <translation>Descendre</translation>
    </message>
    <message>
        <source>Move to the bottom</source>
        <translation>Placer en dernier</translation>
    </message>
    <message>
        <source>Move to the top</source>
        <translation>Placer en premier</translation>
    </message>
    <message>
        <source>Move up</source>
        <translation>Monter</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Ouvrir</translation>
    </message>
    <message>
        <source>Open folder</source>
        <translation>Ouvrir le dossier</translation>
    </message>
    <message>
        <source>Open the finished file</source>
        <translation>Ouvrir le fichier terminé</translation>
    </message>
    <message>
        <source>Paste links</source>
        <translation>Coller des liens</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>Suspendre</translation>
    </message>
    <message>
        <source>Properties</source>
        <translation>Propriétés</translation>
    </message>
    <message>
        <source>Put what was removed last back on the list</source>
        <translation>Remettre dans la liste ce qui vient d’être retiré</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>Quitter</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Retirer</translation>
    </message>
    <message>
        <source>Remove and delete files</source>
        <translation>Retirer et supprimer les fichiers</translation>
    </message>
    <message>
        <source>Rename</source>
        <translation>Renommer</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>Reprendre</translation>
    </message>
    <message>
        <source>Retry</source>
        <translation>Réessayer</translation>
    </message>
    <message>
        <source>Save beside</source>
        <translation>Enregistrer à côté</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>Rechercher</translation>
    </message>
    <message>
        <source>Search the list</source>
        <translation>Rechercher dans la liste</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>Paramètres</translation>
    </message>
    <message>
        <source>Show and change everything about the selected downloads</source>
        <translation>Afficher et modifier tout ce qui concerne les téléchargements sélectionnés</translation>
    </message>
    <message>
        <source>Show or hide a close look at the selected downloads</source>
        <translation>Afficher ou masquer le détail des téléchargements sélectionnés</translation>
    </message>
    <message>
        <source>Show the folder the file is saved in</source>
        <translation>Afficher le dossier où le fichier est enregistré</translation>
    </message>
    <message>
        <source>Start</source>
        <translation>Démarrer</translation>
    </message>
    <message>
        <source>Start again</source>
        <translation>Recommencer</translation>
    </message>
    <message>
        <source>Start now</source>
        <translation>Démarrer maintenant</translation>
    </message>
    <message>
        <source>Stop all</source>
        <translation>Tout arrêter</translation>
    </message>
    <message>
        <source>Stop every download at once; everything received is kept</source>
        <translation>Arrêter aussitôt tous les téléchargements&#xa0;; tout ce qui est reçu est conservé</translation>
    </message>
    <message>
        <source>Stop safely and leave</source>
        <translation>Arrêter proprement et quitter</translation>
    </message>
    <message>
        <source>Stopping…</source>
        <translation>Arrêt…</translation>
    </message>
    <message>
        <source>Take downloads off the list, and their files to the trash</source>
        <translation>Retirer des téléchargements de la liste et mettre leurs fichiers à la corbeille</translation>
    </message>
    <message>
        <source>Take the selected downloads off the list</source>
        <translation>Retirer de la liste les téléchargements sélectionnés</translation>
    </message>
    <message>
        <source>Try the selected downloads that failed again</source>
        <translation>Relancer les téléchargements sélectionnés qui ont échoué</translation>
    </message>
    <message>
        <source>Undo remove</source>
        <translation>Annuler le retrait</translation>
    </message>
    <message>
        <source>Use another link</source>
        <translation>Utiliser un autre lien</translation>
    </message>
    <message>
        <source>Versions, licences, and what to tell when asking for help</source>
        <translation>Versions, licences et ce qu’il faut dire pour demander de l’aide</translation>
    </message>
    <message>
        <source>Write the selected downloads, or all, to a file of links</source>
        <translation>Écrire les téléchargements sélectionnés, ou tous, dans un fichier de liens</translation>
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
        <translation>Ne rien faire</translation>
    </message>
    <message>
        <source>Everything is done. Headgate quits.</source>
        <translation>Tout est terminé. Headgate va quitter.</translation>
    </message>
    <message>
        <source>Everything is done. The computer goes to sleep.</source>
        <translation>Tout est terminé. L’ordinateur va se mettre en veille.</translation>
    </message>
    <message>
        <source>Everything is done. The computer shuts down.</source>
        <translation>Tout est terminé. L’ordinateur va s’éteindre.</translation>
    </message>
    <message>
        <source>Headgate</source>
        <translation>Headgate</translation>
    </message>
    <message>
        <source>Now</source>
        <translation>Maintenant</translation>
    </message>
    <message>
        <source>Put the computer to sleep</source>
        <translation>Mettre l’ordinateur en veille</translation>
    </message>
    <message>
        <source>Quit Headgate</source>
        <translation>Quitter Headgate</translation>
    </message>
    <message>
        <source>Shut the computer down</source>
        <translation>Éteindre l’ordinateur</translation>
    </message>
    <message>
        <source>The system refused.</source>
        <translation>Le système a refusé.</translation>
    </message>
</context>
<context>
    <name>Awake</name>
    <message>
        <source>Downloads are running</source>
        <translation>Des téléchargements sont en cours</translation>
    </message>
</context>
<context>
    <name>Banner</name>
    <message>
        <source>Close this message</source>
        <translation>Fermer ce message</translation>
    </message>
    <message>
        <source>Mend it</source>
        <translation>Réparer</translation>
    </message>
</context>
<context>
    <name>CertificateQuestion</name>
    <message>
        <source>Certificate not trusted</source>
        <translation>Certificat non fiable</translation>
    </message>
    <message>
        <source>Check the link and your clock.</source>
        <translation>Vérifiez le lien et votre horloge.</translation>
    </message>
    <message>
        <source>Issued by</source>
        <translation>Délivré par</translation>
    </message>
    <message>
        <source>Issued to</source>
        <translation>Délivré à</translation>
    </message>
    <message>
        <source>Meant for</source>
        <translation>Valable pour</translation>
    </message>
    <message>
        <source>Open settings</source>
        <translation>Ouvrir les paramètres</translation>
    </message>
    <message>
        <source>Retry</source>
        <translation>Réessayer</translation>
    </message>
    <message>
        <source>SHA-256 fingerprint</source>
        <translation>Empreinte SHA-256</translation>
    </message>
    <message>
        <source>The server is asked for its certificate…</source>
        <translation>Le certificat est demandé au serveur…</translation>
    </message>
    <message>
        <source>Valid from</source>
        <translation>Valable à partir du</translation>
    </message>
    <message>
        <source>Valid until</source>
        <translation>Valable jusqu’au</translation>
    </message>
    <message>
        <source>Whoever is between you and the server could read and change what you download. If it is a server of your own, name its certificate in the settings.</source>
        <translation>Quiconque se trouve entre vous et le serveur pourrait lire et modifier ce que vous téléchargez. Si c’est votre propre serveur, indiquez son certificat dans les paramètres.</translation>
    </message>
    <message>
        <source>itself: nobody else vouches for it</source>
        <translation>lui-même&#xa0;: personne d’autre ne s’en porte garant</translation>
    </message>
</context>
<context>
    <name>Clipboard</name>
    <message numerus="yes">
        <source>%n link(s) copied</source>
        <translation>
            <numerusform>%Ln lien copié</numerusform>
            <numerusform>%Ln liens copiés</numerusform>
        </translation>
    </message>
    <message>
        <source>Add</source>
        <translation>Ajouter</translation>
    </message>
</context>
<context>
    <name>Closing</name>
    <message>
        <source>Quit now</source>
        <translation>Quitter maintenant</translation>
    </message>
    <message>
        <source>Still recording what was received: the disk is slow. Nothing that is recorded can get lost.</source>
        <translation>Enregistrement de ce qui a été reçu&#xa0;: le disque est lent. Rien de ce qui est enregistré ne peut se perdre.</translation>
    </message>
    <message>
        <source>Still waiting for {names}: the disk does not answer. Nothing that is recorded can get lost.</source>
        <translation>En attente de {names}&#xa0;: le disque ne répond pas. Rien de ce qui est enregistré ne peut se perdre.</translation>
    </message>
</context>
<context>
    <name>Column</name>
    <message>
        <source>Added</source>
        <translation>Ajouté</translation>
    </message>
    <message>
        <source>Finished</source>
        <translation>Terminé</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>Dossier</translation>
    </message>
    <message>
        <source>Left</source>
        <translation>Temps restant</translation>
    </message>
    <message>
        <source>Link</source>
        <translation>Lien</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Nom</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>Progression</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Taille</translation>
    </message>
    <message>
        <source>Speed</source>
        <translation>Débit</translation>
    </message>
    <message>
        <source>Status</source>
        <translation>État</translation>
    </message>
</context>
<context>
    <name>Countdown</name>
    <message numerus="yes">
        <source>In %n second(s), unless you cancel.</source>
        <translation>
            <numerusform>Dans&#xa0;%Ln seconde, sauf annulation.</numerusform>
            <numerusform>Dans&#xa0;%Ln secondes, sauf annulation.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Date</name>
    <message>
        <source>yesterday {time}</source>
        <translation>hier {time}</translation>
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
        <translation>Colonnes</translation>
    </message>
    <message>
        <source>Downloads</source>
        <translation>Téléchargements</translation>
    </message>
</context>
<context>
    <name>Dragging</name>
    <message numerus="yes">
        <source>%n already here</source>
        <translation>
            <numerusform>%Ln déjà là</numerusform>
            <numerusform>%Ln déjà là</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n link(s)</source>
        <translation>
            <numerusform>%Ln lien</numerusform>
            <numerusform>%Ln liens</numerusform>
        </translation>
    </message>
    <message>
        <source>Drop to add links</source>
        <translation>Déposez pour ajouter des liens</translation>
    </message>
    <message>
        <source>No links in this</source>
        <translation>Aucun lien là-dedans</translation>
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
        <translation>{file}&#xa0;: {problem}</translation>
    </message>
</context>
<context>
    <name>Edit</name>
    <message>
        <source>Checksum</source>
        <translation>Somme de contrôle</translation>
    </message>
    <message>
        <source>Connections at most</source>
        <translation>Connexions au plus</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>Dossier</translation>
    </message>
    <message>
        <source>Headers, one a line</source>
        <translation>En-têtes, un par ligne</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Nom</translation>
    </message>
    <message>
        <source>Speed limit</source>
        <translation>Limite de débit</translation>
    </message>
    <message>
        <source>as in the settings</source>
        <translation>comme dans les paramètres</translation>
    </message>
</context>
<context>
    <name>Edits</name>
    <message>
        <source>Another name</source>
        <translation>Autre nom</translation>
    </message>
    <message>
        <source>Name of the file</source>
        <translation>Nom du fichier</translation>
    </message>
    <message>
        <source>Save in</source>
        <translation>Enregistrer dans</translation>
    </message>
</context>
<context>
    <name>Empty</name>
    <message>
        <source>Add links</source>
        <translation>Ajouter des liens</translation>
    </message>
    <message>
        <source>Drag them from your browser or a text file, paste them with {keys}, or type them in.
Then press Start.</source>
        <translation>Glissez-les depuis votre navigateur ou un fichier texte, collez-les avec {keys} ou saisissez-les.
Cliquez ensuite sur «&#xa0;Démarrer&#xa0;».</translation>
    </message>
    <message>
        <source>Drop links here</source>
        <translation>Déposez des liens ici</translation>
    </message>
    <message>
        <source>Opens a field to type links in</source>
        <translation>Ouvre un champ où saisir des liens</translation>
    </message>
</context>
<context>
    <name>Error</name>
    <message>
        <source>Add it again once Headgate is started.</source>
        <translation>Ajoutez-le de nouveau quand Headgate sera relancé.</translation>
    </message>
    <message>
        <source>Anybody on the way could change the file. If you trust it, add that address itself.</source>
        <translation>N’importe qui en chemin pourrait modifier le fichier. Si vous lui faites confiance, ajoutez directement cette adresse.</translation>
    </message>
    <message>
        <source>Check that the file exists, is text, and may be read by you.</source>
        <translation>Vérifiez que le fichier existe, qu’il contient du texte et que vous pouvez le lire.</translation>
    </message>
    <message>
        <source>Check the disk; everything received so far is kept.</source>
        <translation>Vérifiez le disque&#xa0;; tout ce qui a été reçu est conservé.</translation>
    </message>
    <message>
        <source>Check the link and your clock. Accept it only if you know why this happens.</source>
        <translation>Vérifiez le lien et votre horloge. Ne l’acceptez que si vous en connaissez la cause.</translation>
    </message>
    <message>
        <source>Check the proxy&apos;s address, user name and password.</source>
        <translation>Vérifiez l’adresse, le nom d’utilisateur et le mot de passe du proxy.</translation>
    </message>
    <message>
        <source>Check the spelling of the link, and whether you are online.</source>
        <translation>Vérifiez l’orthographe du lien et votre connexion à Internet.</translation>
    </message>
    <message>
        <source>Check the value and try again.</source>
        <translation>Vérifiez la valeur et réessayez.</translation>
    </message>
    <message>
        <source>Check whether you are online, then retry.</source>
        <translation>Vérifiez que vous êtes en ligne, puis réessayez.</translation>
    </message>
    <message>
        <source>Check your network connection, then retry.</source>
        <translation>Vérifiez votre connexion réseau, puis réessayez.</translation>
    </message>
    <message>
        <source>Choose a folder on another disk (FAT disks end at 4 GB a file).</source>
        <translation>Choisissez un dossier sur un autre disque (les disques FAT sont limités à 4&#xa0;Go par fichier).</translation>
    </message>
    <message>
        <source>Choose a folder you may write to.</source>
        <translation>Choisissez un dossier où vous pouvez écrire.</translation>
    </message>
    <message>
        <source>Choose a shorter name.</source>
        <translation>Choisissez un nom plus court.</translation>
    </message>
    <message>
        <source>Choose a text file, or copy the links themselves.</source>
        <translation>Choisissez un fichier texte, ou copiez les liens eux-mêmes.</translation>
    </message>
    <message>
        <source>Choose another name, or move the old file away.</source>
        <translation>Choisissez un autre nom, ou déplacez l’ancien fichier.</translation>
    </message>
    <message>
        <source>Copy the whole address, starting with http:// or https://.</source>
        <translation>Copiez l’adresse entière, à partir de http:// ou https://.</translation>
    </message>
    <message>
        <source>Download it again, from another source if it happens twice.</source>
        <translation>Téléchargez-le de nouveau, depuis une autre source si cela se reproduit.</translation>
    </message>
    <message>
        <source>Downloads go on by themselves when it is back.</source>
        <translation>Les téléchargements reprendront d’eux-mêmes dès son retour.</translation>
    </message>
    <message>
        <source>Free some space or choose another folder; everything received is kept.</source>
        <translation>Libérez de l’espace ou choisissez un autre dossier&#xa0;; tout ce qui est reçu est conservé.</translation>
    </message>
    <message>
        <source>Get it again from where it came from.</source>
        <translation>Récupérez-le de nouveau là d’où il venait.</translation>
    </message>
    <message>
        <source>Give it together with the links, or say where the files lie.</source>
        <translation>Donnez-le avec les liens, ou indiquez où se trouvent les fichiers.</translation>
    </message>
    <message>
        <source>Headgate is closing, and its list takes in nothing more.</source>
        <translation>Headgate se ferme et n’ajoute plus rien à la liste.</translation>
    </message>
    <message>
        <source>Headgate made a mistake: {reason}.</source>
        <translation>Headgate a commis une erreur&#xa0;: {reason}.</translation>
    </message>
    <message>
        <source>If any are missing, add them again.</source>
        <translation>S’il en manque, ajoutez-les de nouveau.</translation>
    </message>
    <message>
        <source>It is another file or another version. Look for another link.</source>
        <translation>C’est un autre fichier ou une autre version. Cherchez un autre lien.</translation>
    </message>
    <message>
        <source>Links that start with {scheme}: cannot be downloaded.</source>
        <translation>Les liens qui commencent par {scheme}: ne peuvent pas être téléchargés.</translation>
    </message>
    <message>
        <source>Look for a link to the same file, or start again; the old part is kept until then.</source>
        <translation>Cherchez un lien vers le même fichier, ou recommencez&#xa0;; l’ancienne partie est conservée jusque-là.</translation>
    </message>
    <message>
        <source>Look for another link.</source>
        <translation>Cherchez un autre lien.</translation>
    </message>
    <message>
        <source>Make room on that disk or check its permissions, then start again.</source>
        <translation>Libérez de la place sur ce disque ou vérifiez ses permissions, puis redémarrez.</translation>
    </message>
    <message>
        <source>No secure connection to {host} could be made: {reason}.</source>
        <translation>Impossible d’établir une connexion sécurisée avec {host}&#xa0;: {reason}.</translation>
    </message>
    <message>
        <source>No server called {host} was found.</source>
        <translation>Aucun serveur nommé {host} n’a été trouvé.</translation>
    </message>
    <message>
        <source>Nothing can be saved in {folder}: {reason}.</source>
        <translation>Impossible d’enregistrer dans {folder}&#xa0;: {reason}.</translation>
    </message>
    <message>
        <source>Only http and https links are supported.</source>
        <translation>Seuls les liens http et https sont pris en charge.</translation>
    </message>
    <message>
        <source>Open the link in a browser to see what the server wants.</source>
        <translation>Ouvrez le lien dans un navigateur pour voir ce que demande le serveur.</translation>
    </message>
    <message>
        <source>Open the link in a browser, and copy the address of the file itself.</source>
        <translation>Ouvrez le lien dans un navigateur et copiez l’adresse du fichier lui-même.</translation>
    </message>
    <message>
        <source>Open the link in a browser: it may need a login or cookies.</source>
        <translation>Ouvrez le lien dans un navigateur&#xa0;: il demande peut-être une identification ou des cookies.</translation>
    </message>
    <message>
        <source>Plug in the drive it is on, or choose another folder.</source>
        <translation>Branchez le disque qui le contient, ou choisissez un autre dossier.</translation>
    </message>
    <message>
        <source>Plug the drive in or mount it again; downloads to it go on by themselves.</source>
        <translation>Branchez le disque ou remontez-le&#xa0;; ses téléchargements reprendront d’eux-mêmes.</translation>
    </message>
    <message>
        <source>Retry later, or look for another link.</source>
        <translation>Réessayez plus tard, ou cherchez un autre lien.</translation>
    </message>
    <message>
        <source>Retry later, with fewer downloads from this server at a time.</source>
        <translation>Réessayez plus tard, avec moins de téléchargements simultanés depuis ce serveur.</translation>
    </message>
    <message>
        <source>Retry later; the fault is on the server&apos;s side.</source>
        <translation>Réessayez plus tard&#xa0;; la panne vient du serveur.</translation>
    </message>
    <message>
        <source>Retry later; the server or the way to it may be overloaded.</source>
        <translation>Réessayez plus tard&#xa0;; le serveur ou le chemin qui y mène est peut-être surchargé.</translation>
    </message>
    <message>
        <source>Retry. If it happens again, please report it with the details.</source>
        <translation>Réessayez. Si cela se reproduit, merci de le signaler avec les détails.</translation>
    </message>
    <message>
        <source>Retry; everything received so far is kept.</source>
        <translation>Réessayez&#xa0;; tout ce qui a été reçu est conservé.</translation>
    </message>
    <message>
        <source>Retry; only these are fetched again, everything else is kept.</source>
        <translation>Réessayez&#xa0;; seuls ces octets seront repris, tout le reste est conservé.</translation>
    </message>
    <message>
        <source>Retry; the server or something on the way cuts the file.</source>
        <translation>Réessayez&#xa0;; le serveur ou un intermédiaire coupe le fichier.</translation>
    </message>
    <message>
        <source>Retry; what is there is compared with what comes.</source>
        <translation>Réessayez&#xa0;; ce qui est déjà là sera comparé à ce qui arrive.</translation>
    </message>
    <message>
        <source>Saving in {folder} failed: {reason}.</source>
        <translation>L’enregistrement dans {folder} a échoué&#xa0;: {reason}.</translation>
    </message>
    <message>
        <source>Sign in, or give the link as https://name:password@…, or with your cookies.</source>
        <translation>Connectez-vous, ou donnez le lien comme https://nom:motdepasse@…, ou avec vos cookies.</translation>
    </message>
    <message>
        <source>Sign in, or write the proxy as http://name:password@host:port.</source>
        <translation>Connectez-vous, ou écrivez le proxy comme http://nom:motdepasse@hôte:port.</translation>
    </message>
    <message>
        <source>Split it into several files.</source>
        <translation>Répartissez-le en plusieurs fichiers.</translation>
    </message>
    <message>
        <source>Split it into several lists.</source>
        <translation>Répartissez-les en plusieurs listes.</translation>
    </message>
    <message>
        <source>Start it again from the beginning, save it under another name beside the old part, or find another link to the same file; the old part is kept until then.</source>
        <translation>Reprenez-le depuis le début, enregistrez-le sous un autre nom à côté de l’ancienne partie, ou trouvez un autre lien vers le même fichier&#xa0;; l’ancienne partie est conservée jusque-là.</translation>
    </message>
    <message>
        <source>Start it again from the beginning.</source>
        <translation>Reprenez-le depuis le début.</translation>
    </message>
    <message>
        <source>Start it again from the beginning; it is then fetched over a single connection.</source>
        <translation>Reprenez-le depuis le début&#xa0;; une seule connexion servira alors.</translation>
    </message>
    <message>
        <source>Start the newer version; this one leaves the list untouched.</source>
        <translation>Lancez la version plus récente&#xa0;; celle-ci ne touche pas à la liste.</translation>
    </message>
    <message>
        <source>Take it out of the list, or give the address of a file.</source>
        <translation>Retirez-le de la liste, ou donnez l’adresse d’un fichier.</translation>
    </message>
    <message>
        <source>The answer of {host} makes no sense: {reason}.</source>
        <translation>La réponse de {host} n’a pas de sens&#xa0;: {reason}.</translation>
    </message>
    <message>
        <source>The certificate of {host} is not trusted: {reason}.</source>
        <translation>Le certificat de {host} n’est pas digne de confiance&#xa0;: {reason}.</translation>
    </message>
    <message>
        <source>The connection to {host} broke off.</source>
        <translation>La connexion à {host} a été interrompue.</translation>
    </message>
    <message>
        <source>The disk of {folder} cannot hold a file this large.</source>
        <translation>Le disque de {folder} ne peut pas contenir un fichier aussi gros.</translation>
    </message>
    <message>
        <source>The disk of {folder} does not take a name this long.</source>
        <translation>Le disque de {folder} n’accepte pas un nom aussi long.</translation>
    </message>
    <message>
        <source>The disk of {folder} is full.</source>
        <translation>Le disque de {folder} est plein.</translation>
    </message>
    <message>
        <source>The file is damaged at bytes {ranges}.</source>
        <translation>Le fichier est endommagé aux octets {ranges}.</translation>
    </message>
    <message>
        <source>The file is damaged: its {algorithm} begins with {actual:.12}, not with {expected:.12}.</source>
        <translation>Le fichier est endommagé&#xa0;: sa somme {algorithm} commence par {actual:.12} au lieu de {expected:.12}.</translation>
    </message>
    <message>
        <source>The file may have changed. Start it again from the beginning.</source>
        <translation>Le fichier a peut-être changé. Reprenez-le depuis le début.</translation>
    </message>
    <message>
        <source>The file may have moved. Look for a new link.</source>
        <translation>Le fichier a peut-être été déplacé. Cherchez un nouveau lien.</translation>
    </message>
    <message>
        <source>The file on {host} has changed since the download began.</source>
        <translation>Le fichier sur {host} a changé depuis le début du téléchargement.</translation>
    </message>
    <message>
        <source>The file on {host} has {actual} bytes; {expected} were expected.</source>
        <translation>Le fichier sur {host} fait {actual} octets au lieu de {expected}.</translation>
    </message>
    <message>
        <source>The file on {host} is not the one that a part is already there of.</source>
        <translation>Le fichier sur {host} n’est pas celui dont une partie est déjà là.</translation>
    </message>
    <message>
        <source>The file stays where it is. Delete it in a file manager.</source>
        <translation>Le fichier reste où il est. Supprimez-le dans un gestionnaire de fichiers.</translation>
    </message>
    <message>
        <source>The file was removed from {host} (410).</source>
        <translation>Le fichier a été supprimé de {host} (410).</translation>
    </message>
    <message>
        <source>The folder {folder} does not exist: {reason}.</source>
        <translation>Le dossier {folder} n’existe pas&#xa0;: {reason}.</translation>
    </message>
    <message>
        <source>The folder {folder} is gone, or its drive is not plugged in.</source>
        <translation>Le dossier {folder} a disparu, ou son disque n’est pas branché.</translation>
    </message>
    <message>
        <source>The link may have expired or need a login. Open it in a browser.</source>
        <translation>Le lien a peut-être expiré ou demande une identification. Ouvrez-le dans un navigateur.</translation>
    </message>
    <message>
        <source>The link may have expired. Get a new link from the page it came from.</source>
        <translation>Le lien a peut-être expiré. Prenez-en un nouveau sur la page d’où il venait.</translation>
    </message>
    <message>
        <source>The list of downloads in {folder} cannot be written: {reason}.</source>
        <translation>La liste des téléchargements dans {folder} ne peut pas être écrite&#xa0;: {reason}.</translation>
    </message>
    <message>
        <source>The list of downloads was damaged. It is kept as {kept}, and {count} downloads were taken over from it.</source>
        <translation>La liste des téléchargements était endommagée. Elle est conservée sous {kept}&#xa0;; téléchargements récupérés&#xa0;: {count}.</translation>
    </message>
    <message>
        <source>The list of downloads was written by a newer Headgate.</source>
        <translation>La liste des téléchargements a été écrite par une version plus récente de Headgate.</translation>
    </message>
    <message>
        <source>The list {path} cannot be read: {reason}.</source>
        <translation>La liste {path} ne peut pas être lue&#xa0;: {reason}.</translation>
    </message>
    <message>
        <source>{option}: {reason}.</source>
        <translation>{option}&#xa0;: {reason}.</translation>
    </message>
    <message>
        <source>The name {host} could not be looked up right now.</source>
        <translation>Le nom {host} n’a pas pu être résolu pour l’instant.</translation>
    </message>
    <message>
        <source>The parts of the file that {host} sent do not fit together.</source>
        <translation>Les parties du fichier envoyées par {host} ne vont pas ensemble.</translation>
    </message>
    <message>
        <source>The proxy {proxy} asks for a user name and password: {reason}.</source>
        <translation>Le proxy {proxy} demande un nom d’utilisateur et un mot de passe&#xa0;: {reason}.</translation>
    </message>
    <message>
        <source>The proxy {proxy} did not let us through: {reason}.</source>
        <translation>Le proxy {proxy} ne nous a pas laissé passer&#xa0;: {reason}.</translation>
    </message>
    <message>
        <source>The server may be down. Retry later, or check the port in the link.</source>
        <translation>Le serveur est peut-être en panne. Réessayez plus tard, ou vérifiez le port dans le lien.</translation>
    </message>
    <message>
        <source>The server may be misconfigured. Retry later, or look for another link.</source>
        <translation>Le serveur est peut-être mal configuré. Réessayez plus tard, ou cherchez un autre lien.</translation>
    </message>
    <message>
        <source>The unfinished file {name} was removed or replaced.</source>
        <translation>Le fichier inachevé {name} a été supprimé ou remplacé.</translation>
    </message>
    <message>
        <source>There is already a file called {name} in {folder}.</source>
        <translation>Il y a déjà un fichier nommé {name} dans {folder}.</translation>
    </message>
    <message>
        <source>This Metalink cannot be read: {reason}.</source>
        <translation>Ce Metalink ne peut pas être lu&#xa0;: {reason}.</translation>
    </message>
    <message>
        <source>This computer has no network connection.</source>
        <translation>Cet ordinateur n’a pas de connexion réseau.</translation>
    </message>
    <message>
        <source>This has more than {limit} links.</source>
        <translation>Il y a plus de {limit} liens.</translation>
    </message>
    <message>
        <source>This has the checksums of files, but not their addresses.</source>
        <translation>Il y a ici les sommes de contrôle de fichiers, mais pas leurs adresses.</translation>
    </message>
    <message>
        <source>This is more than {limit} MiB of text.</source>
        <translation>Il y a plus de {limit} Mio de texte.</translation>
    </message>
    <message>
        <source>This is not text.</source>
        <translation>Ce n’est pas du texte.</translation>
    </message>
    <message>
        <source>Wait until the other one is done, or choose another name.</source>
        <translation>Attendez que l’autre ait terminé, ou choisissez un autre nom.</translation>
    </message>
    <message>
        <source>{host} announced {expected} bytes and sent {actual}.</source>
        <translation>{host} a annoncé {expected} octets et en a envoyé {actual}.</translation>
    </message>
    <message>
        <source>{host} asks for a user name and password ({status}).</source>
        <translation>{host} demande un nom d’utilisateur et un mot de passe ({status}).</translation>
    </message>
    <message>
        <source>{host} asks us to slow down (429).</source>
        <translation>{host} nous demande de ralentir (429).</translation>
    </message>
    <message>
        <source>{host} cannot be reached: {reason}.</source>
        <translation>{host} est injoignable&#xa0;: {reason}.</translation>
    </message>
    <message>
        <source>{host} did not answer within {seconds} seconds.</source>
        <translation>{host} n’a pas répondu en {seconds} secondes.</translation>
    </message>
    <message>
        <source>{host} does not allow this download (403).</source>
        <translation>{host} n’autorise pas ce téléchargement (403).</translation>
    </message>
    <message>
        <source>{host} does not say whether it still has the same version of the file.</source>
        <translation>{host} ne dit pas s’il a toujours la même version du fichier.</translation>
    </message>
    <message>
        <source>{host} has no file at this address (404).</source>
        <translation>{host} n’a aucun fichier à cette adresse (404).</translation>
    </message>
    <message>
        <source>{host} is having trouble ({status}).</source>
        <translation>{host} rencontre des difficultés ({status}).</translation>
    </message>
    <message>
        <source>{host} leads from a secure address to an insecure one, on {target}.</source>
        <translation>{host} mène d’une adresse sécurisée à une adresse non sécurisée, sur {target}.</translation>
    </message>
    <message>
        <source>{host} leads to where nothing can be downloaded: {reason}.</source>
        <translation>{host} mène là où rien ne peut être téléchargé&#xa0;: {reason}.</translation>
    </message>
    <message>
        <source>{host} no longer offers the rest of this file (416).</source>
        <translation>{host} ne propose plus le reste de ce fichier (416).</translation>
    </message>
    <message>
        <source>{host} refused the connection.</source>
        <translation>{host} a refusé la connexion.</translation>
    </message>
    <message>
        <source>{host} refused the request ({status}).</source>
        <translation>{host} a refusé la requête ({status}).</translation>
    </message>
    <message>
        <source>{host} sends us in circles: {reason}.</source>
        <translation>{host} nous fait tourner en rond&#xa0;: {reason}.</translation>
    </message>
    <message>
        <source>{host} sent a web page where the file {name} was expected.</source>
        <translation>{host} a envoyé une page web au lieu du fichier {name}.</translation>
    </message>
    <message>
        <source>{host} stopped sending for {seconds} seconds.</source>
        <translation>{host} n’a rien envoyé pendant {seconds} secondes.</translation>
    </message>
    <message>
        <source>{name} could not be moved to the trash: {folder} has none, or does not let it go.</source>
        <translation>{name} n’a pas pu être mis à la corbeille&#xa0;: {folder} n’en a pas, ou ne le laisse pas partir.</translation>
    </message>
    <message>
        <source>{name} is being downloaded by another program or window.</source>
        <translation>{name} est en cours de téléchargement par un autre programme ou une autre fenêtre.</translation>
    </message>
    <message>
        <source>“{link}” cannot be downloaded: {reason}.</source>
        <translation>«&#xa0;{link}&#xa0;» ne peut pas être téléchargé&#xa0;: {reason}.</translation>
    </message>
    <message>
        <source>“{link}” is not a link.</source>
        <translation>«&#xa0;{link}&#xa0;» n’est pas un lien.</translation>
    </message>
</context>
<context>
    <name>Exchange</name>
    <message numerus="yes">
        <source>%n download(s)</source>
        <translation>
            <numerusform>%Ln téléchargement écrit</numerusform>
            <numerusform>%Ln téléchargements écrits</numerusform>
        </translation>
    </message>
    <message>
        <source>Export</source>
        <translation>Exporter</translation>
    </message>
    <message>
        <source>Import</source>
        <translation>Importer</translation>
    </message>
    <message>
        <source>Input file of aria2</source>
        <translation>Fichier d’entrée d’aria2</translation>
    </message>
    <message>
        <source>JSON</source>
        <translation>JSON</translation>
    </message>
    <message>
        <source>Links, one a line</source>
        <translation>Liens, un par ligne</translation>
    </message>
    <message>
        <source>Metalink</source>
        <translation>Metalink</translation>
    </message>
    <message>
        <source>Table</source>
        <translation>Tableau</translation>
    </message>
    <message>
        <source>downloads</source>
        <translation>telechargements</translation>
    </message>
    <message>
        <source>{downloads} written to {file}</source>
        <translation>{downloads} dans {file}</translation>
    </message>
</context>
<context>
    <name>Fact</name>
    <message numerus="yes">
        <source>%n download(s)</source>
        <translation>
            <numerusform>%Ln téléchargement</numerusform>
            <numerusform>%Ln téléchargements</numerusform>
        </translation>
    </message>
    <message>
        <source>Added</source>
        <translation>Ajouté</translation>
    </message>
    <message>
        <source>Can be resumed</source>
        <translation>Reprise possible</translation>
    </message>
    <message>
        <source>Checksum</source>
        <translation>Somme de contrôle</translation>
    </message>
    <message>
        <source>Finished</source>
        <translation>Terminé</translation>
    </message>
    <message>
        <source>From</source>
        <translation>Depuis</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Nom</translation>
    </message>
    <message>
        <source>Received</source>
        <translation>Reçu</translation>
    </message>
    <message>
        <source>Selected</source>
        <translation>Sélection</translation>
    </message>
    <message>
        <source>Speed limit</source>
        <translation>Limite de débit</translation>
    </message>
    <message>
        <source>Status</source>
        <translation>État</translation>
    </message>
    <message>
        <source>To</source>
        <translation>Vers</translation>
    </message>
    <message>
        <source>Version</source>
        <translation>Version</translation>
    </message>
    <message>
        <source>Which led to</source>
        <translation>Qui a mené à</translation>
    </message>
    <message>
        <source>Why this name</source>
        <translation>Pourquoi ce nom</translation>
    </message>
    <message>
        <source>no, the server sends whole files alone</source>
        <translation>non, le serveur n’envoie que des fichiers entiers</translation>
    </message>
    <message>
        <source>yes, by comparing what is there</source>
        <translation>oui, en comparant avec ce qui est déjà là</translation>
    </message>
    <message>
        <source>yes, the version is proven</source>
        <translation>oui, la version est certaine</translation>
    </message>
    <message>
        <source>{checksum}, checked</source>
        <translation>{checksum}, vérifiée</translation>
    </message>
    <message>
        <source>{received} of {size}</source>
        <translation>{received} sur {size}</translation>
    </message>
    <message>
        <source>{title}: {text}</source>
        <translation>{title}&#xa0;: {text}</translation>
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
        <translation>{n}&#xa0;%</translation>
    </message>
    <message>
        <source>{n} B</source>
        <translation>{n} o</translation>
    </message>
    <message>
        <source>{n} GB</source>
        <translation>{n} Go</translation>
    </message>
    <message>
        <source>{n} MB</source>
        <translation>{n} Mo</translation>
    </message>
    <message>
        <source>{n} PB</source>
        <translation>{n} Po</translation>
    </message>
    <message>
        <source>{n} TB</source>
        <translation>{n} To</translation>
    </message>
    <message>
        <source>{n} d</source>
        <translation>{n} j</translation>
    </message>
    <message>
        <source>{n} h</source>
        <translation>{n} h</translation>
    </message>
    <message>
        <source>{n} kB</source>
        <translation>{n} ko</translation>
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
        <translation>Choisir…</translation>
    </message>
    <message>
        <source>Colours</source>
        <translation>Couleurs</translation>
    </message>
    <message>
        <source>Everything else is in the settings (Ctrl+,).</source>
        <translation>Tout le reste est dans les paramètres (Ctrl+,).</translation>
    </message>
    <message>
        <source>Save files in</source>
        <translation>Enregistrer les fichiers dans</translation>
    </message>
    <message>
        <source>Welcome</source>
        <translation>Bienvenue</translation>
    </message>
</context>
<context>
    <name>FolderEdit</name>
    <message>
        <source>Choose a folder</source>
        <translation>Choisir un dossier</translation>
    </message>
</context>
<context>
    <name>Furnishing</name>
    <message>
        <source>More</source>
        <translation>Plus</translation>
    </message>
    <message>
        <source>Speed</source>
        <translation>Débit</translation>
    </message>
    <message>
        <source>Speed limit: {speed}</source>
        <translation>Limite de débit&#xa0;: {speed}</translation>
    </message>
    <message>
        <source>When everything is done</source>
        <translation>Quand tout est terminé</translation>
    </message>
</context>
<context>
    <name>Gate</name>
    <message numerus="yes">
        <source>Adding %n link(s)…</source>
        <translation>
            <numerusform>Ajout de %Ln lien…</numerusform>
            <numerusform>Ajout de %Ln liens…</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Group</name>
    <message>
        <source>Active</source>
        <translation>En cours</translation>
    </message>
    <message>
        <source>All</source>
        <translation>Tous</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>Terminés</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>Échoués</translation>
    </message>
    <message>
        <source>Paused</source>
        <translation>Suspendus</translation>
    </message>
    <message>
        <source>Queued</source>
        <translation>En attente</translation>
    </message>
</context>
<context>
    <name>Inspector</name>
    <message>
        <source>Connection {n}</source>
        <translation>Connexion {n}</translation>
    </message>
    <message>
        <source>Edit</source>
        <translation>Modifier</translation>
    </message>
    <message>
        <source>Inspector</source>
        <translation>Inspecteur</translation>
    </message>
    <message>
        <source>Log</source>
        <translation>Journal</translation>
    </message>
    <message>
        <source>No connection is open.</source>
        <translation>Aucune connexion n’est ouverte.</translation>
    </message>
    <message>
        <source>Nothing was received in the last minutes.</source>
        <translation>Rien n’a été reçu ces dernières minutes.</translation>
    </message>
    <message>
        <source>Overview</source>
        <translation>Aperçu</translation>
    </message>
    <message>
        <source>Segments</source>
        <translation>Segments</translation>
    </message>
    <message>
        <source>Speed</source>
        <translation>Débit</translation>
    </message>
    <message>
        <source>now</source>
        <translation>maintenant</translation>
    </message>
    <message>
        <source>racing</source>
        <translation>en course</translation>
    </message>
    <message>
        <source>{now} now, {average} on average, {most} at most</source>
        <translation>{now} en ce moment, {average} en moyenne, {most} au plus</translation>
    </message>
    <message>
        <source>{n} min ago</source>
        <translation>il y a {n} min</translation>
    </message>
    <message>
        <source>{size} to go</source>
        <translation>reste {size}</translation>
    </message>
</context>
<context>
    <name>KeptPasswords</name>
    <message numerus="yes">
        <source>%n kept password(s) forgotten</source>
        <translation>
            <numerusform>%Ln mot de passe conservé oublié</numerusform>
            <numerusform>%Ln mots de passe conservés oubliés</numerusform>
        </translation>
    </message>
    <message>
        <source>The keyring did not forget every password</source>
        <translation>Le trousseau n’a pas oublié tous les mots de passe</translation>
    </message>
    <message>
        <source>The keyring did not take the password</source>
        <translation>Le trousseau n’a pas accepté le mot de passe</translation>
    </message>
</context>
<context>
    <name>LeaveQuestion</name>
    <message>
        <source>Do not ask again</source>
        <translation>Ne plus demander</translation>
    </message>
    <message>
        <source>Everything received is kept. Next time they go on where they are now.</source>
        <translation>Tout ce qui est reçu est conservé. La prochaine fois, ils reprendront là où ils en sont.</translation>
    </message>
    <message>
        <source>Keep running in the tray</source>
        <translation>Continuer dans la zone de notification</translation>
    </message>
    <message>
        <source>Quit Headgate</source>
        <translation>Quitter Headgate</translation>
    </message>
    <message numerus="yes">
        <source>Stop %n download(s) and quit?</source>
        <translation>
            <numerusform>Arrêter&#xa0;%Ln téléchargement et quitter&#xa0;?</numerusform>
            <numerusform>Arrêter&#xa0;%Ln téléchargements et quitter&#xa0;?</numerusform>
        </translation>
    </message>
    <message>
        <source>Stop and quit</source>
        <translation>Arrêter et quitter</translation>
    </message>
    <message>
        <source>Stop waiting and quit?</source>
        <translation>Cesser d’attendre et quitter&#xa0;?</translation>
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
        <translation>Rien n’a échoué.</translation>
    </message>
    <message>
        <source>Nothing here holds “{words}”.
Esc empties the search.</source>
        <translation>Rien ici ne contient «&#xa0;{words}&#xa0;».
Échap vide la recherche.</translation>
    </message>
    <message>
        <source>Nothing is being downloaded.
Press Start.</source>
        <translation>Aucun téléchargement en cours.
Cliquez sur «&#xa0;Démarrer&#xa0;».</translation>
    </message>
    <message>
        <source>Nothing is finished yet.</source>
        <translation>Rien n’est encore terminé.</translation>
    </message>
    <message>
        <source>Nothing is paused.</source>
        <translation>Rien n’est suspendu.</translation>
    </message>
    <message>
        <source>Nothing waits in the queue.
Drop links to add some.</source>
        <translation>La file d’attente est vide.
Déposez des liens pour la remplir.</translation>
    </message>
</context>
<context>
    <name>Log</name>
    <message>
        <source>Begun anew</source>
        <translation>Repris depuis le début</translation>
    </message>
    <message>
        <source>Checked: {checksum}</source>
        <translation>Vérifié&#xa0;: {checksum}</translation>
    </message>
    <message>
        <source>Connections the server allows: {connections}</source>
        <translation>Connexions autorisées par le serveur&#xa0;: {connections}</translation>
    </message>
    <message>
        <source>Damaged at bytes {ranges}, which are fetched again</source>
        <translation>Endommagé aux octets {ranges}, qui sont repris</translation>
    </message>
    <message>
        <source>Done: {name}</source>
        <translation>Terminé&#xa0;: {name}</translation>
    </message>
    <message>
        <source>Failed: {error}</source>
        <translation>Échec&#xa0;: {error}</translation>
    </message>
    <message>
        <source>One connection ended: {error}</source>
        <translation>Une connexion s’est terminée&#xa0;: {error}</translation>
    </message>
    <message>
        <source>One more connection, {connections} now, from {start}</source>
        <translation>Une connexion de plus, {connections} à présent, à partir de {start}</translation>
    </message>
    <message>
        <source>Stopped with {received}</source>
        <translation>Arrêté à {received}</translation>
    </message>
    <message>
        <source>{address} answered; {received} were there already</source>
        <translation>{address} a répondu&#xa0;; {received} étaient déjà là</translation>
    </message>
    <message>
        <source>{error} Trying again in {seconds}</source>
        <translation>{error} Nouvel essai dans {seconds}</translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message numerus="yes">
        <source>%n already in the list</source>
        <translation>
            <numerusform>%Ln déjà dans la liste</numerusform>
            <numerusform>%Ln déjà dans la liste</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n link(s) added</source>
        <translation>
            <numerusform>%Ln lien ajouté</numerusform>
            <numerusform>%Ln liens ajoutés</numerusform>
        </translation>
    </message>
    <message>
        <source>Everything is done</source>
        <translation>Tout est terminé</translation>
    </message>
    <message>
        <source>Main toolbar</source>
        <translation>Barre d’outils principale</translation>
    </message>
    <message>
        <source>No new links found</source>
        <translation>Aucun nouveau lien trouvé</translation>
    </message>
    <message>
        <source>Stopped in {ms} ms, everything received is kept</source>
        <translation>Arrêté en {ms} ms, tout ce qui est reçu est conservé</translation>
    </message>
    <message numerus="yes">
        <source>Stopping %n download(s)…</source>
        <translation>
            <numerusform>Arrêt de&#xa0;%Ln téléchargement…</numerusform>
            <numerusform>Arrêt de&#xa0;%Ln téléchargements…</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Mend</name>
    <message>
        <source>Add links</source>
        <translation>Ajouter des liens</translation>
    </message>
    <message>
        <source>Choose another folder</source>
        <translation>Choisir un autre dossier</translation>
    </message>
    <message>
        <source>Choose another name</source>
        <translation>Choisir un autre nom</translation>
    </message>
    <message>
        <source>Details</source>
        <translation>Détails</translation>
    </message>
    <message>
        <source>Open folder</source>
        <translation>Ouvrir le dossier</translation>
    </message>
    <message>
        <source>Open in browser</source>
        <translation>Ouvrir dans le navigateur</translation>
    </message>
    <message>
        <source>Open settings</source>
        <translation>Ouvrir les paramètres</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>Quitter</translation>
    </message>
    <message>
        <source>Retry</source>
        <translation>Réessayer</translation>
    </message>
    <message>
        <source>Sign in</source>
        <translation>Se connecter</translation>
    </message>
    <message>
        <source>Start</source>
        <translation>Démarrer</translation>
    </message>
    <message>
        <source>Start again</source>
        <translation>Recommencer</translation>
    </message>
    <message>
        <source>Use another link</source>
        <translation>Utiliser un autre lien</translation>
    </message>
</context>
<context>
    <name>MoveNotice</name>
    <message>
        <source>Moving to {folder}. A file stays where it is until all of it is there.</source>
        <translation>Déplacement vers {folder}. Un fichier reste à sa place tant qu’il n’y est pas en entier.</translation>
    </message>
</context>
<context>
    <name>NameReason</name>
    <message>
        <source>Files of this kind are run or acted on when seen, so an ending was added.</source>
        <translation>Les fichiers de ce type sont exécutés ou pris en compte dès qu’ils sont vus&#xa0;; une extension a donc été ajoutée.</translation>
    </message>
    <message>
        <source>It is the last part of the address the link led to.</source>
        <translation>C’est la dernière partie de l’adresse à laquelle le lien a mené.</translation>
    </message>
    <message>
        <source>It is the last part of the link.</source>
        <translation>C’est la dernière partie du lien.</translation>
    </message>
    <message>
        <source>Neither the server nor the link names the file; this is the server&apos;s name.</source>
        <translation>Ni le serveur ni le lien ne nomme le fichier&#xa0;; c’est le nom du serveur.</translation>
    </message>
    <message>
        <source>The server calls the file so.</source>
        <translation>C’est ainsi que le serveur nomme le fichier.</translation>
    </message>
    <message>
        <source>You chose this name.</source>
        <translation>Vous avez choisi ce nom.</translation>
    </message>
    <message>
        <source>You or your list chose this name.</source>
        <translation>Vous ou votre liste avez choisi ce nom.</translation>
    </message>
</context>
<context>
    <name>NewLinkDialog</name>
    <message>
        <source>Link</source>
        <translation>Lien</translation>
    </message>
    <message>
        <source>Use another link</source>
        <translation>Utiliser un autre lien</translation>
    </message>
    <message>
        <source>{name} will be fetched from the other link.</source>
        <translation>{name} sera téléchargé depuis l’autre lien.</translation>
    </message>
    <message>
        <source>{size} of {name} are there. They are compared with what the other link has, and kept if it is the same file.</source>
        <translation>{size} de {name} sont déjà là. Ils seront comparés au contenu de l’autre lien, et conservés si c’est le même fichier.</translation>
    </message>
</context>
<context>
    <name>Notices</name>
    <message>
        <source>Everything was stopped. {why}</source>
        <translation>Tout a été arrêté. {why}</translation>
    </message>
    <message numerus="yes">
        <source>Headgate did not end properly last time. %n unfinished download(s) were found and everything received is kept.</source>
        <translation>
            <numerusform>Headgate ne s’est pas terminé correctement la dernière fois.&#xa0;%Ln téléchargement inachevé a été retrouvé et tout ce qui est reçu est conservé.</numerusform>
            <numerusform>Headgate ne s’est pas terminé correctement la dernière fois.&#xa0;%Ln téléchargements inachevés ont été retrouvés et tout ce qui est reçu est conservé.</numerusform>
        </translation>
    </message>
    <message>
        <source>Start</source>
        <translation>Démarrer</translation>
    </message>
    <message>
        <source>Start again</source>
        <translation>Redémarrer</translation>
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
            <numerusform>%Ln téléchargement terminé</numerusform>
            <numerusform>%Ln téléchargements terminés</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n download(s) failed</source>
        <translation>
            <numerusform>%Ln téléchargement a échoué</numerusform>
            <numerusform>%Ln téléchargements ont échoué</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n failed</source>
        <translation>
            <numerusform>%Ln échoué</numerusform>
            <numerusform>%Ln échoués</numerusform>
        </translation>
    </message>
    <message>
        <source>Download done</source>
        <translation>Téléchargement terminé</translation>
    </message>
    <message>
        <source>Downloads ended</source>
        <translation>Téléchargements finis</translation>
    </message>
    <message>
        <source>Downloads failed</source>
        <translation>Échec des téléchargements</translation>
    </message>
    <message>
        <source>Downloads stopped</source>
        <translation>Téléchargements arrêtés</translation>
    </message>
    <message>
        <source>Everything is done</source>
        <translation>Tout est terminé</translation>
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
        <translation>Certificats</translation>
    </message>
    <message>
        <source>Checksum</source>
        <translation>Somme de contrôle</translation>
    </message>
    <message>
        <source>Headers</source>
        <translation>En-têtes</translation>
    </message>
    <message>
        <source>Names</source>
        <translation>Noms</translation>
    </message>
</context>
<context>
    <name>Palette</name>
    <message>
        <source>Commands</source>
        <translation>Commandes</translation>
    </message>
    <message>
        <source>Find a command</source>
        <translation>Rechercher une commande</translation>
    </message>
    <message>
        <source>Type what you want to do</source>
        <translation>Tapez ce que vous voulez faire</translation>
    </message>
</context>
<context>
    <name>Rate</name>
    <message>
        <source>GB/s</source>
        <translation>Go/s</translation>
    </message>
    <message>
        <source>MB/s</source>
        <translation>Mo/s</translation>
    </message>
    <message>
        <source>Unit</source>
        <translation>Unité</translation>
    </message>
    <message>
        <source>kB/s</source>
        <translation>ko/s</translation>
    </message>
    <message>
        <source>no limit</source>
        <translation>sans limite</translation>
    </message>
</context>
<context>
    <name>Reason</name>
    <message>
        <source>Hostname mismatch, certificate is not valid for &apos;{host}&apos;</source>
        <translation>il n’est pas valable pour «&#xa0;{host}&#xa0;»</translation>
    </message>
    <message>
        <source>IP address mismatch, certificate is not valid for &apos;{address}&apos;</source>
        <translation>il n’est pas valable pour «&#xa0;{address}&#xa0;»</translation>
    </message>
    <message>
        <source>a chunk ends in the wrong place</source>
        <translation>un bloc se termine au mauvais endroit</translation>
    </message>
    <message>
        <source>a chunk has no clear size</source>
        <translation>un bloc n’a pas de taille claire</translation>
    </message>
    <message>
        <source>a chunk is longer than it said</source>
        <translation>un bloc est plus long qu’annoncé</translation>
    </message>
    <message>
        <source>a part of it is still to be filled in</source>
        <translation>une partie reste à compléter</translation>
    </message>
    <message>
        <source>a quotation mark is missing</source>
        <translation>il manque un guillemet</translation>
    </message>
    <message>
        <source>a {name} value has {count} hexadecimal digits, or is base64</source>
        <translation>une valeur {name} a {count} chiffres hexadécimaux, ou est en base64</translation>
    </message>
    <message>
        <source>an unexpected {status}</source>
        <translation>un {status} inattendu</translation>
    </message>
    <message>
        <source>back to where we came from</source>
        <translation>retour à notre point de départ</translation>
    </message>
    <message>
        <source>certificate has expired</source>
        <translation>il a expiré</translation>
    </message>
    <message>
        <source>certificate is not yet valid</source>
        <translation>il n’est pas encore valable</translation>
    </message>
    <message>
        <source>folders are chosen apart from the name</source>
        <translation>les dossiers se choisissent à part du nom</translation>
    </message>
    <message>
        <source>general failure</source>
        <translation>échec général</translation>
    </message>
    <message>
        <source>input/output error</source>
        <translation>erreur d’entrée-sortie</translation>
    </message>
    <message>
        <source>is a directory</source>
        <translation>c’est un dossier</translation>
    </message>
    <message>
        <source>is none of the choices</source>
        <translation>ne fait pas partie des choix</translation>
    </message>
    <message>
        <source>it announces no clear length</source>
        <translation>elle n’annonce pas de longueur claire</translation>
    </message>
    <message>
        <source>it breaks off inside the header</source>
        <translation>elle s’interrompt dans l’en-tête</translation>
    </message>
    <message>
        <source>it calls a part of the file the whole</source>
        <translation>elle fait passer une partie du fichier pour le tout</translation>
    </message>
    <message>
        <source>it cannot be created</source>
        <translation>il ne peut pas être créé</translation>
    </message>
    <message>
        <source>it closed the connection</source>
        <translation>il a fermé la connexion</translation>
    </message>
    <message>
        <source>it declares a document type</source>
        <translation>il déclare un type de document</translation>
    </message>
    <message>
        <source>it does not say which part of the file it sends</source>
        <translation>elle ne dit pas quelle partie du fichier est envoyée</translation>
    </message>
    <message>
        <source>it does not support the command</source>
        <translation>il ne connaît pas cette commande</translation>
    </message>
    <message>
        <source>it does not support this kind of address</source>
        <translation>il ne connaît pas ce type d’adresse</translation>
    </message>
    <message>
        <source>it has more than {count} files</source>
        <translation>il contient plus de {count} fichiers</translation>
    </message>
    <message>
        <source>it has no address on a web server</source>
        <translation>il n’a pas d’adresse sur un serveur web</translation>
    </message>
    <message>
        <source>it holds a character that stands for nothing</source>
        <translation>il contient un caractère qui ne veut rien dire</translation>
    </message>
    <message>
        <source>it is empty</source>
        <translation>rien n’est indiqué</translation>
    </message>
    <message>
        <source>it is not HTTP/1.1</source>
        <translation>ce n’est pas du HTTP/1.1</translation>
    </message>
    <message>
        <source>it is not a link</source>
        <translation>ce n’est pas un lien</translation>
    </message>
    <message>
        <source>it is not text</source>
        <translation>ce n’est pas du texte</translation>
    </message>
    <message>
        <source>it is something else</source>
        <translation>c’est autre chose</translation>
    </message>
    <message>
        <source>it is too deep</source>
        <translation>il est trop imbriqué</translation>
    </message>
    <message>
        <source>it is too large</source>
        <translation>il est trop gros</translation>
    </message>
    <message>
        <source>it is written in letters nobody knows</source>
        <translation>son codage de caractères est inconnu</translation>
    </message>
    <message>
        <source>it names no host, and where it stood is not known</source>
        <translation>il ne nomme aucun serveur, et sa provenance est inconnue</translation>
    </message>
    <message>
        <source>it sends a part that ends before it begins</source>
        <translation>la partie envoyée finit avant de commencer</translation>
    </message>
    <message>
        <source>it sends data instead of fetching a file</source>
        <translation>il envoie des données au lieu de demander un fichier</translation>
    </message>
    <message>
        <source>it sends more than it announced</source>
        <translation>il envoie plus qu’annoncé</translation>
    </message>
    <message>
        <source>it sends nothing new</source>
        <translation>il n’envoie rien de nouveau</translation>
    </message>
    <message>
        <source>it sends several parts in one</source>
        <translation>plusieurs parties arrivent en une seule</translation>
    </message>
    <message>
        <source>it sent another part of the file</source>
        <translation>une autre partie du fichier est arrivée</translation>
    </message>
    <message>
        <source>it sent data nobody asked for</source>
        <translation>il a envoyé des données que personne n’a demandées</translation>
    </message>
    <message>
        <source>it takes a site, a type and a folder</source>
        <translation>il faut un site, un type et un dossier</translation>
    </message>
    <message>
        <source>it takes days, hours and a speed</source>
        <translation>il faut des jours, des heures et un débit</translation>
    </message>
    <message>
        <source>it wants another way to log in</source>
        <translation>il demande un autre moyen d’identification</translation>
    </message>
    <message>
        <source>its checksum cannot be understood</source>
        <translation>sa somme de contrôle est incompréhensible</translation>
    </message>
    <message>
        <source>its header does not end</source>
        <translation>son en-tête ne se termine pas</translation>
    </message>
    <message>
        <source>its header has a broken line</source>
        <translation>son en-tête a une ligne défectueuse</translation>
    </message>
    <message>
        <source>its header holds a stray line end</source>
        <translation>son en-tête contient une fin de ligne égarée</translation>
    </message>
    <message>
        <source>its header holds a zero byte</source>
        <translation>son en-tête contient un octet nul</translation>
    </message>
    <message>
        <source>its header starts with white space</source>
        <translation>son en-tête commence par une espace</translation>
    </message>
    <message>
        <source>its rules do not allow this connection</source>
        <translation>ses règles interdisent cette connexion</translation>
    </message>
    <message>
        <source>its trailer does not end</source>
        <translation>sa fin ne se termine pas</translation>
    </message>
    <message>
        <source>length and range contradict each other</source>
        <translation>la longueur et la plage se contredisent</translation>
    </message>
    <message>
        <source>line {number} is not a cookie in Netscape format</source>
        <translation>la ligne {number} n’est pas un cookie au format Netscape</translation>
    </message>
    <message>
        <source>line {number}: {reason}</source>
        <translation>ligne {number}&#xa0;: {reason}</translation>
    </message>
    <message>
        <source>more than {count} rules</source>
        <translation>plus de {count} règles</translation>
    </message>
    <message>
        <source>more than {count} speeds</source>
        <translation>plus de {count} débits</translation>
    </message>
    <message>
        <source>more than {count} times</source>
        <translation>plus de {count} fois</translation>
    </message>
    <message>
        <source>must lie between {low} and {high}</source>
        <translation>doit être compris entre {low} et {high}</translation>
    </message>
    <message>
        <source>network is down</source>
        <translation>le réseau est coupé</translation>
    </message>
    <message>
        <source>network is unreachable</source>
        <translation>le réseau est injoignable</translation>
    </message>
    <message>
        <source>no folder has a zero byte in its name</source>
        <translation>aucun dossier n’a d’octet nul dans son nom</translation>
    </message>
    <message>
        <source>no route to host</source>
        <translation>aucune route n’y mène</translation>
    </message>
    <message>
        <source>only http and https links can be downloaded</source>
        <translation>seuls les liens http et https peuvent être téléchargés</translation>
    </message>
    <message>
        <source>only {known} stand for something</source>
        <translation>seuls {known} ont une signification</translation>
    </message>
    <message>
        <source>operation not permitted</source>
        <translation>l’opération n’est pas permise</translation>
    </message>
    <message>
        <source>permission denied</source>
        <translation>la permission est refusée</translation>
    </message>
    <message>
        <source>read-only file system</source>
        <translation>le système de fichiers est en lecture seule</translation>
    </message>
    <message>
        <source>reply {number}</source>
        <translation>réponse {number}</translation>
    </message>
    <message>
        <source>self-signed certificate</source>
        <translation>il est auto-signé</translation>
    </message>
    <message>
        <source>self-signed certificate in certificate chain</source>
        <translation>la chaîne contient un certificat auto-signé</translation>
    </message>
    <message>
        <source>some of its letters are lost</source>
        <translation>certains de ses caractères sont perdus</translation>
    </message>
    <message>
        <source>status {status} brings no file</source>
        <translation>le statut {status} n’apporte pas de fichier</translation>
    </message>
    <message>
        <source>the connection took too long</source>
        <translation>la connexion a pris trop de temps</translation>
    </message>
    <message>
        <source>the connection was refused</source>
        <translation>la connexion a été refusée</translation>
    </message>
    <message>
        <source>the encrypted stream is damaged</source>
        <translation>le flux chiffré est endommagé</translation>
    </message>
    <message>
        <source>the host is unreachable</source>
        <translation>le serveur est injoignable</translation>
    </message>
    <message>
        <source>the network is unreachable</source>
        <translation>le réseau est injoignable</translation>
    </message>
    <message>
        <source>to an address that starts with {scheme}:</source>
        <translation>à une adresse qui commence par {scheme}:</translation>
    </message>
    <message>
        <source>to several addresses at once</source>
        <translation>à plusieurs adresses à la fois</translation>
    </message>
    <message>
        <source>to something that is no address</source>
        <translation>à quelque chose qui n’est pas une adresse</translation>
    </message>
    <message>
        <source>transfer coding “{coding}”</source>
        <translation>codage de transfert «&#xa0;{coding}&#xa0;»</translation>
    </message>
    <message>
        <source>unable to get local issuer certificate</source>
        <translation>son émetteur est inconnu</translation>
    </message>
    <message>
        <source>user name or password is wrong</source>
        <translation>le nom d’utilisateur ou le mot de passe est faux</translation>
    </message>
    <message>
        <source>write it as http://host:port</source>
        <translation>écrivez-le sous la forme http://hôte:port</translation>
    </message>
    <message>
        <source>{file} holds no certificates ({why})</source>
        <translation>{file} ne contient pas de certificats ({why})</translation>
    </message>
    <message>
        <source>{link} (line {number})</source>
        <translation>{link} (ligne {number})</translation>
    </message>
    <message>
        <source>{why} in line {number}</source>
        <translation>{why} à la ligne {number}</translation>
    </message>
    <message>
        <source>“{days}” is no day; write mon-fri, or sat,sun, or *</source>
        <translation>«&#xa0;{days}&#xa0;» n’est pas un jour&#xa0;; écrivez lun-ven, ou sam,dim, ou *</translation>
    </message>
    <message>
        <source>“{folder}” depends on where Headgate was started; write all of it</source>
        <translation>«&#xa0;{folder}&#xa0;» dépend de l’endroit où Headgate a été lancé&#xa0;; écrivez le chemin complet</translation>
    </message>
    <message>
        <source>“{host}” is no site; write it as in a link, or *</source>
        <translation>«&#xa0;{host}&#xa0;» n’est pas un site&#xa0;; écrivez-le comme dans un lien, ou *</translation>
    </message>
    <message>
        <source>“{hours}” are no hours; write them as 08:00-17:30</source>
        <translation>«&#xa0;{hours}&#xa0;» ne sont pas des heures&#xa0;; écrivez-les comme 08:00-17:30</translation>
    </message>
    <message>
        <source>“{line}” is no header</source>
        <translation>«&#xa0;{line}&#xa0;» n’est pas un en-tête</translation>
    </message>
    <message>
        <source>“{name}” is not one of {known}</source>
        <translation>«&#xa0;{name}&#xa0;» ne fait pas partie de {known}</translation>
    </message>
    <message>
        <source>“{number}” must lie between 1 and 99</source>
        <translation>«&#xa0;{number}&#xa0;» doit être compris entre 1 et 99</translation>
    </message>
    <message>
        <source>“{rate}” is not a rate like 500k</source>
        <translation>«&#xa0;{rate}&#xa0;» n’est pas un débit comme 500k</translation>
    </message>
    <message>
        <source>“{rate}” is nothing to limit by; it must lie between 1 and {high}</source>
        <translation>«&#xa0;{rate}&#xa0;» ne peut pas servir de limite&#xa0;; il doit être compris entre 1 et {high}</translation>
    </message>
    <message>
        <source>“{types}” is no type; write video, or pdf,epub, or *</source>
        <translation>«&#xa0;{types}&#xa0;» n’est pas un type&#xa0;; écrivez video, ou pdf,epub, ou *</translation>
    </message>
</context>
<context>
    <name>Removing</name>
    <message numerus="yes">
        <source>%n download(s) removed from the list.</source>
        <translation>
            <numerusform>%Ln téléchargement retiré de la liste.</numerusform>
            <numerusform>%Ln téléchargements retirés de la liste.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n download(s) removed. Finished files will be moved to the trash.</source>
        <translation>
            <numerusform>%Ln téléchargement retiré. Les fichiers terminés iront à la corbeille.</numerusform>
            <numerusform>%Ln téléchargements retirés. Les fichiers terminés iront à la corbeille.</numerusform>
        </translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Annuler</translation>
    </message>
</context>
<context>
    <name>Rules</name>
    <message>
        <source>A rule gives a site its own number of connections, proxy or headers. Press Add to make the first.</source>
        <translation>Une règle donne à un site son propre nombre de connexions, son proxy ou ses en-têtes. «&#xa0;Ajouter&#xa0;» crée la première.</translation>
    </message>
    <message>
        <source>A rule saves files of a site, or of a type, in a folder of their own. Press Add to make the first.</source>
        <translation>Une règle enregistre les fichiers d’un site ou d’un type dans un dossier à part. «&#xa0;Ajouter&#xa0;» crée la première.</translation>
    </message>
    <message>
        <source>A rule sets the speed limit for certain days and hours. Press Add to make the first.</source>
        <translation>Une règle limite le débit certains jours, à certaines heures. «&#xa0;Ajouter&#xa0;» crée la première.</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>Ajouter</translation>
    </message>
    <message>
        <source>Connections</source>
        <translation>Connexions</translation>
    </message>
    <message>
        <source>Days</source>
        <translation>Jours</translation>
    </message>
    <message>
        <source>Days as mon-fri, or sat,sun, or *; hours as 22:00, past midnight too; speed as 500k or 2M, 0 for full speed</source>
        <translation>Jours comme lun-ven, ou sam,dim, ou *&#xa0;; heures comme 22:00, même après minuit&#xa0;; débit comme 500k ou 2M, 0 pour le plein débit</translation>
    </message>
    <message>
        <source>Downloads</source>
        <translation>Téléchargements</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>Dossier</translation>
    </message>
    <message>
        <source>Folders for sites and types</source>
        <translation>Dossiers par site et par type</translation>
    </message>
    <message>
        <source>From</source>
        <translation>De</translation>
    </message>
    <message>
        <source>Header</source>
        <translation>En-tête</translation>
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
        <translation>Retirer</translation>
    </message>
    <message>
        <source>Site</source>
        <translation>Site</translation>
    </message>
    <message>
        <source>Site as *.example.org or *; type as video, pdf,epub or *; folder as ~/Videos</source>
        <translation>Site comme *.example.org ou *&#xa0;; type comme video, pdf,epub ou *&#xa0;; dossier comme ~/Videos</translation>
    </message>
    <message>
        <source>Site as *.example.org; connections of a download and downloads at a time, at most; proxy as http://host:port, or none; one header more as Name: value</source>
        <translation>Site comme *.example.org&#xa0;; connexions par téléchargement et téléchargements simultanés, au plus&#xa0;; proxy comme http://host:port, ou none pour aucun&#xa0;; un en-tête de plus comme Nom: valeur</translation>
    </message>
    <message>
        <source>Speed</source>
        <translation>Débit</translation>
    </message>
    <message>
        <source>Speeds by day and hour</source>
        <translation>Débits selon le jour et l’heure</translation>
    </message>
    <message>
        <source>Type</source>
        <translation>Type</translation>
    </message>
    <message>
        <source>Until</source>
        <translation>À</translation>
    </message>
    <message>
        <source>Up</source>
        <translation>Monter</translation>
    </message>
    <message>
        <source>User agent</source>
        <translation>Agent utilisateur</translation>
    </message>
    <message>
        <source>Ways for single sites</source>
        <translation>Règles pour certains sites</translation>
    </message>
</context>
<context>
    <name>Search</name>
    <message>
        <source>Empty the search</source>
        <translation>Vider la recherche</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>Rechercher</translation>
    </message>
    <message>
        <source>Search the list</source>
        <translation>Rechercher dans la liste</translation>
    </message>
</context>
<context>
    <name>Setting</name>
    <message>
        <source>Accept any certificate</source>
        <translation>Accepter tout certificat</translation>
    </message>
    <message>
        <source>Always, before it is added</source>
        <translation>Toujours, avant l’ajout</translation>
    </message>
    <message>
        <source>As the system says</source>
        <translation>Comme le système</translation>
    </message>
    <message>
        <source>Ask before quitting while downloads run</source>
        <translation>Demander avant de quitter si des téléchargements sont en cours</translation>
    </message>
    <message>
        <source>Ask servers for names and sizes before adding</source>
        <translation>Demander noms et tailles aux serveurs avant d’ajouter</translation>
    </message>
    <message>
        <source>Certificates to trust (empty: the usual ones)</source>
        <translation>Certificats de confiance (vide&#xa0;: ceux d’usage)</translation>
    </message>
    <message>
        <source>Colours</source>
        <translation>Couleurs</translation>
    </message>
    <message>
        <source>Connections per download</source>
        <translation>Connexions par téléchargement</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>Sombre</translation>
    </message>
    <message>
        <source>Downloads at a time</source>
        <translation>Téléchargements simultanés</translation>
    </message>
    <message>
        <source>Further attempts after a fault</source>
        <translation>Nouveaux essais après une erreur</translation>
    </message>
    <message>
        <source>Give the new file another name</source>
        <translation>Donner un autre nom au nouveau fichier</translation>
    </message>
    <message>
        <source>Go on with the old file, if it is the beginning of the new one</source>
        <translation>Poursuivre l’ancien fichier, s’il est le début du nouveau</translation>
    </message>
    <message>
        <source>If a file of that name is there</source>
        <translation>Si un fichier de ce nom existe déjà</translation>
    </message>
    <message>
        <source>If something is unclear</source>
        <translation>Si quelque chose n’est pas clair</translation>
    </message>
    <message>
        <source>Keep running in the tray when the window is closed</source>
        <translation>Continuer dans la zone de notification quand la fenêtre est fermée</translation>
    </message>
    <message>
        <source>Keep the computer awake while downloads run</source>
        <translation>Empêcher la veille pendant les téléchargements</translation>
    </message>
    <message>
        <source>Keep the old file and skip the new one</source>
        <translation>Garder l’ancien fichier et ignorer le nouveau</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>Touches</translation>
    </message>
    <message>
        <source>Language (from the next start on)</source>
        <translation>Langue (dès le prochain démarrage)</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>Clair</translation>
    </message>
    <message>
        <source>Look for checksum files beside each download</source>
        <translation>Chercher des fichiers de sommes de contrôle à côté de chaque téléchargement</translation>
    </message>
    <message>
        <source>Look over what is dropped or pasted</source>
        <translation>Vérifier ce qui est déposé ou collé</translation>
    </message>
    <message>
        <source>Never</source>
        <translation>Jamais</translation>
    </message>
    <message>
        <source>Offer the folder that was chosen last</source>
        <translation>Proposer le dernier dossier choisi</translation>
    </message>
    <message>
        <source>Offer to add links that are copied</source>
        <translation>Proposer d’ajouter les liens copiés</translation>
    </message>
    <message>
        <source>Other folders for sites and types: the first rule that fits counts</source>
        <translation>Autres dossiers par site et par type&#xa0;: la première règle qui convient compte</translation>
    </message>
    <message>
        <source>Other ways for single sites: the first rule that fits counts</source>
        <translation>Autres façons pour certains sites&#xa0;: la première règle qui convient compte</translation>
    </message>
    <message>
        <source>Proxy (empty: as the system says)</source>
        <translation>Proxy (vide&#xa0;: comme le système)</translation>
    </message>
    <message>
        <source>Put the old file into the trash</source>
        <translation>Mettre l’ancien fichier à la corbeille</translation>
    </message>
    <message>
        <source>Save files in</source>
        <translation>Enregistrer les fichiers dans</translation>
    </message>
    <message>
        <source>Seconds to wait for an answer</source>
        <translation>Secondes d’attente d’une réponse</translation>
    </message>
    <message>
        <source>Show an icon in the tray</source>
        <translation>Afficher une icône dans la zone de notification</translation>
    </message>
    <message>
        <source>Speed limit</source>
        <translation>Limite de débit</translation>
    </message>
    <message>
        <source>Speeds by day and hour: the first rule that fits counts</source>
        <translation>Débits selon le jour et l’heure&#xa0;: la première règle qui convient compte</translation>
    </message>
    <message>
        <source>Speeds to choose from, as 250k 1M 5M</source>
        <translation>Débits proposés, comme 250k 1M 5M</translation>
    </message>
    <message>
        <source>Start with the session, hidden in the tray</source>
        <translation>Démarrer avec la session, caché dans la zone de notification</translation>
    </message>
    <message>
        <source>Take in link files from this folder (empty: none)</source>
        <translation>Prendre les fichiers de liens de ce dossier (vide&#xa0;: aucun)</translation>
    </message>
    <message>
        <source>Tell when everything is done, if the window is not in front</source>
        <translation>Prévenir quand tout est terminé, si la fenêtre n’est pas au premier plan</translation>
    </message>
    <message>
        <source>User agent (empty: Headgate&apos;s own)</source>
        <translation>Agent utilisateur (vide&#xa0;: celui de Headgate)</translation>
    </message>
</context>
<context>
    <name>Settings</name>
    <message>
        <source>Files</source>
        <translation>Fichiers</translation>
    </message>
    <message>
        <source>Find a setting</source>
        <translation>Rechercher un paramètre</translation>
    </message>
    <message>
        <source>Links</source>
        <translation>Liens</translation>
    </message>
    <message>
        <source>Network</source>
        <translation>Réseau</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>Paramètres</translation>
    </message>
    <message>
        <source>Speed and patience</source>
        <translation>Débit et patience</translation>
    </message>
    <message>
        <source>Window and desktop</source>
        <translation>Fenêtre et bureau</translation>
    </message>
</context>
<context>
    <name>Sheet</name>
    <message numerus="yes">
        <source>%n link(s)</source>
        <translation>
            <numerusform>%Ln lien</numerusform>
            <numerusform>%Ln liens</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n link(s) checked</source>
        <translation>
            <numerusform>%Ln lien coché</numerusform>
            <numerusform>%Ln liens cochés</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n link(s) found</source>
        <translation>
            <numerusform>%Ln lien trouvé</numerusform>
            <numerusform>%Ln liens trouvés</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n of unknown size</source>
        <translation>
            <numerusform>%Ln de taille inconnue</numerusform>
            <numerusform>%Ln de taille inconnue</numerusform>
        </translation>
    </message>
    <message>
        <source>A file with the right checksum is never fetched again.</source>
        <translation>Un fichier dont la somme de contrôle est juste n’est jamais repris.</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>Ajouter</translation>
    </message>
    <message>
        <source>Add and start</source>
        <translation>Ajouter et démarrer</translation>
    </message>
    <message>
        <source>Add links</source>
        <translation>Ajouter des liens</translation>
    </message>
    <message>
        <source>Already in the list</source>
        <translation>Déjà dans la liste</translation>
    </message>
    <message>
        <source>Already on disk</source>
        <translation>Déjà sur le disque</translation>
    </message>
    <message>
        <source>Check</source>
        <translation>Cocher</translation>
    </message>
    <message>
        <source>Check what is selected, or all that is shown</source>
        <translation>Cocher la sélection, ou tout ce qui est affiché</translation>
    </message>
    <message>
        <source>Choose the folder to save in</source>
        <translation>Choisir le dossier d’enregistrement</translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation>Choisir…</translation>
    </message>
    <message>
        <source>Dead: {why}</source>
        <translation>Mort&#xa0;: {why}</translation>
    </message>
    <message>
        <source>Everything</source>
        <translation>Tout</translation>
    </message>
    <message>
        <source>Filter by name or link</source>
        <translation>Filtrer par nom ou par lien</translation>
    </message>
    <message>
        <source>If a file of that name is there</source>
        <translation>Si un fichier de ce nom existe déjà</translation>
    </message>
    <message>
        <source>If the name is &amp;taken</source>
        <translation>Si le nom est déjà &amp;pris</translation>
    </message>
    <message>
        <source>Links</source>
        <translation>Liens</translation>
    </message>
    <message>
        <source>Links that were found</source>
        <translation>Liens trouvés</translation>
    </message>
    <message>
        <source>Looking for links…</source>
        <translation>Recherche de liens…</translation>
    </message>
    <message>
        <source>Name all</source>
        <translation>Nommer tout</translation>
    </message>
    <message>
        <source>Names of all checked files</source>
        <translation>Noms de tous les fichiers cochés</translation>
    </message>
    <message>
        <source>New</source>
        <translation>Nouveau</translation>
    </message>
    <message>
        <source>No links yet</source>
        <translation>Aucun lien pour l’instant</translation>
    </message>
    <message>
        <source>Not a link</source>
        <translation>Pas un lien</translation>
    </message>
    <message>
        <source>Not a link: {why}</source>
        <translation>Pas un lien&#xa0;: {why}</translation>
    </message>
    <message>
        <source>Rename</source>
        <translation>Renommer</translation>
    </message>
    <message>
        <source>Rules for sites and types go before</source>
        <translation>Les règles pour sites et types passent avant</translation>
    </message>
    <message>
        <source>Save &amp;in</source>
        <translation>Enregistrer &amp;dans</translation>
    </message>
    <message>
        <source>Save in</source>
        <translation>Enregistrer dans</translation>
    </message>
    <message numerus="yes">
        <source>Stands for %n link(s)</source>
        <translation>
            <numerusform>Représente&#xa0;%Ln lien</numerusform>
            <numerusform>Représente&#xa0;%Ln liens</numerusform>
        </translation>
    </message>
    <message>
        <source>The same link stands further up.</source>
        <translation>Le même lien se trouve plus haut.</translation>
    </message>
    <message>
        <source>There are patterns that stand for {links}: {preview}</source>
        <translation>Des motifs représentent {links}&#xa0;: {preview}</translation>
    </message>
    <message>
        <source>Twice in this list</source>
        <translation>En double dans cette liste</translation>
    </message>
    <message>
        <source>Uncheck</source>
        <translation>Décocher</translation>
    </message>
    <message>
        <source>Uncheck what is selected, or all that is shown</source>
        <translation>Décocher la sélection, ou tout ce qui est affiché</translation>
    </message>
    <message>
        <source>Which rows to show</source>
        <translation>Lignes à afficher</translation>
    </message>
    <message>
        <source>Write them out</source>
        <translation>Les développer</translation>
    </message>
    <message>
        <source>checked</source>
        <translation>coché</translation>
    </message>
    <message>
        <source>https://…
One link a line, or any text with links in it</source>
        <translation>https://…
Un lien par ligne, ou tout texte qui contient des liens</translation>
    </message>
    <message>
        <source>not checked</source>
        <translation>non coché</translation>
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
        <translation>{links}, tailles inconnues</translation>
    </message>
    <message>
        <source>{links}, {size}</source>
        <translation>{links}, {size}</translation>
    </message>
    <message>
        <source>{links}, {size} and {more}</source>
        <translation>{links}, {size} et {more}</translation>
    </message>
    <message>
        <source>{size} for {free} free in {folder}</source>
        <translation>{size} pour {free} libres dans {folder}</translation>
    </message>
    <message>
        <source>{words} stand for something, all else is taken as it is.</source>
        <translation>{words} ont une signification, tout le reste est pris tel quel.</translation>
    </message>
    <message>
        <source>⚠ Does not fit: {size} for {free} free in {folder}</source>
        <translation>⚠ Manque de place&#xa0;: {size} pour {free} libres dans {folder}</translation>
    </message>
</context>
<context>
    <name>SheetColumn</name>
    <message>
        <source>Checksum</source>
        <translation>Somme de contrôle</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>Dossier</translation>
    </message>
    <message>
        <source>Line</source>
        <translation>Ligne</translation>
    </message>
    <message>
        <source>Link</source>
        <translation>Lien</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Nom</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Taille</translation>
    </message>
    <message>
        <source>What it is</source>
        <translation>Nature</translation>
    </message>
</context>
<context>
    <name>Shortcuts</name>
    <message>
        <source>Action</source>
        <translation>Action</translation>
    </message>
    <message>
        <source>As it was</source>
        <translation>Par défaut</translation>
    </message>
    <message>
        <source>Change</source>
        <translation>Modifier</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>Touches</translation>
    </message>
    <message>
        <source>No keys</source>
        <translation>Aucune touche</translation>
    </message>
    <message>
        <source>{keys} is taken by “{action}”.</source>
        <translation>{keys} sert déjà à «&#xa0;{action}&#xa0;».</translation>
    </message>
</context>
<context>
    <name>Sidebar</name>
    <message>
        <source>Show</source>
        <translation>Afficher</translation>
    </message>
</context>
<context>
    <name>SignIn</name>
    <message>
        <source>Headgate uses it for everything from there until you quit, and writes it nowhere.</source>
        <translation>Headgate s’en sert pour tout ce qui vient de là jusqu’à ce que vous quittiez, et ne l’écrit nulle part.</translation>
    </message>
    <message>
        <source>Headgate uses it for everything from there, also after the next start.</source>
        <translation>Headgate s’en sert pour tout ce qui vient de là, aussi après le prochain démarrage.</translation>
    </message>
    <message>
        <source>Keep it in this computer&apos;s keyring</source>
        <translation>Le conserver dans le trousseau de cet ordinateur</translation>
    </message>
    <message>
        <source>Password</source>
        <translation>Mot de passe</translation>
    </message>
    <message>
        <source>Sign in</source>
        <translation>Se connecter</translation>
    </message>
    <message>
        <source>The password is sent unencrypted: others on the way can read it.</source>
        <translation>Le mot de passe est envoyé sans chiffrement&#xa0;: d’autres, en chemin, peuvent le lire.</translation>
    </message>
    <message>
        <source>User name</source>
        <translation>Nom d’utilisateur</translation>
    </message>
    <message>
        <source>{place} asks who you are.</source>
        <translation>{place} demande qui vous êtes.</translation>
    </message>
</context>
<context>
    <name>Sleep</name>
    <message>
        <source>Downloads are stopped first</source>
        <translation>Les téléchargements sont d’abord arrêtés</translation>
    </message>
</context>
<context>
    <name>SpeedPresets</name>
    <message>
        <source>Full speed</source>
        <translation>Plein débit</translation>
    </message>
    <message>
        <source>{speed} by the schedule</source>
        <translation>{speed} selon l’horaire</translation>
    </message>
    <message>
        <source>{speed} until {time}</source>
        <translation>{speed} jusqu’à {time}</translation>
    </message>
</context>
<context>
    <name>State</name>
    <message>
        <source>Checking</source>
        <translation>Vérification</translation>
    </message>
    <message>
        <source>Connecting</source>
        <translation>Connexion</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>Terminé</translation>
    </message>
    <message>
        <source>Done, but the file is gone</source>
        <translation>Terminé, mais le fichier a disparu</translation>
    </message>
    <message>
        <source>Done, kept packed ({coding}) as the server sent it</source>
        <translation>Terminé, laissé compressé ({coding}) tel que le serveur l’a envoyé</translation>
    </message>
    <message>
        <source>Done, length not confirmed by the server</source>
        <translation>Terminé, longueur non confirmée par le serveur</translation>
    </message>
    <message>
        <source>Downloading</source>
        <translation>Téléchargement</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>Échec</translation>
    </message>
    <message>
        <source>Paused</source>
        <translation>Suspendu</translation>
    </message>
    <message>
        <source>Queued</source>
        <translation>En attente</translation>
    </message>
    <message>
        <source>Stopping</source>
        <translation>Arrêt</translation>
    </message>
    <message>
        <source>Trying again in {time}</source>
        <translation>Nouvel essai dans {time}</translation>
    </message>
    <message>
        <source>Waiting for its folder</source>
        <translation>Attend son dossier</translation>
    </message>
    <message>
        <source>Waiting for its server</source>
        <translation>Attend son serveur</translation>
    </message>
    <message>
        <source>Waiting for the network</source>
        <translation>Attend le réseau</translation>
    </message>
    <message>
        <source>Waiting for the schedule</source>
        <translation>Attend l’heure prévue</translation>
    </message>
    <message>
        <source>{title}: {why}</source>
        <translation>{title}&#xa0;: {why}</translation>
    </message>
</context>
<context>
    <name>StatusBar</name>
    <message numerus="yes">
        <source>%n active</source>
        <translation>
            <numerusform>%Ln en cours</numerusform>
            <numerusform>%Ln en cours</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n done</source>
        <translation>
            <numerusform>%Ln terminé</numerusform>
            <numerusform>%Ln terminés</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n failed</source>
        <translation>
            <numerusform>%Ln échoué</numerusform>
            <numerusform>%Ln échoués</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n paused</source>
        <translation>
            <numerusform>%Ln suspendu</numerusform>
            <numerusform>%Ln suspendus</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n queued</source>
        <translation>
            <numerusform>%Ln en attente</numerusform>
            <numerusform>%Ln en attente</numerusform>
        </translation>
    </message>
    <message>
        <source>Downloads by state</source>
        <translation>Téléchargements par état</translation>
    </message>
    <message>
        <source>Free space</source>
        <translation>Espace libre</translation>
    </message>
    <message>
        <source>Last event</source>
        <translation>Dernier événement</translation>
    </message>
    <message>
        <source>Speed of all downloads</source>
        <translation>Débit de tous les téléchargements</translation>
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
        <translation>Headgate&#xa0;: {percent}&#xa0;%</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>Quitter</translation>
    </message>
    <message>
        <source>Show the window</source>
        <translation>Afficher la fenêtre</translation>
    </message>
    <message>
        <source>Speed</source>
        <translation>Débit</translation>
    </message>
</context>
<context>
    <name>Trouble</name>
    <message numerus="yes">
        <source>%n download(s) failed</source>
        <translation>
            <numerusform>%Ln téléchargement a échoué</numerusform>
            <numerusform>%Ln téléchargements ont échoué</numerusform>
        </translation>
    </message>
    <message>
        <source>A web page, not the file</source>
        <translation>Une page web, pas le fichier</translation>
    </message>
    <message>
        <source>Certificate not trusted</source>
        <translation>Certificat non fiable</translation>
    </message>
    <message>
        <source>Checksum differs</source>
        <translation>Somme de contrôle différente</translation>
    </message>
    <message>
        <source>Connection lost</source>
        <translation>Connexion perdue</translation>
    </message>
    <message>
        <source>Connection refused</source>
        <translation>Connexion refusée</translation>
    </message>
    <message>
        <source>Damaged in places</source>
        <translation>Endommagé par endroits</translation>
    </message>
    <message>
        <source>Disk full</source>
        <translation>Disque plein</translation>
    </message>
    <message>
        <source>Disk trouble</source>
        <translation>Problème de disque</translation>
    </message>
    <message>
        <source>Drive not there</source>
        <translation>Disque absent</translation>
    </message>
    <message>
        <source>File has changed</source>
        <translation>Le fichier a changé</translation>
    </message>
    <message>
        <source>File in use</source>
        <translation>Fichier en cours d’utilisation</translation>
    </message>
    <message>
        <source>File not found</source>
        <translation>Fichier introuvable</translation>
    </message>
    <message>
        <source>File removed</source>
        <translation>Fichier supprimé</translation>
    </message>
    <message>
        <source>File too large</source>
        <translation>Fichier trop gros</translation>
    </message>
    <message>
        <source>Folder cannot be written</source>
        <translation>Dossier non modifiable</translation>
    </message>
    <message>
        <source>Folder missing</source>
        <translation>Dossier absent</translation>
    </message>
    <message>
        <source>Insecure redirect</source>
        <translation>Redirection non sécurisée</translation>
    </message>
    <message>
        <source>Led astray</source>
        <translation>Mauvaise direction</translation>
    </message>
    <message>
        <source>Link of no use</source>
        <translation>Lien inutilisable</translation>
    </message>
    <message>
        <source>List closed</source>
        <translation>Liste fermée</translation>
    </message>
    <message>
        <source>List not written</source>
        <translation>Liste non écrite</translation>
    </message>
    <message>
        <source>List of a newer version</source>
        <translation>Liste d’une version plus récente</translation>
    </message>
    <message>
        <source>List was damaged</source>
        <translation>La liste était endommagée</translation>
    </message>
    <message>
        <source>Name look-up failed</source>
        <translation>Nom non résolu</translation>
    </message>
    <message>
        <source>Name taken</source>
        <translation>Nom déjà pris</translation>
    </message>
    <message>
        <source>Name too long</source>
        <translation>Nom trop long</translation>
    </message>
    <message>
        <source>No addresses</source>
        <translation>Aucune adresse</translation>
    </message>
    <message>
        <source>No answer</source>
        <translation>Aucune réponse</translation>
    </message>
    <message>
        <source>No network</source>
        <translation>Pas de réseau</translation>
    </message>
    <message>
        <source>No secure connection</source>
        <translation>Pas de connexion sécurisée</translation>
    </message>
    <message>
        <source>No text</source>
        <translation>Pas du texte</translation>
    </message>
    <message>
        <source>No trash</source>
        <translation>Pas de corbeille</translation>
    </message>
    <message>
        <source>No web link</source>
        <translation>Pas un lien web</translation>
    </message>
    <message>
        <source>Not a link</source>
        <translation>Pas un lien</translation>
    </message>
    <message>
        <source>Not allowed</source>
        <translation>Non autorisé</translation>
    </message>
    <message>
        <source>Not the same file</source>
        <translation>Pas le même fichier</translation>
    </message>
    <message>
        <source>Not the size expected</source>
        <translation>Taille inattendue</translation>
    </message>
    <message>
        <source>Our mistake</source>
        <translation>Notre erreur</translation>
    </message>
    <message>
        <source>Parts do not fit</source>
        <translation>Les parties ne vont pas ensemble</translation>
    </message>
    <message>
        <source>Password needed</source>
        <translation>Mot de passe requis</translation>
    </message>
    <message>
        <source>Proxy asks for a password</source>
        <translation>Le proxy veut un mot de passe</translation>
    </message>
    <message>
        <source>Proxy trouble</source>
        <translation>Problème de proxy</translation>
    </message>
    <message>
        <source>Request refused</source>
        <translation>Requête refusée</translation>
    </message>
    <message>
        <source>Rest refused</source>
        <translation>Suite refusée</translation>
    </message>
    <message>
        <source>Senseless answer</source>
        <translation>Réponse incohérente</translation>
    </message>
    <message>
        <source>Sent in circles</source>
        <translation>Redirections en boucle</translation>
    </message>
    <message>
        <source>Server in trouble</source>
        <translation>Serveur en difficulté</translation>
    </message>
    <message>
        <source>Server not found</source>
        <translation>Serveur introuvable</translation>
    </message>
    <message>
        <source>Server out of reach</source>
        <translation>Serveur injoignable</translation>
    </message>
    <message>
        <source>Setting of no use</source>
        <translation>Paramètre inutilisable</translation>
    </message>
    <message>
        <source>The server fell silent</source>
        <translation>Le serveur ne dit plus rien</translation>
    </message>
    <message>
        <source>Too many links</source>
        <translation>Trop de liens</translation>
    </message>
    <message>
        <source>Too many requests</source>
        <translation>Trop de requêtes</translation>
    </message>
    <message>
        <source>Too much text</source>
        <translation>Trop de texte</translation>
    </message>
    <message>
        <source>Unfinished file lost</source>
        <translation>Fichier inachevé perdu</translation>
    </message>
    <message>
        <source>Unreadable Metalink</source>
        <translation>Metalink illisible</translation>
    </message>
    <message>
        <source>Unreadable list</source>
        <translation>Liste illisible</translation>
    </message>
    <message>
        <source>Version not proven</source>
        <translation>Version non prouvée</translation>
    </message>
    <message>
        <source>Wrong length</source>
        <translation>Longueur erronée</translation>
    </message>
    <message>
        <source>{title}: {count}</source>
        <translation>{title}&#xa0;: {count}</translation>
    </message>
</context>
</TS>
