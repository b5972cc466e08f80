// Miksi asiakas on listalla: rivi listaan, virke tehtävään, perusteet ja menetelmä.
export const reasons = {
  'reason.kind.declining': 'Hiipuva',
  'reason.kind.late': 'Myöhässä',
  'reason.kind.lapsed': 'Lopettanut',
  'reason.kind.lost_line': 'Menetetty tuoteryhmä',
  'reason.kind.due': 'Ostoaika',
  'reason.kind.pattern': 'Ostokuvio',
  'reason.short.declining': {
    one: '{n} tilaus {days} päivässä, odotettiin {expected}',
    other: '{n} tilausta {days} päivässä, odotettiin {expected}',
  },
  'reason.short.declining_none': 'Ei tilausta {days} päivässä, odotettiin {expected}',
  'reason.short.late': {
    one: '{since} päivää hiljaa, tavallisesti päivittäin',
    other: '{since} päivää hiljaa, tavallisesti {n} päivän välein',
  },
  'reason.short.lapsed': {
    one: '{n} päivän hiljaa, luultavasti lopettanut',
    other: '{n} päivää hiljaa, luultavasti lopettanut',
  },
  'reason.short.lost_line': 'Ei enää osta: {category}',
  'reason.short.due': 'Ostoaika: {product}',
  'reason.short.pattern': 'Osti: {a}, usein seuraa: {b}',
  'reason.long.declining': {
    one: '{name}: viimeisten {days} päivän aikana odotettiin {expected} tilausta, ja niitä tuli yksi.',
    other: '{name}: viimeisten {days} päivän aikana odotettiin {expected} tilausta, ja niitä tuli {n}.',
  },
  'reason.long.declining_none':
    '{name}: viimeisten {days} päivän aikana odotettiin {expected} tilausta, eikä yhtään tullut.',
  'reason.long.late': {
    one: '{name} ostaa yleensä päivittäin, mutta viime tilauksesta on {since} päivää. Jo yli {upper} päivän tauko olisi poikkeuksellinen.',
    other:
      '{name} ostaa yleensä {n} päivän välein, mutta viime tilauksesta on {since} päivää. Jo yli {upper} päivän tauko olisi poikkeuksellinen.',
  },
  'reason.long.lapsed': {
    one: '{name} on tehnyt {n} tilauksen, ja siitä on {since} päivää. Todennäköisyys, että asiakas ostaa yhä, on {alive}.',
    other:
      '{name} on tehnyt {n} tilausta, ja viimeisestä on {since} päivää. Todennäköisyys, että asiakas ostaa yhä, on {alive}.',
  },
  'reason.long.lost_line':
    '{name} osti ennen tuoteryhmää {category}, viimeksi {last}, ja ostaa yhä muuta: sitä sisältäviä tilauksia odotettiin {expected}, tuli {observed}.',
  'reason.long.due': {
    one: '{name} ostaa päivittäin tuotetta {product}, viimeksi {last}. Seuraavaa ostoa odotettiin {due}.',
    other: '{name} ostaa noin {n} päivän välein tuotetta {product}, viimeksi {last}. Seuraavaa ostoa odotettiin {due}.',
  },
  'reason.long.pattern': {
    one: '{name} osti tuotetta {a} mutta ei vielä tuotetta {b}. Tuotteen {a} ostajat ostavat tuotetta {b} {lift} kertaa niin usein kuin kaltaisensa; aikaa on vielä {n} päivä.',
    other:
      '{name} osti tuotetta {a} mutta ei vielä tuotetta {b}. Tuotteen {a} ostajat ostavat tuotetta {b} {lift} kertaa niin usein kuin kaltaisensa; aikaa on vielä {n} päivää.',
  },
  'evidence.first_order': 'Ensimmäinen tilaus',
  'evidence.value_per_order': 'Yhden tilauksen arvo',
  'evidence.p_value': 'Todennäköisyys ilman muutosta',
  'evidence.q_value': 'Vääriä hälytyksiä näin vahvoissa syissä',
  'evidence.orders_expected': 'Odotettuja tilauksia',
  'evidence.orders_observed': 'Tehtyjä tilauksia',
  'evidence.window_days': 'Aikaikkuna',
  'evidence.usual_gap_days': 'Tavallinen tilausväli',
  'evidence.last_order': 'Viimeisin tilaus',
  'evidence.days_since': 'Päiviä viime tilauksesta',
  'evidence.p_alive': 'Todennäköisyys, että ostaa yhä',
  'evidence.orders': 'Tilauksia kaikkiaan',
  'method.declining':
    'Kaikki ennen aikaikkunaa tapahtunut kertoo asiakkaan oman ostotahdin. Gamma-Poisson-malli, joka on sovitettu kaikkiin asiakkaisiin ja painotettu vuodenajalla, kertoo montako tilausta ikkunaan odotetaan ja kuinka todennäköisesti niitä olisi sattumalta näin vähän. Asiakas tulee listalle vain, jos näyttö pitää, kun kaikki asiakkaat on testattu yhdellä kertaa (Benjamini–Hochberg). Vaarassa oleva arvo on puuttuvat tilaukset kertaa yhden tilauksen tuotto; jos tilauksia on vähän, tuottoa on vedetty kohti muita asiakkaita.',
  'method.late':
    'Asiakkaan omat tilausvälit, joita on vedetty kohti muiden välejä jos niitä on vähän, kertovat kuinka pitkä tauko ei vielä yllätä. Nyt tauko on pidempi. Vaarassa oleva arvo on tähän mennessä puuttuvat tilaukset kertaa yhden tilauksen tuotto.',
  'method.lapsed':
    'Ostamisen ja lopettamisen malli (MBG/NBD; Batislam, Denizel ja Filiztekin 2007), sovitettu kaikkiin asiakkaisiin, kertoo todennäköisyyden sille, että asiakas ostaa yhä, siitä kuinka usein ja kuinka äskettäin hän osti. Vaarassa oleva arvo on se, minkä asiakkaan odotettaisiin ostavan, jos hän ostaisi yhä.',
  'method.lost_line':
    'Jokaiselle tuoteryhmälle, jota asiakas osti säännöllisesti, sen aiempi osuus tilauksista kertoo, montako sellaista odotetaan niistä tilauksista, joita asiakas yhä tekee. Näin vähän niitä olisi harvoin sattumalta, myös kun kaikki asiakkaat ja tuoteryhmät on testattu yhdellä kertaa.',
  'method.due':
    'Tuotteen tavallinen ostoväli, tällä asiakkaalla ja muilla sen ostajilla, kertoo milloin seuraavaa ostoa odotetaan. Ostoaika on, kun se päivä on tullut.',
  'method.pattern':
    'Ensimmäisen tuotteen ostaneita verrataan asiakkaisiin, jotka olivat samassa kuussa yhtä aktiivisia. Toisen tuotteen on seurattava selvästi useammin kuin heillä, myös kun kaikki parit on testattu yhdellä kertaa, ja uudelleen myöhemmässä aineistossa.',
  'method.show': 'Näin tämä lasketaan',
} as const;
