# 测速用的参考表：十二个问题，只有 default_flow = "bench" 时才用。

bench-intro = 这是测速用的参考表，一共十二个问题。

bench-section-enterprise = 单位
bench-section-production = 生产

bench-company = 您的单位叫什么名字？
    .short = 单位名称
    .help = 照营业执照写。
    .example = 石门县示例大米厂

bench-code = 单位的统一社会信用代码是多少？
    .short = 信用代码
    .help = 营业执照上那串18位的数字和字母。
    .example = 92430726MA4T000278

bench-township = 单位在哪个乡镇、街道？
    .short = 乡镇
    .help = 看生产的地方在哪里。
bench-township-chujiang = 楚江街道
bench-township-baofeng = 宝峰街道
bench-township-erdu = 二都街道
bench-township-jiashan = 夹山镇
bench-township-weixin = 维新镇

bench-address = 生产地址在哪里？
    .short = 地址
    .help = 写到村组，或者路名门牌。
    .example = 石门县楚江街道示例路1号

bench-trade = 主要做哪一行？
    .short = 行业
    .help = 选最接近的一项。
bench-trade-tea = 制茶
bench-trade-rice = 打米
bench-trade-oil = 榨油
bench-trade-pig = 养猪
bench-trade-other = 别的行业

bench-person = 法定代表人叫什么名字？
    .short = 法定代表人
    .help = 照营业执照写。
    .example = 李示例

bench-phone = 联系电话是多少？
    .short = 电话
    .help = 手机或座机。
    .example = 13900000002

bench-product = 主要产品是什么？
    .short = 产品
    .help = 写最主要的一种。
    .example = 大米

bench-output = 一年产多少？数字和单位一起写。
    .short = 年产量
    .help = 大约的数就行。
    .example = 300吨

bench-boiler = 有没有锅炉？
    .short = 锅炉
    .help = 烧水、烘干、蒸煮用的都算。

bench-fuel = 锅炉烧什么？
    .short = 燃料
    .help = 烧几种的，选最多的一种。
bench-fuel-wood = 柴或生物质
bench-fuel-coal = 煤
bench-fuel-gas = 天然气
bench-fuel-oil = 柴油

bench-fuel-amount = 一年烧多少吨？
    .short = 燃料用量
    .help = 数字和单位一起写。
    .example = 20吨

bench-water = 废水排到哪里？
    .short = 废水去向
    .help = 选最接近的一项。

bench-field-company = 单位名称
bench-field-uscc = 统一社会信用代码
bench-field-township = 乡镇
bench-field-address = 生产地址
bench-field-trade = 行业
bench-field-person = 法定代表人
bench-field-phone = 电话
bench-field-product = 产品
bench-field-output = 年产量
bench-field-boiler = 锅炉
bench-field-fuel = 燃料
bench-field-fuel-amount = 燃料用量
bench-field-water = 废水去向
