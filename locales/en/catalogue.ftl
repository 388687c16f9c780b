# Questions of the catalogue: which class of management an enterprise belongs to.
catalogue-industrial-building = Is production carried out in an industrial building (workshop, factory shed)?
    .help = Cells of the catalogue with an asterisk count only for production in an industrial building. If you are not sure, press "I don't know", and somebody looks at it with you.
catalogue-in-key-list = Is the unit on the list of key polluting units?
    .help = Small workshops are usually not on it; whoever is has been told by the authority.
    .tick = On the list of key polluting units
catalogue-prohibited-area = Is the site inside a drinking-water protection zone, a livestock-ban zone or another no-build area?
    .tick = Inside a protected or no-build area
catalogue-boiler = Is there any boiler (electric boilers excluded)?
    .tick = A boiler (not electric)
catalogue-boiler-total-tph = Total capacity of all non-electric boilers, t/h (0.7 MW = 1 t/h)
catalogue-furnace = Is there an industrial furnace or kiln (dryer, hot-air furnace, kiln, melting furnace…)?
    .tick = A furnace or kiln (dryer, hot-air furnace …)
catalogue-furnace-fuel-gas-electric-only = Do all furnaces use only natural gas or electricity, and are they only heating, heat-treatment or drying furnaces?
    .help = Wood, coal, biomass pellets and oil are a "no".
catalogue-surface-treatment = Is there any surface treatment (plating, pickling, polishing, hot-dip, quenching, passivation, painting, solvent cleaning…)?
    .tick = Surface treatment (painting, plating …)
catalogue-surface-trigger = Does it include plating, pickling, electrolytic/chemical polishing, hot-dip (flux) plating, quenching or passivation?
catalogue-organic-solvent-t = Organic solvent used per year, tonnes
catalogue-water-treatment-tpd = Design capacity of own wastewater treatment, t/day (0 if none)
catalogue-species = What animals?
catalogue-species-pig = pigs
catalogue-species-dairy-cow = dairy cows
catalogue-species-beef-cattle = beef cattle
catalogue-species-sheep = sheep/goats
catalogue-species-layer = layer hens
catalogue-species-broiler = broilers
catalogue-species-duck = ducks
catalogue-species-goose = geese
catalogue-species-other-poultry = other poultry
catalogue-species-other-large = other large livestock
catalogue-head-count = Size: annual output for pigs, beef cattle, sheep, broilers, ducks, geese; standing stock for dairy cows and layers
catalogue-has-outlet = Does any wastewater leave the site through an outlet (pipe or ditch to a river, pond, canal or sewer)? All returned to farmland = no.
catalogue-fermentation = Is there a fermentation process?
catalogue-mix-pack-only = Is it only mixing or re-packing of bought-in product?
catalogue-handmade = Is it made purely by hand?
catalogue-sort-pack-only = Only washing, grading, waxing, packing or drying (no peeling, cutting, freezing, pickling, canning)?
catalogue-pig-slaughter = Pigs slaughtered per year
catalogue-cattle-slaughter = Cattle slaughtered per year
catalogue-sheep-slaughter = Sheep slaughtered per year
catalogue-poultry-slaughter = Poultry slaughtered per year
catalogue-meat-t = Meat and poultry processed per year, tonnes
catalogue-fish-t = Aquatic products processed per year, tonnes
catalogue-starch-kind = Which product?
catalogue-starch-kind-starch-corn = corn starch
catalogue-starch-kind-starch-tuber = tuber starch
catalogue-starch-kind-starch-bean = bean starch
catalogue-starch-kind-starch-wheat = wheat starch
catalogue-starch-kind-starch-product = starch products (vermicelli)
catalogue-starch-kind-bean-product = bean products
catalogue-starch-kind-egg = egg products
catalogue-starch-kind-other = other
catalogue-raw-t = Raw material processed per year, tonnes (for starch products: product tonnes)
catalogue-staple-kind = Which product?
catalogue-staple-kind-rice-flour = rice noodles, noodles
catalogue-staple-kind-frozen = frozen food
catalogue-staple-kind-instant-noodle = instant noodles
catalogue-staple-kind-other-instant = other convenience food
catalogue-staple-kind-additive = food/feed additives
catalogue-staple-kind-other-food = ice products, health food, other food
catalogue-condiment-kind = Which condiment?
catalogue-condiment-kind-soy-vinegar = soy sauce, vinegar
catalogue-condiment-kind-msg-yeast = MSG, citric acid, lysine, yeast
catalogue-condiment-kind-other = chili sauce, fermented beans, etc.
catalogue-product-t = Product per year, tonnes
catalogue-liquor-alcohol = Is the product ethanol (alcohol)?
catalogue-liquor-kl = Annual production capacity of liquor, kL
catalogue-raw-juice = Is the drink made from raw juice pressed on site?
catalogue-milk-t = Milk processed per year, tonnes
catalogue-sugar-tpd = Sugar crop processed per day, tonnes
catalogue-textile-wet = Any pre-treatment, dyeing, printing, wool washing, degumming, silk reeling or water-jet weaving?
catalogue-textile-finish-only = Only finishing?
catalogue-garment-wet = Any washing, wet printing or dyeing?
catalogue-feather-wash = Is feather/down washed?
catalogue-tanning = Is there tanning?
catalogue-feather-kind = Feather processing or feather products?
catalogue-feather-kind-processing = processing
catalogue-feather-kind-product = products
catalogue-adhesive-t = Solvent-based adhesive per year, tonnes
catalogue-treating-agent-t = Solvent-based treating agent per year, tonnes
catalogue-board-kind = Which board?
catalogue-board-kind-plywood = plywood
catalogue-board-kind-fiberboard = fibreboard
catalogue-board-kind-particleboard = particle board
catalogue-board-kind-other = other boards
catalogue-board-m3 = Board per year, m3
catalogue-solvent-paint-t = Solvent-based paint/adhesive per year incl. thinner and hardener, tonnes
catalogue-water-paint-t = Water-based paint/adhesive per year, tonnes
catalogue-phosphating = Is there phosphating?
catalogue-paper-kind = Which paper product?
catalogue-paper-kind-pulp = pulp
catalogue-paper-kind-machine-paper = machine-made paper/board
catalogue-paper-kind-handmade-paper = hand-made paper
catalogue-paper-kind-converted-paper = converted paper
catalogue-paper-kind-paper-product = paper products
catalogue-ind-wastewater = Is industrial wastewater discharged?
catalogue-ind-wastegas = Is industrial waste gas discharged (incl. from printing, gluing, coating)?
catalogue-solvent-ink-t = Solvent-based ink/coating per year, tonnes
catalogue-thinner-t = Solvent-based thinner per year, tonnes
catalogue-packaging-print = Is it packaging printing?
catalogue-fert-kind = Which fertiliser?
catalogue-fert-kind-n = nitrogen
catalogue-fert-kind-p = phosphate
catalogue-fert-kind-compound = compound
catalogue-fert-kind-k = potash
catalogue-fert-kind-organic = organic/microbial
catalogue-fert-kind-other = other
catalogue-pyrolysis = Is there pyrolysis/carbonising or hydrolysis?
catalogue-soap-kind = Which product?
catalogue-soap-kind-soap-from-oil = soap from oils
catalogue-soap-kind-detergent-tower = spray-tower detergent
catalogue-soap-kind-perfume = perfume base
catalogue-soap-kind-flavour-reaction = flavours by heat reaction
catalogue-soap-kind-other = other daily chemicals
catalogue-extraction = Is there extraction?
catalogue-brick-fired-coal = Are bricks/tiles fired with coal or coal gangue?
catalogue-cut-only = Only cutting?
catalogue-cement-kind = Which product?
catalogue-cement-kind-clinker = cement clinker
catalogue-cement-kind-grinding = cement grinding station
catalogue-cement-kind-lime = lime, gypsum
catalogue-cement-kind-product = cement products, ready-mix, precast
catalogue-glass-fuel = Fuel
catalogue-glass-fuel-coal-oil = coal, petcoke, oil, producer gas
catalogue-glass-fuel-gas = natural gas
catalogue-glass-fuel-electric-none = electric or no heating
catalogue-ceramic-kind = Which ceramic?
catalogue-ceramic-kind-building = building ceramics
catalogue-ceramic-kind-sanitary = sanitary ware
catalogue-ceramic-kind-daily = tableware
catalogue-ceramic-kind-other = other ceramics
catalogue-ceramic-pcs-wan = Output, 10 000 pieces per year
catalogue-mineral-kind = Which mineral product?
catalogue-mineral-kind-asphalt = asphalt mix
catalogue-mineral-kind-carbon = graphite/carbon products
catalogue-mineral-kind-carbon-other = other graphite/carbon
catalogue-mineral-kind-other = other mineral products
catalogue-plastic-kind = Which plastic product?
catalogue-plastic-kind-leather = artificial leather
catalogue-plastic-kind-foam = foam
catalogue-plastic-kind-other = film, pipe, woven bags, crates, moulded parts
catalogue-plastic-t = Output, t/a
catalogue-plastic-modified = Is the plastic modified?
catalogue-tyre = Tyres?
catalogue-rubber-t = Rubber used per year, tonnes
catalogue-plating = Electroplating (incl. electroless, anodising) or chromium passivation, or a specialised plating plant?
catalogue-metal-wet = Pickling, electro/chemical polishing, hot-dip, quenching or chrome-free passivation?
catalogue-foundry-kind = What is cast?
catalogue-foundry-kind-ferrous-cupola = iron/steel with cupola
catalogue-foundry-kind-ferrous-other = iron/steel, other furnace
catalogue-foundry-kind-lead = lead or lead-bronze
catalogue-foundry-kind-nonferrous-other = other non-ferrous
catalogue-vehicle-whole = Complete vehicles?
catalogue-recycle-kind = Which waste is processed?
catalogue-recycle-kind-battery-oil-tyre = batteries, waste oil, tyres
catalogue-recycle-kind-ewaste-car-plastic = e-waste, end-of-life vehicles, motors, cables, plastics, ships
catalogue-recycle-kind-other-wash = other, with washing
catalogue-recycle-kind-other-dry = other, dry
catalogue-recycle-kind-collect-only = collect and resell only
catalogue-shop-area-m2 = Business floor area, m2
catalogue-painting = Is there painting?
catalogue-urban-built-up = Is the station within the urban built-up area?
    .help = The limits drawn by the planning and housing authorities count.
catalogue-station-kind = What kind of station?
catalogue-station-kind-petrol = petrol station
catalogue-station-kind-gas = gas station
catalogue-station-kind-charge = charging, vehicle or parts sales
catalogue-hospital-kind = What kind of institution?
catalogue-hospital-kind-general = general / TCM / ethnic hospital
catalogue-hospital-kind-special = specialised hospital
catalogue-hospital-kind-psych-rehab = psychiatric, rehabilitation, sanatorium
catalogue-hospital-kind-cdc = CDC
catalogue-hospital-kind-clinic = township health centre, clinic
catalogue-hospital-kind-other-public = maternal and child health, blood centre…
catalogue-beds = Beds
catalogue-sewage-kind = Which wastewater?
catalogue-sewage-kind-domestic = urban/rural domestic (public service)
catalogue-sewage-kind-industrial = centralised industrial
catalogue-sewage-tpd = Design capacity, t/day
catalogue-power-kind = Power source
catalogue-power-kind-fossil-waste = fossil, CHP, waste/sludge incineration
catalogue-power-kind-biomass = agri/forest biomass, biogas, landfill gas
catalogue-power-kind-clean = hydro, solar, wind
catalogue-heat-fuel = Heating boiler fuel
catalogue-heat-fuel-gas = natural gas
catalogue-heat-fuel-electric = electric
catalogue-heat-fuel-other = coal, biomass, oil…
catalogue-heat-tph = Total heating boiler capacity, t/h
catalogue-wharf-kind = What kind of wharf?
catalogue-wharf-kind-bulk = bulk (coal, ore, general bulk)
catalogue-wharf-kind-cargo = other cargo
catalogue-wharf-kind-passenger = passenger
catalogue-berth-t = Size of a single inland berth, tonnes
catalogue-depot-m3 = Total capacity, m3
catalogue-depot-oil = Is it an oil depot?
catalogue-env-kind = Which activity?
catalogue-env-kind-haz = hazardous waste
catalogue-env-kind-solid = general industrial solid waste storage/disposal
catalogue-env-kind-other = other environmental services
catalogue-garbage-kind = Which facility?
catalogue-garbage-kind-burn-fill = incineration or landfill
catalogue-garbage-kind-other-treat = other centralised treatment
catalogue-garbage-kind-night-soil = night-soil treatment
catalogue-garbage-kind-transfer = transfer station
catalogue-garbage-kind-cleaning = street cleaning only
catalogue-garbage-tpd = Daily capacity, t/day
catalogue-crematory = Is it a crematorium?

# What the categories are called.
catalogue-category-livestock = Livestock and poultry farming
catalogue-category-other-livestock = Other animal husbandry
catalogue-category-coal-mine = Coal mining and washing
catalogue-category-iron-mine = Ferrous metal mining
catalogue-category-nonferrous-mine = Non-ferrous metal mining
catalogue-category-quarry = Quarry, sand pit, non-metal mining
catalogue-category-other-mine = Other mining
catalogue-category-grain-mill = Grain milling
catalogue-category-feed = Feed processing
catalogue-category-vegetable-oil = Vegetable-oil mill
catalogue-category-sugar = Sugar making
catalogue-category-slaughter = Slaughter and meat processing
catalogue-category-aquatic-processing = Aquatic product processing
catalogue-category-fruit-veg-processing = Vegetable, mushroom, fruit and nut processing
catalogue-category-starch-bean-egg = Starch, vermicelli, bean products, egg products
catalogue-category-staple-food = Rice noodles, noodles, convenience and other foods
catalogue-category-bakery-candy-canned = Bakery, candy, preserves, canned food (incl. canned citrus)
catalogue-category-dairy = Dairy products
catalogue-category-condiment = Condiments and fermented products
catalogue-category-liquor = Liquor making
catalogue-category-beverage = Beverages, bottled water
catalogue-category-tea = Tea processing
catalogue-category-tobacco = Tobacco products
catalogue-category-textile = Textiles and dyeing
catalogue-category-home-textile = Knitting, home and industrial textiles
catalogue-category-garment = Garments
catalogue-category-knit-garment = Knitted garments
catalogue-category-leather-goods = Leather goods
catalogue-category-tanning = Leather tanning and finishing
catalogue-category-fur = Fur tanning and fur products
catalogue-category-feather = Feather and down
catalogue-category-shoes = Shoes
catalogue-category-boards = Wood-based panels
catalogue-category-wood-bamboo = Sawmill, wood and bamboo products
catalogue-category-furniture = Furniture
catalogue-category-paper = Pulp and paper
catalogue-category-paper-products = Paper products
catalogue-category-printing = Printing
catalogue-category-print-service = Binding, print services
catalogue-category-crafts = Stationery, crafts, toys
catalogue-category-coal-products = Coal products
catalogue-category-coking = Coking, coal gas, coal liquefaction
catalogue-category-biomass-fuel = Biomass pellets
catalogue-category-fertiliser = Fertiliser (incl. organic)
catalogue-category-forest-chemicals = Charcoal, rosin (forest chemicals)
catalogue-category-fireworks = Fireworks, explosives
catalogue-category-daily-chemicals = Soap, detergents, cosmetics, incense
catalogue-category-herbal = Herbal slices, excipients
catalogue-category-patent-medicine = Proprietary Chinese medicine
catalogue-category-medical-supplies = Medical supplies
catalogue-category-rubber = Rubber products
catalogue-category-plastic = Plastic products
catalogue-category-cement = Cement, lime, ready-mix, cement products
catalogue-category-brick-stone = Bricks, stone, other building materials
catalogue-category-glass-products = Glass products, fibreglass
catalogue-category-ceramics = Ceramics
catalogue-category-other-mineral = Asphalt plant, mineral powder
catalogue-category-metal-products = Metal products
catalogue-category-surface-treatment-trade = Metal surface treatment and heat treatment
catalogue-category-foundry = Foundry
catalogue-category-general-machinery = General machinery, machining
catalogue-category-special-machinery = Special machinery, moulds, farm machines
catalogue-category-electrical = Electrical equipment
catalogue-category-comms-equipment = Communication equipment
catalogue-category-instruments = Instruments
catalogue-category-auto-parts = Vehicles and parts
catalogue-category-other-vehicles = Ships, motorcycles, e-bikes
catalogue-category-electronics = Electronics
catalogue-category-other-manufacturing = Other manufacturing
catalogue-category-recycling = Waste recycling
catalogue-category-repair = Machinery repair
catalogue-category-power = Power generation
catalogue-category-heat-supply = Heat supply
catalogue-category-gas-supply = Gas supply
catalogue-category-water-supply = Water supply
catalogue-category-sewage = Sewage treatment
catalogue-category-petrol-station = Petrol station
catalogue-category-wharf = Wharf
catalogue-category-depot = Oil depot, hazardous goods storage
catalogue-category-env-governance = Waste treatment services
catalogue-category-sanitation = Sanitation facilities
catalogue-category-funeral = Funeral services
catalogue-category-car-repair = Vehicle repair
catalogue-category-hospital = Hospitals, CDC
catalogue-category-crops = Crop growing
catalogue-category-aquaculture = Aquaculture
catalogue-category-primary-processing = Primary processing of farm produce
catalogue-category-catering-hotel = Restaurants, hotels
catalogue-category-laundry = Laundry
catalogue-category-storage = Warehouses, cold storage
catalogue-category-waste-collection = Scrap collection
catalogue-category-clinic = Health centres, clinics
catalogue-category-retail-other = Wholesale and retail
catalogue-category-others = Everything else

# Questions asked as one, with ticks.
catalogue-site = Is any of this so?
    .help = If not, just press "None of these"; small workshops usually have none.
catalogue-processes = Which of these does the site have?
    .help = If none, just press "None of these".
catalogue-large-emissions = Are the yearly emissions very large?
    .help = Over 250 t of SO2 or NOx a year, 500 t of dust, 30 t of COD, 10 t of total nitrogen, 0.5 t of total phosphorus, 30 t of ammonia nitrogen, petroleum and volatile phenol together, or 3,000 equivalents of another toxic pollutant.
    .tick = Very large yearly emissions
catalogue-water-treatment = Is there an own wastewater treatment plant?
    .tick = An own wastewater treatment plant

# The inquiry: permit or registration?
classify-ask = What do you mainly do here? Plain words will do; I look up whether you need a permit or a registration. Nothing is recorded.
    .example = oil press
classify-pick = Is it one of these? Press it. If none fits, press the last one and say it in other words.
button-other-words = None of these: other words
classify-not-found = I did not find "{ $words }". Try other words, such as: oil press, rice mill, garage, pig farm.
classify-head = 🔎 { $trades }: permit or registration?
classify-ask-also = What else do you do on the same site? Plain words are fine. If nothing, no need to answer.
classify-about = This is about: { $trade }
classify-several = Several trades on one site need one permit or registration, by the strictest of them (article 5).
classify-decided = Several trades on one site need one permit or registration, by the strictest of them (article 5). Decided by: { $trades }
button-also = ➕ And what else?
classify-key = 📕 Key management: a discharge permit is needed.
classify-simplified = 📙 Simplified management: a discharge permit is needed.
classify-registration = 📗 Registration: no permit, just fill in a registration form.
classify-not-listed = ⚪ Not in the catalogue: neither permit nor registration.
classify-staff = 🙋 The county has to decide this.
classify-at-least = As far as is known, at least { $class }.
classify-summary = { $sure ->
    [yes] Looked up "permit or registration": { $trades }, { $class }.
   *[no] Looked up "permit or registration": { $trades }, at least { $class }. { $why }
}
class-not-listed = not listed
class-key = key management
class-simplified = simplified management
class-registration = registration
classify-why-outside = Why: the site may lie where building is not allowed; the catalogue does not cover that, so the county looks at it first.
classify-why-uncovered = Why: the rules of this industry are not in here; the catalogue itself has to be read.
classify-why-rule = Why: { $basis }
classify-why-not-known = Why: this is not certain: { $question }
classify-basis = Legal basis: { $law }, { $rules }
classify-article6 = The permit is for this process only, not for the other installations and outlets (article 6).
classify-article7 = article 7: { $question }
classify-provisional = This is provisional until the county confirms it.
classify-unverified = The limits of scale are not verified for Hunan yet.
classify-do-permit = Next: a new site needs the permit before it starts up or discharges; if you are working already, please contact the county now. It costs nothing. Press below, and somebody tells you what to prepare.
classify-do-registration = Next: a new site registers before it starts up or discharges; if you are working already, you can fill it in now. It takes about a quarter of an hour and costs nothing.
classify-do-nothing = Next: nothing to do. If you add a boiler or a furnace, or change your product, look it up again.
classify-do-staff = Next: press below, and somebody from the county answers.
classify-guidance = This is guidance only; the authority decides.
button-classify = ❓ Permit or registration?
button-dont-know = I don't know
button-none-ticked = None of these
button-ask-human = 🙋 Ask somebody
toast-own-inquiry = Somebody else is looking this up. For yourself, send /classify.
command-classify = Find out: permit or registration
# Units of numbers.
catalogue-unit-t-hour = t/h
catalogue-unit-t-year = t a year
catalogue-unit-t-day = t a day
catalogue-unit-heads = head
catalogue-unit-heads-year = head a year
catalogue-unit-kl-year = kL a year
catalogue-unit-m3-year = m³ a year
catalogue-unit-wan-year = ×10,000 pieces a year
catalogue-unit-m2 = m²
catalogue-unit-beds = beds
catalogue-unit-t = t
catalogue-unit-m3 = m³

range-any = Any
range-below = under { $to } { $unit }
range-up-to = up to { $to } { $unit }
range-between = { $from } to { $to } { $unit }
range-from = { $from } { $unit } or more
range-above = over { $from } { $unit }

# Remarks on categories.
catalogue-note-livestock = The limits of scale are set by the province (Regulation on livestock pollution, article 43); those used here are not verified for Hunan, so the county confirms the result. In a livestock-ban zone a registration makes nothing lawful (note 5).
catalogue-note-quarry = Only digging sand or stone belongs to row 7; crushing bought stone usually to 3039 (row 64). If in doubt, ask.
catalogue-note-vegetable-oil = There is no lower limit of output: whoever presses oil in an industrial building needs a simplified permit, however small. Whether a village press stands in an "industrial building" is decided by the county.
catalogue-note-starch-bean-egg = Tofu, dried tofu and eggs have no limits of scale: in an industrial building it is a registration, at home not listed. For tubers 1,000 t of raw material a year already mean a simplified permit.
catalogue-note-staple-food = Rice noodles made by machine need a simplified permit; there is no lower limit of output.
catalogue-note-bakery-candy-canned = A cannery is lifted to a simplified permit by its water only if its own treatment plant is built for 20,000 t a day or more.
catalogue-note-condiment = Chopped chilli and pickles may belong to 1371 (row 15, registration) or to 1469 (row 20, simplified); the code in the licence and the environmental assessment counts.
catalogue-note-tea = A tea factory in an industrial building registers. A hot-air furnace, dryer or panning furnace fired with wood, coal or biomass means a simplified permit for the furnace (row 110, article 6) if it counts as an industrial furnace; the county confirms that.
catalogue-note-wood-bamboo = A drying kiln fired with wood or biomass: see row 110.
catalogue-note-paper = Hand-made paper (2222) is in the key column too, without a lower limit; a traditional paper workshop is looked at by the county.
catalogue-note-daily-chemicals = Perfumes and flavours have finer rules (heat reaction and others); the county looks at them.
catalogue-note-brick-stone = Unfired bricks, blocks, stone polishing and crushed sand are simplified; concrete parts belong to row 63 (registration). The county checks the code.
catalogue-note-sewage = The design capacity counts, not the actual flow. How several small stations of one township are filed together, the county tells.
catalogue-note-car-repair = Ordinary garages and car washes, and those under 5,000 m2 or without painting, are not listed; 10 t of solvents a year or more count by row 111.
catalogue-note-aquaculture = The catalogue does not name aquaculture; by article 310 of the Ecological and Environmental Code its tail water has to meet the standards.
catalogue-note-primary-processing = A dryer fired with wood, coal or biomass is simplified by row 110, one with gas or electricity a registration; without any it is not listed.
catalogue-note-catering-hotel = No discharge permit is needed, but fumes need a cleaning device (Ecological and Environmental Code, article 250).
catalogue-note-first-processing = Whoever only does first processing belongs to row 108, where only the general processes count; in 2020 Shimen registered its citrus packers together. The county decides on the code.

# In forms: what is asked together, as a list.
catalogue-site-prohibited-area = { catalogue-prohibited-area.tick }
catalogue-site-in-key-list = { catalogue-in-key-list.tick }
catalogue-site-large-emissions = { catalogue-large-emissions.tick }
catalogue-site-none = None of these
catalogue-processes-boiler = { catalogue-boiler.tick }
catalogue-processes-furnace = { catalogue-furnace.tick }
catalogue-processes-surface-treatment = { catalogue-surface-treatment.tick }
catalogue-processes-water-treatment = { catalogue-water-treatment.tick }
catalogue-processes-none = None of these

# After the class.
class-line = { $sure ->
    [decided] ⚖ Class: { $class } (decided by the county)
    [open] ⚖ Class: the county has to decide
    [unclear] ⚖ Class: the county has to decide; at least { $class }
    [provisional] ⚖ Class: { $class } (provisional until the county confirms it)
   *[yes] ⚖ Class: { $class } (by the owner's answers and the catalogue)
    }
button-decide-class = ⚖ Decide the class
decide-class = Which class is { $reference }?
class-decided = ⚖ { $by } has decided the class of { $reference }: { $class }.
toast-class-decided = Recorded; the owner is told.
toast-second-person = Somebody else has to decide about what you handed in yourself.
toast-settled = { $by } has seen to it already.
card-why-class = Permit or registration: the county has to decide.
button-need = 📋 What do I need
button-start-registration = 📝 Start the form
button-start-permit = 📝 Start preparing
button-start-unlisted = 📝 Put it on record
button-start-livestock = 🐖 The record is wrong, or I gave up
need-registration = To have at hand: the business licence with its credit code, the address, products and yearly output, fuels, chimneys and water outlets, treatment, what becomes of waste. What you lack can be left open. Some 15 minutes, free.
need-permit = To prepare: 1 business licence, 2 approval or filing receipt of the assessment, 3 site plan, 4 process, 5 products and capacity, 6 materials and fuels, 7 machines, 8 chimneys and outlets, 9 treatment, 10 solid waste and contracts, 11 monitoring plan, 12 ledger, 13 letter of commitment; for key management also disclosure, automatic monitoring, quota source. Leave open what you lack; the county helps. Free.
need-unlisted = Nothing has to be prepared. To have it on record press "Put it on record"; the county confirms it.
value-file = (file)
document-have = I have it
document-not-yet = Not yet
document-not-ours = Does not concern us
how-document = Send a photo or a file, or press a button below.
button-go-on = ➡ Go on
button-hand-in = 📤 All right, hand in
review-hand-in = That was all. Please read it through and hand it in:
    { $answers }
handed-in = 📤 Handed to the county, number { $reference }.
    { $next }
card-document = 📎 { $reference } { $label }
stage-handed-in = with the county
stage-settled = decided by the county
settled = { $by } has seen to { $reference }: { $outcome }.
form-card-settled = { $outcome } ({ $by })
outcome-taken-over = ✅ Complete, taken over
outcome-not-listed = ✅ Confirmed: not in the catalogue
outcome-register = 📝 Has to register
outcome-change = ✏️ Change the record
outcome-cancel = 🗑 Cancel the record
outcome-permit = 📙 Needs a permit
outcome-hold = ⏸ On hold

# Terms: the figures and their basis come from flows/tables/terms.toml
terms = Terms:
    { $terms }
term-line = · { $term } ({ $basis }{ $sure ->
        [no] {"; the national wording is not verified"}
       *[yes] {""}
    })
term-valid = valid for { $count } years
term-renew-from = renewable from { $count } days before its end
term-renew-by = renewal applied for { $count } days before its end
term-change = a change of { $change ->
        [any] what was registered
       *[basic] name, address or legal representative
    } told within { $count } days
term-correct = what is missing told at once or within { $count } days
term-review = decided within { $count } working days after acceptance
term-review-site = within { $count } working days where the site has to be seen
term-renew-review = a renewal decided within { $count } working days
validity = 📅 Valid until { $until }{ $renew ->
        [from] {", renewable from "}{ $day }
        [by] {", renewal applied for by "}{ $day }
       *[none] {""}
    }{ $change ->
        [0] {""}
       *[other] {"; a change of "}{ $changes ->
            [any] what was registered
           *[basic] name, address or legal representative
        } told within { $change } days
    }.
validity-basis = Basis: { $basis }. What the certificate (the receipt) says counts{ $sure ->
        [no] {"; some of it is from local guides, the county may do it otherwise"}
       *[yes] {""}
    }.
validity-none = Please keep this number.
standing-valid = The earlier registration is valid until { $until } and can be renewed from { $renew } (from local guides; the county may do it otherwise); a change of what was registered can be told now. Basis: { $basis }, valid for { $years } years.
standing-renew = The earlier registration is valid until { $until } and can be renewed since { $renew } (from local guides; the county may do it otherwise): now is the time. Basis: { $basis }, valid for { $years } years.
standing-expired = ⌛ The earlier registration ended on { $until }: it is cancelled first, then you register anew, with another number (from local guides; the county may do it otherwise). The county cancels it on the platform; this form is filled in all the same. Basis: { $basis }, valid for { $years } years.
standing-unclear = The earlier registration ends within { $until }; the month alone does not tell whether it is over: please look at the receipt, and the county looks, too. Basis: { $basis }, valid for { $years } years.
standing-line = 🗂 Earlier registration: { $state ->
        [expired] ended on { $until }, to be cancelled, then registered anew
        [renew] ends on { $until }, can be renewed
        [valid] valid until { $until }, too early for a renewal
       *[unclear] ends within { $until }, to be looked up
    } (on the day of the answer)
