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
restore-done = 已恢复到 { $path }：{ $made } 的备份（{ $version } 版），{ $records } 条记录，{ $files } 个文件。现在可以启动了。
