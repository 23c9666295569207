"""First names that are frequent in Brazil, without accents: after "seu" and "paciente" most words are none."""

NAMES = """
abel abigail abraao adalberto adao adauto adelaide adelia adelino ademar ademir adilson adriana adriano afonso agata
agenor agnaldo airton alan alba alberto alcides alda aldo alessandra alessandro alex alexandra alexandre alfredo
alice alicia aline almir aloisio altair alvaro alzira amadeu amanda amaro amelia ana anderson andre andrea andreia
angela angelica angelo anita antonia antonio aparecida aparecido apolonio ariana arlete arlindo armando arnaldo
arthur artur ataide augusta augusto aurea aurelio aurora beatriz benedita benedito benicio benjamin bento bernardo
bianca brenda breno bruna bruno caio camila candida carina carla carlos carmelita carmem carmen carolina cassia
catarina cecilia celia celina celio celso cesar cicera cicero cintia clara clarice claudia claudio cleber cleide
clemente cleonice cleusa conceicao cosme creusa cristiane cristiano cristina dagmar dalva damiana damiao daniel
daniela danilo dario davi debora deise denise deolinda diego dilma dinora diogo dirce divina djalma domingas
domingos donizete dora doralice dulce durval eder edgar edilson edimar edith edmilson edna edson eduarda eduardo
efigenia elaine elena eleonora eliana eliane elias elisa elisabete elisangela elizabeth eloisa elson elza emanuel
emilia emilio enzo erasmo eric erica ernesto esmeralda estela ester eugenia eugenio eunice eva evandro evelyn
expedito ezequiel fabiana fabiano fabio fatima felipe fernanda fernando filomena firmino flavia flavio florinda
francisca francisco gabriel gabriela genesio geni genivaldo georgina geovana geralda geraldo germano gerson
gertrudes gilberto gilda gilmar gilson giovana giovanni gisele glaucia gloria gonzalo graca grazi guilherme guiomar
gustavo heitor helena helio heloisa henrique herminia hilda horacio hugo iara ignacio ilda ilza ines ingrid
inocencia iolanda iracema irene irineu isabel isabela isadora isaias ismael israel iva ivan ivani ivo ivone ivonete
izabel jacinta jacinto jaime jair janaina jandir jandira jane janete januario jeferson jerusa jessica joana joao
joaquim joaquina joel jonas jonatas jorge jose josefa josefina josiane josue jovelina juarez judite julia juliana
juliano julio jurandir jurema juscelino jussara karina karla katia kaua kelly laercio lais lara larissa laura lauro
lea leandro leila leonardo leonor leopoldo leticia lidia lilian liliane livia lorena lourdes lourenco lourival lucas
lucia luciana luciano lucilene lucimar luis luisa luiz luiza luzia madalena magali magda magno maira manoel manuel
manuela mara marcela marcelo marcia marcio marco marcos margarida maria mariana marilda marilene marilia marina
mario marisa marlene marli marta martin mateus matheus matilde maura mauricio mauro mayara melissa mercedes michele
miguel milton miriam moacir moises monica murilo nadia nadir nair natalia natalina natanael neide neilton nelson
neusa nicolas nilda nilson nilton nilza nivaldo noemi norma octavio odair odete odilon olga olimpia olivia orlando
oscar osmar osvaldo oswaldo otavio paloma pamela patricia paula paulo pedro priscila quiteria rafael rafaela
raimunda raimundo ramiro ramon raquel raul rebeca regina reginaldo reinaldo renan renata renato ricardo rita roberta
roberto robson rodrigo rogerio romeu romilda ronaldo roque rosa rosalia rosana rosane rosangela rosaria rosario
roseli rosilda rosimeire rubens rui rute ruth sabrina salete salvador samanta samara samuel sandra sandro sara
sebastiana sebastiao selma sergio severina severino sheila sidnei sidney silas silvana silvia silvio simao simone
socorro sofia solange sonia sophia soraia stefany stella suelen sueli suely susana suzana tais talita tania tarcisio
tatiana tatiane telma teresa teresinha tereza terezinha thais thiago tiago tomas ubirajara ulisses umbelina valdeci
valdemar valdir valentim valentina valeria valter vanda vanderlei vanessa vania vera veronica vicente victor vilma
vinicius virginia vitor vitoria viviane wagner walter wanda wanderley washington wellington wesley william wilma
wilson yara yasmin yuri zacarias zelia zenaide zilda zilma zoraide zulmira
"""
FIRST_NAMES = frozenset(NAMES.split())
