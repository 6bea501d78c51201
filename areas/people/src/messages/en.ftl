# People: units, persons, accounts

## Menu and titles
people-menu-group = People
people-menu-people = People
people-menu-units = Units
people-menu-accounts = Accounts
people-menu-account = My account
people-title = People
people-units-title = Units
people-accounts-title = Accounts

## Kinds of people

# dynamic: people-kind-…
people-kind-officer = Officer
people-kind-auxiliary = Auxiliary
people-kind-civilian = Civilian

# dynamic: people-gender-…
people-gender-female = Female
people-gender-male = Male

## Posts

# dynamic: people-post-…
people-post-leader = Leadership
people-post-desk = Desk
people-post-command = Command and dispatch
people-post-community = Community policing
people-post-patrol = Patrol
people-post-case-handling = Case handling
people-post-investigation = Criminal investigation
people-post-public-order = Public order
people-post-household = Household registration
people-post-traffic = Traffic
people-post-legal-review = Legal review
people-post-technology = Technology
people-post-logistics = Logistics
people-post-other = Other post

## Reasons for leaving

# dynamic: people-leave-…
people-leave-retired = Retired
people-leave-transferred = Transferred away
people-leave-resigned = Resigned
people-leave-contract-ended = Contract ended
people-leave-discharged = Dismissed
people-leave-died = Died
people-leave-other = Other reason

## Police ranks

# dynamic: people-rank-…
people-rank-constable-2 = Constable, second class
people-rank-constable-1 = Constable, first class
people-rank-superintendent-3 = Superintendent, third class
people-rank-superintendent-2 = Superintendent, second class
people-rank-superintendent-1 = Superintendent, first class
people-rank-supervisor-3 = Supervisor, third class
people-rank-supervisor-2 = Supervisor, second class
people-rank-supervisor-1 = Supervisor, first class
people-rank-commissioner-3 = Commissioner, third class
people-rank-commissioner-2 = Commissioner, second class
people-rank-commissioner-1 = Commissioner, first class
people-rank-deputy-commissioner-general = Deputy Commissioner General
people-rank-commissioner-general = Commissioner General

## Qualifications and certificates

# dynamic: people-qualification-…
people-qualification-enforcement-basic = Law enforcement, basic
people-qualification-enforcement-intermediate = Law enforcement, intermediate
people-qualification-enforcement-advanced = Law enforcement, advanced
people-qualification-firearm = Firearm permit
people-qualification-driving = Driving licence
people-qualification-first-aid = First aid certificate
people-qualification-legal-profession = Legal profession certificate
people-qualification-drone = Drone operator licence
people-qualification-counselling = Counselling certificate

## Kinds of units

# dynamic: people-unit-kind-…
people-unit-kind-bureau = Bureau
people-unit-kind-station = Police station
people-unit-kind-department = Department
people-unit-kind-community-office = Community office

## Roles

# dynamic: people-role-…
people-role-bureau-leader = Bureau leader
people-role-command-centre = Command centre
people-role-department = Department
people-role-political-office = Political office
people-role-legal-officer = Legal officer
people-role-chief = Station chief
people-role-instructor = Political instructor
people-role-desk-officer = Desk officer
people-role-officer = Officer
people-role-auxiliary = Auxiliary
people-role-system-administrator = System administrator
people-role-security-administrator = Security administrator
people-role-audit-administrator = Audit administrator

## The workbook

# dynamic: people-sheet-…
people-sheet-people = People
people-sheet-ranks = Ranks

people-sheet-qualifications = Certificates

# dynamic: people-sheet-…
people-sheet-notes = Notes

people-column-police-number = Police number
people-column-name = Name
people-column-gender = Gender
people-column-kind = Kind
people-column-unit = Unit
people-column-post = Post
people-column-joined-on = Joined on
people-column-working-since = Working since
people-working-since-hint = The first day of any employment: leave goes by all years of service. Without it the day of joining counts.
people-column-left-on = Left on
people-column-left-reason = Reason for leaving
people-column-identity = Identity number
people-column-telephone = Mobile number
people-column-rank = Rank
people-column-since = Held since
people-column-qualification = Certificate
people-column-certificate-number = Certificate number
people-column-issued-on = Issued on
people-column-expires-on = Valid until

# dynamic: people-column-…
people-column-record = Record

people-notes-column = Column
people-notes-values = What to enter
people-notes-police-number = Letters and digits, each once; people without one need an identity number
people-notes-unit = Code or full name of the unit
people-notes-day = A date, such as 2026-03-01
people-notes-identity = 18 characters, in a cell formatted as text; empty leaves it as it is
people-notes-record = Filled in by the program: do not change; empty for somebody new

people-import-unknown-sheet = The template has no sheet of this name. Rename it, move its rows to a sheet of the template, or delete it.
people-import-no-titles = No column titles were found. Use the template.
people-import-unknown-column = The template has no column “{ $title }”. Rename or delete it.
people-import-column-twice = The column “{ $title }” is there twice. Keep one.
people-import-missing-column = The column “{ $title }” is missing. Use the template.
people-import-empty = There is nobody in the workbook. Fill it in and upload it again.
people-import-required = This must be filled in.
people-import-unknown-word = “{ $value }” cannot be chosen here; the sheet of notes in the template lists what can.
people-import-bad-day = “{ $value }” is no date. Enter it like 2026-03-01.
people-import-rounded = The number was entered as a number and Excel has dropped its last digits. Format the cell as text and enter it again.
people-import-unknown-record = Nobody has this record. Leave it empty for somebody new.
people-import-twice = This is the same person as in row { $row }. Keep one row.
people-import-nameless = Somebody new needs a police number or an identity number, or they could not be told apart.
people-import-masked-differs = The number with asterisks is not the one on record. Leave it empty to keep it, or enter the whole number.
people-import-unit-not-permitted = You may not import people of unit { $unit }.
people-import-own-record = Changes to your own record must be made by somebody else.
people-import-person-unknown = Nobody is known by what this row gives. Check police number, identity number or record.

## Why it was not done
people-problem-failed = Something went wrong here and nothing was saved. Please try again later.
people-problem-not-found = This person was not found. Open them from the list of people.
people-problem-account-not-found = This account was not found. Open it from the list of accounts.
people-problem-stale = Somebody else has just changed this record; your change was not saved. Look at it as it is now and change it again.
people-problem-nothing-changed = Nothing is different, so there is nothing to save.
people-problem-has-left = This person left on { $on } and can no longer be changed.
people-problem-bad-choice = Choose one of the list.
people-problem-bad-day = Enter a date.
people-problem-bad-name = Enter a name of at most 40 characters.
people-problem-bad-police-number = A police number has letters and digits, at most 20.
people-problem-police-number-taken = This police number belongs to somebody else. Check it.
people-problem-identity-form = An identity number has 18 characters: 17 digits and a digit or X.
people-problem-identity-birth-day = The date of birth in the identity number does not exist. Check characters 7 to 14.
people-problem-identity-check = The check character of the identity number does not fit: something was mistyped.
people-problem-identity-number-taken = This identity number belongs to somebody else. Check it.
people-problem-gender-differs = Gender and identity number do not fit each other. Check both.
people-problem-born-after-joining = By the identity number this person was born after joining. Check both.
people-problem-bad-telephone = Enter a mobile number of 11 digits.
people-problem-day-to-come = The date cannot be later than today.
people-problem-left-before-joining = The last day cannot be before the day of joining.
people-problem-working-after-joining = Work cannot have begun after the day of joining. Check both.
people-problem-before-joining = The date cannot be before the day of joining.
people-problem-same-unit = This person is in that unit already. Choose another one.
people-problem-rank-only-for-officers = Only police officers hold ranks; auxiliaries and civilians do not.
people-problem-rank-day-taken = A rank is recorded for that day already. Check the date.
people-problem-qualification-only-for-officers = Only police officers can hold this.
people-problem-expires-before-issue = It cannot end before it was issued.
people-problem-bad-certificate-number = A certificate number has at most 40 characters.
people-problem-qualification-taken = A certificate of this kind issued on that day is recorded already.
people-problem-purpose-missing = State the purpose in 2 to 200 characters; the look-up is recorded.
people-problem-unit-not-found = There is no such unit. Check its code or name.
people-problem-bad-unit-code = A unit code has 1 to 20 letters, digits or “-”.
people-problem-unit-code-taken = This unit code is in use. Choose another one.
people-problem-bad-unit-name = Enter a name of at most 60 characters.
people-problem-unit-place = Such a unit cannot stand below the one chosen.
people-problem-bad-sign-in-name = A sign-in name has 2 to 32 letters, digits, “.”, “_” or “-”.
people-problem-sign-in-name-taken = This sign-in name is in use. Choose another one.
people-problem-person-has-account = This person has an account already.
people-problem-account-disabled = The account is disabled.
people-problem-account-not-disabled = The account is not disabled.
people-problem-password-too-short = A password has at least { $minimum } characters.
people-problem-password-too-long = A password has at most { $maximum } characters.
people-problem-password-is-name = The password must not be the sign-in name.
people-problem-password-common = Too many people use this password. Choose another one.
people-problem-passwords-differ = The two passwords differ. Enter them again.
people-problem-wrong-password = The present password is not correct.
people-problem-sign-in-refused = Name or password is not correct.
people-problem-sign-in-waits = Too many failed sign-ins. Try again after { $until }.
people-problem-role-held-already = The account holds this role already.
people-problem-role-not-held = The account does not hold this role.
people-problem-separation = System, security and audit administrator are three different people, and none of them holds another role.
people-problem-last-administrator = This is the last administrator of this kind. Appoint another one first.
people-problem-workbook-refused = The workbook has { $count } problems and nothing was imported. Correct them and upload it again.

## Names of facts
fact-unit-added = Unit added
fact-unit-changed = Unit changed
fact-person-joined = Joined
fact-person-changed = Details changed
fact-person-moved = Moved to another unit
fact-person-ranked = Rank conferred
fact-person-qualified = Certificate obtained
fact-person-left = Left
fact-person-identity-shown = Numbers looked up
fact-people-imported = People imported
fact-account-opened = Account opened
fact-account-changed = Account changed
fact-account-disabled = Account disabled
fact-account-enabled = Account enabled
fact-account-password-changed = Password changed
fact-role-granted = Role granted
fact-role-withdrawn = Role withdrawn

## Pages of people
people-search = Name or police number
people-state = State
people-state-left = Left
people-state-serving = Serving
people-left-on = Left on { $on }
people-hire = Add a person
people-hired = The person was added.
people-edit = Change details
people-changed = The changes were saved.
people-move = Move to another unit
people-move-to = New unit
people-move-on = Since
people-move-about = The account goes along. Roles that reach only the old unit end; the security administrator gives those of the new post.
people-moved = The move was recorded.
people-rank-confer = Record a rank
people-ranked = The rank was recorded.
people-qualify = Record a certificate
people-qualified = The certificate was recorded.
people-leave = Record leaving
people-leave-about = Afterwards nothing about this person can be changed, and the account is disabled.
people-left = The person has left and the account is disabled.
people-section-post = Post
people-section-ranks = Ranks
people-section-qualifications = Qualifications and certificates
people-section-history = History
people-section-account = Account
people-ranks-none = No rank is recorded yet.
people-qualifications-none = No certificate is recorded yet.
people-validity = Validity
people-valid = Valid
people-valid-always = Without end
people-expires-in = { $days ->
    [0] Ends today
    [one] Ends in 1 day
   *[other] Ends in { $days } days
}
people-expired-since = { $days ->
    [one] Expired 1 day ago
   *[other] Expired { $days } days ago
}
people-expires-hint = Empty if it does not end
people-police-number-hint = Empty for those who have none
people-number-hint = Kept encrypted; pages show a part of it
people-number-keep = Kept encrypted; empty leaves it as it is
people-numbers-show = Show the whole numbers
people-numbers-shown = The whole numbers (this look-up is recorded)
people-numbers-none = Not recorded
people-purpose = Purpose
people-purpose-hint = Who looked it up, when and why is recorded for good
people-find = Find by identity number or mobile number
people-find-hint = The whole number is needed
people-find-nobody = Nobody you may see has this number.
people-expiring = Certificates that end
people-expiring-within = Within { $days } days
people-expiring-about = Certificates that end within { $days } days or have ended, and were not renewed.
people-expiring-notice = { $count ->
    [one] One person has a certificate that ends soon or has ended
   *[other] { $count } people have certificates that end soon or have ended
}
people-expiring-none = No certificate ends soon.
people-and = , {""}
people-command-line = Command line

## Import and export
people-import = Import
people-import-about = First everything is checked and every problem listed; then all of it is taken over, or nothing.
people-template = Template
people-template-name = People template
people-import-file = Workbook (.xlsx)
people-import-file-hint = At most 4 MB; an empty cell changes nothing
people-import-no-file = Choose the workbook to import.
people-import-check = Check
people-import-preview = What was found
people-import-added = People to add
people-import-changed = People to change
people-import-unchanged = Unchanged
people-import-ranks = Ranks to add
people-import-qualifications = Certificates to add
people-import-confirm = Import all of it
people-import-nothing = The workbook says what is known already. There is nothing to import.
people-import-cell = Cell
people-import-column = Column
people-import-problem = Problem
people-import-more = { $count } more problems are not listed. Correct those above first.
people-imported = Imported: { $added } added, { $changed } changed.
people-export = Export the workbook
people-export-about = People, ranks and certificates of this unit and those below, to be changed and imported again.
people-export-masked = Export (numbers masked)
people-export-numbers = Export whole numbers

## Pages of units
people-unit-add = Add a unit
people-unit-added = The unit was added.
people-unit-edit = Change unit
people-unit-changed = The unit was saved.
people-unit-name = Name
people-unit-name-en = Name in English
people-unit-code = Code
people-unit-code-hint = Letters, digits or “-”; it never changes
people-unit-kind = Kind
people-unit-parent = Unit above
people-unit-position = Position
people-unit-position-hint = Small numbers first among units of one parent
people-unit-people = People serving

## Signing in and accounts
people-sign-in = Sign in
people-sign-in-name = Sign-in name
people-password = Password
people-signed-out = You are signed out.
people-own-record = My record
people-account-details = Account
people-language = Language
people-language-about = Used each time you sign in.
people-roles = Roles
people-roles-none = No role yet.
people-password-change = Change password
people-password-changed = The password was changed, and you are signed out everywhere else.
people-password-current = Present password
people-password-new = New password
people-password-again = New password again
people-password-first = First password
people-password-hint = At least 10 characters; not the sign-in name, not a common one
people-password-reset-title = Reset password
people-password-reset-hint = Tell it in person and have it changed soon; all sessions end at once
people-password-reset = The password was reset.
people-accounts-about = The system administrator opens and disables accounts, the security administrator gives roles, the audit administrator reads.
people-account-search = Sign-in name or name
people-account-open = Open an account
people-account-open-about = A new account has no role; the security administrator gives it.
people-account-opened = The account was opened. The security administrator now gives it a role.
people-account-police-number-hint = For somebody of the bureau; name and unit follow the person
people-account-other-hint = Without a police number: name and unit
people-account-nobody = Nobody has this police number. Check it.
people-account-is-open = Open
people-account-is-disabled = Disabled
people-account-disabled-at = Disabled at
people-account-disable = Disable account
people-account-disable-question = Whoever uses it is signed out at once and cannot sign in again. Disable it?
people-account-disabled-done = The account is disabled.
people-account-enable = Enable account
people-account-enabled-done = The account is enabled.
people-role = Role
people-role-unit = For unit
people-role-unit-hint = Holds for the unit and all below it
people-role-grant = Give role
people-role-granted = The role was given.
people-role-withdraw = Withdraw
people-role-withdrawn = The role was withdrawn.
people-role-withdraw-question = It ends at once. Withdraw the role?

# Categories and outcomes of the facts about people
category-officer = { people-kind-officer }
category-auxiliary = { people-kind-auxiliary }
category-civilian = { people-kind-civilian }
outcome-retired = { people-leave-retired }
outcome-transferred = { people-leave-transferred }
outcome-resigned = { people-leave-resigned }
outcome-contract-ended = { people-leave-contract-ended }
outcome-discharged = { people-leave-discharged }
outcome-died = { people-leave-died }
outcome-other = { people-leave-other }
outcome-constable-2 = { people-rank-constable-2 }
outcome-constable-1 = { people-rank-constable-1 }
outcome-superintendent-3 = { people-rank-superintendent-3 }
outcome-superintendent-2 = { people-rank-superintendent-2 }
outcome-superintendent-1 = { people-rank-superintendent-1 }
outcome-supervisor-3 = { people-rank-supervisor-3 }
outcome-supervisor-2 = { people-rank-supervisor-2 }
outcome-supervisor-1 = { people-rank-supervisor-1 }
outcome-commissioner-3 = { people-rank-commissioner-3 }
outcome-commissioner-2 = { people-rank-commissioner-2 }
outcome-commissioner-1 = { people-rank-commissioner-1 }
outcome-deputy-commissioner-general = { people-rank-deputy-commissioner-general }
outcome-commissioner-general = { people-rank-commissioner-general }
outcome-enforcement-basic = { people-qualification-enforcement-basic }
outcome-enforcement-intermediate = { people-qualification-enforcement-intermediate }
outcome-enforcement-advanced = { people-qualification-enforcement-advanced }
outcome-firearm = { people-qualification-firearm }
outcome-driving = { people-qualification-driving }
outcome-first-aid = { people-qualification-first-aid }
outcome-legal-profession = { people-qualification-legal-profession }
outcome-drone = { people-qualification-drone }
outcome-counselling = { people-qualification-counselling }
outcome-bureau-leader = { people-role-bureau-leader }
outcome-command-centre = { people-role-command-centre }
outcome-department = { people-role-department }
outcome-political-office = { people-role-political-office }
outcome-legal-officer = { people-role-legal-officer }
outcome-chief = { people-role-chief }
outcome-instructor = { people-role-instructor }
outcome-desk-officer = { people-role-desk-officer }
outcome-officer = { people-role-officer }
outcome-auxiliary = { people-role-auxiliary }
outcome-system-administrator = { people-role-system-administrator }
outcome-security-administrator = { people-role-security-administrator }
outcome-audit-administrator = { people-role-audit-administrator }

fact-account-calendar-made = Calendar address made
fact-account-calendar-withdrawn = Calendar address withdrawn
fact-account-key-made = Key for programs made
fact-account-key-withdrawn = Key for programs withdrawn
people-calendar = Calendar of deadlines and shifts
people-calendar-about = A calendar program can read your deadlines and shifts under an address of your own: case number, what is due, and when; nobody's name. Whoever knows the address reads it without signing in, so keep it to yourself, and renew it if it got out.
people-calendar-once = The address is shown this once. Copy it into the calendar program now.
people-calendar-address = Address of deadlines
people-calendar-duty = Address of your shifts
people-calendar-since = Present address made on
people-calendar-make = Make an address
people-calendar-renew = Make a new one (the old stops working)
people-calendar-withdraw = Withdraw the address
people-calendar-withdrawn = The calendar address was withdrawn.
people-key = Key for programs
people-key-about = With the key another program does in your name what you may do, such as handing in tasks (POST /api/v1/tasks). Keep it to yourself, and renew it if it got out.
people-key-once = The key is shown this once. Copy it into the program now.
people-key-since = Present key made on
people-key-make = Make a key
people-key-renew = Make a new one (the old stops working)
people-key-withdraw = Withdraw the key
people-key-withdrawn = The key for programs was withdrawn.
people-problem-no-secret = There is no address or key to withdraw. Reload and look again.
