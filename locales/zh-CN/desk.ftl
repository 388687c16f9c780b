# 帮办台和管理员看的话。

card-title = 🙋 问题 { $id } · { $state }
card-state-open = 还没人接
card-state-claimed = { $by } 在办
card-state-closed = { $by } 办好了
card-who = { $person } · { $name } · { $county }{ $township }
card-no-form = 还没开始填表
card-why-asked = 想找人帮忙。
card-why-does-not-know = 说不知道怎么填。
card-why-tries = 试了三次没填对。
card-why-attachment = 发来照片或语音代替回答。
card-question = 卡在这一题：{ $question }
card-try = ✗ { $raw } —— { $why }
card-try-private = 格式不对
card-hidden = （不显示）
card-photo = 📷 照片在下面
card-voice = 🎤 语音在下面
card-attachment = 问题 { $id }：{ $person } 发来的
card-deleted = 他说过、试过的（已删除）
card-answers = 已填：{ $answers }
card-how = ↩ 直接回复这条消息，就是回答他。
card-forgotten = 🙋 问题 { $id }：本人要求，已删除。
form-card-deleted = 📄 { $reference } 按本人要求删除了。
deletion-card = 🗑 { $person } 请求删除签过的表 { $reference }（{ $name }，{ $stage }）。
    同意：表、签字时的存档和经过都删掉，找不回来。依法要留的，可以不同意；直接回复这条消息就能跟他说明。
deletion-card-helped = 这张表是 { $person } 替别人填的。
button-deletion-accept = 🗑 同意删除
button-deletion-refuse = 不同意，留着
deletion-card-accepted = 🗑 { $reference } 已删除：{ $by } 同意。
deletion-card-refused = 🗑 { $reference } 留着：{ $by } 没有同意删除。
card-owner-says = 👤 { $person }（问题 { $id }）：{ $text }
button-claim = ✋ 我来办
button-take-over = 🔁 转给我
button-close = ✅ 办好了
button-value = ✍ 我看清了，替他写上
button-number = 🔢 记国家编号
button-send-back = ↩ 退回去改
button-by-telephone = ☎ 打电话确认过了
ask-value = 请回复这条消息，只写要填的内容。老板点“对”以后才算数。
    .example = 照片上看到的内容
ask-reason = 请回复这条消息，写明要改哪里。
    .example = 信用代码和执照对不上，请再拍一张执照
ask-number = 请回复这条消息，写国家平台的22位编号。不是今天发的，后面空一格写发证（登记）日期，例：2026-11-20
    .example = 92430726MA4T000278001W
value-proposed = 已请他确认。
desk-not-officer = 只有本县帮办台的干部能这样做。请管理员回复您的消息发 /officer。
desk-only = 这个命令请在帮办台群里或者私聊里用。
web-group = { $township }排污登记群
desk-taken = { $by } 正在办这个问题。要换人，先点“转给我”。
desk-closed = 这个问题已经办好了。
passed-on-to-owner = 转给他了。
tickets-title = 没办完的问题：{ $count } 个
tickets-line = { $id } · { $person } · { $since } · { $state }

form-card-title = 📄 { $reference } · { $state }
form-card-who = { $name } · { $county }{ $township } · 填表人 { $person }
form-card-confirmed = 替别人填的，{ $by } 已确认
form-card-unconfirmed = 替别人填的，老板还没确认
form-card-flag = ⚑ { $label } { $value }：{ $why }
form-card-digest = 内容指纹 { $digest }
form-card-number = 国家编号 { $number }
form-card-sent-back = { $by } 退回：{ $reason }
form-unknown = 没有这张表。
stage-refused = { $reference } 现在是“{ $stage }”，不能这样做。
reference-wrong = 表号 { $reference } 不对，请再看一遍。例：2611-0042-5
registered-how = 这样写：/registered 2611-0042-5 92430726MA4T000278001W；不是今天发的，后面再写日期：2026-11-20
sendback-how = 这样写：/sendback 2611-0042-5 信用代码和执照对不上
desk-registered = 记好了：{ $reference } → { $number }，已告诉他。{ $validity }
desk-sent-back = { $reference } 退回去了，已告诉他。
desk-twin = ⚠ 信用代码 { $code } 有两张表：{ $reference }（{ $person }）和 { $other }（{ $other-person }）。
forms-title = 已登记 { $registered }，已签 { $signed }，{ $filling } 位在填
forms-left = ……还有 { $count } 张，用 /export 看全部。
reminder = 📣 { $township }排污登记：已登记 { $registered }，已签 { $signed }，{ $filling } 位在填。
    还没开始的，点下面的按钮，十几分钟就好。
reminder-of = 📣 { $township }排污登记：{ $total } 家里，已登记 { $registered }，已签 { $signed }，{ $filling } 位在填。
    还没开始的，点下面的按钮，十几分钟就好。
remind-sent = 提醒发到 { $count } 个群。
remind-nobody = 没有找到可以发的乡镇群。先在群里发 /bind_township。
export-how = 这样写：/export xlsx 或 /export csv
export-open-private = 表格只发到您的私聊。请先点开：{ $link }
export-in-private = 表格发到您的私聊了。
export-caption = { $county }：{ $count } 张表
paper-reference = 表号
paper-stage = 进度
paper-number = 国家登记编号
paper-filled-by = 填表人
paper-signed-at = 签字时间
paper-signer = 签字人
paper-valid-until = 有效期至
paper-renew-from = 可延续起
paper-renew-by = 最迟申请延续
paper-change-days = 变更期限（日）
paper-name = 单位名称
paper-sheet-forms = 登记表
invitation = 邀请链接（14天内有效，第一个打开的人用）：
    { $link }

desk-bound = 这里是{ $county }帮办台。老板们的问题和签好的表会送到这里；回复卡片就是回答。
township-bound = 设好了：{ $county }{ $township }。
bind-desk-how = 在帮办台群里这样写：/bind_desk 石门县
bind-township-how = 在乡镇群里这样写：/bind_township 石门县 楚江街道 63（63是企业数，可以不写）
county-unknown = 没有“{ $county }”。是不是{ $near }？
township-not-there = { $county }没有“{ $township }”。是不是{ $near }？
where-desk = 这里是{ $county }帮办台。
where-township = 这里是{ $county }{ $township }{ $count ->
        [-1] {""}
       *[other] ，{ $count } 家企业
    }。
where-nothing = 这里还没有设。您的数字号是 { $id }。
not-at-desk = 请在设好的帮办台群里用这个命令。
officer-how = 请回复那个人的消息，再发 /officer。
officer-named = { $name } 现在是{ $county }帮办台的干部。
officer-removed = { $name } 不再是帮办台的干部。
officers = { $county }帮办台的干部：
    { $list }
    去掉一个人：/officers 他的数字号
nickname-how = 这样写：/nickname 贺姐（12个字以内，不能是“返回”“帮助”这类词）
nickname-set = 好，在{ $county }打“{ $name }”就能找到帮办台。
about-form = 关于表 { $reference }
desk-open-private = 这个在您的私聊里填。请先点开：{ $link }
offered-in-private = 已经在您的私聊里打开，请去那里填；填完由另一位干部认定。
