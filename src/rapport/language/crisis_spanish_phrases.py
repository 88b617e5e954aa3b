# ruff: noqa: E501 -- one phrase a line, whatever its length
"""The Spanish phrases of the crisis screen, by kind, and the Spanish idioms. Notation: `phrases`.

Words stand without accents ("más" → "mas", "daño" → "dano").
"""

from typing import Final

SUICIDE: Final = """
muerte 3 alivio|unica|solucion|mejor|descanso|salida|paz|respuesta|bienvenida|libere|lleve
mejor|prefiero|prefiere 2 me|se muero|muere|mato|mata|muera|mate
dejar|deje|deja|dejara|dejo de vivir|existir|respirar|sufrir
acabar|terminar con ella|vida|todo|esto|sufrimiento|mi_vida|la_vida|mi_dolor|mi_existencia
quiero|quisiera|queria|ojala|deseo|espero|necesito|gustaria ?que 2 todo|esto|dolor|vida|sufrimiento 2 terminara|acabara|terminase|acabe|termine|pare|parara|acabase
estorbo|carga|molestia|peso 4 familia|todos|hijos|mama|padres|demas
sueno|pienso|imagino|fantaseo|idea|deseo|ganas|deseando|sonaba|anhelo 3 no|nunca|jamas 1 despertar|existir|vivir|estar|nacer|haber
arma|pistola|cuchillo|navaja|soga|cuerda|cinturon|veneno|gillette 8 conmigo|usarla|usarlo|matarme|cabeza|morir|brazos|venas|mismo|misma|cuello|muerte|lista|listo
me 1 despedi|despido|despidiendo|despedia 4 todos|familia|hijos|amigos|todo|ellos|siempre
quiero|queria|quisiera|voy|pienso|intente|deseo|gustaria|ganas 4 acabar|terminar|poner_fin|dar_fin|quitar|quitarme|ponerle 4 vida|todo|sufrimiento|dolor
forma|manera|modo|metodo|como 4 morir|matarme|suicidarme|morirme|quitarme|matarse
si 1 yo|no 1 no|yo 1 estuviera|existiera|estuviese|naciera|despertara|despierto|amanezco
mejor|facil|felices|feliz|bien|tranquilos|aliviados 3 si|cuando|sin 3 no|muera|muerto|muriera|mi|faltara|falte ?estuviera|existiera|este|exista
morir|morirme|morirse|morirte|muriera|muera|muriese|matarme|suicidarme
ojala|quisiera|quiero|deseo|espero|prefiero 4 no|nunca|ya 2 despertar|despertara|despierte|nacer|nacido|existir|existiera|vivir|estar|amanecer
pienso|piensa|pensando|pensar|pienzo|pensamientos|pensado 4 en|de|sobre|con 1 muerte|morir|morirme|matarme
mejor 1 me|morir muero|morirme|$
suicidio|suicidios|suicidarme|suicidarse|suicidarte|suicida|suicidas|suicidar|suicido|suicide|suicidado|suicidandome|suicidaria
matarme|ahorcarme|ahorcarse|colgarme|dispararme|envenenarme|ahogarme|autoeliminarme
matarse|quitarse ?la ?vida 1 $|y|o|porque|si|otra|ella|el|hoy|manana
me 1 mato|matar|matare|mataria|ahorco|suicido|suicidaria|suicidar|cuelgo|ahorcar
me|se|nos 2 quitar|quito|quite|quita|quitado|quitare|quitaria 1 vida
quitarme|quitarse|quitarnos|quitarte|arrebatarme ?la|mi vida
quitar|quitarle|acabar|acabare|terminar|acabo|acabe|terminare|poner|ponerle|darle|dar ?con|a|fin|final ?a|con ?la|mi|el|todo|esta vida|todo|sufrimiento|existencia|esto|dolor !en
terminar|acabar|acabo|termino con|de 1 todo|vida|esto|sufrir !de
fin|final a|de|con 1 vida|sufrimiento|dias|dolor
no|nunca|ya|tampoco ?me|ya|no ?no|quiero 2 quiero|quiere|quisiera|queria|deseo|puedo|aguanto|soporto|tengo|gustaria|quieren|dan|da|ganas|puede|encuentro|veo|sabe|se|merezco|aguanta 4 vivir|vivo|viva|existir|despertar|despertarme|vida|estar|seguir|continuar|sentido|salida|futuro|amanecer|respirar|viviendo|levantarme !con|en|cerca|junto|juntos|sola|solo|aqui ?en|trabajando|estudiando|adelante|sin|temprano|hablando|casado|casada
no ?me quiero|quiere|quisiera|queria|deseo ?ya ?mas estar|vivir|seguir ?ya|mas|en ?este aqui|viva|vivo|mundo|asi|existiendo|mas|$|viviendo
no 1 puedo|aguanto|soporto|resisto 2 mas $|esta|este|la|vivir|con|quiero|asi|y|ya
ya no 1 puedo|aguanto|soporto|quiero !trabajar|comer|hablar|ir|correr|verlo|verla|estudiar|a|caminar|dormir|esperar|que|con|a
no vale la pena 1 vivir|vida|seguir|existir
vida|vivir 2 no 2 vale|sentido|sirve|pena|importa|quiero
no 2 razon|razones|motivo|motivos|ganas|sentido|motivacion|fuerzas|deseos|fuerza 2 vivir|vida|seguir|existir|viviendo
sin ganas|razon|razones|motivos|deseos|fuerzas|motivo|sentido|fuerza 1 de|para|por 1 vivir|seguir|vida|nada|existir !trabajando|estudiando
perdi|perdido|pierdo|perdiendo|perdio 2 ganas|deseo|deseos|sentido|razon 2 vivir|vida|existir|seguir|vida
quiero|quiere|quisiera|queria|deseo|deseaba|prefiero|preferiria|preferia|ganas|pienso|pensando|ojala|pense|quieren|gustaria|espero|debo|deberia|ruego|merezco|piensa|necesito|intente|intento|voy|va|trate|planeo|habla|dice|dijo|penso|pienzo|hablando|pensamientos|ideas|pensado|quise|decidi|tratado|intentado ?a|en|de|que|con ?que|ya|me|solo ?solo 2 morir|morirme|morirse|muerte|muera|muriera|muerto|muerta|desaparecer|desaparecerme|muero|desapareciera|matarme|desaparezca|morirnos|matarse !de ?risa|hambre|de
quiero|quiere|quisiera|queria|gustaria|deseo|ojala|prefiero|preferiria|espero|pido|ruego|ojala 4 no 1 despertar|despertara|despertarme|existir|existiera|existiese|nacido|despierte|existido|despertarse|estar|amanecer|vivir
nunca|no|jamas 1 haber|hubiera|debi|hubiese|habia|debio ?haber nacido|existido|nacer
dormir|dormirme|dormido|dormida|acostarme|duermo|durmiera|dormirse 2 no|nunca|siempre|jamas 2 despertar|despertarme|volver|despierte|$|despertara|despertarse
no 1 volver 1 despertar|despertarme
dormir para|por siempre
mejor 2 muerto|muerta|sin ?mi
mejor|bien|felices|feliz|tranquilos 3 sin mi
mejor 2 si 2 muero|muriera|existiera|estuviera|desaparezco|desapareciera|muerto|muerta|muriese
todos|familia|mundo|nadie|hijos|mama|padres|ellos|gente 4 mejor|extranaria|extranara|importaria|felices|notaria|daria|extrana|importo|importa 4 mi|si|muero|cuenta|mi|muera|muriera|yo|mi
si me 1 muero|muriera|mato|matara|muera|desaparezco
vida 1 no vale|tiene 1 nada|sentido|pena|valor
estaria|estarian|estar|estaremos 1 mejor 1 muerto|muerta|muertos|sin
seria mejor 3 muerto|muerta|morir|muriera|estuviera|existiera
irme|irse|ir de 1 este mundo|vida
me quiero ir 3 mundo|vida|siempre|cielo
dormir|dormirme para siempre
no aguanto mas
no puedo 1 seguir|continuar ?asi|viviendo|mas|adelante !trabajando|estudiando|comiendo
nadie 2 extranaria|extranara|extranar|notaria|importaria|llorara|lloraria
carga 2 todos|familia|mi|mama|hijos 5 morir|mejor|muerto|muerta|desaparecer|vivir
cansado|cansada|harto|harta|hasta|cansad|canse|aburrido|agotada|agotado 2 de|la 1 vivir|vida|existir|todo $|mas|asi|y|ya|quiero
odio|detesto 1 vivir|vida|existir|viva|vivo $|y|quiero|estar
para que 1 vivir|vivo|seguir|sigo|existo|naci|nacer
por que 2 sigo|nacer|naci|existo 1 vivo|viva|aqui|viviendo|$
que me 1 muera|muriera|mate|maten
que dios|alguien|senor 2 lleve|quite|mate|recoja|lleva
dios|senor 1 llevame|lleve|recogeme
llevame 1 dios|senor|contigo|ya
cortarme|cortarse|cortar|corte|abrirme 2 venas|munecas
tirarme|lanzarme|aventarme|arrojarme|saltar|tirarse|lanzarse|aventarse|brincar 3 puente|edificio|tren|metro|balcon|techo|ventana|carro|vacio|autos|carros|azotea|piso
pegarme|darme|meterme|pegarse|darse un|el 1 tiro|balazo|disparo
volarme|volarse 2 cabeza|sesos|cabeza
tomarme|tomar|tome|trague|tragarme|tomarse|tomo|tomo 3 pastillas|pildoras|medicamentos 4 morir|matarme|dormir|todas|muchas|demasiadas
todas|muchas|demasiadas|frasco|bote|puno|monton 3 pastillas|pildoras|medicamentos|medicinas
carta|cartas|nota|notas|mensaje ?de|para 1 despedida|suicida|adios|despedirme
despedirme|despedirse|despedida|adios|despidiendome|despido 2 mundo|todos|siempre|vida|familia
ultimo|ultima|ultimos 1 dia|noche|dias|mensaje|adios
intente|intento|trate|quise|intentado|tratado ?de|en matar|matarme|suicidarme|quitarme|morir|ahorcarme|acabar
plan|planes|planeo|planeado|planeando|se|pensado|decidi|decidido 3 como|para|cuando|de 2 matarme|morir|suicidarme|hacerlo|quitarme|matar
soga|horca
no 1 merezco|merece|mereces ?de vivir|existir|estar|vida
muerte 2 unica|solucion|mejor|descanso|salida|paz
unica 1 salida|solucion|opcion|forma
no 2 veo|hay|encuentro|tengo|ve|encuentra 1 salida|futuro|solucion|esperanza !de
pensando|pienso|piensa|pienso|piensa|ideas|pensamientos 2 en|de|sobre 1 muerte|muerte|morir|morirme|matarme|suicidas|suicidio|no ?existir
me 1 quiero|quisiera|queria|gustaria|voy|dan|da ?a|ganas ?de 1 morir|matar|desaparecer|ir|cortar|lastimar|suicidar|ahorcar|colgar|matarme|morirme !de|a|con|para
se 1 quiere|queria|quiso|intento|trato|va ?a|de 1 morir|matar|suicidar|ahorcar|quitar
quiero que 1 todo|esto|dolor|el ?esto|dolor 1 acabe|termine|pare
estar muerto|muerta
quiero|quisiera|gustaria|quiere|voy|ganas|queria 3 irme|reunirme|estar|ir 3 cielo|dios|mundo|otro ?mundo|siempre|difunto|difunta
"""

SELF_HARM: Final = """
me|se 1 corto|corta|cortaba|lastimo|lastima|quemo|quema|rasguno|rasguna|hiero|hiere|autolesiona|corte|arana $|y|desde|otra|con|a|en|por|la|sus|mis|las
hijo|hija|hermana|hermano|amiga|amigo|novia|novio|sobrina|adolescente|nina 3 se corta|lastima|hiere|quema|autolesiona|golpea|cortaba
cortarme|cortandome|autolesionarme|autolesiono|autolesion|autolesiones|lastimarme|lastimandome|autolesionarse|cortarse|cortandose|herirme|lesionarme|autolesiona|autolesionandome !el|con|ino|la|un|cocinando|pelo|jugando|unas
me|se 1 corto|corte|corta|cortaba|lastimo|quemo|lastima|rasguno|autolesiono|golpeo 2 mi|mismo|misma|brazos|brazo|munecas|piernas|piel|para|cuando|los|las|otra|sola|proposito
hacerme|haciendome|hago|hacerse|haciendose|hace|hice|hacer 1 dano
me|se 1 hago|hace|hacia|hice|haria dano
"""

OVERDOSE: Final = """
tome|tomo|tomado|trague|tomarme|tragarme|tomar|tomaron|tomaba 3 diez|quince|veinte|treinta|cuarenta|cincuenta|sesenta|cien|10|12|15|20|25|30|40|50|60|80|100 2 pastillas|pildoras|tabletas|aspirinas|medicamentos|paracetamol|tylenol|antidepresivos
pastillas|medicamentos|pildoras 6 morir|matarme|dormir_para|despertar|de_golpe|juntas|de_una|todas|proposito
sobredosis
me|se 1 tome|trague|tomo|tomaba|trago|tomado|tomaste 2 todas|muchas|frasco|bote|demasiadas|puno|monton|caja|bastantes
tomarme|tomar|tome|tragarme|tomarse|tomo 2 todas|muchas|frasco|bote|demasiadas|puno|monton 2 pastillas|pildoras|medicamentos|medicinas
"""

HARM_TO_OTHERS: Final = """
quiero|quiere|voy|ganas|pienso|pensando|quisiera|va|planeo|pensamientos|miedo|dijo|amenaza|amenazo 2 matar|matarlo|matarla|matarlos|lastimar|hacerle|herir|danar|apunalar|asesinar|golpear|estrangular|dispararle|matarles|lastimarlo|lastimarla 1 a|dano|alguien|$|todos|porque|y
matar a 1 alguien|mi|mis|todos|ella|el|gente|personas|otros|bebe|hijo|hija|jefe|esposo|esposa
hacer|hacerle|haga|hacerles dano a 1 mi|mis|otros|alguien|bebe|hijo|hijos|demas|gente|ella|el
"""

ABUSE_DANGER: Final = """
me|la|lo|nos 1 estrangulo|ahorco|asfixio|empujo|apunto|quemo|pateo|arrastro|abofeteo|cacheteo|corretea|persigue|acosa|insulta_y_pega|encerro|secuestro|apunalo|asfixia|empuja|patea|apunta $|y|con|contra|anoche|ayer|en|cuando|hasta|el|por|mi|a
me|la|lo|le|nos 1 toca|toco|tocaba|tocan|manosea|manoseo|manoseaba 6 noche|noches|cama|partes|padrastro|tio|dormida|intimas|fuerza|abuelo|primo|cuarto
padrastro|tio|abuelo|primo|padre|hermano|maestro|entrenador|papa 2 toca|toco|tocaba|manosea|manoseo|viola|violo|abusa|abuso
me|nos|le 1 pega|golpea|pego|golpeo|maltrata|amenaza|amenazo|viola|violo|ahorco|ahorca|estrangula|patea|abusa|golpeaba|pegaba|encierra|encerro|quema|pegan|golpean 3 mi|el|$|cuando|y|con|esposo|novio|marido|pareja|papa|siempre|todos|mucho|mas|otra|ayer|anoche|padrastro|porque|matar|matarme|si|hoy|cada|ella|en|esta|bebe
esposo|novio|marido|pareja|papa|ex|padrastro|padre|hombre|el|esposa|mama|tio 3 pega|golpea|pego|golpeo|maltrata|amenaza|amenazo|viola|violo|ahorco|ahorca|abusa|encierra|mata|matar|matarme|violenta|violento
miedo|temo|terror|asustada|aterrada 4 mate|matar|matarme|pegue|golpee|lastime|esposo|vida|casa|novio|marido|pareja|haga ?algo|papa|mate|padrastro
va|quiere|amenaza|amenazo|dijo|dice|intento|trato|amenazado|jura 3 matarme|matar|matarnos|mataria|mata|matara
no 1 segura|seguro|salvo 2 casa|el|aqui|con
violencia domestica|intrafamiliar
me 1 violaron|violo|violan|secuestraron|drogaron 3 anoche|ayer|hoy|hace|$|semana
abusan|abusando|abusa de mi|ella|mis|el
"""

PSYCHOTIC: Final = """
voz|voces 5 dicen|dice|ordenan|ordena|mandan|piden|diciendo|obligan|gritan|exigen|hablan|repiten
escucho|oigo|oye|escucha|oir|escuchar|oyendo|escuchando 1 voz|voces
diablo|demonio|dios|demonios|satanas 2 dice|ordena|dijo|pide|dicen|manda|ordeno|mando 3 mate|matar|matarme|lastime|haga|dano|muera|salte
"""

IDIOMS: Final = """
morir|morirme|muero|muriendo|muerto|muerta|morirse|moria|mori de|del 1 risa|hambre|sueno|pena|verguenza|frio|calor|ganas|amor|sed|miedo|nervios|aburrimiento|cansancio|felicidad|ternura|sueno|emocion|celos|envidia
muero|muere|muriendo por
matarme|mato|matarse|matar|matandome trabajando|estudiando|de ?la ?risa|corriendo|riendo
mata|matan|matando de ?la risa|hambre|aburrimiento|curiosidad|calor|sueno
matar 1 tiempo|rato|hambre|insectos|cucarachas|moscas|mosquitos
prevencion ?del suicidio
desaparecer|desaparece|desaparecio|desaparecieron 1 mi|la|el|las|los|un|unos
cortarme|cortarse|cortar|corte|corto ?el ?la ?mi pelo|cabello|unas|flequillo|luz|puntas|llamada
vivir con|en|cerca|juntos|juntas|fuera|lejos
ahogarme en ?un trabajo|tarea|vaso
"""
