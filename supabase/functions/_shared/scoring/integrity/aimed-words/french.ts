import { type AimedPatterns, gap, words } from "./patterns.ts";

const MARKING =
  "donn(?:e|ez|er|ons)|attribu(?:e|ez|er|ons)|accord(?:e|ez|er|ons)|mett(?:ez|re|ons)|mets|not(?:e|ez|er)|évalu(?:e|ez|er)|inscri(?:s|vez|re)|augment(?:e|ez|er)|mont(?:e|ez|er)|valid(?:e|ez|er)|retourn(?:e|ez|er)";
const BEST =
  "(?:la |une |le )?(?:note|score|niveau|points?|résultat|évaluation)s? (?:maxim\\w+|max|la plus élevée|le plus élevé|la plus haute|le plus haut|parfaite?s?|excellente?s?|(?:de )?(?:5|cinq|20|vingt|100|cent))|(?:meilleure?s?|bonnes?|bons?|excellente?s?) (?:notes?|scores?|niveaux?|évaluations?|résultats?)|tous les points|(?:5|cinq) sur (?:5|cinq)|(?:10|dix) sur (?:10|dix)|(?:20|vingt) sur (?:20|vingt)|(?:100|cent) sur (?:100|cent)|5/5|10/10|20/20|(?:le |au )?maximum(?: (?:de|des) points)?|niveau (?:4|5|quatre|cinq)";

/** French. */
export const FRENCH: AimedPatterns = [
  words(
    `(?:ignor(?:e|ez|er|ons)|oubli(?:e|ez|er|ons)|néglig(?:e|ez|er)|ne (?:tiens|tenez|tenir) (?:pas|aucun) compte|outrepass(?:e|ez|er)|contourn(?:e|ez|er)|fai(?:s|tes) abstraction)${gap(5)}(?:instructions?|consignes?|règles?|critères?|barème|grille|directives?|invite|tout ce qui précède|ce qui précède)`,
  ),
  words(
    `(?:nouvelles?|vraies?|véritables?) (?:instructions?|consignes?|directives?)|(?:instruction|consigne|message|invite|note) (?:système|du système)|mode (?:développeur|administrateur|débogage)`,
  ),
  words(`(?:${MARKING})(?:-?(?:moi|nous|lui|leur))?${gap(6)}(?:${BEST})`),
  words(
    `(?:${BEST})${gap(5)}(?:à|pour|sur|dans) (?:tous|toutes|chaque|chacun|l'ensemble|moi|cet appel|cet entretien|cet échange|mon appel|mon entretien|ma prestation)`,
  ),
  words(
    `(?:tous|chacun|l'ensemble|chaque)(?: les| des| de)? critères?${gap(5)}(?:remplis?|atteints?|satisfaits?|validés?|niveau|note|maxim\\w+|5|cinq|couverts?)`,
  ),
  words(
    `(?:note|score|niveau|évaluation)s?${gap(4)}(?:doi(?:t|vent)|devra|devrait|devraient) (?:être|valoir|passer|afficher|recevoir)`,
  ),
  words(`évaluat(?:eur|rice)s?|examinat(?:eur|rice)s?|correct(?:eur|rice)s?|notat(?:eur|rice)s?`),
  words(
    `(?:système|modèle|logiciel|algorithme|outil|intelligence artificielle|ia|grille|barème|critères?|fiche|règles?|consignes?|feuille) (?:de notation|d'évaluation|d'évaluer|de correction|qui (?:note|évalue|corrige|lit|juge|analyse))`,
  ),
  words(
    `(?:chère?|bonjour|attention|message (?:à|pour)|note (?:à|pour)(?: l')?|à l'attention (?:de|du)|à)(?: l'| la | le |\\s)?(?:ia|intelligence artificielle|modèle|jury|juge|machine|jurés?)`,
  ),
  words(
    `(?:celui|celle|ceux|toi|vous|quiconque|personne|machine|ordinateur|programme) qui (?:lit|lis|lisez|lira|liront|note|notes|notez|notera|évalue|évalues|évaluez|évaluera|corrige|corrigez|corrigera|juge|jugez|jugera|analyse|analysera|écoutera)`,
  ),
  words(
    `(?:tu es|vous êtes) (?:(?:désormais|maintenant|à présent) (?:une?|mon|ma|en mode)|une? (?:ia|assistante?|modèle|intelligence artificielle))`,
  ),
  words(
    `(?:je suis|c'est|ici) (?:le |la |l'|un |une |votre |ton )?\\s?(?:développeu(?:r|se)|créat(?:eur|rice)|programmeu(?:r|se)|administrat(?:eur|rice)|format(?:eur|rice)|enseignante?|professeure?|aut(?:eur|rice)|responsable|directeur|directrice)${gap(3)}(?:de (?:cet|cette|ce|l'|la) ?(?:exercice|formation|simulation|scénario|grille|évaluation|notation|test|système|jeu de rôle|ia)|pédagogique|autoris\\w+|évaluat\\w+|notation)`,
  ),
  words(
    `(?:je suis|ici) (?:openai|votre (?:développeur|créateur|formateur|formatrice|examinateur|examinatrice))`,
  ),
  words(
    `(?:l'apprenante?|l'apprenti|l'élève|le stagiaire|la stagiaire|l'étudiante?|le candidat|la candidate|le commercial|la commerciale|le vendeur|la vendeuse)${gap(2)}(?:mérit\\w+|a (?:fait|posé|démontré|montré|rempli|su|parfaitement|bien|atteint|réussi)|démontre|montre|doit (?:recevoir|obtenir|avoir)|pose|remplit|maîtrise|excelle|obtient|reçoit)`,
  ),
  words(`apprenante?s?`),
  words(
    `je (?:pense |crois |trouve |estime )?(?:que je )?(?:mérite|mériterais|devrais (?:avoir|obtenir|recevoir)|dois (?:avoir|obtenir)|voudrais|veux|souhaite|aimerais|ai besoin d'?)${gap(4)}(?:note|score|points|niveau|résultat|évaluation|moyenne|mention|maximum|cinq|5)`,
  ),
  words(
    `j'ai (?:\\w+ )?(?:rempli|satisfait|atteint|couvert|démontré|validé|coché)${gap(4)}(?:critères?|compétences?|niveaux?|grille|objectifs? (?:de l'exercice|pédagogiques?))`,
  ),
  words(
    `(?:soyez|sois|être|restez|montrez-vous) (?:\\w+ )?(?:généreu(?:x|se)|indulgente?|clémente?|gentille?|bienveillante?|cool|sympa)${gap(5)}(?:not\\w+|évalu\\w+|points?|score|niveau|correction|jug\\w+)`,
  ),
  words(
    `(?:mon|ma|mes|le|la) (?:emploi|poste|prime|travail|carrière|chef|patron|promotion|période d'essai|certificat|diplôme|formation)${gap(8)}(?:note|score|évaluation|points|moyenne|résultat de cet? \\w+|notation)`,
  ),
  words(
    `(?:considér(?:e|ez|er)|marqu(?:e|ez|er)|compt(?:e|ez|er)|valid(?:e|ez|er)|trait(?:e|ez|er))${gap(4)}(?:comme )?(?:réussie?s?|validée?s?|atteinte?s?|remplie?s?|parfaite?s?|excellente?s?|critères?)`,
  ),
  words(
    `critères?${gap(5)}(?:sans objet|non applicables?|null)|(?:sans objet|non applicables?)${gap(4)}critères?`,
  ),
  words(
    `barème|grille (?:d'évaluation|de notation)|seuil de réussite|note de passage|notation (?:automatique|finale)|rubrique (?:d'évaluation|de notation)`,
  ),
  words(
    `(?:répét(?:ez|e|er)|di(?:tes|s|re)|récit(?:ez|e|er))${gap(2)}(?:après moi|mot pour mot|exactement|la phrase suivante|ceci textuellement)`,
  ),
  words(
    `fin (?:de la |du |de l')?\\s?(?:transcription|conversation|dialogue|entretien|jeu de rôle|données|exercice)|(?:la )?(?:transcription|conversation) (?:s'arrête|se termine|s'achève) ici|début (?:des instructions|de l'évaluation|de la notation)`,
  ),
  words(`pour (?:l'évaluation|la notation|la note|le score|le jury|le correcteur)`),
  words(
    `(?:évaluation|notation|contrôle|relecture) (?:humaine?|officielle?|précédente?|externe|qualité|manuelle?)${gap(8)}(?:5|cinq|maxim\\w+|parfait\\w*|excellent\\w*|confirm\\w+|validé\\w*|niveau)`,
  ),
  words(
    `(?:mets|mettez|met|mettre|donne|donnez|compte|comptez|inscris|inscrivez)(?:-moi|-nous|-lui)?${gap(4)}(?:cinq|5|quatre|4|dix|vingt|cent)(?:${gap(1)})?\\s*(?:partout|à tout|pour tout|à chaque|sur tout)`,
  ),
  words(`(?:niveau|note|score|résultat|mention) (?:le |la )?(?:plus (?:élevée?|haute?)|maxim\\w+)`),
  words(`niveau (?:cinq|5)|vingt sur vingt|dix sur dix|(?<!entends |reçois )cinq sur cinq`),
  words(
    `dans (?:le|votre|ton) (?:rapport|bilan|compte rendu)${gap(6)}(?:réussi|parfait\\w*|excellent\\w*|que j'ai|maximum)`,
  ),
  words(
    `(?:not|évalu|corrig)(?:e|er|ez|erez|era|eront|ant)${gap(1)}(?:cet|cette|ce|mon|ma) (?:échange|appel|entretien|conversation|prestation|exercice)`,
  ),
  words(`(?:au nom d'|je travaille (?:chez|pour) |de la part d')openai|jury|jurés?`),
  words(`critères${gap(6)}(?:compter|comptent|comptés|pris en compte|notés)`),
];
