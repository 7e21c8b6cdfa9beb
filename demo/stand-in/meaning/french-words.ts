/** Everyday words of work on the telephone, one meaning a line. */
export const FRENCH_SYNONYMS = `
prix tarif coût coûter coûte cher euros argent payer paie payez paiement dépense somme facture montant
remise rabais réduction promotion
offre proposition devis contrat abonnement
engagement arrêter arrêtez résilier résiliez libre quitter
commande commander commandent commandes achat acheter
perdre perdez perdues perdu rater ratées ratez échapper échappent manquer manquées
client clients clientes clientèle habitués gens quelqu'un
concurrent concurrents concurrence ailleurs voisin
téléphone appeler appel appelle appelez décrocher sonne sonner répond répondre joindre
samedi week-end
plein pleine monde rush affluence queue bondé
semaine hebdomadaire
mois mensuel
jour journée quotidien
temps minute minutes heure heures moment instant durée
déranger dérange gêner tomber mal mauvais
question questions demander
inquiétude inquiet crainte peur souci méfiance normal
comprendre comprends entends
site internet ligne web
confiance rassurer preuve vérifier garantie
numéro coordonnées nom noms adresse
photos horaires
occuper occupe charge faisons reste
venir passer voir rencontrer rendez-vous visite voyons
lundi
mardi
mercredi
jeudi
vendredi
matin matinée
soir soirée
convenir convient va irait arrange
expliquer explication raconter décrire
aider aide service solution
problème panne ennui incident
excuser excuse excuses désolé navré pardon
envoyer envoie mail courriel message
noter note noté enregistrer
comparer comparez rapport comparaison
important compte essentiel
besoin voulez souhaitez souhaite désirez
pourquoi raison cause
vérifier contrôler contrôle
identité nom date naissance
conseiller collègue responsable
remplacer changer échange
rembourser remboursement
attendre attente délai retard
confirmer confirmation
bonjour bonsoir
revoir merci
`;

/** Words that any talk has, whatever it is about. */
export const FRENCH_FUNCTION_WORDS = `
a à ai ait alors au aussi autre aux avec avez avoir avons beaucoup bien bon bonne c ça ce cela ces cet cette ceux chez ci comme comment
d dans de depuis des dire dit dites donc dont du elle elles en encore est et était êtes être eu eux fait faire faites faut fois font
il ils j je jusque juste l la là le les leur leurs lui m ma madame mais me même mes moi mon monsieur n nos notre nous on ont ou où oui
par parce parfait pas peu peut peuvent peux pour pouvez pouvons pourrait pourriez prendre puis qu quand que quel quelle quelles quels
qui quoi quelque quelques s sa sais savez se sera serait ses si soit son sont sous suis sur t ta te tes toi ton toujours tous tout
toute toutes tr très tu un une va vais veux vers voilà vont vos votre vous vraiment vu y d'accord accord autrement façon peux aimerais
seulement petit petite également ainsi aujourd'hui aujourd hui maintenant exemple chaque combien trouvez trouver
`;
