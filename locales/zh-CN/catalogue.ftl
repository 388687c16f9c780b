# Questions of the catalogue: which class of management an enterprise belongs to.
catalogue-industrial-building = 是在厂房、车间这样的生产用房里加工吗？（自家堂屋、临街门面里的手工作坊选“不是”）
    .help = 名录里带“﹡”的只管在工业建筑里生产的单位。拿不准就选“不清楚”，我们请工作人员帮你看。
catalogue-in-key-list = 你们单位被列入“重点排污单位名录”（环境监管重点单位）了吗？
    .help = 小作坊、小工厂一般没有；列入的话生态环境局会通知你。
    .tick = 被列入重点排污单位名录
catalogue-prohibited-area = 场地在饮用水源保护区、禁养区或其他禁止建设的区域里吗？
    .tick = 在水源保护区、禁养区等禁建区
catalogue-boiler = 有锅炉吗（烧开水、蒸汽、供热的都算，电锅炉除外）？
    .tick = 锅炉（电锅炉不算）
catalogue-boiler-total-tph = 所有锅炉加起来一共多少吨/小时（铭牌上的“蒸吨”；0.7兆瓦≈1吨/小时）？
catalogue-furnace = 有工业炉窑吗（烘干炉、热风炉、砖窑、熔炼炉、炒制炉等给物料加热的炉子）？
    .tick = 炉窑（烘干炉、热风炉、砖窑等）
catalogue-furnace-fuel-gas-electric-only = 这些炉子是不是只用天然气或者电，而且只是加热炉、热处理炉或者干燥炉（窑）？
    .help = 烧柴、烧煤、烧生物质颗粒、烧油的都选“不是”。
catalogue-surface-treatment = 有表面处理吗（电镀、酸洗、抛光、热浸镀、淬火、钝化、喷漆喷涂、有机溶剂清洗等）？
    .tick = 喷漆、电镀、酸洗等表面处理
catalogue-surface-trigger = 其中有没有电镀、酸洗、电解抛光或化学抛光、热浸镀（溶剂法）、淬火、钝化？
catalogue-organic-solvent-t = 一年用多少吨有机溶剂（油漆、稀释剂、胶水、油墨里的溶剂都算）？
catalogue-water-treatment-tpd = 自己的污水处理站设计每天能处理多少吨（没有填0）？
catalogue-species = 养的是什么？
catalogue-species-pig = 猪
catalogue-species-dairy-cow = 奶牛
catalogue-species-beef-cattle = 肉牛
catalogue-species-sheep = 羊
catalogue-species-layer = 蛋鸡
catalogue-species-broiler = 肉鸡
catalogue-species-duck = 鸭
catalogue-species-goose = 鹅
catalogue-species-other-poultry = 鸽子、鹌鹑等其他家禽
catalogue-species-other-large = 马、驴、鹿等其他牲畜
catalogue-head-count = 规模是多少？猪、肉牛、羊、肉鸡、鸭、鹅报一年出栏数；奶牛、蛋鸡报存栏数。
catalogue-has-outlet = 污水有没有往外排的口子？（通过管子、沟渠流到河、塘、水渠或污水管网的算有；全部收进池子还田、外运做肥料的算没有）
catalogue-fermentation = 有发酵工艺吗？
catalogue-mix-pack-only = 是不是只做混合或者分装（买来成品、半成品，只拌匀、灌装、装袋）？
catalogue-handmade = 是不是纯手工制作？
catalogue-sort-pack-only = 是不是只做清洗、分选、打蜡、包装、烘晒这些初加工（不削皮、不切块、不冷冻、不腌制、不罐装）？
catalogue-pig-slaughter = 一年宰多少头猪？
catalogue-cattle-slaughter = 一年宰多少头牛？
catalogue-sheep-slaughter = 一年宰多少头羊？
catalogue-poultry-slaughter = 一年宰多少只鸡鸭鹅？
catalogue-meat-t = 一年加工肉、禽多少吨？
catalogue-fish-t = 一年加工水产品多少吨？
catalogue-starch-kind = 做的是哪一种？
catalogue-starch-kind-starch-corn = 玉米淀粉
catalogue-starch-kind-starch-tuber = 红薯、土豆、葛根等薯类淀粉
catalogue-starch-kind-starch-bean = 豆类淀粉
catalogue-starch-kind-starch-wheat = 小麦淀粉
catalogue-starch-kind-starch-product = 粉丝、粉条、粉皮等淀粉制品
catalogue-starch-kind-bean-product = 豆腐、香干、腐竹等豆制品
catalogue-starch-kind-egg = 皮蛋、咸蛋等蛋品
catalogue-starch-kind-other = 其他农副食品
catalogue-raw-t = 一年加工原料多少吨？（做粉丝粉条的报成品吨数）
catalogue-staple-kind = 做的是哪一种？
catalogue-staple-kind-rice-flour = 米粉、面条等米面制品
catalogue-staple-kind-frozen = 速冻食品
catalogue-staple-kind-instant-noodle = 方便面、方便粉丝
catalogue-staple-kind-other-instant = 锅巴、糍粑、膨化食品等其他方便食品
catalogue-staple-kind-additive = 食品添加剂、饲料添加剂
catalogue-staple-kind-other-food = 冰棒、保健食品、营养食品、其他食品
catalogue-condiment-kind = 做的是哪一种？
catalogue-condiment-kind-soy-vinegar = 酱油、食醋
catalogue-condiment-kind-msg-yeast = 味精、柠檬酸、赖氨酸、酵母
catalogue-condiment-kind-other = 剁辣椒、辣酱、豆豉、腐乳、底料等
catalogue-product-t = 一年产多少吨？
catalogue-liquor-alcohol = 生产的是酒精（食用酒精、工业酒精）吗？
catalogue-liquor-kl = 一年能产多少千升酒（1千升=1立方米≈1吨）？
catalogue-raw-juice = 是用水果、茶叶等原料直接榨汁、提取做饮料吗？
catalogue-milk-t = 一年加工多少吨奶？
catalogue-sugar-tpd = 每天加工糖料多少吨？
catalogue-textile-wet = 有没有前处理、染色、印花、洗毛、麻脱胶、缫丝或者喷水织造？
catalogue-textile-finish-only = 是不是只有整理工序（定型、轧光等）？
catalogue-garment-wet = 有没有水洗、湿法印花、染色？
catalogue-feather-wash = 有没有水洗羽毛羽绒？
catalogue-tanning = 有没有鞣制工序？
catalogue-feather-kind = 是羽毛（绒）加工，还是做羽绒被、羽绒制品？
catalogue-feather-kind-processing = 羽毛（绒）加工
catalogue-feather-kind-product = 羽绒制品
catalogue-adhesive-t = 一年用多少吨溶剂型胶水？
catalogue-treating-agent-t = 一年用多少吨溶剂型处理剂？
catalogue-board-kind = 做哪种板？
catalogue-board-kind-plywood = 胶合板
catalogue-board-kind-fiberboard = 纤维板（密度板）
catalogue-board-kind-particleboard = 刨花板（颗粒板）
catalogue-board-kind-other = 细木工板、竹胶板等其他人造板
catalogue-board-m3 = 一年产多少立方米？
catalogue-solvent-paint-t = 一年用多少吨油性漆、油性胶（含稀释剂、固化剂、清洗溶剂）？
catalogue-water-paint-t = 一年用多少吨水性漆、水性胶？
catalogue-phosphating = 有磷化工艺吗？
catalogue-paper-kind = 做的是哪一种纸？
catalogue-paper-kind-pulp = 纸浆
catalogue-paper-kind-machine-paper = 机制纸、纸板
catalogue-paper-kind-handmade-paper = 手工纸
catalogue-paper-kind-converted-paper = 加工纸（涂布、浸渍等）
catalogue-paper-kind-paper-product = 纸箱、纸盒、纸杯、卫生纸分切等纸制品
catalogue-ind-wastewater = 有没有工业废水排放？
catalogue-ind-wastegas = 有没有工业废气排放（印刷、胶粘、涂布、烘干的气味也算）？
catalogue-solvent-ink-t = 一年用多少吨溶剂型油墨、涂料？
catalogue-thinner-t = 一年用多少吨溶剂型稀释剂？
catalogue-packaging-print = 是包装装潢印刷吗？
catalogue-fert-kind = 做的是哪种肥？
catalogue-fert-kind-n = 氮肥
catalogue-fert-kind-p = 磷肥
catalogue-fert-kind-compound = 复混肥
catalogue-fert-kind-k = 钾肥
catalogue-fert-kind-organic = 有机肥、生物肥
catalogue-fert-kind-other = 其他肥料
catalogue-pyrolysis = 有没有热解、干馏（烧炭、炭化）或者水解？
catalogue-soap-kind = 做的是哪一种？
catalogue-soap-kind-soap-from-oil = 用油脂做肥皂、皂粒
catalogue-soap-kind-detergent-tower = 高塔喷粉的洗衣粉
catalogue-soap-kind-perfume = 香料
catalogue-soap-kind-flavour-reaction = 热反应工艺做的香精
catalogue-soap-kind-other = 洗洁精、化妆品、蚊香、蜡烛、卫生香等
catalogue-extraction = 有提炼（提取）工艺吗？
catalogue-brick-fired-coal = 是用煤或者煤矸石烧的砖瓦吗？
catalogue-cut-only = 是不是只做切割加工？
catalogue-cement-kind = 做的是哪一种？
catalogue-cement-kind-clinker = 水泥熟料
catalogue-cement-kind-grinding = 水泥粉磨站
catalogue-cement-kind-lime = 石灰、石膏
catalogue-cement-kind-product = 水泥制品、商品混凝土、预制件、轻质板材
catalogue-glass-fuel = 用什么燃料？
catalogue-glass-fuel-coal-oil = 煤、石油焦、油、发生炉煤气
catalogue-glass-fuel-gas = 天然气
catalogue-glass-fuel-electric-none = 用电，或者不加热
catalogue-ceramic-kind = 做的是哪一种？
catalogue-ceramic-kind-building = 建筑陶瓷（瓷砖、琉璃瓦）
catalogue-ceramic-kind-sanitary = 卫生陶瓷
catalogue-ceramic-kind-daily = 日用陶瓷
catalogue-ceramic-kind-other = 陶罐、坛子、工艺陶等其他陶瓷
catalogue-ceramic-pcs-wan = 一年产多少万件？
catalogue-mineral-kind = 做的是哪一种？
catalogue-mineral-kind-asphalt = 沥青混合料
catalogue-mineral-kind-carbon = 石墨制品、碳制品、碳素新材料
catalogue-mineral-kind-carbon-other = 其他石墨碳素
catalogue-mineral-kind-other = 石粉、矿粉等其他非金属矿物制品
catalogue-plastic-kind = 做的是哪一种？
catalogue-plastic-kind-leather = 人造革、合成革
catalogue-plastic-kind-foam = 泡沫塑料
catalogue-plastic-kind-other = 薄膜、管材、编织袋、筐桶、注塑件等
catalogue-plastic-t = 一年产多少吨？
catalogue-plastic-modified = 有没有改性（加玻纤、阻燃剂等改变塑料性能）？
catalogue-tyre = 做轮胎吗？
catalogue-rubber-t = 一年用胶多少吨？
catalogue-plating = 有没有电镀（含化学镀、阳极氧化）或者含铬钝化？是不是专业电镀厂？
catalogue-metal-wet = 有没有酸洗、电解或化学抛光、热浸镀（溶剂法）、淬火、无铬钝化？
catalogue-foundry-kind = 铸什么？
catalogue-foundry-kind-ferrous-cupola = 铸铁铸钢，用冲天炉
catalogue-foundry-kind-ferrous-other = 铸铁铸钢，用电炉等
catalogue-foundry-kind-lead = 铅基、铅青铜铸件
catalogue-foundry-kind-nonferrous-other = 铝、锌、铜等其他有色铸件
catalogue-vehicle-whole = 是整车制造吗？
catalogue-recycle-kind = 加工处理的是什么废料？
catalogue-recycle-kind-battery-oil-tyre = 废电池、废油、废轮胎
catalogue-recycle-kind-ewaste-car-plastic = 废家电、报废车、废电机、废电线电缆、废塑料、废船
catalogue-recycle-kind-other-wash = 其他废料，有水洗
catalogue-recycle-kind-other-dry = 其他废料，不水洗（打包、剪切、破碎）
catalogue-recycle-kind-collect-only = 只收购、打包转卖，不加工
catalogue-shop-area-m2 = 营业面积多少平方米？
catalogue-painting = 有没有喷漆烤漆？
catalogue-urban-built-up = 加油站在城市建成区里吗（县城城区算，乡镇一般不算）？
    .help = 建成区范围以自然资源和住建部门划定的为准。
catalogue-station-kind = 是哪种站？
catalogue-station-kind-petrol = 加油站
catalogue-station-kind-gas = 加气站
catalogue-station-kind-charge = 充电站、卖车卖配件
catalogue-hospital-kind = 是哪种机构？
catalogue-hospital-kind-general = 综合、中医、中西医结合、民族医院
catalogue-hospital-kind-special = 专科医院（口腔、眼科、骨科等）
catalogue-hospital-kind-psych-rehab = 精神病、康复和运动康复医院、疗养院
catalogue-hospital-kind-cdc = 疾病预防控制中心
catalogue-hospital-kind-clinic = 乡镇卫生院、社区中心、村卫生室、诊所门诊
catalogue-hospital-kind-other-public = 妇幼保健院、急救中心、血站等
catalogue-beds = 有多少张床位？
catalogue-sewage-kind = 处理的是哪种水？
catalogue-sewage-kind-domestic = 城镇或农村生活污水（为社会公众服务）
catalogue-sewage-kind-industrial = 工业园区等集中工业废水
catalogue-sewage-tpd = 设计每天处理多少吨？
catalogue-power-kind = 用什么发电？
catalogue-power-kind-fossil-waste = 火电、热电联产、垃圾或污泥焚烧
catalogue-power-kind-biomass = 农林生物质、沼气、填埋气
catalogue-power-kind-clean = 水电、光伏、风电
catalogue-heat-fuel = 供热锅炉烧什么？
catalogue-heat-fuel-gas = 天然气
catalogue-heat-fuel-electric = 电
catalogue-heat-fuel-other = 煤、生物质、油等
catalogue-heat-tph = 锅炉一共多少吨/小时？
catalogue-wharf-kind = 是哪种码头？
catalogue-wharf-kind-bulk = 煤炭矿石专业化散货或通用散货码头
catalogue-wharf-kind-cargo = 其他货运码头
catalogue-wharf-kind-passenger = 客运码头
catalogue-berth-t = 单个泊位多少吨级（内河）？
catalogue-depot-m3 = 总容量多少立方米？
catalogue-depot-oil = 是油库吗？
catalogue-env-kind = 做的是哪一种？
catalogue-env-kind-haz = 专业从事危险废物贮存、利用、处理、处置
catalogue-env-kind-solid = 专业从事一般工业固体废物贮存、处置
catalogue-env-kind-other = 其他环境治理服务
catalogue-garbage-kind = 是哪一种？
catalogue-garbage-kind-burn-fill = 生活垃圾、污泥集中焚烧或填埋
catalogue-garbage-kind-other-treat = 餐厨垃圾等其他集中处理
catalogue-garbage-kind-night-soil = 城镇粪便集中处理
catalogue-garbage-kind-transfer = 垃圾转运站
catalogue-garbage-kind-cleaning = 只做清扫保洁
catalogue-garbage-tpd = 每天处理或转运多少吨？
catalogue-crematory = 是火葬场吗？

# What the categories are called.
catalogue-category-livestock = 畜禽养殖（猪、牛、羊、鸡、鸭、鹅）
catalogue-category-other-livestock = 其他畜牧业（兔、蜂、蛇、竹鼠等）
catalogue-category-coal-mine = 煤矿、洗煤
catalogue-category-iron-mine = 铁锰等黑色金属矿
catalogue-category-nonferrous-mine = 有色金属矿
catalogue-category-quarry = 采石场、沙场、非金属矿
catalogue-category-other-mine = 其他采矿
catalogue-category-grain-mill = 打米厂、面粉厂（谷物磨制）
catalogue-category-feed = 饲料厂
catalogue-category-vegetable-oil = 榨油坊、油厂（植物油加工）
catalogue-category-sugar = 制糖
catalogue-category-slaughter = 屠宰及肉类加工
catalogue-category-aquatic-processing = 水产品加工
catalogue-category-fruit-veg-processing = 蔬菜、菌菇、水果、坚果加工
catalogue-category-starch-bean-egg = 淀粉、粉丝、豆制品、蛋品加工
catalogue-category-staple-food = 米粉、面条、方便食品、其他食品
catalogue-category-bakery-candy-canned = 糕点、糖果、蜜饯、罐头（含柑橘罐头）
catalogue-category-dairy = 乳制品
catalogue-category-condiment = 酱油、醋、剁辣椒、辣酱等调味品
catalogue-category-liquor = 酒厂、酒坊
catalogue-category-beverage = 饮料、桶装水
catalogue-category-tea = 茶厂（精制茶加工）
catalogue-category-tobacco = 烟草制品
catalogue-category-textile = 纺织、印染
catalogue-category-home-textile = 针织、家纺、产业用纺织品
catalogue-category-garment = 服装厂、服饰
catalogue-category-knit-garment = 针织服装
catalogue-category-leather-goods = 箱包皮具
catalogue-category-tanning = 皮革鞣制、皮革加工
catalogue-category-fur = 毛皮鞣制、毛皮制品
catalogue-category-feather = 羽毛羽绒
catalogue-category-shoes = 制鞋
catalogue-category-boards = 人造板
catalogue-category-wood-bamboo = 锯木、木制品、竹制品
catalogue-category-furniture = 家具厂
catalogue-category-paper = 造纸
catalogue-category-paper-products = 纸箱纸盒等纸制品
catalogue-category-printing = 印刷
catalogue-category-print-service = 装订、制版
catalogue-category-crafts = 文教、工艺品、玩具
catalogue-category-coal-products = 煤球、煤炭加工
catalogue-category-coking = 炼焦、煤制气、煤制油
catalogue-category-biomass-fuel = 生物质颗粒燃料
catalogue-category-fertiliser = 肥料厂（含有机肥）
catalogue-category-forest-chemicals = 木炭、竹炭、松香（林产化学）
catalogue-category-fireworks = 烟花鞭炮、炸药
catalogue-category-daily-chemicals = 肥皂、洗涤剂、化妆品、香烛
catalogue-category-herbal = 中药饮片、药用辅料
catalogue-category-patent-medicine = 中成药
catalogue-category-medical-supplies = 卫生材料、口罩
catalogue-category-rubber = 橡胶制品
catalogue-category-plastic = 塑料制品
catalogue-category-cement = 水泥、石灰、搅拌站、水泥制品
catalogue-category-brick-stone = 砖厂、石材、机制砂等建材
catalogue-category-glass-products = 玻璃制品、玻璃钢
catalogue-category-ceramics = 陶瓷
catalogue-category-other-mineral = 沥青站、石粉等非金属矿物制品
catalogue-category-metal-products = 金属制品、门窗、钢结构、五金
catalogue-category-surface-treatment-trade = 电镀、热处理、喷涂加工
catalogue-category-foundry = 铸造
catalogue-category-general-machinery = 通用机械、机加工
catalogue-category-special-machinery = 专用机械、模具、农机
catalogue-category-electrical = 电机电器、电线电缆、灯具
catalogue-category-comms-equipment = 通信、音视频设备
catalogue-category-instruments = 仪器仪表
catalogue-category-auto-parts = 汽车及零部件
catalogue-category-other-vehicles = 船舶、摩托车、电动车
catalogue-category-electronics = 电子元件、电路板
catalogue-category-other-manufacturing = 日用杂品等其他制造
catalogue-category-recycling = 废旧物资加工
catalogue-category-repair = 机械设备修理
catalogue-category-power = 发电
catalogue-category-heat-supply = 供热
catalogue-category-gas-supply = 燃气供应、沼气
catalogue-category-water-supply = 自来水厂
catalogue-category-sewage = 污水处理厂、站
catalogue-category-petrol-station = 加油站
catalogue-category-wharf = 码头
catalogue-category-depot = 油库、危险品仓库
catalogue-category-env-governance = 危废、固废处置
catalogue-category-sanitation = 垃圾转运、处理
catalogue-category-funeral = 殡葬
catalogue-category-car-repair = 修车店、汽修厂
catalogue-category-hospital = 医院、疾控
catalogue-category-crops = 种植（茶园、橘园、菜地）
catalogue-category-aquaculture = 水产养殖
catalogue-category-primary-processing = 农产品初加工（选果、打蜡、烘干、烘谷）
catalogue-category-catering-hotel = 餐馆、酒店、民宿
catalogue-category-laundry = 洗衣店、洗涤厂
catalogue-category-storage = 冷库、仓库、粮库
catalogue-category-waste-collection = 废品收购站
catalogue-category-clinic = 卫生院、诊所
catalogue-category-retail-other = 批发零售
catalogue-category-others = 其他不在第1—107类的单位

catalogue-note-livestock = 规模标准按《畜禽规模养殖污染防治条例》第四十三条由省级人民政府确定；2023年起《畜牧法》第三十九条把养殖场备案的规模标准交农业农村部制定。湖南现行数字未能核实，上线前必须由常德市生态环境局确认 livestock_scale 表。在禁养区的不适用登记（附注5）。
catalogue-note-quarry = 采砂、洗砂、机制砂：只开采归第7行；买石头回来破碎制砂一般归3039（第64行），拿不准请工作人员定。
catalogue-note-vegetable-oil = 名录对榨油没有产量下限：只要在厂房里压榨，不论大小都是简化管理（要办证，不是登记）。村里代加工的小榨油坊是不是“工业建筑”，请工作人员认定。
catalogue-note-starch-bean-egg = 豆腐、香干、皮蛋没有规模档：在厂房里做就是登记，家庭小作坊不在名录。薯类≥1000吨/年就是简化，做红薯粉的要问清吨数。
catalogue-note-staple-food = 米粉厂（常德米粉、津市米粉）机器生产的是简化管理，没有产量下限。
catalogue-note-bakery-candy-canned = 罐头厂自建污水站设计能力≥2万吨/日才会因水处理升为简化。
catalogue-note-condiment = 剁辣椒、酱腌菜有的归1371蔬菜加工（第15行，登记），有的归1469（第20行，简化），看环评和营业执照上的行业代码。
catalogue-note-tea = 茶厂本身是登记（厂房内）。但烧柴、烧煤、烧生物质的热风炉、烘干炉、杀青炉如果认定为工业炉窑，按第110行就是简化管理，只对炉窑办证（第六条）。请工作人员确认炉子怎么认定。
catalogue-note-wood-bamboo = 烘干窑烧柴烧生物质的，看第110行炉窑。
catalogue-note-paper = 手工纸2222也在重点管理栏，没有规模下限，遇到传统手工纸坊请工作人员处理。
catalogue-note-daily-chemicals = 香料、香精制造有“热反应工艺”等细分，请工作人员看。
catalogue-note-brick-stone = 免烧砖、砌块、石材打磨、机制砂都在简化栏；混凝土预制块归第63行登记，请工作人员看行业代码。
catalogue-note-sewage = 按设计能力，不按实际水量（三门峡市生态环境局2020年问答）。同一乡镇几个小站点怎么合并填报，请工作人员指导。
catalogue-note-car-repair = 普通修车店、洗车店、不到5000平方米或者不喷漆的都不在名录；但年用有机溶剂10吨及以上等通用工序仍要看第111行。
catalogue-note-aquaculture = 名录没有单列水产养殖；《生态环境法典》第三百一十条要求养殖尾水达标，工厂化和集中连片养殖要自行监测。
catalogue-note-primary-processing = 有烧柴、烧煤、烧生物质的烘干炉按第110行是简化；烧气、用电的是登记；都没有则不在名录。
catalogue-note-catering-hotel = 不用办排污许可，但油烟要装净化设施（《生态环境法典》第二百五十条）。
catalogue-note-first-processing = 只做初加工的按第108行看通用工序；石门2020年曾把柑橘企业集中登记，请工作人员认定行业代码。

# Questions asked as one, with ticks.
catalogue-site = 下面有没有符合的？
    .help = 没有就直接点“都没有”，小作坊、小工厂一般都没有。
catalogue-processes = 厂里有下面哪几样？
    .help = 没有就直接点“都没有”。
catalogue-large-emissions = 全年排放量特别大吗？
    .help = 一年排二氧化硫或者氮氧化物超过250吨、烟粉尘超过500吨、化学需氧量超过30吨、总氮超过10吨、总磷超过0.5吨，氨氮、石油类和挥发酚合计超过30吨，或者其他单项有毒有害污染物超过3000当量，才算。
    .tick = 全年排放量特别大
catalogue-water-treatment = 有自己的污水处理站吗？
    .tick = 自己的污水处理站

# The inquiry: permit or registration?
classify-ask = 您这里主要做什么？用平常话说就行，我帮您看要办证还是登记。不留记录。
    .example = 榨油坊
classify-pick = 您说的是下面这个吗？点一下。都不是就点最下面，换个说法。
button-other-words = 都不是，换个说法
classify-not-found = 没找到“{ $words }”。换个说法再试一次，比如：榨油坊、打米厂、修车店、养猪。
classify-head = 🔎 { $trades }：办证还是登记？
classify-ask-also = 同一个场所里还做什么？用平常话说就行。只做这一样就不用回。
classify-about = 现在问的是：{ $trade }
classify-several = 同一场所做几样的，只办一张，按最严的一样算（第五条）。
classify-decided = 同一场所做几样的，只办一张，按最严的一样算（第五条）。起决定作用的是：{ $trades }
button-also = ➕ 还做别的
classify-key = 📕 重点管理：要申请排污许可证。
classify-simplified = 📙 简化管理：要申请排污许可证。
classify-registration = 📗 登记管理：不用办证，填一张排污登记表就行。
classify-not-listed = ⚪ 不在名录里：不用办证，也不用登记。
classify-staff = 🙋 这个要请县里的人认定。
classify-at-least = 照现在知道的，至少是{ $class }。
classify-summary = { $sure ->
    [yes] 查过“办证还是登记”：{ $trades }，{ $class }。
   *[no] 查过“办证还是登记”：{ $trades }，至少是{ $class }。{ $why }
}
class-not-listed = 不在名录内
class-key = 重点管理
class-simplified = 简化管理
class-registration = 登记管理
classify-why-outside = 原因：场地在禁止建设的区域里，或者说不准；名录不管这种情况，要先请县里看。
classify-why-uncovered = 原因：这个行业的细则没有收进来，要查名录原文。
classify-why-rule = 原因：{ $basis }
classify-why-not-known = 原因：这一点还说不准——{ $question }
classify-basis = 依据：{ $law }，{ $rules }
classify-article6 = 只对这一道工序办证，别的生产设施和排放口不用（第六条）。
classify-article7 = 第七条：{ $question }
classify-provisional = 这是初步结果，县里确认以后才算数。
classify-unverified = 规模标准还没有核实湖南的规定。
classify-do-permit = 接下来：新建的，投产或者排污之前要拿到证；已经在生产的，请马上联系县里。申请不收费。点下面的按钮，县里有人教您备材料。
classify-do-registration = 接下来：新建的，投产或者排污之前登记；已经在生产的，现在就可以填。十几分钟，不收费。
classify-do-nothing = 接下来：什么都不用办。以后加了锅炉、炉窑或者换了产品，再来查一次。
classify-do-staff = 接下来：点下面的按钮，县里有人回您。
classify-guidance = 这里只是指引，以生态环境部门认定的为准。
button-classify = ❓ 办证还是登记
button-dont-know = 不清楚
button-none-ticked = 都没有
button-ask-human = 🙋 问县里的人
toast-own-inquiry = 这是别人在查。您要查，发 /classify 就行。
command-classify = 查一查：办证还是登记
# Units of numbers.
catalogue-unit-t-hour = 吨/小时
catalogue-unit-t-year = 吨/年
catalogue-unit-t-day = 吨/天
catalogue-unit-heads = 头（只）
catalogue-unit-heads-year = 头（只）/年
catalogue-unit-kl-year = 千升/年
catalogue-unit-m3-year = 立方米/年
catalogue-unit-wan-year = 万件/年
catalogue-unit-m2 = 平方米
catalogue-unit-beds = 张
catalogue-unit-t = 吨
catalogue-unit-m3 = 立方米

range-any = 有
range-below = 不到 { $to } { $unit }
range-up-to = { $to } { $unit }及以下
range-between = { $from } 到 { $to } { $unit }
range-from = { $from } { $unit }及以上
range-above = 超过 { $from } { $unit }

# In forms: what is asked together, as a list.
catalogue-site-prohibited-area = { catalogue-prohibited-area.tick }
catalogue-site-in-key-list = { catalogue-in-key-list.tick }
catalogue-site-large-emissions = { catalogue-large-emissions.tick }
catalogue-site-none = 都没有
catalogue-processes-boiler = { catalogue-boiler.tick }
catalogue-processes-furnace = { catalogue-furnace.tick }
catalogue-processes-surface-treatment = { catalogue-surface-treatment.tick }
catalogue-processes-water-treatment = { catalogue-water-treatment.tick }
catalogue-processes-none = 都没有

# After the class.
class-line = { $sure ->
    [decided] ⚖ 管理类别：{ $class }（县里认定）
    [open] ⚖ 管理类别：还要县里认定
    [unclear] ⚖ 管理类别：还要县里认定；照现在知道的，至少是{ $class }
    [provisional] ⚖ 管理类别：{ $class }（初步结果，县里确认以后才算数）
   *[yes] ⚖ 管理类别：{ $class }（照店主的答案和名录判断）
    }
button-decide-class = ⚖ 认定管理类别
decide-class = { $reference } 是哪一类？
class-decided = ⚖ { $by }认定了 { $reference } 的管理类别：{ $class }。
toast-class-decided = 记下了，已经告诉店主。
toast-second-person = 自己交的要别人来认定。
toast-settled = { $by }已经处理了。
card-why-class = 办证还是登记，要请县里认定。
button-need = 📋 要准备什么
button-start-registration = 📝 开始填报
button-start-permit = 📝 开始准备办证
button-start-unlisted = 📝 留个底，请县里确认
button-start-livestock = 🐖 登记对不上、不养了
need-registration = 要准备：营业执照（看得到统一社会信用代码）、场地地址、产品和一年做多少、用什么燃料、烟囱和排水口、治污设施、废料怎么处理。没有的项目可以先空着。十几分钟，不收费。
need-permit = 要准备：①营业执照 ②环评批复或登记表备案回执 ③厂区平面图 ④生产工艺 ⑤产品和产能 ⑥原料和燃料 ⑦主要设备 ⑧烟囱、排水口 ⑨治污设施 ⑩固体废物和危废合同 ⑪自行监测方案 ⑫台账 ⑬守法承诺书；重点管理另加：信息公开说明、自动监测、总量指标来源。缺的先空着，县里的人帮您。不收费。
need-unlisted = 什么都不用准备。想留个底，就点“留个底”，县里确认以后告诉您。
value-file = （文件）
document-have = 有，回头给
document-not-yet = 还没有
document-not-ours = 不涉及
how-document = 拍照或者发文件；也可以点下面的按钮。
button-go-on = ➡ 接着办
button-hand-in = 📤 没错，交给县里
review-hand-in = 都填好了，请看一遍，再交给县里：
    { $answers }
handed-in = 📤 已经交给县里，编号 { $reference }。
    { $next }
card-document = 📎 { $reference } { $label }
stage-handed-in = 已交给县里，等人处理
stage-settled = 县里已处理
settled = { $by }处理了 { $reference }：{ $outcome }。
form-card-settled = { $outcome }（{ $by }）
outcome-taken-over = ✅ 材料收齐，接手办理
outcome-not-listed = ✅ 确认不在名录内
outcome-register = 📝 要登记
outcome-change = ✏️ 变更登记
outcome-cancel = 🗑 注销登记
outcome-permit = 📙 要办证
outcome-hold = ⏸ 先挂着，待核

# 期限：数目和依据出自 flows/tables/terms.toml
terms = 期限：
    { $terms }
term-line = · { $term }（{ $basis }{ $sure ->
        [no] ，还没核实国家的原文
       *[yes] {""}
    }）
term-valid = 有效期{ $count }年
term-renew-from = 届满前{ $count }日起可以延续
term-renew-by = 届满{ $count }日前申请延续
term-change = { $change ->
        [any] 登记的内容
       *[basic] 名称、住所、法定代表人
    }有变动，{ $count }日内变更
term-correct = 材料不齐的，当场或者{ $count }日内一次告知
term-review = 受理以后{ $count }个工作日内办结
term-review-site = 需要现场核查的，{ $count }个工作日内办结
term-renew-review = 延续申请，{ $count }个工作日内审完
validity = 📅 有效期至 { $until }{ $renew ->
        [from] ，{ $day } 起可以延续
        [by] ，最迟 { $day } 申请延续
       *[none] {""}
    }{ $change ->
        [0] {""}
       *[other] ；{ $changes ->
            [any] 登记的内容
           *[basic] 名称、住所、法定代表人
        }有变动，{ $change }日内变更
    }。
validity-basis = 依据：{ $basis }。有效期以证上（回执上）写的为准{ $sure ->
        [no] ；有的出自地方指南，以县里说的为准
       *[yes] {""}
    }。
validity-none = 请存好这个编号。
standing-valid = 旧登记有效期到 { $until }，要到 { $renew } 才可以延续（出自地方指南，以县里说的为准）；登记的内容有变动的，现在就可以办变更。依据：{ $basis }，有效期{ $years }年。
standing-renew = 旧登记有效期到 { $until }，从 { $renew } 起可以延续（出自地方指南，以县里说的为准）：现在正好办延续。依据：{ $basis }，有效期{ $years }年。
standing-expired = ⌛ 旧登记 { $until } 已经到期：先注销、再重新登记，编号会变（出自地方指南，以县里说的为准）。注销由县里在平台上办，这张表照样填。依据：{ $basis }，有效期{ $years }年。
standing-unclear = 旧登记的到期日在 { $until } 之间，只凭年月说不准到没到期：请看回执上的有效期，县里也会核对。依据：{ $basis }，有效期{ $years }年。
standing-line = 🗂 旧登记：{ $state ->
        [expired] { $until } 已到期，先注销、再重新登记
        [renew] { $until } 到期，可以延续
        [valid] 有效期到 { $until }，还没到延续的时候
       *[unclear] 到期日在 { $until } 之间，请核对
    }（照填表那天算）
