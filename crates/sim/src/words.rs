//! Words that names are made of. Invented combinations of common words; no real person, company or brand is meant.

/// Departments, the widest level, each with nouns for the categories within it.
pub(crate) const DEPARTMENTS: [(&str, [&str; 12]); 12] = [
    ("Kitchen", ["Coffee Makers", "Kettles", "Knives", "Pans", "Bakeware", "Storage Jars", "Blenders", "Cutlery", "Tableware", "Aprons", "Grills", "Scales"]),
    ("Food", ["Coffee", "Tea", "Chocolate", "Pasta", "Olive Oil", "Spices", "Honey", "Cereals", "Crackers", "Jam", "Rice", "Sauces"]),
    ("Garden", ["Charcoal", "Lighter Fluid", "Seeds", "Pots", "Soil", "Fertiliser", "Hand Tools", "Hoses", "Outdoor Lamps", "Bird Feeders", "Trellises", "Gloves"]),
    ("Office", ["Paper", "Toner", "Pens", "Folders", "Desk Lamps", "Chairs", "Staplers", "Envelopes", "Labels", "Whiteboards", "Notebooks", "Shredders"]),
    ("Pets", ["Dog Food", "Cat Food", "Leads", "Litter", "Aquariums", "Bird Seed", "Chew Toys", "Pet Beds", "Collars", "Brushes", "Treats", "Crates"]),
    ("Home", ["Candles", "Cushions", "Curtains", "Rugs", "Towels", "Bed Linen", "Mirrors", "Frames", "Clocks", "Vases", "Baskets", "Hooks"]),
    ("Cleaning", ["Detergent", "Dish Soap", "Sponges", "Bin Bags", "Mops", "Brooms", "Window Cleaner", "Air Fresheners", "Bleach", "Paper Towels", "Buckets", "Polish"]),
    ("Beauty", ["Shampoo", "Conditioner", "Soap", "Hand Cream", "Sun Lotion", "Toothpaste", "Razors", "Perfume", "Lip Balm", "Hair Colour", "Nail Care", "Bath Salts"]),
    ("Sports", ["Running Shoes", "Yoga Mats", "Water Bottles", "Tents", "Sleeping Bags", "Bicycle Lights", "Helmets", "Skis", "Ski Wax", "Rackets", "Balls", "Backpacks"]),
    ("Tools", ["Drills", "Drill Bits", "Screws", "Paint", "Brushes and Rollers", "Sandpaper", "Ladders", "Saws", "Adhesives", "Tape Measures", "Work Gloves", "Toolboxes"]),
    ("Baby", ["Nappies", "Wipes", "Bottles", "Baby Food", "Pushchairs", "Car Seats", "Soft Toys", "Bibs", "Cots", "Monitors", "Pacifiers", "Romper Suits"]),
    ("Electronics", ["Printers", "Ink", "Headphones", "Chargers", "Batteries", "Keyboards", "Mice", "Speakers", "Cables", "Memory Cards", "Cameras", "Smart Bulbs"]),
];

/// Qualifiers that make narrower groups and further categories.
pub(crate) const VARIANTS: [&str; 20] = [
    "Classic", "Organic", "Professional", "Travel", "Family", "Premium", "Compact", "Outdoor", "Everyday", "Eco", "Heritage",
    "Children's", "Sport", "Studio", "Winter", "Summer", "Light", "Heavy-Duty", "Handmade", "Basic",
];

/// Invented brands.
pub(crate) const BRANDS: [&str; 32] = [
    "Aalto & Co", "Brenna", "Cordell", "Dunmore", "Elverum", "Fjordholm", "Grönqvist", "Halcyon", "Ilves", "Juniper Row",
    "Kestrel", "Lumo", "Merivale", "Nordlys", "Oakhurst", "Pihlaja", "Quayside", "Röd Stuga", "Sølvberg", "Tundra",
    "Ulvik", "Vähänen", "Westerly", "Ylva", "Zaunkönig", "Ætlan", "Bjørk", "Čedar", "Łąka", "Señorial", "Øster", "Kaiku",
];

/// Looks and sizes.
pub(crate) const LOOKS: [&str; 24] = [
    "Spruce Green", "Slate", "Ivory", "Copper", "Midnight Blue", "Rose", "Birch", "Walnut", "Ash Grey", "Crimson", "Sand",
    "Clear", "500 g", "1 kg", "250 ml", "750 ml", "Set of 2", "Set of 6", "Pack of 12", "Large", "Small", "XL", "30 cm", "Refill",
];

/// Given names.
pub(crate) const GIVEN: [&str; 48] = [
    "Aino", "Väinö", "Elina", "Jukka", "Päivi", "Kaisa", "Mikko", "Sanna", "Łukasz", "Zofia", "Søren", "Astrid", "Björn",
    "Åsa", "Siân", "Owen", "Chloé", "Étienne", "José", "Lucía", "Jürgen", "Käthe", "Giulia", "Matteo", "Ana", "João",
    "Nguyễn", "Mei", "Haruto", "Yuki", "Priya", "Arjun", "Fatima", "Omar", "Olga", "Dmitri", "Emma", "Noah", "Olivia", "Liam",
    "Grace", "Henry", "Ruth", "Samuel", "Ελένη", "Νίκος", "Мария", "Андрей",
];

/// Family names.
pub(crate) const FAMILY: [&str; 48] = [
    "Virtanen", "Mäkelä", "Korhonen", "Nieminen", "Hämäläinen", "Järvinen", "Lindström", "Ångström", "Sørensen", "Nygård",
    "Kowalski", "Wójcik", "Dvořák", "Novák", "Müller", "Weiß", "Groß", "Lefèvre", "Moreau", "García", "Muñoz", "Silva",
    "Gonçalves", "Rossi", "D'Angelo", "O'Brien", "Murphy", "Smith", "Taylor", "Brown", "Clarke", "Hughes", "Ivanov",
    "Petrova", "Tanaka", "Satō", "Kim", "Chen", "Trần", "Patel", "Singh", "Haddad", "Rahman", "Öztürk", "Yılmaz",
    "Παπαδόπουλος", "van der Berg", "Þórsdóttir",
];

/// What a company trades in, for its name.
pub(crate) const TRADES: [&str; 20] = [
    "Bakery", "Interiors", "Gifts", "Hardware", "Catering", "Hotel", "Café", "Florists", "Trading", "Supplies", "Joinery",
    "Clinic", "Veterinary", "Logistics", "Outfitters", "Kindergarten", "Brewery", "Design", "Tukku", "Kauppa",
];

/// Legal forms.
pub(crate) const FORMS: [&str; 8] = ["Oy", "Ab", "Ltd", "GmbH", "AS", "S.A.", "& Sons", "Sp. z o.o."];

/// Places of sale; the last is the web.
pub(crate) const STORES: [&str; 12] = [
    "Helsinki", "Tampere", "Turku", "Oulu", "Stockholm", "Göteborg", "Tallinn", "København", "Hamburg", "Gdańsk", "Leeds",
    "Web shop",
];
