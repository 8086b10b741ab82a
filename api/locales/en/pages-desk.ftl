page-desk-title = What waits for whom
page-desk-lead = What is open in the registers, the longest waiting first: who must act, since when it waits, and until when.
page-desk-calendar = Days are counted up to the time of the block named below, in Kazakhstan time. Working days are those of a week of five days, from the day after the event; holidays moved off a weekend are counted, and transfers of days off that the government has decided as far as this calendar knows them. Other transferred days are not counted.
page-desk-deposits = Deposits under review
page-desk-batches = Batches under review
page-desk-filed = Notifications of mining without a decision
page-desk-returned = Returned notifications, not amended
page-desk-reports = Quarterly reports, missing or late
page-desk-yearly = Yearly verification of the depository
page-desk-backing = Digital assets without sufficient backing
page-desk-redemptions = Open requests for redemption of tokens
page-desk-proposals = Open proposals
page-desk-operator = Waits for the operator of the depository.
page-desk-authority = Waits for the authorised body.
page-desk-miner = Waits for the miner.
page-desk-attestor = Waits for the issuer and the attestor.
page-desk-issuer = Waits for the issuer.
page-desk-no-term = The law sets no term for the decision.
page-desk-filed-term = The law sets no term for the decision; the day on which mining begins is shown.
page-desk-returned-term = The law sets no term for the amendment; the day on which mining begins is shown.
page-desk-reports-term = A report is due by the 10th of the month after the quarter; where that is no working day, by the next working day. The last eight quarters whose term is over are looked at. A report that has come late is shown with how late it came.
page-desk-yearly-term = The whole depository is verified at least once a year. What is shown is due within thirty days, or overdue.
page-desk-backing-term = An attestation is valid until the day that it names. Nothing is issued beyond attested backing.
page-desk-proposals-term = A proposal can be agreed with for seven days. The twenty newest are looked at.
page-desk-what = Record
page-desk-about = Who and what
page-desk-since = Waits since
page-desk-waited = Has waited
page-desk-until = Until
page-desk-begins = Mining begins
page-desk-missing = Missing
page-desk-days =
    { $days ->
        [one] { NUMBER($days) } day
       *[other] { NUMBER($days) } days
    }
page-desk-records =
    { $records ->
        [one] { NUMBER($records) } record
       *[other] { NUMBER($records) } records
    }
page-desk-working = of them working days: { NUMBER($days) }
page-desk-more-than = { NUMBER($count) } or more
page-desk-empty = Nothing waits.
page-desk-unread = The node does not answer now: what waits here cannot be read.
page-desk-lists = Whole list:
