# 和业主说的话。短、暖、具体，给例子；从不怪业主。

# 答题
noted = ✓ { $label }：{ $value }
skipped = ✓ { $label }：跳过
progress = 第{ $done }／约{ $total }题
example = 例：{ $example }
how-buttons = 点下面的按钮。
how-buttons-or-type = 点按钮，或者直接打字。
how-several = 可以选几样，选完点“选好了”。
how-type = 直接打字回答。看不准就拍张照片发来。
how-photo = 拍一张照片发来。
how-place = 发一个位置，或者打字说清楚。
hint-words = 随时可以打：返回、跳过、帮助、问、暂停、更多。
hint-long-press = 长按这条消息，点“回复”，再打字。也可以打：返回、跳过、帮助、问、暂停、更多。
answer-yes = 是，有
answer-no = 不是，没有
value-yes = 是
value-no = 否
value-month = { $year }年{ $month }月
value-day = { $year }年{ $month }月{ $day }日
value-photo = （照片）
value-deleted = （已删除）
not-given = 没填
suggest = 您是不是要写这个？
    { $code }
pick = { $count ->
        [1] 您说的是这个吗？是就点一下，不是就换个说法。
       *[other] 您说的是哪一个？点一下，或者打前面的数字。
    }
soft = { $why }
    您写的是：{ $value }。没写错吗？
replace = 要改前面这一题吗？
    { $label }：{ $value }
proposed = { $by }帮您看过了：
    { $label }：{ $value }
    对不对？
tries-help = 这一题不好填，不怪您。我已经请人来帮您看。
skip-refused = 这一题不能跳过。不会填就点“帮助”，有人来帮您。
back-refused = 前面没有题了。
item-removed = 好，去掉了。
started-over = 好，从头来。前面的答案都放下了。
start-over-1 = 要从头重新填吗？前面填好的都会放下。
start-over-2 = 再问一次：真的从头来吗？
more = 您想做什么？
change = 要改哪一题？点一下，或者打前面的数字。
paused = 好，先停在这里。填好的都存着。随时点“接着填”，几天以后也行。
resumed = 我们接着来。

# 按钮
button-yes = 对
button-no = 不对
button-keep = 不改，还是：{ $value }
button-same = 一样
button-done = ✔ 选好了
button-skip = 跳过
button-back = ↩ 返回
button-help = 🙋 帮助
button-pause = ⏸ 暂停
button-more = ⋯ 更多
button-continue = 接着填
button-back-to-question = 回到题目
button-change = ✏ 改前面的答案
button-language = English
button-start-over = 从头重填
button-none-of-these = 都不是
button-previous-page = ◀ 上一页
button-next-page = 下一页 ▶
button-remove = 去掉
button-sign = ✍ 没错，去签字
button-agree = ✔ 我确认以上都是真的
button-start = 📝 开始填报
button-leave-crowd = ⚡ 去私聊接着填
button-go-private = 🔒 去私聊填这一题
button-stay-private = 后面都在这里填
button-choose-continue = 接着填：{ $name }
button-choose-another = 另一家
button-choose-for-owner = 替别人填
button-reopen = ✏ 改一改再签
button-confirm-owner = ✔ 都对，我确认

# 私聊
go-private = 下面这题关系到您个人，只在私聊里问。点一下按钮就过去，填完自动回到这里。
go-private-review = 题都答完了！最后看一遍、签个字，只在私聊里做。点一下按钮就过去。
hint-add = 还有的话，打“再加一个”：{ $again }
button-go-review = 🔒 去私聊核对、签字
not-in-group = 这一题别在群里写，免得别人看见。点按钮去私聊。
trip-begins = 🔒 这里只有您和我看得见。
trip-ends = 收到，存好了。请回群里接着填。
trip-over = 好，请回群里接着填。
private-received = 收到，私聊里的填好了。
crowd-offer = 群里这会儿人多，消息要排队。点“去私聊接着填”，不用等。
crowd-left = 群里这会儿人多，消息要排队。我们在这里接着填，不用等。
moved-away = 这张表已经换到别处填了。
link-closed = 这个链接已经用过，或者过期了。请回原来的地方再点一次按钮。
private-open = 好了，我们可以在这里说话了。
private-hello = 您好，这里是绿窗，帮您填排污登记。点下面的按钮就开始；有事打“帮助”，县里有人回您。
room-private = 我和绿窗（只有我看得见）

# 表
classification-pending = 是登记还是办证，县里核对后告诉您。
reference = 您这张表的号码：{ $reference }。打电话问的时候报这个号。
welcome-back = 欢迎回来。我们接着填：{ $name }。
for-owner-begins = 好，您替别人填。填完会有一个链接，请那家老板自己点开确认。
choosing = { $count ->
        [1] 您有一张没填完的表。要做什么？
       *[other] 您有{ $count }张没填完的表。要做什么？
    }
review = 都填好了，请看一遍：
    { $answers }
    有错就点“改前面的答案”；都对就去签字。
declaration = 声明：{ $name } 填的内容真实、准确、完整，我对它负责。
    同意就点按钮，或者打“确认”。
sign-name = 请打上您的名字，当作签字。
    .example = 李示例
receipt = 🧾 收到了！{ $name }
    已交到县帮办台，还不是国家平台登记。
    接下来：县里看过以后替您在国家平台录入，办好了把22位登记编号发给您。这几天留意这里的消息就行。
    号码：{ $reference }
    内容指纹：{ $digest }
receipt-waits = 🧾 存好了！{ $name }
    还要等老板本人确认，才交到县帮办台；现在还不是国家平台登记。
    号码：{ $reference }
    内容指纹：{ $digest }
already-signed = 这张表（{ $reference }）已经签了，交到县里了。
reopened = 好，又打开了。改完请再签一次。以前签的那份也留着。
group-done = ✓ { $name } 填完了，已交到县帮办台。
for-owner-link = 请把这个链接发给那家老板，请他自己看一遍、点确认：
    { $link }
    他不用手机的话，县里会打电话找他确认。
confirm-owner = { $helper } 替您填了这张表，请您看一遍：
    { $answers }
    都对就点下面的按钮。有错就告诉 { $helper }。
confirmed = { $by } 已经确认了您填的表 { $reference }，交到县帮办台了。
sent-back = { $by } 看了您的表 { $reference }，请改一个地方：
    { $reason }
    改完再签一次就行。
registered = 🎉 办好了！{ $reference } { $kind ->
        [permit] 的排污许可证办下来了
       *[registration] 已经在国家平台登记
    }。
    { $kind ->
        [permit] 许可证编号
       *[registration] 登记编号
    }：{ $number }
    { $validity }
form-message = { $by } 说（表 { $reference }）：
    { $text }
twin = 提醒一下：同一个信用代码已经有一张表了（{ $reference }）。您可以接着填，县里也知道了。
answers = 表 { $reference } 里填的：
    { $answers }
status-line = { $reference }　{ $name }　{ $stage }{ $at }
status-at = （做到 { $done }／{ $total }：{ $label }）
status-none = 您还没有表。打“填报”就开始。
stage-filling = 正在填
stage-awaiting-owner = 等老板本人确认
stage-signed = 已交到县帮办台，还没在国家平台登记
stage-sent-back = 退回来改
stage-registered = 已完成登记

# 找人
help-sent = 🙋 { $named ->
        [yes] { $desk }那边
       *[no] 县帮办台
    }收到了（第{ $id }号）。一般{ $hours }回话。您可以先接着填，也可以等一等。
help-open = 您的问题（第{ $id }号）还在县帮办台，我又提醒了一次。一般{ $hours }回话。
help-waits = 您的问题记下了（第{ $id }号）。县帮办台现在还没接上，接上了马上送到。急的话请给县里打电话。
attachment-sent = 收到。我看不懂照片和语音，已经交给县里的人（第{ $id }号），他看了会告诉您。一般{ $hours }回话。
ticket-claimed = { $by } 正在看您的问题。
ticket-closed = { $by } 说这个问题办好了。还有事再打“帮助”。
ticket-over = 这个问题已经办好了。还有事就打“帮助”，再开一个。
desk-answer = 💬 { $by }：{ $text }
passed-on = 转给县里了。

# 群和杂事
welcome = 📌 { $county }{ $township }的排污登记在这里办。
    点下面的按钮就开始，一题一题来，十几分钟填完，不收钱。不会填就点“帮助”，县里有人回您。
group-unbound = 这个群还没有设好是哪个乡镇的。请管理员发：/bind_township 石门县 楚江街道
group-hello = 大家好，我是绿窗。请管理员发 /bind_township 石门县 楚江街道（乡镇群）或 /bind_desk 石门县（帮办台）。
please-pin = 请管理员把上面那条消息置顶，大家好找。
anonymous = 我认不出匿名管理员是谁。请先关掉“匿名”，再发一次。
too-large = 这一条太长了，没有收下。前面填的都在。请写短一点，或者打“帮助”。
hint-start = 打“填报”就开始，帮别人填就打“替别人填”，打“帮助”找人。
too-fast = 您发得太快，我跟不上了，这一条没有收下。请停 10 秒，再慢慢发。前面填的都在。
set-aside = 这一条我没处理好，已经记下来，会有人查。前面填的都在。请换个说法再发一次，或者打“帮助”。
# To administrators, in private. $why: what the program knows about the cause, in English.
admin-laid-aside = 有一条消息，程序没处理好，已经记下来了：{ $why }。别人的不受影响，发消息的人也知道了。日志里有详细的一行。这种提醒一小时最多一条。
# Above a question that is shown again because the buttons of the chat are newer than the store.
shown-anew = 上面的旧按钮不能用了，请在这一条上接着填。
forwarded = 这是转发来的，我没有当成答案。要回答的话请自己打一遍。
cannot-read = 这个我看不懂。请打字，或者点按钮。
language-changed = 好，以后说中文。
only-private = 这个只在私聊里看：{ $link }
command-unknown = 没有 /{ $command } 这个命令。打“填报”就开始，打“帮助”找人。
no-admins = 这台机器人还没有管理员。您的数字号是 { $id }。
    请在 greenwindow.toml 里写一行：admins = [{ $id }]，再重新启动。
backup-failed = 夜里的备份没做成，请看一下：{ $why }
compact-failed = 夜里没能整理数据，请看一下：{ $why }
retention-failed = 夜里没能删掉超过保存期限的，请看一下：{ $why }
only-admins = 这个命令只有管理员能用。您的数字号是 { $id }，可以请管理员加上。

# 删除自己的资料
delete-me = 要删除您留在这里的资料吗？
    马上删掉，找不回来：没签过的表 { $drafts } 张，问县里的问题 { $tickets } 个，填到一半的对话、链接、还没发出的消息。
    签过的表 { $signed } 张归县里保管：点了按钮，我替您去问县帮办台，干部同意了才删。
    聊天软件里已经发出的消息，请您自己清空聊天记录。
button-delete-me = 🗑 删除我的资料
deleted-me = 删掉了：没签过的表 { $drafts } 张，问县里的问题 { $tickets } 个，还有对话、链接和没发出的消息。{ $signed ->
        [0] {""}
       *[other] {""}
    签过的表还在：{ $references }。已请县帮办台决定，有结果就告诉您。
    }
deletion-accepted = { $by } 同意了：表 { $reference } 和签字时的存档都删掉了。
deletion-refused = { $by } 没有同意删除表 { $reference }，县里要留着。有疑问就打“帮助”。

# 按下按钮后的小提示
toast-deletion-over = 这个请求已经处理过了。
not-understood = 请点下面的按钮。
go-private-change = 改前面的答案在私聊里做，别人看不见。点一下按钮就过去。
button-go-change = 🔒 去私聊改
toast-form-changed = 这张表后来改过了，请让填表的人再发一次链接，看过新的再确认。
sent-back-other = 您正在填另一张表。要改 { $reference }，点下面的按钮。
form-card-old = 📄 { $reference } 重新签过了，请看下面新的一张。
card-again = 🔔 { $person } 又问了一次（问题 { $id }）。
status-unnamed = （还没填名字）
toast-old = 这个按钮已经过时了，请看最新的一条。
toast-foreign = 这一题是问 { $name } 的。您要填，点置顶消息里的“开始填报”。
toast-not-officer = 只有本县帮办台的干部能按。
toast-taken = { $by } 正在办。要换人，点“转给我”。
toast-closed = 这个问题已经办好了。
toast-not-yours = 这张表不是您的。
toast-confirmed = 确认了，谢谢！
toast-cannot-reopen = 这张表现在不能改了。有事打“帮助”。

# 命令菜单
command-start = 开始或接着填
command-fill = 填报
command-status = 我的表到哪一步了
command-help = 找人帮忙
command-pause = 先停一下
command-answers = 看我填的
command-language = 中文 / English
command-delete-me = 删除我的资料
command-tickets = 没办完的问题
command-forms = 各张表到哪一步
command-registered = 记国家编号：表号 编号
command-sendback = 退回：表号 原因
command-remind = 提醒乡镇群
command-export = 导出表格
command-invite = 邀请用网页

# 演示
demo-li = 李茶
demo-wang = 王米
demo-zhang = 张油
demo-he = 贺姐
demo-role-li = 茶厂老板
demo-role-wang = 米厂老板
demo-role-zhang = 榨油坊老板
demo-role-he = 县帮办台干部
demo-group = 楚江街道排污登记群
demo-desk = 石门县帮办台
