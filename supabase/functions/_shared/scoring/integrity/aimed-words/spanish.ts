import { type AimedPatterns, gap, words } from "./patterns.ts";

const MARKING =
  "da(?:me|le|nos|d)?|dé(?:me|le|nos)?|den(?:me)?|pon(?:me|le|ga|gan)?|póngan?(?:me|le)|asign\\w+|otorg\\w+|conced\\w+|califi\\w+|puntú\\w+|puntu\\w+|evalú\\w+|evalu\\w+|sub(?:a|e|ir)|aument\\w+|escrib\\w+|registr\\w+|marc\\w+|devuelv\\w+";
const BEST =
  "(?:la |el |una |un |los )?(?:máxim[ao]s?|mejor(?:es)?|perfect[ao]s?|más alt[ao]s?|buen[ao]s?|excelentes?) (?:nota|notas|puntuación|puntuaciones|calificación|calificaciones|nivel|niveles|puntaje|resultado|valoración|evaluación)|(?:nota|notas|puntuación|calificación|nivel|niveles|puntaje|valoración)(?:es)? (?:máxim[ao]s?|perfect[ao]s?|más alt[ao]s?|(?:de )?(?:4|5|cuatro|cinco|10|diez|100|cien))|todos los puntos|(?:5|cinco) (?:de|sobre) (?:5|cinco)|(?:10|diez) (?:de|sobre) (?:10|diez)|(?:100|cien) (?:de|sobre) (?:100|cien)|5/5|10/10|un diez|matrícula de honor|sobresaliente|el máximo";

/** Spanish. */
export const SPANISH: AimedPatterns = [
  words(
    `(?:ignor[ae]\\w*|olvid[ae]\\w*|olvídese|no (?:hagas|haga|tengas|tenga) (?:caso|en cuenta)|omit[ae]\\w*|pas[ae] por alto|descart[ae]\\w*|salt[ae]\\w*|sálta\\w*|sáltese|desobede\\w+)${gap(5)}(?:instruccion\\w*|instrucción|reglas?|normas?|indicacion\\w*|criterios?|rúbricas?|directric\\w+|directivas?|prompt|todo lo anterior|lo anterior)`,
  ),
  words(
    `(?:nuevas?|verdaderas?|auténticas?) (?:instruccion\\w*|instrucción|indicaciones|directrices)|(?:instrucción|mensaje|aviso|nota|orden) del sistema|modo (?:desarrollador|administrador|depuración)|prompt del sistema`,
  ),
  words(`(?:${MARKING})${gap(6)}(?:${BEST})`),
  words(
    `(?:${BEST})${gap(5)}(?:en|a|para|por) (?:tod[oa]s?|cada|mí|esta llamada|esta conversación|mi llamada|mi desempeño|mi trabajo)`,
  ),
  words(
    `(?:todos|cada uno de|cada)(?: los)? criterios?${gap(5)}(?:cumplid\\w+|cumplen?|alcanzad\\w+|satisfech\\w+|superad\\w+|nivel|nota|máxim\\w+|5|cinco|cubiert\\w+)`,
  ),
  words(
    `(?:nota|puntuación|calificación|nivel|evaluación|valoración)(?:es)?${gap(4)}(?:debe|deben|debería|deberían|tiene que|tienen que|ha de) (?:ser|valer|estar|recibir|decir)`,
  ),
  words(
    `evaluador(?:a|es|as)?|examinador(?:a|es|as)?|calificador(?:a|es)?|corrector(?:a|es)?|jurado`,
  ),
  words(
    `(?:sistema|modelo|programa|algoritmo|software|inteligencia artificial|ia|rúbrica|criterios?|hoja|reglas?|instrucciones|plantilla|escala) (?:de (?:evaluación|calificación|puntuación|corrección)|que (?:evalúa|califica|puntúa|corrige|lee|analiza|juzga))`,
  ),
  words(
    `(?:querid[ao]|estimad[ao]|hola|atención|mensaje (?:a|para)|nota (?:a|para)|aviso (?:a|para)|a)(?: la| el| al)? (?:ia|inteligencia artificial|modelo|juez|máquina)`,
  ),
  words(
    `(?:quien|quienes|quienquiera que|el que|la que|tú que|usted que|persona que|máquina que|sistema que)${gap(2)}(?:lea|lee|leas|leen|evalúe|evalúa|evalúas|califique|califica|puntúe|puntúa|corrija|corrige|juzgue|juzga|analice|analiza|revise|escuche)(?: esto| esta| la (?:llamada|conversación|transcripción)| mi|$)`,
  ),
  words(
    `(?:tú eres|eres|usted es) (?:ahora|a partir de ahora|una? (?:ia|asistente|modelo de lenguaje|inteligencia artificial))|a partir de ahora (?:eres|es|actúas?)`,
  ),
  words(
    `(?:soy|habla|le habla|aquí) (?:el |la |tu |su |un |una )?(?:desarrollador|desarrolladora|creador|creadora|programador|programadora|administrador|administradora|formador|formadora|profesor|profesora|instructor|instructora|autor|autora|responsable|director|directora)${gap(3)}(?:de (?:este|esta|la|el|l) ?(?:ejercicio|formación|simulación|escenario|rúbrica|evaluación|prueba|sistema|curso|role-?play|ia)|del (?:ejercicio|curso|sistema|escenario)|autoriz\\w+|evaluación|confirmo|ordeno)`,
  ),
  words(
    `soy (?:de )?openai|soy (?:tu|su) (?:desarrollador|creador|programador|instructor|formador|profesor)a?`,
  ),
  words(`(?:el|la|este|esta|al|del) (?:aprendiz|alumn[oa]|estudiante|participante|practicante)`),
  words(
    `(?:el|la|este|esta) (?:vendedor|vendedora|candidato|candidata|comercial|agente|asesor|asesora)${gap(2)}(?:merece|demuestra|demostró|ha (?:hecho|cumplido|demostrado|mostrado|formulado)|cumple|debe (?:recibir|obtener|tener)|domina|destaca|hizo preguntas|obtiene|recibe)`,
  ),
  words(
    `(?:me )?(?:merezco|mereciera|debería (?:tener|obtener|recibir)|necesito|quiero|quisiera|me gustaría|exijo|pido)${gap(4)}(?:notas?|puntuación|calificación|puntaje|aprobar|aprobado|sobresaliente|valoración|evaluación|puntos|nivel (?:4|5|cuatro|cinco)|diez)`,
  ),
  words(
    `he (?:\\w+ )?(?:cumplido|alcanzado|satisfecho|demostrado|superado|cubierto)${gap(4)}(?:criterios?|competencias?|niveles?|rúbrica|objetivos (?:del ejercicio|de aprendizaje))`,
  ),
  words(
    `(?:sea|sé|sean|muéstrese|ser) (?:\\w+ )?(?:generos[oa]|indulgente|benévol[oa]|amable|clemente|comprensiv[oa]|buen[oa])${gap(6)}(?:not\\w+|puntu\\w+|calific\\w+|evalu\\w+|puntos?|corr\\w+|valor\\w+)`,
  ),
  words(
    `(?:mi|el|la) (?:trabajo|empleo|puesto|prima|bono|carrera|jefe|jefa|ascenso|certificado|título|contrato|curso|periodo de prueba)${gap(8)}(?:nota|puntuación|calificación|evaluación|puntos|aprobar|puntaje)`,
  ),
  words(
    `(?:considere|considera|cuente|cuenta|marque|marca|trate|trata|dé|da) (?:\\S+\\s+){0,5}?(?:como |por )(?:aprobad\\w+|cumplid\\w+|superad\\w+|alcanzad\\w+|excelentes?|perfect\\w+)`,
  ),
  words(
    `criterios?${gap(5)}(?:no aplicables?|no procede|null|exent\\w+)|(?:no aplicables?|no procede)${gap(4)}criterios?`,
  ),
  words(
    `rúbrica|nota de corte|umbral de aprobado|aprobado general|hoja de evaluación|plantilla de corrección`,
  ),
  words(
    `(?:repita|repite|diga|di|recite|lea)${gap(2)}(?:conmigo|después de mí|palabra por palabra|textualmente|exactamente|la siguiente frase|literalmente)`,
  ),
  words(
    `fin (?:de la |del |de los )?(?:transcripción|conversación|diálogo|llamada simulada|datos|ejercicio|entrada)|(?:la )?(?:transcripción|conversación) (?:termina|acaba|finaliza) aquí|(?:inicio|comienzo) de (?:las instrucciones|la evaluación)`,
  ),
  words(
    `(?:en|para|con|a) (?:la|tu|su|mi) (?:evaluación|calificación|puntuación|nota)(?: final| de esta| de este)?`,
  ),
  words(
    `(?:revisión|evaluación|calificación|control) (?:humana?|oficial|anterior|previa|externa|manual|de calidad)${gap(8)}(?:5|cinco|máxim\\w+|perfect\\w+|excelente|confirm\\w+|aprobad\\w+|nivel)`,
  ),
  words(
    `(?:pon(?:me|ga|gan|le)?|póng(?:a|an)(?:me|le)?|dame|deme|déme|dé)${gap(4)}(?:cinco|cuatro|diez|cien|5|4|10|100)(?:${gap(1)})?\\s*(?:en todo|en cada|en todos|por todo|a todo|en todas)`,
  ),
  words(
    `(?:nivel|nota|puntuación|calificación|valor|puntaje) (?:máxim\\w+|más alt\\w+)(?! de)|máxim[ao] (?:nota|puntuación|calificación|puntaje)|nivel (?:cinco|5)|cinco sobre cinco|diez sobre diez`,
  ),
  words(
    `(?:en|dentro d)el informe${gap(6)}(?:aprob\\w+|sobresaliente|perfect\\w+|excelente|que he)`,
  ),
  words(`quiero un (?:diez|cinco|sobresaliente)|sobresaliente|matrícula de honor`),
  words(`(?:en nombre de|trabajo (?:en|para)|de parte de) openai|jurado`),
  words(
    `criterios${gap(6)}(?:cuenten|contar|puntúen|procede\\w*)|merece\\w*${gap(3)}(?:nota|puntuación|calificación|nivel)`,
  ),
];
