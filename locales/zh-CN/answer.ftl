# 回答没收下时说的话：哪里不对，怎么写就对。

reject-wrong-kind = 这一题要打字回答，或者点按钮。
reject-identity-number = 看着像身份证号。这里不收身份证号，也没有存下来。请不要发。
reject-text-short = 太短了，至少写{ $min }个字。
reject-text-long = 太长了，最多{ $max }个字，写要紧的就行。
reject-name-form = 名字里只写字，不写数字和符号。例：李示例
reject-number-form = 我要一个数字。例：350，三百五十，1.2万
reject-number-one = 只写一个数就行，大概数也可以。例：300
reject-number-whole = 这里写整数，不要小数点。例：350
reject-number-decimals = 小数点后面最多{ $decimals }位。例：12.5
reject-number-unit = “{ $unit }”这个单位我对不上。可以用：{ $units }
reject-number-which-unit = 请把单位也写上，比如{ $units }里的一个。例：30吨/年
reject-number-too-small = 数太小了，至少{ $min }{ $unit }。
reject-number-too-big = 数太大了，最多{ $max }{ $unit }。是不是多打了一个零？
reject-choice-ambiguous = 是“{ $first }”还是“{ $second }”？请点按钮，或者打前面的数字。
reject-choice-unknown = 请点一个按钮，或者打1到{ $count }的数字。
reject-choices-exclusive = 选了“{ $option }”，就不能再选别的。
reject-choices-empty = 至少选一样，再点“选好了”。
reject-code-length = 一共要{ $wanted }位，您写了{ $length }位。请对着证照再数一遍。
reject-code-letter = 第{ $position }位的“{ $letter }”不会出现在代码里。看看是不是数字0、1、2、5？
reject-code-checksum = 有一位抄错了，请四位四位地对：
    { $grouped }
reject-code-is-credit-code = 这是18位的统一社会信用代码。请点“返回”，填到上一题。
reject-phone-digits = 手机号是11位，您写了{ $length }位。例：13900000002
reject-phone-form = 这不像电话号码。例：13900000002，座机 0736-0000003
reject-photo-wanted = 这一题请拍一张照片发来。
reject-place-form = 请发一个位置，或者写清楚在哪里。例：老供销社后面
reject-month-form = 请写哪年哪月。例：2020年6月
reject-month-future = 这个日子还没到。请对着回执再看一遍。例：2020年6月
reject-month-only-year = { $year }年几月？例：{ $year }年6月
reject-day-form = 请写哪年哪月哪日。例：2020年6月18日
reject-day-future = 这一天还没到。请再看一遍。例：2020年6月18日
reject-day-only-month = { $year }年{ $month }月几号？例：{ $year }年{ $month }月18日
reject-industry-unknown = 这个行业我没找到。换个说法试试，比如做什么、加工什么。例：打米厂、修车、养鸡
reject-township-unknown = 没有找到这个乡镇。请点按钮，或者打乡镇名字。例：楚江街道
soft-over-usual = 比平常的多（一般不超过{ $usual }{ $unit }）。
soft-other-county = 这个代码是在{ $county }登记的，跟这里不一样。执照是外县办的就没事。
