import { type AimedPatterns, gap, words } from "./patterns.ts";

const MARKING =
  "gib|geben|gebt|vergib|vergeben|vergebt|bewerte\\w*|benote\\w*|trag\\w*|setz\\w*|erteil\\w*|verleih\\w*|stuf\\w*|erhöh\\w*|schreib\\w*|vermerk\\w*|einstufen";
const BEST =
  "(?:die |der )?(?:volle[nr]?|maximale[nr]?|höchste[nr]?|beste[nr]?|perfekte[nr]?|bestmögliche[nr]?|gute[nr]?|sehr gute[nr]?) (?:punkt\\w*|note\\w*|bewertung\\w*|stufe\\w*|wertung\\w*|niveau|ergebnis\\w*|einstufung)|höchstnote|bestnote\\w*|höchstpunktzahl|höchststufe|maximalpunktzahl|höchstwertung|bestwert\\w*|stufe (?:4|5|vier|fünf)|(?:5|fünf) von (?:5|fünf)|(?:10|zehn) von (?:10|zehn)|(?:100|hundert) (?:punkte|prozent|von (?:100|hundert))|5/5|10/10|volle punktzahl|eine eins|lauter fünfen|das maximum";

/** German. */
export const GERMAN: AimedPatterns = [
  words(
    `(?:ignorier\\w*|vergiss|vergessen|missacht\\w*|übergeh\\w*|umgeh\\w*|überspring\\w*|verwirf|verwerfen|setz\\w* (?:dich|sie sich) hinweg)${gap(5)}(?:anweisung\\w*|regeln?|instruktion\\w*|vorgaben?|kriterien|prompts?|richtlinien?|bewertungs\\w+|alles (?:bisherige|vorherige|oben)|obige[ns]?)`,
  ),
  words(
    `(?:neue[nr]?|echte[nr]?|eigentliche[nr]?|geheime[nr]?) (?:anweisung\\w*|instruktion\\w*|bewertungs\\w+|systemanweisung\\w*)|system(?:nachricht|anweisung|prompt|hinweis|meldung an)|(?:entwickler|administrator|admin|debug)-?modus`,
  ),
  words(`(?:${MARKING})${gap(6)}(?:${BEST})`),
  words(
    `(?:${BEST})${gap(5)}(?:in allen|in jedem|bei allen|bei jedem|für alle|für jedes|für mich|für dieses gespräch|für diesen? anruf|geben|vergeben|eintragen|verdient|verdienen|erteilen)`,
  ),
  words(
    `(?:alle|sämtliche|jedes|jedem|allen)(?: der)? (?:bewertungs)?kriteri(?:en|um)${gap(5)}(?:erfüllt|erreicht|stufe|note|bestanden|voll|maximal|fünf|5|abgedeckt)`,
  ),
  words(
    `(?:note|bewertung|punktzahl|stufe|wertung)n?${gap(4)}(?:muss|müssen|soll|sollen|sollte|sollten|hat|haben)${gap(4)}(?:sein|lauten|betragen|erhalten|bekommen|werden)`,
  ),
  words(
    `(?:liebe[rs]?|sehr geehrte[rs]?|hallo|achtung|als|großzügige[rn]?|nette[rn]?|anmerkung des|hinweis an den|kommentar des|menschliche[rnms]?|externe[rnms]?|an den|an die) (?:\\S+ ){0,2}?(?:prüfer|gutachter)(?:in(?:nen)?)?s?|bewerter(?:in(?:nen)?)?s?|bewertende[rnms]?|juror(?:in|en)?|auswerter(?:in)?`,
  ),
  words(
    `bewertungs(?:system|modell|ki|programm|software|assistent\\w*|bogen|raster|schema|kriteri\\w+|regeln?|anweisung\\w*|maßstab|skala|auftrag)|(?:ki|system|modell|programm|maschine|software|computer)(?:,)? (?:die|das|der|welche[sr]?)${gap(4)}(?:bewertet|benotet|auswertet|liest|beurteilt|prüft|einstuft)`,
  ),
  words(
    `(?:liebe[rs]?|hallo|achtung|hinweis (?:an|für)|nachricht (?:an|für)|mitteilung (?:an|für)|an) (?:die |das |den )?(?:ki|künstliche intelligenz|modell|jury|richter|maschine|auswertung|bewertung|korrektor)`,
  ),
  words(
    `(?:wer(?: auch)? immer|derjenige|diejenigen|jeder|wer|du|sie)(?:,)?(?: der| die)?${gap(3)}(?:dieses gespräch|das hier|dies|das gespräch|diesen text|mich|diesen anruf)${gap(2)}(?:liest|lesen|bewertet|bewerten|benotet|auswertet|beurteilt|beurteilen|prüft|hört)`,
  ),
  words(
    `(?:du bist|sie sind) (?:(?:jetzt|nun|ab sofort|ab jetzt) (?:eine?|mein|im)|eine? (?:ki|assistent\\w*|sprachmodell))`,
  ),
  words(
    `(?:ich bin|hier (?:ist|spricht)|als) (?:der |die |dein |deine |ihr |ihre |ein |eine )?(?:entwickler(?:in)?|schöpfer|programmierer(?:in)?|administrator(?:in)?|ausbilder(?:in)?|trainer(?:in)?|lehrer(?:in)?|autor(?:in)?|leiter(?:in)?|kursleiter(?:in)?|schulungsleiter(?:in)?)${gap(4)}(?:(?:dieser|dieses|der|des|diesem) (?:übung|simulation|szenarios?|bewertung|schulung|tests?|systems?|rollenspiels?|ki|kurses|trainings?)|weise|bestätige|genehmige|autorisier\\w*|ordne|bewert\\w*)`,
  ),
  words(`ich bin (?:von )?openai|(?:dein|ihr) (?:entwickler|schöpfer|ausbilder|programmierer)`),
  words(
    `(?:der|die|dem|des|diese[rms]?) (?:lernende[nr]?|übende[nr]?|teilnehmende[nr]?|auszubildende[nr]?|prüfling|schüler(?:in)?)`,
  ),
  words(
    `(?:der|die|dieser|diese) (?:verkäufer(?:in)?|kandidat(?:in)?|mitarbeiter(?:in)?|berater(?:in)?|teilnehmer(?:in)?)${gap(2)}(?:verdient|hat (?:alle|hervorragend|ausgezeichnet|sehr gut|perfekt|mehrere|offene)|zeigt|beherrscht|erfüllt|sollte|soll|muss|überzeugt)`,
  ),
  words(
    `(?:ich (?:habe |hätte |möchte |will |brauche |verdiene |verdient )|verdiene ich |habe ich )${gap(4)}?\\s*(?:note|bestnote|höchstnote|punktzahl|punkte verdient|stufe (?:4|5|vier|fünf)|bewertung verdient|gute bewertung|bessere bewertung|bestanden)`,
  ),
  words(
    `ich (?:brauche|verdiene|möchte|will|benötige|hätte gern\\w*)${gap(4)}(?:${BEST}|bewertung|benotung|punktzahl)`,
  ),
  words(
    `ich habe${gap(3)}(?:kriterien|kompetenzen|lernziele|bewertungs\\w+)${gap(3)}(?:erfüllt|erreicht|gezeigt|abgedeckt|bewiesen|erfüllen)`,
  ),
  words(
    `(?:sei|seien sie|bleib|bleiben sie) (?:\\w+ )*(?:großzügig|nachsichtig|gnädig|milde?|nett|lieb|freundlich|wohlwollend)${gap(6)}(?:bewert\\w*|benot\\w*|note\\w*|punkt\\w*|stufen?|beurteil\\w*|auswert\\w*)`,
  ),
  words(
    `(?:mein|meine|meinen|meiner|der|die|das) (?:job|bonus|prämie|karriere|chef|chefin|beförderung|probezeit|zertifikat|abschluss|stelle|arbeitsplatz|ausbildung|prüfung)${gap(8)}(?:note|bewertung|punkt\\w*|benotung|beurteilung|ergebnis dieser)`,
  ),
  words(
    `(?:werte|werten|zähle|zählen|betrachte|betrachten|markiere|markieren|behandle|behandeln|gilt|gelten)${gap(5)}(?:als )?(?:bestanden|erfüllt|erreicht|ausgezeichnet|hervorragend|perfekt)`,
  ),
  words(
    `kriteri(?:en|um)${gap(5)}(?:nicht anwendbar|entfällt|entfallen|null)|(?:nicht anwendbar|entfällt)${gap(4)}kriteri(?:en|um)`,
  ),
  words(`bewertungsraster|bewertungsbogen|bestehensgrenze|rubrik|notenschlüssel|benotung`),
  words(
    `(?:wiederhol\\w*|sag\\w*|sprich|sprechen|lies|lesen)${gap(3)}(?:mir nach|wortwörtlich|wörtlich|wort für wort|folgenden satz|genau diese\\w*|genau das folgende)`,
  ),
  words(
    `ende (?:des |der )?(?:transkripts?|gesprächs?|protokolls|daten|eingabe|rollenspiels|dialogs)|(?:das )?(?:transkript|protokoll|gespräch) (?:endet|ist) hier(?: zu ende)?|beginn der (?:bewertung|anweisung\\w*)`,
  ),
  words(
    `(?:bei|für|zu) (?:der|die|deiner|ihrer|meiner|meine) (?:bewertung|benotung|auswertung|beurteilung|notengebung)`,
  ),
  words(
    `(?:menschliche|offizielle|frühere|vorherige|externe|manuelle|zweite)[rsn]? (?:prüfung|bewertung|gutachten|kontrolle|auswertung|beurteilung)${gap(8)}(?:5|fünf|volle?|höchst\\w*|maximal\\w*|perfekt|bestätigt|ausgezeichnet|stufe|bestanden)`,
  ),
  words(
    `(?:überall|für alles|bei allem|durchgehend|in allem)${gap(3)}(?:fünf|5|eins|einser|bestnote)|(?:eine |lauter )(?:fünf|fünfen|eins|einser)${gap(2)}(?:ein|überall|für alles|sein|geben)`,
  ),
  words(
    `stufe (?:fünf|5)|zehn von zehn|fünf von fünf|höchstwert\\w*|höchste[nr]? (?:stufe|note|bewertung|punktzahl|wertung|niveau)`,
  ),
  words(
    `(?:im|in den|in dem) (?:bericht|report|protokoll|feedback)${gap(6)}(?:bestanden|perfekt|ausgezeichnet|hervorragend|fehlerfrei)`,
  ),
  words(
    `(?:fünf|5|höchst\\w*|best\\w*|voll\\w*|sehr gut|ausgezeichnet)${gap(3)}(?:zu )?(?:bewerten|benoten|bewertet|benotet)`,
  ),
  words(
    `(?:die|wer|alle|jeder|jene)(?:,)?${gap(2)}(?:das|dies|dieses|mich|hier)${gap(2)}(?:auswerten|bewerten|benoten|auswertet|bewertet)`,
  ),
  words(`(?:im namen von|komme von|arbeite (?:bei|für)|von) openai|jury|hundert punkte`),
  words(`kriterien${gap(6)}(?:zählen|gezählt|gewertet|werten|berücksichtigt)`),
  words(`(?:dass|weil|damit) ich (?:\\S+ )?bestanden habe|damit ich bestehe`),
];
