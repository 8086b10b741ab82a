# Texts of the explorer's pages (in English).
## Every page
page-site = Qoima
page-site-what = Register of digital records
page-description = Depository of software, digital assets and notifications of digital mining: every record can be checked against the blockchain.
page-skip = Skip to content
page-languages = Language
page-registers = Registers
page-deposits = Depository
page-assets = Digital assets
page-notifications = Mining
page-participants = Participants
page-blocks = Blocks
page-verify = Verify
page-home = Home
page-crumbs = Where this page stands
page-copy = Copy
page-copied = Copied
page-nothing = not stated
page-bytes = ({ $size } bytes)
page-percent = { $percent }%
page-whole-list = Whole list
page-as-of = Data as of block { $number }
page-as-of-none = The index holds no block yet
page-time-zone = All times are in Kazakhstan time (UTC+5).
page-time-utc = { $time } (UTC)
page-title-rule = The record on the blockchain is the title; these pages show such records.
page-as-json = The same data, machine-readable (JSON)
page-evidence = Record on the blockchain
page-filter = Filter
page-filter-all = All
page-paging = Pages of the list
page-first = To the beginning
page-next = Next page

## Home
page-home-statement = Qoima records deposited software, backed digital assets and mining notifications on a blockchain that anyone can check.
page-state = State of the register
page-state-head = Latest indexed block
page-state-time = Time of the block
page-state-hash = Hash of the block
page-state-index = Index
page-state-current = Up to date
page-state-behind =
    { $number ->
        [one] { $number } block behind
       *[other] { $number } blocks behind
    }
page-state-late = Catching up
page-state-empty = Empty so far
page-state-unreachable = The node does not answer; the data below are as of the last indexed block
page-counts = Number of records
page-count-deposits =
    { $number ->
        [one] deposit
       *[other] deposits
    }
page-count-assets =
    { $number ->
        [one] digital asset
       *[other] digital assets
    }
page-count-notifications =
    { $number ->
        [one] notification
       *[other] notifications
    }
page-count-participants =
    { $number ->
        [one] participant
       *[other] participants
    }
page-count-transactions =
    { $number ->
        [one] transaction
       *[other] transactions
    }
page-newest-deposits = Newest deposits
page-newest-assets = Newest digital assets
page-newest-notifications = Newest notifications
page-newest-blocks = Newest blocks
page-home-check = Is a file genuine?
page-home-check-words = Choose a file: the browser computes its hash; the file itself is not sent anywhere. The answer shows which record holds it and since when.
page-home-check-go = Check a file

## Search
page-search-label = Search the register
page-search-short = Number, hash, title
page-search-go = Search
page-search-hint = Number of a record or block, transaction hash, address, CID, SHA-256 hash, BIN, title
page-search-title = Search
page-search-none = Nothing found
page-search-none-for = There is no record for:
page-search-none-advice = Check that the number or hash was copied whole: after 0x a hash has 64 digits and an address 40.
page-search-bounds = Search by title covers all participants and the newest { $number } records of the other registers.

## Blocks and transactions
page-blocks-lead = Final blocks, newest first.
page-blocks-empty = No block has been indexed yet.
page-block-title = Block { $number }
page-block-number = Block
page-block-time = Time
page-block-transactions = Transactions
page-block-sealer = Sealed by
page-block-hash = Block hash
page-block-parent = Previous block
page-block-next = Next block
page-block-state-root = State root
page-block-gas = Units of computation (gas)
page-block-gas-of = { $used } of { $limit }
page-transactions-none = No transactions.
page-transaction-title = Transaction
page-transaction-hash = Transaction hash
page-transaction-act = Act
page-transaction-sender = Signed by
page-transaction-to = Contract
page-transaction-status = Status
page-transaction-nonce = Sequence number of the sender
page-transaction-gas-used = Gas used (free of charge)
page-transaction-index = Place in the block
page-transaction-created = Contract created
page-transaction-call = What was recorded
page-transaction-event = Event { $number }: { $name }
page-transaction-input = Raw input
page-transaction-plain = Unknown call
page-transaction-creation = Deployment of a contract
page-status-pending = Awaiting a block
page-status-succeeded = Executed
page-status-failed = Failed
page-contract-participants = Register of participants
page-contract-depository = Depository
page-contract-digital-assets = Digital assets
page-contract-mining-registry = Register of mining
page-contract-where = This is the address of the contract “{ $name }”.

## Acts (calls of the contracts)
page-call-participants-admit = Admission of a participant
page-call-participants-set-roles = Setting of roles
page-call-participants-suspend = Suspension of a participant
page-call-participants-reinstate = Reinstatement of a participant
page-call-participants-replace-key = Replacement of a key
page-call-participants-set-quorum = Setting of the quorum
page-call-participants-register-node = Registration of a node
page-call-participants-remove-node = Removal of a node
page-call-participants-propose = Proposal of the authorised body
page-call-participants-confirm = Agreement with a proposal
page-call-participants-withdraw = Withdrawal of an agreement
page-call-decision = Decision: { $name }
page-call-depository-deposit = Deposit
page-call-depository-supersede = Deposit of a new version
page-call-depository-accept = Acceptance
page-call-depository-return-deposit = Return
page-call-digital-assets-register-class = Registration of a digital asset
page-call-digital-assets-attest-backing = Attestation of backing
page-call-digital-assets-issue = Issue of tokens
page-call-digital-assets-claim = Claim of a replaced key's tokens
page-call-digital-assets-safetransferfrom = Transfer of tokens
page-call-digital-assets-safebatchtransferfrom = Batch transfer of tokens
page-call-digital-assets-setapprovalforall = Change of the right to dispose
page-call-mining-registry-notify = Notification
page-call-mining-registry-amend = Amendment of a notification
page-call-mining-registry-acknowledge = Acknowledgement of a notification
page-call-mining-registry-cease = Cessation of activity

## Events of the contracts
page-event-participants-admitted = Participant admitted
page-event-participants-rolesset = Roles set
page-event-participants-suspended = Participant suspended
page-event-participants-reinstated = Participant reinstated
page-event-participants-keyreplaced = Key replaced
page-event-participants-proposed = Act of the authorised body proposed
page-event-participants-confirmed = Proposal agreed with
page-event-participants-withdrawn = Agreement withdrawn
page-event-participants-awaiting = Proposal awaits agreement
page-event-participants-executed = Proposal executed
page-event-participants-quorumset = Quorum set
page-event-participants-noderegistered = Node registered
page-event-participants-noderemoved = Node removed
page-event-depository-deposited = Deposited
page-event-depository-superseded = Superseded
page-event-depository-accepted = Accepted
page-event-depository-returned = Returned
page-event-digital-assets-classregistered = Digital asset registered
page-event-digital-assets-backingattested = Backing attested
page-event-digital-assets-shortfallreported = Shortfall reported
page-event-digital-assets-issued = Tokens issued
page-event-digital-assets-transfersingle = Tokens transferred
page-event-digital-assets-transferbatch = Tokens transferred in a batch
page-event-digital-assets-approvalforall = Right to dispose changed
page-event-digital-assets-uri = Address of the description set
page-event-mining-registry-notified = Notification filed
page-event-mining-registry-amended = Notification amended
page-event-mining-registry-acknowledged = Notification acknowledged
page-event-mining-registry-ceased = Activity ceased

## Fields of acts and events
page-field-access = Access
page-field-account = Account
page-field-amount = Amount
page-field-approved = Right to dispose granted
page-field-attestor = Attestor
page-field-authority = Authorised body
page-field-backing = Kind of backing
page-field-basis = Digest of the decision
page-field-data = Additional data
page-field-decision = Digest of the decision on issue
page-field-ended-at = End of activity
page-field-evidence = Digest of the evidence
page-field-form = Digest of the notification form
page-field-from = From
page-field-id = Digital asset
page-field-ids = Digital assets
page-field-issuer = Issuer
page-field-kind = Kind
page-field-miner = Miner
page-field-new = New address
page-field-number = Number of the record
page-field-old = Former address
page-field-operator = Acting account
page-field-owner = Owner
page-field-possessor = Possessor
page-field-previous = Previous version
page-field-reason = Digest of the reason for return
page-field-rights = Digest of the list of certified rights
page-field-roles = Roles
page-field-root = Root digest of the package
page-field-size = Size
page-field-starts-at = Start of activity
page-field-subject = Digest of the participant's details
page-field-supply = In circulation
page-field-to = To
page-field-uri = Address of the description
page-field-valid-until = Valid until
page-field-value = Amount
page-field-values = Amounts
page-field-agreed = Keys that agree
page-field-closed = Proposal closed
page-field-participants-data = Call
page-field-proposal = Proposal
page-field-proposer = Proposed by
page-field-quorum = Keys that must agree
page-field-required = Keys that must agree
page-field-target = Contract that is called
page-field-entity = Participant that answers for it
page-field-key = Key of the node
page-field-location = Network address
page-field-node = Node
page-field-participants-kind = Kind of node
page-field-purpose = Purpose
page-node-kind-1 = Seals blocks
page-node-kind-2 = Witnesses blocks
page-node-kind-3 = Follows the chain
page-yes = Yes
page-no = No
page-no-expiry = Without end

## Participants and accounts
page-participants-lead = Those who may make records on the blockchain, their roles and registered addresses.
page-participants-empty = There are no such participants.
page-participant-title = Participant { $number }
page-participant-number = Number
page-participant-name = Name
page-participant-bin = BIN
page-participant-roles = Roles
page-participant-status = Status
page-participant-account = Registered address
page-participant-former = Former addresses
page-participant-subject = Digest of the participant's details
page-participant-admitted = Admitted
page-participant-active = Active
page-participant-suspended = Suspended
page-participant-unnamed = Personal data are not published: the blockchain holds only their salted digest.
page-role-authority = Authorised body
page-role-operator = Operator of the depository
page-role-attestor = Attestor
page-role-issuer = Issuer
page-role-depositor = Depositor
page-role-miner = Miner
page-account-title = Account
page-account-address = Address
page-account-participant = Participant
page-account-former = This key was replaced: its owner now acts from another address.
page-account-stranger = This address belongs to no participant.
page-account-holdings = Digital assets at this address
page-account-holdings-empty = There are no digital assets at this address.
page-account-movements = Movements of digital assets
page-account-deposits = Deposits
page-account-notifications = Mining notifications
page-account-transactions = Transactions

## Depository
page-deposits-lead = Information systems, program products, program codes, normative-technical documentation and concepts deposited for storage.
page-deposits-empty = There are no such deposits yet.
page-deposit-title = Deposit { $number }
page-deposit-number = Number
page-deposit-name = Title
page-deposit-kind = Kind
page-deposit-kind-1 = Information system
page-deposit-kind-2 = Program product
page-deposit-kind-3 = Program code
page-deposit-kind-4 = Normative-technical documentation
page-deposit-kind-5 = Concept
page-deposit-access-0 = Open access
page-deposit-access-1 = Limited access
page-deposit-possessor = Possessor
page-deposit-status = Status
page-deposit-deposited = Under review
page-deposit-accepted = Accepted
page-deposit-returned = Returned
page-deposit-superseded = Superseded
page-deposit-size = Size
page-deposit-files-count = Number of files
page-deposit-version = Version
page-deposit-license = Licence
page-deposit-authors = Authors
page-deposit-description = Description
page-deposit-cid = CID of the package
page-deposit-root = Root digest (SHA-256)
page-deposit-previous = Previous version
page-deposit-successor = Next version
page-deposit-recorded = Deposited
page-deposit-decided = Decided
page-deposit-decider = Decided by
page-deposit-reason = Reason for return
page-deposit-files = Files
page-deposit-files-empty = The list of files is not published.
page-deposit-file-path = File
page-deposit-file-sha256 = SHA-256
page-deposit-file-get = Copy
page-download = Download
page-deposit-package = CAR file
page-deposit-archive = The whole package
page-deposit-limited = Access is limited: neither content nor file names are published.
page-deposit-damaged = The stored content did not pass its check or is not available now; the record on the blockchain is unchanged.
page-deposit-versions = Versions
page-deposit-this = This version

## Digital assets
page-assets-lead = Backed digital tokens that certify property rights to goods or services of their issuer.
page-assets-empty = No digital asset has been registered yet.
page-asset-notice = This digital asset is neither a means of payment nor a financial instrument: it gives no right to financial instruments and none in a legal entity (paragraphs 1 and 4 of article 33-1 of the Law on Informatization).
page-asset-title = Digital asset { $number }
page-asset-number = Digital asset
page-asset-issuer = Issuer
page-asset-backing-kind = What it certifies
page-asset-backing-1 = Rights to goods
page-asset-backing-2 = Rights to works or services
page-asset-backing-3 = Other property rights to goods or services
page-asset-supply = In circulation
page-asset-attestation = Attestation
page-asset-attested = Attested backing
page-asset-coverage = Coverage
page-asset-covered = Fully backed
page-asset-short = Backing falls short
page-asset-unattested = Backing not attested
page-asset-expired = Attestation expired
page-coverage-words = In circulation: { $supply }. Attested backing: { $attested }.
page-asset-attestor = Attested by
page-asset-attested-at = Attested at
page-asset-valid-until = Attestation valid until
page-asset-evidence = Digest of the evidence
page-asset-decision = Digest of the decision on issue
page-asset-rights = Digest of the list of certified rights
page-asset-uri = Address of the description
page-asset-holders = Holders
page-asset-holders-empty = No tokens are in circulation.
page-asset-holder = Holder
page-asset-amount = Amount
page-asset-share = Share
page-asset-movements = Movements
page-asset-movements-empty = There were no movements.
page-movement-from = From
page-movement-to = To
page-movement-issue = Issue
page-movement-time = Time

## Mining notifications
page-notifications-title = Mining notifications
page-notifications-lead = The public part of notifications of digital mining activity.
page-notifications-empty = There are no such notifications.
page-notification-title = Notification { $number }
page-notification-number = Number
page-notification-miner = Miner
page-notification-name = Name
page-notification-bin = BIN
page-notification-region = Region
page-notification-status = Status
page-notification-submitted = Filed
page-notification-amended = Amended
page-notification-acknowledged = Receipt acknowledged
page-notification-ceased = Activity ceased
page-notification-starts = Start of activity
page-notification-ended = End of activity
page-notification-version = Version
page-notification-digest = Digest of the notification form
page-notification-course = Course of the notification
page-notification-public = Only the public part of the notification is shown; the rest is for the authorised body alone.

## Verify
page-verify-title = Check a file
page-verify-lead = Find out whether a file or package is in the register and has not changed since.
page-verify-file = By file
page-verify-file-words = The file does not leave your computer: the browser computes its hash and sends only that.
page-verify-choose = Choose a file
page-verify-drop = or drop it here
page-verify-progress = Progress of hashing
page-verify-hashed = Hash computed, asking the register…
page-verify-fault = The file could not be read. Choose another file, or enter its hash.
page-verify-digest = By hash or CID
page-verify-digest-label = SHA-256 hash or CID
page-verify-go = Check
page-verify-how = To compute the hash yourself:
page-verify-asked = Value checked:
page-verify-known = In the register
page-verify-known-words = Exactly this content is in the records below.
page-verify-returned = Only in returned records
page-verify-returned-words = This content was deposited but returned without being accepted.
page-verify-unknown = Not in the register
page-verify-unknown-words = This content is not in the register: the file is a different one, was changed, or was never deposited.
page-verify-malformed = This is neither a SHA-256 hash nor a CID. A hash has 64 hexadecimal digits.
page-verify-path = File:
page-verify-recorded = Recorded:

## Problems
page-problem-missing = There is no such page or record
page-problem-missing-words = Check the address, or find the record by searching.
page-problem-refused = The request cannot be carried out
page-problem-refused-words = The reason is given below; correct the request and try again.
page-problem-unavailable = The service is not available now
page-problem-unavailable-words = Try again in a few seconds.
page-problem-fault = Internal error
page-problem-fault-words = The error was logged. It does not affect the records: they are kept on the blockchain.
page-problem-home = Back to the home page
