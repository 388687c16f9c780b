# The reference form by which speed is measured; used only where default_flow = "bench".

bench-intro = This is the reference form by which speed is measured: twelve questions.

bench-section-enterprise = Enterprise
bench-section-production = Production

bench-company = What is your enterprise called?
    .short = Name
    .help = As on the business licence.
    .example = 石门县示例大米厂

bench-code = What is its unified social credit code?
    .short = Credit code
    .help = The 18 digits and letters on the licence.
    .example = 92430726MA4T000278

bench-township = In which township is it?
    .short = Township
    .help = Where the work is done.
bench-township-chujiang = Chujiang
bench-township-baofeng = Baofeng
bench-township-erdu = Erdu
bench-township-jiashan = Jiashan
bench-township-weixin = Weixin

bench-address = What is the address of the site?
    .short = Address
    .help = Down to the village group or house number.
    .example = 石门县楚江街道示例路1号

bench-trade = What is the main trade?
    .short = Trade
    .help = Choose the nearest.
bench-trade-tea = Tea making
bench-trade-rice = Rice milling
bench-trade-oil = Oil pressing
bench-trade-pig = Pig farming
bench-trade-other = Another trade

bench-person = What is the legal person's name?
    .short = Legal person
    .help = As on the business licence.
    .example = 李示例

bench-phone = What is the phone number?
    .short = Phone
    .help = Mobile or landline.
    .example = 13900000002

bench-product = What is the main product?
    .short = Product
    .help = The most important one.
    .example = 大米 (rice)

bench-output = How much is made a year? Number and unit together.
    .short = Yearly output
    .help = A rough figure will do.
    .example = 300吨

bench-boiler = Is there a boiler?
    .short = Boiler
    .help = For water, drying or steaming.

bench-fuel = What does the boiler burn?
    .short = Fuel
    .help = Choose the one used most.
bench-fuel-wood = Wood or biomass
bench-fuel-coal = Coal
bench-fuel-gas = Natural gas
bench-fuel-oil = Diesel

bench-fuel-amount = How many tonnes a year?
    .short = Fuel used
    .help = Number and unit together.
    .example = 20吨

bench-water = Where does the waste water go?
    .short = Waste water
    .help = Choose the nearest.

bench-field-company = Name
bench-field-uscc = Unified social credit code
bench-field-township = Township
bench-field-address = Address
bench-field-trade = Trade
bench-field-person = Legal person
bench-field-phone = Phone
bench-field-product = Product
bench-field-output = Yearly output
bench-field-boiler = Boiler
bench-field-fuel = Fuel
bench-field-fuel-amount = Fuel used
bench-field-water = Waste water
