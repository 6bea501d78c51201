# Facts
fact-incident-received = Incident received
fact-incident-classified = Incident classified
fact-incident-dispatched = Officers dispatched
fact-incident-attended = Officers at the scene
fact-incident-ended = Incident ended
fact-case-accepted = Case accepted
fact-case-handler-assigned = Handlers assigned
fact-case-filed = Criminal case filed
fact-case-solved = Case solved
fact-case-transferred = Case transferred
fact-case-decided = Decision made
fact-case-closed = Case closed

# Sorts of incidents and cases
category-crime = Crime
category-crime-theft = Theft
category-crime-burglary = Burglary
category-crime-vehicle-theft = Vehicle theft
category-crime-robbery = Robbery
category-crime-fraud = Fraud
category-crime-telecom-fraud = Telecom and online fraud
category-crime-extortion = Extortion
category-crime-assault = Assault
category-crime-homicide = Homicide
category-crime-sexual-offence = Sexual offence
category-crime-kidnapping = Kidnapping
category-crime-arson = Arson
category-crime-damage = Criminal damage
category-crime-other = Other crime
category-public-order = Public order
category-public-order-fight = Fighting
category-public-order-theft = Petty theft
category-public-order-fraud = Petty fraud
category-public-order-extortion = Petty extortion
category-public-order-gambling = Gambling
category-public-order-drugs = Drugs
category-public-order-prostitution = Prostitution
category-public-order-disturbance = Disturbing order
category-public-order-noise = Noise
category-public-order-damage = Damage to property
category-public-order-harassment = Harassment and threats
category-public-order-trespass = Trespass
category-public-order-indecency = Indecency
category-public-order-weapons = Weapons
category-public-order-fireworks = Fireworks
category-public-order-drunkenness = Drunkenness
category-public-order-suspicion = Suspicious circumstances
category-public-order-obstruction = Obstructing officials
category-public-order-other = Other public order
category-traffic = Traffic
category-traffic-accident = Accident with damage
category-traffic-injury-accident = Accident with injury
category-traffic-hit-and-run = Hit and run
category-traffic-drink-driving = Drink-driving
category-traffic-violation = Traffic violation
category-traffic-parking = Parking
category-traffic-congestion = Congestion
category-traffic-other = Other traffic
category-dispute = Disputes
category-dispute-family = Family dispute
category-dispute-neighbours = Dispute between neighbours
category-dispute-labour = Labour dispute
category-dispute-consumer = Consumer dispute
category-dispute-debt = Dispute over debts
category-dispute-medical = Medical dispute
category-dispute-property = Dispute over house or land
category-dispute-other = Other dispute
category-help = Help
category-help-lost-person = Lost person
category-help-lost-property = Lost property
category-help-found-property = Found property
category-help-locked-out = Locked in or out
category-help-fire = Fire
category-help-rescue = Rescue
category-help-illness = Illness or injury
category-help-mental-health = Mental health
category-help-suicide = Suicide prevention
category-help-death = Unexplained death
category-help-animal = Animal
category-help-hazard = Hazard
category-help-welfare-check = Welfare check
category-help-other = Other help
category-other = Other
category-other-inquiry = Inquiry
category-other-false-alarm = False or silent call
category-other-alarm-system = Alarm system
category-other-complaint = Complaint
category-other-duty = Police duty
category-other-other = Other
category-criminal = Criminal
category-criminal-theft = Theft
category-criminal-robbery = Robbery
category-criminal-fraud = Fraud
category-criminal-telecom-fraud = Telecom and online fraud
category-criminal-extortion = Extortion
category-criminal-assault = Assault
category-criminal-homicide = Homicide
category-criminal-sexual-offence = Sexual offence
category-criminal-kidnapping = Kidnapping
category-criminal-arson = Arson
category-criminal-damage = Criminal damage
category-criminal-drugs = Drugs
category-criminal-gambling = Gambling
category-criminal-prostitution = Organised prostitution
category-criminal-dangerous-driving = Dangerous driving
category-criminal-disturbance = Provoking trouble
category-criminal-other = Other crime
category-administrative = Other administrative
category-administrative-exit-entry = Exit and entry
category-administrative-traffic = Road traffic
category-administrative-drugs = Drug control
category-administrative-network-security = Network security
category-administrative-security-service = Security services
category-administrative-dangerous-goods = Dangerous goods
category-administrative-other = Other administration

# Sources, ends, results
outcome-call = 110 call
outcome-walk-in = Walk-in
outcome-handover = Handed over
outcome-patrol = Found on patrol
outcome-settled = Settled on the spot
outcome-mediated = Mediated
outcome-helped = Help given
outcome-passed = Passed on
outcome-administrative = Accepted as administrative or public-order case
outcome-criminal = Accepted as criminal case
outcome-prosecution = Transferred for prosecution
outcome-other-unit = Transferred to another unit
outcome-warning = Warning
outcome-fine = Fine
outcome-detention = Administrative detention
outcome-detention-and-fine = Detention and fine
outcome-revocation = Licence revoked
outcome-departure = Ordered to leave the country
outcome-drug-treatment = Drug treatment ordered
outcome-no-penalty = No penalty
outcome-prosecuted = Investigation closed, prosecuted
outcome-handed-over = Closed by hand-over
outcome-not-filed = Not filed
outcome-dismissed = Dismissed
outcome-executed = Decision executed
outcome-terminated = Investigation terminated
outcome-turned-criminal = Turned into a criminal case

# States, kinds, bodies, reasons

# dynamic: cases-state-…
cases-state-received = Received
cases-state-dispatched = Dispatched
cases-state-attended = At the scene
cases-state-ended = Ended
cases-state-accepted = Accepted
cases-state-filed = Filed
cases-state-solved = Solved
cases-state-transferred = Transferred
cases-state-decided = Decided
cases-state-closed = Closed

# dynamic: cases-kind-…
cases-kind-criminal = Criminal case
cases-kind-public-order = Public-order case
cases-kind-administrative = Other administrative case

# dynamic: cases-body-…
cases-body-12345 = 12345 hotline
cases-body-other-police = Other police unit
cases-body-traffic-police = Traffic police
cases-body-fire-rescue = Fire and rescue
cases-body-medical = 120 ambulance
cases-body-urban-management = Urban management
cases-body-market-regulation = Market regulation
cases-body-labour = Labour office
cases-body-civil-affairs = Civil affairs
cases-body-township = Township or neighbourhood
cases-body-court = Court
cases-body-other = Other body

# dynamic: cases-reason-…
cases-reason-typing = Typing error
cases-reason-misjudged = Misjudged
cases-reason-found-out = Found out later
cases-reason-review = Found in review

# Steps and the buttons for them
cases-step-classify = Classify
cases-step-dispatch = Dispatch
cases-step-attend = Record arrival
cases-step-end = End the incident
cases-step-correct = Correct
cases-step-assign = Assign handlers
cases-step-file = File the case
cases-step-solve = Record as solved
cases-step-transfer = Transfer
cases-step-decide = Record the decision
cases-step-close = Close the case

# Fields
cases-field-unit = Unit
cases-field-source = Source
cases-field-category = Category
cases-field-zone = Zone
cases-field-address = Address
cases-field-summary = What happened
cases-field-reporter-name = Name of the reporter
cases-field-telephone = Telephone of the reporter
cases-field-time = Time
cases-field-outcome = Outcome
cases-field-passed-to = Passed to
cases-field-result = What was done
cases-field-handlers = Handlers
cases-field-decision = Decision
cases-field-closing = Closing summary
cases-field-reason = Reason for the correction

# Why something was not done: what happened, then what to do
cases-incident-not-found = There is no such incident. Open it again from the list of incidents.
cases-case-not-found = There is no such case. Open it again from the list of cases.
cases-unit-not-found = There is no such unit. Check the unit code.
cases-changed-meanwhile = Somebody else changed this record while you were filling in the form. What you entered is kept below: compare it with the record as it is now and send it again.
cases-form-used = This form was already used for another record. Open the form again.

# dynamic: cases-incident-step-after-…
cases-incident-step-after-received = Nobody has been sent yet, so this step cannot be taken. Send officers first.
cases-incident-step-after-dispatched = The officers have not arrived yet, so this step cannot be taken. Record their arrival first.
cases-incident-step-after-attended = The arrival is already recorded. If it is wrong, correct it.
cases-incident-step-after-ended = The incident has ended. If the record is wrong, correct it.

# dynamic: cases-case-step-after-…
cases-case-step-after-accepted = The case has only been accepted, so this step cannot be taken yet. Take the step before it first.
cases-case-step-after-filed = The case is filed and not yet solved, so this step cannot be taken. Take the step before it first.
cases-case-step-after-solved = The case is solved, so this step cannot be taken. Transfer or dismiss it.
cases-case-step-after-transferred = The case has been transferred, so this step cannot be taken. Close it as transferred.
cases-case-step-after-decided = The case has been decided, so this step cannot be taken. Close it as decided.
cases-case-step-after-closed = The case is closed. If the record is wrong, correct it.

cases-no-result = The case has no result yet, so it cannot be closed. Record the transfer or the decision first.
cases-in-future = The time lies in the future. Enter when it really happened.
cases-before-previous = The time lies before the previous step ({ $earliest }). Enter a time that does not.
cases-too-long = The text is too long: at most { $most } characters, it has { $count }. Shorten it.
cases-nobody-sent = Nobody was chosen to go. Choose at least one officer.
cases-no-handler = No handler was chosen. Choose at least one.
cases-not-of-unit = Somebody chosen does not belong to this unit. Choose again.
cases-no-officer = Somebody chosen is no police officer and cannot handle a case. Choose officers.
cases-not-told = Whoever reported it must be told at once that it is passed on. Tell them, then tick “told”.
cases-case-stands = A case was accepted from this incident, so its end cannot be changed. Deal with it in the case.
cases-other-kind = A correction cannot change the kind of case. Close this case and accept a new one.
cases-nothing-to-correct = Nothing differs. Change what is wrong, then send it again.
cases-not-saved = It was not saved. Please try again.
cases-no-map = There is no map called “{ $name }”. There are: { $known }.
cases-bad-map = The map “{ $name }” is wrong: { $cause }
cases-columns-missing = The file is not what the map says. Missing columns: { $columns }. Nothing was written.
cases-file = The file { $file } cannot be used: { $cause }

# dynamic: cases-missing-…
cases-missing-unit = Choose a unit.
cases-missing-source = Choose how it became known.
cases-missing-category = Choose a category.
cases-missing-zone = Enter the zone.
cases-missing-address = Enter the address.
cases-missing-summary = Say briefly what happened.
cases-missing-reporter-name = Enter the name of the reporter.
cases-missing-telephone = Enter the telephone number.
cases-missing-time = Enter the time.
cases-missing-outcome = Choose how it ended.
cases-missing-passed-to = Choose who it was passed to.
cases-missing-result = Say what was done.
cases-missing-handlers = Choose the handlers.
cases-missing-decision = Choose the decision.
cases-missing-closing = Write a closing summary.
cases-missing-reason = Choose the reason for the correction.

# dynamic: cases-unusable-…
cases-unusable-unit = This unit is not known. Choose again.
cases-unusable-source = This source is not known. Choose again.
cases-unusable-category = This category is not known. Choose again.
cases-unusable-zone = This cannot be used. Enter it again.
cases-unusable-address = This cannot be used. Enter it again.
cases-unusable-summary = This cannot be used. Enter it again.
cases-unusable-reporter-name = This cannot be used. Enter it again.
cases-unusable-telephone = A telephone number has 3 to 20 digits.
cases-unusable-time = The time must look like 2026-05-06 14:30.
cases-unusable-outcome = This outcome is not known. Choose again.
cases-unusable-passed-to = This body is not known. Choose again.
cases-unusable-result = This cannot be used. Enter it again.
cases-unusable-handlers = Somebody chosen is not known. Choose again.
cases-unusable-decision = This decision is not known. Choose again.
cases-unusable-closing = This cannot be used. Enter it again.
cases-unusable-reason = This reason is not known. Choose again.

# Import of event files
cases-reject-row = row
cases-reject-reason = reason
cases-reject-columns = another number of columns than the header
cases-reject-encoding = not in UTF-8
cases-reject-control = control characters
cases-reject-number = the number is empty or has characters that are not allowed
cases-reject-time = the time cannot be read
cases-reject-future = the time lies in the future
cases-reject-place = the place cannot be used
cases-reject-too-long = a text is too long

# Pages
cases-menu-incidents = Incidents
cases-menu-cases = Cases
cases-incidents = Incidents
cases-incident = Incident
cases-cases = Cases
cases-case = Case
cases-incident-new = New incident
cases-case-new = Accept a case
cases-incident-search = number, summary, telephone
cases-case-search = number, summary
cases-choose-group = Choose what it is about, then say what happened.
cases-choose-kind = Choose the kind of case.
cases-other-group = Another sort
cases-other-kind-choose = Another kind
cases-group = Group
cases-number = Number
cases-state = State
cases-state-open = Not ended

# dynamic: cases-case-state-…
cases-case-state-open = Not closed
cases-case-state-without-result = Without a result
cases-case-state-due = Due soon or overdue

cases-mine = Mine
cases-kind = Kind
cases-received-at = Received
cases-attended-at = At the scene
cases-ended-at = Ended
cases-accepted-at = Accepted
cases-filed-at = Filed
cases-solved-at = Solved
cases-transferred-at = Transferred
cases-decided-at = Decided
cases-closed-at = Closed
cases-due-on = Due
cases-overdue = Overdue
cases-place = Place
cases-reporter = Reporter
cases-reporter-hint = Kept encrypted, shown only on the page of this incident.
cases-officers = Officers sent
cases-officers-also = Also at the scene
cases-officers-also-hint = Those who were sent need not be chosen again.
cases-receive = Record
cases-step-pass = Pass on to another body
cases-step-accept = Accept a case
cases-told = Whoever reported it was told at once
cases-case-category = Category of the case
cases-case-summary = Summary of the case
cases-lead = Lead
cases-lead-mark =  (lead)
cases-other-handlers = Other handlers
cases-transfer-to = Transfer to
cases-close-as = Closed as
cases-result = Result
cases-history = History
cases-corrected = Corrected
cases-entered-by = entered by { $name }
cases-entered-at =  on { $time }
cases-corrects-because = corrected: { $reason }
cases-after-received = { $time } after the report
cases-after-accepted = { $time } after acceptance
cases-author-program = the program
cases-person-unknown = (no longer listed)
cases-saved = Saved.
cases-incident-received = The incident is recorded.
cases-case-accepted = The case is accepted.
cases-corrected-saved = The correction is saved; the record before it can still be seen.
cases-correction-about = A correction adds a record that names the old one. Both stay; figures count the corrected one.
