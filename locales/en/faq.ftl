# Questions owners ask: question, answer, and other ways to ask it (parted by ";"). Basis and confidence are in flows/tables/faq.toml.
# .unsure: only where the confidence is `partly`; says what is not verified.

# Matters of other offices, one a line: what is like one of these is left to a human.
faq-elsewhere =
    business licence how to get; company registration; annual report of a company; change the name at the company register; food licence; food hygiene certificate; label of food; health certificate; medical check; doctor; vaccine; medicine; hospital appointment
    fire safety; fire extinguisher; mining licence; water abstraction; drill a well; land use; building permit; planning permission; deed; work safety licence; lift inspection; boiler inspection
    subsidy; grant; loan; interest rate; bank; insurance; credit card; pension; social insurance; unemployment
    driving licence; identity card lost; passport; marriage; divorce; school; exam; holiday; police; parking
    weather; will it rain; what time is it; joke; poem; tell me a story; sing a song; translate; how old are you; good morning; thank you; football; film; music; recipe; restaurant nearby; train ticket; travel; lottery; shares
    price of pork; price of eggs; where to sell; market price; diesel price; electricity bill; power cut; rent; water bill; internet connection
    wages; labour contract; hire workers; work accident; lawsuit; lawyer; quarrel with neighbours; trade mark; patent; bar code; invoice; income tax; VAT; customs; export; accountant
    fertiliser; pesticide; seeds; plant disease; sick pig treatment; animal feed; how to breed; how to brew better; where to buy machines; machine repair; spare parts
    write an environmental impact report; acceptance inspection; monitoring company; hazardous waste contract; buy a treatment plant; emissions trading; carbon; complain about noise; report a polluter; burning straw; rubbish collection; appeal against a fine; pay a fine; office hours

# Asking
ask-question = What would you like to know? Everyday words will do, like: does it cost anything?
    .example = Does it cost anything?
faq-which = Is this what you mean? Press it for the answer. If none fits, press the last one, and somebody from the county answers.
faq-nothing = I am not sure about this one and will not guess. Shall somebody from the county answer?
faq-basis = Basis: { $basis }
faq-basis-guide = From: { $basis }. Places differ; here the county's answer counts.
faq-basis-reading = Basis: { $basis }. The articles do not say so in words: this is how we read them; the county's answer counts.
faq-basis-recalled = ⚠ Not verified in the text yet, said to be from: { $basis }. The county's answer counts.
faq-recalled = ⚠ Not verified yet, and no basis found. The county's answer counts.
faq-advice = This is our advice, not a rule.
faq-bot = This is about the bot itself, not a rule.
faq-unsure = ⚠ Not verified: { $part }
query = "{ $text }": is that the answer, or a question of yours?
button-ask = ❓ Ask
button-faq-none = 🙋 None of these: ask the county
button-query-answer = ✔ That is the answer
button-query-question = ❓ I am asking
toast-own-question = Somebody else is asking this. To ask, send /ask.
command-ask = Ask a question

# A county's own answers
button-entry = 📚 Make it a common question
button-entry-accept = ✅ Accept (another officer)
button-entry-remove = 🗑 Take it away
button-entry-remove-one = 🗑 { $id }
entry-draft = 📚 Draft of a common question · question { $id } (by { $by })
    Q: { $question }
    A: { $answer }
    Basis: { $basis }
entry-accepted = 📚 Common question · question { $id } (by { $by }, accepted by { $accepted })
    Q: { $question }
    A: { $answer }
    Basis: { $basis }
entry-no-basis = the county's own answer
entry-masked = ⚠ Names and numbers are hidden (×××); please look for more and make it read well.
entry-how = ↩ To change it, reply to the draft: the question, ending in a question mark, then the answer. If there is a basis, write "Basis: ..." at the end.
entry-gone = It was taken away.
entry-removed = 🗑 { $by } took away: { $question }
entry-basis = Basis (as { $county } writes it): { $basis }
entry-basis-none = 📍 Answer of { $county } itself; no other basis is named.
entries-title = The county's own common questions: { $count }
entries-line = { $id } · { $question }{ $state ->
        [draft] {" "}(draft, not accepted yet)
       *[accepted] {""}
    }
toast-entry-changed = It was changed since, or accepted already: see the newest one.
toast-entry-own = Another officer has to accept what you wrote.
toast-entry-masked = Something is still hidden (×××): reply to the draft and make it read well first.
toast-entry-unanswered = Answer it first, then it can become a common question.
command-questions = The county's own common questions

# Do I need it?
faq-F001 = Does my small works need a pollutant permit?
    .answer = It goes by trade and size. Key and simplified management need a permit, registration management needs one form, and who is not in the catalogue mostly needs nothing. Send "/classify" and what you make, and I go through it with you.
    .words = do I need a permit; permit or registration; which class am I; do small factories have to apply; what category do I belong to; is my business covered
faq-F002 = What is the difference between a registration and a permit?
    .answer = A registration you fill in yourself on the platform; number and receipt come at once, nobody approves it. A permit needs papers and the approval of the ecology and environment authority of the city or above; you may discharge only once you hold it.
    .words = registration versus permit; are they the same thing; how do the two differ; compare licence and registration
faq-F003 = Where can I see the catalogue?
    .answer = Its full name is "Classified Catalogue of Pollutant Discharge Permits for Stationary Sources (2019)"; it has 112 rows. You need not read it: say what you make, and I ask along it.
    .words = what is the catalogue; where to find the list of industries; the official list; look up the directory
faq-F004 = I am self-employed, without a company. Does it apply to me?
    .answer = What you do counts, not what you are called. Sole traders, cooperatives and farmers in the catalogue register or get a permit like any company.
    .words = sole trader; individual business; cooperative; no company registered; family farm; I work alone
faq-F005 = Does a workshop at home or behind a shop count?
    .answer = Many rows on food and wood carry a mark (﹡) and mean industrial buildings only: halls and workshops made for production. Work by hand in your own living room or a street shop mostly stays outside.
    .words = home workshop; handmade at home; family workshop; producing behind my shop; not an industrial building; kitchen production
    .unsure = Whether your place is an industrial building is for the officers to say.
faq-F006 = What does my oil press need?
    .answer = There is no lower limit for pressing oil: in an industrial building it is simplified management, a permit. Only blending or bottling bought oil is registration. A small press outside of industrial buildings is not in the catalogue. If in doubt, ask the county.
    .words = oil mill; pressing rapeseed oil; camellia oil; oil workshop; cooking oil production
faq-F007 = What does a tea factory need?
    .answer = Tea made in an industrial building is mostly a registration. A dryer or hot-air stove that burns wood, coal or pellets may count as an industrial furnace; then that furnace needs a permit (simplified management). Gas or electricity changes nothing.
    .words = tea processing; making tea; tea leaves drying; green tea workshop; tea dryer with wood
    .unsure = Whether your dryer counts as a furnace is for the officers to say.
faq-F008 = Do citrus washing, waxing and packing plants need anything?
    .answer = Washing, sorting, waxing and packing alone is mostly first handling of farm produce and outside the 107 industries; then boilers and wood-fired dryers decide. Cutting, freezing and drying fruit in an industrial building is a registration; so is canning.
    .words = citrus packing; waxing oranges; fruit sorting; tangerine packing house; mandarin; canned fruit
    .unsure = Which industry code is yours is checked by the officers.
faq-F009 = Do rice mills and grain dryers need anything?
    .answer = Milling rice or flour in an industrial building is a registration. Only drying grain is first handling: a dryer burning wood, coal or pellets may be simplified management, one on gas or electricity is a registration.
    .words = rice mill; husking rice; grain drying; drying paddy; flour mill
faq-F010 = Does a rice noodle factory need anything?
    .answer = Noodles made by machine in an industrial building are simplified management, a permit, whatever the size. Made only by hand, or only packed, it is a registration.
    .words = noodle factory; making noodles; rice vermicelli; noodle machine; pasta
faq-F011 = Does a tofu workshop need anything?
    .answer = Tofu and other soy products from an industrial building are a registration. A small hand workshop at home, not in such a building, is not listed.
    .words = tofu; bean curd; soy products; soybean workshop
faq-F012 = Does a distillery need anything?
    .answer = Fermenting in an industrial building is simplified management below 5,000 kilolitres a year and key management from there on. Blending or bottling bought spirits is a registration; making alcohol is key management. A farmhouse still outside of industrial buildings is not listed.
    .words = brewing spirits; liquor workshop; wine making; baijiu; rice wine; alcohol production; blending liquor
faq-F013 = What does pig farming need?
    .answer = Two things decide: whether you are of scale, and whether anything is discharged. Of scale with an outlet: key management. Of scale without (all manure goes to the fields): registration. Below scale with an outlet: registration. Neither: nothing.
    .words = pig farm; raising pigs; hogs; sows; how many pigs need a permit; swine
    .unsure = The province sets the scale; 500 pigs sold a year is common. The figure for Hunan is not verified: the county's answer counts.
faq-F014 = From how many chickens, ducks, cattle or sheep is a farm "of scale"?
    .answer = The province decides. Two sets of figures go around: 2,000 or 10,000 laying hens; 10,000 or 50,000 broilers a year; 50 or 100 beef cattle a year; 100 dairy cows. They differ, so I let the county decide.
    .words = chicken farm; ducks; cattle; goats; sheep; laying hens; poultry scale; how many animals count as large scale
faq-F015 = What does "no wastewater outlet" mean?
    .answer = All manure and washing water is collected and fermented for the fields, made into fertiliser or handed to somebody who treats it; nothing reaches rivers, ponds, ditches or sewers through pipes or channels. Where the pit overflows, or it runs off with the rain, there is an outlet.
    .words = outlet definition; manure to the fields; biogas slurry; septic pit; zero discharge; does spreading manure count as discharge
    .unsure = The wording is ours; the meaning follows the articles.
faq-F016 = Do fish or shrimp farms need anything?
    .answer = Aquaculture is not one of the 107 industries: without boilers or furnaces there is nothing to apply for. But the tail water must meet the standards, and factory-like farms and joint ponds with one outlet must monitor it.
    .words = fish farm; fish pond; shrimp; crayfish; aquaculture; tail water; turtles
faq-F017 = Do garages and car washes need anything?
    .answer = Only from 5,000 m² on and with painting is it simplified management; all others are not listed. Waste oil and batteries are hazardous waste: hand them to a licensed company.
    .words = car repair; garage; auto shop; car wash; spray booth; motorcycle repair; waste engine oil; tyre shop
faq-F018 = What does a petrol station need?
    .answer = In the built-up area of a town it is simplified management, a permit; elsewhere, in villages or along roads, a registration.
    .words = petrol station; gas station; filling station; selling fuel; diesel
faq-F019 = What does a brick works need?
    .answer = Fired bricks and tiles with coal or coal gangue are key management; other bricks, blocks and stone work simplified management; only cutting is a registration.
    .words = brick factory; brick kiln; fired bricks; tiles; concrete blocks; stone cutting; marble
faq-F020 = What does a concrete plant need?
    .answer = Ready-mix concrete and cement products are a registration, indoors or not. Lime works and cement grinding are simplified management.
    .words = ready-mix concrete; concrete plant; precast; cement pipes; lime kiln; mortar
faq-F021 = What do sand pits and quarries need?
    .answer = Digging is mostly a registration; large boilers are looked at apart. Crushing bought stone into sand may count as building material, which is simplified management.
    .words = quarry; sand pit; gravel; crushed stone; manufactured sand; mining stone
    .unsure = Where the line runs is for the officers to say.
faq-F022 = What does a plastics factory need?
    .answer = Artificial leather is key management; foam and modified plastics from 10,000 tonnes a year on are simplified; all others are a registration, whatever size and building.
    .words = plastic factory; injection moulding; woven bags; plastic pipes; film blowing; foam
faq-F023 = What does a furniture or wood works need?
    .answer = Furniture with 10 tonnes a year or more of solvent paint and glue, or 20 of water-based, or with phosphating is simplified management; the rest in industrial buildings is a registration. Sawing and bamboo or wood goods in industrial buildings: registration.
    .words = furniture factory; carpentry; sawmill; bamboo products; wooden doors; timber; cabinets
faq-F024 = Do restaurants and guest houses need anything?
    .answer = Neither permit nor registration. But cooking fumes must go through a cleaner that is kept running, and no new restaurant with fumes may open in a block of flats.
    .words = restaurant; guest house; canteen; cooking fumes; barbecue; hotel; snack bar; homestay
faq-F025 = Do clinics and hospitals need anything?
    .answer = Primary clinics are not among the 107 industries; with a boiler they register it. Hospitals go by beds: below 100 registration, 100 to 499 simplified, 500 and more key management.
    .words = clinic; hospital; township health centre; beds; dentist; medical; village doctor
faq-F026 = Does a scrap dealer need anything?
    .answer = Only buying and selling is outside the 107 industries. Cutting, crushing and baling is a registration; appliances, cars, plastics or anything washed simplified; processing batteries, waste oil or tyres key management.
    .words = scrap yard; recycling station; waste collection; scrap metal; waste paper; old cars; junk dealer
faq-F027 = I have a small boiler. Does it need something of its own?
    .answer = Within the 107 industries, boilers of less than 20 tonnes an hour together bring no further permit. Outside of them (laundries, clinics) a boiler is registered unless it is electric. From 20 tonnes an hour it is simplified management.
    .words = boiler; steam boiler; small boiler; biomass boiler; laundry; bath house; electric boiler
faq-F028 = One site, two trades: how many do I need?
    .answer = The same owner at the same place needs one only, by the stricter of the classes.
    .words = two trades at one place; several businesses in one yard; combined business; one permit for both
faq-F029 = I have two sites. How many do I need?
    .answer = One for each place, each with a number of its own.
    .words = two factories; branch; second location; several sites; two farms in different villages
faq-F030 = I have not started yet. When must I apply?
    .answer = Before the machines start or anything is discharged it must be done.
    .words = new plant; before starting production; still building; not open yet; trial run; when to apply for a new factory
faq-F031 = My place lies in a water protection or no-farming zone. What now?
    .answer = The catalogue leaves out places where the law forbids building: a registration does not make them lawful. Go straight to the county branch and the township; there are rules on compensation for moving or closing.
    .words = water source protection; no-breeding zone; forbidden area; nature reserve; relocation compensation; protected zone

# How is it done?
faq-F032 = Where do I fill it in?
    .answer = On the national permit platform: "online application", register and log in, then "registration". Or fill it in here with me, and the county types it in for you.
    .words = which website; where to register; web address; platform link; where do I apply; which office
faq-F033 = Does a registration cost anything?
    .answer = No. You fill it in yourself and get the receipt; for a permit, too, nobody may charge you for review or assessment.
    .words = how much does it cost; fee; is it free; charge; price; do I pay
    .unsure = The law says so for permits; that there is no fee for registrations is from memory.
faq-F034 = Somebody calls: pay an agent or be fined. Is that true?
    .answer = Registration is free, and no agent is appointed. An agent is your own choice, never the government's order. Who claims to be the authority and wants a transfer is most likely a fraud: ask the county branch or 12369.
    .words = scam; fraud; agent; somebody asks for money; transfer; phone call fine; middleman; is this call real
    .unsure = How to beware of fraud is our advice.
faq-F035 = How long does it take?
    .answer = Registration: about half an hour with everything at hand; the number comes at once. Permit: decided within 20 working days (simplified), 30 (key) or 45 (key with a visit) after acceptance.
    .words = how many days; how long until I get it; time limit; when will it be ready; processing time; waiting time
    .unsure = The half hour is our estimate.
faq-F036 = Does a registration need approval or a stamp?
    .answer = No. Number and receipt come by themselves; you answer for its truth, and the authority checks some of them later.
    .words = approval; stamp; seal; who approves; signature of an official; does anybody review it
faq-F037 = What do I have to prepare?
    .answer = The business licence (for the credit code), a telephone that is answered, where the site is, what you make and how much a year, what you burn, and what becomes of waste gas, water and solids. Without a computer, just tell me.
    .words = documents; what to bring; papers needed; what information is required; materials; checklist
faq-F038 = I have no computer. What can I do?
    .answer = Answer my questions on your phone: once you have signed, an officer types it into the platform and sends you number and receipt. Or go to the county's service centre or the township's environment station.
    .words = no computer; only a phone; cannot use the internet; do it on mobile; not good with computers
faq-F039 = I cannot read well. What can I do?
    .answer = Let family or a village officer help and read it to you; sign or put your thumb only when you agree. Or type "help", and somebody from the county calls you.
    .words = cannot read; illiterate; bad eyes; voice message; old and cannot write; read it to me
faq-F040 = I have no unified social credit code. What do I fill in?
    .answer = The old registration number of 15 digits or the organisation code, if you have one. With none of them the officers get a number on the platform in the way for those without a code. A farmer may also get a business licence first.
    .words = no credit code; no business licence; without a licence; organisation code; no licence yet
faq-F041 = I cannot find my industry code. What now?
    .answer = Say it in everyday words, "I keep ducks", "I make chili sauce": I offer a few, and the county checks.
    .words = industry code; which industry; cannot find my sector; classification code; code for my trade
faq-F042 = How do I fill in longitude and latitude?
    .answer = Stand on your site and send your position from the chat. The officers set the point on the platform's map.
    .words = coordinates; longitude; latitude; location; GPS; position on the map
faq-F043 = I do not know which standard applies. What do I write?
    .answer = Leave it to the officers: furnaces, boilers and wastewater each have a national standard.
    .words = discharge standard; emission standard; which standard; standard name; GB number
faq-F044 = The platform does not open or is very slow. What now?
    .answer = That happened in 2020, too: paper by day, typing at night. Give me your answers, and the officers type them in at a quiet hour.
    .words = website down; slow; does not load; cannot open the platform; system busy; page hangs
faq-F045 = I submitted something wrong. What now?
    .answer = Correct it with "change of registration"; that costs nothing.
    .words = mistake; wrong information; correct an error; submitted wrong; typo; undo; edit after submitting
faq-F046 = I forgot my account or password. What now?
    .answer = Press "forgot account" or "forgot password" at the log-in and use the phone number you registered with; if it has changed, ask the county branch.
    .words = forgot password; lost account; cannot log in; reset password; changed phone number; username
faq-F047 = I lost the receipt. What now?
    .answer = Log in and print it again; nothing need be replaced. Without an account, an officer looks it up.
    .words = lost receipt; print again; replacement; missing certificate; reprint
faq-F048 = I forgot the registration number. How do I find it?
    .answer = It is on the receipt and in your account. Or tell me name or credit code, and I pass it on to an officer.
    .words = registration number; look up number; where is my number; find out whether I am registered; query
    .unsure = How the officers look it up is not verified.
faq-F049 = Why has the number 22 characters?
    .answer = The first 18 are your credit code, the next 3 count your sites, the last letter is the kind.
    .words = 22 characters; why so long; meaning of the number; last letter; number format
    .unsure = What the letter means is from memory.
faq-F050 = Must the receipt hang on the wall?
    .answer = We know of no rule that it must. Print it and keep it at hand for inspections.
    .words = hang on the wall; display; frame; post it up; show in public
faq-F051 = Do registration and environmental impact assessment go together?
    .answer = They are two things: the assessment is about the building project, the registration about discharge. A permit needs an approved or filed assessment.
    .words = EIA; environmental impact assessment; assessment filing; same as EIA
faq-F052 = I never had an impact assessment. Can I register?
    .answer = Yes, the form does not depend on it. But an assessment that was due must be made up for; the registration does not replace it.
    .words = no EIA; without assessment; missing EIA; make up for assessment
    .unsure = How that is done is for the officers to say.

# Changes, expiry, closing
faq-F053 = New owner, new name, new place: what then?
    .answer = Registered: report the change within 20 days; after a move register the new place and cancel the old one. With a permit: apply for the change of name, address or legal representative within 30 days; a new production site needs a new permit.
    .words = change of owner; new legal representative; rename; moving; relocate the plant; sold the business; transfer; new address
    .unsure = What registered owners do after a move is from memory.
faq-F054 = I make more, or have new machines. What then?
    .answer = Report the change within 20 days. If that lifts you into a class with a permit, get the permit first and cancel the registration then.
    .words = expand production; new machine; more output; additional line; bigger equipment; new process
faq-F055 = I work only some months a year. Must I cancel?
    .answer = No. Seasonal trades (citrus, tea, oil) register as usual and note the months. With a permit, the break goes into the report.
    .words = seasonal; only a few months; off season; part of the year; closed in winter; temporary stop
faq-F056 = I have stood still for years. What then?
    .answer = If nothing is discharged any more, cancel the registration; before you start again, register anew. Who should hold a permit and stands still for long ticks a box in the form, truthfully.
    .words = stopped for years; long shutdown; idle factory; out of operation; closed for several years
    .unsure = That box in the form is from memory.
faq-F057 = I am giving up the business. What must I do?
    .answer = Press "cancel registration" on the platform. Otherwise inspections and reminders still come to you.
    .words = give up; close down; cancel registration; out of business; stop for good; deregister
faq-F058 = How long is a registration valid?
    .answer = Five years from the day of the number.
    .words = validity; how many years; valid for; expiry; how often must I register
faq-F059 = I registered in 2020. Is it still valid?
    .answer = The five years ended in 2025. Look at the receipt: without a renewal it has run out; cancel the old one and register anew.
    .words = registered in 2020; old registration; five years ago; is my earlier registration still good
faq-F060 = How do I renew before it runs out?
    .answer = Within the 20 days before the end: log in, press "renew", check name, code, address, industry, person, telephone, where it all goes, standards and treatment, submit, and a new receipt comes.
    .words = renew; renewal; extend; about to expire; prolong registration
faq-F061 = It has run out already. What now?
    .answer = Renewing is over: cancel the old registration first, then register anew.
    .words = expired; ran out; missed the renewal; no longer valid; too late to renew
faq-F062 = Do I have to add solid waste and noise when renewing?
    .answer = Yes, truthfully: solid waste if you have industrial solid waste, noise if you have industrial noise.
    .words = solid waste; noise; add waste information; new sections of the form
    .unsure = The part on noise is from memory.
faq-F063 = My permit is about to run out. What now?
    .answer = Apply for renewal with the office that issued it at least 60 days before the end. Discharging with an expired permit is punished like having none.
    .words = permit expires; renew permit; licence renewal; how early before expiry

# What if not?
faq-F064 = What is the fine for not registering?
    .answer = You are told to mend it, and the fine may be up to 50,000 yuan. In Hunan who has not registered may not discharge.
    .words = fine for no registration; penalty; what if I do not register; consequences; ignore registration
faq-F065 = What is the fine for having no permit?
    .answer = 200,000 to 1,000,000 yuan, limits or a stop of production, in grave cases closure; for industrial noise alone 20,000 to 200,000. Who goes on after an order to stop may be detained.
    .words = fine without permit; unlicensed discharge; operating without a licence; punishment; detained
faq-F066 = I should have a permit but only registered. Is that all right?
    .answer = No. Choosing a lower class by oneself is punished; change over to the permit soon.
    .words = registered instead of permit; lower class; wrong class; downgrade
faq-F067 = I caught up late. Will I still be fined?
    .answer = Slight, mended in time and without harm: no fine. A first time, with slight harm and mended in time: possibly none. The enforcing office decides; the sooner the better.
    .words = late registration fine; first offence; catch up; leniency; will they fine me if I do it now
faq-F068 = Once registered, may I discharge as I like?
    .answer = No. It only tells the government about you: standards still hold, treatment must run, and excess or secret discharge is punished.
    .words = discharge freely; am I safe once registered; exceed limits; secret discharge; treatment equipment still needed
faq-F069 = What happens if manure is discharged anywhere?
    .answer = Farms of scale that do not collect and treat manure or dead animals in time may be fined up to 100,000 yuan; in grave cases they are closed.
    .words = manure pollution; dumping manure; slurry into the river; livestock pollution fine; smell complaint
faq-F070 = What do inspectors look at?
    .answer = Registered: whether receipt and form match the site. With a permit also records, monitoring and reports. Let them work, and fake nothing.
    .words = inspection; inspector visit; what do they check; enforcement; audit; prepare for inspection
    .unsure = What is looked at with registered owners is our reading.
faq-F071 = Do I pay environmental protection tax?
    .answer = Whoever discharges taxable pollutants straight into the environment does. Of farms only those with more than 50 cattle, 500 pigs or 5,000 poultry and an outlet; who uses all manure pays nothing. Ask the tax office.
    .words = environmental tax; pollution tax; do farmers pay tax; discharge fee; tax office
    .unsure = The figures are from 2022; the law was amended in 2025 and not looked at again.

# Livestock
faq-F072 = Is the livestock filing the same as the registration?
    .answer = No, both are needed: the filing with the county's agriculture bureau, the registration with the environment authority. A farm without the filing may be fined up to 10,000 yuan.
    .words = livestock filing; agriculture bureau; farm record; filed with agriculture already
faq-F073 = My stables are empty. What then?
    .answer = If you gave it up, cancel the registration. Empty for some months: leave it; if the size changes when you start again, report it within 20 days.
    .words = empty stable; no animals now; stopped raising; sold all pigs; paused farming
faq-F074 = I go from 200 to 800 head. What then?
    .answer = It may change from nothing to a registration, or with an outlet to key management. Ask about assessment and permit before you build; afterwards is too late.
    .words = enlarge the farm; more pigs; expand herd; build another pigsty; scale up livestock
    .unsure = The province sets the scale; the county's answer counts.
faq-F075 = I rent the farm. Who registers?
    .answer = Whoever keeps the animals and discharges. When that changes, the new one registers and the old one cancels.
    .words = rented farm; landlord or tenant; leased; contractor; who has to register when renting
faq-F076 = What do I do with dead animals?
    .answer = Hand them to the centre for harmless treatment; never into a river or ditch, never for sale. Say in the form where they go.
    .words = dead pigs; carcass; dead chickens; animal bodies; disposal of dead livestock

# This bot
faq-F077 = Does what the bot says count?
    .answer = No. I help you look and fill in by the catalogue and the law; the authority decides. Where it says "for the officers", wait for their answer.
    .words = is the bot right; can I trust you; official answer; are you a robot; who is responsible; reliable
faq-F078 = Is my information safe?
    .answer = Only what the registration needs is kept: name, code, address, telephone, production and place; what is personal is stored encrypted. Please send no identity numbers, bank cards or codes.
    .words = privacy; data leak; personal data; who can see my data; is it safe; bank card; identity card
faq-F079 = How do I reach a human?
    .answer = Type "help" at any time: I pass on what you have said to the county.
    .words = human; real person; customer service; talk to somebody; contact officer; phone number of the office
