// Sentences that the server tells in English with what they are about in them, in Finnish with the same in it. `{0}` and `{1}`
// are what the file holds. A test holds the English against the server's own text.
const phrases: readonly (readonly [english: string, finnish: string])[] = [
  // Why a column was taken for what it was.
  ['The name "{0}" says so.', 'Nimi ”{0}” kertoo sen.'],
  ['The name "{0}" says so and its values are dates.', 'Nimi ”{0}” kertoo sen, ja arvot ovat päivämääriä.'],
  ['The name "{0}" says so and its values are numbers.', 'Nimi ”{0}” kertoo sen, ja arvot ovat lukuja.'],
  [
    'The name "{0}" says so and its values are e-mail addresses.',
    'Nimi ”{0}” kertoo sen, ja arvot ovat sähköpostiosoitteita.',
  ],
  ['The name "{0}" says so and each value occurs once.', 'Nimi ”{0}” kertoo sen, ja jokainen arvo esiintyy kerran.'],
  ['The name "{0}" says so and its values occur again.', 'Nimi ”{0}” kertoo sen, ja samat arvot toistuvat.'],
  ['The name "{0}" is that of a category.', 'Nimi ”{0}” on tuoteryhmän nimi.'],
  ['Its values are dates.', 'Arvot ovat päivämääriä.'],
  ['Its values are e-mail addresses.', 'Arvot ovat sähköpostiosoitteita.'],
  ['Its values are currency codes.', 'Arvot ovat valuuttoja.'],
  ['Its values are numbers with two decimals.', 'Arvot ovat kahden desimaalin lukuja.'],
  ['Its values are telephone numbers.', 'Arvot ovat puhelinnumeroita.'],
  ['Its values are small whole numbers.', 'Arvot ovat pieniä kokonaislukuja.'],
  ['Its values are texts or whole numbers, like ids.', 'Arvot ovat tekstejä tai kokonaislukuja kuten tunnukset.'],
  ['Its values are times of day, beside the dates.', 'Arvot ovat kellonaikoja päivämäärien vieressä.'],
  ['It is empty in the sample.', 'Näytteessä se on tyhjä.'],
  ['Its name has no letters.', 'Nimessä ei ole kirjaimia.'],
  ['It describes the customer.', 'Se kuvaa asiakasta.'],
  ['It describes the product.', 'Se kuvaa tuotetta.'],
  ['It describes the touch-point.', 'Se kuvaa kosketuspistettä.'],
  ['Nothing says what it means for this kind of record.', 'Mikään ei kerro, mitä se tällaisissa riveissä tarkoittaa.'],
  ["The person's own name is the customer's name.", 'Henkilön oma nimi on asiakkaan nimi.'],
  ["It is a part of the customer's name.", 'Se on osa asiakkaan nimeä.'],
  ['The preset says so.', 'Valmis kohdistus kertoo sen.'],
  ['The preset leaves it out.', 'Valmis kohdistus jättää sen pois.'],
  // Questions that name what they are about.
  [
    'Rows whose "{0}" is {1} are left out. Are they sales?',
    'Rivit, joilla ”{0}” on {1}, jätetään pois. Ovatko ne myyntiä?',
  ],
  ['Are these charges rather than products: {0}?', 'Ovatko nämä maksuja eivätkä tuotteita: {0}?'],
  ['Is "{0}" in "{1}" day or month first?', 'Onko sarakkeen ”{1}” arvossa ”{0}” ensin päivä vai kuukausi?'],
  [
    'The first line looks like data, not like names. Check what each column is.',
    'Ensimmäinen rivi näyttää tiedoilta eikä nimiltä. Tarkista, mitä kukin sarake on.',
  ],
  // What a mapping does beyond its columns.
  [
    'Only rows whose "{0}" is {1} are read; the others are left out.',
    'Vain rivit, joilla ”{0}” on {1}, luetaan; muut jätetään pois.',
  ],
  [
    'Rows that lack what every row needs are left out, not rejected.',
    'Rivit, joilta puuttuu jokin välttämätön tieto, jätetään pois eikä hylätä.',
  ],
  [
    'Orders with anything in "{0}" are left out, all their rows.',
    'Tilaukset, joilla on jotain sarakkeessa ”{0}”, jätetään pois kaikkine riveineen.',
  ],
  [
    'Orders whose "{0}" is {1} are left out, all their rows.',
    'Tilaukset, joilla ”{0}” on {1}, jätetään pois kaikkine riveineen.',
  ],
  [
    'What "{0}" tells is not taken off: it does not say of which rows.',
    'Sarakkeen ”{0}” summia ei vähennetä: se ei kerro, miltä riveiltä.',
  ],
  ['The discount is taken off the amount.', 'Alennus vähennetään summasta.'],
  ['Products {0} are charges.', 'Tuotteet {0} ovat maksuja.'],
  ['Orders {0} are returns.', 'Tilaukset {0} ovat palautuksia.'],
  ['{0} is put together as "{1}".', 'Arvo kootaan näin: ”{1}”.'],
  ['The currency is {0} where its column is empty.', 'Valuutta on {0}, jos sen sarake on tyhjä.'],
  ['The currency is {0} on every row.', 'Valuutta on jokaisella rivillä {0}.'],
  [
    'Orders with something in "{0}" are counted whole: it does not say which lines were paid back. One of them is {1}.',
    'Tilaukset, joilla on jotain sarakkeessa ”{0}”, lasketaan täysinä: se ei kerro, mitkä rivit hyvitettiin. Yksi niistä on {1}.',
  ],
  // Why a row was rejected.
  ['There is nothing in {0}, which every row needs.', 'Sarakkeessa {0} ei ole mitään, ja jokainen rivi tarvitsee sen.'],
  [
    '"{0}" in {1} is not a number as this file writes them.',
    'Sarakkeen {1} arvo ”{0}” ei ole luku, niin kuin tämä tiedosto niitä kirjoittaa.',
  ],
  ['"{0}" in {1} is not a date of the form {2}.', 'Sarakkeen {1} arvo ”{0}” ei ole päivämäärä muodossa {2}.'],
  [
    '"{0}" in {1} is not a currency: expected three letters such as EUR.',
    'Sarakkeen {1} arvo ”{0}” ei ole valuutta: valuutta on kolme kirjainta, kuten EUR.',
  ],
  [
    'There is no rate from {0} to {1}; add it to the mapping.',
    'Kurssia valuutasta {0} valuuttaan {1} ei ole; lisää se kohdistukseen.',
  ],
  ['"{0}" in {1} is later than now.', 'Sarakkeen {1} arvo ”{0}” on tulevaisuudessa.'],
  ['"{0}" in {1} is before 1980.', 'Sarakkeen {1} arvo ”{0}” on ennen vuotta 1980.'],
  // What is worth a look.
  ['"{0}" is not described by any products file.', 'Mikään tuotetiedosto ei kuvaa tuotetta ”{0}”.'],
  ['The campaign "{0}" is not described by any campaigns file.', 'Mikään kampanjatiedosto ei kuvaa kampanjaa ”{0}”.'],
  ['"{0}" was read as "{1}".', '”{0}” luettiin tuotteeksi ”{1}”.'],
  // Why a file was refused.
  ['The file is empty.', 'Tiedosto on tyhjä.'],
  ['The file has a header and no rows.', 'Tiedostossa on vain otsikko eikä yhtään riviä.'],
  ['This is {0}, not a table.', 'Tämä ei ole taulukko ({0}).'],
  ['This is {0}, which is not read.', 'Tällaista ei osata lukea ({0}).'],
  ['The file is binary, not text.', 'Tiedosto ei ole tekstiä.'],
  ['The packed file is cut short or damaged: {0}.', 'Pakattu tiedosto on katkennut tai vahingoittunut: {0}.'],
  ['The file mixes UTF-8 with another encoding.', 'Tiedostossa on UTF-8:n lisäksi jotakin muuta merkistöä.'],
  [
    'The rows do not agree on the number of columns: {0} of {1} have {2}.',
    'Rivien sarakemäärät eivät täsmää: {0} riviä {1}:stä on {2} sarakkeen rivejä.',
  ],
  ['A quotation mark opens a field and none closes it.', 'Lainausmerkki avaa kentän, eikä mikään sulje sitä.'],
  ['The workbook cannot be read: {0}.', 'Työkirjaa ei voi lukea: {0}.'],
  ['The workbook is protected by a password.', 'Työkirjassa on salasana.'],
  ['The workbook has no sheet "{0}".', 'Työkirjassa ei ole taulukkoa ”{0}”.'],
  [
    'The columns are not those of the mapping: {0} is missing.',
    'Sarakkeet eivät ole ne, jotka kohdistettiin: {0} puuttuu.',
  ],
  ['"{0}" is not a currency.', '”{0}” ei ole valuutta.'],
  ['"{0}" is not a time zone.', '”{0}” ei ole aikavyöhyke.'],
  ['"{0}" is not a date format.', '”{0}” ei ole päivämäärän muoto.'],
  // What to do about it.
  ['Export it again and check that it holds rows.', 'Vie se uudelleen ja tarkista, että siinä on rivejä.'],
  ['Export it again with the rows, or leave it out.', 'Vie se uudelleen rivien kanssa tai jätä se pois.'],
  ['Bring CSV, JSON lines, Parquet or XLSX.', 'Tuo CSV, JSON lines, Parquet tai XLSX.'],
  ['Copy or download it again; nothing was imported.', 'Kopioi tai lataa se uudelleen; mitään ei tuotu.'],
  [
    'Check the delimiter, and that fields that contain it are quoted.',
    'Tarkista erotin ja että kentät, joissa se on, ovat lainausmerkeissä.',
  ],
  ['Close the quotation mark, or double it.', 'Sulje lainausmerkki tai kahdenna se.'],
  [
    'Open it in a spreadsheet program and save it again as XLSX.',
    'Avaa se taulukko-ohjelmassa ja tallenna uudelleen XLSX-muotoon.',
  ],
  ['Save a copy without a password.', 'Tallenna kopio ilman salasanaa.'],
  ['Look at the file again and map its columns.', 'Tutki tiedosto uudelleen ja kohdista sen sarakkeet.'],
  ['Choose another meaning, or ignore the column.', 'Valitse muu merkitys tai jätä sarake tuomatta.'],
  ['Keep one and ignore the others.', 'Jätä yksi ja ohita muut.'],
  [
    'Choose the column that holds it, or give one value for all rows.',
    'Valitse sarake, jossa se on, tai anna yksi arvo kaikille riveille.',
  ],
  ['Give three letters such as EUR.', 'Anna kolme kirjainta, kuten EUR.'],
  ['Use an IANA name such as Europe/Helsinki.', 'Käytä IANA-nimeä, kuten Europe/Helsinki.'],
];

export const englishPhrases = phrases.map(([english]) => english);

const readers = phrases.map(([english, finnish]) => {
  const plain = english.replace(/[.*+?^$()|[\]\\]/g, '\\$&');
  const names = [...english.matchAll(/\{(\d)\}/g)].map((match) => match[1] ?? '');
  return { finnish, names, pattern: new RegExp(`^${plain.replace(/\{\d\}/g, '(.*?)')}$`, 's') };
});

/** The Finnish of a sentence that is known; undefined of one that is not. */
export function phrase(english: string): string | undefined {
  for (const { pattern, names, finnish } of readers) {
    const found = pattern.exec(english);
    if (found) return finnish.replace(/\{(\d)\}/g, (_, name: string) => found[names.indexOf(name) + 1] ?? '');
  }
  return undefined;
}
