# 启动时和命令行里说的话，给装机的人看。

start-web = 绿窗开了：{ $url }
start-demo = 这是演示：没有设 Telegram 令牌，也没有设管理员。在浏览器里打开上面的地址就能试。
start-real = 网页用户凭干部发的邀请链接（/invite）进来。
start-telegram = Telegram 已接上：@{ $name }
start-store = 数据在 { $path }
start-flows = 表格：{ $flows }（{ $from }）；文字：{ $texts }
start-embedded = 程序自带
start-open-to-all = 注意：网页对外开着（{ $listen }），请放在 https 后面。
stop = 正在停……
stopped = 停好了，填过的都存着。
check-clean = 没有发现问题。
check-found = 发现 { $count } 个问题。
console-how = 打字回答；打 :1 按第1个按钮；Ctrl-D 结束。
backup-done = 备份写好了，也核对过了：{ $file }（{ $records } 条记录，{ $files } 个文件）。
backup-keyring = 密钥写好了，用口令锁着：{ $file }。请和备份分开放；忘了口令谁也打不开。
restore-keyring = 密钥也恢复了（{ $count } 把），私人答案读得出来。
restore-unreadable = 缺密钥，这些读不出来（别的都能读）：
    { $sums }
    手里有 backup --keyring 写的密钥文件的，请换一个空目录，再运行 greenwindow restore 备份 --keyring 密钥文件。
    或者启动以前，把原来目录里的 keyring 和 master.key 放进来。
restore-done = 已恢复到 { $path }：{ $made } 的备份（{ $version } 版），{ $records } 条记录，{ $files } 个文件。现在可以启动了。
retention-unset = 没有设保存期限（retention.drafts_months、retention.signed_months），什么都不会删。
retention-none = 没有超过保存期限的。
retention-would = 这些超过了保存期限，现在还能看：
    { $sums }
    什么都没有改。要让它们永远看不到（备份里的也一样），请运行：greenwindow retention --yes
retention-done = 密钥已经销毁，这些永远看不到了：
    { $sums }
    用 --keyring 另外存过密钥的，请把这之前的那些密钥文件也删掉。
compact-done = 数据重新写了一遍：{ $before } MiB → { $after } MiB。以前删掉的、改掉的，数据文件夹里都没有了。
sealed-sum = { $month }　{ $thing }：{ $count }
sealed-sum-unknown = 月份不明　{ $thing }：{ $count }
sealed-draft = 没签过的表
sealed-signed = 签过的表
sealed-version = 签字时的存档
sealed-ticket = 问帮办台的问题
sealed-dialogue = 填到一半的对话
sealed-line = 网页聊天里的话
sealed-message = 等着发的消息
sealed-file = 照片和表格文件
sealed-other = 别的记录

doctor-well = OK      { $text }
doctor-todo = 要处理  { $text }
doctor-all-well = 全都正常。
doctor-found = 有 { $count } 处要处理
doctor-config = 配置读得了。
doctor-flows = 表格和文字没有错。
doctor-flows-wrong = 表格或文字有错：{ $why }。请运行 greenwindow check，照它说的改。
doctor-folder = 数据目录 { $path } 只有本用户能看，也写得进去。
doctor-folder-none = 还没有数据目录 { $path }，第一次启动时会建。
doctor-folder-rights = 数据目录 { $path } 要让本用户能写、别人不能看：先 chown 给运行程序的用户，再 chmod 700。
doctor-room = { $path } 还剩 { $mib } MiB。
doctor-room-little = { $path } 只剩 { $mib } MiB，请腾出地方，至少 1024 MiB。
doctor-running = 程序正在运行，问它它答。
doctor-store = 数据打得开。
doctor-store-none = 还没有数据，第一次启动时会建。
doctor-store-wrong = 数据打不开：{ $why }
doctor-retention = 保存期限：没签过的 { $drafts } 个月，签过的 { $signed } 个月（0 是一直留着）。
doctor-retention-unset = 没有设保存期限：私人信息一直留着（retention.drafts_months、retention.signed_months）。
doctor-retention-short = 签过的表只留 { $signed } 个月，没签过的倒留 { $drafts } 个月（0 是一直留着）。请看看 retention.drafts_months 和 retention.signed_months 是不是写反了。
doctor-backup = 每天夜里备份到 { $folder }，密钥也在那里（greenwindow.keys，用口令锁着）。
doctor-backup-unset = 没有设夜里的备份（backup.folder）。
doctor-backup-no-keys = 夜里的备份在 { $folder }，密钥不在：数据文件夹丢了，备份里的私人信息就读不出来。请设口令（GREENWINDOW_KEYRING_PASSPHRASE，或 systemd 的 greenwindow-passphrase），当夜就会写好；设了以后也请把口令另外记下来。
doctor-compact = 每 { $days } 天夜里把数据重新写一遍，删掉的不再留在数据文件夹里。
doctor-compact-unset = 没有设夜里整理（retention.compact_days）：删掉的要运行 greenwindow compact 才从数据文件夹里消失。
doctor-address = 地址 { $address } 空着。
doctor-address-taken = 地址 { $address } 用不了：{ $why }。请停掉占着它的程序，或换一个地址（listen、status_listen、telegram.webhook_listen）。
doctor-no-token = 没有设 Telegram 令牌：只开网页聊天。
doctor-telegram = Telegram 认得机器人：@{ $name }。
doctor-telegram-wrong = Telegram 答得不对：{ $why }。请检查 TELOXIDE_TOKEN、TELOXIDE_API_URL、TELOXIDE_PROXY 和网络。
doctor-polling = 消息用长轮询取。
doctor-webhook = Telegram 把消息送到 { $url }。
doctor-webhook-other = Telegram 那边的 webhook 是“{ $url }”，配置里是“{ $wanted }”：请重启程序；还不对，就是别的程序用了同一个令牌。
doctor-webhook-error = Telegram 上一条消息没送到：{ $why }。请检查网站服务器和证书。
doctor-clock = 时钟是准的。
doctor-clock-off = 本机时钟差了 { $seconds } 秒：请打开自动对时（timedatectl set-ntp true）。
doctor-chat = { $chat }：机器人能发言、能置顶。
doctor-chat-wrong = { $chat } 问不到：{ $why }。请把机器人重新拉进群，或改绑别的群。
doctor-chat-mute = { $chat }：机器人不能发言。请允许它发消息，或设成管理员。
doctor-chat-pin = { $chat }：机器人不能置顶。请设成能置顶消息的管理员，或自己把它的欢迎语置顶。
