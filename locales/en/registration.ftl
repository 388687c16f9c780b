# The questions of the registration form: the question; .short its short name; .help why and where to find it; .example.

registration-intro = Hello! I will walk you through the discharge registration, one question at a time. Every answer is kept at once: stop whenever you like and go on later. It costs nothing.

registration-section-kind = Earlier registration
registration-section-basic = The enterprise
registration-section-production = Process and products
registration-section-livestock = Livestock
registration-section-emissions = What comes out
registration-section-fuel = Fuel
registration-section-voc = Paint, glue, ink
registration-section-gas = Waste gas
registration-section-water = Waste water
registration-section-solid = Solid waste
registration-section-noise = Noise
registration-section-other = Other

registration-earlier = Was this site registered around 2020?
    .short = Earlier registration
    .help = If so, there is a receipt with a number of 22 characters. A registration is valid for five years.
earlier-never = Never registered
earlier-have = Registered, receipt at hand
earlier-lost = Not sure, or receipt lost

registration-old-number = What is the old registration number?
    .short = Old number
    .help = At the top of the receipt: 22 characters, digits and letters.
    .example = 92430726MA4T000278001W

registration-old-date = When was it registered: year, month and day?
    .short = Registered on
    .help = See "登记日期" on the receipt. Year and month will do; if you know neither, press "Skip", the county looks it up.
    .example = 2020-06-18
registration-old-state =
    .short = Earlier registration

registration-filing = What do you need?
    .short = Filing
    .help = Nearly five years old: renewal. Name, address, products or treatment changed: change, within 20 days of it.
filing-renew = Renewal
filing-change = Change of registration

registration-industry = What do you mainly do here? Plain words will do.
    .short = Industry
    .help = I look up the industry code; the county checks it.
    .example = { $trade ->
        [tea] 茶厂 (tea factory)
        [rice] 打米厂 (rice mill)
        [oil] 榨油坊 (oil press)
        [pig] 养猪场 (pig farm)
       *[other] 打米厂 (rice mill)
    }

registration-unit-name = What is the enterprise called?
    .short = Name
    .help = Copy the name from the business licence to the letter. Without a licence: the householder's name and what it is.
    .example = { $trade ->
        [tea] 石门县示例茶叶加工厂
        [rice] 石门县示例大米厂
        [oil] 桃源县示例榨油坊
        [pig] 汉寿县示例生猪养殖场
       *[other] 石门县示例加工厂
    }

registration-credit-code = What is the unified social credit code?
    .short = Credit code
    .help = The 18 digits and letters on the business licence. No licence: skip. Hard to read: send a photo.
    .example = 92430726MA4T000278

registration-other-code = Is there an old licence number or an organisation code?
    .short = Other code
    .help = Old licence numbers have 15 digits, organisation codes 9 characters. Neither: skip, the county arranges a number.
    .example = 430726600000018

registration-township = Which township is the site in?
    .short = Township
    .help = Where production takes place, not where the owner is registered. Press a button or type the name.
    .example = 楚江街道

registration-site-address = Where exactly is production?
    .short = Site address
    .help = Down to the village group, or street and number.
    .example = { $trade ->
        [tea] 石门县雁池乡示例村2组
        [rice] 石门县楚江街道示例路8号
        [oil] 桃源县漳江街道示例村3组
        [pig] 汉寿县罐头嘴镇示例村4组
       *[other] 石门县楚江街道示例路1号
    }

registration-registered-address = Which address is on the licence?
    .short = Registered address
    .help = See the licence. No licence, or the same as the site: press "the same".
    .example = 石门县楚江街道示例路1号

registration-responsible-person = What is the responsible person's name?
    .short = Responsible person
    .help = The person on the licence; for a branch, whoever runs it. Only the county's staff see it.
    .example = 李示例

registration-phone = What is that person's phone number?
    .short = Phone
    .help = A mobile or landline that is answered. Only the county's staff see it.
    .example = 13900000002

registration-county-decides = 🙋 Permit or registration: the county has to decide first. What you filled in is saved, and the county has it; once it has decided, the questions go on here. To correct an answer press "More"; if it is urgent, press "Help".

registration-products =
    .again = ➕ One more product

registration-product = What is product { $n }?
    .short = Product
    .help = The main one first; more can follow.
    .example = { $trade ->
        [tea] 绿茶 (green tea)
        [rice] 大米 (rice)
        [oil] 菜籽油 (rapeseed oil)
        [pig] 生猪 (pigs)
       *[other] 绿茶 (green tea)
    }

registration-process = How is it made?
    .short = Process
    .help = A few steps in order.
    .example = { $trade ->
        [tea] 摊青、杀青、揉捻、烘干
        [rice] 清理、砻谷、碾米、包装
        [oil] 清理、炒籽、压榨、过滤
        [pig] 自繁自养，干清粪，粪污发酵还田
       *[other] 清理、加工、包装
    }

registration-capacity = How much can be made in a year? Number and unit together.
    .short = Yearly capacity
    .help = Design capacity; if there is none, what was made last year. Units: tons, kg, head, birds, pieces, m3, vehicles; on the form: { $units }.
    .example = { $trade ->
        [tea] 30吨/年
        [rice] 1500吨/年
        [oil] 60吨/年
        [pig] 800头/年
       *[other] 100吨/年
    }

registration-pig-stock = How many head are there now?
    .short = Stock
    .help = Big and small. One number, roughly, will do.
    .example = 350

registration-pig-outlet = Is there an outlet that lets waste water off the farm?
    .short = Outlet
    .help = Into a ditch, pond or river counts. All on fields or into biogas: no. If you gave up, or the earlier record is wrong, press "More".

registration-manure-use = What happens to the manure? Several answers are possible.
    .short = Manure
    .help = Then press "That is all".
manure-fields = On fields, after fermenting
manure-biogas = Biogas
manure-sold = Fertiliser or sold
manure-other = Something else

registration-emissions = Which of these are there? Tick all that apply.
    .short = What comes out
    .help = None of them: the last one. Then press "That is all".
emission-fuel = Burning wood, coal, oil or gas
emission-voc = Paint, glue, ink (1 t a year or more)
emission-stack = A chimney or vent
emission-diffuse = Dust or smell that spreads
emission-water = Waste water from washing and so on
emission-solid = Slag, ash, husks, manure, waste oil
emission-noise = Loud machines
emission-none = None of these

registration-fuels =
    .again = ➕ One more fuel

registration-fuel-kind = What kind is fuel { $n }?
    .short = Kind of fuel
    .help = Wood, coal and pellets are solid, diesel is liquid, natural gas and LPG are gas.
fuel-kind-solid = Solid
fuel-kind-liquid = Liquid
fuel-kind-gas = Gas
fuel-kind-other = Other

registration-fuel-name = What is it called?
    .short = Fuel
    .help = As you call it every day.
    .example = { $trade ->
        [tea] 生物质颗粒 (pellets)
        [oil] 木柴 (wood)
       *[other] 木柴 (wood)
    }

registration-fuel-amount = About how much is burnt in a year?
    .short = Fuel used
    .help = Number and unit together, in tons or m3; on the form: { $units }.
    .example = 20 tons/year

registration-vocs =
    .again = ➕ One more paint, glue or ink

registration-voc-kind = What kind is number { $n }?
    .short = Kind
    .help = Thinners and hardeners count too.
voc-kind-paint = Paint, lacquer
voc-kind-glue = Glue
voc-kind-solvent = Organic solvent
voc-kind-ink = Ink
voc-kind-other = Other

registration-voc-name = What is it called, and is it water- or oil-based?
    .short = Material
    .help = See the label on the tin.
    .example = 水性木器漆 (water-based wood varnish)

registration-voc-amount = How much is used in a year?
    .short = Amount used
    .help = In tonnes. Under 1 t: go back and untick "Paint, glue, ink".
    .example = 1.2 tons/year

registration-gas-outlets =
    .again = ➕ One more kind of vent

registration-gas-outlet-name = What does vent { $n } belong to?
    .short = Vent
    .help = Vents that emit the same may be put together.
    .example = { $trade ->
        [tea] 烘干炉排气筒
        [oil] 炒籽锅排气筒
        [rice] 除尘排气筒
       *[other] 锅炉烟囱
    }

registration-gas-outlet-count = How many such vents?
    .short = Number of vents
    .help = One number.
    .example = 1

registration-gas-facilities =
    .again = ➕ One more gas treatment unit
registration-gas-facility-name = Is there a dust collector or the like? What is it?
    .short = Gas treatment
    .help = None: skip.
    .example = 布袋除尘器 (bag filter)
registration-gas-facility-process = How does it work?
    .short = Gas treatment process
    .help = See the plate or the manual.
    .example = 袋式除尘 (bag filtering)
registration-gas-facility-count = How many units?
    .short = Gas treatment units
    .help = One number.
    .example = 1

registration-water-outlets =
    .again = ➕ One more waste water

registration-water-outlet-name = What is waste water { $n }?
    .short = Waste water
    .help = Name it by where it comes from.
    .example = { $trade ->
        [pig] 养殖废水
       *[other] 清洗废水
    }

registration-water-destination = Where does it end up?
    .short = Destination
    .help = Reused or on fields: no discharge. Into a sewer or treatment plant: indirect. Into a river, pond or ditch: direct.
water-destination-none = No discharge
water-destination-indirect = Indirect
water-destination-direct = Direct

registration-water-to = Into which plant, river or pond?
    .short = Into
    .help = Its name.
    .example = 石门县污水处理厂 (Shimen sewage works)

registration-water-facilities =
    .again = ➕ One more water treatment unit
registration-water-facility-name = Is there a settling tank, septic tank or biogas tank? Which?
    .short = Water treatment
    .help = None: skip.
    .example = 三级沉淀池 (settling tank in three steps)
registration-water-facility-process = How does it work?
    .short = Water treatment process
    .help = A few words.
    .example = 沉淀后循环用水 (settled, then used again)
registration-water-facility-count = How many units?
    .short = Water treatment units
    .help = One number.
    .example = 1

registration-solids =
    .again = ➕ One more solid waste

registration-solid-name = What is solid waste { $n }?
    .short = Solid waste
    .help = Slag, ash, husks, manure, packaging, waste oil all count.
    .example = { $trade ->
        [tea] 炉渣
        [rice] 谷壳
        [oil] 饼粕（油枯）
        [pig] 猪粪
       *[other] 炉渣
    }

registration-solid-hazardous = Is it hazardous waste?
    .short = Hazardous
    .help = Waste engine oil, paint tins and lead batteries are; slag, husks, oil cake and manure are not.

registration-solid-destination = Where does it go?
    .short = Goes to
    .help = Used (feed, fields, sold): reuse. Burnt or buried: disposal. Kept in a heap: storage.
solid-destination-reuse-sent = Reuse elsewhere
solid-destination-reuse-self = Reuse on site
solid-destination-store-self = Storage on site
solid-destination-store-sent = Storage elsewhere
solid-destination-dispose-sent = Disposal elsewhere
solid-destination-dispose-self = Disposal on site

registration-solid-to = To whom, or for what?
    .short = Waste sent to
    .help = A name or a use.
    .example = 卖给养殖户做饲料 (sold to farmers as feed)

registration-noise-measures = What was done about the noise? Several answers are possible.
    .short = Noise control
    .help = Dampers or silencers: the first. A wall or screen: the second. Then press "That is all".
noise-measure-source = Damping, silencers
noise-measure-path = Wall or screen
noise-measure-none = Nothing

registration-long-stopped = Should this site have a permit but has stood still for long?
    .short = Long stopped
    .help = Usually no. Working in one season only does not count.

registration-other-industries = Is anything else done at the same site?
    .short = Other industries
    .help = Nothing: skip.
    .example = 榨油兼打米 (pressing oil, and milling rice)
registration-location = Where is the site?
    .short = Location
    .help = Send a location while standing there, or describe it in a few words.
    .example = 老供销社后面，靠渫水河 (behind the old store, by the river)
registration-seasonal-months = In which months do you work?
    .short = Months
    .help = Oil pressing, tea and citrus have seasons. Then press "That is all".
month-m1 = January
month-m2 = February
month-m3 = March
month-m4 = April
month-m5 = May
month-m6 = June
month-m7 = July
month-m8 = August
month-m9 = September
month-m10 = October
month-m11 = November
month-m12 = December
registration-remark = Anything else to say?
    .short = Remark
    .help = Nothing: skip.
    .example = 只在茶季开工 (open in the tea season only)

# Columns and values of the export
registration-field-filing-kind = Kind of filing
registration-field-unit-name = Name of the unit
registration-field-province = Province
registration-field-city = City
registration-field-county = County
registration-field-registered-address = Registered address
registration-field-site-address = Site address
registration-field-township = Township
registration-field-industry = Industry
registration-field-other-industries = Other industries
registration-field-location = Centre of the site
registration-field-uscc = Unified social credit code
registration-field-other-code = Organisation code or other number
registration-field-responsible-person = Legal representative (responsible person)
registration-field-phone = Phone
registration-field-products = Processes and products
registration-field-has-fuel = Uses fuel
registration-field-fuels = Fuels
registration-field-has-voc = Uses VOC materials (1 t/a or more)
registration-field-vocs = VOC materials
registration-field-gas-mode = Kind of gas emission
registration-field-gas-facilities = Gas treatment
registration-field-gas-outlets = Gas outlets
registration-field-has-water = Has waste water
registration-field-water-facilities = Water treatment
registration-field-water-outlets = Water outlets
registration-field-has-solid = Has industrial solid waste
registration-field-solids = Industrial solid waste
registration-field-has-noise = Has industrial noise
registration-field-noise-measures = Noise control
registration-field-noise-standard = Noise standard (county)
registration-field-long-stopped = Should hold a permit but long stopped
registration-field-seasonal-months = Working months
registration-field-remark = Other remarks
registration-field-truth-statement = Statement of truth (on the platform, by the unit)
registration-field-old-number = Old registration number
registration-field-old-date = Old registration date
registration-field-old-state = Earlier registration stands
registration-field-pig-stock = Stock (for the county)
registration-field-pig-outlet = Outlet of the farm (for the county)
registration-field-manure-use = Manure (for the county)

registration-value-filing-first = First registration
registration-value-filing-renew = Renewal
registration-value-filing-change = Change
registration-value-filing-anew = Cancel the old one and register anew
registration-value-filing-unclear = To be checked (earlier registration unclear)
registration-value-province = 湖南省
registration-value-city = 常德市
registration-value-gas-both = Organised and fugitive
registration-value-gas-organised = Organised
registration-value-gas-fugitive = Fugitive
registration-value-gas-none = None

# Permit or registration?
registration-section-class = Permit or registration
registration-class =
    .short = Class of management
registration-needs-permit = A registration is not enough here: a permit has to be applied for. Press below for the list of what to prepare; what you have answered counts there.
registration-needs-nothing = ⚪ By your answers the catalogue does not name you: no permit and no registration. Press below to put it on record; the county confirms it.
registration-field-class = Class of management (catalogue)
