# 排污登记表的问题。每个问题：问句；.short 短名；.help 为什么问、去哪里找；.example 例子。

registration-intro = 您好！我陪您一步一步填排污登记表。答过的马上存好，随时可以停，回来接着填。填表不收一分钱。

registration-section-kind = 以前登记过没有
registration-section-basic = 单位基本情况
registration-section-production = 生产工艺和产品
registration-section-livestock = 养殖情况
registration-section-emissions = 排什么
registration-section-fuel = 燃料
registration-section-voc = 油漆、胶水、油墨
registration-section-gas = 废气
registration-section-water = 废水
registration-section-solid = 固体废物
registration-section-noise = 噪声
registration-section-other = 其他

registration-earlier = 2020年前后，您这个厂（场）做过排污登记吗？
    .short = 以前的登记
    .help = 登记过的，手里有一张“登记回执”，上面有22位的编号。登记五年有效。
earlier-never = 没有登记过
earlier-have = 登记过，回执在手边
earlier-lost = 记不清，或者回执找不到

registration-old-number = 旧的登记编号是多少？
    .short = 旧登记编号
    .help = 在登记回执最上面，一共22位，有数字也有字母。
    .example = 92430726MA4T000278001W

registration-old-date = 旧的登记是哪年哪月哪日办的？
    .short = 旧登记日期
    .help = 看回执上的“登记日期”。记不得日子，写年月就行；都记不得就点“跳过”，县里帮您查。
    .example = 2020年6月18日
registration-old-state =
    .short = 旧登记

registration-filing = 这次来办什么？
    .short = 办什么
    .help = 快到期了选“延续”；名称、地址、产品、治污设施有变动选“变更”。
filing-renew = 延续登记
filing-change = 变更登记

registration-industry = 您这里主要做什么？用平常话说就行。
    .short = 行业
    .help = 我帮您找行业代码，县里再核一遍。
    .example = { $trade ->
        [tea] 我炒茶的
        [rice] 打米厂
        [oil] 榨油坊
        [pig] 养猪场
       *[other] 打米厂、榨油坊、茶厂、养猪场
    }

registration-unit-name = 单位叫什么名字？
    .short = 单位名称
    .help = 照营业执照一字不差地写。没有执照的，写“户主姓名＋养殖场（加工厂）”。
    .example = { $trade ->
        [tea] 石门县示例茶叶加工厂
        [rice] 石门县示例大米厂
        [oil] 桃源县示例榨油坊
        [pig] 汉寿县示例生猪养殖场
       *[other] 石门县示例加工厂
    }

registration-credit-code = 统一社会信用代码是多少？
    .short = 信用代码
    .help = 营业执照上那串18位的数字和字母。没有执照就点“跳过”；看不清就拍照发来。
    .example = 92430726MA4T000278

registration-other-code = 有没有老执照的注册号，或者组织机构代码？
    .short = 其他代码
    .help = 老注册号15位，组织机构代码9位。都没有就点“跳过”，县里帮您另取编号。
    .example = 430726600000018

registration-township = 厂（场）在哪个乡镇、街道？
    .short = 乡镇
    .help = 看生产的地方在哪里，不看老板户口。点按钮，或者打乡镇名字。
    .example = 楚江街道

registration-site-address = 真正生产的地方在哪里？
    .short = 生产地址
    .help = 写到村组，或者路名门牌。
    .example = { $trade ->
        [tea] 石门县雁池乡示例村2组
        [rice] 石门县楚江街道示例路8号
        [oil] 桃源县漳江街道示例村3组
        [pig] 汉寿县罐头嘴镇示例村4组
       *[other] 石门县楚江街道示例路1号
    }

registration-registered-address = 执照上写的地址是哪里？
    .short = 注册地址
    .help = 看执照“住所”或“经营场所”一栏。没有执照，或者跟生产地址一样，就点“一样”。
    .example = 石门县楚江街道示例路1号

registration-responsible-person = 负责人叫什么名字？
    .short = 负责人
    .help = 执照上的法定代表人或经营者；分厂、分场写实际管事的人。只给县里办事的人看。
    .example = 李示例

registration-phone = 负责人的电话是多少？
    .short = 电话
    .help = 能打通的手机或座机。只给县里办事的人看。
    .example = 13900000002

registration-county-decides = 🙋 办证还是登记，要等县里认定。您填的都存好了，也交给县里看了；认定以后，这里接着问，填过的不用再填。想起前面有答错的，点“更多”去改；有急事点“帮助”。

registration-products =
    .again = ➕ 再加一种产品

registration-product = 第{ $n }种产品是什么？
    .short = 产品
    .help = 先写最主要的一种，后面还能加。
    .example = { $trade ->
        [tea] 绿茶
        [rice] 大米
        [oil] 菜籽油
        [pig] 生猪
       *[other] 绿茶、大米、菜籽油
    }

registration-process = 这种产品是怎么做出来的？
    .short = 工艺
    .help = 按先后写几个步骤就行。
    .example = { $trade ->
        [tea] 摊青、杀青、揉捻、烘干
        [rice] 清理、砻谷、碾米、包装
        [oil] 清理、炒籽、压榨、过滤
        [pig] 自繁自养，干清粪，粪污发酵还田
       *[other] 清理、加工、包装
    }

registration-capacity = 一年能做多少？数字和单位一起写。
    .short = 年产能
    .help = 写设计能力；没有设计数，写去年实际做了多少。可以用的单位：{ $units }。
    .example = { $trade ->
        [tea] 30吨/年
        [rice] 1500吨/年
        [oil] 60吨/年
        [pig] 800头/年
       *[other] 100吨/年
    }

registration-pig-stock = 现在存栏多少头？
    .short = 存栏
    .help = 大猪小猪都算。说个大概数也行，写一个数字。
    .example = 350头

registration-pig-outlet = 养殖污水有没有往外排的口子？
    .short = 排污口
    .help = 排到沟里、塘里、河里的都算“有”。全部还田、进沼气池的选“没有”。不养了、原来的登记对不上的，点“更多”。

registration-manure-use = 粪污怎么处理？可以选几样。
    .short = 粪污去向
    .help = 选完点“选好了”。
manure-fields = 发酵后还田
manure-biogas = 进沼气池
manure-sold = 做有机肥或卖掉
manure-other = 其他办法

registration-emissions = 生产的时候有下面哪些？有几样选几样。
    .short = 排什么
    .help = 都没有就选最后一个。选完点“选好了”。
emission-fuel = 烧柴、煤、油、气
emission-voc = 用油漆、胶水、油墨（一年1吨以上）
emission-stack = 有烟囱、排气筒
emission-diffuse = 有灰、有味散出来
emission-water = 有洗料水、冲圈水等废水
emission-solid = 有渣、灰、皮、粪、废油等
emission-noise = 有响的机器
emission-none = 以上都没有

registration-fuels =
    .again = ➕ 再加一种燃料

registration-fuel-kind = 第{ $n }种燃料是哪一类？
    .short = 燃料类别
    .help = 柴、煤、颗粒是固体；柴油是液体；天然气、液化气是气体。
fuel-kind-solid = 固体燃料
fuel-kind-liquid = 液体燃料
fuel-kind-gas = 气体燃料
fuel-kind-other = 其他

registration-fuel-name = 这种燃料叫什么？
    .short = 燃料名称
    .help = 平常怎么叫就怎么写。
    .example = { $trade ->
        [tea] 生物质颗粒
        [oil] 木柴
       *[other] 木柴
    }

registration-fuel-amount = 一年大约烧多少？
    .short = 燃料用量
    .help = 数字和单位一起写。可以用的单位：{ $units }。
    .example = 20吨/年

registration-vocs =
    .again = ➕ 再加一种油漆、胶水或油墨

registration-voc-kind = 第{ $n }种是哪一类？
    .short = 辅料类别
    .help = 加的稀释剂、固化剂也算进去。
voc-kind-paint = 涂料、漆
voc-kind-glue = 胶
voc-kind-solvent = 有机溶剂
voc-kind-ink = 油墨
voc-kind-other = 其他

registration-voc-name = 叫什么？是水性还是油性？
    .short = 辅料名称
    .help = 看桶上的标签。
    .example = 水性木器漆

registration-voc-amount = 一年用多少？
    .short = 辅料用量
    .help = 写吨数。不到1吨的，回上面把“油漆、胶水、油墨”去掉就行。
    .example = 1.2吨/年

registration-gas-outlets =
    .again = ➕ 再加一种排气筒

registration-gas-outlet-name = 第{ $n }种排气筒是哪里的？
    .short = 废气排放口
    .help = 排的东西一样的可以合在一起写。
    .example = { $trade ->
        [tea] 烘干炉排气筒
        [oil] 炒籽锅排气筒
        [rice] 除尘排气筒
       *[other] 锅炉烟囱
    }

registration-gas-outlet-count = 这样的排气筒有几根？
    .short = 根数
    .help = 写一个数字。
    .example = 1根

registration-gas-facilities =
    .again = ➕ 再加一套废气治理设施
registration-gas-facility-name = 有没有除尘器、油烟净化器这类设施？叫什么？
    .short = 废气治理设施
    .help = 没有就点“跳过”。
    .example = 布袋除尘器
registration-gas-facility-process = 它是怎么治的？
    .short = 废气治理工艺
    .help = 看设备铭牌或说明书。
    .example = 袋式除尘
registration-gas-facility-count = 有几套？
    .short = 废气设施套数
    .help = 写一个数字。
    .example = 1套

registration-water-outlets =
    .again = ➕ 再加一种废水

registration-water-outlet-name = 第{ $n }种废水叫什么？
    .short = 废水
    .help = 按从哪里来的写。
    .example = { $trade ->
        [pig] 养殖废水
       *[other] 清洗废水
    }

registration-water-destination = 这股水最后到哪里去？
    .short = 废水去向
    .help = 循环用、还田的是“不外排”；进管网、污水厂的是“间接排放”；到河、塘、沟的是“直接排放”。
water-destination-none = 不外排
water-destination-indirect = 间接排放
water-destination-direct = 直接排放

registration-water-to = 排到哪个污水厂，或者哪条河、哪口塘？
    .short = 排入哪里
    .help = 写名字。
    .example = 石门县污水处理厂

registration-water-facilities =
    .again = ➕ 再加一套废水治理设施
registration-water-facility-name = 有没有沉淀池、化粪池、沼气池？叫什么？
    .short = 废水治理设施
    .help = 没有就点“跳过”。
    .example = 三级沉淀池
registration-water-facility-process = 它是怎么治的？
    .short = 废水治理工艺
    .help = 简单写。
    .example = 沉淀后循环用水
registration-water-facility-count = 有几套？
    .short = 废水设施套数
    .help = 写一个数字。
    .example = 1套

registration-solids =
    .again = ➕ 再加一种固体废物

registration-solid-name = 第{ $n }种固体废物是什么？
    .short = 固体废物
    .help = 渣、灰、皮、粪、废包装、废机油都算。
    .example = { $trade ->
        [tea] 炉渣
        [rice] 谷壳
        [oil] 饼粕（油枯）
        [pig] 猪粪
       *[other] 炉渣
    }

registration-solid-hazardous = 它是不是危险废物？
    .short = 危险废物
    .help = 废机油、废油漆桶、废铅酸电池是；炉渣、谷壳、油枯、粪便不是。

registration-solid-destination = 它到哪里去了？
    .short = 固废去向
    .help = 能用的（喂猪、还田、卖掉）是“利用”，烧掉、埋掉是“处置”，堆着是“贮存”。
solid-destination-reuse-sent = 利用：送外单位
solid-destination-reuse-self = 利用：本单位
solid-destination-store-self = 贮存：本单位
solid-destination-store-sent = 贮存：送外单位
solid-destination-dispose-sent = 处置：送外单位
solid-destination-dispose-self = 处置：本单位

registration-solid-to = 送到哪里、怎么用的？
    .short = 固废送到
    .help = 写单位名字或用处。
    .example = 卖给养殖户做饲料

registration-noise-measures = 响的机器做了什么降噪？可以选几样。
    .short = 噪声防治
    .help = 垫了减振、装了消声器选第一个；有隔声墙选第二个。选完点“选好了”。
noise-measure-source = 减振、消声
noise-measure-path = 隔声墙、声屏障
noise-measure-none = 没有做

registration-long-stopped = 是不是本来该办排污许可证、但停产很久了？
    .short = 长期停产
    .help = 一般选“不是”。只在季节里开工的不算长期停产。

registration-other-industries = 同一个地方还做别的吗？
    .short = 其他行业
    .help = 没有就跳过。
    .example = 榨油兼打米
registration-location = 厂（场）的位置在哪里？
    .short = 位置
    .help = 站在厂里发一个“位置”，或者用几句话说清楚。
    .example = 老供销社后面，靠渫水河
registration-seasonal-months = 一年哪几个月开工？
    .short = 开工月份
    .help = 榨油、制茶、柑橘有季节，写清楚免得检查时说不清。选完点“选好了”。
month-m1 = 1月
month-m2 = 2月
month-m3 = 3月
month-m4 = 4月
month-m5 = 5月
month-m6 = 6月
month-m7 = 7月
month-m8 = 8月
month-m9 = 9月
month-m10 = 10月
month-m11 = 11月
month-m12 = 12月
registration-remark = 还有什么要说明的？
    .short = 说明
    .help = 没有就跳过。
    .example = 只在茶季开工

# 导出的列名和值
registration-field-filing-kind = 登记类型
registration-field-unit-name = 单位名称
registration-field-province = 省份
registration-field-city = 地市
registration-field-county = 区县
registration-field-registered-address = 注册地址
registration-field-site-address = 生产经营场所地址
registration-field-township = 乡镇街道
registration-field-industry = 行业类别
registration-field-other-industries = 其他行业类别
registration-field-location = 生产经营场所中心经纬度
registration-field-uscc = 统一社会信用代码
registration-field-other-code = 组织机构代码或其他注册号
registration-field-responsible-person = 法定代表人（实际负责人）
registration-field-phone = 联系方式
registration-field-products = 生产工艺与主要产品
registration-field-has-fuel = 是否使用燃料
registration-field-fuels = 燃料使用信息
registration-field-has-voc = 是否使用涉VOCs辅料（1吨/年以上）
registration-field-vocs = 涉VOCs辅料使用信息
registration-field-gas-mode = 废气排放形式
registration-field-gas-facilities = 废气污染治理设施
registration-field-gas-outlets = 废气排放口
registration-field-has-water = 是否有废水
registration-field-water-facilities = 废水污染治理设施
registration-field-water-outlets = 废水排放口
registration-field-has-solid = 是否有工业固体废物
registration-field-solids = 工业固体废物
registration-field-has-noise = 是否有工业噪声
registration-field-noise-measures = 噪声防治设施
registration-field-noise-standard = 噪声执行标准（县里填）
registration-field-long-stopped = 是否应当申领排污许可证，但长期停产
registration-field-seasonal-months = 开工月份
registration-field-remark = 其他需要说明的信息
registration-field-truth-statement = 真实性确认（平台上由单位确认）
registration-field-old-number = 旧登记编号
registration-field-old-date = 旧登记日期
registration-field-old-state = 旧登记状态
registration-field-pig-stock = 存栏（县里参考）
registration-field-pig-outlet = 养殖排污口（县里参考）
registration-field-manure-use = 粪污去向（县里参考）

registration-value-filing-first = 首次登记
registration-value-filing-renew = 延续登记
registration-value-filing-change = 变更登记
registration-value-filing-anew = 注销旧登记后重新登记
registration-value-filing-unclear = 待核对（记不清是否登记过）
registration-value-province = 湖南省
registration-value-city = 常德市
registration-value-gas-both = 有组织排放、无组织排放
registration-value-gas-organised = 有组织排放
registration-value-gas-fugitive = 无组织排放
registration-value-gas-none = 无

# Permit or registration?
registration-section-class = 办证还是登记
registration-class =
    .short = 管理类别
registration-needs-permit = 这里不能登记了事：要申请排污许可证。点下面去核对办证材料，填过的不用再填。
registration-needs-nothing = ⚪ 照您说的，不在名录里：不用办证，也不用登记。点下面留个底，请县里确认。
registration-field-class = 管理类别（名录）
