"""The page that lies on top of what is handed over."""

README = """\
FRANÇAIS

Ce dossier contient ce qu'un lieu de discussion a gardé d'une affaire. Les copies ont été faites au moment du
signalement, chiffrées, et ouvertes pour ce dossier seulement. La personne qui a signalé n'y est pas nommée.

  case.json         l'affaire et son état
  messages.jsonl    les mots, un par ligne, dans l'ordre ; « subject » marque le message en cause
  sealed/           chaque copie, telle qu'elle avait été scellée
  reports.jsonl     les signalements, sans leur auteur
  decisions.jsonl   les exposés des motifs
  complaints.jsonl  les réclamations et leurs réponses
  custody.jsonl     qui a touché aux copies, quand et pourquoi ; chaque ligne porte l'empreinte de la précédente
  connections.jsonl adresses et ports de la personne concernée, si la demande le prévoit et tant qu'on les garde
  case.jsonld       le même dossier comme graphe CASE/UCO, avec l'empreinte de chaque fichier
  ledger/           pour chaque acte, sa feuille au registre public et la preuve qu'elle y est

Vérifier : « bagit.py --validate DOSSIER » pour les fichiers ; « case_validate case.jsonld » pour le graphe ; pour
l'horodatage à côté du dossier, « openssl ts -verify -data DOSSIER/tagmanifest-sha256.txt -in DOSSIER.tsr -CAfile
AUTORITÉ » ; un outil qui lit C2SP tlog-proof, avec la clé de ledger/key.txt, pour les preuves. Demandez la clé et un
point de contrôle à quelqu'un d'autre qu'au lieu.

Les heures sont en UTC (RFC 3339).

ENGLISH

This folder holds what a place to talk has kept of a case. The copies were made when it was reported, encrypted, and
opened for this folder only. Whoever reported is not named in it.

  case.json         the case and its state
  messages.jsonl    the words, one a line, in order; "subject" marks the message in question
  sealed/           each copy, as it had been sealed
  reports.jsonl     the reports, without their authors
  decisions.jsonl   the statements of reasons
  complaints.jsonl  complaints and their answers
  custody.jsonl     who touched the copies, when and why; each line carries the hash of the one before
  connections.jsonl addresses and ports of the person concerned, where the request is for them and while they are kept
  case.jsonld       the same as a CASE/UCO graph, with the hashes of every file
  ledger/           for each act its leaf in the public ledger, and the proof that it is there

To verify: "bagit.py --validate FOLDER" for the files; "case_validate case.jsonld" for the graph; for the time-stamp
beside the folder, "openssl ts -verify -data FOLDER/tagmanifest-sha256.txt -in FOLDER.tsr -CAfile AUTHORITY"; a tool
that reads C2SP tlog-proof, with the key in ledger/key.txt, for the proofs. Ask somebody other than the place for the
key and for a checkpoint.

Times are in UTC (RFC 3339).
"""
