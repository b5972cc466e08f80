// Miksi asiakas on listalla: rivi listaan, virke tehtävään, perusteet ja menetelmä.
import sentences from './sentences.json' with { type: 'json' };

export const reasons = {
  ...sentences,
  'evidence.window': { one: 'Viimeisen päivän aikana', other: 'Viimeisten {n} päivän aikana' },
  'evidence.window_orders': { one: '{n} tilaus, odotettiin {expected}', other: '{n} tilausta, odotettiin {expected}' },
  'evidence.first_order': 'Ensimmäinen tilaus',
  'evidence.value_per_order': 'Yhden tilauksen arvo',
  'evidence.p_value': 'Todennäköisyys ilman muutosta',
  'evidence.q_value': 'Vääriä hälytyksiä näin vahvoissa syissä',
  'evidence.usual_gap_days': 'Tavallinen tilausväli',
  'evidence.last_order': 'Viimeisin tilaus',
  'evidence.p_alive': 'Todennäköisyys, että ostaa yhä',
  'evidence.item_times': 'Osti: {item}',
  'evidence.times': { one: '{n} kerran', other: '{n} kertaa' },
  'evidence.item_gap': 'Niiden tavallinen väli',
  'evidence.gap_range': '{gap} (tähän asti {from} – {to})',
  'evidence.item_due': 'Seuraavaa odotettu',
  'evidence.item_late': 'Tavallista myöhempi alkaen',
  'evidence.orders': 'Tilauksia kaikkiaan',
  'evidence.item_bought': 'Osti: {item}',
  'evidence.half_within': 'Puolet ostavista ostaa ajassa',
  'evidence.products': 'Tuotteet',
  'evidence.last_seen': 'Viimeksi siellä',
  'evidence.standing': 'Aiempi arvio',
  'evidence.first_touch': 'Ensimmäinen yhteydenotto',
  'evidence.none': 'Muuta ei heistä vielä tiedetä.',
  'method.declining':
    'Kaikki ennen aikaikkunaa tapahtunut kertoo asiakkaan oman ostotahdin. Gamma-Poisson-malli, joka on sovitettu kaikkiin asiakkaisiin ja painotettu vuodenajalla, kertoo montako tilausta ikkunaan odotetaan ja kuinka todennäköisesti niitä olisi sattumalta näin vähän. Asiakas tulee listalle vain, jos näyttö pitää, kun kaikki asiakkaat on testattu yhdellä kertaa (Benjamini–Hochberg). Vaarassa oleva arvo on puuttuvat tilaukset kertaa yhden tilauksen tuotto; jos tilauksia on vähän, tuottoa on vedetty kohti muita asiakkaita.',
  'method.late':
    'Asiakkaan omat tilausvälit, joita on vedetty kohti muiden välejä jos niitä on vähän, kertovat kuinka pitkä tauko ei vielä yllätä. Nyt tauko on pidempi. Vaarassa oleva arvo on tähän mennessä puuttuvat tilaukset kertaa yhden tilauksen tuotto.',
  'method.lapsed':
    'Ostamisen ja lopettamisen malli (MBG/NBD tai Pareto/NBD, kumpi sopii paremmin), sovitettu kaikkiin asiakkaisiin, kertoo todennäköisyyden sille, että asiakas ostaa yhä, siitä kuinka usein ja kuinka äskettäin hän osti. Sitä korjaavat asiakkaan omien tilausvälien säännöllisyys ja se, kuinka moni lopettaneeksi luultu palasi omassa historiassanne. Vaarassa oleva arvo on se, minkä asiakkaan odotettaisiin ostavan, jos hän ostaisi yhä.',
  'method.lost_line':
    'Jokaiselle tuoteryhmälle, jota asiakas osti säännöllisesti, sen aiempi osuus tilauksista kertoo, montako sellaista odotetaan niistä tilauksista, joita asiakas yhä tekee. Näin vähän niitä olisi harvoin sattumalta, myös kun kaikki asiakkaat ja tuoteryhmät on testattu yhdellä kertaa.',
  'method.due':
    'Tuotteen tavallinen ostoväli, tällä asiakkaalla ja muilla sen ostajilla, kertoo milloin seuraavaa ostoa odotetaan. Aika ostaa on, kun se päivä on tullut.',
  'method.pattern':
    'Ensimmäisen tuotteen ostaneita verrataan asiakkaisiin, jotka olivat samassa kuussa yhtä aktiivisia. Toisen tuotteen on seurattava selvästi useammin kuin heillä, myös kun kaikki parit on testattu yhdellä kertaa, ja uudelleen myöhemmässä aineistossa.',
  'method.show': 'Näin tämä lasketaan',
} as const;
