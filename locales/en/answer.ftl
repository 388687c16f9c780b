# What is said when an answer was not taken: what is wrong, and how to mend it.

reject-wrong-kind = Please type the answer, or press a button.
reject-identity-number = This looks like an identity number. We neither need nor keep it; please do not send it.
reject-text-short = That is too short; at least { $min } characters.
reject-text-long = That is too long; at most { $max } characters.
reject-name-form = Letters only in a name, no digits or signs. Example: 李示例
reject-number-form = A number, please. Example: 350, 三百五十, 1.2万
reject-number-one = One number, please; about will do. Example: 300
reject-number-whole = A whole number, please. Example: 350
reject-number-decimals = At most { $decimals } digits after the point. Example: 12.5
reject-number-unit = I do not know the unit "{ $unit }" here. Possible: { $units }
reject-number-which-unit = Please add the unit, one of { $units }. Example: 30 tons/year
reject-number-too-small = That is too small; at least { $min } { $unit }.
reject-number-too-big = That is too big; at most { $max } { $unit }. A zero too many?
reject-choice-ambiguous = "{ $first }" or "{ $second }"? Press a button or type the number before it.
reject-choice-unknown = Press a button, or type a number from 1 to { $count }.
reject-choices-exclusive = "{ $option }" cannot be combined with others.
reject-choices-empty = Tick at least one, then press "That is all".
reject-code-length = It has { $wanted } characters; you wrote { $length }. Please count once more.
reject-code-letter = "{ $letter }" at position { $position } never occurs in a code. Is it the digit 0, 1, 2 or 5?
reject-code-checksum = One character is wrong. Please compare four by four:
    { $grouped }
reject-code-is-credit-code = This is the credit code of 18 characters. Press "Back" and enter it there.
reject-phone-digits = A mobile number has 11 digits; you wrote { $length }. Example: 13900000002
reject-phone-form = This does not look like a phone number. Example: 13900000002, landline 0736-0000003
reject-photo-wanted = Please take a photo and send it.
reject-place-form = Please send a location, or say where it is. Example: 老供销社后面
reject-month-form = Year and month, please. Example: 2020-06
reject-month-future = That month is still to come. Please look again. Example: 2020-06
reject-month-only-year = Which month of { $year }? Example: { $year }-06
reject-day-form = Year, month and day, please. Example: 2020-06-18
reject-day-future = That day is still to come. Please look again. Example: 2020-06-18
reject-day-only-month = Which day of { $year }-{ $month }? Example: { $year }-{ $month }-18
reject-industry-unknown = I did not find this industry. Try other words for what you make. Example: 打米厂, 修车, 养鸡
reject-township-unknown = I did not find this township. Press a button, or type its name. Example: 楚江街道
soft-over-usual = More than usual (seldom above { $usual } { $unit }).
soft-other-county = This code was registered in { $county }, not here. If the licence is from there, that is fine.
