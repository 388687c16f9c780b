# What the help desk and administrators read.

card-title = 🙋 Question { $id } · { $state }
card-state-open = not taken
card-state-claimed = with { $by }
card-state-closed = settled by { $by }
card-who = { $person } · { $name } · { $county } { $township }
card-no-form = no form yet
card-why-asked = Asks for a human.
card-why-does-not-know = Does not know the answer.
card-why-tries = Three tries were not taken.
card-why-attachment = Sent a photo or voice message instead of an answer.
card-question = Stuck at: { $question }
card-try = ✗ { $raw } — { $why }
card-try-private = not in the right form
card-hidden = (hidden)
card-photo = 📷 The photo is below
card-voice = 🎤 The voice message is below
card-attachment = Question { $id }: from { $person }
card-deleted = What was said and tried (deleted)
card-answers = So far: { $answers }
card-how = ↩ Reply to this message to answer.
card-forgotten = 🙋 Question { $id }: deleted at the person's wish.
form-card-deleted = 📄 { $reference } was deleted at the person's wish.
deletion-card = 🗑 { $person } asks for the signed form { $reference } to be deleted ({ $name }, { $stage }).
    If you accept, the form, what was signed and its trail are gone for good. What the law wants kept you may refuse; a reply to this message tells him why.
deletion-card-helped = { $person } filled this form in for somebody else.
button-deletion-accept = 🗑 Accept, delete it
button-deletion-refuse = Refuse, keep it
deletion-card-accepted = 🗑 { $reference } is deleted: accepted by { $by }.
deletion-card-refused = 🗑 { $reference } is kept: refused by { $by }.
card-owner-says = 👤 { $person } (question { $id }): { $text }
button-claim = ✋ I take it
button-take-over = 🔁 Take over
button-close = ✅ Settled
button-value = ✍ I can read it, fill it in
button-number = 🔢 Record the number
button-send-back = ↩ Send back
button-by-telephone = ☎ Confirmed by telephone
ask-value = please reply to this message with the value alone. It counts once the owner says yes.
    .example = What the photo shows
ask-reason = please reply to this message: what is to be changed?
    .example = The credit code differs from the licence
ask-number = please reply to this message with the national number of 22 characters. If it was not issued today, put the day behind it: 2026-11-20
    .example = 92430726MA4T000278001W
value-proposed = The owner is asked to confirm.
desk-not-officer = Only officers of this county's desk can do that. An administrator replies /officer to your message.
desk-only = Please use this command in the help desk's group or in private.
web-group = { $township }排污登记群
desk-taken = { $by } has this question. Press "Take over" first.
desk-closed = This question is settled already.
passed-on-to-owner = Passed on to the owner.
tickets-title = Open questions: { $count }
tickets-line = { $id } · { $person } · { $since } · { $state }

form-card-title = 📄 { $reference } · { $state }
form-card-who = { $name } · { $county } { $township } · filled in by { $person }
form-card-confirmed = Filled in for somebody else, confirmed by { $by }
form-card-unconfirmed = Filled in for somebody else, not confirmed yet
form-card-flag = ⚑ { $label } { $value }: { $why }
form-card-digest = Digest { $digest }
form-card-number = National number { $number }
form-card-sent-back = Sent back by { $by }: { $reason }
form-unknown = There is no such form.
stage-refused = { $reference } is "{ $stage }" now, so that is not possible.
reference-wrong = { $reference } is no form number. Please look again. Example: 2611-0042-5
registered-how = Write: /registered 2611-0042-5 92430726MA4T000278001W; if it was not issued today, the day behind it: 2026-11-20
sendback-how = Write: /sendback 2611-0042-5 The credit code differs from the licence
desk-registered = Recorded: { $reference } → { $number }. The owner is told.{ $validity }
desk-sent-back = { $reference } is sent back. The owner is told.
desk-twin = ⚠ Credit code { $code } is in two forms: { $reference } ({ $person }) and { $other } ({ $other-person }).
forms-title = Registered { $registered }, signed { $signed }, { $filling } being filled in
forms-left = … and { $count } more; /export gives all.
reminder = 📣 Registration in { $township }: { $registered } registered, { $signed } signed, { $filling } being filled in.
    Not started yet? Press the button; a dozen minutes will do.
reminder-of = 📣 Registration in { $township }: of { $total } enterprises { $registered } registered, { $signed } signed, { $filling } being filled in.
    Not started yet? Press the button; a dozen minutes will do.
remind-sent = The reminder goes to { $count } groups.
remind-nobody = There is no township group to remind. Send /bind_township in the group first.
export-how = Write: /export xlsx or /export csv
export-open-private = The file goes to your private chat only. Please open it first: { $link }
export-in-private = The file is in your private chat.
export-caption = { $county }: { $count } forms
paper-reference = Form number
paper-stage = Stage
paper-number = National number
paper-filled-by = Filled in by
paper-signed-at = Signed at
paper-signer = Signed by
paper-valid-until = Valid until
paper-renew-from = Renewable from
paper-renew-by = Renewal applied for by
paper-change-days = Changes told within (days)
paper-name = Enterprise
paper-sheet-forms = Forms
invitation = Invitation (14 days, for the first who opens it):
    { $link }

desk-bound = This is the help desk of { $county }. Questions and signed forms arrive here; reply to a card to answer.
township-bound = Done: { $county } { $township }.
bind-desk-how = In the help desk's group write: /bind_desk 石门县
bind-township-how = In the township's group write: /bind_township 石门县 楚江街道 63 (63 enterprises, may be left out)
county-unknown = There is no county "{ $county }". Did you mean { $near }?
township-not-there = { $county } has no township "{ $township }". Did you mean { $near }?
where-desk = This is the help desk of { $county }.
where-township = This is { $county } { $township }{ $count ->
        [-1] {""}
       *[other] , { $count } enterprises
    }.
where-nothing = This chat is not bound. Your numeric id is { $id }.
not-at-desk = Please use this command in the bound help desk's group.
officer-how = Reply /officer to that person's message.
officer-named = { $name } is an officer of the desk of { $county } now.
officer-removed = { $name } is no longer an officer.
officers = Officers of { $county }:
    { $list }
    To remove one: /officers NUMERIC_ID
nickname-how = Write: /nickname 贺姐 (up to 12 characters, not a word like "back" or "help")
nickname-set = Typing "{ $name }" in { $county } now reaches the desk.
about-form = About the form { $reference }
desk-open-private = You fill this in in your private chat. Please open it first: { $link }
offered-in-private = It is open in your private chat; please fill it in there. Another officer then decides.
