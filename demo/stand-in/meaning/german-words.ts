/** Everyday words of work on the telephone, one meaning a line. */
export const GERMAN_SYNONYMS = `
preis kosten kostet teuer euro geld bezahlen zahlen betrag gebühr gekostet rechnen
rabatt nachlass ermäßigung
angebot vertrag servicevertrag vereinbarung
kündigen kündbar kündigung aussteigen rauskommen
rückgabe zurückgeben zurücknehmen zurück umtausch
frist tage zeit
mangel defekt kaputt fehler schaden löst
gewährleistung jahre
schuh schuhe wanderschuhe paar stiefel
getragen tragen anhatten gelaufen unterwegs laufen benutzt
rechnung beleg kassenbon quittung
bestellung bestellt name namen
gutschein guthaben
ersatz ersetzen neue neues austauschen tauschen umtauschen
reparatur reparieren reparieren flicken instandsetzen
lieber bevorzugen möchten wünschen
brauchen benötigen losgeht
tour wanderung reise bergtour wandern
dauern dauert wochen woche
raten rate empfehlen empfehle
versenden verschicken verschickt schicken schickt geht raus senden liefern lieferung
freitag
samstag
montag
dienstag
mittwoch
donnerstag
anrufen anruf rufe telefonieren melden melde
etikett rücksendeetikett aufkleber
größe nummer
adresse hause anschrift
termin wartung wartungstermin besuch
heizung anlage brenner kessel warmwasser
ausfall ausgefallen ausfällt störung panne streikt kalt
nachts nacht notdienst rund
wer jemand niemand mann
gäste gast zimmer zimmernächte pension haus belegt ausgebucht
inbegriffen enthalten inklusive dabei
stunden stunde
jahresende jahr jährlich
unterschrift unterschreiben unterzeichnen
mail schriftlich schwarz
frage fragen
warum wieso weshalb grund stimmt los
erzählen beschreiben schildern
helfen hilfe unterstützen
entschuldigung entschuldigen leid bedauern
verstehen verstehe nachvollziehen
sorge angst bedenken
wichtig
schwester geschenk
bestätigung bestätigen
passt passen recht
ehrlich nötig lohnt
hören erklären
problem schwierigkeit
`;

/** Words that any talk has, whatever it is about. */
export const GERMAN_FUNCTION_WORDS = `
aber alle alles als also am an andere auch auf aus bei beim bin bis bist bitte da dabei dafür damit danach dann daran darf darum das dass
dazu dein dem den denn der des deshalb die dies diese diesem diesen dieser dieses doch dort du durch ein eine einem einen einer eines
einfach einmal er erst es etwa etwas euch falls fast für ganz gar gerade gern gerne gibt gleich gut guten haben habe hat hatte hatten hätte
hätten hier hin ich ihm ihn ihnen ihr ihre ihrem ihren ihrer im immer in ins ist ja je jede jeden jeder jetzt kann kein können könnte
könnten lassen mal man mehr mein meine meinem meinen mich mir mit mögen muss müssen nach natürlich nehmen noch nun nur ob oder schon
sehen sehr sein seine seit selbst sich sie sind so soll sollen sollte sondern sonst über um und uns unser unsere unter viel vielleicht vom von vor
wann war waren was weil welche welchen welcher wenn werden wenig wie wieder will wir wird wo wofür wollen worum würde würden zu zum zur
danke dankeschön okay genau nein guten tag hallo sprechen kriegen bekommen machen macht geht mach
`;
