# What owners read. Short, warm, concrete, with an example; never blames the owner.

noted = ✓ { $label }: { $value }
skipped = ✓ { $label }: skipped
progress = { $done } of about { $total }
example = Example: { $example }
how-buttons = Press a button below.
how-buttons-or-type = Press a button, or simply type.
how-several = Several answers are possible; then press "That is all".
how-type = Type your answer. If you are not sure, send a photo.
how-photo = Take a photo and send it.
how-place = Send a location, or describe it in words.
hint-words = At any time you may type: back, skip, help, ask, pause, more.
hint-long-press = Press and hold this message, choose "Reply", then type. You may also type: back, skip, help, ask, pause, more.
answer-yes = Yes
answer-no = No
value-yes = yes
value-no = no
value-month = { $year }-{ $month }
value-day = { $year }-{ $month }-{ $day }
value-photo = (photo)
value-deleted = (deleted)
not-given = not given
suggest = Did you mean this?
    { $code }
pick = { $count ->
        [1] Is it this one? If so press it; if not, try other words.
       *[other] Which one do you mean? Press it, or type its number.
    }
soft = { $why }
    You wrote: { $value }. Is that right?
replace = Change this earlier answer?
    { $label }: { $value }
proposed = { $by } had a look for you:
    { $label }: { $value }
    Is that right?
tries-help = This one is tricky, and it is not your fault. I have asked somebody to have a look.
skip-refused = This question cannot be skipped. Press "Help" and somebody will assist.
back-refused = There is no question before this one.
item-removed = Removed.
started-over = From the beginning, then. The earlier answers are laid aside.
start-over-1 = Start over? The answers so far will be laid aside.
start-over-2 = Just to be sure: really start over?
more = What would you like to do?
change = Which answer? Press it, or type its number.
paused = Paused. Your answers are kept. Press "Go on" whenever you like, even days later.
resumed = Let us go on.

button-yes = Yes
button-no = No
button-keep = Keep: { $value }
button-same = The same
button-done = ✔ That is all
button-skip = Skip
button-back = ↩ Back
button-help = 🙋 Help
button-pause = ⏸ Pause
button-more = ⋯ More
button-continue = Go on
button-back-to-question = Back to the question
button-change = ✏ Change an answer
button-language = 中文
button-start-over = Start over
button-none-of-these = None of these
button-previous-page = ◀ Previous
button-next-page = Next ▶
button-remove = Remove
button-sign = ✍ All right, sign
button-agree = ✔ I confirm that this is true
button-start = 📝 Start
button-leave-crowd = ⚡ Go on in private
button-go-private = 🔒 Answer in the private chat
button-stay-private = Go on here
button-choose-continue = Go on: { $name }
button-choose-another = Another enterprise
button-choose-for-owner = For somebody else
button-reopen = ✏ Change and sign again
button-confirm-owner = ✔ All correct, I confirm

go-private = The next question is personal, so it is asked in the private chat. One press leads there; afterwards we go on here.
go-private-review = All questions are answered! Checking and signing is done in the private chat. One press leads there.
hint-add = If there is more, type "one more": { $again }
button-go-review = 🔒 Check and sign in the private chat
not-in-group = Please do not answer this one in the group, where others can read it. Press the button.
trip-begins = 🔒 Only you and I can see this chat.
trip-ends = Received and kept. Please go on in the group.
trip-over = Please go on in the group.
private-received = Received; the private part is done.
crowd-offer = The group is busy and messages queue up. Press “Go on in private” and you need not wait.
crowd-left = The group is busy and messages queue up there. Let us go on here, without waiting.
moved-away = This form goes on elsewhere now.
link-closed = This link was used already or has expired. Please press the button again where you came from.
private-open = Good, now we can talk here.
private-hello = Hello, this is Green Window. I help with the discharge registration. Press the button to start; type "help" for a human.
room-private = Green Window and I (only I can see this)

classification-pending = Whether it is a registration or a permit: the county checks and tells you.
reference = The number of your form: { $reference }. Read it out when you call.
welcome-back = Welcome back. We go on with { $name }.
for-owner-begins = You are filling in for somebody else. At the end there is a link with which the owner confirms.
choosing = { $count ->
        [1] You have an open form. What would you like to do?
       *[other] You have { $count } open forms. What would you like to do?
    }
review = That was all. Please read it through:
    { $answers }
    Something wrong: press "Change an answer". All right: sign.
declaration = Declaration: what { $name } states here is true, correct and complete, and I answer for it.
    To agree press the button or type "confirm".
sign-name = Please type your name as a signature.
    .example = 李示例
receipt = 🧾 Received! { $name }
    It is with the county's help desk now; it is not yet registered on the national platform.
    Next: the county checks it, enters it on the national platform and sends you the number of 22 characters. Please watch this chat.
    Number: { $reference }
    Digest: { $digest }
receipt-waits = 🧾 Kept! { $name }
    The owner has to confirm before it goes to the county's help desk; it is not yet registered on the national platform.
    Number: { $reference }
    Digest: { $digest }
already-signed = This form ({ $reference }) is signed and with the county.
reopened = It is open again. Please sign once more when you are done. The earlier version is kept.
group-done = ✓ { $name } is done; the form is with the county's help desk.
for-owner-link = Please send this link to the owner, who reads it through and confirms:
    { $link }
    Without a phone, the county calls.
confirm-owner = { $helper } filled this in for you. Please read it:
    { $answers }
    If all is correct, press the button. If not, tell { $helper }.
confirmed = { $by } has confirmed the form { $reference } you filled in; it is with the help desk.
sent-back = { $by } looked at your form { $reference }. Please change one thing:
    { $reason }
    Then sign again.
registered = 🎉 Done! { $reference } { $kind ->
        [permit] has its permit
       *[registration] is registered on the national platform
    }.
    { $kind ->
        [permit] Permit
       *[registration] Registration
    } number: { $number }
    { $validity }
form-message = { $by } says (form { $reference }):
    { $text }
twin = A note: there is already a form with this credit code ({ $reference }). You may go on; the county knows.
answers = What is filled in in { $reference }:
    { $answers }
status-line = { $reference }  { $name }  { $stage }{ $at }
status-at = {" "}({ $done } of { $total }: { $label })
status-none = You have no form yet. Type "fill" to start.
stage-filling = being filled in
stage-awaiting-owner = waits for the owner's confirmation
stage-signed = with the county's help desk, not yet on the national platform
stage-sent-back = sent back to be changed
stage-registered = registered

help-sent = 🙋 { $named ->
        [yes] { $desk }
       *[no] The county's help desk
    } has your question (no. { $id }). Usual hours: { $hours }. You may go on meanwhile.
help-open = Your question (no. { $id }) is still with the help desk; I reminded them. Usual hours: { $hours }.
help-waits = Your question is noted (no. { $id }). The help desk is not connected at the moment; it gets there as soon as it is. If it is urgent please call the county.
attachment-sent = Received. I cannot read photos or voice, so it is with the county's staff (no. { $id }), who will tell you. Usual hours: { $hours }.
ticket-claimed = { $by } is looking at your question.
ticket-closed = { $by } says this is settled. Type "help" if there is more.
ticket-over = This question is settled. Type "help" to ask another.
desk-answer = 💬 { $by }: { $text }
passed-on = Passed on to the county.

welcome = 📌 The discharge registration of { $county } { $township } is done here.
    Press the button; a dozen minutes, free of charge. Press "Help" and the county's staff answer.
group-unbound = Nobody has said yet which township this group is. An administrator sends: /bind_township 石门县 楚江街道
group-hello = Hello, I am Green Window. An administrator sends /bind_township 石门县 楚江街道 (township group) or /bind_desk 石门县 (help desk).
please-pin = Please pin the message above, so that everybody finds it.
anonymous = I cannot tell anonymous administrators apart. Please switch "anonymous" off and send it again.
too-large = That was too long and was not taken. Everything before is kept. Please write less, or type "help".
hint-start = Type "fill" to start, "For somebody else" to fill in for another owner, "help" for a human.
too-fast = That is too fast for me, and this one was not taken. Please pause for 10 seconds, then go on slowly. Everything before is kept.
set-aside = I could not handle that; it is noted, and somebody will look into it. Everything before is kept. Please say it another way, or type "help".
# To administrators, in private. $why: what the program knows about the cause, in English.
admin-laid-aside = One message could not be handled and was laid aside: { $why }. Nobody else is affected, and whoever sent it was told. The log has a line about it. You get at most one such note an hour.
# Above a question that is shown again because the buttons of the chat are newer than the store.
shown-anew = The older buttons above no longer work; please go on here.
forwarded = That was forwarded, so I did not take it as an answer. Please type it yourself.
cannot-read = I cannot read that. Please type, or press a button.
language-changed = English from now on.
only-private = This is shown in the private chat only: { $link }
command-unknown = There is no command /{ $command }. Type "fill" to start, "help" for a human.
no-admins = This bot has no administrator yet. Your numeric id is { $id }.
    Put this line into greenwindow.toml: admins = [{ $id }] and start again.
delete-me = Delete what you have left here?
    Gone at once, and for good: forms never signed ({ $drafts }), questions to the desk ({ $tickets }), dialogues under way, links, messages not sent yet.
    Signed forms ({ $signed }) are the county's files: with this button I ask the help desk, and an officer has to accept.
    Messages that your chat program shows already are yours to clear.
button-delete-me = 🗑 Delete my data
deleted-me = Deleted: forms never signed ({ $drafts }), questions to the desk ({ $tickets }), dialogues, links and messages not sent.{ $signed ->
        [0] {""}
       *[other] {""}
    Signed forms are still here: { $references }. The help desk is asked, and you will hear what it says.
    }
deletion-accepted = { $by } has accepted: form { $reference } and what was signed are deleted.
deletion-refused = { $by } has not accepted that form { $reference } be deleted: the county has to keep it. Questions? Type "help".
toast-deletion-over = This request was settled already.
backup-failed = Last night's backup has failed, please see to it: { $why }
compact-failed = The store could not be written anew last night; please look: { $why }
retention-failed = What was kept too long could not be deleted last night; please look: { $why }
only-admins = Only administrators may do this. Your numeric id is { $id }; an administrator can add it.

not-understood = Please press one of the buttons.
go-private-change = Answers are changed in the private chat, where nobody else sees them. One press leads there.
button-go-change = 🔒 Change in the private chat
toast-form-changed = This form was changed since. Please ask for the new link and read it before you confirm.
sent-back-other = You have another form open. To change { $reference }, press the button.
form-card-old = 📄 { $reference } was signed anew; see the newer card below.
card-again = 🔔 { $person } asks again (question { $id }).
status-unnamed = (no name yet)
toast-old = This button is out of date; please see the newest message.
toast-foreign = This question is for { $name }. To fill in your own form press "Start" in the pinned message.
toast-not-officer = Only officers of this county's desk can press this.
toast-taken = { $by } has it. Press "Take over" to change that.
toast-closed = This question is settled already.
toast-not-yours = This form is not yours.
toast-confirmed = Confirmed, thank you!
toast-cannot-reopen = This form cannot be changed now. Type "help" if needed.

command-start = Start or go on
command-fill = Fill in the form
command-status = How far is my form
command-help = Ask a human
command-pause = Pause
command-answers = See my answers
command-language = English / 中文
command-delete-me = delete my data
command-tickets = Open questions
command-forms = How far the forms are
command-registered = National number: REF NUMBER
command-sendback = Send back: REF REASON
command-remind = Remind the township groups
command-export = Export the forms
command-invite = Invite to the web chat

demo-li = 李茶
demo-wang = 王米
demo-zhang = 张油
demo-he = 贺姐
demo-role-li = tea factory
demo-role-wang = rice mill
demo-role-zhang = oil press
demo-role-he = help desk officer
demo-group = 楚江街道排污登记群
demo-desk = 石门县帮办台
