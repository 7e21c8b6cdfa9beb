/** Everyday words of work on the telephone, one meaning a line. */
export const SPANISH_SYNONYMS = `
precio coste cuesta caro euros dinero pagar pago cuota tarifa importe cobro
descuento rebaja oferta promoción
baja cancelar cancelación irse marcharse dejarlo anular
contrato permanencia compromiso atadura
pausa suspender parar congelar
factura facturas facturación abonos abono
gestora asesora contable
enviar mandar mando envío escribir correo mensaje escrito
llamar llamada llamo telefonear teléfono
motivo razón cambiado cambio pasado pasó ocurrido
retener retenerla convencer convencerla insistir
decidir decisión elegir
pregunta preguntar cuestión
tarde viernes
mañana
día fecha
mes meses enero febrero
año años
conservar guardar perder mantener descargar descargo
ayuda ayudar solución resolver corregir arreglar mirar revisar
encaja conviene sirve parece bien interesa
libre cuando quiera clic
tarjeta banco cuenta
cargo cargos compra compras operación movimiento transacción
bloquear bloqueo bloqueada anular
fraude estafa engaño
datos clave claves contraseña código pin
verificar comprobar confirmar identidad
miedo preocupación preocupada susto tranquila tranquilo calma
culpa error equivocado
lamento siento disculpe perdón disculpas
devolver devolución reembolso recuperar
denuncia policía
problema fallo incidencia
comprender entender entiendo
tiempo minuto minutos hora rato
hola buenos buenas saludos
adiós gracias despedida
`;

/** Words that any talk has, whatever it is about. */
export const SPANISH_FUNCTION_WORDS = `
a ahora al algo algún alguna ante antes aquí así aún aunque bien bueno cada casi como cómo con contra cual cuál cuando cuándo cuanto cuánto
de del desde después donde dónde dos durante e el él ella ellos en entonces entre era eran es esa ese eso esos esta está estaba están
estar estas este esto estos estoy fue fueron ha haber había han has hasta hay haya he hemos hace hacer hago hoy la las le les lo los luego
más me menos mi mientras mis mucho mucha muchos muy nada ni nos nosotros nuestra nuestro o otra otro otros para pero poco podemos podría
por porque puede pueden puedo pues que qué quien quién quiere quiero sabe se sea según señor señora ser será sería si sí sido siempre
sobre solo sólo son soy su sus suya suyo tal también tan tanto te tener tengo tiene tienen toda todavía todo todos tras tu un una uno unos
usted ustedes va vale vamos veces ver vez voy y ya yo claro favor tendría deja dejar misma mismo cosa cosas gustaría podemos
`;
